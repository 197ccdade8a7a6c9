//! a hint when an e-mail address is not a company's.

use crate::values::Email;

/// Domains of public mail services used in China and abroad; their subdomains count too (`vip.163.com`).
const PUBLIC_DOMAINS: [&str; 26] = [
    "qq.com",
    "foxmail.com",
    "163.com",
    "126.com",
    "yeah.net",
    "188.com",
    "sina.com",
    "sina.cn",
    "sohu.com",
    "aliyun.com",
    "139.com",
    "189.cn",
    "wo.cn",
    "tom.com",
    "21cn.com",
    "263.net",
    "gmail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "yahoo.com.cn",
    "icloud.com",
    "proton.me",
    "gmx.com",
];

/// Tells whether the address looks like a company's and not like one of a public mail service.
///
/// # Source
/// R-09; S0-38.
pub fn is_company_mailbox(email: &Email) -> bool {
    let domain = email.domain();
    !PUBLIC_DOMAINS
        .iter()
        .any(|public| domain.strip_suffix(public).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::cases;

    #[test]
    fn public_mail_services_are_no_company_mailboxes() {
        for case in cases(include_str!("golden/R-09.csv")) {
            let email = Email::parse(case.text("email")).unwrap();
            assert_eq!(is_company_mailbox(&email), case.yes("is_company_mailbox"), "{case}");
        }
    }
}
