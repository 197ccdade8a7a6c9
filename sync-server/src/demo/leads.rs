//! Leads from a trade fair, a form and a referral: some that a rep works on, some in the pool of their region.

use fieldnote_core::command::{AccountEdit, Command, NewContact, TextEdit};
use fieldnote_core::model::{BudgetState, NeedClarity};
use fieldnote_core::policy::Policy;
use fieldnote_core::values::{AccountId, ContactId, Instant, Percent, RequestId};

use super::dice::Dice;
use super::{DemoAccount, DemoStep, DemoUser};

const HOUR_MS: i64 = 3_600_000;

/// Name, industry, employees, source, need, its clarity, match, months, budget, contact, position, decision role.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Option<NeedClarity>,
    i64,
    Option<u16>,
    Option<BudgetState>,
    (&'static str, &'static str, &'static str),
);

const ROWS: [Row; 6] = [
    (
        "精工阀门有限公司",
        "制造业-通用设备制造",
        "600-800人",
        "expo",
        "三条装配线改自动拧紧，明年三月前投产",
        Some(NeedClarity::Clear),
        90,
        Some(3),
        Some(BudgetState::Sufficient),
        ("高工", "设备部经理", "evaluator"),
    ),
    (
        "康和医疗器械有限公司",
        "制造业-医疗器械",
        "200-300人",
        "referral",
        "灌装线换型时间太长",
        Some(NeedClarity::Clear),
        80,
        Some(5),
        Some(BudgetState::Unconfirmed),
        ("何总", "总经理", "final"),
    ),
    (
        "Lakeside Castings Ltd.",
        "制造业-金属制品",
        "120-150人",
        "website",
        "Wants to see a deburring cell before deciding anything",
        Some(NeedClarity::Vague),
        60,
        Some(9),
        None,
        ("Ms. Tan", "Plant engineer", "influencer"),
    ),
    ("众联担保有限公司", "金融业", "80-100人", "website", "咨询档案设备", None, 20, None, None, ("", "", "")),
    (
        "远航包装有限公司",
        "制造业-包装",
        "300-500人",
        "expo",
        "码垛工位招不到人，想上协作机器人",
        Some(NeedClarity::Clear),
        85,
        Some(2),
        Some(BudgetState::Sufficient),
        ("宋经理", "生产总监", "final"),
    ),
    (
        "青禾食品有限公司",
        "制造业-食品",
        "150-200人",
        "campaign",
        "线上研讨会后留了资料",
        Some(NeedClarity::Vague),
        50,
        None,
        None,
        ("崔助理", "行政助理", ""),
    ),
];

/// Returns two leads of each rep; every third is given to the pool of its region.
///
/// # Source
/// S3-43, S2-05.
pub(super) fn leads(dice: &mut Dice, reps: &[&DemoUser], now: Instant, policy: &Policy) -> Vec<DemoAccount> {
    let mut all = Vec::new();
    for (at, rep) in reps.iter().enumerate() {
        for half in 0..2 {
            let place = at * 2 + half;
            let Some(row) = ROWS.get(place % ROWS.len()) else { continue };
            let suffix = ["", "（二厂）"].get(place / ROWS.len()).copied().unwrap_or_default();
            all.push(lead(dice, rep, row, suffix, place % 3 == 0, now, policy));
        }
    }
    all
}

fn lead(
    dice: &mut Dice,
    rep: &DemoUser,
    row: &Row,
    suffix: &str,
    pooled: bool,
    now: Instant,
    policy: &Policy,
) -> DemoAccount {
    let (name, industry, employees, source, need, clarity, fits, months, budget, (who, position, role)) = *row;
    let account = AccountId::random(dice);
    let region = rep.regions.first().cloned().unwrap_or_default();
    debug_assert!(policy.regions.iter().any(|(known, _)| *known == region));
    let edits = vec![
        AccountEdit::Lead(true),
        AccountEdit::Name(format!("{name}{suffix}")),
        AccountEdit::Industry(industry.into()),
        AccountEdit::EmployeesBand(employees.into()),
        AccountEdit::Region(region),
        AccountEdit::SourceChannel(source.into()),
        AccountEdit::Campaign(if source == "expo" { "秋季工业博览会" } else { "" }.to_owned()),
        AccountEdit::CoreNeed(TextEdit { base: String::new(), text: need.to_owned() }),
        AccountEdit::Need(clarity),
        AccountEdit::BusinessMatch(Percent::new(fits).ok()),
        AccountEdit::CloseMonths(months),
        AccountEdit::Budget(budget),
    ];
    let contact = NewContact {
        name: who.to_owned(),
        position: position.to_owned(),
        decision_role: role.into(),
        ..NewContact::default()
    };
    let contacts = if who.is_empty() { vec![] } else { vec![(ContactId::random(dice), contact)] };
    let created = now.plus_ms(-dice.range(26, 120) * HOUR_MS);
    let mut steps = vec![DemoStep { at: created, command: Command::CreateAccount { account, edits, contacts } }];
    if pooled {
        let command = Command::RequestRelease { account, request: RequestId::random(dice) };
        steps.push(DemoStep { at: created.plus_ms(HOUR_MS), command });
    }
    DemoAccount { account, author: rep.id, steps }
}
