//! The tables, as numbered steps: a database of any earlier version is brought forward, in one transaction.

use fieldnote_core::values::Random as _;
use rusqlite::Connection;

use super::OpenError;
use crate::clock::OsRandom;

/// Step `n` leads from version `n` to `n + 1`. Steps are never changed once released, only added.
const STEPS: [&str; 2] = [include_str!("schema/1-people.sql"), include_str!("schema/2-log.sql")];

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
    transaction.commit()?;
    Ok(())
}

/// Refuses a database that this program cannot read.
pub(super) fn check(reader: &Connection) -> Result<(), OpenError> {
    version(reader).map(|_| ())
}

fn version(connection: &Connection) -> Result<i64, OpenError> {
    let found = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > KNOWN { Err(OpenError::TooNew { found, known: KNOWN }) } else { Ok(found) }
}
