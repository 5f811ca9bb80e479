//! The running network, as its host holds it.

use std::path::Path;
use std::sync::Arc;

use super::control::ControlServer;
use super::gateways::GatewaySlot;
use super::inner::Inner;
use super::lock::FolderLock;
use super::nodes::NodeSlot;
use super::start::start;
use super::{DESCRIPTION_FILE, LOCK_FILE, NetworkInfo, RpcFault, Settings};
use crate::chain::{BlockSummary, Handle};
use crate::error::NetworkError;
use crate::gateway::GatewayFault;
use crate::node::{NodeCounters, NodeFault};

/// A local network that this program hosts; it ends when this is dropped.
pub struct LocalNetwork {
    inner: Arc<Inner>,
    control: ControlServer,
}

impl LocalNetwork {
    /// Host the network of a folder: go on with what is there, or make a new one.
    ///
    /// # Errors
    /// [`NetworkError::HostedElsewhere`] when another program does; whatever keeps a part from starting.
    pub async fn start(settings: Settings) -> Result<Self, NetworkError> {
        let lock = FolderLock::take(&settings.folder)?;
        Self::start_locked(settings, lock).await
    }

    pub(super) async fn start_locked(settings: Settings, lock: FolderLock) -> Result<Self, NetworkError> {
        let (inner, control) = start(&settings, lock).await?;
        Ok(Self { inner, control })
    }

    /// Where the network answers.
    pub fn info(&self) -> &NetworkInfo {
        &self.inner.info
    }

    /// The chain, for readers in this program.
    pub fn chain(&self) -> &Handle {
        self.inner.chain.handle()
    }

    /// End, in order: nodes, servers, chain; then let the lock go.
    pub async fn stop(self) {
        self.shut_down().await;
    }

    /// [`Self::stop`] for those who share the network; nothing works afterwards.
    pub(super) async fn shut_down(&self) {
        if let Err(error) = NetworkInfo::remove(&self.inner.folder) {
            tracing::warn!(error = &error as &dyn std::error::Error, "the network's description stays");
        }
        self.control.stop().await;
        futures::future::join_all(self.inner.gateways.iter().map(GatewaySlot::stop)).await;
        futures::future::join_all(self.inner.nodes.iter().map(NodeSlot::stop)).await;
        self.inner.rpc.stop().await;
        self.inner.chain.stop().await;
    }

    /// Wait until somebody asks over the control server that the network ends.
    pub async fn stop_requested(&self) {
        self.inner.stop_requested.cancelled().await;
    }

    /// Remove everything that a network has left in its folder.
    ///
    /// # Errors
    /// [`NetworkError::HostedElsewhere`] while a program hosts it, [`NetworkError::Folder`].
    pub fn reset(folder: &Path) -> Result<(), NetworkError> {
        let _lock = FolderLock::take(folder)?;
        for entry in std::fs::read_dir(folder).map_err(NetworkError::folder(folder))? {
            let path = entry.map_err(NetworkError::folder(folder))?.path();
            if path.file_name().is_some_and(|name| name == LOCK_FILE) {
                continue;
            }
            let removed = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
            removed.map_err(NetworkError::folder(&path))?;
        }
        Ok(())
    }

    /// What another program hosts in this folder.
    ///
    /// # Errors
    /// [`NetworkError::NotHosted`] when nobody does, or the host is not ready; [`NetworkError::Damaged`].
    pub fn join(folder: &Path) -> Result<NetworkInfo, NetworkError> {
        let nobody = || NetworkError::NotHosted { folder: folder.to_owned() };
        if !folder.join(DESCRIPTION_FILE).exists() || FolderLock::try_take(folder)?.is_some() {
            return Err(nobody());
        }
        NetworkInfo::load(folder)?.ok_or_else(nobody)
    }

    /// Misbehave as an RPC endpoint; see [`RpcFault`].
    pub fn set_rpc_fault(&self, fault: RpcFault) {
        self.inner.set_rpc_fault(fault);
    }

