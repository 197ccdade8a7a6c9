//! What colleagues changed that the person must hear of, until they have noted it.

use std::sync::Arc;

use fieldnote_core::command::{Command, SettingEdit};
use fieldnote_core::model::Change;
use fieldnote_core::projection::{Context, NewsLine, news};
use yew::prelude::*;

use super::PAGE_LINES;
use crate::components::marks::grade;
use crate::components::state::more;
use crate::frame::Go;
use crate::hooks::{use_app, use_context, use_standing};
use crate::i18n::{args, format, key, label_of_code, t, ta};
use crate::route::Route;
use crate::screens::words;

/// Returns what colleagues changed, also what is put off.
#[hook]
pub fn use_news() -> std::rc::Rc<Vec<NewsLine>> {
    use_standing(|session, context| news(&session.rows(), context))
}

/// The section; nothing when there is no news.
#[component]
pub fn News() -> Html {
    let app = use_app();
    let context = use_context();
    let shown = use_state_eq(|| PAGE_LINES);
    let lines = use_news();
    let lines: Vec<_> = lines.iter().filter(|line| !line.key().is_some_and(|key| context.is_put_off(key))).collect();
    if lines.is_empty() {
        return Html::default();
    }
    let note = |line: &NewsLine| {
        let (app, member, row) = (app.clone(), context.me, Arc::clone(&line.row));
        Callback::from(move |_: MouseEvent| {
            let edits = vec![SettingEdit::Note { account: row.account, changes: row.changes.clone() }];
            app.run(Command::EditSettings { member, edits }, key!("toast-noted"));
        })
    };
    html! {
        <section class="section" id="news" aria-labelledby="news-t">
            <div class="section-head"><h2 id="news-t">{ ta!("news-n", args![n = lines.len()]) }</h2></div>
            <ul class="list" role="list">
                { for lines.iter().take(*shown).map(|line| news_row(line, note(line), &context)) }
            </ul>
            { more(lines.len(), &shown, 5 * PAGE_LINES) }
        </section>
    }
}

fn news_row(line: &NewsLine, note: Callback<MouseEvent>, context: &Context) -> Html {
    let id = line.row.account;
    let at = line.changes.first().map(|change| format::when(change.at, context.now, context.policy.zone_minutes));
    let what = |change: &Change| {
        html! { <span>{ words::name(&context.directory, change.by) }{ " · " }{ label_of_code("news", &change.kind.key().into()) }</span> }
    };
    html! {
        <li class="row" key={id.to_string()}>
            <div class="row-margin"><b>{ at }</b></div>
            <Go class="row-main" to={Route::Customer { id }}>
                <span class="row-title">{ grade(line.row.grade) }<span class="clip-2">{ &line.row.name }</span></span>
                <span class="row-meta">{ for line.changes.iter().map(what) }</span>
            </Go>
            <button class="link row-link" type="button" onclick={note}>{ t!("news-noted") }<span class="sr">{ " " }{ &line.row.name }</span></button>
        </li>
    }
}
