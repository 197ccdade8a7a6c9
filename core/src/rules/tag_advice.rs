//! what to bring up with a customer, by tag, by business event, by state.

use crate::model::EventKind;
use crate::values::Set;

/// What to bring up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Advice {
    /// 需技术支持: a solution case and technical questions and answers (S1-21).
    TechnicalCase,
    /// 竞品对比中: own advantages and success cases (S1-22).
    Advantages,
    /// 续约预警: ask for pain points, bring a renewal offer (S1-23).
    RenewalOffer,
    /// 拓展新业务, 新厂区建设, 业务线拓展: products and services that match, or help to connect resources (S1-41,
    /// S0-100).
    Matching,
    /// 政策变化, 大项目落地 as tags or as events: somebody of use in the industry, not about business (S0-71).
    Resources,
    /// 低活跃: care more often, or look for new needs (S1-33).
    NewNeeds,
}

impl Advice {
    /// Returns the key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::TechnicalCase => "technical_case",
            Self::Advantages => "advantages",
            Self::RenewalOffer => "renewal_offer",
            Self::Matching => "matching",
            Self::Resources => "resources",
            Self::NewNeeds => "new_needs",
        }
    }
}

/// Returns the advice for the tags, the current business events and the state of a customer, the most pressing first,
/// each once.
///
/// # Source
/// R-33 (S1-21, S1-22, S1-23), R-34 (S1-33), R-43 (S0-71), S1-41, S0-100.
pub fn advice(tags: &Set<String>, events: &[EventKind], state: &str) -> Vec<Advice> {
    let tagged = |tag: &str| tags.contains(tag);
    let grows = events.iter().any(|event| matches!(event, EventKind::Plant | EventKind::Line));
    let wants_resources = events.iter().any(|event| event.asks_for_resources());
    [
        (tagged("续约预警"), Advice::RenewalOffer),
        (tagged("竞品对比中"), Advice::Advantages),
        (tagged("需技术支持"), Advice::TechnicalCase),
        (tagged("拓展新业务") || grows, Advice::Matching),
        (tagged("政策变化") || tagged("大项目落地") || wants_resources, Advice::Resources),
        (tagged("低活跃") || state == "low_activity", Advice::NewNeeds),
    ]
    .into_iter()
    .filter_map(|(holds, advice)| holds.then_some(advice))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::cases;

    fn agrees_with(csv: &str) {
        for case in cases(csv) {
            let tags: Set<String> = case.list("tags").into_iter().collect();
            let found: Vec<_> = advice(&tags, &[], case.text("state")).into_iter().map(Advice::key).collect();
            assert_eq!(found, case.list::<String>("advice"), "{case}");
        }
    }

    #[test]
    fn each_tag_has_its_advice() {
        agrees_with(include_str!("golden/R-33.csv"));
    }

    #[test]
    fn low_activity_asks_for_new_needs() {
        agrees_with(include_str!("golden/R-34.csv"));
    }

    #[test]
    fn growth_asks_for_what_matches() {
        for kind in EventKind::ALL {
            let expected = if kind.asks_for_resources() { Advice::Resources } else { Advice::Matching };
            assert_eq!(advice(&Set::new(), &[kind, kind], ""), [expected], "{kind:?}");
        }
    }
}
