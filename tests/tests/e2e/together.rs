//! Two phones and a manager write to one customer without knowing of each other.

use anyhow::Result;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::{open_sample, turn};

/// What one of them writes: into the same field, the same text, the same list.
struct Edit {
    budget: &'static str,
    note: &'static str,
    tag: &'static str,
}

async fn edit(phone: &Phone, customer: &str, edit: &Edit) -> Result<()> {
    phone.goto(&format!("{customer}/edit")).await?;
    phone.fill("预算范围", edit.budget).await?;
    let note = phone.value("备注").await?;
    phone.fill("备注", &format!("{note}{}", edit.note)).await?;
    phone.fill("新标签", edit.tag).await?;
    phone.tap("button", "加").await?;
    phone.tap("button", "保存资料").await?;
    phone.see("资料已存本机").await
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_of_one_customer_by_two_phones_and_a_manager_merge_and_a_clash_shows_all_values() -> Result<()> {
    let _turn = turn().await;
    let mut server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let tablet = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    let customer = open_sample(&phone).await?;
    // A manager who opens a customer of the team has it, also without network.
    manager.goto(&customer).await?;
    manager.wait_for("tab", "档案").await?;
    manager.synced().await?;

    server.stop()?;
    let edits = [
        (&phone, Edit { budget: "50万到60万", note: "电话里说年内要批。", tag: "价格敏感" }),
        (&tablet, Edit { budget: "45万以内", note: "车间只能周末停机。", tag: "周末施工" }),
        (&manager, Edit { budget: "80万，含二期", note: "二期明年三月。", tag: "二期可期" }),
    ];
    for (who, what) in &edits {
        edit(who, &customer, what).await?;
    }
    server.start()?;
    for (who, _) in &edits {
        who.synced().await?;
    }

    let mut shown = Vec::new();
    for (who, _) in &edits {
        who.goto(&format!("{customer}?tab=file")).await?;
        for (_, what) in &edits {
            who.see(what.note).await?;
            who.see(what.tag).await?;
        }
        let text = who.text().await?;
        shown.push(edits.iter().map(|(_, what)| text.contains(what.budget)).collect::<Vec<_>>());
        who.goto(&format!("{customer}?tab=history")).await?;
        for (_, what) in &edits {
            who.see(what.budget).await?;
        }
        who.see("李经理").await?;
        who.see("陈总监").await?;
    }
    assert!(shown.windows(2).all(|pair| pair[0] == pair[1]), "everybody sees the same current value: {shown:?}");
    assert_eq!(shown[0].iter().filter(|there| **there).count(), 1, "one value stands: {shown:?}");
    Ok(())
}
