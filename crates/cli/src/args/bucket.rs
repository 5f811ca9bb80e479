//! Options of `bucket`.

use clap::Subcommand;
use pileus_domain::{BucketName, TerritoryName};

/// What to do with buckets.
#[derive(Debug, Subcommand)]
pub(crate) enum BucketCommand {
    /// List buckets
    List,
    /// Make a bucket
    Create {
        /// Its name
        name: BucketName,
        /// Its territory [default: `default`, else the one with the most space]
        #[arg(long)]
        territory: Option<TerritoryName>,
    },
    /// Give a bucket another name
    Rename {
        /// Old name
        from: BucketName,
        /// New name
        to: BucketName,
        /// Its territory, where several have such a bucket
        #[arg(long)]
        territory: Option<TerritoryName>,
    },
    /// Delete an empty bucket
    Delete {
        /// Its name
        name: BucketName,
        /// Its territory, where several have such a bucket
        #[arg(long)]
        territory: Option<TerritoryName>,
    },
    /// Move a bucket with its files to another territory
    Move {
        /// Its name
        name: BucketName,
        /// The new territory
        to: TerritoryName,
        /// Its territory now, where several have such a bucket
        #[arg(long)]
        territory: Option<TerritoryName>,
    },
}
