//! Finding what a person would: by role, accessible name and text. Nothing here knows a CSS class of the app.

use std::time::Instant;

use anyhow::Result;
use serde_json::{Value, json};
use thirtyfour::{Key, WebElement};

use super::{GLANCE, Phone};

/// Returns the visible elements of a role whose accessible name is (or else contains) a text, in page order.
const FIND: &str = include_str!("find.js");

impl Phone {
    async fn find_now(&self, role: &str, name: &str) -> Result<Option<WebElement>> {
        let found = self.driver.execute(FIND, vec![json!(role), json!(name)]).await?;
        if found.json().is_null() { Ok(None) } else { Ok(Some(found.element()?)) }
    }

    async fn find(&self, role: &str, name: &str) -> Result<WebElement> {
        let end = Instant::now() + self.patience;
        loop {
            // A page that is being loaded answers with an error: look again.
            if let Ok(Some(element)) = self.find_now(role, name).await {
                return Ok(element);
            }
            if Instant::now() > end {
                return self.fail(&format!("{role} {name:?}")).await;
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Tells whether something of this role and name is there now.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn has(&self, role: &str, name: &str) -> Result<bool> {
        Ok(self.find_now(role, name).await?.is_some())
    }

    /// Waits for something of this role and name.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn wait_for(&self, role: &str, name: &str) -> Result<()> {
        self.find(role, name).await.map(drop)
    }

    /// Taps what has this role and name, once it is there.
    ///
    /// # Errors
    /// When it does not come, or something covers it.
    pub async fn tap(&self, role: &str, name: &str) -> Result<()> {
        let end = Instant::now() + self.patience;
        loop {
            let element = self.find(role, name).await?;
            let centred = "arguments[0].scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'})";
            let tapped = async {
                self.driver.execute(centred, vec![element.to_json()?]).await?;
                // A hidden radio button or box is tapped through its label.
                if matches!(role, "radio" | "checkbox") {
                    self.driver.execute("arguments[0].click()", vec![element.to_json()?]).await.map(drop)
                } else {
                    element.click().await
                }
            };
            match tapped.await {
                Ok(()) => return Ok(()),
                // Re-rendered between finding and tapping, or a toast is passing over it.
                Err(_) if Instant::now() < end => tokio::time::sleep(GLANCE).await,
                Err(error) => return self.fail(&format!("{role} {name:?} to be tapped ({error})")).await,
            }
        }
    }

    /// Taps what has this role and name if it is there now; it may go away meanwhile.
    pub async fn tap_if_there(&self, role: &str, name: &str) {
        if let Ok(Some(element)) = self.find_now(role, name).await {
            let _ = element.click().await;
        }
    }

    /// Types a text into the field with this label, in place of what is there.
    ///
    /// # Errors
    /// When the field does not come or does not take the text.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        let field = self.find("textbox", label).await?;
        field.focus().await?;
        field.send_keys(Key::Control + "a").await?;
        if text.is_empty() {
            field.send_keys(Key::Delete + "").await?;
        } else {
            field.send_keys(text).await?;
        }
        let holds = "return arguments[0].value === arguments[1]";
        let arguments = vec![field.to_json()?, json!(text)];
        if self.driver.execute(holds, arguments).await?.json() != &Value::Bool(true) {
            let got = field.value().await?;
            return self.fail(&format!("{label:?} to hold {text:?} instead of {got:?}")).await;
        }
        Ok(())
    }

    /// Sets a field that has a picker of its own, such as a date, by its value.
    ///
    /// # Errors
    /// When the field does not come.
    pub async fn set(&self, label: &str, value: &str) -> Result<()> {
        let field = self.find("textbox", label).await?;
        let set = "const [field, value] = arguments;
            Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, value);
            field.dispatchEvent(new Event('input', {bubbles: true}));
            field.dispatchEvent(new Event('change', {bubbles: true}));";
        self.driver.execute(set, vec![field.to_json()?, json!(value)]).await?;
        Ok(())
    }

    /// Chooses an option of the list with this label.
    ///
    /// # Errors
    /// When the list or the option does not come.
    pub async fn choose(&self, label: &str, option: &str) -> Result<()> {
        let list = self.find("combobox", label).await?;
        let choose = "const [list, text] = arguments;
            const found = [...list.options].find(o => o.text.trim() === text) ?? [...list.options].find(o => o.text.includes(text));
            if (!found) return false;
            list.value = found.value;
            list.dispatchEvent(new Event('input', {bubbles: true}));
            list.dispatchEvent(new Event('change', {bubbles: true}));
            return true;";
        let done = self.driver.execute(choose, vec![list.to_json()?, json!(option)]).await?;
        if done.json() != &Value::Bool(true) {
            return self.fail(&format!("the option {option:?} of {label:?}")).await;
        }
        Ok(())
    }

    /// Waits until the page shows a text.
    ///
    /// # Errors
    /// When it does not in time.
    pub async fn see(&self, text: &str) -> Result<()> {
        let shows = "return document.body.innerText.includes(arguments[0])";
        self.until_with(&format!("the text {text:?}"), shows, vec![json!(text)]).await
    }

    /// Waits until the page no longer shows a text.
    ///
    /// # Errors
    /// When it still does.
    pub async fn lose(&self, text: &str) -> Result<()> {
        let hides = "return !document.body.innerText.includes(arguments[0])";
        self.until_with(&format!("the text {text:?} to go"), hides, vec![json!(text)]).await
    }

    /// Returns what a field holds.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn value(&self, label: &str) -> Result<String> {
        Ok(self.find("textbox", label).await?.value().await?.unwrap_or_default())
    }
}
