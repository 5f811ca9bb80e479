//! What a network's profile says about its nodes.

use std::time::Duration;

/// How to treat the nodes of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NodesProfile {
    /// Connect to loopback, private and other addresses that are not public. Only for a network whose own RPC address is
    /// private; nothing read from a chain may set it.
    pub allow_private_addresses: bool,
    /// How long to wait.
    pub timeouts: NodesTimeouts,
}

/// How long to wait for a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodesTimeouts {
    /// Finding the address and connecting.
    pub connect: Duration,
    /// Asking how a node does, from start to end.
    pub status: Duration,
    /// Sending or fetching a fragment, from start to end.
    pub fragment: Duration,
    /// A fragment standing still: no byte taken, or none given.
    pub stall: Duration,
}

impl Default for NodesTimeouts {
    /// 10 s, 10 s, 120 s and 20 s.
    ///
    /// # Source
    /// protocol §6.4: 60 to 120 s for a fragment.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            status: Duration::from_secs(10),
            fragment: Duration::from_mins(2),
            stall: Duration::from_secs(20),
        }
    }
}
