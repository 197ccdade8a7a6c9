//! Every command and every part of one, kept as bytes and read again.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::model::{Analysis, Change, ContributionKind, EventKind, Important, QuietHours, ReminderKey};
use crate::policy::{Content, LeadRule};
use crate::values::{ContributionId, EventId};

const EVENT: EventId = EventId(Id::from_bytes([79; 10]));

fn day() -> Day {
    "2026-10-26".parse().unwrap()
}

fn text(text: &str) -> TextEdit {
    TextEdit { base: "旧".into(), text: text.into() }
}

fn account_edits() -> Vec<AccountEdit> {
    use AccountEdit::*;
    vec![
        Number("K-1".into()),
        Name("海天".into()),
        Individual(true),
        Uscc("91".into()),
        Founded(Some(day())),
        Industry("machinery".into()),
        EmployeesBand("100".into()),
        RevenueBand("5000".into()),
        Website("https://example.com".into()),
        Region("east".into()),
        BudgetRange("50–60万".into()),
        CooperationHistory("first".into()),
        AnnualAmount(Some(Money::yuan(520_000))),
        IndustryLeader(true),
        Grade { grade: Some(crate::model::Grade::A), reason: "大".into() },
        CloseProbability(Some(Percent::new(70).unwrap())),
        State("high_intent".into()),
        CoreNeed(text("需求")),
        Note(text("")),
        SourceChannel("expo".into()),
        PreferredChannel("phone".into()),
        ValuesOffline(false),
        LastVerified(None),
        AddTag("重点".into()),
        RemoveTag("老".into()),
        AddNeedTag("线".into()),
        RemoveNeedTag("机".into()),
        GradeBasis("s1_amount".into()),
        CloseMonths(Some(6)),
        Need(Some(crate::model::NeedClarity::Clear)),
        Budget(None),
        Lead(true),
        BusinessMatch(Some(Percent::new(90).unwrap())),
        PurchasePlan("更新".into()),
        PrepPoints("先问换型".into()),
        EquipmentBudget(Some(Money::yuan(300_000))),
        Campaign("秋季展".into()),
        CaseContent("换型快了".into()),
        CaseEffect("+30%".into()),
        CaseTalkedOver("2026-11-01".parse().ok()),
        CaseAuthorised("2026-11-02".parse().ok()),
    ]
}

fn contact_edits() -> Vec<ContactEdit> {
    use ContactEdit::*;
    vec![
        Name("王".into()),
        Position("总监".into()),
        Department("采购".into()),
        Email("w@example.com".into()),
        Personality(text("直")),
        PreferredChannel("phone".into()),
        PreferredHours("上午".into()),
        DecisionRole("decider".into()),
        Left(true),
        Unreachable(true),
    ]
}

fn visit_edits() -> Vec<VisitEdit> {
    use VisitEdit::*;
    vec![
        EndedAt(NOW),
        Channel("phone".into()),
        Depth("deep".into()),
        Nonbusiness(true),
        AddParticipant(Participant::Contact(CONTACT)),
        RemoveParticipant(Participant::Other("李".into())),
        Topic("价".into()),
        Summary(text("谈")),
        Needs(text("谈")),
        Problems(text("谈")),
        Concerns(text("谈")),
        Feedback(text("谈")),
        Consensus(text("谈")),
        PrepPoints(text("谈")),
        TerminationIntent(true),
        NoResponse(true),
        Opportunity(Some(DEAL)),
        Method("spin".into()),
        Situation("半自动".into()),
        Problem("次品率5%".into()),
        Implication("失去价格优势".into()),
        Payoff("降到2%".into()),
        PayoffOwn(true),
        Urgency(Some(5)),
        Importance(None),
        Matched(Some(Percent::new(90).unwrap())),
        Solution(Some(DEAL)),
        Satisfaction(Some(7)),
    ]
}

fn task_edits() -> Vec<TaskEdit> {
    use TaskEdit::*;
    vec![
        Title(text("发")),
        Responsible { member: Some(ME), name: String::new() },
        Standard(text("对")),
        Promise(true),
        InContract(false),
        Channel("visit".into()),
        Contact(Some(CONTACT)),
        Due { day: day(), minute: Some(600) },
        CallReason("急".into()),
    ]
}

