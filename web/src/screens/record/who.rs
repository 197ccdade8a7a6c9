//! Who took part: contacts, colleagues, anyone else by name.

use fieldnote_core::model::{Account, Participant};
use fieldnote_core::projection::Context;
use fieldnote_core::rules::addressee;
use yew::prelude::*;

use super::form::RecordForm;
use crate::components::form::{Edit, toggle_chip, typed};
use crate::frame::icon;
use crate::i18n::t;
use crate::screens::words;

/// The chips, with a field to add a name.
pub fn participants(account: &Account, form: &RecordForm, edit: &Edit<RecordForm>, context: &Context) -> Html {
    let contacts = addressee::in_order(account).into_iter();
    let mut people: Vec<(Participant, AttrValue)> =
        contacts.map(|contact| (Participant::Contact(contact.id), contact.name.clone().into())).collect();
    for who in &form.participants {
        if people.iter().all(|(known, _)| known != who) {
            people.push((who.clone(), words::participant(account, &context.directory, who)));
        }
    }
    let add = edit.click(RecordForm::add_other);
    let enter = {
        let edit = edit.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && !event.is_composing() {
                event.prevent_default();
                edit.now(RecordForm::add_other);
            }
        })
    };
    html! {
        <fieldset class="field">
            <legend>{ t!("record-who") }</legend>
            <div class="cluster">
                for (who, name) in people {
                    <>{ toggle_chip(name, form.participants.contains(&who), edit.click(move |form| form.toggle(&who))) }</>
                }
            </div>
            <div class="cluster is-nowrap">
                <input class="input" aria-label={t!("record-who-name")} placeholder={t!("record-who-name")}
                    value={form.other_name.clone()} onkeydown={enter}
                    oninput={edit.on(|form, event: InputEvent| form.other_name = typed(&event))} />
                <button class="btn btn-s" type="button" onclick={add}>{ icon("plus") }{ t!("record-who-add") }</button>
            </div>
        </fieldset>
    }
}
