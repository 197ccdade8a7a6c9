//! The view digest: a sum over everything visible. Equal sums prove that device and server hold the same.
//!
//! The sum does not depend on an order and is kept by adding and subtracting items, modulo 2^128. Documents count
//! with their heads, rows with their bytes as sent. The key is the workspace's, so that no one outside can aim for a
//! collision.

use sha2::{Digest as _, Sha256};

use super::wire::{ChangeHash, Digest};
use crate::values::{AccountId, DocumentId};

const DOCUMENT: u8 = 1;
const ROW: u8 = 2;

/// Returns the item of a document held in full, with its acknowledged heads in any order.
pub fn document_item(key: &[u8; 16], doc: DocumentId, heads: &[ChangeHash]) -> u128 {
    let mut sorted = heads.to_vec();
    sorted.sort_unstable();
    let mut hasher = start(key, DOCUMENT, doc);
    for head in sorted {
        hasher.update(head.0);
    }
    finish(hasher)
}

/// Returns the item of a server row, with its bytes as sent.
pub fn row_item(key: &[u8; 16], account: AccountId, row: &[u8]) -> u128 {
    let mut hasher = start(key, ROW, DocumentId::account(account));
    hasher.update(Sha256::digest(row));
    finish(hasher)
}

/// Returns the sum as sent.
pub fn of_sum(sum: u128) -> Digest {
    Digest(sum.to_be_bytes())
}

fn start(key: &[u8; 16], tag: u8, doc: DocumentId) -> Sha256 {
    let mut hasher = Sha256::new();
    hasher.update(key);
    hasher.update([tag]);
    hasher.update(doc.to_bytes());
    hasher
}

fn finish(hasher: Sha256) -> u128 {
    hasher.finalize().iter().take(16).fold(0, |number, byte| number << 8 | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Id;

    #[test]
    fn an_item_depends_on_key_kind_and_content_but_not_on_the_order_of_heads() {
        let (a, b) = (ChangeHash([1; 32]), ChangeHash([2; 32]));
        let account = AccountId(Id::from_bytes([9; 10]));
        let doc = DocumentId::account(account);
        let item = document_item(&[0; 16], doc, &[a, b]);
        assert_eq!(item, document_item(&[0; 16], doc, &[b, a]));
        let others = [
            document_item(&[1; 16], doc, &[a, b]),
            document_item(&[0; 16], DocumentId::private(account), &[a, b]),
            document_item(&[0; 16], doc, &[a]),
            row_item(&[0; 16], account, &[1; 32]),
            row_item(&[0; 16], account, &[2; 32]),
        ];
        assert!(others.iter().all(|other| *other != item));
        assert_eq!(of_sum(1).0[15], 1);
    }
}
