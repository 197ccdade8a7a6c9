//! Plans against the rules, grades proposed, and the rules changed, all without network.

use anyhow::{Result, ensure};
use fieldnote_core::values::{Day, Instant};
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::accessibility::{axe, look_at};
use crate::{open_sample, record, turn};

/// Today where the demo team works.
pub(crate) fn today() -> Result<Day> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    Ok(Instant(i64::try_from(now.as_millis())?).day(480))
}

#[tokio::test(flavor = "multi_thread")]
async fn plans_are_checked_and_grades_proposed_without_network() -> Result<()> {
    let _turn = turn().await;
    let mut server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = open_sample(&phone).await?;
    let cut = phone.cut().await?;
    server.stop()?;

    // A visit for tomorrow is refused with the first possible day, which is one tap away.
    phone.goto(&customer.replace("/customers/", "/new/task/")).await?;
    phone.tap("radio", "约客户").await?;
    phone.choose("沟通方式", "拜访").await?;
    phone.set("期限", &today()?.plus_days(1).to_string()).await?;
    phone.see("拜访要提前预约，最早").await?;
    phone.tap("button", "保存待办").await?;
    phone.see("拜访要提前预约，最早").await?;
    phone.tap("button", "改到").await?;
    phone.lose("拜访要提前预约").await?;
    phone.tap("button", "保存待办").await?;
    phone.see("待办已存本机").await?;

    // A call for tomorrow becomes a visit next week, and a call again, each with one save.
    phone.goto(&customer.replace("/customers/", "/new/task/")).await?;
    phone.tap("radio", "约客户").await?;
    phone.fill("下次目的", "约厂长看线").await?;
    for (channel, days) in [("电话", 1), ("拜访", 8), ("电话", 1)] {
        phone.choose("沟通方式", channel).await?;
        phone.set("期限", &today()?.plus_days(days).to_string()).await?;
        phone.tap("button", "保存待办").await?;
        phone.tap("link", "约厂长看线").await?;
        phone.wait_for("button", "保存待办").await?;
        assert_eq!(phone.value("期限").await?, today()?.plus_days(days).to_string(), "{channel}");
    }
    // By e-mail it does not count among the calls below.
    phone.choose("沟通方式", "邮件").await?;
    phone.tap("button", "保存待办").await?;
    phone.wait_for("link", "约厂长看线").await?;

    // So is the next visit of a record; a record with a later one is saved.
    phone.goto(&customer.replace("/customers/", "/record/")).await?;
    phone.tap("radio", "拜访").await?;
    phone.fill("谈了什么", "看了二号线的节拍，双方约定再议付款").await?;
    phone.fill("客户反馈", "参数没有异议").await?;
    // What was found out about the need, in the four steps, and what its points make of it.
    phone.tap("button", "需求挖掘").await?;
    for (question, answer) in [
        ("现状问题", "8名操作工，日均500件"),
        ("难点问题", "次品率约5%"),
        ("暗示问题", "再不降本就失去价格优势"),
        ("需求-效益问题", "人工成本降到15%"),
    ] {
        phone.fill(question, answer).await?;
    }
    phone.tap("checkbox", "效益是客户自己说的").await?;
    for points in ["紧急性 5", "重要性 4", "匹配度 2"] {
        phone.tap("radio", points).await?;
    }
    phone.see("优先满足").await?;
    phone.see("匹配不足，不纳入方案").await?;
    phone.tap("radio", "匹配度 3").await?;
    phone.see("可纳入方案").await?;
    phone.tap("radio", "+1天").await?;
    phone.see("拜访要提前预约，最早").await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("还差1项：下次跟进").await?;
    phone.tap("button", "改到").await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("跟进已存本机").await?;
    phone.goto(&customer).await?;
    phone.see("需求 1").await?;
    phone.see("人工成本降到15%").await?;
    phone.see("紧急性5分、重要性4分、匹配度60%").await?;
    solution(&phone).await?;

    // The third call of the week is warned of.
    for talk in ["确认到货时间是下月三号", "问清发票抬头和税号"] {
        record(&phone, &customer, talk).await?;
    }
    phone.goto(&customer.replace("/customers/", "/record/")).await?;
    phone.tap("radio", "电话").await?;
    phone.see("个电话，每周最多2个").await?;
    // Planned all the same, it is with a reason.
    phone.goto(&customer.replace("/customers/", "/new/task/")).await?;
    phone.tap("radio", "约客户").await?;
    phone.choose("沟通方式", "电话").await?;
    phone.set("期限", &today()?.to_string()).await?;
    phone.see("个电话，每周最多2个").await?;
    phone.tap("button", "保存待办").await?;
    phone.see("这一项必填").await?;
    phone.fill("为什么本周还要打", "客户要求当天确认发票").await?;
    phone.tap("button", "保存待办").await?;
    phone.see("待办已存本机").await?;
    phone.see("多打的原因：客户要求当天确认发票").await?;

    // What is known of the need makes a proposal; confirming it is on the customer and on the review's list.
    phone.goto(&format!("{customer}/edit")).await?;
    phone.choose("需求明确度", "需求明确").await?;
    phone.choose("预算情况", "预算充足").await?;
    phone.fill("成交概率", "69").await?;
    phone.fill("成交期限", "4").await?;
    phone.tap("button", "保存资料").await?;
    phone.goto(&format!("{customer}?tab=file")).await?;
    phone.see("建议B级：需求明确、预算充足、决策链清晰、成交概率69%、4个月内成交").await?;
    phone.tap("radio", "A 重点客户").await?;
    phone.tap("button", "确认等级").await?;
    phone.see("选好等级，写下理由").await?;
    phone.fill("理由", "董事长已口头同意").await?;
    phone.tap("button", "确认等级").await?;
    phone.see("等级已确认").await?;

    // All of it is with the manager when the network is back.
    server.start()?;
    drop(cut);
    phone.synced().await?;
    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    manager.goto(&format!("{customer}?tab=file")).await?;
    manager.see("董事长已口头同意").await?;
    manager.goto(&format!("{customer}?tab=log")).await?;
    manager.see("再不降本就失去价格优势").await?;
    manager.goto(&customer).await?;
    manager.see("解决方案齐了").await?;
    manager.goto(&format!("{customer}?tab=history")).await?;
    manager.see("需求明确度").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_success_case_is_cited_only_when_its_customer_has_allowed_it() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = open_sample(&phone).await?;
    let cut = phone.cut().await?;
    // Another customer's case, talked over and not allowed yet.
    phone.goto("/customers").await?;
    phone.fill("搜客户", "联创").await?;
    phone.tap("link", "南京联创建材有限公司").await?;
    phone.wait_for("link", "记跟进").await?;
    let other = phone.path().await?;
    phone.goto(&format!("{other}/edit")).await?;
    phone.fill("客户成功案例", "换型时间从4小时降到1小时").await?;
    phone.fill("案例的效果数据", "效率+30%").await?;
    phone.set("案例提前沟通日期", &today()?.to_string()).await?;
    phone.tap("button", "保存资料").await?;
    phone.goto(&format!("{other}?tab=file")).await?;
    phone.see("未授权，不可对外使用").await?;
    let solution = open_deal(&phone, &customer).await?;
    phone.see("发给客户前还缺").await?;
    phone.lose("可引用的客户案例").await?;
    // Allowed, it is offered to be cited.
    phone.goto(&format!("{other}/edit")).await?;
    phone.set("案例授权日期", &today()?.to_string()).await?;
    phone.tap("button", "保存资料").await?;
    phone.goto(&format!("{other}?tab=file")).await?;
    phone.see("已授权，可以引用").await?;
    let room = "return [...document.querySelectorAll('.facts dd')].every(dd => dd.clientWidth > 120)";
    phone.until("every value to have room beside its name", room).await?;
    phone.goto(&solution).await?;
    phone.see("可引用的客户案例").await?;
    let (axe, mut wrong) = (axe()?, Vec::new());
    look_at(&phone, &axe, "cases to cite", &mut wrong).await?;
    phone.tap("button", "引用").await?;
    let basis = phone.value("客户决策依据").await?;
    ensure!(basis.contains("换型时间从4小时降到1小时 · 效率+30%"), "{basis}");
    phone.tap("button", "保存方案").await?;
    phone.see("方案已保存").await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    drop(cut);
    phone.goto("/sync-status").await?;
    phone.synced().await
}

