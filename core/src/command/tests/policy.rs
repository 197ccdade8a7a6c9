//! The workspace's policy, and what it makes of a plan.

use super::*;
use crate::model::Grade;
use crate::policy::{CHANNELS, Content, Grading, Label, Numbers, PolicyList, PolicyNumber, Stage};
use crate::values::DocumentId;

const OTHER: UserId = UserId(Id::from_bytes([7; 10]));

fn put(number: PolicyNumber, value: i64) -> Command {
    Command::EditPolicy { edits: vec![PolicyEdit::Number { key: number.key().into(), value }] }
}

fn directory() -> Directory {
    let member =
        |id, role| Member { id, name: "x".into(), role, manager: None, regions: vec![], disabled: false, level: None };
    let members = [(BOSS, Role::Manager), (OTHER, Role::Admin), (ME, Role::Rep)];
    Directory { members: members.into_iter().map(|(id, role)| (id, member(id, role))).collect() }
}

/// The workspace on somebody's phone.
pub(super) fn workspace(device: u8, from: Option<&Document>) -> Document {
    let actor = DeviceId([device; 8]).actor([device; 8]);
    match from {
        Some(from) => Document::load(DocumentId::WORKSPACE, actor, &[from.save()]).unwrap(),
        None => {
            let mut document = Document::new(DocumentId::WORKSPACE, DeviceId::SERVER.actor([0; 8]));
            document.init_workspace(&Policy::preset(), NOW).unwrap();
            workspace(device, Some(&document))
        }
    }
}

pub(super) fn run(document: &mut Document, me: UserId, command: &Command) -> Result<Vec<Written>, CommandError> {
    let (policy, directory) = (document.workspace().0, directory());
    execute(document, None, command, &CommandContext { me, now: NOW, policy: &policy, directory: &directory })
}

#[test]
fn two_who_change_the_policy_without_knowing_of_each_other_change_both() {
    let mut boss = workspace(1, None);
    let mut other = workspace(2, Some(&boss));
    let edits = vec![
        PolicyEdit::Grading(Grading::ByAmount.key().into()),
        PolicyEdit::Holiday { day: "2027-02-08".parse().unwrap(), on: true },
    ];
    run(&mut boss, BOSS, &Command::EditPolicy { edits }).unwrap();
    run(&mut boss, BOSS, &put(PolicyNumber::WeeklyCallCap, 3)).unwrap();
    run(&mut other, OTHER, &put(PolicyNumber::VisitNoticeD, 5)).unwrap();
    run(&mut other, OTHER, &put(PolicyNumber::WeeklyCallCap, 4)).unwrap();
    boss.apply(&other.changes_since(&boss.heads())).unwrap();
    other.apply(&boss.changes_since(&other.heads())).unwrap();
    let (policy, _, defects) = boss.workspace();
    assert_eq!((policy.clone(), defects), (other.workspace().0, vec![]));
    assert_eq!((policy.number(PolicyNumber::VisitNoticeD), policy.grading), (5, Grading::ByAmount));
    assert!(!policy.calendar.is_working_day("2027-02-08".parse().unwrap()));
    // Of one number one value stands, and both are shown with who wrote them.
    let [clash] = &boss.clashes()[..] else { panic!("{:?}", boss.clashes()) };
    let mut said: Vec<_> = clash.values.iter().map(|value| (value.value.as_str(), value.by)).collect();
    assert_eq!(said.first().map(|(value, _)| *value), Some(&*policy.number(PolicyNumber::WeeklyCallCap).to_string()));
    said.sort_unstable();
    assert_eq!(said, [("3", Some(BOSS)), ("4", Some(OTHER))]);
    let history = boss.history();
    let of =
        |field: &str| history.iter().filter(|entry| entry.changes.iter().any(|change| change.field == field)).count();
    // The workspace's first policy, and the two edits.
    assert_eq!(of("policy.weekly_call_cap"), 3);
}

