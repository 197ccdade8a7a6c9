//! The least device that can speak to a hub: it holds documents, rows and a cookie, and proves every digest.

use std::collections::BTreeMap;

use minicbor::bytes::ByteVec;

use crate::command::{AccountEdit, Command, CommandContext, ContactEdit, NewContact, PrivateEdit, execute};
use crate::document::Document;
use crate::policy::Policy;
use crate::sync::digest::{document_item, of_sum, row_item};
use crate::sync::hub::{Caller, Hub, Submission};
use crate::sync::limits::PAGE_BYTES;
use crate::sync::pull::{PullRequest, pull};
use crate::sync::seal::Keys;
use crate::sync::store::StoreRead;
use crate::sync::wire::{Content, Cookie, Delta, Digest, Heads, Outcome, PendingDocument, PinChange, Sync};
use crate::testing::memory_store::MemoryStore;
use crate::values::{AccountId, ContactId, DeviceId, DocumentId, DocumentKind, Id, Instant, RequestId, UserId};

pub(super) const KEYS: Keys = Keys { digest: [9; 16], seal: [8; 16] };

#[derive(Debug, Clone)]
pub(super) struct Phone {
    pub(super) caller: Caller,
    actor: [u8; 16],
    pub(super) documents: BTreeMap<DocumentId, Document>,
    pub(super) acked: BTreeMap<DocumentId, Heads>,
    pub(super) rows: BTreeMap<AccountId, Vec<u8>>,
    pub(super) pending: Vec<PendingDocument>,
    pub(super) pins: Vec<PinChange>,
    pub(super) cookie: Cookie,
    pub(super) page_bytes: usize,
    /// Documents in the order in which they first came.
    pub(super) arrived: Vec<DocumentId>,
}

impl Phone {
    pub(super) fn new(user: UserId, device: u8) -> Self {
        let caller = Caller { user, device: DeviceId([device; 8]) };
        Self {
            caller,
            actor: caller.device.actor([1; 8]),
            documents: BTreeMap::new(),
            acked: BTreeMap::new(),
            rows: BTreeMap::new(),
            pending: Vec::new(),
            pins: Vec::new(),
            cookie: Cookie::default(),
            page_bytes: PAGE_BYTES,
            arrived: Vec::new(),
        }
    }

    pub(super) fn document(&mut self, doc: DocumentId) -> &mut Document {
        let actor = self.actor;
        self.documents.entry(doc).or_insert_with(|| Document::new(doc, actor))
    }

    /// Does a command; its changes wait for the next exchange.
    pub(super) fn run(&mut self, hub: &mut Hub<MemoryStore>, command: &Command) {
        let directory = hub.directory().unwrap();
        let policy = self.documents.get(&DocumentId::WORKSPACE).map(|document| document.workspace().0);
        let policy = policy.unwrap_or_else(Policy::preset);
        let ctx = CommandContext { me: self.caller.user, now: Instant(77), policy: &policy, directory: &directory };
        let mut account = self.document(command.document()).clone();
        let private = command.account().map(DocumentId::private);
        let mut private = private.map(|private| self.document(private).clone());
        for written in execute(&mut account, private.as_mut(), command, &ctx).unwrap() {
            let changes = vec![ByteVec::from(written.bytes)];
            self.pending.push(PendingDocument { doc: written.doc, changes });
        }
        self.documents.insert(account.id(), account);
        self.documents.extend(private.map(|private| (private.id(), private)));
    }

    pub(super) fn create(&mut self, hub: &mut Hub<MemoryStore>, number: u8, name: &str) {
        let contact = NewContact { name: "张三".into(), office_phone: "021-5555".into(), ..NewContact::default() };
        let command = Command::CreateAccount {
            account: account(number),
            edits: vec![AccountEdit::Name(name.into())],
            contacts: vec![(ContactId(Id::from_bytes([number; 10])), contact)],
        };
        self.run(hub, &command);
    }

    pub(super) fn rename(&mut self, hub: &mut Hub<MemoryStore>, number: u8, name: &str) {
        let edits = vec![AccountEdit::Name(name.into())];
        self.run(hub, &Command::EditAccount { account: account(number), edits });
    }

    pub(super) fn change_number(&mut self, hub: &mut Hub<MemoryStore>, number: u8, phone: &str) {
        let command = Command::EditContact {
            account: account(number),
            contact: ContactId(Id::from_bytes([number; 10])),
            edits: Vec::<ContactEdit>::new(),
            private: vec![PrivateEdit::OfficePhone(phone.into())],
        };
        self.run(hub, &command);
    }

