//! The numbers of a policy: one table says how each is kept, what it is at first, and what it may be.

use crate::values::Money;

/// A number that a manager can change, effective at once.
///
/// # Source
/// E-01; the defaults of spec 3 and 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyNumber {
    /// Hours after a talk within which it should be recorded (R-01 target).
    RecordTargetH,
    /// Working days after which a record is overdue (R-01 deadline).
    RecordDeadlineWd,
    /// Whether a record without feedback or with words that say nothing is refused (1) or only warned of (0).
    RecordGapsRefuse,
    /// Whether a to-do without a person or a standard is refused (1) or only warned of (0).
    TodoGapsRefuse,
    /// Days without contact after which grade A is late.
    ContactDaysA,
    /// The same for grade B.
    ContactDaysB,
    /// The same for grade C and customers without a grade.
    ContactDaysC,
    /// Talks with grade A in a month, in the monthly rhythm.
    MonthlyDeepA,
    /// Light touches of grade A in a month.
    MonthlyLightA,
    /// Days without contact after which grade A is late in the monthly rhythm (C-27).
    MonthlyLateDaysA,
    /// Talks with grade B in a month.
    MonthlyDeepB,
    /// Light touches of grade B in a month.
    MonthlyLightB,
    /// Contacts with grade C in a quarter.
    QuarterlyC,
    /// Calls to one customer in a week.
    WeeklyCallCap,
    /// Days from booking a visit to the visit.
    VisitNoticeD,
    /// Whether an earlier visit is refused (1) or only warned of (0).
    VisitNoticeRefuses,
    /// The first of the preferred hours in the morning, a minute of the day.
    MorningFrom,
    /// Their end.
    MorningTo,
    /// The first of the preferred hours in the afternoon.
    AfternoonFrom,
    /// Their end.
    AfternoonTo,
    /// Probability from which a customer is grade A.
    GradeAPercent,
    /// Probability from which a customer is grade B.
    GradeBPercent,
    /// Months within which grade A must be expected to close.
    GradeAMonths,
    /// The same for grade B.
    GradeBMonths,
    /// Amount a year above which a customer is grade A, fen.
    GradeAAmount,
    /// Amount a year from which a customer is grade B, fen.
    GradeBAmount,
    /// Last day of the month on which the review of grades is in time (R-06, C-10).
    ReviewDay,
    /// Months between two reviews: 1, or 3 by the quarter (R-07, C-09).
    ReviewMonths,
    /// Months between two checks of a grade C customer's key information in the monthly rhythm (R-05, C-28).
    KeyInfoMonthsC,
    /// Points of urgency and of importance from which a need comes first.
    NeedFirstPoints,
    /// Match from which a need may be put into a solution.
    SolutionMatchPercent,
    /// Days before an anniversary, a birthday or a festival on which it is called to mind.
    CareLeadDays,
    /// Days for which a hot topic of an industry is current, from its own on.
    TopicDays,
    /// Days for which a business event of a customer is current, from its own or its recording on.
    EventDays,
    /// Part of the contacts with a customer that is not about business, at least.
    NonbusinessPercent,
    /// Days without anything of use after which something is to be shared; 0 for never.
    ContentEveryDays,
    /// Other customers to whom one sentence of one's own may go.
    SameTextMax,
    /// Days without a visit after which one is proposed to who values meeting in person; 0 for never.
    VisitEveryDays,
    /// Records in a row without an answer from which a customer is warned of; 0 for never.
    UnansweredMax,
    /// Satisfaction below which a customer is warned of, points of ten; 0 for never.
    SatisfactionFloor,
    /// Satisfaction from which a customer is invited to share a success case, points of ten; 0 for never.
    CaseSatisfaction,
    /// Days without a confirmation after which a customer's data is in doubt; 0 for never.
    CleaningDays,
    /// Quote from which a solution for a customer of grade C is warned of as selling too much, fen; 0 for never.
    OversellAmount,
    /// Points of a lead's industry, of all weights together.
    LeadWeightIndustry,
    /// Points of its size.
    LeadWeightSize,
    /// Points of how well it fits the business.
    LeadWeightMatch,
    /// Points of how soon it is needed.
    LeadWeightUrgency,
    /// Points of the budget.
    LeadWeightBudget,
    /// Points of who is known there.
    LeadWeightRole,
    /// Points of a key region.
    LeadWeightRegion,
    /// Points of an explicit need.
    LeadWeightNeed,
    /// Points of a purchase plan.
    LeadWeightPlan,
    /// Points of a budget for equipment.
    LeadWeightEquipment,
    /// Score from which a lead is followed up first.
    LeadKeyScore,
    /// Employees from which the size counts in full.
    LeadSizeFull,
    /// Yearly revenue from which the size counts in full, fen.
    LeadRevenueFull,
    /// Months within which a need is urgent.
    LeadUrgentMonths,
    /// Budget for equipment from which it counts in full, fen.
    LeadEquipmentFull,
    /// Leads that one person may claim from the pool and still have open; 0 for no limit.
    LeadClaimLimit,
    /// Days without a change after which a lead goes back into the pool; 0 for never.
    LeadReturnDays,
    /// Hours since the last sync after which a rep's figures may be old.
    StaleSyncH,
    /// Hours within which an important change is to reach the team.
    ChangeSyncH,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Hours.
    Hours,
    /// Calendar days.
    Days,
    /// Working days.
    WorkingDays,
    /// Times.
    Times,
    /// 0 for no, 1 for yes.
    Switch,
    /// A minute of the day.
    Minute,
    /// Whole percent.
    Percent,
    /// Months.
    Months,
    /// Fen.
    Money,
    /// A day of the month.
    DayOfMonth,
    /// Points of a score.
    Points,
    /// People.
    People,
}

