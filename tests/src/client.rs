//! A device that speaks the exchange over a real socket, written apart from [`fieldnote_core::session`]: it keeps
//! what it was sent as bytes, so that a suite can look at every one of them, and it can misbehave on purpose.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use fieldnote_core::command::{Command, CommandContext, execute};
use fieldnote_core::document::{Document, Written};
use fieldnote_core::model::Directory;
use fieldnote_core::policy::Policy;
use fieldnote_core::summary::SummaryRow;
use fieldnote_core::sync::codec::Before;
use fieldnote_core::sync::digest::{document_item, of_sum, row_item};
use fieldnote_core::sync::manifest;
use fieldnote_core::sync::wire::{
    ByeReason, ChangeHash, ClientFrame, Content, Cookie, Delta, Digest, Gone, Heads, Outcome, PROTOCOL_VERSION,
    PendingDocument, PinChange, Push, Review, ServerFrame, Sync,
};
use fieldnote_core::values::{AccountId, DocumentId, DocumentKind, Instant, Random};
use futures_util::{SinkExt, StreamExt};
use minicbor::bytes::ByteVec;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::api::Person;
use crate::counted::{Count, Counted};
use crate::server::Server;

const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// What a device keeps between connections.
#[derive(Debug)]
pub struct Device {
    /// Who uses it.
    pub person: Person,
    /// Where it stands.
    pub cookie: Cookie,
    /// The digest that the server named last.
    pub digest: Digest,
    /// Documents in full: chunks in the order of their coming.
    pub chunks: BTreeMap<DocumentId, Vec<Vec<u8>>>,
    /// Heads that the server named.
    pub heads: BTreeMap<DocumentId, Heads>,
    /// Rows as sent.
    pub rows: BTreeMap<AccountId, Vec<u8>>,
    /// What was taken away, ever.
    pub gone: Vec<Gone>,
    /// Decisions on held changes, ever.
    pub reviews: Vec<Review>,
    /// Edits without a verdict.
    pub pending: Vec<Written>,
    /// Wishes to hold a document, not yet sent.
    pub pins: Vec<PinChange>,
    /// Documents whose heads moved by own edits since the server named them.
    touched: BTreeSet<DocumentId>,
    /// What became of each edit.
    pub verdicts: BTreeMap<ChangeHash, Outcome>,
    /// Every frame ever received, inflated.
    pub received: Vec<Vec<u8>>,
    actor: [u8; 16],
    random: SmallRandom,
}

/// An open socket.
#[derive(Debug)]
pub struct Link {
    socket: WebSocketStream<Counted<TcpStream>>,
    /// Bytes since the upgrade.
    pub count: Arc<Count>,
    before: Before,
}

/// Why the server did not answer as asked.
#[derive(Debug)]
pub struct Ended(pub ByeReason);

impl std::fmt::Display for Ended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the server ended the conversation: {:?}", self.0)
    }
}

impl std::error::Error for Ended {}

