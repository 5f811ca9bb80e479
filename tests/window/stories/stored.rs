//! From the first start to a file that is stored.

use pileus_domain::Fid;
use pileus_ports::At;
use serde_json::json;

use super::{FINISHED, drop_onto, try_local, write_file};
use crate::{
    driver::Window,
    network::{block, is_active},
};

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
