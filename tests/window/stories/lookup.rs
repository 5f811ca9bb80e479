//! A transaction and a file looked up by what stands on the clipboard: pasted anywhere, told in words.

use fantoccini::key::Key;
use serde_json::json;

use super::{FINISHED, store, try_local, write_file};
use crate::{driver::Window, network::Remote};

/// As many blocks as a search goes through.
const BLOCKS: u32 = 2_400;

const FOUND: &str = "[data-testid='look-up-found']";
const TRANSACTION: &str = "[data-testid='look-up-transaction'][data-standing='final']";
const FILE: &str = "[data-testid='look-up-file'][data-state='stored']";

#[tokio::test]
async fn a_pasted_hash_and_a_pasted_fid_are_told_in_words_and_a_search_is_stopped() {
    let window = Window::open().await;
    try_local(&window).await;
    let file = write_file(window.desktop(), "letter.txt", 300_000);
    store(&window, file).await;
    window.find_by(FINISHED).await;
    let fid = window.attribute(FINISHED, "data-fid").await;
    window.click("row-open").await;
    let hash = hash_of_the_order(&window).await;

    paste(&window, &hash).await;
    window.find_by(&format!("{FOUND} {TRANSACTION}")).await;
    window.find_by(&format!("{FOUND} {FILE}")).await;
    let told = window.find("look-up-found").await.text().await.unwrap();
    for words in ["Order to store a file", "Successful, and final in block", "Signed on this computer"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    window.keep_picture("look-up-transaction").await;
    window.click("look-up-close").await;
    window.wait_for_count("[data-testid='look-up']", 0).await;

    paste(&window, &fid).await;
    window.find_by(&format!("{FOUND} {FILE}")).await;
    window.wait_for_count(TRANSACTION, 0).await;
    window.keep_picture("look-up-file").await;
    window.click("look-up-close").await;

    stop_a_search(&window).await;
    window.close().await;
}

/// A transaction that is nowhere is searched in all blocks, until the person has enough of it.
async fn stop_a_search(window: &Window) {
    let remote = Remote::of(window.desktop()).await;
    remote.produce(BLOCKS).await;
    window.click("open-palette").await;
    window.write("palette-input", &format!("0x{}", "ab".repeat(32))).await;
    window.click("command-lookUp").await;
    window.find_by("[data-testid='look-up-progress'][data-left]").await;
    // From now on the chain answers nothing, so that the search cannot come to its end first.
    remote.hold_answers_back().await;
    window.keep_picture("look-up-searching").await;
    window.click("look-up-stop").await;
    window.find("look-up-stopped").await;
    remote.clear_faults().await;
    window.wait_for_count("[data-testid='look-up-progress']", 0).await;
    window.wait_for_count(FOUND, 0).await;
    window.keep_picture("look-up-stopped").await;
}

/// The hash of the transaction by which the opened file was ordered.
async fn hash_of_the_order(window: &Window) -> String {
    let job = window.attribute(FINISHED, "data-job").await;
    let board = window.ask("job_board", json!({ "job": job })).await;
    let timeline = board["answer"]["timeline"].as_array().unwrap();
    let signed = timeline.iter().find(|fact| fact["kind"] == "orderSigned").unwrap();
    signed["data"]["transaction"].as_str().unwrap().to_owned()
}

/// Copy a text where the page shows it, and paste it onto the window.
async fn paste(window: &Window, text: &str) {
    window.click_by(&format!("[data-copy='{text}']")).await;
    let page = window.find_by("body").await;
    page.send_keys(&format!("{}v", char::from(Key::Control))).await.unwrap();
    window.find("look-up").await;
}
