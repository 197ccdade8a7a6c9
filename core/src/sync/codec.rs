//! Frames as bytes: a flag, then CBOR. Both directions are total and bounded.
//!
//! The flag is 0 for plain, 1 for deflated, and in the pages that answer a SYNC 2 for deflated with the SYNC and 3 for
//! deflated with the page before as dictionary: what a person writes in one day, and the customers of one person, are
//! of the same words.

use std::borrow::Cow;
use std::io::Read;

use flate2::Compression;
use flate2::bufread::{DeflateDecoder, DeflateEncoder};
use minicbor::{Decode, Encode};
use sha2::{Digest as _, Sha256};

#[cfg(not(target_os = "unknown"))]
use super::limits::LARGE_BYTES;
use super::limits::{
    DEFLATE_FROM_BYTES, DEVICE_INFLATED_BYTES_MAX, FRAME_BYTES_MAX, FRAME_ITEMS_MAX, INFLATED_BYTES_MAX,
};
use super::wire::{ClientFrame, Delta, RowDelta, ServerFrame};
#[cfg(not(target_os = "unknown"))]
use crate::values::DocumentId;
use crate::values::words;

const PLAIN: u8 = 0;
const DEFLATED: u8 = 1;
const AFTER_SYNC: u8 = 2;
const AFTER_PAGE: u8 = 3;

/// Bytes in front of a page that builds on others: which ones, so that none is read after others than it was written
/// after. With another dictionary a stream inflates as well, to other bytes.
const CHECK_BYTES: usize = 4;

/// Bytes that a dictionary can have: the window of deflate, less its longest match.
const DICTIONARY_BYTES_MAX: usize = 32 * 1024 - 262;

/// What went before a page, as both sides know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Before {
    /// The end of the SYNC.
    sync: Vec<u8>,
    /// The end of the last page.
    page: Vec<u8>,
}

impl Before {
    /// Notes that this frame was sent; only a SYNC matters.
    pub fn sent(&mut self, frame: &ClientFrame) {
        if matches!(frame, ClientFrame::Sync(_)) {
            self.sync = end_of(&plain(frame));
        }
    }
}

fn check_of(dictionary: &[u8]) -> [u8; CHECK_BYTES] {
    let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(dictionary));
    [a, b, c, d]
}

fn end_of(bytes: &[u8]) -> Vec<u8> {
    bytes.get(bytes.len().saturating_sub(DICTIONARY_BYTES_MAX)..).unwrap_or_default().to_vec()
}

/// Bytes that are no frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// More bytes than a frame may have.
    #[error("a frame of {got} bytes, at most {max} are allowed")]
    TooLarge {
        /// Bytes received.
        got: usize,
        /// Bytes allowed.
        max: usize,
    },
    /// It inflates to more than allowed.
    #[error("the frame inflates too far")]
    InflatesTooFar,
    /// More documents, changes and pins than [`FRAME_ITEMS_MAX`].
    #[error("a frame of {0} items, at most {FRAME_ITEMS_MAX} are allowed")]
    TooMany(usize),
    /// No bytes, or an unknown flag.
    #[error("the frame has no known flag byte")]
    UnknownFlag,
    /// The page builds on another one than the last that was read.
    #[error("the page does not follow the one before it")]
    OutOfOrder,
    /// The deflate stream is broken.
    #[error("the frame does not inflate")]
    Broken,
    /// The CBOR is broken, or not a frame this version knows.
    #[error("the frame is not understood: {0}")]
    Malformed(String),
}

impl ClientFrame {
    /// Writes the frame.
    pub fn to_bytes(&self) -> Vec<u8> {
        encode(self)
    }

    /// Reads a frame of at most [`FRAME_BYTES_MAX`] bytes.
    ///
    /// # Errors
    /// When it is too large or not understood.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrameError> {
        Self::from_bytes_noted(bytes).map(|(frame, _)| frame)
    }

    /// Reads a frame as [`Self::from_bytes`] does, and returns what its answer may build on.
    ///
    /// # Errors
    /// When it is too large or not understood.
    pub fn from_bytes_noted(bytes: &[u8]) -> Result<(Self, Before), FrameError> {
        let plain = inflated(bytes, FRAME_BYTES_MAX, DEVICE_INFLATED_BYTES_MAX, None)?;
        let frame: Self = read(&plain)?;
        let before = match frame {
            Self::Sync(_) => Before { sync: end_of(&plain), page: Vec::new() },
            _ => Before::default(),
        };
        match frame.items() {
            items if items > FRAME_ITEMS_MAX => Err(FrameError::TooMany(items)),
            _ => Ok((frame, before)),
        }
    }

    /// Counts documents, changes and pins.
    fn items(&self) -> usize {
        let (pending, pins, returned) = match self {
            Self::Sync(sync) => (&sync.pending, &sync.pins, None),
            Self::Push(push) => (&push.pending, &push.pins, push.returned.as_ref()),
            Self::Ping => return 0,
        };
        let returned = returned.map_or(0, |returned| returned.changes.len() + returned.heads.len());
        pending.iter().map(|document| 1 + document.changes.len()).sum::<usize>() + pins.len() + returned
    }
}

