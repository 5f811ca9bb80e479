//! Several programs, one network.

use pileus_localnet::error::NetworkError;
use pileus_localnet::{LocalNetwork, Membership};

use super::child::HostProcess;
use super::support::{PATIENCE, Rpc, settings, until};

#[tokio::test]
async fn the_second_program_joins_and_takes_over_when_the_first_leaves() {
    let folder = tempfile::tempdir().unwrap();
    let first = Membership::host_or_join(settings(&folder)).await.unwrap();
    let second = Membership::host_or_join(settings(&folder)).await.unwrap();
    assert!(first.hosted().is_some() && second.hosted().is_none());
    assert_eq!(first.info(), second.info());
    let number = second.control().unwrap().produce(3).await.unwrap();
    let info = first.info();
    first.leave().await;
    let network = tokio::time::timeout(PATIENCE, second.became_host()).await.unwrap().unwrap();
    assert!(network.chain().best().number >= number);
    assert_eq!(second.info(), info, "clients keep their URLs");
    Rpc::connect(&info.rpc_url).await.best().await;
    drop(network);
    second.leave().await;
}

#[tokio::test]
async fn a_waiting_program_takes_over_from_a_killed_host() {
    let folder = tempfile::tempdir().unwrap();
    let host = HostProcess::start(folder.path());
    let guest = Membership::host_or_join(settings(&folder)).await.unwrap();
    assert!(guest.hosted().is_none());
    let (url, genesis) = (guest.info().rpc_url, guest.info().genesis_hash);
    let number = guest.control().unwrap().produce(5).await.unwrap();
    host.kill();
    let network = tokio::time::timeout(PATIENCE, guest.became_host()).await.unwrap().unwrap();
    assert!(network.chain().best().number >= number);
    assert_eq!((guest.info().rpc_url, guest.info().genesis_hash), (url, genesis));
    assert_eq!(guest.info().process, std::process::id());
}

#[tokio::test]
async fn a_folder_has_one_host() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(LocalNetwork::join(folder.path()), Err(NetworkError::NotHosted { .. })));
    let network = LocalNetwork::start(settings(&folder)).await.unwrap();
    let second = LocalNetwork::start(settings(&folder)).await;
    assert!(matches!(second, Err(NetworkError::HostedElsewhere { .. })));
    assert_eq!(&LocalNetwork::join(folder.path()).unwrap(), network.info());
    network.stop().await;
    assert!(matches!(LocalNetwork::join(folder.path()), Err(NetworkError::NotHosted { .. })));
}

#[tokio::test]
async fn a_dropped_network_lets_its_folder_go() {
    let folder = tempfile::tempdir().unwrap();
    drop(LocalNetwork::start(settings(&folder)).await.unwrap());
    until("the lock is free", async || match LocalNetwork::start(settings(&folder)).await {
        Ok(_) => true,
        Err(NetworkError::HostedElsewhere { .. }) => false,
        Err(error) => panic!("{error}"),
    })
    .await;
}
