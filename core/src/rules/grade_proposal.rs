//! which grade a customer should have, and why.

use crate::cbor_map;
use crate::model::{Account, BudgetState, Grade, NeedClarity, OpportunityResult};
use crate::policy::{Grading, Policy, PolicyNumber};
use crate::rules::decision_chain;
use crate::values::{Day, Money, Percent};

/// What a grade is proposed from; part of every row, so that a list can propose by the policy of now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GradeInputs {
    /// An opportunity was won: there is a contract.
    pub contract: bool,
    /// How clear the need is.
    pub need: Option<NeedClarity>,
    /// How far the budget is.
    pub budget: Option<BudgetState>,
    /// Who decides is known.
    pub chain: bool,
    /// Probability to close: the person's, else that of the likeliest open opportunity.
    pub probability: Option<Percent>,
    /// Months to the closing, as the person said.
    pub months: Option<u16>,
    /// Expected day of closing of the likeliest open opportunity, where the person did not say months.
    pub close_day: Option<Day>,
    /// Amount a year.
    pub amount: Option<Money>,
    /// Leader of its industry.
    pub leader: bool,
    /// Only a first inquiry so far.
    pub inquiry: bool,
}

cbor_map!(GradeInputs {
    0: contract,
    1: need,
    2: budget,
    3: chain,
    4: probability,
    5: months,
    6: close_day,
    7: amount,
    8: leader,
    9: inquiry,
});

/// By what a grade is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// Need, budget, decision chain and probability (S0).
    Probability,
    /// Amount a year (S1).
    Amount,
}

impl Basis {
    /// Returns the key, as stored with an accepted grade.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Probability => Grading::ByProbability.key(),
            Self::Amount => Grading::ByAmount.key(),
        }
    }
}

/// One reason for a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// How clear the need is; nothing when nobody said.
    Need(Option<NeedClarity>),
    /// How far the budget is.
    Budget(Option<BudgetState>),
    /// Whether it is known who decides.
    Chain(bool),
    /// Probability to close.
    Probability(Percent),
    /// Months to the closing; nothing when nobody said.
    Months(Option<i64>),
    /// Amount a year.
    Amount(Money),
    /// Leader of its industry.
    Leader,
    /// Only a first inquiry so far.
    Inquiry,
}

/// A grade with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The grade.
    pub grade: Grade,
    /// By what.
    pub basis: Basis,
    /// Why, in the order of the rule.
    pub reasons: Vec<Reason>,
}

impl GradeInputs {
    /// Reads the inputs of a customer.
    ///
    /// # Source
    /// S0-17, S0-19, S0-21, S1-10 to S1-12; C-01.
    pub fn of(account: &Account) -> Self {
        let profile = &account.profile;
        let open = account.opportunities.values().filter(|deal| deal.result == OpportunityResult::Open);
        let likeliest = open.max_by_key(|deal| (deal.probability, std::cmp::Reverse(deal.id)));
        let decides =
            |contact: &&crate::model::Contact| !contact.left && decision_chain::rank(&contact.decision_role) == 0;
        Self {
            contract: account.opportunities.values().any(|deal| deal.result == OpportunityResult::Won),
            need: profile.need_clarity,
            budget: profile.budget_state,
            chain: account.contacts.values().any(|contact| decides(&contact)),
            probability: profile.close_probability.or(likeliest.and_then(|deal| deal.probability)),
            months: profile.close_months,
            close_day: likeliest.and_then(|deal| deal.close_day).filter(|_| profile.close_months.is_none()),
            amount: profile.annual_amount,
            leader: profile.industry_leader,
            inquiry: profile.state.as_str() == "first_inquiry",
        }
    }

    fn months_left(&self, today: Day) -> Option<i64> {
        // A month begun counts; a day that has passed is now.
        let of_day = |day: Day| (day.days_since(today).max(0) + 29) / 30;
        self.months.map(i64::from).or(self.close_day.map(of_day))
    }
}

/// Proposes a grade; nothing while what the rule needs is not known.
///
/// # Source
/// C-01 (by probability until the first contract, then by amount), C-02 (limits).
pub fn propose(inputs: &GradeInputs, today: Day, policy: &Policy) -> Option<Proposal> {
    let by_amount = match policy.grading {
        Grading::ByContract => inputs.contract,
        Grading::ByProbability => false,
        Grading::ByAmount => true,
    };
    if by_amount { amount(inputs, policy) } else { probability(inputs, today, policy) }
}

