//! Stories of a person with files, on a local network that the window starts by itself.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use pileus_domain::Fid;
use pileus_ports::At;
use serde_json::json;

use crate::{
    close::ask_to_close,
    desktop::Desktop,
    drag::drop_files,
    driver::Window,
    network::{block, is_active},
    page::PATIENCE,
};

/// What the window is called on the screen.
const TITLE: &str = "Pileus";
/// How soon a button must have an effect, in seconds, with the time that the driver itself takes.
const AT_ONCE: Duration = Duration::from_secs(1);
/// How long the program may take to end, in milliseconds: two seconds, and a moment to look.
const END: Duration = Duration::from_millis(2_500);
/// Long enough that an upload can be caught on its way, in bytes.
const LONG: usize = 100 << 20;

const FINISHED: &str = "[data-testid='row'][data-condition='finished']";
const SENDING: &str = "[data-testid='row'][data-condition='running'][data-stage='sending']";

#[tokio::test]
async fn a_dropped_file_becomes_stored_and_the_chain_says_so() {
    let window = Window::open().await;
    window.find("try-local").await;
    window.keep_picture("first-run").await;
    try_local(&window).await;
    assert!(window.find("bar-network").await.text().await.unwrap().to_lowercase().contains("local"));
    window.keep_picture("empty").await;

    let file = write_file(window.desktop(), "Zürich 100%.bin", 3 << 20);
    drop_onto(&window, file).await;
    window.find("sheet").await;
    window.keep_picture("sheet").await;
    window.click("sheet-store").await;
    window.find_by(FINISHED).await;
    let fid: Fid = window.attribute(FINISHED, "data-fid").await.parse().unwrap();
    assert!(is_active(window.desktop(), &fid, At::Final).await, "the chain does not have {fid}");

    window.click("row-open").await;
    window.find_by("[data-testid='board'][data-segments='1'][data-stored='12']").await;
    window.wait_for_count("[data-testid='board'] g[data-line] use[data-state='stored']", 12).await;
    let job = window.attribute(FINISHED, "data-job").await;
    let board = window.ask("job_board", json!({ "job": job })).await;
    let timeline = board["answer"]["timeline"].as_array().unwrap();
    let stored = timeline.last().unwrap();
    assert_eq!((stored["kind"].as_str(), &board["answer"]["cells"]), (Some("stored"), &json!("oooooooooooo")));
    let hash = stored["data"]["block"]["hash"].as_str().unwrap();
    assert!(is_active(window.desktop(), &fid, block(hash)).await, "the chain does not have {fid} at {hash}");
    let number = stored["data"]["block"]["number"].to_string();
    window.find_by(&format!("[data-testid='timeline'] [data-block='{number}']")).await;

    for theme in ["light", "dark"] {
        window.wear(theme).await;
        window.keep_picture(&format!("stored-{theme}")).await;
    }
    window.close().await;
}

#[tokio::test]
async fn an_upload_survives_the_death_of_the_program() {
    let window = Window::open().await;
    try_local(&window).await;
    let file = write_file(window.desktop(), "film.bin", LONG);
    store(&window, file).await;
    half_way(&window).await;
    window.keep_picture("sending").await;
    let desktop = window.kill();

    let window = Window::open_on(desktop).await;
    window.find("row").await;
    window.find_by(FINISHED).await;
    let fid: Fid = window.attribute(FINISHED, "data-fid").await.parse().unwrap();
    assert!(is_active(window.desktop(), &fid, At::Final).await, "the chain does not have {fid}");
    window.wait_for_count("[data-testid='row']", 1).await;
    window.close().await;
}

#[tokio::test]
async fn pause_holds_an_upload_until_resume() {
    let window = Window::open().await;
    try_local(&window).await;
    let file = write_file(window.desktop(), "film.bin", LONG);
    store(&window, file).await;
    half_way(&window).await;
    let asked = Instant::now();
    window.click("pause").await;
    window.find_by("[data-testid='row'][data-condition='paused']").await;
    assert!(asked.elapsed() < AT_ONCE, "{:?} until paused", asked.elapsed());
    window.keep_picture("paused").await;

    let asked = Instant::now();
    window.click("resume").await;
    window.find_by("[data-testid='row']:not([data-condition='paused'])").await;
    assert!(asked.elapsed() < AT_ONCE, "{:?} until resumed", asked.elapsed());
    window.find_by(FINISHED).await;
    window.close().await;
}

#[tokio::test]
async fn closing_while_a_transfer_runs_asks_once_and_the_next_start_goes_on() {
    let window = Window::open().await;
    try_local(&window).await;
    let file = write_file(window.desktop(), "film.bin", LONG);
    store(&window, file).await;
    half_way(&window).await;
    ask_to_close(window.desktop().display(), TITLE);
    window.find("quit-question").await;
    window.keep_picture("quit-question").await;
    window.click_at_last("quit-leave").await;
    let (desktop, took) = window.wait_for_program();
    assert!(took < END, "{took:?} until the program had ended");

    let window = Window::open_on(desktop).await;
    window.find("row").await;
    window.find_by(FINISHED).await;
    ask_to_close(window.desktop().display(), TITLE);
    let (_desktop, took) = window.wait_for_program();
    assert!(took < END, "{took:?} until the program had ended");
}

async fn try_local(window: &Window) {
    window.click("try-local").await;
    window.find("drop-zone").await;
}

async fn store(window: &Window, file: PathBuf) {
    drop_onto(window, file).await;
    window.click("sheet-store").await;
}

/// Wait until some fragments of the upload are on their nodes, and others are not.
async fn half_way(window: &Window) {
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

/// A file of the person on this desktop; no two of its fragments are the same.
fn write_file(desktop: &Arc<Desktop>, name: &str, length: usize) -> PathBuf {
    let folder = desktop.home().join("files");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
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