/// One row of the table: the number, its key in the document, its unit, and its value at first.
type Row = (PolicyNumber, &'static str, Unit, i64);

/// In the order of the enum, in which a person looks for them.
const TABLE: &[Row] = {
    use PolicyNumber as N;
    &[
        (N::RecordTargetH, "record_target_h", Unit::Hours, 2),
        (N::RecordDeadlineWd, "record_deadline_wd", Unit::WorkingDays, 2),
        (N::RecordGapsRefuse, "record_gaps_refuse", Unit::Switch, 1),
        (N::TodoGapsRefuse, "todo_gaps_refuse", Unit::Switch, 1),
        (N::ContactDaysA, "contact_days_a", Unit::Days, 7),
        (N::ContactDaysB, "contact_days_b", Unit::Days, 14),
        (N::ContactDaysC, "contact_days_c", Unit::Days, 30),
        (N::MonthlyDeepA, "monthly_deep_a", Unit::Times, 2),
        (N::MonthlyLightA, "monthly_light_a", Unit::Times, 1),
        (N::MonthlyLateDaysA, "monthly_late_days_a", Unit::Days, 10),
        (N::MonthlyDeepB, "monthly_deep_b", Unit::Times, 1),
        (N::MonthlyLightB, "monthly_light_b", Unit::Times, 1),
        (N::QuarterlyC, "quarterly_c", Unit::Times, 1),
        (N::WeeklyCallCap, "weekly_call_cap", Unit::Times, 2),
        (N::VisitNoticeD, "visit_notice_d", Unit::Days, 3),
        (N::VisitNoticeRefuses, "visit_notice_refuses", Unit::Switch, 1),
        (N::MorningFrom, "morning_from", Unit::Minute, 9 * 60),
        (N::MorningTo, "morning_to", Unit::Minute, 11 * 60),
        (N::AfternoonFrom, "afternoon_from", Unit::Minute, 14 * 60),
        (N::AfternoonTo, "afternoon_to", Unit::Minute, 16 * 60),
        (N::GradeAPercent, "grade_a_percent", Unit::Percent, 70),
        (N::GradeBPercent, "grade_b_percent", Unit::Percent, 30),
        (N::GradeAMonths, "grade_a_months", Unit::Months, 6),
        (N::GradeBMonths, "grade_b_months", Unit::Months, 12),
        (N::GradeAAmount, "grade_a_amount", Unit::Money, Money::yuan(500_000).0),
        (N::GradeBAmount, "grade_b_amount", Unit::Money, Money::yuan(100_000).0),
        (N::ReviewDay, "review_day", Unit::DayOfMonth, 4),
        (N::ReviewMonths, "review_months", Unit::Months, 1),
        (N::KeyInfoMonthsC, "key_info_months_c", Unit::Months, 3),
        (N::NeedFirstPoints, "need_first_points", Unit::Points, 4),
        (N::SolutionMatchPercent, "solution_match_percent", Unit::Percent, 60),
        (N::CareLeadDays, "care_lead_days", Unit::Days, 3),
        (N::TopicDays, "topic_days", Unit::Days, 7),
        (N::EventDays, "event_days", Unit::Days, 30),
        (N::NonbusinessPercent, "nonbusiness_percent", Unit::Percent, 30),
        (N::ContentEveryDays, "content_every_days", Unit::Days, 60),
        (N::SameTextMax, "same_text_max", Unit::Times, 3),
        (N::VisitEveryDays, "visit_every_days", Unit::Days, 60),
        (N::UnansweredMax, "unanswered_max", Unit::Times, 2),
        (N::SatisfactionFloor, "satisfaction_floor", Unit::Points, 7),
        (N::CaseSatisfaction, "case_satisfaction", Unit::Points, 9),
        (N::CleaningDays, "cleaning_days", Unit::Days, 180),
        (N::OversellAmount, "oversell_amount", Unit::Money, Money::yuan(100_000).0),
        (N::LeadWeightIndustry, "lead_weight_industry", Unit::Points, 15),
        (N::LeadWeightSize, "lead_weight_size", Unit::Points, 15),
        (N::LeadWeightMatch, "lead_weight_match", Unit::Points, 20),
        (N::LeadWeightUrgency, "lead_weight_urgency", Unit::Points, 20),
        (N::LeadWeightBudget, "lead_weight_budget", Unit::Points, 15),
        (N::LeadWeightRole, "lead_weight_role", Unit::Points, 15),
        (N::LeadWeightRegion, "lead_weight_region", Unit::Points, 0),
        (N::LeadWeightNeed, "lead_weight_need", Unit::Points, 0),
        (N::LeadWeightPlan, "lead_weight_plan", Unit::Points, 0),
        (N::LeadWeightEquipment, "lead_weight_equipment", Unit::Points, 0),
        (N::LeadKeyScore, "lead_key_score", Unit::Points, 80),
        (N::LeadSizeFull, "lead_size_full", Unit::People, 500),
        (N::LeadRevenueFull, "lead_revenue_full", Unit::Money, Money::yuan(100_000_000).0),
        (N::LeadUrgentMonths, "lead_urgent_months", Unit::Months, 3),
        (N::LeadEquipmentFull, "lead_equipment_full", Unit::Money, Money::yuan(500_000).0),
        (N::LeadClaimLimit, "lead_claim_limit", Unit::Times, 20),
        (N::LeadReturnDays, "lead_return_days", Unit::Days, 14),
        (N::StaleSyncH, "stale_sync_h", Unit::Hours, 4),
        (N::ChangeSyncH, "change_sync_h", Unit::Hours, 24),
    ]
};

/// How many numbers there are.
const COUNT: usize = TABLE.len();

impl PolicyNumber {
    /// Every number, in the order of the table.
    #[expect(clippy::indexing_slicing, reason = "there are as many places as numbers")]
    pub const ALL: [Self; COUNT] = {
        let mut all = [Self::RecordTargetH; COUNT];
        let mut place = 0;
        while place < COUNT {
            all[place] = TABLE[place].0;
            assert!(all[place] as usize == place, "the table is in the order of the enum");
            place += 1;
        }
        all
    };

    #[expect(clippy::indexing_slicing, reason = "there are as many places as numbers")]
    const fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// Returns the key below `policy` in the workspace document.
    pub const fn key(self) -> &'static str {
        self.row().1
    }

    /// Returns the number of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|number| number.key() == key)
    }

    /// Returns what it counts.
    pub const fn unit(self) -> Unit {
        self.row().2
    }

    /// Returns the value of a new workspace.
    pub const fn usual(self) -> i64 {
        self.row().3
    }

    /// Tells whether rows are made with it: they are made anew when it changes.
    pub const fn is_in_rows(self) -> bool {
        matches!(self, Self::RecordTargetH)
    }
}

/// All numbers of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers([i64; COUNT]);

impl Default for Numbers {
    fn default() -> Self {
        Self(PolicyNumber::ALL.map(PolicyNumber::usual))
    }
}

impl Numbers {
    /// Returns a number.
    #[expect(clippy::indexing_slicing, reason = "there are as many places as numbers")]
    pub const fn get(&self, number: PolicyNumber) -> i64 {
        self.0[number as usize]
    }

    /// Puts a number.
    #[expect(clippy::indexing_slicing, reason = "there are as many places as numbers")]
    pub const fn put(&mut self, number: PolicyNumber, value: i64) {
        self.0[number as usize] = value;
    }

    /// Returns these numbers with one put in.
    #[must_use]
    pub const fn with(mut self, number: PolicyNumber, value: i64) -> Self {
        self.put(number, value);
        self
    }
}
