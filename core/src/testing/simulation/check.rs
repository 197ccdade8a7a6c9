//! What must hold at the end of a day.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use super::Report;
use super::day::{Day, Made, Trace};
use crate::document::Document;
use crate::model::{Account, Contribution, ReminderKey, Role, Settings};
use crate::session::{Availability, Notice, OutboxItem};
use crate::summary::{RowAudience, SummaryRow};
use crate::sync::store::{Level, StoreRead};
use crate::sync::wire::Heads;
use crate::testing::memory_store::MemoryStore;
use crate::testing::network::Device;
use crate::values::{ContactId, ContributionId, DocumentId, DocumentKind, Map, UserId};

/// Checks everything.
///
/// # Panics
/// When something does not hold, naming the seed.
#[expect(clippy::panic, reason = "a test's verdict")]
pub fn check(day: &mut Day) -> Report {
    let seed = day.seed;
    let contents = contents(day);
    let result = check_devices(day, &contents).and_then(|()| check_edits(day, &contents));
    result.unwrap_or_else(|wrong| panic!("SEED={seed} ({} restores): {wrong}", day.restored))
}

fn check_devices(day: &Day, contents: &Contents) -> Result<(), String> {
    let store = day.network.server.hub.store();
    let mut loaded = Loaded::new();
    for (number, device) in day.network.devices.iter().enumerate() {
        if device.notices.contains(&Notice::Repairing) && !day.damaged.contains(&number) && day.restored == 0 {
            return Err(format!("device {number}: something had to be repaired"));
        }
        check_device(store, device, day, contents, &mut loaded).map_err(|wrong| format!("device {number}: {wrong}"))?;
    }
    Ok(())
}

/// A phone holds exactly what its user may see, as the server has it.
fn check_device(
    store: &MemoryStore,
    device: &Device,
    day: &Day,
    contents: &Contents,
    loaded: &mut Loaded,
) -> Result<(), String> {
    let caller = device.caller();
    if !device.store.outbox.is_empty() {
        return Err("edits wait although everyone is online".to_owned());
    }
    let (mut full, mut rows) = (BTreeSet::new(), BTreeMap::new());
    for facts in store.documents(None, usize::MAX).map_err(|error| error.to_string())? {
        let access = store.access(caller.user, facts.doc).map_err(|error| error.to_string())?;
        let level = expected_level(day, contents, caller.user, facts.doc)?;
        if access.map_or(Level::Gone, |access| access.level) != level {
            return Err(format!("{:?}: expected to be seen as {level:?}, but is {access:?}", facts.doc));
        }
        let pinned = store.pin(caller.device, facts.doc).ok().flatten().is_some_and(|pin| pin.wanted);
        if level == Level::Full || (level == Level::Row && pinned) {
            full.insert(facts.doc);
            let record = device.store.documents.get(&facts.doc).filter(|record| record.full);
            let record = record.ok_or_else(|| format!("{:?} is missing", facts.doc))?;
            if record.heads != facts.heads || record.acked != facts.heads {
                let (heads, acked) = (&record.heads, &record.acked);
                return Err(format!("{:?}: heads {heads:?}, acked {acked:?}, server {:?}", facts.doc, facts.heads));
            }
            check_chunks(device, facts.doc, loaded)?;
        }
        if let (Some(account), DocumentKind::Account, true) =
            (facts.doc.account_id(), facts.doc.kind, level != Level::Gone)
        {
            let audience = match level {
                Level::Named => RowAudience::Named,
                Level::Row => RowAudience::Manager,
                Level::Gone | Level::Full => RowAudience::Owner,
            };
            let row = store.row(account, audience).map_err(|error| error.to_string())?;
            rows.insert(facts.doc, row.map(|row| row.bytes));
        }
    }
    for record in device.store.documents.values() {
        if record.full && !full.contains(&record.doc) {
            return Err(format!("{:?} is kept although it is not visible", record.doc));
        }
        let (row, expected) = (record.row.as_ref().map(|row| row.to_vec()), rows.remove(&record.doc).flatten());
        if row != expected {
            let read = |bytes: Option<Vec<u8>>| bytes.and_then(|bytes| SummaryRow::from_bytes(&bytes).ok());
            let (row, expected) = (read(row), read(expected));
            return Err(format!("{:?}: the row is {row:?}, the server's {expected:?}", record.doc));
        }
    }
    if let Some(doc) = rows.keys().next() {
        return Err(format!("{doc:?}: the row is missing"));
    }
    let orphan = device.store.chunks.keys().find(|doc| !full.contains(doc));
    orphan.map_or(Ok(()), |doc| Err(format!("{doc:?}: chunks are kept although it is not visible")))
}

