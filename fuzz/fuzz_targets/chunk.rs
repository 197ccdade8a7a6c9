//! Any bytes as a change chunk: pre-flight, then Automerge's parser.

#![no_main]

use std::panic::catch_unwind;

use fieldnote_core::document::inspect;
use fieldnote_core::sync::preflight_hash;
use fieldnote_core::testing::hostile::repair;
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    // A panic of Automerge's parser is caught, as the server does; libFuzzer's hook would end the run.
    init: std::panic::set_hook(Box::new(|_| {})),
    |bytes: &[u8]| {
        let bytes = repair(bytes).unwrap_or_else(|| bytes.to_vec());
        let Some(hash) = preflight_hash(&bytes) else { return };
        if let Ok(Ok(info)) = catch_unwind(|| inspect(&bytes)) {
            assert_eq!(info.hash, hash);
        }
    }
);
