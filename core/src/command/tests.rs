//! Commands, from the document as it was to the document as it is read.

mod contribution;
mod event;
mod lead;
mod policy;
mod settings;
mod undo;
mod wire;

use super::*;
use crate::model::{
    Analysis, Change, Important, Member, OpportunityResult, Participant, RequestKind, RequestState, Role, Solution,
    TaskKind, TaskStatus,
};
use crate::values::{
    AccountId, Code, ContactId, Day, DeviceId, DocumentId, Id, Money, OpportunityId, Percent, RequestId, TaskId,
    VisitId,
};

const ACCOUNT: AccountId = AccountId(Id::from_bytes([1; 10]));
const CONTACT: ContactId = ContactId(Id::from_bytes([2; 10]));
const VISIT: VisitId = VisitId(Id::from_bytes([3; 10]));
const TASK: TaskId = TaskId(Id::from_bytes([4; 10]));
const NEXT: TaskId = TaskId(Id::from_bytes([5; 10]));
const DEAL: OpportunityId = OpportunityId(Id::from_bytes([6; 10]));
const REQUEST: RequestId = RequestId(Id::from_bytes([7; 10]));
const ME: UserId = UserId(Id::from_bytes([8; 10]));
const BOSS: UserId = UserId(Id::from_bytes([9; 10]));
const NOW: Instant = Instant(1_790_000_000_000);

struct Phone {
    account: Document,
    private: Document,
    policy: Policy,
    directory: Directory,
    now: Instant,
}

impl Phone {
    fn new() -> Self {
        let actor = DeviceId([1; 8]).actor([1; 8]);
        let boss = Member {
            id: BOSS,
            name: "陈".into(),
            role: Role::Manager,
            manager: None,
            regions: vec![],
            disabled: false,
            level: None,
        };
        Self {
            account: Document::new(DocumentId::account(ACCOUNT), actor),
            private: Document::new(DocumentId::private(ACCOUNT), actor),
            policy: Policy::preset(),
            directory: Directory { members: [(BOSS, boss)].into() },
            now: NOW,
        }
    }

    fn run(&mut self, command: &Command) -> Result<Vec<Written>, CommandError> {
        let ctx = CommandContext { me: ME, now: self.now, policy: &self.policy, directory: &self.directory };
        let heads = (self.account.heads(), self.private.heads());
        let result = execute(&mut self.account, Some(&mut self.private), command, &ctx);
        if result.is_err() {
            assert_eq!((self.account.heads(), self.private.heads()), heads, "a refused command wrote something");
        }
        result
    }

    fn undo(&mut self, written: &[Written]) -> Result<Vec<Written>, CommandError> {
        let ctx = CommandContext { me: ME, now: self.now, policy: &self.policy, directory: &self.directory };
        let mut undone = Vec::new();
        for written in written {
            let document = if written.doc == self.account.id() { &mut self.account } else { &mut self.private };
            undone.extend(undo(document, written.hash, &ctx)?);
        }
        Ok(undone)
    }

    /// A customer with a contact, an opportunity and a to-do.
    fn with_customer() -> Self {
        let mut phone = Self::new();
        let contact =
            NewContact { name: "王经理".into(), office_phone: "010-12345678".into(), ..Default::default() };
        let commands = [
            Command::CreateAccount {
                account: ACCOUNT,
                edits: vec![AccountEdit::Name("华北机械".into())],
                contacts: vec![(CONTACT, contact)],
            },
            Command::CreateOpportunity {
                account: ACCOUNT,
                opportunity: DEAL,
                new: NewOpportunity { title: "设备采购".into(), ..Default::default() },
            },
            Command::PlanTask { account: ACCOUNT, task: TASK, new: todo() },
        ];
        for command in commands {
            phone.run(&command).unwrap();
        }
        phone
    }
}

fn day(text: &str) -> Option<Day> {
    Some(text.parse().unwrap())
}

