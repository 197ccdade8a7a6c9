//! Writes `core/src/values/simplified.bin`: which simplified character stands for a traditional one.

use std::path::Path;

use anyhow::{Context, Result};

/// The characters that are looked at: those that names are written with.
const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fa5;

/// Writes the table: the distances from one traditional character to the next, each a byte, 255 for 254 and more to
/// come; then the high bytes of the simplified ones, then the low bytes. Alike bytes side by side are small in brotli.
pub(crate) fn run() -> Result<()> {
    let pairs: Vec<(u32, u32)> = (FIRST..=LAST)
        .filter_map(char::from_u32)
        .filter_map(|traditional| {
            let converted = fast2s::convert(&traditional.to_string());
            let mut characters = converted.chars();
            let simplified = characters.next().filter(|_| characters.next().is_none())?;
            let within = (FIRST..=LAST).contains(&u32::from(simplified));
            (within && simplified != traditional).then_some((traditional.into(), simplified.into()))
        })
        .collect();
    let (mut distances, mut high, mut low, mut before) = (Vec::new(), Vec::new(), Vec::new(), FIRST);
    for (traditional, simplified) in &pairs {
        let mut distance = traditional - before;
        while distance >= 255 {
            distances.push(255);
            distance -= 254;
        }
        distances.push(u8::try_from(distance)?);
        before = *traditional;
        let [first, second] = u16::try_from(*simplified)?.to_be_bytes();
        high.push(first);
        low.push(second);
    }
    let count = u16::try_from(pairs.len())?;
    let table = [count.to_be_bytes().to_vec(), distances, high, low].concat();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src/values/simplified.bin");
    std::fs::write(&path, &table).with_context(|| format!("cannot write {}", path.display()))?;
    println!("{} characters, {} bytes in {}", pairs.len(), table.len(), path.display());
    Ok(())
}
