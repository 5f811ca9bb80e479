//! Options of `territory`.

use clap::{Args, Subcommand};
use pileus_app::{SpaceWanted, TerritoryChange};
use pileus_domain::{AccountId, Planck, SpaceOrderId, TerritoryName, TerritoryToken};

use super::value::tokens;

/// What to do with territories.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum TerritoryCommand {
    /// List territories
    List,
    /// Rent a new territory
    Rent {
        /// Its name
        name: TerritoryName,
        /// Size in GiB
        #[arg(long)]
        gib: u32,
        /// Term in days
        #[arg(long, default_value_t = 30)]
        days: u32,
    },
    /// Add space to a territory
    Expand {
        /// Its name
        name: TerritoryName,
        /// More GiB
        #[arg(long)]
        gib: u32,
    },
    /// Add days to a territory
    Renew {
        /// Its name
        name: TerritoryName,
        /// More days
        #[arg(long, default_value_t = 30)]
        days: u32,
    },
    /// Give an empty territory another name
    Rename {
        /// Old name
        from: TerritoryName,
        /// New name
        to: TerritoryName,
    },
    /// Bring an expired territory back, empty, for a new term
    Revive {
        /// Its name
        name: TerritoryName,
        /// Term in days
        #[arg(long, default_value_t = 30)]
        days: u32,
    },
    /// Give an empty territory to another account, for good
    Grant {
        /// Its name
        name: TerritoryName,
        /// Address of the account
        to: AccountId,
    },
    /// Offer an empty territory for sale
    Consign {
        /// Its name
        name: TerritoryName,
        /// Price in tokens, such as 12.5
        #[arg(long, value_parser = tokens)]
        price: Planck,
    },
    /// Take a territory off sale that nobody bought
    Withdraw {
        /// Its name
        name: TerritoryName,
    },
    /// Buy a territory on sale; needs its price twice until it changes hands, fifty blocks later
    Buy {
        /// Its token, as the seller tells it
        token: TerritoryToken,
        /// What it will be called
        #[arg(long)]
        name: TerritoryName,
    },
    /// Step back from a purchase before the territory changes hands
    StepBack {
        /// Its token
        token: TerritoryToken,
    },
    /// Write an order that anybody can pay, for about an hour
    ///
    /// With --gib and --days it is for a new territory, with one of them for more of that.
    Order {
        /// Name of the territory
        name: TerritoryName,
        /// Address of its owner
        #[arg(long = "for", value_name = "ADDRESS")]
        owner: AccountId,
        #[command(flatten)]
        size: OrderSize,
    },
    /// Pay an order for space
    Pay {
        /// Its number
        order: SpaceOrderId,
    },
}

/// How much an order is for.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct OrderSize {
    /// GiB to rent or to add
    #[arg(long)]
    gib: Option<u32>,
    /// Days to rent or to add
    #[arg(long)]
    days: Option<u32>,
}

impl TerritoryCommand {
    /// The change that is asked for; none for a list.
    pub(crate) fn change(self) -> Option<TerritoryChange> {
        match self {
            Self::List => None,
            Self::Rent { name, gib, days } => Some(TerritoryChange::Rent { name, gib, days }),
            Self::Expand { name, gib } => Some(TerritoryChange::Expand { name, gib }),
            Self::Renew { name, days } => Some(TerritoryChange::Renew { name, days }),
            Self::Rename { from, to } => Some(TerritoryChange::Rename { from, to }),
            Self::Revive { name, days } => Some(TerritoryChange::Revive { name, days }),
            Self::Grant { name, to } => Some(TerritoryChange::Grant { name, to }),
            Self::Consign { name, price } => Some(TerritoryChange::Consign { name, price }),
            Self::Withdraw { name } => Some(TerritoryChange::WithdrawConsignment { name }),
            Self::Buy { token, name } => Some(TerritoryChange::Buy { token, name }),
            Self::StepBack { token } => Some(TerritoryChange::WithdrawPurchase { token }),
            Self::Order { name, owner, size } => {
                Some(TerritoryChange::Order(SpaceWanted::new(owner, name, size.gib, size.days)))
            }
            Self::Pay { order } => Some(TerritoryChange::PayOrder { order }),
        }
    }
}
