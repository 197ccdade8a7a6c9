//! One customer's history: created, visited, planned, offered, won or lost.

use std::collections::BTreeSet;

use fieldnote_core::command::{AccountEdit, Command, NewContact, NewOpportunity, NewTask, NewVisit, TextEdit};
use fieldnote_core::model::{BudgetState, Grade, NeedClarity, OpportunityResult, Participant, TaskKind};
use fieldnote_core::policy::Policy;
use fieldnote_core::rules::visit_notice;
use fieldnote_core::values::{
    AccountId, Code, ContactId, Day, Instant, Money, OpportunityId, Percent, TaskId, UserId, VisitId,
};

use super::companies::Company;
use super::dice::Dice;
use super::{DemoAccount, DemoStep, days, people, talks};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Minutes at which each rep's first customers are to be met today.
const STOPS_TODAY: [u16; 3] = [10 * 60 + 30, 14 * 60, 16 * 60];
/// Minutes ago that the next customers of each rep were met, without a record yet.
const UNRECORDED_MIN_AGO: [i64; 2] = [40, 26 * 60];

/// Whose customer it is.
#[derive(Debug)]
pub(super) struct Cast {
    pub(super) owner: UserId,
    pub(super) region: Code,
    pub(super) number: usize,
    pub(super) place: usize,
}

/// A history while it is written.
struct Story<'a> {
    dice: &'a mut Dice,
    cast: &'a Cast,
    company: Company,
    account: AccountId,
    contacts: Vec<(ContactId, NewContact)>,
    grade: Grade,
    now: Instant,
    policy: &'a Policy,
    steps: Vec<DemoStep>,
}

/// Invents a customer of a rep.
pub(super) fn account(
    dice: &mut Dice,
    cast: &Cast,
    names: &mut BTreeSet<String>,
    now: Instant,
    policy: &Policy,
) -> DemoAccount {
    let company = Company::invent(dice, cast.region.as_str(), names);
    let grade = match dice.range(0, 99) {
        0..=19 => Grade::A,
        20..=54 => Grade::B,
        _ => Grade::C,
    };
    let count = match grade {
        Grade::A => dice.range(2, 4),
        Grade::B => dice.range(1, 3),
        Grade::C => dice.range(1, 2),
    };
    let contacts = people::contacts(dice, &company, count);
    let contacts = contacts.into_iter().map(|contact| (ContactId::random(dice), contact)).collect();
    let account = AccountId::random(dice);
    let mut story = Story { dice, cast, company, account, contacts, grade, now, policy, steps: Vec::new() };
    story.tell();
    let mut steps = story.steps;
    // Stable: what was written first of one moment stays first.
    steps.sort_by_key(|step| step.at);
    DemoAccount { account, author: cast.owner, steps }
}

