//! The photo of a business card: taken with a form, kept with its contact, shown to whoever may see the numbers on it.

use std::rc::Rc;

use fieldnote_core::command::Command;
use fieldnote_core::values::{AccountId, ContactId};
use minicbor::{Decode, Encode};
use yew::prelude::*;

use crate::components::dialog::Sheet;
use crate::frame::icon;
use crate::hooks::{DraftHandle, use_app, use_pulse};
use crate::i18n::{args, t, ta};
use crate::platform::task::spawn;
use crate::platform::{files, photo};

/// What was taken and waits to be saved with its form: it survives a killed tab as the form does.
#[derive(Debug, Clone, Default, PartialEq, Encode, Decode)]
pub struct Taken {
    /// A JPEG; empty for none.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub jpeg: Vec<u8>,
    /// The one that is kept is to go.
    #[n(1)]
    pub removed: bool,
}

impl Taken {
    /// Returns what saves it; nothing when it changes nothing.
    pub fn command(&self, account: AccountId, contact: ContactId) -> Option<Command> {
        let photo = (!self.jpeg.is_empty()).then(|| self.jpeg.clone().into());
        (photo.is_some() || self.removed).then_some(Command::PutCard { account, contact, photo })
    }
}

/// Returns the photo that is kept of a contact's card.
#[hook]
pub fn use_card(account: AccountId, contact: Option<ContactId>) -> Option<Rc<Vec<u8>>> {
    let app = use_app();
    let pulse = use_pulse();
    let card = use_memo((pulse.revision, account, contact), |_| {
        let cards = app.read(|session| session.cards(account));
        contact.and_then(|contact| cards.get(&contact).cloned()).unwrap_or_default()
    });
    Some(card).filter(|card| !card.is_empty())
}

/// Properties of [`CardPhoto`].
#[derive(PartialEq, Properties)]
pub struct CardPhotoProps {
    /// What was taken.
    pub taken: DraftHandle<Taken>,
    /// The photo that is kept.
    #[prop_or_default]
    pub kept: Option<Rc<Vec<u8>>>,
}

/// Takes a photo, shows it while the form is filled in from it, takes it away.
#[component]
pub fn CardPhoto(props: &CardPhotoProps) -> Html {
    let unreadable = use_state_eq(|| false);
    let onchange = {
        let (taken, unreadable) = (props.taken.clone(), unreadable.setter());
        Callback::from(move |event: Event| {
            let Some(file) = files::chosen(&event) else { return };
            let (taken, unreadable) = (taken.clone(), unreadable.clone());
            spawn(async move {
                let jpeg = photo::shrink(&file).await;
                unreadable.set(jpeg.is_err());
                if let Ok(jpeg) = jpeg {
                    taken.set(Taken { jpeg, removed: false });
                }
            });
        })
    };
    let remove = {
        let (taken, kept) = (props.taken.clone(), props.kept.is_some());
        Callback::from(move |_: MouseEvent| taken.set(Taken { jpeg: Vec::new(), removed: kept }))
    };
    let value = props.taken.value();
    let kept = props.kept.clone().filter(|_| !value.removed);
    let shown = if value.jpeg.is_empty() { kept } else { Some(Rc::new(value.jpeg.clone())) };
    html! {
        <div class="field">
            <label class="btn btn-start file-btn" for="card-photo">{ icon("plus") }
                { if shown.is_some() { t!("card-photo-again") } else { t!("card-photo") } }</label>
            <input class="sr" id="card-photo" type="file" accept="image/*" capture="environment" {onchange} />
            if *unreadable { <p class="field-error" role="alert">{ icon("alert") }{ t!("card-photo-unreadable") }</p> }
            if let Some(jpeg) = shown {
                <Picture {jpeg} alt={t!("card-photo-alt")} />
                <button class="btn btn-s btn-start" type="button" onclick={remove}>{ icon("trash") }{ t!("card-photo-remove") }</button>
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct PictureProps {
    jpeg: Rc<Vec<u8>>,
    alt: AttrValue,
}

#[component]
fn Picture(props: &PictureProps) -> Html {
    let address = use_memo(Rc::clone(&props.jpeg), |jpeg| photo::address(jpeg));
    html! { <img class="card-photo" src={(*address).clone()} alt={props.alt.clone()} /> }
}

/// Properties of [`CardLink`].
#[derive(PartialEq, Properties)]
pub struct CardLinkProps {
    /// Customer.
    pub account: AccountId,
    /// Whose card.
    pub contact: ContactId,
    /// Their name.
    pub name: AttrValue,
}

/// The way to the photo of a contact's card, where there is one.
#[component]
pub fn CardLink(props: &CardLinkProps) -> Html {
    let open = use_state_eq(|| false);
    let Some(jpeg) = use_card(props.account, Some(props.contact)) else { return Html::default() };
    let show = {
        let open = open.setter();
        Callback::from(move |_: MouseEvent| open.set(true))
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(false))
    };
    html! {
        <>
            <button class="link row-link" type="button" aria-haspopup="dialog" onclick={show}>{ t!("card-photo-show") }
                <span class="sr">{ " " }{ &props.name }</span></button>
            if *open {
                <Sheet open=true title={ta!("card-photo-of", args![name = props.name.as_str()])} on_close={close}>
                    <div class="pad"><Picture {jpeg} alt={t!("card-photo-alt")} /></div>
                </Sheet>
            }
        </>
    }
}
