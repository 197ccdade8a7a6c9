//! What a person has set for themselves. It stands in their own document: on all their devices, and on nobody else's.

use std::fmt::{self, Display, Formatter};

use super::{Change, Important};
use crate::values::{AccountId, Instant, Map, TaskId};

/// Minutes of a day.
const DAY_MIN: u16 = 24 * 60;
/// Before the name of what was put off.
const SNOOZE: &str = "snooze/";
/// Before the name of what was noted.
const NOTED: &str = "noted/";
/// Something that is switched off.
const OFF: &str = "off";

/// The hours in which nothing rings: from the first minute of the day to before the second, over midnight where that is
/// earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// First minute, 0..=1439.
    pub from: u16,
    /// The minute that is no longer quiet, 0..=1439.
    pub to: u16,
}

/// What reminds a person, by which it is put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReminderKey {
    /// A task: due, late, or to be recorded.
    Task(TaskId),
    /// A customer's rhythm.
    Rhythm(AccountId),
    /// An occasion of a customer.
    Care(AccountId),
    /// Changes of colleagues at a customer, up to the newest: a newer one reminds again.
    News(AccountId, Instant),
    /// The monthly review of grades.
    Grades,
}

impl Display for ReminderKey {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Task(task) => write!(f, "task/{task}"),
            Self::Rhythm(account) => write!(f, "rhythm/{account}"),
            Self::Care(account) => write!(f, "care/{account}"),
            Self::News(account, at) => write!(f, "news/{account}/{}", at.0),
            Self::Grades => f.write_str("grades"),
        }
    }
}

/// A person's settings.
///
/// # Source
/// Spec 7.11: snooze and quiet hours for reminders; a digest instead of many notifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// When nothing rings; nothing for never.
    pub quiet: Option<QuietHours>,
    /// The minute of the day of the digest (今日摘要); nothing for a notification for each thing.
    pub digest: Option<u16>,
    /// The language of what is sent to the person, as `zh-CN`; empty where they chose none.
    pub language: String,
    /// Until when each reminder is put off, by the text of its key.
    pub snoozed: Map<String, Instant>,
    /// What colleagues changed at each customer that the person has noted, the last of each kind.
    pub noted: Map<AccountId, Vec<Change>>,
}

impl Default for Settings {
    fn default() -> Self {
        let quiet = Some(QuietHours { from: 21 * 60, to: 8 * 60 });
        Self { quiet, digest: Some(8 * 60 + 30), language: String::new(), snoozed: Map::new(), noted: Map::new() }
    }
}

impl Settings {
    /// Key of [`Self::quiet`] in the document.
    pub const QUIET: &str = "quiet";
    /// Key of [`Self::digest`].
    pub const DIGEST: &str = "digest";
    /// Key of [`Self::language`].
    pub const LANGUAGE: &str = "language";

    /// Reads what stands in the document; what cannot be read is as if it had never been set.
    pub fn of(stored: &Map<String, String>) -> Self {
        let usual = Self::default();
        let text = |key: &str| stored.get(key).map(String::as_str).filter(|text| !text.is_empty());
        let quiet = text(Self::QUIET).map_or(usual.quiet, |text| switched(text, quiet_of, usual.quiet));
        let digest = text(Self::DIGEST).map_or(usual.digest, |text| switched(text, minute_of, usual.digest));
        let snoozed = stored
            .iter()
            .filter_map(|(key, until)| Some((key.strip_prefix(SNOOZE)?.to_owned(), Instant(until.parse().ok()?))));
        let mut noted: Map<AccountId, Vec<Change>> = Map::new();
        for (account, change) in stored.iter().filter_map(|(key, text)| noted_of(key.strip_prefix(NOTED)?, text)) {
            noted.entry(account).or_default().push(change);
        }
        let language = text(Self::LANGUAGE).unwrap_or_default().to_owned();
        Self { quiet, digest, language, snoozed: snoozed.collect(), noted }
    }

    /// Returns the key in the document under which a reminder is put off.
    pub fn snooze_key(key: ReminderKey) -> String {
        format!("{SNOOZE}{key}")
    }

    /// Returns the key in the document under which a change of a customer is noted.
    pub fn noted_key(account: AccountId, change: &Change) -> String {
        format!("{NOTED}{account}/{}", change.kind.key())
    }

    /// Returns how a noted change is stored: when, and who.
    pub fn noted_text(change: &Change) -> String {
        format!("{} {}", change.at.0, change.by.map(|by| by.to_string()).unwrap_or_default())
    }

