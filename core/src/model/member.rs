//! Members of the workspace and their roles; the directory stands in the `workspace` document.

use crate::cbor_array;
use crate::values::Map;

use crate::values::{Code, UserId};

/// What a member does in the workspace (spec 4.1).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    minicbor::Encode,
    minicbor::Decode,
)]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sales rep (销售): own customers.
    #[n(0)]
    Rep,
    /// Manager (主管): the customers of the reps below.
    #[n(1)]
    Manager,
    /// Administrator (管理员): users and settings, no customers.
    #[n(2)]
    Admin,
    /// Marketing (市场).
    #[n(3)]
    Marketing,
    /// Customer service (客服).
    #[n(4)]
    Service,
    /// Customer success (客户成功).
    #[n(5)]
    Csm,
    /// Technical team (技术).
    #[n(6)]
    Technical,
    /// Legal (法务).
    #[n(7)]
    Legal,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 8] = [
        Self::Rep,
        Self::Manager,
        Self::Admin,
        Self::Marketing,
        Self::Service,
        Self::Csm,
        Self::Technical,
        Self::Legal,
    ];

    /// Returns the key, as stored, sent and typed on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rep => "rep",
            Self::Manager => "manager",
            Self::Admin => "admin",
            Self::Marketing => "marketing",
            Self::Service => "service",
            Self::Csm => "csm",
            Self::Technical => "technical",
            Self::Legal => "legal",
        }
    }

    /// Returns the role of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// How experienced a seller is.
///
/// # Source
/// Spec 4.1; S0-18 (资深), S0-20 (中级), S0-25 (成长型), S0-22 (初级).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    minicbor::Encode,
    minicbor::Decode,
)]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum SellerLevel {
    /// 资深销售经理.
    #[n(0)]
    Senior,
    /// 中级销售.
    #[n(1)]
    Middle,
    /// 成长型销售.
    #[n(2)]
    Growing,
    /// 初级销售.
    #[n(3)]
    Junior,
}

impl SellerLevel {
    /// Every level, the most experienced first.
    pub const ALL: [Self; 4] = [Self::Senior, Self::Middle, Self::Growing, Self::Junior];

    /// Returns the key as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Senior => "senior",
            Self::Middle => "middle",
            Self::Growing => "growing",
            Self::Junior => "junior",
        }
    }

    /// Returns the level of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.key() == key)
    }
}

/// A member as every colleague sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Id.
    pub id: UserId,
    /// Name (姓名).
    pub name: String,
    /// Role.
    pub role: Role,
    /// The manager above, if any.
    pub manager: Option<UserId>,
    /// Regions (负责区域).
    pub regions: Vec<Code>,
    /// May no longer sign in.
    pub disabled: bool,
    /// How experienced, for who sells.
    pub level: Option<SellerLevel>,
}

cbor_array!(Member { 0: id, 1: name, 2: role, 3: manager, 4: regions, 5: disabled, 6: level });

/// All members of a workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directory {
    /// By id.
    pub members: Map<UserId, Member>,
}

impl Directory {
    /// Tells whether `manager` stands above `user`, directly or through others.
    pub fn is_above(&self, manager: UserId, user: UserId) -> bool {
        let mut below = user;
        // A chain is never longer than the directory; a ring in it ends here.
        for _ in 0..self.members.len() {
            let Some(above) = self.members.get(&below).and_then(|member| member.manager) else { return false };
            if above == manager {
                return true;
            }
            below = above;
        }
        false
    }

    /// Returns the name of a member, or nothing when unknown.
    pub fn name(&self, user: UserId) -> Option<&str> {
        self.members.get(&user).map(|member| member.name.as_str())
    }
}
