//! From a typed command to "saved on this phone".

use fieldnote_core::command::{Command, CommandError};
use fieldnote_core::session::{Event, ExecuteError, StoreError, WriteId};
use fieldnote_core::values::DocumentId;
use futures::FutureExt;
use futures::channel::oneshot;

use super::{App, Toast};
use crate::i18n;
use crate::platform::task::spawn;
use crate::platform::{clock, timer};

/// How long a command waits for its document to be read from the store.
const LOAD_WAIT_MS: u32 = 10_000;

/// Why a command was not saved; the form keeps what was typed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Failure {
    /// A rule refused it.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The customer is not on this device, or could not be read in time.
    #[error("the customer is not on this device")]
    NotHere,
    /// The store refused it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl App {
    /// Does what a person asks. Resolves when the edit is on disk.
    ///
    /// The document is opened first if it is not yet, so a command works from a list row too.
    ///
    /// # Errors
    /// When a rule or the store refuses it, or the customer is not on this device.
    pub async fn dispatch(&self, command: Command) -> Result<(), Failure> {
        let deadline = clock::now().plus_ms(i64::from(LOAD_WAIT_MS));
        let mut asked = false;
        loop {
            match self.execute(command.clone()) {
                Ok(stored) => return stored.await.unwrap_or(Ok(())).map_err(Failure::from),
                Err(ExecuteError::Command(error)) => return Err(error.into()),
                Err(ExecuteError::NotHere) => return Err(Failure::NotHere),
                Err(ExecuteError::Loading) if clock::now() >= deadline => return Err(Failure::NotHere),
                Err(ExecuteError::Loading) => {
                    let revised = self.next_revision();
                    if !std::mem::replace(&mut asked, true) {
                        self.event(Event::Open(command.document()));
                        if let Some(account) = command.account() {
                            self.event(Event::Open(DocumentId::private(account)));
                        }
                    }
                    futures::select! {
                        _ = revised.fuse() => {}
                        () = timer::sleep(250).fuse() => {}
                    }
                }
            }
        }
    }

    /// Does what a person asks and says so in a toast, with "undo" where there is one; `done` is the key of the toast's text.
    pub fn run(&self, command: Command, done: i18n::Key) {
        let (app, asks) = (self.clone(), command.is_request());
        spawn(async move {
            match app.dispatch(command).await {
                Ok(()) if asks => app.toast(Toast::plain(i18n::t(done))),
                Ok(()) => app.toast(Toast::undo(i18n::t(done))),
                Err(failure) => app.toast(Toast::failure(&failure)),
            }
        });
    }

    /// Undoes the last command of this tab and says so.
    pub fn undo(&self) {
        let undone = {
            let mut random = self.0.random.borrow_mut();
            self.0.session.borrow_mut().undo(clock::now(), &mut *random)
        };
        match undone {
            Ok((_, outcome)) => {
                self.run_outcome(outcome);
                self.toast(Toast::plain(i18n::t!("toast-undone")));
            }
            Err(_) => self.toast(Toast::plain(i18n::t!("toast-not-undone"))),
        }
    }

    fn execute(&self, command: Command) -> Result<oneshot::Receiver<Result<(), StoreError>>, ExecuteError> {
        let (id, outcome) = {
            let mut random = self.0.random.borrow_mut();
            self.0.session.borrow_mut().execute(command, clock::now(), &mut *random)?
        };
        let (done, stored) = oneshot::channel();
        self.0.stored.borrow_mut().insert(id, done);
        self.run_outcome(outcome);
        Ok(stored)
    }

    fn next_revision(&self) -> oneshot::Receiver<()> {
        let (revised, next) = oneshot::channel();
        self.0.revised.borrow_mut().push(revised);
        next
    }

    /// Takes the store's answer to a transaction, for whoever waits for it and for the session.
    pub(super) fn answer_write(&self, id: WriteId, result: Result<(), StoreError>) {
        let waiter = self.0.stored.borrow_mut().remove(&id);
        self.draft_written(id, result.is_ok());
        self.event(match &result {
            Ok(()) => Event::Stored(id),
            Err(error) => Event::StoreFailed(id, error.clone()),
        });
        if let Some(waiter) = waiter {
            // The screen that waited may be gone.
            let _ = waiter.send(result);
        }
    }
}
