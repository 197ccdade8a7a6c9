//! What is no longer the person's: taken away at once, or when every edit on it has its verdict, or found out by a
//! download from the very start.

use super::Session;
use super::exchange::new_record;
use super::record::{DocumentRecord, Leaving, StoreOp};
use super::write::Batch;
use crate::sync::wire::{Delta, Gone, GoneReason, RowDelta};
use crate::values::{DocumentId, DocumentKind, Set};

impl Session {
    pub(super) fn take_gone(&mut self, batch: &mut Batch, gone: Gone, row_stays: bool) {
        let Some(mut record) = self.mirror.record(gone.doc).cloned() else { return };
        if self.mirror.restored && !record.heads.is_empty() {
            // It was not compared, as the restored server did not send it.
            record.lost = Self::perhaps_lost(&record);
        }
        let row = gone.doc.account_id().and_then(|account| self.mirror.row(account));
        let name = row.map(|row| row.name.clone()).unwrap_or_default();
        if self.mirror.outbox_of(gone.doc).next().is_some() || !record.lost.is_empty() {
            // Hidden now, dropped when every edit on it has its verdict and the server has got back what it lost of it.
            let leaving = Some(Leaving { reason: gone.reason, name });
            let server_row = record.server_row.clone().filter(|_| row_stays);
            let row = server_row.clone();
            self.put_record(batch, DocumentRecord { acked: Vec::new(), row, server_row, leaving, ..record });
        } else {
            self.drop_document(batch, gone.doc, gone.reason, name, row_stays);
        }
    }

    /// Drops a document's chunks, record and row; the row stays when only the document was let go.
    fn drop_document(&mut self, batch: &mut Batch, doc: DocumentId, reason: GoneReason, name: String, row_stays: bool) {
        let Some(record) = self.mirror.record(doc).cloned() else { return };
        self.put(batch, StoreOp::DeleteChunks(doc));
        self.drop_loaded(batch, doc);
        self.broken.remove(&doc);
        if (reason == GoneReason::Unpinned || row_stays) && doc.kind == DocumentKind::Account {
            let row = record.server_row.clone();
            self.put_record(batch, DocumentRecord { row, server_row: record.server_row, ..new_record(doc) });
            return;
        }
        self.put(batch, StoreOp::DeleteDocument(doc));
        if let (DocumentKind::Account, Some(account)) = (doc.kind, doc.account_id()) {
            self.exchange.took_away(account, name, reason);
        }
    }

    /// Drops what was taken away while edits on it waited, now that each has its verdict.
    pub(super) fn finish_leaving(&mut self, batch: &mut Batch, page: &Delta) {
        let judged: Set<_> = page.verdicts.iter().map(|verdict| verdict.doc).collect();
        let settled = |doc: &DocumentId| self.mirror.outbox_of(*doc).next().is_none();
        for doc in judged.into_iter().filter(settled).collect::<Vec<_>>() {
            let Some(record) = self.mirror.record(doc) else { continue };
            if let Some(Leaving { reason, name }) = record.leaving.clone().filter(|_| record.lost.is_empty()) {
                let row_stays = record.server_row.is_some();
                self.drop_document(batch, doc, reason, name, row_stays);
            } else if record.full && record.acked.is_empty() && record.lost.is_empty() {
                // Nothing of it was ever accepted: what was written is among the held edits.
                self.forget(batch, doc);
            }
        }
    }

    /// Drops all that is here of a document.
    pub(super) fn forget(&mut self, batch: &mut Batch, doc: DocumentId) {
        self.put(batch, StoreOp::DeleteChunks(doc));
        self.drop_loaded(batch, doc);
        self.put(batch, StoreOp::DeleteDocument(doc));
    }

    /// After a download from the very start: what it did not mention is no longer visible.
    pub(super) fn sweep(&mut self, batch: &mut Batch, page: &Delta) {
        let Some((mut documents, mut rows)) = self.exchange.take_mentioned() else { return };
        if let Some(unmet) = &page.unmet {
            let listed = (0..).zip(std::mem::take(&mut self.exchange.listed));
            let met: Vec<_> = listed.filter(|(place, _)| unmet.binary_search(place).is_err()).collect();
            // Of what is damaged here only the row was listed.
            let whole = |doc: &DocumentId| self.mirror.record(*doc).is_some_and(|record| !record.acked.is_empty());
            documents.extend(met.iter().map(|(_, doc)| *doc).filter(whole));
            rows.extend(met.iter().map(|(_, doc)| *doc));
        }
        let (documents, rows) = (Set::from(documents), Set::from(rows));
        let records: Vec<_> = self.mirror.records().cloned().collect();
        for record in records {
            let doc = record.doc;
            if record.server_row.is_some() && !rows.contains(&doc) {
                self.take_row_away(batch, doc);
            }
            // Never acknowledged and whole: made here, the server does not know it yet. What is damaged is fetched
            // again, or was taken away meanwhile.
            let made_here = record.acked.is_empty() && !record.heads.is_empty() && record.leaving.is_none();
            if record.full && !made_here && !documents.contains(&doc) && !self.keep_lost(batch, &record) {
                let gone = Gone { doc, reason: GoneReason::Access };
                self.take_gone(batch, gone, rows.contains(&doc));
            }
        }
    }

    fn take_row_away(&mut self, batch: &mut Batch, doc: DocumentId) {
        if let Some(account) = doc.account_id() {
            self.take_row(batch, &RowDelta { account, row: None });
        }
    }
}
