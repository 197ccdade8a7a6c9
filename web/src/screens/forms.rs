//! What the forms of customer, contact, to-do and opportunity share: a table of fields, kept as a draft.

use std::rc::Rc;

use fieldnote_core::cbor_record;
use fieldnote_core::command::{Command, CommandError};
use fieldnote_core::projection::Context;
use fieldnote_core::values::{Map, Money, Percent, Set};
use yew::prelude::*;

use crate::components::form::{Change, Choice, Edit, SelectField, TextField, check, radio_chip};
use crate::components::tabs::focus;
use crate::frame::icon;
use crate::hooks::{DraftHandle, use_draft};
use crate::i18n::{Key, args, failure, format, t, ta};
use crate::platform::task::spawn;
use crate::screens::card_photo::Taken;
use crate::shell::{App, Failure, Toast};

/// A form as typed: the text of each field, and what it was when the form opened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Values {
    /// Whether it was filled with its first content.
    pub started: bool,
    /// Text by field.
    pub now: Map<String, String>,
    /// Text by field when the form opened; only differences are written.
    pub base: Map<String, String>,
    /// Words by field, such as tags.
    pub words: Map<String, Set<String>>,
    /// Words by field when the form opened.
    pub base_words: Map<String, Set<String>>,
}

cbor_record!(Values { 0: started, 1: now, 2: base, 3: words, 4: base_words });

impl Values {
    /// Starts with the first content of a form.
    pub fn start(fields: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        let now: Map<String, String> = fields.into_iter().map(|(key, text)| (key.to_owned(), text)).collect();
        Self { started: true, base: now.clone(), now, ..Self::default() }
    }

    /// Adds the first words of a field.
    #[must_use]
    pub fn with_words(mut self, key: &str, words: Set<String>) -> Self {
        self.words.insert(key.to_owned(), words.clone());
        self.base_words.insert(key.to_owned(), words);
        self
    }

    /// Returns the text of a field, without outer white space.
    pub fn text(&self, key: &str) -> String {
        self.now.get(key).map(|text| text.trim().to_owned()).unwrap_or_default()
    }

    /// Returns the text of a field when the form opened.
    pub fn before(&self, key: &str) -> String {
        self.base.get(key).cloned().unwrap_or_default()
    }

    /// Tells whether a field is ticked.
    pub fn is_on(&self, key: &str) -> bool {
        self.text(key) == "true"
    }

    /// Tells whether a field was changed.
    pub fn changed(&self, key: &str) -> bool {
        self.text(key) != self.before(key).trim()
    }

    /// Puts the text of a field.
    pub fn put(&mut self, key: &str, text: String) {
        self.now.insert(key.to_owned(), text);
    }

    /// Takes the fields that the person has not changed from the newest content; a draft may be days old.
    fn follow(&mut self, fresh: &Self) {
        for (key, text) in &fresh.now {
            if !self.changed(key) {
                self.now.insert(key.clone(), text.clone());
                self.base.insert(key.clone(), text.clone());
            }
        }
        for (key, words) in &fresh.words {
            if self.words.get(key) == self.base_words.get(key) {
                self.words.insert(key.clone(), words.clone());
                self.base_words.insert(key.clone(), words.clone());
            }
        }
    }

    /// Returns the words of a field.
    pub fn words_of(&self, key: &str) -> Set<String> {
        self.words.get(key).cloned().unwrap_or_default()
    }

    /// Puts a word in or takes it out.
    pub fn toggle_word(&mut self, key: &str, word: &str) {
        let words = self.words.entry(key.to_owned()).or_default();
        if !words.remove(word) {
            words.insert(word.to_owned());
        }
    }
}

/// What a field takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A line.
    Text,
    /// Several lines.
    Area,
    /// A day.
    Day,
    /// A clock time.
    Time,
    /// An amount, such as 52万.
    Money,
    /// 0 to 100.
    Percent,
    /// A whole number from the first to the second.
    Number(i64, i64),
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// Yes or no.
    Tick,
    /// One of a list.
    Choice(Vec<Choice>),
    /// One of a few, each a chip: its key and its words.
    Chips(Vec<(&'static str, AttrValue)>),
}

/// What saves the photo of a card, and where it was kept until then.
pub type Card = (Command, DraftHandle<Taken>);

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The field.
    pub field: String,
    /// In words.
    pub text: AttrValue,
}

/// A form that is being filled.
#[derive(Clone, PartialEq)]
pub struct Filling {
    /// What was typed.
    pub values: Rc<Values>,
    /// Where changes go.
    pub edit: Edit<Values>,
    /// The kept draft.
    pub draft: DraftHandle<Values>,
    /// What is wrong, after an attempt to save.
    pub problem: UseStateHandle<Option<Problem>>,
}