impl ServerFrame {
    /// Writes the frame.
    pub fn to_bytes(&self) -> Vec<u8> {
        encode(self)
    }

    /// Writes a page of the answer to a SYNC. A server's work: a browser's deflate takes no dictionary.
    #[cfg(not(target_os = "unknown"))]
    pub fn to_bytes_after(mut self, before: &mut Before) -> Vec<u8> {
        if let Self::Delta(delta) = &mut self {
            tuck_in(delta);
        }
        let plain = plain(&self);
        if plain.len() <= DEFLATE_FROM_BYTES {
            return [&[PLAIN], &plain[..]].concat();
        }
        // A large page is part of a download, where the time of a whole workspace counts.
        let level = if plain.len() > LARGE_BYTES { Compression::new(3) } else { Compression::default() };
        let (flag, dictionary) = match before.page.is_empty() {
            true => (AFTER_SYNC, &before.sync),
            false => (AFTER_PAGE, &before.page),
        };
        let mut deflated = [&[flag], &check_of(dictionary)[..]].concat();
        // Reading from memory has no error.
        let _read = DeflateEncoder::with_dictionary(&plain[..], level, dictionary).read_to_end(&mut deflated);
        // It may wait for a slow reader for long.
        deflated.shrink_to_fit();
        before.page = end_of(&plain);
        deflated
    }

    /// Reads a frame of at most [`INFLATED_BYTES_MAX`] bytes: a page is small, but one large document must fit.
    ///
    /// # Errors
    /// When it is too large or not understood.
    pub fn from_bytes(bytes: &[u8], before: &mut Before) -> Result<Self, FrameError> {
        let max = INFLATED_BYTES_MAX;
        let dictionary = match bytes.first() {
            Some(&AFTER_SYNC) => Some(&before.sync),
            Some(&AFTER_PAGE) => Some(&before.page),
            _ => None,
        };
        let plain = inflated(bytes, max, max, dictionary.map(Vec::as_slice))?;
        if dictionary.is_some() {
            before.page = end_of(&plain);
        }
        let mut frame = read(&plain)?;
        if let Self::Delta(delta) = &mut frame {
            tuck_out(delta);
        }
        Ok(frame)
    }
}

/// Puts rows beside their documents.
#[cfg(not(target_os = "unknown"))]
fn tuck_in(delta: &mut Delta) {
    for document in &mut delta.documents {
        let row = |row: &RowDelta| row.row.is_some() && DocumentId::account(row.account) == document.doc;
        if let Some(at) = delta.rows.iter().position(row) {
            document.row = delta.rows.remove(at).row;
        }
    }
}

/// Puts rows that stand beside their documents among the others.
fn tuck_out(delta: &mut Delta) {
    for document in &mut delta.documents {
        if let (Some(row), Some(account)) = (document.row.take(), document.doc.account_id()) {
            delta.rows.push(RowDelta { account, row: Some(row) });
        }
    }
}

fn plain(frame: &impl Encode<()>) -> Vec<u8> {
    let mut plain = Vec::new();
    #[expect(clippy::expect_used, reason = "writing to a Vec has no error, and the frames' encoders make none")]
    minicbor::encode(frame, &mut plain).expect("encoding into memory");
    plain
}

fn encode(frame: &impl Encode<()>) -> Vec<u8> {
    let plain = plain(frame);
    if plain.len() >= DEFLATE_FROM_BYTES
        && let Some(deflated) = raw_deflate(vec![DEFLATED], &plain)
        && deflated.len() <= plain.len()
    {
        return deflated;
    }
    [&[PLAIN], &plain[..]].concat()
}

fn raw_deflate(head: Vec<u8>, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut deflated = head;
    DeflateEncoder::new(bytes, Compression::default()).read_to_end(&mut deflated).ok()?;
    Some(deflated)
}

