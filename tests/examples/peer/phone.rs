//! One client of the rig: the tabs of one phone, one for each person whose customers it was given.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use fieldnote_core::document::Document;
use fieldnote_core::session::{Event, StoreOp};
use fieldnote_core::values::{AccountId, DocumentId, DocumentKind};
use fieldnote_tests::replica::Replica;
use futures_util::future::{pending, select_all};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::customers::{Note, Workload, clock, sent_at};
use crate::store;
use crate::team::{Seats, Team, seed};

/// Customers that are created before the server hears of them: two documents each, of which a submission opens 64.
const CUSTOMERS_A_LOAD: usize = 30;
/// Longest time for the server to take them.
const LOADED_WITHIN: Duration = Duration::from_secs(120);

/// Customers by their number in the workload.
pub(super) type Ids = BTreeMap<usize, AccountId>;

/// What a phone is asked to do.
pub(super) enum Ask {
    /// Create customers with their notes, and hand them to the server; answers with their ids.
    Load(Vec<usize>, oneshot::Sender<Result<Ids>>),
    /// Open customers.
    Track(Vec<usize>, oneshot::Sender<Result<()>>),
    /// Connect, for these customers too.
    Connect(Vec<usize>, oneshot::Sender<Result<()>>),
    Disconnect(oneshot::Sender<()>),
    /// Wait until customers have so many notes; answers with the time.
    Wait(BTreeMap<usize, usize>, oneshot::Sender<f64>),
    /// Write a note, with the time of sending in it or not.
    Record(usize, Note, bool, oneshot::Sender<Result<()>>),
    /// Note how long the notes of others took.
    Listen,
    Latencies(oneshot::Sender<Vec<f64>>),
    Save(oneshot::Sender<Result<()>>),
}

/// What a phone is made from.
#[derive(Clone)]
pub(super) struct Setting {
    pub(super) id: String,
    pub(super) team: Team,
    pub(super) seats: Arc<Seats>,
    pub(super) workload: Arc<Workload>,
    /// Host and port.
    pub(super) address: String,
    /// Where the store outlives the process.
    pub(super) folder: Option<PathBuf>,
    /// The file with the customers' ids.
    pub(super) ids: Option<PathBuf>,
}

/// How many notes a document had with so many chunks; every further chunk is one more note.
#[derive(Clone, Copy)]
struct Read {
    notes: usize,
    chunks: usize,
}

pub(super) struct Phone {
    setting: Setting,
    ids: Ids,
    tabs: BTreeMap<usize, Replica>,
    read: BTreeMap<DocumentId, Read>,
    waits: Vec<(BTreeMap<DocumentId, usize>, oneshot::Sender<f64>)>,
    latencies: Option<Vec<f64>>,
}

impl Phone {
    pub(super) fn new(setting: Setting) -> Self {
        Self {
            setting,
            ids: Ids::new(),
            tabs: BTreeMap::new(),
            read: BTreeMap::new(),
            waits: Vec::new(),
            latencies: None,
        }
    }

    /// Serves until nobody asks any more.
    pub(super) async fn run(mut self, mut asks: mpsc::UnboundedReceiver<Ask>) {
        loop {
            let mut busy = false;
            let people: Vec<usize> = self.tabs.keys().copied().collect();
            for person in people {
                busy |= self.work(person).await;
            }
            if busy {
                while let Ok(ask) = asks.try_recv() {
                    self.answer(ask).await;
                }
                continue;
            }
            tokio::select! {
                ask = asks.recv() => match ask {
                    Some(ask) => self.answer(ask).await,
                    None => return,
                },
                (person, event) = next(&mut self.tabs) => {
                    if let Some(tab) = self.tabs.get_mut(&person) {
                        tab.tell(event);
                    }
                }
            }
        }
    }