    /// End all faults: those of JSON-RPC, of finality, of the nodes and of the gateways. What is stopped stays
    /// stopped.
    pub async fn clear_faults(&self) {
        self.inner.clear_faults().await;
    }

    /// Make so many blocks now.
    ///
    /// # Errors
    /// [`NetworkError::Chain`].
    pub async fn produce(&self, blocks: u32) -> Result<BlockSummary, NetworkError> {
        self.inner.produce(blocks).await
    }

    /// Set the chain's number and time forward in one step, and break all RPC connections.
    ///
    /// # Units
    /// `blocks` of six seconds each.
    /// # Errors
    /// [`NetworkError::Chain`].
    pub async fn jump(&self, blocks: u32) -> Result<BlockSummary, NetworkError> {
        self.inner.jump(blocks).await
    }

    /// Send tokens to an account by a real transfer, and wait until it is in a block.
    ///
    /// # Units
    /// planck.
    /// # Errors
    /// [`NetworkError::Address`], [`NetworkError::CallFailed`], [`NetworkError::Chain`].
    pub async fn endow(&self, account: &str, amount: u128) -> Result<(), NetworkError> {
        self.inner.endow(account, amount).await
    }

    /// Make a storage node misbehave.
    ///
    /// # Errors
    /// [`NetworkError::NoSuchNode`], [`NetworkError::Node`].
    pub async fn set_node_fault(&self, index: usize, fault: NodeFault) -> Result<(), NetworkError> {
        self.inner.set_node_fault(index, fault).await
    }

    /// Make a storage node behave.
    ///
    /// # Errors
    /// [`NetworkError::NoSuchNode`].
    pub async fn clear_node_faults(&self, index: usize) -> Result<(), NetworkError> {
        self.inner.clear_node_faults(index).await
    }

    /// Make the first gateway misbehave, until it has used the fault up or all faults end. One that is stopped does
    /// nothing wrong.
    pub fn set_gateway_fault(&self, fault: GatewayFault) {
        if let Err(error) = self.inner.set_gateway_fault(0, fault) {
            tracing::warn!(error = &error as &dyn std::error::Error, "nobody misbehaves");
        }
    }

    /// Make a gateway misbehave, until it has used the fault up or all faults end.
    ///
    /// # Errors
    /// [`NetworkError::NoSuchGateway`].
    pub fn set_gateway_fault_of(&self, index: usize, fault: GatewayFault) -> Result<(), NetworkError> {
        self.inner.set_gateway_fault(index, fault)
    }

    /// Stop a gateway; its files stay.
    ///
    /// # Errors
    /// [`NetworkError::NoSuchGateway`].
    pub async fn stop_gateway(&self, index: usize) -> Result<(), NetworkError> {
        self.inner.stop_gateway(index).await
    }

    /// Start a stopped gateway again, on its own port.
    ///
    /// # Errors
    /// [`NetworkError::NoSuchGateway`], [`NetworkError::Port`], [`NetworkError::Folder`].
    pub async fn start_gateway(&self, index: usize) -> Result<(), NetworkError> {
        self.inner.start_gateway(index).await
    }

    /// What a storage node did since it was started.
    ///
    /// # Errors
    /// [`NetworkError::NoSuchNode`].
    pub async fn node_counters(&self, index: usize) -> Result<NodeCounters, NetworkError> {
        self.inner.node_counters(index).await
    }

    /// Stop a storage node; its fragments stay.
    ///
    /// # Errors
    /// [`NetworkError::NoSuchNode`].
    pub async fn stop_node(&self, index: usize) -> Result<(), NetworkError> {
        self.inner.stop_node(index).await
    }

    /// Start a stopped storage node again, and tell the chain if it answers elsewhere now.
    ///
    /// # Errors
    /// [`NetworkError::NoSuchNode`], [`NetworkError::Node`], [`NetworkError::CallFailed`].
    pub async fn start_node(&self, index: usize) -> Result<(), NetworkError> {
        self.inner.start_node(index).await
    }
}
