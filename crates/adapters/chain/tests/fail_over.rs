//! Endpoints that die, come back, lie or stay silent.

use std::{sync::Arc, time::Duration};

use futures::StreamExt;
use pileus_chain::{ChainAdapter, Limits};
use pileus_domain::{AccountId, Call};
use pileus_localnet::{Allocation, RpcFault};
use pileus_ports::{At, Chain, ChainError, ErrorKind, SearchHit, SystemClock, TransactionUpdate};

use crate::{
    network::{Network, connect, limits, profile},
    proxy::Proxy,
};

const DEAD: &str = "ws://127.0.0.1:9";

async fn in_use(adapter: &ChainAdapter) -> Vec<String> {
    adapter.health().await.into_iter().filter(|e| e.in_use).map(|e| e.url).collect()
}

/// Starting a network takes longer than all of these, so they share one.
#[tokio::test]
async fn lost_connections_do_no_harm() {
    let network = Network::start(Allocation::Network).await;
    a_dead_endpoint_is_passed_over_and_named(&network).await;
    a_tls_address_without_tls_behind_it_is_passed_over(&network).await;
    a_call_goes_on_at_the_next_endpoint_when_one_dies_half_way(&network).await;
    the_only_endpoint_is_connected_anew_after_a_cut(&network).await;
    an_endpoint_of_another_chain_is_never_used(&network).await;
    a_follower_survives_a_lost_connection(&network).await;
    a_transaction_whose_follower_lost_the_connection_is_found_by_hash(&network).await;
    network.local.stop().await;
}

#[tokio::test]
async fn silent_endpoints_do_no_harm() {
    let network = Network::start(Allocation::Network).await;
    a_silent_endpoint_does_not_hold_a_call_for_ever(&network).await;
    network.local.clear_faults().await;
    a_follower_notices_an_endpoint_that_says_nothing_any_more(&network).await;
    network.local.stop().await;
}

async fn a_dead_endpoint_is_passed_over_and_named(network: &Network) {
    let adapter = connect(vec![DEAD.to_owned(), network.url()]).await;
    adapter.head(At::Best).await.unwrap();
    assert_eq!(in_use(&adapter).await, [network.url()]);
    let health = adapter.health().await;
    assert!(health[0].trouble.is_some() && health[0].since.is_some());
    assert!(health[1].trouble.is_none());
}

async fn a_tls_address_without_tls_behind_it_is_passed_over(network: &Network) {
    let tls = network.url().replace("ws://", "wss://");
    let adapter = connect(vec![tls, network.url()]).await;
    assert_eq!(in_use(&adapter).await, [network.url()]);
}

async fn a_call_goes_on_at_the_next_endpoint_when_one_dies_half_way(network: &Network) {
    let proxy = Proxy::before(&network.url()).await;
    let adapter = connect(vec![proxy.url(), network.url()]).await;
    assert_eq!(in_use(&adapter).await, [proxy.url()]);
    proxy.die();
    adapter.nodes().await.unwrap();
    assert_eq!(in_use(&adapter).await, [network.url()]);
}

async fn the_only_endpoint_is_connected_anew_after_a_cut(network: &Network) {
    let proxy = Proxy::before(&network.url()).await;
    let adapter = connect(vec![proxy.url()]).await;
    proxy.cut();
    adapter.head(At::Best).await.unwrap();
    assert_eq!(proxy.accepted(), 2);
    proxy.die();
    match adapter.head(At::Best).await {
        Err(ChainError::Port(e)) => assert_eq!(e.kind, ErrorKind::Unavailable),
        other => panic!("expected that nobody answers, got {other:?}"),
    }
    proxy.revive();
    adapter.head(At::Best).await.unwrap();
}

async fn an_endpoint_of_another_chain_is_never_used(here: &Network) {
    let elsewhere = Network::start(Allocation::Client).await;
    assert_ne!(here.local.info().genesis_hash, elsewhere.local.info().genesis_hash);
    let proxy = Proxy::before(&here.url()).await;
    let adapter = connect(vec![proxy.url(), elsewhere.url()]).await;
    proxy.die();
    match adapter.head(At::Best).await {
        Err(ChainError::WrongNetwork { expected, .. }) => {
            assert_eq!(expected.to_string(), here.local.info().genesis_hash);
        }
        other => panic!("expected a wrong network, got {other:?}"),
    }
    elsewhere.local.stop().await;
}

