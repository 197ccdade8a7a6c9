//! The embedded database: opening, locking, connections.
//!
//! WAL, so that readers never wait for the writer; `synchronous=FULL`, so that a commit is on the disk when it
//! returns. One connection writes, a few read.

mod columns;
mod log;
mod review;
mod schema;
mod writer;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fieldnote_core::model::Member;
use fieldnote_core::sync::seal::Keys;
use fieldnote_core::sync::store::StoreError;
use fieldnote_core::values::{Random as _, UserId};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::clock::OsRandom;
use crate::limits;
pub(crate) use log::LogView;
pub(crate) use writer::SqliteStore;

/// The name of the database inside the data folder.
pub(crate) const FILE: &str = "fieldnote.db";

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// Another process runs on it.
    #[error("the data folder {0} is in use by another fieldnote-server; stop it first")]
    InUse(PathBuf),
    /// A newer program wrote it.
    #[error("the database has version {found}, this program knows up to {known}; use the newer program")]
    TooNew {
        /// Version found.
        found: i64,
        /// Newest version known.
        known: i64,
    },
    /// An older program wrote it, and reading does not bring it forward.
    #[error("the database has version {found}, this program reads version {known}; start the server on it once")]
    TooOld {
        /// Version found.
        found: i64,
        /// Version read.
        known: i64,
    },
    /// There is none.
    #[error("expected a database at {0}")]
    Missing(PathBuf),
    /// The folder or the lock file.
    #[error("the data folder {0} cannot be used")]
    Folder(PathBuf, #[source] std::io::Error),
    /// SQLite.
    #[error("the database cannot be opened")]
    Sqlite(#[from] rusqlite::Error),
}

/// The database of one server process.
#[derive(Debug)]
pub(crate) struct Database {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    /// Held as long as the database is open; the system releases it even after `kill -9`.
    lock: Mutex<Option<File>>,
}

impl Database {
    /// Opens the database of a data folder for this process alone, making both when absent.
    ///
    /// # Errors
    /// When another process holds it, or it cannot be used.
    pub(crate) fn open(folder: &Path) -> Result<Self, OpenError> {
        let wrong = |error| OpenError::Folder(folder.to_owned(), error);
        std::fs::create_dir_all(folder).map_err(wrong)?;
        let lock = File::create(folder.join("lock")).map_err(wrong)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::InUse(folder.to_owned())),
            Err(TryLockError::Error(error)) => return Err(wrong(error)),
        }
        let path = folder.join(FILE);
        let mut writer = Connection::open(&path)?;
        configure(&writer)?;
        schema::migrate(&mut writer)?;
        Ok(Self { path, writer: Mutex::new(writer), readers: Mutex::default(), lock: Mutex::new(Some(lock)) })
    }

    /// Opens an existing database to read what is in it, beside a running server.
    ///
    /// # Errors
    /// When there is none, or it has another version than this program writes.
    pub(crate) fn open_to_read(folder: &Path) -> Result<Self, OpenError> {
        let database = Self::open_beside(folder)?;
        database.with_writer(schema::check_current)?;
        Ok(database)
    }

    /// Opens an existing database of any version up to this program's, to copy it beside a running server.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub(crate) fn open_beside(folder: &Path) -> Result<Self, OpenError> {
        let path = folder.join(FILE);
        if !path.is_file() {
            return Err(OpenError::Missing(path));
        }
        let reader = open_reader(&path)?;
        schema::check(&reader)?;
        Ok(Self { path, writer: Mutex::new(reader), readers: Mutex::default(), lock: Mutex::default() })
    }

    /// Lets another process open the folder; this one must write nothing more.
    pub(crate) fn release(&self) {
        *self.lock.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Runs `work` in one transaction of the writing connection; it is on the disk when this returns.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let value = work(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }

    /// Runs `work` on a reading connection, inside one transaction: everything read is of one moment.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => open_reader(&self.path)?,
        };
        let transaction = reader.transaction()?;
        let value = work(&transaction)?;
        transaction.finish()?;
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < limits::READERS {
            readers.push(reader);
        }
        Ok(value)
    }

    /// Asks the log on a reading connection; all answers are of one moment.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn view<T>(&self, ask: impl FnOnce(LogView<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.read(|transaction| Ok(ask(LogView(transaction)))).map_err(columns::store_error)?
    }

    /// Uses the writing connection for reading.
    fn with_writer<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        work(&self.writer.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns a member of the directory.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn member(&self, user: UserId) -> Result<Option<Member>, StoreError> {
        self.view(|log| log.member(user))
    }

    /// Returns the workspace's secrets.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn keys(&self) -> Result<Keys, StoreError> {
        self.view(|log| log.keys())
    }

    /// Tells whether the rows were made by a program of an earlier version.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn rows_are_stale(&self) -> rusqlite::Result<bool> {
        self.read(|reader| reader.query_row("SELECT rows_stale FROM position", [], |row| row.get(0)))
    }

    /// Notes that the rows are this program's.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn rows_are_made(&self) -> rusqlite::Result<()> {
        self.write(|transaction| transaction.execute("UPDATE position SET rows_stale = 0", []).map(drop))
    }

    /// Draws a new epoch: every cookie given so far means "from the start". For a restored backup.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn renew_epoch(&self) -> rusqlite::Result<()> {
        let mut epoch = [0; 8];
        OsRandom.fill(&mut epoch);
        self.write(|transaction| transaction.execute("UPDATE position SET epoch = ?1, restored = 1", [epoch]))
            .map(|_| ())
    }

    /// Gives the room of what was deleted back to the disk.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn vacuum(&self) -> rusqlite::Result<()> {
        self.with_writer(|writer| writer.execute_batch("VACUUM"))
    }

    /// Copies the database, as of one moment, into a new file, while others read and write.
    ///
    /// # Errors
    /// When the target exists or cannot be written.
    pub(crate) fn backup(&self, target: &Path) -> anyhow::Result<()> {
        anyhow::ensure!(!target.exists(), "{} exists already; expected a new file", target.display());
        let source = open_reader(&self.path)?;
        // One statement in one read transaction: unlike page-wise copying, a busy writer cannot make it start over.
        source.execute("VACUUM INTO ?1", [target.to_string_lossy()])?;
        File::open(target)?.sync_all()?;
        Ok(())
    }
}

fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let reader = Connection::open_with_flags(path, flags)?;
    reader.busy_timeout(limits::DATABASE_BUSY_TIMEOUT)?;
    keep_plans(&reader)?;
    reader.set_prepared_statement_cache_capacity(64);
    Ok(reader)
}

/// Keeps SQLite from preparing a statement anew whenever another number is bound to it.
fn keep_plans(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

fn configure(writer: &Connection) -> rusqlite::Result<()> {
    keep_plans(writer)?;
    writer.busy_timeout(limits::DATABASE_BUSY_TIMEOUT)?;
    writer.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    writer.pragma_update(None, "synchronous", "full")?;
    writer.pragma_update(None, "foreign_keys", true)?;
    writer.set_prepared_statement_cache_capacity(64);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_process_cannot_open_the_folder_but_may_look() {
        let folder = tempfile::tempdir().unwrap();
        let first = Database::open(folder.path()).unwrap();
        assert!(matches!(Database::open(folder.path()), Err(OpenError::InUse(_))));
        Database::open_beside(folder.path()).unwrap();
        drop(first);
        Database::open(folder.path()).unwrap();
    }

    #[test]
    fn a_database_of_a_newer_program_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(folder.path()).unwrap();
        database.write(|transaction| transaction.pragma_update(None, "user_version", 999)).unwrap();
        drop(database);
        assert!(matches!(Database::open(folder.path()), Err(OpenError::TooNew { found: 999, .. })));
    }

    #[test]
    fn commits_are_synced_to_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(folder.path()).unwrap();
        let pragma = |name: &str| {
            database.write(|transaction| {
                transaction.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
            })
        };
        assert_eq!(pragma("journal_mode").unwrap(), rusqlite::types::Value::Text("wal".to_owned()));
        assert_eq!(pragma("synchronous").unwrap(), rusqlite::types::Value::Integer(2));
        assert_eq!(pragma("foreign_keys").unwrap(), rusqlite::types::Value::Integer(1));
    }
}
