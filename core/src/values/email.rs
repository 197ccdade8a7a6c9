//! E-mail addresses, as far as a form can judge one.

/// The text is not an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an address such as name@company.com, got {0:?}")]
pub struct ParseEmailError(pub String);

/// An e-mail address; the domain in lower case.
///
/// # Source
/// S0-38.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    local: String,
    domain: String,
}

impl Email {
    /// The longest address that can be delivered to, in bytes (RFC 5321).
    pub const BYTES_MAX: usize = 254;

    /// Reads an address; outer white space is dropped.
    ///
    /// # Errors
    /// When there is no single `@` between a name and a domain with a dot.
    pub fn parse(text: &str) -> Result<Self, ParseEmailError> {
        let wrong = || ParseEmailError(text.chars().take(64).collect());
        let text = text.trim();
        let (local, domain) = text.split_once('@').ok_or_else(wrong)?;
        let labels_fit = domain.contains('.')
            && domain.split('.').all(|label| {
                !label.is_empty()
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            });
        let local_fits = !local.is_empty()
            && local
                .chars()
                .all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '@' | ',' | ';' | '<' | '>'));
        if !labels_fit || !local_fits || text.len() > Self::BYTES_MAX {
            return Err(wrong());
        }
        Ok(Self { local: local.to_owned(), domain: domain.chars().flat_map(char::to_lowercase).collect() })
    }

    /// Returns the domain.
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_strictly_enough_for_a_form() {
        for (text, expected) in [
            ("li@Example.COM ", Some("li@example.com")),
            ("a.b+c@mail.corp.cn", Some("a.b+c@mail.corp.cn")),
            ("li@example", None),
            ("li@@example.com", None),
            ("@example.com", None),
            ("li wei@example.com", None),
            ("li@-example.com", None),
            ("li@example..com", None),
            ("", None),
        ] {
            assert_eq!(Email::parse(text).ok().map(|email| email.to_string()).as_deref(), expected, "{text}");
        }
    }
}
