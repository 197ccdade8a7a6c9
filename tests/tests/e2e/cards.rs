//! A business card is photographed without a network, kept with its contact, and shown to whoever may see numbers (E-06).

use anyhow::{Result, ensure};
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::accessibility::{axe, look_at};
use crate::turn;

/// Takes a photo as a camera does: large, of many colours, as a file that says where it was taken.
const TAKE: &str = "
    const done = arguments[arguments.length - 1];
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2400, 1500];
    const pen = canvas.getContext('2d');
    for (let spot = 0; spot < 4000; spot += 1) {
        pen.fillStyle = `hsl(${spot * 137 % 360} 70% ${30 + spot % 60}%)`;
        pen.fillRect(spot * 71 % 2400, spot * 47 % 1500, 90, 60);
    }
    canvas.toBlob(async photo => {
        const bytes = new Uint8Array(await photo.arrayBuffer());
        const place = new TextEncoder().encode('Exif\\0\\0 31.2304 N 121.4737 E');
        const mark = [0xff, 0xe1, 0, place.length + 2, ...place];
        const files = new DataTransfer();
        const parts = [bytes.slice(0, 2), new Uint8Array(mark), bytes.slice(2)];
        files.items.add(new File(parts, 'card.jpg', { type: 'image/jpeg' }));
        const input = document.getElementById('card-photo');
        input.files = files.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
        done(photo.size);
    }, 'image/jpeg', 0.95);";

/// Waits for a photo to be shown, and returns how wide it is.
async fn shown(phone: &Phone, place: &str) -> Result<i64> {
    let photo = format!("document.querySelector('{place} img.card-photo')");
    phone.until("a photo", &format!("return {photo}?.naturalWidth > 0")).await?;
    let width = phone.script(&format!("return {photo}.naturalWidth"), Vec::new()).await?;
    Ok(width.as_i64().unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_photographed_offline_and_only_its_owner_sees_it() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let li = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let (axe, mut wrong) = (axe()?, Vec::new());
    let cut = li.cut().await?;
    li.goto("/new/lead").await?;
    li.wait_for("button", "保存线索").await?;
    let taken = li.script_async(TAKE).await?.as_u64().unwrap_or_default();
    ensure!(taken > 200_000, "a camera's photo is large: {taken} bytes");
    ensure!(shown(&li, "form").await? <= 1_000);
    look_at(&li, &axe, "a card", &mut wrong).await?;
    // What was photographed survives the tab as what was typed does.
    li.fill("客户名称", "苏州云锦精密机械有限公司").await?;
    li.reload().await?;
    shown(&li, "form").await?;
    li.tap("button", "保存线索").await?;
    li.see("请填写名片上的姓名").await?;
    li.fill("联系人姓名", "顾工").await?;
    li.tap("button", "保存线索").await?;
    li.see("线索评分").await?;
    let lead = li.path().await?;
    li.reload().await?;
    li.tap("tab", "档案").await?;
    li.see("还缺：").await?;
    li.tap("button", "看名片 顾工").await?;
    ensure!(shown(&li, "dialog").await? >= 300);
    // Where it was taken does not stand in what is kept.
    let kept = "const photo = atob(document.querySelector('dialog img.card-photo').src.split(',')[1]);
        return [photo.startsWith('\\xff\\xd8\\xff'), photo.includes('Exif'), photo.includes('31.2304')]";
    let kept = li.script(kept, Vec::new()).await?;
    ensure!(kept == serde_json::json!([true, false, false]), "{kept}");
    look_at(&li, &axe, "the card of a contact", &mut wrong).await?;
    drop(cut);
    li.goto(&lead).await?;
    li.synced().await?;

    // On another phone of the owner's it is there, on the manager's it is not: it shows the number.
    let other = Phone::signed_in(&server, "li", Look::DESK).await?;
    other.goto(&format!("{lead}?tab=file")).await?;
    other.wait_for("button", "看名片 顾工").await?;
    let manager = Phone::signed_in(&server, "chen", Look::PHONE).await?;
    manager.goto(&format!("{lead}?tab=file")).await?;
    manager.see("顾工").await?;
    ensure!(!manager.has("button", "看名片 顾工").await?);

    other.tap("link", "顾工").await?;
    shown(&other, "form").await?;
    other.tap("button", "删除照片").await?;
    other.tap("button", "保存").await?;
    other.see("顾工").await?;
    other.synced().await?;
    li.goto(&format!("{lead}?tab=file")).await?;
    li.see("顾工").await?;
    li.until("no card", "return !document.body.innerText.includes('看名片')").await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
