//! The commands: everything that a person can do.

use super::{
    AccountEdit, ContactEdit, EventEdit, NewContact, NewContribution, NewEvent, NewOpportunity, NewTask, NewVisit,
    OpportunityEdit, PolicyEdit, PrivateEdit, SettingEdit, TaskEdit, TextEdit, VisitEdit,
};
use minicbor::bytes::ByteVec;

use crate::model::{ContributionKind, OpportunityResult};
use crate::values::{
    AccountId, Code, ContactId, ContributionId, Day, DocumentId, EventId, OpportunityId, RequestId, TaskId, UserId,
    VisitId,
};

/// Something a person does. Ids of what it creates are drawn by the caller and stand in the command.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Creates a customer with its first fields and contacts.
    CreateAccount {
        /// New id.
        account: AccountId,
        /// Fields; a name is required.
        edits: Vec<AccountEdit>,
        /// First contacts.
        contacts: Vec<(ContactId, NewContact)>,
    },
    /// Changes fields of a customer.
    EditAccount {
        /// Customer.
        account: AccountId,
        /// Fields.
        edits: Vec<AccountEdit>,
    },
    /// Records a business event.
    AddEvent {
        /// Customer.
        account: AccountId,
        /// New id.
        event: EventId,
        /// The event.
        new: NewEvent,
    },
    /// Changes a business event, or takes it out.
    EditEvent {
        /// Customer.
        account: AccountId,
        /// Event.
        event: EventId,
        /// Fields.
        edits: Vec<EventEdit>,
    },
    /// Adds a contact.
    AddContact {
        /// Customer.
        account: AccountId,
        /// New id.
        contact: ContactId,
        /// The contact.
        new: NewContact,
    },
    /// Changes a contact.
    EditContact {
        /// Customer.
        account: AccountId,
        /// Contact.
        contact: ContactId,
        /// Fields of the account document.
        edits: Vec<ContactEdit>,
        /// Fields of the private document.
        private: Vec<PrivateEdit>,
    },
    /// Records a follow-up.
    RecordVisit {
        /// Customer.
        account: AccountId,
        /// New id.
        visit: VisitId,
        /// The record.
        new: Box<NewVisit>,
    },
    /// Amends a follow-up.
    AmendVisit {
        /// Customer.
        account: AccountId,
        /// Record.
        visit: VisitId,
        /// Fields.
        edits: Vec<VisitEdit>,
    },
    /// Plans a to-do or a contact.
    PlanTask {
        /// Customer.
        account: AccountId,
        /// New id.
        task: TaskId,
        /// The task.
        new: NewTask,
    },
    /// Changes a task.
    EditTask {
        /// Customer.
        account: AccountId,
        /// Task.
        task: TaskId,
        /// Fields.
        edits: Vec<TaskEdit>,
    },
    /// Finishes a task.
    FinishTask {
        /// Customer.
        account: AccountId,
        /// Task.
        task: TaskId,
    },
    /// Opens a finished task again.
    ReopenTask {
        /// Customer.
        account: AccountId,
        /// Task.
        task: TaskId,
    },
    /// Gives a task another day.
    PostponeTask {
        /// Customer.
        account: AccountId,
        /// Task.
        task: TaskId,
        /// New day.
        due: Day,
        /// Minute of the new day.
        due_minute: Option<u16>,
    },
    /// Creates an opportunity.
    CreateOpportunity {
        /// Customer.
        account: AccountId,
        /// New id.
        opportunity: OpportunityId,
        /// The opportunity.
        new: NewOpportunity,
    },
    /// Changes an opportunity.
    EditOpportunity {
        /// Customer.
        account: AccountId,
        /// Opportunity.
        opportunity: OpportunityId,
        /// Fields.
        edits: Vec<OpportunityEdit>,
    },
    /// Moves an opportunity to another stage; the stage's probability is proposed with it.
    MoveOpportunity {
        /// Customer.
        account: AccountId,
        /// Opportunity.
        opportunity: OpportunityId,
        /// New stage.
        stage: Code,
    },
    /// Closes an opportunity as won or lost, or opens it again.
    CloseOpportunity {
        /// Customer.
        account: AccountId,
        /// Opportunity.
        opportunity: OpportunityId,
        /// Result.
        result: OpportunityResult,
    },
    /// Asks the server for another owner.
    RequestAssignment {
        /// Customer.
        account: AccountId,
        /// New id.
        request: RequestId,
        /// The owner to be.
        to: UserId,
    },
    /// Asks the server to mark the customer inactive.
    RequestInactive {
        /// Customer.
        account: AccountId,
        /// New id.
        request: RequestId,
        /// Why, required.
        reason: String,
    },
    /// Asks the server to take an inactive customer up again.
    RequestActive {
        /// Customer.
        account: AccountId,
        /// New id.
        request: RequestId,
    },
    /// Makes a lead a customer; its history stays, as it is the same document.
    ConvertLead {
        /// The lead.
        account: AccountId,
        /// Fields set with it, such as the grade that a rule gave.
        edits: Vec<AccountEdit>,
    },
    /// Asks the server to put a lead into the pool of its region.
    RequestRelease {
        /// The lead.
        account: AccountId,
        /// New id.
        request: RequestId,
    },
    /// Asks the server to let a duplicate stand under the customer that is kept; taken back by
    /// [`Command::RequestActive`].
    RequestMerge {
        /// The duplicate.
        account: AccountId,
        /// New id.
        request: RequestId,
        /// The customer that is kept.
        into: AccountId,
    },
    /// Adds what another department knows of the customer, to the document of that department.
    Contribute {
        /// Customer.
        account: AccountId,
        /// New id.
        contribution: ContributionId,
        /// What is added.
        new: NewContribution,
    },
    /// Writes what was done about it.
    AnswerContribution {
        /// Customer.
        account: AccountId,
        /// What is answered.
        contribution: ContributionId,
        /// Its kind, which says in which document it stands.
        kind: ContributionKind,
        /// The answer.
        answer: TextEdit,
    },
    /// Keeps the photo of a contact's business card, or takes it away.
    PutCard {
        /// Customer.
        account: AccountId,
        /// Whose card.
        contact: ContactId,
        /// A JPEG of at most [`PHOTO_BYTES_MAX`](crate::document::schema::PHOTO_BYTES_MAX) bytes.
        photo: Option<ByteVec>,
    },
    /// Changes what a person has set for themselves.
    EditSettings {
        /// The person, who is the one who acts.
        member: UserId,
        /// What is changed.
        edits: Vec<SettingEdit>,
    },
    /// Changes the workspace's policy; managers and administrators only.
    EditPolicy {
        /// What is changed.
        edits: Vec<PolicyEdit>,
    },
}

