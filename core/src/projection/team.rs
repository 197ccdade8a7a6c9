//! The manager's merged team pipeline by stage, rep and region.

use std::cmp::Reverse;
use std::sync::Arc;

use super::Context;
use super::outcomes::{Outcomes, outcomes};
use super::pipeline::{deal_line, open_deals, stages};
use crate::model::{Grade, Member, Role};
use crate::policy::{Label, PolicyNumber, Stage};
use crate::rules::silence::{self, Silence};
use crate::rules::warning::Warning;
use crate::summary::{OpportunityLine, SummaryRow};
use crate::values::{Code, Day, Instant, Map, Money, Set, UserId};

/// What the screen is narrowed to; kept in the URL.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TeamFilter {
    /// Region.
    pub region: Code,
    /// Only opportunities expected to close in the current quarter.
    pub quarter: bool,
}

/// Sums of a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct StageSum {
    /// The stage.
    pub stage: Stage,
    /// Open opportunities in it.
    pub count: usize,
    /// Sum.
    pub sum: Money,
    /// Weighted sum.
    pub weighted: Money,
}

/// A cell of the matrix.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MatrixCell {
    /// Sum.
    pub sum: Money,
    /// Weighted sum.
    pub weighted: Money,
}

/// A rep in the matrix; a rep stands under each region where they have customers with open opportunities.
#[derive(Debug, Clone, PartialEq)]
pub struct RepRow {
    /// The rep; nothing for customers without an owner.
    pub rep: Option<UserId>,
    /// Name.
    pub name: String,
    /// Cells, one per stage in order.
    pub cells: Vec<MatrixCell>,
    /// Sum of the row.
    pub total: MatrixCell,
    /// Last sync of the rep; nothing when never.
    pub synced_at: Option<Instant>,
    /// Older than the policy allows.
    pub stale: bool,
}

/// A region in the matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionRows {
    /// Key.
    pub region: Code,
    /// Name.
    pub label: Label,
    /// Cells, one per stage in order.
    pub cells: Vec<MatrixCell>,
    /// Sum of the region.
    pub total: MatrixCell,
    /// Reps, largest first.
    pub reps: Vec<RepRow>,
}

/// A rep whose figures may be old.
#[derive(Debug, Clone, PartialEq)]
pub struct StaleRep {
    /// The rep.
    pub rep: UserId,
    /// Name.
    pub name: String,
    /// Last sync; nothing when never.
    pub synced_at: Option<Instant>,
}

/// Why an opportunity or customer needs a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RiskKind {
    /// Too long in its stage.
    Stalled {
        /// Days in the stage.
        days: i64,
        /// Days allowed.
        limit: i64,
    },
    /// Grade A without contact for too long.
    Silent {
        /// Days without contact.
        days: i64,
        /// Days allowed.
        limit: i64,
    },
    /// The customer may be lost.
    Warned {
        /// By what.
        warning: Warning,
        /// Days since the last contact.
        days: i64,
    },
    /// The expected day of closing has passed.
    PastClose {
        /// Days past.
        days: i64,
    },
}

/// A customer at risk.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskLine {
    /// The customer.
    pub row: Arc<SummaryRow>,
    /// Why.
    pub kind: RiskKind,
    /// Open amount concerned.
    pub amount: Money,
}

/// How the team keeps its own rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Discipline {
    /// Records in all.
    pub records: u32,
    /// Recorded within the target time.
    pub on_time: u32,
    /// Open promises to customers.
    pub open_promises: u32,
    /// Customers with nothing planned.
    pub without_plan: u32,
    /// Customers in all.
    pub customers: u32,
}

