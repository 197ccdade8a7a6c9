//! The customer list (客户列表) with filters and search (S0-04).

use std::cmp::Reverse;
use std::sync::Arc;

use super::Context;
use super::pipeline::open_deals;
use super::today::grade_rank;
use crate::model::Grade;
use crate::rules::silence;
use crate::search::{self, Hit, Initial, Query, Word};
use crate::summary::SummaryRow;
use crate::values::{AccountId, Code, Map, Money, Set, UserId};

/// How the list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortBy {
    /// Longest without contact first.
    #[default]
    Silence,
    /// Next contact first.
    Next,
    /// By name.
    Name,
    /// Largest open amount first.
    Amount,
}

impl SortBy {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Silence, Self::Next, Self::Name, Self::Amount];

    /// Returns the key, as in the URL.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Silence => "silence",
            Self::Next => "next",
            Self::Name => "name",
            Self::Amount => "amount",
        }
    }

    /// Returns the order of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.key() == key)
    }
}

/// What the list is narrowed to; kept in the URL.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CustomerFilter {
    /// Search words.
    pub q: String,
    /// Grade.
    pub grade: Option<Grade>,
    /// State.
    pub state: Code,
    /// Tag.
    pub tag: String,
    /// Region.
    pub region: Code,
    /// Stage of an open opportunity.
    pub stage: Code,
    /// Owner.
    pub owner: Option<UserId>,
    /// Show inactive ones instead.
    pub inactive: bool,
    /// Leads among them; a search finds them in any case.
    pub leads: bool,
    /// Order.
    pub sort: SortBy,
}

/// Where the search words were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Text before.
    pub before: String,
    /// The words as written.
    pub hit: String,
    /// Text after.
    pub after: String,
}

/// One customer.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerLine {
    /// Its row.
    pub row: Arc<SummaryRow>,
    /// Found in its visit texts or contacts; nothing when found in the name or not searched.
    pub excerpt: Option<Excerpt>,
    /// Days since the last contact.
    pub silent_days: Option<i64>,
}

/// How many customers each choice of a filter would leave, the filter itself aside.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facets {
    /// By grade.
    pub grades: Map<Grade, usize>,
    /// By state.
    pub states: Map<Code, usize>,
    /// By tag.
    pub tags: Map<String, usize>,
    /// By region.
    pub regions: Map<Code, usize>,
    /// By stage of open opportunities.
    pub stages: Map<Code, usize>,
    /// By owner.
    pub owners: Map<UserId, usize>,
}

/// The screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CustomersView {
    /// Customers that fit, in order.
    pub lines: Vec<CustomerLine>,
    /// Customers in all, active or inactive as the filter says.
    pub total: usize,
    /// Choices.
    pub facets: Facets,
}

/// Returns the list. `texts` are the searchable texts of the documents on this device.
pub fn customers(
    rows: &[Arc<SummaryRow>],
    texts: &Map<AccountId, Arc<str>>,
    filter: &CustomerFilter,
    context: &Context,
) -> CustomersView {
    let query = Query::parse(&filter.q);
    let mut view = CustomersView::default();
    let mut lines = Vec::new();
    let leads = filter.leads || !filter.q.trim().is_empty();
    for row in rows.iter().filter(|row| row.inactive == filter.inactive && (leads || row.lead.is_none())) {
        view.total += 1;
        let misses = misses(row, filter);
        if misses.iter().filter(|miss| **miss).count() > 1 {
            continue;
        }
        let Some(found) = find(row, texts.get(&row.account).map(AsRef::as_ref), &query, context.initial) else {
            continue;
        };
        view.facets.count(row, misses);
        if misses.iter().all(|miss| !miss) {
            let silent_days =
                silence::silent_days(row.last_contact.as_ref().map(|last| last.at), context.now, &context.policy);
            let in_name = found.is_none();
            lines.push((!in_name, CustomerLine { row: Arc::clone(row), excerpt: found, silent_days }));
        }
    }
    sort(&mut lines, filter.sort, context.initial);
    // Customers found by their name stand before those found in a text.
    lines.sort_by_key(|(in_text, _)| *in_text);
    view.lines = lines.into_iter().map(|(_, line)| line).collect();
    view
}

