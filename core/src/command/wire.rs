//! How commands are kept beside their changes: the CBOR keys of their parts. A key is never used again for another part.

use super::{
    AccountEdit, Command, ContactEdit, EventEdit, NewContact, NewContribution, NewEvent, NewOpportunity, NewTask,
    NewVisit, OpportunityEdit, PolicyEdit, PrivateEdit, SettingEdit, TaskEdit, TextEdit, VisitEdit,
};
use crate::model::{QuietHours, ReminderKey};
use crate::policy::{Content, Label, LeadRule, Stage};
use crate::{cbor_array, cbor_enum, cbor_record};

cbor_record!(TextEdit { 0: base, 1: text });

cbor_enum!(AccountEdit {
    0: Number(value),
    1: Name(value),
    2: Individual(value),
    3: Uscc(value),
    4: Founded(value),
    5: Industry(value),
    6: EmployeesBand(value),
    7: RevenueBand(value),
    8: Website(value),
    9: Region(value),
    10: BudgetRange(value),
    11: CooperationHistory(value),
    12: AnnualAmount(value),
    13: IndustryLeader(value),
    14: Grade { grade, reason },
    15: CloseProbability(value),
    16: State(value),
    17: CoreNeed(value),
    18: Note(value),
    19: SourceChannel(value),
    20: PreferredChannel(value),
    21: ValuesOffline(value),
    22: LastVerified(value),
    23: AddTag(value),
    24: RemoveTag(value),
    25: AddNeedTag(value),
    26: RemoveNeedTag(value),
    27: GradeBasis(value),
    28: CloseMonths(value),
    29: Need(value),
    30: Budget(value),
    31: Lead(value),
    32: BusinessMatch(value),
    33: PurchasePlan(value),
    34: EquipmentBudget(value),
    35: Campaign(value),
    36: CaseContent(value),
    37: CaseEffect(value),
    38: CaseTalkedOver(value),
    39: CaseAuthorised(value),
    40: PrepPoints(value),
});

cbor_record!(NewEvent { 0: kind, 1: day, 2: note });

cbor_enum!(EventEdit { 0: Kind(value), 1: Day(value), 2: Note(value), 3: Removed(value) });

cbor_enum!(ContactEdit {
    0: Name(value),
    1: Position(value),
    2: Department(value),
    3: Email(value),
    4: Personality(value),
    5: PreferredChannel(value),
    6: PreferredHours(value),
    7: DecisionRole(value),
    8: Left(value),
    9: Unreachable(value),
});

cbor_enum!(PolicyEdit {
    0: Number { key, value },
    1: Grading(value),
    2: Holiday { day, on },
    3: Workday { day, on },
    4: Frequency(value),
    5: KeyRegion { region, on },
    6: TargetIndustries(value),
    7: LeadRule(value),
    8: RemoveLeadRule(value),
    9: Content(value),
    10: RemoveContent(value),
    11: Entry { list, word, on },
    12: Stage(value),
    13: IndividualMobile(value),
    14: Organisation(value),
    15: Zone(value),
    16: Region { region, name },
});

cbor_record!(Label { 0: zh, 1: en });

cbor_record!(Stage { 0: key, 1: order, 2: name, 3: customer_state, 4: probability, 5: stalled_days });

cbor_record!(Content { 0: key, 1: theme, 2: industry, 3: need, 4: title, 5: text, 6: day });

cbor_enum!(SettingEdit {
    0: Quiet(value),
    1: Digest(value),
    2: Language(value),
    3: Snooze { key, until },
    4: Note { account, changes }
});

cbor_array!(QuietHours { 0: from, 1: to });

cbor_enum!(ReminderKey { 0: Task(value), 1: Rhythm(value), 2: Care(value), 3: News(account, at), 4: Grades });

cbor_record!(LeadRule { 0: key, 1: industry, 2: region, 3: source, 4: need, 5: min_score, 6: grade, 7: level });

cbor_enum!(PrivateEdit { 0: OfficePhone(value), 1: OtherChannel(value), 2: Birthday { day, consent } });

