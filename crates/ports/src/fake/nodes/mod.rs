//! Storage nodes in memory.

mod fault;
mod shelf;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use bytes::Bytes;
use pileus_domain::{ByteCount, ContentHash, Endpoint, Fid, NodeId};
use sha2::{Digest as _, Sha256};

pub use fault::{NodeCall, NodeFault};

use self::shelf::Shelf;
use crate::{NodeError, NodeErrorKind, NodeStatus, Nodes, Passage};

/// Room that a fake node says it has: 1 TiB.
const IDLE_SPACE: ByteCount = ByteCount(1 << 40);

/// Bytes that reached a node, whatever it did with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFragment {
    /// To which node.
    pub endpoint: Endpoint,
    /// For which file.
    pub fid: Fid,
    /// The hash that was claimed.
    pub declared: ContentHash,
    /// The hash that the bytes have.
    pub actual: ContentHash,
    /// How many bytes.
    pub length: usize,
}

/// A fragment that a node has just put on its shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFragment {
    /// Which node.
    pub node: NodeId,
    /// Where it listens.
    pub endpoint: Endpoint,
    /// For which file.
    pub fid: Fid,
    /// Which fragment.
    pub fragment: ContentHash,
}

type OrderCheck = Arc<dyn Fn(&Fid, &ContentHash) -> bool + Send + Sync>;
type StoredHook = Arc<dyn Fn(&StoredFragment) + Send + Sync>;

/// Storage nodes by endpoint; clones share them.
///
/// Fragments may have any length, so that small geometries work; only the hash is checked.
#[derive(Clone, Default)]
pub struct FakeNodes {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    nodes: HashMap<Endpoint, Shelf>,
    sent: Vec<SentFragment>,
    order_check: Option<OrderCheck>,
    on_stored: Option<StoredHook>,
}

impl FakeNodes {
    /// No nodes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Let a node listen.
    pub fn add(&self, node: NodeId, endpoint: Endpoint) {
        self.state().nodes.insert(endpoint, Shelf::of(node));
    }

    /// Take fragments only where this says that an order names them; without it, every fragment is taken.
    pub fn check_orders(&self, check: impl Fn(&Fid, &ContentHash) -> bool + Send + Sync + 'static) {
        self.state().order_check = Some(Arc::new(check));
    }

    /// Hear of each fragment that a node has newly stored, so that a fake chain can see it reported.
    ///
    /// Called before the sender gets its answer, while no lock of the fake is held.
    pub fn on_stored(&self, hook: impl Fn(&StoredFragment) + Send + Sync + 'static) {
        self.state().on_stored = Some(Arc::new(hook));
    }

    /// Spoil the next `times` calls of a kind to a node, or with none all of them. Earlier faults go first.
    ///
    /// # Panics
    /// When no such node was added.
    pub fn set_fault(&self, endpoint: &Endpoint, call: NodeCall, fault: NodeFault, times: Option<u32>) {
        self.with(endpoint, |shelf| shelf.faults.set(call, fault, times));
    }

    /// Let a node behave again.
    ///
    /// # Panics
    /// When no such node was added.
    pub fn clear_faults(&self, endpoint: &Endpoint) {
        self.with(endpoint, |shelf| shelf.faults.clear());
    }

    /// Let a node forget all that it holds.
    ///
    /// # Panics
    /// When no such node was added.
    pub fn lose_everything(&self, endpoint: &Endpoint) {
        self.with(endpoint, Shelf::clear);
    }

    /// Let every node forget one fragment.
    pub fn lose_fragment(&self, fragment: &ContentHash) {
        self.state().nodes.values_mut().for_each(|shelf| shelf.forget(fragment));
    }

    /// Does a node hold a fragment of a file?
    pub fn holds(&self, endpoint: &Endpoint, fid: &Fid, fragment: &ContentHash) -> bool {
        self.state().nodes.get(endpoint).is_some_and(|shelf| shelf.get(fid, fragment).is_some())
    }

    /// All that ever left for a node, in the order of sending.
    pub fn sent(&self) -> Vec<SentFragment> {
        self.state().sent.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, endpoint: &Endpoint, edit: impl FnOnce(&mut Shelf) -> T) -> T {
        let mut state = self.state();
        let shelf = state.nodes.get_mut(endpoint).unwrap_or_else(|| panic!("no fake node at {}", endpoint.0));
        edit(shelf)
    }

