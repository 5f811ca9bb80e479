//! Nonces that are given out and not yet seen by the chain.

use std::collections::BTreeMap;

use pileus_domain::{AccountId, BlockNumber};

/// Most nonces of one account that are kept at once.
const RESERVED_LIMIT: usize = 1_024;

/// Reserved nonces of every account, each with the last block of its transaction.
#[derive(Debug, Default)]
pub(crate) struct Nonces(BTreeMap<AccountId, BTreeMap<u64, BlockNumber>>);

impl Nonces {
    /// Reserve the first free nonce from what the chain says on, until `death`.
    ///
    /// Used and dead reservations are forgotten on the way.
    pub(crate) fn reserve(&mut self, account: AccountId, chain: u64, now: BlockNumber, death: BlockNumber) -> u64 {
        let reserved = self.0.entry(account).or_default();
        reserved.retain(|nonce, death| *nonce >= chain && *death >= now);
        while reserved.len() >= RESERVED_LIMIT {
            reserved.pop_first();
        }
        let mut nonce = chain;
        while reserved.contains_key(&nonce) {
            nonce += 1;
        }
        reserved.insert(nonce, death);
        nonce
    }

    /// The transaction with this nonce will not be.
    pub(crate) fn forget(&mut self, account: &AccountId, nonce: u64) {
        if let Some(reserved) = self.0.get_mut(account) {
            reserved.remove(&nonce);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALICE: AccountId = AccountId([1; 32]);
    const BOB: AccountId = AccountId([2; 32]);
    const NOW: BlockNumber = BlockNumber(10);
    const DEATH: BlockNumber = BlockNumber(73);

    #[test]
    fn nobody_gets_a_nonce_twice() {
        let mut nonces = Nonces::default();
        let given: Vec<u64> = (0..3).map(|_| nonces.reserve(ALICE, 5, NOW, DEATH)).collect();
        assert_eq!(given, [5, 6, 7]);
        assert_eq!(nonces.reserve(BOB, 5, NOW, DEATH), 5);
    }

    #[test]
    fn the_chain_knows_better_when_it_is_ahead() {
        let mut nonces = Nonces::default();
        nonces.reserve(ALICE, 5, NOW, DEATH);
        assert_eq!(nonces.reserve(ALICE, 9, NOW, DEATH), 9);
        assert_eq!(nonces.reserve(ALICE, 9, NOW, DEATH), 10);
    }

    #[test]
    fn a_forgotten_or_dead_nonce_is_given_again() {
        let mut nonces = Nonces::default();
        nonces.reserve(ALICE, 5, NOW, DEATH);
        nonces.reserve(ALICE, 5, NOW, DEATH);
        nonces.forget(&ALICE, 5);
        assert_eq!(nonces.reserve(ALICE, 5, NOW, DEATH), 5);
        assert_eq!(nonces.reserve(ALICE, 5, BlockNumber(74), BlockNumber(130)), 5);
    }
}
