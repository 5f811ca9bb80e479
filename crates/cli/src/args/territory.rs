//! Options of `territory`.

use clap::Subcommand;
use pileus_app::TerritoryChange;
use pileus_domain::TerritoryName;

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
        }
    }
}