/// # Source
/// A needs a clear need, a sufficient budget, a clear decision chain, P >= 70 % within 6 months; B P >= 30 % within
/// 12 months, with a need that fits and a budget that is not short; else C.
fn probability(inputs: &GradeInputs, today: Day, policy: &Policy) -> Option<Proposal> {
    let probability = inputs.probability?;
    let months = inputs.months_left(today);
    let percent = i64::from(probability.get());
    let is_a = inputs.need == Some(NeedClarity::Clear)
        && inputs.budget == Some(BudgetState::Sufficient)
        && inputs.chain
        && percent >= policy.number(PolicyNumber::GradeAPercent)
        && months.is_some_and(|months| months <= policy.number(PolicyNumber::GradeAMonths));
    let is_b = inputs.need != Some(NeedClarity::Mismatch)
        && inputs.budget != Some(BudgetState::Short)
        && percent >= policy.number(PolicyNumber::GradeBPercent)
        // Nobody has to know when a vague need closes.
        && months.is_none_or(|months| months <= policy.number(PolicyNumber::GradeBMonths));
    let grade = if is_a {
        Grade::A
    } else if is_b {
        Grade::B
    } else {
        Grade::C
    };
    let reasons = vec![
        Reason::Need(inputs.need),
        Reason::Budget(inputs.budget),
        Reason::Chain(inputs.chain),
        Reason::Probability(probability),
        Reason::Months(months),
    ];
    Some(Proposal { grade, basis: Basis::Probability, reasons })
}

/// # Source
/// A above 500,000 yuan or leader of its industry; B from 100,000; C below, or only a first inquiry.
fn amount(inputs: &GradeInputs, policy: &Policy) -> Option<Proposal> {
    let limit = |number| Money(policy.number(number));
    let (grade, reason) = match inputs.amount {
        _ if inputs.leader => (Grade::A, Reason::Leader),
        Some(amount) if amount > limit(PolicyNumber::GradeAAmount) => (Grade::A, Reason::Amount(amount)),
        Some(amount) if amount >= limit(PolicyNumber::GradeBAmount) => (Grade::B, Reason::Amount(amount)),
        Some(amount) => (Grade::C, Reason::Amount(amount)),
        None if inputs.inquiry => (Grade::C, Reason::Inquiry),
        None => return None,
    };
    Some(Proposal { grade, basis: Basis::Amount, reasons: vec![reason] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Contact, Opportunity};
    use crate::rules::golden::{Case, cases};
    use crate::values::{Code, ContactId, Id, OpportunityId};

    fn today() -> Day {
        "2026-11-23".parse().unwrap()
    }

    fn percent(case: &Case) -> Option<Percent> {
        case.maybe::<i64>("percent").map(|percent| Percent::new(percent).unwrap())
    }

    fn assert_proposed(case: &Case, inputs: &GradeInputs, today: Day) {
        let found = propose(inputs, today, &case.policy());
        let found = found.map_or(("", ""), |proposal| (proposal.grade.letter(), proposal.basis.key()));
        assert_eq!(found, (case.text("grade"), case.text("basis")), "{case}");
    }

    #[test]
    fn by_probability_every_condition_counts() {
        for case in cases(include_str!("golden/R-21.csv")) {
            let inputs = GradeInputs {
                contract: case.yes("contract"),
                need: case.maybe::<String>("need").map(|key| NeedClarity::of_key(&key).unwrap()),
                budget: case.maybe::<String>("budget").map(|key| BudgetState::of_key(&key).unwrap()),
                chain: case.yes("chain"),
                probability: percent(&case),
                months: case.maybe("months"),
                close_day: case.maybe("close_day"),
                ..GradeInputs::default()
            };
            assert_proposed(&case, &inputs, case.of("today"));
        }
    }

    #[test]
    fn by_amount_the_limits_themselves_are_grade_b() {
        for case in cases(include_str!("golden/R-22.csv")) {
            let inputs = GradeInputs {
                contract: case.yes("contract"),
                amount: case.maybe::<String>("amount").map(|yuan| Money::parse(&yuan).unwrap()),
                leader: case.yes("leader"),
                inquiry: case.yes("inquiry"),
                probability: percent(&case),
                ..GradeInputs::default()
            };
            assert_proposed(&case, &inputs, today());
        }
    }

    #[test]
    fn the_likeliest_open_opportunity_speaks_where_the_person_does_not() {
        let mut account = Account::default();
        let id = |number| Id::from_bytes([number; 10]);
        for (number, percent, result) in
            [(1, 40, OpportunityResult::Open), (2, 60, OpportunityResult::Open), (3, 90, OpportunityResult::Lost)]
        {
            let close_day = Some(today().plus_days(i64::from(number) * 30));
            let probability = Percent::new(percent).ok();
            let id = OpportunityId(id(number));
            let deal = Opportunity { id, probability, close_day, result, ..Opportunity::default() };
            account.opportunities.insert(id, deal);
        }
        let contact = |role, left| Contact { decision_role: Code::new(role), left, ..Contact::default() };
        account.contacts.insert(ContactId(id(1)), contact("final", true));
        account.contacts.insert(ContactId(id(2)), contact("evaluator", false));
        let inputs = GradeInputs::of(&account);
        assert_eq!((inputs.probability.map(Percent::get), inputs.months_left(today())), (Some(60), Some(2)));
        assert!(!inputs.chain && !inputs.contract);
        account.contacts.insert(ContactId(id(3)), contact("final", false));
        account.profile.close_probability = Percent::new(20).ok();
        account.profile.close_months = Some(9);
        let inputs = GradeInputs::of(&account);
        assert_eq!((inputs.probability.map(Percent::get), inputs.months_left(today())), (Some(20), Some(9)));
        assert!(inputs.chain);
    }
}
