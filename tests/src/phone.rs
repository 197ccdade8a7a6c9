//! A phone: Chromium with a profile of its own, driven by role and name as a person with a screen reader would.

mod find;
mod link;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::{DesiredCapabilities, WebDriver};

use crate::paths;
use crate::server::{PASSWORD, Server};

pub use link::Cut;

/// Times that chromedriver is started before it counts as not starting.
const STARTS_MAX: usize = 3;

/// How long the app may take for what a person waits for.
const PATIENCE: Duration = Duration::from_secs(60);
const GLANCE: Duration = Duration::from_millis(25);

/// What a phone is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Width of the window in CSS pixels.
    pub width: u32,
    /// English instead of Chinese.
    pub english: bool,
}

impl Look {
    /// A phone in the hand, Chinese.
    pub const PHONE: Self = Self { width: 390, english: false };
    /// A screen on a desk, Chinese.
    pub const DESK: Self = Self { width: 1280, english: false };
}

/// A running browser with one tab.
#[derive(Debug)]
pub struct Phone {
    driver: WebDriver,
    browser: Browser,
    url: String,
    look: Look,
    patience: Duration,
}

/// The processes of one browser, and the folder with its data.
#[derive(Debug)]
struct Browser {
    chromedriver: Child,
    profile: Arc<TempDir>,
}