/// Opens the solution of a customer's first opportunity; returns its address.
async fn open_deal(phone: &Phone, customer: &str) -> Result<String> {
    phone.goto(customer).await?;
    phone.tap("link", "写解决方案").await?;
    phone.see("发给客户前还缺").await?;
    phone.path().await
}

/// The need becomes a solution: drafted from what the customer said, and sent when nothing is missing.
async fn solution(phone: &Phone) -> Result<()> {
    phone.tap("link", "写解决方案").await?;
    phone.see("发给客户前还缺").await?;
    let (axe, mut wrong) = (axe()?, Vec::new());
    look_at(phone, &axe, "a new solution", &mut wrong).await?;
    phone.tap("checkbox", "人工成本降到15%").await?;
    phone.see("需求已纳入方案").await?;
    phone.tap("button", "按客户说的起草").await?;
    assert_eq!(phone.value("客户核心利益点").await?, "人工成本降到15%");
    for (field, text) in
        [("产品/服务组合", "全自动设备，配套操作培训"), ("实施周期", "3个月"), ("客户决策依据", "同类企业案例数据")]
    {
        phone.fill(field, text).await?;
    }
    phone.see("解决方案齐了").await?;
    phone.wait_for("button", "发送").await?;
    look_at(phone, &axe, "a whole solution", &mut wrong).await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    phone.tap("button", "保存方案").await?;
    phone.see("方案已保存").await?;
    phone.wait_for("link", "解决方案齐了").await
}

