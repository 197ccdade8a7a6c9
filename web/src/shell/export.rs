//! One tap, offline: everything of this device as one file, for another phone or for help.

use fieldnote_core::document::Document;
use fieldnote_core::model::Account;
use fieldnote_core::session::{DocumentRecord, OutboxItem, StoreError};
use fieldnote_core::values::DocumentKind;
use minicbor::Decoder;
use minicbor::data::Type;

use super::{App, Toast};
use crate::i18n::{store_error, t};
use crate::platform::files;
use crate::platform::json::{list, object, quoted};
use crate::platform::store::DeviceStore;
use crate::platform::task::spawn;

/// Names the layout of the file.
const FORMAT: &str = "fieldnote-export-1";
/// How deep a command or form is nested at most; theirs is below 10.
const DEPTH_MAX: u8 = 32;

/// Saves everything on this device as a file: what waits, what is held, forms, and every document with its history.
pub fn everything(app: &App) {
    let app = app.clone();
    spawn(async move {
        let toast = match collect(&app).await {
            Ok(file) => {
                let name =
                    format!("fieldnote-{}-{}.json", app.read(|session| session.identity().login.clone()), today(&app));
                save(&name, "application/json", file.as_bytes())
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
                save(&format!("{}-{}.csv", t!("export-table-file"), today(&app)), "text/csv", table.as_bytes())
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
        Ok(()) => Toast::plain(t!("export-done")),
        Err(_) => Toast::plain(t!("export-failed")),
    }
}

/// Returns today in the workspace's zone, for the file's name.
pub fn today(app: &App) -> String {
    app.context().today().to_string()
}

async fn collect(app: &App) -> Result<String, StoreError> {
    let store = app.disk();
    let boot = store.boot().await?;
    let mut documents = Vec::new();
    for record in &boot.documents {
        documents.push(document(&store, record).await?);
    }
    let drafts = boot.drafts.iter().map(|draft| {
        object([("form", quoted(&draft.key)), ("at", draft.at.0.to_string()), ("text", readable(&draft.form))])
    });
    let held = boot.held.iter().map(|held| {
        object([
            ("edit", outbox(&held.item)),
            ("reason", quoted(held.reason.code())),
            ("at", held.at.0.to_string()),
            ("customer", quoted(&held.title)),
        ])
    });
    let (user, device) = app.read(|session| (session.identity().login.clone(), session.identity().device));
    Ok(object([
        ("format", quoted(FORMAT)),
        ("exported_at", app.now().0.to_string()),
        ("user", quoted(&user)),
        ("device", quoted(&device.to_string())),
        ("waiting", list(boot.outbox.iter().map(outbox))),
        ("held", list(held)),
        ("drafts", list(drafts)),
        ("documents", list(documents)),
    ]))
}

async fn document(store: &DeviceStore, record: &DocumentRecord) -> Result<String, StoreError> {
    let chunks = store.chunks(record.doc).await?;
    Ok(object([
        ("id", quoted(&record.doc.to_string())),
        ("automerge", list(chunks.iter().map(|chunk| base64(chunk)))),
        ("row", record.row.as_ref().map_or_else(|| "null".to_owned(), |row| base64(row))),
    ]))
}

fn outbox(item: &OutboxItem) -> String {
    object([
        ("document", quoted(&item.doc.to_string())),
        ("at", item.at.0.to_string()),
        ("command", readable(&item.command)),
        ("automerge", base64(&item.bytes)),
    ])
}

/// Returns CBOR as JSON, so that a person finds their words in the file; what does not read stands there as bytes.
fn readable(bytes: &[u8]) -> String {
    json_of(&mut Decoder::new(bytes), DEPTH_MAX).unwrap_or_else(|| base64(bytes))
}

fn json_of(cbor: &mut Decoder<'_>, depth: u8) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let json = match cbor.datatype().ok()? {
        Type::Null => {
            cbor.null().ok()?;
            "null".to_owned()
        }
        Type::Bool => cbor.bool().ok()?.to_string(),
        Type::String => quoted(cbor.str().ok()?),
        Type::Bytes => base64(cbor.bytes().ok()?),
        Type::Array => {
            let length = cbor.array().ok()??;
            list((0..length).map(|_| json_of(cbor, depth)).collect::<Option<Vec<_>>>()?)
        }
        Type::Map => {
            let length = cbor.map().ok()??;
            // A form's keys are numbers; JSON has only texts there.
            let entry = |_| Some(format!("{}:{}", quoted(&json_of(cbor, depth)?), json_of(cbor, depth)?));
            format!("{{{}}}", (0..length).map(entry).collect::<Option<Vec<_>>>()?.join(","))
        }
        _ => cbor.i64().ok()?.to_string(),
    };
    Some(json)
}

/// Returns bytes as a JSON text in base 64 (RFC 4648, with padding).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4 + 2);
    text.push('"');
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0u32, |bits, at| bits << 8 | u32::from(group.get(at).copied().unwrap_or(0)));
        for place in 0..4 {
            let symbol = ALPHABET.get((bits >> (18 - 6 * place) & 63) as usize).copied().unwrap_or(b'=');
            text.push(if place > group.len() { '=' } else { char::from(symbol) });
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::{base64, readable};

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
            assert_eq!(base64(bytes.as_bytes()), format!("\"{expected}\""));
        }
    }

    #[test]
    fn a_command_is_readable_in_the_file() {
        let bytes = minicbor::to_vec((1, "王\"", [Some(-5), None], true)).unwrap();
        assert_eq!(readable(&bytes), r#"[1,"王\"",[-5,null],true]"#);
        let form = fieldnote_core::command::TextEdit { base: "a".into(), text: "b".into() };
        assert_eq!(readable(&minicbor::to_vec(form).unwrap()), r#"{"0":"a","1":"b"}"#);
        for damaged in [vec![0x82, 1], vec![0x81; 100], vec![0xff]] {
            assert_eq!(readable(&damaged), base64(&damaged));
        }
    }
}
