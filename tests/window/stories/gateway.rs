//! A gateway: space is rented, the gateway authorised, used for an upload, checked on the chain, and revoked.

use pileus_domain::Fid;
use pileus_localnet::{LocalNetwork, Settings};
use pileus_ports::At;
use serde_json::{Value, json};

use super::{FINISHED, TITLE, drop_onto, kit::settle, write_file};
use crate::{driver::Window, network::is_active_on};

const SPACE: &str = "Pileus — Space";

#[tokio::test]
async fn rented_space_is_filled_by_an_authorised_gateway_that_is_checked_and_then_revoked() {
    let (window, far) = settled().await;
    let gateway = name(&far, 0);
    authorise(&window, &gateway).await;

    let file = write_file(window.desktop(), "letter.txt", 300_000);
    drop_onto(&window, file).await;
    choose_gateway(&window).await;
    window.keep_picture("sheet-gateway").await;
    window.click("sheet-store").await;
    window.find_by(FINISHED).await;
    let fid: Fid = window.attribute(FINISHED, "data-fid").await.parse().unwrap();
    assert!(is_active_on(far.info().rpc_url.clone(), &fid, At::Final).await, "the chain does not have {fid}");
    let told = kinds(&timeline(&window, FINISHED).await);
    assert!(told.contains(&"handedOver".to_owned()) && !told.contains(&"orderSigned".to_owned()), "{told:?}");
    window.click("row-open").await;
    window.find_by("[data-testid='board'][data-segments='1'][data-stored='12']").await;
    timeline_says(&window, &[&gateway]).await;
    window.keep_picture("gateway-stored").await;

    change_gateway(&window, &gateway, "gateway-revoke", false).await;
    let file = write_file(window.desktop(), "other.txt", 5_000);
    drop_onto(&window, file).await;
    window.find("sheet").await;
    window.wait_for_count("[data-testid='sheet-route']", 0).await;
    window.close().await;
    far.stop().await;
}

/// A window on a network of its own, with an account that rented space.
pub(super) async fn settled() -> (Window, LocalNetwork) {
    let window = Window::open().await;
    let far = LocalNetwork::start(Settings::for_tests(window.desktop().home().join("far"))).await.unwrap();
    settle(&window, &far).await;
    (window, far)
}

/// How the window calls a gateway of the network.
pub(super) fn name(far: &LocalNetwork, gateway: usize) -> String {
    let port = far.info().gateways[gateway].url.rsplit(':').next().unwrap().trim_end_matches('/').to_owned();
    format!("localhost:{port}")
}

/// Let a gateway act for the account.
pub(super) async fn authorise(window: &Window, gateway: &str) {
    change_gateway(window, gateway, "gateway-authorise", true).await;
}

/// Give or take the power in the Space window, and see that it is so.
async fn change_gateway(window: &Window, gateway: &str, button: &str, afterwards: bool) {
    window.click("bar-space").await;
    window.click("open-space").await;
    let main = window.turn_to("space.html").await;
    window.raise(SPACE);
    let row = format!("[data-testid='gateway-row'][data-name='{gateway}']");
    window.click_by(&format!("{row} [data-testid='{button}']")).await;
    window.find_by("[data-testid='gateway-dialog-go'][aria-disabled='false']").await;
    window.keep_picture(button).await;
    window.click("gateway-dialog-go").await;
    window.click("space-receipt-done").await;
    window.find_by(&format!("{row}[data-authorised='{afterwards}']")).await;
    window.turn_back(main).await;
    window.raise(TITLE);
}

/// Choose the gateway on the sheet.
pub(super) async fn choose_gateway(window: &Window) {
    window.click("sheet-route-gateway").await;
    window.find("sheet-fee-gateway").await;
}

/// All that was told about the transfer in a row.
pub(super) async fn timeline(window: &Window, row: &str) -> Vec<Value> {
    let job = window.attribute(row, "data-job").await;
    let board = window.ask("job_board", json!({ "job": job })).await;
    board["answer"]["timeline"].as_array().unwrap_or_else(|| panic!("{board}")).clone()
}

/// Wait until the timeline of the opened row has these words in it.
pub(super) async fn timeline_says(window: &Window, words: &[&str]) {
    let says = async || {
        let said = window.find("timeline").await.text().await.unwrap();
        words.iter().all(|word| said.contains(word))
    };
    window.wait_until(says, &format!("the timeline never says {words:?}")).await;
}

/// The kinds of what was told.
pub(super) fn kinds(timeline: &[Value]) -> Vec<String> {
    timeline.iter().map(|fact| fact["kind"].as_str().unwrap().to_owned()).collect()
}