/// The screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TeamView {
    /// Open sum.
    pub sum: Money,
    /// Weighted sum.
    pub weighted: Money,
    /// Open opportunities.
    pub count: usize,
    /// How it came out in the last twelve months.
    pub outcomes: Outcomes,
    /// Stages with sums.
    pub stages: Vec<StageSum>,
    /// The matrix.
    pub regions: Vec<RegionRows>,
    /// Sums per stage over all regions.
    pub totals: Vec<MatrixCell>,
    /// Reps, largest first, over all regions.
    pub by_rep: Vec<RepRow>,
    /// Reps whose figures may be old.
    pub stale: Vec<StaleRep>,
    /// Customers at risk: who may be lost, the gravest first, then the largest amount.
    pub risks: Vec<RiskLine>,
    /// Discipline.
    pub discipline: Discipline,
    /// Regions to choose from.
    pub region_choices: Vec<(Code, Label)>,
}

/// Returns the merged pipeline from rows alone. `synced` is the last sync of each member as the server told.
pub fn team(
    rows: &[Arc<SummaryRow>],
    synced: &Map<UserId, Instant>,
    filter: &TeamFilter,
    context: &Context,
) -> TeamView {
    let in_region = |row: &&Arc<SummaryRow>| filter.region.is_empty() || row.region == filter.region;
    let outcomes = outcomes(rows.iter().filter(in_region).map(|row| &**row), context.now);
    let rows: Vec<Arc<SummaryRow>> =
        rows.iter().filter(|row| row.is_active_or_merged() && !row.in_pool()).cloned().collect();
    let region_choices = region_choices(&rows, context);
    let rows: Vec<Arc<SummaryRow>> = rows.into_iter().filter(|row| in_region(&row)).collect();
    let stages = stages(&rows, &context.policy);
    let mut matrix =
        Matrix { stages: &stages, context, synced, view: TeamView::default(), counts: vec![0; stages.len()] };
    for row in &rows {
        matrix.add(row, filter);
    }
    let mut view = matrix.finish();
    view.risks.sort_by_key(|risk| {
        let warned =
            if let RiskKind::Warned { warning, .. } = risk.kind { Some(Reverse(warning.rank())) } else { None };
        (Reverse(warned), Reverse(risk.amount), risk.row.account)
    });
    view.stale = stale(&rows, synced, filter, context);
    view.discipline = discipline(&rows);
    view.region_choices = region_choices;
    view.outcomes = outcomes;
    view
}

/// The figures while they are summed.
struct Matrix<'a> {
    stages: &'a [Stage],
    context: &'a Context,
    synced: &'a Map<UserId, Instant>,
    view: TeamView,
    counts: Vec<usize>,
}