fn new_contact() -> NewContact {
    NewContact {
        name: "王".into(),
        position: "a".into(),
        department: "b".into(),
        email: "c".into(),
        personality: "d".into(),
        preferred_channel: "phone".into(),
        preferred_hours: "e".into(),
        decision_role: "user".into(),
        office_phone: "021".into(),
        other_channel: "f".into(),
        birthday: Some(day()),
        birthday_consent: Some(day().plus_days(1)),
    }
}

fn new_task() -> NewTask {
    NewTask {
        kind: TaskKind::Contact,
        title: "回访".into(),
        responsible: Some(ME),
        responsible_name: "李".into(),
        due: Some(day()),
        due_minute: Some(600),
        standard: "a".into(),
        call_reason: "b".into(),
        promise: true,
        in_contract: true,
        channel: "phone".into(),
        contact: Some(CONTACT),
        opportunity: Some(DEAL),
    }
}

fn analysis() -> Analysis {
    Analysis {
        method: "3w".into(),
        situation: "i".into(),
        problem: "j".into(),
        implication: "k".into(),
        payoff: "l".into(),
        payoff_own: true,
        urgency: Some(5),
        importance: Some(1),
        matched: Percent::new(60).ok(),
    }
}

fn new_visit() -> NewVisit {
    NewVisit {
        ended_at: Some(Instant(-5)),
        is_first: true,
        channel: "phone".into(),
        depth: "deep".into(),
        nonbusiness: true,
        participants: vec![Participant::Contact(CONTACT), Participant::Member(ME), Participant::Other("李".into())],
        topic: "a".into(),
        summary: "b".into(),
        needs: "c".into(),
        problems: "d".into(),
        concerns: "e".into(),
        feedback: "f".into(),
        consensus: "g".into(),
        prep_points: "h".into(),
        termination_intent: true,
        no_response: true,
        satisfaction: Some(6),
        opportunity: Some(DEAL),
        task: Some(TASK),
        todos: vec![(TASK, new_task())],
        next: Some((NEXT, new_task())),
        stage: Some("offer".into()),
        analysis: analysis(),
    }
}

fn content() -> Content {
    let [industry, need, title, text] = ["制造业", "节能", "白皮书", "{称呼}，附上白皮书"].map(str::to_owned);
    Content { key: "1".into(), theme: "topic".into(), industry, need, title, text, day: Some(day()) }
}

fn policy_edits() -> Vec<PolicyEdit> {
    let numbers = crate::policy::PolicyNumber::ALL.into_iter();
    numbers
        .map(|number| PolicyEdit::Number { key: number.key().into(), value: number.usual() })
        .chain([
            PolicyEdit::Grading("s1_amount".into()),
            PolicyEdit::Frequency("s1_monthly".into()),
            PolicyEdit::Holiday { day: day(), on: true },
            PolicyEdit::Workday { day: day(), on: false },
            PolicyEdit::KeyRegion { region: "east".into(), on: true },
            PolicyEdit::TargetIndustries("制造业".into()),
            PolicyEdit::LeadRule(LeadRule { min_score: Percent::new(80).ok(), ..LeadRule::preset()[0].clone() }),
            PolicyEdit::RemoveLeadRule("manufacturing".into()),
            PolicyEdit::Content(content()),
            PolicyEdit::RemoveContent("1".into()),
            PolicyEdit::Entry { list: "tags".into(), word: "高意向".into(), on: false },
            PolicyEdit::Stage(crate::policy::Policy::preset().stages[1].clone()),
            PolicyEdit::IndividualMobile(true),
            PolicyEdit::Organisation("华东销售部".into()),
            PolicyEdit::Zone(330),
            PolicyEdit::Region { region: "west".into(), name: crate::policy::Label::new("西部", "West") },
        ])
        .collect()
}

