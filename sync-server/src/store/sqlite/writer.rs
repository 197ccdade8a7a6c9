//! Core's [`Store`] for the hub: reads and commits on the writing connection.

use std::sync::Arc;

use fieldnote_core::model::Directory;
use fieldnote_core::summary::RowAudience;
use fieldnote_core::sync::audit::AuditLine;
use fieldnote_core::sync::store::{
    Access, Commit, Committed, DocumentContent, DocumentFacts, HeldEntry, LogEntry, LogLine, News, Pin, Position,
    Store, StoreError, StoreRead, StoredRow,
};
use fieldnote_core::sync::wire::{ChangeHash, HeldReason, MemberSync, Review};
use fieldnote_core::values::{AccountId, DeviceId, DocumentId, UserId};
use rusqlite::{Result, Transaction, params};

use super::columns::{Numbered, heads_bytes, packed, signed, store_error, users_bytes};
use super::{Database, LogView};

/// Bytes of a dictionary: two customers. Each chunk's deflating and inflating begins by reading it.
const DICTIONARY_BYTES: usize = 16 * 1024;

/// The hub's store. Only one hub writes the log, so what it reads between two commits is of one moment.
#[derive(Debug, Clone)]
pub(crate) struct SqliteStore(pub(crate) Arc<Database>);

macro_rules! read_on_the_writer {
    ($(fn $name:ident(&self $(, $argument:ident: $type:ty)*) -> $answer:ty;)*) => {
        impl StoreRead for SqliteStore {
            $(fn $name(&self $(, $argument: $type)*) -> Result<$answer, StoreError> {
                self.0.with_writer(|connection| LogView(connection).$name($($argument),*))
            })*
        }
    };
}

read_on_the_writer! {
    fn position(&self) -> Position;
    fn document(&self, doc: DocumentId) -> Option<DocumentFacts>;
    fn documents(&self, after: Option<DocumentId>, limit: usize) -> Vec<DocumentFacts>;
    fn content(&self, doc: DocumentId) -> DocumentContent;
    fn changes_of(&self, doc: DocumentId, after: u64) -> Vec<LogEntry>;
    fn log_of(&self, doc: DocumentId) -> Vec<LogLine>;
    fn change(&self, hash: ChangeHash) -> Option<(DocumentId, u64)>;
    fn held(&self, hash: ChangeHash) -> Option<HeldReason>;
    fn held_entries(&self, after: u64, limit: usize) -> Vec<HeldEntry>;
    fn held_entry(&self, device: DeviceId, hash: ChangeHash) -> Option<HeldEntry>;
    fn reviews(&self, device: DeviceId, after: u64) -> Vec<(u64, Review)>;
    fn audit(&self, after: u64, limit: usize) -> Vec<AuditLine>;
    fn row(&self, account: AccountId, audience: RowAudience) -> Option<StoredRow>;
    fn access(&self, user: UserId, doc: DocumentId) -> Option<Access>;
    fn viewers(&self, doc: DocumentId) -> Vec<Access>;
    fn visible(&self, user: UserId, before: u64, limit: usize) -> Vec<(Access, u64)>;
    fn count_visible(&self, user: UserId, before: u64) -> u32;
    fn news(&self, user: UserId, device: DeviceId, after: u64, limit: usize) -> Vec<News>;
    fn pin(&self, device: DeviceId, doc: DocumentId) -> Option<Pin>;
    fn pins(&self, device: DeviceId) -> Vec<Pin>;
    fn digest(&self, user: UserId) -> u128;
    fn directory(&self) -> Directory;
    fn syncs(&self) -> Vec<MemberSync>;
}

impl Store for SqliteStore {
    fn commit(&mut self, commit: &Commit) -> Result<Committed, StoreError> {
        let written = self.0.write(|transaction| {
            let seq = LogView(transaction).position().map(|position| position.seq);
            match seq {
                Ok(seq) if seq == commit.after => apply(transaction, commit).map(Ok),
                // Nothing was written yet; what the transaction then commits is empty.
                Ok(seq) => Ok(Err(StoreError::Moved { position: seq, expected: commit.after })),
                Err(error) => Ok(Err(error)),
            }
        });
        written.map_err(store_error)?
    }
}