fn todo() -> NewTask {
    NewTask {
        title: "发送报价单".into(),
        responsible: Some(ME),
        due: day("2026-11-30"),
        standard: "客户确认收到".into(),
        ..Default::default()
    }
}

fn visit() -> NewVisit {
    NewVisit {
        ended_at: Some(NOW),
        channel: "visit".into(),
        summary: "客户要求十二月前交付，预算五十万。".into(),
        feedback: "对方案认可，担心交期。".into(),
        ..Default::default()
    }
}

fn edit_account(edit: AccountEdit) -> Command {
    Command::EditAccount { account: ACCOUNT, edits: vec![edit] }
}

fn text(base: &str, text: &str) -> TextEdit {
    TextEdit { base: base.into(), text: text.into() }
}

#[test]
fn a_customer_is_created_with_its_numbers_kept_apart() {
    let phone = Phone::with_customer();
    let (account, defects) = phone.account.account();
    assert_eq!(defects, vec![]);
    assert_eq!((account.profile.name.as_str(), account.effective_owner()), ("华北机械", Some(ME)));
    assert_eq!(account.contacts[&CONTACT].name, "王经理");
    let (private, defects) = phone.private.private();
    assert_eq!(defects, vec![]);
    assert_eq!(private.contacts[&CONTACT].office_phone, "010-12345678");
    let bytes = phone.account.save();
    assert!(!bytes.windows(8).any(|window| window == b"12345678"), "a number stands in the account document");
    let deal = &account.opportunities[&DEAL];
    let first = &phone.policy.stages[0];
    assert_eq!((&deal.stage, deal.probability), (&first.key, Some(first.probability)));
}

#[test]
fn a_record_writes_everything_that_goes_with_it_in_one_change() {
    let mut phone = Phone::with_customer();
    let stage = phone.policy.stages[1].clone();
    let new = NewVisit {
        participants: vec![Participant::Contact(CONTACT), Participant::Other("李工".into())],
        opportunity: Some(DEAL),
        task: Some(TASK),
        todos: vec![(TaskId(Id::from_bytes([20; 10])), todo())],
        next: Some((NEXT, NewTask { due: day("2026-12-01"), channel: "phone".into(), ..Default::default() })),
        stage: Some(stage.key.clone()),
        ..visit()
    };
    let written =
        phone.run(&Command::RecordVisit { account: ACCOUNT, visit: VISIT, new: Box::new(new.clone()) }).unwrap();
    assert_eq!(written.len(), 1);
    let (account, defects) = phone.account.account();
    assert_eq!(defects, vec![]);
    let visit = &account.visits[&VISIT];
    assert_eq!(
        (visit.summary.as_str(), visit.recorder, visit.recorded_at),
        (new.summary.as_str(), Some(ME), Some(NOW))
    );
    assert_eq!(visit.participants, new.participants);
    let done = &account.tasks[&TASK];
    assert_eq!((done.status, done.done_at), (TaskStatus::Done, Some(NOW)));
    let next = &account.tasks[&NEXT];
    assert_eq!((next.kind, next.visit, next.opportunity), (TaskKind::Contact, Some(VISIT), Some(DEAL)));
    let deal = &account.opportunities[&DEAL];
    assert_eq!((&deal.stage, deal.probability), (&stage.key, Some(stage.probability)));
}

