//! Storage nodes in memory.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use pileus_domain::{AccountId, ContentHash, Endpoint, Fid, NodeId};
use pileus_ports::{
    NodeErrorKind, Nodes as _, conformance,
    conformance::nodes::NodesWorld,
    fake::{FakeNodes, NodeCall, NodeFault},
};
use sha2::{Digest as _, Sha256};

fn world() -> NodesWorld<FakeNodes> {
    let (node, endpoint) = (NodeId(AccountId([5; 32])), Endpoint("localhost:15001".to_owned()));
    let nodes = FakeNodes::new();
    nodes.add(node, endpoint.clone());
    let fragments = [Bytes::from_static(b"one"), Bytes::from_static(b"two")];
    let (fid, nobody) = (Fid(ContentHash([1; 32])), Endpoint("localhost:1".to_owned()));
    NodesWorld { nodes, node, endpoint, nobody, fid, fragments }
}

fn hash(bytes: &[u8]) -> ContentHash {
    ContentHash(Sha256::digest(bytes).into())
}

async fn put(world: &NodesWorld<FakeNodes>) -> Result<(), NodeErrorKind> {
    let bytes = world.fragments[0].clone();
    let sent = world.nodes.put_fragment(&world.endpoint, &world.fid, &hash(&bytes), bytes).await;
    sent.map_err(|e| e.kind)
}

async fn get(world: &NodesWorld<FakeNodes>) -> Result<Bytes, NodeErrorKind> {
    let fragment = hash(&world.fragments[0]);
    world.nodes.get_fragment(&world.endpoint, &world.fid, &fragment).await.map_err(|e| e.kind)
}

#[tokio::test]
async fn fake_nodes_keep_the_promises_of_the_port() {
    conformance::nodes::run(&world()).await;
}

#[tokio::test]
async fn every_byte_that_left_is_on_record() {
    let world = world();
    let declared = hash(b"one");
    let changed = Bytes::from_static(b"0ne");
    world.nodes.put_fragment(&world.endpoint, &world.fid, &declared, changed).await.unwrap_err();
    world.nodes.set_fault(&world.endpoint, NodeCall::Put, NodeFault::Refuse, Some(1));
    assert_eq!(put(&world).await, Err(NodeErrorKind::Unreachable));
    let sent = world.nodes.sent();
    assert_eq!(sent.len(), 1, "a refused connection takes no bytes");
    assert_eq!((sent[0].declared, sent[0].actual, sent[0].length), (declared, hash(b"0ne"), 3));
}

#[tokio::test]
async fn each_fault_shows_as_its_kind() {
    let wait = Duration::from_millis(20);
    let faults = [
        (NodeFault::Hang(wait), NodeErrorKind::TimedOut),
        (NodeFault::Corrupt, NodeErrorKind::BytesRefused),
        (NodeFault::OrderNotSeen, NodeErrorKind::OrderNotSeen),
        (NodeFault::Offline, NodeErrorKind::NodeOffline),
        (NodeFault::DiskFull, NodeErrorKind::DiskFailed),
    ];
    for (fault, kind) in faults {
        let world = world();
        world.nodes.set_fault(&world.endpoint, NodeCall::Put, fault, Some(2));
        assert_eq!(put(&world).await, Err(kind));
        assert_eq!(put(&world).await, Err(kind));
        assert_eq!(get(&world).await, Err(NodeErrorKind::NotFound), "nothing was kept");
        assert_eq!(put(&world).await, Ok(()));
    }
    let world = world();
    world.nodes.set_fault(&world.endpoint, NodeCall::Put, NodeFault::Slow(wait), None);
    let before = Instant::now();
    assert_eq!(put(&world).await, Ok(()));
    assert!(before.elapsed() >= wait);
    world.nodes.set_fault(&world.endpoint, NodeCall::Get, NodeFault::Corrupt, Some(1));
    assert_eq!(get(&world).await, Err(NodeErrorKind::Corrupt));
}

#[tokio::test]
async fn a_lost_fragment_is_stored_anew() {
    let world = world();
    let stored = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&stored);
    world.nodes.on_stored(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    world.nodes.set_fault(&world.endpoint, NodeCall::Put, NodeFault::Lose, Some(1));
    assert_eq!(put(&world).await, Ok(()));
    assert_eq!((get(&world).await, stored.load(Ordering::SeqCst)), (Err(NodeErrorKind::NotFound), 0));
    for _ in 0..2 {
        assert_eq!(put(&world).await, Ok(()));
    }
    assert_eq!(stored.load(Ordering::SeqCst), 1, "the second time it is there already");
    world.nodes.lose_everything(&world.endpoint);
    assert_eq!(put(&world).await, Ok(()));
    assert_eq!(stored.load(Ordering::SeqCst), 2);
    world.nodes.lose_fragment(&hash(b"one"));
    assert!(!world.nodes.holds(&world.endpoint, &world.fid, &hash(b"one")));
}

#[tokio::test]
async fn fragments_without_an_order_are_not_taken() {
    let world = world();
    let known = world.fid;
    world.nodes.check_orders(move |fid, _| *fid == known);
    assert_eq!(put(&world).await, Ok(()));
    let other = NodesWorld { fid: Fid(ContentHash([9; 32])), ..world };
    assert_eq!(put(&other).await, Err(NodeErrorKind::OrderNotSeen));
}
