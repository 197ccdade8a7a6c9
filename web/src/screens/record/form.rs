//! The follow-up form as typed, and what it becomes: a new record, or edits of an old one.

use fieldnote_core::cbor_record;
use fieldnote_core::command::{NewTask, NewVisit, TextEdit, VisitEdit};
use fieldnote_core::model::{Account, Analysis, Participant, Task, TaskKind, Visit};
use fieldnote_core::policy::Policy;
use fieldnote_core::projection::Context;
use fieldnote_core::rules::planning;
use fieldnote_core::rules::record_completeness::{self, RecordGap, RecordParts};
use fieldnote_core::rules::todo_completeness::{self, TodoParts};
use fieldnote_core::rules::visit_notice;
use fieldnote_core::values::{Code, Day, Instant, OpportunityId, TaskId, UserId};

use crate::components::todo::{TodoForm, TodoGap};
use crate::i18n::{Key, key};

/// The form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RecordForm {
    /// Whether the form was filled with its first content; a form never touched is not.
    pub started: bool,
    /// When the talk ended.
    pub ended_at: Option<Instant>,
    /// Channel.
    pub channel: Code,
    /// Who took part.
    pub participants: Vec<Participant>,
    /// A name being typed.
    pub other_name: String,
    /// Topic.
    pub topic: String,
    /// What was said.
    pub summary: String,
    /// Needs.
    pub needs: String,
    /// Problems.
    pub problems: String,
    /// Concerns.
    pub concerns: String,
    /// Feedback.
    pub feedback: String,
    /// Consensus.
    pub consensus: String,
    /// The customer did not answer.
    pub no_response: bool,
    /// How satisfied the customer is, 1 to 10 points.
    pub satisfaction: Option<u8>,
    /// The customer wants to end the cooperation.
    pub termination_intent: bool,
    /// Not about business.
    pub nonbusiness: bool,
    /// The opportunity it was about.
    pub opportunity: Option<OpportunityId>,
    /// Stage to move it to; empty to stay.
    pub stage: Code,
    /// To-dos.
    pub todos: Vec<TodoForm>,
    /// Day of the next contact.
    pub next_day: Option<Day>,
    /// Minute of it.
    pub next_minute: Option<u16>,
    /// Its channel.
    pub next_channel: Code,
    /// Its purpose.
    pub next_title: String,
    /// Why it is a call more than the week allows.
    pub next_reason: String,
    /// What was found out about the need.
    pub analysis: Analysis,
    /// The form as first shown, when a record is amended: only differences from it are written.
    pub base: Option<Box<RecordForm>>,
}

cbor_record!(RecordForm {
    0: started,
    1: ended_at,
    2: channel,
    3: participants,
    4: other_name,
    5: topic,
    6: summary,
    7: needs,
    8: problems,
    9: concerns,
    10: feedback,
    11: consensus,
    12: no_response,
    13: termination_intent,
    14: nonbusiness,
    15: opportunity,
    16: stage,
    17: todos,
    18: next_day,
    19: next_minute,
    20: next_channel,
    21: next_title,
    22: base,
    23: analysis,
    24: satisfaction,
    25: next_reason,
});

/// Names a text of the record that merges by character.
type TextField = fn(TextEdit) -> VisitEdit;

/// Names an answer about the need.
type Answer = fn(String) -> VisitEdit;

/// A part of the form that must be filled before it can be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// A field of the record.
    Record(RecordGap),
    /// A field of a to-do.
    Todo(usize, TodoGap),
    /// The next contact is a visit before its notice: the first possible day.
    Notice(Day),
    /// The next contact is a call more than its week allows, and nothing says why.
    CallReason,
}

impl Gap {
    /// Returns the id of the field to go to.
    pub fn target(&self) -> String {
        match self {
            Self::Record(RecordGap::Missing(field) | RecordGap::Vague(field)) => format!("rec-{field}"),
            Self::Todo(index, gap) => format!("todo{index}-{}", gap.key()),
            Self::Notice(_) => "rec-next".to_owned(),
            Self::CallReason => "rec-next-reason".to_owned(),
        }
    }

