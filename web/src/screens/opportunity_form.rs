//! A new opportunity, or changing one.

use std::sync::Arc;

use fieldnote_core::command::{Command, NewOpportunity, OpportunityEdit, TextEdit};
use fieldnote_core::model::{Account, Opportunity, OpportunityResult};
use fieldnote_core::projection::Context;
use fieldnote_core::session::Availability;
use fieldnote_core::values::{AccountId, Money, OpportunityId};
use yew::prelude::*;

use crate::components::deal::stepper;
use crate::components::state::skeleton;
use crate::frame::{Page, Tab, icon};
use crate::hooks::{use_app, use_context, use_open};
use crate::i18n::{args, format, key, label, t, ta};
use crate::route::Route;
use crate::screens::choose::ChooseCustomer;
use crate::screens::forms::{Filling, Kind, Values, choices, money_text, percent, use_filling};
use crate::screens::pipeline::moves::DealMenu;
use crate::screens::unavailable::unavailable;
use crate::shell::App;

/// Which records the screen is about.
#[derive(Debug, PartialEq, Properties)]
pub struct OpportunityFormProps {
    /// Which; nothing to choose one first.
    #[prop_or_default]
    pub account: Option<AccountId>,
    /// Which; nothing for a new one.
    #[prop_or_default]
    pub opportunity: Option<OpportunityId>,
}

/// The screen.
#[component]
pub fn OpportunityForm(props: &OpportunityFormProps) -> Html {
    match props.account {
        Some(account) => html! { <DealOf {account} opportunity={props.opportunity} /> },
        None => {
            html! { <ChooseCustomer title={t!("new-opportunity")} to={|account| Route::NewOpportunityFor { account }} /> }
        }
    }
}

#[derive(PartialEq, Properties)]
struct DealOfProps {
    account: AccountId,
    opportunity: Option<OpportunityId>,
}

#[component]
fn DealOf(props: &DealOfProps) -> Html {
    let back = Route::Customer { id: props.account };
    let title = if props.opportunity.is_some() { t!("deal") } else { t!("new-opportunity") };
    match use_open(props.account) {
        Availability::Ready(account) => html! { <DealEditor {account} opportunity={props.opportunity} {title} /> },
        Availability::Loading => html! { <Page {title} {back} tab={Tab::Deals}>{ skeleton(3) }</Page> },
        state => html! { <Page {title} {back} tab={Tab::Deals}>{ unavailable(&state) }</Page> },
    }
}

#[derive(Properties)]
struct DealEditorProps {
    account: Arc<Account>,
    opportunity: Option<OpportunityId>,
    title: AttrValue,
}

impl PartialEq for DealEditorProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.account, &other.account) && self.opportunity == other.opportunity && self.title == other.title
    }
}

#[component]
fn DealEditor(props: &DealEditorProps) -> Html {
    let app = use_app();
    let context = use_context();
    let account = &props.account;
    let old = props.opportunity.and_then(|id| account.opportunities.get(&id));
    let key = match props.opportunity {
        Some(id) => format!("opportunity/{id}"),
        None => format!("new-opportunity/{}", account.id),
    };
    let filling = use_filling(key, || start(old, &context));
    let path = Route::Customer { id: account.id }.path();
    let submit = {
        let (app, filling, account, id, path) = (app.clone(), filling.clone(), account.id, props.opportunity, path);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit(&app, &filling, account, id, path.clone());
        })
    };
    let menu = old.map(|deal| {
        html! { <DealMenu account={account.id} opportunity={deal.id} stage={deal.stage.clone()} title={deal.title.clone()} /> }
    });
    html! {
        <Page title={props.title.clone()} sub={account.profile.name.clone()} back={Route::Customer { id: account.id }}
            tab={Tab::Deals} actions={menu.unwrap_or_default()} dock={filling.dock("deal", t!("deal-save"), &context)}>
            <form id="deal" novalidate=true class="stack narrow pad form is-wide" onsubmit={submit}>
                if let Some(deal) = old { { state(deal, account.id, &context, &app) } }
                { fields(&filling, old.is_none(), &context) }
            </form>
        </Page>
    }
}

