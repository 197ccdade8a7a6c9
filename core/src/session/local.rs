//! What the person does: commands and their undoing, each one transaction on this phone.

use minicbor::bytes::ByteVec;

use super::exchange::new_record;
use super::load::is_indexed;
use super::record::{OutboxItem, StoreOp, WriteId};
use super::status::{ExecuteError, Outcome};
use super::write::{Batch, Purpose};
use super::{Cx, Session};
use crate::access::may_capture;
use crate::cbor_array;
use crate::command::{self, AccountEdit, Command, CommandContext, CommandError};
use crate::document::{Document, Written};
use crate::model::{Account, Role};
use crate::summary::{RowAudience, summarise};
use crate::sync::wire::ChangeHash;
use crate::values::{DocumentId, DocumentKind, Instant, Map, words};

/// A command as stored beside its change.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    /// The change is the inverse of the command's.
    pub(super) undo: bool,
    pub(super) command: Command,
}

cbor_array!(Stored { 0: undo, 1: command });

impl Stored {
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        minicbor::decode(bytes).ok()
    }
}

/// The last command of this tab.
#[derive(Debug)]
pub(super) struct Last {
    pub(super) id: WriteId,
    pub(super) undoable: bool,
    command: Command,
    changes: Vec<(DocumentId, ChangeHash)>,
}

impl Session {
    pub(super) fn execute_command(
        &mut self,
        command: Command,
        cx: &mut Cx<'_>,
    ) -> Result<(WriteId, Outcome), ExecuteError> {
        if std::mem::take(&mut self.used) {
            // A document that is made anew here before it comes again must not use the same numbers of one actor twice.
            self.suffix = cx.actor();
        }
        let main = command.document();
        let sells = matches!(self.role(), Role::Rep | Role::Manager | Role::Admin);
        if main.kind == DocumentKind::Account && !sells && !self.captures(&command) {
            // The server would hold it: who serves a customer reads what the others write.
            return Err(CommandError::NotAllowed.into());
        }
        if main.kind == DocumentKind::Cards && !main.account_id().is_some_and(|account| self.sees_private(account)) {
            // A card shows the numbers: whoever may not see those has none to keep.
            return Err(CommandError::NotAllowed.into());
        }
        let mut now = cx.now;
        let (account, private, written) = loop {
            let mut account = self.writable(main, self.may_be_new(&command))?;
            let mut private = self.private_for(&command, &account)?;
            let context = self.command_context(now);
            let written = command::execute(&mut account, private.as_mut(), &command, &context)?;
            if !written.iter().any(|written| self.is_taken(written)) {
                break (account, private, written);
            }
            now = now.plus_ms(1);
        };
        let documents = std::iter::once(account).chain(private);
        // A request goes to the server's decision and a customer's creation is not taken back by emptying it.
        let undoable = !matches!(
            command,
            Command::CreateAccount { .. }
                | Command::RequestAssignment { .. }
                | Command::RequestInactive { .. }
                | Command::RequestActive { .. }
                | Command::RequestMerge { .. }
        );
        let changes: Vec<_> = written.iter().map(|written| (written.doc, written.hash)).collect();
        let undoable = undoable && !changes.is_empty();
        let id = self.save(documents, written, Stored { undo: false, command: command.clone() }, cx)?;
        self.last = Some(Last { id, undoable, command, changes });
        Ok((id, self.finish(cx)))
    }

    pub(super) fn undo_last(&mut self, cx: &mut Cx<'_>) -> Result<(WriteId, Outcome), ExecuteError> {
        let nothing = ExecuteError::Command(CommandError::NothingToUndo);
        let Some(last) = self.last.as_ref().filter(|last| last.undoable) else { return Err(nothing) };
        let context = self.command_context(cx.now);
        let (mut documents, mut written) = (Map::new(), Vec::new());
        for (doc, hash) in last.changes.iter().rev() {
            let document = match documents.remove(doc) {
                Some(document) => Some(document),
                None => self.documents.get(*doc).map(|loaded| loaded.document().clone()),
            };
            let Some(mut document) = document else {
                let missing: Vec<_> = last.changes.iter().map(|(doc, _)| *doc).collect();
                missing.into_iter().for_each(|doc| self.load(doc, true));
                return Err(ExecuteError::Loading);
            };
            written.extend(command::undo(&mut document, *hash, &context)?);
            documents.insert(*doc, document);
        }
        if written.is_empty() {
            return Err(nothing);
        }
        let stored = Stored { undo: true, command: last.command.clone() };
        let id = self.save(documents.into_values(), written, stored, cx)?;
        self.last = None;
        Ok((id, self.finish(cx)))
    }

    /// Tells whether a change of another document waits under the same hash: a change does not name its document, so two
    /// new customers with the same content, made in the same millisecond, begin with the same one.
    fn is_taken(&self, written: &Written) -> bool {
        self.mirror.outbox_item(written.hash).is_some_and(|item| item.doc != written.doc)
    }

    /// Tells whether a command may write a document that is not there. What other departments add has one from the first
    /// addition on; who holds a customer holds that too.
    fn may_be_new(&self, command: &Command) -> bool {
        let doc = command.document();
        let lazily = doc.is_companion() || doc.kind == DocumentKind::Cards;
        let Some(account) = doc.account_id().filter(|_| lazily) else {
            return matches!(command, Command::CreateAccount { .. } | Command::EditSettings { .. });
        };
        let held = self.mirror.record(DocumentId::account(account)).is_some_and(|record| record.full);
        held || self.mirror.row(account).is_some() && self.holds_all(doc.kind)
    }

