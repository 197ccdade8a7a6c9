//! A business card that fills the form.

use fieldnote_core::rules::mobile_number;
use fieldnote_core::values::BusinessCard;
use yew::prelude::*;

use crate::components::form::Edit;
use crate::frame::icon;
use crate::i18n::t;
use crate::platform::files;
use crate::platform::task::spawn;
use crate::screens::forms::Values;

/// Properties of [`FromCard`].
#[derive(PartialEq, Properties)]
pub(super) struct FromCardProps {
    /// Where what the card says goes.
    pub edit: Edit<Values>,
}

/// Fills the form from a business card that another phone sent as a file.
#[component]
pub(super) fn FromCard(props: &FromCardProps) -> Html {
    let said = use_state_eq(|| None::<(bool, AttrValue)>);
    let onchange = {
        let (edit, said) = (props.edit.clone(), said.setter());
        Callback::from(move |event: Event| {
            let Some(file) = files::chosen(&event) else { return };
            let (edit, said) = (edit.clone(), said.clone());
            spawn(async move {
                let card = files::read(file).await.ok().and_then(|bytes| BusinessCard::parse(&bytes).ok());
                let Some(card) = card else { return said.set(Some((false, t!("card-unreadable")))) };
                let mobile = card.phones.iter().any(|phone| mobile_number::is_mobile(phone));
                said.set(Some((true, if mobile { t!("card-read-mobile") } else { t!("card-read") })));
                edit.now(move |values| fill(values, card));
            });
        })
    };
    html! {
        <div class="field">
            <label class="btn btn-start file-btn" for="card-file">{ icon("install") }{ t!("card-from") }</label>
            <input class="sr" id="card-file" type="file" accept=".vcf,text/vcard,text/x-vcard" {onchange} />
            if let Some((ok, words)) = &*said {
                <p class={if *ok { "field-hint" } else { "field-error" }} role="status">{ icon(if *ok { "check" } else { "alert" }) }{ words }</p>
            }
        </div>
    }
}

/// Puts what a card says where nothing was typed yet; a personal mobile number is left out.
fn fill(values: &mut Values, card: BusinessCard) {
    let phone = card.phones.into_iter().find(|phone| !mobile_number::is_mobile(phone)).unwrap_or_default();
    let company = if card.company.is_empty() { card.name.clone() } else { card.company };
    for (key, text) in [
        ("name", company),
        ("website", card.website),
        ("note", card.note),
        ("contact_name", card.name),
        ("contact_position", card.position),
        ("contact_email", card.email),
        ("contact_phone", phone),
    ] {
        if values.text(key).is_empty() && !text.is_empty() {
            values.put(key, text);
        }
    }
}
