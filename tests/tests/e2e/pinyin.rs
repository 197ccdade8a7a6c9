//! Pinyin initials: the browser's order of characters gives what the table of readings says.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use fieldnote_core::search::{initial_by_order, initial_of_table};
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::turn;

/// All characters of the table in the browser's order, and those in common use (GB 2312).
const IN_ORDER: &str = "
    const characters = [];
    for (let code = 0x4e00; code <= 0x9fa5; code++) characters.push(String.fromCharCode(code));
    const decoder = new TextDecoder('gbk');
    const common = [];
    for (let row = 0xb0; row <= 0xf7; row++)
        for (let cell = 0xa1; cell <= 0xfe; cell++)
            common.push(decoder.decode(new Uint8Array([row, cell])));
    const order = new Intl.Collator('zh-u-co-pinyin');
    return [characters.sort(order.compare).join(''), common.join('')];
";

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_knows_the_initials_of_the_table() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let answer = phone.script(IN_ORDER, Vec::new()).await?;
    let (in_order, common) = (answer[0].as_str().context("an order")?, answer[1].as_str().context("characters")?);
    let rank: BTreeMap<char, usize> = in_order.chars().enumerate().map(|(rank, c)| (c, rank)).collect();
    let differs = |c: &char| initial_by_order(*c, |first| rank[&first] <= rank[c]) != initial_of_table(*c);

    let wrong: String = common.chars().filter(|c| initial_of_table(*c).is_some()).filter(differs).collect();
    assert_eq!(wrong, "", "of the characters in common use");
    let wrong: String = in_order.chars().filter(|c| initial_of_table(*c).is_some()).filter(differs).collect();
    assert!(wrong.chars().count() < 100, "of all characters: {wrong}");
    Ok(())
}
