//! The chain's time.

use std::sync::Arc;

use parity_scale_codec::Decode;

use super::block::Block;
use super::events::plain_key;

/// Time between two blocks, as the chain counts it.
///
/// # Units
/// milliseconds.
pub(crate) const BLOCK_MILLIS: u64 = 6000;

/// What time it is, asked for each block.
///
/// # Units
/// milliseconds since 1970.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> u64 + Send + Sync>);

impl Clock {
    /// A clock that asks the given function.
    pub fn new(now: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The computer's clock.
    pub fn system() -> Self {
        Self::new(|| {
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
        })
    }

    /// What time it is.
    ///
    /// # Units
    /// milliseconds since 1970.
    pub fn now(&self) -> u64 {
        (self.0)()
    }

    /// The time of the block after `parent`: now, but never less than `step` after the parent.
    ///
    /// Blocks that come faster than every six seconds, and jumps, thus run ahead of the clock.
    pub(super) fn next(&self, parent: &Block, step: u64) -> u64 {
        let before = parent.state.get(&plain_key("Timestamp", "Now"));
        let before = before.and_then(|value| u64::decode(&mut &value[..]).ok()).unwrap_or_default();
        self.now().max(before.saturating_add(step))
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}
