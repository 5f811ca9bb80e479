//! How a gateway is set up.

use std::{fmt, path::PathBuf, time::Duration};

use pileus_domain::GatewaySoftware;
use pileus_localnet_runtime::primitives::PeerId;
use sp_core::sr25519;

use crate::chain::Clock;

/// Everything that makes one gateway differ from another.
#[derive(Clone)]
pub(crate) struct GatewaySettings {
    /// Which program it behaves like.
    pub(crate) software: GatewaySoftware,
    /// Where it says that it answers, as it stands on the chain.
    pub(crate) domain: String,
    /// The pool that it belongs to, where its program has pools: the name padded with zeros.
    pub(crate) pool: PeerId,
    /// The key of the account that is registered on the chain and signs the orders.
    pub(crate) pair: sr25519::Pair,
    /// The folder that belongs to this gateway alone.
    pub(crate) folder: PathBuf,
    /// What time it is, for messages that expire.
    pub(crate) clock: Clock,
    /// How long it waits for what.
    pub(crate) timing: GatewayTiming,
}

/// How long a gateway waits for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GatewayTiming {
    /// From a fragment's delivery until another storage node gets it, when nobody has reported it.
    pub(crate) report_patience: Duration,
    /// Between two looks at files that are not stored yet.
    pub(crate) round: Duration,
}

impl Default for GatewayTiming {
    /// 1 min and 2 s; the real one pauses for 2 min between its rounds.
    fn default() -> Self {
        Self { report_patience: Duration::from_mins(1), round: Duration::from_secs(2) }
    }
}

impl fmt::Debug for GatewaySettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GatewaySettings")
            .field("software", &self.software)
            .field("domain", &self.domain)
            .field("pair", &"***")
            .field("folder", &self.folder)
            .field("clock", &self.clock)
            .field("timing", &self.timing)
            .finish_non_exhaustive()
    }
}