#[test]
fn a_command_that_breaks_a_rule_is_refused_with_its_field() {
    let record = |new: NewVisit| Command::RecordVisit { account: ACCOUNT, visit: VISIT, new: Box::new(new) };
    let contact = |new: NewContact| Command::AddContact {
        account: ACCOUNT,
        contact: ContactId(Id::from_bytes([30; 10])),
        new: NewContact { name: "张".into(), ..new },
    };
    let plan = |new: NewTask| Command::PlanTask { account: ACCOUNT, task: NEXT, new };
    let too_long = "长".repeat(10_001);
    let cases = [
        (edit_account(AccountEdit::Name(" ".into())), CommandError::Missing("name")),
        (
            edit_account(AccountEdit::Note(text("", &too_long))),
            CommandError::TooLong { field: "profile.note", max: 10_000 },
        ),
        (
            edit_account(AccountEdit::AnnualAmount(Some(Money(-1)))),
            CommandError::BadValue { field: "profile.annual_amount", expected: "a number within its limits" },
        ),
        (record(NewVisit { ended_at: None, ..visit() }), CommandError::Missing("ended_at")),
        (record(NewVisit { summary: "".into(), ..visit() }), CommandError::Missing("summary")),
        (record(NewVisit { summary: "已沟通".into(), ..visit() }), CommandError::Vague("已沟通".into())),
        (record(NewVisit { feedback: "".into(), ..visit() }), CommandError::Missing("feedback")),
        (record(NewVisit { problems: "找王工 13812345678".into(), ..visit() }), CommandError::MobileNumber("problems")),
        (record(NewVisit { topic: "王工 13812345678".into(), ..visit() }), CommandError::MobileNumber("topic")),
        (
            record(NewVisit { participants: vec![Participant::Other("王工13812345678".into())], ..visit() }),
            CommandError::MobileNumber("participants"),
        ),
        (
            plan(NewTask { responsible: None, responsible_name: "13812345678".into(), ..todo() }),
            CommandError::MobileNumber("responsible_name"),
        ),
        (edit_account(AccountEdit::AddTag("13812345678".into())), CommandError::MobileNumber("tags")),
        (edit_account(AccountEdit::Name("恒力 13812345678".into())), CommandError::MobileNumber("name")),
        (edit_account(AccountEdit::Note(text("", "打 138-1234-5678"))), CommandError::MobileNumber("note")),
        (
            record(NewVisit { todos: vec![(NEXT, NewTask { standard: "".into(), ..todo() })], ..visit() }),
            CommandError::Todo { index: 0, field: "standard" },
        ),
        (record(NewVisit { stage: Some(Code::new("contract")), ..visit() }), CommandError::Missing("opportunity")),
        (record(NewVisit { task: Some(NEXT), ..visit() }), CommandError::Unknown("task")),
        (plan(NewTask { due: None, ..todo() }), CommandError::Todo { index: 0, field: "due" }),
        (
            contact(NewContact { office_phone: "138 1234 5678".into(), ..Default::default() }),
            CommandError::MobileNumber("office_phone"),
        ),
        (
            contact(NewContact { personality: "急，手机13812345678".into(), ..Default::default() }),
            CommandError::MobileNumber("personality"),
        ),
        (contact(NewContact { birthday: day("1980-05-01"), ..Default::default() }), CommandError::BirthdayConsent),
        (
            Command::MoveOpportunity { account: ACCOUNT, opportunity: DEAL, stage: "nowhere".into() },
            CommandError::BadValue { field: "stage", expected: "a stage of the workspace" },
        ),
        (Command::RequestAssignment { account: ACCOUNT, request: REQUEST, to: ME }, CommandError::Unknown("member")),
        (
            Command::RequestInactive { account: ACCOUNT, request: REQUEST, reason: " ".into() },
            CommandError::Missing("reason"),
        ),
        (Command::FinishTask { account: ACCOUNT, task: NEXT }, CommandError::Unknown("task")),
        (
            Command::EditTask {
                account: ACCOUNT,
                task: TASK,
                edits: vec![TaskEdit::Standard(text("客户确认收到", ""))],
            },
            CommandError::Todo { index: 0, field: "standard" },
        ),
    ];
    let mut phone = Phone::with_customer();
    for (command, expected) in cases {
        assert_eq!(phone.run(&command), Err(expected), "{command:?}");
    }
    let at_the_limit = edit_account(AccountEdit::Note(text("", &"长".repeat(10_000))));
    assert!(phone.run(&at_the_limit).is_ok());
}

