//! The local network: hosted by this process, or joined.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use pileus_app::Faucet;
use pileus_contract::{LocalnetAccountView, LocalnetGatewayView, LocalnetView};
use pileus_domain::{AccountId, Planck, Problem};
use pileus_localnet::{Allocation, Membership, NetworkInfo, Settings};

use crate::problem;

/// Folder of the local network inside the data folder.
const FOLDER: &str = "localnet";

/// The local network's folder in a data folder.
pub(crate) fn folder_of(home: &Path) -> PathBuf {
    home.join(FOLDER)
}

/// This process's part in the local network.
pub(crate) struct Local(Membership);

impl Local {
    /// Host it, or join the process that does.
    pub(crate) async fn enter(home: &Path) -> Result<Self, Problem> {
        let entered = Membership::host_or_join(Settings::new(folder_of(home))).await;
        entered.map(Self).map_err(|e| problem::of_local("The local network could not be started.", &e))
    }

    /// Where it answers.
    pub(crate) fn info(&self) -> NetworkInfo {
        self.0.info()
    }

    /// Does this process host it?
    pub(crate) fn is_host(&self) -> bool {
        self.0.hosted().is_some()
    }

    /// Wait until somebody asks this process to stop hosting; for ever while another one hosts.
    pub(crate) async fn stop_requested(&self) {
        match self.0.became_host().await {
            Ok(network) => network.stop_requested().await,
            Err(_) => std::future::pending().await,
        }
    }

    /// Leave; what is hosted here ends, and a waiting process takes over.
    pub(crate) async fn leave(self) {
        self.0.leave().await;
    }
}

#[async_trait]
impl Faucet for Local {
    async fn endow(&self, account: &AccountId, amount: Planck) -> Result<(), Problem> {
        let failed = |e| problem::of_local("The local network did not give its money.", &e);
        let control = self.0.control().map_err(failed)?;
        control.endow(&account.to_string(), amount.0).await.map_err(failed)
    }
}

/// The network as it crosses over.
pub(crate) fn describe(info: &NetworkInfo) -> LocalnetView {
    let account = |a: &pileus_localnet::host::DevelopmentAccount| LocalnetAccountView {
        name: a.name.clone(),
        address: a.address.clone(),
        uri: a.uri.clone(),
    };
    let gateway = |g: &pileus_localnet::host::GatewayInfo| {
        let account = g.account.parse().ok()?;
        Some(LocalnetGatewayView { account, url: g.url.clone(), software: g.software })
    };
    LocalnetView {
        rpc: info.rpc_url.clone(),
        nodes: info.nodes.iter().map(|node| node.url.clone()).collect(),
        gateways: info.gateways.iter().filter_map(gateway).collect(),
        accounts: info.accounts.iter().map(account).collect(),
        genesis: info.genesis_hash.clone(),
        allocation: allocation_word(info.allocation).to_owned(),
        control: info.control_url.clone(),
        control_token_file: info.token_file.display().to_string(),
        process: info.process,
    }
}

fn allocation_word(allocation: Allocation) -> &'static str {
    match allocation {
        Allocation::Network => "network",
        Allocation::Client => "client",
    }
}