impl Matrix<'_> {
    fn add(&mut self, row: &Arc<SummaryRow>, filter: &TeamFilter) {
        let today = self.context.today();
        let mut open = Money::default();
        for line in open_deals(row) {
            if filter.quarter && line.close_day.is_none_or(|day| quarter(day) != quarter(today)) {
                continue;
            }
            let Some(at) = self.stages.iter().position(|stage| stage.key == line.stage) else { continue };
            open = open.plus(line.amount);
            self.sum(row, line, at);
            let Some(stage) = self.stages.get(at) else { continue };
            let deal = deal_line(row, line, stage, self.context);
            let kind = match line.close_day.map(|day| today.days_since(day)) {
                _ if deal.stalled => RiskKind::Stalled { days: deal.days_in_stage, limit: stage.stalled_days },
                Some(days) if days > 0 => RiskKind::PastClose { days },
                _ => continue,
            };
            self.view.risks.push(RiskLine { row: Arc::clone(row), kind, amount: line.amount });
        }
        if let Some(warning) = row.signals.warning(&self.context.policy) {
            let last = row.last_contact.as_ref().map(|last| last.at);
            let days = silence::silent_days(last, self.context.now, &self.context.policy).unwrap_or_default();
            let kind = RiskKind::Warned { warning, days };
            self.view.risks.push(RiskLine { row: Arc::clone(row), kind, amount: open });
        }
        if row.grade == Some(Grade::A)
            && let Silence::Late { days } = silence::state(
                row.limit_days(&self.context.policy),
                row.last_contact.as_ref().map(|last| last.at),
                self.context.now,
                &self.context.policy,
            )
        {
            let limit = row.limit_days(&self.context.policy);
            self.view.risks.push(RiskLine {
                row: Arc::clone(row),
                kind: RiskKind::Silent { days, limit },
                amount: open,
            });
        }
    }

    fn sum(&mut self, row: &SummaryRow, line: &OpportunityLine, stage: usize) {
        let cell = MatrixCell { sum: line.amount, weighted: line.amount.weighted(line.probability) };
        self.view.sum = self.view.sum.plus(cell.sum);
        self.view.weighted = self.view.weighted.plus(cell.weighted);
        self.view.count += 1;
        if let Some(count) = self.counts.get_mut(stage) {
            *count += 1;
        }
        let width = self.stages.len();
        self.view.totals.resize(width, MatrixCell::default());
        add_at(&mut self.view.totals, stage, cell);
        let at = self.view.regions.iter().position(|region| region.region == row.region).unwrap_or_else(|| {
            self.view.regions.push(RegionRows {
                region: row.region.clone(),
                label: self.context.policy.region_label(&row.region),
                cells: vec![MatrixCell::default(); width],
                total: MatrixCell::default(),
                reps: Vec::new(),
            });
            self.view.regions.len() - 1
        });
        if let Some(region) = self.view.regions.get_mut(at) {
            add_at(&mut region.cells, stage, cell);
            region.total.add(cell);
            add_to_rep(&mut region.reps, row.owner, stage, cell, (width, self.context, self.synced));
        }
        add_to_rep(&mut self.view.by_rep, row.owner, stage, cell, (width, self.context, self.synced));
    }

    fn finish(mut self) -> TeamView {
        let width = self.stages.len();
        self.view.totals.resize(width, MatrixCell::default());
        self.view.stages = self
            .stages
            .iter()
            .zip(&self.counts)
            .zip(&self.view.totals)
            .map(|((stage, count), total)| StageSum {
                stage: stage.clone(),
                count: *count,
                sum: total.sum,
                weighted: total.weighted,
            })
            .collect();
        let largest = |rep: &RepRow| (Reverse(rep.total.sum), rep.rep);
        self.view.by_rep.sort_by_key(largest);
        for region in &mut self.view.regions {
            region.reps.sort_by_key(largest);
        }
        let place = |region: &Code| {
            let known = &self.context.policy.regions;
            known.iter().position(|(key, _)| key == region).unwrap_or(known.len())
        };
        self.view.regions.sort_by_key(|region| (place(&region.region), region.region.clone()));
        self.view
    }
}

impl MatrixCell {
    fn add(&mut self, other: Self) {
        self.sum = self.sum.plus(other.sum);
        self.weighted = self.weighted.plus(other.weighted);
    }
}

fn add_at(cells: &mut [MatrixCell], at: usize, cell: MatrixCell) {
    if let Some(target) = cells.get_mut(at) {
        target.add(cell);
    }
}

fn add_to_rep(
    reps: &mut Vec<RepRow>,
    rep: Option<UserId>,
    stage: usize,
    cell: MatrixCell,
    (width, context, synced): (usize, &Context, &Map<UserId, Instant>),
) {
    let at = reps.iter().position(|row| row.rep == rep).unwrap_or_else(|| {
        let synced_at = rep.and_then(|rep| synced.get(&rep)).copied();
        reps.push(RepRow {
            rep,
            name: rep.and_then(|rep| context.directory.name(rep)).unwrap_or_default().to_owned(),
            cells: vec![MatrixCell::default(); width],
            total: MatrixCell::default(),
            synced_at,
            stale: rep.is_some_and(|rep| rep != context.me) && is_stale(synced_at, context),
        });
        reps.len() - 1
    });
    if let Some(row) = reps.get_mut(at) {
        add_at(&mut row.cells, stage, cell);
        row.total.add(cell);
    }
}

