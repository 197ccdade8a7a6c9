//! The regions: what they are called, and others to be added. None is taken away: customers, pools and people are in it.

use fieldnote_core::command::{Command, PolicyEdit};
use fieldnote_core::policy::Label;
use fieldnote_core::values::{Code, RequestId};
use yew::prelude::*;

use crate::components::form::TextField;
use crate::components::tabs::focus;
use crate::hooks::{use_app, use_context};
use crate::i18n::{key, label, label_of_field, t};

/// The field of the Chinese name.
const ZH: &str = "region-zh";
/// The field of the English one.
const EN: &str = "region-en";

/// Properties of [`Regions`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct RegionsProps {
    /// Whether the person may change them.
    pub editable: bool,
}

/// The regions, one of them open to be changed or a new one.
#[component]
pub(super) fn Regions(props: &RegionsProps) -> Html {
    let app = use_app();
    let context = use_context();
    let open = use_state_eq(|| None::<(Code, Label)>);
    let change = |region: (Code, Label)| {
        let open = open.setter();
        Callback::from(move |_: MouseEvent| open.set(Some(region.clone())))
    };
    let add = {
        let open = open.setter();
        Callback::from(move |_: MouseEvent| {
            let key = app.random(|random| Code::new(RequestId::random(random).to_string()));
            open.set(Some((key, Label::default())));
        })
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(None))
    };
    html! {
        <section class="section" aria-labelledby="regions-t">
            <div class="section-head"><h2 id="regions-t">{ label_of_field("regions") }</h2></div>
            <ul class="list plain" role="list">
                for (key, name) in context.policy.regions.iter() {
                    <li class="row" key={key.to_string()}>
                        <div class="row-main"><span class="row-title">{ label(name) }</span></div>
                        if props.editable {
                            <button class="link row-link" type="button" onclick={change((key.clone(), name.clone()))}>{ t!("library-change") }
                                <span class="sr">{ " " }{ label(name) }</span></button>
                        }
                    </li>
                }
            </ul>
            if let Some((key, name)) = &*open {
                <Form key={key.to_string()} region={key.clone()} name={name.clone()} on_close={close} />
            } else if props.editable {
                <div class="pad pad-block"><button class="btn" type="button" onclick={add}>{ t!("region-new") }</button></div>
            }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct FormProps {
    region: Code,
    name: Label,
    on_close: Callback<()>,
}

#[component]
fn Form(props: &FormProps) -> Html {
    let app = use_app();
    let typed = use_state_eq(|| props.name.clone());
    let wrong = use_state_eq(|| None::<&'static str>);
    use_effect_with((), |()| focus(ZH));
    let put = |field: fn(&mut Label) -> &mut String| {
        let (typed, wrong) = (typed.clone(), wrong.setter());
        Callback::from(move |text: String| {
            let mut next = (*typed).clone();
            *field(&mut next) = text;
            typed.set(next);
            wrong.set(None);
        })
    };
    let onsubmit = {
        let (typed, wrong, region, close) =
            (typed.clone(), wrong.setter(), props.region.clone(), props.on_close.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let empty = [(ZH, &typed.zh), (EN, &typed.en)].into_iter().find(|(_, text)| text.trim().is_empty());
            if let Some((id, _)) = empty {
                focus(id);
                return wrong.set(Some(id));
            }
            let edits = vec![PolicyEdit::Region { region: region.clone(), name: (*typed).clone() }];
            app.run(Command::EditPolicy { edits }, key!("toast-policy"));
            close.emit(());
        })
    };
    let cancel = props.on_close.reform(|_: MouseEvent| ());
    let error = |id: &str| (*wrong).filter(|of| *of == id).map(|_| t!("field-missing"));
    html! {
        <form class="stack narrow pad form" novalidate=true {onsubmit}>
            <TextField id={ZH} label={label_of_field("regions.*.zh")} value={typed.zh.clone()}
                on_input={put(|name| &mut name.zh)} required=true error={error(ZH)} />
            <TextField id={EN} label={label_of_field("regions.*.en")} value={typed.en.clone()}
                on_input={put(|name| &mut name.en)} required=true error={error(EN)} />
            <div class="cluster">
                <button class="btn btn-primary" type="submit">{ t!("save") }</button>
                <button class="btn" type="button" onclick={cancel}>{ t!("cancel") }</button>
            </div>
        </form>
    }
}
