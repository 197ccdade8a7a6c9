//! Users, devices and sessions: who may sign in, from what, until when.
//!
//! Names, roles and who is disabled stand in the workspace document's directory; nothing here repeats them.

use fieldnote_core::values::{DeviceId, Id, Instant, UserId};
use rusqlite::{OptionalExtension as _, Result, Row, params};

use super::sqlite::Database;
use crate::auth::token::TokenHash;
use crate::limits;

/// A user as sign-in knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct User {
    /// Id, the same as in the directory.
    pub(crate) id: UserId,
    /// Sign-in name.
    pub(crate) login: String,
    /// The argon2id hash with its parameters.
    pub(crate) password: String,
}

/// A device of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Device {
    /// Id.
    pub(crate) id: DeviceId,
    /// Its user.
    pub(crate) user: UserId,
    /// As named at sign-in.
    pub(crate) name: String,
    /// Enrolled at.
    pub(crate) created_at: Instant,
    /// Last sign-in, exchange or prolonging of the session at; an exchange within a minute of another is not noted.
    pub(crate) last_seen_at: Instant,
    /// Revoked at.
    pub(crate) revoked_at: Option<Instant>,
}

/// A session, with what every request needs of its device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    /// The user.
    pub(crate) user: UserId,
    /// The user's sign-in name.
    pub(crate) login: String,
    /// The device.
    pub(crate) device: DeviceId,
    /// Whether the device was revoked.
    pub(crate) revoked: bool,
    /// Ends at.
    pub(crate) expires_at: Instant,
}

fn wrong(column: usize) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(column, "id".to_owned(), rusqlite::types::Type::Blob)
}

fn user_id(row: &Row<'_>, column: usize) -> Result<UserId> {
    row.get::<_, [u8; 10]>(column).map(|bytes| UserId(Id::from_bytes(bytes))).map_err(|_| wrong(column))
}

fn device_id(row: &Row<'_>, column: usize) -> Result<DeviceId> {
    row.get::<_, [u8; 8]>(column).map(DeviceId).map_err(|_| wrong(column))
}

fn device(row: &Row<'_>) -> Result<Device> {
    Ok(Device {
        id: device_id(row, 0)?,
        user: user_id(row, 1)?,
        name: row.get(2)?,
        created_at: Instant(row.get(3)?),
        last_seen_at: Instant(row.get(4)?),
        revoked_at: row.get::<_, Option<i64>>(5)?.map(Instant),
    })
}

fn user(row: &Row<'_>) -> Result<User> {
    Ok(User { id: user_id(row, 0)?, login: row.get(1)?, password: row.get(2)? })
}

const DEVICE: &str = "SELECT id, user, name, created_at, last_seen_at, revoked_at FROM devices";
const USER: &str = "SELECT id, login, password FROM users";

