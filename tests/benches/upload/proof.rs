//! What must be true after the upload, whatever it took.

use std::{collections::BTreeSet, path::Path, time::Duration};

use pileus_domain::{FileRecord, FileState, Geometry, NodeId};
use pileus_localnet::LocalNetwork;
use pileus_pipeline::{Limits, Pipeline, RunEnd, control};
use pileus_ports::At;

use crate::{client::Client, figures::Figures, source};

/// Pause before a stopped node is asked again.
const NODE_PAUSE: Duration = Duration::from_millis(10);

/// The folder for temporary files is empty.
pub(crate) fn nothing_is_left(temporary: &Path) {
    let left: Vec<_> = std::fs::read_dir(temporary).expect("a folder").flatten().map(|entry| entry.path()).collect();
    assert!(left.is_empty(), "temporary files were left: {left:?}");
}

/// Each fragment of the plan went over the wire once.
pub(crate) async fn only_the_plan_was_sent(network: &LocalNetwork, figures: &Figures) {
    let mut received = 0;
    for index in 0..network.info().nodes.len() {
        received += network.node_counters(index).await.expect("a running node").bytes_received;
    }
    assert_eq!(received, figures.sealed.0, "bytes that the storage nodes received");
}

/// With every storage node gone but four that hold parity, the file is ACTIVE and comes back byte by byte.
pub(crate) async fn parity_gives_the_file_back(
    network: &LocalNetwork,
    data: &Path,
    figures: &Figures,
    source: &Path,
    copy: &Path,
) {
    let client = Client::open(data, &network.info().rpc_url).await;
    let status = client.pipeline.chain.file_status(&figures.fid, At::Final).await.expect("a chain that answers");
    let file = status.file.expect("the file is on the chain");
    assert_eq!(file.state, FileState::Active, "the file on the chain");
    stop_nodes(network, &holders_to_lose(&file)).await;

    let pipeline = impatient(&client.pipeline);
    let job = client.download_job(figures.fid, copy).await;
    let (_steering, control) = control();
    let end = pipeline.run_download(job, vec![client.data_key()], control).await;
    assert_eq!(end, RunEnd::Finished, "the download");
    assert!(source::same(source, copy), "the file that comes back is another one");
}

/// Holders of all data and of half of the parity.
fn holders_to_lose(file: &FileRecord) -> BTreeSet<NodeId> {
    let lost = Geometry::CESS.total() - Geometry::CESS.data();
    file.segments.iter().flat_map(|segment| &segment.fragments[..lost]).map(|fragment| fragment.node).collect()
}

async fn stop_nodes(network: &LocalNetwork, nodes: &BTreeSet<NodeId>) {
    let accounts: BTreeSet<String> = nodes.iter().map(|node| format!("0x{}", hex::encode(node.0.0))).collect();
    let mut stopped = 0;
    for (index, node) in network.info().nodes.iter().enumerate() {
        if accounts.contains(&node.account) {
            network.stop_node(index).await.expect("a running node");
            stopped += 1;
        }
    }
    assert_eq!(stopped, Geometry::CESS.parity(), "nodes that were stopped");
}

/// The same pipeline, which asks stopped nodes again sooner.
fn impatient(pipeline: &Pipeline) -> Pipeline {
    let limits = Limits { node_pause: NODE_PAUSE, ..pipeline.limits.clone() };
    Pipeline { limits, ..pipeline.clone() }
}
