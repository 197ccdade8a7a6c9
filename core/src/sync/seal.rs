//! Seals: the server's proof that it once held a document with just this history.
//!
//! Heads name a whole history by hash. A device keeps the seal of the heads it was sent; after a restore from backup it
//! gives back the changes that lead to them, whoever wrote them, and the server takes them without asking again who may
//! write what: it had accepted every one of them before.

use sha2::{Digest as _, Sha256};

use super::wire::{ChangeHash, Seal};
use crate::values::DocumentId;

/// Secrets of a workspace. They are part of a backup: a restored server knows its own seals.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Keys {
    /// Key of the view digest; every member's device has it.
    pub digest: [u8; 16],
    /// Key of the seals; it never leaves the server.
    pub seal: [u8; 16],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    /// Seals a document with its heads in any order.
    ///
    /// 8 bytes: a guess can be tried only against the server, a few hundred times a second.
    pub fn seal(&self, doc: DocumentId, heads: &[ChangeHash]) -> Seal {
        let mut sorted = heads.to_vec();
        sorted.sort_unstable();
        let mut hasher = Sha256::new();
        hasher.update(self.seal);
        hasher.update(doc.to_bytes());
        for head in sorted {
            hasher.update(head.0);
        }
        let mut seal = [0; 8];
        seal.iter_mut().zip(hasher.finalize()).for_each(|(to, byte)| *to = byte);
        Seal(seal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_of_one_key_one_document_and_one_set_of_heads() {
        let keys = Keys { digest: [0; 16], seal: [1; 16] };
        let (a, b) = (ChangeHash([1; 32]), ChangeHash([2; 32]));
        let seal = keys.seal(DocumentId::WORKSPACE, &[a, b]);
        assert_eq!(seal, keys.seal(DocumentId::WORKSPACE, &[b, a]));
        assert_eq!(seal, Keys { digest: [9; 16], ..keys }.seal(DocumentId::WORKSPACE, &[a, b]));
        let others = [
            Keys { seal: [2; 16], ..keys }.seal(DocumentId::WORKSPACE, &[a, b]),
            keys.seal(DocumentId::WORKSPACE, &[a]),
            keys.seal(DocumentId::account(crate::values::AccountId::default()), &[a, b]),
        ];
        assert!(others.iter().all(|other| *other != seal));
        assert_eq!(format!("{keys:?}"), "Keys");
    }
}