impl Story<'_> {
    fn push(&mut self, at: Instant, command: Command) {
        self.steps.push(DemoStep { at: at.min(self.now), command });
    }

    fn today(&self) -> Day {
        self.now.day(self.policy.zone_minutes)
    }

    fn at(&self, day: Day, minute: u16) -> Instant {
        Instant::at(day, minute, self.policy.zone_minutes)
    }

    fn tell(&mut self) {
        let talks = self.talk_days();
        let ended: Vec<Instant> = talks
            .iter()
            .map(|day| {
                let minute = 9 * 60 + self.dice.range(0, 500);
                self.at(*day, u16::try_from(minute).unwrap_or(600))
            })
            .collect();
        let first = ended.first().copied().unwrap_or_else(|| self.now.plus_ms(-self.dice.range(2, 60) * 24 * HOUR_MS));
        let created = first.plus_ms(-3 * HOUR_MS);
        self.create(created);
        self.review(created);
        let deal = self.deal(ended.len());
        let mut planned: Option<TaskId> = None;
        for (index, at) in ended.iter().enumerate() {
            let next = ended.get(index + 1).copied();
            planned = self.visit(index, *at, next, planned, deal.as_ref());
        }
        self.today_s_contacts();
    }

    /// Returns the working days of the talks, ascending, all before today.
    fn talk_days(&mut self) -> Vec<Day> {
        let (low, high, usual, limit) = match self.grade {
            Grade::A => (3, 7, 5, 7),
            Grade::B => (2, 5, 11, 14),
            Grade::C => (0, 3, 24, 30),
        };
        let count = self.dice.range(low, high);
        // Most customers are within their rhythm, one in six is late.
        let last_ago = if self.cast.place < STOPS_TODAY.len() + UNRECORDED_MIN_AGO.len() {
            self.dice.range(3, 5)
        } else if self.dice.chance(84) {
            self.dice.range(1, usual)
        } else {
            self.dice.range(limit + 1, limit * 2 + 8)
        };
        let mut ago = last_ago;
        let mut days = Vec::new();
        for _ in 0..count {
            let mut day = self.today().plus_days(-ago);
            while !self.policy.calendar.is_working_day(day) {
                day = day.plus_days(-1);
            }
            days.push(day);
            ago = self.today().days_since(day) + self.dice.range(3, limit + 4);
        }
        days.reverse();
        days
    }

    fn create(&mut self, at: Instant) {
        let text = |zh: &'static str, en: &'static str, english: bool| if english { en } else { zh };
        let need = self.dice.pick(&talks::NEEDS);
        let state = match (self.grade, self.dice.range(0, 9)) {
            (Grade::A, 0..=6) | (Grade::B, 0..=2) => "high_intent",
            (_, 9) => "at_risk",
            (Grade::C, 0..=4) => "first_inquiry",
            (Grade::B | Grade::C, 7..=8) => "low_activity",
            _ => "high_intent",
        };
        let reason = match self.grade {
            Grade::A => "需求明确，预算批复",
            Grade::B => "需求待明确，潜力较大",
            Grade::C => "仅有初步咨询",
        };
        let (employees, revenue) = self.dice.pick(&[
            ("50-100人", "2000万-5000万"),
            ("100-500人", "5000万-1亿"),
            ("500-1000人", "1-5亿"),
            ("1000-5000人", "5-20亿"),
        ]);
        let mut edits = vec![
            AccountEdit::Name(self.company.name.clone()),
            AccountEdit::Number(format!("{:03}", self.cast.number)),
            AccountEdit::Region(self.cast.region.clone()),
            AccountEdit::Industry(Code::new(self.company.industry)),
            AccountEdit::Grade { grade: Some(self.grade), reason: reason.to_owned() },
            AccountEdit::State(Code::new(state)),
            AccountEdit::SourceChannel(Code::new(self.dice.pick(&["expo", "website", "referral", "campaign"]))),
            AccountEdit::CooperationHistory(Code::new(self.dice.pick(&["first", "first", "renewal"]))),
        ];
        if self.dice.chance(80) {
            edits.push(AccountEdit::EmployeesBand(Code::new(employees)));
            edits.push(AccountEdit::RevenueBand(Code::new(revenue)));
        }
        if self.dice.chance(70) {
            edits.extend(self.potential());
        }
        if self.dice.chance(75) {
            let need = text(need.0, need.1, self.company.english);
            edits.push(AccountEdit::CoreNeed(TextEdit { base: String::new(), text: need.to_owned() }));
        }
        if self.dice.chance(30) {
            edits.push(AccountEdit::Note(TextEdit {
                base: String::new(),
                text: format!("工厂在{}，{}分钟车程，需提前登记访客。", self.company.city, self.dice.range(20, 90)),
            }));
        }
        let tag = match state {
            "high_intent" => self.dice.pick(&["高意向", "竞品对比中", "需技术支持"]),
            "low_activity" => "低活跃",
            "at_risk" => self.dice.pick(&["续约预警", "低活跃"]),
            _ => self.dice.pick(&["", "需技术支持"]),
        };
        if !tag.is_empty() {
            edits.push(AccountEdit::AddTag(tag.to_owned()));
        }
        if self.dice.chance(60) {
            edits.push(AccountEdit::AddNeedTag(self.dice.pick(&["降本", "效率提升", "数据安全"]).to_owned()));
        }
        if self.cast.number % 4 == 1 {
            edits.push(AccountEdit::ValuesOffline(true));
        }
        edits.extend(days::founded(self.today(), self.cast.number).map(|day| AccountEdit::Founded(Some(day))));
        let (account, mut contacts) = (self.account, self.contacts.clone());
        if let Some((_, first)) = contacts.first_mut() {
            days::birthday(self.today(), self.cast.number, first);
        }
        self.push(at, Command::CreateAccount { account, edits, contacts });
    }

    /// Confirms the grade at the beginning of the month, for most customers.
    fn review(&mut self, created: Instant) {
        let (year, month, _) = self.today().ymd();
        let Some(first) = Day::new(year, month, 1) else { return };
        let day = first.plus_days(self.dice.range(0, 3));
        let at = self.at(day, 17 * 60);
        if at <= created || !self.dice.chance(85) {
            return;
        }
        let reason = if self.company.english { "Confirmed in the monthly review" } else { "月度复盘确认" };
        let mut edits = vec![AccountEdit::Grade { grade: Some(self.grade), reason: reason.to_owned() }];
        if self.dice.chance(80) {
            edits.push(AccountEdit::LastVerified(Some(day.min(self.today()))));
        }
        self.push(at, Command::EditAccount { account: self.account, edits });
    }

    /// What the grade is proposed from, where somebody noted it.
    fn potential(&mut self) -> Vec<AccountEdit> {
        let (need, budget, months) = match self.grade {
            Grade::A => (NeedClarity::Clear, BudgetState::Sufficient, self.dice.range(2, 6)),
            Grade::B => (NeedClarity::Vague, BudgetState::Unconfirmed, self.dice.range(6, 12)),
            Grade::C => (NeedClarity::Mismatch, BudgetState::Short, self.dice.range(10, 18)),
        };
        let percent = match self.grade {
            Grade::A => self.dice.range(65, 90),
            Grade::B => self.dice.range(30, 75),
            Grade::C => self.dice.range(5, 35),
        };
        vec![
            AccountEdit::Need(Some(need)),
            AccountEdit::Budget(Some(budget)),
            AccountEdit::CloseMonths(u16::try_from(months).ok()),
            AccountEdit::CloseProbability(Percent::new(percent).ok()),
        ]
    }

    /// Decides whether there is an opportunity, from which talk on, and how far it gets.
    fn deal(&mut self, talks: usize) -> Option<Deal> {
        let chance = match self.grade {
            Grade::A => 92,
            Grade::B => 62,
            Grade::C => 30,
        };
        if talks == 0 || !self.dice.chance(chance) {
            return None;
        }
        let wan = match self.grade {
            Grade::A => self.dice.pick(&[52, 75, 88, 120, 180, 260, 380, 500]),
            Grade::B => self.dice.pick(&[18, 26, 38, 52, 66, 90, 120]),
            Grade::C => self.dice.pick(&[5, 8, 12, 15, 22]),
        };
        let title = self.dice.pick(&talks::DEALS);
        let last_stage = self.dice.pick(&[0usize, 0, 0, 1, 1, 2, 2, 3]);
        let moves = last_stage.min(talks - 1);
        Some(Deal {
            id: OpportunityId::random(self.dice),
            title: if self.company.english { title.1 } else { title.0 }.to_owned(),
            amount: Money::yuan(wan * 10_000),
            first_stage: last_stage - moves,
            moves,
            result: match self.dice.range(0, 99) {
                0..=8 => OpportunityResult::Won,
                9..=14 => OpportunityResult::Lost,
                _ => OpportunityResult::Open,
            },
            close_day: self.today().plus_days(self.dice.range(-6, 110)),
            last_talk: talks - 1,
        })
    }

    /// Records a talk; returns the planned contact that the next talk completes.
    fn visit(
        &mut self,
        index: usize,
        ended_at: Instant,
        next: Option<Instant>,
        planned: Option<TaskId>,
        deal: Option<&Deal>,
    ) -> Option<TaskId> {
        let late = self.dice.chance(20);
        let delay = if late { self.dice.range(150, 1_800) } else { self.dice.range(6, 110) } * MINUTE_MS;
        let limit = next.map_or(self.now, |next| next.plus_ms(-HOUR_MS));
        let recorded_at = ended_at.plus_ms(delay).min(limit);
        let talk = talks::talk(self.dice, self.company.english, self.cast.number + index * 3);
        let channel = self.dice.pick(&["phone", "phone", "visit", "visit", "email", "online_meeting", "online_demo"]);
        let channel = if index == 0 && self.dice.chance(40) { "expo" } else { channel };
        let mut new = NewVisit {
            ended_at: Some(ended_at),
            is_first: index == 0,
            channel: Code::new(channel),
            depth: Code::new(if channel == "email" { "light" } else { "deep" }),
            nonbusiness: talk.topic == "节日问候",
            topic: talk.topic,
            summary: talk.summary,
            feedback: talk.feedback,
            participants: self.contacts.iter().take(1 + index % 2).map(|(id, _)| Participant::Contact(*id)).collect(),
            task: planned,
            ..NewVisit::default()
        };
        if self.dice.chance(60) {
            new.needs = talk.needs;
        }
        if self.dice.chance(45) {
            let due = ended_at.day(self.policy.zone_minutes).plus_days(self.dice.range(2, 9));
            let todo = NewTask {
                title: talk.todo,
                standard: talk.standard,
                due: Some(due),
                promise: self.dice.chance(40),
                ..self.responsible()
            };
            let id = TaskId::random(self.dice);
            new.todos.push((id, todo));
            if due < self.today() && self.dice.chance(88) {
                let done_at = self.at(due, 16 * 60).max(recorded_at.plus_ms(MINUTE_MS));
                self.push(done_at, Command::FinishTask { account: self.account, task: id });
            }
        }
        new.opportunity = deal.filter(|deal| index > 0 && deal.talk_of_creation() < index).map(|deal| deal.id);
        new.next = self.next_contact(next, recorded_at);
        let next_task = new.next.as_ref().map(|(id, _)| *id);
        let (account, visit) = (self.account, VisitId::random(self.dice));
        self.push(recorded_at, Command::RecordVisit { account, visit, new: Box::new(new) });
        if let Some(deal) = deal {
            self.work_on(deal, index, recorded_at);
        }
        next_task
    }

    /// Plans the contact that `next` will be; after the last talk one to come, for most customers.
    fn next_contact(&mut self, next: Option<Instant>, planned_at: Instant) -> Option<(TaskId, NewTask)> {
        let (due, minute) = match (next, STOPS_TODAY.get(self.cast.place)) {
            (Some(next), _) => (next.day(self.policy.zone_minutes), None),
            (None, Some(minute)) => (self.today(), Some(*minute)),
            (None, None) => {
                let planned = self.dice.chance(66);
                // A few were planned for a day that has passed.
                let ahead = if self.dice.chance(10) { -2 } else { self.dice.range(0, 14) };
                let mut due = self.today().plus_days(ahead);
                while !self.policy.calendar.is_working_day(due) {
                    due = due.plus_days(1);
                }
                if !planned {
                    return None;
                }
                (due, self.dice.chance(60).then(|| self.dice.pick(&[9 * 60 + 30, 10 * 60, 14 * 60 + 30, 15 * 60])))
            }
        };
        Some((TaskId::random(self.dice), self.contact_task(planned_at, due, minute)))
    }

    fn contact_task(&mut self, planned_at: Instant, due: Day, due_minute: Option<u16>) -> NewTask {
        let channel = Code::new(self.dice.pick(&["phone", "visit", "visit", "online_meeting"]));
        let booked = planned_at.day(self.policy.zone_minutes);
        let too_soon = visit_notice::too_soon(&channel, booked, due, None, self.policy).is_some();
        let channel = if too_soon { Code::new("phone") } else { channel };
        let title = if self.company.english {
            self.dice.pick(&["Confirm the quote", "Answer open questions", "Review the trial", "Agree on dates"])
        } else {
            self.dice.pick(&["确认报价与付款方式", "答复技术问题", "确认演示安排", "回访使用情况", "商量合同条款"])
        };
        NewTask {
            kind: TaskKind::Contact,
            title: title.to_owned(),
            responsible: Some(self.cast.owner),
            due: Some(due),
            due_minute,
            channel,
            contact: self.contacts.first().map(|(id, _)| *id),
            ..NewTask::default()
        }
    }

    fn responsible(&mut self) -> NewTask {
        if self.dice.chance(82) {
            NewTask { responsible: Some(self.cast.owner), ..NewTask::default() }
        } else {
            NewTask {
                responsible_name: self.dice.pick(&["技术部刘工", "售后陈工"]).to_owned(), ..NewTask::default()
            }
        }
    }

    /// Creates, moves and closes the opportunity with the talks.
    fn work_on(&mut self, deal: &Deal, index: usize, at: Instant) {
        const STAGES: [&str; 4] = ["solution", "objection", "contract", "delivery"];
        let (account, opportunity) = (self.account, deal.id);
        let stage = |at: usize| Code::new(STAGES.get(at).copied().unwrap_or_default());
        let created = deal.talk_of_creation();
        if index == created {
            let new = NewOpportunity {
                title: deal.title.clone(),
                stage: stage(deal.first_stage),
                amount: Some(deal.amount),
                close_day: Some(deal.close_day),
                ..NewOpportunity::default()
            };
            self.push(at.plus_ms(MINUTE_MS), Command::CreateOpportunity { account, opportunity, new });
        } else if index > created && index - created <= deal.moves {
            let stage = stage(deal.first_stage + index - created);
            self.push(at.plus_ms(MINUTE_MS), Command::MoveOpportunity { account, opportunity, stage });
        }
        if index == deal.last_talk && deal.result != OpportunityResult::Open {
            let result = deal.result;
            self.push(at.plus_ms(2 * MINUTE_MS), Command::CloseOpportunity { account, opportunity, result });
        }
    }

    /// For a few customers of each rep: a contact that has just taken place and has no record yet.
    fn today_s_contacts(&mut self) {
        let Some(minutes) =
            self.cast.place.checked_sub(STOPS_TODAY.len()).and_then(|place| UNRECORDED_MIN_AGO.get(place))
        else {
            return;
        };
        let done_at = self.now.plus_ms(-minutes * MINUTE_MS);
        let planned_at = self.steps.iter().map(|step| step.at).filter(|at| *at < done_at).max().unwrap_or(done_at);
        let new = self.contact_task(planned_at, done_at.day(self.policy.zone_minutes), None);
        let (account, task) = (self.account, TaskId::random(self.dice));
        self.push(planned_at, Command::PlanTask { account, task, new });
        self.push(done_at, Command::FinishTask { account, task });
    }
}

/// An opportunity to be told.
struct Deal {
    id: OpportunityId,
    title: String,
    amount: Money,
    first_stage: usize,
    moves: usize,
    result: OpportunityResult,
    close_day: Day,
    last_talk: usize,
}

impl Deal {
    /// Returns the talk after which it is created: early enough for its moves, not at the very end.
    fn talk_of_creation(&self) -> usize {
        self.last_talk.saturating_sub(self.moves.max(self.last_talk / 2))
    }
}
