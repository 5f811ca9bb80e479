//! A gateway: authorised in the Space window, used for an upload, checked, and revoked.

use pileus_domain::Fid;
use pileus_ports::At;
use serde_json::json;

use super::{FINISHED, TITLE, drop_onto, try_local, write_file};
use crate::{driver::Window, network::is_active};

const SPACE: &str = "Pileus — Space";
/// A row of the list of gateways, by whether it may act for the account.
const MAY: &str = "[data-testid='gateway-row'][data-authorised='true']";
const MAY_NOT: &str = "[data-testid='gateway-row'][data-authorised='false']";

#[tokio::test]
async fn a_gateway_is_authorised_stores_a_file_and_is_revoked() {
    let window = Window::open().await;
    try_local(&window).await;
    change_gateway(&window, "gateway-authorise", MAY).await;

    let file = write_file(window.desktop(), "letter.txt", 300_000);
    drop_onto(&window, file).await;
    choose_gateway(&window).await;
    window.keep_picture("sheet-gateway").await;
    window.click("sheet-store").await;
    window.find_by(FINISHED).await;
    let fid: Fid = window.attribute(FINISHED, "data-fid").await.parse().unwrap();
    assert!(is_active(window.desktop(), &fid, At::Final).await, "the chain does not have {fid}");
    assert!(!told(&window).await.contains(&"orderSigned".to_owned()), "the gateway signed the order");

    change_gateway(&window, "gateway-revoke", MAY_NOT).await;
    let file = write_file(window.desktop(), "other.txt", 5_000);
    drop_onto(&window, file).await;
    window.find("sheet").await;
    window.wait_for_count("[data-testid='sheet-route']", 0).await;
    window.close().await;
}

/// Give or take the power in the Space window, and see that it is so.
async fn change_gateway(window: &Window, button: &str, afterwards: &str) {
    window.click("bar-space").await;
    window.click("open-space").await;
    let main = window.turn_to("space.html").await;
    window.raise(SPACE);
    window.click(button).await;
    window.find_by("[data-testid='gateway-dialog-go'][aria-disabled='false']").await;
    window.keep_picture(button).await;
    window.click("gateway-dialog-go").await;
    window.click("space-receipt-done").await;
    window.find_by(afterwards).await;
    window.turn_back(main).await;
    window.raise(TITLE);
}

/// Choose the gateway on the sheet.
async fn choose_gateway(window: &Window) {
    let route = window.find("sheet-route").await;
    route.select_by_index(1).await.unwrap();
    window.find("sheet-fee-gateway").await;
}

/// Kinds of all that was told about the stored file.
async fn told(window: &Window) -> Vec<String> {
    let job = window.attribute(FINISHED, "data-job").await;
    let board = window.ask("job_board", json!({ "job": job })).await;
    let timeline = board["answer"]["timeline"].as_array().unwrap();
    assert!(!timeline.is_empty(), "{board}");
    timeline.iter().map(|fact| fact["kind"].as_str().unwrap().to_owned()).collect()
}