async fn put(who: &Phone, label: &str, value: &str) -> Result<()> {
    who.goto("/rules").await?;
    who.fill(label, value).await?;
    who.tap("button", "保存规则").await?;
    who.see("规则已改，立即生效").await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_change_the_rules_offline_change_both_and_everybody_works_by_them() -> Result<()> {
    let _turn = turn().await;
    let mut server = Server::demo()?;
    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    let admin = Phone::signed_in(&server, "admin", Look::DESK).await?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = open_sample(&phone).await?;

    server.stop()?;
    put(&manager, "每周给一位客户的电话上限", "3").await?;
    put(&manager, "拜访提前预约", "1").await?;
    put(&admin, "每周给一位客户的电话上限", "4").await?;
    put(&admin, "A级几天内要联系", "5").await?;
    // Lists and stages, too.
    for (who, list, word) in
        [(&manager, "标签", "展会客户"), (&admin, "标签", "老客户介绍"), (&admin, "空泛用语", "一切照旧")]
    {
        who.goto("/rules").await?;
        who.fill(&format!("加到{list}"), word).await?;
        who.tap("button", &format!("加上 {list}")).await?;
        who.wait_for("button", &format!("去掉“{word}”")).await?;
    }
    admin.tap("button", "加上 标签").await?;
    admin.see("这一项必填").await?;
    manager.tap("button", "修改 方案确认").await?;
    manager.fill("阶段名称（中文）", "方案评审").await?;
    manager.fill("进入时建议的成交概率", "135").await?;
    manager.tap("button", "保存").await?;
    manager.see("写 0 到 100 的整数").await?;
    manager.fill("进入时建议的成交概率", "35").await?;
    manager.tap("button", "保存").await?;
    manager.see("方案评审").await?;
    // Out of its limits: said beside the field, nothing is changed.
    admin.goto("/rules").await?;
    admin.fill("复盘截止到每月几日", "31").await?;
    admin.tap("button", "保存规则").await?;
    admin.see("写 1 到 28 的整数").await?;
    server.start()?;

    for who in [&manager, &admin] {
        who.synced().await?;
    }
    for who in [&manager, &admin] {
        who.goto("/rules").await?;
        assert_eq!(who.value("拜访提前预约").await?, "1");
        assert_eq!(who.value("A级几天内要联系").await?, "5");
        // Both values of the one number are there, with who wrote the other.
        let stands = who.value("每周给一位客户的电话上限").await?;
        let other = if stands == "3" { "写的是4" } else { "陈总监写的是3" };
        who.see(other).await?;
        who.see("谁改了什么").await?;
    }

    // The rep's phone works by them at once.
    phone.synced().await?;
    phone.goto(&format!("{customer}/edit")).await?;
    for tag in ["展会客户", "老客户介绍"] {
        phone.wait_for("button", tag).await?;
    }
    phone.goto("/pipeline").await?;
    phone.see("方案评审").await?;
    phone.goto("/rules").await?;
    phone.see("1天").await?;
    phone.goto(&customer.replace("/customers/", "/new/task/")).await?;
    phone.tap("radio", "约客户").await?;
    phone.choose("沟通方式", "拜访").await?;
    phone.set("期限", &today()?.plus_days(1).to_string()).await?;
    phone.tap("button", "保存待办").await?;
    phone.see("待办已存本机").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_whom_nobody_reaches_is_cleaned_up_without_network() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = open_sample(&phone).await?;
    let cut = phone.cut().await?;
    let (axe, mut wrong) = (axe()?, Vec::new());
    phone.goto(&format!("{customer}?tab=file")).await?;
    phone.tap("link", "*经理").await?;
    phone.tap("checkbox", "联系方式无效").await?;
    phone.tap("button", "保存联系人").await?;
    phone.see("联系不上").await?;
    look_at(&phone, &axe, "a contact out of reach", &mut wrong).await?;
    // The greeting of the day goes to somebody who gets it.
    phone.goto(&customer.replace("/customers/", "/care/")).await?;
    phone.wait_for("textbox", "内容").await?;
    let greeting = phone.value("内容").await?;
    ensure!(!greeting.contains("*经理") && greeting.contains("*总"), "{greeting}");

    phone.goto("/review").await?;
    phone.see("待清理数据 1").await?;
    phone.see("1位联系人联系不上").await?;
    phone
        .script("document.querySelector('#doubt-t').closest('section').querySelector('summary').click()", vec![])
        .await?;
    phone.wait_for("link", "去更正").await?;
    look_at(&phone, &axe, "data to clean", &mut wrong).await?;
    phone.tap("button", "停止跟进 科技有限公司").await?;
    phone.wait_for("heading", "停止跟进：科技有限公司").await?;
    phone.tap("button", "关闭").await?;
    phone.tap("link", "去更正").await?;
    phone.tap("link", "*经理").await?;
    phone.tap("checkbox", "联系方式无效").await?;
    phone.tap("button", "保存联系人").await?;
    phone.lose("联系不上").await?;
    phone.goto("/review").await?;
    phone.see("关键信息待核对").await?;
    phone.lose("待清理数据").await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    drop(cut);
    phone.goto("/sync-status").await?;
    phone.synced().await
}
