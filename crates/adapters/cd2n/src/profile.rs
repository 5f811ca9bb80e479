//! What a network's profile says about its CD²N gateways.

use std::time::Duration;

use pileus_domain::Ss58Prefix;

/// How to treat the CD²N gateways of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cd2nProfile {
    /// Connect to loopback, private and other addresses that are not public, and without TLS. Only for a network whose own
    /// RPC address is private; nothing read from a chain may set it.
    pub allow_private_addresses: bool,
    /// How the network writes addresses. A gateway takes 11330 and 11331 only.
    pub ss58_prefix: Ss58Prefix,
    /// How long to wait.
    pub timeouts: Cd2nTimeouts,
}

impl Cd2nProfile {
    /// For the public gateways of a network that writes addresses so.
    pub fn of_network(ss58_prefix: Ss58Prefix) -> Self {
        Self { allow_private_addresses: false, ss58_prefix, timeouts: Cd2nTimeouts::default() }
    }
}

/// How long to wait for a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cd2nTimeouts {
    /// Finding the address and connecting.
    pub connect: Duration,
    /// A short question, from start to end: what it is, a token, a ticket.
    pub question: Duration,
    /// A body standing still: no byte taken, or none given.
    pub stall: Duration,
    /// From the last byte of a part to its answer, where more parts follow.
    pub part: Duration,
    /// From the last byte of a file to the answer, or until a file begins to come.
    pub answer: Duration,
}

impl Default for Cd2nTimeouts {
    /// 10 s, 10 s, 30 s, 90 s and 5 min.
    ///
    /// # Source
    /// companion on CD²N §1: a part is handled in 60 s; a file is coded in 120 s and then ordered, and no answer is written
    /// after 300 s.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            question: Duration::from_secs(10),
            stall: Duration::from_secs(30),
            part: Duration::from_secs(90),
            answer: Duration::from_mins(5),
        }
    }
}
