//! Exports for people: the 12-column follow-up table as a spreadsheet opens it.
//!
//! Nothing of a private document is ever in it.

mod csv;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::model::{Account, Contact, Directory, Participant, Task, TaskKind, TaskStatus, Visit};
use crate::policy::Policy;
use crate::rules::decision_chain;
use crate::values::{Code, Day};

/// The columns, word for word as in the source and in its order.
///
/// # Source
/// S1-43 to S1-55.
pub const FOLLOW_UP_COLUMNS: [&str; 12] = [
    "客户编号",
    "客户名称",
    "联系人(姓名/职位)",
    "客户分级",
    "当前状态",
    "最近跟进时间",
    "跟进方式",
    "跟进内容概要",
    "客户反馈/需求",
    "下一步行动",
    "负责人",
    "下次跟进计划时间",
];

/// Returns 《客户关系维护跟进记录表》 as CSV (RFC 4180, UTF-8 with a byte order mark): a line for each follow-up record,
/// by customer number, of one customer the newest first.
///
/// # Source
/// S1-43 to S1-55; definition 12.
pub fn follow_up_table<'a>(
    accounts: impl IntoIterator<Item = &'a Account>,
    policy: &Policy,
    directory: &Directory,
) -> String {
    let mut accounts: Vec<&Account> = accounts.into_iter().collect();
    accounts.sort_by_key(|account| {
        let profile = &account.profile;
        (profile.number.is_empty(), &profile.number, &profile.name, account.id)
    });
    let mut out = csv::begin();
    csv::push_line(&mut out, &FOLLOW_UP_COLUMNS.map(str::to_owned));
    for account in accounts {
        let mut visits: Vec<&Visit> = account.visits.values().collect();
        visits.sort_by_key(|visit| Reverse((visit.ended_at.or(visit.recorded_at), visit.id)));
        for (at, visit) in visits.into_iter().enumerate() {
            csv::push_line(&mut out, &line(account, visit, at == 0, policy, directory));
        }
    }
    out
}

fn line(account: &Account, visit: &Visit, newest: bool, policy: &Policy, directory: &Directory) -> [String; 12] {
    let profile = &account.profile;
    let day = visit.ended_at.or(visit.recorded_at).map(|at| at.day(policy.zone_minutes));
    let owner = account.effective_owner().and_then(|owner| directory.name(owner)).unwrap_or_default();
    [
        profile.number.clone(),
        profile.name.clone(),
        contacts(account, visit),
        profile.grade.map(|grade| grade.letter().to_owned()).unwrap_or_default(),
        state_label(&profile.state).to_owned(),
        text_of(day),
        channel_label(&visit.channel).to_owned(),
        visit.summary.trim().to_owned(),
        feedback(visit),
        next_action(account, visit, directory),
        owner.to_owned(),
        text_of(next_contact(account, visit, newest)),
    ]
}

