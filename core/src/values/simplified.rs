//! Traditional characters and the simplified ones that stand for them, one for one: names are written in both.

use std::sync::OnceLock;

/// Written by `cargo xtask tables`; its format is described there.
static TABLE: &[u8] = include_bytes!("simplified.bin");

/// The first character that is looked up.
const FIRST: u32 = 0x4e00;
/// How many there are.
const COUNT: usize = 0x9fa5 - 0x4e00 + 1;

/// Returns the simplified form of a character; the character itself where it has none.
pub fn simplified(c: char) -> char {
    static BY_PLACE: OnceLock<Vec<u16>> = OnceLock::new();
    let place = u32::from(c).wrapping_sub(FIRST) as usize;
    if place >= COUNT {
        return c;
    }
    let simple = BY_PLACE.get_or_init(read).get(place).copied().unwrap_or_default();
    if simple == 0 { c } else { char::from_u32(simple.into()).unwrap_or(c) }
}

/// Reads the table; a zero where a character is simple already.
fn read() -> Vec<u16> {
    let mut by_place = vec![0; COUNT];
    let Some((count, rest)) = TABLE.split_first_chunk::<2>() else { return by_place };
    let count = usize::from(u16::from_be_bytes(*count));
    let (distances, values) = rest.split_at(rest.len().saturating_sub(2 * count));
    let (high, low) = values.split_at(values.len() / 2);
    let mut simple = high.iter().zip(low).map(|(high, low)| u16::from_be_bytes([*high, *low]));
    let mut place = 0;
    for distance in distances {
        if *distance == 255 {
            place += 254;
            continue;
        }
        place += usize::from(*distance);
        if let (Some(slot), Some(simple)) = (by_place.get_mut(place), simple.next()) {
            *slot = simple;
        }
    }
    by_place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_both_scripts() {
        for (traditional, expected) in [
            ("臺灣積體電路製造", "台湾积体电路制造"),
            ("華東機械廠", "华东机械厂"),
            ("龍騰實業集團", "龙腾实业集团"),
            ("东方科技ABC 12", "东方科技ABC 12"),
            ("一龥", "一龥"),
        ] {
            assert_eq!(traditional.chars().map(simplified).collect::<String>(), expected);
        }
    }

    #[test]
    fn what_is_simple_stays_and_twice_is_once() {
        let all = (FIRST..FIRST + COUNT as u32).filter_map(char::from_u32);
        let changed = all.filter(|c| simplified(*c) != *c).collect::<Vec<_>>();
        assert!(changed.len() > 2_000, "{}", changed.len());
        let again = changed.iter().filter(|c| simplified(simplified(**c)) != simplified(**c)).collect::<Vec<_>>();
        assert_eq!(again, Vec::<&char>::new());
    }
}
