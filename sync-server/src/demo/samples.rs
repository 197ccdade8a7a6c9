//! The sample records of the sources, moved to the days before today: S0's customer with its history, the three rows
//! of S1's follow-up table, S2's two interactions.

use fieldnote_core::command::{AccountEdit, Command, NewContact, NewOpportunity, NewTask, NewVisit, TextEdit};
use fieldnote_core::model::{Grade, Participant, TaskKind};
use fieldnote_core::policy::Policy;
use fieldnote_core::values::{
    AccountId, Code, ContactId, Day, Instant, Money, OpportunityId, Percent, TaskId, UserId, VisitId,
};

use super::dice::Dice;
use super::{DemoAccount, DemoStep, days};

/// A customer of the samples while it is written.
struct Sample<'a> {
    dice: &'a mut Dice,
    owner: UserId,
    account: AccountId,
    today: Day,
    zone_minutes: i32,
    now: Instant,
    steps: Vec<DemoStep>,
}

/// A record of a sample: days before today, minute, channel, summary, feedback.
struct Talk(i64, u16, &'static str, &'static str, &'static str);

/// Returns the three customers.
///
/// # Source
/// Spec 2.6; S0-103 to S0-136, S1-43 to S1-55, S2-42 to S2-48.
pub(super) fn accounts(dice: &mut Dice, owner: UserId, now: Instant, policy: &Policy) -> [DemoAccount; 3] {
    let mut sample = |tell: fn(&mut Sample<'_>, &Policy)| {
        let account = AccountId::random(dice);
        let zone_minutes = policy.zone_minutes;
        let today = now.day(zone_minutes);
        let mut sample = Sample { dice, owner, account, today, zone_minutes, now, steps: Vec::new() };
        tell(&mut sample, policy);
        let mut steps = sample.steps;
        steps.sort_by_key(|step| step.at);
        DemoAccount { account, author: owner, steps }
    };
    [sample(technology), sample(industry_group), sample(small_company)]
}

impl Sample<'_> {
    fn at(&self, ago: i64, minute: u16) -> Instant {
        Instant::at(self.today.plus_days(-ago), minute, self.zone_minutes)
    }

    fn push(&mut self, at: Instant, command: Command) {
        self.steps.push(DemoStep { at: at.min(self.now), command });
    }

    fn create(&mut self, ago: i64, edits: Vec<AccountEdit>, contacts: Vec<NewContact>) -> Vec<ContactId> {
        let contacts: Vec<_> = contacts.into_iter().map(|contact| (ContactId::random(self.dice), contact)).collect();
        let ids = contacts.iter().map(|(id, _)| *id).collect();
        let (account, at) = (self.account, self.at(ago, 8 * 60 + 40));
        self.push(at, Command::CreateAccount { account, edits, contacts });
        ids
    }

    /// Records a talk twelve minutes after its end.
    fn record(&mut self, talk: &Talk, with: Option<ContactId>, new: NewVisit) {
        let Talk(ago, minute, channel, summary, feedback) = *talk;
        let ended_at = self.at(ago, minute);
        let new = NewVisit {
            ended_at: Some(ended_at),
            channel: Code::new(channel),
            summary: summary.to_owned(),
            feedback: feedback.to_owned(),
            participants: with.into_iter().map(Participant::Contact).collect(),
            ..new
        };
        let (account, visit) = (self.account, VisitId::random(self.dice));
        self.push(ended_at.plus_ms(12 * 60_000), Command::RecordVisit { account, visit, new: Box::new(new) });
    }

    fn todo(&mut self, title: &str, standard: &str, due: Day, who: &str) -> (TaskId, NewTask) {
        let mut task = NewTask {
            title: title.to_owned(),
            standard: standard.to_owned(),
            due: Some(due),
            promise: true,
            ..NewTask::default()
        };
        if who.is_empty() {
            task.responsible = Some(self.owner);
        } else {
            task.responsible_name = who.to_owned();
        }
        (TaskId::random(self.dice), task)
    }

    fn next(&mut self, ahead: i64, channel: &str, purpose: &str, contact: Option<ContactId>) -> (TaskId, NewTask) {
        let task = NewTask {
            kind: TaskKind::Contact,
            title: purpose.to_owned(),
            responsible: Some(self.owner),
            due: Some(self.today.plus_days(ahead)),
            channel: Code::new(channel),
            contact,
            ..NewTask::default()
        };
        (TaskId::random(self.dice), task)
    }
}