#[test]
fn only_who_leads_changes_the_policy_and_only_within_its_limits() {
    let mut document = workspace(1, None);
    let heads = document.heads();
    let unknown = Command::EditPolicy { edits: vec![PolicyEdit::Number { key: "from_the_future".into(), value: 1 }] };
    let limits = "a number within its limits";
    for (me, command, expected) in [
        (ME, put(PolicyNumber::WeeklyCallCap, 9), CommandError::NotAllowed),
        (UserId::default(), put(PolicyNumber::WeeklyCallCap, 9), CommandError::NotAllowed),
        (BOSS, unknown, CommandError::Unknown("number")),
        (BOSS, Command::EditPolicy { edits: vec![PolicyEdit::Grading("x".into())] }, CommandError::Unknown("grading")),
        (
            BOSS,
            Command::EditPolicy { edits: vec![PolicyEdit::Frequency("x".into())] },
            CommandError::Unknown("frequency"),
        ),
        (
            BOSS,
            put(PolicyNumber::ReviewDay, 29),
            CommandError::BadValue { field: "policy.review_day", expected: limits },
        ),
        (
            BOSS,
            put(PolicyNumber::GradeAPercent, 101),
            CommandError::BadValue { field: "policy.grade_a_percent", expected: limits },
        ),
    ] {
        assert_eq!(run(&mut document, me, &command), Err(expected), "{command:?}");
    }
    assert_eq!(document.heads(), heads);
    // What stands already is not written again.
    assert_eq!(run(&mut document, BOSS, &put(PolicyNumber::WeeklyCallCap, 2)), Ok(vec![]));
}

fn planned(channel: &str, days: i64) -> NewTask {
    let due = Some(NOW.day(480).plus_days(days));
    NewTask { kind: TaskKind::Contact, channel: channel.into(), due, ..NewTask::default() }
}

#[test]
fn a_visit_is_booked_ahead_however_it_is_planned() {
    let first = NOW.day(480).plus_days(3);
    let refused = Err(CommandError::TooSoon { first });
    let plan = |new: NewTask| Command::PlanTask { account: ACCOUNT, task: NEXT, new };
    let mut phone = Phone::with_customer();
    assert_eq!(phone.run(&plan(planned("visit", 2))), refused);
    let record = NewVisit { next: Some((NEXT, planned("visit", 2))), ..visit() };
    let record =
        Command::RecordVisit { account: ACCOUNT, visit: VisitId(Id::from_bytes([77; 10])), new: Box::new(record) };
    assert_eq!(phone.run(&record), refused);
    // It was agreed on in the talk, however late that is recorded.
    phone.now = NOW.plus_ms(86_400_000);
    let record = NewVisit { next: Some((NEXT, planned("visit", 3))), ..visit() };
    let talk = VisitId(Id::from_bytes([78; 10]));
    phone.run(&Command::RecordVisit { account: ACCOUNT, visit: talk, new: Box::new(record) }).unwrap();
    let mut phone = Phone::with_customer();
    // A to-do may be due tomorrow, and so may a call; the call does not become a visit.
    phone.run(&plan(planned("phone", 1))).unwrap();
    let channel =
        |code: &str| Command::EditTask { account: ACCOUNT, task: NEXT, edits: vec![TaskEdit::Channel(code.into())] };
    assert_eq!(phone.run(&channel("visit")), refused);
    let postpone = |days| Command::PostponeTask {
        account: ACCOUNT,
        task: NEXT,
        due: NOW.day(480).plus_days(days),
        due_minute: None,
    };
    // Day and channel of one save are judged together, whichever comes first.
    let (channel_of, due_in) = (
        |code: &str| TaskEdit::Channel(code.into()),
        |days| TaskEdit::Due { day: NOW.day(480).plus_days(days), minute: None },
    );
    for edits in [vec![channel_of("visit"), due_in(3)], vec![due_in(1), channel_of("phone")]] {
        phone.run(&Command::EditTask { account: ACCOUNT, task: NEXT, edits }).unwrap();
    }
    phone.run(&postpone(3)).unwrap();
    phone.run(&channel("visit")).unwrap();
    assert_eq!(phone.run(&postpone(2)), refused);
    // Two days later it may be put off by a day: the customer knows of it. Three days from then is a Saturday.
    phone.now = NOW.plus_ms(2 * 86_400_000);
    phone.run(&postpone(4)).unwrap();
    assert_eq!(phone.run(&postpone(3)), Err(CommandError::TooSoon { first: "2026-09-28".parse().unwrap() }));
    // A workspace that only warns lets it happen.
    phone.policy.numbers = Numbers::default().with(PolicyNumber::VisitNoticeRefuses, 0);
    phone.run(&postpone(3)).unwrap();
}