/// Tells whether a last sync is longer ago than the policy allows.
fn is_stale(synced_at: Option<Instant>, context: &Context) -> bool {
    let limit_ms = context.policy.number(PolicyNumber::StaleSyncH).saturating_mul(3_600_000);
    synced_at.is_none_or(|at| context.now.ms_since(at) > limit_ms)
}

/// Returns enabled reps below the person, and owners of customers shown, whose last sync is too long ago: the longest
/// ago first.
fn stale(
    rows: &[Arc<SummaryRow>],
    synced: &Map<UserId, Instant>,
    filter: &TeamFilter,
    context: &Context,
) -> Vec<StaleRep> {
    let directory = &context.directory;
    let in_region = |member: &&Member| filter.region.is_empty() || member.regions.contains(&filter.region);
    let below = directory
        .members
        .values()
        .filter(|member| member.role == Role::Rep && !member.disabled && directory.is_above(context.me, member.id))
        .filter(in_region)
        .map(|member| member.id);
    let reps: Set<UserId> = rows.iter().filter_map(|row| row.owner).chain(below).collect();
    let mut stale: Vec<StaleRep> = reps
        .into_iter()
        .filter(|rep| *rep != context.me && is_stale(synced.get(rep).copied(), context))
        .map(|rep| StaleRep {
            rep,
            name: directory.name(rep).unwrap_or_default().to_owned(),
            synced_at: synced.get(&rep).copied(),
        })
        .collect();
    stale.sort_by_key(|rep| (rep.synced_at, rep.rep));
    stale
}

fn discipline(rows: &[Arc<SummaryRow>]) -> Discipline {
    rows.iter().fold(Discipline::default(), |sum, row| Discipline {
        records: sum.records.saturating_add(row.visits),
        on_time: sum.on_time.saturating_add(row.visits_on_time),
        open_promises: sum.open_promises.saturating_add(row.open_promises),
        without_plan: sum.without_plan.saturating_add(u32::from(row.next_contact.is_none())),
        customers: sum.customers.saturating_add(1),
    })
}

/// Returns the regions that have customers: those of the policy in its order, then others.
fn region_choices(rows: &[Arc<SummaryRow>], context: &Context) -> Vec<(Code, Label)> {
    let mut used: Set<&Code> = rows.iter().map(|row| &row.region).filter(|region| !region.is_empty()).collect();
    let mut choices: Vec<(Code, Label)> =
        context.policy.regions.iter().filter(|(key, _)| used.remove(key)).cloned().collect();
    choices.extend(used.into_iter().map(|key| (key.clone(), context.policy.region_label(key))));
    choices
}

