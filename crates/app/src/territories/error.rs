//! Why space does not change hands. Nothing was signed.

use pileus_domain::{Planck, Problem, SpaceOrderId, TerritoryName, TerritoryToken};

/// A refusal that has to do with trading. It becomes a [`Problem`] on the way out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TradeError {
    /// A gift to the giver.
    #[error("Territory \"{name}\" belongs to this account already. Nothing was signed.")]
    GrantToOwner {
        /// Which.
        name: TerritoryName,
    },
    /// A sale for nothing.
    #[error("An offer for nothing would be a gift to the first who sees it. Nothing was signed.")]
    NoPriceAsked,
    /// The chain wants more than a day left.
    #[error("The term of territory \"{name}\" ends within a day, and then it cannot be sold. Nothing was signed.")]
    TermTooNear {
        /// Which.
        name: TerritoryName,
    },
    /// Nobody sells it.
    #[error("No territory of token {token} is on sale. Nothing was signed.")]
    OfferMissing {
        /// Which.
        token: TerritoryToken,
    },
    /// Somebody bought it already.
    #[error("Somebody has bought the territory of token {token} already. Nothing was signed.")]
    OfferTaken {
        /// Which.
        token: TerritoryToken,
    },
    /// One's own offer.
    #[error("The territory of token {token} is this account's own. Nothing was signed.")]
    OfferOwn {
        /// Which.
        token: TerritoryToken,
    },
    /// Its term would end before it changes hands, and the reserved price would be stuck.
    #[error(
        "The term of the offered territory is about to end, and the price could be stuck for ever. Nothing was signed."
    )]
    OfferEnding,
    /// The chain needs the price twice until the territory changes hands.
    #[error(
        "The network sets {price} tokens aside and then needs them once more, so {needed} are needed and {spendable} can \
         be spent; with less the {price} would be stuck. Nothing was signed."
    )]
    PriceTwice {
        /// The price.
        price: Planck,
        /// Twice the price, and the fee.
        needed: Planck,
        /// What can be spent.
        spendable: Planck,
    },
    /// Not this account's purchase, or no purchase any more.
    #[error("This account is not about to buy the territory of token {token}. Nothing was signed.")]
    PurchaseMissing {
        /// Which.
        token: TerritoryToken,
    },
    /// No such order.
    #[error("There is no order {order}. Nothing was signed.")]
    OrderMissing {
        /// Which.
        order: SpaceOrderId,
    },
    /// It can be paid no more.
    #[error("Order {order} can no longer be paid. Nothing was signed.")]
    OrderOver {
        /// Which.
        order: SpaceOrderId,
    },
    /// The chain refuses an order at an old price, after taking the fee.
    #[error("Order {order} was written for {before} tokens, and today it would be {now}. Nothing was signed.")]
    OrderPriceChanged {
        /// Which.
        order: SpaceOrderId,
        /// Its price.
        before: Planck,
        /// Today's.
        now: Planck,
    },
    /// The chain would bring back days for a territory that has lost its files.
    #[error(
        "Territory \"{name}\" of the order has ended, and paying would not bring its files back. Nothing was signed."
    )]
    OrderTooLate {
        /// Which.
        name: TerritoryName,
    },
}

impl TradeError {
    fn code(&self) -> &'static str {
        match self {
            Self::GrantToOwner { .. } => "grant_to_owner",
            Self::NoPriceAsked => "price_missing",
            Self::TermTooNear { .. } => "term_too_near",
            Self::OfferMissing { .. } => "offer_missing",
            Self::OfferTaken { .. } => "offer_taken",
            Self::OfferOwn { .. } => "offer_own",
            Self::OfferEnding => "offer_ending",
            Self::PriceTwice { .. } => "price_twice",
            Self::PurchaseMissing { .. } => "purchase_missing",
            Self::OrderMissing { .. } => "space_order_missing",
            Self::OrderOver { .. } => "space_order_over",
            Self::OrderPriceChanged { .. } => "space_order_price_changed",
            Self::OrderTooLate { .. } => "space_order_too_late",
        }
    }

    fn remedy(&self) -> &'static str {
        match self {
            Self::GrantToOwner { .. } => "Name another account, or rename the territory.",
            Self::NoPriceAsked => "Name a price, or give the territory away with a grant.",
            Self::TermTooNear { .. } => "Renew it first.",
            Self::OfferMissing { .. } => "Ask the seller for the token, and whether it is still on sale.",
            Self::OfferTaken { .. } | Self::OfferEnding => "Buy another one, or rent space.",
            Self::OfferOwn { .. } => "Take it off sale to use it again.",
            Self::PriceTwice { .. } => "Put more tokens on the account first.",
            Self::PurchaseMissing { .. } => "`pileus territory list` shows what belongs to the account.",
            Self::OrderMissing { .. } => "Check the number of the order, and the network.",
            Self::OrderOver { .. } | Self::OrderPriceChanged { .. } => "Ask for a new order.",
            Self::OrderTooLate { .. } => "Its owner can revive it, or rent a new one.",
        }
    }
}

impl From<TradeError> for Problem {
    fn from(error: TradeError) -> Self {
        let problem = Self::new(error.code(), error.to_string(), error.remedy());
        match error {
            TradeError::PriceTwice { needed, spendable, .. } => {
                problem.with("needed_planck", needed.0).with("spendable_planck", spendable.0)
            }
            _ => problem,
        }
    }
}
