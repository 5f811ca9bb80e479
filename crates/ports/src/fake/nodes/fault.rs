//! Ways for a fake node to misbehave.

use std::time::Duration;

use pileus_domain::Endpoint;

use crate::{NodeError, NodeErrorKind};

/// The calls that a fault can spoil.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeCall {
    /// All of them.
    Any,
    /// Asking how it does.
    Status,
    /// Sending a fragment.
    Put,
    /// Fetching a fragment.
    Get,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeFault {
    /// Connecting fails; no byte is sent.
    Refuse,
    /// Nothing comes for so long, then the caller gives up.
    Hang(Duration),
    /// The right answer comes so much later.
    Slow(Duration),
    /// Bytes change on the way: the node refuses them, or the caller does.
    Corrupt,
    /// The node does not see the order.
    OrderNotSeen,
    /// The node's own chain connection is down.
    Offline,
    /// The node's disk takes nothing more.
    DiskFull,
    /// The node says that it stored a fragment, and did not; asked for one, it has just lost it.
    Lose,
}

impl NodeFault {
    /// Wait and fail as the fault says; `corrupt` is how changed bytes show in this call.
    pub(super) async fn play(self, node: &Endpoint, corrupt: NodeErrorKind) -> Result<(), NodeError> {
        let (kind, message) = match self {
            Self::Slow(wait) => {
                tokio::time::sleep(wait).await;
                return Ok(());
            }
            Self::Hang(wait) => {
                tokio::time::sleep(wait).await;
                (NodeErrorKind::TimedOut, "no answer")
            }
            Self::Refuse => return Err(refused(node)),
            Self::OrderNotSeen => return Err(order_not_seen(node)),
            Self::Corrupt => (corrupt, "the fragment hash is wrong"),
            Self::Offline => (NodeErrorKind::NodeOffline, "failed to connect to rpc, please try again later."),
            Self::DiskFull => (NodeErrorKind::DiskFailed, "system error"),
            Self::Lose => (NodeErrorKind::NotFound, "not found"),
        };
        Err(NodeError::new(kind, &node.0, message))
    }
}

pub(super) fn refused(node: &Endpoint) -> NodeError {
    NodeError::new(NodeErrorKind::Unreachable, &node.0, "connection refused")
}

pub(super) fn order_not_seen(node: &Endpoint) -> NodeError {
    NodeError::new(NodeErrorKind::OrderNotSeen, &node.0, "fragment does not match fid")
}

/// Faults of one node, used up in the order in which they were set.
#[derive(Default)]
pub(super) struct Faults(Vec<(NodeCall, NodeFault, Option<u32>)>);

impl Faults {
    pub(super) fn set(&mut self, call: NodeCall, fault: NodeFault, times: Option<u32>) {
        if times != Some(0) {
            self.0.push((call, fault, times));
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault that this call meets; counts it.
    pub(super) fn take(&mut self, call: NodeCall) -> Option<NodeFault> {
        let at = self.0.iter().position(|(on, ..)| *on == NodeCall::Any || *on == call)?;
        let (_, fault, times) = &mut self.0[at];
        let fault = *fault;
        match times {
            Some(1) => drop(self.0.remove(at)),
            Some(left) => *left -= 1,
            None => (),
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_used_up_in_order() {
        let mut faults = Faults::default();
        faults.set(NodeCall::Put, NodeFault::DiskFull, Some(1));
        faults.set(NodeCall::Any, NodeFault::Refuse, Some(2));
        assert_eq!(faults.take(NodeCall::Get), Some(NodeFault::Refuse));
        assert_eq!(faults.take(NodeCall::Put), Some(NodeFault::DiskFull));
        assert_eq!(faults.take(NodeCall::Put), Some(NodeFault::Refuse));
        assert_eq!(faults.take(NodeCall::Put), None);
    }

    #[test]
    fn a_fault_without_a_count_stays() {
        let mut faults = Faults::default();
        faults.set(NodeCall::Any, NodeFault::Refuse, None);
        assert!((0..100).all(|_| faults.take(NodeCall::Status).is_some()));
        faults.clear();
        assert_eq!(faults.take(NodeCall::Status), None);
    }
}
