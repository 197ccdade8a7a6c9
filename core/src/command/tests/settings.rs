//! What a person sets for themselves, on two of their devices.

use super::*;
use crate::model::{Change, Important, QuietHours, ReminderKey, Settings};

fn run(document: &mut Document, member: UserId, edits: Vec<SettingEdit>) -> Result<Vec<Written>, CommandError> {
    let (policy, directory) = (Policy::preset(), Directory::default());
    let ctx = CommandContext { me: ME, now: NOW, policy: &policy, directory: &directory };
    execute(document, None, &Command::EditSettings { member, edits }, &ctx)
}

fn settings(document: &Document) -> Settings {
    Settings::of(&document.member().0)
}

#[test]
fn two_devices_of_a_person_change_different_settings_and_both_stand() {
    let [mut phone, mut tablet] =
        [1, 2].map(|number| Document::new(DocumentId::member(ME), DeviceId([number; 8]).actor([number; 8])));
    let (quiet, key) = (QuietHours { from: 1320, to: 420 }, ReminderKey::Task(TASK));
    let until = NOW.plus_ms(3_600_000);
    run(&mut phone, ME, vec![SettingEdit::Quiet(Some(quiet)), SettingEdit::Language("en".into())]).unwrap();
    run(&mut tablet, ME, vec![SettingEdit::Digest(None), SettingEdit::Snooze { key, until: Some(until) }]).unwrap();
    phone.apply(&tablet.changes_since(&phone.heads())).unwrap();
    tablet.apply(&phone.changes_since(&tablet.heads())).unwrap();
    let read = settings(&phone);
    assert_eq!((read.quiet, read.digest, read.language.as_str()), (Some(quiet), None, "en"));
    assert_eq!(read.snoozed_until(key, NOW), Some(until));
    assert_eq!((settings(&tablet), phone.member().1), (read, vec![]));
    run(&mut phone, ME, vec![SettingEdit::Snooze { key, until: None }, SettingEdit::Digest(Some(510))]).unwrap();
    assert_eq!((settings(&phone).snoozed_until(key, NOW), settings(&phone).digest), (None, Some(510)));
    // What is noted of each kind stands for itself.
    let change = |kind| Change { kind, at: NOW, by: Some(BOSS) };
    let [need, company] = [Important::Need, Important::Company].map(change);
    let note = |change| vec![SettingEdit::Note { account: ACCOUNT, changes: vec![change] }];
    run(&mut phone, ME, note(need)).unwrap();
    run(&mut tablet, ME, note(company)).unwrap();
    phone.apply(&tablet.changes_since(&phone.heads())).unwrap();
    assert_eq!(settings(&phone).noted, [(ACCOUNT, vec![company, need])].into());
}

#[test]
fn putting_off_is_taken_back_by_undoing_it() {
    let mut phone = Document::new(DocumentId::member(ME), DeviceId([1; 8]).actor([1; 8]));
    let edits = vec![SettingEdit::Snooze { key: ReminderKey::Grades, until: Some(NOW.plus_ms(1)) }];
    let written = run(&mut phone, ME, edits).unwrap();
    let (policy, directory) = (Policy::preset(), Directory::default());
    let ctx = CommandContext { me: ME, now: NOW, policy: &policy, directory: &directory };
    undo(&mut phone, written[0].hash, &ctx).unwrap();
    assert_eq!((settings(&phone), phone.member().1), (Settings::default(), vec![]));
}

#[test]
fn only_ones_own_settings_and_only_times_of_a_day_are_written() {
    let mut phone = Document::new(DocumentId::member(ME), DeviceId([1; 8]).actor([1; 8]));
    let (quiet, digest) = ("quiet_hours", "digest");
    let bad = |field| CommandError::BadValue { field, expected: "a time of the day" };
    for (member, edit, error) in [
        (BOSS, SettingEdit::Digest(None), CommandError::NotAllowed),
        (ME, SettingEdit::Digest(Some(1440)), bad(digest)),
        (ME, SettingEdit::Quiet(Some(QuietHours { from: 1440, to: 0 })), bad(quiet)),
        (ME, SettingEdit::Quiet(Some(QuietHours { from: 0, to: 1440 })), bad(quiet)),
    ] {
        assert_eq!(run(&mut phone, member, vec![edit.clone()]), Err(error), "{edit:?}");
    }
    assert_eq!(phone.heads(), Document::new(DocumentId::member(ME), DeviceId([2; 8]).actor([2; 8])).heads());
    run(&mut phone, ME, vec![SettingEdit::Digest(Some(1439)), SettingEdit::Digest(Some(0))]).unwrap();
    assert_eq!(settings(&phone).digest, Some(0));
}
