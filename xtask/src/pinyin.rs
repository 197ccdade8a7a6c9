//! Writes `core/src/search/pinyin_initials.bin`: one letter for each character from U+4E00 to U+9FA5.

use std::path::Path;

use anyhow::{Context, Result};
use pinyin::ToPinyin;

/// Writes the table. Characters without a reading get a zero byte.
pub(crate) fn run() -> Result<()> {
    let table: Vec<u8> = ('\u{4e00}'..='\u{9fa5}')
        .map(|c| c.to_pinyin().and_then(|reading| reading.plain().bytes().next()).filter(u8::is_ascii_lowercase))
        .map(Option::unwrap_or_default)
        .collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src/search/pinyin_initials.bin");
    std::fs::write(&path, &table).with_context(|| format!("cannot write {}", path.display()))?;
    println!("{} letters in {}", table.len(), path.display());
    Ok(())
}
