//! The first change of every document, the same bytes on every side: two phones may create one document and merge.
//!
//! It makes the collections and texts that stand directly in the document, so that no two devices ever create the
//! same one twice. It never changes: what a later version adds gets a second genesis change of its own.

use std::sync::OnceLock;

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, AutomergeError, ObjId, ObjType, ROOT, TextEncoding};

use crate::sync::wire::ChangeHash;
use crate::values::{DeviceId, DocumentKind};

/// Maps and texts of a kind, parents first: `(parent, key, type)`; the parent "" is the root.
type Layout = &'static [(&'static str, &'static str, ObjType)];

const ACCOUNT: Layout = &[
    ("", "created", ObjType::Map),
    ("", "profile", ObjType::Map),
    ("profile", "tags", ObjType::Map),
    ("profile", "need_tags", ObjType::Map),
    ("profile", "core_need", ObjType::Text),
    ("profile", "note", ObjType::Text),
    ("", "facts", ObjType::Map),
    ("facts", "deputies", ObjType::Map),
    ("", "contacts", ObjType::Map),
    ("", "visits", ObjType::Map),
    ("", "tasks", ObjType::Map),
    ("", "opportunities", ObjType::Map),
    ("", "requests", ObjType::Map),
    ("", "decisions", ObjType::Map),
];

const PRIVATE: Layout = &[
    ("", "office_phone", ObjType::Map),
    ("", "other_channel", ObjType::Map),
    ("", "birthday", ObjType::Map),
    ("", "birthday_consent", ObjType::Map),
];

const WORKSPACE: Layout = &[
    ("", "policy", ObjType::Map),
    ("", "stages", ObjType::Map),
    ("", "regions", ObjType::Map),
    ("", "channels", ObjType::Map),
    ("", "tags", ObjType::Map),
    ("", "vague_phrases", ObjType::Map),
    ("", "required_fields", ObjType::Map),
    ("", "holidays", ObjType::Map),
    ("", "workdays", ObjType::Map),
    ("", "members", ObjType::Map),
];

/// Of both kinds: see [`DocumentId::companions`](crate::values::DocumentId::companions).
const CONTRIBUTIONS: Layout = &[("", "entries", ObjType::Map)];

/// By contact.
const CARDS: Layout = &[("", "cards", ObjType::Map)];

const MEMBER: Layout = &[("", "settings", ObjType::Map)];

pub(super) const fn layout(kind: DocumentKind) -> Layout {
    match kind {
        DocumentKind::Account => ACCOUNT,
        DocumentKind::Private => PRIVATE,
        DocumentKind::Cards => CARDS,
        DocumentKind::Workspace => WORKSPACE,
        DocumentKind::Member => MEMBER,
        DocumentKind::Service | DocumentKind::Campaign => CONTRIBUTIONS,
    }
}

/// Returns a document that holds the genesis of its kind only.
pub(super) fn document(kind: DocumentKind) -> Automerge {
    prepared(kind).0.clone()
}

/// Returns the hash of the genesis of a kind: the first dependency of all its documents.
pub fn genesis_hash(kind: DocumentKind) -> ChangeHash {
    prepared(kind).1
}

fn prepared(kind: DocumentKind) -> &'static (Automerge, ChangeHash) {
    static PREPARED: [OnceLock<(Automerge, ChangeHash)>; 7] = [const { OnceLock::new() }; 7];
    let [account, private, workspace, member, service, campaign, cards] = &PREPARED;
    let slot = match kind {
        DocumentKind::Account => account,
        DocumentKind::Private => private,
        DocumentKind::Workspace => workspace,
        DocumentKind::Member => member,
        DocumentKind::Service => service,
        DocumentKind::Campaign => campaign,
        DocumentKind::Cards => cards,
    };
    #[expect(clippy::expect_used, reason = "the layout is a constant; the tests build every kind")]
    slot.get_or_init(|| build(kind).expect("the layout names parents before their children"))
}

fn build(kind: DocumentKind) -> Result<(Automerge, ChangeHash), AutomergeError> {
    let mut doc = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
    doc.set_actor(ActorId::from(DeviceId::GENESIS.actor([0; 8])));
    let mut transaction = doc.transaction();
    transaction.put(ROOT, "kind", kind.letter().to_string())?;
    let mut made: Vec<(&str, ObjId)> = vec![("", ROOT)];
    for (parent, key, object) in layout(kind) {
        let (_, parent) = made.iter().find(|(name, _)| name == parent).ok_or(AutomergeError::NotAnObject)?;
        let id = transaction.put_object(parent, *key, *object)?;
        made.push((key, id));
    }
    let (hash, _) = transaction.commit_with(CommitOptions::default().with_time(0));
    let hash = hash.ok_or(AutomergeError::NotAnObject)?;
    Ok((doc, ChangeHash(hash.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_genesis_never_changes() {
        let hashes = DocumentKind::ALL.map(|kind| {
            let (_, built) = build(kind).unwrap();
            assert_eq!(built, genesis_hash(kind));
            built.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        });
        let expected = [
            "e2fb10480c145a578dea6cb413643db3c00c93e64443d166a600cf6b6b21da3b",
            "37c283c8417578b75a9795e236eb006f3730be5dff101c93bb5ddac33ea7a552",
            "d33a02597512fe1e7ddcc793240a3305a6de74e19a1472707dcc297ba4bdb67d",
            "c45e00d3780f57e6e6e307eda3b3ddacd9c41e9c493966a3dc6583eb8c48dd5f",
            "74585f01572a00ccd00b888a3483f2aeb860890129f89e6e506929e31bad1bc7",
            "9fa6130bf99e095de5d6ed663b4272eb36dc68e0d81312151d206f7798515902",
            "f2650e410b26649ded1ee986aae3ef1539fc6fbbf6d29cceec2dc2e6d38cf64d",
        ];
        assert_eq!(hashes.each_ref().map(String::as_str), expected);
    }
}