    /// Tells whether a command captures a lead for those who sell, which other departments may.
    fn captures(&self, command: &Command) -> bool {
        let Command::CreateAccount { edits, .. } = command else { return false };
        may_capture(&self.directory, self.identity.user)
            && edits.iter().any(|edit| matches!(edit, AccountEdit::Lead(true)))
    }

    /// Tells whether the person's role has every document of a kind.
    fn holds_all(&self, kind: DocumentKind) -> bool {
        match self.role() {
            Role::Service | Role::Csm => kind == DocumentKind::Service,
            Role::Marketing => kind == DocumentKind::Campaign,
            _ => false,
        }
    }

    /// Returns a throw-away copy of a document to write to: a refused command leaves no trace.
    fn writable(&mut self, doc: DocumentId, new: bool) -> Result<Document, ExecuteError> {
        if let Some(loaded) = self.documents.get(doc) {
            return Ok(loaded.document().clone());
        }
        match self.mirror.record(doc) {
            None if new => Ok(Document::new(doc, self.actor())),
            Some(record) if record.full => {
                self.load(doc, true);
                Err(ExecuteError::Loading)
            }
            _ => Err(ExecuteError::NotHere),
        }
    }

    /// Returns a copy of the private document where the command writes to it and the person may.
    fn private_for(&mut self, command: &Command, account: &Document) -> Result<Option<Document>, ExecuteError> {
        let needed = match command {
            Command::CreateAccount { .. } => true,
            Command::AddContact { .. } | Command::EditContact { .. } => {
                self.audience(&account.account().0) == RowAudience::Owner
            }
            _ => false,
        };
        if !needed {
            return Ok(None);
        }
        command.account().map(|account| self.writable(DocumentId::private(account), true)).transpose()
    }

    /// Saves what a command wrote: chunks, records, rows and outbox in one transaction.
    fn save(
        &mut self,
        documents: impl Iterator<Item = Document>,
        written: Vec<Written>,
        stored: Stored,
        cx: &mut Cx<'_>,
    ) -> Result<WriteId, ExecuteError> {
        let command =
            minicbor::to_vec(&stored).map_err(|error| ExecuteError::Command(CommandError::Document(words(&error))))?;
        let command = ByteVec::from(command);
        let mut batch = Batch::default();
        for document in documents {
            let doc = document.id();
            if !written.iter().any(|written| written.doc == doc) {
                continue;
            }
            let record = self.mirror.record(doc).cloned().unwrap_or_else(|| new_record(doc));
            let heads = document.heads();
            self.put_loaded(&mut batch, document);
            for written in written.iter().filter(|written| written.doc == doc) {
                self.put(&mut batch, StoreOp::PutChunk(doc, written.bytes.clone().into()));
                let item = OutboxItem {
                    aside: false,
                    hash: written.hash,
                    doc,
                    bytes: written.bytes.clone().into(),
                    command: command.clone(),
                    at: cx.now,
                    order: self.mirror.next_order(cx.now),
                };
                self.put(&mut batch, StoreOp::PutOutbox(item));
            }
            self.put_record(&mut batch, super::DocumentRecord { heads, full: true, ..record });
            self.refresh(&mut batch, doc);
        }
        self.read_standing();
        Ok(self.commit(batch, Purpose::Edit))
    }

    pub(super) fn command_context(&self, now: Instant) -> CommandContext<'_> {
        CommandContext { me: self.identity.user, now, policy: &self.policy, directory: &self.directory }
    }

    /// Returns for whom this person's row of a customer is made.
    pub(super) fn audience(&self, account: &Account) -> RowAudience {
        let me = self.identity.user;
        let own = account.effective_owner() == Some(me) || account.deputies.contains(&me);
        match self.role() {
            Role::Manager if !own => RowAudience::Manager,
            Role::Service | Role::Csm if !own => RowAudience::Manager,
            _ => RowAudience::Owner,
        }
    }

    /// Returns the person's role as the directory has it, or as they signed in while there is none.
    fn role(&self) -> Role {
        self.directory.members.get(&self.identity.user).map_or(self.identity.role, |member| member.role)
    }

    /// Brings a customer's row and text up to the loaded document; without own edits the server's row counts.
    pub(super) fn refresh(&mut self, batch: &mut Batch, doc: DocumentId) {
        let Some(mut record) = self.mirror.record(doc).filter(|_| is_indexed(doc)).cloned() else { return };
        if doc.kind != DocumentKind::Account {
            record.text = self.documents.get(doc).and_then(|loaded| loaded.document().index_text()).or(record.text);
            return self.put_record(batch, record);
        }
        let edited = self.mirror.outbox_of(doc).next().is_some();
        if let Some(loaded) = self.documents.get(doc).filter(|_| record.full) {
            record.text = Some(loaded.document().search_text());
            if edited || record.server_row.is_none() {
                let account = loaded.account();
                let clashes = u32::try_from(loaded.document().clashes().len()).unwrap_or(u32::MAX);
                let row = summarise(account, self.audience(account), clashes, &self.policy);
                record.row = Some(row.to_bytes().into());
            }
        }
        if !edited && record.server_row.is_some() {
            record.row.clone_from(&record.server_row);
        }
        self.put_record(batch, record);
    }
}
