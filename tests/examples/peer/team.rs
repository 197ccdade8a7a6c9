//! Who is there, whose each customer is, and with which session each phone speaks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use fieldnote_core::session::Identity;
use fieldnote_core::values::DeviceId;
use fieldnote_tests::api::Person;
use serde::{Deserialize, Serialize};

/// People of the live load: with fifty phones each edit goes to six or seven others, as the rig's mean is 6.4.
const LIVE_PEOPLE: usize = 7;
/// Customers of each of them, as each of the rig's clients has.
const LIVE_CUSTOMERS: usize = 40;
/// Phones of the live load.
const LIVE_PHONES: usize = 50;
/// Phones of the herd, several for each territory.
const HERD_PHONES: usize = 200;
/// Territories of the rig's herd, each a run of customers.
const TERRITORIES: usize = 40;
/// Names under which the rig starts single clients.
const SINGLE: [&str; 8] = [
    "loader",
    "phone-1",
    "manager",
    "hot",
    "office-server-s2",
    "office-server-herd",
    "verify-server-s2",
    "verify-server-herd",
];

/// How the workload's customers are shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Team {
    One,
    Live,
    Herd,
}

impl Team {
    pub(super) fn of_environment() -> Result<Self> {
        Ok(match std::env::var("FIELDNOTE_TEAM").as_deref() {
            Ok("one") | Err(_) => Self::One,
            Ok("live") => Self::Live,
            Ok("herd") => Self::Herd,
            Ok(other) => bail!("expected one, live or herd in FIELDNOTE_TEAM, got {other}"),
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Live => "live",
            Self::Herd => "herd",
        }
    }

    /// Returns how many people there are.
    pub(super) fn people(self) -> usize {
        match self {
            Self::One => 1,
            // One more has what is not in the live pool.
            Self::Live => LIVE_PEOPLE + 1,
            Self::Herd => TERRITORIES,
        }
    }

    /// Returns whose a customer is, of `count`.
    pub(super) fn owner(self, customer: usize, count: usize) -> usize {
        match self {
            Self::One => 0,
            Self::Live => (customer / LIVE_CUSTOMERS).min(LIVE_PEOPLE),
            Self::Herd => (customer / (count / TERRITORIES).max(1)).min(TERRITORIES - 1),
        }
    }

    /// Returns the customers that a phone of the live load works on instead of those named by the rig, which overlap
    /// from client to client; nothing for any other phone.
    pub(super) fn of_live_phone(self, phone: &str) -> Option<Vec<usize>> {
        let number: usize = phone.strip_prefix("rep-")?.parse().ok()?;
        let from = number % LIVE_PEOPLE * LIVE_CUSTOMERS;
        (self == Self::Live).then(|| (from..from + LIVE_CUSTOMERS).collect())
    }

    /// Returns the phones that sign in: whose, and the name that the rig gives.
    pub(super) fn phones(self) -> Vec<(usize, String)> {
        let single = (0..self.people()).flat_map(|person| SINGLE.map(|name| (person, name.to_owned())));
        let many: Vec<_> = match self {
            Self::One => Vec::new(),
            Self::Live => (0..LIVE_PHONES).map(|phone| (phone % LIVE_PEOPLE, format!("rep-{phone}"))).collect(),
            Self::Herd => (0..HERD_PHONES).map(|phone| (phone % TERRITORIES, format!("herd-{phone}"))).collect(),
        };
        single.chain(many).collect()
    }

    /// Returns the file in which the server leaves the sessions for the clients.
    pub(super) fn file(self) -> Result<PathBuf> {
        let folder = std::env::var_os("CACHE").context("the rig names a folder in CACHE")?;
        std::fs::create_dir_all(&folder)?;
        Ok(Path::new(&folder).join(format!("people-{}.json", self.name())))
    }
}

/// Returns the sign-in name of a person.
pub(super) fn login(person: usize) -> String {
    format!("rep{person}")
}

/// A signed-in phone, as written for the clients.
#[derive(Debug, Serialize, Deserialize)]
struct Seat {
    person: usize,
    phone: String,
    /// CBOR of the identity, in hexadecimal digits.
    identity: String,
    cookie: String,
}

/// The phones that are signed in, by person and name.
#[derive(Debug)]
pub(super) struct Seats(BTreeMap<(usize, String), Seat>);

impl Seats {
    pub(super) fn write(team: Team, people: &[Person]) -> Result<()> {
        let mut seats = Vec::new();
        for ((person, phone), known) in team.phones().into_iter().zip(people) {
            let identity = minicbor::to_vec(&known.identity)?.iter().map(|byte| format!("{byte:02x}")).collect();
            seats.push(Seat { person, phone, identity, cookie: known.cookie.clone() });
        }
        Ok(std::fs::write(team.file()?, serde_json::to_vec(&seats)?)?)
    }

    pub(super) fn read(team: Team) -> Result<Self> {
        let file = team.file()?;
        let bytes = std::fs::read(&file).with_context(|| file.display().to_string())?;
        let seats: Vec<Seat> = serde_json::from_slice(&bytes)?;
        Ok(Self(seats.into_iter().map(|seat| ((seat.person, seat.phone.clone()), seat)).collect()))
    }

    /// Returns the session of a person's phone.
    pub(super) fn person(&self, person: usize, phone: &str, url: &str) -> Result<Person> {
        let seat = self.0.get(&(person, phone.to_owned())).with_context(|| format!("no phone {phone} of {person}"))?;
        let pairs = seat.identity.as_bytes().chunks(2);
        let bytes: Option<Vec<u8>> =
            pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect();
        let identity: Identity = minicbor::decode(&bytes.context("hexadecimal digits")?)?;
        Ok(Person::known(identity, seat.cookie.clone(), url))
    }
}

/// Returns a seed for a tab's ids and actor, which must be new in each process.
pub(super) fn seed(device: DeviceId) -> u64 {
    let time = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    u64::from_be_bytes(device.0) ^ u64::try_from(time.as_nanos() & u128::from(u64::MAX)).unwrap_or_default()
}
