//! Telephone numbers: what kind one is, and how it is shown to those who may not read it.

use super::fold::fold_char;

/// The text is not a telephone number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a number with area code such as 010-12345678, or a 400 or 800 number, got {0:?}")]
pub struct ParsePhoneError(pub String);

/// What kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneKind {
    /// A fixed line with area code.
    Office,
    /// A 400 or 800 service number.
    Service,
    /// A personal mobile number: 11 digits beginning with 1.
    Mobile,
    /// A number of another country, written with `+`.
    International,
}

/// A telephone number, in parts.
///
/// # Source
/// S0-36, S0-37; definition 6.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    kind: PhoneKind,
    area: String,
    subscriber: String,
    extension: String,
}

impl Phone {
    /// Reads what a person types: spaces, dashes, brackets, full-width digits, `+86`, an extension after `转`, `x` or `#`.
    ///
    /// # Errors
    /// When it has no area code, or too few or too many digits.
    pub fn parse(text: &str) -> Result<Self, ParsePhoneError> {
        let wrong = || ParsePhoneError(text.chars().take(64).collect());
        let folded: String = text.trim().chars().map(fold_char).collect();
        let folded = folded.replace("ext", "x").replace('分', "");
        let (number, extension) = folded.split_once(['转', 'x', '#']).unwrap_or((&folded, ""));
        let foreign = number.starts_with('+') && !number.starts_with("+86");
        let national = number.strip_prefix("+86").or_else(|| number.strip_prefix("0086"));
        let mut digits: String = national.unwrap_or(number).chars().filter(|c| !is_separator(*c)).collect();
        // Behind the country code the zero of an area code is left out.
        if national.is_some() && !digits.starts_with(['0', '1', '4', '8']) {
            digits.insert(0, '0');
        }
        let extension: String = extension.chars().filter(|c| !matches!(c, ' ' | '.' | ':')).collect();
        let numeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !numeric(&digits) || !numeric(&extension) || extension.len() > 6 {
            return Err(wrong());
        }
        let (kind, area_len) = if foreign {
            (PhoneKind::International, 0)
        } else if digits.len() == 11 && digits.starts_with('1') {
            (PhoneKind::Mobile, 3)
        } else if digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800")) {
            (PhoneKind::Service, 3)
        } else if digits.starts_with("01") || digits.starts_with("02") {
            // Beijing and the 02x cities have three digits with the zero, all others four.
            (PhoneKind::Office, 3)
        } else if digits.starts_with('0') {
            (PhoneKind::Office, 4)
        } else {
            return Err(wrong());
        };
        let (area, subscriber) = digits.split_at_checked(area_len).ok_or_else(wrong)?;
        let fits = match kind {
            PhoneKind::International => (6..=15).contains(&subscriber.len()),
            PhoneKind::Office => (7..=8).contains(&subscriber.len()),
            PhoneKind::Service | PhoneKind::Mobile => true,
        };
        if !fits {
            return Err(wrong());
        }
        Ok(Self { kind, area: area.to_owned(), subscriber: subscriber.to_owned(), extension })
    }

    /// Returns the kind.
    pub const fn kind(&self) -> PhoneKind {
        self.kind
    }

    /// Returns the number with everything hidden but the area code and the last two digits, such as `010-****-**21`.
    pub fn masked(&self) -> String {
        let hidden = mask_digits(&self.subscriber);
        let (head, tail) = hidden.split_at_checked(hidden.len().saturating_sub(4)).unwrap_or(("", &hidden));
        let prefix = if self.kind == PhoneKind::International { "+" } else { "" };
        let parts = [self.area.as_str(), head, tail].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        format!("{prefix}{}", parts.join("-"))
    }
}

impl std::fmt::Display for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.kind {
            PhoneKind::International => write!(f, "+{}", self.subscriber)?,
            _ => write!(f, "{}-{}", self.area, self.subscriber)?,
        }
        if self.extension.is_empty() { Ok(()) } else { write!(f, " x{}", self.extension) }
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '(' | ')' | '.' | '+' | '—' | '–')
}

fn mask_digits(digits: &str) -> String {
    let shown = digits.len().saturating_sub(2);
    digits.char_indices().map(|(at, c)| if at < shown { '*' } else { c }).collect()
}

/// Returns a number as it is shown in lists; a text that is no number loses all digits but the last two.
///
/// # Source
/// S2-38, R-84.
pub fn mask_phone(text: &str) -> String {
    if let Ok(phone) = Phone::parse(text) {
        return phone.masked();
    }
    let digits = text.chars().filter(|c| fold_char(*c).is_ascii_digit()).count();
    let mut seen = 0;
    text.chars()
        .map(|c| {
            if !fold_char(c).is_ascii_digit() {
                return c;
            }
            seen += 1;
            if seen + 2 <= digits { '*' } else { c }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        use PhoneKind::{International, Mobile, Office, Service};
        let cases = [
            ("010-12345621", Some((Office, "010-12345621"))),
            ("(0512) 6234567", Some((Office, "0512-6234567"))),
            ("+86 21 55881234", Some((Office, "021-55881234"))),
            ("+86 021 5588 1234 转 801", Some((Office, "021-55881234 x801"))),
            ("０１０－１２３４５６２１", Some((Office, "010-12345621"))),
            ("400-810-1234", Some((Service, "400-8101234"))),
            ("138 0013 8000", Some((Mobile, "138-00138000"))),
            ("+44 20 7946 0958", Some((International, "+442079460958"))),
            ("12345678", None),
            ("010-123456", None),
            ("010-123456789", None),
            ("电话", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let read = Phone::parse(text).ok().map(|phone| (phone.kind(), phone.to_string()));
            assert_eq!(read, expected.map(|(kind, text)| (kind, text.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_masked_number_keeps_the_area_code_and_two_digits() {
        for (text, expected) in [
            ("010-12345621", "010-****-**21"),
            ("0512-6234567", "0512-***-**67"),
            ("400-810-1234", "400-***-**34"),
            ("+44 20 7946 0958", "+********-**58"),
            ("12345678", "******78"),
            ("前台 12", "前台 12"),
            ("", ""),
        ] {
            assert_eq!(mask_phone(text), expected, "{text}");
        }
    }
}
