//! The adapter passes the suite of its port on the local network.

use std::sync::Arc;

use futures::StreamExt;
use pileus_chain::ChainAdapter;
use pileus_domain::{AccountId, BlockNumber, Call, GatewaySoftware, GenesisHash};
use pileus_localnet::Allocation;
use pileus_ports::{
    At, Chain, ChainError, ErrorKind, Rejection, SignedTransaction, Signer, SystemClock, TransactionUpdate,
    conformance::chain as suite,
};

use crate::network::{Network, profile};

#[tokio::test]
async fn the_adapter_passes_the_suite_with_network_allocation() {
    let network = Network::start(Allocation::Network).await;
    suite::all(&network.adapter().await, &network).await;
    network.local.stop().await;
}

#[tokio::test]
async fn the_adapter_passes_the_suite_with_client_allocation() {
    let network = Network::start(Allocation::Client).await;
    suite::all(&network.adapter().await, &network).await;
    network.local.stop().await;
}

/// Starting a network takes longer than all of these, so they share one.
#[tokio::test]
async fn facts_and_refusals_are_those_of_the_chain() {
    let network = Network::start(Allocation::Network).await;
    capabilities_are_read_from_the_metadata(&network).await;
    gateways_come_with_the_address_that_they_wrote_down(&network).await;
    another_genesis_than_the_pinned_one_is_refused(&network).await;
    heads_can_be_followed_but_not_a_single_block(&network).await;
    an_unfunded_signer_can_ask_for_fees(&network).await;
    bytes_that_were_tampered_with_are_refused_and_free_their_nonce(&network).await;
    a_used_nonce_is_stale(&network).await;
    a_transaction_past_its_era_is_expired(&network).await;
    the_last_block_of_an_era_still_takes_the_transaction(&network).await;
    network.local.stop().await;
}

async fn capabilities_are_read_from_the_metadata(network: &Network) {
    let identity = network.adapter().await.identity().await.unwrap();
    assert!(!identity.capabilities.buckets);
    assert!(identity.capabilities.http_nodes);
    assert!(identity.capabilities.network_allocation);
    assert_eq!(identity.ss58_prefix.0, 11_330);
    assert_eq!(identity.genesis.to_string(), network.local.info().genesis_hash);
    let node = network.adapter().await.nodes().await.unwrap().remove(0);
    assert!(node.endpoint.is_some() && node.is_positive());
}

async fn gateways_come_with_the_address_that_they_wrote_down(network: &Network) {
    let all = network.adapter().await.gateways().await.unwrap();
    let known = &network.local.info().gateways;
    assert_eq!((all.len(), known.len()), (3, 3));
    for known in known {
        let listed = all.iter().find(|listed| format!("0x{}", hex::encode(listed.account.0)) == known.account);
        let listed = listed.expect("the chain lists it");
        assert_eq!(listed.endpoint.as_ref().map(|endpoint| endpoint.0.as_str()), Some(known.url.as_str()));
        assert_eq!(listed.software, known.software);
        assert_eq!(listed.pool.is_some(), known.software == GatewaySoftware::Cd2n);
    }
}

async fn another_genesis_than_the_pinned_one_is_refused(network: &Network) {
    let mut profile = profile(vec![network.url()]);
    profile.pinned_genesis = Some(GenesisHash([9; 32]));
    match ChainAdapter::connect(profile, Arc::new(SystemClock)).await {
        Err(ChainError::WrongNetwork { expected, found }) => {
            assert_eq!(expected, GenesisHash([9; 32]));
            assert_eq!(found.to_string(), network.local.info().genesis_hash);
        }
        other => panic!("expected a wrong network, got {other:?}"),
    }
}

async fn bytes_that_were_tampered_with_are_refused_and_free_their_nonce(network: &Network) {
    let (adapter, key) = (network.adapter().await, network.funded_key().await);
    let call = Call::AuthorizeGateway { gateway: AccountId([5; 32]) };
    let signed = adapter.sign(&call, &key).await.unwrap();
    let mut bytes = signed.bytes.clone();
    *bytes.last_mut().unwrap() ^= 1;
    let forged = SignedTransaction { bytes, ..signed.clone() };
    match adapter.submit(&forged).await.map(drop) {
        Err(ChainError::Rejected { reason, .. }) => assert_eq!(reason, Rejection::BadProof),
        other => panic!("expected a refusal, got {other:?}"),
    }
    assert_eq!(adapter.sign(&call, &key).await.unwrap().nonce, signed.nonce);
}

