//! Core's [`StoreRead`] over one connection: each question is one range scan of an index.

use std::collections::BTreeSet;

use fieldnote_core::model::{Directory, Member};
use fieldnote_core::summary::RowAudience;
use fieldnote_core::sync::audit::AuditLine;
use fieldnote_core::sync::seal::Keys;
use fieldnote_core::sync::store::{
    Access, DocumentContent, DocumentFacts, HeldEntry, LogEntry, LogLine, News, NewsKind, Pin, Position, StoreError,
    StoreRead, StoredRow,
};
use fieldnote_core::sync::wire::{ChangeHash, HeldReason, MemberSync, Review};
use fieldnote_core::values::{AccountId, DeviceId, DocumentId, Instant, UserId};
use rusqlite::{Connection, OptionalExtension as _, Params, Result, Row, params};

use super::columns::{self, Numbered, signed, store_error};

/// A view of the log. Over a transaction, all its answers are of one moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LogView<'a>(pub(crate) &'a Connection);

impl LogView<'_> {
    pub(super) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let found = self.0.prepare_cached(sql).and_then(|mut statement| statement.query_row(params, read).optional());
        found.map_err(store_error)
    }

    pub(super) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let found = self.0.prepare_cached(sql).and_then(|mut statement| statement.query_map(params, read)?.collect());
        found.map_err(store_error)
    }
}

fn facts(row: &Row<'_>) -> Result<DocumentFacts> {
    Ok(DocumentFacts {
        doc: columns::document(row, 0)?,
        heads: columns::heads(row, 1)?,
        last_seq: columns::number(row, 2)?,
        owner: columns::user_or_nobody(row, 3)?,
        deputies: columns::users(row, 4)?,
        trimmed: columns::number(row, 5)?,
    })
}

fn entry(row: &Row<'_>) -> Result<LogEntry> {
    Ok(LogEntry {
        seq: columns::number(row, 0)?,
        doc: columns::document(row, 1)?,
        hash: columns::hash(row, 2)?,
        device: columns::device(row, 3)?,
        user: columns::user_or_nobody(row, 4)?,
        received_at: Instant(row.get(5)?),
        bytes: columns::chunk(row, 7)?,
    })
}

fn access(row: &Row<'_>) -> Result<Access> {
    Ok(Access {
        user: columns::user(row, 0)?,
        doc: columns::document(row, 1)?,
        level: Numbered::of_column(row, 2)?,
        since: columns::number(row, 3)?,
        reason: Numbered::of_column(row, 4)?,
    })
}

fn pin(row: &Row<'_>) -> Result<Pin> {
    Ok(Pin { doc: columns::document(row, 0)?, wanted: row.get(1)?, seq: columns::number(row, 2)? })
}

fn news(row: &Row<'_>) -> Result<News> {
    let kind = match row.get::<_, i64>(2)? {
        0 => NewsKind::Change(columns::device(row, 3)?),
        1 => NewsKind::Row(RowAudience::of_column(row, 3)?),
        2 => NewsKind::Access,
        4 => NewsKind::Trimmed,
        _ => NewsKind::Pin,
    };
    Ok(News { seq: columns::number(row, 0)?, doc: columns::document(row, 1)?, kind })
}

/// CROSS JOIN keeps SQLite from choosing another order of the tables than the one that reads least.
const NEWS: &str = "
    SELECT c.seq, c.doc, 0, c.device FROM access a CROSS JOIN changes c ON c.doc = a.doc AND c.seq > ?3
        WHERE a.user = ?1 AND a.last_seq > ?3 AND a.level > 0
    UNION ALL
    SELECT d.trimmed, d.doc, 4, NULL FROM access a CROSS JOIN documents d ON d.doc = a.doc
        WHERE a.user = ?1 AND a.last_seq > ?3 AND a.level > 0 AND d.trimmed > ?3
    UNION ALL
    SELECT r.seq, r.doc, 1, r.audience FROM rows r CROSS JOIN access a ON a.user = ?1 AND a.doc = r.doc
        WHERE r.seq > ?3 AND a.level > 0
    UNION ALL
    SELECT since, doc, 2, NULL FROM access WHERE user = ?1 AND since > ?3
    UNION ALL
    SELECT seq, doc, 3, NULL FROM pins WHERE device = ?2 AND seq > ?3
    ORDER BY 1 LIMIT ?4";

/// What a person may see, the most recently touched first: the walk of a download.
pub(super) const VISIBLE: &str = "
    SELECT user, doc, level, since, reason, last_seq FROM access
        WHERE user = ?1 AND last_seq < ?2 AND last_seq > 0 AND level > 0 ORDER BY last_seq DESC LIMIT ?3";

/// What is still to come of it, once a page.
pub(super) const COUNT_VISIBLE: &str =
    "SELECT count(*) FROM access WHERE user = ?1 AND last_seq < ?2 AND last_seq > 0 AND level > 0";

