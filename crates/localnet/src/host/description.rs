//! What a running network tells other programs about itself.

use std::path::{Path, PathBuf};

use pileus_domain::GatewaySoftware;
use pileus_localnet_runtime::genesis::Allocation;
use serde::{Deserialize, Serialize};

use super::accounts::DevelopmentAccount;
use super::{DESCRIPTION_FILE, disk};
use crate::error::NetworkError;

/// Where a running local network answers, and who can sign there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkInfo {
    /// JSON-RPC, over WebSocket and HTTP.
    pub rpc_url: String,
    /// Faults and time.
    pub control_url: String,
    /// The file with the token that the control server asks for.
    pub token_file: PathBuf,
    /// The storage nodes in their order.
    pub nodes: Vec<NodeInfo>,
    /// The gateways in their order.
    #[serde(default)]
    pub gateways: Vec<GatewayInfo>,
    /// Accounts that hold tokens and that anybody can sign for.
    pub accounts: Vec<DevelopmentAccount>,
    /// Hash of block 0 in hexadecimal digits.
    pub genesis_hash: String,
    /// Who chooses the storage nodes of an order.
    #[serde(with = "AllocationWord")]
    pub allocation: Allocation,
    /// The program that hosts the network.
    pub process: u32,
}

/// A storage node of a running local network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeInfo {
    /// Its account in hexadecimal digits.
    pub account: String,
    /// Where it answers.
    pub url: String,
}

/// A gateway of a running local network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayInfo {
    /// Its account in hexadecimal digits.
    pub account: String,
    /// Where it answers.
    pub url: String,
    /// Which program it behaves like.
    #[serde(default)]
    pub software: GatewaySoftware,
}

/// The words for the ways of allocation.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Allocation", rename_all = "snake_case")]
pub(super) enum AllocationWord {
    /// The chain does.
    Network,
    /// The client does.
    Client,
}

impl NetworkInfo {
    /// Leave the description for others.
    ///
    /// # Errors
    /// [`NetworkError::Folder`].
    pub(super) fn save(&self, folder: &Path) -> Result<(), NetworkError> {
        disk::write(&folder.join(DESCRIPTION_FILE), self)
    }

    /// What the host has left, if it is ready.
    ///
    /// # Errors
    /// [`NetworkError::Folder`], [`NetworkError::Damaged`].
    pub(super) fn load(folder: &Path) -> Result<Option<Self>, NetworkError> {
        disk::read(&folder.join(DESCRIPTION_FILE))
    }

    /// The network is not there any more, or not yet.
    ///
    /// # Errors
    /// [`NetworkError::Folder`].
    pub(super) fn remove(folder: &Path) -> Result<(), NetworkError> {
        let path = folder.join(DESCRIPTION_FILE);
        disk::remove(&path).map_err(NetworkError::folder(&path))
    }
}
