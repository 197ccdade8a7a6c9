//! Which writer may write which path, over real changes, also forged ones.

use super::*;
use crate::document::Writing;
use crate::model::Member;
use crate::policy::Policy;
use crate::values::{AccountId, DeviceId, DocumentId, Instant, UserId};

fn check(document: &Document, change: &[u8], writer: Writer) -> Result<(), PathViolation> {
    super::check(document, &ParsedChange::of(change).unwrap(), writer)
}

const USER: UserId = UserId(Id::from_bytes([8; 10]));
const NOW: Instant = Instant(1_790_000_000_000);

fn document(kind: crate::values::DocumentKind) -> Document {
    let id = DocumentId { kind, id: Id::from_bytes([1; 10]) };
    Document::new(id, DeviceId([3; 8]).actor([3; 8]))
}

/// Writes a change and checks it as if `writer` had sent it.
fn verdict(
    document: &mut Document,
    writer: Writer,
    edit: impl FnOnce(&mut Writing<'_>) -> Result<(), crate::document::DocumentError>,
) -> Result<(), PathViolation> {
    let written = document.write(Some(USER), NOW, edit).unwrap().unwrap();
    check(document, &written.bytes, writer)
}

#[test]
fn a_protected_path_takes_the_server_only() {
    use crate::values::DocumentKind::{Account, Member as Own, Private, Workspace};
    let id = Id::from_bytes([5; 10]).to_string();
    let id = id.as_str();
    let (rep, manager, admin) = (Writer::Member(Role::Rep), Writer::Member(Role::Manager), Writer::Member(Role::Admin));
    let all = [rep, manager, admin, Writer::Server];
    let cases: [(_, &[&str], Scalar, &[Writer]); 9] = [
        (Account, &["profile", "name"], "x".into(), &all),
        (Account, &["facts", "owner"], USER.0.into(), &[Writer::Server]),
        (Account, &["facts", "inactive_at"], NOW.into(), &[Writer::Server]),
        (Private, &["office_phone", id], "010-1".into(), &all),
        (Private, &["birthday", id], Scalar::Text("1980-01-02".into()), &all),
        (Workspace, &["policy", "record_target_h"], 3i64.into(), &[manager, admin, Writer::Server]),
        (Workspace, &["channels", "phone"], 3i64.into(), &[manager, admin, Writer::Server]),
        (Own, &["settings", "language"], "zh".into(), &all),
        (Account, &["created", "by"], USER.0.into(), &all),
    ];
    for (kind, path, value, allowed) in cases {
        for writer in all {
            let result = verdict(&mut document(kind), writer, |writing| writing.set(path, value.clone()));
            assert_eq!(result.is_ok(), allowed.contains(&writer), "{kind:?} {path:?} {writer:?}: {result:?}");
        }
    }
}

#[test]
fn deputies_members_and_decisions_are_protected_with_everything_below() {
    let mut account = document(crate::values::DocumentKind::Account);
    let rep = Writer::Member(Role::Rep);
    let user = USER.to_string();
    let add = verdict(&mut account, rep, |writing| writing.mark(&["facts", "deputies", &user], true));
    assert_eq!(add, Err(PathViolation::Protected(format!("facts/deputies/{user}"))));
    let remove = verdict(&mut account, rep, |writing| writing.mark(&["facts", "deputies", &user], false));
    assert_eq!(remove, Err(PathViolation::Protected(format!("facts/deputies/{user}"))));
    let decide = verdict(&mut account, rep, |writing| writing.create(&["decisions", &user]));
    assert_eq!(decide, Err(PathViolation::Protected(format!("decisions/{user}"))));
    let mut workspace = Document::new(DocumentId::WORKSPACE, DeviceId::SERVER.actor([1; 8]));
    let member = Member {
        id: USER,
        name: "李".into(),
        role: Role::Admin,
        manager: None,
        regions: vec!["east".into()],
        disabled: false,
        level: None,
    };
    let written = workspace.put_member(&member, NOW).unwrap().unwrap();
    assert_eq!(check(&workspace, &written.bytes, Writer::Server), Ok(()));
    assert!(matches!(check(&workspace, &written.bytes, Writer::Member(Role::Admin)), Err(PathViolation::Protected(_))));
}

#[test]
fn what_the_server_itself_writes_passes() {
    let mut workspace = Document::new(DocumentId::WORKSPACE, DeviceId::SERVER.actor([1; 8]));
    let written = workspace.init_workspace(&Policy::preset(), NOW).unwrap().unwrap();
    assert_eq!(check(&workspace, &written.bytes, Writer::Server), Ok(()));
    // The map of rules is the server's to make; what stands in it is a manager's.
    let made = check(&workspace, &written.bytes, Writer::Member(Role::Manager));
    assert_eq!(made, Err(PathViolation::Protected("lead_rules".into())));
    assert_eq!(workspace.workspace().0, Policy::preset());
    let removed = workspace
        .write(None, NOW, |writing| writing.set(&["lead_rules", "manufacturing", "removed"], true))
        .unwrap_or_else(|error: crate::document::DocumentError| panic!("{error}"));
    let removed = removed.unwrap().bytes;
    assert_eq!(check(&workspace, &removed, Writer::Member(Role::Manager)), Ok(()));
    assert!(check(&workspace, &removed, Writer::Member(Role::Rep)).is_err());
    assert_eq!(workspace.workspace().0.lead_rules, vec![]);
    // A workspace of an earlier version gets what it lacks, once.
    let mut old = Document::new(DocumentId::WORKSPACE, DeviceId::SERVER.actor([2; 8]));
    let completed = old.complete_workspace(NOW).unwrap().unwrap();
    assert_eq!(check(&old, &completed.bytes, Writer::Server), Ok(()));
    assert_eq!(old.workspace().0.lead_rules, Policy::preset().lead_rules);
    assert_eq!(old.complete_workspace(NOW).unwrap(), None);
    assert_eq!(workspace.complete_workspace(NOW).unwrap(), None, "what was taken away stays away");
    assert!(check(&workspace, &written.bytes, Writer::Member(Role::Rep)).is_err());
}

#[test]
fn an_owner_hidden_by_a_concurrent_write_is_found() {
    let server = DeviceId::SERVER.actor([1; 8]);
    let mut honest = Document::new(DocumentId::account(AccountId::default()), server);
    // The forger writes the owner on the genesis, without having seen the server's.
    let mut forger = Document::new(honest.id(), DeviceId([7; 8]).actor([7; 8]));
    let written = forger
        .write(Some(USER), NOW, |writing| writing.set(&["facts", "owner"], USER.0))
        .unwrap_or_else(|error: crate::document::DocumentError| panic!("{error}"));
    honest.set_owner(UserId(Id::from_bytes([9; 10])), NOW).unwrap().unwrap();
    let change = written.map(|written: crate::document::Written| written.bytes).unwrap();
    honest.apply(&[&change]).unwrap();
    let result: Result<(), PathViolation> = check(&honest, &change, Writer::Member(Role::Rep));
    assert_eq!(result, Err(PathViolation::Protected("facts/owner".into())));
}

#[test]
fn a_text_grows_by_what_several_wrote_at_once_up_to_a_factor() {
    let mut all = document(crate::values::DocumentKind::Account);
    let max = schema::field(all.id().kind, &["profile", "note"].map(String::from)).and_then(Field::max_chars).unwrap();
    let long = "x".repeat(max);
    // Each of them on a phone of its own, without having seen the others.
    let verdicts: Vec<_> = (1..=TEXT_GROWTH as u8 + 1)
        .map(|phone| {
            let mut own = Document::new(all.id(), DeviceId([phone; 8]).actor([phone; 8]));
            let written = own.write(Some(USER), NOW, |writing| writing.text(&["profile", "note"], "", &long));
            let written = written.unwrap_or_else(|error: crate::document::DocumentError| panic!("{error}")).unwrap();
            all.apply(&[&written.bytes]).unwrap();
            check(&all, &written.bytes, Writer::Member(Role::Rep))
        })
        .collect();
    let too_much = Err(PathViolation::Limit("profile/note".into()));
    assert_eq!(verdicts, [Ok(()), Ok(()), Ok(()), Ok(()), too_much]);
}

/// Writes with Automerge itself, as no command does, and checks what came of it as a rep's.
fn forged(edit: impl FnOnce(&mut automerge::AutoCommit, &Objects)) -> Result<(), PathViolation> {
    use automerge::transaction::Transactable as _;
    use automerge::{ActorId, AutoCommit, ObjType, ROOT, ReadDoc as _};
    let mut document = document(crate::values::DocumentKind::Account);
    let start = |writing: &mut Writing<'_>| {
        writing.set(&["profile", "name"], "甲")?;
        writing.mark(&["profile", "tags", "旧"], true)?;
        writing.text(&["profile", "note"], "", "一二三")
    };
    document.write(Some(USER), NOW, start).unwrap_or_else(|error: crate::document::DocumentError| panic!("{error}"));
    let mut raw = AutoCommit::load(&document.save()).unwrap().with_actor(ActorId::from([9; 16]));
    let under = |raw: &AutoCommit, object: &automerge::ObjId, key: &str| raw.get(object, key).unwrap().unwrap().1;
    let profile = under(&raw, &ROOT, "profile");
    let objects = Objects {
        tags: under(&raw, &profile, "tags"),
        note: under(&raw, &profile, "note"),
        contacts: under(&raw, &ROOT, "contacts"),
        profile,
    };
    edit(&mut raw, &objects);
    // Something that is allowed, so that there always is a change.
    raw.put_object(&objects.contacts, Id::from_bytes([6; 10]).to_string(), ObjType::Map).unwrap();
    raw.commit().unwrap();
    let change = raw.get_last_local_change().unwrap().raw_bytes().to_vec();
    document.apply(&[&change]).unwrap();
    check(&document, &change, Writer::Member(Role::Rep))
}

