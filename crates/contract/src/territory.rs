//! Territories and what they cost, as they cross over.

use pileus_app::{Quote, Receipt};
use pileus_domain::{
    BlockNumber, BlockRef, ByteCount, Planck, SpaceOrderId, Territory, TerritoryName, TerritoryState, TerritoryToken,
};
use serde::Serialize;

/// Rented space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TerritoryView {
    /// Its name.
    pub territory: TerritoryName,
    /// The chain's own name of it, which a buyer needs.
    pub token: TerritoryToken,
    /// What it allows now.
    pub state: TerritoryState,
    /// All space rented.
    pub total: ByteCount,
    /// Space of stored files.
    pub used: ByteCount,
    /// Space of open orders.
    pub locked: ByteCount,
    /// What is left.
    pub remaining: ByteCount,
    /// Last block of the term.
    pub deadline: BlockNumber,
    /// Whole days left, counted in blocks: an estimate.
    pub days_left: u32,
}

impl TerritoryView {
    /// At a block.
    pub fn new(territory: &Territory, now: BlockNumber) -> Self {
        Self {
            territory: territory.name.clone(),
            token: territory.token,
            state: territory.state,
            total: territory.total,
            used: territory.used,
            locked: territory.locked,
            remaining: territory.remaining,
            deadline: territory.deadline,
            days_left: territory.deadline.0.saturating_sub(now.0) / BlockNumber::DAY,
        }
    }
}

/// What a change costs, before anything is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuoteView {
    /// One line of what it does.
    pub summary: String,
    /// What the space costs.
    pub price: Planck,
    /// What the transaction costs.
    pub fee: Planck,
    /// Free balance now.
    pub balance: Planck,
    /// Free balance afterwards.
    pub resulting: Planck,
}

impl From<&Quote> for QuoteView {
    fn from(quote: &Quote) -> Self {
        let Quote { summary, price, fee, balance, resulting, .. } = quote.clone();
        Self { summary, price, fee, balance, resulting }
    }
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptView {
    /// What was said before it.
    #[serde(flatten)]
    pub quote: QuoteView,
    /// The final block that holds it.
    pub block: BlockRef,
    /// What the space cost, as the chain says.
    pub spent: Option<Planck>,
    /// What the transaction cost, as the chain says.
    pub paid_fee: Option<Planck>,
    /// The number of the order that it wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<SpaceOrderId>,
}

impl ReceiptView {
    /// From the quote and what came of it.
    pub fn new(quote: &Quote, receipt: &Receipt) -> Self {
        let Receipt { block, spent, fee, order } = receipt.clone();
        Self { quote: quote.into(), block, spent, paid_fee: fee, order }
    }
}