impl StoreRead for LogView<'_> {
    fn position(&self) -> Result<Position, StoreError> {
        let read = |row: &Row<'_>| Ok(Position { epoch: row.get(0)?, seq: columns::number(row, 1)? });
        let found = self.one("SELECT epoch, seq FROM position", [], read)?;
        found.ok_or_else(|| StoreError::Corrupt("the log has no position".to_owned()))
    }

    fn document(&self, doc: DocumentId) -> Result<Option<DocumentFacts>, StoreError> {
        let sql = "SELECT doc, heads, last_seq, owner, deputies, trimmed FROM documents WHERE doc = ?1";
        self.one(sql, [doc.to_bytes()], facts)
    }

    fn documents(&self, after: Option<DocumentId>, limit: usize) -> Result<Vec<DocumentFacts>, StoreError> {
        let sql = "SELECT doc, heads, last_seq, owner, deputies, trimmed FROM documents \
                   WHERE doc > ?1 ORDER BY doc LIMIT ?2";
        let after = after.map(|doc| doc.to_bytes().to_vec()).unwrap_or_default();
        self.all(sql, params![after, limit as i64], facts)
    }

    fn content(&self, doc: DocumentId) -> Result<DocumentContent, StoreError> {
        let sql = "SELECT s.seq, s.size, s.bytes, d.bytes \
                   FROM snapshots s CROSS JOIN dictionaries d ON d.number = s.dictionary WHERE s.doc = ?1";
        let read = |row: &Row<'_>| Ok((columns::number(row, 0)?, columns::chunk(row, 2)?));
        let snapshot = self.one(sql, [doc.to_bytes()], read)?;
        let (after, snapshot) = snapshot.map_or((0, None), |(seq, bytes)| (seq, Some(bytes)));
        let sql = "SELECT c.size, c.bytes, d.bytes \
                   FROM changes c CROSS JOIN dictionaries d ON d.number = c.dictionary \
                   WHERE c.doc = ?1 AND c.seq > ?2 ORDER BY c.seq";
        let tail = self.all(sql, params![doc.to_bytes(), signed(after)], |row| columns::chunk(row, 1))?;
        Ok(DocumentContent { snapshot, tail })
    }

    fn changes_of(&self, doc: DocumentId, after: u64) -> Result<Vec<LogEntry>, StoreError> {
        let sql = "SELECT c.seq, c.doc, c.hash, c.device, c.user, c.received_at, c.size, c.bytes, d.bytes \
                   FROM changes c CROSS JOIN dictionaries d ON d.number = c.dictionary \
                   WHERE c.doc = ?1 AND c.seq > ?2 ORDER BY c.seq";
        self.all(sql, params![doc.to_bytes(), signed(after)], entry)
    }

    fn log_of(&self, doc: DocumentId) -> Result<Vec<LogLine>, StoreError> {
        let read = |row: &Row<'_>| {
            let bytes = usize::try_from(columns::number(row, 1)?).unwrap_or(usize::MAX);
            Ok(LogLine { seq: columns::number(row, 0)?, bytes, received_at: Instant(row.get(2)?) })
        };
        let sql = "SELECT seq, size, received_at FROM changes WHERE doc = ?1 ORDER BY seq";
        self.all(sql, [doc.to_bytes()], read)
    }

    fn change(&self, hash: ChangeHash) -> Result<Option<(DocumentId, u64)>, StoreError> {
        let read = |row: &Row<'_>| Ok((columns::document(row, 0)?, columns::number(row, 1)?));
        self.one("SELECT doc, seq FROM accepted WHERE hash = ?1", [hash.0], read)
    }

    fn held(&self, hash: ChangeHash) -> Result<Option<HeldReason>, StoreError> {
        let sql = "SELECT reason FROM held WHERE hash = ?1 ORDER BY number DESC LIMIT 1";
        self.one(sql, [hash.0], |row| Numbered::of_column(row, 0))
    }

    fn held_entries(&self, after: u64, limit: usize) -> Result<Vec<HeldEntry>, StoreError> {
        self.held_after(after, limit)
    }

    fn held_entry(&self, device: DeviceId, hash: ChangeHash) -> Result<Option<HeldEntry>, StoreError> {
        self.held_of(device, hash)
    }

    fn reviews(&self, device: DeviceId, after: u64) -> Result<Vec<(u64, Review)>, StoreError> {
        self.reviews_after(device, after)
    }

    fn audit(&self, after: u64, limit: usize) -> Result<Vec<AuditLine>, StoreError> {
        self.audit_after(after, limit)
    }

    fn row(&self, account: AccountId, audience: RowAudience) -> Result<Option<StoredRow>, StoreError> {
        let doc = DocumentId::account(account).to_bytes();
        let read = |row: &Row<'_>| Ok(StoredRow { seq: columns::number(row, 0)?, bytes: row.get(1)? });
        self.one(
            "SELECT seq, bytes FROM rows WHERE doc = ?1 AND audience = ?2",
            params![doc, audience.to_number()],
            read,
        )
    }

    fn access(&self, user: UserId, doc: DocumentId) -> Result<Option<Access>, StoreError> {
        let sql = "SELECT user, doc, level, since, reason FROM access WHERE user = ?1 AND doc = ?2";
        self.one(sql, params![user.0.as_bytes(), doc.to_bytes()], access)
    }

    fn viewers(&self, doc: DocumentId) -> Result<Vec<Access>, StoreError> {
        self.all("SELECT user, doc, level, since, reason FROM access WHERE doc = ?1", [doc.to_bytes()], access)
    }

    fn visible(&self, user: UserId, before: u64, limit: usize) -> Result<Vec<(Access, u64)>, StoreError> {
        let read = |row: &Row<'_>| Ok((access(row)?, columns::number(row, 5)?));
        self.all(VISIBLE, params![user.0.as_bytes(), signed(before), limit as i64], read)
    }

    fn count_visible(&self, user: UserId, before: u64) -> Result<u32, StoreError> {
        let count = self.one(COUNT_VISIBLE, params![user.0.as_bytes(), signed(before)], |row| row.get(0))?;
        Ok(count.unwrap_or_default())
    }

    fn news(&self, user: UserId, device: DeviceId, after: u64, limit: usize) -> Result<Vec<News>, StoreError> {
        self.all(NEWS, params![user.0.as_bytes(), device.0, signed(after), limit as i64], news)
    }

    fn pin(&self, device: DeviceId, doc: DocumentId) -> Result<Option<Pin>, StoreError> {
        let sql = "SELECT doc, wanted, seq FROM pins WHERE device = ?1 AND doc = ?2";
        self.one(sql, params![device.0, doc.to_bytes()], pin)
    }

    fn pins(&self, device: DeviceId) -> Result<Vec<Pin>, StoreError> {
        self.all("SELECT doc, wanted, seq FROM pins WHERE device = ?1 AND wanted ORDER BY doc", [device.0], pin)
    }

    fn digest(&self, user: UserId) -> Result<u128, StoreError> {
        let found =
            self.one("SELECT digest FROM digests WHERE user = ?1", [user.0.as_bytes()], |row| columns::digest(row, 0))?;
        Ok(found.unwrap_or_default())
    }

    fn directory(&self) -> Result<Directory, StoreError> {
        let members = self.all("SELECT member FROM members", [], member)?;
        Ok(Directory { members: members.into_iter().map(|member| (member.id, member)).collect() })
    }

    fn syncs(&self) -> Result<Vec<MemberSync>, StoreError> {
        let read = |row: &Row<'_>| Ok(MemberSync { user: columns::user(row, 0)?, at: Instant(row.get(1)?) });
        self.all("SELECT user, max(at) FROM syncs GROUP BY user ORDER BY user", [], read)
    }
}

