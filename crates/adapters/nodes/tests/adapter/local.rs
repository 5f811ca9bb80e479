//! The storage nodes of the local network.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use parity_scale_codec::Encode as _;
use pileus_domain::{AccountId, ContentHash, Endpoint, Fid, NodeId};
use pileus_localnet::node::{
    DiskLimits, FRAGMENT_SIZE, FaultKind, Inclusion, Ledger, LedgerError, NodeCall, NodeFault, NodeSettings,
    NodeTiming, StorageNode,
};
use pileus_localnet_runtime::RuntimeCall;
use pileus_nodes::{NodesAdapter, NodesProfile, NodesTimeouts};
use pileus_ports::{NodeErrorKind, Nodes as _, conformance, conformance::nodes::NodesWorld, fake::FakeEntropy};
use sha2::{Digest as _, Sha256};
use sp_core::{Pair as _, sr25519};
use sp_io::hashing::twox_128;
use tempfile::TempDir;
use tokio::sync::watch;

const FID: Fid = Fid(ContentHash([0x11; 32]));

/// A chain that stands still, with one open order and one positive node.
struct StillChain {
    fragments: Vec<ContentHash>,
    block: watch::Sender<u32>,
}

impl StillChain {
    /// `FileBank.DealMap` of the one order: size, segments, owner, reports.
    fn deal(&self) -> Vec<u8> {
        let fragments: Vec<_> = self.fragments.iter().map(|hash| hash.to_text()).collect();
        let owner = ([1_u8; 32], b"name".to_vec(), b"home".to_vec());
        let reports: Vec<(u8, [u8; 32])> = Vec::new();
        (1_u128, vec![(ContentHash([3; 32]).to_text(), fragments)], owner, reports).encode()
    }

    /// `Sminer.MinerItems` of the one node: accounts, endpoint, money, state, spaces, and what only proofs need.
    fn node() -> Vec<u8> {
        let who = ([2_u8; 32], [3_u8; 32], b"localhost:1".to_vec());
        let money = (4_000_u128, 0_u128, b"positive".to_vec());
        (who, money, ([100_u128 << 20, 70 << 20, 20 << 20, 10 << 20], None::<()>, [0_u64; 256], [0_u8; 64])).encode()
    }

    fn value(&self, key: &[u8]) -> Option<Vec<u8>> {
        let is = |pallet: &str, item: &str| {
            key.starts_with(&[twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat())
        };
        match key {
            _ if is("FileBank", "DealMap") && key.ends_with(&FID.to_text()) => Some(self.deal()),
            _ if is("Sminer", "MinerItems") => Some(Self::node()),
            _ => None,
        }
    }
}

#[async_trait]
impl Ledger for StillChain {
    async fn read(&self, keys: Vec<Vec<u8>>) -> Result<Vec<Option<Vec<u8>>>, LedgerError> {
        Ok(keys.iter().map(|key| self.value(key)).collect())
    }
    async fn submit(&self, _call: RuntimeCall, _signer: &sr25519::Pair) -> Result<Inclusion, LedgerError> {
        Err(LedgerError::Refused { reason: "this chain stands still".to_owned() })
    }
    fn blocks(&self) -> watch::Receiver<u32> {
        self.block.subscribe()
    }
}

/// A running node, and everything to talk to it.
struct Local {
    node: StorageNode,
    world: NodesWorld<NodesAdapter>,
    _folder: TempDir,
}

async fn start() -> Local {
    let size = usize::try_from(FRAGMENT_SIZE).unwrap();
    let fragments = [1, 2].map(|byte| Bytes::from(vec![byte; size]));
    let hashes = fragments.iter().map(|bytes| hash(bytes)).chain([hash(&vec![0; size])]).collect();
    let folder = tempfile::tempdir().unwrap();
    let pair = sr25519::Pair::from_string("//Node", None).unwrap();
    let account = NodeId(AccountId(pair.public().0));
    let settings = NodeSettings {
        pair,
        folder: folder.path().to_owned(),
        port: 0,
        rpc_url: "ws://127.0.0.1:9944".to_owned(),
        started_at: 0,
        disk: DiskLimits { declared: 64 * FRAGMENT_SIZE, keep_free: 0 },
        timing: NodeTiming { report_delay: Duration::from_hours(1), ..NodeTiming::default() },
        tags: None,
    };
    let chain = StillChain { fragments: hashes, block: watch::Sender::new(1) };
    let node = StorageNode::start(settings, Arc::new(chain)).await.unwrap();
    let world = NodesWorld {
        nodes: adapter(NodesTimeouts::default()),
        node: account,
        endpoint: Endpoint(node.endpoint()),
        nobody: nobody(),
        fid: FID,
        fragments,
    };
    Local { node, world, _folder: folder }
}

fn adapter(timeouts: NodesTimeouts) -> NodesAdapter {
    NodesAdapter::new(NodesProfile { allow_private_addresses: true, timeouts }, &FakeEntropy::default()).unwrap()
}

/// A port that was free a moment ago.
fn nobody() -> Endpoint {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    Endpoint(listener.local_addr().unwrap().to_string())
}

fn hash(bytes: &[u8]) -> ContentHash {
    ContentHash(Sha256::digest(bytes).into())
}

impl Local {
    async fn put(&self) -> Result<(), NodeErrorKind> {
        let NodesWorld { nodes, endpoint, fid, fragments: [bytes, _], .. } = &self.world;
        nodes.put_fragment(endpoint, fid, &hash(bytes), bytes.clone()).await.map_err(|error| error.kind)
    }