    /// Returns how [`Self::quiet`] is stored.
    pub fn quiet_text(quiet: Option<QuietHours>) -> String {
        quiet.map_or_else(|| OFF.to_owned(), |QuietHours { from, to }| format!("{from}-{to}"))
    }

    /// Returns how [`Self::digest`] is stored.
    pub fn digest_text(digest: Option<u16>) -> String {
        digest.map_or_else(|| OFF.to_owned(), |minute| minute.to_string())
    }

    /// Returns until when a reminder is put off; nothing when it is not, or was.
    pub fn snoozed_until(&self, key: ReminderKey, now: Instant) -> Option<Instant> {
        if self.snoozed.is_empty() {
            return None;
        }
        self.snoozed.get(&key.to_string()).copied().filter(|until| *until > now)
    }
}

/// Reads something that may be switched off.
fn switched<T>(text: &str, read: impl FnOnce(&str) -> Option<T>, usual: Option<T>) -> Option<T> {
    if text == OFF { None } else { read(text).or(usual) }
}

fn quiet_of(text: &str) -> Option<QuietHours> {
    let (from, to) = text.split_once('-')?;
    Some(QuietHours { from: minute_of(from)?, to: minute_of(to)? })
}

fn noted_of(name: &str, text: &str) -> Option<(AccountId, Change)> {
    let (account, kind) = name.split_once('/')?;
    let (at, by) = text.split_once(' ')?;
    let kind = Important::ALL.into_iter().find(|known| known.key() == kind)?;
    let change = Change { kind, at: Instant(at.parse().ok()?), by: by.parse().ok() };
    Some((account.parse().ok()?, change))
}

fn minute_of(text: &str) -> Option<u16> {
    text.parse().ok().filter(|minute| *minute < DAY_MIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{Id, UserId};

    fn read(stored: &[(&str, &str)]) -> Settings {
        Settings::of(&stored.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn what_is_written_reads_back_and_what_is_no_setting_is_as_if_never_set() {
        let usual = Settings::default();
        for quiet in [None, Some(QuietHours { from: 0, to: 1439 }), usual.quiet] {
            assert_eq!(read(&[("quiet", &Settings::quiet_text(quiet))]).quiet, quiet);
        }
        for digest in [None, Some(0), Some(1439)] {
            assert_eq!(read(&[("digest", &Settings::digest_text(digest))]).digest, digest);
        }
        for text in ["", "x", "-", "1440-480", "480-1440", "480", "-1-5", "99999999999-1"] {
            assert_eq!(read(&[("quiet", text)]).quiet, usual.quiet, "{text}");
        }
        for text in ["", "x", "1440", "-1", "8:30"] {
            assert_eq!(read(&[("digest", text)]).digest, usual.digest, "{text}");
        }
        assert_eq!(read(&[("from_the_future", "1"), ("snooze/grades", "soon")]), usual);
        assert_eq!(read(&[("language", "en")]).language, "en");
    }

    #[test]
    fn what_was_noted_is_noted_as_it_was_one_of_each_kind() {
        let account = AccountId(Id::from_bytes([1; 10]));
        let by = |number| Some(UserId(Id::from_bytes([number; 10])));
        let changes = [
            Change { kind: Important::Company, at: Instant(-5), by: None },
            Change { kind: Important::Need, at: Instant(7), by: by(2) },
        ];
        let stored = changes.map(|change| (Settings::noted_key(account, &change), Settings::noted_text(&change)));
        let mut stored: Map<String, String> = stored.into();
        for (key, text) in [("noted/", "1 "), ("noted/x/need", "1 "), ("noted/0000000000000000/from_the_future", "1 ")]
        {
            stored.insert(key.to_owned(), text.to_owned());
        }
        stored.insert(
            Settings::noted_key(account, &Change { kind: Important::Contact, ..changes[0] }),
            "soon".to_owned(),
        );
        assert_eq!(Settings::of(&stored).noted, [(account, changes.to_vec())].into());
    }

    #[test]
    fn a_reminder_is_put_off_until_its_moment_and_news_until_there_is_more() {
        let account = AccountId(Id::from_bytes([1; 10]));
        let key = ReminderKey::News(account, Instant(5));
        let settings = read(&[(&Settings::snooze_key(key), "1000")]);
        assert_eq!(settings.snoozed_until(key, Instant(999)), Some(Instant(1_000)));
        assert_eq!(settings.snoozed_until(key, Instant(1_000)), None);
        assert_eq!(settings.snoozed_until(ReminderKey::News(account, Instant(6)), Instant(1)), None);
        assert_eq!(Settings::default().snoozed_until(key, Instant(0)), None);
    }
}
