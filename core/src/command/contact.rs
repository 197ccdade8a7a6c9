//! Contacts. Numbers and birthdays go to the private document in the same command.

use super::desk::{Desk, required};
use super::{CommandContext, CommandError, ContactEdit, NewContact, PrivateEdit, important};
use crate::document::{Document, Scalar, Written};
use crate::rules::birthday_consent;
use crate::values::{ContactId, Email};

/// Adds a contact.
///
/// # Source
/// E-06.
pub(super) fn add(desk: &mut Desk<'_, '_>, id: ContactId, new: &NewContact) -> Result<(), CommandError> {
    let mut contact = desk.create("contacts", id)?;
    contact.words("name", required(&new.name, "name")?)?;
    contact.words("position", &new.position)?;
    contact.words("department", &new.department)?;
    contact.set("email", &email(&new.email)?)?;
    contact.fill("personality", &new.personality)?;
    contact.set("preferred_channel", &new.preferred_channel)?;
    contact.words("preferred_hours", &new.preferred_hours)?;
    contact.set("decision_role", &new.decision_role)?;
    if !new.office_phone.trim().is_empty() {
        private(desk, id, PrivateEdit::OfficePhone(new.office_phone.clone()))?;
    }
    if !new.other_channel.trim().is_empty() {
        private(desk, id, PrivateEdit::OtherChannel(new.other_channel.clone()))?;
    }
    if new.birthday.is_some() {
        private(desk, id, PrivateEdit::Birthday { day: new.birthday, consent: new.birthday_consent })?;
    }
    Ok(())
}

/// Keeps the photo of a contact's business card, or takes it away.
///
/// # Source
/// E-06 (S0-36); C-12: it shows the numbers, and stands where only those who may see them have it.
pub(super) fn card(desk: &mut Desk<'_, '_>, id: ContactId, photo: Option<&[u8]>) -> Result<(), CommandError> {
    let photo = photo.map(|photo| Scalar::Photo(photo.to_vec()));
    Ok(desk.writing.set(&["cards", &id.to_string()], photo.unwrap_or(Scalar::Nothing))?)
}

/// Changes a contact.
///
/// # Source
/// E-06.
pub(super) fn edit(
    desk: &mut Desk<'_, '_>,
    id: ContactId,
    edits: &[ContactEdit],
    private_edits: &[PrivateEdit],
) -> Result<(), CommandError> {
    desk.find("contacts", id, "contact")?;
    for edit in edits {
        let stayed = desk.writing.scalar(&["contacts", &id.to_string(), "left"]) != Some(Scalar::Flag(true));
        field(desk, id, edit)?;
        if let Some(kind) = important::of_contact(edit).filter(|_| stayed) {
            important::stamp(desk, kind)?;
        }
    }
    private_edits.iter().try_for_each(|edit| private(desk, id, edit.clone()))
}

fn field(desk: &mut Desk<'_, '_>, id: ContactId, edit: &ContactEdit) -> Result<(), CommandError> {
    let mut contact = desk.find("contacts", id, "contact")?;
    match edit {
        ContactEdit::Name(text) => contact.words("name", required(text, "name")?),
        ContactEdit::Position(text) => contact.words("position", text),
        ContactEdit::Department(text) => contact.words("department", text),
        ContactEdit::Email(text) => contact.set("email", &email(text)?),
        ContactEdit::Personality(edit) => contact.text("personality", edit),
        ContactEdit::PreferredChannel(code) => contact.set("preferred_channel", code),
        ContactEdit::PreferredHours(text) => contact.words("preferred_hours", text),
        ContactEdit::DecisionRole(code) => contact.set("decision_role", code),
        ContactEdit::Left(flag) => contact.set("left", *flag),
        ContactEdit::Unreachable(flag) => contact.set("unreachable", *flag),
    }
}

/// Checks an edit of the private document and notes it.
fn private(desk: &mut Desk<'_, '_>, id: ContactId, edit: PrivateEdit) -> Result<(), CommandError> {
    match &edit {
        PrivateEdit::OfficePhone(text) => desk.no_mobile("office_phone", "", text)?,
        PrivateEdit::OtherChannel(text) => desk.no_mobile("other_channel", "", text)?,
        PrivateEdit::Birthday { day, consent } => {
            if !birthday_consent::allowed(*day, *consent) {
                return Err(CommandError::BirthdayConsent);
            }
        }
    }
    desk.private(id, edit);
    Ok(())
}

/// Writes the noted edits as one change of the private document.
pub(super) fn write_private(
    private: Option<&mut Document>,
    edits: &[(ContactId, PrivateEdit)],
    ctx: &CommandContext<'_>,
) -> Result<Vec<Written>, CommandError> {
    if edits.is_empty() {
        return Ok(Vec::new());
    }
    // Who may not see the numbers of a customer has no private document to write to.
    let private = private.ok_or(CommandError::NotAllowed)?;
    let written = private.write(Some(ctx.me), ctx.now, |writing| {
        for (contact, edit) in edits {
            let key = contact.to_string();
            match edit {
                PrivateEdit::OfficePhone(text) => writing.set(&["office_phone", &key], text)?,
                PrivateEdit::OtherChannel(text) => writing.set(&["other_channel", &key], text)?,
                PrivateEdit::Birthday { day, consent } => {
                    writing.set(&["birthday", &key], *day)?;
                    writing.set(&["birthday_consent", &key], *consent)?;
                }
            }
        }
        Ok::<_, CommandError>(())
    })?;
    Ok(written.into_iter().collect())
}

/// An optional e-mail address: empty, or of the usual form.
fn email(text: &str) -> Result<String, CommandError> {
    let text = text.trim();
    if !text.is_empty() && Email::parse(text).is_err() {
        return Err(CommandError::BadValue { field: "email", expected: "an address such as name@company.cn" });
    }
    Ok(text.to_owned())
}
