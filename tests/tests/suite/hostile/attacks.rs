//! Each attack over a real socket: a clear answer to whoever sent it, and nobody else notices.

use anyhow::{Context, Result, ensure};
use fieldnote_core::document::{Document, Scalar};
use fieldnote_core::sync::limits::SUBMISSION_CHANGES_MAX;
use fieldnote_core::sync::wire::HeldReason::{
    BadValue, DependsOnHeld, DuplicateSequence, ForeignActor, Malformed, MissingDependency, NoAccess, ProtectedPath,
};
use fieldnote_core::sync::wire::{ByeReason, ClientFrame, HeldReason, Outcome, PendingDocument, PinChange, Push};
use fieldnote_core::values::{AccountId, DeviceId, DocumentId, UserId};
use fieldnote_tests::client::{Device, now};
use fieldnote_tests::hostile::chunk::{Chunk, column, prefixed, run, signed, unsigned};
use fieldnote_tests::hostile::mutate;

use super::siege::Siege;

const MAKES_A_MAP: u8 = 0;
const PUTS: u8 = 1;
/// Columns that hold what other columns say there is: values, and what is replaced.
const OF_VALUES: [u64; 3] = [column::VALUE, 0x71, 0x73];
/// Operations of the largest change that is looked at.
const MOST: i64 = 20_000;

/// A change without an author or a history that has these columns.
fn bare(columns: &[(u64, Vec<u8>)]) -> Chunk {
    Chunk {
        deps: Vec::new(),
        actor: vec![7; 16],
        seq: 1,
        start_op: 1,
        time: 0,
        message: Vec::new(),
        others: Vec::new(),
        columns: columns.to_vec(),
        extra: Vec::new(),
    }
}

/// `count` puts of nothing under one key.
fn puts(count: i64, key: &[u8], action: u8) -> Vec<(u64, Vec<u8>)> {
    vec![
        (column::KEY, run(count, &prefixed(key))),
        (column::INSERT, unsigned(count as u64)),
        (column::ACTION, run(count, &[action])),
        (column::VALUE_LENGTH, run(count, &[0])),
        (column::PREDECESSORS, run(count, &[0])),
    ]
}

async fn is_held(siege: &mut Siege, what: &str, doc: DocumentId, bytes: Vec<u8>, reason: HeldReason) -> Result<()> {
    let answer = siege.send(what, doc, vec![bytes]).await?;
    ensure!(answer.outcomes() == [Outcome::Held(reason)], "{what}: {answer:?}");
    Ok(())
}

/// A change by any actor and author on what a device has, as a document's own writer would make it.
fn written(
    device: &Device,
    doc: DocumentId,
    actor: [u8; 16],
    author: UserId,
    path: &[&str],
    to: &str,
) -> Result<Vec<u8>> {
    let mut copy = Document::load(doc, actor, device.chunks.get(&doc).context("the document")?)?;
    let written = copy.write(Some(author), now(), |writing| writing.set(path, Scalar::from(to)))?;
    Ok(written.context("a change")?.bytes)
}

