//! What a test does with the page in the window, as a person would.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use fantoccini::{Locator, elements::Element, wd::WindowHandle};
use serde_json::{Value, json};

use crate::{driver::Window, picture::keep_screen, screen::Screen};

/// How long a page may take to show what a test waits for, in minutes, on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);
/// How long motions on the page last at most, in milliseconds.
const SETTLE: Duration = Duration::from_millis(400);
/// How often a page is looked at, in milliseconds.
const LOOK_AGAIN: Duration = Duration::from_millis(25);

/// Set to renew the pictures of the README.
const UPDATE_PICTURES: &str = "UPDATE_PICTURES";

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
        if found.is_err() {
            let test = std::thread::current().name().unwrap_or("test").replace("::", "-");
            self.keep_picture(&format!("failed-{test}")).await;
        }
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

    /// Go on in the newest window that shows this page, once it is there; gives the window that was left.
    pub(crate) async fn turn_to(&self, page: &str) -> WindowHandle {
        let left = self.page().window().await.unwrap();
        let asked = Instant::now();
        loop {
            for window in self.page().windows().await.unwrap().into_iter().rev() {
                self.page().switch_to_window(window).await.unwrap();
                if self.page().current_url().await.unwrap().path().ends_with(page) {
                    return left;
                }
            }
            assert!(asked.elapsed() < PATIENCE, "no window shows {page}");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Go back to a window that was left.
    pub(crate) async fn turn_back(&self, window: WindowHandle) {
        self.page().switch_to_window(window).await.unwrap();
    }

    /// Wait until something holds.
    pub(crate) async fn wait_until(&self, holds: impl AsyncFn() -> bool, otherwise: &str) {
        let asked = Instant::now();
        while !holds().await {
            assert!(asked.elapsed() < PATIENCE, "{otherwise}");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Type into the field with this test id, in place of what is in it.
    pub(crate) async fn write(&self, id: &str, text: &str) {
        let field = self.find(id).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// What the bar shows, as the program says it.
    pub(crate) async fn bar(&self) -> Value {
        self.ask("shell_state", json!({})).await["answer"]["network"].clone()
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

    /// Put the window with this title above the others.
    pub(crate) fn raise(&self, title: &str) {
        Screen::connect(self.desktop().display()).raise(title);
    }

    /// Save what the screen shows, for people to look at.
    pub(crate) async fn keep_picture(&self, name: &str) {
        tokio::time::sleep(SETTLE).await;
        self.keep_picture_in("tests/window/screenshots", name);
    }

    /// Renew a picture of the README, when that is asked for.
    pub(crate) async fn keep_picture_for_readme(&self, name: &str) {
        if std::env::var_os(UPDATE_PICTURES).is_some() {
            tokio::time::sleep(SETTLE).await;
            self.keep_picture_in("docs/pictures", name);
        }
    }

    fn keep_picture_in(&self, folder: &str, name: &str) {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        keep_screen(self.desktop().display(), &folder.join(name).with_extension("png"));
    }
}