    /// Tells whether the form cannot be saved with it; of the others the person is told once.
    pub fn refuses(&self, policy: &Policy) -> bool {
        match self {
            Self::Record(gap) => record_completeness::refuses(*gap, policy),
            Self::Todo(_, gap) => todo_completeness::refuses(gap.part(), policy),
            Self::Notice(_) | Self::CallReason => true,
        }
    }

    /// Returns the key of the field's name.
    pub const fn name(&self) -> Key {
        match self {
            Self::Record(RecordGap::Missing(field) | RecordGap::Vague(field)) => match field.as_bytes() {
                b"ended_at" => key!("record-ended"),
                b"channel" => key!("record-channel"),
                b"feedback" => key!("record-feedback"),
                _ => key!("record-summary"),
            },
            Self::Notice(_) => key!("record-next"),
            Self::CallReason => key!("call-reason"),
            Self::Todo(_, TodoGap::Title) => key!("todo-title"),
            Self::Todo(_, TodoGap::Who) => key!("todo-who"),
            Self::Todo(_, TodoGap::Due) => key!("todo-due"),
            Self::Todo(_, TodoGap::Standard) => key!("todo-standard"),
        }
    }
}

impl RecordForm {
    /// Starts a new record, from the planned contact that it completes if there is one.
    pub fn start(account: &Account, task: Option<&Task>, now: Instant) -> Self {
        let mut open = account.opportunities.values().filter(|deal| deal.result == Default::default());
        // With one open opportunity there is nothing to choose.
        let only = open.next().filter(|_| open.next().is_none()).map(|deal| deal.id);
        let mut form = Self { started: true, ended_at: Some(now), opportunity: only, ..Self::default() };
        if let Some(task) = task {
            form.ended_at = task.done_at.or(Some(now));
            form.channel = task.channel.clone();
            form.participants = task.contact.map(Participant::Contact).into_iter().collect();
            form.opportunity = task.opportunity.or(only);
            form.topic = task.title.clone();
        }
        form
    }

    /// Starts amending a record.
    pub fn amend(visit: &Visit) -> Self {
        let form = Self {
            started: true,
            ended_at: visit.ended_at,
            channel: visit.channel.clone(),
            participants: visit.participants.clone(),
            topic: visit.topic.clone(),
            summary: visit.summary.clone(),
            needs: visit.needs.clone(),
            problems: visit.problems.clone(),
            concerns: visit.concerns.clone(),
            feedback: visit.feedback.clone(),
            consensus: visit.consensus.clone(),
            no_response: visit.no_response,
            satisfaction: visit.satisfaction,
            termination_intent: visit.termination_intent,
            nonbusiness: visit.nonbusiness,
            opportunity: visit.opportunity,
            analysis: visit.analysis.clone(),
            ..Self::default()
        };
        Self { base: Some(Box::new(form.clone())), ..form }
    }

    /// Puts someone in or takes them out.
    pub fn toggle(&mut self, who: &Participant) {
        match self.participants.iter().position(|other| other == who) {
            Some(at) => drop(self.participants.remove(at)),
            None => self.participants.push(who.clone()),
        }
    }

    /// Adds the name being typed.
    pub fn add_other(&mut self) {
        let name = std::mem::take(&mut self.other_name).trim().to_owned();
        let other = Participant::Other(name);
        if other != Participant::Other(String::new()) && !self.participants.contains(&other) {
            self.participants.push(other);
        }
    }

    /// Returns the channel of the next contact: that of the talk, unless another one was chosen.
    pub fn channel_of_next(&self) -> &Code {
        if self.next_channel.is_empty() { &self.channel } else { &self.next_channel }
    }

    /// Returns the day on which the next contact was agreed on: that of the talk.
    pub fn agreed(&self, now: Instant, policy: &Policy) -> Day {
        self.ended_at.unwrap_or(now).day(policy.zone_minutes)
    }

