//! What a command says, field by field, for showing an edit that waits or is held.

use super::{
    AccountEdit, Command, ContactEdit, EventEdit, NewContact, NewOpportunity, NewTask, NewVisit, OpportunityEdit,
    PolicyEdit, PrivateEdit, SettingEdit, TaskEdit, TextEdit, VisitEdit,
};
use crate::model::{OpportunityResult, Participant, QuietHours};
use crate::policy::{PolicyList, PolicyNumber, Unit};
use crate::values::{Code, Day, Instant, Money, Percent, UserId};

/// One field of a command, named as in the schema.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldLine<'a> {
    /// The field.
    pub field: &'static str,
    /// What the person saw, where the command knows it and there was something.
    pub before: Option<&'a str>,
    /// What they made of it.
    pub value: Shown<'a>,
}

/// A value of a command.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shown<'a> {
    /// Nothing, or nothing that a person reads.
    Nothing,
    /// Yes.
    Yes,
    /// As it stands.
    Text(&'a str),
    /// An amount.
    Money(Money),
    /// A point in time.
    Instant(Instant),
    /// A minute of the day.
    Minute(u16),
    /// A percentage.
    Percent(Percent),
    /// A count.
    Number(i64),
    /// A day.
    Day(Day),
    /// A code of a list, such as `channel`, `stage` or `region`.
    Code(&'static str, &'a str),
    /// A member.
    User(UserId),
}

impl<'a> From<&'a String> for Shown<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a Code> for Shown<'a> {
    fn from(code: &'a Code) -> Self {
        Self::Text(code.as_str())
    }
}

impl From<bool> for Shown<'_> {
    fn from(on: bool) -> Self {
        if on { Self::Yes } else { Self::Nothing }
    }
}

impl<'a> Shown<'a> {
    fn of<T>(value: Option<T>, shown: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Nothing, shown)
    }

    fn code(kind: &'static str, code: &'a Code) -> Self {
        Self::Code(kind, code.as_str())
    }

    const fn switch(on: bool) -> Self {
        Self::Code("switch", if on { "on" } else { "off" })
    }

    /// Returns a number of the policy in its unit.
    pub const fn of_number(number: PolicyNumber, value: i64) -> Self {
        match number.unit() {
            Unit::Money => Self::Money(Money(value)),
            Unit::Minute => Self::Minute(value as u16),
            Unit::Switch => Self::switch(value != 0),
            _ => Self::Number(value),
        }
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Nothing | Self::Text("") | Self::Code(_, ""))
    }
}

