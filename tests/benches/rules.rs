//! `cargo xtask bench rules`: how long the rules take that run while a person looks or types, natively.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::sync::Arc;
use std::time::Instant as Clock;

use fieldnote_core::model::{Account, Grade, Opportunity, Task, TaskKind, Visit};
use fieldnote_core::policy::Policy;
use fieldnote_core::projection::{Context, review, today};
use fieldnote_core::rules::duplicate_name::Names;
use fieldnote_core::summary::{RowAudience, SummaryRow, summarise};
use fieldnote_core::testing::builders::{SplitMix, user};
use fieldnote_core::values::{AccountId, Code, Instant, OpportunityId, Percent, TaskId, VisitId};

const CUSTOMERS: usize = 2_000;
const NAMES: usize = 10_000;
const RUNS: usize = 21;
const DAY_MS: i64 = 86_400_000;

const PLACES: [&str; 8] = ["苏州", "無錫", "常州", "南通", "杭州", "宁波", "合肥", "上海"];
const FIRST: [&str; 12] = ["恒", "华", "東", "立", "永", "新", "远", "泰", "金", "德", "瑞", "盛"];
const SECOND: [&str; 12] = ["力", "信", "达", "成", "航", "源", "邦", "凯", "宇", "通", "辉", "安"];
const TRADES: [&str; 8] = ["机械", "精密模具", "電子科技", "食品", "物流设备", "自动化", "化工", "包装材料"];
const ENDS: [&str; 4] = ["有限公司", "股份有限公司", "集团有限公司", "（中国）有限公司"];

/// A customer with three talks, three tasks and an opportunity.
fn row(random: &mut SplitMix, now: Instant, policy: &Policy) -> Arc<SummaryRow> {
    let mut part = |parts: &[&'static str]| random.pick(parts).unwrap_or_default();
    let name = [part(&PLACES), part(&FIRST), part(&SECOND), part(&TRADES), part(&ENDS)].concat();
    let mut account = Account { id: AccountId::random(random), ..Account::default() };
    account.profile.name = name;
    account.profile.grade = random.pick(&Grade::ALL);
    account.created.at = Some(now.plus_ms(-200 * DAY_MS));
    let day = |at: Instant| at.day(policy.zone_minutes);
    for _ in 0..3 {
        let ended_at = Some(now.plus_ms(-(random.below(90) as i64) * DAY_MS));
        let id = VisitId::random(random);
        let channel = Code::new(random.pick(&["phone", "visit", "email"]).unwrap_or_default());
        account.visits.insert(id, Visit { id, ended_at, channel, ..Visit::default() });
        let due = Some(day(now.plus_ms((random.below(60) as i64 - 20) * DAY_MS)));
        let (id, kind) =
            (TaskId::random(random), random.pick(&[TaskKind::Todo, TaskKind::Contact]).unwrap_or_default());
        if random.once_in(2) {
            account.tasks.insert(id, Task { id, kind, due, ..Task::default() });
        }
    }
    let id = OpportunityId::random(random);
    let probability = Percent::new(random.below(100) as i64).ok();
    account.opportunities.insert(id, Opportunity { id, probability, ..Opportunity::default() });
    Arc::new(summarise(&account, RowAudience::Owner, 0, policy))
}

/// Prints the median of several runs, milliseconds.
fn measure(what: &str, budget: &str, mut run: impl FnMut() -> usize) {
    let mut times: Vec<f64> = Vec::new();
    let mut found = 0;
    for _ in 0..RUNS {
        let start = Clock::now();
        found = run();
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    let median = times.get(RUNS / 2).copied().unwrap_or_default();
    println!("| {what} | {median:.2} ms | {budget} | {found} |");
}

fn main() {
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    let (policy, now) = (Policy::preset(), Instant(1_795_000_000_000));
    let mut random = SplitMix::new(1);
    let rows: Vec<_> = (0..NAMES).map(|_| row(&mut random, now, &policy)).collect();
    let own: Vec<_> = rows.iter().take(CUSTOMERS).cloned().collect();
    let context = Context {
        me: user(1),
        now,
        policy: Arc::new(policy),
        directory: Arc::default(),
        settings: Arc::default(),
        initial: |_| None,
    };
    println!("| native, release, median of {RUNS} runs | figure | must | found |\n|---|---|---|---|");
    measure(&format!("today list of {CUSTOMERS} customers"), "30 ms", || {
        let view = today(&own, &context);
        view.overdue.len() + view.due.len() + view.quiet.len()
    });
    measure(&format!("monthly review of {CUSTOMERS} customers"), "", || review(&own, &context).grades.len());
    measure(&format!("reading {NAMES} names, once for a revision"), "", || {
        let names = Names::of(rows.iter().map(|row| (row.account, row.name.as_str(), row.code)));
        names.alike("苏州恒力机械", None, 3).len()
    });
    let names = Names::of(rows.iter().map(|row| (row.account, row.name.as_str(), row.code)));
    measure(&format!("duplicates among {NAMES} names, a keystroke"), "30 ms", || {
        names.alike("无锡恒力精密模具", None, 3).len()
    });
}
