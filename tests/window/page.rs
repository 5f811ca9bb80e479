//! What a test does with the page in the window, as a person would.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use fantoccini::{Locator, elements::Element};
use serde_json::{Value, json};

use crate::{driver::Window, picture::keep_screen};

/// How long a page may take to show what a test waits for, in minutes, on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(3);
/// How long motions on the page last at most, in milliseconds.
const SETTLE: Duration = Duration::from_millis(400);
/// How often a page is looked at, in milliseconds.
const LOOK_AGAIN: Duration = Duration::from_millis(25);

/// What a command of the page answers; a refusal is an answer as well.
const ASK: &str = r"
    const [command, request, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(command, request).then(
        (answer) => done({ answer }),
        (refusal) => done({ refusal: typeof refusal === 'string' ? refusal : JSON.stringify(refusal) }));
";

impl Window {
    /// The first element with this test id, once there is one.
    pub(crate) async fn find(&self, id: &str) -> Element {
        self.find_by(&format!("[data-testid='{id}']")).await
    }

    /// The first element that a selector finds, once there is one.
    pub(crate) async fn find_by(&self, selector: &str) -> Element {
        let wait = self.page().wait().at_most(PATIENCE).every(LOOK_AGAIN);
        let found = wait.for_element(Locator::Css(selector)).await;
        found.unwrap_or_else(|error| panic!("{selector} is not there: {error}"))
    }

    /// Click the element with this test id, once there is one.
    pub(crate) async fn click(&self, id: &str) {
        self.click_by(&format!("[data-testid='{id}']")).await;
    }

    /// Click the first element that a selector finds.
    pub(crate) async fn click_by(&self, selector: &str) {
        self.find_by(selector).await.click().await.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// Click an element by which the window goes away: the driver must not wait for what the click does.
    pub(crate) async fn click_at_last(&self, id: &str) {
        const CLICK: &str = "const [selector] = arguments;
            setTimeout(() => document.querySelector(selector).click(), 100);";
        let selector = format!("[data-testid='{id}']");
        self.find_by(&selector).await;
        self.page().execute(CLICK, vec![json!(selector)]).await.unwrap();
    }

    /// An attribute of the first element that a selector finds.
    pub(crate) async fn attribute(&self, selector: &str, name: &str) -> String {
        self.find_by(selector).await.attr(name).await.unwrap().unwrap_or_default()
    }

    /// Wait until a selector finds so many elements.
    pub(crate) async fn wait_for_count(&self, selector: &str, count: usize) {
        let asked = Instant::now();
        loop {
            let found = self.page().find_all(Locator::Css(selector)).await.unwrap().len();
            if found == count {
                return;
            }
            assert!(asked.elapsed() < PATIENCE, "{found} elements of {selector}, not {count}");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Ask the program as the page can.
    pub(crate) async fn ask(&self, command: &str, request: Value) -> Value {
        let answer = self.page().execute_async(ASK, vec![json!(command), request]);
        tokio::time::timeout(PATIENCE, answer).await.expect("the program answers").unwrap()
    }

    /// Wear a theme from now on.
    pub(crate) async fn wear(&self, theme: &str) {
        self.click("theme").await;
        self.click(&format!("theme-{theme}")).await;
        self.find_by(&format!("html[data-theme='{theme}']")).await;
    }

    /// Save what the screen shows, for people to look at.
    pub(crate) async fn keep_picture(&self, name: &str) {
        tokio::time::sleep(SETTLE).await;
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/window/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        keep_screen(self.desktop().display(), &folder.join(name).with_extension("png"));
    }
}