/// `counters[n]` is the counter of the object in which the n-th new map is: all of them made by this change itself.
fn maps_inside(counters: &[u64]) -> Vec<(u64, Vec<u8>)> {
    let count = counters.len() as i64;
    let literal: Vec<u8> = counters.iter().flat_map(|counter| unsigned(*counter)).collect();
    vec![
        (column::OBJECT_ACTOR, run(count, &[0])),
        (column::OBJECT_COUNTER, [signed(-count), literal].concat()),
        (column::KEY, run(count, &prefixed(b"k"))),
        (column::INSERT, unsigned(count as u64)),
        (column::ACTION, run(count, &[MAKES_A_MAP])),
        (column::VALUE_LENGTH, run(count, &[0])),
        (column::PREDECESSORS, run(count, &[0])),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn objects_inside_themselves_are_held() -> Result<()> {
    let mut siege = Siege::begin().await?;
    let doc = siege.doc();
    let real = Chunk::parse(&siege.real()?)?;
    let first = real.start_op;
    for (what, counters) in [
        ("an object inside itself", vec![first]),
        ("two objects inside each other", vec![first + 1, first]),
        ("an object inside a later one inside itself", vec![first + 1, first + 1]),
    ] {
        let chunk = Chunk { columns: maps_inside(&counters), ..real.clone() };
        is_held(&mut siege, what, doc, chunk.plain(), Malformed).await?;
    }
    siege.end()
}

#[tokio::test(flavor = "multi_thread")]
async fn bombs_go_off_nowhere() -> Result<()> {
    let mut siege = Siege::begin().await?;
    let doc = siege.doc();
    let million = bare(&puts(1_000_001, b"k", PUTS)).plain();
    ensure!(million.len() <= 104, "{} bytes", million.len());
    is_held(&mut siege, "an operation bomb", doc, million, Malformed).await?;
    // The same in an otherwise real change, and as large as the limits allow.
    let real = Chunk::parse(&siege.real()?)?;
    let with = |columns: &[(u64, Vec<u8>)]| {
        let mut chunk = real.clone();
        chunk.columns.retain(|(number, _)| !OF_VALUES.contains(number));
        columns.iter().for_each(|(number, data)| chunk.set(*number, data.clone()));
        chunk
    };
    let object = |count: i64| {
        let first = |number: u64| real.columns.iter().find(|(known, _)| *known == number).map(|(_, data)| data.clone());
        let value = |number: u64| first(number).and_then(|data| data.get(1..).map(<[u8]>::to_vec)).unwrap_or_default();
        [column::OBJECT_ACTOR, column::OBJECT_COUNTER].map(|number| (number, run(count, &value(number)))).to_vec()
    };
    for (what, columns, reason) in [
        ("twenty thousand puts", [object(MOST), puts(MOST, b"budget_range", PUTS)].concat(), BadValue),
        ("twenty thousand maps under one key", [object(MOST), puts(MOST, b"name", MAKES_A_MAP)].concat(), BadValue),
        ("a long key for all operations", [object(MOST), puts(MOST, &[b'k'; 100_000], PUTS)].concat(), Malformed),
        ("a long key for ten operations", [object(10), puts(10, &[b'k'; 100_000], PUTS)].concat(), Malformed),
        ("more predecessors than operations", vec![(column::PREDECESSORS, run(1, &unsigned(1 << 40)))], Malformed),
        ("a value longer than the chunk", vec![(column::VALUE_LENGTH, run(1, &unsigned(1 << 40)))], Malformed),
        ("runs of nothing", vec![(column::ACTION, [run(1, &[1]), signed(0)].concat().repeat(20_000))], Malformed),
    ] {
        is_held(&mut siege, what, doc, with(&columns).plain(), reason).await?;
    }
    // Maps inside maps, each in the one before.
    let start = i64::try_from(real.start_op)?;
    let inside = |first: &[u8], rest: i64, step: &[u8]| [run(-1, first), run(rest, step)].concat();
    let mut nested = with(&puts(MOST, b"0000000000000000", MAKES_A_MAP));
    nested.set(column::OBJECT_ACTOR, run(MOST, &[0]));
    nested.set(column::OBJECT_COUNTER, inside(&signed(start), MOST - 1, &signed(1)));
    is_held(&mut siege, "maps without an end", doc, nested.plain(), Malformed).await?;
    // Inflating: a chunk to 64 MiB, a thousand of them to 1 MiB, and a frame to 64 MiB.
    let zeros = |bytes: usize| bare(&[(column::VALUE, vec![0; bytes])]);
    is_held(&mut siege, "an inflate bomb", doc, zeros(64 << 20).deflated()?, Malformed).await?;
    let small = zeros((1 << 20) - 100).deflated()?;
    let answer = siege.send("a carpet of inflate bombs", doc, vec![small; 200]).await?;
    ensure!(answer.bye == Some(ByeReason::Busy) && answer.verdicts.len() <= 3, "{answer:?}");
    let answer = siege.assault("a frame that inflates", vec![super::bomb()]).await?;
    ensure!(answer.bye == Some(ByeReason::BadFrame), "{answer:?}");
    siege.end()
}

#[tokio::test(flavor = "multi_thread")]
async fn forgeries_are_held_with_their_reason() -> Result<()> {
    let mut siege = Siege::begin().await?;
    let (doc, me) = (siege.doc(), siege.attacker.person.identity.clone());
    let mut session = 0u8;
    let mut actor = || {
        session += 1;
        me.device.actor([session; 8])
    };
    let path = ["profile", "budget_range"];
    let by =
        |siege: &Siege, actor, author, path: &[&str], to: &str| written(&siege.attacker, doc, actor, author, path, to);
    let foreign = by(&siege, DeviceId([66; 8]).actor([1; 8]), me.user, &path, "x")?;
    is_held(&mut siege, "an actor of another device", doc, foreign, ForeignActor).await?;
    let server = by(&siege, DeviceId::SERVER.actor([1; 8]), me.user, &path, "x")?;
    is_held(&mut siege, "the server's actor", doc, server, ForeignActor).await?;
    let stranger = UserId(siege.fresh_id());
    let author = by(&siege, actor(), stranger, &path, "x")?;
    is_held(&mut siege, "another author", doc, author, ForeignActor).await?;
    for (what, edit, reason) in [
        (
            "a gap in the sequence",
            (|chunk| (chunk.seq, chunk.extra) = (3, Vec::new())) as fn(&mut Chunk),
            MissingDependency,
        ),
        ("the last operation number of all", |chunk| chunk.start_op = u64::from(u32::MAX) - 30_000, Malformed),
        ("an operation number used before", |chunk| chunk.start_op = 2, Malformed),
        ("no history", |chunk| chunk.deps.clear(), Malformed),
        ("an unknown dependency", |chunk| chunk.deps.push([9; 32]), MissingDependency),
        ("operations in another encoding", |chunk| chunk.set(column::ACTION, vec![1, PUTS]), Malformed),
        ("a message", |chunk| chunk.message = vec![b'm'; 257], Malformed),
    ] {
        let mut chunk = Chunk::parse(&by(&siege, actor(), me.user, &path, what)?)?;
        edit(&mut chunk);
        is_held(&mut siege, what, doc, chunk.plain(), reason).await?;
    }
    // A number used twice: the first is a real change, which the watcher gets to see, so the customer is a new one.
    let new = DocumentId::account(AccountId(siege.fresh_id()));
    let twice = actor();
    let make = |name: &str| -> Result<Vec<u8>> {
        let mut document = Document::new(new, twice);
        let written =
            document.write(Some(me.user), now(), |writing| writing.set(&["profile", "name"], Scalar::from(name)))?;
        Ok(written.context("a change")?.bytes)
    };
    let answer = siege.push(new, vec![make("一")?, make("二")?]).await?;
    ensure!(
        matches!(answer.outcomes()[..], [Outcome::Durable(_), Outcome::Held(DuplicateSequence)]),
        "a number used twice: {answer:?}"
    );
    siege.look("a number used twice", &[new]).await?;
    // Documents: another's, one that is only the server's to write, another kind.
    let theirs = siege.of_another().await?;
    let doc_of_another = DocumentId::account(theirs);
    let real = siege.real()?;
    is_held(&mut siege, "a foreign document", doc_of_another, real.clone(), NoAccess).await?;
    let private = DocumentId::private(theirs);
    is_held(&mut siege, "a foreign private document", private, real.clone(), NoAccess).await?;
    is_held(&mut siege, "the workspace", DocumentId::WORKSPACE, real.clone(), NoAccess).await?;
    is_held(&mut siege, "another kind of document", DocumentId::member(me.user), real, MissingDependency).await?;
    // Paths.
    let owner = by(&siege, actor(), me.user, &["facts", "owner"], &stranger.to_string())?;
    is_held(&mut siege, "a protected path", doc, owner.clone(), ProtectedPath).await?;
    let mut hidden = Document::new(doc, actor());
    let concurrent =
        hidden.write(Some(me.user), now(), |writing| writing.set(&["facts", "owner"], Scalar::from(stranger.0)))?;
    let concurrent = concurrent.context("a change")?.bytes;
    is_held(&mut siege, "a hidden write to a protected path", doc, concurrent, ProtectedPath).await?;
    let long = by(&siege, actor(), me.user, &path, "9")?;
    let mut long = Chunk::parse(&long)?;
    long.set(column::VALUE_LENGTH, run(-1, &unsigned(20_000 << 4 | 6)));
    long.set(column::VALUE, vec![b'x'; 20_000]);
    is_held(&mut siege, "a long value", doc, long.plain(), BadValue).await?;
    let mut chunks = siege.attacker.chunks[&doc].clone();
    chunks.push(owner);
    let mut astray = Document::load(doc, actor(), &chunks)?;
    let on_held = astray.write(Some(me.user), now(), |writing| writing.set(&path, Scalar::from("z")))?;
    is_held(&mut siege, "a change on a held one", doc, on_held.context("a change")?.bytes, DependsOnHeld).await?;
    siege.end()
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_frames_end_the_conversation_only() -> Result<()> {
    let mut siege = Siege::begin().await?;
    let doc = siege.doc();
    let real = siege.real()?;
    let frame = |doc, changes: Vec<Vec<u8>>| {
        let changes = changes.into_iter().map(Into::into).collect();
        ClientFrame::Push(Push { pending: vec![PendingDocument { doc, changes }], pins: Vec::new(), returned: None })
            .to_bytes()
    };
    let answer = siege.assault("an oversize frame", vec![vec![0; 256 * 1024 + 1]]).await?;
    ensure!(answer.bye == Some(ByeReason::BadFrame), "{answer:?}");
    let large = bare(&[(column::VALUE, (0..130_000u32).map(|byte| (byte * 7 / 3) as u8).collect())]).plain();
    is_held(&mut siege, "an oversize change", doc, large, Malformed).await?;
    let items = frame(doc, vec![Vec::new(); 100_000]);
    let answer = siege.assault("a hundred thousand empty changes", vec![items]).await?;
    ensure!(answer.bye == Some(ByeReason::BadFrame), "{answer:?}");
    let garbage: Vec<Vec<u8>> = (0..4_000u32).map(|number| number.to_be_bytes().to_vec()).collect();
    let answer = siege.send("four thousand changes that are none", doc, garbage).await?;
    ensure!(answer.bye == Some(ByeReason::Busy), "{:?}", answer.bye);
    let mut pins = Vec::new();
    for _ in 0..4_000 {
        pins.push(PinChange { doc: DocumentId::account(AccountId(siege.fresh_id())), wanted: true });
    }
    let pins = ClientFrame::Push(Push { pending: Vec::new(), pins, returned: None }).to_bytes();
    let answer = siege.assault("four thousand pins of nothing", vec![pins]).await?;
    ensure!(answer.bye.is_none(), "{answer:?}");
    let mut pending = Vec::new();
    for _ in 0..2_000 {
        pending.push(PendingDocument {
            doc: DocumentId::account(AccountId(siege.fresh_id())),
            changes: vec![vec![1].into()],
        });
    }
    let documents = ClientFrame::Push(Push { pending, pins: Vec::new(), returned: None }).to_bytes();
    let answer = siege.assault("two thousand documents", vec![documents]).await?;
    ensure!(answer.bye == Some(ByeReason::Busy), "{:?}", answer.bye);
    let whole = frame(doc, vec![real.clone()]);
    let first = siege.attacker.first_frame(false).to_bytes();
    let half = whole.len() / 2;
    let spliced = [&whole[..half], &first[first.len() / 2..]].concat();
    let mut reordered = whole.clone();
    reordered.rotate_left(half);
    for (what, bytes) in
        [("a truncated frame", whole[..half].to_vec()), ("a spliced frame", spliced), ("a reordered frame", reordered)]
    {
        let answer = siege.assault(what, vec![bytes]).await?;
        ensure!(answer.bye == Some(ByeReason::BadFrame), "{what}: {answer:?}");
    }
    // Changes in the wrong order: each gets its verdict.
    let on_nothing = {
        let mut chunk = Chunk::parse(&real)?;
        chunk.deps = vec![[3; 32]];
        chunk.plain()
    };
    let answer = siege.send("changes before their dependencies", doc, vec![on_nothing.clone(), on_nothing]).await?;
    ensure!(answer.outcomes() == [Outcome::Held(MissingDependency); 2], "{answer:?}");
    let mut dice = fieldnote_core::testing::builders::SplitMix::new(5);
    for round in 0..100 {
        // What still reads as a frame may hold the real change: leave it out, the watcher would see it.
        let bytes = mutate::bytes(&mut dice, first.clone(), &first);
        siege.garbage(&format!("mutated frame {round}"), bytes).await?;
    }
    siege.nobody_noticed("a hundred mutated frames").await?;
    siege.end()
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_tiny_frames_are_told_to_come_back() -> Result<()> {
    let mut siege = Siege::begin().await?;
    for (what, frame) in
        [("pings", ClientFrame::Ping.to_bytes()), ("pushes of nothing", ClientFrame::Push(Push::default()).to_bytes())]
    {
        let before = siege.server.cpu_ms()?;
        let reason = siege.flood(&frame, 10_000).await?;
        ensure!(reason == Some(ByeReason::Busy), "{what}: {reason:?}");
        let cost = siege.server.cpu_ms()? - before;
        ensure!(cost < 2_500.0, "{what}: {cost:.0} ms");
        siege.nobody_noticed(what).await?;
    }
    siege.end()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_most_that_one_frame_may_ask_for_stays_within_its_time() -> Result<()> {
    let mut siege = Siege::begin().await?;
    let me = siege.attacker.person.identity.clone();
    let new = [DocumentId::account(AccountId(siege.fresh_id())), DocumentId::account(AccountId(siege.fresh_id()))];
    // As many changes as one submission may bring, and one more.
    let mut document = Document::new(new[0], me.device.actor([1; 8]));
    let mut small = Vec::new();
    for number in 0..=SUBMISSION_CHANGES_MAX {
        let name = Scalar::Text(format!("{number}"));
        let written = document.write(Some(me.user), now(), |writing| writing.set(&["profile", "name"], name))?;
        small.push(written.context("a change")?.bytes);
    }
    let answer = siege.push(new[0], small.clone()).await?;
    ensure!(answer.verdicts.len() == SUBMISSION_CHANGES_MAX && answer.bye == Some(ByeReason::Busy), "{answer:?}");
    let answer = siege.push(new[0], small.split_off(SUBMISSION_CHANGES_MAX)).await?;
    ensure!(matches!(answer.outcomes()[..], [Outcome::Durable(_)]), "{answer:?}");
    siege.look("many small changes", &new).await?;
    // As many operations.
    let mut document = Document::new(new[1], me.device.actor([2; 8]));
    let mut large = Vec::new();
    for field in ["note", "core_need", "note", "core_need", "note"] {
        let (path, text) = (["profile", field], "一二三四五".repeat(1_990));
        let before = if large.len() < 2 { String::new() } else { text.clone() };
        let after = if large.len() < 2 { text } else { text.replace('一', "零").replace('三', "叁") };
        let written = document.write(Some(me.user), now(), |writing| writing.text(&path, &before, &after))?;
        large.push(written.context("a change")?.bytes);
    }
    let answer = siege.push(new[1], large).await?;
    ensure!(answer.outcomes().iter().all(|outcome| matches!(outcome, Outcome::Durable(_))), "{answer:?}");
    siege.look("many operations", &new).await?;
    siege.end()
}
