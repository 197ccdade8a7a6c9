//! What other departments add, and what is done about it.

use super::*;
use crate::document::schema::PHOTO_BYTES_MAX;
use crate::model::{Contribution, ContributionKind};
use crate::values::ContributionId;

const ADDED: ContributionId = ContributionId(Id::from_bytes([11; 10]));

/// One person at one of a customer's documents.
struct Writer {
    document: Document,
    directory: Directory,
    now: Instant,
}

impl Writer {
    fn new(role: Role, kind: ContributionKind) -> Self {
        let me = Member { id: ME, role, ..Phone::new().directory.members[&BOSS].clone() };
        Self {
            document: Document::new(kind.document(ACCOUNT), DeviceId([1; 8]).actor([1; 8])),
            directory: Directory { members: [(ME, me)].into() },
            now: NOW,
        }
    }

    fn run(&mut self, command: &Command) -> Result<Vec<Written>, CommandError> {
        let policy = Policy::preset();
        let ctx = CommandContext { me: ME, now: self.now, policy: &policy, directory: &self.directory };
        execute(&mut self.document, None, command, &ctx)
    }

    fn added(&self) -> Option<Contribution> {
        self.document.contributions().0.get(&ADDED).cloned()
    }
}

fn new(kind: ContributionKind) -> NewContribution {
    let campaign = if kind.is_of_campaign() { " 秋季展 " } else { "" };
    NewContribution { kind, text: " 换型太慢 ".into(), day: "2026-11-20".parse().ok(), campaign: campaign.into() }
}

fn contribute(new: NewContribution) -> Command {
    Command::Contribute { account: ACCOUNT, contribution: ADDED, new }
}

fn answer(kind: ContributionKind, base: &str, left: &str) -> Command {
    let answer = TextEdit { base: base.into(), text: left.into() };
    Command::AnswerContribution { account: ACCOUNT, contribution: ADDED, kind, answer }
}

#[test]
fn a_department_adds_its_own_and_nothing_of_another() {
    for role in Role::ALL {
        for kind in ContributionKind::ALL {
            let mut writer = Writer::new(role, kind);
            let may = crate::rules::contribution::may_contribute(role, kind);
            let done = writer.run(&contribute(new(kind)));
            if !may {
                assert_eq!(done, Err(CommandError::NotAllowed), "{role:?} {kind:?}");
                continue;
            }
            assert_eq!(done.map(|written| written.len()), Ok(1), "{role:?} {kind:?}");
            let campaign = if kind.is_of_campaign() { "秋季展" } else { "" };
            let expected = Contribution {
                id: ADDED,
                kind: Code::new(kind.key()),
                text: "换型太慢".into(),
                day: "2026-11-20".parse().ok(),
                campaign: campaign.into(),
                by: Some(ME),
                at: Some(NOW),
                ..Contribution::default()
            };
            assert_eq!(writer.added(), Some(expected));
        }
    }
}

#[test]
fn what_says_nothing_or_holds_a_mobile_number_is_refused() {
    use ContributionKind::{Complaint, Interest, Participation};
    let words = |kind, text: &str, campaign: &str| NewContribution {
        kind,
        text: text.into(),
        campaign: campaign.into(),
        ..NewContribution::default()
    };
    for (new, expected) in [
        (words(Complaint, " ", ""), Err(CommandError::Missing("text"))),
        (words(Interest, "", "秋季展"), Err(CommandError::Missing("text"))),
        (words(Interest, "想看样机", " "), Err(CommandError::Missing("campaign"))),
        (words(Participation, "", "秋季展"), Ok(1)),
        (words(Participation, "电话 13812345678", "秋季展"), Err(CommandError::MobileNumber("text"))),
        (words(Participation, "", "秋季展 13812345678"), Err(CommandError::MobileNumber("campaign"))),
        (words(Complaint, "噪音", ""), Ok(1)),
    ] {
        let mut writer = Writer::new(Role::Rep, new.kind);
        let done = writer.run(&contribute(new.clone())).map(|written| written.len());
        assert_eq!(done, expected, "{new:?}");
        assert_eq!(writer.added().is_some(), expected.is_ok());
    }
}

