//! Storage nodes that go away while an upload sends to them.

use serde_json::json;

use super::{FINISHED, SENDING, half_way};
use crate::network::Remote;

/// More nodes than the local network has to spare.
const AWAY: usize = 5;

#[tokio::test]
async fn an_upload_that_lost_five_nodes_says_so_and_ends_well_when_they_are_back() {
    let window = half_way().await;
    let job = window.attribute(SENDING, "data-job").await;
    let board = window.ask("job_board", json!({ "job": job })).await;
    let remote = Remote::of(window.desktop()).await;
    let nodes: Vec<usize> = remote.indices_of(&board["answer"]["nodes"]).into_iter().take(AWAY).collect();
    assert_eq!(nodes.len(), AWAY, "{board}");
    for node in &nodes {
        remote.stop_node(*node).await;
    }
    window.find_by("[data-testid='row'][data-condition='failed']").await;
    window.find_by("[data-testid='row'] [data-code='too_few_nodes']").await;
    window.keep_picture("too-few-nodes").await;

    for node in &nodes {
        remote.start_node(*node).await;
    }
    window.click("retry").await;
    window.find_by(FINISHED).await;
    window.close().await;
}
