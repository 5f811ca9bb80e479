//! Rented space as the Space window reads it: what there is, what a change costs, what it did.

use pileus_app::{PricedChange, Receipt, SpaceOverview, SpaceWanted, TerritoryChange, TerritoryOverview};
use pileus_domain::DomainError;
use pileus_ports::AccountEntry;
use serde::{Deserialize, Serialize};
use specta::Type;
use specta_typescript::Number;

use super::TerritoryState;

/// All rented space of the default account, read at one block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Space {
    /// What the money is called.
    pub token_symbol: String,
    /// What the account can spend, in plancks.
    pub balance: String,
    /// Plancks for a GiB and day, today.
    pub unit_price: String,
    /// Space that nobody has bought yet.
    #[specta(type = Number)]
    pub available_bytes: u64,
    /// The block.
    pub block: u32,
    /// When it was read, in milliseconds since 1970.
    #[specta(type = Number)]
    pub read_at: u64,
    /// Whose space.
    pub account: AccountName,
    /// The territories, by name.
    pub territories: Vec<TerritoryCard>,
}

impl Space {
    /// From an account's overview.
    pub fn new(entry: &AccountEntry, token_symbol: &str, overview: &SpaceOverview) -> Self {
        Self {
            token_symbol: token_symbol.to_owned(),
            balance: overview.spendable.0.to_string(),
            unit_price: overview.market.unit_price.0.to_string(),
            available_bytes: overview.market.available.0,
            block: overview.block.0,
            read_at: overview.read_at.0,
            account: entry.into(),
            territories: overview.territories.iter().map(TerritoryCard::from).collect(),
        }
    }
}

/// An account by its name and address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountName {
    /// What the person calls it.
    pub name: String,
    /// Its address, in CESS form.
    pub address: String,
}

impl From<&AccountEntry> for AccountName {
    fn from(entry: &AccountEntry) -> Self {
        Self { name: entry.name.clone(), address: entry.account.to_string() }
    }
}

/// A territory with its past and its future.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TerritoryCard {
    /// Its name.
    pub name: String,
    /// The chain's own name of it, which a buyer needs: `0x` and 64 hexadecimal digits.
    pub token: String,
    /// What it allows now.
    pub state: TerritoryState,
    /// All space rented.
    #[specta(type = Number)]
    pub total_bytes: u64,
    /// Space of stored files.
    #[specta(type = Number)]
    pub used_bytes: u64,
    /// Space of open orders.
    #[specta(type = Number)]
    pub locked_bytes: u64,
    /// What is left.
    #[specta(type = Number)]
    pub free_bytes: u64,
    /// First block of the term.
    pub start_block: u32,
    /// Last block of the term.
    pub deadline_block: u32,
    /// When that will be, in milliseconds since 1970: an estimate.
    #[specta(type = Number)]
    pub ends_at: u64,
    /// Whole days until then: an estimate.
    pub days_left: u32,
    /// Files of the catalogue in it.
    pub files: u32,
    /// What was paid for it from this computer, in plancks; none when it was paid elsewhere.
    pub paid: Option<String>,
    /// How full it was: time in milliseconds since 1970 and bytes, oldest first.
    #[specta(type = Vec<(Number, Number)>)]
    pub history: Vec<(u64, u64)>,
    /// When it will be full at the pace of late, in milliseconds since 1970; none when it does not fill up.
    #[specta(type = Option<Number>)]
    pub full_at: Option<u64>,
    /// What another year costs at today's price, in plancks.
    pub year_cost: String,
}

impl From<&TerritoryOverview> for TerritoryCard {
    fn from(overview: &TerritoryOverview) -> Self {
        let territory = &overview.territory;
        Self {
            name: territory.name.to_string(),
            token: territory.token.to_string(),
            state: territory.state.into(),
            total_bytes: territory.total.0,
            used_bytes: territory.used.0,
            locked_bytes: territory.locked.0,
            free_bytes: territory.remaining.0,
            start_block: territory.start.0,
            deadline_block: territory.deadline.0,
            ends_at: overview.ends_at.0,
            days_left: overview.days_left,
            files: u32::try_from(overview.files).unwrap_or(u32::MAX),
            paid: overview.paid.map(|paid| paid.0.to_string()),
            history: overview.history.iter().map(|sample| (sample.at.0, sample.used.0)).collect(),
            full_at: overview.full_at.map(|at| at.0),
            year_cost: overview.year_cost.0.to_string(),
        }
    }
}