impl Phone {
    /// Starts a browser that has never been used.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn new(server: &Server, look: Look) -> Result<Self> {
        Self::start(Arc::new(TempDir::new()?), server.url(), look).await
    }

    /// Starts a browser, signs in, and waits for the first sync to end.
    ///
    /// # Errors
    /// When something on the way is not there.
    pub async fn signed_in(server: &Server, login: &str, look: Look) -> Result<Self> {
        let phone = Self::new(server, look).await?;
        phone.sign_in(login).await?;
        Ok(phone)
    }

    async fn start(profile: Arc<TempDir>, url: &str, look: Look) -> Result<Self> {
        let (browser, port) = Browser::start(profile)?;
        let capabilities = capabilities(&browser, look)?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await;
        let phone = Self {
            driver: driver.context("Chromium did not start")?,
            browser,
            url: url.to_owned(),
            look,
            patience: PATIENCE,
        };
        let height = if look.width < 600 { 844 } else { 900 };
        let metrics =
            json!({"width": look.width, "height": height, "deviceScaleFactor": 1, "mobile": look.width < 600});
        phone.cdp("Emulation.setDeviceMetricsOverride", metrics).await?;
        phone.show_dark(false).await?;
        Ok(phone)
    }

    /// Sets the theme of the system.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn show_dark(&self, dark: bool) -> Result<()> {
        let theme = if dark { "dark" } else { "light" };
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": theme},
            {"name": "prefers-reduced-motion", "value": "reduce"}]});
        self.cdp("Emulation.setEmulatedMedia", media).await.map(drop)
    }

    /// Ends the browser in order and starts it again with the same data. The cookie of a sign-in is on disk then:
    /// Chromium writes cookies half a minute late.
    ///
    /// # Errors
    /// When it does not start again.
    pub async fn restart(self) -> Result<Self> {
        let Self { driver, browser, url, look, .. } = self;
        let profile = Arc::clone(&browser.profile);
        driver.quit().await?;
        drop(browser);
        Self::start(profile, &url, look).await
    }

    /// Kills the browser at once, as a phone that runs out of memory does, and starts it again with the same data.
    ///
    /// # Errors
    /// When it does not start again.
    pub async fn die_and_restart(self) -> Result<Self> {
        let Self { driver, browser, url, look, .. } = self;
        let profile = Arc::clone(&browser.profile);
        drop(browser);
        drop(driver);
        Self::start(profile, &url, look).await
    }

    /// Signs in through the form and waits until the app shows Today.
    ///
    /// # Errors
    /// When the form or Today does not come.
    pub async fn sign_in(&self, login: &str) -> Result<()> {
        self.goto("/").await?;
        self.fill(self.say("账号", "Name"), login).await?;
        self.fill(self.say("密码", "Password"), PASSWORD).await?;
        self.tap("button", self.say("登录", "Sign in")).await?;
        // The app may be used before the first sync ends; the tests begin with all of it.
        let start = self.say("现在开始用", "Start now");
        let end = Instant::now() + self.patience;
        while !self.is_synced().await.unwrap_or_default() {
            self.tap_if_there("button", start).await;
            if Instant::now() > end {
                return self.fail("the first sync to end").await;
            }
            tokio::time::sleep(GLANCE).await;
        }
        Ok(())
    }

    async fn is_synced(&self) -> Result<bool> {
        self.has("link", self.say("已同步", "Synced")).await
    }

    /// Waits until the badge says that everything is on the server.
    ///
    /// # Errors
    /// When it does not in time.
    pub async fn synced(&self) -> Result<()> {
        self.wait_for("link", self.say("已同步", "Synced")).await
    }

    /// Returns the session as sent in a `Cookie` line.
    ///
    /// # Errors
    /// When there is none.
    pub async fn cookie(&self) -> Result<String> {
        let cookie = self.driver.get_named_cookie("__Host-fieldnote").await?;
        Ok(format!("{}={}", cookie.name, cookie.value))
    }

    /// Waits longer from now on, for a slow phone with much data.
    pub fn be_patient(&mut self, seconds: u64) {
        self.patience = Duration::from_secs(seconds);
    }

    /// Picks the word of the phone's language.
    pub fn say<'a>(&self, chinese: &'a str, english: &'a str) -> &'a str {
        if self.look.english { english } else { chinese }
    }

    /// Opens a path of the app, as a cold load.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn goto(&self, path: &str) -> Result<()> {
        Ok(self.driver.goto(format!("{}{path}", self.url)).await?)
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn reload(&self) -> Result<()> {
        Ok(self.driver.refresh().await?)
    }

    /// Returns the path that is open.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn path(&self) -> Result<String> {
        let url = self.driver.current_url().await?;
        Ok(url.path().to_owned())
    }

    /// Runs a script in the page.
    ///
    /// # Errors
    /// When it throws.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.driver.execute(script, arguments).await?.json().clone())
    }

    /// Runs a script in the page that calls its last argument with the result.
    ///
    /// # Errors
    /// When it throws or takes too long.
    pub async fn script_async(&self, script: &str) -> Result<Value> {
        Ok(self.driver.execute_async(script, Vec::new()).await?.json().clone())
    }

    /// Waits until a script returns true.
    ///
    /// # Errors
    /// When it does not in time; what the page shows is in the message and in a picture.
    pub async fn until(&self, what: &str, script: &str) -> Result<()> {
        self.until_with(what, script, Vec::new()).await
    }

    async fn until_with(&self, what: &str, script: &str, arguments: Vec<Value>) -> Result<()> {
        let end = Instant::now() + self.patience;
        loop {
            if self.script(script, arguments.clone()).await.is_ok_and(|value| value == Value::Bool(true)) {
                return Ok(());
            }
            if Instant::now() > end {
                return self.fail(what).await;
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Fails with what the page shows.
    async fn fail<T>(&self, what: &str) -> Result<T> {
        let name = what.chars().filter(|c| c.is_alphanumeric()).take(40).collect::<String>();
        let picture = paths::leavings()?.join(format!("{name}.png"));
        let _ = self.driver.screenshot(&picture).await;
        let text = self.text().await.unwrap_or_default();
        let path = self.path().await.unwrap_or_default();
        let mut console = String::new();
        for entry in self.driver.browser_log().await.unwrap_or_default() {
            console.push_str(&format!("{entry:?}\n"));
        }
        bail!(
            "waited in vain for {what} at {path} (picture: {})\n{text}\n--- console ---\n{console}",
            picture.display()
        )
    }

    /// Returns the text that the page shows.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn text(&self) -> Result<String> {
        let text = self.script("return document.body.innerText", Vec::new()).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Sends a command of the DevTools protocol to the page.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub async fn cdp(&self, method: &str, parameters: Value) -> Result<Value> {
        Ok(self.driver.cdp().send_raw(method, parameters).await?)
    }

    /// Takes a picture of the page.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn picture(&self, file: &std::path::Path) -> Result<()> {
        Ok(self.driver.screenshot(file).await?)
    }

    /// Cuts the network of the page and of its service worker until the returned value is dropped.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub async fn cut(&self) -> Result<Cut> {
        let options = self.driver.capabilities().get("goog:chromeOptions").cloned().unwrap_or_default();
        let address = options.get("debuggerAddress").and_then(Value::as_str).context("no debugger address")?;
        Cut::new(address).await
    }

    /// Waits for a downloaded file with this ending, and reads it.
    ///
    /// # Errors
    /// When none comes, or it is no text.
    pub async fn downloaded(&self, ending: &str) -> Result<String> {
        let folder = self.browser.downloads();
        let end = Instant::now() + self.patience;
        while Instant::now() < end {
            for entry in std::fs::read_dir(&folder).into_iter().flatten() {
                let path = entry?.path();
                if path.to_string_lossy().ends_with(ending) {
                    return Ok(std::fs::read_to_string(path)?);
                }
            }
            tokio::time::sleep(GLANCE).await;
        }
        self.fail(&format!("a download {ending}")).await
    }

    /// Ends the browser in order.
    ///
    /// # Errors
    /// When it is gone already.
    pub async fn quit(self) -> Result<()> {
        Ok(self.driver.quit().await?)
    }
}

