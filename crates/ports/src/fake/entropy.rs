//! Randomness that is the same in every run.

use std::sync::{Arc, Mutex, PoisonError};

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

use crate::Entropy;

/// Bytes that look random and follow from a seed; clones share one sequence.
#[derive(Debug, Clone)]
pub struct FakeEntropy {
    generator: Arc<Mutex<StdRng>>,
}

impl FakeEntropy {
    /// The sequence of a seed.
    pub fn from_seed(seed: u64) -> Self {
        Self { generator: Arc::new(Mutex::new(StdRng::seed_from_u64(seed))) }
    }
}

impl Default for FakeEntropy {
    fn default() -> Self {
        Self::from_seed(0)
    }
}

impl Entropy for FakeEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        self.generator.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_sequence() {
        let (one, two) = (FakeEntropy::from_seed(7), FakeEntropy::from_seed(7));
        let first = one.number();
        assert_eq!(first, two.number());
        assert_ne!(one.number(), first);
        assert_ne!(FakeEntropy::from_seed(8).number(), first);
    }
}
