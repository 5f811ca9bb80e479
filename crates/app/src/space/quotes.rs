//! Quotes that wait for the person's yes.
//!
//! Invariants: there are never more than so many; one that is old or was taken cannot be signed.

use std::collections::VecDeque;

use pileus_domain::BlockNumber;
use pileus_ports::Timestamp;

use crate::{Quote, TerritoryChange};

/// Most quotes that wait; the oldest makes room.
const MOST: usize = 16;
/// How long a quote can be signed.
///
/// # Units
/// milliseconds.
const LIFE: u64 = 5 * 60 * 1_000;

/// What a price was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PricedWish {
    /// A change of a territory.
    Territory(TerritoryChange),
    /// A gateway that shall act for the account, or no longer.
    Gateway,
}

/// A change with its price, to be signed by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedChange {
    /// What to sign it by.
    pub id: String,
    /// What was asked for.
    pub wish: PricedWish,
    /// What it costs.
    pub quote: Quote,
    /// The newest block when it was asked.
    pub block: BlockNumber,
    /// When that was.
    pub read_at: Timestamp,
    /// When the term ends after it: an estimate.
    pub until: Option<Timestamp>,
}

/// The quotes that wait, oldest first.
#[derive(Debug, Default)]
pub(super) struct Quotes(VecDeque<PricedChange>);

impl Quotes {
    /// Remember a quote.
    pub(super) fn keep(&mut self, priced: PricedChange) {
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(priced);
    }

    /// Hand a quote out, once and not when it is old.
    pub(super) fn take(&mut self, id: &str, now: Timestamp) -> Option<PricedChange> {
        self.0.retain(|priced| now.0.saturating_sub(priced.read_at.0) < LIFE);
        let at = self.0.iter().position(|priced| priced.id == id)?;
        self.0.remove(at)
    }
}

#[cfg(test)]
mod tests {
    use pileus_domain::{AccountId, Call, Planck, TerritoryName};

    use super::*;

    fn priced(number: usize, read_at: u64) -> PricedChange {
        let name = TerritoryName::new("t").unwrap();
        let call = Call::RenewTerritory { name: name.clone(), days: 1 };
        let money = Planck(1);
        let account = AccountId([1; 32]);
        let quote =
            Quote { call, account, summary: String::new(), price: money, fee: money, balance: money, resulting: money };
        PricedChange {
            id: number.to_string(),
            wish: PricedWish::Territory(TerritoryChange::Renew { name, days: 1 }),
            quote,
            block: BlockNumber(1),
            read_at: Timestamp(read_at),
            until: None,
        }
    }

    #[test]
    fn a_quote_is_handed_out_once() {
        let mut quotes = Quotes::default();
        quotes.keep(priced(1, 0));
        assert!(quotes.take("2", Timestamp(1)).is_none());
        assert_eq!(quotes.take("1", Timestamp(1)).unwrap().id, "1");
        assert!(quotes.take("1", Timestamp(1)).is_none());
    }

    #[test]
    fn an_old_quote_is_gone() {
        let mut quotes = Quotes::default();
        quotes.keep(priced(1, 1_000));
        quotes.keep(priced(2, 2_000));
        assert!(quotes.take("1", Timestamp(1_000 + LIFE)).is_none());
        assert!(quotes.take("2", Timestamp(1_000 + LIFE)).is_some());
    }

    #[test]
    fn the_oldest_makes_room() {
        let mut quotes = Quotes::default();
        (0..=MOST).for_each(|number| quotes.keep(priced(number, 0)));
        assert_eq!(quotes.0.len(), MOST);
        assert!(quotes.take("0", Timestamp(0)).is_none() && quotes.take("1", Timestamp(0)).is_some());
    }
}
