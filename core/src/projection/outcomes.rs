//! How it came out (经营指标): conversion, repurchase and retention of the last twelve months, from rows alone.

use std::collections::BTreeMap;

use crate::model::OpportunityResult;
use crate::summary::SummaryRow;
use crate::values::{AccountId, Instant};

/// Days of the period; rows keep closed opportunities a little longer.
const PERIOD_DAYS: i64 = 365;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// A part of a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ratio {
    /// The part.
    pub part: u32,
    /// The whole.
    pub whole: u32,
}

impl Ratio {
    fn count(&mut self, part: bool) {
        self.whole += 1;
        self.part += u32::from(part);
    }

    /// Returns the part in whole percent, rounded; nothing of nothing.
    pub fn percent(self) -> Option<u32> {
        (self.whole > 0).then(|| (self.part * 200 + self.whole) / (self.whole * 2))
    }
}

/// The figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// 成交转化率: opportunities won, of those closed in the period.
    pub deals: Ratio,
    /// 线索转化率: leads made customers, of those created in the period.
    pub leads: Ratio,
    /// 复购率: customers who bought twice or more, of those who ever bought.
    pub repurchase: Ratio,
    /// 客户留存率: customers not closed in the period, of those there at its start.
    pub retention: Ratio,
}

/// Counts the outcomes of these customers.
///
/// A duplicate is no customer of its own; what it bought counts with the one that it stands under.
///
/// # Source
/// S0-03, S0-05; definition 8 of spec 7 (retention is what churn leaves).
pub fn outcomes<'r>(rows: impl IntoIterator<Item = &'r SummaryRow>, now: Instant) -> Outcomes {
    let start = now.plus_ms(-PERIOD_DAYS * DAY_MS);
    let within = |at: Option<Instant>| at.is_some_and(|at| at >= start);
    let mut found = Outcomes::default();
    let mut bought: BTreeMap<AccountId, u32> = BTreeMap::new();
    for row in rows {
        *bought.entry(row.merged_into.unwrap_or(row.account)).or_default() += row.won;
        for deal in row.opportunities.iter().filter(|deal| within(deal.closed_at)) {
            if deal.result != OpportunityResult::Open {
                found.deals.count(deal.result == OpportunityResult::Won);
            }
        }
        if row.merged_into.is_some() {
            continue;
        }
        if within(row.created_at) && (row.lead.is_some() || row.converted_at.is_some()) {
            found.leads.count(row.converted_at.is_some());
        }
        let since = if row.lead.is_some() { None } else { row.converted_at.or(row.created_at) };
        let closed_before = row.inactive && !within(row.inactive_at);
        if since.is_some_and(|since| since < start) && !closed_before {
            found.retention.count(!row.inactive);
        }
    }
    for times in bought.into_values().filter(|times| *times > 0) {
        found.repurchase.count(times > 1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{context, deal, row};
    use super::*;
    use crate::rules::lead_score::LeadInputs;

    #[test]
    fn a_part_is_rounded_to_whole_percent() {
        for (part, whole, expected) in
            [(0, 0, None), (0, 3, Some(0)), (1, 3, Some(33)), (2, 3, Some(67)), (1, 8, Some(13)), (5, 5, Some(100))]
        {
            assert_eq!(Ratio { part, whole }.percent(), expected, "{part} of {whole}");
        }
    }

    #[test]
    fn each_figure_counts_its_own_and_the_period_ends_at_its_first_moment() {
        let now = context().now;
        let start = now.plus_ms(-PERIOD_DAYS * DAY_MS);
        let (inside, before) = (Some(start), Some(start.plus_ms(-1)));
        let of = |rows: &[SummaryRow]| outcomes(rows, now);
        let ratio = |part, whole| Ratio { part, whole };

        let mut deals = row(1, "a");
        for (number, result, closed_at) in [
            (1, OpportunityResult::Won, inside),
            (2, OpportunityResult::Lost, inside),
            (3, OpportunityResult::Won, before),
            (4, OpportunityResult::Open, None),
        ] {
            let mut line = deal(number, "contract", 1, 1, "2026-12-31");
            (line.result, line.closed_at) = (result, closed_at);
            deals.opportunities.push(line);
        }
        assert_eq!(of(&[deals]).deals, ratio(1, 2));

        let lead = |created_at, lead: bool, converted_at| SummaryRow {
            created_at,
            lead: lead.then(LeadInputs::default),
            converted_at,
            ..row(1, "a")
        };
        let rows = [
            lead(inside, true, None),
            lead(inside, false, inside),
            lead(inside, false, None),
            lead(before, true, None),
        ];
        assert_eq!(of(&rows).leads, ratio(1, 2));

        let customer =
            |created_at, inactive, inactive_at| SummaryRow { created_at, inactive, inactive_at, ..row(1, "a") };
        let rows = [
            customer(before, false, None),
            customer(before, true, inside),
            customer(before, true, before),
            customer(inside, false, None),
            lead(before, true, None),
            SummaryRow { merged_into: Some(row(9, "").account), ..customer(before, true, inside) },
        ];
        assert_eq!(of(&rows).retention, ratio(1, 2));
    }

    #[test]
    fn what_a_duplicate_bought_counts_with_the_customer_that_stays() {
        let buyer = |number, won| SummaryRow { won, ..row(number, "a") };
        let duplicate = SummaryRow { merged_into: Some(row(1, "").account), inactive: true, ..buyer(2, 1) };
        let rows = [buyer(1, 1), duplicate, buyer(3, 1), buyer(4, 0)];
        assert_eq!(outcomes(&rows, context().now).repurchase, Ratio { part: 1, whole: 2 });
    }
}
