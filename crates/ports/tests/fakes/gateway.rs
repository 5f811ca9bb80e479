//! A gateway in memory.

use std::sync::Arc;

use bytes::Bytes;
use pileus_domain::{ContentHash, Endpoint, Fid, TerritoryName};
use pileus_ports::{
    GatewayErrorKind, Passage, Signer as _,
    conformance::{self, gateway::GatewayWorld},
    fake::{FakeGateway, FakeSigner},
};
use sha2::{Digest as _, Sha256};

fn fid(bytes: &[u8]) -> Fid {
    Fid(ContentHash(Sha256::digest(bytes).into()))
}

fn world() -> GatewayWorld<FakeGateway> {
    let (endpoint, content) = (Endpoint("gateway.example".to_owned()), Bytes::from(vec![7; 250_000]));
    let (owner, stranger) = (FakeSigner::of(1), FakeSigner::of(2));
    let gateway = FakeGateway::new(endpoint.clone(), fid);
    gateway.allow(owner.account(), "home");
    GatewayWorld {
        gateway,
        endpoint,
        nobody: Endpoint("nobody.example".to_owned()),
        owner: Arc::new(owner),
        territory: TerritoryName::new("home").unwrap(),
        stranger: Arc::new(stranger),
        fid: fid(&content),
        content,
        pool: None,
        takes_again: true,
    }
}

#[tokio::test]
async fn the_fake_gateway_keeps_the_promises_of_the_port() {
    conformance::gateway::run(&world()).await;
}

#[tokio::test]
async fn a_failure_that_was_asked_for_comes_once() {
    let world = world();
    world.gateway.fail_next(GatewayErrorKind::TooLarge);
    let first = conformance::gateway::hand_over(&world, &*world.owner, &world.territory, &Passage::default()).await;
    assert_eq!(first.unwrap_err().kind, GatewayErrorKind::TooLarge);
    let second = conformance::gateway::hand_over(&world, &*world.owner, &world.territory, &Passage::default()).await;
    assert_eq!(second.unwrap().fid, world.fid);
}
