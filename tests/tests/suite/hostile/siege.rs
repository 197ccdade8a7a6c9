//! A server under attack, and everybody who must not notice.

use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use fieldnote_core::command::{AccountEdit, Command};
use fieldnote_core::sync::wire::{ByeReason, ClientFrame, Outcome, PendingDocument, Push, ServerFrame, Verdict};
use fieldnote_core::values::{AccountId, DocumentId, Id};
use fieldnote_tests::client::{Device, Link};
use fieldnote_tests::server::Server;

/// Most memory that the server may ever have held, kilobytes.
const PEAK_KB_MAX: u64 = 256 * 1024;

/// Most processor time that one hostile frame may cost the server, milliseconds.
const CPU_MS_MAX: f64 = 250.0;

/// A server with an attacker (a rep, signed in), and two more devices of the same person: one watches, one works.
pub(super) struct Siege {
    pub(super) server: Server,
    /// Sends what no app sends, each time over a new socket.
    pub(super) attacker: Device,
    /// The customer that the attacker goes for.
    pub(super) target: AccountId,
    watcher: Device,
    watching: Link,
    honest: Device,
    /// The customer that the honest device writes meanwhile.
    other: AccountId,
    rounds: u32,
    /// Highest cost of a frame so far, milliseconds.
    pub(super) worst_ms: f64,
}

/// What the server said to one frame.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) verdicts: Vec<Verdict>,
    pub(super) bye: Option<ByeReason>,
}

impl Answer {
    pub(super) fn outcomes(&self) -> Vec<Outcome> {
        self.verdicts.iter().map(|verdict| verdict.outcome).collect()
    }
}

impl Siege {
    pub(super) async fn begin() -> Result<Self> {
        let server = Server::demo()?;
        let mut attacker = Device::sign_in(&server, "li").await?;
        attacker.exchange(&server).await?;
        let mut watcher = Device::sign_in(&server, "li").await?;
        let mut watching = watcher.connect(&server).await?;
        watching.sync(&mut watcher, true).await?;
        let mut honest = Device::sign_in(&server, "li").await?;
        honest.exchange(&server).await?;
        let accounts = attacker.accounts();
        let (target, other) = (accounts[0], accounts[1]);
        Ok(Self { server, attacker, target, watcher, watching, honest, other, rounds: 0, worst_ms: 0.0 })
    }

    /// The document that the attacker goes for.
    pub(super) fn doc(&self) -> DocumentId {
        DocumentId::account(self.target)
    }

    /// Returns a real change of the attacker's to the target, which was not sent.
    pub(super) fn real(&mut self) -> Result<Vec<u8>> {
        self.attacker.reload();
        let edits = vec![AccountEdit::BudgetRange(format!("{}", self.rounds))];
        let written = self.attacker.execute(&Command::EditAccount { account: self.target, edits })?;
        self.attacker.pending.clear();
        Ok(written.first().context("a change")?.bytes.clone())
    }

    /// Sends changes of one document, and looks at everything.
    pub(super) async fn send(&mut self, what: &str, doc: DocumentId, changes: Vec<Vec<u8>>) -> Result<Answer> {
        let changes = changes.into_iter().map(Into::into).collect();
        let push = Push { pending: vec![PendingDocument { doc, changes }], pins: Vec::new(), returned: None };
        self.assault(what, vec![ClientFrame::Push(push).to_bytes()]).await
    }

    /// Sends frames one after another over one socket, then looks at everything.
    pub(super) async fn assault(&mut self, what: &str, frames: Vec<Vec<u8>>) -> Result<Answer> {
        let mut link = self.attacker.connect(&self.server).await?;
        link.sync(&mut self.attacker, true).await?;
        let mut answer = Answer::default();
        for frame in frames {
            if answer.bye.is_some() {
                break;
            }
            self.one(what, &mut link, frame, &mut answer).await?;
        }
        self.nobody_noticed(what).await?;
        Ok(answer)
    }

    async fn one(&mut self, what: &str, link: &mut Link, frame: Vec<u8>, answer: &mut Answer) -> Result<()> {
        let before = self.server.cpu_ms()?;
        // The server may close while it is being sent more than it takes.
        let _closed = link.send_bytes(frame).await;
        // The answer to a ping behind it tells that it was dealt with.
        let _closed = link.send(&ClientFrame::Ping).await;
        loop {
            let bytes = match link.next_bytes().await {
                Ok(bytes) => bytes,
                Err(error) if error.to_string().contains("no answer in time") => bail!("{what}: {error:#}"),
                Err(_) => {
                    answer.bye.get_or_insert(ByeReason::BadFrame);
                    break;
                }
            };
            match link.read(&bytes)? {
                ServerFrame::Delta(delta) => answer.verdicts.extend(delta.verdicts),
                ServerFrame::Pong => break,
                ServerFrame::Bye { reason, .. } => {
                    answer.bye = Some(reason);
                    break;
                }
            }
        }
        let cost = self.server.cpu_ms()? - before;
        self.worst_ms = self.worst_ms.max(cost);
        ensure!(cost < CPU_MS_MAX, "{what}: {cost:.0} ms of processor time");
        Ok(())
    }

