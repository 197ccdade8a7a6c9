use std::collections::BTreeMap;

use fieldnote_core::command::{CommandContext, execute};
use fieldnote_core::document::Document;
use fieldnote_core::model::{Directory, Member, OpportunityResult};
use fieldnote_core::summary::{AgendaState, RowAudience, SummaryRow, summarise};
use fieldnote_core::values::{Day, DocumentId};

use super::*;

const ZONE: i32 = 480;

fn moment(day: &str, minute: u16) -> Instant {
    Instant::at(day.parse::<Day>().unwrap(), minute, ZONE)
}

/// Runs every step as the server would, and returns the rows.
fn run(plan: &DemoPlan) -> Vec<SummaryRow> {
    let policy = Policy::preset();
    let members = plan.users.iter().map(|user| {
        let (name, regions) = (user.name.to_owned(), user.regions.clone());
        let member = Member {
            id: user.id,
            name,
            role: user.role,
            manager: user.manager,
            regions,
            disabled: false,
            level: user.level,
        };
        (user.id, member)
    });
    let directory = Directory { members: members.collect() };
    let row = |demo: &DemoAccount| {
        let actor = [7; 16];
        let mut account = Document::new(DocumentId::account(demo.account), actor);
        let mut private = Document::new(DocumentId::private(demo.account), actor);
        for step in &demo.steps {
            let ctx = CommandContext { me: demo.author, now: step.at, policy: &policy, directory: &directory };
            let written = execute(&mut account, Some(&mut private), &step.command, &ctx);
            assert!(written.is_ok_and(|written| !written.is_empty()), "{:?}", step.command);
        }
        let (facts, defects) = account.account();
        assert_eq!(defects, []);
        summarise(&facts, RowAudience::Owner, 0, &policy)
    };
    plan.accounts.iter().chain(&plan.leads).map(row).collect()
}

#[test]
fn every_step_is_a_command_that_the_rules_accept() {
    // A Monday morning, a Sunday night inside the October holiday, and the first minute of a year.
    for now in [moment("2026-11-23", 590), moment("2026-10-04", 1_430), moment("2027-01-01", 0)] {
        let plan = plan(80, 7, now);
        assert_eq!(plan.accounts.len(), 80);
        for demo in plan.accounts.iter().chain(&plan.leads) {
            assert!(
                demo.steps.windows(2).all(|pair| pair[0].at <= pair[1].at)
                    && demo.steps.iter().all(|step| step.at <= now)
            );
        }
        let rows = run(&plan);
        let names: std::collections::BTreeSet<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names.len(), rows.len());
    }
}

#[test]
fn the_same_seed_gives_the_same_plan() {
    let now = moment("2026-11-23", 590);
    assert_eq!(plan(20, 1, now), plan(20, 1, now));
    assert_ne!(plan(20, 1, now), plan(20, 2, now));
    assert_eq!(plan(0, 1, now).accounts.len(), 3);
}

#[test]
fn the_customers_are_the_same_on_every_day_and_at_every_hour() {
    let customers = |now| -> Vec<_> {
        run(&plan(60, 7, now)).into_iter().map(|row| (row.account, row.name, row.owner, row.grade)).collect()
    };
    let monday = customers(moment("2026-11-23", 590));
    for now in [moment("2026-11-24", 590), moment("2026-11-23", 1_200), moment("2027-01-01", 0)] {
        assert_eq!(customers(now), monday);
    }
}

#[test]
fn a_demo_day_has_something_of_everything() {
    let now = moment("2026-11-23", 590);
    let today = now.day(ZONE);
    let plan = plan(ACCOUNTS, 1, now);
    let rows = run(&plan);
    let mut stops: BTreeMap<UserId, usize> = BTreeMap::new();
    let mut unrecorded: BTreeMap<UserId, usize> = BTreeMap::new();
    let (mut overdue, mut future, mut quiet, mut english) = (0, 0, 0, 0);
    for (row, demo) in rows.iter().zip(&plan.accounts) {
        for item in &row.agenda {
            match item.state {
                AgendaState::ToRecord { .. } => *unrecorded.entry(demo.author).or_default() += 1,
                AgendaState::Open if item.due == Some(today) && item.due_minute.is_some() => {
                    *stops.entry(demo.author).or_default() += 1;
                }
                AgendaState::Open if item.due < Some(today) => overdue += 1,
                AgendaState::Open => future += 1,
            }
        }
        quiet += usize::from(row.agenda.is_empty());
        english += usize::from(row.name.is_ascii());
    }
    assert_eq!((stops.len(), unrecorded.len()), (6, 6), "{stops:?} {unrecorded:?}");
    assert!(overdue >= 10 && future >= 60 && quiet >= 20, "{overdue} {future} {quiet}");
    assert!((25..=65).contains(&english), "{english}");
    let deals: Vec<_> = rows.iter().flat_map(|row| &row.opportunities).collect();
    for result in [OpportunityResult::Open, OpportunityResult::Won, OpportunityResult::Lost] {
        assert!(deals.iter().any(|deal| deal.result == result), "{result:?}");
    }
    for stage in Policy::preset().stages {
        assert!(deals.iter().filter(|deal| deal.stage == stage.key).count() >= 5, "{:?}", stage.key);
    }
}
