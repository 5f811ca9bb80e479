//! What a person can want of rented space, and the call that does it.

use pileus_domain::{AccountId, Call, Planck, SpaceOrderId, SpaceOrderKind, TerritoryName, TerritoryToken};

/// The longest life of an order for space that the chain takes, in units of six blocks: 594 blocks, about an hour.
///
/// # Source
/// protocol §4.9.
const ORDER_LIFE: u32 = 99;

/// What a person wants of a territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TerritoryChange {
    /// A new one.
    Rent {
        /// Its name.
        name: TerritoryName,
        /// Size in GiB.
        gib: u32,
        /// Term in days.
        days: u32,
    },
    /// More space.
    Expand {
        /// Which.
        name: TerritoryName,
        /// More GiB.
        gib: u32,
    },
    /// More days.
    Renew {
        /// Which.
        name: TerritoryName,
        /// More days.
        days: u32,
    },
    /// An expired one back, empty, with a new term.
    Revive {
        /// Which.
        name: TerritoryName,
        /// Days of the new term.
        days: u32,
    },
    /// Another name for an empty one.
    Rename {
        /// Old name.
        from: TerritoryName,
        /// New name.
        to: TerritoryName,
    },
    /// An empty one for somebody else, as a gift.
    Grant {
        /// Which.
        name: TerritoryName,
        /// To whom.
        to: AccountId,
    },
    /// An empty one on sale.
    Consign {
        /// Which.
        name: TerritoryName,
        /// For how much.
        price: Planck,
    },
    /// One off sale that nobody bought.
    WithdrawConsignment {
        /// Which.
        name: TerritoryName,
    },
    /// One that somebody sells.
    Buy {
        /// Which.
        token: TerritoryToken,
        /// What it will be called.
        name: TerritoryName,
    },
    /// A purchase undone before the territory changes hands.
    WithdrawPurchase {
        /// Of which.
        token: TerritoryToken,
    },
    /// An order that anybody can pay, for about an hour.
    Order(SpaceWanted),
    /// The territory of an order, paid.
    PayOrder {
        /// Which order.
        order: SpaceOrderId,
    },
}

/// Space that somebody else is to pay for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpaceWanted {
    /// Whose territory it is.
    pub owner: AccountId,
    /// Its name.
    pub name: TerritoryName,
    /// Rent, more space, or more days.
    pub kind: SpaceOrderKind,
    /// GiB to rent or to add; zero for days.
    pub gib: u32,
    /// Days to rent or to add; zero for more space.
    pub days: u32,
}

impl TerritoryChange {
    /// The call that does it.
    pub(super) fn call(&self) -> Call {
        match self.clone() {
            Self::Rent { name, gib, days } => Call::MintTerritory { name, gib, days },
            Self::Expand { name, gib } => Call::ExpandTerritory { name, gib },
            Self::Renew { name, days } => Call::RenewTerritory { name, days },
            Self::Revive { name, days } => Call::ReactivateTerritory { name, days },
            Self::Rename { from, to } => Call::RenameTerritory { from, to },
            Self::Grant { name, to } => Call::GrantTerritory { name, to },
            Self::Consign { name, price } => Call::ConsignTerritory { name, price },
            Self::WithdrawConsignment { name } => Call::WithdrawConsignment { name },
            Self::Buy { token, name } => Call::BuyConsignment { token, name },
            Self::WithdrawPurchase { token } => Call::WithdrawPurchase { token },
            Self::Order(SpaceWanted { owner, name, kind, gib, days }) => {
                Call::OrderSpace { owner, name, kind, gib, days, life: ORDER_LIFE }
            }
            Self::PayOrder { order } => Call::PaySpaceOrder { order },
        }
    }

    /// One line of what it does.
    pub(super) fn summary(&self) -> String {
        match self {
            Self::Rent { name, gib, days } => format!("rent territory {name}: {gib} GiB for {days} days"),
            Self::Expand { name, gib } => format!("expand territory {name} by {gib} GiB"),
            Self::Renew { name, days } => format!("renew territory {name} for {days} days"),
            Self::Revive { name, days } => format!("revive territory {name}, empty, for {days} days"),
            Self::Rename { from, to } => format!("rename territory {from} to {to}"),
            Self::Grant { name, to } => format!("give territory {name} to {to}, for good"),
            Self::Consign { name, price } => format!("offer territory {name} for {price} tokens"),
            Self::WithdrawConsignment { name } => format!("take territory {name} off sale"),
            Self::Buy { token, name } => format!("buy the territory of token {token} and call it {name}"),
            Self::WithdrawPurchase { token } => format!("step back from buying the territory of token {token}"),
            Self::Order(wanted) => format!("order {} that anybody can pay for about an hour", wanted.summary()),
            Self::PayOrder { order } => format!("pay order {order}"),
        }
    }
}

impl SpaceWanted {
    /// With size and term a new territory, with one of them more of that.
    pub fn new(owner: AccountId, name: TerritoryName, gib: Option<u32>, days: Option<u32>) -> Self {
        let kind = match (gib, days) {
            (Some(_), None) => SpaceOrderKind::Expand,
            (None, _) => SpaceOrderKind::Renew,
            (Some(_), Some(_)) => SpaceOrderKind::Rent,
        };
        Self { owner, name, kind, gib: gib.unwrap_or(0), days: days.unwrap_or(0) }
    }

    fn summary(&self) -> String {
        let Self { owner, name, kind, gib, days } = self;
        match kind {
            SpaceOrderKind::Rent => format!("territory {name} of {gib} GiB and {days} days for {owner}"),
            SpaceOrderKind::Expand => format!("{gib} GiB more for territory {name} of {owner}"),
            SpaceOrderKind::Renew => format!("{days} days more for territory {name} of {owner}"),
        }
    }
}