fn setting_edits() -> Vec<SettingEdit> {
    let keys = [
        ReminderKey::Task(TASK),
        ReminderKey::Rhythm(ACCOUNT),
        ReminderKey::Care(ACCOUNT),
        ReminderKey::News(ACCOUNT, Instant(-1)),
        ReminderKey::Grades,
    ];
    let put_off = keys.map(|key| SettingEdit::Snooze { key, until: Some(Instant(i64::MAX)) });
    let rest = [
        SettingEdit::Quiet(Some(QuietHours { from: 1260, to: 480 })),
        SettingEdit::Quiet(None),
        SettingEdit::Digest(Some(510)),
        SettingEdit::Digest(None),
        SettingEdit::Language("en".into()),
        SettingEdit::Snooze { key: ReminderKey::Grades, until: None },
        SettingEdit::Note {
            account: ACCOUNT,
            changes: vec![Change { kind: Important::Need, at: Instant(1), by: None }],
        },
    ];
    put_off.into_iter().chain(rest).collect()
}

/// Every command, with every kind of edit in it.
fn all() -> Vec<Command> {
    let account = ACCOUNT;
    let birthday = PrivateEdit::Birthday { day: Some(day()), consent: None };
    let private = vec![PrivateEdit::OfficePhone("021".into()), PrivateEdit::OtherChannel("微信".into()), birthday];
    let deal = vec![
        OpportunityEdit::Title("线".into()),
        OpportunityEdit::Amount(None),
        OpportunityEdit::Probability(Some(Percent::new(0).unwrap())),
        OpportunityEdit::CloseDay(Some(day())),
        OpportunityEdit::Note(text("急")),
        OpportunityEdit::Products("机".into()),
        OpportunityEdit::Period("三月".into()),
        OpportunityEdit::Effect("省".into()),
        OpportunityEdit::Benefit("利".into()),
        OpportunityEdit::Basis("例".into()),
    ];
    let new_deal = NewOpportunity {
        title: "线".into(),
        stage: "lead".into(),
        amount: Some(Money(i64::MAX)),
        probability: Some(Percent::new(100).unwrap()),
        close_day: Some(day()),
        note: "a".into(),
    };
    let added = NewContribution {
        kind: ContributionKind::Interest,
        text: "样机".into(),
        day: Some(day()),
        campaign: "秋季展".into(),
    };
    let contribution = ContributionId(Id::from_bytes([78; 10]));
    let new_event = NewEvent { kind: EventKind::Policy, day: Some(day()), note: "新补贴".into() };
    let event_edits = vec![
        EventEdit::Kind(EventKind::Project),
        EventEdit::Day(day()),
        EventEdit::Note("二期".into()),
        EventEdit::Removed(true),
    ];
    vec![
        Command::CreateAccount { account, edits: account_edits(), contacts: vec![(CONTACT, new_contact())] },
        Command::EditAccount { account, edits: account_edits() },
        Command::AddContact { account, contact: CONTACT, new: new_contact() },
        Command::EditContact { account, contact: CONTACT, edits: contact_edits(), private },
        Command::RecordVisit { account, visit: VISIT, new: Box::new(new_visit()) },
        Command::AmendVisit { account, visit: VISIT, edits: visit_edits() },
        Command::PlanTask { account, task: TASK, new: new_task() },
        Command::EditTask { account, task: TASK, edits: task_edits() },
        Command::FinishTask { account, task: TASK },
        Command::ReopenTask { account, task: TASK },
        Command::PostponeTask { account, task: TASK, due: day(), due_minute: None },
        Command::CreateOpportunity { account, opportunity: DEAL, new: new_deal },
        Command::EditOpportunity { account, opportunity: DEAL, edits: deal },
        Command::MoveOpportunity { account, opportunity: DEAL, stage: "won".into() },
        Command::CloseOpportunity { account, opportunity: DEAL, result: OpportunityResult::Lost },
        Command::RequestAssignment { account, request: REQUEST, to: BOSS },
        Command::RequestInactive { account, request: REQUEST, reason: "停".into() },
        Command::RequestActive { account, request: REQUEST },
        Command::EditPolicy { edits: policy_edits() },
        Command::ConvertLead { account, edits: account_edits() },
        Command::RequestRelease { account, request: REQUEST },
        Command::RequestMerge { account, request: REQUEST, into: AccountId(Id::from_bytes([77; 10])) },
        Command::Contribute { account, contribution, new: added },
        Command::AnswerContribution { account, contribution, kind: ContributionKind::Interest, answer: text("已寄") },
        Command::EditSettings { member: BOSS, edits: setting_edits() },
        Command::AddEvent { account, event: EVENT, new: new_event },
        Command::EditEvent { account, event: EVENT, edits: event_edits },
        Command::PutCard { account, contact: CONTACT, photo: Some(vec![0xff, 0xd8, 0xff, 1].into()) },
    ]
}

