//! What every client of storage nodes must do.

use bytes::Bytes;
use pileus_domain::{ContentHash, Endpoint, Fid, NodeId};
use sha2::{Digest as _, Sha256};

use crate::{NodeErrorKind, Nodes};

/// A world to run the suite in.
pub struct NodesWorld<N> {
    /// What is tested.
    pub nodes: N,
    /// A node that behaves.
    pub node: NodeId,
    /// Where it listens.
    pub endpoint: Endpoint,
    /// An address where nothing listens.
    pub nobody: Endpoint,
    /// A file with an open order that names both fragments.
    pub fid: Fid,
    /// Two fragments of that order, of the length that the node takes.
    pub fragments: [Bytes; 2],
}

/// Run the whole suite.
///
/// # Panics
/// When a promise of the port is broken.
pub async fn run<N: Nodes>(world: &NodesWorld<N>) {
    a_node_says_how_it_does(world).await;
    a_fragment_comes_back_as_it_was_sent(world).await;
    sending_again_changes_nothing(world).await;
    what_a_node_does_not_have_is_not_found(world).await;
    bytes_of_another_fragment_are_not_taken(world).await;
    where_nobody_listens_nothing_is_reached(world).await;
    many_calls_at_once_do_not_mix(world).await;
}

fn hash(bytes: &[u8]) -> ContentHash {
    ContentHash(Sha256::digest(bytes).into())
}

async fn a_node_says_how_it_does<N: Nodes>(world: &NodesWorld<N>) {
    let status = world.nodes.status(&world.endpoint).await.unwrap();
    assert_eq!(status.account, Some(world.node.0));
    assert!(status.chain_connected && status.state == "positive" && status.idle_space.0 > 0, "{status:?}");
}

async fn a_fragment_comes_back_as_it_was_sent<N: Nodes>(world: &NodesWorld<N>) {
    let bytes = &world.fragments[0];
    world.nodes.put_fragment(&world.endpoint, &world.fid, &hash(bytes), bytes.clone()).await.unwrap();
    let back = world.nodes.get_fragment(&world.endpoint, &world.fid, &hash(bytes)).await.unwrap();
    assert!(back == *bytes, "the bytes differ");
}

async fn sending_again_changes_nothing<N: Nodes>(world: &NodesWorld<N>) {
    a_fragment_comes_back_as_it_was_sent(world).await;
}

async fn what_a_node_does_not_have_is_not_found<N: Nodes>(world: &NodesWorld<N>) {
    let unknown = ContentHash([0xab; 32]);
    for fid in [world.fid, Fid(unknown)] {
        let error = world.nodes.get_fragment(&world.endpoint, &fid, &unknown).await.unwrap_err();
        assert_eq!(error.kind, NodeErrorKind::NotFound, "{error:?}");
        assert!(!error.may_pass());
    }
}

async fn bytes_of_another_fragment_are_not_taken<N: Nodes>(world: &NodesWorld<N>) {
    let (wrong, right) = (&world.fragments[0], hash(&world.fragments[1]));
    let error = world.nodes.put_fragment(&world.endpoint, &world.fid, &right, wrong.clone()).await.unwrap_err();
    assert_eq!(error.kind, NodeErrorKind::BytesRefused, "{error:?}");
    let error = world.nodes.get_fragment(&world.endpoint, &world.fid, &right).await.unwrap_err();
    assert_eq!(error.kind, NodeErrorKind::NotFound, "it must not have been kept: {error:?}");
}

async fn where_nobody_listens_nothing_is_reached<N: Nodes>(world: &NodesWorld<N>) {
    let error = world.nodes.status(&world.nobody).await.unwrap_err();
    assert_eq!(error.kind, NodeErrorKind::Unreachable, "{error:?}");
    assert!(error.may_pass());
    assert_eq!(error.endpoint, world.nobody.0, "an error names its node");
}

async fn many_calls_at_once_do_not_mix<N: Nodes>(world: &NodesWorld<N>) {
    let second = &world.fragments[1];
    world.nodes.put_fragment(&world.endpoint, &world.fid, &hash(second), second.clone()).await.unwrap();
    let reads = (0..4).map(async |turn: usize| {
        let expected = &world.fragments[turn % 2];
        let back = world.nodes.get_fragment(&world.endpoint, &world.fid, &hash(expected)).await.unwrap();
        assert!(back == *expected, "the bytes differ");
    });
    futures::future::join_all(reads).await;
}