/// Opens a form kept under `key`; `fresh` is its first content.
#[hook]
pub fn use_filling(key: String, fresh: impl FnOnce() -> Values) -> Filling {
    let draft = use_draft::<Values>(key.clone());
    let problem = use_state_eq(|| None);
    let fresh = use_memo(key.clone(), |_| fresh());
    {
        let (draft, fresh) = (draft.clone(), Rc::clone(&fresh));
        use_effect_with(key, move |_| {
            let mut newest = (*draft.value()).clone();
            newest.follow(&fresh);
            if draft.value().started && newest != *draft.value() {
                draft.set(newest);
            }
        });
    }
    let values = if draft.value().started { draft.value() } else { Rc::clone(&fresh) };
    let edit = {
        let (draft, problem) = (draft.clone(), problem.clone());
        Edit(Callback::from(move |change: Change<Values>| {
            problem.set(None);
            draft.update(|values| {
                if !values.started {
                    values.clone_from(&fresh);
                }
                change(values);
            });
        }))
    };
    Filling { values, edit, draft, problem }
}

/// The id of a field's input.
pub fn field_id(key: &str) -> String {
    format!("f-{}", key.replace('_', "-"))
}

impl Filling {
    /// Draws a field.
    pub fn field(&self, key: &'static str, label: impl Into<AttrValue>, kind: &Kind, required: bool) -> Html {
        self.field_with(key, label, kind, required, None, None)
    }

    /// Draws a field with an advice or a live error.
    pub fn field_with(
        &self,
        key: &'static str,
        label: impl Into<AttrValue>,
        kind: &Kind,
        required: bool,
        hint: Option<AttrValue>,
        live: Option<AttrValue>,
    ) -> Html {
        let (id, label, value) = (field_id(key), label.into(), self.values.now.get(key).cloned().unwrap_or_default());
        let said = self.problem.as_ref().filter(|problem| problem.field == key).map(|problem| problem.text.clone());
        let error = said.or(live).or_else(|| unreadable(kind, &value));
        let put = self.edit.on(move |values: &mut Values, text: String| values.put(key, text));
        let (input, keyboard) = match kind {
            Kind::Choice(choices) => {
                let choices = choices.clone();
                return html! { <SelectField {id} {label} {value} {choices} on_choose={put} {error} {required} /> };
            }
            Kind::Tick => {
                let tick = self.edit.on(move |values: &mut Values, on: bool| values.put(key, on.to_string()));
                return check("", label, value == "true", tick);
            }
            Kind::Chips(few) => {
                let chip = |(own, words): &(&'static str, AttrValue)| {
                    let own = *own;
                    html! { <>{ radio_chip(&id, value == own, put.reform(move |()| own.to_owned()), html! { { words } }) }</> }
                };
                let note = error.is_some().then(|| format!("{id}-error"));
                return html! {
                    <fieldset class="field" id={id.clone()} tabindex="-1" aria-describedby={note.clone()}>
                        <legend>{ label }if required { { " " }<em>{ t!("required") }</em> }</legend>
                        <div class="cluster">{ for few.iter().map(chip) }</div>
                        if let Some(error) = error { <p id={note} class="field-error" role="alert">{ icon("alert") }{ error }</p> }
                    </fieldset>
                };
            }
            Kind::Text | Kind::Area => ("text", None),
            Kind::Day => ("date", None),
            Kind::Time => ("time", None),
            Kind::Money => ("text", None),
            Kind::Percent | Kind::Number(..) => ("text", Some("numeric")),
            Kind::Phone => ("tel", Some("tel")),
            Kind::Email => ("email", Some("email")),
        };
        // What an advice says of an empty field is not confirmed by anything.
        let hint_ok = !value.is_empty();
        html! {
            <TextField {id} {label} {value} on_input={put} area={*kind == Kind::Area} short=true kind={input} {keyboard}
                {required} {hint} {hint_ok} {error} />
        }
    }

    /// Says that a field is wrong and goes there.
    pub fn refuse(&self, field: &str, text: AttrValue) {
        self.problem.set(Some(Problem { field: field.to_owned(), text }));
        focus(&field_id(field));
    }

