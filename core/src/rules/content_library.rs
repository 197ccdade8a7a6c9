//! what of the library fits a customer, and how a text is filled in.

use crate::policy::Content;
use crate::values::{Code, Set, fold};

/// What a message can be about, as keys.
pub const THEMES: [&str; 7] = ["anniversary", "birthday", "festival", TOPIC, "report", "event", "introduction"];

/// The theme of what moves an industry for some days (行业热点).
pub const TOPIC: &str = "topic";

/// The variables, in Chinese and English; both can stand in any text.
pub const VARIABLES: [(&str, &str); 5] =
    [("称呼", "name"), ("公司", "company"), ("行业", "industry"), ("年数", "years"), ("节日", "festival")];

/// What stands for a variable.
#[derive(Debug, Clone, Copy, Default)]
pub struct Named<'a> {
    /// `{name}` or `{称呼}`: whom the message is to.
    pub name: &'a str,
    /// `{company}` or `{公司}`.
    pub company: &'a str,
    /// `{industry}` or `{行业}`.
    pub industry: &'a str,
    /// `{years}` or `{年数}`: of an anniversary.
    pub years: &'a str,
    /// `{festival}` or `{节日}`.
    pub festival: &'a str,
}

impl<'a> Named<'a> {
    /// Returns what stands for a variable; nothing for one that is unknown.
    fn value(&self, variable: &str) -> Option<&'a str> {
        match variable.trim() {
            "name" | "称呼" => Some(self.name),
            "company" | "公司" => Some(self.company),
            "industry" | "行业" => Some(self.industry),
            "years" | "年数" => Some(self.years),
            "festival" | "节日" => Some(self.festival),
            _ => None,
        }
    }
}

/// Fills a text in. Braces around something that is no variable stay.
///
/// # Source
/// Spec 2, care event (template with variables: name, number of years).
pub fn fill(text: &str, named: &Named<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    for part in parts(text) {
        match part {
            Part::Text(text) => filled.push_str(text),
            Part::Braces(whole, inner) => filled.push_str(named.value(inner).unwrap_or(whole)),
        }
    }
    filled
}

/// Returns the first thing in braces that is no variable.
pub fn unknown_variable(text: &str) -> Option<&str> {
    parts(text).into_iter().find_map(|part| match part {
        Part::Braces(_, inner) if Named::default().value(inner).is_none() => Some(inner.trim()),
        _ => None,
    })
}

enum Part<'a> {
    Text(&'a str),
    /// With the braces, and without.
    Braces(&'a str, &'a str),
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inner, tail)) = after.split_once('}') else { break };
        let whole = &rest[before.len()..before.len() + inner.len() + 2];
        parts.extend([Part::Text(before), Part::Braces(whole, inner)]);
        rest = tail;
    }
    parts.push(Part::Text(rest));
    parts
}

/// Tells whether a text is for an industry, which is [`fold`]ed already.
pub fn is_for_industry(content: &Content, folded: &str) -> bool {
    let wanted = fold(content.industry.trim());
    wanted.is_empty() || folded.contains(&wanted)
}

/// Returns what fits a customer and a theme: what is for their industry and one of their needs first, then what is for
/// one of the two, then what is for anybody.
///
/// # Source
/// R-44 (by industry and need tag); S2-11, S2-13.
pub fn fitting<'a>(library: &'a [Content], theme: &Code, industry: &str, needs: &Set<String>) -> Vec<&'a Content> {
    let industry = fold(industry);
    let fits = |content: &&Content| {
        let need = content.need.trim();
        content.theme == *theme
            && is_for_industry(content, &industry)
            && (need.is_empty() || needs.iter().any(|tag| fold(tag) == fold(need)))
    };
    let mut found: Vec<&Content> = library.iter().filter(fits).collect();
    let special = |content: &Content| {
        usize::from(!content.industry.trim().is_empty()) + usize::from(!content.need.trim().is_empty())
    };
    found.sort_by(|a, b| (special(b), &a.title, &a.key).cmp(&(special(a), &b.title, &b.key)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::cases;

    #[test]
    fn a_text_is_filled_in_with_what_is_known_and_says_what_is_not() {
        let named =
            Named { name: "周总", company: "恒力精密", industry: "制造业", years: "10", festival: "春节" };
        for (text, filled, unknown) in [
            ("{称呼}，祝{ 公司 }{年数}周年！", "周总，祝恒力精密10周年！", None),
            ("{name}, {company}, {industry}, {festival}", "周总, 恒力精密, 制造业, 春节", None),
            ("{行业}{节日}", "制造业春节", None),
            ("", "", None),
            ("没有变量", "没有变量", None),
            ("{电话}和{name}", "{电话}和周总", Some("电话")),
            ("{}", "{}", Some("")),
            ("{name", "{name", None),
            ("name}", "name}", None),
            ("{{name}}", "{{name}}", Some("{name")),
        ] {
            assert_eq!((fill(text, &named).as_str(), unknown_variable(text)), (filled, unknown), "{text}");
        }
        for (chinese, english) in VARIABLES {
            let both = [chinese, english].map(|name| fill(&format!("{{{name}}}"), &named));
            assert!(both[0] == both[1] && !both[0].contains('{'), "{both:?}");
        }
        // What is put in is not read again.
        assert_eq!(fill("{name}", &Named { name: "{company}", company: "x", ..named }), "{company}");
    }

    #[test]
    fn what_is_for_this_customer_comes_before_what_is_for_anybody() {
        let content = |key: &str, theme: &str, industry: &str, need: &str| Content {
            key: key.into(),
            theme: theme.into(),
            industry: industry.into(),
            need: need.into(),
            title: key.into(),
            text: "x".into(),
            day: None,
        };
        let library = [
            content("any", "report", "", " "),
            content("need", "report", "", "节能"),
            content("tag", "report", "", "ERP"),
            content("other-need", "report", "", "提速"),
            content("both", "report", "制造", "节能"),
            content("a", "report", "制造", ""),
            content("other-industry", "report", "医疗", ""),
            content("event", "event", "制造", "节能"),
        ];
        for case in cases(include_str!("golden/R-44.csv")) {
            let theme = case.text("theme");
            assert!(THEMES.contains(&theme), "{case}");
            let needs: Set<String> = case.list("needs").into_iter().collect();
            let found = fitting(&library, &theme.into(), case.text("industry"), &needs);
            let keys: Vec<String> = found.iter().map(|content| content.key.to_string()).collect();
            assert_eq!(keys, case.list::<String>("texts"), "{case}");
        }
    }
}
