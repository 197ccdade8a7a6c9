//! Any bytes as a frame from a device.

#![no_main]

use fieldnote_core::sync::wire::ClientFrame;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(frame) = ClientFrame::from_bytes(bytes) {
        assert_eq!(ClientFrame::from_bytes(&frame.to_bytes()), Ok(frame));
    }
});
