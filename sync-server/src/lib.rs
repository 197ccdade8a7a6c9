//! The Fieldnote server: sign-in, the exchange, the web app's files, over one embedded database.
//!
//! Everything that decides is in `fieldnote-core`; here are the socket, the disk and the clock. [`serve`] starts a
//! server inside any process, so that tests can.

mod app;
mod auth;
mod body;
pub mod cli;
mod clock;
pub mod config;
pub mod demo;
mod demo_run;
mod error;
mod fanout;
mod headers;
mod hub;
mod limits;
mod live;
mod router;
mod routes;
mod staff;
mod store;
mod telemetry;
mod workspace;

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::Context as _;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use tokio::net::TcpSocket;
use tokio::sync::watch;
use tokio::task::JoinHandle as Task;

use app::App;
pub use config::Config;
use workspace::Workspace;

/// A server that listens. Dropping it does not stop it; call [`Running::shutdown`].
#[derive(Debug)]
pub struct Running {
    addr: SocketAddr,
    secure: bool,
    app: Arc<App>,
    drain: watch::Sender<bool>,
    handle: Handle<SocketAddr>,
    serving: Task<std::io::Result<()>>,
    hub: JoinHandle<()>,
}

/// Starts a server.
///
/// # Errors
/// When the data folder, the address, the web app or the certificate cannot be used.
pub async fn serve(config: Config) -> anyhow::Result<Running> {
    let workspace = Workspace::open(&config.data, config.retention())?;
    if config.demo {
        workspace.fill_when_empty().await?;
    }
    let tls = match config.tls() {
        Some((certificate, key)) => {
            // Fails only when a provider is there already, which is as good.
            let _installed = rustls::crypto::ring::default_provider().install_default();
            let tls = RustlsConfig::from_pem_file(certificate, key).await;
            Some(tls.context("--tls-cert, --tls-key: expected a certificate chain and its key as PEM files")?)
        }
        None => None,
    };
    let listener =
        listen(config.listen).with_context(|| format!("--listen: expected a free address, got {}", config.listen))?;
    let addr = listener.local_addr()?;
    let secure = tls.is_some();
    let (drain, draining) = watch::channel(false);
    let Workspace { database, hub, fanout, metrics, thread } = workspace;
    let app = Arc::new(App::new(config, database, hub, fanout, metrics, draining)?);
    let service = router::router(Arc::clone(&app)).into_make_service_with_connect_info::<SocketAddr>();
    let handle = Handle::new();
    let serving = match tls {
        Some(tls) => tokio::spawn(axum_server::from_tcp_rustls(listener, tls)?.handle(handle.clone()).serve(service)),
        None => tokio::spawn(axum_server::from_tcp(listener)?.handle(handle.clone()).serve(service)),
    };
    tracing::info!(%addr, "listening");
    Ok(Running { addr, secure, app, drain, handle, serving, hub: thread })
}

/// Takes an address, with room for a team that comes back at once; `std` asks for 128, which a herd fills in 50 ms.
fn listen(address: SocketAddr) -> std::io::Result<std::net::TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(limits::WAITING_TO_CONNECT)?.into_std()
}

impl Running {
    /// Returns the address listened on.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Returns the address for a browser.
    pub fn url(&self) -> String {
        format!("{}://{}", if self.secure { "https" } else { "http" }, self.addr)
    }

    /// Drains: no new connections, open ones are told to come back, what was pushed is answered; then the hub ends
    /// and the data folder is free.
    ///
    /// # Errors
    /// When the listener had failed.
    pub async fn shutdown(self) -> anyhow::Result<()> {
        let _no_connections = self.drain.send(true);
        self.handle.graceful_shutdown(Some(limits::DRAIN_TIMEOUT));
        let served = self.serving.await;
        let deadline = tokio::time::Instant::now() + limits::DRAIN_TIMEOUT;
        while self.app.metrics.connections.value() > 0 && tokio::time::Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.app.hub.stop().await;
        tokio::task::spawn_blocking(move || self.hub.join()).await?.map_err(|_| anyhow::anyhow!("the hub panicked"))?;
        self.app.database.release();
        Ok(served??)
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpStream;

    use super::*;

    #[tokio::test]
    async fn a_herd_is_let_in_before_anybody_is_attended_to() {
        let listener = listen(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let address = listener.local_addr().unwrap();
        let herd: Vec<_> = (0..500).map(|_| tokio::spawn(TcpStream::connect(address))).collect();
        let mut inside = Vec::new();
        for phone in herd {
            let joined = tokio::time::timeout(Duration::from_secs(10), phone).await;
            inside.push(joined.expect("a place to wait").unwrap().unwrap());
        }
        assert_eq!(inside.len(), 500);
    }
}