fn profile(number: &str, name: &str, grade: Grade, reason: &str, state: &str) -> Vec<AccountEdit> {
    vec![
        AccountEdit::Number(number.to_owned()),
        AccountEdit::Name(name.to_owned()),
        AccountEdit::Region(Code::new("east")),
        AccountEdit::Grade { grade: Some(grade), reason: reason.to_owned() },
        AccountEdit::State(Code::new(state)),
    ]
}

fn contact(name: &str, position: &str, department: &str, role: &str) -> NewContact {
    NewContact {
        name: name.to_owned(),
        position: position.to_owned(),
        department: department.to_owned(),
        decision_role: Code::new(role),
        ..NewContact::default()
    }
}

/// S0's customer; its last talk is S1's row 001, which completes the phone contact that S0 planned.
fn technology(sample: &mut Sample<'_>, policy: &Policy) {
    let text = |text: &str| TextEdit { base: String::new(), text: text.to_owned() };
    let mut edits = profile("001", "科技有限公司", Grade::A, "需求明确，预算批复", "high_intent");
    edits.extend([
        AccountEdit::Industry(Code::new("制造业-专用设备制造")),
        AccountEdit::EmployeesBand(Code::new("500-1000人")),
        AccountEdit::RevenueBand(Code::new("1-5亿")),
        AccountEdit::SourceChannel(Code::new("expo")),
        AccountEdit::CooperationHistory(Code::new("first")),
        AccountEdit::BudgetRange("40-50万".to_owned()),
        AccountEdit::CoreNeed(text("生产设备自动化程度低，人工成本高")),
        AccountEdit::Note(text(
            "现状：半自动设备，8名操作工，日产500件；人工成本占30%，不良率约5%。\n期望：人工成本降到15%，不良率低于2%。紧急性5（3个月内），重要性5，匹配度90%。",
        )),
        // S0-68: the tenth anniversary, the day after tomorrow.
        AccountEdit::Founded(days::years_before(sample.today, 2, 10)),
        AccountEdit::AddTag("高意向".to_owned()),
        AccountEdit::AddTag("竞品对比中".to_owned()),
        AccountEdit::AddNeedTag("降本".to_owned()),
        AccountEdit::AddNeedTag("效率提升".to_owned()),
    ]);
    let buyer = NewContact {
        office_phone: "010-62345621".to_owned(),
        personality: "注重细节，偏好数据化沟通".to_owned(),
        preferred_hours: "9:00-11:00".to_owned(),
        ..contact("*经理", "采购总监", "", "evaluator")
    };
    let people = vec![buyer, contact("*总", "总经理", "", "final"), contact("*总监", "", "市场部", "influencer")];
    let people = sample.create(24, edits, people);
    let (buyer, director) = (people.first().copied(), people.get(2).copied());

    let first = NewVisit { is_first: true, topic: "首次电话".into(), ..NewVisit::default() };
    sample.record(&Talk(20, 620, "phone", "首次电话，介绍设备方案，约定现场演示。", "关注设备效率"), buyer, first);
    let wishes = NewVisit { topic: "数据导出需求".into(), ..NewVisit::default() };
    let export = "提出数据导出需求，希望支持导出Excel，客户成功经理一同参加。";
    sample.record(&Talk(19, 900, "phone", export, "希望优先评估，两天内答复"), buyer, wishes);
    let cases = NewVisit { topic: "案例与定制方案".into(), ..NewVisit::default() };
    let mail = "发送案例集和定制方案，约定线上演示时间。";
    sample.record(&Talk(14, 660, "email", mail, "希望看到线上演示"), buyer, cases);
    let demo = NewVisit { topic: "现场演示".into(), ..NewVisit::default() };
    sample.record(&Talk(12, 840, "visit", "现场演示设备参数，生产部门一同参加。", "认可设备参数"), buyer, demo);

    let (account, opportunity) = (sample.account, OpportunityId::random(sample.dice));
    let at = sample.at(12, 870);
    let new = NewOpportunity {
        title: "全自动产线改造".to_owned(),
        stage: Code::new("solution"),
        amount: Some(Money::yuan(520_000)),
        probability: Percent::new(70).ok(),
        close_day: Some(sample.today.plus_days(38)),
        note: "全自动设备与操作培训，实施3个月，年节省200万元。".to_owned(),
    };
    sample.push(at, Command::CreateOpportunity { account, opportunity, new });

    let in_three = policy.calendar.plus_working_days(sample.today.plus_days(-6), 3);
    let instalments = sample.todo("出分期付款方案", "三期，含利息测算", in_three, "");
    let report = sample.todo("发YY公司案例报告", "附效率提升数据", sample.today, "");
    let phone = sample.next(-3, "phone", "答复分期付款方案", buyer);
    let planned = phone.0;
    let visit = NewVisit {
        topic: "参数与报价".into(),
        needs: "分期付款".into(),
        opportunity: Some(opportunity),
        todos: vec![instalments, report],
        next: Some(phone),
        ..NewVisit::default()
    };
    let said = "1. 确认设备参数；2. 询问报价反馈；3. 介绍案例（YY公司效率提升30%）。";
    sample.record(&Talk(6, 690, "visit", said, "报价超预算10%，希望分期付款"), buyer, visit);

    let quote = sample.todo("提交定制模块报价", "含模块清单与交付周期", sample.today, "");
    let next = sample.next(2, "phone", "确认定制模块报价", director);
    let row = NewVisit {
        topic: "演示时间与ROI".into(),
        opportunity: Some(opportunity),
        task: Some(planned),
        todos: vec![quote],
        next: Some(next),
        ..NewVisit::default()
    };
    sample.record(&Talk(3, 640, "phone", "确认产品演示时间，关注ROI。", "希望增加定制模块，3天内报价"), director, row);
}