fn state(deal: &Opportunity, account: AccountId, context: &Context, app: &App) -> Html {
    if deal.result == OpportunityResult::Open {
        return stepper(&context.policy.stages, &deal.stage, "");
    }
    let command = Command::CloseOpportunity { account, opportunity: deal.id, result: OpportunityResult::Open };
    let app = app.clone();
    let reopen = Callback::from(move |_: MouseEvent| app.run(command.clone(), key!("toast-deal-open")));
    html! {
        <div class="spread">
            <b>{ if deal.result == OpportunityResult::Won { t!("deal-won") } else { t!("deal-lost") } }</b>
            <button class="btn btn-s" type="button" onclick={reopen}>{ icon("undo") }{ t!("deal-reopen") }</button>
        </div>
    }
}

fn start(deal: Option<&Opportunity>, context: &Context) -> Values {
    let Some(deal) = deal else {
        let first = context.policy.stages.first().map(|stage| stage.key.to_string()).unwrap_or_default();
        return Values::start([
            ("title", String::new()),
            ("stage", first),
            ("amount", String::new()),
            ("probability", String::new()),
            ("close_day", String::new()),
            ("note", String::new()),
        ]);
    };
    Values::start([
        ("title", deal.title.clone()),
        ("amount", money_text(deal.amount)),
        ("probability", deal.probability.map(|part| part.get().to_string()).unwrap_or_default()),
        ("close_day", deal.close_day.map(|day| day.to_string()).unwrap_or_default()),
        ("note", deal.note.clone()),
    ])
}

fn fields(filling: &Filling, new: bool, context: &Context) -> Html {
    let stages = choices(context.policy.stages.iter().map(|stage| (stage.key.to_string(), label(&stage.name))));
    let values = &filling.values;
    let amount = Money::parse(&values.text("amount")).ok();
    let read = amount.filter(|amount| amount.0 > 0).map(|amount| {
        let sum = format::money_full(amount);
        match percent(&values.text("probability")) {
            Some(part) => ta!("deal-reads-weighted", args![sum = sum, weighted = format::money(amount.weighted(part))]),
            None => ta!("deal-reads", args![sum = sum]),
        }
    });
    html! {
        <>
            { filling.field("title", t!("deal-title"), &Kind::Text, true) }
            if new { { filling.field("stage", t!("stage"), &stages, true) } }
            { filling.field_with("amount", t!("deal-amount"), &Kind::Money, false, read, None) }
            { filling.field("probability", t!("deal-probability"), &Kind::Percent, false) }
            { filling.field("close_day", t!("deal-close-day"), &Kind::Day, false) }
            { filling.field("note", t!("deal-note"), &Kind::Area, false) }
        </>
    }
}

fn submit(app: &App, filling: &Filling, account: AccountId, old: Option<OpportunityId>, path: String) {
    let values = &filling.values;
    let kinds = [("amount", Kind::Money), ("probability", Kind::Percent), ("close_day", Kind::Day)];
    if filling.stops(&["title"], &kinds) {
        return;
    }
    let amount = Money::parse(&values.text("amount")).ok();
    let probability = percent(&values.text("probability"));
    let close_day = values.text("close_day").parse().ok();
    let Some(opportunity) = old else {
        let new = NewOpportunity {
            title: values.text("title"),
            stage: values.text("stage").as_str().into(),
            amount,
            probability,
            close_day,
            note: values.text("note"),
        };
        let opportunity = app.random(|random| OpportunityId::random(random));
        filling.save(app, Command::CreateOpportunity { account, opportunity, new }, key!("toast-deal-new"), path);
        return;
    };
    let mut edits = Vec::new();
    if values.changed("title") {
        edits.push(OpportunityEdit::Title(values.text("title")));
    }
    if values.changed("amount") {
        edits.push(OpportunityEdit::Amount(amount));
    }
    if values.changed("probability") {
        edits.push(OpportunityEdit::Probability(probability));
    }
    if values.changed("close_day") {
        edits.push(OpportunityEdit::CloseDay(close_day));
    }
    if values.changed("note") {
        edits.push(OpportunityEdit::Note(TextEdit { base: values.before("note"), text: values.text("note") }));
    }
    if edits.is_empty() {
        filling.leave(path);
    } else {
        filling.save(app, Command::EditOpportunity { account, opportunity, edits }, key!("toast-deal-changed"), path);
    }
}
