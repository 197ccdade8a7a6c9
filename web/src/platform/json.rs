//! JSON: read by the browser's own parser, written as text.

use std::fmt::Write;
use std::str::FromStr;

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// JSON as the browser read it. Asking for what is not there gives nothing.
#[derive(Debug, Clone, Default)]
pub struct Json(pub JsValue);

impl Json {
    fn member(&self, key: &str) -> JsValue {
        Reflect::get(&self.0, &key.into()).unwrap_or_default()
    }

    /// Returns a member that is a text.
    pub fn text(&self, key: &str) -> Option<String> {
        self.member(key).as_string()
    }

    /// Returns a member that is written as a text.
    pub fn parsed<T: FromStr>(&self, key: &str) -> Option<T> {
        self.text(key)?.parse().ok()
    }

    /// Returns a member that is a whole number.
    pub fn number(&self, key: &str) -> Option<i64> {
        self.member(key).as_f64().map(|number| number as i64)
    }

    /// Tells whether a member is true.
    pub fn is_true(&self, key: &str) -> bool {
        self.member(key).is_truthy()
    }

    /// Returns the entries of a member that is a list.
    pub fn entries(&self, key: &str) -> Vec<Self> {
        Self(self.member(key)).list()
    }

    /// Returns the entries of a list.
    pub fn list(&self) -> Vec<Self> {
        self.0.dyn_ref::<Array>().map(|list| list.iter().map(Self).collect()).unwrap_or_default()
    }

    /// Returns the text that this is.
    pub fn as_text(&self) -> Option<String> {
        self.0.as_string()
    }
}

/// Writes an object; the values are JSON.
pub fn object<'a>(members: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let members = members.into_iter().map(|(key, value)| format!("{}:{value}", quoted(key)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// Writes a list; the values are JSON.
pub fn list(values: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", values.into_iter().collect::<Vec<_>>().join(","))
}

/// Writes a text.
pub fn quoted(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for symbol in text.chars() {
        match symbol {
            '"' | '\\' => json.extend(['\\', symbol]),
            // A string never refuses what is written to it.
            '\0'..' ' => drop(write!(json, "\\u{:04x}", u32::from(symbol))),
            _ => json.push(symbol),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_json() {
        let text = object([
            ("name", quoted("王\"\\\n\u{1f}李")),
            ("list", list(["1".to_owned(), quoted("")])),
            ("none", object([])),
        ]);
        assert_eq!(text, r#"{"name":"王\"\\\u000a\u001f李","list":[1,""],"none":{}}"#);
    }
}