impl Command {
    /// Returns what the command is called: its words are `do-<name>`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::CreateAccount { .. } => "create-account",
            Self::EditAccount { .. } => "edit-account",
            Self::AddEvent { .. } => "add-event",
            Self::EditEvent { .. } => "edit-event",
            Self::AddContact { .. } => "add-contact",
            Self::EditContact { .. } => "edit-contact",
            Self::RecordVisit { .. } => "record-visit",
            Self::AmendVisit { .. } => "amend-visit",
            Self::PlanTask { .. } => "plan-task",
            Self::EditTask { .. } => "edit-task",
            Self::FinishTask { .. } => "finish-task",
            Self::ReopenTask { .. } => "reopen-task",
            Self::PostponeTask { .. } => "postpone-task",
            Self::CreateOpportunity { .. } => "create-opportunity",
            Self::EditOpportunity { .. } => "edit-opportunity",
            Self::MoveOpportunity { .. } => "move-opportunity",
            Self::CloseOpportunity { .. } => "close-opportunity",
            Self::RequestAssignment { .. } => "request-assignment",
            Self::RequestInactive { .. } => "request-inactive",
            Self::RequestActive { .. } => "request-active",
            Self::ConvertLead { .. } => "convert-lead",
            Self::RequestRelease { .. } => "request-release",
            Self::RequestMerge { .. } => "request-merge",
            Self::Contribute { .. } => "contribute",
            Self::AnswerContribution { .. } => "answer-contribution",
            Self::EditSettings { .. } => "edit-settings",
            Self::PutCard { .. } => "put-card",
            Self::EditPolicy { .. } => "edit-policy",
        }
    }

    /// Returns what the command says, without empty fields and what only machines read.
    pub fn lines(&self) -> Vec<FieldLine<'_>> {
        let mut lines = Lines(Vec::new());
        match self {
            Self::CreateAccount { edits, contacts, .. } => {
                edits.iter().for_each(|edit| lines.account(edit));
                contacts.iter().for_each(|(_, new)| lines.contact(new));
            }
            Self::EditAccount { edits, .. } | Self::ConvertLead { edits, .. } => {
                edits.iter().for_each(|edit| lines.account(edit))
            }
            Self::AddEvent { new, .. } => lines.all([
                ("profile.*.kind", Shown::Code("event", new.kind.key())),
                ("profile.*.day", Shown::of(new.day, Shown::Day)),
                ("profile.*.note", (&new.note).into()),
            ]),
            Self::EditEvent { edits, .. } => edits.iter().for_each(|edit| lines.event(edit)),
            Self::AddContact { new, .. } => lines.contact(new),
            Self::EditContact { edits, private, .. } => {
                edits.iter().for_each(|edit| lines.contact_edit(edit));
                private.iter().for_each(|edit| lines.private_edit(edit));
            }
            Self::RecordVisit { new, .. } => lines.visit(new),
            Self::AmendVisit { edits, .. } => edits.iter().for_each(|edit| lines.visit_edit(edit)),
            Self::PlanTask { new, .. } => lines.task(new),
            Self::EditTask { edits, .. } => edits.iter().for_each(|edit| lines.task_edit(edit)),
            Self::PostponeTask { due, due_minute, .. } => {
                lines.all([("due", Shown::Day(*due)), ("due_minute", Shown::of(*due_minute, Shown::Minute))]);
            }
            Self::CreateOpportunity { new, .. } => lines.opportunity(new),
            Self::EditOpportunity { edits, .. } => edits.iter().for_each(|edit| lines.opportunity_edit(edit)),
            Self::MoveOpportunity { stage, .. } => lines.one("stage", Shown::code("stage", stage)),
            Self::CloseOpportunity { result, .. } => lines.one("result", Shown::Code("result", key_of(*result))),
            Self::RequestAssignment { to, .. } => lines.one("to", Shown::User(*to)),
            Self::RequestInactive { reason, .. } => lines.one("reason", reason.into()),
            Self::Contribute { new, .. } => lines.all([
                ("contribution_kind", Shown::Code("contribution", new.kind.key())),
                ("campaign", (&new.campaign).into()),
                ("day", Shown::of(new.day, Shown::Day)),
                ("text", (&new.text).into()),
            ]),
            Self::AnswerContribution { answer, .. } => lines.text("answer", answer),
            Self::PutCard { photo, .. } => lines.one("card", Shown::switch(photo.is_some())),
            Self::EditSettings { edits, .. } => edits.iter().for_each(|edit| lines.setting(edit)),
            Self::EditPolicy { edits } => edits.iter().for_each(|edit| lines.policy(edit)),
            Self::FinishTask { .. } | Self::ReopenTask { .. } => {}
            Self::RequestActive { .. } | Self::RequestRelease { .. } | Self::RequestMerge { .. } => {}
        }
        lines.0
    }
}

const fn key_of(result: OpportunityResult) -> &'static str {
    match result {
        OpportunityResult::Open => "open",
        OpportunityResult::Won => "won",
        OpportunityResult::Lost => "lost",
    }
}

fn participant(who: &Participant) -> Shown<'_> {
    match who {
        Participant::Contact(_) => Shown::Nothing,
        Participant::Member(member) => Shown::User(*member),
        Participant::Other(name) => name.into(),
    }
}

struct Lines<'a>(Vec<FieldLine<'a>>);

impl<'a> Lines<'a> {
    fn one(&mut self, field: &'static str, value: Shown<'a>) {
        if !value.is_empty() {
            self.0.push(FieldLine { field, before: None, value });
        }
    }

    fn all<const N: usize>(&mut self, fields: [(&'static str, Shown<'a>); N]) {
        for (field, value) in fields {
            self.one(field, value);
        }
    }

    /// A text is shown even when it was emptied.
    fn text(&mut self, field: &'static str, edit: &'a TextEdit) {
        let before = Some(edit.base.as_str()).filter(|base| !base.is_empty());
        self.0.push(FieldLine { field, before, value: Shown::Text(&edit.text) });
    }

    /// Something taken away is shown as what was there before.
    fn gone(&mut self, field: &'static str, text: &'a str) {
        self.0.push(FieldLine { field, before: Some(text), value: Shown::Nothing });
    }