#[test]
fn an_answer_closes_what_waits_for_one_and_is_taken_back_by_emptying_it() {
    let kind = ContributionKind::Complaint;
    let mut writer = Writer::new(Role::Service, kind);
    assert_eq!(writer.run(&answer(kind, "", "已更换")), Err(CommandError::Unknown("contribution")));
    writer.run(&contribute(new(kind))).unwrap();
    assert!(writer.added().unwrap().is_open());
    writer.now = NOW.plus_ms(5);
    assert_eq!(writer.run(&answer(kind, "", "打 138-1234-5678")), Err(CommandError::MobileNumber("answer")));
    writer.run(&answer(kind, "", "已更换")).unwrap();
    let added = writer.added().unwrap();
    assert_eq!((added.is_open(), added.answered_by, added.answered_at), (false, Some(ME), Some(writer.now)));
    writer.now = NOW.plus_ms(9);
    assert_eq!(writer.run(&answer(kind, "已更换", "已更换")), Ok(vec![]));
    writer.run(&answer(kind, "已更换", "")).unwrap();
    let added = writer.added().unwrap();
    assert_eq!((added.is_open(), added.answered_at), (true, Some(writer.now)));
}

#[test]
fn an_addition_is_undone_and_two_at_once_both_stay() {
    let kind = ContributionKind::Interest;
    let mut writer = Writer::new(Role::Marketing, kind);
    let written = writer.run(&contribute(new(kind))).unwrap();
    let mut other = Document::new(kind.document(ACCOUNT), DeviceId([2; 8]).actor([1; 8]));
    let policy = Policy::preset();
    let ctx = CommandContext { me: ME, now: NOW, policy: &policy, directory: &writer.directory };
    let second = ContributionId(Id::from_bytes([12; 10]));
    let command = Command::Contribute { account: ACCOUNT, contribution: second, new: new(kind) };
    execute(&mut other, None, &command, &ctx).unwrap();
    writer.document.apply(&other.changes_since(&[])).unwrap();
    assert_eq!(writer.document.contributions().0.len(), 2);
    let ctx = CommandContext { now: NOW.plus_ms(1), ..ctx };
    assert!(undo(&mut writer.document, written[0].hash, &ctx).unwrap().is_some());
    assert_eq!(writer.document.contributions().0.keys().copied().collect::<Vec<_>>(), [second]);
}

/// E-06 (S0-36).
#[test]
fn a_card_is_a_photo_of_limited_size_that_can_be_replaced_and_undone() {
    let mut document = Document::new(DocumentId::cards(ACCOUNT), DeviceId([1; 8]).actor([1; 8]));
    let (policy, directory) = (Policy::preset(), Directory::default());
    let ctx = CommandContext { me: ME, now: NOW, policy: &policy, directory: &directory };
    let photo = |size: usize, byte: u8| [&[0xff, 0xd8, 0xff][..], &vec![byte; size - 3]].concat();
    let mut put = |photo: Option<Vec<u8>>| {
        let command = Command::PutCard { account: ACCOUNT, contact: CONTACT, photo: photo.map(Into::into) };
        execute(&mut document, None, &command, &ctx).map(|written| (written, document.cards()))
    };
    let bad = Err(CommandError::BadValue { field: "cards.*", expected: "a photo as JPEG of at most 64 kB" });
    assert_eq!(put(Some(b"GIF89a".to_vec())), bad);
    assert_eq!(put(Some(photo(PHOTO_BYTES_MAX + 1, 1))), bad);
    let (_, (cards, defects)) = put(Some(photo(PHOTO_BYTES_MAX, 1))).unwrap();
    assert_eq!((cards.get(&CONTACT).map(Vec::len), defects), (Some(PHOTO_BYTES_MAX), vec![]));
    let (written, (cards, _)) = put(Some(photo(9_000, 2))).unwrap();
    assert_eq!((cards.get(&CONTACT).map(Vec::len), written.len()), (Some(9_000), 1));
    assert_eq!(put(Some(photo(9_000, 2))).unwrap().0, vec![], "the same one");
    let (_, (cards, _)) = put(None).unwrap();
    assert_eq!(cards.len(), 0);
    document.undo(written[0].hash, ME, NOW).unwrap();
    assert_eq!(document.cards().0.len(), 0, "others built on it");
    // Replaced ones stay in the history, which has an end.
    let mut put = |byte| {
        let mut random = crate::testing::builders::SplitMix::new(byte);
        let noise = (3..PHOTO_BYTES_MAX).map(|_| u8::try_from(random.below(256)).unwrap());
        let photo = [0xff, 0xd8, 0xff].into_iter().chain(noise).collect::<Vec<_>>();
        let command = Command::PutCard { account: ACCOUNT, contact: CONTACT, photo: Some(photo.into()) };
        execute(&mut document, None, &command, &ctx)
    };
    let refused = (0..200).find_map(|byte| put(byte).err());
    assert_eq!(refused, Some(CommandError::BadValue { field: "card", expected: "fewer photos of this customer" }));
}
