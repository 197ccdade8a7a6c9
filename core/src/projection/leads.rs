//! Leads (线索): the person's own, the pool, the team's, each with its score; and who should work on one.

use std::sync::Arc;

use super::Context;
use crate::model::{Grade, Role};
use crate::rules::assignee::{Candidate, Suggestion, suggest};
use crate::rules::lead_score::{self, Score};
use crate::summary::SummaryRow;
use crate::values::{Map, UserId};

/// Milliseconds of the days for which conversion is counted.
const PERIOD_MS: i64 = 90 * 86_400_000;

/// One lead.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadLine {
    /// Its row.
    pub row: Arc<SummaryRow>,
    /// Its score, with the parts.
    pub score: Score,
    /// To be followed up before others.
    pub is_key: bool,
    /// The grade that was set, else the one that a rule gives.
    pub grade: Option<Grade>,
}

/// The screen. Each list begins with the highest score.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LeadsView {
    /// The person's own, and those they have claimed without the server's answer.
    pub own: Vec<LeadLine>,
    /// Nobody's yet.
    pub pool: Vec<LeadLine>,
    /// Other people's, for managers.
    pub team: Vec<LeadLine>,
    /// Leads captured in the last 90 days, whatever became of them.
    pub captured: usize,
    /// Leads that became customers in the last 90 days.
    pub converted: usize,
}

/// Returns the leads that the person may see.
///
/// # Source
/// S3-43, S3-44, S2-07; definition 8 (conversion).
pub fn leads(rows: &[Arc<SummaryRow>], context: &Context) -> LeadsView {
    let mut view = LeadsView::default();
    let lately = |at: Option<crate::values::Instant>| at.is_some_and(|at| context.now.ms_since(at) < PERIOD_MS);
    for row in rows.iter().filter(|row| !row.inactive) {
        let converted = row.converted_at.is_some() && row.lead.is_none();
        view.converted += usize::from(converted && lately(row.converted_at));
        view.captured += usize::from((converted || row.lead.is_some()) && lately(row.created_at));
        let Some(score) = row.score(&context.policy) else { continue };
        let is_key = lead_score::is_key(&score, &context.policy);
        let line = LeadLine { row: Arc::clone(row), score, is_key, grade: row.grade_now(&context.policy) };
        if row.owner == Some(context.me) || row.in_pool() && row.asked == Some(context.me) {
            view.own.push(line);
        } else if row.in_pool() {
            view.pool.push(line);
        } else {
            view.team.push(line);
        }
    }
    for list in [&mut view.own, &mut view.pool, &mut view.team] {
        list.sort_by_key(|line| (-line.score.total, line.row.account));
    }
    view
}

