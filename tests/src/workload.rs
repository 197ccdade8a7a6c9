//! The workload of the exchange's benchmark: customers of about 11 kB as JSON with 11 changes each, one to create
//! them and one for each of ten follow-up records of 200 to 400 characters, as the peers were measured with.

use anyhow::Result;
use fieldnote_core::command::{AccountEdit, Command, NewContact, NewVisit, TextEdit};
use fieldnote_core::values::{AccountId, ContactId, Instant, Random, VisitId};

use crate::client::{Device, Link, SmallRandom};

/// Follow-up records of each customer.
pub const VISITS: usize = 10;
/// Customers whose changes travel in one frame while loading.
const CUSTOMERS_A_FRAME: usize = 4;

const WORDS: &str = "客户 拜访 现场 报价 合同 采购 经理 技术 方案 需求 交付 周期 价格 折扣 竞品 对比 样机 测试 验收 付款 条款 预算 审批 流程 \
负责人 反馈 问题 解决 售后 服务 培训 安装 工厂 产线 设备 质量 稳定 提升 效率 成本 下周 本月 季度 跟进 会议 演示 资料 发送 确认 意向 明确 犹豫 \
领导 决策 部门 协调 库存 物流 发票 税率 增值 续约 扩容 升级 数据 安全 合规 接口 对接 试用 上线 推进 风险 延期 原因 建议 安排 上门 沟通 了解 希望 \
CRM ERP POC quote follow-up demo pricing discount renewal pilot budget owner SLA API on-site sample delivery PO NDA ROI";

/// Returns a text of a length between two bounds, in characters.
pub fn text(random: &mut SmallRandom, from: usize, to: usize) -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let length = from + draw(random) % (to - from + 1);
    let mut text = String::new();
    let mut characters = 0;
    while characters < length {
        let word = words.get(draw(random) % words.len()).copied().unwrap_or_default();
        text.push_str(word);
        characters += word.chars().count();
        if draw(random).is_multiple_of(8) {
            text.push('，');
            characters += 1;
        }
    }
    text.chars().take(length).collect()
}

fn draw(random: &mut SmallRandom) -> usize {
    let mut bytes = [0; 4];
    random.fill(&mut bytes);
    u32::from_le_bytes(bytes) as usize
}

/// Returns the command that records one follow-up.
pub fn visit(random: &mut SmallRandom, account: AccountId, at: Instant) -> Command {
    let new = NewVisit {
        ended_at: Some(at),
        channel: "visit".into(),
        topic: text(random, 6, 12),
        summary: text(random, 200, 400),
        feedback: text(random, 30, 60),
        needs: text(random, 12, 30),
        ..NewVisit::default()
    };
    Command::RecordVisit { account, visit: VisitId::random(random), new: Box::new(new) }
}

/// Returns the command that creates one customer with three contacts.
pub fn customer(random: &mut SmallRandom) -> Command {
    let account = AccountId::random(random);
    let edits = vec![
        AccountEdit::Name(format!("{}有限公司", text(random, 6, 10))),
        AccountEdit::Number(format!("{:08x}", draw(random))),
        AccountEdit::Website(format!("www.{:08x}.example.com", draw(random))),
        AccountEdit::Region("east".into()),
        AccountEdit::State("high_intent".into()),
        AccountEdit::BudgetRange(text(random, 6, 12)),
        AccountEdit::CoreNeed(TextEdit { base: String::new(), text: text(random, 30, 80) }),
        AccountEdit::Note(TextEdit { base: String::new(), text: text(random, 30, 80) }),
        AccountEdit::AddTag(text(random, 3, 5)),
    ];
    let contacts = (0..3).map(|_| {
        let new = NewContact {
            name: text(random, 2, 3),
            position: "采购经理".into(),
            email: format!("{:06x}@example.com", draw(random)),
            personality: text(random, 8, 24),
            office_phone: format!("010-{:08}", draw(random) % 100_000_000),
            ..NewContact::default()
        };
        (ContactId::random(random), new)
    });
    let contacts = contacts.collect();
    Command::CreateAccount { account, edits, contacts }
}

/// Creates customers with all their records through an open socket; returns their ids.
///
/// # Errors
/// When the server does not take something.
pub async fn load(link: &mut Link, device: &mut Device, seed: u64, customers: usize) -> Result<Vec<AccountId>> {
    let mut random = SmallRandom(seed);
    let mut accounts = Vec::new();
    for start in (0..customers).step_by(CUSTOMERS_A_FRAME) {
        for _ in start..customers.min(start + CUSTOMERS_A_FRAME) {
            let create = customer(&mut random);
            let Some(account) = create.account() else { continue };
            device.execute(&create)?;
            for day in 0..VISITS {
                let at = Instant(1_760_000_000_000 + day as i64 * 86_400_000);
                device.execute(&visit(&mut random, account, at))?;
            }
            accounts.push(account);
        }
        link.push(device).await?;
    }
    Ok(accounts)
}