async fn a_follower_survives_a_lost_connection(network: &Network) {
    let proxy = Proxy::before(&network.url()).await;
    let adapter = connect(vec![proxy.url()]).await;
    let mut heads = adapter.follow(At::Final).await.unwrap();
    let before = heads.next().await.unwrap().unwrap();
    proxy.die();
    let trouble = next(&mut heads, Result::is_err).await;
    assert!(matches!(trouble, Err(ChainError::Port(e)) if e.kind == ErrorKind::Unavailable));
    proxy.revive();
    let after = next(&mut heads, Result::is_ok).await.unwrap();
    assert!(after.number > before.number);
    let later = next(&mut heads, Result::is_ok).await.unwrap();
    assert!(later.number > after.number);
}

async fn next<T>(stream: &mut (impl futures::Stream<Item = T> + Unpin), wanted: impl Fn(&T) -> bool) -> T {
    let search = async {
        loop {
            let item = stream.next().await.expect("the stream goes on");
            if wanted(&item) {
                return item;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(15), search).await.expect("it comes in time")
}

async fn a_follower_notices_an_endpoint_that_says_nothing_any_more(network: &Network) {
    let mut profile = profile(vec![network.url()]);
    profile.limits = Limits { silence: Duration::from_millis(200), request: Duration::from_millis(300), ..limits() };
    let adapter = ChainAdapter::connect(profile, Arc::new(SystemClock)).await.unwrap();
    let mut heads = adapter.follow(At::Final).await.unwrap();
    heads.next().await.unwrap().unwrap();
    network.local.set_rpc_fault(RpcFault::Stall { millis: Some(1_500) });
    let trouble = next(&mut heads, Result::is_err).await;
    assert!(trouble.is_err_and(|e| e.may_pass()));
    next(&mut heads, Result::is_ok).await.unwrap();
}

async fn a_transaction_whose_follower_lost_the_connection_is_found_by_hash(network: &Network) {
    let proxy = Proxy::before(&network.url()).await;
    let (adapter, key) = (connect(vec![proxy.url()]).await, network.funded_key().await);
    network.local.set_rpc_fault(RpcFault::LateFinality { millis: None });
    let signed = adapter.sign(&Call::AuthorizeGateway { gateway: AccountId([3; 32]) }, &key).await.unwrap();
    let mut updates = adapter.submit(&signed).await.unwrap();
    next(&mut updates, |u| matches!(u, Ok(TransactionUpdate::InBlock(_)))).await.unwrap();
    proxy.cut();
    let end = next(&mut updates, |u| matches!(u, Ok(TransactionUpdate::Lost(_)))).await;
    assert!(end.is_ok());
    assert!(updates.next().await.is_none(), "lost is the last word");
    network.local.clear_faults().await;
    network.local.produce(3).await.unwrap();
    let mut finals = adapter.follow(At::Final).await.unwrap();
    next(&mut finals, |h| h.as_ref().is_ok_and(|h| h.number.0 > signed.birth.0 + 1)).await.unwrap();
    let found = adapter.find(&signed.hash, signed.birth.0..=signed.death.0, Arc::new(|_| ())).await.unwrap();
    assert!(matches!(found, Some(SearchHit::Outcome(o)) if o.result.is_ok()));
}

async fn a_silent_endpoint_does_not_hold_a_call_for_ever(network: &Network) {
    let mut profile = profile(vec![network.url()]);
    profile.limits = Limits { connect: Duration::from_millis(300), request: Duration::from_millis(200), ..limits() };
    let adapter = ChainAdapter::connect(profile, Arc::new(SystemClock)).await.unwrap();
    network.local.set_rpc_fault(RpcFault::Stall { millis: Some(1_000) });
    match adapter.head(At::Best).await {
        Err(ChainError::Port(e)) => assert_eq!(e.kind, ErrorKind::TimedOut, "{e}"),
        other => panic!("expected no answer, got {other:?}"),
    }
}
