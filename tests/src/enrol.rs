//! Devices enrolled straight into the database of a server that rests: a password check takes 19 MiB and a core on
//! purpose, which is right for a person and too dear for two thousand.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use fieldnote_core::model::Role;
use fieldnote_core::session::Identity;
use fieldnote_core::values::{DeviceId, Id, Random, UserId};
use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};

use crate::api::Person;
use crate::client::{SmallRandom, now};

/// Time that the sessions live, in milliseconds: longer than any test.
const LIFE_MS: i64 = 86_400_000;

/// Enrols a device and begins a session for each pair of a rep's login and the device's name, in that order.
///
/// # Errors
/// When there is no such person, or the database cannot be written.
pub fn enrol(data: &Path, url: &str, wanted: &[(String, String)], seed: u64) -> Result<Vec<Person>> {
    let mut database = Connection::open(data.join("fieldnote.db"))?;
    let digest_key: [u8; 16] = database.query_row("SELECT digest_key FROM position", [], |row| row.get(0))?;
    let users = users(&database)?;
    let mut random = SmallRandom(seed);
    let at = now().0;
    let mut people = Vec::new();
    let transaction = database.transaction()?;
    for (login, name) in wanted {
        let user = *users.get(login).with_context(|| format!("nobody is called {login}"))?;
        let mut device = DeviceId([0; 8]);
        random.fill(&mut device.0);
        let mut token = [0; 32];
        random.fill(&mut token);
        let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
        let sql = "INSERT INTO devices (id, user, name, created_at, last_seen_at) VALUES (?1, ?2, ?3, ?4, ?4)";
        transaction.execute(sql, params![device.0, user.0.as_bytes(), name, at])?;
        let sql = "INSERT INTO sessions (token, user, device, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)";
        let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        transaction.execute(sql, params![hash, user.0.as_bytes(), device.0, at, at + LIFE_MS])?;
        let identity =
            Identity { user, device, role: Role::Rep, name: login.clone(), login: login.clone(), digest_key };
        people.push(Person::known(identity, format!("__Host-fieldnote={token}"), url));
    }
    transaction.commit()?;
    Ok(people)
}

fn users(database: &Connection) -> Result<BTreeMap<String, UserId>> {
    let mut statement = database.prepare("SELECT login, id FROM users")?;
    let users = statement.query_map([], |row| Ok((row.get(0)?, UserId(Id::from_bytes(row.get(1)?)))))?;
    Ok(users.collect::<rusqlite::Result<_>>()?)
}