    pub(super) fn assign(&mut self, hub: &mut Hub<MemoryStore>, number: u8, request: u8, to: UserId) {
        let request = RequestId(Id::from_bytes([request; 10]));
        self.run(hub, &Command::RequestAssignment { account: account(number), request, to });
    }

    /// What it would send now.
    pub(super) fn submission(&mut self) -> Submission {
        let (pending, pins) = (std::mem::take(&mut self.pending), std::mem::take(&mut self.pins));
        Submission { caller: self.caller, pending, pins }
    }

    /// One whole exchange; the digest must agree at its end. Returns the pages.
    pub(super) fn sync(&mut self, hub: &mut Hub<MemoryStore>) -> Vec<Delta> {
        let Submission { pending, pins, .. } = self.submission();
        let sync = Sync {
            version: 1,
            cookie: self.cookie,
            digest: Digest::default(),
            sent_at: Instant(0),
            live: false,
            pending,
            pins,
            manifest: None,
            restored: false,
        };
        let mut pages = vec![hub.sync(self.caller, sync, self.page_bytes, Instant(1_000)).unwrap()];
        loop {
            let page = pages.last().unwrap().clone();
            self.take(&page);
            if !page.more {
                return pages;
            }
            pages.push(self.pull(hub.store()));
        }
    }

    /// Asks for the next page without applying it.
    pub(super) fn pull(&self, store: &MemoryStore) -> Delta {
        let request = PullRequest {
            caller: self.caller,
            cookie: self.cookie,
            page_bytes: self.page_bytes,
            with_synced: true,
            with_heads: false,
            now: Instant(1_000),
        };
        pull(store, &KEYS, &request, None).unwrap()
    }

    /// Applies a page as a device must: verdicts, gone, documents, rows, cookie, digest.
    pub(super) fn take(&mut self, page: &Delta) {
        if page.cookie.epoch != self.cookie.epoch || page.cookie.seq < self.cookie.seq {
            self.documents.clear();
            self.acked.clear();
            self.rows.clear();
        }
        for verdict in page.verdicts.iter().filter(|verdict| matches!(verdict.outcome, Outcome::Held(_))) {
            self.documents.remove(&verdict.doc);
        }
        for gone in &page.gone {
            self.documents.remove(&gone.doc);
            self.acked.remove(&gone.doc);
            let account = gone.doc.account_id().filter(|_| gone.doc.kind == DocumentKind::Account);
            account.map(|account| self.rows.remove(&account));
        }
        for delta in &page.documents {
            let doc = delta.doc;
            if !self.arrived.contains(&doc) {
                self.arrived.push(doc);
            }
            match &delta.content {
                Content::Snapshot(bytes) => {
                    let loaded = Document::load(doc, self.actor, &[bytes.as_slice()]).unwrap();
                    self.documents.insert(doc, loaded);
                }
                Content::Changes(changes) => {
                    let changes: Vec<&[u8]> = changes.iter().map(|bytes| bytes.as_slice()).collect();
                    self.document(doc).apply(&changes).unwrap();
                }
            }
            let heads = self.document(doc).heads();
            assert!(delta.heads.is_empty() || heads == delta.heads, "{doc}");
            self.acked.insert(doc, heads);
        }
        for row in &page.rows {
            self.rows.insert(row.account, row.row.as_ref().unwrap().to_vec());
        }
        self.cookie = page.cookie;
        if let Some(digest) = page.digest {
            let documents = self.acked.iter().map(|(doc, heads)| document_item(&KEYS.digest, *doc, heads));
            let rows = self.rows.iter().map(|(account, row)| row_item(&KEYS.digest, *account, row));
            let sum = documents.chain(rows).fold(0u128, u128::wrapping_add);
            assert_eq!(of_sum(sum), digest, "{:?} holds {:?}", self.caller, self.acked.keys());
        }
    }

    pub(super) fn name(&mut self, number: u8) -> Option<String> {
        let document = self.documents.get(&DocumentId::account(account(number)))?;
        Some(document.account().0.profile.name)
    }
}

pub(super) fn account(number: u8) -> AccountId {
    AccountId(Id::from_bytes([number; 10]))
}

/// How many documents and rows a user sees by the table of visibility.
pub(super) fn count_visible(hub: &Hub<MemoryStore>, user: UserId) -> u32 {
    hub.store().count_visible(user, u64::MAX).unwrap()
}
