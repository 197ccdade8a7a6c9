//! Frames as bytes: a flag (0 plain, 1 deflated), then CBOR. Both directions are total and bounded.

use std::borrow::Cow;
use std::io::Read;

use flate2::Compression;
use flate2::bufread::{DeflateDecoder, DeflateEncoder};
use minicbor::{Decode, Encode};

use super::limits::{
    DEFLATE_FROM_BYTES, DEVICE_INFLATED_BYTES_MAX, FRAME_BYTES_MAX, FRAME_ITEMS_MAX, INFLATED_BYTES_MAX,
};
use super::wire::{ClientFrame, ServerFrame};
use crate::values::words;

const PLAIN: u8 = 0;
const DEFLATED: u8 = 1;

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
        let frame: Self = decode(bytes, FRAME_BYTES_MAX, DEVICE_INFLATED_BYTES_MAX)?;
        match frame.items() {
            items if items > FRAME_ITEMS_MAX => Err(FrameError::TooMany(items)),
            _ => Ok(frame),
        }
    }

    /// Counts documents, changes and pins.
    fn items(&self) -> usize {
        let (pending, pins) = match self {
            Self::Sync(sync) => (&sync.pending, &sync.pins),
            Self::Push(push) => (&push.pending, &push.pins),
            Self::Ping => return 0,
        };
        pending.iter().map(|document| 1 + document.changes.len()).sum::<usize>() + pins.len()
    }
}

impl ServerFrame {
    /// Writes the frame.
    pub fn to_bytes(&self) -> Vec<u8> {
        encode(self)
    }

    /// Reads a frame of at most [`INFLATED_BYTES_MAX`] bytes: a page is small, but one large document must fit.
    ///
    /// # Errors
    /// When it is too large or not understood.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrameError> {
        decode(bytes, INFLATED_BYTES_MAX, INFLATED_BYTES_MAX)
    }
}

fn encode(frame: &impl Encode<()>) -> Vec<u8> {
    let mut plain = vec![PLAIN];
    #[expect(clippy::expect_used, reason = "writing to a Vec has no error, and the frames' encoders make none")]
    minicbor::encode(frame, &mut plain).expect("encoding into memory");
    if plain.len() > DEFLATE_FROM_BYTES
        && let Some(deflated) = raw_deflate(vec![DEFLATED], plain.get(1..).unwrap_or_default())
        && deflated.len() < plain.len()
    {
        return deflated;
    }
    plain
}

fn raw_deflate(head: Vec<u8>, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut deflated = head;
    DeflateEncoder::new(bytes, Compression::default()).read_to_end(&mut deflated).ok()?;
    Some(deflated)
}

fn decode<T: for<'b> Decode<'b, ()>>(bytes: &[u8], bytes_max: usize, inflated_max: usize) -> Result<T, FrameError> {
    if bytes.len() > bytes_max {
        return Err(FrameError::TooLarge { got: bytes.len(), max: bytes_max });
    }
    match bytes.split_first() {
        Some((&PLAIN, body)) => read(body),
        Some((&DEFLATED, body)) => read(&inflate(body, inflated_max)?),
        _ => Err(FrameError::UnknownFlag),
    }
}

fn read<T: for<'b> Decode<'b, ()>>(body: &[u8]) -> Result<T, FrameError> {
    minicbor::decode(body).map_err(|error| FrameError::Malformed(words(&error)))
}

/// Packs bytes for the disk: deflated, or as they are where that is not shorter.
pub fn pack(bytes: &[u8]) -> Cow<'_, [u8]> {
    match raw_deflate(Vec::new(), bytes) {
        Some(packed) if packed.len() < bytes.len() => Cow::Owned(packed),
        _ => Cow::Borrowed(bytes),
    }
}

/// Reads what [`pack`] made of `size` bytes.
///
/// # Errors
/// When it is damaged.
pub fn unpack(packed: &[u8], size: usize) -> Result<Vec<u8>, FrameError> {
    if packed.len() == size {
        return Ok(packed.to_vec());
    }
    let bytes = inflate(packed, size)?;
    if bytes.len() == size { Ok(bytes) } else { Err(FrameError::Broken) }
}

/// Inflates a raw deflate stream into at most `bytes_max` bytes.
pub(super) fn inflate(bytes: &[u8], bytes_max: usize) -> Result<Vec<u8>, FrameError> {
    let mut inflated = Vec::new();
    // One byte more than allowed tells "exactly full" from "too much".
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    DeflateDecoder::new(bytes).take(limit).read_to_end(&mut inflated).map_err(|_| FrameError::Broken)?;
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
    use crate::sync::wire::{Content, Delta, DocumentDelta, PendingDocument, Push};
    use crate::values::DocumentId;

    fn push(bytes: Vec<u8>) -> ClientFrame {
        let pending = vec![PendingDocument { doc: DocumentId::WORKSPACE, changes: vec![ByteVec::from(bytes)] }];
        ClientFrame::Push(Push { pending, pins: Vec::new() })
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
        let documents = vec![DocumentDelta { doc: DocumentId::WORKSPACE, heads: Vec::new(), content }];
        let delta = ServerFrame::Delta(Box::new(Delta { documents, ..Delta::default() }));
        assert_eq!(ServerFrame::from_bytes(&delta.to_bytes()), Ok(delta));
    }

    #[test]
    fn a_small_frame_that_inflates_far_is_refused_before_it_fills_the_memory() {
        let bomb = push(vec![0; DEVICE_INFLATED_BYTES_MAX + 1]).to_bytes();
        assert!(bomb.len() < 8_192);
        assert_eq!(ClientFrame::from_bytes(&bomb), Err(FrameError::InflatesTooFar));
        let content = Content::Snapshot(ByteVec::from(vec![0; INFLATED_BYTES_MAX + 1]));
        let documents = vec![DocumentDelta { doc: DocumentId::WORKSPACE, heads: Vec::new(), content }];
        let bomb = ServerFrame::Delta(Box::new(Delta { documents, ..Delta::default() })).to_bytes();
        assert_eq!(ServerFrame::from_bytes(&bomb), Err(FrameError::InflatesTooFar));
    }

    #[test]
    fn a_frame_holds_no_more_items_than_a_device_ever_sends() {
        let of = |changes: usize| {
            let changes = vec![ByteVec::from(Vec::new()); changes];
            let pending = vec![PendingDocument { doc: DocumentId::WORKSPACE, changes }];
            ClientFrame::from_bytes(&ClientFrame::Push(Push { pending, pins: Vec::new() }).to_bytes())
        };
        assert!(of(FRAME_ITEMS_MAX - 1).is_ok());
        assert_eq!(of(FRAME_ITEMS_MAX), Err(FrameError::TooMany(FRAME_ITEMS_MAX + 1)));
    }

    #[test]
    fn what_is_packed_for_the_disk_reads_back() {
        for bytes in [&[7; 500][..], &[1, 2, 3], &[]] {
            assert_eq!(unpack(&pack(bytes), bytes.len()).as_deref(), Ok(bytes));
        }
        let packed = pack(&[7; 500]).into_owned();
        assert!(packed.len() < 50);
        assert!(unpack(&packed[..packed.len() - 3], 500).is_err());
        assert_eq!(unpack(&packed, 499), Err(FrameError::InflatesTooFar));
        assert_eq!(unpack(&packed, 501), Err(FrameError::Broken));
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