    /// Returns what is still missing, in the order of the form.
    pub fn gaps(&self, account: &Account, task: Option<TaskId>, context: &Context) -> Vec<Gap> {
        let (now, policy) = (context.now, &*context.policy);
        let parts = RecordParts {
            ended_at: self.ended_at,
            channel: &self.channel,
            summary: &self.summary,
            feedback: &self.feedback,
            no_response: self.no_response,
        };
        let record =
            record_completeness::gaps(&parts, policy).into_iter().filter(|gap| self.asks_for(*gap)).map(Gap::Record);
        let todos = self
            .todos
            .iter()
            .enumerate()
            .flat_map(|(index, todo)| todo_gaps(todo).into_iter().map(move |gap| Gap::Todo(index, gap)));
        let next = self.next_day.filter(|_| visit_notice::refuses(policy));
        let agreed = self.agreed(now, policy);
        let next = next.and_then(|day| visit_notice::too_soon(self.channel_of_next(), agreed, day, None, policy));
        let unreasoned = self.next_reason.trim().is_empty()
            && planning::needs_reason(&self.concerns_of_next(account, task, context));
        record.chain(next.map(Gap::Notice)).chain(unreasoned.then_some(Gap::CallReason)).chain(todos).collect()
    }

    /// Tells whether the form asks for what is missing: when amending, not for what was so before.
    fn asks_for(&self, gap: RecordGap) -> bool {
        let Some(base) = &self.base else { return true };
        match gap {
            RecordGap::Missing("ended_at") => self.ended_at != base.ended_at,
            RecordGap::Missing("channel") => self.channel != base.channel,
            RecordGap::Missing("feedback") | RecordGap::Vague("feedback") => {
                self.feedback != base.feedback || self.no_response != base.no_response
            }
            RecordGap::Missing(_) | RecordGap::Vague(_) => self.summary != base.summary,
        }
    }

    /// Returns the new record. `draw` makes a new task id.
    pub fn new_visit(
        &self,
        account: &Account,
        task: Option<TaskId>,
        me: UserId,
        mut draw: impl FnMut() -> TaskId,
    ) -> NewVisit {
        let mut form = self.clone();
        form.add_other();
        let opportunity = form.opportunity.filter(|id| account.opportunities.contains_key(id));
        let current = opportunity.and_then(|id| account.opportunities.get(&id)).map(|deal| deal.stage.clone());
        let contact = form.participants.iter().find_map(|who| match who {
            Participant::Contact(contact) => Some(*contact),
            Participant::Member(_) | Participant::Other(_) => None,
        });
        let todos = form.todos.iter().map(|todo| (draw(), new_todo(todo, opportunity))).collect();
        let next = form.next_day.map(|day| {
            let channel = form.channel_of_next().clone();
            let task = NewTask {
                kind: TaskKind::Contact,
                title: form.next_title.trim().to_owned(),
                responsible: Some(me),
                due: Some(day),
                due_minute: form.next_minute,
                call_reason: form.next_reason.trim().to_owned(),
                channel,
                contact,
                opportunity,
                ..NewTask::default()
            };
            (draw(), task)
        });
        NewVisit {
            ended_at: form.ended_at,
            is_first: account.visits.is_empty(),
            channel: form.channel,
            nonbusiness: form.nonbusiness,
            participants: form.participants,
            topic: form.topic.trim().to_owned(),
            summary: form.summary.trim().to_owned(),
            needs: form.needs.trim().to_owned(),
            problems: form.problems.trim().to_owned(),
            concerns: form.concerns.trim().to_owned(),
            feedback: form.feedback.trim().to_owned(),
            consensus: form.consensus.trim().to_owned(),
            prep_points: account.profile.prep_points.trim().to_owned(),
            termination_intent: form.termination_intent,
            no_response: form.no_response,
            satisfaction: form.satisfaction,
            analysis: asked(form.analysis),
            opportunity,
            task,
            todos,
            next,
            stage: Some(form.stage)
                .filter(|stage| opportunity.is_some() && !stage.is_empty() && Some(stage) != current.as_ref()),
            ..NewVisit::default()
        }
    }