impl Database {
    /// Adds a user; false when the login is taken.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn add_user(&self, user: &User, now: Instant) -> Result<bool> {
        self.write(|transaction| {
            let sql =
                "INSERT INTO users (id, login, password, created_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
            let added = transaction.execute(sql, params![user.id.0.as_bytes(), user.login, user.password, now.0])?;
            Ok(added == 1)
        })
    }

    /// Returns the user of a login.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn user_by_login(&self, login: &str) -> Result<Option<User>> {
        self.read(|reader| {
            reader.prepare_cached(&format!("{USER} WHERE login = ?1"))?.query_one([login], user).optional()
        })
    }

    /// Returns a user.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn user(&self, id: UserId) -> Result<Option<User>> {
        let sql = format!("{USER} WHERE id = ?1");
        self.read(|reader| reader.prepare_cached(&sql)?.query_one([id.0.as_bytes()], user).optional())
    }

    /// Returns all users by login.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn users(&self) -> Result<Vec<User>> {
        self.read(|reader| reader.prepare_cached(&format!("{USER} ORDER BY login"))?.query_map([], user)?.collect())
    }

    /// Sets a password and ends all sessions of the user but `keep`.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn set_password(&self, id: UserId, password: &str, keep: Option<TokenHash>) -> Result<()> {
        self.write(|transaction| {
            transaction.execute("UPDATE users SET password = ?2 WHERE id = ?1", params![id.0.as_bytes(), password])?;
            let sql = "DELETE FROM sessions WHERE user = ?1 AND token IS NOT ?2";
            transaction.execute(sql, params![id.0.as_bytes(), keep.map(|token| token.0)])?;
            Ok(())
        })
    }

    /// Ends all sessions of a user.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn end_sessions(&self, id: UserId) -> Result<()> {
        self.write(|transaction| transaction.execute("DELETE FROM sessions WHERE user = ?1", [id.0.as_bytes()]))?;
        Ok(())
    }

    /// Starts a session on the device `wanted` when it is the user's and not revoked, else on the new one `fresh`.
    /// Returns the device, and one that was revoked because the user has too many.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn start_session(
        &self,
        token: TokenHash,
        user: UserId,
        wanted: Option<DeviceId>,
        fresh: (DeviceId, &str),
        now: Instant,
    ) -> Result<(DeviceId, Option<DeviceId>)> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM sessions WHERE expires_at <= ?1", [now.0])?;
            let known = wanted.map(|wanted| {
                let sql = "UPDATE devices SET last_seen_at = ?3 WHERE id = ?1 AND user = ?2 AND revoked_at IS NULL";
                transaction
                    .execute(sql, params![wanted.0, user.0.as_bytes(), now.0])
                    .map(|changed| (changed == 1).then_some(wanted))
            });
            let (device, replaced) = match known.transpose()?.flatten() {
                Some(device) => (device, None),
                None => {
                    let forgotten = wanted.map(|wanted| is_forgotten(transaction, user, wanted)).transpose()?;
                    let device = wanted.filter(|_| forgotten == Some(true)).unwrap_or(fresh.0);
                    (device, enrol(transaction, user, (device, fresh.1), now)?)
                }
            };
            let sql = "INSERT INTO sessions (token, user, device, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)";
            let expires_at = now.plus_ms(limits::SESSION_LIFE_MS);
            transaction.execute(sql, params![token.0, user.0.as_bytes(), device.0, now.0, expires_at.0])?;
            Ok((device, replaced))
        })
    }

    /// Enrols a device without a session: for imports and the demo.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn enrol_device(&self, user: UserId, device: DeviceId, name: &str, now: Instant) -> Result<()> {
        self.write(|transaction| enrol(transaction, user, (device, name), now)).map(|_| ())
    }

    /// Returns a session that has not expired.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn session(&self, token: TokenHash, now: Instant) -> Result<Option<Session>> {
        let sql = "SELECT s.user, u.login, s.device, d.revoked_at IS NOT NULL, s.expires_at FROM sessions s \
                   JOIN users u ON u.id = s.user JOIN devices d ON d.id = s.device \
                   WHERE s.token = ?1 AND s.expires_at > ?2";
        self.read(|reader| {
            let session = |row: &Row<'_>| {
                Ok(Session {
                    user: user_id(row, 0)?,
                    login: row.get(1)?,
                    device: device_id(row, 2)?,
                    revoked: row.get(3)?,
                    expires_at: Instant(row.get(4)?),
                })
            };
            reader.prepare_cached(sql)?.query_one(params![token.0, now.0], session).optional()
        })
    }

    /// Prolongs a session that is in use and notes the device as seen.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn prolong_session(&self, token: TokenHash, device: DeviceId, now: Instant) -> Result<()> {
        self.write(|transaction| {
            let expires_at = now.plus_ms(limits::SESSION_LIFE_MS);
            transaction
                .execute("UPDATE sessions SET expires_at = ?2 WHERE token = ?1", params![token.0, expires_at.0])?;
            transaction.execute("UPDATE devices SET last_seen_at = ?2 WHERE id = ?1", params![device.0, now.0])?;
            Ok(())
        })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn end_session(&self, token: TokenHash) -> Result<()> {
        self.write(|transaction| transaction.execute("DELETE FROM sessions WHERE token = ?1", [token.0])).map(|_| ())
    }

    /// Returns the devices of a user that are not revoked, last seen first.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn devices(&self, user: UserId) -> Result<Vec<Device>> {
        let sql = format!("{DEVICE} WHERE user = ?1 AND revoked_at IS NULL ORDER BY last_seen_at DESC, id");
        self.read(|reader| reader.prepare_cached(&sql)?.query_map([user.0.as_bytes()], device)?.collect())
    }

    /// Revokes a device of a user; false when there is none. Its sessions stay, to tell it that it was revoked.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn revoke_device(&self, user: UserId, device: DeviceId, now: Instant) -> Result<bool> {
        let sql = "UPDATE devices SET revoked_at = ?3 WHERE id = ?1 AND user = ?2 AND revoked_at IS NULL";
        self.write(|transaction| transaction.execute(sql, params![device.0, user.0.as_bytes(), now.0]))
            .map(|changed| changed == 1)
    }

    /// Gives a user a calendar feed under a new address; the one before is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn put_feed(&self, token: TokenHash, user: UserId, now: Instant) -> Result<()> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM feeds WHERE user = ?1", [user.0.as_bytes()])?;
            let sql = "INSERT INTO feeds (token, user, created_at) VALUES (?1, ?2, ?3)";
            transaction.execute(sql, params![token.0, user.0.as_bytes(), now.0]).map(drop)
        })
    }

    /// Takes the address of a user's feed back.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn end_feed(&self, user: UserId) -> Result<()> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM feeds WHERE user = ?1", [user.0.as_bytes()]).map(drop)
        })
    }

    /// Returns since when a user has a feed.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn feed_of(&self, user: UserId) -> Result<Option<Instant>> {
        let sql = "SELECT created_at FROM feeds WHERE user = ?1";
        self.read(|reader| {
            let row = |row: &Row<'_>| row.get(0).map(Instant);
            reader.prepare_cached(sql)?.query_one([user.0.as_bytes()], row).optional()
        })
    }

    /// Returns whose feed stands under an address.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn user_of_feed(&self, token: TokenHash) -> Result<Option<UserId>> {
        let sql = "SELECT user FROM feeds WHERE token = ?1";
        self.read(|reader| reader.prepare_cached(sql)?.query_one([token.0], |row| user_id(row, 0)).optional())
    }
}

