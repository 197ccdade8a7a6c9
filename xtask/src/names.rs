//! Short names between the module and its JavaScript.
//!
//! The binding names every function by what it does and a hash of sixteen digits, in the module and in the script.
//! Digits of a hash do not compress: together they are 6 kB of the download, brotli.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use walrus::ModuleConfig;

/// What the binding's own names begin with; others, such as `memory`, are left alone.
const OURS: [&str; 3] = ["__wbg_", "__wbindgen_", "wasm_bindgen_"];

/// Gives a bound module and its script short names for what they call of each other.
pub(crate) fn shorten(module: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut module = ModuleConfig::new()
        .generate_name_section(false)
        .generate_producers_section(false)
        .parse(module)
        .map_err(|error| anyhow!("the bound module does not read: {error}"))?;
    let mut short = BTreeMap::new();
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    for name in imports.chain(module.exports.iter_mut().map(|export| &mut export.name)) {
        if OURS.iter().any(|begin| name.starts_with(begin)) {
            let next = format!("f{}", short.len());
            name.clone_from(short.entry(name.clone()).or_insert(next));
        }
    }
    // Only the binding reads it; a browser looks at the code.
    module.customs.remove_raw("target_features");
    Ok((module.emit_wasm(), renamed(script, &short)))
}

/// Puts names of a table in place of whole words.
fn renamed(script: &str, names: &BTreeMap<String, String>) -> String {
    let in_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut all = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(start) = rest.find(in_word) {
        let (between, word) = rest.split_at(start);
        let (word, behind) = word.split_at(word.find(|c| !in_word(c)).unwrap_or(word.len()));
        all.push_str(between);
        all.push_str(names.get(word).map_or(word, String::as_str));
        rest = behind;
    }
    all + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_renamed() {
        let names = BTreeMap::from([("__wbg_now_12".to_owned(), "f0".to_owned())]);
        for (script, expected) in [
            ("a = { __wbg_now_12: 1 };", "a = { f0: 1 };"),
            ("wasm.__wbg_now_12()", "wasm.f0()"),
            ("__wbg_now_123 $__wbg_now_12 现", "__wbg_now_123 $__wbg_now_12 现"),
            ("", ""),
        ] {
            assert_eq!(renamed(script, &names), expected);
        }
    }
}