#[test]
fn who_has_no_private_document_cannot_write_numbers() {
    let mut phone = Phone::with_customer();
    let ctx = CommandContext { me: ME, now: NOW, policy: &phone.policy, directory: &phone.directory };
    let private = vec![PrivateEdit::OfficePhone("010-87654321".into())];
    let edits = vec![ContactEdit::Position("总监".into())];
    let command = Command::EditContact { account: ACCOUNT, contact: CONTACT, edits, private };
    let heads = phone.account.heads();
    assert_eq!(execute(&mut phone.account, None, &command, &ctx), Err(CommandError::NotAllowed));
    assert_eq!(phone.account.heads(), heads);
}

#[test]
fn a_command_that_changes_nothing_writes_nothing() {
    let mut phone = Phone::with_customer();
    let commands = [
        edit_account(AccountEdit::Name("华北机械".into())),
        edit_account(AccountEdit::Industry(Code::default())),
        edit_account(AccountEdit::Founded(None)),
        edit_account(AccountEdit::Note(text("same", "same"))),
        edit_account(AccountEdit::RemoveTag("none".into())),
        Command::ReopenTask { account: ACCOUNT, task: TASK },
        Command::PostponeTask { account: ACCOUNT, task: TASK, due: todo().due.unwrap(), due_minute: None },
        Command::CloseOpportunity { account: ACCOUNT, opportunity: DEAL, result: OpportunityResult::Open },
        Command::MoveOpportunity { account: ACCOUNT, opportunity: DEAL, stage: phone.policy.stages[0].key.clone() },
        Command::EditContact {
            account: ACCOUNT,
            contact: CONTACT,
            edits: vec![],
            private: vec![PrivateEdit::OfficePhone("010-12345678".into())],
        },
    ];
    for command in commands {
        assert_eq!(phone.run(&command), Ok(vec![]), "{command:?}");
    }
}

#[test]
fn a_request_waits_for_the_servers_answer() {
    let mut phone = Phone::with_customer();
    phone.run(&Command::RequestAssignment { account: ACCOUNT, request: REQUEST, to: BOSS }).unwrap();
    let server = DeviceId::SERVER.actor([0; 8]);
    let mut copy = Document::load(phone.account.id(), server, &[phone.account.save()]).unwrap();
    copy.set_owner(BOSS, NOW).unwrap().unwrap();
    let granted = RequestState::Granted { at: NOW };
    copy.decide_request(REQUEST, &granted, NOW).unwrap().unwrap();
    assert_eq!(phone.account.account().0.requests[&REQUEST].state, RequestState::Pending);
    phone.account.apply(&copy.changes_since(&phone.account.heads())).unwrap();
    let (account, defects) = phone.account.account();
    assert_eq!(defects, vec![]);
    let request = &account.requests[&REQUEST];
    assert_eq!((&request.kind, request.by, &request.state), (&RequestKind::Assign { to: BOSS }, ME, &granted));
    assert_eq!(account.owner, Some(BOSS));
    assert_eq!(copy.set_owner(BOSS, NOW).unwrap(), None);
}

/// S1-24, R-37.
#[test]
fn a_number_that_stood_in_a_text_does_not_hinder_the_next_edit() {
    let mut phone = Phone::with_customer();
    let individual = |on: bool| AccountEdit::Individual(on);
    let note = |base: &str, new: &str| AccountEdit::Note(text(base, new));
    let points = |text: &str| AccountEdit::PrepPoints(text.into());
    let edits = |edits: &[AccountEdit]| Command::EditAccount { account: ACCOUNT, edits: edits.to_vec() };
    let (number, other) = ("打 13812345678", "打 13912345678");
    // Of a person it may be written where the policy allows it, also in the same edit.
    let person = edits(&[note("", number), points(number), individual(true)]);
    assert_eq!(phone.run(&person), Err(CommandError::MobileNumber("note")));
    phone.policy.individual_mobile_allowed = true;
    phone.run(&person).unwrap();
    // Of a company it stays where it is until somebody takes it out.
    phone.run(&edit_account(individual(false))).unwrap();
    phone.run(&edit_account(note(number, "周三打 13812345678"))).unwrap();
    phone.run(&edit_account(points("周三打 138-1234-5678"))).unwrap();
    let record = |points: &str| {
        let new = NewVisit { prep_points: points.into(), ..visit() };
        Command::RecordVisit { account: ACCOUNT, visit: VISIT, new: Box::new(new) }
    };
    assert_eq!(phone.run(&record(other)), Err(CommandError::MobileNumber("prep_points")));
    assert_eq!(phone.run(&edit_account(points(other))), Err(CommandError::MobileNumber("prep_points")));
    phone.run(&record("周三打 138-1234-5678")).unwrap();
    assert_eq!(phone.account.account().0.profile.prep_points, "");
}

