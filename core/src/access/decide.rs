//! Decisions on requests for protected facts: granted, or refused with a reason.

use crate::access::{Holders, covers, enabled, is_manager_of, sells};
use crate::model::{Directory, RequestKind, Role};
use crate::values::UserId;

/// Duplicates under one customer, those of duplicates included: all of them are opened when it gets another owner.
pub const DUPLICATES_MAX: usize = 20;

/// Why a request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalReason {
    /// Only a manager above the owner may ask this.
    NeedsManager,
    /// Only the owner, a deputy or a manager above may ask this.
    NotOwner,
    /// The owner to be is not known, or does not sell.
    UnknownMember,
    /// The owner to be can no longer sign in.
    MemberDisabled,
    /// The fact stands already.
    AlreadyDone,
    /// The lead is in the pool of a region that is not theirs.
    OtherRegion,
    /// They have as many open leads as one person may claim.
    ClaimLimit,
    /// It is no lead.
    NotLead,
    /// The customer that is to be kept is not known, or is not worked on itself.
    UnknownCustomer,
    /// The two customers have different owners.
    OtherOwner,
    /// It stands under another customer, and goes with that.
    Merged,
    /// There would be too many duplicates under one customer.
    TooManyDuplicates,
}

impl RefusalReason {
    /// Every reason.
    pub const ALL: [Self; 12] = [
        Self::NeedsManager,
        Self::NotOwner,
        Self::UnknownMember,
        Self::MemberDisabled,
        Self::AlreadyDone,
        Self::OtherRegion,
        Self::ClaimLimit,
        Self::NotLead,
        Self::UnknownCustomer,
        Self::OtherOwner,
        Self::Merged,
        Self::TooManyDuplicates,
    ];

    /// Returns the code written into the document, translated by the screen.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NeedsManager => "needs_manager",
            Self::NotOwner => "not_owner",
            Self::UnknownMember => "unknown_member",
            Self::MemberDisabled => "member_disabled",
            Self::AlreadyDone => "already_done",
            Self::OtherRegion => "other_region",
            Self::ClaimLimit => "claim_limit",
            Self::NotLead => "not_lead",
            Self::UnknownCustomer => "unknown_customer",
            Self::OtherOwner => "other_owner",
            Self::Merged => "merged",
            Self::TooManyDuplicates => "too_many_duplicates",
        }
    }
}

/// How a customer stands when a request about it is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing<'a> {
    /// Who holds it.
    pub holders: Holders<'a>,
    /// It is inactive.
    pub inactive: bool,
    /// It is so as a duplicate of another customer.
    pub merged: bool,
    /// It is a lead.
    pub lead: bool,
    /// The author may claim another lead.
    pub may_claim: bool,
    /// Who owns the customer that is kept in a merge; nothing when that is not known or inactive.
    pub kept: Option<UserId>,
    /// Duplicates that would stand under that customer then, of those and their own.
    pub duplicates: usize,
}

/// Decides what `by`, the user of the device that sent the request, asks about a customer.
///
/// # Errors
/// The reason of a refusal.
///
/// # Source
/// Spec 4 (roles), G-assign: a manager assigns customers of the team to people below, or to themself. S3-43, S0-23: a
/// rep claims leads of their regions from the pool, up to a limit.
pub fn decide(
    directory: &Directory,
    standing: Standing<'_>,
    by: UserId,
    request: &RequestKind,
) -> Result<(), RefusalReason> {
    let Standing { holders, inactive, merged, lead, may_claim, kept, duplicates } = standing;
    let author = enabled(directory, by).ok_or(RefusalReason::NotOwner)?;
    let above = is_manager_of(directory, author, holders.owner);
    match request {
        // Who has it must have the customer that it stands under.
        RequestKind::Assign { .. } | RequestKind::Release if merged => Err(RefusalReason::Merged),
        RequestKind::Assign { to } => {
            let admin = author.role == Role::Admin;
            // A manager may pass on what is theirs, too.
            let own = author.role == Role::Manager && holders.owner == Some(by);
            let claims = author.role == Role::Rep && *to == by;
            if claims && holders.in_pool() {
                return match (covers(author, holders), may_claim) {
                    (false, _) => Err(RefusalReason::OtherRegion),
                    (true, false) => Err(RefusalReason::ClaimLimit),
                    (true, true) => Ok(()),
                };
            }
            if !(admin || above || own) {
                return Err(RefusalReason::NeedsManager);
            }
            let target = directory.members.get(to).filter(|member| sells(member));
            let target = target.ok_or(RefusalReason::UnknownMember)?;
            if target.disabled {
                return Err(RefusalReason::MemberDisabled);
            }
            if holders.owner == Some(*to) {
                return Err(RefusalReason::AlreadyDone);
            }
            if admin || *to == by || directory.is_above(by, *to) { Ok(()) } else { Err(RefusalReason::NeedsManager) }
        }
        RequestKind::Release => {
            if !(above || sells(author) && holders.contains(by)) {
                return Err(RefusalReason::NotOwner);
            }
            match (lead, holders.in_pool()) {
                (false, _) => Err(RefusalReason::NotLead),
                (true, true) => Err(RefusalReason::AlreadyDone),
                (true, false) => Ok(()),
            }
        }
        RequestKind::Merge { .. } => {
            if !(above || sells(author) && holders.contains(by)) {
                return Err(RefusalReason::NotOwner);
            }
            match kept {
                _ if inactive => Err(RefusalReason::AlreadyDone),
                None => Err(RefusalReason::UnknownCustomer),
                // They would stand under what their owner does not see.
                Some(owner) if holders.owner != Some(owner) => Err(RefusalReason::OtherOwner),
                Some(_) if duplicates > DUPLICATES_MAX => Err(RefusalReason::TooManyDuplicates),
                Some(_) => Ok(()),
            }
        }
        RequestKind::Deactivate { .. } | RequestKind::Reactivate => {
            if !(above || sells(author) && holders.contains(by)) {
                return Err(RefusalReason::NotOwner);
            }
            let wanted = matches!(request, RequestKind::Deactivate { .. });
            if inactive == wanted { Err(RefusalReason::AlreadyDone) } else { Ok(()) }
        }
    }
}
