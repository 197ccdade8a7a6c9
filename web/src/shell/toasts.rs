//! Short messages at the bottom: what was saved, what can be undone, what arrived.

use std::cell::{Cell, RefCell};

use fieldnote_core::session::Notice;
use wasm_bindgen_futures::spawn_local;
use yew::{AttrValue, Callback};

use super::{App, Failure};
use crate::i18n::{self, args, t, ta};
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
    /// Stays until it is answered.
    pub sticky: bool,
}

impl Toast {
    /// Makes a toast without a button.
    pub fn plain(text: AttrValue) -> Self {
        Self { text, action: None, sticky: false }
    }

    /// Makes a toast with "undo".
    pub fn undo(text: AttrValue) -> Self {
        Self { text, action: Some(ToastAction::Undo), sticky: false }
    }

    /// Makes a toast with a button.
    pub fn action(text: AttrValue, label: AttrValue, run: Callback<()>) -> Self {
        Self { text, action: Some(ToastAction::Run(label, run)), sticky: false }
    }

    /// Makes a toast that says why a command was not saved.
    pub fn failure(failure: &Failure) -> Self {
        Self { text: i18n::failure(failure), action: None, sticky: true }
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
        let sticky = toast.sticky;
        {
            let mut shown = toasts.shown.borrow_mut();
            shown.retain(|(_, old)| old.sticky && old.text != toast.text);
            shown.push((number, toast));
        }
        self.redraw();
        if !sticky {
            let app = self.clone();
            spawn_local(async move {
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
pub(super) fn of_notice(notice: &Notice) -> Option<Toast> {
    let sticky = |text| Some(Toast { text, action: None, sticky: true });
    match notice {
        Notice::Saved(_) | Notice::SaveFailed(_) => None,
        Notice::Gone(entries) => {
            let first = entries.first()?;
            sticky(ta("toast-gone", args![n = entries.len(), name = first.name.as_str()]))
        }
        Notice::Held(count) => sticky(ta("toast-held", args![n = *count])),
        Notice::Repairing => Some(Toast::plain(t("toast-repairing"))),
    }
}