/// Who must see what, in the simplest words: everybody the workspace, the owner a customer with its numbers, the reps
/// of a region what is in its pool without them, the one manager everybody's customers. Customer service the rows of
/// customers, marketing all names; each what it adds to, as do those who see the customer. The owner is read from the
/// document itself.
fn expected_level(day: &Day, contents: &Contents, user: UserId, doc: DocumentId) -> Result<Level, String> {
    let Some(account) = doc.account_id() else {
        let own = doc.kind == DocumentKind::Workspace || doc.id == user.0;
        return Ok(if own { Level::Full } else { Level::Gone });
    };
    // Lost with all phones that had it, while its other documents were not.
    let store = day.network.server.hub.store();
    if doc.is_beside_account() && store.document(DocumentId::account(account)) == Ok(None) {
        return Ok(Level::Gone);
    }
    let (customer, ..) =
        contents.get(&DocumentId::account(account)).ok_or_else(|| format!("{doc:?}: its customer cannot be read"))?;
    let role = |role| day.members.iter().any(|member| member.id == user && member.role == role);
    let owned = customer.owner.is_some();
    let claimed = customer.owner.is_some_and(|owner| !owner.is_pool());
    let covers = |owner: UserId| {
        let me = day.members.iter().find(|member| member.id == user);
        me.is_some_and(|me| me.regions.iter().any(|region| UserId::pool(region.as_str()) == owner))
    };
    Ok(match doc.kind {
        _ if customer.owner == Some(user) => Level::Full,
        DocumentKind::Private | DocumentKind::Cards => Level::Gone,
        _ if customer.owner.is_some_and(covers) => Level::Full,
        DocumentKind::Account if role(Role::Manager) && owned => Level::Row,
        _ if role(Role::Manager) && owned => Level::Full,
        DocumentKind::Account if role(Role::Service) && claimed => Level::Row,
        DocumentKind::Service if role(Role::Service) && claimed => Level::Full,
        DocumentKind::Account if role(Role::Marketing) && owned => Level::Named,
        DocumentKind::Campaign if role(Role::Marketing) && owned => Level::Full,
        _ => Level::Gone,
    })
}

/// The heads that chunks make: most phones hold the same ones.
type Loaded = BTreeMap<(DocumentId, Vec<Vec<u8>>), Heads>;

/// The chunks on disk make what the record says.
fn check_chunks(device: &Device, doc: DocumentId, loaded: &mut Loaded) -> Result<(), String> {
    let expected = device.store.documents.get(&doc).map(|record| record.heads.clone()).unwrap_or_default();
    let made = match loaded.entry((doc, device.store.chunks(doc))) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(new) => {
            let document = Document::load(doc, [0; 16], &new.key().1).map_err(|error| error.to_string())?;
            new.insert(document.heads())
        }
    };
    if *made == expected { Ok(()) } else { Err(format!("{doc:?}: chunks make {made:?}")) }
}

/// Every edit shown as saved is on the server or among the held ones of its author.
fn check_edits(day: &Day, contents: &Contents) -> Result<Report, String> {
    let mut report =
        Report { refused: day.refused, restored: day.restored, reviewed: day.reviewed, ..Report::default() };
    for made in &day.made {
        report.commands += 1;
        report.saved += u32::from(made.saved);
        let there = contents.get(&made.doc()).is_some_and(|content| is_there(content, made));
        let held = is_held(day, made);
        report.held += u32::from(held);
        if made.saved && !made.open && !there && !held {
            return Err(format!("an edit is lost: {made:?}"));
        }
    }
    for device in &day.network.devices {
        let gone = device.notices.iter().map(|notice| if let Notice::Gone(gone) = notice { gone.len() } else { 0 });
        report.gone += gone.sum::<usize>() as u32;
    }
    Ok(report)
}

/// What a document says: of a customer, of what was added, of business cards, of a person's settings.
type Content = (Account, Map<ContributionId, Contribution>, Map<ContactId, Vec<u8>>, Settings);

