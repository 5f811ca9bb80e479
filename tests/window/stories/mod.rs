//! Stories of a person with files, on a local network that the window starts by itself.

mod buckets;
mod cancel;
mod close;
mod folder;
mod gateway;
mod kit;
mod links;
mod looks;
mod lookup;
mod lying_gateway;
mod nodes;
mod passphrase;
mod pause;
mod previews;
mod reminder;
mod restart;
mod secrets;
mod setup;
mod stopping;
mod stored;
mod tray;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use serde_json::json;

use crate::{chooser::answer, desktop::Desktop, drag::drop_files, driver::Window, page::PATIENCE};

/// What the main window is called on the screen.
const TITLE: &str = "Pileus";
/// Long enough that an upload can be caught on its way, in bytes.
const LONG: usize = 100 << 20;

const FINISHED: &str = "[data-testid='row'][data-condition='finished']";
const SENDING: &str = "[data-testid='row'][data-condition='running'][data-stage='sending']";

/// Start the local network.
async fn try_local(window: &Window) {
    window.click("try-local").await;
    window.find_by("[data-testid='drop-zone'][data-ready='true']").await;
}

/// Drop a file and store it as the sheet offers.
async fn store(window: &Window, file: PathBuf) {
    drop_onto(window, file).await;
    window.click("sheet-store").await;
}

/// A window on a local network, with an upload half-way.
async fn half_way() -> Window {
    let window = Window::open().await;
    try_local(&window).await;
    send_half(&window).await;
    window
}

/// Store a long file, until some of its fragments are on their nodes, and others are not.
async fn send_half(window: &Window) {
    let file = write_file(window.desktop(), "film.bin", LONG);
    store(window, file).await;
    let job = window.attribute(SENDING, "data-job").await;
    let asked = Instant::now();
    loop {
        let board = window.ask("job_board", json!({ "job": job })).await;
        let cells = board["answer"]["cells"].as_str().unwrap_or_default().to_owned();
        if cells.contains('n') && cells.contains('e') {
            return;
        }
        assert!(asked.elapsed() < PATIENCE && !cells.contains('o'), "never half-way: {cells}");
    }
}

/// Drop a file onto the window, from this process.
async fn drop_onto(window: &Window, file: PathBuf) {
    let display = window.desktop().display().to_owned();
    let dropped = tokio::task::spawn_blocking(move || drop_files(&display, TITLE, &[file]));
    dropped.await.unwrap();
}

/// Answer the system's dialog of this title with a path.
async fn choose(window: &Window, title: &'static str, path: PathBuf) {
    let desktop = Arc::clone(window.desktop());
    tokio::task::spawn_blocking(move || answer(&desktop, title, &path)).await.unwrap();
}

/// A file of the person on this desktop; no two of its fragments are the same.
fn write_file(desktop: &Arc<Desktop>, name: &str, length: usize) -> PathBuf {
    let path = desktop.home().join("files").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, noise(length)).unwrap();
    path
}

/// Bytes that look random and are the same each time.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

/// Make the territory so many GiB larger, as the Space window does.
async fn enlarge(window: &Window, gib: u32) {
    let name = window.bar().await["territory"].clone();
    let change = json!({ "kind": "expand", "name": name, "gib": gib });
    let quote = window.ask("quote_space", json!({ "change": change })).await;
    let signed = window.ask("sign_space", json!({ "quote": quote["answer"]["quote"] })).await;
    assert!(signed["refusal"].is_null(), "{quote} {signed}");
}