    fn account(&mut self, edit: &'a AccountEdit) {
        use AccountEdit as Edit;
        let (field, value) = match edit {
            Edit::Number(text) => ("number", text.into()),
            Edit::Name(text) => ("name", text.into()),
            Edit::Individual(on) => ("individual", (*on).into()),
            Edit::Uscc(text) => ("uscc", text.into()),
            Edit::Founded(day) => ("founded", Shown::of(*day, Shown::Day)),
            Edit::Industry(code) => ("industry", code.into()),
            Edit::EmployeesBand(code) => ("employees_band", code.into()),
            Edit::RevenueBand(code) => ("revenue_band", code.into()),
            Edit::Website(text) => ("website", text.into()),
            Edit::Region(code) => ("region", Shown::code("region", code)),
            Edit::BudgetRange(text) => ("budget_range", text.into()),
            Edit::CooperationHistory(code) => ("cooperation_history", Shown::code("cooperation", code)),
            Edit::AnnualAmount(amount) => ("annual_amount", Shown::of(*amount, Shown::Money)),
            Edit::IndustryLeader(on) => ("industry_leader", (*on).into()),
            Edit::Grade { grade, reason } => {
                self.one("grade", Shown::of(*grade, |grade| Shown::Text(grade.letter())));
                ("grade_reason", reason.into())
            }
            // Words for machines: the reason beside it says the same.
            Edit::GradeBasis(_) => return,
            Edit::CloseProbability(percent) => ("close_probability", Shown::of(*percent, Shown::Percent)),
            Edit::CloseMonths(months) => ("close_months", Shown::of(*months, |months| Shown::Number(months.into()))),
            Edit::Need(need) => ("need_clarity", Shown::of(*need, |need| Shown::Code("need", need.key()))),
            Edit::Budget(budget) => ("budget_state", Shown::of(*budget, |budget| Shown::Code("budget", budget.key()))),
            Edit::State(code) => ("state", Shown::code("state", code)),
            Edit::CoreNeed(edit) => return self.text("core_need", edit),
            Edit::Note(edit) => return self.text("note", edit),
            Edit::SourceChannel(code) => ("source_channel", Shown::code("source", code)),
            Edit::PreferredChannel(code) => ("preferred_channel", Shown::code("channel", code)),
            Edit::ValuesOffline(on) => ("values_offline", (*on).into()),
            Edit::LastVerified(day) => ("last_verified", Shown::of(*day, Shown::Day)),
            Edit::Lead(on) => ("lead", (*on).into()),
            Edit::BusinessMatch(percent) => ("business_match", Shown::of(*percent, Shown::Percent)),
            Edit::PurchasePlan(text) => ("purchase_plan", text.into()),
            Edit::PrepPoints(text) => ("prep_points", text.into()),
            Edit::EquipmentBudget(amount) => ("equipment_budget", Shown::of(*amount, Shown::Money)),
            Edit::Campaign(text) => ("campaign", text.into()),
            Edit::CaseContent(text) => ("case_content", text.into()),
            Edit::CaseEffect(text) => ("case_effect", text.into()),
            Edit::CaseTalkedOver(day) => ("case_talked_over", Shown::of(*day, Shown::Day)),
            Edit::CaseAuthorised(day) => ("case_authorised", Shown::of(*day, Shown::Day)),
            Edit::AddTag(tag) => ("tags", tag.into()),
            Edit::RemoveTag(tag) => return self.gone("tags", tag),
            Edit::AddNeedTag(tag) => ("need_tags", tag.into()),
            Edit::RemoveNeedTag(tag) => return self.gone("need_tags", tag),
        };
        self.one(field, value);
    }

    fn setting(&mut self, edit: &'a SettingEdit) {
        match edit {
            SettingEdit::Quiet(Some(QuietHours { from, to })) => {
                self.all([("quiet_from", Shown::Minute(*from)), ("quiet_to", Shown::Minute(*to))]);
            }
            SettingEdit::Quiet(None) => self.one("quiet_hours", Shown::switch(false)),
            SettingEdit::Digest(Some(minute)) => self.one("digest", Shown::Minute(*minute)),
            SettingEdit::Digest(None) => self.one("digest", Shown::switch(false)),
            SettingEdit::Snooze { until: Some(until), .. } => self.one("snoozed_until", Shown::Instant(*until)),
            SettingEdit::Snooze { until: None, .. } => self.one("snoozed_until", Shown::switch(false)),
            SettingEdit::Note { .. } => self.one("noted", Shown::Yes),
            SettingEdit::Language(_) => {}
        }
    }

