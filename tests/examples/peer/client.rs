//! The rig's line protocol: a command per line of standard input, an answer per line of standard output.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::future::try_join_all;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};

use crate::customers::{self, Workload, clock};
use crate::phone::{Ask, Phone, Setting};
use crate::team::{Seats, Team};

/// A command with the fields of all commands.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Command {
    rid: u64,
    cmd: String,
    k: usize,
    dir: Option<PathBuf>,
    url: String,
    id: String,
    ids: Option<PathBuf>,
    docs: Docs,
    want: BTreeMap<usize, usize>,
    wants: BTreeMap<usize, BTreeMap<usize, usize>>,
    connect_first: bool,
    list: Vec<Value>,
    rate: f64,
    seconds: f64,
    docs_of: Vec<Vec<usize>>,
}

/// Customers by number.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Docs {
    These(Vec<usize>),
    Range { from: usize, to: usize },
}

impl Default for Docs {
    fn default() -> Self {
        Self::These(Vec::new())
    }
}

/// A phone of this process.
#[derive(Clone)]
struct Handle {
    id: String,
    ids: Option<PathBuf>,
    asks: mpsc::UnboundedSender<Ask>,
}

impl Handle {
    async fn ask<T>(&self, ask: impl FnOnce(oneshot::Sender<T>) -> Ask) -> Result<T> {
        let (done, answer) = oneshot::channel();
        self.asks.send(ask(done)).ok().context("the phone is closed")?;
        Ok(answer.await?)
    }
}

struct Client {
    team: Team,
    workload: Arc<Workload>,
    phones: Mutex<BTreeMap<usize, Handle>>,
    sent: Mutex<usize>,
}

#[tokio::main]
pub(super) async fn run(workload: &Path) -> Result<()> {
    let (team, workload) = (Team::of_environment()?, Arc::new(customers::read(workload)?));
    let client = Arc::new(Client { team, workload, phones: Mutex::default(), sent: Mutex::default() });
    println!("@{}", json!({"ready": true}));
    let (said, mut lines) = mpsc::unbounded_channel();
    std::thread::spawn(move || std::io::stdin().lines().map_while(Result::ok).try_for_each(|line| said.send(line)));
    while let Some(line) = lines.recv().await {
        let command: Command = serde_json::from_str(&line).with_context(|| line.clone())?;
        let client = Arc::clone(&client);
        tokio::spawn(async move {
            let rid = command.rid;
            let answer = match client.run(command).await {
                Ok(answer) => json!({"rid": rid, "ok": answer}),
                Err(error) => json!({"rid": rid, "err": format!("{error:#}")}),
            };
            println!("@{answer}");
        });
    }
    Ok(())
}

impl Client {
    async fn run(&self, command: Command) -> Result<Value> {
        match command.cmd.as_str() {
            "open" => self.open(&command),
            "connectAll" => {
                let t = clock();
                try_join_all(self.all().iter().map(|(_, phone)| connect(phone, Vec::new()))).await?;
                Ok(json!({"t": t}))
            }
            "disconnectAll" => {
                try_join_all(self.all().iter().map(|(_, phone)| phone.ask(Ask::Disconnect))).await?;
                Ok(json!({}))
            }
            "syncAll" => {
                let phones = self.all();
                let waits = phones.iter().map(|(number, phone)| {
                    let want = command.wants.get(number).cloned().unwrap_or_default();
                    phone.ask(|done| Ask::Wait(want, done))
                });
                Ok(json!({"ts": try_join_all(waits).await?}))
            }
            "liveStart" => self.live(&command).await,
            "liveStop" => {
                let phones = self.all();
                let latencies = try_join_all(phones.iter().map(|(_, phone)| phone.ask(Ask::Latencies))).await?.concat();
                Ok(json!({"lat": latencies, "sent": *self.sent.lock().unwrap_or_else(PoisonError::into_inner)}))
            }
            _ => self.of_one(&command).await,
        }
    }