#[test]
fn what_was_to_be_raised_goes_with_the_record_unless_more_was_noted_since() {
    let mut phone = Phone::with_customer();
    let note = |text: &str| {
        let edits = vec![AccountEdit::PrepPoints(text.into())];
        Command::EditAccount { account: ACCOUNT, edits }
    };
    let points = |phone: &Phone| phone.account.account().0.profile.prep_points;
    phone.run(&note("先问上次报价")).unwrap();
    let new = NewVisit { prep_points: "先问上次报价".into(), ..visit() };
    phone.run(&Command::RecordVisit { account: ACCOUNT, visit: VISIT, new: Box::new(new.clone()) }).unwrap();
    assert_eq!(points(&phone), "");
    assert_eq!(phone.account.account().0.visits[&VISIT].prep_points, "先问上次报价");
    phone.run(&note("先问上次报价，再谈培训")).unwrap();
    let visit = VisitId(Id::from_bytes([77; 10]));
    phone.run(&Command::RecordVisit { account: ACCOUNT, visit, new: Box::new(new) }).unwrap();
    assert_eq!(points(&phone), "先问上次报价，再谈培训");
    assert!(phone.account.search_text().contains("再谈培训"));
}

#[test]
fn closing_and_amending_change_only_what_they_name() {
    let mut phone = Phone::with_customer();
    phone.run(&Command::RecordVisit { account: ACCOUNT, visit: VISIT, new: Box::new(visit()) }).unwrap();
    let edits = vec![
        VisitEdit::Summary(text(&visit().summary, "客户要求十二月前交付，预算六十万。")),
        VisitEdit::AddParticipant(Participant::Member(BOSS)),
    ];
    phone.run(&Command::AmendVisit { account: ACCOUNT, visit: VISIT, edits }).unwrap();
    let edits = vec![
        OpportunityEdit::Amount(Some(Money::yuan(500_000))),
        OpportunityEdit::Probability(Some(Percent::new(80).unwrap())),
    ];
    phone.run(&Command::EditOpportunity { account: ACCOUNT, opportunity: DEAL, edits }).unwrap();
    let won = OpportunityResult::Won;
    phone.run(&Command::CloseOpportunity { account: ACCOUNT, opportunity: DEAL, result: won }).unwrap();
    let (account, _) = phone.account.account();
    let (visit_after, deal) = (&account.visits[&VISIT], &account.opportunities[&DEAL]);
    assert_eq!(visit_after.summary, "客户要求十二月前交付，预算六十万。");
    assert_eq!((visit_after.feedback.as_str(), visit_after.participants.len()), (visit().feedback.as_str(), 1));
    assert_eq!((deal.amount, deal.result, deal.closed_at), (Some(Money::yuan(500_000)), won, Some(NOW)));
    assert!(phone.account.search_text().contains("预算六十万"));
    let vague = vec![VisitEdit::Summary(text("客户要求十二月前交付，预算六十万。", "已沟通"))];
    let command = Command::AmendVisit { account: ACCOUNT, visit: VISIT, edits: vague };
    assert_eq!(phone.run(&command), Err(CommandError::Vague("已沟通".into())));
}

