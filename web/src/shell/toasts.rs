//! Short messages at the bottom: what was saved, what can be undone, what arrived.

use std::cell::{Cell, RefCell};

use fieldnote_core::session::Notice;
use fieldnote_core::sync::wire::Decision;
use yew::{AttrValue, Callback};

use super::{App, Failure};
use crate::i18n::{self, args, t, ta};
use crate::platform::task::spawn;
use crate::platform::timer;

/// How long a toast stays; long enough to reach "undo" with a thumb.
const TOAST_MS: u32 = 6_000;

/// What a toast's button does.
#[derive(Debug, Clone, PartialEq)]
pub enum ToastAction {
    /// Undoes the last command of this tab.
    Undo,
    /// Anything else, under a label.
    Run(AttrValue, Callback<()>),
}

/// A short message with at most one action.
#[derive(Debug, Clone, PartialEq)]
pub struct Toast {
    /// The words.
    pub text: AttrValue,
    /// The button.
    pub action: Option<ToastAction>,
    /// How long it stays.
    pub stay: Stay,
}

/// How long a toast stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stay {
    /// A few seconds.
    Brief,
    /// Until the next one comes: an error that the next try answers.
    UntilNext,
    /// Until the person answers it: what must not be missed.
    UntilAnswered,
}

impl Toast {
    /// Makes a toast without a button.
    pub fn plain(text: AttrValue) -> Self {
        Self { text, action: None, stay: Stay::Brief }
    }

    /// Makes a toast with "undo".
    pub fn undo(text: AttrValue) -> Self {
        Self { text, action: Some(ToastAction::Undo), stay: Stay::Brief }
    }

    /// Makes a toast with a button.
    pub fn action(text: AttrValue, label: AttrValue, run: Callback<()>) -> Self {
        Self { text, action: Some(ToastAction::Run(label, run)), stay: Stay::Brief }
    }

    /// Makes a toast that says why a command was not saved.
    pub fn failure(failure: &Failure) -> Self {
        Self { text: i18n::failure(failure), action: None, stay: Stay::UntilNext }
    }
}

#[derive(Debug, Default)]
pub(super) struct Toasts {
    next: Cell<u32>,
    shown: RefCell<Vec<(u32, Toast)>>,
}

impl App {
    /// Shows a toast. A new one takes the place of the last, but for those that wait for an answer.
    pub fn toast(&self, toast: Toast) {
        let toasts = &self.0.toasts;
        let number = toasts.next.replace(toasts.next.get().wrapping_add(1));
        let stay = toast.stay;
        {
            let mut shown = toasts.shown.borrow_mut();
            shown.retain(|(_, old)| old.stay == Stay::UntilAnswered && old.text != toast.text);
            shown.push((number, toast));
        }
        self.redraw();
        if stay == Stay::Brief {
            let app = self.clone();
            spawn(async move {
                timer::sleep(TOAST_MS).await;
                app.close_toast(number);
            });
        }
    }

    /// Takes a toast away.
    pub fn close_toast(&self, number: u32) {
        self.0.toasts.shown.borrow_mut().retain(|(shown, _)| *shown != number);
        self.redraw();
    }

    /// Returns the toasts that are shown, each with its number.
    pub fn toasts(&self) -> Vec<(u32, Toast)> {
        self.0.toasts.shown.borrow().clone()
    }
}

/// Returns the words for a notice; nothing where the screen that acted says it itself.
pub(super) fn of_notice(notice: &Notice, sells: bool) -> Option<Toast> {
    let stays = |text| Some(Toast { text, action: None, stay: Stay::UntilAnswered });
    match notice {
        Notice::Saved(_) | Notice::SaveFailed(_) => None,
        Notice::Gone(entries) => {
            let first = entries.first()?;
            // What other departments capture goes to those who sell: that is how it is to be.
            if !sells {
                return Some(Toast::plain(ta!("toast-handed-on", args![name = first.name.as_str()])));
            }
            stays(ta!("toast-gone", args![n = entries.len(), name = first.name.as_str()]))
        }
        Notice::Held(count) => stays(ta!("toast-held", args![n = *count])),
        Notice::Reviewed(Decision::Accepted) => stays(t!("toast-accepted")),
        Notice::Reviewed(Decision::Picked) => stays(t!("toast-picked")),
        Notice::Reviewed(Decision::Declined) => stays(t!("toast-declined")),
        // The banner says it for as long as it lasts.
        Notice::GivingBack => None,
        Notice::Repairing => Some(Toast::plain(t!("toast-repairing"))),
    }
}
