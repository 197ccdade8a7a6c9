//! What every family of commands works with: the open transaction, who acts, and one record at a time.

use super::{CommandContext, CommandError, PrivateEdit, TextEdit};
use crate::document::{DocumentError, Scalar, Writing};
use crate::rules::mobile_number;
use crate::values::ContactId;

/// The open transaction of the account, and what is to be written to the private document with it.
pub(super) struct Desk<'w, 'a> {
    pub(super) writing: &'w mut Writing<'a>,
    pub(super) ctx: &'w CommandContext<'w>,
    private: Vec<(ContactId, PrivateEdit)>,
}

/// One record of a collection, such as one visit.
pub(super) struct Record<'d, 'w, 'a> {
    desk: &'d mut Desk<'w, 'a>,
    collection: &'static str,
    id: String,
}

impl<'w, 'a> Desk<'w, 'a> {
    pub(super) fn new(writing: &'w mut Writing<'a>, ctx: &'w CommandContext<'w>) -> Self {
        Self { writing, ctx, private: Vec::new() }
    }

    pub(super) fn into_private(self) -> Vec<(ContactId, PrivateEdit)> {
        self.private
    }

    /// Notes an edit of the private document, written together with the account.
    pub(super) fn private(&mut self, contact: ContactId, edit: PrivateEdit) {
        self.private.push((contact, edit));
    }

    /// Tells whether the customer is a person and not a company.
    pub(super) fn individual(&self) -> bool {
        self.writing.scalar(&["profile", "individual"]) == Some(Scalar::Flag(true))
    }

    /// Refuses a text into which somebody writes a personal mobile number: who may see the customer sees its texts. One
    /// that stood in it before is not this edit's.
    ///
    /// # Source
    /// R-08; definition 6 (free texts too).
    pub(super) fn no_mobile(&self, field: &'static str, before: &str, text: &str) -> Result<(), CommandError> {
        let allowed = || mobile_number::allowed(self.individual(), self.ctx.policy);
        if mobile_number::is_added(text, before) && !allowed() {
            Err(CommandError::MobileNumber(field))
        } else {
            Ok(())
        }
    }

    /// Makes a record; its id must be new.
    pub(super) fn create<'d>(
        &'d mut self,
        collection: &'static str,
        id: impl ToString,
    ) -> Result<Record<'d, 'w, 'a>, CommandError> {
        let id = id.to_string();
        if self.writing.exists(&[collection, &id]) {
            return Err(CommandError::BadValue { field: "id", expected: "a new id" });
        }
        self.writing.create(&[collection, &id])?;
        Ok(Record { desk: self, collection, id })
    }

    /// Finds a record that is there and not removed; `what` names it in the error.
    pub(super) fn find<'d>(
        &'d mut self,
        collection: &'static str,
        id: impl ToString,
        what: &'static str,
    ) -> Result<Record<'d, 'w, 'a>, CommandError> {
        let id = id.to_string();
        let removed = self.writing.scalar(&[collection, &id, "removed"]) == Some(Scalar::Flag(true));
        if removed || !self.writing.exists(&[collection, &id]) {
            return Err(CommandError::Unknown(what));
        }
        Ok(Record { desk: self, collection, id })
    }
}

impl Record<'_, '_, '_> {
    pub(super) fn set(&mut self, key: &str, value: impl Into<Scalar>) -> Result<(), CommandError> {
        Ok(self.desk.writing.set(&[self.collection, &self.id, key], value)?)
    }

    /// As of the desk, for a text that is new.
    pub(super) fn no_mobile(&self, key: &'static str, text: &str) -> Result<(), CommandError> {
        self.desk.no_mobile(key, "", text)
    }

    /// Sets a short text in somebody's words, which is no place for a mobile number either.
    pub(super) fn words(&mut self, key: &'static str, text: &str) -> Result<(), CommandError> {
        self.desk.no_mobile(key, &self.read(key), text)?;
        self.set(key, text)
    }

    pub(super) fn text(&mut self, key: &'static str, edit: &TextEdit) -> Result<(), CommandError> {
        self.desk.no_mobile(key, &edit.base, &edit.text)?;
        Ok(self.desk.writing.text(&[self.collection, &self.id, key], &edit.base, &edit.text)?)
    }

    /// Fills the empty text of a new record.
    pub(super) fn fill(&mut self, key: &'static str, text: &str) -> Result<(), CommandError> {
        self.take_over(key, "", text)
    }

    /// Fills the empty text of a new record with what stood elsewhere before.
    pub(super) fn take_over(&mut self, key: &'static str, before: &str, text: &str) -> Result<(), CommandError> {
        self.desk.no_mobile(key, before, text)?;
        Ok(self.desk.writing.text(&[self.collection, &self.id, key], "", text)?)
    }

    pub(super) fn mark(&mut self, key: &str, entry: &str, present: bool) -> Result<(), CommandError> {
        Ok(self.desk.writing.mark(&[self.collection, &self.id, key, entry], present)?)
    }

    pub(super) fn scalar(&self, key: &str) -> Option<Scalar> {
        self.desk.writing.scalar(&[self.collection, &self.id, key])
    }

    /// Returns a short or a free text as it stands in the transaction.
    pub(super) fn read(&self, key: &str) -> String {
        match self.scalar(key) {
            Some(Scalar::Text(text)) => text,
            Some(_) => String::new(),
            None => self.desk.writing.read_text(&[self.collection, &self.id, key]),
        }
    }

    pub(super) fn ctx(&self) -> &CommandContext<'_> {
        self.desk.ctx
    }
}

impl From<DocumentError> for CommandError {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::TooLong { field, max } => Self::TooLong { field, max },
            DocumentError::BadValue { field, expected } => Self::BadValue { field, expected },
            other => Self::Document(other.to_string()),
        }
    }
}

/// Returns the trimmed text, or that the field is missing.
pub(super) fn required<'t>(text: &'t str, field: &'static str) -> Result<&'t str, CommandError> {
    let text = text.trim();
    if text.is_empty() { Err(CommandError::Missing(field)) } else { Ok(text) }
}
