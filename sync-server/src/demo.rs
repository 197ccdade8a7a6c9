//! The demo workspace as data: a team, and what each rep did with each customer, day by day.
//!
//! It writes nothing itself: the server runs the commands through the same code as a phone. The same seed and the
//! same moment give the same plan.

mod companies;
mod days;
mod dice;
mod leads;
mod people;
mod samples;
mod story;
mod talks;

use std::collections::BTreeSet;

use fieldnote_core::command::Command;
use fieldnote_core::model::{Role, SellerLevel};
use fieldnote_core::policy::Policy;
use fieldnote_core::values::{AccountId, Code, Instant, UserId};

use dice::Dice;
use story::Cast;

/// Customers of a demo workspace when nothing else is said.
pub const ACCOUNTS: usize = 300;
/// Password of every demo account.
pub const PASSWORD: &str = "fieldnote-demo";

/// A person of the demo team.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoUser {
    /// Id.
    pub id: UserId,
    /// Sign-in name.
    pub login: &'static str,
    /// Name.
    pub name: &'static str,
    /// Role.
    pub role: Role,
    /// The manager above; stands earlier in the list.
    pub manager: Option<UserId>,
    /// Regions.
    pub regions: Vec<Code>,
    /// How experienced.
    pub level: Option<SellerLevel>,
}

/// One thing that the owner of a customer did.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoStep {
    /// When, by the phone's clock.
    pub at: Instant,
    /// What.
    pub command: Command,
}

/// A customer: the first step creates it, the others follow in the order of time.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoAccount {
    /// Id.
    pub account: AccountId,
    /// The rep who does all steps and owns the customer.
    pub author: UserId,
    /// Steps.
    pub steps: Vec<DemoStep>,
}

/// Everything to be written into an empty workspace.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoPlan {
    /// Name of the organisation.
    pub organisation: &'static str,
    /// The team; managers before those below them.
    pub users: Vec<DemoUser>,
    /// The customers, those of the sources' samples first.
    pub accounts: Vec<DemoAccount>,
    /// Leads of every region, some of them in its pool.
    pub leads: Vec<DemoAccount>,
}

/// Returns the plan of a workspace with `accounts` customers (three at least), as seen at `now`.
///
/// # Source
/// The sample records are those of spec 2.6, moved to the days before `now`.
pub fn plan(accounts: usize, seed: u64, now: Instant) -> DemoPlan {
    let mut dice = Dice::new(seed);
    let users = people(&mut dice, &SELLERS);
    let policy = Policy::preset();
    let mut plan = DemoPlan {
        organisation: "远见智能装备",
        users: users.clone(),
        accounts: Vec::with_capacity(accounts),
        leads: vec![],
    };
    let reps: Vec<&DemoUser> = users.iter().filter(|user| user.role == Role::Rep).collect();
    if let Some(li) = reps.iter().find(|user| user.login == "li") {
        plan.accounts.extend(samples::accounts(&mut dice.fork(), li.id, now, &policy));
    }
    let mut names = BTreeSet::new();
    let samples = plan.accounts.len();
    for (at, rep) in (samples..accounts).zip(reps.iter().cycle()) {
        let cast = Cast {
            owner: rep.id,
            region: rep.regions.first().cloned().unwrap_or_default(),
            number: at + 1,
            // How many customers of this rep stand before this one.
            place: (at - samples) / reps.len(),
        };
        // How much there is to tell depends on the day; who the customers are does not.
        plan.accounts.push(story::account(&mut dice.fork(), &cast, &mut names, now, &policy));
    }
    plan.leads = leads::leads(&mut dice.fork(), &reps, now, &policy);
    plan.users.extend(people(&mut dice, &DEPARTMENTS));
    plan
}

/// Sign-in name, name, role, sign-in name of the manager, regions, level.
type Row = (&'static str, &'static str, Role, Option<&'static str>, &'static [&'static str], Option<SellerLevel>);

const SELLERS: [Row; 9] = [
    ("admin", "系统管理员", Role::Admin, None, &[], None),
    ("chen", "陈总监", Role::Manager, None, &["east", "north", "south"], None),
    ("lin", "林主管", Role::Manager, Some("chen"), &["south"], None),
    ("li", "李经理", Role::Rep, Some("chen"), &["east"], Some(SellerLevel::Senior)),
    ("zhou", "周助理", Role::Rep, Some("chen"), &["east"], Some(SellerLevel::Junior)),
    ("zhao", "赵专员", Role::Rep, Some("chen"), &["north"], Some(SellerLevel::Growing)),
    ("wu", "吴经理", Role::Rep, Some("chen"), &["north"], Some(SellerLevel::Senior)),
    ("sun", "孙经理", Role::Rep, Some("lin"), &["south"], Some(SellerLevel::Middle)),
    ("zheng", "郑经理", Role::Rep, Some("lin"), &["south"], Some(SellerLevel::Senior)),
];

/// Those who add to the customers of the others.
const DEPARTMENTS: [Row; 3] = [
    ("he", "何专员", Role::Marketing, None, &[], None),
    ("tang", "唐专员", Role::Service, None, &[], None),
    ("xu", "徐经理", Role::Csm, None, &[], None),
];

fn people(dice: &mut Dice, rows: &[Row]) -> Vec<DemoUser> {
    let mut users: Vec<DemoUser> = Vec::new();
    for (login, name, role, manager, regions, level) in rows.iter().copied() {
        let manager = manager.and_then(|login| users.iter().find(|user| user.login == login)).map(|user| user.id);
        let regions = regions.iter().map(Code::new).collect();
        users.push(DemoUser { id: UserId::random(dice), login, name, role, manager, regions, level });
    }
    users
}

#[cfg(test)]
mod tests;