impl Device {
    /// Signs in on a new device that holds nothing.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn sign_in(server: &Server, login: &str) -> Result<Self> {
        Ok(Self::of(Person::sign_in(server, login).await?))
    }

    /// Makes a new device of a person, without anything on it.
    pub fn of(person: Person) -> Self {
        let seed = person.identity.device.0;
        let actor = person.identity.device.actor(seed);
        Self {
            person,
            cookie: Cookie::default(),
            digest: Digest::default(),
            chunks: BTreeMap::new(),
            heads: BTreeMap::new(),
            rows: BTreeMap::new(),
            gone: Vec::new(),
            reviews: Vec::new(),
            pending: Vec::new(),
            pins: Vec::new(),
            touched: BTreeSet::new(),
            verdicts: BTreeMap::new(),
            received: Vec::new(),
            actor,
            random: SmallRandom(u64::from_be_bytes(seed)),
        }
    }

    /// Loses everything that it holds, as a phone whose browser threw its data away, and begins a new tab session. The
    /// source of its ids goes on: no actor comes twice.
    pub fn wipe(&mut self) {
        let fresh = Self { random: self.random.clone(), ..Self::of(self.person.clone()) };
        *self = fresh;
        self.reload();
    }

    /// Opens a socket with this device's session.
    ///
    /// # Errors
    /// When the upgrade is refused.
    pub async fn connect(&self, server: &Server) -> Result<Link> {
        Link::open(server, &self.person.cookie, Some(server.url())).await
    }

    /// Opens a socket, exchanges until nothing more comes, and closes it.
    ///
    /// # Errors
    /// When the server ends the conversation.
    pub async fn exchange(&mut self, server: &Server) -> Result<()> {
        let mut link = self.connect(server).await?;
        link.sync(self, false).await?;
        link.close().await
    }

    /// Returns the first frame that this device would send now.
    pub fn first_frame(&mut self, live: bool) -> ClientFrame {
        ClientFrame::Sync(Sync {
            version: PROTOCOL_VERSION,
            cookie: self.cookie,
            digest: self.digest,
            sent_at: now(),
            live,
            pending: by_document(&self.pending),
            pins: std::mem::take(&mut self.pins),
            manifest: self.manifest(),
            restored: false,
        })
    }

    /// Returns what is here, for a device without a cookie.
    fn manifest(&self) -> Option<ByteVec> {
        // Only then: it opens what it wrote, which takes longer than the server waits for a first frame.
        let items = self.cookie.is_start().then(|| self.items().ok())?.filter(|items| !items.is_empty())?;
        let mut items: Vec<_> = items.into_values().map(|item| (item, ())).collect();
        Some(manifest::write(&mut items).into())
    }

    /// Takes a page in.
    pub fn take(&mut self, delta: Delta) {
        for verdict in delta.verdicts {
            self.verdicts.insert(verdict.hash, verdict.outcome);
            if let Some(at) = self.pending.iter().position(|written| written.hash == verdict.hash) {
                let written = self.pending.remove(at);
                if matches!(verdict.outcome, Outcome::Durable(_)) {
                    self.chunks.entry(written.doc).or_default().push(written.bytes);
                    self.touched.insert(written.doc);
                }
            }
        }
        self.reviews.extend(delta.reviews);
        for document in delta.documents {
            let chunks = self.chunks.entry(document.doc).or_default();
            match document.content {
                Content::Snapshot(bytes) => chunks.push(bytes.into()),
                Content::Changes(changes) => chunks.extend(changes.into_iter().map(Into::into)),
            }
            if document.heads.is_empty() {
                self.touched.insert(document.doc);
            } else {
                self.heads.insert(document.doc, document.heads);
            }
        }
        for gone in delta.gone {
            self.chunks.remove(&gone.doc);
            self.heads.remove(&gone.doc);
            self.touched.remove(&gone.doc);
            if gone.doc.kind == DocumentKind::Account {
                self.rows.remove(&AccountId(gone.doc.id));
            }
            self.gone.push(gone);
        }
        for row in delta.rows {
            match row.row {
                Some(bytes) => self.rows.insert(row.account, bytes.into()),
                None => self.rows.remove(&row.account),
            };
        }
        self.cookie = delta.cookie;
        if let Some(digest) = delta.digest {
            self.digest = digest;
        }
    }

    /// Computes the digest of what is here, as the exchange defines it.
    ///
    /// # Errors
    /// When a document is damaged.
    pub fn own_digest(&self) -> Result<Digest> {
        Ok(of_sum(self.items()?.into_values().fold(0, u128::wrapping_add)))
    }

    /// Returns what each document here adds to the digest.
    fn items(&self) -> Result<BTreeMap<DocumentId, u128>> {
        let key = &self.person.identity.digest_key;
        let mut items: BTreeMap<DocumentId, u128> = BTreeMap::new();
        let mut add = |doc, item| {
            let sum = items.entry(doc).or_default();
            *sum = sum.wrapping_add(item);
        };
        for (doc, chunks) in &self.chunks {
            let heads = match self.heads.get(doc) {
                Some(heads) if !self.touched.contains(doc) => heads.clone(),
                _ => Document::load(*doc, self.actor, chunks)?.heads(),
            };
            add(*doc, document_item(key, *doc, &heads));
        }
        for (account, row) in &self.rows {
            add(DocumentId::account(*account), row_item(key, *account, row));
        }
        Ok(items)
    }

    /// Loads a document with the edits that wait.
    ///
    /// # Errors
    /// When it is not here or damaged.
    pub fn open(&self, doc: DocumentId) -> Result<Document> {
        let mut chunks = self.chunks.get(&doc).with_context(|| format!("{doc} is not on this device"))?.clone();
        chunks.extend(self.pending.iter().filter(|written| written.doc == doc).map(|written| written.bytes.clone()));
        Ok(Document::load(doc, self.actor, &chunks)?)
    }

    /// Returns the customers held in full, without the leads: one in a pool takes no edits.
    pub fn accounts(&self) -> Vec<AccountId> {
        let is_lead = |account: &AccountId| {
            let row = self.rows.get(account).and_then(|row| SummaryRow::from_bytes(row).ok());
            row.is_some_and(|row| row.lead.is_some())
        };
        self.accounts_and_leads().into_iter().filter(|account| !is_lead(account)).collect()
    }

    /// Returns the customers and leads held in full.
    pub fn accounts_and_leads(&self) -> Vec<AccountId> {
        let of_account = |doc: &DocumentId| (doc.kind == DocumentKind::Account).then_some(AccountId(doc.id));
        self.chunks.keys().filter_map(of_account).collect()
    }

    /// Returns the workspace's numbers and people.
    ///
    /// # Errors
    /// When the workspace document is not here.
    pub fn workspace(&self) -> Result<(Policy, Directory)> {
        let (policy, directory, _) = self.open(DocumentId::WORKSPACE)?.workspace();
        Ok((policy, directory))
    }

    /// Executes a command offline: what it writes is pending.
    ///
    /// # Errors
    /// When a rule refuses it, or the customer is not here.
    pub fn execute(&mut self, command: &Command) -> Result<Vec<Written>> {
        let (policy, directory) = self.workspace()?;
        let context =
            CommandContext { me: self.person.identity.user, now: now(), policy: &policy, directory: &directory };
        let mut document = self.open_or_new(command.document())?;
        let private = command.account().map(|account| self.open_or_new(DocumentId::private(account)));
        let written = execute(&mut document, private.transpose()?.as_mut(), command, &context)?;
        self.pending.extend(written.iter().cloned());
        Ok(written)
    }

    fn open_or_new(&self, doc: DocumentId) -> Result<Document> {
        let known = self.chunks.contains_key(&doc) || self.pending.iter().any(|written| written.doc == doc);
        if !known {
            return Ok(Document::new(doc, self.actor));
        }
        let mut chunks = self.chunks.get(&doc).cloned().unwrap_or_default();
        chunks.extend(self.pending.iter().filter(|written| written.doc == doc).map(|written| written.bytes.clone()));
        Ok(Document::load(doc, self.actor, &chunks)?)
    }

    /// Begins a new tab session: another actor, as a reload does.
    pub fn reload(&mut self) {
        let mut suffix = [0; 8];
        self.random.fill(&mut suffix);
        self.actor = self.person.identity.device.actor(suffix);
    }

    /// Returns the source of ids of this device.
    pub fn random(&mut self) -> &mut dyn Random {
        &mut self.random
    }

    /// Returns the actor under which this device writes now.
    pub fn actor(&self) -> [u8; 16] {
        self.actor
    }

    /// Tells whether any frame ever received holds these bytes.
    pub fn ever_received(&self, needle: &[u8]) -> bool {
        self.received.iter().any(|frame| contains(frame, needle))
    }
}