/// What the person wants of rented space.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SpaceChange {
    /// A new territory.
    Rent {
        /// Its name.
        name: String,
        /// Its size.
        gib: u32,
        /// Its term.
        days: u32,
    },
    /// More space.
    Expand {
        /// Which.
        name: String,
        /// How much more.
        gib: u32,
    },
    /// More days.
    Renew {
        /// Which.
        name: String,
        /// How many more.
        days: u32,
    },
    /// Another name for an empty one.
    Rename {
        /// Its name now.
        from: String,
        /// Its name then.
        to: String,
    },
    /// An expired one back, empty.
    Revive {
        /// Which.
        name: String,
        /// Its new term.
        days: u32,
    },
    /// An empty one for somebody else, as a gift.
    Grant {
        /// Which.
        name: String,
        /// Address of the new owner.
        to: String,
    },
    /// An empty one on sale.
    Consign {
        /// Which.
        name: String,
        /// For how much, in plancks.
        price: String,
    },
    /// One off sale that nobody bought.
    WithdrawConsignment {
        /// Which.
        name: String,
    },
    /// One that somebody sells.
    Buy {
        /// Its token.
        token: String,
        /// What it will be called.
        name: String,
    },
    /// A purchase undone before the territory changes hands.
    WithdrawPurchase {
        /// Token of the territory.
        token: String,
    },
    /// An order that anybody can pay, for about an hour.
    Order {
        /// Address of the owner.
        owner: String,
        /// Name of the territory.
        name: String,
        /// GiB to rent or to add; none for days alone.
        gib: Option<u32>,
        /// Days to rent or to add; none for space alone.
        days: Option<u32>,
    },
    /// The territory of an order, paid.
    PayOrder {
        /// Number of the order.
        order: String,
    },
}

impl TryFrom<SpaceChange> for TerritoryChange {
    type Error = DomainError;

    fn try_from(change: SpaceChange) -> Result<Self, DomainError> {
        Ok(match change {
            SpaceChange::Rent { name, gib, days } => Self::Rent { name: name.parse()?, gib, days },
            SpaceChange::Expand { name, gib } => Self::Expand { name: name.parse()?, gib },
            SpaceChange::Renew { name, days } => Self::Renew { name: name.parse()?, days },
            SpaceChange::Rename { from, to } => Self::Rename { from: from.parse()?, to: to.parse()? },
            SpaceChange::Revive { name, days } => Self::Revive { name: name.parse()?, days },
            SpaceChange::Grant { name, to } => Self::Grant { name: name.parse()?, to: to.trim().parse()? },
            SpaceChange::Consign { name, price } => Self::Consign { name: name.parse()?, price: price.parse()? },
            SpaceChange::WithdrawConsignment { name } => Self::WithdrawConsignment { name: name.parse()? },
            SpaceChange::Buy { token, name } => Self::Buy { token: token.trim().parse()?, name: name.parse()? },
            SpaceChange::WithdrawPurchase { token } => Self::WithdrawPurchase { token: token.trim().parse()? },
            SpaceChange::Order { owner, name, gib, days } => {
                Self::Order(SpaceWanted::new(owner.trim().parse()?, name.parse()?, gib, days))
            }
            SpaceChange::PayOrder { order } => Self::PayOrder { order: order.trim().parse()? },
        })
    }
}

/// What a change costs, before anything is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SpaceQuote {
    /// What to sign it by, for some minutes and once.
    pub quote: String,
    /// What the space costs, in plancks.
    pub price: String,
    /// What the transaction costs, in plancks.
    pub fee: String,
    /// Both together.
    pub total: String,
    /// Money of the account now, in plancks.
    pub balance: String,
    /// Money of the account afterwards.
    pub resulting: String,
    /// What the money is called.
    pub token_symbol: String,
    /// Who signs.
    pub signer: AccountName,
    /// The block it was read at.
    pub block: u32,
    /// When that was, in milliseconds since 1970.
    #[specta(type = Number)]
    pub read_at: u64,
    /// When the term ends after it, in milliseconds since 1970: an estimate.
    #[specta(type = Option<Number>)]
    pub until_at: Option<u64>,
}

impl SpaceQuote {
    /// From a priced change.
    pub fn new(signer: &AccountEntry, token_symbol: &str, priced: &PricedChange) -> Self {
        let quote = &priced.quote;
        Self {
            quote: priced.id.clone(),
            price: quote.price.0.to_string(),
            fee: quote.fee.0.to_string(),
            total: quote.total().0.to_string(),
            balance: quote.balance.0.to_string(),
            resulting: quote.resulting.0.to_string(),
            token_symbol: token_symbol.to_owned(),
            signer: signer.into(),
            block: priced.block.0,
            read_at: priced.read_at.0,
            until_at: priced.until.map(|until| until.0),
        }
    }
}

/// What a signed change did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SpaceReceipt {
    /// The final block that holds it.
    pub block: u32,
    /// What the space cost, in plancks, as the chain says.
    pub spent: Option<String>,
    /// What the transaction cost, in plancks, as the chain says.
    pub fee: Option<String>,
    /// The number of the order that it wrote.
    pub order: Option<String>,
}

impl From<&Receipt> for SpaceReceipt {
    fn from(receipt: &Receipt) -> Self {
        Self {
            block: receipt.block.number.0,
            spent: receipt.spent.map(|spent| spent.0.to_string()),
            fee: receipt.fee.map(|fee| fee.0.to_string()),
            order: receipt.order.map(|order| order.to_string()),
        }
    }
}
