//! Space that changes hands: orders that anybody can pay, and territories on sale.

use serde::{Deserialize, Serialize};

use crate::{AccountId, BlockNumber, Planck, Territory, TerritoryName, transaction::chain_hash};

chain_hash!(
    /// The chain's number of an order for space.
    SpaceOrderId
);

/// What an order for space does once it is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpaceOrderKind {
    /// Rents a new territory.
    Rent,
    /// Adds space.
    Expand,
    /// Adds days.
    Renew,
}

/// `StorageHandler.PayOrder`: an order for space that anybody can pay while it lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpaceOrder {
    /// Whose territory it is.
    pub owner: AccountId,
    /// Its name.
    pub name: TerritoryName,
    /// What is ordered.
    pub kind: SpaceOrderKind,
    /// GiB to rent or to add.
    pub gib: u32,
    /// Days to rent or to add.
    pub days: u32,
    /// What it costs: the price of the block in which it was written.
    pub price: Planck,
    /// The block from which on it cannot be paid any more.
    pub expires: BlockNumber,
}

/// `StorageHandler.Consignment`: a territory on sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consignment {
    /// Who sells.
    pub seller: AccountId,
    /// For how much.
    pub price: Planck,
    /// Who bought it, until it changes hands.
    pub buyer: Option<AccountId>,
    /// When it changes hands.
    pub executes: Option<BlockNumber>,
    /// What is sold.
    pub territory: Territory,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_as_it_is_written() {
        let id = SpaceOrderId([0xab; 32]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("ab".repeat(32).parse(), Ok(id));
        assert!("0xab".parse::<SpaceOrderId>().is_err());
    }
}