impl LogView<'_> {
    /// Returns one member of the directory.
    pub(crate) fn member(&self, user: UserId) -> Result<Option<Member>, StoreError> {
        self.one("SELECT member FROM members WHERE user = ?1", [user.0.as_bytes()], member)
    }

    /// Returns the devices of a user that are told what the others are not: they pinned something, or a change of
    /// theirs was held.
    pub(crate) fn devices_apart(&self, user: UserId) -> Result<BTreeSet<DeviceId>, StoreError> {
        let sql = "SELECT d.id FROM devices d WHERE d.user = ?1 AND (EXISTS (SELECT 1 FROM pins p WHERE p.device = d.id) \
             OR EXISTS (SELECT 1 FROM held h WHERE h.device = d.id))";
        let devices: Vec<_> = self.all(sql, [user.0.as_bytes()], |row| columns::device(row, 0))?;
        Ok(devices.into_iter().collect())
    }

    /// Returns what SQLite's own check finds.
    pub(crate) fn integrity(&self) -> Result<Vec<String>, StoreError> {
        let lines: Vec<String> = self.all("PRAGMA integrity_check", [], |row| row.get(0))?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }

    /// Returns the workspace's secrets.
    pub(crate) fn keys(&self) -> Result<Keys, StoreError> {
        let read = |row: &Row<'_>| Ok(Keys { digest: row.get(0)?, seal: row.get(1)? });
        let found = self.one("SELECT digest_key, seal_key FROM position", [], read)?;
        found.ok_or_else(|| StoreError::Corrupt("the log has no keys".to_owned()))
    }
}

fn member(row: &Row<'_>) -> Result<Member> {
    let bytes: Vec<u8> = row.get(0)?;
    minicbor::decode(&bytes)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, Box::new(error)))
}