impl Link {
    /// Opens a socket with any cookie and origin.
    ///
    /// # Errors
    /// When the upgrade is refused.
    pub async fn open(server: &Server, cookie: &str, origin: Option<&str>) -> Result<Self> {
        let stream = TcpStream::connect(server.address()).await?;
        stream.set_nodelay(true)?;
        Self::over(stream, server, cookie, origin).await
    }

    /// Opens a socket over a connection that was made before.
    ///
    /// # Errors
    /// When the upgrade is refused.
    pub async fn over(stream: TcpStream, server: &Server, cookie: &str, origin: Option<&str>) -> Result<Self> {
        let request = request(&server.address(), cookie, origin)?;
        let (stream, count) = Counted::new(stream);
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let (socket, _) = client_async_with_config(request, stream, Some(config)).await?;
        count.reset();
        Ok(Self { socket, count, before: Before::default() })
    }

    /// Sends the device's first frame and takes pages in until the last; returns how many came.
    ///
    /// # Errors
    /// When the server ends the conversation.
    pub async fn sync(&mut self, device: &mut Device, live: bool) -> Result<u32> {
        let frame = device.first_frame(live);
        self.send(&frame).await?;
        let mut pages = 0;
        loop {
            let delta = self.next(device).await?;
            pages += 1;
            let more = delta.more;
            device.take(delta);
            if !more && device.pending.is_empty() {
                return Ok(pages);
            }
        }
    }

    /// Sends what is pending on an open socket and waits for all verdicts.
    ///
    /// # Errors
    /// When the server ends the conversation.
    pub async fn push(&mut self, device: &mut Device) -> Result<()> {
        let pins = std::mem::take(&mut device.pins);
        let push = Push { pending: by_document(&device.pending), pins, returned: None };
        self.send(&ClientFrame::Push(push)).await?;
        while !device.pending.is_empty() {
            let delta = self.next(device).await?;
            device.take(delta);
        }
        Ok(())
    }

    /// Takes pages in until a condition holds.
    ///
    /// # Errors
    /// When it does not in time.
    pub async fn until(&mut self, device: &mut Device, mut holds: impl FnMut(&Device) -> bool) -> Result<()> {
        while !holds(device) {
            let delta = self.next(device).await?;
            device.take(delta);
        }
        Ok(())
    }