    /// Commands to one phone.
    async fn of_one(&self, command: &Command) -> Result<Value> {
        let phone = self.phones().get(&command.k).cloned().context("no such phone")?;
        let docs = self.docs(&phone, &command.docs);
        let began = clock();
        match command.cmd.as_str() {
            "load" => {
                let ids = phone.ask(|done| Ask::Load(docs, done)).await??;
                if let Some(file) = command.ids.as_ref().or(phone.ids.as_ref()) {
                    std::fs::write(file, serde_json::to_vec(&ids)?)?;
                }
                Ok(json!({"n": ids.len()}))
            }
            "track" => {
                phone.ask(|done| Ask::Track(docs, done)).await??;
                Ok(json!({"ms": clock() - began}))
            }
            "connect" => {
                connect(&phone, docs).await?;
                Ok(json!({"t": began}))
            }
            "disconnect" => phone.ask(Ask::Disconnect).await.map(|()| json!({})),
            "sync" => {
                if !command.connect_first {
                    phone.ask(|done| Ask::Track(docs.clone(), done)).await??;
                }
                let connecting = clock();
                connect(&phone, docs.clone()).await?;
                let notes = |doc: &usize| self.workload.docs.get(*doc).map_or(0, |customer| customer.notes.len());
                let want = |doc: &usize| command.want.get(doc).copied().unwrap_or_else(|| notes(doc));
                let want = docs.iter().map(|doc| (*doc, want(doc))).collect();
                let t = phone.ask(|done| Ask::Wait(want, done)).await?;
                let open_ms = connecting - began;
                Ok(json!({"t0": began, "tConnect": connecting, "t": t, "ms": t - connecting, "openMs": open_ms}))
            }
            "waitNotes" => {
                let want = command.want.clone();
                Ok(json!({"t": phone.ask(|done| Ask::Wait(want, done)).await?}))
            }
            "addNotes" => {
                for entry in &command.list {
                    let doc: usize = serde_json::from_value(entry.get("doc").cloned().unwrap_or_default())?;
                    let note = serde_json::from_value(entry.get("note").cloned().unwrap_or_default())?;
                    phone.ask(|done| Ask::Record(doc, note, false, done)).await??;
                }
                Ok(json!({"t0": began, "t": clock()}))
            }
            "flush" => phone.ask(Ask::Save).await?.map(|()| json!({})),
            "close" => {
                phone.ask(Ask::Save).await??;
                self.phones().remove(&command.k);
                Ok(json!({}))
            }
            other => bail!("no command is called {other}"),
        }
    }

    fn open(&self, command: &Command) -> Result<Value> {
        let address = command.url.split_once("://").context("an address")?.1.to_owned();
        let (asks, asked) = mpsc::unbounded_channel();
        let setting = Setting {
            id: command.id.clone(),
            team: self.team,
            // Read now: the server has made it by now.
            seats: Arc::new(Seats::read(self.team)?),
            workload: Arc::clone(&self.workload),
            address,
            folder: command.dir.clone(),
            ids: command.ids.clone(),
        };
        tokio::spawn(Phone::new(setting).run(asked));
        let handle = Handle { id: command.id.clone(), ids: command.ids.clone(), asks };
        self.phones().insert(command.k, handle);
        Ok(json!({"ms": 0}))
    }

    /// Every phone of this process writes in turn, so that there are `rate` notes a second.
    async fn live(&self, command: &Command) -> Result<Value> {
        let phones = self.all();
        for (_, phone) in &phones {
            phone.asks.send(Ask::Listen).ok().context("the phone is closed")?;
        }
        let began = tokio::time::Instant::now();
        let total = (command.rate * command.seconds).round() as usize;
        for index in 0..total {
            tokio::time::sleep_until(began + Duration::from_secs_f64(index as f64 / command.rate)).await;
            let (number, phone) = phones.get(index % phones.len().max(1)).context("a phone")?;
            let named = command.docs_of.get(*number).cloned().unwrap_or_default();
            let docs = self.docs(phone, &Docs::These(named));
            let doc = docs.get((index * 7 + 3 * number) % docs.len().max(1)).copied().context("a customer")?;
            let notes = &self.workload.live.notes;
            let note = notes.get((index * 13 + number) % notes.len().max(1)).cloned().context("a note")?;
            phone.ask(|done| Ask::Record(doc, note, true, done)).await??;
            *self.sent.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        }
        Ok(json!({"sent": total, "ms": began.elapsed().as_secs_f64() * 1e3}))
    }

    fn docs(&self, phone: &Handle, docs: &Docs) -> Vec<usize> {
        let named = match docs {
            Docs::These(docs) => docs.clone(),
            Docs::Range { from, to } => (*from..*to).collect(),
        };
        self.team.of_live_phone(&phone.id).unwrap_or(named)
    }

    fn phones(&self) -> std::sync::MutexGuard<'_, BTreeMap<usize, Handle>> {
        self.phones.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn all(&self) -> Vec<(usize, Handle)> {
        self.phones().iter().map(|(number, phone)| (*number, phone.clone())).collect()
    }
}

async fn connect(phone: &Handle, docs: Vec<usize>) -> Result<()> {
    phone.ask(|done| Ask::Connect(docs, done)).await?
}
