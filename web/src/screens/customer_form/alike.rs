//! Who has a customer of this name already: on this phone, and with a network among the colleagues.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use fieldnote_core::projection::Context;
use fieldnote_core::rules::duplicate_name::{Likeness, Names};
use fieldnote_core::session::Session;
use fieldnote_core::summary::SummaryRow;
use fieldnote_core::values::CreditCode;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::frame::{Go, icon};
use crate::hooks::{use_app, use_context, use_projection};
use crate::i18n::{args, t, ta};
use crate::platform::http::{self, Colleague};
use crate::platform::task::spawn;
use crate::route::Route;
use crate::screens::words;

/// Customers of a like name that are shown.
const ALIKE_MAX: usize = 3;
/// How long typing rests before the server is asked.
const ASK_MS: u32 = 700;

/// Properties of [`Alike`].
#[derive(PartialEq, Properties)]
pub(super) struct AlikeProps {
    /// The name as typed.
    pub name: AttrValue,
}

/// Says which customers have this name already, or a name like it.
#[component]
pub(super) fn Alike(props: &AlikeProps) -> Html {
    let app = use_app();
    // Made once for a revision: the names of ten thousand customers are not read again with every keystroke.
    let names = use_projection((), |session: &Session, _| {
        let rows = session.rows();
        Names::of(rows.iter().map(|row| (row.account, row.name.as_str(), row.code)))
    });
    let found = names.alike(&props.name, None, ALIKE_MAX);
    let line = |alike: &fieldnote_core::rules::duplicate_name::Alike| {
        let row = app.read(|session| session.row(alike.account))?;
        Some(said(alike.likeness, &row))
    };
    let others = use_colleagues(props.name.clone());
    let context = use_context();
    html! {
        <div class="stack is-tight" role="status">
            { for found.iter().filter_map(line) }
            for other in others.iter() { <p class="field-hint">{ icon("team") }<span>{ colleague_words(other, &context) }</span></p> }
        </div>
    }
}

/// Properties of [`SameCode`].
#[derive(PartialEq, Properties)]
pub(super) struct SameCodeProps {
    /// The credit code as typed.
    pub code: AttrValue,
}

/// Says which customers have this credit code already, whatever they are called.
#[component]
pub(super) fn SameCode(props: &SameCodeProps) -> Html {
    let code = CreditCode::parse(&props.code).ok().map(|code| code.print());
    let found = use_projection(code, move |session: &Session, _| {
        let rows = session.rows();
        let same = rows.iter().filter(|row| code.is_some() && row.code == code);
        same.take(ALIKE_MAX).cloned().collect::<Vec<Arc<SummaryRow>>>()
    });
    html! {
        <div role="status">{ for found.iter().map(|row| said(Likeness::Code, row)) }</div>
    }
}

fn said(likeness: Likeness, row: &SummaryRow) -> Html {
    let link = html! { <Go class="link" to={Route::Customer { id: row.account }}>{ row.name.clone() }</Go> };
    html! { <p class="field-hint">{ icon("info") }<span>{ words::alike(likeness) }{ " " }{ link }</span></p> }
}

fn colleague_words(other: &Colleague, context: &Context) -> AttrValue {
    let place = words::region(&context.policy, &other.region);
    let place = if place.is_empty() { t!("region-none") } else { place };
    match &other.owner {
        Some(name) => ta!("colleague-has", args![name = name.as_str(), region = place]),
        None => ta!("colleague-pool", args![region = place]),
    }
}

/// Asks the server, once typing rests and there is a network, which colleagues work on such a customer (S3-46).
#[hook]
fn use_colleagues(name: AttrValue) -> Vec<Colleague> {
    let found = use_state_eq(Vec::new);
    let set = found.setter();
    use_effect_with(name, move |name| {
        set.set(Vec::new());
        let (name, asked) = (name.trim().to_owned(), Rc::new(Cell::new(true)));
        let still = Rc::clone(&asked);
        let ask = (name.chars().count() > 2).then(|| {
            Timeout::new(ASK_MS, move || {
                spawn(async move {
                    let answer = http::colleagues(&name).await;
                    // Without a network what is on the phone has to do; an answer about an earlier name says nothing.
                    if let Ok(all) = answer
                        && still.get()
                    {
                        set.set(all);
                    }
                });
            })
        });
        move || {
            asked.set(false);
            drop(ask);
        }
    });
    (*found).clone()
}
