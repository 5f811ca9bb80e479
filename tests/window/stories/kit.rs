//! A recovery kit: made on one computer, and all that is left of it on another.

use std::path::{Path, PathBuf};

use pileus_localnet::{LocalNetwork, Settings};
use serde_json::json;
use tempfile::TempDir;

use super::{
    FINISHED, TITLE, choose, noise,
    setup::{MONEY, create_account, rent, step, use_own_endpoints, write_words_down},
    store, write_file,
};
use crate::{
    chooser::{OPEN_FILES, SELECT_FOLDER},
    driver::Window,
};

const KEYS: &str = "Pileus — Keys";
const BACK: &str = "[data-testid='row'][data-kind='download'][data-condition='finished']";
/// Bytes of the stored file.
const LENGTH: usize = 5_000;

#[tokio::test]
async fn a_kit_opens_a_stored_file_on_an_empty_computer() {
    let (far_folder, kit_folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let far = LocalNetwork::start(Settings::for_tests(far_folder.path())).await.unwrap();
    let first = Window::open().await;
    settle(&first, &far).await;
    let file = write_file(first.desktop(), "letter.txt", LENGTH);
    store(&first, file).await;
    first.find_by(FINISHED).await;
    let fid = first.attribute(FINISHED, "data-fid").await;
    let words = make_kit(&first, kit_folder.path()).await;
    first.close().await;

    let second = Window::open().await;
    restore(&second, &kit_in(kit_folder.path()), &words).await;
    let target = second.desktop().home().join("letter back.txt");
    let asked = second.ask("download", json!({ "fid": fid, "target": target })).await;
    assert!(asked["refusal"].is_null(), "{asked}");
    second.find_by(BACK).await;
    assert!(std::fs::read(&target).unwrap() == noise(LENGTH), "other bytes came back");
    second.close().await;
    far.stop().await;
}

/// Walk through "Use CESS" until files can be stored.
pub(super) async fn settle(window: &Window, far: &LocalNetwork) {
    window.click("use-cess").await;
    window.click("use-own").await;
    window.click("own-private").await;
    use_own_endpoints(window, "far", &far.info().rpc_url).await;
    step(window, "account").await;
    create_account(window).await;
    step(window, "tokens").await;
    let address = window.find("setup-address").await.text().await.unwrap();
    far.endow(&address, MONEY).await.unwrap();
    window.click_by("[data-testid='setup-next'][aria-disabled='false']").await;
    step(window, "space").await;
    rent(window).await;
    window.find_by("[data-testid='drop-zone'][data-ready='true']").await;
}

/// Make a kit in the Keys window; gives its words.
async fn make_kit(window: &Window, folder: &Path) -> Vec<String> {
    window.click("open-keys").await;
    let main = window.turn_to("keys.html").await;
    window.raise(KEYS);
    window.click("tab-kit").await;
    window.click("kit-make").await;
    window.click("kit-folder").await;
    choose(window, SELECT_FOLDER, folder.to_owned()).await;
    window.click_by("[data-testid='make-kit-go'][aria-disabled='false']").await;
    let words = write_words_down(window).await;
    window.find("kit-made").await;
    window.keep_picture("kit-made").await;
    window.click("kit-made-close").await;
    window.turn_back(main).await;
    words
}

/// The protected file among what was written.
fn kit_in(folder: &Path) -> PathBuf {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut kits = files.filter(|path| path.extension().is_some_and(|extension| extension == "pileus-kit"));
    kits.next().expect("a kit was written")
}

/// Restore from a kit where nothing is yet, by the door of the first screen.
async fn restore(window: &Window, kit: &Path, words: &[String]) {
    window.click("kit-door").await;
    let main = window.turn_to("keys.html").await;
    window.raise(KEYS);
    window.click("kit-file").await;
    choose(window, OPEN_FILES, kit.to_owned()).await;
    window.write("kit-typed", &words.join(" ")).await;
    window.click_by("[data-testid='use-kit-go'][aria-disabled='false']").await;
    window.find_by("[data-testid='kit-restored'][data-files='1']").await;
    window.keep_picture("kit-restored").await;
    window.click("kit-restore-done-close").await;
    window.turn_back(main).await;
    window.find_by("[data-testid='drop-zone'][data-ready='true']").await;
    window.raise(TITLE);
}