    /// What goes wrong with this call, if anything; unknown nodes cannot be reached.
    fn meet(&self, endpoint: &Endpoint, call: NodeCall) -> Option<NodeFault> {
        match self.state().nodes.get_mut(endpoint) {
            Some(shelf) => shelf.faults.take(call),
            None => Some(NodeFault::Refuse),
        }
    }

    /// Put checked bytes on the shelf and say so when they are new.
    fn store(&self, endpoint: &Endpoint, fid: &Fid, fragment: &ContentHash, bytes: &[u8]) -> Result<(), NodeError> {
        let check = self.state().order_check.clone();
        if check.is_some_and(|known| !known(fid, fragment)) {
            return Err(fault::order_not_seen(endpoint));
        }
        let mut state = self.state();
        let hook = state.on_stored.clone();
        let Some(shelf) = state.nodes.get_mut(endpoint) else { return Err(fault::refused(endpoint)) };
        // A copy, as on a wire: the sender may use its buffer again.
        let (node, is_new) = (shelf.node, shelf.put(fid, fragment, Bytes::copy_from_slice(bytes)));
        drop(state);
        if let Some(hook) = hook.filter(|_| is_new) {
            hook(&StoredFragment { node, endpoint: endpoint.clone(), fid: *fid, fragment: *fragment });
        }
        Ok(())
    }

    fn record(&self, endpoint: &Endpoint, fid: &Fid, declared: &ContentHash, bytes: &[u8]) -> ContentHash {
        let actual = ContentHash(Sha256::digest(bytes).into());
        let sent =
            SentFragment { endpoint: endpoint.clone(), fid: *fid, declared: *declared, actual, length: bytes.len() };
        self.state().sent.push(sent);
        actual
    }
}

#[async_trait]
impl Nodes for FakeNodes {
    async fn status(&self, node: &Endpoint) -> Result<NodeStatus, NodeError> {
        let met = self.meet(node, NodeCall::Status);
        let chain_connected = met != Some(NodeFault::Offline);
        if let Some(fault) = met.filter(|_| chain_connected) {
            fault.play(node, NodeErrorKind::Corrupt).await?;
        }
        let account = self.with(node, |shelf| shelf.node.0);
        let state = "positive".to_owned();
        Ok(NodeStatus { account: Some(account), state, chain_connected, idle_space: IDLE_SPACE })
    }

    async fn put_fragment(
        &self,
        node: &Endpoint,
        fid: &Fid,
        fragment: &ContentHash,
        bytes: Bytes,
    ) -> Result<(), NodeError> {
        let met = self.meet(node, NodeCall::Put);
        if met == Some(NodeFault::Refuse) {
            return Err(fault::refused(node));
        }
        let actual = self.record(node, fid, fragment, &bytes);
        match met {
            Some(NodeFault::Lose) => return Ok(()),
            Some(fault) => fault.play(node, NodeErrorKind::BytesRefused).await?,
            None => (),
        }
        if actual != *fragment {
            return Err(NodeError::new(NodeErrorKind::BytesRefused, &node.0, "the fragment hash is wrong"));
        }
        self.store(node, fid, fragment, &bytes)
    }

    async fn get_fragment(&self, node: &Endpoint, fid: &Fid, fragment: &ContentHash) -> Result<Bytes, NodeError> {
        match self.meet(node, NodeCall::Get) {
            Some(NodeFault::Lose) => self.with(node, |shelf| shelf.forget(fragment)),
            Some(fault) => fault.play(node, NodeErrorKind::Corrupt).await?,
            None => (),
        }
        let found = self.with(node, |shelf| shelf.get(fid, fragment));
        found.ok_or_else(|| NodeError::new(NodeErrorKind::NotFound, &node.0, "not found"))
    }

    /// All bytes leave at once, before anything goes wrong.
    async fn put_fragment_counted(
        &self,
        node: &Endpoint,
        fid: &Fid,
        fragment: &ContentHash,
        bytes: Bytes,
        passage: &Passage,
    ) -> Result<(), NodeError> {
        passage.begin();
        passage.add(bytes.len() as u64);
        self.put_fragment(node, fid, fragment, bytes).await
    }
}