struct Objects {
    profile: automerge::ObjId,
    tags: automerge::ObjId,
    note: automerge::ObjId,
    contacts: automerge::ObjId,
}

#[test]
fn a_value_of_another_type_or_over_its_limit_is_found() {
    use automerge::ScalarValue;
    use automerge::transaction::Transactable as _;
    let text = |chars: usize| ScalarValue::from("字".repeat(chars));
    let (fits, kind, limit) = (Ok(()), "wrong type", "over the limit");
    let cases: [(&str, ScalarValue, Result<(), &str>); 21] = [
        ("name", text(200), fits),
        ("name", text(201), Err(limit)),
        ("name", ScalarValue::Null, fits),
        ("name", 1.into(), Err(kind)),
        ("name", true.into(), Err(kind)),
        ("name", ScalarValue::counter(1), Err(kind)),
        ("name", ScalarValue::Bytes(vec![1]), Err(kind)),
        ("individual", true.into(), fits),
        ("individual", "true".into(), Err(kind)),
        ("business_match", 0.into(), fits),
        ("business_match", 100.into(), fits),
        ("business_match", 101.into(), Err(limit)),
        ("business_match", (-1).into(), Err(limit)),
        ("business_match", "100".into(), Err(kind)),
        ("business_match", ScalarValue::F64(1.0), Err(kind)),
        ("founded", "2016-02-29".into(), fits),
        ("founded", "".into(), fits),
        ("founded", "2015-02-29".into(), Err(limit)),
        ("founded", 20160229.into(), Err(kind)),
        ("note", "一".into(), Err(kind)),
        ("tags", true.into(), Err(kind)),
    ];
    for (key, value, expected) in cases {
        let found = forged(|raw, objects| raw.put(&objects.profile, key, value.clone()).unwrap());
        let expected = expected.map_err(|what| format!("{what} at profile/{key}"));
        assert_eq!(found.map_err(|found| found.to_string()), expected, "{key} {value:?}");
    }
}

