//! How a storage node is set up.

use std::{fmt, path::PathBuf, time::Duration};

use sp_core::sr25519;

/// Free space under which a node takes nothing more, unless told otherwise: 5 GiB.
///
/// # Units
/// bytes.
pub const KEEP_FREE: u64 = 5 * 1024 * 1024 * 1024;

/// How long one fragment may take to arrive.
pub(super) const LONGEST_TRANSFER: Duration = Duration::from_mins(10);

/// Everything that makes one storage node differ from another.
#[derive(Clone)]
pub struct NodeSettings {
    /// The key of the account that is registered on the chain and signs the reports.
    pub pair: sr25519::Pair,
    /// The folder that belongs to this node alone.
    pub folder: PathBuf,
    /// The port on loopback, 0 for any free one.
    pub port: u16,
    /// The RPC address that `/status` names.
    pub rpc_url: String,
    /// When the node was started, for `/status`.
    ///
    /// # Units
    /// seconds since 1970.
    pub started_at: u64,
    /// How much the node may keep.
    pub disk: DiskLimits,
    /// How long the node waits for what.
    pub timing: NodeTiming,
    /// How tags are reported, or nothing when the node reports none.
    pub tags: Option<TagSettings>,
}

/// How much a storage node may keep.
///
/// # Units
/// bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskLimits {
    /// Space that the node declared on the chain; it keeps no more than this.
    pub declared: u64,
    /// Free space on the disk that stays free, [`KEEP_FREE`] by default.
    pub keep_free: u64,
}

impl DiskLimits {
    /// Limits with the usual reserve.
    pub fn declared(declared: u64) -> Self {
        Self { declared, keep_free: KEEP_FREE }
    }
}

/// How long a storage node waits for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeTiming {
    /// From the arrival of a fragment to the look at the deal. A real node takes up to 30 s.
    pub report_delay: Duration,
    /// How long fragments of a file unknown to the chain are kept.
    pub orphan_patience: Duration,
    /// How many blocks pass between two looks for deleted files.
    pub housekeeping_blocks: u32,
}

impl Default for NodeTiming {
    fn default() -> Self {
        Self { report_delay: Duration::from_secs(3), orphan_patience: Duration::from_mins(10), housekeeping_blocks: 10 }
    }
}

/// How a storage node reports tags: it holds the key that signs for the TEE of the local network.
#[derive(Clone)]
pub struct TagSettings {
    /// The master key of the TEE workers, which signs.
    pub tee_master: sr25519::Pair,
    /// The public key of the TEE worker that the digests name.
    pub tee_worker: [u8; 32],
    /// Blocks between the completion of a file and its tags.
    pub delay_blocks: u32,
}

impl fmt::Debug for NodeSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NodeSettings")
            .field("pair", &"***")
            .field("folder", &self.folder)
            .field("port", &self.port)
            .field("rpc_url", &self.rpc_url)
            .field("started_at", &self.started_at)
            .field("disk", &self.disk)
            .field("timing", &self.timing)
            .field("tags", &self.tags)
            .finish()
    }
}

impl fmt::Debug for TagSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TagSettings")
            .field("tee_master", &"***")
            .field("tee_worker", &hex::encode(self.tee_worker))
            .field("delay_blocks", &self.delay_blocks)
            .finish()
    }
}
