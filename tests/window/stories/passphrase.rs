//! A file sealed with a passphrase that is kept nowhere.

use fantoccini::Locator;
use serde_json::json;

use super::{FINISHED, drop_onto, noise, try_local, write_file};
use crate::driver::Window;

const WORDS: &str = "eleven quiet herons cross the ford";
const LOCKED: &str = "[data-testid='row'][data-kind='download'][data-condition='needsKey']";
const BACK: &str = "[data-testid='row'][data-kind='download'][data-condition='finished']";

#[tokio::test]
async fn a_wrong_passphrase_is_said_and_the_right_one_brings_the_file_back() {
    let window = Window::open().await;
    try_local(&window).await;
    let length = 2 << 20;
    let file = write_file(window.desktop(), "diary.txt", length);
    drop_onto(&window, file).await;
    window.click("seal-passphrase").await;
    window.write("sheet-passphrase", WORDS).await;
    window.write("sheet-passphrase-again", WORDS).await;
    window.click("sheet-store").await;
    window.find_by(FINISHED).await;
    let fid = window.attribute(FINISHED, "data-fid").await;

    let target = window.desktop().home().join("diary back.txt");
    let asked = window.ask("download", json!({ "fid": fid, "target": target })).await;
    assert!(asked["refusal"].is_null(), "{asked}");
    window.find_by(LOCKED).await;
    give(&window, "eleven quiet herons").await;
    window.find_by("[data-testid='row'][data-kind='download'] [data-code='file_passphrase_wrong']").await;
    window.keep_picture("wrong-passphrase").await;
    assert!(!target.exists(), "something was written under a wrong passphrase");

    give(&window, WORDS).await;
    window.find_by(BACK).await;
    assert!(std::fs::read(&target).unwrap() == noise(length), "other bytes came back");
    window.close().await;
}

/// Answer the question for the passphrase.
async fn give(window: &Window, words: &str) {
    window.click_by("[data-testid='row'][data-kind='download'] [data-testid='resume']").await;
    window.write("passphrase", words).await;
    window.click("passphrase-go").await;
    let gone = Locator::Css("[data-testid='passphrase-question']");
    window.wait_until(async || window.page().find(gone).await.is_err(), "the question stays").await;
}