#[test]
fn a_workspace_that_only_warns_takes_what_a_record_or_a_to_do_lacks() {
    let mut phone = Phone::with_customer();
    let record = |new: NewVisit| Command::RecordVisit { account: ACCOUNT, visit: VISIT, new: Box::new(new) };
    let plan = |new: NewTask| Command::PlanTask { account: ACCOUNT, task: NEXT, new };
    let vague = record(NewVisit { summary: "已沟通".into(), feedback: "".into(), ..visit() });
    assert_eq!(phone.run(&vague), Err(CommandError::Vague("已沟通".into())));
    let open = plan(NewTask { responsible: None, standard: "".into(), ..todo() });
    assert_eq!(phone.run(&open), Err(CommandError::Todo { index: 0, field: "responsible" }));
    let numbers = Numbers::default().with(PolicyNumber::RecordGapsRefuse, 0).with(PolicyNumber::TodoGapsRefuse, 0);
    phone.policy.numbers = numbers;
    let unsaid = record(NewVisit { summary: " ".into(), ..visit() });
    assert_eq!(phone.run(&unsaid), Err(CommandError::Missing("summary")));
    let endless = plan(NewTask { due: None, ..todo() });
    assert_eq!(phone.run(&endless), Err(CommandError::Todo { index: 0, field: "due" }));
    phone.run(&vague).unwrap();
    phone.run(&open).unwrap();
    let account = phone.account.account().0;
    assert_eq!(account.visits[&VISIT].feedback, "");
    assert!(account.tasks.values().any(|task| task.responsible.is_none() && task.standard.is_empty()));
}

#[test]
fn a_grade_has_the_day_on_which_somebody_answered_for_it() {
    let mut phone = Phone::with_customer();
    let grade = |reason: &str| AccountEdit::Grade { grade: Some(Grade::A), reason: reason.into() };
    let profile = |phone: &Phone| phone.account.account().0.profile;
    phone.run(&edit_account(grade("对手退出"))).unwrap();
    let found = profile(&phone);
    assert_eq!((found.grade_reviewed, found.grade_basis.as_str()), (Some(NOW.day(480)), ""));
    // A proposal that was accepted says by what it was made.
    phone.now = NOW.plus_ms(31 * 86_400_000);
    let edits = vec![grade("年合作金额60万元"), AccountEdit::GradeBasis("s1_amount".into())];
    phone.run(&Command::EditAccount { account: ACCOUNT, edits }).unwrap();
    let found = profile(&phone);
    let day = NOW.day(480).plus_days(31);
    assert_eq!((found.grade_reviewed, found.grade_basis.as_str()), (Some(day), "s1_amount"));
    phone.run(&edit_account(grade("年合作金额60万元"))).unwrap();
    assert_eq!(profile(&phone).grade_basis.as_str(), "", "confirmed by a person");
}