cbor_enum!(VisitEdit {
    0: EndedAt(value),
    1: Channel(value),
    2: Depth(value),
    3: Nonbusiness(value),
    4: AddParticipant(value),
    5: RemoveParticipant(value),
    6: Topic(value),
    7: Summary(value),
    8: Needs(value),
    9: Problems(value),
    10: Concerns(value),
    11: Feedback(value),
    12: Consensus(value),
    13: PrepPoints(value),
    14: TerminationIntent(value),
    15: NoResponse(value),
    16: Opportunity(value),
    17: Method(value),
    18: Situation(value),
    19: Problem(value),
    20: Implication(value),
    21: Payoff(value),
    22: PayoffOwn(value),
    23: Urgency(value),
    24: Importance(value),
    25: Matched(value),
    26: Solution(value),
    27: Satisfaction(value),
});

cbor_enum!(TaskEdit {
    0: Title(value),
    1: Responsible { member, name },
    2: Standard(value),
    3: Promise(value),
    4: InContract(value),
    5: Channel(value),
    6: Contact(value),
    7: Due { day, minute },
    8: CallReason(value),
});

cbor_enum!(OpportunityEdit {
    0: Title(value),
    1: Amount(value),
    2: Probability(value),
    3: CloseDay(value),
    4: Note(value),
    5: Products(value),
    6: Period(value),
    7: Effect(value),
    8: Benefit(value),
    9: Basis(value),
});

cbor_record!(NewContact {
    0: name,
    1: position,
    2: department,
    3: email,
    4: personality,
    5: preferred_channel,
    6: preferred_hours,
    7: decision_role,
    8: office_phone,
    9: other_channel,
    10: birthday,
    11: birthday_consent,
});

cbor_record!(NewTask {
    0: kind,
    1: title,
    2: responsible,
    3: responsible_name,
    4: due,
    5: due_minute,
    6: standard,
    7: promise,
    8: in_contract,
    9: channel,
    10: contact,
    11: opportunity,
    12: call_reason,
});

cbor_record!(NewVisit {
    0: ended_at,
    1: is_first,
    2: channel,
    3: depth,
    4: nonbusiness,
    5: participants,
    6: topic,
    7: summary,
    8: needs,
    9: problems,
    10: concerns,
    11: feedback,
    12: consensus,
    13: prep_points,
    14: termination_intent,
    15: no_response,
    16: opportunity,
    17: task,
    18: todos,
    19: next,
    20: stage,
    21: analysis,
    22: satisfaction,
});

cbor_record!(NewContribution { 0: kind, 1: text, 2: day, 3: campaign });

cbor_record!(NewOpportunity { 0: title, 1: stage, 2: amount, 3: probability, 4: close_day, 5: note });

cbor_enum!(Command {
    0: CreateAccount { account, edits, contacts },
    1: EditAccount { account, edits },
    2: AddContact { account, contact, new },
    3: EditContact { account, contact, edits, private },
    4: RecordVisit { account, visit, new },
    5: AmendVisit { account, visit, edits },
    6: PlanTask { account, task, new },
    7: EditTask { account, task, edits },
    8: FinishTask { account, task },
    9: ReopenTask { account, task },
    10: PostponeTask { account, task, due, due_minute },
    11: CreateOpportunity { account, opportunity, new },
    12: EditOpportunity { account, opportunity, edits },
    13: MoveOpportunity { account, opportunity, stage },
    14: CloseOpportunity { account, opportunity, result },
    15: RequestAssignment { account, request, to },
    16: RequestInactive { account, request, reason },
    17: RequestActive { account, request },
    18: EditPolicy { edits },
    19: ConvertLead { account, edits },
    20: RequestRelease { account, request },
    21: RequestMerge { account, request, into },
    22: Contribute { account, contribution, new },
    23: AnswerContribution { account, contribution, kind, answer },
    24: EditSettings { member, edits },
    25: PutCard { account, contact, photo },
    26: AddEvent { account, event, new },
    27: EditEvent { account, event, edits },
});