fn apply(transaction: &Transaction<'_>, commit: &Commit) -> Result<Committed> {
    let mut numbers = Numbers(commit.after);
    let dictionary = dictionary(transaction, commit)?;
    changes(transaction, commit, &dictionary, &mut numbers)?;
    rows(transaction, commit, &mut numbers)?;
    access(transaction, commit, &mut numbers)?;
    pins(transaction, commit, &mut numbers)?;
    super::review::reviews(transaction, commit, &mut || numbers.next())?;
    lost(transaction, commit)?;
    snapshots(transaction, commit, &dictionary)?;
    super::review::held(transaction, commit)?;
    people(transaction, commit)?;
    transaction.prepare_cached("UPDATE position SET seq = ?1")?.execute([signed(numbers.0)])?;
    Ok(Committed { first: commit.after + 1, last: numbers.0 })
}

/// The last number given.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> i64 {
        self.0 += 1;
        signed(self.0)
    }
}

/// What chunks are deflated with.
struct Dictionary {
    number: i64,
    bytes: Vec<u8>,
}

/// Returns the newest dictionary. The first is made when the first documents are compacted, of these.
fn dictionary(transaction: &Transaction<'_>, commit: &Commit) -> Result<Dictionary> {
    let mut newest =
        transaction.prepare_cached("SELECT number, bytes FROM dictionaries ORDER BY number DESC LIMIT 1")?;
    let newest = newest.query_row([], |row| Ok(Dictionary { number: row.get(0)?, bytes: row.get(1)? }))?;
    let sample = commit.snapshots.iter().map(|snapshot| snapshot.bytes.len()).sum::<usize>();
    if newest.number > 0 || sample < DICTIONARY_BYTES {
        return Ok(newest);
    }
    let mut bytes: Vec<u8> = commit.snapshots.iter().flat_map(|snapshot| &snapshot.bytes).copied().collect();
    bytes.drain(..sample - DICTIONARY_BYTES);
    transaction.execute("INSERT INTO dictionaries (number, bytes) VALUES (1, ?1)", [&bytes])?;
    Ok(Dictionary { number: 1, bytes })
}

fn changes(
    transaction: &Transaction<'_>,
    commit: &Commit,
    dictionary: &Dictionary,
    numbers: &mut Numbers,
) -> Result<()> {
    // Facts first, with the number they had, then every change moves its document's number on.
    let mut statement = transaction.prepare_cached(
        "INSERT INTO documents (doc, heads, last_seq, owner, deputies) VALUES (?1, ?2, 0, ?3, ?4) \
         ON CONFLICT (doc) DO UPDATE SET heads = ?2, owner = ?3, deputies = ?4",
    )?;
    for document in &commit.documents {
        let owner = document.owner.map(|owner| *owner.0.as_bytes());
        let deputies = users_bytes(&document.deputies);
        statement.execute(params![document.doc.to_bytes(), heads_bytes(&document.heads), owner, deputies])?;
    }
    let mut append = transaction.prepare_cached(
        "INSERT INTO changes (seq, doc, hash, device, user, received_at, dictionary, size, bytes) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    let mut accept = transaction.prepare_cached("INSERT INTO accepted (hash, doc, seq) VALUES (?1, ?2, ?3)")?;
    let mut last = std::collections::BTreeMap::new();
    for change in &commit.changes {
        let (seq, doc) = (numbers.next(), change.doc.to_bytes());
        let user = change.user.map(|user| *user.0.as_bytes());
        let (hash, at) = (change.hash.0, change.received_at.0);
        let (number, size, bytes) =
            (dictionary.number, change.bytes.len() as i64, packed(&change.bytes, &dictionary.bytes));
        append.execute(params![seq, doc, hash, change.device.0, user, at, number, size, bytes])?;
        accept.execute(params![hash, doc, seq])?;
        last.insert(doc, seq);
    }
    let mut touch = transaction.prepare_cached("UPDATE documents SET last_seq = ?2 WHERE doc = ?1")?;
    let mut show = transaction.prepare_cached("UPDATE access SET last_seq = ?2 WHERE doc = ?1")?;
    for (doc, seq) in last {
        touch.execute(params![doc, seq])?;
        show.execute(params![doc, seq])?;
    }
    Ok(())
}

fn rows(transaction: &Transaction<'_>, commit: &Commit, numbers: &mut Numbers) -> Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO rows (doc, audience, seq, bytes) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (doc, audience) DO UPDATE SET seq = ?3, bytes = ?4",
    )?;
    for row in &commit.rows {
        let doc = DocumentId::account(row.account).to_bytes();
        statement.execute(params![doc, row.audience.to_number(), numbers.next(), row.bytes])?;
    }
    Ok(())
}

