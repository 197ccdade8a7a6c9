//! A contact person (E-06), without numbers and birthdays: those live in the `private` document.

use crate::values::{Code, ContactId};

/// A contact of a customer.
///
/// # Source
/// E-06; S0-34 to S0-39, S0-43, S0-139, S1-46.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// Name (联系人姓名).
    pub name: String,
    /// Position (职位).
    pub position: String,
    /// Department (部门).
    pub department: String,
    /// E-mail (邮箱).
    pub email: String,
    /// Personality (性格特征), merges by character.
    pub personality: String,
    /// Preferred channel (偏好沟通渠道).
    pub preferred_channel: Code,
    /// Convenient hours (方便时间), free text such as 9:00-11:00.
    pub preferred_hours: String,
    /// Decision role (决策角色): final, evaluator, influencer, other.
    pub decision_role: Code,
    /// Has left the company (离职).
    pub left: bool,
    /// Nobody gets through with the details known (无效联系方式).
    pub unreachable: bool,
}

impl Contact {
    /// Tells whether there is a person to write to or call: named, still there, with details that work.
    pub fn is_reachable(&self) -> bool {
        !self.left && !self.unreachable && !self.name.trim().is_empty()
    }
}