#[test]
fn lists_are_kept_by_managers_and_two_who_add_to_one_add_both() {
    let entry = |list: PolicyList, word: &str, on| Command::EditPolicy {
        edits: vec![PolicyEdit::Entry { list: list.key().into(), word: word.to_owned(), on }],
    };
    let mut boss = workspace(1, None);
    let mut other = workspace(2, Some(&boss));
    run(&mut boss, BOSS, &entry(PolicyList::Tags, " 展会客户 ", true)).unwrap();
    run(&mut boss, BOSS, &entry(PolicyList::Tags, "低活跃", false)).unwrap();
    run(&mut other, OTHER, &entry(PolicyList::Tags, "老客户介绍", true)).unwrap();
    run(&mut other, OTHER, &entry(PolicyList::VaguePhrases, "一切正常", true)).unwrap();
    run(&mut other, OTHER, &entry(PolicyList::RequiredFields, "uscc", true)).unwrap();
    run(&mut other, OTHER, &entry(PolicyList::Channels, "expo", false)).unwrap();
    boss.apply(&other.changes_since(&boss.heads())).unwrap();
    let (policy, _, defects) = boss.workspace();
    let mut added: Vec<_> = policy.tags.iter().rev().take(2).map(String::as_str).collect();
    added.sort_unstable();
    assert_eq!((added, defects), (vec!["展会客户", "老客户介绍"], vec![]));
    assert!(!policy.tags.contains(&"低活跃".to_owned()) && !policy.channels.contains(&"expo".into()));
    assert!(policy.required_fields.contains(&"uscc".to_owned()));
    assert!(crate::rules::record_completeness::is_vague("一切正常。", &policy), "it holds at once");
    // Who did it is told by the entry's own words.
    let told: Vec<_> = boss.history().into_iter().flat_map(|entry| entry.changes).collect();
    let told = |before: Option<&str>, after: Option<&str>| {
        told.iter().any(|change| {
            (change.field.as_str(), change.before.as_deref(), change.after.as_deref()) == ("tags.*", before, after)
        })
    };
    assert!(told(None, Some("展会客户")) && told(Some("低活跃"), None));
    assert_eq!(boss.clashes(), vec![], "two places are no two values");

    // Twice is once; taken back by undo it can come again.
    assert_eq!(run(&mut boss, BOSS, &entry(PolicyList::Tags, "展会客户", true)), Ok(vec![]));
    let added = run(&mut boss, BOSS, &entry(PolicyList::Tags, "重点项目", true)).unwrap();
    boss.undo(added[0].hash, BOSS, NOW).unwrap();
    assert!(!boss.workspace().0.tags.contains(&"重点项目".to_owned()));
    run(&mut boss, BOSS, &entry(PolicyList::Tags, "重点项目", true)).unwrap();
    assert!(boss.workspace().0.tags.contains(&"重点项目".to_owned()));
    for (list, word, on, error) in [
        (PolicyList::Channels, "pigeon", true, CommandError::Unknown("entry")),
        (PolicyList::RequiredFields, "shoe_size", true, CommandError::Unknown("entry")),
        (PolicyList::Tags, " ", true, CommandError::Missing("entry")),
    ] {
        assert_eq!(run(&mut boss, BOSS, &entry(list, word, on)), Err(error));
    }
    let unknown = PolicyEdit::Entry { list: "stages".into(), word: "x".into(), on: true };
    let unknown = run(&mut boss, BOSS, &Command::EditPolicy { edits: vec![unknown] });
    assert_eq!(unknown, Err(CommandError::Unknown("list")));
    // One channel stays, and no list grows without end.
    for channel in CHANNELS.iter().skip(1) {
        run(&mut boss, BOSS, &entry(PolicyList::Channels, channel, false)).unwrap();
    }
    let last = run(&mut boss, BOSS, &entry(PolicyList::Channels, CHANNELS[0], false));
    assert_eq!(last, Err(CommandError::Missing("channels")));
    let many = (0..300).map(|number| entry(PolicyList::VaguePhrases, &number.to_string(), true));
    let refused = many.filter_map(|command| run(&mut boss, BOSS, &command).err()).count();
    assert_eq!(boss.workspace().0.vague_phrases.len(), 200);
    assert_eq!(refused, 300 + Policy::preset().vague_phrases.len() + 1 - 200);
    let again = boss.workspace().0.vague_phrases[7].clone();
    assert_eq!(run(&mut boss, BOSS, &entry(PolicyList::VaguePhrases, &again, true)), Ok(vec![]), "it is there");
}

