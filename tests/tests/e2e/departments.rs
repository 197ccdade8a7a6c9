//! The other departments add what they know of a customer, without a network, and its owner hears of it (R-13, S0-51,
//! S0-52, S2-03, S2-04).

use anyhow::{Result, ensure};
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::accessibility::{axe, look_at};
use crate::{SAMPLE, open_sample, turn};

/// Finds the sample customer and opens it, as somebody who does not sell.
async fn open_read(phone: &Phone) -> Result<String> {
    phone.goto("/customers").await?;
    phone.fill("搜客户", "科技有限公司").await?;
    phone.tap("link", SAMPLE).await?;
    phone.wait_for("link", "补充客户情况").await?;
    phone.path().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_noted_without_a_network_reaches_the_owner_who_resolves_it() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let owner = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let service = Phone::signed_in(&server, "tang", Look::PHONE).await?;
    let (axe, mut wrong) = (axe()?, Vec::new());

    // Customer service has no day to plan and nothing to sell: the customers are the start, and read only.
    service.goto("/").await?;
    service.see("客户").await?;
    service.lose("商机").await?;
    let customer = open_read(&service).await?;
    service.see("跟进").await?;
    service.lose("记跟进").await?;
    service.tap("tab", "档案").await?;
    service.see("联系人").await?;
    service.lose("新建联系人").await?;
    let cut = service.cut().await?;
    service.tap("link", "补充客户情况").await?;
    service.see("客户投诉什么").await?;
    look_at(&service, &axe, "adding", &mut wrong).await?;
    service.tap("button", "保存").await?;
    service.see("这一项必填").await?;
    service.fill("客户投诉什么", "换型时报警，请致电 13812345678").await?;
    service.tap("button", "保存").await?;
    service.see("手机号").await?;
    service.fill("客户投诉什么", "换型时报警两次").await?;
    service.tap("button", "保存").await?;
    service.see("换型时报警两次").await?;
    service.see("待处理").await?;
    service.reload().await?;
    service.see("换型时报警两次").await?;
    // What is open stands in one list, over all customers.
    service.goto("/customers").await?;
    service.tap("link", "反馈").await?;
    service.see("待处理的反馈").await?;
    service.see("换型时报警两次").await?;
    service.see("负责人 李经理").await?;
    look_at(&service, &axe, "open", &mut wrong).await?;
    drop(cut);
    service.synced().await?;

    // A manager has that of the team, also without a network and without having opened the customer.
    let manager = Phone::signed_in(&server, "chen", Look::PHONE).await?;
    let cut = manager.cut().await?;
    manager.goto("/today").await?;
    manager.tap("link", "待处理的反馈").await?;
    manager.see("换型时报警两次").await?;
    manager.see("负责人 李经理").await?;
    manager.wait_for("link", "处理").await?;
    drop(cut);
    manager.quit().await?;

    owner.goto("/").await?;
    owner.see("唐专员 · 客服有新补充").await?;
    owner.see("投诉 1 条").await?;
    open_sample(&owner).await?;
    owner.tap("tab", "跟进").await?;
    owner.see("投诉 · 唐专员").await?;
    look_at(&owner, &axe, "added", &mut wrong).await?;
    let cut = owner.cut().await?;
    owner.tap("link", "处理 换型时报警两次").await?;
    owner.fill("处理结果", "已升级控制器固件").await?;
    owner.tap("button", "保存").await?;
    owner.see("已升级控制器固件").await?;
    owner.lose("待处理").await?;
    drop(cut);
    owner.synced().await?;
    service.see("没有待处理的反馈").await?;
    service.goto(&customer).await?;
    service.tap("tab", "跟进").await?;
    service.see("已升级控制器固件").await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn marketing_sees_names_and_adds_who_came_to_an_event() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let owner = Phone::signed_in(&server, "li", Look::DESK).await?;
    let marketing = Phone::signed_in(&server, "he", Look::PHONE).await?;
    let (axe, mut wrong) = (axe()?, Vec::new());
    let customer = open_sample(&owner).await?;
    marketing.goto("/customers").await?;
    marketing.fill("搜客户", "科技有限公司").await?;
    // Of 科技有限公司 itself there is a name, an industry and tags: no grade before it, nothing of a talk behind it.
    marketing.see("制造业-专用设备制造").await?;
    marketing.lose("从未").await?;
    marketing.goto(&customer).await?;
    marketing.wait_for("link", "补充活动情况").await?;
    marketing.see("还没有补充").await?;
    for hidden in ["总经理", "档案", "记跟进", "商机"] {
        marketing.lose(hidden).await?;
    }
    look_at(&marketing, &axe, "a name", &mut wrong).await?;
    let cut = marketing.cut().await?;
    marketing.tap("link", "补充活动情况").await?;
    marketing.fill("活动名称", "秋季工业展").await?;
    marketing.tap("button", "保存").await?;
    marketing.see("活动参与 · 何专员").await?;
    // The next one at the same event begins with its name.
    marketing.tap("link", "补充活动情况").await?;
    marketing.tap("radio", "活动意向").await?;
    ensure!(marketing.value("活动名称").await? == "秋季工业展");
    marketing.fill("对什么感兴趣", "想看新一代控制器样机").await?;
    marketing.tap("button", "保存").await?;
    marketing.see("想看新一代控制器样机").await?;
    // Opened by its address, the form waits to know whose it is: it begins with what marketing adds.
    marketing.goto(&customer.replace("/customers/", "/new/added/")).await?;
    marketing.wait_for("radio", "活动参与").await?;
    ensure!(marketing.value("活动名称").await? == "秋季工业展");
    marketing.goto(&customer).await?;
    drop(cut);
    marketing.synced().await?;

    owner.goto("/").await?;
    owner.see("何专员 · 市场有新补充").await?;
    open_sample(&owner).await?;
    owner.see("想看新一代控制器样机").await?;
    owner.see("秋季工业展").await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_that_marketing_notes_at_a_fair_waits_in_the_pool_of_its_region() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let marketing = Phone::signed_in(&server, "he", Look::PHONE).await?;
    let (axe, mut wrong) = (axe()?, Vec::new());
    let cut = marketing.cut().await?;
    marketing.goto("/customers").await?;
    marketing.tap("link", "新建线索").await?;
    marketing.fill("客户名称", "苏州云锦精密机械有限公司").await?;
    marketing.fill("联系人姓名", "顾工").await?;
    marketing.fill("办公电话", "0512-66778899").await?;
    marketing.choose("区域", "华东").await?;
    look_at(&marketing, &axe, "capturing", &mut wrong).await?;
    marketing.tap("button", "保存线索").await?;
    marketing.see("苏州云锦精密机械有限公司").await?;
    marketing.reload().await?;
    marketing.tap("tab", "档案").await?;
    marketing.see("顾工").await?;
    drop(cut);
    marketing.synced().await?;
    // It is not marketing's any more: the name stays, who was met and their number do not.
    marketing.lose("顾工").await?;
    marketing.see("苏州云锦精密机械有限公司").await?;

    let rep = Phone::signed_in(&server, "li", Look::PHONE).await?;
    rep.goto("/leads?tab=pool").await?;
    rep.see("苏州云锦精密机械有限公司").await?;
    rep.tap("link", "苏州云锦精密机械有限公司").await?;
    rep.tap("tab", "档案").await?;
    rep.see("顾工").await?;
    let number = "return !!document.querySelector('a[href=\"tel:0512-66778899\"]')";
    ensure!(rep.script(number, Vec::new()).await? == false);
    rep.tap("button", "认领").await?;
    rep.until("the number", number).await?;

    // Customer service sees no leads: of one that it hears of it is told who has it now.
    let service = Phone::signed_in(&server, "tang", Look::PHONE).await?;
    let cut = service.cut().await?;
    service.goto("/new/lead").await?;
    service.fill("客户名称", "无锡同方轴承有限公司").await?;
    service.choose("区域", "华东").await?;
    service.tap("button", "保存线索").await?;
    service.see("无锡同方轴承有限公司").await?;
    drop(cut);
    service.see("无锡同方轴承有限公司已交给销售").await?;
    rep.goto("/leads?tab=pool").await?;
    rep.see("无锡同方轴承有限公司").await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
