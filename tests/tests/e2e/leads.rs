//! Leads without network: captured from a card, scored, claimed by two at once, converted; then with the manager.

use anyhow::Result;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;
use serde_json::json;

use crate::{record, turn};

/// A lead of the demo in the pool of the east, written with traditional characters on the card.
pub(crate) const POOLED: &str = "精工阀门有限公司";
pub(crate) const CARD: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:高建国\r\nORG:精工閥門有限公司\r\nTITLE:设备部经理\r\n\
    TEL;TYPE=cell:13800000000\r\nTEL;TYPE=work:021-5555-0101\r\nEMAIL:gao@example.com\r\nEND:VCARD\r\n";

/// Chooses a file in the form as a person does.
pub(crate) const CHOOSE: &str = "
    const files = new DataTransfer();
    files.items.add(new File([arguments[0]], 'card.vcf', { type: 'text/vcard' }));
    const input = document.getElementById('card-file');
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));";

#[tokio::test(flavor = "multi_thread")]
async fn leads_are_captured_claimed_and_converted_without_network() -> Result<()> {
    let _turn = turn().await;
    let mut server = Server::demo()?;
    let li = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let zhou = Phone::signed_in(&server, "zhou", Look::PHONE).await?;
    for phone in [&li, &zhou] {
        phone.goto("/leads?tab=pool").await?;
        phone.wait_for("link", POOLED).await?;
    }
    // With a network the server says who has such a customer, though li may not see it: name and region, no more.
    li.goto("/new/lead").await?;
    li.fill("客户名称", "远航包装").await?;
    li.see("同事赵专员（华北）已有名称相同或相近的客户").await?;
    li.fill("客户名称", "").await?;
    let (cut, far) = (li.cut().await?, zhou.cut().await?);
    server.stop()?;

    // What is no card is said to be none; the card fills the form, without the mobile number, and its company is known.
    li.goto("/new/lead").await?;
    li.wait_for("button", "保存线索").await?;
    li.script(CHOOSE, vec![json!("no card at all")]).await?;
    li.see("读不出名片").await?;
    li.script(CHOOSE, vec![json!(CARD)]).await?;
    li.see("个人手机号按规定不记录").await?;
    li.wait_for("link", POOLED).await?;
    li.see("已有同名客户").await?;
    assert_eq!(li.value("办公电话").await?, "021-5555-0101");
    // So it is another one, of which much is known.
    li.fill("客户名称", "海岳机床有限公司").await?;
    li.lose("已有同名客户").await?;
    for (label, text) in
        [("所属行业", "制造业-机床"), ("员工人数", "500-800人"), ("成交期限", "3"), ("业务匹配度", "90")]
    {
        li.fill(label, text).await?;
    }
    li.choose("需求明确度", "需求明确").await?;
    li.choose("预算情况", "预算充足").await?;
    li.choose("决策角色", "最终决策人").await?;
    li.tap("button", "保存线索").await?;
    li.see("线索评分 98").await?;
    li.see("重点跟进").await?;
    li.see("制造业 + 需求明确 → A类、优先资深销售").await?;
    let own = li.path().await?;

    // Both claim the lead of the pool; li goes on at once, zhou too.
    let mut pooled = String::new();
    for (phone, talk) in [(&li, "约好周五去看三条装配线"), (&zhou, "对方让下周再打")] {
        phone.goto("/leads?tab=pool").await?;
        phone.tap("link", POOLED).await?;
        phone.tap("button", "认领").await?;
        phone.see("认领已存本机，联网后由服务器确认").await?;
        pooled = phone.path().await?;
        record(phone, &pooled, talk).await?;
        phone.goto("/leads?tab=own").await?;
        phone.see("认领待同步").await?;
    }

    li.goto(&own).await?;
    li.tap("button", "转为客户").await?;
    li.see("由线索转为客户").await?;
    li.lose("线索评分").await?;

    // The first who reaches the server gets it; what the other wrote is kept and said.
    server.start()?;
    drop(cut);
    li.synced().await?;
    li.goto(&pooled).await?;
    li.wait_for("button", "转为客户").await?;
    li.goto(&format!("{pooled}?tab=log")).await?;
    li.see("约好周五去看三条装配线").await?;
    drop(far);
    zhou.see("不归你负责").await?;
    zhou.goto("/held").await?;
    zhou.tap("button", "跟进记录").await?;
    zhou.see("对方让下周再打").await?;
    zhou.goto("/leads?tab=pool").await?;
    zhou.see("众联担保有限公司").await?;
    assert!(!zhou.has("link", POOLED).await?);

    // The manager sees the new customer with its grade and reason, the claim, and who should get what is left.
    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    manager.goto(&format!("{own}?tab=file")).await?;
    manager.see("海岳机床有限公司").await?;
    manager.see("制造业 + 需求明确 → A类、优先资深销售").await?;
    manager.goto("/leads?tab=team").await?;
    manager.wait_for("link", POOLED).await?;
    manager.goto("/leads?tab=pool").await?;
    manager.tap("link", "众联担保有限公司").await?;
    manager.see("建议负责人").await?;
    manager.see("本区域").await?;
    manager.tap("button", "转给同事").await?;
    manager.see("申请已存本机").await?;
    manager.lose("在线索池中").await
}