/// Tells which of the six filters a row does not pass: grade, state, tag, region, stage, owner.
fn misses(row: &SummaryRow, filter: &CustomerFilter) -> [bool; 6] {
    [
        filter.grade.is_some() && row.grade != filter.grade,
        !filter.state.is_empty() && row.state != filter.state,
        !filter.tag.is_empty() && !row.tags.contains(&filter.tag),
        !filter.region.is_empty() && row.region != filter.region,
        !filter.stage.is_empty() && !open_deals(row).any(|line| line.stage == filter.stage),
        filter.owner.is_some() && row.owner != filter.owner,
    ]
}

impl Facets {
    /// Counts a row for every filter that alone stands in its way, or for all when none does.
    fn count(&mut self, row: &SummaryRow, misses: [bool; 6]) {
        let others_pass = |at: usize| misses.iter().enumerate().all(|(other, miss)| other == at || !miss);
        if others_pass(0)
            && let Some(grade) = row.grade
        {
            *self.grades.entry(grade).or_default() += 1;
        }
        if others_pass(1) && !row.state.is_empty() {
            *self.states.entry(row.state.clone()).or_default() += 1;
        }
        if others_pass(2) {
            for tag in &row.tags {
                *self.tags.entry(tag.clone()).or_default() += 1;
            }
        }
        if others_pass(3) && !row.region.is_empty() {
            *self.regions.entry(row.region.clone()).or_default() += 1;
        }
        if others_pass(4) {
            for stage in open_deals(row).map(|line| &line.stage).collect::<Set<_>>() {
                *self.stages.entry(stage.clone()).or_default() += 1;
            }
        }
        if others_pass(5)
            && let Some(owner) = row.owner
        {
            *self.owners.entry(owner).or_default() += 1;
        }
    }
}

/// Searches a row: nothing when a word is missing, else the place of the first word that is not in the name.
#[expect(clippy::option_option, reason = "found in the name, found elsewhere, not found")]
fn find(row: &SummaryRow, text: Option<&str>, query: &Query, initial: Initial) -> Option<Option<Excerpt>> {
    let mut shown = None;
    for word in query.words() {
        if word.find_in_name(&row.name, initial).is_some() || word.find(&row.number).is_some() {
            continue;
        }
        let found = find_aside(row, text, word, initial)?;
        shown = shown.or(Some(found));
    }
    Some(shown)
}

fn find_aside(row: &SummaryRow, text: Option<&str>, word: &Word, initial: Initial) -> Option<Excerpt> {
    for contact in &row.contacts {
        if let Some(hit) = word.find_in_name(&contact.name, initial) {
            let mut excerpt = Excerpt::new(&contact.name, hit);
            if !contact.position.is_empty() {
                excerpt.after = format!("{} · {}", excerpt.after, contact.position);
            }
            return Some(excerpt);
        }
        if let Some(hit) = word.find(&contact.position) {
            let mut excerpt = Excerpt::new(&contact.position, hit);
            excerpt.before = format!("{} · {}", contact.name, excerpt.before);
            return Some(excerpt);
        }
    }
    let last = row.last_contact.iter().map(|last| last.excerpt.as_str());
    let titles = row.opportunities.iter().map(|line| line.title.as_str());
    let tasks = row.agenda.iter().map(|item| item.title.as_str());
    let own = row.tags.iter().map(String::as_str).chain([row.industry.as_str()]);
    own.chain(titles).chain(tasks).chain(last).chain(text).find_map(|text| Some(Excerpt::new(text, word.find(text)?)))
}

impl Excerpt {
    fn new(text: &str, hit: Hit) -> Self {
        let (before, hit, after) = search::excerpt(text, hit);
        Self { before, hit, after }
    }
}