#[test]
fn an_analysis_is_written_with_the_record_and_amended_field_by_field() {
    let mut phone = Phone::with_customer();
    let analysis = Analysis {
        method: "spin".into(),
        situation: "8名操作工，日均500件".into(),
        payoff: "人工成本降到15%".into(),
        payoff_own: true,
        urgency: Some(5),
        matched: Percent::new(90).ok(),
        ..Analysis::default()
    };
    let new = NewVisit { analysis: analysis.clone(), ..visit() };
    phone.run(&Command::RecordVisit { account: ACCOUNT, visit: VISIT, new: Box::new(new) }).unwrap();
    let said = |phone: &Phone| phone.account.account().0.visits[&VISIT].analysis.clone();
    assert_eq!(said(&phone), analysis);
    let amend = |edits| Command::AmendVisit { account: ACCOUNT, visit: VISIT, edits };
    phone.run(&amend(vec![VisitEdit::Importance(Some(4)), VisitEdit::Problem("次品率5%".into())])).unwrap();
    phone.run(&amend(vec![VisitEdit::Matched(None), VisitEdit::PayoffOwn(false)])).unwrap();
    let expected =
        Analysis { importance: Some(4), problem: "次品率5%".into(), matched: None, payoff_own: false, ..analysis };
    assert_eq!((said(&phone), phone.account.account().1), (expected, vec![]));
    let six = phone.run(&amend(vec![VisitEdit::Urgency(Some(6))]));
    assert_eq!(six, Err(CommandError::BadValue { field: "visits.*.urgency", expected: "a number within its limits" }));
}

#[test]
fn a_need_goes_into_a_solution_from_60_percent_on_and_comes_out_again() {
    let mut phone = Phone::with_customer();
    phone.run(&Command::RecordVisit { account: ACCOUNT, visit: VISIT, new: Box::new(visit()) }).unwrap();
    let amend = |edits| Command::AmendVisit { account: ACCOUNT, visit: VISIT, edits };
    let into = |deal| VisitEdit::Solution(deal);
    let low = Err(CommandError::LowMatch { least: 60 });
    assert_eq!(phone.run(&amend(vec![into(Some(DEAL))])), low, "nobody said how well it matches");
    let percent = |percent| VisitEdit::Matched(Percent::new(percent).ok());
    assert_eq!(phone.run(&amend(vec![percent(59), into(Some(DEAL))])), low);
    let unknown = OpportunityId(Id::from_bytes([99; 10]));
    let refused = phone.run(&amend(vec![percent(60), into(Some(unknown))]));
    assert_eq!(refused, Err(CommandError::Unknown("opportunity")));
    phone.run(&amend(vec![percent(60), into(Some(DEAL))])).unwrap();
    let solution = |phone: &Phone| phone.account.account().0.visits[&VISIT].solution;
    assert_eq!(solution(&phone), Some(DEAL));
    phone.run(&amend(vec![percent(10), into(None)])).unwrap();
    assert_eq!(solution(&phone), None);
    let edits = vec![
        OpportunityEdit::Products("全自动设备".into()),
        OpportunityEdit::Period("3个月".into()),
        OpportunityEdit::Effect("次品率低于2%".into()),
        OpportunityEdit::Benefit("年节省成本200万元".into()),
        OpportunityEdit::Basis("同类企业案例数据".into()),
    ];
    phone.run(&Command::EditOpportunity { account: ACCOUNT, opportunity: DEAL, edits }).unwrap();
    let Solution { products, period, effect, benefit, basis } =
        phone.account.account().0.opportunities[&DEAL].solution.clone();
    let written = [products, period, effect, benefit, basis];
    assert_eq!(written, ["全自动设备", "3个月", "次品率低于2%", "年节省成本200万元", "同类企业案例数据"]);
}

