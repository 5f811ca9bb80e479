//! A program that is killed, and started again.

use pileus_domain::Fid;
use pileus_ports::At;

use super::{FINISHED, half_way};
use crate::{driver::Window, network::is_active};

#[tokio::test]
async fn an_upload_survives_the_death_of_the_program() {
    let window = half_way().await;
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