impl Command {
    /// Returns the customer that the command is about; nothing for one about the workspace or the person.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::EditPolicy { .. } | Self::EditSettings { .. } => None,
            Self::CreateAccount { account, .. }
            | Self::EditAccount { account, .. }
            | Self::AddEvent { account, .. }
            | Self::EditEvent { account, .. }
            | Self::AddContact { account, .. }
            | Self::EditContact { account, .. }
            | Self::RecordVisit { account, .. }
            | Self::AmendVisit { account, .. }
            | Self::PlanTask { account, .. }
            | Self::EditTask { account, .. }
            | Self::FinishTask { account, .. }
            | Self::ReopenTask { account, .. }
            | Self::PostponeTask { account, .. }
            | Self::CreateOpportunity { account, .. }
            | Self::EditOpportunity { account, .. }
            | Self::MoveOpportunity { account, .. }
            | Self::CloseOpportunity { account, .. }
            | Self::RequestAssignment { account, .. }
            | Self::RequestInactive { account, .. }
            | Self::RequestActive { account, .. }
            | Self::ConvertLead { account, .. }
            | Self::RequestRelease { account, .. }
            | Self::RequestMerge { account, .. }
            | Self::Contribute { account, .. }
            | Self::AnswerContribution { account, .. }
            | Self::PutCard { account, .. } => Some(*account),
        }
    }

    /// Tells whether it asks the server for something: that is not taken back by undoing it, but by asking again.
    pub const fn is_request(&self) -> bool {
        matches!(
            self,
            Self::RequestAssignment { .. }
                | Self::RequestInactive { .. }
                | Self::RequestActive { .. }
                | Self::RequestRelease { .. }
                | Self::RequestMerge { .. }
        )
    }

    /// Returns the document that the command is about; private facts are written with it.
    pub fn document(&self) -> DocumentId {
        match self {
            Self::Contribute { account, new, .. } => new.kind.document(*account),
            Self::AnswerContribution { account, kind, .. } => kind.document(*account),
            Self::PutCard { account, .. } => DocumentId::cards(*account),
            Self::EditSettings { member, .. } => DocumentId::member(*member),
            _ => self.account().map_or(DocumentId::WORKSPACE, DocumentId::account),
        }
    }
}