#[test]
fn a_card_that_is_no_photo_or_too_large_is_found() {
    use automerge::transaction::Transactable as _;
    use automerge::{ActorId, AutoCommit, ROOT, ReadDoc as _, ScalarValue};
    let photo = |size: usize| ScalarValue::Bytes([&[0xff, 0xd8, 0xff][..], &vec![0; size - 3]].concat());
    let (max, limit) = (crate::document::schema::PHOTO_BYTES_MAX, Err("over the limit"));
    for (value, expected) in [
        (photo(3), Ok(())),
        (photo(max), Ok(())),
        (photo(max + 1), limit),
        (ScalarValue::Bytes(b"<svg onload=alert(1)>".to_vec()), limit),
        (ScalarValue::Null, Ok(())),
        ("data:image/jpeg".into(), Err("wrong type")),
    ] {
        let mut document = document(crate::values::DocumentKind::Cards);
        let mut raw = AutoCommit::load(&document.save()).unwrap().with_actor(ActorId::from([9; 16]));
        let cards = raw.get(ROOT, "cards").unwrap().unwrap().1;
        raw.put(&cards, Id::from_bytes([6; 10]).to_string(), value).unwrap();
        raw.commit().unwrap();
        let change = raw.get_last_local_change().unwrap().raw_bytes().to_vec();
        document.apply(&[&change]).unwrap();
        let found = check(&document, &change, Writer::Member(Role::Rep)).map_err(|found| found.to_string());
        let expected = expected.map_err(|what| format!("{what} at cards/{}", Id::from_bytes([6; 10])));
        assert_eq!(found, expected);
    }
}