    async fn answer(&mut self, ask: Ask) {
        // Who asked may be gone.
        match ask {
            Ask::Load(customers, done) => drop(done.send(self.load(customers).await)),
            Ask::Track(customers, done) => drop(done.send(self.track(&customers))),
            Ask::Connect(customers, done) => drop(done.send(self.connect(&customers).await)),
            Ask::Disconnect(done) => {
                self.tabs.values_mut().for_each(|tab| tab.tell(Event::Leader(false)));
                self.settle().await;
                let _ = done.send(());
            }
            // Who waits for a customer that nobody knows is told by the closed channel.
            Ask::Wait(wanted, done) => drop(self.wait(&wanted, done)),
            Ask::Record(customer, note, timed, done) => drop(done.send(self.record(customer, &note, timed).await)),
            Ask::Listen => self.latencies = Some(Vec::new()),
            Ask::Latencies(done) => drop(done.send(self.latencies.clone().unwrap_or_default())),
            Ask::Save(done) => drop(done.send(self.save())),
        }
    }

    /// Does the next thing that a tab has to do; false when there is none.
    async fn work(&mut self, person: usize) -> bool {
        let Some(tab) = self.tabs.get_mut(&person).filter(|tab| tab.is_busy()) else { return false };
        let ops = tab.work().await;
        self.observe(&ops);
        true
    }

    async fn settle(&mut self) {
        let people: Vec<usize> = self.tabs.keys().copied().collect();
        for person in people {
            while self.work(person).await {}
        }
    }

    /// Begins the tabs of the people whose customers these are.
    fn begin(&mut self, customers: &[usize]) -> Result<()> {
        let setting = &self.setting;
        if let Some(ids) = setting.ids.as_ref().filter(|ids| self.ids.is_empty() && ids.exists()) {
            self.ids = serde_json::from_slice(&std::fs::read(ids)?)?;
        }
        let count = setting.workload.docs.len();
        let people: BTreeSet<usize> = customers.iter().map(|customer| setting.team.owner(*customer, count)).collect();
        for person in people {
            if let std::collections::btree_map::Entry::Vacant(free) = self.tabs.entry(person) {
                let known = setting.seats.person(person, &setting.id, &format!("http://{}", setting.address))?;
                let folder = setting.folder.as_ref().map(|folder| folder.join(person.to_string()));
                let store = folder.map(|folder| store::read(&folder)).transpose()?.unwrap_or_default();
                let seed = seed(known.identity.device);
                free.insert(Replica::start(known, &setting.address, store, seed));
            }
        }
        Ok(())
    }

    fn track(&mut self, customers: &[usize]) -> Result<()> {
        self.begin(customers)?;
        for customer in customers {
            let doc = self.doc(*customer)?;
            self.notes(doc);
        }
        Ok(())
    }

    async fn connect(&mut self, customers: &[usize]) -> Result<()> {
        self.begin(customers)?;
        self.tabs.values_mut().for_each(|tab| tab.tell(Event::Leader(true)));
        self.settle().await;
        Ok(())
    }

    async fn load(&mut self, customers: Vec<usize>) -> Result<Ids> {
        self.begin(&customers)?;
        let (team, workload) = (self.setting.team, Arc::clone(&self.setting.workload));
        let mut by_person: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for customer in customers {
            by_person.entry(team.owner(customer, workload.docs.len())).or_default().push(customer);
        }
        for (person, customers) in by_person {
            self.exchange(person).await?;
            for some in customers.chunks(CUSTOMERS_A_LOAD) {
                for customer in some {
                    let tab = self.tabs.get_mut(&person).context("a tab")?;
                    let account = AccountId::random(tab.random());
                    let from = workload.docs.get(*customer).context("a customer of the workload")?;
                    let create = from.create(account, tab.random());
                    tab.execute(create).await?;
                    for record in from.records(account, tab.random()) {
                        tab.execute(record).await?;
                    }
                    self.ids.insert(*customer, account);
                    // Many writes under way at once would slow down each.
                    while self.work(person).await {}
                }
                self.exchange(person).await?;
            }
        }
        Ok(self.ids.clone())
    }

    /// Connects, waits until both sides have everything, and disconnects.
    async fn exchange(&mut self, person: usize) -> Result<()> {
        let tab = self.tabs.get_mut(&person).context("a tab")?;
        tab.tell(Event::Leader(true));
        let going = async {
            loop {
                if self.work(person).await {
                    continue;
                }
                let Some(tab) = self.tabs.get_mut(&person).filter(|tab| !tab.is_live()) else { return };
                let event = tab.event().await;
                tab.tell(event);
            }
        };
        timeout(LOADED_WITHIN, going).await.context("the server does not take the customers")?;
        if let Some(tab) = self.tabs.get_mut(&person) {
            tab.tell(Event::Leader(false));
        }
        while self.work(person).await {}
        Ok(())
    }

