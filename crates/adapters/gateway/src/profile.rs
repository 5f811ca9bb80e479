//! What a network's profile says about its gateways.

use std::time::Duration;

/// How to treat the gateways of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GatewayProfile {
    /// Connect to loopback, private and other addresses that are not public. Only for a network whose own RPC address is
    /// private; nothing read from a chain may set it.
    pub allow_private_addresses: bool,
    /// How long to wait.
    pub timeouts: GatewayTimeouts,
}

/// How long to wait for a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GatewayTimeouts {
    /// Finding the address and connecting.
    pub connect: Duration,
    /// Asking what it is, from start to end.
    pub version: Duration,
    /// A body standing still: no byte taken, or none given.
    pub stall: Duration,
    /// From the last byte of a file to the answer: the gateway codes the file and waits for a block.
    pub answer: Duration,
}

impl Default for GatewayTimeouts {
    /// 10 s, 10 s, 30 s and 10 min.
    ///
    /// # Source
    /// protocol §5.3: the answer comes once the order is in a block.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            version: Duration::from_secs(10),
            stall: Duration::from_secs(30),
            answer: Duration::from_mins(10),
        }
    }
}
