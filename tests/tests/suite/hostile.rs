//! Bytes that no app sends: the server answers or closes, stays alive, and serves everybody else.

mod attacks;
mod flips;
mod mutation;
mod siege;
mod slow;

use std::io::Read;

use anyhow::Result;
use fieldnote_core::command::{AccountEdit, Command};
use fieldnote_core::document::Written;
use fieldnote_core::sync::wire::{ByeReason, ChangeHash, ClientFrame, HeldReason, Outcome, ServerFrame};
use fieldnote_core::values::{DocumentId, Random};
use fieldnote_tests::client::{Device, SmallRandom};
use fieldnote_tests::server::Server;

/// A deflated frame that inflates to 64 MiB of nothing.
fn bomb() -> Vec<u8> {
    let nothing = vec![0; 64 << 20];
    let mut frame = vec![1];
    flate2::bufread::DeflateEncoder::new(nothing.as_slice(), flate2::Compression::best())
        .read_to_end(&mut frame)
        .unwrap();
    frame
}

fn garbage() -> Vec<(String, Vec<u8>)> {
    let mut random = SmallRandom(7);
    let mut frames = vec![
        ("nothing".to_owned(), Vec::new()),
        ("an unknown flag".to_owned(), vec![9, 1, 2, 3]),
        ("a broken deflate stream".to_owned(), vec![1, 0xff, 0xff, 0xff]),
        ("a bomb".to_owned(), bomb()),
        ("too many bytes".to_owned(), vec![0; 300_000]),
        ("an endless array".to_owned(), vec![0, 0x82, 0x00, 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        ("nesting".to_owned(), std::iter::once(0).chain(std::iter::repeat_n(0x81, 100_000)).collect()),
    ];
    for length in [1usize, 2, 7, 64, 1000, 60_000] {
        let mut bytes = vec![0; length];
        random.fill(&mut bytes);
        frames.push((format!("{length} random bytes"), bytes));
    }
    frames
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_ends_one_conversation_and_nothing_else() -> Result<()> {
    let mut server = Server::demo()?;
    let mut device = Device::sign_in(&server, "li").await?;
    for (what, bytes) in garbage() {
        let mut link = device.connect(&server).await?;
        // The server may close while it is being sent more than it takes.
        if link.send_bytes(bytes).await.is_ok() {
            match link.next_bytes().await {
                Ok(bytes) => match link.read(&bytes)? {
                    ServerFrame::Bye { reason: ByeReason::BadFrame, .. } => {}
                    other => panic!("{what}: {other:?}"),
                },
                Err(error) => assert!(!error.to_string().contains("no answer in time"), "{what}: {error:#}"),
            }
        }
        assert!(server.is_alive(), "{what}");
    }
    // A frame cut at every place is no frame either.
    let frame = device.first_frame(false).to_bytes();
    for length in 1..frame.len() {
        let mut link = device.connect(&server).await?;
        link.send_bytes(frame[..length].to_vec()).await?;
        assert!(!matches!(link.next_frame().await?, ServerFrame::Delta(_)), "{length} bytes");
    }
    device.exchange(&server).await?;
    assert!(!device.accounts().is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_are_no_changes_are_held_and_the_phone_goes_on() -> Result<()> {
    let mut server = Server::demo()?;
    let mut device = Device::sign_in(&server, "li").await?;
    device.exchange(&server).await?;
    let account = device.accounts()[0];
    let good = device.execute(&Command::EditAccount { account, edits: vec![AccountEdit::BudgetRange("50".into())] })?;
    let good = good[0].clone();
    device.pending.clear();
    let mut random = SmallRandom(11);
    for round in 0..200usize {
        let mut bytes = good.bytes.clone();
        match round % 3 {
            0 => bytes.truncate(round % bytes.len()),
            1 => {
                let at = round * 7 % bytes.len();
                bytes[at] ^= 1 << (round % 8);
            }
            _ => random.fill(&mut bytes),
        }
        let doc = DocumentId::account(account);
        let pending = vec![Written { doc, hash: ChangeHash([0; 32]), bytes }];
        let mut link = device.connect(&server).await?;
        let frame = match device.first_frame(false) {
            ClientFrame::Sync(mut sync) => {
                sync.pending = fieldnote_tests::client::by_document(&pending);
                ClientFrame::Sync(sync)
            }
            other => other,
        };
        link.send(&frame).await?;
        let delta = link.next(&mut device).await?;
        assert_eq!(delta.verdicts.len(), 1, "round {round}");
        let held = delta.verdicts[0].outcome;
        assert!(
            matches!(held, Outcome::Held(HeldReason::Malformed | HeldReason::ForeignActor)),
            "round {round}: {held:?}"
        );
        assert!(server.is_alive(), "round {round}");
    }
    device.pending.push(good.clone());
    device.exchange(&server).await?;
    assert!(matches!(device.verdicts[&good.hash], Outcome::Durable(_)));
    server.stop()?;
    server.command(&["check"])?;
    Ok(())
}
