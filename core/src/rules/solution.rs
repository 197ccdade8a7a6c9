//! the solution for the core needs: what it says of them, what is missing, and when it is too much.

use super::need_priority::{may_enter_solution, ranked};
use crate::model::{Account, Grade, Opportunity, Solution, Visit};
use crate::policy::{Policy, PolicyNumber};
use crate::values::{Money, OpportunityId};

/// A part that a solution must have before it goes to the customer.
///
/// # Source
/// R-47; S0-61, S0-62, C-20.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SolutionPart {
    /// The needs that it is for.
    Needs,
    /// 产品/服务组合.
    Products,
    /// 实施周期.
    Period,
    /// 预期效果.
    Effect,
    /// 报价.
    Quote,
    /// 客户核心利益点.
    Benefit,
    /// 客户决策依据.
    Basis,
}

/// Returns the needs that went into the solution of an opportunity, the most urgent and important first. One whose match
/// was lowered after it had gone in does not count any more.
///
/// # Source
/// R-46; S0-59, S0-60, S0-61.
pub fn needs_of<'a>(account: &'a Account, deal: OpportunityId, policy: &Policy) -> Vec<&'a Visit> {
    let mut needs = ranked(account, policy);
    needs.retain(|need| need.solution == Some(deal) && may_enter_solution(&need.analysis, policy) == Some(true));
    needs
}

/// Returns what is missing in the solution of an opportunity, in the order in which it is read.
///
/// # Source
/// R-47; S0-61, S0-62.
pub fn missing(account: &Account, deal: &Opportunity, policy: &Policy) -> Vec<SolutionPart> {
    let needs = !needs_of(account, deal.id, policy).is_empty();
    let Solution { products, period, effect, benefit, basis } = &deal.solution;
    let said = |text: &str| !text.trim().is_empty();
    let parts = [
        (SolutionPart::Needs, needs),
        (SolutionPart::Products, said(products)),
        (SolutionPart::Period, said(period)),
        (SolutionPart::Effect, said(effect)),
        (SolutionPart::Quote, deal.amount.is_some_and(|amount| amount.0 > 0)),
        (SolutionPart::Benefit, said(benefit)),
        (SolutionPart::Basis, said(basis)),
    ];
    parts.into_iter().filter(|(_, there)| !there).map(|(part, _)| part).collect()
}

/// Tells whether a quote is too much for a customer of this grade: grade C, at the limit of the policy or above it.
///
/// # Source
/// R-39; S0-141 (避免过度销售). What makes a product high-priced is not in the sources (G12): it is the team's number.
pub fn is_oversold(grade: Option<Grade>, quote: Option<Money>, policy: &Policy) -> bool {
    let limit = policy.number(PolicyNumber::OversellAmount);
    grade == Some(Grade::C) && limit > 0 && quote.is_some_and(|quote| quote.0 >= limit)
}

