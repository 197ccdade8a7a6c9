//! A business card as phones exchange it: a vCard file of any version.

use vcard::prop::email::EMAIL;
use vcard::prop::r#fn::FN;
use vcard::prop::n::N;
use vcard::prop::note::NOTE;
use vcard::prop::org::ORG;
use vcard::prop::tel::TEL;
use vcard::prop::title::TITLE;
use vcard::prop::url::URL;
use vcard::tree::cst::VcardCst;

/// Bytes of a card that is read; one with a photograph in it has some hundred thousand.
const BYTES_MAX: usize = 2_000_000;

/// What a card says, as far as a lead has it.
///
/// # Source
/// S3-43, S2-05 (company, contact, position); RFC 6350, RFC 2426 and vCard 2.1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BusinessCard {
    /// Company.
    pub company: String,
    /// Department.
    pub department: String,
    /// Person.
    pub name: String,
    /// Position.
    pub position: String,
    /// E-mail address, the first.
    pub email: String,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// Web site.
    pub website: String,
    /// Note.
    pub note: String,
}

/// The bytes are no card.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a vCard file (.vcf) with a name or a company, of at most 2 MB")]
pub struct NoCard;

impl BusinessCard {
    /// Reads the first card of a file.
    ///
    /// # Errors
    /// When it is no vCard, or says neither a person nor a company.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoCard> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bytes.len() > BYTES_MAX {
            return Err(NoCard);
        }
        let card = VcardCst::parse(bytes).map_err(|_| NoCard)?;
        let organisation = card.prop::<ORG>().map(|org| org.0).unwrap_or_default();
        let part = |at: usize| organisation.get(at).map(|text| line(&plain(&card, "ORG", text))).unwrap_or_default();
        let (company, department) = (part(0), part(1));
        let formatted = card.prop::<FN>().map(|name| line(&plain(&card, "FN", &name.0))).unwrap_or_default();
        let name = if formatted.is_empty() { structured_name(&card) } else { formatted };
        let website = card.prop::<URL>().map(|uri| line(&uri.0)).unwrap_or_default();
        let position = card.prop::<TITLE>().map(|text| line(&plain(&card, "TITLE", &text.0))).unwrap_or_default();
        let email = card.prop::<EMAIL>().map(|text| line(&text.0)).unwrap_or_default();
        let note = card.prop::<NOTE>().map(|text| plain(&card, "NOTE", &text.0).trim().to_owned()).unwrap_or_default();
        let phones = phones(card);
        if name.is_empty() && company.is_empty() {
            return Err(NoCard);
        }
        Ok(Self { company, department, name, position, email, phones, website, note })
    }
}

/// On one line, without outer white space.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns what a value of the first property of a name says: the cards of old phones keep it as quoted-printable.
fn plain(card: &VcardCst<'_>, property: &str, value: &str) -> String {
    let quoted = "QUOTED-PRINTABLE";
    let of = card.props.iter().find(|line| line.bare_name().eq_ignore_ascii_case(property));
    let is_quoted = of.is_some_and(|line| {
        line.params.iter().any(|param| {
            param.name.get().eq_ignore_ascii_case(quoted)
                || param.values.iter().any(|value| value.get().eq_ignore_ascii_case(quoted))
        })
    });
    match quoted_printable::decode(value, quoted_printable::ParseMode::Robust) {
        Ok(bytes) if is_quoted => String::from_utf8_lossy(&bytes).into_owned(),
        _ => value.to_owned(),
    }
}

/// Returns the numbers. A card reads its first one only; taking that line away shows the next.
fn phones(mut card: VcardCst<'_>) -> Vec<String> {
    let mut phones = Vec::new();
    while let Some(at) = card.props.iter().position(|line| line.bare_name().eq_ignore_ascii_case("TEL")) {
        let number = card.prop::<TEL>().map(|text| line(text.0.trim_start_matches("tel:"))).unwrap_or_default();
        if !number.is_empty() && !phones.contains(&number) {
            phones.push(number);
        }
        card.props.remove(at);
    }
    phones
}

/// A Chinese name has its family name first and no space; others have it last.
fn structured_name(card: &VcardCst<'_>) -> String {
    let Some(name) = card.prop::<N>() else { return String::new() };
    let (family, given) = (plain(card, "N", &name.family.join(" ")), plain(card, "N", &name.given.join(" ")));
    let chinese = !family.is_ascii();
    let name = if chinese { format!("{family}{given}") } else { format!("{given} {family}") };
    name.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cards_of_every_version_are_read() {
        let four = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:高 建国\r\nORG:精工阀门有限公司;设备部\r\nTITLE:设备部经理\r\n\
            TEL;VALUE=uri;TYPE=work:tel:+86-21-5555-0101\r\nTEL;TYPE=cell:13800000000\r\nEMAIL:gao@example.com\r\n\
            URL:https://example.com\r\nNOTE:展会\\n二号馆\r\nEND:VCARD\r\n";
        let card = BusinessCard::parse(four.as_bytes()).unwrap();
        let expected = BusinessCard {
            company: "精工阀门有限公司".into(),
            department: "设备部".into(),
            name: "高 建国".into(),
            position: "设备部经理".into(),
            email: "gao@example.com".into(),
            phones: vec!["+86-21-5555-0101".into(), "13800000000".into()],
            website: "https://example.com".into(),
            note: "展会\n二号馆".into(),
        };
        assert_eq!(card, expected);
        // An old phone: quoted-printable, no FN, folded.
        let two = "\u{feff}BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E9=AB=98;=E5=BB=BA=E5=9B=BD\n\
            ORG:ACME Ltd.\nTEL;WORK:021-5555\nEND:VCARD\n";
        let card = BusinessCard::parse(two.as_bytes()).unwrap();
        assert_eq!((card.name.as_str(), card.company.as_str()), ("高建国", "ACME Ltd."));
        assert_eq!(card.phones, ["021-5555"]);
        let three = "BEGIN:VCARD\nVERSION:3.0\nN:Tan;Mei;;;\nEND:VCARD\n";
        assert_eq!(BusinessCard::parse(three.as_bytes()).unwrap().name, "Mei Tan");
    }

    #[test]
    fn what_is_no_card_is_refused() {
        for bytes in [&b""[..], b"hello", b"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n", b"\x89PNG\r\n", &[0xff; 300]] {
            assert_eq!(BusinessCard::parse(bytes), Err(NoCard), "{bytes:?}");
        }
        let long = format!("BEGIN:VCARD\nFN:a\nNOTE:{}\nEND:VCARD\n", "x".repeat(BYTES_MAX));
        assert_eq!(BusinessCard::parse(long.as_bytes()), Err(NoCard));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = BusinessCard::parse(&bytes);
            let mut card = b"BEGIN:VCARD\nVERSION:2.1\n".to_vec();
            card.extend(bytes);
            let _ = BusinessCard::parse(&card);
        }
    }
}
