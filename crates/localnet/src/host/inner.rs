//! The parts of a running network, and what can be done with them while it runs.
//!
//! Shared by the network's owner and, weakly, by its control server and by the timers of faults.

use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::time::Duration;

use pallet_balances::Call as BalancesCall;
use pileus_localnet_runtime::RuntimeCall;
use sp_runtime::MultiAddress;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::faults::Timers;
use super::gateways::GatewaySlot;
use super::nodes::NodeSlot;
use super::{NetworkInfo, RpcFault, accounts};
use crate::chain::{BlockSummary, Chain};
use crate::error::NetworkError;
use crate::gateway::GatewayFault;
use crate::node::{NodeCounters, NodeFault};
use crate::rpc::RpcServer;

/// What the network consists of.
pub(super) struct Inner {
    pub(super) folder: PathBuf,
    pub(super) info: NetworkInfo,
    pub(super) rpc: RpcServer,
    pub(super) nodes: Vec<NodeSlot>,
    pub(super) gateways: Vec<GatewaySlot>,
    pub(super) chain: Chain,
    pub(super) timers: Timers,
    pub(super) stop_requested: CancellationToken,
}

impl Inner {
    pub(super) fn info(&self) -> &NetworkInfo {
        &self.info
    }

    pub(super) fn request_stop(&self) {
        self.stop_requested.cancel();
    }

    pub(super) fn set_rpc_fault(self: &Arc<Self>, fault: RpcFault) {
        self.apply(fault, true);
        let weak = Arc::downgrade(self);
        let timer = fault.span().map(|span| tokio::spawn(end_after(weak, fault, span)).abort_handle());
        self.timers.replace(fault.name(), timer);
    }

    /// Begin or end a fault.
    fn apply(&self, fault: RpcFault, begin: bool) {
        match fault {
            RpcFault::Drop => self.rpc.drop_connections(),
            RpcFault::Refuse { .. } => self.rpc.refuse_connections(begin),
            RpcFault::Stall { .. } => self.rpc.stall(begin),
            RpcFault::LateFinality { .. } => self.chain.hold_finality(begin),
        }
    }

    pub(super) async fn clear_faults(&self) {
        for fault in RpcFault::LASTING {
            self.timers.replace(fault.name(), None);
            self.apply(fault, false);
        }
        for slot in &self.nodes {
            if let Some(node) = &*slot.running().await {
                node.clear_faults();
            }
        }
        self.gateways.iter().filter_map(GatewaySlot::running).for_each(|gateway| gateway.clear_faults());
    }

    pub(super) async fn produce(&self, blocks: u32) -> Result<BlockSummary, NetworkError> {
        for _ in 1..blocks {
            self.chain.produce().await?;
        }
        Ok(self.chain.produce().await?)
    }

    pub(super) async fn jump(&self, blocks: u32) -> Result<BlockSummary, NetworkError> {
        let block = self.chain.jump(blocks).await?;
        self.rpc.drop_connections();
        Ok(block)
    }

    pub(super) async fn endow(&self, account: &str, amount: u128) -> Result<(), NetworkError> {
        let dest = MultiAddress::Id(accounts::parse(account)?);
        let call = RuntimeCall::Balances(BalancesCall::transfer_keep_alive { dest, value: amount });
        let outcome = self.chain.handle().submit(call, &accounts::faucet()).await?;
        outcome.result.map_err(|error| NetworkError::CallFailed {
            call: "Balances.transfer_keep_alive",
            reason: format!("{error:?}"),
        })
    }

    fn slot(&self, index: usize) -> Result<&NodeSlot, NetworkError> {
        self.nodes.get(index).ok_or(NetworkError::NoSuchNode { index })
    }

    pub(super) async fn set_node_fault(&self, index: usize, fault: NodeFault) -> Result<(), NetworkError> {
        let running = self.slot(index)?.running().await;
        let node = running.as_ref().ok_or(NetworkError::NoSuchNode { index })?;
        node.set_fault(fault).await.map_err(|source| NetworkError::Node { index, source })
    }

    pub(super) async fn clear_node_faults(&self, index: usize) -> Result<(), NetworkError> {
        let running = self.slot(index)?.running().await;
        running.as_ref().ok_or(NetworkError::NoSuchNode { index })?.clear_faults();
        Ok(())
    }

    pub(super) async fn node_counters(&self, index: usize) -> Result<NodeCounters, NetworkError> {
        let running = self.slot(index)?.running().await;
        Ok(running.as_ref().ok_or(NetworkError::NoSuchNode { index })?.counters())
    }

    fn gateway(&self, index: usize) -> Result<&GatewaySlot, NetworkError> {
        self.gateways.get(index).ok_or(NetworkError::NoSuchGateway { index })
    }

    pub(super) fn set_gateway_fault(&self, index: usize, fault: GatewayFault) -> Result<(), NetworkError> {
        self.gateway(index)?.running().ok_or(NetworkError::NoSuchGateway { index })?.set_fault(fault);
        Ok(())
    }

    pub(super) async fn stop_gateway(&self, index: usize) -> Result<(), NetworkError> {
        self.gateway(index)?.stop().await;
        Ok(())
    }

    pub(super) async fn start_gateway(&self, index: usize) -> Result<(), NetworkError> {
        self.gateway(index)?.start().await
    }

    pub(super) async fn stop_node(&self, index: usize) -> Result<(), NetworkError> {
        self.slot(index)?.stop().await;
        Ok(())
    }

    pub(super) async fn start_node(&self, index: usize) -> Result<(), NetworkError> {
        self.slot(index)?.start_and_announce(index).await.map(drop)
    }
}

async fn end_after(network: Weak<Inner>, fault: RpcFault, span: Duration) {
    sleep(span).await;
    if let Some(network) = network.upgrade() {
        network.apply(fault, false);
    }
}
