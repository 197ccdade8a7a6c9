//! Half-written forms: every keystroke goes to the store, so a killed tab loses nothing.

use std::cell::RefCell;
use std::rc::Rc;

use fieldnote_core::session::Event;
use fieldnote_core::values::Instant;
use minicbor::{Decode, Encode};
use yew::prelude::*;

use super::{use_app, use_pulse};
use crate::shell::App;

/// A form's content, kept in the store under a key.
#[derive(Debug, Clone)]
pub struct DraftHandle<T> {
    app: App,
    key: AttrValue,
    cell: Rc<RefCell<Form<T>>>,
    drawn: Rc<T>,
    redraw: UseForceUpdateHandle,
}

#[derive(Debug)]
struct Form<T> {
    key: AttrValue,
    value: Rc<T>,
    restored: bool,
    touched: bool,
}

impl<T> PartialEq for DraftHandle<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && Rc::ptr_eq(&self.cell, &other.cell) && Rc::ptr_eq(&self.drawn, &other.drawn)
    }
}

impl<T: Encode<()> + Default + 'static> DraftHandle<T> {
    /// Returns the form as it stands.
    pub fn value(&self) -> Rc<T> {
        Rc::clone(&self.cell.borrow().value)
    }

    /// Puts the form's new content and saves it.
    pub fn set(&self, value: T) {
        if let Ok(form) = minicbor::to_vec(&value) {
            self.app.save_draft(&self.key, form.into());
        }
        let mut form = self.cell.borrow_mut();
        form.value = Rc::new(value);
        form.touched = true;
        drop(form);
        self.redraw.force_update();
    }

    /// Changes the newest content, even from a callback of an earlier drawing, and saves it.
    pub fn update(&self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        let mut value = (*self.value()).clone();
        change(&mut value);
        self.set(value);
    }

    /// Forgets the draft, after its command was stored or when the person throws it away.
    pub fn clear(&self) {
        self.app.event(Event::DropDraft(self.key.to_string()));
        self.cell.borrow_mut().value = Rc::default();
        self.redraw.force_update();
    }

    /// Tells whether the form was found in the store when it was opened.
    pub fn restored(&self) -> bool {
        self.cell.borrow().restored
    }

    /// Returns when the form was put on disk as it stands; nothing while its last keystroke is still on the way.
    pub fn saved_at(&self) -> Option<Instant> {
        let found = || self.app.read(|session| session.draft(&self.key).map(|draft| draft.at));
        let untouched = !self.cell.borrow().touched;
        self.app.draft_saved_at(&self.key).or_else(|| untouched.then(found).flatten())
    }
}

/// Opens the form kept under `key`, such as `record/0123…`; empty when there is none.
#[hook]
pub fn use_draft<T>(key: impl Into<AttrValue>) -> DraftHandle<T>
where
    T: Encode<()> + for<'b> Decode<'b, ()> + Default + 'static,
{
    let app = use_app();
    let key = key.into();
    let _ = use_pulse();
    let redraw = use_force_update();
    let cell = use_memo((), |()| Rc::new(RefCell::new(open::<T>(&app, &key))));
    if cell.borrow().key != key {
        let form = open(&app, &key);
        *cell.borrow_mut() = form;
    }
    let drawn = Rc::clone(&cell.borrow().value);
    DraftHandle { app, key, cell: Rc::clone(&cell), drawn, redraw }
}

fn open<T: for<'b> Decode<'b, ()> + Default>(app: &App, key: &AttrValue) -> Form<T> {
    let found = app.read(|session| session.draft(key).and_then(|draft| minicbor::decode::<T>(&draft.form).ok()));
    Form { key: key.clone(), restored: found.is_some(), touched: false, value: Rc::new(found.unwrap_or_default()) }
}