fn access(transaction: &Transaction<'_>, commit: &Commit, numbers: &mut Numbers) -> Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO access (user, doc, level, since, reason, last_seq) \
         VALUES (?1, ?2, ?3, ?4, ?5, coalesce((SELECT last_seq FROM documents WHERE doc = ?2), 0)) \
         ON CONFLICT (user, doc) DO UPDATE SET level = ?3, since = ?4, reason = ?5",
    )?;
    for line in &commit.access {
        let (user, doc) = (line.user.0.as_bytes(), line.doc.to_bytes());
        statement.execute(params![user, doc, line.level.to_number(), numbers.next(), line.reason.to_number()])?;
    }
    Ok(())
}

fn pins(transaction: &Transaction<'_>, commit: &Commit, numbers: &mut Numbers) -> Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO pins (device, doc, wanted, seq) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (device, doc) DO UPDATE SET wanted = ?3, seq = ?4",
    )?;
    for pin in &commit.pins {
        statement.execute(params![pin.device.0, pin.doc.to_bytes(), pin.wanted, numbers.next()])?;
    }
    Ok(())
}

fn lost(transaction: &Transaction<'_>, commit: &Commit) -> Result<()> {
    let Some(lost) = &commit.lost else { return Ok(()) };
    for doc in &lost.docs {
        let doc = doc.to_bytes();
        transaction.execute(
            "INSERT INTO damaged (epoch, doc, seq, dictionary, size, bytes) \
             SELECT ?1, doc, NULL, dictionary, size, bytes FROM snapshots WHERE doc = ?2 UNION ALL \
             SELECT ?1, doc, seq, dictionary, size, bytes FROM changes WHERE doc = ?2",
            params![lost.epoch, doc],
        )?;
        super::review::reopen(transaction, &doc)?;
        for table in ["snapshots", "changes", "accepted", "documents", "rows", "access"] {
            transaction.execute(&format!("DELETE FROM {table} WHERE doc = ?1"), [doc])?;
        }
    }
    transaction.execute("UPDATE position SET epoch = ?1", [lost.epoch])?;
    Ok(())
}

fn snapshots(transaction: &Transaction<'_>, commit: &Commit, dictionary: &Dictionary) -> Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO snapshots (doc, seq, dictionary, size, bytes) \
         VALUES (?1, coalesce((SELECT last_seq FROM documents WHERE doc = ?1), 0), ?2, ?3, ?4) \
         ON CONFLICT (doc) DO UPDATE SET seq = excluded.seq, dictionary = ?2, size = ?3, bytes = ?4",
    )?;
    let mut trim = transaction.prepare_cached("DELETE FROM changes WHERE doc = ?1 AND seq <= ?2")?;
    let mut note = transaction.prepare_cached("UPDATE documents SET trimmed = max(trimmed, ?2) WHERE doc = ?1")?;
    for snapshot in &commit.snapshots {
        let doc = snapshot.doc.to_bytes();
        let (size, bytes) = (snapshot.bytes.len() as i64, packed(&snapshot.bytes, &dictionary.bytes));
        statement.execute(params![doc, dictionary.number, size, bytes])?;
        if snapshot.trim > 0 {
            trim.execute(params![doc, signed(snapshot.trim)])?;
            note.execute(params![doc, signed(snapshot.trim)])?;
        }
    }
    Ok(())
}

