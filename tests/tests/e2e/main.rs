//! The product in Chromium, as people use it: few tests, each a whole story.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "the helpers of tests may fail as the tests themselves do"
)]

mod accessibility;
mod addresses;
mod follow_up_table;
mod killed;
mod offline_day;
mod pinyin;
mod review;
mod rights;
mod storage;
mod together;
mod update;

use tokio::sync::{Mutex, MutexGuard};

/// The sample customer of the sources as its row begins: the grade, then the name that others of the demo end with.
const SAMPLE: &str = "A科技有限公司";

/// One story at a time: each needs the processor for itself to be as fast as the app promises.
async fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::const_new(());
    TURN.lock().await
}