/// Returns the CBOR of a frame; a dictionary is there for the pages that need one.
fn inflated<'a>(
    bytes: &'a [u8],
    bytes_max: usize,
    inflated_max: usize,
    dictionary: Option<&[u8]>,
) -> Result<Cow<'a, [u8]>, FrameError> {
    if bytes.len() > bytes_max {
        return Err(FrameError::TooLarge { got: bytes.len(), max: bytes_max });
    }
    match (bytes.split_first(), dictionary) {
        (Some((&PLAIN, body)), _) => Ok(Cow::Borrowed(body)),
        (Some((&DEFLATED, body)), _) => inflate(body, inflated_max).map(Cow::Owned),
        (Some((_, body)), Some(dictionary)) => match body.split_first_chunk::<CHECK_BYTES>() {
            Some((check, body)) if *check == check_of(dictionary) => {
                inflate_after(body, inflated_max, dictionary).map(Cow::Owned)
            }
            _ => Err(FrameError::OutOfOrder),
        },
        _ => Err(FrameError::UnknownFlag),
    }
}

fn read<T: for<'b> Decode<'b, ()>>(body: &[u8]) -> Result<T, FrameError> {
    minicbor::decode(body).map_err(|error| FrameError::Malformed(words(&error)))
}

/// Packs bytes for the disk: deflated with a dictionary, or as they are where that is not shorter.
#[cfg(not(target_os = "unknown"))]
pub fn pack<'a>(bytes: &'a [u8], dictionary: &[u8]) -> Cow<'a, [u8]> {
    let mut packed = Vec::new();
    match DeflateEncoder::with_dictionary(bytes, Compression::new(3), dictionary).read_to_end(&mut packed) {
        Ok(_) if packed.len() < bytes.len() => Cow::Owned(packed),
        _ => Cow::Borrowed(bytes),
    }
}

/// Reads what [`pack`] made of `size` bytes.
///
/// # Errors
/// When it is damaged.
pub fn unpack(packed: &[u8], size: usize, dictionary: &[u8]) -> Result<Vec<u8>, FrameError> {
    if packed.len() == size {
        return Ok(packed.to_vec());
    }
    let bytes = inflate_after(packed, size, dictionary)?;
    if bytes.len() == size { Ok(bytes) } else { Err(FrameError::Broken) }
}

/// Inflates a raw deflate stream into at most `bytes_max` bytes.
pub(super) fn inflate(bytes: &[u8], bytes_max: usize) -> Result<Vec<u8>, FrameError> {
    inflate_after(bytes, bytes_max, &[])
}

fn inflate_after(bytes: &[u8], bytes_max: usize, dictionary: &[u8]) -> Result<Vec<u8>, FrameError> {
    let mut inflated = Vec::new();
    // One byte more than allowed tells "exactly full" from "too much".
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    let decoder = DeflateDecoder::with_dictionary(bytes, dictionary);
    decoder.take(limit).read_to_end(&mut inflated).map_err(|_| FrameError::Broken)?;
    if inflated.len() > bytes_max { Err(FrameError::InflatesTooFar) } else { Ok(inflated) }
}

/// Deflates bytes as a raw stream, for tests that build hostile chunks.
#[cfg(test)]
pub(super) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut deflated = Vec::new();
    DeflateEncoder::new(bytes, Compression::default()).read_to_end(&mut deflated).unwrap();
    deflated
}

#[cfg(test)]
mod tests {
    use minicbor::bytes::ByteVec;

    use super::*;
    use crate::sync::wire::{Content, Cookie, Digest, DocumentDelta, PendingDocument, Push, Seal, Sync};
    use crate::values::{AccountId, Id, Instant};

    fn push(bytes: Vec<u8>) -> ClientFrame {
        let pending = vec![PendingDocument { doc: DocumentId::WORKSPACE, changes: vec![ByteVec::from(bytes)] }];
        ClientFrame::Push(Push { pending, pins: Vec::new(), returned: None })
    }

    #[test]
    fn frames_read_back_and_only_large_ones_are_deflated() {
        let large = push(vec![7; 10_000]);
        let deflated = large.to_bytes();
        assert_eq!((deflated.first(), deflated.len() < 200), (Some(&DEFLATED), true));
        assert_eq!(ClientFrame::from_bytes(&deflated), Ok(large));
        assert_eq!(ClientFrame::Ping.to_bytes().first(), Some(&PLAIN));
        assert_eq!(ClientFrame::from_bytes(&ClientFrame::Ping.to_bytes()), Ok(ClientFrame::Ping));
        let content = Content::Snapshot(ByteVec::from(vec![1, 2, 3]));
        let documents = vec![DocumentDelta {
            doc: DocumentId::WORKSPACE,
            heads: Vec::new(),
            content,
            seal: Seal::default(),
            row: None,
        }];
        let delta = ServerFrame::Delta(Box::new(Delta { documents, ..Delta::default() }));
        assert_eq!(ServerFrame::from_bytes(&delta.to_bytes(), &mut Before::default()), Ok(delta));
    }

