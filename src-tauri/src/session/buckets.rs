//! What a window asks of buckets.

use std::sync::Arc;

use pileus_contract::window::{BucketNumber, BucketRow};
use pileus_domain::{AccountId, BucketName, Problem, TerritoryName};
use pileus_ports::{Bucket, BucketId};

use super::{Session, transfers::value_refused};

impl Session {
    /// Make a bucket in a territory.
    ///
    /// # Errors
    /// A problem of the name, the territory or the journal.
    pub(crate) async fn create_bucket(self: Arc<Self>, territory: String, name: String) -> Result<BucketRow, Problem> {
        let territory: TerritoryName = territory.parse().map_err(value_refused)?;
        let bucket = self.services.buckets.create(&self.account()?, &territory, &named(&name)?).await?;
        self.row(bucket.id).await
    }

    /// Give a bucket another name.
    ///
    /// # Errors
    /// `bucket_gone`, `bucket_exists`, or a problem of the name or the journal.
    pub(crate) async fn rename_bucket(
        self: Arc<Self>,
        bucket: BucketNumber,
        name: String,
    ) -> Result<BucketRow, Problem> {
        let bucket = self.bucket(bucket).await?;
        self.services.buckets.rename(&bucket, &named(&name)?).await?;
        self.row(bucket.id).await
    }

    /// Delete an empty bucket.
    ///
    /// # Errors
    /// `bucket_gone`, `bucket_in_use`, or the journal's problem.
    pub(crate) async fn delete_bucket(self: Arc<Self>, bucket: BucketNumber) -> Result<(), Problem> {
        let bucket = self.bucket(bucket).await?;
        self.services.buckets.delete(&bucket).await
    }

    /// A bucket by its number.
    pub(super) async fn bucket(&self, bucket: BucketNumber) -> Result<Bucket, Problem> {
        self.services.buckets.by_number(&self.account()?, bucket.into()).await
    }

    /// The account that this network is used with.
    pub(super) fn account(&self) -> Result<AccountId, Problem> {
        Ok(self.services.keys.account(None)?.account)
    }

    async fn row(&self, id: BucketId) -> Result<BucketRow, Problem> {
        let all = self.services.buckets.list(&self.account()?).await?;
        let found = all.iter().find(|summary| summary.bucket.id == id);
        found.map(BucketRow::from).ok_or_else(|| pileus_app::AppError::BucketGone { number: id.0 }.into())
    }
}

fn named(name: &str) -> Result<BucketName, Problem> {
    name.trim().parse().map_err(value_refused)
}
