//! Starting a network, part by part.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::control::{ControlServer, ControlToken};
use super::faults::Timers;
use super::founding::Founding;
use super::gateways::GatewaySlot;
use super::inner::Inner;
use super::lock::FolderLock;
use super::nodes::{NodePlan, NodeSlot, start_all};
use super::ports::Ports;
use super::{CHAIN_FILE, NetworkInfo, NodeInfo, Settings, TOKEN_FILE, accounts};
use crate::chain::{Chain, ChainSettings};
use crate::error::NetworkError;
use crate::rpc::RpcServer;

/// Start everything; whoever reads the network's description finds it ready.
///
/// # Errors
/// Whatever keeps a part from starting.
pub(super) async fn start(settings: &Settings, lock: FolderLock) -> Result<(Arc<Inner>, ControlServer), NetworkError> {
    let folder = &settings.folder;
    NetworkInfo::remove(folder)?;
    let founding = Founding::load_or_decide(settings)?;
    let (mut ports, sockets) = Ports::load(folder)?.open(settings, founding.nodes).await?;
    ports.save(folder)?;
    let chain = start_chain(settings, &founding, &ports, lock)?;
    let rpc = RpcServer::start(sockets.rpc, chain.handle()).map_err(|source| NetworkError::Port {
        purpose: "JSON-RPC",
        port: ports.rpc,
        source,
    })?;
    let nodes = prepare_nodes(settings, &founding, &ports, &rpc, &chain);
    let gateways = prepare_gateways(settings, &ports, &chain);
    ports.nodes = start_all(&nodes, &chain, settings.block_time, &gateways).await?;
    for (gateway, sockets) in gateways.iter().zip(sockets.gateways) {
        gateway.start_on(sockets).await?;
    }
    ports.save(folder)?;
    let token = ControlToken::load_or_make(&folder.join(TOKEN_FILE))?;
    let info = describe(settings, &founding, &ports, (&nodes, &gateways), &rpc, &chain);
    info.save(folder)?;
    let stop_requested = CancellationToken::new();
    let folder = folder.clone();
    let inner =
        Arc::new(Inner { folder, info, rpc, nodes, gateways, chain, timers: Timers::default(), stop_requested });
    let control = ControlServer::start(sockets.control, token, Arc::downgrade(&inner));
    Ok((inner, control))
}

fn start_chain(
    settings: &Settings,
    founding: &Founding,
    ports: &Ports,
    lock: FolderLock,
) -> Result<Chain, NetworkError> {
    let chain = ChainSettings {
        path: settings.folder.join(CHAIN_FILE),
        block_time: settings.block_time,
        finality: settings.finality,
        clock: settings.clock.clone(),
        survive_power_cut: settings.survive_power_cut,
        guard: Box::new(lock),
    };
    Ok(Chain::start(chain, &founding.genesis(ports))?)
}

fn prepare_nodes(
    settings: &Settings,
    founding: &Founding,
    ports: &Ports,
    rpc: &RpcServer,
    chain: &Chain,
) -> Vec<NodeSlot> {
    let plan = NodePlan { settings, rpc_url: &rpc.url(), chain: chain.handle(), space: founding.space };
    ports.nodes.iter().enumerate().map(|(index, port)| NodeSlot::new(index, &plan, *port)).collect()
}

fn prepare_gateways(settings: &Settings, ports: &Ports, chain: &Chain) -> Vec<GatewaySlot> {
    let slot = |(index, port)| GatewaySlot::new(index, settings, port, chain.handle());
    ports.gateways().into_iter().enumerate().map(slot).collect()
}

fn describe(
    settings: &Settings,
    founding: &Founding,
    ports: &Ports,
    (nodes, gateways): (&[NodeSlot], &[GatewaySlot]),
    rpc: &RpcServer,
    chain: &Chain,
) -> NetworkInfo {
    let node = |(slot, port): (&NodeSlot, &u16)| NodeInfo {
        account: format!("0x{}", hex::encode(slot.account())),
        url: format!("http://localhost:{port}"),
    };
    NetworkInfo {
        rpc_url: rpc.url(),
        control_url: format!("http://127.0.0.1:{}", ports.control),
        token_file: settings.folder.join(TOKEN_FILE),
        nodes: nodes.iter().zip(&ports.nodes).map(node).collect(),
        gateways: gateways.iter().map(GatewaySlot::info).collect(),
        accounts: accounts::development_accounts(),
        genesis_hash: format!("{:?}", chain.handle().genesis_hash()),
        allocation: founding.allocation,
        process: std::process::id(),
    }
}
