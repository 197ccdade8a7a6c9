//! What a person sets for themselves: quiet hours, the digest, what is put off.

use super::desk::Desk;
use super::{CommandError, SettingEdit};
use crate::model::{QuietHours, Settings};
use crate::values::UserId;

/// Changes one's own settings.
///
/// # Merge
/// Two devices of a person that change different settings change both.
/// # Source
/// Spec 7.11.
pub(super) fn edit(desk: &mut Desk<'_, '_>, member: UserId, edits: &[SettingEdit]) -> Result<(), CommandError> {
    if member != desk.ctx.me {
        return Err(CommandError::NotAllowed);
    }
    for edit in edits {
        let texts: Vec<(String, String)> = match edit {
            SettingEdit::Quiet(quiet) => {
                for minute in quiet.iter().flat_map(|QuietHours { from, to }| [*from, *to]) {
                    of_a_day("quiet_hours", minute)?;
                }
                vec![(Settings::QUIET.to_owned(), Settings::quiet_text(*quiet))]
            }
            SettingEdit::Digest(digest) => {
                digest.iter().try_for_each(|minute| of_a_day("digest", *minute))?;
                vec![(Settings::DIGEST.to_owned(), Settings::digest_text(*digest))]
            }
            SettingEdit::Language(language) => vec![(Settings::LANGUAGE.to_owned(), language.clone())],
            SettingEdit::Snooze { key, until } => {
                let until = until.map(|until| until.0.to_string()).unwrap_or_default();
                vec![(Settings::snooze_key(*key), until)]
            }
            SettingEdit::Note { account, changes } => {
                let noted = changes.iter();
                noted.map(|change| (Settings::noted_key(*account, change), Settings::noted_text(change))).collect()
            }
        };
        for (key, text) in texts {
            desk.writing.set(&["settings", &key], &text)?;
        }
    }
    Ok(())
}

fn of_a_day(field: &'static str, minute: u16) -> Result<(), CommandError> {
    if minute < 24 * 60 { Ok(()) } else { Err(CommandError::BadValue { field, expected: "a time of the day" }) }
}
