//! Rows and a context for the tests of the projections.

use std::sync::Arc;

use super::Context;
use crate::model::{Account, Directory, Member, OpportunityResult, Role, TaskKind};
use crate::policy::Policy;
use crate::search::initial_of_table;
use crate::summary::{AgendaItem, AgendaState, LastContact, OpportunityLine, RowAudience, SummaryRow, summarise};
use crate::values::{AccountId, Code, Day, Id, Instant, Money, OpportunityId, Percent, TaskId, UserId};

pub(super) fn id(number: u8) -> Id {
    Id::from_bytes([number; 10])
}

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Monday, 2026-11-23, 10:00 in China; user 1 is a manager above the reps 2 and 3.
pub(super) fn context() -> Context {
    let member = |number: u8, name: &str, role, manager: Option<u8>| Member {
        id: UserId(id(number)),
        name: name.into(),
        role,
        manager: manager.map(|manager| UserId(id(manager))),
        regions: vec![Code::new(if number == 3 { "north" } else { "east" })],
        level: None,
        disabled: false,
    };
    let members = [
        member(1, "陈总监", Role::Manager, None),
        member(2, "李经理", Role::Rep, Some(1)),
        member(3, "赵专员", Role::Rep, Some(1)),
    ];
    Context {
        me: UserId(id(1)),
        now: Instant::at(day("2026-11-23"), 600, 480),
        policy: Arc::new(Policy::preset()),
        directory: Arc::new(Directory { members: members.map(|member| (member.id, member)).into() }),
        settings: Arc::default(),
        initial: initial_of_table,
    }
}

pub(super) fn row(number: u8, name: &str) -> SummaryRow {
    let account = Account { id: AccountId(id(number)), ..Account::default() };
    let row = summarise(&account, RowAudience::Owner, 0, &Policy::preset());
    SummaryRow { name: name.into(), ..row }
}

pub(super) fn contacted(days_ago: i64) -> Option<LastContact> {
    let at = Instant::at(day("2026-11-23").plus_days(-days_ago), 600, 480);
    Some(LastContact { at, channel: Code::new("phone"), excerpt: "报价超预算约10%".into() })
}

pub(super) fn item(number: u8, kind: TaskKind, due: &str, due_minute: Option<u16>) -> AgendaItem {
    AgendaItem {
        task: TaskId(id(number)),
        kind,
        title: format!("待办{number}"),
        due: Some(day(due)),
        due_minute,
        promise: false,
        channel: Code::default(),
        contact_name: String::new(),
        responsible: None,
        state: AgendaState::Open,
        standard: String::new(),
    }
}

/// An open opportunity of `yuan` at 50 %, `days` in its stage, expected to close on `close`.
pub(super) fn deal(number: u8, stage: &str, yuan: i64, days: i64, close: &str) -> OpportunityLine {
    OpportunityLine {
        id: OpportunityId(id(number)),
        title: "全自动产线改造".into(),
        stage: Code::new(stage),
        amount: Money::yuan(yuan),
        probability: Percent::new(50).unwrap(),
        close_day: Some(day(close)),
        stage_entered_at: Some(Instant::at(day("2026-11-23").plus_days(-days), 0, 480)),
        result: OpportunityResult::Open,
        closed_at: None,
    }
}
