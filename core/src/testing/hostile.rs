//! What attacks start from: a small team with its customers, real changes that wait, real frames.

use minicbor::bytes::ByteVec;
use sha2::{Digest as _, Sha256};

use crate::command::{Command, CommandContext, execute};
use crate::document::Document;
use crate::model::Role;
use crate::policy::Policy;
use crate::sync::hub::{Caller, Hub, Submission};
use crate::sync::seal::Keys;
use crate::sync::wire::{ClientFrame, Cookie, Digest, PROTOCOL_VERSION, PendingDocument, PinChange, Push, Sync};
use crate::testing::builders;
use crate::testing::memory_store::MemoryStore;
use crate::values::{AccountId, ContactId, Day, DocumentId, Id, Instant, OpportunityId, RequestId, TaskId, VisitId};

/// The secrets of a yard.
pub const KEYS: Keys = Keys { digest: [9; 16], seal: [8; 16] };

/// A server's state before an attack, and what an attacker has in hand.
#[derive(Debug, Clone)]
pub struct Yard {
    /// The store: one customer of the attacker's, one of a colleague's.
    pub store: MemoryStore,
    /// The attacker: a rep on an enrolled device.
    pub attacker: Caller,
    /// Changes that the attacker could send now, each with its document; those of one document build on one another.
    pub pending: Vec<(DocumentId, Vec<u8>)>,
    /// Real frames of the attacker.
    pub frames: Vec<Vec<u8>>,
}

impl Yard {
    /// Makes the same yard every time.
    ///
    /// # Panics
    /// Never: the store is in memory and the commands are known.
    pub fn new() -> Self {
        #[expect(clippy::expect_used, reason = "a store in memory that was not told to fail, and known commands")]
        Self::try_new().expect("a yard")
    }

    fn try_new() -> Option<Self> {
        let (boss, rep, colleague) = (builders::user(1), builders::user(2), builders::user(3));
        let mut hub = Hub::new(MemoryStore::new([1; 8]), KEYS, [1; 8]);
        hub.init_workspace(&Policy::preset(), Instant(1)).ok()?;
        for (user, role, manager) in
            [(boss, Role::Manager, None), (rep, Role::Rep, Some(boss)), (colleague, Role::Rep, Some(boss))]
        {
            hub.put_member(&builders::member(user, role, manager), None, Instant(1)).ok()?;
        }
        let attacker = Caller { user: rep, device: builders::device(2) };
        let other = Caller { user: colleague, device: builders::device(3) };
        let (mine, theirs) = (account(40), account(41));
        let make = |account| builders::create_account(account, "蓝海科技", "重点");
        for (caller, account) in [(attacker, mine), (other, theirs)] {
            let mut phone = Phone::new(caller, account, 1);
            let pending = phone.run(&mut hub, &[make(account), builders::rename(account, "蓝海集团")])?;
            hub.push(vec![Submission { caller, pending: by_document(&pending), pins: Vec::new() }], Instant(5));
        }
        let day = Day::new(2026, 11, 25)?;
        let mut phone = Phone::load(&mut hub, attacker, mine)?;
        let commands = [
            builders::rename(mine, "蓝海"),
            builders::add_contact(mine, ContactId(Id::from_bytes([50; 10])), "张三"),
            builders::record_visit(mine, VisitId(Id::from_bytes([51; 10])), Instant(9_000)),
            builders::plan_task(mine, TaskId(Id::from_bytes([52; 10])), rep, day),
            builders::create_opportunity(mine, OpportunityId(Id::from_bytes([53; 10])), 120_000),
            builders::tag(mine, "展会"),
            builders::request_assignment(mine, RequestId(Id::from_bytes([54; 10])), colleague),
        ];
        let pending = phone.run(&mut hub, &commands)?;
        let whole = by_document(&pending);
        let pins = vec![PinChange { doc: DocumentId::account(mine), wanted: true }];
        let sync = Sync {
            version: PROTOCOL_VERSION,
            cookie: Cookie { epoch: [1; 8], seq: 3, before: 0 },
            digest: Digest([7; 16]),
            sent_at: Instant(77),
            live: true,
            pending: whole.clone(),
            pins: pins.clone(),
            manifest: None,
            restored: false,
        };
        let mut frames = vec![
            ClientFrame::Ping.to_bytes(),
            ClientFrame::Sync(sync).to_bytes(),
            ClientFrame::Push(Push { pending: whole, pins, returned: None }).to_bytes(),
        ];
        frames.extend(pending.iter().map(|one| {
            let pending = by_document(std::slice::from_ref(one));
            ClientFrame::Push(Push { pending, pins: Vec::new(), returned: None }).to_bytes()
        }));
        Some(Self { store: hub.into_store(), attacker, pending, frames })
    }

