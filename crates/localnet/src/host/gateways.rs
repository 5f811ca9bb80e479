//! The gateways of the network: starting, stopping, and that the chain knows them.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::future::try_join_all;
use pallet_balances::Call as BalancesCall;
use parity_scale_codec::Decode;
use pileus_domain::GatewaySoftware;
use pileus_localnet_runtime::genesis::KnownGateway;
use pileus_localnet_runtime::pallets::oss::{Call, Domain, Oss, OssInfo};
use pileus_localnet_runtime::primitives::PeerId;
use pileus_localnet_runtime::{Runtime, RuntimeCall};
use sp_core::{Pair as _, sr25519};
use sp_runtime::MultiAddress;
use tokio::net::TcpListener;

use super::ledger::NodeLedger;
use super::{GATEWAY_FOLDER, GatewayInfo, Settings, accounts, genesis, ports};
use crate::chain::Handle;
use crate::error::NetworkError;
use crate::gateway::{Gateway, GatewaySettings, GatewayTiming};

/// Which program each gateway behaves like; the first one is meant where nobody says which.
pub(super) const PROGRAMS: [GatewaySoftware; 3] =
    [GatewaySoftware::Deoss, GatewaySoftware::Deoss, GatewaySoftware::Cd2n];
/// The name of the pool that the network's CD²N gateway belongs to.
const POOL: &[u8] = b"Pileus local pool";

/// What stands on the chain where DeOSS once had the address of a peer: nothing of today's, and a pool's name of CD²N.
fn peer_id(software: GatewaySoftware) -> PeerId {
    let mut padded = [0; 38];
    if software == GatewaySoftware::Cd2n {
        padded[..POOL.len()].copy_from_slice(POOL);
    }
    padded
}

/// The address of a gateway as it stands on the chain.
fn domain(port: u16) -> String {
    format!("http://localhost:{port}")
}

/// What a new chain knows of the gateways on these ports.
pub(super) fn known(ports: &[u16]) -> Vec<KnownGateway> {
    let known = |(index, port): (usize, &u16)| KnownGateway {
        account: accounts::account(&accounts::gateway(index)),
        peer_id: peer_id(PROGRAMS[index]),
        domain: domain(*port),
    };
    ports.iter().enumerate().take(PROGRAMS.len()).map(known).collect()
}

/// One gateway, running or not.
pub(super) struct GatewaySlot {
    settings: GatewaySettings,
    port: u16,
    ledger: Arc<NodeLedger>,
    running: Mutex<Option<Arc<Gateway>>>,
}

impl GatewaySlot {
    /// Prepare a gateway.
    pub(super) fn new(index: usize, settings: &Settings, port: u16, chain: &Handle) -> Self {
        let software = PROGRAMS[index];
        let folder = if index == 0 { GATEWAY_FOLDER.to_owned() } else { format!("{GATEWAY_FOLDER}-{index}") };
        let own = GatewaySettings {
            software,
            domain: domain(port),
            pool: peer_id(software),
            pair: accounts::gateway(index),
            folder: settings.folder.join(folder),
            clock: settings.clock.clone(),
            timing: GatewayTiming::default(),
        };
        Self { settings: own, port, ledger: Arc::new(NodeLedger(chain.clone())), running: Mutex::default() }
    }

    /// Start the gateway on sockets that listen already.
    ///
    /// # Errors
    /// [`NetworkError::Folder`].
    pub(super) async fn start_on(&self, sockets: Vec<TcpListener>) -> Result<(), NetworkError> {
        let ledger = Arc::clone(&self.ledger) as Arc<dyn crate::node::Ledger>;
        let started = Gateway::start(self.settings.clone(), sockets, ledger).await;
        let started = started.map_err(NetworkError::folder(Path::new(&self.settings.folder)))?;
        *self.lock() = Some(Arc::new(started));
        Ok(())
    }

    /// Start the gateway unless it runs, on its own port.
    ///
    /// # Errors
    /// [`NetworkError::Port`], [`NetworkError::Folder`].
    pub(super) async fn start(&self) -> Result<(), NetworkError> {
        if self.running().is_some() {
            return Ok(());
        }
        let bound = ports::bind(self.port).await;
        let sockets = bound.map_err(|source| NetworkError::Port { purpose: "gateway", port: self.port, source })?;
        self.start_on(sockets).await
    }

    /// Stop the gateway if it runs.
    pub(super) async fn stop(&self) {
        let gateway = self.lock().take();
        if let Some(gateway) = gateway {
            gateway.stop().await;
        }
    }

    /// The running gateway.
    pub(super) fn running(&self) -> Option<Arc<Gateway>> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<Gateway>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What other programs are told of it.
    pub(super) fn info(&self) -> GatewayInfo {
        GatewayInfo {
            account: format!("0x{}", hex::encode(self.settings.pair.public().0)),
            url: self.settings.domain.clone(),
            software: self.settings.software,
        }
    }

    /// Tell the chain where the gateway is, unless it knows. One that the chain does not know gets money first, as in a
    /// network from before there were so many.
    ///
    /// # Errors
    /// [`NetworkError::CallFailed`], [`NetworkError::Chain`].
    async fn announce(&self) -> Result<(), NetworkError> {
        let (chain, pair) = (&self.ledger.0, &self.settings.pair);
        let wanted = OssInfo {
            peer_id: self.settings.pool,
            domain: Domain::truncate_from(self.settings.domain.clone().into_bytes()),
        };
        let known = registered(chain, pair).await;
        if known.as_ref() == Some(&wanted) {
            return Ok(());
        }
        let OssInfo { peer_id: endpoint, domain } = wanted;
        let call = if known.is_some() {
            Call::update { endpoint, domain }
        } else {
            let dest = MultiAddress::Id(accounts::account(pair));
            let gift = BalancesCall::transfer_keep_alive { dest, value: genesis::GATEWAY_ENDOWMENT };
            carry_out(chain, "Balances.transfer_keep_alive", RuntimeCall::Balances(gift), &accounts::faucet()).await?;
            Call::register { endpoint, domain }
        };
        carry_out(chain, "Oss.register", RuntimeCall::Oss(call), pair).await
    }
}

/// Tell the chain where all gateways are, in as many blocks as one of them needs.
///
/// # Errors
/// [`NetworkError::CallFailed`], [`NetworkError::Chain`].
pub(super) async fn announce_all(slots: &[GatewaySlot]) -> Result<(), NetworkError> {
    try_join_all(slots.iter().map(GatewaySlot::announce)).await.map(drop)
}

async fn carry_out(
    chain: &Handle,
    name: &'static str,
    call: RuntimeCall,
    signer: &sr25519::Pair,
) -> Result<(), NetworkError> {
    let outcome = chain.submit(call, signer).await?;
    outcome.result.map_err(|error| NetworkError::CallFailed { call: name, reason: format!("{error:?}") })
}

/// What the chain knows of the gateway.
async fn registered(chain: &Handle, pair: &sr25519::Pair) -> Option<OssInfo> {
    let key = Oss::<Runtime>::hashed_key_for(accounts::account(pair));
    OssInfo::decode(&mut &chain.storage(key).await?[..]).ok()
}