fn text_of(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Returns who took part, or the first of the decision chain where the record does not say.
fn contacts(account: &Account, visit: &Visit) -> String {
    let took_part: BTreeSet<_> = visit
        .participants
        .iter()
        .filter_map(|participant| match participant {
            Participant::Contact(contact) => Some(*contact),
            Participant::Member(_) | Participant::Other(_) => None,
        })
        .collect();
    let mut chain: Vec<&Contact> = account.contacts.values().collect();
    chain.sort_by_key(|contact| (contact.left, decision_chain::rank(&contact.decision_role), contact.id));
    let named: Vec<&Contact> = chain.iter().copied().filter(|contact| took_part.contains(&contact.id)).collect();
    let shown = if named.is_empty() { chain.into_iter().take(1).collect() } else { named };
    shown.into_iter().map(contact_label).collect::<Vec<_>>().join("、")
}

fn contact_label(contact: &Contact) -> String {
    let place = [&contact.position, &contact.department].into_iter().find(|text| !text.trim().is_empty());
    place.map_or_else(|| contact.name.clone(), |place| format!("{}({place})", contact.name))
}

fn feedback(visit: &Visit) -> String {
    let parts: Vec<&str> =
        [&visit.feedback, &visit.needs].into_iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    if parts.is_empty() && visit.no_response { "未响应".to_owned() } else { parts.join("；") }
}

/// Returns the to-dos of the record, each with person and date.
fn next_action(account: &Account, visit: &Visit, directory: &Directory) -> String {
    let mut tasks: Vec<&Task> = account
        .tasks
        .values()
        .filter(|task| task.kind == TaskKind::Todo && task.visit == Some(visit.id))
        .filter(|task| task.status != TaskStatus::Cancelled)
        .collect();
    tasks.sort_by_key(|task| (task.due.is_none(), task.due, task.id));
    let words = |task: &Task| {
        let member = task.responsible.and_then(|member| directory.name(member));
        let who = member.unwrap_or(task.responsible_name.trim());
        let title = task.title.trim();
        match task.due {
            Some(due) if who.is_empty() => format!("{due}前{title}"),
            Some(due) => format!("{who}于{due}前{title}"),
            None => format!("{who}{title}"),
        }
    };
    tasks.into_iter().map(words).collect::<Vec<_>>().join("；")
}

/// Returns the day planned with the record; for the newest record also one planned otherwise.
fn next_contact(account: &Account, visit: &Visit, newest: bool) -> Option<Day> {
    let planned =
        || account.tasks.values().filter(|task| task.kind == TaskKind::Contact && task.status != TaskStatus::Cancelled);
    let own = planned().filter(|task| task.visit == Some(visit.id)).filter_map(|task| task.due).min();
    let open = planned().filter(|task| newest && task.status == TaskStatus::Open).filter_map(|task| task.due);
    own.or_else(|| open.min())
}

/// Returns the source's word for a channel; an unknown key stands for itself.
///
/// # Source
/// Spec 2.2 "Channel".
pub fn channel_label(channel: &Code) -> &str {
    match channel.as_str() {
        "phone" => "电话",
        "visit" => "拜访",
        "email" => "邮件",
        "im" => "即时通讯",
        "expo" => "展会",
        "online_meeting" => "线上会议",
        "online_demo" => "线上演示",
        "greeting" => "节日问候",
        "news" => "行业资讯推送",
        other => other,
    }
}

/// Returns the source's word for a customer state; an unknown key stands for itself.
///
/// # Source
/// Spec 2.2 "CustomerState".
pub fn state_label(state: &Code) -> &str {
    match state.as_str() {
        "first_inquiry" => "初次咨询",
        "high_intent" => "高意向",
        "low_activity" => "低活跃",
        "at_risk" => "风险客户",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Grade, Member, Role};
    use crate::values::{AccountId, ContactId, Id, Instant, TaskId, UserId, VisitId};

    fn id(number: u8) -> Id {
        Id::from_bytes([number; 10])
    }

    /// A row of the source's own sample table.
    fn sample(number: u8, name: &str, contact: (&str, &str), grade: Grade, state: &str) -> Account {
        let mut account = Account { id: AccountId(id(number)), owner: Some(UserId(id(9))), ..Account::default() };
        account.profile.number = format!("00{number}");
        account.profile.name = name.into();
        account.profile.grade = Some(grade);
        account.profile.state = Code::new(state);
        let contact = Contact {
            id: ContactId(id(1)),
            name: contact.0.into(),
            department: contact.1.into(),
            ..Contact::default()
        };
        account.contacts.insert(contact.id, contact);
        account
    }

    fn record(account: &mut Account, number: u8, on: &str, channel: &str, summary: &str, feedback: &str) {
        let visit = Visit {
            id: VisitId(id(number)),
            ended_at: Some(Instant::at(on.parse().unwrap(), 1439, 480)),
            channel: Code::new(channel),
            summary: summary.into(),
            feedback: feedback.into(),
            ..Visit::default()
        };
        account.visits.insert(visit.id, visit);
    }

    fn task(account: &mut Account, number: u8, kind: TaskKind, visit: u8, due: &str, who: &str, title: &str) {
        let task = Task {
            id: TaskId(id(number)),
            kind,
            visit: Some(VisitId(id(visit))),
            due: due.parse().ok(),
            responsible_name: who.into(),
            title: title.into(),
            ..Task::default()
        };
        account.tasks.insert(task.id, task);
    }

    #[test]
    fn the_table_has_twelve_columns_and_a_line_for_each_record() {
        let li = Member {
            id: UserId(id(9)),
            name: "*经理".into(),
            role: Role::Rep,
            manager: None,
            regions: vec![],
            disabled: false,
            level: None,
        };
        let directory = Directory { members: [(li.id, li)].into() };
        let mut first = sample(1, "科技有限公司", ("*总监", "市场部"), Grade::A, "high_intent");
        record(&mut first, 1, "2024-03-10", "phone", "确认演示时间，关注ROI", "希望3天内报价\"定制\"模块");
        task(&mut first, 1, TaskKind::Todo, 1, "2024-03-13", "*经理", "提交报价");
        task(&mut first, 2, TaskKind::Contact, 1, "2024-03-15", "", "");
        record(&mut first, 2, "2024-03-01", "fax", "=SUM(A1)", "");
        let second = sample(2, "YY实业集团", ("*经理", "采购部"), Grade::B, "low_activity");
        let csv = follow_up_table([&second, &first], &Policy::preset(), &directory);
        let expected = "\u{feff}客户编号,客户名称,联系人(姓名/职位),客户分级,当前状态,最近跟进时间,跟进方式,跟进内容概要,\
                        客户反馈/需求,下一步行动,负责人,下次跟进计划时间\r\n\
                        001,科技有限公司,*总监(市场部),A,高意向,2024-03-10,电话,确认演示时间，关注ROI,\
                        \"希望3天内报价\"\"定制\"\"模块\",*经理于2024-03-13前提交报价,*经理,2024-03-15\r\n\
                        001,科技有限公司,*总监(市场部),A,高意向,2024-03-01,fax,'=SUM(A1),,,*经理,\r\n";
        assert_eq!(csv, expected);
    }

    #[test]
    fn a_record_says_who_took_part_and_what_else_is_planned() {
        let mut account = sample(1, "科技有限公司", ("*总监", "市场部"), Grade::A, "high_intent");
        let other = Contact { id: ContactId(id(2)), name: "陈工".into(), ..Contact::default() };
        account.contacts.insert(other.id, other);
        record(&mut account, 1, "2024-03-10", "phone", "确认演示时间", "");
        task(&mut account, 1, TaskKind::Contact, 7, "2024-03-20", "", "");
        let visit = account.visits.get_mut(&VisitId(id(1))).unwrap();
        visit.participants = vec![Participant::Other("司机".into()), Participant::Contact(ContactId(id(2)))];
        visit.no_response = true;
        let csv = follow_up_table([&account], &Policy::preset(), &Directory::default());
        assert_eq!(
            csv.lines().nth(1),
            Some("001,科技有限公司,陈工,A,高意向,2024-03-10,电话,确认演示时间,未响应,,,2024-03-20")
        );
    }
}
