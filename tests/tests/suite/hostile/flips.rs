//! Twenty thousand bit flips with repaired checksums: each gets its verdict, and the phones agree with the server.

use anyhow::{Result, ensure};
use fieldnote_core::sync::wire::Outcome;
use fieldnote_core::testing::builders::SplitMix;
use fieldnote_core::testing::hostile::repair;

use super::siege::Siege;

const FLIPS: usize = 20_000;
/// Flipped changes in one frame.
const A_FRAME: usize = 100;

#[tokio::test(flavor = "multi_thread")]
async fn twenty_thousand_flipped_bits_cost_nothing_but_their_own_verdict() -> Result<()> {
    let mut siege = Siege::begin().await?;
    let (doc, mut dice) = (siege.doc(), SplitMix::new(1));
    let (mut held, mut durable, mut conversations) = (0, 0, 0);
    let mut waiting: Vec<Vec<u8>> = Vec::new();
    let mut flipped = 0;
    let mut real = siege.real()?;
    while flipped < FLIPS || !waiting.is_empty() {
        while waiting.len() < A_FRAME && flipped < FLIPS {
            let mut bytes = real.clone();
            let bit = dice.below((bytes.len() - 11) * 8);
            bytes[11 + bit / 8] ^= 1 << (bit % 8);
            waiting.extend(repair(&bytes));
            flipped += 1;
        }
        let answer = siege.push(doc, waiting.clone()).await?;
        conversations += 1;
        ensure!(!answer.verdicts.is_empty() && answer.verdicts.len() <= waiting.len(), "{answer:?}");
        for outcome in answer.outcomes() {
            match outcome {
                Outcome::Held(_) => held += 1,
                Outcome::Durable(_) => durable += 1,
            }
        }
        // What has no verdict is sent again, as a phone would.
        waiting.drain(..answer.verdicts.len());
        if conversations % 20 == 0 {
            siege.look("flipped bits", &[doc]).await?;
            real = siege.real()?;
        }
    }
    println!("{held} held, {durable} durable, {conversations} conversations");
    ensure!(held + durable == FLIPS, "{held} held, {durable} durable");
    siege.look("flipped bits", &[doc]).await?;
    siege.agrees()?;
    // A panic says where it was, never with which values: those are the attacker's.
    let log = std::fs::read_to_string(siege.server.log())?;
    ensure!(log.contains("panic") && !log.contains("left:"), "the log is that of quiet panics");
    siege.end()
}
