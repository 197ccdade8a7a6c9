//! The unified social credit code of a Chinese organisation.

use super::fold::fold_char;

/// The characters in the order of their values: no I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The text is not a credit code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseCreditCodeError {
    /// Wrong length or characters.
    #[error("expected 18 digits and capital letters without I, O, S, V, Z, got {0:?}")]
    Form(String),
    /// The last character does not fit the others: a typing error.
    #[error("the check character should be {expected}")]
    Check {
        /// The character that would fit.
        expected: char,
    },
}

/// A unified social credit code (统一社会信用代码) with a right check character.
///
/// # Source
/// S0-29, S0-105; GB 32100-2015; definition 7.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditCode(String);

impl CreditCode {
    /// Reads a code; lower case, full width and spaces are put right.
    ///
    /// # Errors
    /// When the form or the check character is wrong.
    pub fn parse(text: &str) -> Result<Self, ParseCreditCodeError> {
        let wrong = || ParseCreditCodeError::Form(text.chars().take(64).collect());
        let code: String =
            text.chars().map(fold_char).filter(|c| *c != ' ').map(|c| c.to_ascii_uppercase()).take(19).collect();
        let (body, check) = code.split_at_checked(17).filter(|(_, check)| check.len() == 1).ok_or_else(wrong)?;
        let value = |byte: u8| ALPHABET.iter().position(|known| *known == byte);
        // The weight of place i is 3 to the power i, modulo 31.
        let mut weight = 1;
        let mut sum = 0;
        for byte in body.bytes() {
            sum += value(byte).ok_or_else(wrong)? * weight;
            weight = weight * 3 % 31;
        }
        let expected = ALPHABET.get((31 - sum % 31) % 31).copied().map_or('0', char::from);
        let given = check.chars().next().filter(|c| value(*c as u8).is_some() && c.is_ascii()).ok_or_else(wrong)?;
        if given == expected { Ok(Self(code)) } else { Err(ParseCreditCodeError::Check { expected }) }
    }

    /// Returns a number that tells codes apart, in a summary row: of a million pairs of codes less than one has the same
    /// (FNV-1a of 32 bits).
    pub fn print(&self) -> u32 {
        self.0.bytes().fold(0x811c_9dc5, |print, byte| (print ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    /// Returns the 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_character_catches_typing_errors() {
        // Published codes of large companies.
        for code in ["914403001922038216", "91330100799655058B", "9144030071526726XG"] {
            assert_eq!(CreditCode::parse(code).map(|code| code.0), Ok(code.to_owned()));
        }
        assert_eq!(
            CreditCode::parse(" 9144 0300 7152 6726 xg ").map(|code| code.0).as_deref(),
            Ok("9144030071526726XG")
        );
        assert_eq!(CreditCode::parse("914403001922038217"), Err(ParseCreditCodeError::Check { expected: '6' }));
        assert_eq!(CreditCode::parse("914403001922038261"), Err(ParseCreditCodeError::Check { expected: 'M' }));
        for text in ["", "91440300192203821", "9144030019220382166", "91440300I922038216", "９１"] {
            assert!(matches!(CreditCode::parse(text), Err(ParseCreditCodeError::Form(_))), "{text}");
        }
    }
}
