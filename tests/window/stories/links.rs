//! Links of other programs: shown in the window that is open, never acted on.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::{desktop::Desktop, driver::Window};

/// How long a second program may take to hand its link over and end, in minutes.
const HANDING_OVER: Duration = Duration::from_mins(1);
/// How often it is looked whether it has ended, in milliseconds.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

#[tokio::test]
async fn a_second_start_with_a_link_asks_in_the_window_that_is_open() {
    let window = Window::open().await;
    window.find("try-local").await;
    let fid = "ab".repeat(32);
    start_with(window.desktop(), &format!("pileus://file/{fid}"));
    window.find("link-question").await;
    assert_eq!(window.find("link-fid").await.text().await.unwrap(), fid);
    window.keep_picture("link-question").await;
    let state = window.ask("shell_state", json!({})).await;
    assert_eq!(state["answer"]["phase"], "fresh", "a link did something by itself");
    assert!(window.ask("pending_link", json!({})).await["answer"].is_null(), "a shown link is not shown again");
    window.close().await;
}

/// Start the program once more, as a desktop does for a link, and wait until it has ended.
fn start_with(desktop: &Desktop, link: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pileus-desktop"));
    let mut second = desktop.host(command.arg(link).stderr(Stdio::null())).spawn().unwrap();
    let started = Instant::now();
    while second.try_wait().unwrap().is_none() {
        assert!(started.elapsed() < HANDING_OVER, "the second program stays");
        std::thread::sleep(LOOK_AGAIN);
    }
}