/// S1's row 002. The source lost the name of the channel (G1); instant messaging by definition 17.
fn industry_group(sample: &mut Sample<'_>, _: &Policy) {
    let mut edits = profile("002", "YY实业集团", Grade::B, "年合作金额10万-50万元", "low_activity");
    edits.push(AccountEdit::AddTag("低活跃".to_owned()));
    let people = sample.create(9, edits, vec![contact("*经理", "", "采购部", "evaluator")]);
    let buyer = people.first().copied();
    let training = sample.todo("安排线上培训", "覆盖全部操作人员，附回放", sample.today.plus_days(7), "*助理");
    let next = sample.next(12, "phone", "回访培训效果", buyer);
    let row = NewVisit { topic: "成本优化".into(), todos: vec![training], next: Some(next), ..NewVisit::default() };
    sample.record(&Talk(5, 930, "im", "发送成本优化报告。", "系统操作复杂，需要培训"), buyer, row);
}

/// S1's row 003.
fn small_company(sample: &mut Sample<'_>, _: &Policy) {
    let edits = profile("003", "ZZ小微企业", Grade::C, "仅有过初步咨询", "first_inquiry");
    let people = sample.create(10, edits, vec![contact("*总", "负责人", "", "final")]);
    let owner = people.first().copied();
    let quote = sample.todo("发送基础版报价并跟进", "含功能清单，不超过两页", sample.today.plus_days(5), "*专员");
    let next = sample.next(5, "online_meeting", "答复基础版报价", owner);
    let row = NewVisit { is_first: true, todos: vec![quote], next: Some(next), ..NewVisit::default() };
    let said = "发送产品手册，邀请参加线上会议。";
    sample.record(&Talk(8, 600, "email", said, "预算有限，正在对比3家供应商"), owner, row);
}
