//! Thinking of a customer, offline: the day is called to mind, the greeting is this customer's, and it counts.

use anyhow::{Result, ensure};
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::accessibility::{axe, look_at};
use crate::{open_sample, turn};

#[tokio::test(flavor = "multi_thread")]
async fn an_anniversary_is_called_to_mind_and_greeted_with_words_of_one_s_own() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = open_sample(&phone).await?;
    let cut = phone.cut().await?;
    phone.goto("/today").await?;
    phone.see("成立10周年").await?;
    phone.tap("link", "写问候 科技有限公司").await?;
    phone.wait_for("textbox", "内容").await?;
    let template = phone.value("内容").await?;
    ensure!(template.contains("*经理") && template.contains("成立10周年"), "{template}");
    phone.see("加一句只给这位客户的话").await?;
    // Nothing goes to everybody.
    phone.fill("内容", "祝庆典圆满，合作愉快！").await?;
    phone.see("写上客户或联系人的名字").await?;
    phone.tap("button", "记为已发送").await?;
    phone.until("the text to be gone back to", "return document.activeElement.id === 'care-text'").await?;
    phone.fill("内容", "*经理，贵司10周年快乐！附上上次谈到的节拍测算，供您参考。").await?;
    phone.lose("写上客户或联系人的名字").await?;
    // Half written it survives.
    phone.see("草稿已存本机").await?;
    phone.reload().await?;
    phone.wait_for("textbox", "内容").await?;
    ensure!(phone.value("内容").await?.contains("节拍测算"));
    phone.tap("button", "记为已发送").await?;
    phone.see("跟进已存本机").await?;
    phone.goto(&format!("{customer}?tab=log")).await?;
    phone.see("节拍测算").await?;
    phone.see("非业务互动").await?;
    phone.goto("/today").await?;
    phone.see("关怀").await?;
    phone
        .until("the customer to be done", "return !document.querySelector('#care').textContent.includes('成立10周年')")
        .await?;
    drop(cut);
    phone.goto("/sync-status").await?;
    phone.synced().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_may_be_lost_is_warned_of_on_the_phone_and_at_the_manager_s() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = open_sample(&phone).await?;
    let cut = phone.cut().await?;
    let (axe, mut wrong) = (axe()?, Vec::new());
    phone.goto(&customer.replace("/customers/", "/record/")).await?;
    phone.tap("radio", "电话").await?;
    phone.fill("谈了什么", "对账时说起上月两次交期延误").await?;
    phone.fill("客户反馈", "对交期不满意").await?;
    phone.tap("button", "更多：主题、需求、共识、风险").await?;
    // A slip of the finger is taken back by the next tap.
    phone.tap("button", "9").await?;
    phone.tap("button", "6").await?;
    look_at(&phone, &axe, "the score in a record", &mut wrong).await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("跟进已存本机").await?;
    phone.goto(&customer).await?;
    phone.see("满意度只有6分").await?;
    phone.see("建议安排高层拜访、增加关怀").await?;
    look_at(&phone, &axe, "a warned customer", &mut wrong).await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    drop(cut);
    phone.goto("/sync-status").await?;
    phone.synced().await?;

    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    manager.goto("/team").await?;
    manager.see("满意度只有6分").await?;
    manager.see("客户留存率").await?;
    // With a lower limit nobody is warned of it, at once.
    manager.goto("/rules").await?;
    manager.fill("满意度低于几分就预警", "6").await?;
    manager.tap("button", "保存规则").await?;
    manager.see("规则已改，立即生效").await?;
    manager.goto("/team").await?;
    manager.see("有风险").await?;
    manager.lose("满意度只有6分").await
}

/// Spec 6 (care: content library), R-44 (by industry and need tag).
#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_the_manager_put_into_the_library_without_a_network_is_offered_to_whom_it_fits() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = open_sample(&phone).await?;
    let (axe, mut wrong) = (axe()?, Vec::new());
    manager.goto("/rules").await?;
    manager.see("还没有内容").await?;
    let cut = manager.cut().await?;
    for (title, industry, text) in [
        ("节能白皮书", "制造", "{称呼}，附上{行业}节能白皮书，供{公司}参考。"),
        ("医疗合规解读", "医疗", "{name}，附上医疗合规解读。"),
    ] {
        manager.tap("button", "加一条内容").await?;
        manager.tap("button", "保存").await?;
        manager.see("这一项必填").await?;
        manager.fill("标题", title).await?;
        manager.fill("适用行业", industry).await?;
        manager.fill("文字", "{电话}").await?;
        manager.tap("button", "保存").await?;
        manager.see("没有“电话”这个变量").await?;
        look_at(&manager, &axe, "a text of the library", &mut wrong).await?;
        manager.fill("文字", text).await?;
        manager.tap("button", "保存").await?;
        manager.see(title).await?;
    }
    drop(cut);
    manager.synced().await?;

    phone.synced().await?;
    let cut = phone.cut().await?;
    phone.goto(&customer.replace("/customers/", "/care/")).await?;
    phone.tap("radio", "行业资料").await?;
    phone.see("通用文字").await?;
    phone.lose("医疗合规解读").await?;
    phone.tap("radio", "节能白皮书").await?;
    look_at(&phone, &axe, "a text from the library", &mut wrong).await?;
    let text = phone.value("内容").await?;
    ensure!(text.contains("节能白皮书，供") && text.contains("科技有限公司") && !text.contains('{'), "{text}");
    phone.tap("button", "记为已发送").await?;
    phone.see("跟进已存本机").await?;
    phone.goto(&format!("{customer}?tab=log")).await?;
    phone.see("行业资料 · 节能白皮书").await?;
    drop(cut);
    phone.synced().await?;

    // What moves an industry calls its customers to mind for some days, with the words for it.
    let cut = manager.cut().await?;
    manager.tap("button", "加一条内容").await?;
    manager.choose("用于", "行业热点").await?;
    manager.see("从这天起7天内").await?;
    manager.fill("标题", "新版能效标准").await?;
    manager.fill("适用行业", "制造").await?;
    manager.fill("文字", "{称呼}，{行业}的新版能效标准已发布，附上解读。").await?;
    look_at(&manager, &axe, "a hot topic", &mut wrong).await?;
    manager.tap("button", "保存").await?;
    manager.see("新版能效标准").await?;
    drop(cut);
    manager.synced().await?;
    phone.synced().await?;
    let cut = phone.cut().await?;
    phone.goto("/today").await?;
    phone.see("行业热点：新版能效标准").await?;
    phone.goto(&customer.replace("/customers/", "/care/")).await?;
    phone.tap("radio", "行业热点").await?;
    ensure!(phone.value("内容").await?.contains("的新版能效标准已发布"));
    look_at(&phone, &axe, "a message about a hot topic", &mut wrong).await?;
    phone.tap("button", "记为已发送").await?;
    phone.see("跟进已存本机").await?;
    drop(cut);
    phone.synced().await?;

    // Changed and taken out, it is so at once.
    manager.goto("/rules").await?;
    manager.tap("button", "修改 节能白皮书").await?;
    manager.fill("标题", "节电白皮书").await?;
    manager.tap("button", "保存").await?;
    manager.see("节电白皮书").await?;
    manager.tap("button", "去掉 医疗合规解读").await?;
    let gone = "return !document.querySelector('[aria-labelledby=library-t]').textContent.includes('医疗合规解读')";
    manager.until("the text to be gone", gone).await?;
    manager.see("节电白皮书").await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