    fn policy(&mut self, edit: &'a PolicyEdit) {
        match edit {
            PolicyEdit::Number { key, value } => {
                if let Some(number) = PolicyNumber::of_key(key.as_str()) {
                    self.one(number.key(), Shown::of_number(number, *value));
                }
            }
            PolicyEdit::Grading(key) => self.one("grading", Shown::code("grading", key)),
            PolicyEdit::Frequency(key) => self.one("frequency", Shown::code("frequency", key)),
            PolicyEdit::Holiday { day, on } => self.day("holidays", *day, *on),
            PolicyEdit::Workday { day, on } => self.day("workdays", *day, *on),
            PolicyEdit::KeyRegion { region, on } => {
                self.one("key_regions", Shown::code("region", region));
                self.one("key_regions", Shown::switch(*on));
            }
            PolicyEdit::TargetIndustries(text) => self.one("target_industries", text.into()),
            PolicyEdit::LeadRule(rule) => self.all([
                ("industry", (&rule.industry).into()),
                ("region", Shown::code("region", &rule.region)),
                ("source_channel", Shown::code("source", &rule.source)),
                ("need_clarity", Shown::of(rule.need, |need| Shown::Code("need", need.key()))),
                ("min_score", Shown::of(rule.min_score, |score| Shown::Number(score.get().into()))),
                ("grade", Shown::of(rule.grade, |grade| Shown::Text(grade.letter()))),
                ("level", Shown::of(rule.level, |level| Shown::Code("level", level.key()))),
            ]),
            PolicyEdit::Content(content) => self.all([
                ("theme", Shown::code("theme", &content.theme)),
                ("industry", (&content.industry).into()),
                ("need_tag", (&content.need).into()),
                ("title", (&content.title).into()),
                ("text", (&content.text).into()),
                ("library.day", Shown::of(content.day, Shown::Day)),
            ]),
            PolicyEdit::Entry { list, word, on } => {
                if let Some(list) = PolicyList::of_key(list.as_str()) {
                    let word = match list {
                        PolicyList::Channels => Shown::Code("channel", word),
                        PolicyList::RequiredFields => Shown::Code("required", word),
                        PolicyList::Tags | PolicyList::VaguePhrases => word.into(),
                    };
                    self.all([(list.key(), word), (list.key(), Shown::switch(*on))]);
                }
            }
            PolicyEdit::Stage(stage) => self.all([
                ("name_zh", (&stage.name.zh).into()),
                ("name_en", (&stage.name.en).into()),
                ("customer_state_zh", (&stage.customer_state.zh).into()),
                ("customer_state_en", (&stage.customer_state.en).into()),
                ("probability", Shown::Percent(stage.probability)),
                ("stalled_days", Shown::Number(stage.stalled_days)),
            ]),
            PolicyEdit::IndividualMobile(on) => self.one("individual_mobile_allowed", Shown::switch(*on)),
            PolicyEdit::Organisation(name) => self.one("organisation", name.into()),
            PolicyEdit::Zone(minutes) => self.one("zone_minutes", Shown::Number(*minutes)),
            PolicyEdit::Region { name, .. } => {
                self.all([("name_zh", (&name.zh).into()), ("name_en", (&name.en).into())]);
            }
            PolicyEdit::RemoveLeadRule(_) | PolicyEdit::RemoveContent(_) => {}
        }
    }

    fn day(&mut self, field: &'static str, day: Day, on: bool) {
        self.one(field, Shown::Day(day));
        self.one(field, Shown::switch(on));
    }

    fn event(&mut self, edit: &'a EventEdit) {
        let (field, value) = match edit {
            EventEdit::Kind(kind) => ("profile.*.kind", Shown::Code("event", kind.key())),
            EventEdit::Day(day) => ("profile.*.day", Shown::Day(*day)),
            EventEdit::Note(text) => ("profile.*.note", text.into()),
            EventEdit::Removed(on) => ("profile.*.removed", (*on).into()),
        };
        self.one(field, value);
    }

    fn contact(&mut self, new: &'a NewContact) {
        self.all([
            ("name", (&new.name).into()),
            ("position", (&new.position).into()),
            ("department", (&new.department).into()),
            ("email", (&new.email).into()),
            ("personality", (&new.personality).into()),
            ("preferred_channel", Shown::code("channel", &new.preferred_channel)),
            ("preferred_hours", (&new.preferred_hours).into()),
            ("decision_role", Shown::code("decision", &new.decision_role)),
            ("office_phone", (&new.office_phone).into()),
            ("other_channel", (&new.other_channel).into()),
            ("birthday", Shown::of(new.birthday, Shown::Day)),
            ("birthday_consent", Shown::of(new.birthday_consent, Shown::Day)),
        ]);
    }

