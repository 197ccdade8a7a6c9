//! What all requests share.

use std::net::IpAddr;
use std::sync::Arc;

use fieldnote_core::document::Document;
use fieldnote_core::sync::seal::Keys;
use fieldnote_core::sync::store::{StoreError, StoreRead as _};
use fieldnote_core::values::{DeviceId, DocumentId, UserId};
use tokio::sync::{broadcast, watch};

use crate::auth::limiter::Limiter;
use crate::auth::token::TokenHash;
use crate::config::Config;
use crate::error::ApiError;
use crate::fanout::Fanout;
use crate::hub::HubHandle;
use crate::limits;
use crate::live::SharedPages;
use crate::routes::assets::Assets;
use crate::store::sqlite::Database;
use crate::telemetry::Metrics;

/// Whose connections end now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Those of a revoked device.
    Device(DeviceId),
    /// Those of an ended session.
    Session(TokenHash),
    /// All of a user, except those of one session.
    User {
        /// The user.
        user: UserId,
        /// The session that stays.
        but: Option<TokenHash>,
    },
}

/// The server's parts.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) database: Arc<Database>,
    pub(crate) keys: Keys,
    pub(crate) hub: HubHandle,
    pub(crate) fanout: Arc<dyn Fanout>,
    pub(crate) shared_pages: SharedPages,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) assets: Assets,
    pub(crate) logins_by_account: Limiter<String>,
    pub(crate) logins_by_address: Limiter<IpAddr>,
    /// Questions whether a colleague has a customer.
    pub(crate) names_by_user: Limiter<UserId>,
    /// Exchanges by POST, and reviews.
    pub(crate) posts_by_device: Limiter<DeviceId>,
    pub(crate) cuts: broadcast::Sender<Cut>,
    pub(crate) draining: watch::Receiver<bool>,
}

impl App {
    /// Puts the parts together.
    pub(crate) fn new(
        config: Config,
        database: Arc<Database>,
        hub: HubHandle,
        fanout: Arc<dyn Fanout>,
        metrics: Arc<Metrics>,
        draining: watch::Receiver<bool>,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            keys: database.keys()?,
            assets: Assets::open(config.web.clone())?,
            logins_by_account: Limiter::new(limits::LOGIN_TRIES_PER_ACCOUNT, limits::LOGIN_WINDOW),
            logins_by_address: Limiter::new(limits::LOGIN_TRIES_PER_ADDRESS, limits::LOGIN_WINDOW),
            names_by_user: Limiter::new(limits::NAMES_BURST, limits::NAMES_WINDOW),
            posts_by_device: Limiter::new(limits::FRAMES_BURST, limits::FRAME_REFILL * limits::FRAMES_BURST),
            cuts: broadcast::channel(64).0,
            config,
            database,
            hub,
            fanout,
            shared_pages: SharedPages::default(),
            metrics,
            draining,
        })
    }

    /// Runs work on the database away from the async threads.
    ///
    /// # Errors
    /// Those of the work.
    pub(crate) async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let app = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&app)).await.map_err(|error| ApiError::Internal(error.into()))?
    }

    /// Ends connections at once.
    pub(crate) fn cut(&self, cut: Cut) {
        let _nobody_connected = self.cuts.send(cut);
    }

    /// Tells whether the server is going down.
    pub(crate) fn is_draining(&self) -> bool {
        *self.draining.borrow()
    }

    /// Returns the name of the organisation, from the workspace document.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn organisation(self: &Arc<Self>) -> Result<String, ApiError> {
        self.blocking(|app| {
            let workspace = crate::store::load(&app.database, DocumentId::WORKSPACE, DeviceId::SERVER.actor([0; 8]))?;
            Ok(workspace.as_ref().map(Document::workspace).map(|(policy, ..)| policy.organisation).unwrap_or_default())
        })
        .await
    }

    /// Returns all members.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn directory(&self) -> Result<fieldnote_core::model::Directory, StoreError> {
        self.database.view(|log| log.directory())
    }
}
