//! Makes tables of the words in `i18n/*.ftl`, so that the app needs no parser for them.
//!
//! `keys.rs` holds all keys in order, those of the families first, for the compiler; `families.rs` says how many these
//! are, and `families` holds them for the app. `zh-CN` and `en` hold the texts in the order of the keys. What the tables
//! look like is said in `src/i18n/marks.rs`.

#[path = "src/i18n/marks.rs"]
mod marks;
#[path = "build/words.rs"]
mod words;

use std::path::Path;
use std::{env, fs, io};

use words::{Source, tables};

/// The languages with the plural forms that their grammar has.
const LANGUAGES: [(&str, &[&str]); 2] = [("zh-CN", &["other"]), ("en", &["one", "other"])];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build/words.rs");
    let mut sources = Vec::new();
    for (language, plurals) in LANGUAGES {
        let file = format!("i18n/{language}.ftl");
        println!("cargo::rerun-if-changed={file}");
        sources.push(Source { text: fs::read_to_string(&file)?, file, plurals });
    }
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    match tables(&sources) {
        Ok(tables) => {
            let file = |name: &str| Path::new(&out).join(name);
            let families: Vec<_> = tables.keys.iter().take(tables.families).map(String::as_str).collect();
            fs::write(file("keys.rs"), format!("&{:?}", tables.keys))?;
            fs::write(file("families.rs"), tables.families.to_string())?;
            fs::write(file("families"), families.join(&marks::END.to_string()))?;
            for ((language, _), texts) in LANGUAGES.iter().zip(tables.texts) {
                fs::write(file(language), texts)?;
            }
        }
        Err(faults) => faults.iter().for_each(|fault| println!("cargo::error={fault}")),
    }
    Ok(())
}
