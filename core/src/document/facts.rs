//! What only the server writes: owners, decisions, members. The caller's actor is the server's.

use crate::values::Set;

use super::{Document, DocumentError, Writing, Written};
use crate::model::{Change, Grade, Important, Inactive, Member, NeedClarity, RequestState, SellerLevel};
use crate::policy::{Content, LeadRule, Policy, PolicyList, PolicyNumber, Stage};
use crate::values::{Instant, RequestId, UserId};

/// What a write of a fact returns: the change, or nothing when the fact stood already.
type Wrote = Result<Option<Written>, DocumentError>;

impl Document {
    /// Writes the owner of a customer.
    ///
    /// # Errors
    /// When the document cannot be written.
    pub fn set_owner(&mut self, user: UserId, now: Instant) -> Wrote {
        self.write(None, now, |writing| writing.set(&["facts", "owner"], user.0))
    }

    /// Writes who may do what the owner may.
    ///
    /// # Errors
    /// When the document cannot be written.
    pub fn set_deputies(&mut self, users: &Set<UserId>, now: Instant) -> Wrote {
        let (account, _) = self.account();
        self.write(None, now, |writing| {
            for user in account.deputies.iter().chain(users.difference(&account.deputies)) {
                writing.mark(&["facts", "deputies", &user.to_string()], users.contains(user))?;
            }
            Ok(())
        })
    }

    /// Marks a customer inactive, or takes it up again.
    ///
    /// # Errors
    /// When the document cannot be written.
    pub fn set_inactive(&mut self, inactive: Option<&Inactive>, now: Instant) -> Wrote {
        self.write(None, now, |writing| {
            writing.set(&["facts", "inactive_at"], inactive.map(|inactive| inactive.at))?;
            let merged_into = inactive.and_then(|inactive| inactive.merged_into);
            writing.set(&["facts", "merged_into"], merged_into.map(|account| account.0))?;
            writing.set(&["facts", "inactive_reason"], inactive.map_or("", |inactive| &inactive.reason))
        })
    }

    /// Writes that somebody added to another document of the customer.
    ///
    /// # Errors
    /// When the document cannot be written.
    pub fn note_addition(&mut self, what: Important, by: UserId, now: Instant) -> Wrote {
        self.write(None, now, |writing| writing.set(&["facts", what.stamp()], Change::stamped(now, by).as_str()))
    }

    /// Writes the answer to a request; a pending one is no answer.
    ///
    /// # Errors
    /// When the document cannot be written.
    pub fn decide_request(&mut self, request: RequestId, state: &RequestState, now: Instant) -> Wrote {
        let (granted, at, reason) = match state {
            RequestState::Pending => return Ok(None),
            RequestState::Granted { at } => (true, *at, ""),
            RequestState::Refused { at, reason } => (false, *at, reason.as_str()),
        };
        let key = request.to_string();
        self.write(None, now, |writing| {
            writing.create(&["decisions", &key])?;
            writing.set(&["decisions", &key, "granted"], granted)?;
            writing.set(&["decisions", &key, "at"], at)?;
            writing.set(&["decisions", &key, "reason"], reason)
        })
    }

    /// Writes a member into the directory of the workspace.
    ///
    /// # Errors
    /// When the document cannot be written.
    pub fn put_member(&mut self, member: &Member, now: Instant) -> Wrote {
        let (_, directory, _) = self.workspace();
        let before = directory.members.get(&member.id).map(|member| member.regions.as_slice()).unwrap_or_default();
        let key = member.id.to_string();
        self.write(None, now, |writing| {
            writing.create(&["members", &key])?;
            writing.set(&["members", &key, "name"], &member.name)?;
            writing.set(&["members", &key, "role"], member.role.key())?;
            writing.set(&["members", &key, "manager"], member.manager.map(|user| user.0))?;
            writing.set(&["members", &key, "disabled"], member.disabled)?;
            writing.set(&["members", &key, "level"], member.level.map_or("", SellerLevel::key))?;
            for region in before.iter().chain(&member.regions) {
                let path = ["members", &key, "regions", region.as_str()];
                writing.mark(&path, member.regions.contains(region))?;
            }
            Ok(())
        })
    }

    /// Writes a policy into the workspace; lists are extended, nothing is taken out of them.
    ///
    /// # Errors
    /// When the document cannot be written.
    pub fn init_workspace(&mut self, policy: &Policy, now: Instant) -> Wrote {
        self.write(None, now, |writing| {
            write_policy(writing, policy)?;
            write_lead_rules(writing, &policy.lead_rules)?;
            write_library(writing, &policy.library)
        })
    }

    /// Makes what a workspace of an earlier version lacks.
    ///
    /// # Errors
    /// When the document cannot be written.
    pub fn complete_workspace(&mut self, now: Instant) -> Wrote {
        self.write(None, now, |writing| {
            if !writing.exists(&["lead_rules"]) {
                write_lead_rules(writing, &LeadRule::preset())?;
            }
            if writing.exists(&["library"]) { Ok(()) } else { write_library(writing, &[]) }
        })
    }
}

