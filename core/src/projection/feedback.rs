//! What other departments added and nobody has acted on yet, over all customers.

use std::sync::Arc;

use super::Context;
use crate::model::{ContributionKind, OpenContribution, Role};
use crate::summary::SummaryRow;
use crate::values::{AccountId, Day, DocumentId, Map};

/// One of them, with its customer.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedbackLine {
    /// The customer.
    pub row: Arc<SummaryRow>,
    /// What somebody has to act on.
    pub open: OpenContribution,
    /// Since when: the day on which the customer said it, or on which it was added.
    pub since: Option<Day>,
    /// Days since then.
    pub days: i64,
}

/// Returns what is open, complaints first, then the longest open. Who sells has that of their own customers; managers
/// that of the team, departments that of all whom they see.
///
/// # Source
/// R-13 (S0-51, S0-52), S2-04.
pub fn feedback(
    rows: &[Arc<SummaryRow>],
    open: &Map<DocumentId, Vec<OpenContribution>>,
    context: &Context,
) -> Vec<FeedbackLine> {
    if open.is_empty() {
        return Vec::new();
    }
    let rows: Map<AccountId, &Arc<SummaryRow>> = rows.iter().map(|row| (row.account, row)).collect();
    let of_rep = matches!(context.role(), None | Some(Role::Rep));
    let today = context.today();
    let of_document = |(doc, open): (&DocumentId, &Vec<OpenContribution>)| {
        let row = rows.get(&doc.account_id()?).filter(|row| !of_rep || row.is_own())?;
        let line = |open: &OpenContribution| {
            let since = open.day.or_else(|| Some(open.at?.day(context.policy.zone_minutes)));
            let days = since.map_or(0, |since| today.days_since(since).max(0));
            FeedbackLine { row: Arc::clone(row), open: open.clone(), since, days }
        };
        Some(open.iter().map(line).collect::<Vec<_>>())
    };
    let mut lines: Vec<_> = open.iter().filter_map(of_document).flatten().collect();
    lines.sort_by_key(|line| {
        let complains = line.open.kind == ContributionKind::Complaint;
        (!complains, line.since.is_none(), line.since, line.row.account, line.open.id)
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{context, day, id, row};
    use super::*;
    use crate::model::{Directory, Member};
    use crate::summary::RowAudience;
    use crate::values::{ContributionId, Instant};

    fn open(number: u8, kind: ContributionKind, on: Option<&str>) -> OpenContribution {
        let at = on.is_none().then(|| Instant::at(day("2026-11-21"), 600, 480));
        OpenContribution {
            id: ContributionId(id(number)),
            kind,
            day: on.map(day),
            at,
            by: None,
            text: "换型太慢".to_owned(),
        }
    }

    fn found(role: Role, rows: &[Arc<SummaryRow>]) -> Vec<(u8, i64)> {
        use ContributionKind::{Complaint, Interest, Renewal};
        let base = context();
        let me = Member { role, ..base.directory.members.get(&base.me).unwrap().clone() };
        let members = [(base.me, me)].into_iter().collect();
        let context = Context { directory: Arc::new(Directory { members }), ..base };
        let account = |number| AccountId(id(number));
        let open = [
            (DocumentId::service(account(1)), vec![open(1, Renewal, Some("2026-11-01")), open(2, Complaint, None)]),
            (DocumentId::campaign(account(1)), vec![open(3, Interest, Some("2026-12-24"))]),
            (DocumentId::service(account(2)), vec![open(4, Complaint, Some("2026-11-20"))]),
            (DocumentId::service(account(9)), vec![open(5, Complaint, Some("2026-11-20"))]),
        ];
        let lines = feedback(rows, &open.into_iter().collect(), &context);
        lines.into_iter().map(|line| (line.open.id.0.as_bytes()[0], line.days)).collect()
    }

    #[test]
    fn complaints_come_first_then_the_oldest_and_a_rep_has_those_of_their_own_customers() {
        let theirs = SummaryRow { audience: RowAudience::Manager, ..row(2, "YY实业集团") };
        let rows = [row(1, "科技有限公司"), theirs].map(Arc::new);
        // It is the 23rd; what is said to be of a day to come is open for none.
        assert_eq!(found(Role::Rep, &rows), [(2, 2), (1, 22), (3, 0)]);
        let all = [(4, 3), (2, 2), (1, 22), (3, 0)];
        for role in [Role::Manager, Role::Service, Role::Csm, Role::Marketing] {
            assert_eq!(found(role, &rows), all, "{role:?}");
        }
        assert_eq!(found(Role::Service, &[]), []);
    }
}
