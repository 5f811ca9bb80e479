//! Addresses that strangers wrote down.

use std::sync::Arc;

use pileus_domain::Endpoint;
use pileus_gateway::{GatewayAdapter, GatewayProfile};
use pileus_ports::{
    Gateway as _, GatewayErrorKind,
    fake::{FakeClock, FakeEntropy},
};
use tokio::{net::TcpListener, time::timeout};

use crate::rig::IMPATIENCE;

/// Nothing may connect to a port of this computer under any of these names.
async fn forbidden(hosts: &[&str]) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (clock, entropy) = (Arc::new(FakeClock::default()), Arc::new(FakeEntropy::default()));
    let adapter = GatewayAdapter::new(GatewayProfile::default(), clock, entropy).unwrap();
    for host in hosts {
        let error = adapter.identity(&Endpoint(format!("{host}:{port}"))).await.unwrap_err();
        assert_eq!(error.kind, GatewayErrorKind::ForbiddenAddress, "{host}: {error:?}");
        assert!(!error.may_pass());
    }
    assert!(timeout(IMPATIENCE, listener.accept()).await.is_err(), "nothing may knock there");
}

#[tokio::test]
async fn no_address_inside_this_computer_is_reached_unless_allowed() {
    forbidden(&["127.0.0.1", "[::1]", "2130706433", "http://0.0.0.0", "[::ffff:127.0.0.1]"]).await;
}

#[tokio::test]
async fn a_domain_that_resolves_to_a_private_address_is_not_reached() {
    forbidden(&["localhost", "http://localhost", "LocalHost"]).await;
}

#[tokio::test]
async fn what_is_no_plain_address_is_not_reached() {
    let (clock, entropy) = (Arc::new(FakeClock::default()), Arc::new(FakeEntropy::default()));
    let adapter = GatewayAdapter::new(GatewayProfile::default(), clock, entropy).unwrap();
    for nonsense in ["", "http://gateway.example/path", "ftp://gateway.example", "http://user@gateway.example"] {
        let error = adapter.identity(&Endpoint(nonsense.to_owned())).await.unwrap_err();
        assert_eq!(error.kind, GatewayErrorKind::ForbiddenAddress, "{nonsense}");
    }
}
