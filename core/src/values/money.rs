//! Amounts in integer minor units, and whole percentages.

use minicbor::{Decode, Encode};

/// The text is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an amount such as 520000, 520,000.50 or 52万, got {0:?}")]
pub struct ParseMoneyError(pub String);

/// The number is not a percentage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a whole number from 0 to 100, got {0:?}")]
pub struct ParsePercentError(pub String);

/// An amount in minor units (fen) of the workspace's currency, CNY.
///
/// # Units
/// 1/100 yuan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct Money(#[n(0)] pub i64);

impl Money {
    /// The largest amount a field takes: one trillion yuan.
    pub const MAX: Self = Self(100_000_000_000_000);

    /// Returns an amount of whole yuan.
    pub const fn yuan(yuan: i64) -> Self {
        Self(yuan.saturating_mul(100))
    }

    /// Returns the amount times a percentage, rounded to the nearest minor unit.
    #[must_use]
    pub fn weighted(self, percent: Percent) -> Self {
        let percent = i64::from(percent.get());
        let half = if self.0 < 0 { -50 } else { 50 };
        // By whole yuan and the rest, so that no product is larger than the amount.
        Self(self.0 / 100 * percent + (self.0 % 100 * percent + half) / 100)
    }

    /// Returns the sum, held at the ends of the range.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Reads what a person types: digits with commas, up to two decimals, `万` or `亿` or `k`/`m` behind it.
    ///
    /// # Errors
    /// When it is no amount, is negative or is above [`Self::MAX`].
    pub fn parse(text: &str) -> Result<Self, ParseMoneyError> {
        let wrong = || ParseMoneyError(text.chars().take(64).collect());
        let cleaned: String = text
            .chars()
            .filter(|c| !matches!(c, ',' | '，' | ' ' | '¥' | '￥' | '元'))
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let (digits, scale): (_, u64) = match cleaned.chars().last() {
            Some('万') => (cleaned.strip_suffix('万'), 10_000),
            Some('亿') => (cleaned.strip_suffix('亿'), 100_000_000),
            Some('k') => (cleaned.strip_suffix('k'), 1_000),
            Some('m') => (cleaned.strip_suffix('m'), 1_000_000),
            _ => (Some(cleaned.as_str()), 1),
        };
        let digits = digits.ok_or_else(wrong)?;
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let only_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 15 || fraction.len() > 8 || !only_digits(whole) || !only_digits(fraction) {
            return Err(wrong());
        }
        let number = |digits: &str| digits.bytes().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'));
        // At most 8 digits, so this stays below 10^18.
        let (parts, rest) = (10u64.pow(fraction.len() as u32), number(fraction) * 100 * scale);
        let minor = number(whole).checked_mul(100 * scale).and_then(|minor| minor.checked_add(rest / parts));
        let minor = minor.and_then(|minor| i64::try_from(minor).ok()).map(Self);
        minor.filter(|minor| rest.is_multiple_of(parts) && *minor <= Self::MAX).ok_or_else(wrong)
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), Self::plus)
    }
}

/// A whole percentage, 0..=100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode)]
#[cbor(transparent)]
pub struct Percent(#[n(0)] u8);

impl Percent {
    /// Returns a percentage.
    ///
    /// # Errors
    /// When the number is above 100 or negative.
    pub fn new(number: i64) -> Result<Self, ParsePercentError> {
        u8::try_from(number)
            .ok()
            .filter(|number| *number <= 100)
            .map(Self)
            .ok_or_else(|| ParsePercentError(number.to_string()))
    }

    /// Returns the number, 0..=100.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl<'b, C> Decode<'b, C> for Percent {
    fn decode(decoder: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Self::new(decoder.i64()?).map_err(|_| minicbor::decode::Error::message("percentage out of range"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_people_type_them() {
        let cases = [
            ("520000", Some(52_000_000)),
            ("520,000.5", Some(52_000_050)),
            ("52万", Some(52_000_000)),
            ("¥1.28亿", Some(12_800_000_000)),
            ("520k", Some(52_000_000)),
            ("0", Some(0)),
            ("1000000000000", Some(100_000_000_000_000)),
            ("1000000000001", None),
            ("0.001", None),
            ("-5", None),
            ("", None),
            ("万", None),
            ("1.2.3", None),
            ("0.12345678亿", Some(1_234_567_800)),
            ("0.123456789亿", None),
            ("0.1234567万", None),
            ("999999999999999亿", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Money::parse(text).ok().map(|money| money.0), expected, "{text}");
        }
    }

    #[test]
    fn a_weighted_amount_is_rounded_to_the_nearest_minor_unit() {
        let percent = |number| Percent::new(number).unwrap();
        assert_eq!(Money(52_000_000).weighted(percent(70)), Money(36_400_000));
        assert_eq!(Money(1).weighted(percent(50)), Money(1));
        assert_eq!(Money(1).weighted(percent(49)), Money(0));
        assert_eq!(Money(-1).weighted(percent(50)), Money(-1));
        assert_eq!(Money(-149).weighted(percent(1)), Money(-1));
        for end in [i64::MIN, i64::MAX] {
            assert_eq!(Money(end).weighted(percent(100)), Money(end));
        }
        assert!(Percent::new(101).is_err() && Percent::new(-1).is_err());
    }
}