    /// Opens a hub over a copy of the store.
    pub fn hub(&self) -> Hub<MemoryStore> {
        Hub::new(self.store.clone(), KEYS, [2; 8])
    }
}

impl Default for Yard {
    fn default() -> Self {
        Self::new()
    }
}

/// Groups changes by document, in order.
pub fn by_document(pending: &[(DocumentId, Vec<u8>)]) -> Vec<PendingDocument> {
    let mut documents: Vec<PendingDocument> = Vec::new();
    for (doc, bytes) in pending {
        let bytes = ByteVec::from(bytes.clone());
        match documents.iter_mut().find(|document| document.doc == *doc) {
            Some(document) => document.changes.push(bytes),
            None => documents.push(PendingDocument { doc: *doc, changes: vec![bytes] }),
        }
    }
    documents
}

/// Repairs length and checksum of a plain chunk of at least a header, so that a change to its body is looked at.
pub fn repair(chunk: &[u8]) -> Option<Vec<u8>> {
    let (head, rest) = chunk.split_at_checked(9)?;
    let digits = rest.iter().position(|byte| *byte < 128)? + 1;
    let body = rest.get(digits..)?;
    let mut hashed = vec![*head.last()?];
    let mut length = body.len();
    while length >= 128 {
        hashed.push((length & 127) as u8 | 128);
        length >>= 7;
    }
    hashed.push(length as u8);
    hashed.extend(body);
    let hash = Sha256::digest(&hashed);
    let mut repaired = head.get(..4)?.to_vec();
    repaired.extend(hash.iter().take(4));
    repaired.extend(hashed);
    Some(repaired)
}

fn account(number: u8) -> AccountId {
    AccountId(Id::from_bytes([number; 10]))
}

/// A device with one customer.
struct Phone {
    caller: Caller,
    account: Document,
    private: Document,
}

impl Phone {
    fn new(caller: Caller, account: AccountId, session: u8) -> Self {
        let actor = caller.device.actor([session; 8]);
        let (account, private) = (DocumentId::account(account), DocumentId::private(account));
        Self { caller, account: Document::new(account, actor), private: Document::new(private, actor) }
    }

    /// Begins a new session with what the server has.
    fn load(hub: &mut Hub<MemoryStore>, caller: Caller, account: AccountId) -> Option<Self> {
        let mut phone = Self::new(caller, account, 2);
        for document in [&mut phone.account, &mut phone.private] {
            let changes = hub.store().log().filter(|entry| entry.doc == document.id());
            let changes: Vec<_> = changes.map(|entry| entry.bytes.clone()).collect();
            document.apply(&changes).ok()?;
        }
        Some(phone)
    }

    fn run(&mut self, hub: &mut Hub<MemoryStore>, commands: &[Command]) -> Option<Vec<(DocumentId, Vec<u8>)>> {
        let (policy, directory) = (Policy::preset(), hub.directory().ok()?);
        let context =
            CommandContext { me: self.caller.user, now: Instant(8_000), policy: &policy, directory: &directory };
        let mut pending = Vec::new();
        for command in commands {
            let written = execute(&mut self.account, Some(&mut self.private), command, &context).ok()?;
            pending.extend(written.into_iter().map(|written| (written.doc, written.bytes)));
        }
        Some(pending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::hub::{Receipt, check};
    use crate::sync::wire::Outcome;

    #[test]
    fn everything_in_a_yard_is_real() {
        let yard = Yard::new();
        assert_eq!(yard.pending.len(), 8, "one of them with a number for the private document");
        let mut hub = yard.hub();
        for frame in &yard.frames {
            assert!(ClientFrame::from_bytes(frame).is_ok());
        }
        let submission = Submission { caller: yard.attacker, pending: by_document(&yard.pending), pins: Vec::new() };
        let pushed = hub.push(vec![submission], Instant(9));
        let [Receipt::Stored(verdicts)] = &pushed.receipts[..] else { panic!("{:?}", pushed.receipts) };
        assert!(verdicts.iter().all(|verdict| matches!(verdict.outcome, Outcome::Durable(_))), "{verdicts:?}");
        assert_eq!(check(hub.store(), &KEYS.digest).unwrap().problems, Vec::<String>::new());
    }

    #[test]
    fn repairing_a_whole_chunk_changes_nothing() {
        for (_, chunk) in Yard::new().pending {
            assert_eq!(repair(&chunk), Some(chunk));
        }
    }
}
