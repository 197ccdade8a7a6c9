//! Moving and closing an opportunity: the menu of a card, the twin of dragging it.

use fieldnote_core::command::Command;
use fieldnote_core::model::OpportunityResult;
use fieldnote_core::policy::Stage;
use fieldnote_core::values::{AccountId, Code, OpportunityId};
use yew::prelude::*;

use crate::components::menu::{Menu, MenuItem};
use crate::hooks::{use_app, use_context};
use crate::i18n::{Key, args, key, label, t, ta};
use crate::route::Route;
use crate::shell::App;

/// Properties of [`DealMenu`].
#[derive(Properties, PartialEq)]
pub struct DealMenuProps {
    /// Customer.
    pub account: AccountId,
    /// Opportunity.
    pub opportunity: OpportunityId,
    /// Its stage.
    pub stage: Code,
    /// Its title, or the customer's name.
    pub title: AttrValue,
    /// Offers to open the customer.
    #[prop_or_default]
    pub open: bool,
}

/// The menu.
#[component]
pub fn DealMenu(props: &DealMenuProps) -> Html {
    let app = use_app();
    let context = use_context();
    let DealMenuProps { account, opportunity, stage, title, open } = props;
    let items = {
        let (app, stages, stage, account, opportunity, open) =
            (app, context.policy.stages.clone(), stage.clone(), *account, *opportunity, *open);
        Callback::from(move |()| {
            let mut items: Vec<MenuItem> = stages
                .iter()
                .filter(|other| other.key != stage)
                .map(|other| {
                    let (app, to) = (app.clone(), other.key.clone());
                    let words = ta!("deal-move-to", args![stage = label(&other.name)]);
                    MenuItem::new("next", words, move || move_to(&app, account, opportunity, &to))
                })
                .collect();
            let close = |icon, key: Key, result: OpportunityResult, done: Key| {
                let app = app.clone();
                MenuItem::new(icon, t(key), move || {
                    app.run(Command::CloseOpportunity { account, opportunity, result }, done)
                })
            };
            items.push(close("check", key!("deal-win"), OpportunityResult::Won, key!("toast-won")));
            items.push(close("close", key!("deal-lose"), OpportunityResult::Lost, key!("toast-lost")));
            let to = |icon, key, route: Route| {
                let app = app.clone();
                MenuItem::new(icon, t(key), move || app.navigate(route))
            };
            items.push(to("edit", key!("deal-edit"), Route::EditOpportunity { account, opportunity }));
            items.push(to("edit", key!("solution"), Route::Solution { account, opportunity }));
            if open {
                items.push(to("edit", key!("record"), Route::RecordFor { account }));
                items.push(to("customers", key!("open-customer"), Route::Customer { id: account }));
            }
            items
        })
    };
    html! { <Menu label={ta!("more-of", args![name = title])} title={title.clone()} {items} /> }
}

/// Moves an opportunity and says so.
pub fn move_to(app: &App, account: AccountId, opportunity: OpportunityId, stage: &Code) {
    app.run(Command::MoveOpportunity { account, opportunity, stage: stage.clone() }, key!("toast-moved"));
}

/// Returns the stage `steps` further on, if there is one.
pub fn neighbour<'a>(stages: &'a [Stage], stage: &Code, steps: isize) -> Option<&'a Stage> {
    let at = stages.iter().position(|other| other.key == *stage)?;
    stages.get(at.checked_add_signed(steps)?)
}