    async fn record(&mut self, customer: usize, note: &Note, timed: bool) -> Result<()> {
        let doc = self.doc(customer)?;
        let account = AccountId(doc.id);
        let person = self.setting.team.owner(customer, self.setting.workload.docs.len());
        // What waits is taken in first, so that the note stands on it.
        while self.work(person).await {}
        let tab = self.tabs.get_mut(&person).context("a tab of its owner")?;
        let at = clock();
        let record =
            if timed { note.record_sent(account, tab.random(), at) } else { note.record(account, tab.random()) };
        tab.execute(record).await?;
        while self.work(person).await {}
        Ok(())
    }

    fn save(&self) -> Result<()> {
        let Some(folder) = &self.setting.folder else { return Ok(()) };
        for (person, tab) in &self.tabs {
            store::write(&folder.join(person.to_string()), &tab.store)?;
        }
        Ok(())
    }

    fn wait(&mut self, wanted: &BTreeMap<usize, usize>, done: oneshot::Sender<f64>) -> Result<()> {
        let mut missing = BTreeMap::new();
        for (customer, count) in wanted {
            let doc = self.doc(*customer)?;
            if self.notes(doc) < *count {
                missing.insert(doc, *count);
            }
        }
        self.waits.push((missing, done));
        self.end_waits(&BTreeSet::new());
        Ok(())
    }

    fn end_waits(&mut self, changed: &BTreeSet<DocumentId>) {
        let counts: Vec<(DocumentId, usize)> = if self.waits.is_empty() {
            Vec::new()
        } else {
            changed.iter().map(|doc| (*doc, self.notes(*doc))).collect()
        };
        for (missing, _) in &mut self.waits {
            for (doc, count) in &counts {
                if missing.get(doc).is_some_and(|wanted| count >= wanted) {
                    missing.remove(doc);
                }
            }
        }
        let over = self.waits.extract_if(.., |(missing, _)| missing.is_empty());
        for (_, done) in over {
            let _ = done.send(clock());
        }
    }

    /// Looks at what a tab has stored.
    fn observe(&mut self, ops: &[StoreOp]) {
        let own = ops.iter().any(|op| matches!(op, StoreOp::PutOutbox(_)));
        let mut changed = BTreeSet::new();
        for op in ops {
            match op {
                StoreOp::DeleteChunks(doc) => drop(self.read.remove(doc)),
                StoreOp::PutChunk(doc, chunk) if doc.kind == DocumentKind::Account => {
                    changed.insert(*doc);
                    if let (Some(latencies), false) = (&mut self.latencies, own) {
                        latencies.extend(sent_at(chunk).map(|at| clock() - at));
                    }
                }
                _ => {}
            }
        }
        self.end_waits(&changed);
    }

    fn doc(&self, customer: usize) -> Result<DocumentId> {
        Ok(DocumentId::account(*self.ids.get(&customer).context("a customer that was loaded")?))
    }

    /// Counts the notes of a customer, reading the document when it is new.
    fn notes(&mut self, doc: DocumentId) -> usize {
        let Some(chunks) = self.tabs.values().find_map(|tab| tab.store.chunks.get(&doc)) else { return 0 };
        let read = *self.read.entry(doc).or_insert_with(|| {
            let document = Document::load(doc, [0; 16], chunks);
            Read { notes: document.map_or(0, |document| document.account().0.visits.len()), chunks: chunks.len() }
        });
        read.notes + chunks.len() - read.chunks
    }
}

async fn next(tabs: &mut BTreeMap<usize, Replica>) -> (usize, Event) {
    if tabs.is_empty() {
        return pending().await;
    }
    let events = tabs.iter_mut().map(|(person, tab)| Box::pin(async move { (*person, tab.event().await) }));
    select_all(events).await.0
}