    /// Returns the next page.
    ///
    /// # Errors
    /// When none comes in time, or the server ends the conversation.
    pub async fn next(&mut self, device: &mut Device) -> Result<Delta> {
        loop {
            let frame = self.next_frame().await?;
            device.received.push(plain(&frame));
            match frame {
                ServerFrame::Delta(delta) => return Ok(*delta),
                ServerFrame::Pong => {}
                ServerFrame::Bye { reason, .. } => bail!(Ended(reason)),
            }
        }
    }

    /// Returns the next frame.
    ///
    /// # Errors
    /// When none comes in time, or it is none.
    pub async fn next_frame(&mut self) -> Result<ServerFrame> {
        let bytes = self.next_bytes().await?;
        self.read(&bytes)
    }

    /// Reads a frame that came on this socket.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(&mut self, bytes: &[u8]) -> Result<ServerFrame> {
        Ok(ServerFrame::from_bytes(bytes, &mut self.before)?)
    }

    /// Returns the next binary message as it came.
    ///
    /// # Errors
    /// When none comes in time, or the socket closes.
    pub async fn next_bytes(&mut self) -> Result<Vec<u8>> {
        loop {
            let message = tokio::time::timeout(ANSWER_WITHIN, self.socket.next()).await.context("no answer in time")?;
            match message.context("the socket closed")?? {
                Message::Binary(bytes) => return Ok(bytes.to_vec()),
                Message::Close(reason) => bail!("the socket closed: {reason:?}"),
                _ => {}
            }
        }
    }

    /// Sends a frame.
    ///
    /// # Errors
    /// When the socket is closed.
    pub async fn send(&mut self, frame: &ClientFrame) -> Result<()> {
        self.send_bytes(frame.to_bytes()).await
    }

    /// Sends any bytes as one message.
    ///
    /// # Errors
    /// When the socket is closed.
    pub async fn send_bytes(&mut self, bytes: Vec<u8>) -> Result<()> {
        // As the server reads them, which for a mutated frame is not as this side would write it.
        if let Ok((ClientFrame::Sync(_), before)) = ClientFrame::from_bytes_noted(&bytes) {
            self.before = before;
        }
        Ok(self.socket.send(Message::Binary(bytes.into())).await?)
    }

    /// Closes the socket in order.
    ///
    /// # Errors
    /// When it is broken.
    pub async fn close(mut self) -> Result<()> {
        Ok(self.socket.close(None).await?)
    }
}

/// Opens a plain socket to `/sync`, as a page of the server at this host and port would.
///
/// # Errors
/// When the upgrade is refused.
pub(crate) async fn upgrade(address: &str, cookie: &str) -> Result<WebSocketStream<TcpStream>> {
    let request = request(address, cookie, Some(&format!("http://{address}")))?;
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    // Small buffers: a herd of phones is in one process.
    let config = WebSocketConfig::default().read_buffer_size(4 * 1024).write_buffer_size(0);
    Ok(client_async_with_config(request, stream, Some(config)).await?.0)
}

fn request(address: &str, cookie: &str, origin: Option<&str>) -> Result<Request> {
    let mut request = format!("ws://{address}/sync").into_client_request()?;
    let headers = request.headers_mut();
    headers.insert("cookie", cookie.parse()?);
    headers.insert("sec-websocket-protocol", "fieldnote.1".parse()?);
    if let Some(origin) = origin {
        headers.insert("origin", origin.parse()?);
    }
    Ok(request)
}

/// Groups edits by document, in order.
pub fn by_document(pending: &[Written]) -> Vec<PendingDocument> {
    let mut documents: Vec<PendingDocument> = Vec::new();
    for written in pending {
        let bytes = written.bytes.clone().into();
        match documents.iter_mut().find(|document| document.doc == written.doc) {
            Some(document) => document.changes.push(bytes),
            None => documents.push(PendingDocument { doc: written.doc, changes: vec![bytes] }),
        }
    }
    documents
}

/// Returns the clock as the core counts it.
pub fn now() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_millis()).unwrap_or_default())
}

/// Tells whether `haystack` holds `needle`.
pub fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    !needle.is_empty() && haystack.windows(needle.len()).any(|window| window == needle)
}

fn plain(frame: &ServerFrame) -> Vec<u8> {
    minicbor::to_vec(frame).unwrap_or_default()
}

/// Fails unless every edit of a list is durable.
///
/// # Errors
/// When one is held or without verdict.
pub fn ensure_durable(device: &Device, written: &[Written]) -> Result<()> {
    for change in written {
        let outcome = device.verdicts.get(&change.hash);
        ensure!(matches!(outcome, Some(Outcome::Durable(_))), "{} {:?}: {outcome:?}", change.doc, change.hash);
    }
    Ok(())
}

/// SplitMix64: enough for ids in tests, and the same in every run.
#[derive(Debug, Clone)]
pub struct SmallRandom(pub u64);

impl Random for SmallRandom {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (mixed ^ (mixed >> 31)) as u8;
        }
    }
}
