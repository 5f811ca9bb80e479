//! The control server.

use pileus_localnet::error::NetworkError;
use pileus_localnet::host::ControlClient;
use pileus_localnet::node::{FaultKind, NodeCall, NodeFault};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::support::{Rig, TOKEN, free, key, on_demand};

/// The status line of a request written by hand.
async fn status(rig: &Rig, headers: &str) -> String {
    let authority = rig.network.info().control_url.trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&authority).await.unwrap();
    let request = format!("GET /network HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.lines().next().unwrap().to_owned()
}

#[tokio::test]
async fn nothing_works_without_the_token_or_from_a_foreign_page() {
    let rig = Rig::start_with(on_demand).await;
    let token = std::fs::read_to_string(&rig.network.info().token_file).unwrap();
    assert!(status(&rig, "").await.contains("401"));
    assert!(status(&rig, "Authorization: Bearer guess\r\n").await.contains("401"));
    let right = format!("Authorization: Bearer {token}\r\n");
    assert!(status(&rig, &right).await.contains("200"));
    assert!(status(&rig, &format!("{right}Origin: https://example.org\r\n")).await.contains("403"));
}

#[cfg(unix)]
#[tokio::test]
async fn the_token_can_be_read_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let rig = Rig::start_with(on_demand).await;
    let metadata = std::fs::metadata(&rig.network.info().token_file).unwrap();
    assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn an_endowment_is_a_real_transfer() {
    let rig = Rig::start().await;
    let (control, rpc) = (ControlClient::of(rig.network.info()).unwrap(), rig.rpc().await);
    let fresh = key("//Fresh");
    let account = format!("0x{}", hex::encode(fresh.public_key().0));
    control.endow(&account, 1234 * TOKEN).await.unwrap();
    assert_eq!(free(&rpc, &fresh).await, 1234 * TOKEN);
    let refused = control.endow("nobody", TOKEN).await.unwrap_err();
    assert!(matches!(refused, NetworkError::Refused { status: 400, .. }), "{refused:?}");
    let too_little = control.endow("0x0101010101010101010101010101010101010101010101010101010101010101", 1).await;
    assert!(matches!(too_little, Err(NetworkError::Refused { status: 500, .. })), "{too_little:?}");
}

#[tokio::test]
async fn nodes_are_disturbed_stopped_and_started_by_number() {
    let rig = Rig::start_with(on_demand).await;
    let control = ControlClient::of(rig.network.info()).unwrap();
    let authority = rig.network.info().nodes[1].url.trim_start_matches("http://").to_owned();
    let fault = NodeFault::once(NodeCall::Put, FaultKind::FullDisk);
    control.set_node_fault(1, &fault).await.unwrap();
    control.clear_node_faults(1).await.unwrap();
    assert_eq!(control.node_counters(1).await.unwrap().puts_accepted, 0);
    control.stop_node(1).await.unwrap();
    assert!(TcpStream::connect(&authority).await.is_err());
    let stopped = control.set_node_fault(1, &fault).await.unwrap_err();
    assert!(matches!(stopped, NetworkError::Refused { status: 404, .. }), "{stopped:?}");
    control.start_node(1).await.unwrap();
    TcpStream::connect(&authority).await.unwrap();
    assert!(matches!(control.stop_node(9).await, Err(NetworkError::Refused { status: 404, .. })));
}

#[tokio::test]
async fn the_host_hears_that_it_should_stop() {
    let rig = Rig::start_with(on_demand).await;
    let control = ControlClient::of(rig.network.info()).unwrap();
    assert_eq!(&control.network().await.unwrap(), rig.network.info());
    control.stop().await.unwrap();
    rig.network.stop_requested().await;
}
