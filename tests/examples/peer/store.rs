//! A phone's store as a file: the operations that make it.

use std::path::Path;

use anyhow::Result;
use fieldnote_core::session::StoreOp;
use fieldnote_core::testing::device_store::DeviceStore;

const FILE: &str = "phone.cbor";

/// Reads a phone's store; an empty one when there is none.
pub(super) fn read(folder: &Path) -> Result<DeviceStore> {
    let mut store = DeviceStore::default();
    if let Ok(bytes) = std::fs::read(folder.join(FILE)) {
        let ops: Vec<StoreOp> = minicbor::decode(&bytes)?;
        store.commit(&ops)?;
    }
    Ok(store)
}

/// Writes a phone's store.
pub(super) fn write(folder: &Path, store: &DeviceStore) -> Result<()> {
    let mut ops = Vec::new();
    for (doc, chunks) in &store.chunks {
        ops.extend(chunks.iter().map(|chunk| StoreOp::PutChunk(*doc, chunk.clone().into())));
    }
    ops.extend(store.documents.values().cloned().map(StoreOp::PutDocument));
    ops.extend(store.outbox.values().cloned().map(StoreOp::PutOutbox));
    ops.extend(store.held.values().cloned().map(StoreOp::PutHeld));
    ops.extend(store.drafts.values().cloned().map(StoreOp::PutDraft));
    ops.extend(store.cookie.map(StoreOp::PutCookie));
    ops.extend(store.log.iter().cloned().map(StoreOp::AddLog));
    ops.extend(store.meta.iter().map(|(name, bytes)| StoreOp::PutMeta(name.clone(), bytes.clone().into())));
    std::fs::create_dir_all(folder)?;
    Ok(std::fs::write(folder.join(FILE), minicbor::to_vec(&ops)?)?)
}