#[test]
fn a_refused_first_command_leaves_a_clean_document() {
    let mut phone = Phone::new();
    let create = |phone_number: &str| Command::CreateAccount {
        account: ACCOUNT,
        edits: vec![AccountEdit::Name("华北机械".into())],
        contacts: vec![(
            CONTACT,
            NewContact { name: "王".into(), office_phone: phone_number.into(), ..Default::default() },
        )],
    };
    assert_eq!(phone.run(&create("13812345678")), Err(CommandError::MobileNumber("office_phone")));
    let too_long = "0".repeat(65);
    let limit = CommandError::TooLong { field: "office_phone.*", max: 64 };
    assert_eq!(phone.run(&create(&too_long)), Err(limit));
    let written = phone.run(&create("010-12345678")).unwrap();
    let docs: Vec<_> = written.iter().map(|written| written.doc).collect();
    assert_eq!(docs, [phone.account.id(), phone.private.id()]);
    let again = Document::load(phone.account.id(), DeviceId([2; 8]).actor([2; 8]), &[phone.account.save()]).unwrap();
    assert_eq!((again.heads(), again.account()), (phone.account.heads(), phone.account.account()));
    assert_eq!(again.history().len(), 1);
}

#[test]
fn other_words_of_a_success_case_need_another_permission() {
    let mut phone = Phone::new();
    let day: Option<Day> = "2026-11-02".parse().ok();
    let edit = |edits| Command::EditAccount { account: ACCOUNT, edits };
    let words = |text: &str| AccountEdit::CaseContent(text.into());
    phone
        .run(&edit(vec![words("换型快了"), AccountEdit::CaseTalkedOver(day), AccountEdit::CaseAuthorised(day)]))
        .unwrap();
    let case = |phone: &Phone| phone.account.account().0.profile.case;
    assert_eq!(case(&phone).authorised, day);
    phone.run(&edit(vec![AccountEdit::CaseEffect("+30%".into())])).unwrap();
    assert_eq!((case(&phone).talked_over, case(&phone).authorised), (day, None));
    phone.run(&edit(vec![AccountEdit::CaseAuthorised(day)])).unwrap();
    phone.run(&edit(vec![words("换型快了一倍")])).unwrap();
    assert_eq!(case(&phone).authorised, None);
}

#[test]
fn an_important_change_is_stamped_and_what_is_filled_in_first_is_none() {
    let mut phone = Phone::with_customer();
    let stamped = |phone: &Phone| phone.account.account().0.profile.changes;
    let need = |base: &str, left: &str| edit_account(AccountEdit::CoreNeed(text(base, left)));
    let left = |left| Command::EditContact {
        account: ACCOUNT,
        contact: CONTACT,
        edits: vec![ContactEdit::Left(left)],
        private: vec![],
    };
    let steps = [
        (need("", "换型要快"), None),
        (edit_account(AccountEdit::AddNeedTag("省人".into())), None),
        (edit_account(AccountEdit::Industry("电子".into())), None),
        (edit_account(AccountEdit::Number("2".into())), None),
        (need("换型要快", "换型要快"), None),
        (need("换型要快", "换型要快，省人"), Some(Important::Need)),
        (edit_account(AccountEdit::Industry("汽车".into())), Some(Important::Company)),
        (edit_account(AccountEdit::RemoveNeedTag("省人".into())), Some(Important::Need)),
        (left(true), Some(Important::Contact)),
        (left(true), None),
        (left(false), None),
    ];
    for (number, (command, expected)) in steps.into_iter().enumerate() {
        phone.now = NOW.plus_ms(1_000 * (1 + number as i64));
        let before = stamped(&phone);
        phone.run(&command).unwrap();
        let new: Vec<_> = stamped(&phone).into_iter().filter(|change| !before.contains(change)).collect();
        let change = |kind| Change { kind, at: phone.now, by: Some(ME) };
        assert_eq!(new, expected.map(change).into_iter().collect::<Vec<_>>(), "{number}");
    }
}
