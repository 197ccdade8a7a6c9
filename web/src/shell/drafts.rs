//! Which form's last keystroke is on disk: "saved" is said of a draft only after its transaction is complete.

use std::cell::RefCell;

use fieldnote_core::session::{Effect, Event, WriteId};
use fieldnote_core::values::{Instant, Map};
use minicbor::bytes::ByteVec;

use super::App;
use crate::platform::clock;

#[derive(Debug, Default)]
pub(super) struct DraftWrites {
    /// The last write of each form that is not yet complete.
    under_way: RefCell<Map<String, WriteId>>,
    /// When each form was last on disk as it stands.
    complete: RefCell<Map<String, Instant>>,
}

impl App {
    /// Saves a form as it stands.
    pub(crate) fn save_draft(&self, key: &str, form: ByteVec) {
        let drafts = &self.0.drafts;
        drafts.complete.borrow_mut().remove(key);
        let outcome = {
            let mut random = self.0.random.borrow_mut();
            let event = Event::SaveDraft { key: key.to_owned(), form };
            self.0.session.borrow_mut().handle(event, clock::now(), &mut *random)
        };
        let write = outcome.effects.iter().find_map(|effect| match effect {
            Effect::Store { id, .. } => Some(*id),
            _ => None,
        });
        if let Some(id) = write {
            drafts.under_way.borrow_mut().insert(key.to_owned(), id);
        }
        self.run_outcome(outcome);
    }

    /// Returns when a form was last on disk as it stands; nothing while its last keystroke is on the way.
    pub(crate) fn draft_saved_at(&self, key: &str) -> Option<Instant> {
        self.0.drafts.complete.borrow().get(key).copied()
    }

    /// Takes note that a write is complete, if it was the last one of a form.
    pub(super) fn draft_written(&self, id: WriteId, written: bool) {
        let drafts = &self.0.drafts;
        let key = drafts.under_way.borrow().iter().find_map(|(key, last)| (*last == id).then(|| key.clone()));
        let Some(key) = key else { return };
        drafts.under_way.borrow_mut().remove(&key);
        if written {
            drafts.complete.borrow_mut().insert(key, clock::now());
            self.redraw_all();
        }
    }
}
