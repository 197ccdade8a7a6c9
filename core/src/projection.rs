//! View models: pure functions from rows, documents and policy to what a screen shows.

use std::sync::Arc;

use crate::access::may_capture;
use crate::model::{Directory, ReminderKey, Role, Settings};
use crate::policy::Policy;
use crate::search::Initial;
use crate::values::{Day, Instant, UserId};

mod calendar;
mod care;
mod cases;
mod customers;
mod feedback;
#[cfg(test)]
mod fixtures;
mod ideas;
mod inbox;
mod leads;
mod merged;
mod news;
mod outcomes;
mod pipeline;
mod preparation;
mod review;
mod team;
mod timeline;
mod today;

pub use calendar::{CalendarEntry, calendar};
pub use care::{CareLine, care};
pub use cases::cases;
pub use customers::{CustomerFilter, CustomerLine, CustomersView, Excerpt, Facets, SortBy, customers};
pub use feedback::{FeedbackLine, feedback};
pub use ideas::{Idea, IdeaLine, ideas};
pub use inbox::{DayParts, Digest, InboxView, Reminder, Reminds, inbox};
pub use leads::{LeadLine, LeadsView, assignees, leads};
pub use merged::merged;
pub use news::{NewsLine, is_late_change, news};
pub use outcomes::{Outcomes, Ratio, outcomes};
pub use pipeline::{DealLine, PipelineFilter, PipelineView, StageColumn, pipeline};
pub use preparation::{Member, Preparation, preparation};
pub use review::{ReviewLine, ReviewView, review};
pub use team::{
    Discipline, MatrixCell, RegionRows, RepRow, RiskKind, RiskLine, StageSum, StaleRep, TeamFilter, TeamView, team,
};
pub use timeline::{TimelineEntry, TimelineKind, timeline};
pub use today::{AgendaLine, NextStop, QuietLine, TodayView, today};

/// Who looks, when, and by which rules.
#[derive(Debug, Clone)]
pub struct Context {
    /// The person looking.
    pub me: UserId,
    /// Now.
    pub now: Instant,
    /// The workspace's numbers.
    pub policy: Arc<Policy>,
    /// The workspace's people.
    pub directory: Arc<Directory>,
    /// What the person has set for themselves.
    pub settings: Arc<Settings>,
    /// Pinyin initials, for search and order.
    pub initial: Initial,
}

impl Context {
    /// Returns the person's role; nothing while the directory does not know them.
    pub fn role(&self) -> Option<Role> {
        self.directory.members.get(&self.me).map(|member| member.role)
    }

    /// Tells whether the person sells, and so works on customers; others read them and add what they know.
    ///
    /// # Source
    /// Spec 4.2.
    pub fn sells(&self) -> bool {
        matches!(self.role(), None | Some(Role::Rep | Role::Manager))
    }

    /// Tells whether the person captures leads for those who sell.
    ///
    /// # Source
    /// Spec 4.2 (leads pool).
    pub fn captures(&self) -> bool {
        may_capture(&self.directory, self.me)
    }

    /// Tells whether a reminder is put off.
    pub fn is_put_off(&self, key: ReminderKey) -> bool {
        self.settings.snoozed_until(key, self.now).is_some()
    }

    /// Returns today in the workspace's zone.
    pub fn today(&self) -> Day {
        self.now.day(self.policy.zone_minutes)
    }
}
