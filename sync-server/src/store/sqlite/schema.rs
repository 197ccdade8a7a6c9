//! The tables, as numbered steps: a database of any earlier version is brought forward, in one transaction.

use fieldnote_core::values::Random as _;
use rusqlite::Connection;

use super::OpenError;
use crate::clock::OsRandom;

/// Step `n` leads from version `n` to `n + 1`. Steps are never changed once released, only added.
const STEPS: [&str; 15] = [
    include_str!("schema/1-people.sql"),
    include_str!("schema/2-log.sql"),
    include_str!("schema/3-compaction.sql"),
    include_str!("schema/4-review.sql"),
    include_str!("schema/5-dictionaries.sql"),
    include_str!("schema/6-seal.sql"),
    include_str!("schema/7-damaged.sql"),
    include_str!("schema/8-feeds.sql"),
    include_str!("schema/9-rows.sql"),
    include_str!("schema/10-warnings.sql"),
    include_str!("schema/11-covering.sql"),
    include_str!("schema/12-cleaning.sql"),
    include_str!("schema/13-departments.sql"),
    include_str!("schema/14-managers.sql"),
    include_str!("schema/15-codes.sql"),
];

const KNOWN: i64 = STEPS.len() as i64;

/// Brings the database to the newest version.
pub(super) fn migrate(writer: &mut Connection) -> Result<(), OpenError> {
    let transaction = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let found = version(&transaction)?;
    for step in STEPS.iter().skip(usize::try_from(found).unwrap_or_default()) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", KNOWN)?;
    let (mut epoch, mut digest_key) = ([0; 8], [0; 16]);
    OsRandom.fill(&mut epoch);
    OsRandom.fill(&mut digest_key);
    let sql = "INSERT INTO position (one, epoch, seq, digest_key) VALUES (1, ?1, 0, ?2) ON CONFLICT DO NOTHING";
    transaction.execute(sql, (epoch, digest_key))?;
    let mut seal_key = [0; 16];
    OsRandom.fill(&mut seal_key);
    transaction.execute("UPDATE position SET seal_key = ?1 WHERE seal_key IS NULL", [seal_key])?;
    transaction.commit()?;
    Ok(())
}

/// Refuses a database that this program cannot read.
pub(super) fn check(reader: &Connection) -> Result<(), OpenError> {
    version(reader).map(|_| ())
}

/// Refuses a database whose tables are not those of this program.
pub(super) fn check_current(reader: &Connection) -> Result<(), OpenError> {
    let found = version(reader)?;
    if found < KNOWN { Err(OpenError::TooOld { found, known: KNOWN }) } else { Ok(()) }
}

fn version(connection: &Connection) -> Result<i64, OpenError> {
    let found = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > KNOWN { Err(OpenError::TooNew { found, known: KNOWN }) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use fieldnote_core::sync::store::StoreRead as _;
    use fieldnote_core::sync::wire::ChangeHash;
    use fieldnote_core::values::DocumentId;

    use super::super::LogView;
    use super::super::log::{COUNT_VISIBLE, VISIBLE};
    use super::*;

    #[test]
    fn a_database_of_an_older_program_is_brought_forward_with_all_its_changes() {
        let mut database = Connection::open_in_memory().unwrap();
        for step in &STEPS[..2] {
            database.execute_batch(step).unwrap();
        }
        database.pragma_update(None, "user_version", 2).unwrap();
        let doc = DocumentId::WORKSPACE;
        let (hash, device) = ([7; 32], [9; 8]);
        let chunk: &[u8] = b"\x85oJ\x83 a chunk";
        let sql = "INSERT INTO changes (seq, doc, hash, device, received_at, bytes) VALUES (1, ?1, ?2, ?3, 5, ?4)";
        database.execute(sql, (doc.to_bytes(), hash, device, chunk)).unwrap();
        let sql = "INSERT INTO documents (doc, heads, last_seq, deputies) VALUES (?1, ?2, 1, x'')";
        database.execute(sql, (doc.to_bytes(), hash)).unwrap();
        let sql = "INSERT INTO snapshots (doc, seq, bytes) VALUES (?1, 1, ?2)";
        database.execute(sql, (doc.to_bytes(), b"a snapshot")).unwrap();
        let sql = "INSERT INTO position (one, epoch, seq, digest_key) VALUES (1, ?1, 1, ?2)";
        database.execute(sql, ([1; 8], [2; 16])).unwrap();
        assert!(matches!(check_current(&database), Err(OpenError::TooOld { found: 2, .. })));
        migrate(&mut database).unwrap();
        let stale = |database: &Connection| database.query_row("SELECT rows_stale FROM position", [], |row| row.get(0));
        assert_eq!(stale(&database), Ok(true), "its rows are made anew at the start");
        let mut fresh = Connection::open_in_memory().unwrap();
        migrate(&mut fresh).unwrap();
        assert_eq!(stale(&fresh), Ok(false));
        check_current(&database).unwrap();
        let log = LogView(&database);
        let entries = log.changes_of(doc, 0).unwrap();
        assert_eq!(entries.iter().map(|entry| (entry.seq, &entry.bytes[..])).collect::<Vec<_>>(), [(1, chunk)]);
        assert_eq!(log.log_of(doc).unwrap().iter().map(|line| line.bytes).collect::<Vec<_>>(), [chunk.len()]);
        assert_eq!(log.content(doc).unwrap().snapshot.as_deref(), Some(&b"a snapshot"[..]));
        assert_eq!(log.change(ChangeHash(hash)).unwrap(), Some((doc, 1)));
        assert_eq!(log.document(doc).unwrap().map(|facts| facts.trimmed), Some(0));
    }

    #[test]
    fn a_download_is_walked_and_counted_in_one_index() {
        let mut database = Connection::open_in_memory().unwrap();
        migrate(&mut database).unwrap();
        for (sql, parameters) in [(VISIBLE, &[1, 1, 1][..]), (COUNT_VISIBLE, &[1, 1])] {
            let mut explained = database.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let plan: String = explained.query_row(rusqlite::params_from_iter(parameters), |row| row.get(3)).unwrap();
            assert!(plan.contains("COVERING INDEX access_by_change"), "{plan}");
        }
    }
}
