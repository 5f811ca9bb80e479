//! The chain of the window's local network, asked without the window.

use std::sync::Arc;

use pileus_chain::{ChainAdapter, Limits, Profile};
use pileus_domain::{BlockHash, Fid, FileState};
use pileus_localnet::{Membership, Settings};
use pileus_ports::{At, Chain, SystemClock};

use crate::desktop::Desktop;

/// Is this file ACTIVE at a block of the chain that the program on a desktop hosts?
pub(crate) async fn is_active(desktop: &Desktop, fid: &Fid, at: At) -> bool {
    let folder = desktop.home().join("data/pileus/localnet");
    let guest = Membership::host_or_join(Settings::new(folder)).await.unwrap();
    assert!(guest.hosted().is_none(), "nobody hosts the local network");
    let endpoints = vec![guest.info().rpc_url];
    guest.leave().await;
    let profile = Profile { endpoints, pinned_genesis: None, limits: Limits::default() };
    let chain = ChainAdapter::connect(profile, Arc::new(SystemClock)).await.unwrap();
    let status = chain.file_status(fid, at).await.unwrap();
    status.file.is_some_and(|file| file.state == FileState::Active)
}

/// A block by the hash that the window shows.
pub(crate) fn block(hash: &str) -> At {
    At::Block(hash.parse::<BlockHash>().unwrap())
}