/// Returns a first draft from what the customers said in the talks about the needs: what a solution is worth to them is
/// its effect, the worth of the first need its benefit, and what they are concerned about what they decide by.
///
/// # Source
/// S0-57, S0-61, S0-62.
pub fn draft(needs: &[&Visit]) -> Solution {
    let lines = |of: fn(&Visit) -> &str| {
        let mut lines: Vec<&str> = Vec::new();
        for line in needs.iter().map(|need| of(need).trim()).filter(|line| !line.is_empty()) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    };
    let payoffs = lines(|need| &need.analysis.payoff);
    Solution {
        effect: payoffs.join("\n"),
        benefit: payoffs.first().copied().unwrap_or_default().to_owned(),
        basis: lines(|need| &need.concerns).join("\n"),
        ..Solution::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Analysis;
    use crate::rules::golden::cases;
    use crate::values::{Id, Percent, VisitId};

    const DEAL: OpportunityId = OpportunityId(Id::from_bytes([7; 10]));

    fn need(number: u8, urgency: u8, percent: i64, payoff: &str, concerns: &str) -> Visit {
        Visit {
            id: VisitId(Id::from_bytes([number; 10])),
            needs: format!("need {number}"),
            concerns: concerns.into(),
            analysis: Analysis {
                urgency: Some(urgency),
                importance: Some(urgency),
                matched: Percent::new(percent).ok(),
                payoff: payoff.into(),
                ..Analysis::default()
            },
            solution: Some(DEAL),
            ..Visit::default()
        }
    }

    fn account(visits: impl IntoIterator<Item = Visit>) -> Account {
        Account { visits: visits.into_iter().map(|visit| (visit.id, visit)).collect(), ..Account::default() }
    }

    fn whole() -> Opportunity {
        let solution = Solution {
            products: "全自动设备，配套操作培训".into(),
            period: "3个月".into(),
            effect: "人工成本降到15%".into(),
            benefit: "年节省成本200万元".into(),
            basis: "同类企业案例数据".into(),
        };
        Opportunity { id: DEAL, amount: Some(Money::yuan(1)), solution, ..Opportunity::default() }
    }

    #[test]
    fn each_part_is_missed_alone() {
        let policy = Policy::preset();
        let there = account([need(1, 5, 60, "", "")]);
        assert_eq!(missing(&there, &whole(), &policy), []);
        let without = |cut: fn(&mut Opportunity)| {
            let mut deal = whole();
            cut(&mut deal);
            missing(&there, &deal, &policy)
        };
        assert_eq!(without(|deal| deal.solution.products.clear()), [SolutionPart::Products]);
        assert_eq!(without(|deal| deal.solution.period = " ".into()), [SolutionPart::Period]);
        assert_eq!(without(|deal| deal.solution.effect.clear()), [SolutionPart::Effect]);
        assert_eq!(without(|deal| deal.amount = Some(Money(0))), [SolutionPart::Quote]);
        assert_eq!(without(|deal| deal.amount = None), [SolutionPart::Quote]);
        assert_eq!(without(|deal| deal.solution.benefit.clear()), [SolutionPart::Benefit]);
        assert_eq!(without(|deal| deal.solution.basis.clear()), [SolutionPart::Basis]);
    }

    #[test]
    fn a_need_counts_while_it_may_enter() {
        for case in cases(include_str!("golden/R-46.csv")) {
            let there = account([need(1, 5, case.maybe("match").unwrap_or(-1), "", "")]);
            let lacks_needs = missing(&there, &whole(), &case.policy()) == [SolutionPart::Needs];
            assert_eq!(lacks_needs, case.text("enters") != "yes", "{case}");
        }
    }

    #[test]
    fn a_need_counts_for_its_own_opportunity_only() {
        let elsewhere = Some(OpportunityId(Id::from_bytes([8; 10])));
        let there = account([Visit { solution: elsewhere, ..need(1, 5, 90, "", "") }]);
        assert_eq!(missing(&there, &whole(), &Policy::preset()), [SolutionPart::Needs]);
    }

    #[test]
    fn a_dear_quote_is_too_much_for_grade_c_alone() {
        for case in cases(include_str!("golden/R-39.csv")) {
            let letter = case.text("grade");
            let grade = (!letter.is_empty()).then(|| Grade::of_letter(letter).unwrap());
            let found = is_oversold(grade, case.maybe::<i64>("quote_fen").map(Money), &case.policy());
            assert_eq!(found, case.yes("oversold"), "{case}");
        }
    }

    #[test]
    fn the_draft_takes_over_what_the_customer_said_the_first_need_first() {
        let policy = Policy::preset();
        let said = account([
            need(1, 3, 90, "次品率低于2%", "案例数据"),
            need(2, 5, 90, "人工成本降到15%", "案例数据"),
            need(3, 4, 90, " ", ""),
        ]);
        let expected = Solution {
            effect: "人工成本降到15%\n次品率低于2%".into(),
            benefit: "人工成本降到15%".into(),
            basis: "案例数据".into(),
            ..Solution::default()
        };
        assert_eq!(draft(&needs_of(&said, DEAL, &policy)), expected);
        assert_eq!(draft(&[]), Solution::default());
    }
}
