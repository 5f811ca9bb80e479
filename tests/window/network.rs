//! The chain of the window's local network, asked without the window.

use std::sync::Arc;

use pileus_chain::{ChainAdapter, Limits, Profile};
use pileus_domain::{AccountId, BlockHash, Fid, FileState};
use pileus_localnet::{Membership, NetworkInfo, RpcFault, Settings, host::ControlClient};
use pileus_ports::{At, Chain, SystemClock};
use serde_json::Value;

use crate::desktop::Desktop;

/// The local network that the program on a desktop hosts, with its faults in the hand of the test.
pub(crate) struct Remote {
    network: NetworkInfo,
    control: ControlClient,
}

impl Remote {
    /// Join, learn all about it, and leave again.
    pub(crate) async fn of(desktop: &Desktop) -> Self {
        let folder = desktop.home().join("data/pileus/localnet");
        let guest = Membership::host_or_join(Settings::new(folder)).await.unwrap();
        assert!(guest.hosted().is_none(), "nobody hosts the local network");
        let (network, control) = (guest.info(), guest.control().unwrap());
        guest.leave().await;
        Self { network, control }
    }

    /// The numbers of storage nodes by their addresses, as a board names them.
    pub(crate) fn indices_of(&self, addresses: &Value) -> Vec<usize> {
        let addresses: Vec<AccountId> =
            addresses.as_array().unwrap().iter().map(|address| address.as_str().unwrap().parse().unwrap()).collect();
        let index = |wanted: &AccountId| {
            let wanted = hex_of(wanted);
            self.network.nodes.iter().position(|node| node.account.trim_start_matches("0x") == wanted).unwrap()
        };
        addresses.iter().map(index).collect()
    }

    /// Make so many blocks now.
    pub(crate) async fn produce(&self, blocks: u32) {
        self.control.produce(blocks).await.unwrap();
    }

    /// Let the chain take requests and answer none.
    pub(crate) async fn hold_answers_back(&self) {
        self.control.set_rpc_fault(RpcFault::Stall { millis: None }).await.unwrap();
    }

    /// End all faults.
    pub(crate) async fn clear_faults(&self) {
        self.control.clear_faults().await.unwrap();
    }

    /// Stop a storage node.
    pub(crate) async fn stop_node(&self, index: usize) {
        self.control.stop_node(index).await.unwrap();
    }

    /// Start it again.
    pub(crate) async fn start_node(&self, index: usize) {
        self.control.start_node(index).await.unwrap();
    }
}

fn hex_of(account: &AccountId) -> String {
    account.0.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Is this file ACTIVE at a block of the chain that the program on a desktop hosts?
pub(crate) async fn is_active(desktop: &Desktop, fid: &Fid, at: At) -> bool {
    is_active_on(Remote::of(desktop).await.network.rpc_url, fid, at).await
}

/// Is this file ACTIVE at a block of the chain that answers at a URL?
pub(crate) async fn is_active_on(url: String, fid: &Fid, at: At) -> bool {
    let profile = Profile { endpoints: vec![url], pinned_genesis: None, limits: Limits::default() };
    let chain = ChainAdapter::connect(profile, Arc::new(SystemClock)).await.unwrap();
    let status = chain.file_status(fid, at).await.unwrap();
    status.file.is_some_and(|file| file.state == FileState::Active)
}

/// A block by the hash that the window shows.
pub(crate) fn block(hash: &str) -> At {
    At::Block(hash.parse::<BlockHash>().unwrap())
}
