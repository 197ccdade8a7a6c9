//! The one writer: a thread that drains what waits into core's `Hub`, so that many pushes share one transaction.
//!
//! An answer goes out after its commit, never before. A panic in the hub loses nothing that was acknowledged: the
//! waiting devices are told to try again, and a new hub is built from the store.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Instant;

use fieldnote_core::model::Member;
use fieldnote_core::policy::Policy;
use fieldnote_core::sync::hub::{Caller, Choice, Hub, Mended, Pushed, Receipt, Retention, ReviewError, Submission};
use fieldnote_core::sync::store::{StoreError, StoreRead as _};
use fieldnote_core::sync::wire::{ChangeHash, Cookie, Outcome, Returned};
use fieldnote_core::values::{DeviceId, Random as _, UserId};
use tokio::sync::{mpsc, oneshot};

use crate::clock::{self, OsRandom};
use crate::fanout::Fanout;
use crate::limits;
use crate::store::sqlite::{Database, SqliteStore};
use crate::telemetry::Metrics;

enum Job {
    Push(Submission, [u8; 8], oneshot::Sender<Receipt>),
    TakeBack(Caller, Box<Returned>, oneshot::Sender<Result<bool, StoreError>>),
    PutMember(Box<Member>, Option<UserId>, oneshot::Sender<Result<(), StoreError>>),
    Review(Box<ReviewWish>, oneshot::Sender<Result<(), ReviewError>>),
    InitWorkspace(Box<Policy>, oneshot::Sender<Result<(), StoreError>>),
    Tend,
    Mend,
    Stop,
}

/// A decision on a held change, to be carried out.
#[derive(Debug)]
pub(crate) struct ReviewWish {
    /// Who decides.
    pub(crate) reviewer: UserId,
    /// The device that sent the change, and its hash.
    pub(crate) key: (DeviceId, ChangeHash),
    /// What to do.
    pub(crate) choice: Choice,
}

/// The way to the hub, for any number of tasks.
#[derive(Debug, Clone)]
pub(crate) struct HubHandle(mpsc::Sender<Job>);

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

impl HubHandle {
    /// Hands in what a device sent; the receipt comes after the commit. Who finds no room for long, or a hub that ends,
    /// shall come back: nothing was looked at. A history other than that of the device answers `Unavailable`: what it
    /// wrote may build on what is to be given back first.
    pub(crate) async fn push(&self, submission: Submission, epoch: [u8; 8]) -> Receipt {
        let (reply, receipt) = oneshot::channel();
        let handed_in = self.0.send_timeout(Job::Push(submission, epoch, reply), limits::HUB_PATIENCE).await;
        let receipt = if handed_in.is_ok() { receipt.await.ok() } else { None };
        receipt.unwrap_or_else(|| Receipt::Stopped(Vec::new()))
    }

    /// Hands in what a restored server lacked of a document; tells whether it is there now.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn take_back(&self, caller: Caller, returned: Returned) -> Result<bool, StoreError> {
        let (reply, done) = oneshot::channel();
        self.ask(Job::TakeBack(caller, Box::new(returned), reply), done).await
    }

    /// Adds or changes a member in the workspace document; `by` is the administrator, nobody on the command line.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn put_member(&self, member: Member, by: Option<UserId>) -> Result<(), StoreError> {
        let (reply, done) = oneshot::channel();
        self.ask(Job::PutMember(Box::new(member), by, reply), done).await
    }

    /// Creates the workspace document, unless there is one.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn init_workspace(&self, policy: Policy) -> Result<(), StoreError> {
        let (reply, done) = oneshot::channel();
        self.ask(Job::InitWorkspace(Box::new(policy), reply), done).await
    }

    /// Carries out a decision on a held change.
    ///
    /// # Errors
    /// Why it cannot be carried out.
    pub(crate) async fn review(&self, wish: ReviewWish) -> Result<(), ReviewError> {
        let (reply, done) = oneshot::channel();
        let gone = || StoreError::Unavailable("the hub is not running".to_owned());
        self.0.send(Job::Review(Box::new(wish), reply)).await.map_err(|_| gone())?;
        done.await.map_err(|_| gone())?
    }

    async fn ask<T>(&self, job: Job, done: oneshot::Receiver<Result<T, StoreError>>) -> Result<T, StoreError> {
        let gone = || StoreError::Unavailable("the hub is not running".to_owned());
        self.0.send(job).await.map_err(|_| gone())?;
        done.await.map_err(|_| gone())?
    }

    /// Tells the hub that something in the store could not be read.
    pub(crate) fn mend(&self) {
        // Whoever meets it next says so again.
        let _busy = self.0.try_send(Job::Mend);
    }

    /// Tells the hub to end after what waits now.
    pub(crate) async fn stop(&self) {
        let _ended_already = self.0.send(Job::Stop).await;
    }
}

