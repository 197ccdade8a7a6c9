//! What a feed says: an entry for each thing with a day, when it rings, and the digest of each day.

use fieldnote_core::model::{ReminderKey, Settings, TaskKind};
use fieldnote_core::projection::CalendarEntry;
use fieldnote_core::rules::quiet_hours::{after, ring};
use fieldnote_core::values::{Day, Instant, UserId};
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property};

/// Minutes that a planned contact takes in the calendar.
const CONTACT_MIN: i64 = 60;
/// Minutes that a to-do with a time takes: an entry must end after it begins.
const TODO_MIN: i64 = 15;
/// Minutes before a contact at which the calendar rings.
const RING_BEFORE_MIN: i64 = 30;
/// Minute of the day at which it rings for what has no time.
const RING_AT_MIN: i64 = 9 * 60;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// Days for which there is a digest: a calendar that was last asked a week ago still has today's.
const DIGEST_DAYS: i64 = 7;

/// Whose feed it is, as what they have set for themselves wants it, and when.
pub(super) struct Feed<'a> {
    pub(super) whose: UserId,
    pub(super) settings: &'a Settings,
    pub(super) zone_minutes: i32,
    pub(super) now: Instant,
}

impl Feed<'_> {
    /// Writes the feed.
    pub(super) fn write(&self, entries: &[CalendarEntry]) -> String {
        let mut feed = Calendar::new();
        feed.name("Fieldnote");
        // Calendars ask again by themselves; twice an hour follows a day of changes.
        feed.append_property(Property::new("REFRESH-INTERVAL", "PT30M").add_parameter("VALUE", "DURATION").done());
        feed.append_property(Property::new("X-PUBLISHED-TTL", "PT30M"));
        for entry in entries {
            feed.push(self.event(entry));
        }
        if let Some(minute) = self.settings.digest {
            let today = self.now.day(self.zone_minutes);
            for day in (0..DIGEST_DAYS).map(|days| today.plus_days(days)) {
                let of_day: Vec<_> = entries.iter().filter(|entry| entry.day == day).collect();
                if !of_day.is_empty() {
                    feed.push(self.digest(day, minute, &of_day));
                }
            }
        }
        feed.to_string()
    }

    fn event(&self, entry: &CalendarEntry) -> Event {
        let mut event = Event::new();
        // Stable: a postponed task moves in the calendar, it is no second one.
        event.uid(&format!("{}@fieldnote", entry.task));
        event.add_property("DTSTAMP", utc(self.now));
        event.summary(&title_of(entry));
        if !entry.contact.is_empty() {
            event.description(&entry.contact);
        }
        let start = Instant::at(entry.day, entry.minute.unwrap_or_default(), self.zone_minutes);
        if entry.minute.is_some() {
            let minutes = if entry.kind == TaskKind::Contact { CONTACT_MIN } else { TODO_MIN };
            event.add_property("DTSTART", utc(start));
            event.add_property("DTEND", utc(start.plus_ms(minutes * MINUTE_MS)));
        } else {
            event.append_property(date("DTSTART", entry.day));
            event.append_property(date("DTEND", entry.day.plus_days(1)));
        }
        if let Some(at) = self.rings_at(entry, start) {
            // Relative to the beginning, as all calendars understand it.
            let mut alarm = Alarm::display(&entry.customer, chrono::Duration::milliseconds(at.ms_since(start)));
            alarm.uid(&format!("{}-alarm@fieldnote", entry.task));
            event.alarm(alarm);
        }
        event
    }

    /// Returns when an entry rings, around the quiet hours; nothing for what the digest tells. One that was put off
    /// rings when that ends.
    fn rings_at(&self, entry: &CalendarEntry, start: Instant) -> Option<Instant> {
        let Settings { quiet, digest, .. } = *self.settings;
        if let Some(until) = self.settings.snoozed_until(ReminderKey::Task(entry.task), self.now) {
            return Some(until);
        }
        let (timed, contact) = (entry.minute.is_some(), entry.kind == TaskKind::Contact);
        if digest.is_some() && !(timed && contact) {
            return None;
        }
        // What has the whole day may ring at any time of it.
        let (minutes, last) = match timed {
            true => (-RING_BEFORE_MIN, start),
            false => (RING_AT_MIN, start.plus_ms(DAY_MS)),
        };
        Some(ring(quiet, start.plus_ms(minutes * MINUTE_MS), last, self.zone_minutes))
    }

    /// One entry that tells a whole day, instead of an alarm for each thing in it.
    fn digest(&self, day: Day, minute: u16, entries: &[&CalendarEntry]) -> Event {
        let contacts = entries.iter().filter(|entry| entry.kind == TaskKind::Contact).count();
        let todos = entries.len() - contacts;
        let title = match self.settings.language.as_str() {
            "en" => format!("Today: {contacts} contacts, {todos} to-dos"),
            _ => format!("今日：{contacts} 次联系，{todos} 项待办"),
        };
        let line = |entry: &&CalendarEntry| {
            let time = entry.minute.map(|minute| format!("{:02}:{:02} ", minute / 60, minute % 60)).unwrap_or_default();
            time + &title_of(entry)
        };
        let at = Instant::at(day, minute, self.zone_minutes);
        let start = after(self.settings.quiet, at, self.zone_minutes);
        let mut event = Event::new();
        event.uid(&format!("digest-{day}-{}@fieldnote", self.whose));
        event.add_property("DTSTAMP", utc(self.now));
        event.summary(&title);
        event.description(&entries.iter().map(line).collect::<Vec<_>>().join("\n"));
        event.add_property("DTSTART", utc(start));
        event.add_property("DTEND", utc(start.plus_ms(TODO_MIN * MINUTE_MS)));
        // It takes none of the person's time.
        event.add_property("TRANSP", "TRANSPARENT");
        let mut alarm = Alarm::display(&title, chrono::Duration::zero());
        alarm.uid(&format!("digest-{day}-{}-alarm@fieldnote", self.whose));
        event.alarm(alarm);
        event
    }
}

