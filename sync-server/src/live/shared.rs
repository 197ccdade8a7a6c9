//! News that several devices of one person lack alike: read and encoded once, sent to each.
//!
//! Devices of one person who stand at the same number and hold no pin see the same: the first to ask reads the page,
//! the others take it. Only a cache: who finds nothing fitting reads for themselves.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex as SyncMutex, PoisonError, Weak};

use axum::body::Bytes;
use fieldnote_core::sync::wire::Cookie;
use fieldnote_core::values::{DeviceId, UserId};
use tokio::sync::Mutex;

/// A page for any device of its person that is not among [`Self::but`].
#[derive(Debug, Clone)]
pub(super) struct SharedPage {
    /// The last hint before it was read: it holds all that this and earlier hints were about.
    pub(super) hint: u64,
    /// Where a device must stand.
    pub(super) from: Cookie,
    /// Where it stands then.
    pub(super) to: Cookie,
    /// More is to come.
    pub(super) more: bool,
    /// The frame; nothing when there is no news.
    pub(super) frame: Option<Bytes>,
    /// Devices that hold pins or had a change held, and so see something else.
    pub(super) but: Arc<BTreeSet<DeviceId>>,
}

impl SharedPage {
    /// Tells whether it leads a device on that stands at `cookie` and was given a hint.
    pub(super) fn leads_on(&self, cookie: Cookie, hint: u64) -> bool {
        self.from == cookie && (self.hint >= hint || self.to != self.from)
    }
}

/// The page read last for one person. It is locked while being read, so that the others wait for it.
pub(super) type Slot = Arc<Mutex<Option<SharedPage>>>;

/// The slots of everybody who is connected.
#[derive(Debug, Default)]
pub(crate) struct SharedPages(SyncMutex<HashMap<UserId, Weak<Mutex<Option<SharedPage>>>>>);

impl SharedPages {
    /// Returns the slot of a person.
    pub(super) fn of(&self, user: UserId) -> Slot {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = slots.get(&user).and_then(Weak::upgrade) {
            return slot;
        }
        slots.retain(|_, slot| slot.strong_count() > 0);
        let slot = Slot::default();
        slots.insert(user, Arc::downgrade(&slot));
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_page_from_before_the_hint_holds_nobody_up() {
        let at = |seq| Cookie { seq, ..Cookie::default() };
        let page = |to, hint| SharedPage { hint, from: at(5), to, more: false, frame: None, but: Arc::default() };
        assert!(page(at(5), 2).leads_on(at(5), 2), "nothing new, and nothing was announced since");
        assert!(!page(at(5), 2).leads_on(at(5), 3), "what was announced since is not in it");
        assert!(page(at(7), 2).leads_on(at(5), 3), "it leads on; the rest is asked for next");
        assert!(!page(at(7), 3).leads_on(at(6), 3), "for a device that stands elsewhere");
    }

    #[test]
    fn a_person_has_one_slot_as_long_as_somebody_holds_it() {
        let pages = SharedPages::default();
        let user = UserId(fieldnote_core::values::Id::from_bytes([1; 10]));
        let slot = pages.of(user);
        assert!(Arc::ptr_eq(&slot, &pages.of(user)));
    }
}
