//! A local network in a folder of its own, and the people on it.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc, time::Duration};

use pileus_domain::{Fid, NodeId};
use pileus_localnet::{
    Allocation, LocalNetwork, Settings,
    chain::{BlockTime, Finality},
    node::{NodeFault, ReceivedFragment},
};
use pileus_ports::At;
use tempfile::TempDir;

use super::{Desk, chronicle::Chronicle, write_file};

/// Longer than anything here takes; only a failing story waits for it.
const PATIENCE: Duration = Duration::from_mins(1);
/// Storage nodes of the town.
const NODES: usize = 16;

/// A running network; it ends and its folder goes with this.
pub(crate) struct Town {
    pub(crate) network: Arc<LocalNetwork>,
    pub(crate) chronicle: Chronicle,
    folder: TempDir,
}

impl Town {
    /// The network chooses the nodes of an order.
    pub(crate) async fn new() -> Self {
        Self::with(Allocation::Network).await
    }

    /// The network or the client chooses them.
    pub(crate) async fn with(allocation: Allocation) -> Self {
        Self::founded(|settings| Settings { allocation, ..settings }).await
    }

    /// Blocks come soon after a transaction, and are final soon after.
    ///
    /// Without one they are a second apart: the network draws other nodes for a column that is silent for 50 blocks,
    /// and the stories shall not be in a hurry.
    pub(crate) async fn founded(change: impl FnOnce(Settings) -> Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            nodes: NODES,
            block_time: BlockTime::OnTransaction { delay: Duration::from_millis(60), idle: Duration::from_secs(1) },
            finality: Finality { blocks: 0, delay: Duration::from_millis(120) },
            ..Settings::for_tests(folder.path().join("network"))
        };
        let network = Arc::new(LocalNetwork::start(change(settings)).await.unwrap());
        let chronicle = Chronicle::of(network.chain());
        Self { network, chronicle, folder }
    }

    /// Where the chain answers.
    pub(crate) fn url(&self) -> &str {
        &self.network.info().rpc_url
    }

    /// A place in the town's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A new file; its name decides on its bytes.
    pub(crate) fn file(&self, name: &str, length: u64) -> PathBuf {
        let path = self.path(name);
        let number = name.bytes().fold(length, |number, byte| number.rotate_left(7) ^ u64::from(byte));
        write_file(&path, length, number);
        path
    }

    /// A development account at a desk of its own, with a data key and space for many files.
    pub(crate) async fn desk(&self, name: &str) -> Desk {
        let desk = Desk::open(&self.path(&format!("desk-{name}")), self.url()).await;
        desk.settle(name).await
    }

    /// The nodes that hold the columns of a stored file, in the order of the columns.
    pub(crate) async fn holders(&self, desk: &Desk, fid: &Fid) -> Vec<usize> {
        let status = desk.chain().file_status(fid, At::Final).await.unwrap();
        let file = status.file.expect("the file is final");
        let column = |column: usize| {
            let nodes: BTreeSet<NodeId> = file.segments.iter().map(|s| s.fragments[column].node).collect();
            assert_eq!(nodes.len(), 1, "one node holds a column of all segments");
            self.index_of(nodes.first().unwrap())
        };
        (0..12).map(column).collect()
    }

    /// The place of a node in the network's list.
    pub(crate) fn index_of(&self, node: &NodeId) -> usize {
        let account = format!("0x{}", hex::encode(node.0.0));
        let accounts = self.network.info().nodes.iter().map(|node| &node.account);
        accounts.into_iter().position(|known| *known == account).unwrap_or_else(|| panic!("no node {account}"))
    }

    /// The nodes that the network drew for the columns of an open order.
    pub(crate) async fn drawn(&self, desk: &Desk, fid: &Fid) -> Vec<usize> {
        let status = desk.chain().file_status(fid, At::Best).await.unwrap();
        status.allocation.expect("the network allocates").nodes.iter().map(|node| self.index_of(node)).collect()
    }

    /// Stop all holders of a file but these four columns.
    pub(crate) async fn keep_four(&self, holders: &[usize], kept: [usize; 4]) {
        for (column, &node) in holders.iter().enumerate() {
            if kept.contains(&column) {
                self.network.start_node(node).await.unwrap();
            } else {
                self.network.stop_node(node).await.unwrap();
            }
        }
    }

    /// Let nodes misbehave.
    pub(crate) async fn disturb(&self, nodes: impl IntoIterator<Item = usize>, fault: &NodeFault) {
        for node in nodes {
            self.network.set_node_fault(node, fault.clone()).await.unwrap();
        }
    }

    /// Every fragment that any node ever received of a file, in part or whole.
    pub(crate) async fn received(&self) -> Vec<ReceivedFragment> {
        let mut all = Vec::new();
        for node in 0..NODES {
            all.extend(self.network.node_counters(node).await.unwrap().received);
        }
        all
    }

    /// Fragments of a file that lie in the nodes' folders.
    pub(crate) fn fragments_on_disk(&self, fid: &Fid) -> usize {
        let count = |node: usize, shelf: &str| {
            let folder =
                self.path("network").join("nodes").join(format!("{node:02}")).join(shelf).join(fid.to_string());
            std::fs::read_dir(folder).map_or(0, Iterator::count)
        };
        (0..NODES).map(|node| count(node, "file") + count(node, "report")).sum()
    }
}

/// Wait until something holds.
pub(crate) async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("never came: {what}"));
}