    /// The process lives within its memory, another document is written and relayed, and nothing else is.
    pub(super) async fn nobody_noticed(&mut self, what: &str) -> Result<()> {
        self.look(what, &[]).await
    }

    /// As [`Self::nobody_noticed`], and documents that may have been written meanwhile.
    pub(super) async fn look(&mut self, what: &str, but: &[DocumentId]) -> Result<()> {
        ensure!(self.server.is_alive(), "{what}: the server died");
        let peak = self.server.peak_memory_kb()?;
        ensure!(peak < PEAK_KB_MAX, "{what}: {peak} kB of memory");
        self.rounds += 1;
        let edits = vec![AccountEdit::BudgetRange(format!("round {}", self.rounds))];
        let written = self.honest.execute(&Command::EditAccount { account: self.other, edits })?;
        let begun = Instant::now();
        self.honest.exchange(&self.server).await.with_context(|| format!("{what}: an honest device"))?;
        fieldnote_tests::client::ensure_durable(&self.honest, &written)?;
        ensure!(begun.elapsed().as_secs() < 5, "{what}: an honest device waited {:?}", begun.elapsed());
        let doc = DocumentId::account(self.other);
        let heads = self.honest.open(doc)?.heads();
        loop {
            let delta = self.watching.next(&mut self.watcher).await.with_context(|| what.to_owned())?;
            let relayed: Vec<DocumentId> = delta.documents.iter().map(|document| document.doc).collect();
            let rows: Vec<AccountId> = delta.rows.iter().map(|row| row.account).collect();
            let mut seen = relayed.into_iter().chain(rows.into_iter().map(DocumentId::account));
            let foreign = seen.find(|known| *known != doc && !but.contains(known));
            ensure!(foreign.is_none(), "{what}: {foreign:?} was relayed");
            self.watcher.take(delta);
            if self.watcher.heads.get(&doc) == Some(&heads) {
                return Ok(());
            }
        }
    }

    /// Sends changes and returns what became of them, without a look at anything else.
    pub(super) async fn push(&mut self, doc: DocumentId, changes: Vec<Vec<u8>>) -> Result<Answer> {
        let mut link = self.attacker.connect(&self.server).await?;
        link.sync(&mut self.attacker, true).await?;
        let changes = changes.into_iter().map(Into::into).collect();
        let push = Push { pending: vec![PendingDocument { doc, changes }], pins: Vec::new(), returned: None };
        let mut answer = Answer::default();
        self.one("a push", &mut link, ClientFrame::Push(push).to_bytes(), &mut answer).await?;
        Ok(answer)
    }

    /// Sends bytes that may still be a frame as the first ones of a conversation: any answer will do, but one.
    pub(super) async fn garbage(&mut self, what: &str, bytes: Vec<u8>) -> Result<()> {
        let mut link = self.attacker.connect(&self.server).await?;
        let mut answer = Answer::default();
        self.one(what, &mut link, bytes, &mut answer).await
    }

    /// Sends one frame many times without reading; returns how the server ended it.
    pub(super) async fn flood(&mut self, frame: &[u8], times: u32) -> Result<Option<ByeReason>> {
        let mut link = self.attacker.connect(&self.server).await?;
        link.sync(&mut self.attacker, true).await?;
        for _ in 0..times {
            if link.send_bytes(frame.to_vec()).await.is_err() {
                break;
            }
        }
        while let Ok(bytes) = link.next_bytes().await {
            if let ServerFrame::Bye { reason, .. } = link.read(&bytes)? {
                return Ok(Some(reason));
            }
        }
        Ok(None)
    }

    /// Returns a customer of somebody else's.
    pub(super) async fn of_another(&self) -> Result<AccountId> {
        let mut other = Device::sign_in(&self.server, "zhou").await?;
        other.exchange(&self.server).await?;
        let mine = self.attacker.accounts();
        other.accounts().into_iter().find(|account| !mine.contains(account)).context("a foreign customer")
    }

    /// Returns an id that nobody has.
    pub(super) fn fresh_id(&mut self) -> Id {
        let mut bytes = [0; 10];
        self.attacker.random().fill(&mut bytes);
        Id::from_bytes(bytes)
    }

    /// The watcher holds what the server says that it must.
    pub(super) fn agrees(&self) -> Result<()> {
        ensure!(self.watcher.own_digest()? == self.watcher.digest, "the watcher holds something else");
        Ok(())
    }

    /// Stops the server and lets it check all that it stored.
    pub(super) fn end(mut self) -> Result<()> {
        println!("worst frame {:.0} ms, peak {} kB", self.worst_ms, self.server.peak_memory_kb()?);
        self.server.stop()?;
        self.server.command(&["check"])?;
        Ok(())
    }
}