    fn contact_edit(&mut self, edit: &'a ContactEdit) {
        use ContactEdit as Edit;
        let (field, value) = match edit {
            Edit::Name(text) => ("name", text.into()),
            Edit::Position(text) => ("position", text.into()),
            Edit::Department(text) => ("department", text.into()),
            Edit::Email(text) => ("email", text.into()),
            Edit::Personality(edit) => return self.text("personality", edit),
            Edit::PreferredChannel(code) => ("preferred_channel", Shown::code("channel", code)),
            Edit::PreferredHours(text) => ("preferred_hours", text.into()),
            Edit::DecisionRole(code) => ("decision_role", Shown::code("decision", code)),
            Edit::Left(on) => ("left", (*on).into()),
            Edit::Unreachable(on) => ("unreachable", (*on).into()),
        };
        self.one(field, value);
    }

    fn private_edit(&mut self, edit: &'a PrivateEdit) {
        match edit {
            PrivateEdit::OfficePhone(text) => self.one("office_phone", text.into()),
            PrivateEdit::OtherChannel(text) => self.one("other_channel", text.into()),
            PrivateEdit::Birthday { day, consent } => self.all([
                ("birthday", Shown::of(*day, Shown::Day)),
                ("birthday_consent", Shown::of(*consent, Shown::Day)),
            ]),
        }
    }

    fn visit(&mut self, new: &'a NewVisit) {
        self.all([
            ("ended_at", Shown::of(new.ended_at, Shown::Instant)),
            ("is_first", new.is_first.into()),
            ("channel", Shown::code("channel", &new.channel)),
            ("depth", Shown::code("depth", &new.depth)),
            ("nonbusiness", new.nonbusiness.into()),
        ]);
        new.participants.iter().for_each(|who| self.one("participants", participant(who)));
        self.all([
            ("topic", (&new.topic).into()),
            ("summary", (&new.summary).into()),
            ("needs", (&new.needs).into()),
            ("problems", (&new.problems).into()),
            ("concerns", (&new.concerns).into()),
            ("feedback", (&new.feedback).into()),
            ("consensus", (&new.consensus).into()),
            ("prep_points", (&new.prep_points).into()),
            ("termination_intent", new.termination_intent.into()),
            ("no_response", new.no_response.into()),
            ("stage", Shown::of(new.stage.as_ref(), |stage| Shown::code("stage", stage))),
        ]);
        let analysis = &new.analysis;
        let points = |points: Option<u8>| Shown::of(points, |points| Shown::Number(points.into()));
        self.all([
            ("method", Shown::code("method", &analysis.method)),
            ("situation", (&analysis.situation).into()),
            ("problem", (&analysis.problem).into()),
            ("implication", (&analysis.implication).into()),
            ("payoff", (&analysis.payoff).into()),
            ("payoff_own", analysis.payoff_own.into()),
            ("urgency", points(analysis.urgency)),
            ("importance", points(analysis.importance)),
            ("match", Shown::of(analysis.matched, Shown::Percent)),
            ("satisfaction", points(new.satisfaction)),
        ]);
        new.todos.iter().chain(&new.next).for_each(|(_, task)| self.task(task));
    }

