//! The door "Use CESS": every step on a network that gives nothing away, walked in the windows.

use std::net::TcpListener;

use fantoccini::Locator;
use pileus_domain::Fid;
use pileus_localnet::{LocalNetwork, Settings};
use pileus_ports::At;
use serde_json::json;

use super::{FINISHED, TITLE, store, write_file};
use crate::{driver::Window, network::is_active_on};

/// What the account is given, in planck: a million tokens.
pub(super) const MONEY: u128 = 1_000_000 * 10_u128.pow(18);
/// What is rented.
const RENTED: (&str, &str) = ("larch", "2");
/// Words that are asked back.
const ASKED_BACK: usize = 3;

#[tokio::test]
async fn own_endpoints_an_account_tokens_and_space_lead_to_a_stored_file() {
    let window = Window::open().await;
    let far = LocalNetwork::start(Settings::for_tests(window.desktop().home().join("far"))).await.unwrap();
    let url = far.info().rpc_url.clone();
    give_up_a_silent_network(&window).await;
    use_own_endpoints(&window, "far", &url).await;
    step(&window, "account").await;
    window.keep_picture("setup-account").await;
    create_account(&window).await;

    step(&window, "tokens").await;
    window.find_by("[data-testid='setup-next'][aria-disabled='true']").await;
    let address = window.find("setup-address").await.text().await.unwrap();
    far.endow(&address, MONEY).await.unwrap();
    window.click_by("[data-testid='setup-next'][aria-disabled='false']").await;

    step(&window, "space").await;
    rent(&window).await;
    window.find_by("[data-testid='drop-zone'][data-ready='true']").await;
    let bar = window.bar().await;
    assert_eq!((bar["territory"].as_str(), bar["isLocal"].as_bool()), (Some(RENTED.0), Some(false)), "{bar}");
    assert_eq!(bar["account"].as_str(), Some(address.as_str()));
    assert_eq!(bar["freeBytes"].as_u64(), Some(2 << 30), "{bar}");

    let file = write_file(window.desktop(), "letter.txt", 5_000);
    store(&window, file).await;
    window.find_by(FINISHED).await;
    window.raise(TITLE);
    window.keep_picture("setup-stored").await;
    let fid: Fid = window.attribute(FINISHED, "data-fid").await.parse().unwrap();
    assert!(is_active_on(url, &fid, At::Final).await, "the chain does not have {fid}");
    window.close().await;
    far.stop().await;
}

pub(super) async fn step(window: &Window, name: &str) {
    window.find_by(&format!("[data-testid='setup'][data-step='{name}']")).await;
}

/// Ask for a network that takes connections and never says a word, and think better of it.
async fn give_up_a_silent_network(window: &Window) {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}", silent.local_addr().unwrap());
    window.click("use-cess").await;
    window.click("use-own").await;
    window.click("own-private").await;
    use_own_endpoints(window, "silent", &url).await;
    window.click("give-up").await;
    window.wait_for_count("[data-testid='give-up']", 0).await;
    step(window, "network").await;
    let state = window.ask("shell_state", json!({})).await;
    assert_eq!(state["answer"]["phase"], "fresh", "{state}");
}

/// Describe a network by where its chain answers; its addresses are those of this computer.
pub(super) async fn use_own_endpoints(window: &Window, name: &str, url: &str) {
    window.click("use-own").await;
    window.write("own-name", name).await;
    window.write("own-addresses", url).await;
    window.click("setup-connect").await;
}

/// Make an account in the Keys window: its words are read there, and three of them typed in again.
pub(super) async fn create_account(window: &Window) {
    window.click("setup-keys").await;
    let main = window.turn_to("keys.html").await;
    window.click("account-create").await;
    window.write("create-account-name", "Everyday").await;
    window.click("create-account-go").await;
    write_words_down(window).await;
    window.click("account-done-close").await;
    window.turn_back(main).await;
}

/// Read the words that are shown, and type in those that are asked back.
pub(super) async fn write_words_down(window: &Window) -> Vec<String> {
    window.find("words").await;
    let mut words = Vec::new();
    for word in window.page().find_all(Locator::Css("[data-testid='words'] b")).await.unwrap() {
        words.push(word.text().await.unwrap());
    }
    window.click("words-written").await;
    window.find("words-check").await;
    let fields = window.page().find_all(Locator::Css("input[data-testid^='word-']")).await.unwrap();
    assert_eq!(fields.len(), ASKED_BACK);
    for field in fields {
        let id = field.attr("data-testid").await.unwrap().unwrap();
        let number: usize = id.trim_start_matches("word-").parse().unwrap();
        field.send_keys(&words[number - 1]).await.unwrap();
    }
    window.click("words-check").await;
    words
}

/// Rent a territory, in the dialog that the step opens.
pub(super) async fn rent(window: &Window) {
    let (name, gib) = RENTED;
    window.click_by("[data-testid='setup-rent'][aria-disabled='false']").await;
    window.write("rent-name", name).await;
    window.write("rent-gib", gib).await;
    window.find_by("[data-testid='rent-go'][aria-disabled='false']").await;
    window.raise(TITLE);
    window.keep_picture("setup-rent").await;
    window.click_by("[data-testid='rent-go'][aria-disabled='false']").await;
    window.click("space-receipt-done").await;
}