    /// Returns what was changed since the form was first shown.
    pub fn edits(&self) -> Vec<VisitEdit> {
        let Some(base) = self.base.as_deref() else { return Vec::new() };
        let mut form = self.clone();
        form.add_other();
        let mut edits = Vec::new();
        if let Some(at) = form.ended_at.filter(|at| Some(*at) != base.ended_at) {
            edits.push(VisitEdit::EndedAt(at));
        }
        if form.channel != base.channel {
            edits.push(VisitEdit::Channel(form.channel.clone()));
        }
        if form.topic != base.topic {
            edits.push(VisitEdit::Topic(form.topic.clone()));
        }
        let gone = base.participants.iter().filter(|who| !form.participants.contains(who));
        edits.extend(gone.cloned().map(VisitEdit::RemoveParticipant));
        let come = form.participants.iter().filter(|who| !base.participants.contains(who));
        edits.extend(come.cloned().map(VisitEdit::AddParticipant));
        let texts: [(&String, &String, TextField); 6] = [
            (&base.summary, &form.summary, VisitEdit::Summary),
            (&base.needs, &form.needs, VisitEdit::Needs),
            (&base.problems, &form.problems, VisitEdit::Problems),
            (&base.concerns, &form.concerns, VisitEdit::Concerns),
            (&base.feedback, &form.feedback, VisitEdit::Feedback),
            (&base.consensus, &form.consensus, VisitEdit::Consensus),
        ];
        for (before, after, edit) in texts {
            if before != after {
                edits.push(edit(TextEdit { base: before.clone(), text: after.clone() }));
            }
        }
        if form.no_response != base.no_response {
            edits.push(VisitEdit::NoResponse(form.no_response));
        }
        if form.satisfaction != base.satisfaction {
            edits.push(VisitEdit::Satisfaction(form.satisfaction));
        }
        if form.termination_intent != base.termination_intent {
            edits.push(VisitEdit::TerminationIntent(form.termination_intent));
        }
        if form.nonbusiness != base.nonbusiness {
            edits.push(VisitEdit::Nonbusiness(form.nonbusiness));
        }
        if form.opportunity != base.opportunity {
            edits.push(VisitEdit::Opportunity(form.opportunity));
        }
        edits.extend(analysis_edits(&base.analysis, &asked(form.analysis)));
        edits
    }
}

/// A way of asking without an answer is no analysis.
fn asked(analysis: Analysis) -> Analysis {
    let nothing = Analysis { method: analysis.method.clone(), ..Analysis::default() };
    if analysis == nothing { Analysis::default() } else { analysis }
}

fn analysis_edits(base: &Analysis, now: &Analysis) -> Vec<VisitEdit> {
    let texts: [(&String, &String, Answer); 4] = [
        (&base.situation, &now.situation, VisitEdit::Situation),
        (&base.problem, &now.problem, VisitEdit::Problem),
        (&base.implication, &now.implication, VisitEdit::Implication),
        (&base.payoff, &now.payoff, VisitEdit::Payoff),
    ];
    let changed = texts.into_iter().filter(|(before, after, _)| before != after);
    let mut edits: Vec<_> = changed.map(|(_, after, edit)| edit(after.trim().to_owned())).collect();
    if now.method != base.method {
        edits.push(VisitEdit::Method(now.method.clone()));
    }
    if now.payoff_own != base.payoff_own {
        edits.push(VisitEdit::PayoffOwn(now.payoff_own));
    }
    if now.urgency != base.urgency {
        edits.push(VisitEdit::Urgency(now.urgency));
    }
    if now.importance != base.importance {
        edits.push(VisitEdit::Importance(now.importance));
    }
    if now.matched != base.matched {
        edits.push(VisitEdit::Matched(now.matched));
    }
    edits
}

/// Returns what a to-do lacks.
pub fn todo_gaps(todo: &TodoForm) -> Vec<TodoGap> {
    let parts = TodoParts {
        kind: TaskKind::Todo,
        title: &todo.title,
        responsible: todo.member(),
        responsible_name: &todo.who_name,
        due: todo.due,
        standard: &todo.standard,
    };
    todo_completeness::missing(&parts)
        .into_iter()
        .map(|field| TodoGap::ALL.into_iter().find(|gap| gap.part() == field).unwrap_or(TodoGap::Title))
        .collect()
}

/// Returns the to-do as a command takes it.
pub fn new_todo(todo: &TodoForm, opportunity: Option<OpportunityId>) -> NewTask {
    let member = todo.member();
    NewTask {
        kind: TaskKind::Todo,
        title: todo.title.trim().to_owned(),
        responsible: member,
        responsible_name: if member.is_some() { String::new() } else { todo.who_name.trim().to_owned() },
        due: todo.due,
        standard: todo.standard.trim().to_owned(),
        promise: todo.promise,
        opportunity,
        ..NewTask::default()
    }
}
