//! The rig's customers and notes as commands: a customer in eleven changes, one that creates it and one for each note.
//! What has no field of ours stands in the customer's note, so that as much is stored as the others store.

use anyhow::{Context, Result};
use fieldnote_core::command::{AccountEdit, Command, NewContact, NewTask, NewVisit, TextEdit};
use fieldnote_core::rules::mobile_number::find_in_text;
use fieldnote_core::values::{AccountId, Code, ContactId, Day, TaskId, VisitId};
use fieldnote_tests::client::{SmallRandom, now};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Scalars that have a field of ours.
const PLACED: [&str; 8] = ["name", "code", "website", "industry", "city", "source", "nextStep", "remark"];
/// What the time of sending stands behind in a note of the live load.
const SENT: &str = "sent at ";

/// The rig's workload, as far as it is needed here.
#[derive(Debug, Deserialize)]
pub(super) struct Workload {
    pub(super) docs: Vec<Customer>,
    pub(super) live: Live,
}

#[derive(Debug, Deserialize)]
pub(super) struct Customer {
    base: Base,
    pub(super) notes: Vec<Note>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Live {
    pub(super) notes: Vec<Note>,
}

#[derive(Debug, Deserialize)]
struct Base {
    contacts: Vec<Map<String, Value>>,
    tasks: Vec<Map<String, Value>>,
    #[serde(flatten)]
    scalars: Map<String, Value>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Note {
    kind: String,
    body: String,
    next: String,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

fn text(of: &Map<String, Value>, key: &str) -> String {
    match of.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    }
}

/// Returns all values but some, each behind its name. No text takes a mobile number.
fn line(of: &Map<String, Value>, but: &[&str]) -> String {
    let rest = of.keys().filter(|key| !but.contains(&key.as_str()));
    let permitted = |key: &String| {
        let value = text(of, key);
        find_in_text(&value).map_or(value, |mobile| office(&mobile))
    };
    rest.map(|key| format!("{key} {}", permitted(key))).collect::<Vec<_>>().join("; ")
}

/// Makes an office's number of a mobile one, which may not be recorded.
fn office(mobile: &str) -> String {
    format!("010-{}", mobile.get(mobile.len().saturating_sub(8)..).unwrap_or_default())
}

fn day(text: &str) -> Option<Day> {
    text.parse().ok()
}

impl Customer {
    /// Returns the command that creates the customer.
    pub(super) fn create(&self, account: AccountId, random: &mut SmallRandom) -> Command {
        let base = &self.base.scalars;
        let fill = |key| TextEdit { base: String::new(), text: text(base, key) };
        let rest = format!("{}\n{}", text(base, "remark"), line(base, &PLACED));
        let edits = vec![
            AccountEdit::Name(text(base, "name")),
            AccountEdit::Number(text(base, "code")),
            AccountEdit::Website(text(base, "website")),
            AccountEdit::Industry(Code::new(text(base, "industry"))),
            AccountEdit::Region(Code::new(text(base, "city"))),
            AccountEdit::SourceChannel(Code::new(text(base, "source"))),
            AccountEdit::CoreNeed(fill("nextStep")),
            AccountEdit::Note(TextEdit { base: String::new(), text: rest }),
        ];
        let contact = |contact: &Map<String, Value>| NewContact {
            name: text(contact, "name"),
            position: text(contact, "title"),
            email: text(contact, "email"),
            personality: text(contact, "remark"),
            office_phone: office(&text(contact, "phone")),
            other_channel: line(contact, &["id", "name", "title", "email", "remark", "phone"]),
            ..NewContact::default()
        };
        let contacts = self.base.contacts.iter().map(|new| (ContactId::random(random), contact(new))).collect();
        Command::CreateAccount { account, edits, contacts }
    }

    /// Returns the commands that record the notes; the first brings the tasks.
    pub(super) fn records(&self, account: AccountId, random: &mut SmallRandom) -> Vec<Command> {
        let task = |task: &Map<String, Value>| NewTask {
            title: text(task, "title"),
            responsible_name: text(task, "assignee"),
            due: day(&text(task, "due")),
            standard: line(task, &["id", "title", "due", "assignee"]),
            ..NewTask::default()
        };
        let mut todos: Vec<_> = self.base.tasks.iter().map(|new| (TaskId::random(random), task(new))).collect();
        let record = |note: &Note| {
            let new = NewVisit { todos: std::mem::take(&mut todos), ..note.visit() };
            Command::RecordVisit { account, visit: VisitId::random(random), new: Box::new(new) }
        };
        self.notes.iter().map(record).collect()
    }
}

impl Note {
    fn visit(&self) -> NewVisit {
        NewVisit {
            ended_at: Some(now()),
            channel: Code::new(&self.kind),
            topic: text(&self.rest, "author"),
            summary: self.body.clone(),
            feedback: self.next.clone(),
            needs: line(&self.rest, &["author"]),
            ..NewVisit::default()
        }
    }

    /// Returns the command that records the note.
    pub(super) fn record(&self, account: AccountId, random: &mut SmallRandom) -> Command {
        Command::RecordVisit { account, visit: VisitId::random(random), new: Box::new(self.visit()) }
    }

    /// Returns the command that records it with the time of sending, milliseconds.
    pub(super) fn record_sent(&self, account: AccountId, random: &mut SmallRandom, at: f64) -> Command {
        let new = NewVisit { topic: format!("{SENT}{at:.3};"), ..self.visit() };
        Command::RecordVisit { account, visit: VisitId::random(random), new: Box::new(new) }
    }
}

/// Returns the time of sending that a change holds.
pub(super) fn sent_at(change: &[u8]) -> Option<f64> {
    let from = change.windows(SENT.len()).position(|window| window == SENT.as_bytes())? + SENT.len();
    let rest = change.get(from..)?;
    let end = rest.iter().position(|byte| *byte == b';')?;
    std::str::from_utf8(rest.get(..end)?).ok()?.parse().ok()
}

/// Reads the rig's workload.
pub(super) fn read(file: &std::path::Path) -> Result<Workload> {
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// Returns the rig's clock, milliseconds.
pub(super) fn clock() -> f64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    since.as_secs_f64() * 1e3
}
