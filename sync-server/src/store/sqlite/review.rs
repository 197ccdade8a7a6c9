//! Held changes, decisions on them, and the audit trail.

use fieldnote_core::sync::audit::{AuditEntry, AuditEvent, AuditLine, START};
use fieldnote_core::sync::store::{Commit, HeldChange, HeldEntry, StoreError};
use fieldnote_core::sync::wire::{ChangeHash, Decision, Review};
use fieldnote_core::values::{DeviceId, Instant};
use rusqlite::types::Type;
use rusqlite::{Connection, Error, OptionalExtension as _, Result, Row, params};

use super::Database;
use super::columns::{self, Numbered, heads_bytes, signed};
use super::log::LogView;

impl Numbered for Decision {
    const NUMBERS: &'static [(Self, i64)] = &[(Self::Accepted, 0), (Self::Picked, 1), (Self::Declined, 2)];
}

const HELD: &str = "SELECT h.number, h.doc, h.hash, h.reason, h.user, h.device, h.received_at, h.heads, h.bytes, \
                    r.decision, r.by, r.at, r.reason \
                    FROM held h LEFT JOIN reviews r ON r.device = h.device AND r.hash = h.hash";

fn held_entry(row: &Row<'_>) -> Result<HeldEntry> {
    let hash = columns::hash(row, 2)?;
    let review = match row.get::<_, Option<i64>>(9)? {
        Some(_) => Some(review(row, hash, 9)?),
        None => None,
    };
    let change = HeldChange {
        doc: columns::document(row, 1)?,
        hash,
        reason: Numbered::of_column(row, 3)?,
        user: columns::user(row, 4)?,
        device: columns::device(row, 5)?,
        received_at: Instant(row.get(6)?),
        heads: columns::heads(row, 7)?,
        bytes: row.get(8)?,
    };
    Ok(HeldEntry { number: columns::number(row, 0)?, change, review })
}

fn review(row: &Row<'_>, hash: ChangeHash, from: usize) -> Result<Review> {
    Ok(Review {
        hash,
        decision: Numbered::of_column(row, from)?,
        by: columns::user(row, from + 1)?,
        at: Instant(row.get(from + 2)?),
        reason: row.get(from + 3)?,
    })
}

fn line(row: &Row<'_>) -> Result<AuditLine> {
    let unknown = |code: &str| Error::FromSqlConversionFailure(2, Type::Text, format!("no such event: {code}").into());
    let code: String = row.get(2)?;
    let entry = AuditEntry {
        at: Instant(row.get(1)?),
        event: AuditEvent::of_code(&code).ok_or_else(|| unknown(&code))?,
        user: columns::user_or_nobody(row, 3)?,
        device: row.get::<_, Option<[u8; 8]>>(4)?.map(DeviceId),
        subject: row.get(5)?,
        detail: row.get(6)?,
    };
    Ok(AuditLine { number: columns::number(row, 0)?, entry, hash: columns::hash(row, 7)?.0 })
}

impl LogView<'_> {
    pub(super) fn held_after(&self, after: u64, limit: usize) -> Result<Vec<HeldEntry>, StoreError> {
        let sql = format!("{HELD} WHERE h.number > ?1 ORDER BY h.number LIMIT ?2");
        self.all(&sql, params![signed(after), limit as i64], held_entry)
    }

    pub(super) fn held_of(&self, device: DeviceId, hash: ChangeHash) -> Result<Option<HeldEntry>, StoreError> {
        self.one(&format!("{HELD} WHERE h.device = ?1 AND h.hash = ?2"), params![device.0, hash.0], held_entry)
    }

    pub(super) fn reviews_after(&self, device: DeviceId, after: u64) -> Result<Vec<(u64, Review)>, StoreError> {
        let sql = "SELECT seq, hash, decision, by, at, reason FROM reviews WHERE device = ?1 AND seq > ?2 ORDER BY seq";
        let read = |row: &Row<'_>| Ok((columns::number(row, 0)?, review(row, columns::hash(row, 1)?, 2)?));
        self.all(sql, params![device.0, signed(after)], read)
    }

    pub(super) fn audit_after(&self, after: u64, limit: usize) -> Result<Vec<AuditLine>, StoreError> {
        let sql = "SELECT number, at, event, user, device, subject, detail, hash FROM audit \
                   WHERE number > ?1 ORDER BY number LIMIT ?2";
        self.all(sql, params![signed(after), limit as i64], line)
    }
}

impl Database {
    /// Appends a line to the audit trail in a transaction of its own, for what does not go through the log.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn append_audit(&self, entry: &AuditEntry) -> Result<()> {
        self.write(|transaction| append(transaction, std::slice::from_ref(entry)))
    }
}

pub(super) fn append(transaction: &Connection, entries: &[AuditEntry]) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let mut last = transaction.prepare_cached("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")?;
    let read = |row: &Row<'_>| Ok((columns::number(row, 0)?, columns::hash(row, 1)?.0));
    let (mut number, mut hash) = last.query_row([], read).optional()?.unwrap_or((0, START));
    let mut insert = transaction.prepare_cached(
        "INSERT INTO audit (number, at, event, user, device, subject, detail, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for entry in entries {
        number += 1;
        hash = entry.chain(&hash);
        let (user, device) = (entry.user.map(|user| *user.0.as_bytes()), entry.device.map(|device| device.0));
        let code = entry.event.code();
        insert.execute(params![signed(number), entry.at.0, code, user, device, entry.subject, entry.detail, hash])?;
    }
    Ok(())
}

/// Writes what a commit holds for review, forgets and decides, in this order.
pub(super) fn held(transaction: &Connection, commit: &Commit) -> Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO held (device, hash, doc, reason, user, received_at, heads, bytes) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (device, hash) DO NOTHING",
    )?;
    for held in &commit.held {
        statement.execute(params![
            held.device.0,
            held.hash.0,
            held.doc.to_bytes(),
            held.reason.to_number(),
            held.user.0.as_bytes(),
            held.received_at.0,
            heads_bytes(&held.heads),
            held.bytes,
        ])?;
    }
    if let Some(before) = commit.forget_held_before {
        transaction.prepare_cached("DELETE FROM held WHERE received_at < ?1")?.execute([before.0])?;
        let sql = "DELETE FROM reviews WHERE NOT EXISTS \
                   (SELECT 1 FROM held h WHERE h.device = reviews.device AND h.hash = reviews.hash)";
        transaction.prepare_cached(sql)?.execute([])?;
    }
    append(transaction, &commit.audit)
}

/// Takes back the decisions by which held changes were taken over into a document.
pub(super) fn reopen(transaction: &Connection, doc: &[u8]) -> Result<()> {
    let sql = "DELETE FROM reviews WHERE decision <> ?2 AND EXISTS \
               (SELECT 1 FROM held WHERE held.doc = ?1 AND held.device = reviews.device AND held.hash = reviews.hash)";
    transaction.execute(sql, params![doc, Decision::Declined.to_number()]).map(|_| ())
}

pub(super) fn reviews(transaction: &Connection, commit: &Commit, next: &mut dyn FnMut() -> i64) -> Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO reviews (device, hash, seq, decision, by, at, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for new in &commit.reviews {
        let Review { hash, decision, by, at, reason } = &new.review;
        let by = by.0.as_bytes();
        statement.execute(params![new.device.0, hash.0, next(), decision.to_number(), by, at.0, reason])?;
    }
    Ok(())
}