/// Returns who should work on a lead, the best first: those whom the person may give it to.
///
/// # Source
///
pub fn assignees(lead: &SummaryRow, rows: &[Arc<SummaryRow>], context: &Context) -> Vec<Suggestion> {
    let mut counts: Map<UserId, (u32, u32)> = Map::new();
    // The first level of an industry: 制造业 of 制造业-专用设备制造.
    let trade = |row: &SummaryRow| row.industry.as_str().split(['-', '－', '/']).next().unwrap_or_default().to_owned();
    let wanted = trade(lead);
    for row in rows.iter().filter(|row| !row.inactive && row.account != lead.account) {
        let Some(owner) = row.owner else { continue };
        let (load, same) = counts.entry(owner).or_default();
        *load += 1;
        *same += u32::from(row.lead.is_none() && !wanted.is_empty() && trade(row) == wanted);
    }
    let me = context.me;
    let admin = context.directory.members.get(&me).is_some_and(|member| member.role == Role::Admin);
    let below = |user: UserId| admin || user == me || context.directory.is_above(me, user);
    let sells = context.directory.members.values().filter(|member| {
        !member.disabled && matches!(member.role, Role::Rep | Role::Manager) && Some(member.id) != lead.owner
    });
    let candidates: Vec<Candidate> = sells
        .filter(|member| below(member.id))
        .map(|member| {
            let (load, same_industry) = counts.get(&member.id).copied().unwrap_or_default();
            let in_region = !lead.region.is_empty() && member.regions.contains(&lead.region);
            Candidate { user: member.id, level: member.level, in_region, same_industry, load }
        })
        .collect();
    let by_rule = lead.lead_rule(&context.policy).and_then(|rule| rule.level);
    suggest(lead.grade_now(&context.policy), by_rule, &candidates)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NeedClarity, SellerLevel};
    use crate::projection::fixtures::{context, id, row};
    use crate::rules::lead_score::LeadInputs;
    use crate::values::Percent;

    fn lead(number: u8, owner: UserId, points: i64) -> Arc<SummaryRow> {
        let inputs = LeadInputs { business_match: Percent::new(points).ok(), ..LeadInputs::default() };
        let created_at = Some(context().now.plus_ms(-1));
        Arc::new(SummaryRow { owner: Some(owner), lead: Some(inputs), created_at, ..row(number, "蓝海科技") })
    }

    #[test]
    fn leads_stand_with_whom_they_belong_to_the_best_first() {
        let mut context = context();
        let policy = Arc::make_mut(&mut context.policy);
        for dimension in lead_score::Dimension::ALL {
            policy.numbers.put(dimension.weight(), i64::from(dimension == lead_score::Dimension::Match));
        }
        let (me, rep, pool) = (context.me, UserId(id(2)), UserId::pool("east"));
        let made = context.now.plus_ms(-PERIOD_MS + 1);
        let customer = SummaryRow { converted_at: Some(made), created_at: Some(made), ..row(9, "客户") };
        let old =
            SummaryRow { converted_at: Some(made.plus_ms(-1)), created_at: Some(made.plus_ms(-1)), ..row(8, "客户") };
        let rows = [
            lead(1, me, 79),
            lead(2, me, 80),
            lead(3, pool, 10),
            lead(4, rep, 20),
            Arc::new(SummaryRow { inactive: true, ..(*lead(5, me, 99)).clone() }),
            Arc::new(customer),
            Arc::new(old),
        ];
        let view = leads(&rows, &context);
        let ids = |lines: &[LeadLine]| lines.iter().map(|line| line.row.account.0).collect::<Vec<_>>();
        assert_eq!((ids(&view.own), ids(&view.pool), ids(&view.team)), (vec![id(2), id(1)], vec![id(3)], vec![id(4)]));
        assert_eq!(view.own.iter().map(|line| line.is_key).collect::<Vec<_>>(), [true, false]);
        assert_eq!((view.captured, view.converted), (5, 1));
    }

    #[test]
    fn who_should_get_a_lead_is_said_by_region_level_industry_and_load() {
        let mut context = context();
        let (li, zhao) = (UserId(id(2)), UserId(id(3)));
        let directory = Arc::make_mut(&mut context.directory);
        directory.members.get_mut(&zhao).unwrap().level = Some(SellerLevel::Senior);
        directory.members.get_mut(&li).unwrap().level = Some(SellerLevel::Junior);
        let mut wanted = (*lead(1, UserId::pool("east"), 50)).clone();
        (wanted.region, wanted.industry) = ("east".into(), "制造业-专用设备制造".into());
        wanted.grading.need = Some(NeedClarity::Clear);
        let customer = |number, owner, industry: &str| {
            Arc::new(SummaryRow { owner: Some(owner), industry: industry.into(), ..row(number, "客户") })
        };
        let rows = [customer(11, li, "制造业-汽车"), customer(12, li, "教育"), customer(13, zhao, "制造业")];
        let order = |lead: &SummaryRow, context: &Context| {
            assignees(lead, &rows, context)
                .iter()
                .map(|one| (one.candidate.user, one.candidate.in_region, one.fits, one.candidate.load))
                .collect::<Vec<_>>()
        };
        let me = context.me;
        // The rule asks for a senior seller and makes it grade A: the region first, then who knows the trade.
        assert_eq!(order(&wanted, &context), [(li, true, false, 2), (me, true, false, 0), (zhao, false, true, 1)]);
        wanted.region = "north".into();
        assert_eq!(order(&wanted, &context), [(zhao, true, true, 1), (li, false, false, 2), (me, false, false, 0)]);
        // A rep gives leads to nobody else; its owner is not asked again.
        context.me = li;
        assert_eq!(order(&wanted, &context).len(), 1);
        wanted.owner = Some(li);
        assert_eq!(order(&wanted, &context), []);
    }
}
