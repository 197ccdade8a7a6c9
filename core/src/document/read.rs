//! Reading documents as plain models. Total: what is not as the schema says becomes a [`Defect`], the rest is shown.

mod account;
mod part;
mod records;
mod tree;
mod workspace;

use std::cell::RefCell;

use super::Document;
use crate::model::{Account, Contribution, Defect, Directory, OpenContribution, PrivateFacts};
use crate::policy::Policy;
use crate::values::{ContactId, ContributionId, DocumentKind, Map};
use part::Part;
use tree::Tree;

impl Document {
    /// Reads a customer's document.
    pub fn account(&self) -> (Account, Vec<Defect>) {
        self.read(|root| self.account_of(root))
    }

    /// Reads what rows and decisions need of a customer: all but the texts of its talks, of which they need those of
    /// the last one only. With the number of its [clashes](Self::clashes).
    pub(crate) fn account_for_rows(&self) -> (Account, usize) {
        let tree = Tree::without_texts_of(&self.doc, "visits");
        let mut account = self.account_of(&Part::root(&tree.root, &RefCell::default()));
        if let Some(id) = account.last_talk().map(|(_, visit)| visit.id)
            && let Some(visit) = account.visits.get_mut(&id)
        {
            let id = id.to_string();
            visit.summary = self.text_at(&["visits", &id, "summary"]);
            visit.feedback = self.text_at(&["visits", &id, "feedback"]);
        }
        (account, if tree.contested { self.clashes().len() } else { 0 })
    }

    fn account_of(&self, root: &Part<'_>) -> Account {
        account::account(self.id.account_id().unwrap_or_default(), root)
    }

    /// Reads a customer's private document.
    pub fn private(&self) -> (PrivateFacts, Vec<Defect>) {
        self.read(records::private)
    }

    /// Reads what another department added about a customer, by id.
    pub fn contributions(&self) -> (Map<ContributionId, Contribution>, Vec<Defect>) {
        self.read(records::contributions)
    }

    /// Reads the photos of business cards, by contact.
    pub fn cards(&self) -> (Map<ContactId, Vec<u8>>, Vec<Defect>) {
        self.read(|root| {
            let cards = root.map("cards");
            let card = |key: &str| Some((key.parse().ok()?, cards.photo(key)?));
            cards.keys().into_iter().filter_map(card).collect()
        })
    }

    /// Reads the workspace's document.
    pub fn workspace(&self) -> (Policy, Directory, Vec<Defect>) {
        let ((policy, directory), defects) = self.read(|root| (workspace::policy(root), workspace::directory(root)));
        (policy, directory, defects)
    }

    /// Reads a user's own document: their settings.
    pub fn member(&self) -> (Map<String, String>, Vec<Defect>) {
        self.read(|root| {
            let settings = root.map("settings");
            settings.keys().into_iter().map(|key| (key.to_owned(), settings.string(key))).collect()
        })
    }

    /// Returns the free texts of a customer, one after the other, for searching.
    pub fn search_text(&self) -> String {
        let (account, _) = self.account();
        let profile = &account.profile;
        let mut parts: Vec<&str> = vec![&profile.core_need, &profile.note, &profile.prep_points];
        parts.extend(account.events.values().map(|event| event.note.as_str()));
        for visit in account.visits.values() {
            parts.extend([visit.topic.as_str(), &visit.summary, &visit.needs, &visit.problems, &visit.concerns]);
            parts.extend([visit.feedback.as_str(), &visit.consensus, &visit.prep_points]);
        }
        parts.extend(account.tasks.values().map(|task| task.title.as_str()));
        parts.extend(account.opportunities.values().flat_map(|deal| [deal.title.as_str(), &deal.note]));
        parts.retain(|part| !part.is_empty());
        parts.join("\n")
    }

    /// Returns what of a document is kept beside it, to be known without opening it: a customer's free texts, the
    /// birthdays of their contacts as days on lines, or on lines what others added and nobody has acted on; nothing for
    /// other kinds.
    pub fn index_text(&self) -> Option<String> {
        match self.id().kind {
            DocumentKind::Account => Some(self.search_text()),
            DocumentKind::Private => {
                let (facts, _) = self.private();
                let days = facts.contacts.into_values().filter(|contact| contact.birthday_consent.is_some());
                let days: Vec<String> = days.filter_map(|contact| Some(contact.birthday?.to_string())).collect();
                Some(days.join("\n"))
            }
            DocumentKind::Service | DocumentKind::Campaign => {
                let (added, _) = self.contributions();
                let open: Vec<_> = added.values().filter_map(OpenContribution::of).map(|open| open.to_line()).collect();
                Some(open.join("\n"))
            }
            DocumentKind::Cards | DocumentKind::Workspace | DocumentKind::Member => None,
        }
    }

    fn read<T>(&self, read: impl FnOnce(&Part<'_>) -> T) -> (T, Vec<Defect>) {
        let tree = Tree::of(&self.doc);
        let defects = RefCell::new(Vec::new());
        let value = read(&Part::root(&tree.root, &defects));
        (value, defects.into_inner())
    }
}
