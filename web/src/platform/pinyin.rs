//! Pinyin initials: the browser orders Chinese characters by their readings.

use std::cell::RefCell;

use fieldnote_core::search::initial_by_order;
use js_sys::{Array, Function, Intl, Object};
use wasm_bindgen::JsValue;

const LANGUAGE: &str = "zh-u-co-pinyin";

/// What was looked up: asking the browser takes microseconds, a list of customers holds thousands of characters.
struct Known {
    /// Compares two texts.
    compare: Function,
    /// One letter for each character from U+4E00 on; 0 until it is asked for.
    letters: Vec<u8>,
}

thread_local! {
    static KNOWN: RefCell<Option<Known>> = const { RefCell::new(None) };
}

impl Known {
    fn new() -> Self {
        let collator = Intl::Collator::new(&Array::of1(&LANGUAGE.into()), &Object::new());
        Self { compare: collator.compare(), letters: Vec::new() }
    }

    fn initial(&mut self, c: char) -> Option<char> {
        let place = (c as usize).checked_sub(0x4e00)?;
        if let Some(letter) = self.letters.get(place).filter(|letter| **letter != 0) {
            return Some(char::from(*letter));
        }
        let text = JsValue::from(c.to_string());
        let initial = initial_by_order(c, |first| {
            let compared = self.compare.call2(&JsValue::UNDEFINED, &first.to_string().into(), &text);
            compared.ok().and_then(|compared| compared.as_f64()).is_some_and(|compared| compared <= 0.0)
        })?;
        if self.letters.len() <= place {
            self.letters.resize(place + 1, 0);
        }
        if let (Some(letter), Ok(initial)) = (self.letters.get_mut(place), u8::try_from(initial)) {
            *letter = initial;
        }
        Some(initial)
    }
}

/// Returns the first letter of a character's most frequent reading.
pub fn initial(c: char) -> Option<char> {
    KNOWN.with_borrow_mut(|known| known.get_or_insert_with(Known::new).initial(c))
}
