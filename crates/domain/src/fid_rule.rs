//! The two ways in which segment hashes become a FID.

use serde::{Deserialize, Serialize};

/// How a file's FID follows from its segment hashes. The chain does not check it, so both stand there side by side.
///
/// The same content has another FID by each of them, except where it has exactly two segments.
///
/// # Source
/// protocol §2.3, §2.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FidRule {
    /// A Merkle tree over them: what Pileus and DeOSS do.
    #[default]
    Merkle,
    /// All of them hashed in one go: what CD²N gateways do.
    Flat,
}
