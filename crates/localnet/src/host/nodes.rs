//! The storage nodes of the network: starting, stopping, and telling the chain where they are.

use std::sync::Arc;
use std::time::Duration;

use futures::future::{join, join_all};
use parity_scale_codec::{Decode, Encode};
use pileus_localnet_runtime::RuntimeCall;
use pileus_localnet_runtime::pallets::sminer::{Call, MinerInfo};
use pileus_localnet_runtime::primitives::EndPoint;
use sp_core::{Pair, sr25519};
use sp_io::hashing::{blake2_128, twox_128};
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::sleep;

use super::gateways::{self, GatewaySlot};
use super::ledger::NodeLedger;
use super::settings::Settings;
use super::{NODES_FOLDER, accounts};
use crate::chain::{BlockTime, Chain, Handle};
use crate::error::NetworkError;
use crate::node::{DiskLimits, NodeError, NodeSettings, NodeTiming, StorageNode, TagSettings};

/// Pause between two blocks while nodes tell the chain their addresses and blocks come only on demand.
const BLOCK_PAUSE: Duration = Duration::from_millis(20);

/// One storage node, running or not.
pub(super) struct NodeSlot {
    settings: NodeSettings,
    ledger: Arc<NodeLedger>,
    running: Mutex<Option<StorageNode>>,
}

impl NodeSlot {
    /// Prepare a node; its port may change when it starts.
    pub(super) fn new(index: usize, plan: &NodePlan<'_>, port: u16) -> Self {
        let settings = plan.settings;
        let tags = settings.tag_delay.map(|delay_blocks| TagSettings {
            tee_master: accounts::tee_master(),
            tee_worker: accounts::tee_worker().public().0,
            delay_blocks,
        });
        Self {
            settings: NodeSettings {
                pair: accounts::node(index),
                folder: settings.folder.join(NODES_FOLDER).join(format!("{index:02}")),
                port,
                rpc_url: plan.rpc_url.to_owned(),
                started_at: settings.clock.now() / 1000,
                disk: DiskLimits { declared: plan.space, keep_free: settings.disk.keep_free },
                timing: NodeTiming { report_delay: settings.report_delay, ..NodeTiming::default() },
                tags,
            },
            ledger: Arc::new(NodeLedger(plan.chain.with_lag(settings.node_lag))),
            running: Mutex::new(None),
        }
    }

    /// Start the node unless it runs, on another port when its own is taken.
    ///
    /// # Errors
    /// The node's.
    pub(super) async fn start(&self) -> Result<u16, NodeError> {
        let mut running = self.running.lock().await;
        if let Some(node) = &*running {
            return Ok(node.port());
        }
        let ledger = || Arc::clone(&self.ledger) as Arc<dyn crate::node::Ledger>;
        let mut started = StorageNode::start(self.settings.clone(), ledger()).await;
        if matches!(started, Err(NodeError::Listen { .. })) {
            let elsewhere = NodeSettings { port: 0, ..self.settings.clone() };
            started = StorageNode::start(elsewhere, ledger()).await;
        }
        Ok(running.insert(started?).port())
    }

    /// Start the node, and tell the chain if it answers elsewhere now.
    ///
    /// # Errors
    /// [`NetworkError::Node`], [`NetworkError::CallFailed`].
    pub(super) async fn start_and_announce(&self, index: usize) -> Result<u16, NetworkError> {
        let port = self.start().await.map_err(|source| NetworkError::Node { index, source })?;
        announce(&self.ledger.0, &self.settings.pair, port).await?;
        Ok(port)
    }

    /// Stop the node if it runs.
    pub(super) async fn stop(&self) {
        if let Some(node) = self.running.lock().await.take() {
            node.stop().await;
        }
    }

    /// The running node.
    pub(super) async fn running(&self) -> MutexGuard<'_, Option<StorageNode>> {
        self.running.lock().await
    }

    /// The node's account.
    pub(super) fn account(&self) -> [u8; 32] {
        self.settings.pair.public().0
    }
}

/// What all nodes have in common.
pub(super) struct NodePlan<'a> {
    /// The network's settings.
    pub(super) settings: &'a Settings,
    /// Where the chain answers.
    pub(super) rpc_url: &'a str,
    /// The chain itself.
    pub(super) chain: &'a Handle,
    /// What each node declared.
    ///
    /// # Units
    /// bytes.
    pub(super) space: u64,
}

/// Start all nodes and wait until the chain knows where they are, and where the gateways are.
///
/// # Shapes
/// the ports in the order of the nodes.
/// # Errors
/// [`NetworkError::Node`], [`NetworkError::CallFailed`], [`NetworkError::Chain`].
pub(super) async fn start_all(
    slots: &[NodeSlot],
    chain: &Chain,
    block_time: BlockTime,
    gateways: &[GatewaySlot],
) -> Result<Vec<u16>, NetworkError> {
    let nodes = join_all(slots.iter().enumerate().map(|(index, slot)| slot.start_and_announce(index)));
    let starting = join(nodes, gateways::announce_all(gateways));
    tokio::select! {
        (ports, announced) = starting => announced.and_then(|()| ports.into_iter().collect()),
        error = blocks_on_demand(chain, block_time) => Err(error),
    }
}

/// Where nobody makes blocks, make them.
async fn blocks_on_demand(chain: &Chain, block_time: BlockTime) -> NetworkError {
    if block_time != BlockTime::OnDemand {
        return std::future::pending().await;
    }
    loop {
        sleep(BLOCK_PAUSE).await;
        if !chain.handle().has_pending().await {
            continue;
        }
        if let Err(error) = chain.produce().await {
            return error.into();
        }
    }
}

/// Tell the chain the node's address, unless it knows it.
async fn announce(chain: &Handle, pair: &sr25519::Pair, port: u16) -> Result<(), NetworkError> {
    let endpoint = format!("localhost:{port}");
    if announced(chain, pair).await.as_deref() == Some(endpoint.as_bytes()) {
        return Ok(());
    }
    let endpoint = EndPoint::truncate_from(endpoint.into_bytes());
    let call = RuntimeCall::Sminer(Call::update_endpoint { endpoint });
    let outcome = chain.submit(call, pair).await?;
    outcome
        .result
        .map_err(|error| NetworkError::CallFailed { call: "Sminer.update_endpoint", reason: format!("{error:?}") })
}

/// The node's address on chain.
async fn announced(chain: &Handle, pair: &sr25519::Pair) -> Option<Vec<u8>> {
    let account = pair.public().encode();
    let key = [&twox_128(b"Sminer")[..], &twox_128(b"MinerItems"), &blake2_128(&account), &account].concat();
    let value = chain.storage(key).await?;
    MinerInfo::decode(&mut &value[..]).ok().map(|info| info.endpoint.into_inner())
}