#[test]
fn what_no_command_writes_is_found() {
    use automerge::ObjType::{List, Map, Text};
    use automerge::transaction::Transactable as _;
    use automerge::{AutoCommit, ROOT};
    type Edit = fn(&mut AutoCommit, &Objects);
    let cases: [(&str, Edit, Result<(), &str>); 18] = [
        ("a tag", |raw, on| raw.put(&on.tags, "新", true).unwrap(), Ok(())),
        ("a tag that is none", |raw, on| raw.put(&on.tags, "新", false).unwrap(), Err("wrong type at profile/tags/新")),
        ("a tag taken away", |raw, on| raw.delete(&on.tags, "旧").unwrap(), Ok(())),
        ("a tag without a name", |raw, on| raw.put(&on.tags, "", true).unwrap(), Err("wrong type at profile/tags/")),
        ("a key of another version", |raw, on| raw.put(&on.profile, "x", 1).unwrap(), Err("unknown key profile/x")),
        ("a root of another version", |raw, _| raw.put(ROOT, "x", 1).unwrap(), Err("unknown key x")),
        ("a name taken away", |raw, on| raw.delete(&on.profile, "name").unwrap(), Err("wrong type at profile/name")),
        ("a text taken away", |raw, on| raw.delete(&on.profile, "note").unwrap(), Err("wrong type at profile/note")),
        ("all tags taken away", |raw, on| raw.delete(&on.profile, "tags").unwrap(), Err("wrong type at profile/tags")),
        ("the profile taken away", |raw, _| raw.delete(ROOT, "profile").unwrap(), Err("wrong type at profile")),
        (
            "a second profile",
            |raw, _| drop(raw.put_object(ROOT, "profile", Map).unwrap()),
            Err("wrong type at profile"),
        ),
        (
            "a second note",
            |raw, on| drop(raw.put_object(&on.profile, "note", Text).unwrap()),
            Err("wrong type at profile/note"),
        ),
        (
            "a list for a name",
            |raw, on| drop(raw.put_object(&on.profile, "name", List).unwrap()),
            Err("wrong type at profile/name"),
        ),
        (
            "a contact under a name",
            |raw, on| drop(raw.put_object(&on.contacts, "li", Map).unwrap()),
            Err("wrong type at contacts/li"),
        ),
        ("characters taken away", |raw, on| raw.splice_text(&on.note, 0, 2, "").unwrap(), Ok(())),
        (
            "more than twice a text",
            |raw, on| raw.splice_text(&on.note, 0, 0, &"x".repeat(20_001)).unwrap(),
            Err("over the limit at profile/note"),
        ),
        ("twice a text", |raw, on| raw.splice_text(&on.note, 0, 0, &"x".repeat(20_000)).unwrap(), Ok(())),
        (
            "one key again and again",
            |raw, on| (0..=KEY_WRITES_MAX).for_each(|n| raw.put(&on.profile, "number", n.to_string()).unwrap()),
            Err("over the limit at profile/number"),
        ),
    ];
    for (name, edit, expected) in cases {
        let found = forged(edit).map_err(|found| found.to_string());
        assert_eq!(found, expected.map_err(str::to_owned), "{name}");
    }
    let as_often_as_allowed = |raw: &mut AutoCommit, on: &Objects| {
        (0..KEY_WRITES_MAX).for_each(|n| raw.put(&on.profile, "number", n.to_string()).unwrap())
    };
    assert_eq!(forged(as_often_as_allowed), Ok(()));
}
