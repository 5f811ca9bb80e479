//! The gateway of the network: where it is, and that the chain knows it.

use std::path::Path;
use std::sync::Arc;

use pallet_balances::Call as BalancesCall;
use parity_scale_codec::Decode;
use pileus_localnet_runtime::pallets::oss::{Call, Domain, Oss, OssInfo};
use pileus_localnet_runtime::{Runtime, RuntimeCall};
use sp_core::sr25519;
use sp_runtime::MultiAddress;
use tokio::net::TcpListener;

use super::ledger::NodeLedger;
use super::{GATEWAY_FOLDER, Settings, accounts, genesis};
use crate::chain::Handle;
use crate::error::NetworkError;
use crate::gateway::{Gateway, GatewaySettings, GatewayTiming};

/// The address of the gateway as it stands on the chain.
pub(super) fn gateway_domain(port: u16) -> String {
    format!("http://localhost:{port}")
}

/// Start the gateway on sockets that listen already.
///
/// # Errors
/// [`NetworkError::Folder`].
pub(super) async fn start(
    settings: &Settings,
    sockets: Vec<TcpListener>,
    chain: &Handle,
) -> Result<Gateway, NetworkError> {
    let folder = settings.folder.join(GATEWAY_FOLDER);
    let own = GatewaySettings {
        pair: accounts::gateway(),
        folder: folder.clone(),
        clock: settings.clock.clone(),
        timing: GatewayTiming::default(),
    };
    let ledger = Arc::new(NodeLedger(chain.clone()));
    Gateway::start(own, sockets, ledger).await.map_err(NetworkError::folder(Path::new(&folder)))
}

/// Tell the chain where the gateway is, unless it knows. A network from before there were gateways gives it money first.
///
/// # Errors
/// [`NetworkError::CallFailed`], [`NetworkError::Chain`].
pub(super) async fn announce(chain: &Handle, port: u16) -> Result<(), NetworkError> {
    let (pair, domain) = (accounts::gateway(), gateway_domain(port));
    let known = registered(chain, &pair).await;
    if known.as_ref().is_some_and(|info| info.domain[..] == *domain.as_bytes()) {
        return Ok(());
    }
    let (endpoint, domain) = ([0; 38], Domain::truncate_from(domain.into_bytes()));
    let call = if known.is_some() {
        Call::update { endpoint, domain }
    } else {
        let dest = MultiAddress::Id(accounts::account(&pair));
        let gift = BalancesCall::transfer_keep_alive { dest, value: genesis::GATEWAY_ENDOWMENT };
        carry_out(chain, "Balances.transfer_keep_alive", RuntimeCall::Balances(gift), &accounts::faucet()).await?;
        Call::register { endpoint, domain }
    };
    carry_out(chain, "Oss.register", RuntimeCall::Oss(call), &pair).await
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