/// The map of rules on leads. The server alone makes it, so that no second one hides it.
fn write_lead_rules(writing: &mut Writing<'_>, rules: &[LeadRule]) -> Result<(), DocumentError> {
    writing.create(&["lead_rules"])?;
    rules.iter().try_for_each(|rule| writing.lead_rule(rule))
}

/// The map of texts, made by the server like that of the rules.
fn write_library(writing: &mut Writing<'_>, library: &[Content]) -> Result<(), DocumentError> {
    writing.create(&["library"])?;
    library.iter().try_for_each(|content| writing.content(content))
}

impl Writing<'_> {
    /// Writes every field of a text that is another one now.
    pub(crate) fn content(&mut self, content: &Content) -> Result<(), DocumentError> {
        let key = content.key.as_str();
        self.create(&["library", key])?;
        self.set(&["library", key, "theme"], &content.theme)?;
        self.set(&["library", key, "industry"], content.industry.trim())?;
        self.set(&["library", key, "need"], content.need.trim())?;
        self.set(&["library", key, "title"], content.title.trim())?;
        self.set(&["library", key, "text"], content.text.trim())?;
        if content.day.is_none() && self.scalar(&["library", key, "day"]).is_none() {
            return Ok(());
        }
        self.set(&["library", key, "day"], content.day)
    }

    /// Writes every field of a stage that is another one now, but for its place.
    pub(crate) fn stage(&mut self, stage: &Stage) -> Result<(), DocumentError> {
        let key = stage.key.as_str();
        self.create(&["stages", key])?;
        self.set(&["stages", key, "name_zh"], stage.name.zh.trim())?;
        self.set(&["stages", key, "name_en"], stage.name.en.trim())?;
        self.set(&["stages", key, "customer_state_zh"], stage.customer_state.zh.trim())?;
        self.set(&["stages", key, "customer_state_en"], stage.customer_state.en.trim())?;
        self.set(&["stages", key, "probability"], stage.probability)?;
        self.set(&["stages", key, "stalled_days"], stage.stalled_days)
    }

    /// Writes every field of a rule on leads that is another one now.
    pub(crate) fn lead_rule(&mut self, rule: &LeadRule) -> Result<(), DocumentError> {
        let key = rule.key.as_str();
        self.create(&["lead_rules", key])?;
        self.set(&["lead_rules", key, "industry"], &rule.industry)?;
        self.set(&["lead_rules", key, "region"], &rule.region)?;
        self.set(&["lead_rules", key, "source"], &rule.source)?;
        self.set(&["lead_rules", key, "need"], rule.need.map_or("", NeedClarity::key))?;
        self.set(&["lead_rules", key, "min_score"], rule.min_score)?;
        self.set(&["lead_rules", key, "grade"], rule.grade.map_or("", Grade::letter))?;
        self.set(&["lead_rules", key, "level"], rule.level.map_or("", SellerLevel::key))
    }
}

fn write_policy(writing: &mut Writing<'_>, policy: &Policy) -> Result<(), DocumentError> {
    writing.set(&["policy", "organisation"], &policy.organisation)?;
    writing.set(&["policy", "zone_minutes"], i64::from(policy.zone_minutes))?;
    writing.set(&["policy", "individual_mobile_allowed"], policy.individual_mobile_allowed)?;
    writing.set(&["policy", "grading"], policy.grading.key())?;
    writing.set(&["policy", "frequency"], policy.frequency.key())?;
    for number in PolicyNumber::ALL {
        writing.set(&["policy", number.key()], policy.number(number))?;
    }
    writing.set(&["policy", "target_industries"], &policy.target_industries)?;
    for stage in &policy.stages {
        writing.stage(stage)?;
        writing.set(&["stages", stage.key.as_str(), "order"], stage.order)?;
    }
    for (region, label) in &policy.regions {
        writing.create(&["regions", region.as_str()])?;
        writing.set(&["regions", region.as_str(), "zh"], &label.zh)?;
        writing.set(&["regions", region.as_str(), "en"], &label.en)?;
        writing.set(&["regions", region.as_str(), "key"], policy.key_regions.contains(region))?;
    }
    for list in PolicyList::ALL {
        for (order, entry) in (0i64..).zip(list.entries(policy)) {
            writing.set(&[list.key(), entry], order)?;
        }
    }
    let days = |days: &Set<crate::values::Day>| days.iter().map(ToString::to_string).collect::<Vec<_>>();
    let sets = [("holidays", days(&policy.calendar.holidays)), ("workdays", days(&policy.calendar.workdays))];
    for (key, entries) in sets {
        for entry in entries {
            writing.mark(&[key, &entry], true)?;
        }
    }
    Ok(())
}