fn title_of(entry: &CalendarEntry) -> String {
    let parts = [entry.customer.as_str(), entry.title.trim()].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

fn date(name: &str, day: Day) -> Property {
    Property::new(name, day.to_string().replace('-', "")).add_parameter("VALUE", "DATE").done()
}

/// Returns an instant as RFC 5545 writes it in UTC.
fn utc(at: Instant) -> String {
    let (day, minute) = (at.day(0), at.minute_of_day(0));
    let second = at.0.rem_euclid(60_000) / 1_000;
    format!("{}T{:02}{:02}{second:02}Z", day.to_string().replace('-', ""), minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use fieldnote_core::values::TaskId;

    use super::*;

    fn write(entries: &[CalendarEntry], settings: &Settings, now: Instant) -> String {
        Feed { whose: UserId::default(), settings, zone_minutes: 480, now }.write(entries)
    }

    #[test]
    fn an_entry_has_a_stable_name_a_time_and_an_alarm() {
        let day = "2026-11-24".parse().unwrap();
        let entry = CalendarEntry {
            task: TaskId::default(),
            kind: TaskKind::Contact,
            customer: "科技有限公司".into(),
            title: "确认报价; 付款, 交期".into(),
            contact: "张总".into(),
            day,
            minute: Some(7 * 60 + 30),
        };
        let all_day = CalendarEntry { minute: None, kind: TaskKind::Todo, contact: String::new(), ..entry.clone() };
        let each = Settings { digest: None, quiet: None, ..Settings::default() };
        let text = write(&[entry, all_day], &each, Instant::at(day, 0, 0));
        let lines: Vec<&str> = text.lines().collect();
        for expected in [
            "UID:0000000000000000@fieldnote",
            "DTSTAMP:20261124T000000Z",
            // Half past seven in China is the evening before in UTC.
            "DTSTART:20261123T233000Z",
            "DTEND:20261124T003000Z",
            "DTSTART;VALUE=DATE:20261124",
            "DTEND;VALUE=DATE:20261125",
            "SUMMARY:科技有限公司 · 确认报价\\; 付款\\, 交期",
            "DESCRIPTION:张总",
            "TRIGGER:-PT1800S",
            "TRIGGER:PT32400S",
            "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
        ] {
            assert!(lines.contains(&expected), "{expected} in {text}");
        }
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 2);
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    }

    /// The beginning of each alarm's trigger, in seconds after the entry begins, by the name of its entry.
    fn alarms(text: &str) -> Vec<(String, String)> {
        let mut last = String::new();
        let mut found = Vec::new();
        for line in text.lines() {
            if let Some(uid) = line.strip_prefix("UID:").filter(|uid| !uid.contains("-alarm@")) {
                last = uid.trim_end_matches("@fieldnote").to_owned();
            }
            found.extend(line.strip_prefix("TRIGGER:").map(|trigger| (last.clone(), trigger.to_owned())));
        }
        found
    }

    #[test]
    fn alarms_keep_quiet_hours_and_one_digest_stands_for_what_has_no_time() {
        let day: Day = "2026-11-24".parse().unwrap();
        let now = Instant::at(day, 0, 480);
        let entry = |number: u8, kind, minute| CalendarEntry {
            task: TaskId(fieldnote_core::values::Id::from_bytes([number; 10])),
            kind,
            customer: "科技".into(),
            title: format!("事{number}"),
            contact: String::new(),
            day,
            minute,
        };
        let entries = [
            entry(1, TaskKind::Contact, Some(8 * 60 + 15)),
            entry(2, TaskKind::Contact, Some(600)),
            entry(3, TaskKind::Todo, Some(660)),
            entry(4, TaskKind::Todo, None),
        ];
        let name = |number: usize| entries[number - 1].task.to_string();
        let digest = |text: &str| format!("digest-{text}");
        let usual = Settings::default();
        let text = write(&entries, &usual, now);
        // A quarter past eight would ring at a quarter to, which is quiet.
        let expected = [
            (name(1), "-PT900S".to_owned()),
            (name(2), "-PT1800S".to_owned()),
            (digest("2026-11-24-0000000000000000"), "P0D".to_owned()),
        ];
        assert_eq!(alarms(&text), expected, "{text}");
        for expected in ["SUMMARY:今日：2 次联系，2 项待办", "DTSTART:20261124T003000Z", "TRANSP:TRANSPARENT"]
        {
            assert!(text.lines().any(|line| line == expected), "{expected} in {text}");
        }
        assert!(text.replace("\r\n ", "").contains("08:15 科技 · 事1\\n10:00 科技 · 事2"), "{text}");
        let each = Settings { digest: None, ..usual.clone() };
        let each = alarms(&write(&entries, &each, now));
        let expected =
            [(1, "-PT900S"), (2, "-PT1800S"), (3, "-PT1800S"), (4, "PT32400S")].map(|(n, at)| (name(n), at.to_owned()));
        assert_eq!(each, expected);
        // What was put off rings when that ends, also where a digest tells it.
        let until = Instant::at(day, 780, 480);
        let key = ReminderKey::Task(entries[3].task).to_string();
        let put_off = Settings { snoozed: [(key, until)].into(), language: "en".into(), ..usual };
        let text = write(&entries, &put_off, now);
        assert!(alarms(&text).contains(&(name(4), "PT46800S".to_owned())), "{text}");
        assert!(text.contains("SUMMARY:Today: 2 contacts\\, 2 to-dos"), "{text}");
        // Of last month's there is no digest, and a day without anything has none.
        assert_eq!(alarms(&write(&entries, &Settings::default(), now.plus_ms(DAY_MS))).len(), 2);
    }
}
