//! An open data folder with its hub: what `serve` and the other commands start from.

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use fieldnote_core::sync::hub::Retention;
use fieldnote_core::sync::store::StoreRead as _;

use crate::fanout::{Fanout, LocalFanout};
use crate::hub::{self, HubHandle};
use crate::staff::Staff;
use crate::store::sqlite::Database;
use crate::telemetry::Metrics;

/// An open data folder.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) database: Arc<Database>,
    pub(crate) hub: HubHandle,
    pub(crate) fanout: Arc<dyn Fanout>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) thread: JoinHandle<()>,
}

impl Workspace {
    /// Opens a data folder for this process alone.
    ///
    /// # Errors
    /// When it cannot be used.
    pub(crate) fn open(folder: &Path, retention: Retention) -> anyhow::Result<Self> {
        let database = Arc::new(Database::open(folder)?);
        let metrics = Arc::new(Metrics::default());
        let fanout: Arc<dyn Fanout> = Arc::new(LocalFanout::default());
        let (hub, thread) = hub::start(Arc::clone(&database), Arc::clone(&fanout), Arc::clone(&metrics), retention)?;
        Ok(Self { database, hub, fanout, metrics, thread })
    }

    /// Returns the way to change people.
    pub(crate) fn staff(&self) -> Staff {
        Staff::new(Arc::clone(&self.database), self.hub.clone(), None)
    }

    /// Tells whether nothing was ever written.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn is_empty(&self) -> anyhow::Result<bool> {
        Ok(self.database.view(|log| log.position())?.seq == 0 && self.database.users()?.is_empty())
    }

    /// Ends the hub.
    ///
    /// # Errors
    /// When it had failed.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        self.hub.stop().await;
        let ended = tokio::task::spawn_blocking(move || self.thread.join()).await?;
        ended.map_err(|_| anyhow::anyhow!("the hub panicked"))
    }
}