/// Starts the hub's thread.
///
/// # Errors
/// When the database cannot be read or the thread cannot be started.
pub(crate) fn start(
    database: Arc<Database>,
    fanout: Arc<dyn Fanout>,
    metrics: Arc<Metrics>,
    retention: Retention,
) -> anyhow::Result<(HubHandle, JoinHandle<()>)> {
    let keys = database.keys()?;
    if database.rows_are_stale()? {
        let mut actor = [0; 8];
        OsRandom.fill(&mut actor);
        Hub::new(SqliteStore(Arc::clone(&database)), keys, actor).make_rows(clock::now())?;
        database.rows_are_made()?;
        tracing::info!("the rows of an earlier version were made anew");
    }
    let mut actor = [0; 8];
    OsRandom.fill(&mut actor);
    // A damaged workspace is said by whoever meets it next.
    if let Err(error) = Hub::new(SqliteStore(Arc::clone(&database)), keys, actor).complete_workspace(clock::now()) {
        tracing::error!(%error, "the workspace could not be brought up to this version");
    }
    let (sender, mut jobs) = mpsc::channel(limits::HUB_QUEUE_MAX);
    tokio::spawn(remind(sender.downgrade()));
    let work = move || {
        let mut mended_at = None;
        loop {
            let mut actor = [0; 8];
            OsRandom.fill(&mut actor);
            let mut hub = Hub::new(SqliteStore(Arc::clone(&database)), keys, actor);
            hub.set_retention(retention);
            let epoch = hub.store().position().map_or([0; 8], |position| position.epoch);
            let fanout = &*fanout;
            let mut worker =
                Worker { hub, pushed_at: None, mended_at, leads_seen_at: None, epoch, fanout, metrics: &metrics };
            if catch_unwind(AssertUnwindSafe(|| worker.run(&mut jobs))).is_ok() {
                return;
            }
            mended_at = worker.mended_at;
            metrics.hub_restarts.add(1);
            tracing::error!("the hub panicked; building a new one from the store");
        }
    };
    let thread = std::thread::Builder::new().name("hub".to_owned()).spawn(work)?;
    Ok((HubHandle(sender), thread))
}

/// Reminds the hub to tend its documents, as long as somebody else can reach it.
async fn remind(hub: mpsc::WeakSender<Job>) {
    let mut ticks = tokio::time::interval(limits::TEND_INTERVAL);
    loop {
        ticks.tick().await;
        let Some(hub) = hub.upgrade() else { return };
        // A full queue has better things to do.
        let _busy = hub.try_send(Job::Tend);
    }
}

struct Worker<'a> {
    hub: Hub<SqliteStore>,
    /// When the last submissions were committed.
    pushed_at: Option<Instant>,
    /// When all documents were last looked at for damage.
    mended_at: Option<Instant>,
    /// When leads were last looked at for those that nobody follows up.
    leads_seen_at: Option<Instant>,
    /// Of the store's history.
    epoch: [u8; 8],
    fanout: &'a dyn Fanout,
    metrics: &'a Metrics,
}

