//! Every bound and patience of the pipeline, with its unit.

use std::time::Duration;

use pileus_codec::Argon2Cost;

/// Bounds and patience. The product uses the default; tests shorten the waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Threads that plan one file.
    pub plan_workers: usize,
    /// Columns derived in one pass over a segment.
    pub columns_per_pass: usize,
    /// Buffers of one fragment (8 MiB each) that an upload holds at most.
    pub fragment_buffers: usize,
    /// Fragments asked for at the same time in a download.
    pub parallel_fetches: usize,
    /// A download asks one more node when the others take longer.
    pub hedge_after: Duration,
    /// Tries of one fragment at one node, when its refusal may pass.
    pub node_tries: u32,
    /// First pause between two tries at a node; doubles up to `node_pause_max`.
    pub node_pause: Duration,
    /// Longest pause between two tries at a node.
    pub node_pause_max: Duration,
    /// How long a node may not see the order that is in a block.
    pub order_not_seen: Duration,
    /// How long a column may stay without a report after its last fragment was accepted.
    pub report_patience: Duration,
    /// How long to wait for the network to allocate nodes before choosing ourselves.
    pub allocation_patience: Duration,
    /// Nodes asked for their status at the same time.
    pub parallel_probes: usize,
    /// Nodes probed at most for one file.
    pub probes: usize,
    /// How long the chain may be unreachable before a job stops with a problem.
    pub chain_patience: Duration,
    /// Pause between two tries at the chain; doubles up to `chain_pause_max`.
    pub chain_pause: Duration,
    /// Longest pause between two tries at the chain.
    pub chain_pause_max: Duration,
    /// Longest time without looking at the chain while waiting for it.
    pub poll: Duration,
    /// How often one order is signed anew after its era ended without it.
    pub signatures: u32,
    /// Replacements of storage nodes in one upload.
    pub replacements: u32,
    /// Least time between two progress reports of a stage.
    pub progress_every: Duration,
    /// How much work it is to try the passphrase of a new header.
    pub argon2: Argon2Cost,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            plan_workers: std::thread::available_parallelism().map_or(1, usize::from).min(4),
            columns_per_pass: 4,
            fragment_buffers: 5,
            parallel_fetches: 4,
            hedge_after: Duration::from_secs(8),
            node_tries: 4,
            node_pause: Duration::from_millis(500),
            node_pause_max: Duration::from_secs(8),
            order_not_seen: Duration::from_mins(1),
            report_patience: Duration::from_mins(3),
            allocation_patience: Duration::from_secs(18),
            parallel_probes: 8,
            probes: 64,
            chain_patience: Duration::from_mins(10),
            chain_pause: Duration::from_millis(500),
            chain_pause_max: Duration::from_secs(15),
            poll: Duration::from_secs(12),
            signatures: 3,
            replacements: 48,
            progress_every: Duration::from_millis(100),
            argon2: Argon2Cost::PRODUCT,
        }
    }
}

impl Limits {
    /// Short waits for tests over a fast local network.
    #[must_use]
    pub fn for_tests() -> Self {
        Self {
            hedge_after: Duration::from_millis(600),
            node_tries: 3,
            node_pause: Duration::from_millis(20),
            node_pause_max: Duration::from_millis(200),
            order_not_seen: Duration::from_secs(5),
            report_patience: Duration::from_secs(6),
            allocation_patience: Duration::from_secs(2),
            chain_patience: Duration::from_secs(20),
            chain_pause: Duration::from_millis(20),
            chain_pause_max: Duration::from_millis(500),
            poll: Duration::from_millis(500),
            progress_every: Duration::ZERO,
            argon2: Argon2Cost::new(64, 1, 1).unwrap_or(Argon2Cost::PRODUCT),
            ..Self::default()
        }
    }
}