/// Tells whether a restored server may have forgotten a device: nobody's name stands beside it. It keeps its id then, as
/// what it has not sent yet is written under that.
fn is_forgotten(transaction: &rusqlite::Transaction<'_>, user: UserId, device: DeviceId) -> Result<bool> {
    if device == DeviceId::SERVER || device == DeviceId::GENESIS {
        return Ok(false);
    }
    let sql = "SELECT restored = 1 AND NOT EXISTS (SELECT 1 FROM devices WHERE id = ?1) \
               AND NOT EXISTS (SELECT 1 FROM changes WHERE device = ?1 AND user IS NOT NULL AND user <> ?2) \
               AND NOT EXISTS (SELECT 1 FROM syncs WHERE device = ?1 AND user <> ?2) FROM position";
    transaction.query_row(sql, params![device.0, user.0.as_bytes()], |row| row.get(0))
}

fn enrol(
    transaction: &rusqlite::Transaction<'_>,
    user: UserId,
    (device, name): (DeviceId, &str),
    now: Instant,
) -> Result<Option<DeviceId>> {
    let sql = format!("{DEVICE} WHERE user = ?1 AND revoked_at IS NULL ORDER BY last_seen_at DESC LIMIT -1 OFFSET ?2");
    let too_many = transaction
        .prepare_cached(&sql)?
        .query_row(params![user.0.as_bytes(), (limits::DEVICES_MAX - 1) as i64], self::device)
        .optional()?;
    if let Some(oldest) = &too_many {
        transaction.execute("UPDATE devices SET revoked_at = ?2 WHERE id = ?1", params![oldest.id.0, now.0])?;
    }
    let sql = "INSERT INTO devices (id, user, name, created_at, last_seen_at) VALUES (?1, ?2, ?3, ?4, ?4)";
    transaction.execute(sql, params![device.0, user.0.as_bytes(), name, now.0])?;
    Ok(too_many.map(|oldest| oldest.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Instant = Instant(1_700_000_000_000);

    fn li() -> User {
        User { id: UserId(Id::from_bytes([7; 10])), login: "li".to_owned(), password: "hash".to_owned() }
    }

    fn database() -> (tempfile::TempDir, Database) {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(folder.path()).unwrap();
        assert!(database.add_user(&li(), START).unwrap());
        (folder, database)
    }

    fn sign_in(database: &Database, token: u8, wanted: Option<DeviceId>, fresh: u8, now: Instant) -> DeviceId {
        let fresh = (DeviceId([fresh; 8]), "phone");
        database.start_session(TokenHash([token; 32]), li().id, wanted, fresh, now).unwrap().0
    }

    #[test]
    fn a_login_belongs_to_one_user() {
        let (_folder, database) = database();
        assert!(!database.add_user(&User { id: UserId(Id::from_bytes([8; 10])), ..li() }, START).unwrap());
        assert_eq!(database.user_by_login("li").unwrap(), Some(li()));
        assert_eq!(database.user_by_login("lI").unwrap(), None);
    }

    #[test]
    fn signing_in_again_keeps_the_device_unless_it_was_revoked() {
        let (_folder, database) = database();
        let first = sign_in(&database, 1, None, 1, START);
        assert_eq!(sign_in(&database, 2, Some(first), 2, START), first);
        assert_eq!(sign_in(&database, 3, Some(DeviceId([9; 8])), 3, START), DeviceId([3; 8]));
        assert!(database.revoke_device(li().id, first, START).unwrap());
        assert!(!database.revoke_device(li().id, first, START).unwrap());
        assert_eq!(sign_in(&database, 4, Some(first), 4, START), DeviceId([4; 8]));
        assert!(database.session(TokenHash([1; 32]), START).unwrap().unwrap().revoked);
        let left: Vec<_> = database.devices(li().id).unwrap().into_iter().map(|device| device.id).collect();
        assert_eq!(left, [DeviceId([3; 8]), DeviceId([4; 8])]);
    }

    #[test]
    fn a_restored_server_lets_a_forgotten_device_keep_its_id_unless_it_is_another_persons() {
        let (_folder, database) = database();
        let wanted = Some(DeviceId([9; 8]));
        assert_eq!(sign_in(&database, 1, wanted, 1, START), DeviceId([1; 8]), "never restored: made up");
        database.renew_epoch().unwrap();
        assert_eq!(sign_in(&database, 2, wanted, 2, START), DeviceId([9; 8]));
        for (token, reserved) in [(10, DeviceId::SERVER), (11, DeviceId::GENESIS)] {
            assert_eq!(sign_in(&database, token, Some(reserved), token, START), DeviceId([token; 8]));
        }
        let other = User { id: UserId(Id::from_bytes([8; 10])), login: "wu".to_owned(), password: "hash".to_owned() };
        assert!(database.add_user(&other, START).unwrap());
        let taken = database.start_session(TokenHash([4; 32]), other.id, wanted, (DeviceId([4; 8]), "phone"), START);
        assert_eq!(taken.unwrap().0, DeviceId([4; 8]));
        let sql = "INSERT INTO syncs (device, user, at) VALUES (?1, ?2, 1)";
        database.write(|t| t.execute(sql, params![[6_u8; 8], li().id.0.as_bytes()])).unwrap();
        let claimed = database.start_session(
            TokenHash([5; 32]),
            other.id,
            Some(DeviceId([6; 8])),
            (DeviceId([5; 8]), "phone"),
            START,
        );
        assert_eq!(claimed.unwrap().0, DeviceId([5; 8]), "it synced for somebody else");
    }

    #[test]
    fn a_session_ends_after_thirty_days_without_use() {
        let (_folder, database) = database();
        let device = sign_in(&database, 1, None, 1, START);
        let token = TokenHash([1; 32]);
        let last = START.plus_ms(limits::SESSION_LIFE_MS - 1);
        assert!(database.session(token, last).unwrap().is_some());
        assert!(database.session(token, last.plus_ms(1)).unwrap().is_none());
        database.prolong_session(token, device, last).unwrap();
        assert!(database.session(token, last.plus_ms(1)).unwrap().is_some());
    }

    #[test]
    fn a_new_password_ends_every_other_session() {
        let (_folder, database) = database();
        let device = sign_in(&database, 1, None, 1, START);
        sign_in(&database, 2, Some(device), 2, START);
        database.set_password(li().id, "new", Some(TokenHash([2; 32]))).unwrap();
        assert!(database.session(TokenHash([1; 32]), START).unwrap().is_none());
        assert!(database.session(TokenHash([2; 32]), START).unwrap().is_some());
        database.set_password(li().id, "newer", None).unwrap();
        assert!(database.session(TokenHash([2; 32]), START).unwrap().is_none());
    }

    #[test]
    fn one_device_too_many_revokes_the_one_seen_longest_ago() {
        let (_folder, database) = database();
        for number in 0..=limits::DEVICES_MAX as u8 {
            sign_in(&database, number, None, number + 1, START.plus_ms(i64::from(number)));
        }
        assert_eq!(database.devices(li().id).unwrap().len(), limits::DEVICES_MAX);
        assert!(database.session(TokenHash([0; 32]), START).unwrap().unwrap().revoked);
    }
}