fn people(transaction: &Transaction<'_>, commit: &Commit) -> Result<()> {
    let mut sync = transaction.prepare_cached(
        "INSERT INTO syncs (device, user, at) VALUES (?1, ?2, ?3) \
         ON CONFLICT (device) DO UPDATE SET user = ?2, at = ?3",
    )?;
    // Devices that come to sync are noted as seen here, where they share a transaction.
    let mut seen =
        transaction.prepare_cached("UPDATE devices SET last_seen_at = max(last_seen_at, ?2) WHERE id = ?1")?;
    for entry in &commit.syncs {
        sync.execute(params![entry.device.0, entry.user.0.as_bytes(), entry.at.0])?;
        seen.execute(params![entry.device.0, entry.at.0])?;
    }
    let mut member = transaction.prepare_cached(
        "INSERT INTO members (user, member) VALUES (?1, ?2) ON CONFLICT (user) DO UPDATE SET member = ?2",
    )?;
    for entry in &commit.members {
        let bytes =
            minicbor::to_vec(entry).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
        member.execute(params![entry.id.0.as_bytes(), bytes])?;
    }
    let mut read = transaction.prepare_cached("SELECT digest FROM digests WHERE user = ?1")?;
    let mut write = transaction.prepare_cached(
        "INSERT INTO digests (user, digest) VALUES (?1, ?2) ON CONFLICT (user) DO UPDATE SET digest = ?2",
    )?;
    for (user, delta) in &commit.digests {
        let user = user.0.as_bytes();
        let old = {
            let mut found = read.query([user])?;
            found.next()?.map(|row| super::columns::digest(row, 0)).transpose()?.unwrap_or_default()
        };
        write.execute(params![user, old.wrapping_add(*delta).to_be_bytes()])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use fieldnote_core::sync::store::{Lost, NewChange, NewDocument, NewSnapshot, NewSync};
    use fieldnote_core::testing::store_conformance;

    use super::*;

    #[test]
    fn sqlite_keeps_the_contract_of_the_store() {
        let folders = RefCell::new(Vec::new());
        store_conformance::run_all(|| {
            let folder = tempfile::tempdir().unwrap();
            let database = Database::open(folder.path()).unwrap();
            folders.borrow_mut().push(folder);
            SqliteStore(Arc::new(database))
        });
    }

    #[test]
    fn the_first_documents_compacted_become_the_dictionary_of_all_later_chunks() {
        let folder = tempfile::tempdir().unwrap();
        let database = Arc::new(Database::open(folder.path()).unwrap());
        let mut store = SqliteStore(Arc::clone(&database));
        let doc = |number| DocumentId::account(AccountId(fieldnote_core::values::Id::from_bytes([number; 10])));
        let words = |seed: u32| -> Vec<u8> {
            (0..3_000u32).flat_map(|at| (at * 7 + seed % 3).wrapping_mul(2_654_435_761).to_be_bytes()).collect()
        };
        let snapshot = |number: u8| NewSnapshot { doc: doc(number), bytes: words(u32::from(number)), trim: 0 };
        let stored = |table: &str| -> i64 {
            let sql = format!("SELECT coalesce(sum(length(bytes)), 0) FROM {table}");
            database.with_writer(|writer| writer.query_row(&sql, [], |row| row.get(0))).unwrap()
        };
        let mut write = |snapshots| store.commit(&Commit { snapshots, ..Commit::default() }).unwrap();
        write(vec![snapshot(1)]);
        assert_eq!(stored("dictionaries"), 0, "one document is not enough");
        write(vec![snapshot(2), snapshot(3)]);
        assert_eq!(stored("dictionaries"), DICTIONARY_BYTES as i64);
        let before = stored("snapshots");
        write(vec![snapshot(6)]);
        assert!(stored("snapshots") - before < 1_000, "its words stand in the dictionary");
        assert_eq!(stored("dictionaries"), DICTIONARY_BYTES as i64);
        for number in [1, 2, 3, 6] {
            let content = database.view(|log| log.content(doc(number))).unwrap();
            assert_eq!(content.snapshot, Some(words(u32::from(number))));
        }
    }

    #[test]
    fn what_cannot_be_read_any_more_is_put_aside_as_it_stood() {
        let folder = tempfile::tempdir().unwrap();
        let database = Arc::new(Database::open(folder.path()).unwrap());
        let mut store = SqliteStore(Arc::clone(&database));
        let doc = DocumentId::WORKSPACE;
        let change = NewChange {
            doc,
            hash: ChangeHash([1; 32]),
            device: DeviceId([2; 8]),
            user: None,
            received_at: fieldnote_core::values::Instant(5),
            bytes: b"a change".to_vec(),
        };
        let facts = NewDocument { doc, heads: vec![change.hash], owner: None, deputies: Vec::new() };
        let snapshots = vec![NewSnapshot { doc, bytes: b"a snapshot".to_vec(), trim: 0 }];
        let commit = Commit { changes: vec![change], documents: vec![facts], snapshots, ..Commit::default() };
        store.commit(&commit).unwrap();
        let lost = Some(Lost { docs: vec![doc], epoch: [3; 8] });
        store.commit(&Commit { after: 1, lost, ..Commit::default() }).unwrap();
        let aside = "SELECT group_concat(coalesce(seq, 'whole') || ' ' || CAST(bytes AS TEXT), ', ') FROM \
                     (SELECT * FROM damaged ORDER BY seq)";
        let aside: String = database.with_writer(|writer| writer.query_row(aside, [], |row| row.get(0))).unwrap();
        assert_eq!(aside, "whole a snapshot, 1 a change");
    }

    #[test]
    fn devices_that_sync_are_noted_as_seen_and_never_as_seen_earlier() {
        let folder = tempfile::tempdir().unwrap();
        let database = Arc::new(Database::open(folder.path()).unwrap());
        let mut store = SqliteStore(Arc::clone(&database));
        let (user, device) = (UserId(fieldnote_core::values::Id::from_bytes([7; 10])), DeviceId([2; 8]));
        let sql = "INSERT INTO users (id, login, password, created_at) VALUES (x'07070707070707070707', 'li', '', 1); \
                   INSERT INTO devices (id, user, name, created_at, last_seen_at) \
                   VALUES (x'0202020202020202', x'07070707070707070707', 'phone', 1, 1)";
        database.with_writer(|writer| writer.execute_batch(sql)).unwrap();
        for (at, seen) in [(90, 90), (50, 90), (120, 120)] {
            let syncs = vec![NewSync { device, user, at: fieldnote_core::values::Instant(at) }];
            store.commit(&Commit { syncs, ..Commit::default() }).unwrap();
            assert_eq!(database.devices(user).unwrap()[0].last_seen_at.0, seen);
        }
    }

    #[test]
    fn a_full_disk_refuses_the_commit_and_goes_on_reading() {
        let folder = tempfile::tempdir().unwrap();
        let database = Arc::new(Database::open(folder.path()).unwrap());
        let limit = |pages: i64| {
            database
                .with_writer(|writer| writer.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())))
                .unwrap();
        };
        limit(1);
        let mut store = SqliteStore(Arc::clone(&database));
        let bytes = vec![0; 1024 * 1024];
        let snapshots = vec![NewSnapshot { doc: DocumentId::WORKSPACE, bytes, trim: 0 }];
        let commit = Commit { snapshots, ..Commit::default() };
        assert!(matches!(store.commit(&commit), Err(StoreError::Unavailable(_))));
        assert_eq!(store.position().unwrap().seq, 0);
        assert_eq!(database.view(|log| log.content(DocumentId::WORKSPACE)).unwrap(), DocumentContent::default());
        limit(1_000_000);
        store.commit(&commit).unwrap();
    }
}
