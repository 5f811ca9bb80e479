//! How a local network is set up.

use std::path::PathBuf;
use std::time::Duration;

use pileus_localnet_runtime::genesis::Allocation;

use crate::chain::{BlockTime, Clock, Finality};

const GIB: u64 = 1 << 30;

/// Everything that makes one local network differ from another.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder that belongs to the network.
    pub folder: PathBuf,
    /// When blocks are made.
    pub block_time: BlockTime,
    /// When blocks become final.
    pub finality: Finality,
    /// Who chooses the storage nodes of an order; counts for a new chain only.
    pub allocation: Allocation,
    /// How many storage nodes there are; counts for a new chain only.
    pub nodes: usize,
    /// From the arrival of a fragment to the node's report.
    pub report_delay: Duration,
    /// From the completion of a file to its tags, or no tags at all.
    ///
    /// # Units
    /// blocks.
    pub tag_delay: Option<u32>,
    /// How far the storage nodes' view of the chain is behind.
    ///
    /// # Units
    /// blocks.
    pub node_lag: u32,
    /// The port of JSON-RPC; without one, that of last time or any.
    pub rpc_port: Option<u16>,
    /// The port of the control server; without one, that of last time or any.
    pub control_port: Option<u16>,
    /// The port of the gateway; without one, that of last time or any.
    pub gateway_port: Option<u16>,
    /// The port of the first storage node, the others follow; without one, those of last time or any.
    pub first_node_port: Option<u16>,
    /// How much of the disk the storage nodes take.
    pub disk: DiskShare,
    /// What time it is.
    pub clock: Clock,
    /// Wait for the disk with each block, so that a power cut loses none; a killed program never loses one.
    pub survive_power_cut: bool,
}

/// How much of the disk the storage nodes take, all together.
///
/// # Units
/// bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskShare {
    /// What they declare at most, and never more than half of the free space unless none is kept free; counts for a
    /// new chain only.
    pub at_most: u64,
    /// Free space under which they take nothing more; with 0 nobody looks at how full the disk is.
    pub keep_free: u64,
}

impl Default for DiskShare {
    fn default() -> Self {
        Self { at_most: 64 * GIB, keep_free: 5 * GIB }
    }
}

impl Settings {
    /// A network for a person to use: a block soon after each transaction, final a moment later, reports after three
    /// seconds. Quick enough to wait for, slow enough to see each step.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            block_time: BlockTime::OnTransaction { delay: Duration::from_millis(400), idle: Duration::from_secs(6) },
            finality: Finality { blocks: 0, delay: Duration::from_millis(800) },
            allocation: Allocation::Network,
            nodes: 16,
            report_delay: Duration::from_secs(3),
            tag_delay: Some(10),
            node_lag: 0,
            rpc_port: None,
            control_port: None,
            gateway_port: None,
            first_node_port: None,
            disk: DiskShare::default(),
            clock: Clock::system(),
            survive_power_cut: true,
        }
    }

    /// A network as slow as CESS: blocks every 6 s, final two blocks later, reports after 30 s.
    #[must_use]
    pub fn faithful(self) -> Self {
        Self {
            block_time: BlockTime::Every(Duration::from_secs(6)),
            finality: Finality { blocks: 2, delay: Duration::ZERO },
            report_delay: Duration::from_secs(30),
            ..self
        }
    }

    /// A network for tests: blocks as soon as something waits, final soon after, reports at once.
    ///
    /// Its time starts at a fixed moment and moves with the blocks alone. It does not look at how full the disk is.
    pub fn for_tests(folder: impl Into<PathBuf>) -> Self {
        /// When the time of tests starts: 1 January 2026. Milliseconds since 1970.
        const START: u64 = 1_767_225_600_000;
        Self {
            block_time: BlockTime::OnTransaction { delay: Duration::from_millis(30), idle: Duration::from_millis(500) },
            finality: Finality { blocks: 0, delay: Duration::from_millis(30) },
            report_delay: Duration::ZERO,
            disk: DiskShare { at_most: 64 * GIB, keep_free: 0 },
            clock: Clock::new(|| START),
            survive_power_cut: false,
            ..Self::new(folder)
        }
    }
}