impl Browser {
    fn downloads(&self) -> std::path::PathBuf {
        self.profile.path().join("downloads")
    }

    /// Starts chromedriver, and returns the port that it listens on. It ends at once where the port that it drew is
    /// taken on the other internet protocol: then it draws again.
    fn start(profile: Arc<TempDir>) -> Result<(Self, u16)> {
        let mut started = Self::start_once(Arc::clone(&profile));
        for _ in 1..STARTS_MAX {
            if started.is_ok() {
                break;
            }
            started = Self::start_once(Arc::clone(&profile));
        }
        started
    }

    fn start_once(profile: Arc<TempDir>) -> Result<(Self, u16)> {
        let mut chromedriver = Command::new("chromedriver")
            .arg("--port=0")
            .env("TZ", "Asia/Shanghai")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("chromedriver is not installed: run the tests by `cargo xtask test`")?;
        let stdout = chromedriver.stdout.take().context("chromedriver has no output")?;
        let browser = Self { chromedriver, profile };
        let (found, port) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if let Some((_, port)) = line.split_once("successfully on port ")
                    && let Ok(port) = port.trim_end_matches('.').parse::<u16>()
                {
                    let _ = found.send(port);
                }
            }
        });
        let port = port.recv_timeout(PATIENCE).context("chromedriver did not start")?;
        Ok((browser, port))
    }
}

fn capabilities(browser: &Browser, look: Look) -> Result<thirtyfour::ChromeCapabilities> {
    let language = if look.english { "en-US" } else { "zh-CN" };
    let mut capabilities = DesiredCapabilities::chrome();
    for argument in [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        // A page in the background is not slowed down: several phones stand side by side here.
        "--disable-background-timer-throttling",
        "--disable-renderer-backgrounding",
        "--disable-backgrounding-occluded-windows",
    ] {
        capabilities.add_arg(argument)?;
    }
    capabilities.add_arg(&format!("--lang={language}"))?;
    capabilities.add_arg(&format!("--accept-lang={language}"))?;
    capabilities.add_arg(&format!("--user-data-dir={}", browser.profile.path().display()))?;
    capabilities.add_experimental_option(
        "prefs",
        json!({"download.default_directory": browser.downloads(), "download.prompt_for_download": false}),
    )?;
    Ok(capabilities)
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Chromium outlives a killed chromedriver; it names the process that uses a profile in this link:
        // `<host>-<process>`.
        if let Ok(lock) = std::fs::read_link(self.profile.path().join("SingletonLock"))
            && let Some(process) = lock.to_string_lossy().rsplit('-').next()
        {
            let _ = Command::new("kill").args(["-9", process]).status();
        }
        let _ = self.chromedriver.kill();
        let _ = self.chromedriver.wait();
    }
}