    fn visit_edit(&mut self, edit: &'a VisitEdit) {
        use VisitEdit as Edit;
        let (field, value) = match edit {
            Edit::EndedAt(at) => ("ended_at", Shown::Instant(*at)),
            Edit::Channel(code) => ("channel", Shown::code("channel", code)),
            Edit::Depth(code) => ("depth", Shown::code("depth", code)),
            Edit::Nonbusiness(on) => ("nonbusiness", (*on).into()),
            Edit::AddParticipant(who) => ("participants", participant(who)),
            Edit::RemoveParticipant(Participant::Other(name)) => return self.gone("participants", name),
            Edit::RemoveParticipant(who) => ("participants", participant(who)),
            Edit::Topic(text) => ("topic", text.into()),
            Edit::Summary(edit) => return self.text("summary", edit),
            Edit::Needs(edit) => return self.text("needs", edit),
            Edit::Problems(edit) => return self.text("problems", edit),
            Edit::Concerns(edit) => return self.text("concerns", edit),
            Edit::Feedback(edit) => return self.text("feedback", edit),
            Edit::Consensus(edit) => return self.text("consensus", edit),
            Edit::PrepPoints(edit) => return self.text("prep_points", edit),
            Edit::TerminationIntent(on) => ("termination_intent", (*on).into()),
            Edit::NoResponse(on) => ("no_response", (*on).into()),
            Edit::Opportunity(_) => return,
            Edit::Method(code) => ("method", Shown::code("method", code)),
            Edit::Situation(text) => ("situation", text.into()),
            Edit::Problem(text) => ("problem", text.into()),
            Edit::Implication(text) => ("implication", text.into()),
            Edit::Payoff(text) => ("payoff", text.into()),
            Edit::Solution(deal) => ("solution", deal.is_some().into()),
            Edit::Satisfaction(points) => ("satisfaction", Shown::of(*points, |points| Shown::Number(points.into()))),
            Edit::PayoffOwn(on) => ("payoff_own", (*on).into()),
            Edit::Urgency(points) => ("urgency", Shown::of(*points, |points| Shown::Number(points.into()))),
            Edit::Importance(points) => ("importance", Shown::of(*points, |points| Shown::Number(points.into()))),
            Edit::Matched(percent) => ("match", Shown::of(*percent, Shown::Percent)),
        };
        self.one(field, value);
    }

    fn task(&mut self, new: &'a NewTask) {
        self.all([
            ("title", (&new.title).into()),
            ("responsible", Shown::of(new.responsible, Shown::User)),
            ("responsible_name", (&new.responsible_name).into()),
            ("due", Shown::of(new.due, Shown::Day)),
            ("due_minute", Shown::of(new.due_minute, Shown::Minute)),
            ("standard", (&new.standard).into()),
            ("call_reason", (&new.call_reason).into()),
            ("promise", new.promise.into()),
            ("in_contract", new.in_contract.into()),
            ("channel", Shown::code("channel", &new.channel)),
        ]);
    }

    fn task_edit(&mut self, edit: &'a TaskEdit) {
        let (field, value) = match edit {
            TaskEdit::Title(edit) => return self.text("title", edit),
            TaskEdit::Responsible { member: Some(member), .. } => ("responsible", Shown::User(*member)),
            TaskEdit::Responsible { member: None, name } => ("responsible_name", name.into()),
            TaskEdit::Standard(edit) => return self.text("standard", edit),
            TaskEdit::CallReason(reason) => ("call_reason", reason.into()),
            TaskEdit::Promise(on) => ("promise", (*on).into()),
            TaskEdit::InContract(on) => ("in_contract", (*on).into()),
            TaskEdit::Channel(code) => ("channel", Shown::code("channel", code)),
            TaskEdit::Contact(_) => return,
            TaskEdit::Due { day, minute } => {
                return self.all([("due", Shown::Day(*day)), ("due_minute", Shown::of(*minute, Shown::Minute))]);
            }
        };
        self.one(field, value);
    }

    fn opportunity(&mut self, new: &'a NewOpportunity) {
        self.all([
            ("title", (&new.title).into()),
            ("stage", Shown::code("stage", &new.stage)),
            ("amount", Shown::of(new.amount, Shown::Money)),
            ("probability", Shown::of(new.probability, Shown::Percent)),
            ("close_day", Shown::of(new.close_day, Shown::Day)),
            ("note", (&new.note).into()),
        ]);
    }

    fn opportunity_edit(&mut self, edit: &'a OpportunityEdit) {
        let (field, value) = match edit {
            OpportunityEdit::Title(text) => ("title", text.into()),
            OpportunityEdit::Amount(amount) => ("amount", Shown::of(*amount, Shown::Money)),
            OpportunityEdit::Probability(percent) => ("probability", Shown::of(*percent, Shown::Percent)),
            OpportunityEdit::CloseDay(day) => ("close_day", Shown::of(*day, Shown::Day)),
            OpportunityEdit::Note(edit) => return self.text("note", edit),
            OpportunityEdit::Products(text) => ("products", text.into()),
            OpportunityEdit::Period(text) => ("period", text.into()),
            OpportunityEdit::Effect(text) => ("effect", text.into()),
            OpportunityEdit::Benefit(text) => ("benefit", text.into()),
            OpportunityEdit::Basis(text) => ("basis", text.into()),
        };
        self.one(field, value);
    }
}