/// What the server's documents say, but the workspace's, in which nobody edits; without those that cannot be read.
type Contents = BTreeMap<DocumentId, Content>;

fn contents(day: &Day) -> Contents {
    let all = day.network.server.hub.store().documents(None, usize::MAX).unwrap_or_default();
    let docs = all.into_iter().map(|facts| facts.doc).filter(|doc| doc.kind != DocumentKind::Workspace);
    docs.filter_map(|doc| Some((doc, content_of(day, doc)?))).collect()
}

fn content_of(day: &Day, doc: DocumentId) -> Option<Content> {
    let content = day.network.server.hub.store().content(doc).ok()?;
    read(doc, &content.snapshot.into_iter().chain(content.tail).collect::<Vec<_>>())
}

fn read(doc: DocumentId, chunks: &[Vec<u8>]) -> Option<Content> {
    let document = Document::load(doc, [0; 16], chunks).ok().filter(|_| !chunks.is_empty())?;
    let settings = || Settings::of(&document.member().0);
    let read = || (document.account().0, document.contributions().0, document.cards().0, settings());
    document.missing().is_empty().then(read)
}

/// Tells whether the server, a phone's document or its author's held edits have an edit. A phone that lets the customer
/// go has it no more, though its store is still at it or edits of it wait: only these it will bring.
pub(super) fn is_on_some_phone(day: &Day, made: &Made) -> bool {
    let doc = made.doc();
    let phones = day.network.devices.iter().enumerate().filter(|(number, _)| !day.damaged.contains(number));
    let leaves = |device: &Device| {
        let leaving = device.store.documents.get(&doc).is_some_and(|record| record.leaving.is_some());
        leaving || device.session.is_told_gone(doc)
    };
    let waits = |device: &Device| made.changes.iter().any(|hash| device.keeps_waiting(*hash));
    let keeps = |device: &&Device| {
        let here = match doc.kind {
            DocumentKind::Account => !matches!(device.session.account(made.account), Availability::NotHere),
            _ => device.store.documents.get(&doc).is_some_and(|record| record.full),
        };
        here && !leaves(device) || waits(device)
    };
    let keeping = phones.map(|(_, device)| device).filter(keeps);
    let mut copies = keeping.filter_map(|device| read(doc, &device.store.chunks(doc)));
    let there = |content: &Content| is_there(content, made);
    is_held(day, made) || content_of(day, doc).is_some_and(|content| there(&content)) || copies.any(|copy| there(&copy))
}

fn is_there((account, added, cards, settings): &Content, made: &Made) -> bool {
    match &made.trace {
        Trace::Tag(tag) => account.profile.tags.contains(tag),
        Trace::Contact(id) => account.contacts.contains_key(id),
        Trace::Task(id) => account.tasks.contains_key(id),
        Trace::Visit(id) => account.visits.contains_key(id),
        Trace::Opportunity(id) => account.opportunities.contains_key(id),
        Trace::Request(id) => account.requests.contains_key(id),
        Trace::Contribution(id, _) => added.contains_key(id),
        Trace::Card(id) => cards.contains_key(id),
        Trace::PutOff(_) => settings.snoozed.contains_key(&ReminderKey::Rhythm(made.account).to_string()),
    }
}

fn is_held(day: &Day, made: &Made) -> bool {
    let trace = match &made.trace {
        Trace::Tag(tag) => minicbor::to_vec(tag),
        Trace::Contact(id) => minicbor::to_vec(id),
        Trace::Task(id) => minicbor::to_vec(id),
        Trace::Visit(id) => minicbor::to_vec(id),
        Trace::Opportunity(id) => minicbor::to_vec(id),
        Trace::Request(id) => minicbor::to_vec(id),
        Trace::Contribution(id, _) => minicbor::to_vec(id),
        Trace::Card(id) => minicbor::to_vec(id),
        Trace::PutOff(_) => minicbor::to_vec(made.account),
    };
    let Ok(trace) = trace else { return false };
    let names_it = |command: &[u8]| command.windows(trace.len()).any(|part| part == trace);
    // Written again it is another change; sent again to a restored server it has no command any more.
    let is_it = |item: &OutboxItem| made.changes.contains(&item.hash) || names_it(&item.command);
    let device = day.network.devices.get(made.device);
    device.is_some_and(|device| device.held_for_good().any(|held| is_it(&held.item)))
}