#[test]
fn every_command_reads_back_as_it_was() {
    for command in all() {
        let bytes = minicbor::to_vec(&command).unwrap();
        assert_eq!(minicbor::decode::<Command>(&bytes).unwrap(), command, "{}", command.name());
    }
    // An array and its number: a command that is missing above leaves a gap.
    let number = |command: &Command| {
        let bytes = minicbor::to_vec(command).unwrap();
        let mut decoder = minicbor::Decoder::new(&bytes);
        decoder.array().unwrap();
        decoder.u8().unwrap()
    };
    let numbers: BTreeSet<u8> = all().iter().map(number).collect();
    assert_eq!(numbers, (0..28).collect());
}

#[test]
fn every_command_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = all().iter().map(Command::name).collect();
    assert_eq!(names.len(), all().len());
}

#[test]
fn a_command_cut_short_is_an_error() {
    for bytes in all().iter().map(|command| minicbor::to_vec(command).unwrap()) {
        for end in 0..bytes.len() {
            assert!(minicbor::decode::<Command>(&bytes[..end]).is_err(), "{end} of {bytes:?}");
        }
    }
}

#[test]
fn a_command_says_what_it_writes_and_no_ids() {
    let records = Command::RecordVisit { account: ACCOUNT, visit: VISIT, new: Box::new(new_visit()) };
    for command in all().iter().chain([&records]) {
        for line in command.lines() {
            let said = format!("{:?}", line.value);
            assert!(
                [ACCOUNT.0, CONTACT.0, VISIT.0, TASK.0, DEAL.0, EVENT.0]
                    .iter()
                    .all(|id| !said.contains(&id.to_string()))
            );
        }
    }
    let edits = Command::EditAccount { account: ACCOUNT, edits: account_edits() };
    // Three of the edits say no, nothing; one is for machines; the grade says two things.
    assert_eq!(edits.lines().len(), account_edits().len() - 4 + 1);
    let line = |field: &str| edits.lines().into_iter().find(|line| line.field == field).map(|line| line.value);
    assert_eq!(line("annual_amount"), Some(Shown::Money(Money::yuan(520_000))));
    assert_eq!(line("state"), Some(Shown::Code("state", "high_intent")));
    let policy = Command::EditPolicy { edits: policy_edits() };
    // A day says which it is and whether it is one, a region and an entry too; a rule says five things, a text six,
    // one taken away nothing; a stage says six, a region's name two.
    assert_eq!(policy.lines().len(), policy_edits().len() + 2 + 1 + 4 - 1 + 5 - 1 + 1 + 5 + 1);
    let line = |field: &str| policy.lines().into_iter().find(|line| line.field == field).map(|line| line.value);
    assert_eq!(line("grade_a_amount"), Some(Shown::Money(Money::yuan(500_000))));
    assert_eq!(line("morning_from"), Some(Shown::Minute(540)));
    assert_eq!(line("visit_notice_refuses"), Some(Shown::Code("switch", "on")));
    assert_eq!(line("weekly_call_cap"), Some(Shown::Number(2)));
}

proptest! {
    #[test]
    fn damaged_commands_never_panic(which in 0..28usize, at in any::<prop::sample::Index>(), byte: u8) {
        let mut bytes = minicbor::to_vec(&all()[which]).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(command) = minicbor::decode::<Command>(&bytes) {
            let _ = command.lines();
        }
    }

    #[test]
    fn bytes_that_are_no_command_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = minicbor::decode::<Command>(&bytes);
    }
}