    #[test]
    fn the_pages_of_an_answer_build_on_the_question_and_on_each_other() {
        let words: Vec<u8> = (0..2_000u32).flat_map(|at| at.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
        let pending = vec![PendingDocument { doc: DocumentId::WORKSPACE, changes: vec![ByteVec::from(words.clone())] }];
        let sync = ClientFrame::Sync(Sync {
            version: 1,
            cookie: Cookie::default(),
            digest: Digest::default(),
            sent_at: Instant(0),
            live: false,
            pending,
            pins: Vec::new(),
            manifest: None,
            restored: false,
        });
        let page = |bytes: &[u8]| {
            let content = Content::Snapshot(ByteVec::from(bytes.to_vec()));
            let documents = vec![DocumentDelta {
                doc: DocumentId::WORKSPACE,
                heads: Vec::new(),
                content,
                seal: Seal::default(),
                row: None,
            }];
            ServerFrame::Delta(Box::new(Delta { documents, ..Delta::default() }))
        };
        let mut phone = Before::default();
        phone.sent(&sync);
        phone.sent(&ClientFrame::Ping);
        let (read, mut server) = ClientFrame::from_bytes_noted(&sync.to_bytes()).unwrap();
        assert_eq!((read, &server), (sync, &phone));
        let other: Vec<u8> = (0..2_000u32).flat_map(|at| at.wrapping_mul(2_246_822_519).to_be_bytes()).collect();
        let (mut flags, mut lengths) = (Vec::new(), Vec::new());
        for bytes in [&words[..], &[], &[&words[..], &other].concat(), &other] {
            let sent = page(bytes).to_bytes_after(&mut server);
            // News that are not of the answer change nothing.
            assert!(ServerFrame::from_bytes(&page(b"news").to_bytes(), &mut phone).is_ok());
            assert_eq!(ServerFrame::from_bytes(&sent, &mut phone), Ok(page(bytes)));
            assert_eq!(server, phone);
            assert!(sent.first() == Some(&PLAIN) || ServerFrame::from_bytes(&sent, &mut Before::default()).is_err());
            flags.push(sent.first().copied());
            lengths.push(sent.len());
        }
        assert_eq!(flags, [AFTER_SYNC, PLAIN, AFTER_PAGE, AFTER_PAGE].map(Some));
        assert!(lengths[0] < 200 && lengths[2] < other.len() + 400 && lengths[3] < 200, "{lengths:?}");
        for flag in [AFTER_SYNC, AFTER_PAGE] {
            assert_eq!(ClientFrame::from_bytes(&[flag, 3, 0]), Err(FrameError::UnknownFlag));
        }
    }

    #[test]
    fn rows_travel_beside_their_documents_and_arrive_among_the_others() {
        let account = |byte| AccountId(Id::from_bytes([byte; 10]));
        let row = |byte| RowDelta { account: account(byte), row: Some(ByteVec::from(vec![byte; 200])) };
        let document = |doc| DocumentDelta {
            doc,
            heads: Vec::new(),
            content: Content::Changes(Vec::new()),
            seal: Seal::default(),
            row: None,
        };
        let documents = vec![document(DocumentId::account(account(2))), document(DocumentId::private(account(1)))];
        let rows = vec![row(1), row(2), RowDelta { account: account(3), row: None }];
        let frame = ServerFrame::Delta(Box::new(Delta { documents, rows, ..Delta::default() }));
        let bytes = frame.clone().to_bytes_after(&mut Before::default());
        let Ok(ServerFrame::Delta(mut read)) = ServerFrame::from_bytes(&bytes, &mut Before::default()) else {
            panic!("no page");
        };
        read.rows.sort_by_key(|row| row.account);
        assert_eq!(ServerFrame::Delta(read), frame);
    }

    #[test]
    fn a_large_page_reads_back_after_the_one_before() {
        // Nothing that deflates to next to nothing.
        let bytes: Vec<u8> = (0..LARGE_BYTES as u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let page = |doc| {
            let content = Content::Snapshot(ByteVec::from(bytes.clone()));
            let document = DocumentDelta { doc, heads: Vec::new(), content, seal: Seal::default(), row: None };
            ServerFrame::Delta(Box::new(Delta { documents: vec![document], ..Delta::default() }))
        };
        let (mut server, mut phone) = (Before::default(), Before::default());
        let frames = [DocumentId::WORKSPACE, DocumentId::account(AccountId(Id::from_bytes([1; 10])))].map(page);
        let sent = frames.each_ref().map(|frame| frame.clone().to_bytes_after(&mut server));
        for (bytes, frame) in sent.iter().zip(frames) {
            assert_eq!(ServerFrame::from_bytes(bytes, &mut phone), Ok(frame));
        }
        // What stood in the page before costs nothing any more.
        assert!(sent[1].len() < sent[0].len(), "{} and {} bytes", sent[0].len(), sent[1].len());
        // After any other page, or none, its stream would inflate as well, to an account that never was.
        let mut other = Before { page: b"of another answer".to_vec(), ..phone };
        for bytes in [&sent[1][..], &sent[1][..3]] {
            assert_eq!(ServerFrame::from_bytes(bytes, &mut other).err(), Some(FrameError::OutOfOrder));
        }
        let mut other = Before { sync: b"of another conversation".to_vec(), ..Before::default() };
        assert_eq!(ServerFrame::from_bytes(&sent[0], &mut other).err(), Some(FrameError::OutOfOrder));
    }

    #[test]
    fn a_small_frame_that_inflates_far_is_refused_before_it_fills_the_memory() {
        let bomb = push(vec![0; DEVICE_INFLATED_BYTES_MAX + 1]).to_bytes();
        assert!(bomb.len() < 8_192);
        assert_eq!(ClientFrame::from_bytes(&bomb), Err(FrameError::InflatesTooFar));
        let content = Content::Snapshot(ByteVec::from(vec![0; INFLATED_BYTES_MAX + 1]));
        let documents = vec![DocumentDelta {
            doc: DocumentId::WORKSPACE,
            heads: Vec::new(),
            content,
            seal: Seal::default(),
            row: None,
        }];
        let bomb = ServerFrame::Delta(Box::new(Delta { documents, ..Delta::default() })).to_bytes();
        assert_eq!(ServerFrame::from_bytes(&bomb, &mut Before::default()), Err(FrameError::InflatesTooFar));
    }

    #[test]
    fn a_frame_holds_no_more_items_than_a_device_ever_sends() {
        let of = |changes: usize| {
            let changes = vec![ByteVec::from(Vec::new()); changes];
            let pending = vec![PendingDocument { doc: DocumentId::WORKSPACE, changes }];
            ClientFrame::from_bytes(&ClientFrame::Push(Push { pending, pins: Vec::new(), returned: None }).to_bytes())
        };
        assert!(of(FRAME_ITEMS_MAX - 1).is_ok());
        assert_eq!(of(FRAME_ITEMS_MAX), Err(FrameError::TooMany(FRAME_ITEMS_MAX + 1)));
    }

    #[test]
    fn what_is_packed_for_the_disk_reads_back() {
        for dictionary in [&[][..], b"a dictionary"] {
            for bytes in [&[7; 500][..], b"not in a dictionary", &[1, 2, 3], &[]] {
                assert_eq!(unpack(&pack(bytes, dictionary), bytes.len(), dictionary).as_deref(), Ok(bytes));
            }
        }
        let packed = pack(&[7; 500], &[]).into_owned();
        assert!(packed.len() < 50);
        assert!(unpack(&packed[..packed.len() - 3], 500, &[]).is_err());
        assert_eq!(unpack(&packed, 499, &[]), Err(FrameError::InflatesTooFar));
        assert_eq!(unpack(&packed, 501, &[]), Err(FrameError::Broken));
    }

    #[test]
    fn broken_bytes_are_errors() {
        let too_large = vec![0; FRAME_BYTES_MAX + 1];
        assert!(matches!(ClientFrame::from_bytes(&too_large), Err(FrameError::TooLarge { .. })));
        for bytes in [&[][..], &[2, 0], &[PLAIN], &[PLAIN, 0xff], &[DEFLATED, 0xff, 0xff], &[PLAIN, 0x9b, 0xff, 0xff]] {
            assert!(ClientFrame::from_bytes(bytes).is_err(), "{bytes:?}");
        }
        // Every prefix of a real frame ends in an error, none in a panic.
        let whole = push(vec![3; 100]).to_bytes();
        for length in 0..whole.len() {
            assert!(ClientFrame::from_bytes(&whole[..length]).is_err(), "{length}");
        }
    }
}
