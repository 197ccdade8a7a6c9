//! One tap, offline: everything of this device as one file, for another phone or for help.

use fieldnote_core::document::Document;
use fieldnote_core::model::Account;
use fieldnote_core::session::{HeldItem, OutboxItem, StoreError};
use fieldnote_core::values::DocumentKind;
use serde_json::{Value, json};

use super::{App, Toast};
use crate::i18n::{store_error, t};
use crate::platform::files;
use crate::platform::store::DeviceStore;
use crate::platform::task::spawn;

/// Names the layout of the file.
const FORMAT: &str = "fieldnote-export-1";

/// Saves everything on this device as a file: what waits, what is held, forms, and every document with its history.
pub fn everything(app: &App) {
    let app = app.clone();
    spawn(async move {
        let toast = match collect(&app).await {
            Ok(file) => {
                let name =
                    format!("fieldnote-{}-{}.json", app.read(|session| session.identity().login.clone()), today(&app));
                save(&name, "application/json", file.to_string().as_bytes())
            }
            Err(error) => Toast::plain(store_error(&error)),
        };
        app.toast(toast);
    });
}

/// Saves the follow-up records of all customers held in full as the 12-column table, for a spreadsheet.
pub fn follow_up_table(app: &App) {
    let app = app.clone();
    spawn(async move {
        let toast = match accounts(&app).await {
            Ok(accounts) => {
                let (policy, directory) = app.read(|session| (session.policy(), session.directory()));
                let table = fieldnote_core::export::follow_up_table(&accounts, &policy, &directory);
                save(&format!("{}-{}.csv", t("export-table-file"), today(&app)), "text/csv", table.as_bytes())
            }
            Err(error) => Toast::plain(store_error(&error)),
        };
        app.toast(toast);
    });
}

/// Reads the customers from the store; one that cannot be read does not keep the others from the person.
async fn accounts(app: &App) -> Result<Vec<Account>, StoreError> {
    let store = app.disk();
    let mut accounts = Vec::new();
    for record in store.boot().await?.documents {
        if record.full && record.doc.kind == DocumentKind::Account {
            let chunks = store.chunks(record.doc).await?;
            // Nothing is written under this actor.
            accounts.extend(Document::load(record.doc, [0; 16], &chunks).map(|document| document.account().0));
        }
    }
    Ok(accounts)
}

/// Hands a file to the person and says so.
pub fn save(name: &str, mime: &str, bytes: &[u8]) -> Toast {
    match files::download(name, mime, bytes) {
        Ok(()) => Toast::plain(t("export-done")),
        Err(_) => Toast::plain(t("export-failed")),
    }
}

/// Returns today in the workspace's zone, for the file's name.
pub fn today(app: &App) -> String {
    app.context().today().to_string()
}

async fn collect(app: &App) -> Result<Value, StoreError> {
    let store = app.disk();
    let boot = store.boot().await?;
    let mut documents = Vec::new();
    for record in &boot.documents {
        documents.push(document(&store, record).await?);
    }
    let drafts =
        boot.drafts.iter().map(|draft| json!({ "form": draft.key, "at": draft.at, "text": parsed(&draft.json) }));
    let held = boot.held.iter().map(|held: &HeldItem| {
        json!({ "edit": outbox(&held.item), "reason": held.reason, "at": held.at, "customer": held.title })
    });
    let (user, device) = app.read(|session| (session.identity().login.clone(), session.identity().device));
    Ok(json!({
        "format": FORMAT,
        "exported_at": app.now(),
        "user": user,
        "device": device,
        "waiting": boot.outbox.iter().map(outbox).collect::<Vec<_>>(),
        "held": held.collect::<Vec<_>>(),
        "drafts": drafts.collect::<Vec<_>>(),
        "documents": documents,
    }))
}

async fn document(store: &DeviceStore, record: &fieldnote_core::session::DocumentRecord) -> Result<Value, StoreError> {
    let chunks = store.chunks(record.doc).await?;
    Ok(json!({
        "id": record.doc,
        "automerge": chunks.iter().map(|chunk| base64(chunk)).collect::<Vec<_>>(),
        "row": record.row.as_ref().map(|row| base64(row)),
    }))
}

fn outbox(item: &OutboxItem) -> Value {
    json!({
        "document": item.doc,
        "at": item.at,
        "command": parsed(&item.command),
        "automerge": base64(&item.bytes),
    })
}

/// Returns JSON as JSON; what does not read goes into the file as it stands.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

/// Returns bytes as base 64 (RFC 4648, with padding).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0u32, |bits, at| bits << 8 | u32::from(group.get(at).copied().unwrap_or(0)));
        for place in 0..4 {
            let symbol = ALPHABET.get((bits >> (18 - 6 * place) & 63) as usize).copied().unwrap_or(b'=');
            text.push(if place > group.len() { '=' } else { char::from(symbol) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn bytes_are_written_as_the_standard_says() {
        // RFC 4648, section 10.
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
    }
}