impl Worker<'_> {
    /// Works until told to stop, or until nobody can ask any more.
    fn run(&mut self, jobs: &mut mpsc::Receiver<Job>) {
        let mut next = jobs.blocking_recv();
        while let Some(job) = next.take() {
            match job {
                Job::Stop => return,
                Job::Tend => self.tend(jobs),
                Job::Mend => self.mend(),
                Job::PutMember(member, by, reply) => {
                    let done = self.hub.put_member(&member, by, clock::now());
                    self.tell(done, reply);
                }
                Job::TakeBack(caller, returned, reply) => {
                    let done = self.hub.take_back(caller, &returned, clock::now());
                    let _hung_up = reply.send(done.map(|(whole, pushed)| {
                        self.publish(&pushed.touched);
                        whole
                    }));
                }
                Job::Review(wish, reply) => {
                    let mut suffix = [0; 8];
                    OsRandom.fill(&mut suffix);
                    let done = self.hub.review(wish.reviewer, wish.key, &wish.choice, suffix, clock::now());
                    let _hung_up = reply.send(done.map(|pushed| self.publish(&pushed.touched)));
                }
                Job::InitWorkspace(policy, reply) => {
                    let done = self.hub.init_workspace(&policy, clock::now());
                    self.tell(done, reply);
                }
                Job::Push(submission, epoch, reply) => {
                    self.gather(jobs);
                    let mut batch = vec![(submission, epoch, reply)];
                    while batch.len() < limits::HUB_BATCH_MAX {
                        match jobs.try_recv() {
                            Ok(Job::Push(submission, epoch, reply)) => batch.push((submission, epoch, reply)),
                            Ok(other) => {
                                next = Some(other);
                                break;
                            }
                            Err(_) => break,
                        }
                    }
                    self.push(batch);
                }
            }
            if next.is_none() {
                next = jobs.blocking_recv();
            }
        }
    }

    /// Compacts what is due, until somebody else waits.
    fn tend(&mut self, jobs: &mpsc::Receiver<Job>) {
        if self.leads_seen_at.is_none_or(|at| at.elapsed() >= limits::LEADS_INTERVAL) {
            self.leads_seen_at = Some(Instant::now());
            match self.hub.return_leads(clock::now()) {
                Ok(pushed) => self.publish(&pushed.touched),
                Err(error) => {
                    tracing::warn!(%error, "silent leads could not go back to the pool; they stay as they are")
                }
            }
        }
        loop {
            match self.hub.tend(clock::now()) {
                Ok(true) if jobs.is_empty() => {}
                Ok(_) => return,
                Err(error) => {
                    tracing::warn!(%error, "documents could not be compacted; they stay as they are");
                    return;
                }
            }
        }
    }

    /// Mends what is damaged. Everybody waits while all documents are read, so not again soon after.
    fn mend(&mut self) {
        if self.mended_at.is_some_and(|at| at.elapsed() < limits::MEND_INTERVAL) {
            return;
        }
        let mut epoch = [0; 8];
        OsRandom.fill(&mut epoch);
        match self.hub.mend(epoch, clock::now()) {
            Ok(Mended { rebuilt, lost, needs_backup, touched }) => {
                let (whole, gone) = (rebuilt.len(), lost.len());
                self.metrics.documents_rebuilt.add(whole as u64);
                self.metrics.documents_lost.add(gone as u64);
                tracing::error!(whole, gone, needs_backup, "damaged documents: rebuilt, or left to the devices");
                if gone > 0 {
                    self.epoch = epoch;
                }
                self.publish(&touched);
            }
            Err(error) => tracing::error!(%error, "damaged documents could not be mended"),
        }
        self.mended_at = Some(Instant::now());
    }

    /// Right after a commit, waits a moment for more submissions, unless there are enough.
    fn gather(&self, jobs: &mpsc::Receiver<Job>) {
        let wait = self.pushed_at.and_then(|at| limits::HUB_GATHER.checked_sub(at.elapsed()));
        if let Some(wait) = wait.filter(|_| jobs.len() + 1 < limits::HUB_BATCH_MAX) {
            std::thread::sleep(wait);
        }
    }

    fn push(&mut self, waiting: Vec<(Submission, [u8; 8], oneshot::Sender<Receipt>)>) {
        let begun = Instant::now();
        let (mut batch, mut replies) = (Vec::new(), Vec::new());
        for (submission, epoch, reply) in waiting {
            if epoch == self.epoch || epoch == Cookie::default().epoch {
                batch.push(submission);
                replies.push(reply);
            } else {
                let _hung_up = reply.send(Receipt::Unavailable);
            }
        }
        let count = batch.len();
        let pushed = self.hub.push(batch, clock::now());
        self.pushed_at = Some(Instant::now());
        self.metrics.submissions.add(count as u64);
        self.metrics.batches.add(1);
        self.metrics.hub_microseconds.add(u64::try_from(begun.elapsed().as_micros()).unwrap_or_default());
        if pushed.panics > 0 {
            self.metrics.admission_panics.add(u64::from(pushed.panics));
            tracing::warn!(panics = pushed.panics, "changes that panicked were held and their conversations ended");
        }
        let damaged = pushed.damaged;
        // First the hint, then the receipt: who gets an answer with all news in it need not look for news again.
        self.publish(&pushed.touched);
        for (receipt, reply) in pushed.receipts.into_iter().zip(replies) {
            self.count(&receipt);
            let _hung_up = reply.send(receipt);
        }
        if damaged {
            self.mend();
        }
    }

    fn tell(&self, done: Result<Pushed, StoreError>, reply: oneshot::Sender<Result<(), StoreError>>) {
        let done = done.map(|pushed| self.publish(&pushed.touched));
        let _hung_up = reply.send(done);
    }

    fn publish(&self, touched: &BTreeSet<UserId>) {
        if !touched.is_empty() {
            self.fanout.publish(touched);
        }
    }

    fn count(&self, receipt: &Receipt) {
        match receipt {
            Receipt::Stored(verdicts) | Receipt::Stopped(verdicts) => {
                let held = verdicts.iter().filter(|verdict| matches!(verdict.outcome, Outcome::Held(_))).count();
                self.metrics.changes_held.add(held as u64);
                self.metrics.changes_accepted.add((verdicts.len() - held) as u64);
                self.metrics.stopped.add(u64::from(matches!(receipt, Receipt::Stopped(_))));
            }
            Receipt::Unavailable => {
                self.metrics.unavailable.add(1);
                tracing::error!("the store could not commit; devices keep their edits");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use fieldnote_core::values::{DocumentId, Id};

    use super::*;
    use crate::workspace::Workspace;

    #[tokio::test]
    async fn what_a_device_of_another_history_sends_waits_until_it_has_compared() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::open(folder.path(), Retention::default()).unwrap();
        workspace.hub.init_workspace(Policy::preset()).await.unwrap();
        let epoch = || workspace.database.view(|log| log.position()).unwrap().epoch;
        let caller = Caller { user: UserId(Id::from_bytes([7; 10])), device: DeviceId([1; 8]) };
        let push = |epoch| workspace.hub.push(Submission { caller, pending: vec![], pins: vec![] }, epoch);
        let before = epoch();
        for known in [before, Cookie::default().epoch] {
            assert_eq!(push(known).await, Receipt::Stored(vec![]));
        }
        assert_eq!(push([9; 8]).await, Receipt::Unavailable);
        // A customer without a single byte: it cannot be rebuilt.
        let sql = "INSERT INTO documents (doc, heads, last_seq, deputies) VALUES (?1, zeroblob(32), 1, x'')";
        let doc = DocumentId::account(fieldnote_core::values::AccountId(Id::from_bytes([5; 10])));
        workspace.database.write(|transaction| transaction.execute(sql, [doc.to_bytes()])).unwrap();
        workspace.hub.mend();
        assert_eq!(push(before).await, Receipt::Unavailable, "its history has ended");
        assert_ne!(epoch(), before);
        assert_eq!(push(epoch()).await, Receipt::Stored(vec![]));
        assert_eq!((workspace.metrics.documents_rebuilt.value(), workspace.metrics.documents_lost.value()), (0, 1));
        workspace.close().await.unwrap();
    }

    #[tokio::test]
    async fn who_finds_the_queue_full_waits_and_who_finds_the_hub_gone_comes_back() {
        let caller = Caller { user: UserId(Id::from_bytes([7; 10])), device: DeviceId([1; 8]) };
        let push = async |hub: HubHandle| hub.push(Submission { caller, pending: vec![], pins: vec![] }, [0; 8]).await;
        let (jobs, mut waiting) = mpsc::channel(1);
        jobs.send(Job::Tend).await.unwrap();
        let (hub, ended) = (HubHandle(jobs.clone()), HubHandle(jobs));
        let answer = async {
            tokio::time::sleep(limits::HUB_GATHER).await;
            assert!(matches!(waiting.recv().await, Some(Job::Tend)));
            let Some(Job::Push(_, _, reply)) = waiting.recv().await else { panic!("expected what was pushed") };
            reply.send(Receipt::Stored(vec![])).unwrap();
        };
        assert_eq!(tokio::join!(push(hub), answer).0, Receipt::Stored(vec![]));
        drop(waiting);
        assert_eq!(push(ended).await, Receipt::Stopped(vec![]));
    }
}
