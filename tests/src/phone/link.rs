//! A phone without network: the page and its service worker, whatever targets come and go.

use anyhow::{Context, Result};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

/// The network is cut as long as this lives: the browser ends the emulation when the debugger goes.
#[derive(Debug)]
pub struct Cut {
    debugger: JoinHandle<()>,
}

impl Cut {
    pub(super) async fn new(address: &str) -> Result<Self> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let version: Value = client.get(format!("http://{address}/json/version")).send().await?.json().await?;
        let url = version.get("webSocketDebuggerUrl").and_then(Value::as_str).context("no debugger")?;
        let (mut socket, _) = connect_async(url).await?;
        let attach = json!({"autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true,
            "filter": [{"type": "page"}, {"type": "service_worker"}]});
        socket.send(text(&json!({"id": 1, "method": "Target.setAutoAttach", "params": attach}))).await?;
        let (cut, is_cut) = tokio::sync::oneshot::channel();
        let debugger = tokio::spawn(async move {
            let (mut cut, mut id, mut first) = (Some(cut), 1u32, None);
            while let Some(Ok(message)) = socket.next().await {
                let Ok(event) = serde_json::from_str::<Value>(message.to_text().unwrap_or_default()) else { continue };
                if event.get("method").and_then(Value::as_str) == Some("Target.attachedToTarget") {
                    let session = event.pointer("/params/sessionId").cloned().unwrap_or_default();
                    let offline =
                        json!({"offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
                    for (method, parameters) in [
                        ("Network.enable", json!({})),
                        ("Network.emulateNetworkConditions", offline),
                        ("Runtime.runIfWaitingForDebugger", json!({})),
                    ] {
                        id += 1;
                        let call = json!({"id": id, "sessionId": session, "method": method, "params": parameters});
                        let _ = socket.send(text(&call)).await;
                    }
                    first.get_or_insert(id);
                }
                if first.is_some() && event.get("id").and_then(Value::as_u64) == first.map(u64::from) {
                    cut.take().map(|cut| cut.send(()));
                }
            }
        });
        is_cut.await.context("the debugger went away")?;
        Ok(Self { debugger })
    }
}

impl Drop for Cut {
    fn drop(&mut self) {
        self.debugger.abort();
    }
}

fn text(call: &Value) -> Message {
    Message::text(call.to_string())
}