async fn a_transaction_past_its_era_is_expired(network: &Network) {
    let (adapter, key) = (network.adapter().await, network.funded_key().await);
    let signed = adapter.sign(&Call::AuthorizeGateway { gateway: AccountId([5; 32]) }, &key).await.unwrap();
    network.local.produce(70).await.unwrap();
    let best = adapter.head(At::Best).await.unwrap().number;
    assert!(best > signed.death, "{best} is past {}", signed.death);
    match adapter.submit(&signed).await.map(drop) {
        Err(ChainError::Rejected { reason, .. }) => assert_eq!(reason, Rejection::Expired),
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// An idle block may come in between, so it is tried a few times.
async fn the_last_block_of_an_era_still_takes_the_transaction(network: &Network) {
    let (adapter, key) = (network.adapter().await, network.funded_key().await);
    for _ in 0..5 {
        let signed = adapter.sign(&Call::AuthorizeGateway { gateway: AccountId([5; 32]) }, &key).await.unwrap();
        let best = adapter.head(At::Best).await.unwrap().number;
        network.local.produce(signed.death.0 - 1 - best.0).await.unwrap();
        let Ok(updates) = adapter.submit(&signed).await else { continue };
        let updates: Vec<_> = updates.map(Result::unwrap).collect().await;
        if let Some(TransactionUpdate::Final(outcome)) = updates.last() {
            assert_eq!(outcome.block.number, signed.death);
            return;
        }
    }
    panic!("the last block of an era never took a transaction");
}

async fn a_used_nonce_is_stale(network: &Network) {
    let (first, second, key) = (network.adapter().await, network.adapter().await, network.funded_key().await);
    let call = |byte| Call::AuthorizeGateway { gateway: AccountId([byte; 32]) };
    let one = first.sign(&call(1), &key).await.unwrap();
    let two = second.sign(&call(2), &key).await.unwrap();
    assert_eq!(one.nonce, two.nonce, "two programs know nothing of each other");
    let updates: Vec<_> = first.submit(&one).await.unwrap().collect().await;
    assert!(matches!(updates.last(), Some(Ok(TransactionUpdate::Final(_)))));
    match second.submit(&two).await.map(drop) {
        Err(ChainError::Rejected { reason, .. }) => assert_eq!(reason, Rejection::Stale),
        other => panic!("expected a refusal, got {other:?}"),
    }
}

async fn heads_can_be_followed_but_not_a_single_block(network: &Network) {
    let adapter = network.adapter().await;
    let head = adapter.head(At::Final).await.unwrap();
    assert!(matches!(adapter.follow(At::Block(head.hash)).await.map(drop), Err(ChainError::Unsupported(_))));
    let best = adapter.follow(At::Best).await.unwrap().next().await.unwrap().unwrap();
    assert!(best.number >= BlockNumber(0));
}

#[tokio::test]
async fn a_chain_that_is_not_there_is_unavailable() {
    let nowhere = profile(vec!["ws://127.0.0.1:9".to_owned()]);
    match ChainAdapter::connect(nowhere, Arc::new(SystemClock)).await {
        Err(ChainError::Port(e)) => assert_eq!(e.kind, ErrorKind::Unavailable, "{e}"),
        other => panic!("expected that nobody answers, got {other:?}"),
    }
    for bad in [vec![], vec!["ws://rpc.example".to_owned()], vec!["http://127.0.0.1".to_owned()]] {
        let refusal = ChainAdapter::offline(profile(bad), Arc::new(SystemClock)).map(drop).unwrap_err();
        assert!(!refusal.may_pass());
    }
}

async fn an_unfunded_signer_can_ask_for_fees(network: &Network) {
    let (adapter, key) = (network.adapter().await, network.new_key());
    let small = adapter.fee(&Call::AuthorizeGateway { gateway: key.account() }, &key).await.unwrap();
    let plan = suite::plan(1, 10);
    let large = Call::DeclareUpload {
        plan,
        owner: key.account(),
        file_name: "abc".parse().unwrap(),
        territory: "t".parse().unwrap(),
        bucket: String::new(),
    };
    let large = adapter.fee(&large, &key).await.unwrap();
    assert!(large.0 > small.0, "ten segments cost more than one account");
}
