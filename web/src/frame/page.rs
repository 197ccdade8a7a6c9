//! One screen: bar with title and sync badge, banners, content, dock, navigation.

use yew::prelude::*;

use super::{Banners, SyncBadge, Tab, icon, nav};
use crate::hooks::use_app;
use crate::i18n::t;
use crate::platform;
use crate::route::Route;

/// What stands around a screen's content.
#[derive(Debug, PartialEq, Properties)]
pub struct PageProps {
    /// Title, shown in the bar and as the page's title.
    pub title: AttrValue,
    /// A dim addition to the title, such as a count.
    #[prop_or_default]
    pub sub: Option<AttrValue>,
    /// Makes it a detail screen: a back button, going here when there is nothing to go back to, and on phones no
    /// navigation.
    #[prop_or_default]
    pub back: Option<Route>,
    /// The place in the navigation that is lit.
    pub tab: Tab,
    /// At most two icon buttons, right of the badge.
    #[prop_or_default]
    pub actions: Html,
    /// The primary action of a detail screen, in the thumb zone; content of `.dock`.
    #[prop_or_default]
    pub dock: Option<Html>,
    /// The content; sections.
    pub children: Html,
}

/// The frame of a screen.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let app = use_app();
    use_effect_with(props.title.clone(), |title| platform::page::set_title(&format!("{title} · Fieldnote")));
    let back = props.back.map(|fallback| {
        let onclick = Callback::from(move |_: MouseEvent| app.back(fallback));
        html! { <button class="btn-icon" type="button" aria-label={t!("back")} {onclick}>{ icon("back") }</button> }
    });
    let sub = props.sub.as_ref().map(|sub| html! { <span class="dim">{ sub }</span> });
    html! {
        <>
            <a class="skip" href="#main">{ t!("skip") }</a>
            <div class={classes!("app", props.back.is_some().then_some("is-detail"))}>
                <header class="appbar">
                    { back }
                    <h1>{ &props.title }{ sub }</h1>
                    <SyncBadge />
                    { props.actions.clone() }
                </header>
                <main class="main" id="main" tabindex="-1">
                    <Banners />
                    { props.children.clone() }
                </main>
                <nav::Nav tab={props.tab} />
                if let Some(dock) = &props.dock {
                    <section class="dock" aria-label={t!("dock")}>{ dock.clone() }</section>
                }
            </div>
            <nav::AddSheet />
        </>
    }
}