    async fn get(&self) -> Result<(), NodeErrorKind> {
        let NodesWorld { nodes, endpoint, fid, fragments: [bytes, _], .. } = &self.world;
        let back = nodes.get_fragment(endpoint, fid, &hash(bytes)).await.map_err(|error| error.kind)?;
        assert!(back == *bytes, "the bytes differ");
        Ok(())
    }

    async fn meet(&self, call: NodeCall, kind: FaultKind) {
        self.node.set_fault(NodeFault::once(call, kind)).await.unwrap();
    }
}

#[tokio::test]
async fn the_adapter_keeps_the_promises_of_the_port() {
    let local = start().await;
    conformance::nodes::run(&local.world).await;
    local.node.stop().await;
}

#[tokio::test]
async fn a_fragment_without_an_order_is_not_seen_yet() {
    let local = start().await;
    let world = NodesWorld { fid: Fid(ContentHash([0x22; 32])), ..local.world };
    let local = Local { world, ..local };
    assert_eq!(local.put().await, Err(NodeErrorKind::OrderNotSeen));
}

#[tokio::test]
async fn of_a_fragment_of_zeros_no_byte_is_sent() {
    let local = start().await;
    let zeros = Bytes::from(vec![0; usize::try_from(FRAGMENT_SIZE).unwrap()]);
    let NodesWorld { nodes, endpoint, fid, .. } = &local.world;
    nodes.put_fragment(endpoint, fid, &hash(&zeros), Bytes::new()).await.unwrap();
    assert_eq!(local.node.counters().bytes_received, 0);
    assert!(nodes.get_fragment(endpoint, fid, &hash(&zeros)).await.unwrap() == zeros);
}

#[tokio::test]
async fn every_fault_of_a_put_has_its_kind() {
    let local = start().await;
    for (fault, kind) in [
        (FaultKind::Refuse, NodeErrorKind::Unreachable),
        (FaultKind::Cut { after_bytes: 100_000 }, NodeErrorKind::Unreachable),
        (FaultKind::FullDisk, NodeErrorKind::DiskFailed),
        (FaultKind::WrongStatus { status: 500 }, NodeErrorKind::Unexpected),
        (FaultKind::WrongStatus { status: 503 }, NodeErrorKind::Unreachable),
    ] {
        local.meet(NodeCall::Put, fault.clone()).await;
        assert_eq!(local.put().await, Err(kind), "{fault:?}");
    }
    assert_eq!((local.put().await, local.get().await), (Ok(()), Ok(())), "and then it behaves");
}

#[tokio::test]
async fn every_fault_of_a_get_has_its_kind() {
    let local = start().await;
    local.put().await.unwrap();
    for (fault, kind) in [
        (FaultKind::Refuse, NodeErrorKind::Unreachable),
        (FaultKind::Cut { after_bytes: 100_000 }, NodeErrorKind::Unreachable),
        (FaultKind::Corrupt, NodeErrorKind::Corrupt),
        (FaultKind::WrongStatus { status: 404 }, NodeErrorKind::Unexpected),
        (FaultKind::Lose, NodeErrorKind::NotFound),
    ] {
        local.meet(NodeCall::Get, fault.clone()).await;
        assert_eq!(local.get().await, Err(kind), "{fault:?}");
    }
}

#[tokio::test]
async fn a_node_that_is_too_slow_is_given_up() {
    let local = start().await;
    local.put().await.unwrap();
    let slow = FaultKind::Slow { bytes_per_second: NonZeroU32::new(1).unwrap() };
    local.node.set_fault(NodeFault::standing(NodeCall::Any, slow)).await.unwrap();
    let timeouts = NodesTimeouts { fragment: Duration::from_secs(1), ..NodesTimeouts::default() };
    let local = Local { world: NodesWorld { nodes: adapter(timeouts), ..local.world }, ..local };
    assert_eq!(local.get().await, Err(NodeErrorKind::TimedOut));
    let NodesWorld { nodes, endpoint, fid, fragments: [_, bytes], .. } = &local.world;
    let error = nodes.put_fragment(endpoint, fid, &hash(bytes), bytes.clone()).await.unwrap_err();
    assert_eq!(error.kind, NodeErrorKind::TimedOut);
}

#[tokio::test]
async fn a_node_that_is_gone_is_unreachable() {
    let local = start().await;
    local.node.set_fault(NodeFault::standing(NodeCall::Any, FaultKind::Refuse)).await.unwrap();
    assert_eq!(local.put().await, Err(NodeErrorKind::Unreachable));
    local.node.clear_faults();
    let back = tokio::time::timeout(Duration::from_secs(10), async {
        while local.put().await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    back.await.expect("it listens again");
}