#[test]
fn two_who_each_take_out_another_last_channel_leave_all_of_them() {
    let entry = |word: &str| Command::EditPolicy {
        edits: vec![PolicyEdit::Entry { list: "channels".into(), word: word.to_owned(), on: false }],
    };
    let mut boss = workspace(1, None);
    for channel in &CHANNELS[2..] {
        run(&mut boss, BOSS, &entry(channel)).unwrap();
    }
    let mut other = workspace(2, Some(&boss));
    run(&mut boss, BOSS, &entry(CHANNELS[0])).unwrap();
    run(&mut other, OTHER, &entry(CHANNELS[1])).unwrap();
    boss.apply(&other.changes_since(&boss.heads())).unwrap();
    // Nothing could be recorded without a channel.
    let offered = |boss: &Document| boss.workspace().0.channels;
    assert_eq!(offered(&boss), CHANNELS.map(crate::values::Code::new));
    // The next one who says which there are has said it.
    let on = PolicyEdit::Entry { list: "channels".into(), word: CHANNELS[3].into(), on: true };
    run(&mut boss, BOSS, &Command::EditPolicy { edits: vec![on] }).unwrap();
    assert_eq!(offered(&boss), [crate::values::Code::new(CHANNELS[3])]);
}

#[test]
fn a_stage_is_called_and_weighed_as_managers_say() {
    let mut document = workspace(1, None);
    let mut run = |edit: PolicyEdit| run(&mut document, BOSS, &Command::EditPolicy { edits: vec![edit] });
    let preset = Policy::preset().stages[1].clone();
    let name = Label { zh: "方案评审".into(), en: "Review".into() };
    let edited = Stage { name, probability: Percent::new(35).unwrap(), stalled_days: 9, ..preset.clone() };
    run(PolicyEdit::Stage(Stage { order: 99, ..edited.clone() })).unwrap();
    let nameless = Stage { name: Label { zh: " ".into(), ..edited.name.clone() }, ..edited.clone() };
    assert_eq!(run(PolicyEdit::Stage(nameless)), Err(CommandError::Missing("name_zh")));
    let unknown = Stage { key: "x".into(), ..edited.clone() };
    assert_eq!(run(PolicyEdit::Stage(unknown)), Err(CommandError::Unknown("stage")));
    run(PolicyEdit::IndividualMobile(true)).unwrap();
    let (policy, _, defects) = document.workspace();
    assert_eq!((policy.stages[1].clone(), policy.individual_mobile_allowed, defects), (edited, true, vec![]));
}

#[test]
fn the_team_has_a_name_a_zone_and_regions_that_managers_add_to() {
    let mut boss = workspace(1, None);
    let mut other = workspace(2, Some(&boss));
    let one = |edit: PolicyEdit| Command::EditPolicy { edits: vec![edit] };
    let region = |key: &str, zh: &str, en: &str| {
        one(PolicyEdit::Region { region: key.into(), name: Label { zh: zh.into(), en: en.into() } })
    };
    run(&mut boss, BOSS, &one(PolicyEdit::Organisation(" 华东销售部 ".into()))).unwrap();
    run(&mut boss, BOSS, &one(PolicyEdit::Zone(330))).unwrap();
    run(&mut boss, BOSS, &region("east", "华东区", "East China")).unwrap();
    run(&mut boss, BOSS, &region("new1", "西部", "West")).unwrap();
    run(&mut other, OTHER, &region("new2", "东北", " Northeast ")).unwrap();
    boss.apply(&other.changes_since(&boss.heads())).unwrap();
    let (policy, _, defects) = boss.workspace();
    assert_eq!((policy.organisation.as_str(), policy.zone_minutes, defects), ("华东销售部", 330, vec![]));
    let name = |key: &str| policy.region_label(&key.into());
    assert_eq!(name("east"), Label::new("华东区", "East China"));
    assert_eq!((name("new1"), name("new2")), (Label::new("西部", "West"), Label::new("东北", "Northeast")));
    assert_eq!(policy.regions.len(), Policy::preset().regions.len() + 2);
    let limits = "a number within its limits";
    for (command, expected) in [
        (one(PolicyEdit::Organisation(" ".into())), CommandError::Missing("organisation")),
        (one(PolicyEdit::Zone(1_441)), CommandError::BadValue { field: "policy.zone_minutes", expected: limits }),
        (region("", "西", "W"), CommandError::Missing("region")),
        (region("x", " ", "W"), CommandError::Missing("name_zh")),
        (region("x", "西", ""), CommandError::Missing("name_en")),
    ] {
        assert_eq!(run(&mut boss, BOSS, &command), Err(expected), "{command:?}");
    }
    for number in policy.regions.len()..200 {
        run(&mut boss, BOSS, &region(&format!("more{number}"), "区", "Region")).unwrap();
    }
    let full = CommandError::BadValue { field: "regions", expected: "at most 200 entries" };
    assert_eq!(run(&mut boss, BOSS, &region("one-more", "区", "Region")), Err(full));
    run(&mut boss, BOSS, &region("east", "华东", "East")).unwrap();
}