/// Returns the year and the quarter, 0..=3, of a day.
fn quarter(day: Day) -> (i32, u32) {
    let (year, month, _) = day.ymd();
    (year, (month - 1) / 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::fixtures::{contacted, context, deal, id, row};
    use crate::rules::warning::Signals;

    fn owned(number: u8, owner: u8, region: &str) -> SummaryRow {
        SummaryRow { owner: Some(UserId(id(owner))), region: Code::new(region), ..row(number, "客户") }
    }

    fn rows() -> Vec<Arc<SummaryRow>> {
        let mut first = SummaryRow { grade: Some(Grade::A), last_contact: contacted(8), ..owned(1, 2, "east") };
        first.opportunities =
            vec![deal(1, "solution", 100, 16, "2026-12-31"), deal(2, "contract", 40, 1, "2027-01-01")];
        (first.visits, first.visits_on_time, first.open_promises) = (4, 3, 1);
        let mut second = SummaryRow { last_contact: contacted(90), ..owned(2, 3, "north") };
        second.signals = Signals { unanswered: 2, ..Signals::default() };
        second.opportunities = vec![deal(3, "solution", 300, 1, "2026-11-20")];
        let mut third = owned(3, 2, "north");
        third.opportunities = vec![deal(4, "delivery", 7, 1, "2026-11-23")];
        let inactive = SummaryRow { inactive: true, ..owned(4, 2, "south") };
        [first, second, third, inactive].map(Arc::new).into()
    }

    #[test]
    fn the_matrix_sums_to_its_totals() {
        let view = team(&rows(), &Map::new(), &TeamFilter::default(), &context());
        assert_eq!((view.count, view.sum, view.weighted), (4, Money::yuan(447), Money(22_350)));
        let sums = |cells: &[MatrixCell]| cells.iter().map(|cell| cell.sum.0 / 100).collect::<Vec<_>>();
        assert_eq!(sums(&view.totals), [400, 0, 40, 7]);
        let stages: Vec<_> = view.stages.iter().map(|stage| (stage.count, stage.sum.0 / 100)).collect();
        assert_eq!(stages, [(2, 400), (0, 0), (1, 40), (1, 7)]);
        let regions: Vec<_> =
            view.regions.iter().map(|region| (region.label.zh.as_str(), sums(&region.cells))).collect();
        assert_eq!(regions, [("华东", vec![100, 0, 40, 0]), ("华北", vec![300, 0, 0, 7])]);
        let reps =
            |rows: &[RepRow]| rows.iter().map(|rep| (rep.name.clone(), rep.total.sum.0 / 100)).collect::<Vec<_>>();
        assert_eq!(reps(&view.regions[1].reps), [("赵专员".into(), 300), ("李经理".into(), 7)]);
        assert_eq!(reps(&view.by_rep), [("赵专员".into(), 300), ("李经理".into(), 147)]);
        assert_eq!(sums(&view.by_rep[1].cells), [100, 0, 40, 7]);
        let expected = Discipline { records: 4, on_time: 3, open_promises: 1, without_plan: 3, customers: 3 };
        assert_eq!(view.discipline, expected);
    }

    #[test]
    fn filters_narrow_the_sums_but_not_the_choices() {
        for (filter, sum) in [
            (TeamFilter { region: Code::new("north"), quarter: false }, 307),
            (TeamFilter { region: Code::default(), quarter: true }, 407),
            (TeamFilter { region: Code::new("east"), quarter: true }, 100),
        ] {
            let view = team(&rows(), &Map::new(), &filter, &context());
            assert_eq!(view.sum, Money::yuan(sum), "{filter:?}");
            let choices: Vec<_> = view.region_choices.iter().map(|(key, _)| key.as_str()).collect();
            assert_eq!(choices, ["east", "north"]);
        }
    }

    #[test]
    fn risks_name_their_reason_warnings_and_the_largest_amount_first() {
        let view = team(&rows(), &Map::new(), &TeamFilter::default(), &context());
        let risks: Vec<_> = view.risks.iter().map(|risk| (risk.amount.0 / 100, risk.kind)).collect();
        assert_eq!(
            risks,
            [
                (300, RiskKind::Warned { warning: Warning::Unanswered(2), days: 90 }),
                (300, RiskKind::PastClose { days: 3 }),
                (140, RiskKind::Silent { days: 8, limit: 7 }),
                (100, RiskKind::Stalled { days: 16, limit: 15 }),
            ]
        );
    }

    #[test]
    fn reps_who_have_not_synced_for_hours_are_named() {
        let context = context();
        let rep = |number| UserId(id(number));
        let hours = |hours: i64| context.now.plus_ms(-hours * 3_600_000);
        for (synced, expected) in [
            (vec![], vec![2, 3]),
            (vec![(2, hours(4)), (3, hours(0))], vec![]),
            (vec![(2, hours(4).plus_ms(-1)), (3, hours(9))], vec![3, 2]),
        ] {
            let synced = synced.into_iter().map(|(number, at)| (rep(number), at)).collect();
            let view = team(&[], &synced, &TeamFilter::default(), &context);
            assert_eq!(
                view.stale.iter().map(|rep| rep.rep).collect::<Vec<_>>(),
                expected.into_iter().map(rep).collect::<Vec<_>>()
            );
        }
    }
}
