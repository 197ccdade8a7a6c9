//! What a message can be about: the occasions that are near, and what can be shared at any time.

use fieldnote_core::model::{Account, Contact, PrivateFacts};
use fieldnote_core::policy::{Content, PolicyNumber};
use fieldnote_core::projection::Context;
use fieldnote_core::rules::business_event;
use fieldnote_core::rules::care_event::{Festival, Occasion, comes_round, festival, hot_topics, is_open, of_industry};
use fieldnote_core::rules::content_library::{Named, TOPIC, fill, fitting};
use fieldnote_core::rules::nonbusiness_share::Share;
use fieldnote_core::values::ContactId;
use yew::AttrValue;

use crate::i18n::{args, label_of_code, t, ta};

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// The company's anniversary, of so many years.
    Anniversary(i32),
    /// A contact's birthday.
    Birthday(ContactId),
    /// A festival.
    Festival(Festival),
    /// What moves the customer's industry now.
    Topic,
    /// A report of use to the customer's industry (S0-69).
    Report,
    /// An invitation to an event (S0-70, S2-13).
    Event,
    /// An introduction to somebody of use (S0-71, R-43).
    Introduction,
}

impl Theme {
    /// Returns its key, as a draft keeps it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Anniversary(_) => "anniversary",
            Self::Birthday(_) => "birthday",
            Self::Festival(_) => "festival",
            Self::Topic => TOPIC,
            Self::Report => "report",
            Self::Event => "event",
            Self::Introduction => "introduction",
        }
    }

    /// Returns whom it is about.
    pub const fn contact(self) -> Option<ContactId> {
        if let Self::Birthday(contact) = self { Some(contact) } else { None }
    }

    /// Returns its name.
    pub fn words(self) -> AttrValue {
        match self {
            Self::Anniversary(years) => ta!("care-anniversary", args![n = years]),
            Self::Birthday(_) => t!("care-birthday"),
            Self::Festival(festival) => label_of_code("festival", &festival.key().into()),
            Self::Topic => t!("care-topic"),
            Self::Report => t!("care-report"),
            Self::Event => t!("care-event"),
            Self::Introduction => t!("care-introduction"),
        }
    }

    /// Fills a text of the library in.
    pub fn fill(self, text: &str, name: &str, account: &Account) -> String {
        let years = if let Self::Anniversary(years) = self { years.to_string() } else { String::new() };
        let festival = if let Self::Festival(_) = self { self.words() } else { AttrValue::default() };
        let (company, industry) = (account.profile.name.as_str(), account.profile.industry.as_str());
        fill(text, &Named { name, company, industry, years: &years, festival: &festival })
    }

    /// Returns the text to begin with, for somebody of a customer.
    pub fn template(self, name: &str, account: &Account) -> AttrValue {
        match self {
            Self::Anniversary(years) => ta!("care-text-anniversary", args![name = name, n = years]),
            Self::Birthday(_) => ta!("care-text-birthday", args![name = name]),
            Self::Festival(_) => ta!("care-text-festival", args![name = name, festival = self.words()]),
            // What there is to say of a topic stands in the library.
            Self::Topic => AttrValue::default(),
            Self::Report if account.profile.industry.is_empty() => ta!("care-text-report-any", args![name = name]),
            Self::Report => {
                ta!("care-text-report", args![name = name, industry = account.profile.industry.as_str()])
            }
            Self::Event => ta!("care-text-event", args![name = name]),
            Self::Introduction => ta!("care-text-introduction", args![name = name]),
        }
    }
}

fn topics<'a>(account: &Account, context: &'a Context) -> Vec<&'a Content> {
    of_industry(&hot_topics(&context.policy, context.today()), account.profile.industry.as_str())
}

/// Returns the texts of the library for a message to a customer; of hot topics those that are current.
pub fn texts<'a>(theme: Theme, account: &Account, context: &'a Context) -> Vec<&'a Content> {
    if theme == Theme::Topic {
        return topics(account, context);
    }
    let profile = &account.profile;
    fitting(&context.policy.library, &theme.key().into(), profile.industry.as_str(), &profile.need_tags)
}

/// Returns what a message to a customer can be about today, the most pressing first.
pub fn themes(account: &Account, private: Option<&PrivateFacts>, context: &Context) -> Vec<Theme> {
    let (today, lead_days) = (context.today(), context.policy.number(PolicyNumber::CareLeadDays));
    let founded = account.profile.founded.and_then(|day| comes_round(day, today, lead_days));
    let founded = founded.map(|(on, years)| (Theme::Anniversary(years), Occasion::Anniversary { years }, on));
    let birthday = private.into_iter().flat_map(|facts| &facts.contacts).find_map(|(id, contact)| {
        let there = account.contacts.get(id).is_some_and(Contact::is_reachable) && contact.birthday_consent.is_some();
        let (on, _) = contact.birthday.and_then(|day| comes_round(day, today, lead_days)).filter(|_| there)?;
        Some((Theme::Birthday(*id), Occasion::Birthday, on))
    });
    let shared = Share::of(account).last;
    let event = business_event::calling(account, shared, &context.policy);
    let event = event.filter(|event| event.is_current(today, &context.policy));
    let event = event.map(|event| (Theme::Introduction, Occasion::Event(event), event.day));
    let topic = topics(account, context).into_iter().next();
    let topic = topic.and_then(|topic| Some((Theme::Topic, Occasion::Topic(topic.title.clone()), topic.day?)));
    let festival = festival(&context.policy.calendar, today, lead_days);
    let festival = festival.map(|(on, festival)| (Theme::Festival(festival), Occasion::Festival(festival), on));
    let near: Vec<_> = [founded, birthday, event, topic, festival].into_iter().flatten().collect();
    // What was cared for already is no longer why somebody writes, but can be chosen.
    let (open, done): (Vec<_>, Vec<_>) =
        near.into_iter().partition(|(_, occasion, on)| is_open(occasion, *on, shared, &context.policy));
    let [open, done] = [open, done].map(|near| near.into_iter().map(|(theme, ..)| theme));
    let mut themes: Vec<Theme> = Vec::new();
    for theme in open.chain([Theme::Report, Theme::Event, Theme::Introduction]).chain(done) {
        if !themes.contains(&theme) {
            themes.push(theme);
        }
    }
    themes
}