#[test]
fn the_library_is_data_that_managers_change() {
    let mut document = workspace(1, None);
    let mut run = |edit: PolicyEdit| run(&mut document, BOSS, &Command::EditPolicy { edits: vec![edit] });
    let paper = Content {
        key: "1".into(),
        theme: "report".into(),
        title: "白皮书".into(),
        text: "{称呼}，附上{行业}白皮书".into(),
        ..Content::default()
    };
    let day = "2026-11-23".parse().ok();
    let no_day = CommandError::BadValue { field: "library.day", expected: "a hot topic" };
    let no_need = CommandError::BadValue { field: "need", expected: "nothing, for a hot topic" };
    let variables = CommandError::BadValue { field: "text", expected: "known variables" };
    for (content, error) in [
        (Content { theme: "x".into(), ..paper.clone() }, CommandError::Unknown("theme")),
        (Content { title: " ".into(), ..paper.clone() }, CommandError::Missing("title")),
        (Content { text: String::new(), ..paper.clone() }, CommandError::Missing("text")),
        (Content { text: "{电话}".into(), ..paper.clone() }, variables),
        (Content { text: "打 13812345678".into(), ..paper.clone() }, CommandError::MobileNumber("text")),
        (Content { title: "打 13812345678".into(), ..paper.clone() }, CommandError::MobileNumber("title")),
        (Content { theme: "topic".into(), ..paper.clone() }, CommandError::Missing("library.day")),
        (Content { theme: "topic".into(), day, need: "节能".into(), ..paper.clone() }, no_need),
        (Content { day, ..paper.clone() }, no_day),
    ] {
        assert_eq!(run(PolicyEdit::Content(content)), Err(error));
    }
    run(PolicyEdit::Content(paper.clone())).unwrap();
    let event = Content { key: "2".into(), theme: "event".into(), ..paper.clone() };
    run(PolicyEdit::Content(event.clone())).unwrap();
    let changed = Content { industry: "制造业".into(), ..paper };
    run(PolicyEdit::Content(changed.clone())).unwrap();
    assert_eq!(run(PolicyEdit::Content(changed.clone())), Ok(vec![]), "nothing changed");
    // A hot topic has its day; made something else, it has none.
    let topic = Content { key: "4".into(), theme: "topic".into(), day, ..changed.clone() };
    run(PolicyEdit::Content(topic.clone())).unwrap();
    assert_eq!(document.workspace().0.library.last(), Some(&topic));
    let mut run =
        |edit: PolicyEdit| super::policy::run(&mut document, BOSS, &Command::EditPolicy { edits: vec![edit] });
    run(PolicyEdit::Content(Content { theme: "report".into(), day: None, ..topic })).unwrap();
    run(PolicyEdit::RemoveContent("4".into())).unwrap();
    run(PolicyEdit::RemoveContent("2".into())).unwrap();
    assert_eq!(run(PolicyEdit::RemoveContent("3".into())), Err(CommandError::Unknown("text")));
    let (policy, _, defects) = document.workspace();
    assert_eq!((policy.library, defects), (vec![changed.clone()], vec![]));
    let mut other = workspace(2, Some(&document));
    let rep = super::policy::run(&mut other, ME, &Command::EditPolicy { edits: vec![PolicyEdit::Content(event)] });
    assert_eq!(rep, Err(CommandError::NotAllowed));
    assert_eq!(other.workspace().0.library, [changed]);
}