    /// Returns the first of these fields that is empty or unreadable, after saying so.
    pub fn stops(&self, required: &[&'static str], kinds: &[(&'static str, Kind)]) -> bool {
        if let Some(key) = required.iter().find(|key| self.values.text(key).is_empty()) {
            self.refuse(key, t!("field-missing"));
            return true;
        }
        let wrong = kinds.iter().find_map(|(key, kind)| Some((key, unreadable(kind, &self.values.text(key))?)));
        if let Some((key, text)) = wrong {
            self.refuse(key, text);
            return true;
        }
        false
    }

    /// Saves; the draft goes only after the store has it, and the screen is left for `path`.
    pub fn save(&self, app: &App, command: Command, done: Key, path: String) {
        let (app, filling) = (app.clone(), self.clone());
        spawn(async move {
            match app.dispatch(command).await {
                Ok(()) => {
                    filling.draft.clear();
                    leave(path);
                    app.toast(Toast::undo(t(done)));
                }
                Err(error) => filling.explain(&app, &error),
            }
        });
    }

    /// Saves a form with the photo of a card: first the form, then the photo. A form without one is saved alone.
    pub fn save_with(&self, app: &App, command: Option<Command>, card: Option<Card>, done: Key, path: String) {
        let Some((photo, taken)) = card else {
            return match command {
                Some(command) => self.save(app, command, done, path),
                None => self.leave(path),
            };
        };
        let (app, filling) = (app.clone(), self.clone());
        spawn(async move {
            let saved = match command {
                Some(command) => app.dispatch(command).await,
                None => Ok(()),
            };
            match saved {
                Ok(()) => filling.draft.clear(),
                Err(error) => return filling.explain(&app, &error),
            }
            leave(path);
            match app.dispatch(photo).await {
                Ok(()) => {
                    taken.clear();
                    app.toast(Toast::plain(t(done)));
                }
                Err(error) => app.toast(Toast::failure(&error)),
            }
        });
    }

    /// Leaves without a change; the draft is thrown away.
    pub fn leave(&self, path: String) {
        self.draft.clear();
        leave(path);
    }

    fn explain(&self, app: &App, error: &Failure) {
        let field = match error {
            Failure::Command(
                CommandError::Missing(field)
                | CommandError::MobileNumber(field)
                | CommandError::TooLong { field, .. }
                | CommandError::BadValue { field, .. }
                | CommandError::Todo { field, .. },
            ) => field.rsplit('.').next(),
            Failure::Command(CommandError::BirthdayConsent) => Some("birthday_consent"),
            Failure::Command(CommandError::TooSoon { .. }) => Some("due"),
            _ => None,
        };
        match field.filter(|field| self.values.now.contains_key(*field)) {
            Some(field) => self.refuse(field, failure(error)),
            None => app.toast(Toast::failure(error)),
        }
    }

    /// The dock with the save button of the form with this id.
    pub fn dock(&self, form: &'static str, label: AttrValue, context: &Context) -> Html {
        html! {
            <>
                <p class="field-draft" role="status">
                    if let Some(at) = self.draft.saved_at() {
                        { icon("saved") }<span>{ t!("draft-saved") }{ " " }<span class="num">{ format::time(at, context.policy.zone_minutes) }</span></span>
                    }
                </p>
                <button class="btn btn-primary" type="submit" {form}>{ label }</button>
            </>
        }
    }
}

fn leave(path: String) {
    crate::route::replace(&path);
}

/// Returns what a text lacks to be of its kind; an empty one is always readable.
fn unreadable(kind: &Kind, text: &str) -> Option<AttrValue> {
    if text.trim().is_empty() {
        return None;
    }
    match kind {
        Kind::Money => Money::parse(text).is_err().then(|| t!("field-money")),
        Kind::Percent => percent(text).is_none().then(|| t!("field-percent")),
        Kind::Number(min, max) => {
            let fits = text.trim().parse().is_ok_and(|number: i64| (*min..=*max).contains(&number));
            (!fits).then(|| ta!("number-range", args![min = *min, max = *max]))
        }
        Kind::Day => text.parse::<fieldnote_core::values::Day>().is_err().then(|| t!("field-day")),
        _ => None,
    }
}

/// Reads a percentage, with or without its sign.
pub fn percent(text: &str) -> Option<Percent> {
    Percent::new(text.trim().trim_end_matches(['%', '％']).trim().parse().ok()?).ok()
}

/// Returns an amount as a person would type it again.
pub fn money_text(amount: Option<Money>) -> String {
    amount
        .map(|amount| {
            let (yuan, fen) = (amount.0 / 100, amount.0 % 100);
            if fen == 0 { yuan.to_string() } else { format!("{yuan}.{fen:02}") }
        })
        .unwrap_or_default()
}

/// Makes the choices of a select with an empty one in front.
pub fn choices(codes: impl IntoIterator<Item = (String, AttrValue)>) -> Kind {
    let all = codes.into_iter().map(|(key, words)| (AttrValue::from(key), words));
    Kind::Choice(std::iter::once((AttrValue::default(), t!("choose"))).chain(all).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_follows_what_the_person_has_not_changed() {
        let text = |text: &str| text.to_owned();
        let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Set<String>>();
        let mut draft = Values::start([("name", text("蓝海")), ("note", text("旧"))]);
        draft = draft.with_words("tags", tags(&["a"])).with_words("need_tags", tags(&["x"]));
        draft.put("note", text("旧，加一句"));
        draft.toggle_word("tags", "b");
        let fresh = Values::start([("name", text("蓝海科技")), ("note", text("新"))]);
        let fresh = fresh.with_words("tags", tags(&["a", "c"])).with_words("need_tags", tags(&["x", "y"]));
        draft.follow(&fresh);
        assert_eq!((draft.text("name"), draft.before("name")), (text("蓝海科技"), text("蓝海科技")));
        assert_eq!((draft.text("note"), draft.before("note")), (text("旧，加一句"), text("旧")));
        assert_eq!((draft.words_of("tags"), draft.words_of("need_tags")), (tags(&["a", "b"]), tags(&["x", "y"])));
    }
}