fn sort(lines: &mut [(bool, CustomerLine)], by: SortBy, initial: Initial) {
    match by {
        SortBy::Silence => lines.sort_by_key(|(_, line)| {
            (Reverse(line.silent_days.unwrap_or(i64::MAX)), grade_rank(line.row.grade), line.row.account)
        }),
        SortBy::Next => lines.sort_by_key(|(_, line)| {
            (line.row.next_contact.is_none(), line.row.next_contact, grade_rank(line.row.grade), line.row.account)
        }),
        SortBy::Name => lines.sort_by_cached_key(|(_, line)| {
            (search::initials(&line.row.name, initial), line.row.name.clone(), line.row.account)
        }),
        SortBy::Amount => lines.sort_by_cached_key(|(_, line)| {
            let open: Money = open_deals(&line.row).map(|deal| deal.amount).sum();
            (Reverse(open), line.row.account)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::fixtures::{contacted, context, day, deal, id, row};
    use crate::summary::ContactLine;

    fn rows() -> Vec<Arc<SummaryRow>> {
        let contact = |name: &str| vec![ContactLine { name: name.into(), position: "采购总监".into() }];
        let first = SummaryRow {
            grade: Some(Grade::A),
            state: Code::new("high_intent"),
            tags: vec!["竞品对比中".into()],
            region: Code::new("east"),
            contacts: contact("王经理"),
            owner: Some(UserId(id(2))),
            last_contact: contacted(3),
            next_contact: Some(day("2026-11-29")),
            opportunities: vec![deal(1, "solution", 520_000, 1, "2026-12-31")],
            ..row(1, "北京科技有限公司")
        };
        let second = SummaryRow {
            grade: Some(Grade::B),
            state: Code::new("low_activity"),
            region: Code::new("north"),
            owner: Some(UserId(id(3))),
            last_contact: contacted(20),
            next_contact: Some(day("2026-11-25")),
            opportunities: vec![deal(2, "contract", 90_000, 1, "2026-12-31")],
            ..row(2, "YY实业集团")
        };
        let third = SummaryRow { grade: Some(Grade::A), region: Code::new("east"), ..row(3, "Anhui Tools Ltd") };
        let gone = SummaryRow { inactive: true, ..row(4, "倒闭公司") };
        [first, second, third, gone].map(Arc::new).into()
    }

    fn numbers(view: &CustomersView) -> Vec<u8> {
        view.lines.iter().map(|line| line.row.account.0.as_bytes()[0]).collect()
    }

    #[test]
    fn filters_narrow_and_facets_say_what_else_there_is() {
        let filtered = |filter: CustomerFilter| customers(&rows(), &Map::new(), &filter, &context());
        let all = CustomerFilter::default();
        for (filter, expected) in [
            (all.clone(), vec![3, 2, 1]),
            (CustomerFilter { grade: Some(Grade::A), ..all.clone() }, vec![3, 1]),
            (CustomerFilter { grade: Some(Grade::A), tag: "竞品对比中".into(), ..all.clone() }, vec![1]),
            (CustomerFilter { state: Code::new("low_activity"), ..all.clone() }, vec![2]),
            (CustomerFilter { region: Code::new("east"), owner: Some(UserId(id(3))), ..all.clone() }, vec![]),
            (CustomerFilter { stage: Code::new("contract"), ..all.clone() }, vec![2]),
            (CustomerFilter { inactive: true, ..all.clone() }, vec![4]),
            (CustomerFilter { sort: SortBy::Next, ..all.clone() }, vec![2, 1, 3]),
            (CustomerFilter { sort: SortBy::Name, ..all.clone() }, vec![3, 1, 2]),
            (CustomerFilter { sort: SortBy::Amount, ..all.clone() }, vec![1, 2, 3]),
        ] {
            assert_eq!(numbers(&filtered(filter.clone())), expected, "{filter:?}");
        }
        let view = filtered(CustomerFilter { region: Code::new("east"), grade: Some(Grade::B), ..all });
        assert_eq!((view.lines.len(), view.total), (0, 3));
        assert_eq!(view.facets.grades, [(Grade::A, 2)].into());
        assert_eq!(view.facets.regions, [(Code::new("north"), 1)].into());
        assert_eq!(view.facets.stages, Map::new());
    }

    #[test]
    fn search_looks_in_names_contacts_tags_and_texts() {
        let texts: Map<AccountId, Arc<str>> =
            [(AccountId(id(2)), Arc::from("现场演示设备参数，客户认可节拍与良率。北京有同行案例"))].into();
        let search = |q: &str| {
            let filter = CustomerFilter { q: q.into(), ..CustomerFilter::default() };
            customers(&rows(), &texts, &filter, &context())
        };
        for (q, expected, hit) in [
            ("科技", vec![1], None),
            ("bjkj", vec![1], None),
            ("yysy", vec![2], None),
            ("ANHUI", vec![3], None),
            ("wjl", vec![1], Some("王经理")),
            ("采购", vec![1], Some("采购")),
            ("竞品", vec![1], Some("竞品")),
            ("良率", vec![2], Some("良率")),
            ("北京", vec![1, 2], None),
            ("实业 良率", vec![2], Some("良率")),
            ("科技 良率", vec![], None),
            ("分期", vec![], None),
        ] {
            let view = search(q);
            assert_eq!(numbers(&view), expected, "{q}");
            let found = view.lines.first().and_then(|line| line.excerpt.as_ref());
            assert_eq!(found.map(|excerpt| excerpt.hit.as_str()), hit, "{q}");
        }
    }
}
