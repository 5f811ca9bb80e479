//! Buckets as they cross over.

use pileus_app::BucketSummary;
use pileus_domain::{BucketName, ByteCount, TerritoryName};
use pileus_ports::Bucket;
use serde::Serialize;

/// A bucket of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BucketView {
    /// Its name.
    pub bucket: BucketName,
    /// Its territory.
    pub territory: TerritoryName,
    /// Files in it, where they were counted.
    pub files: Option<usize>,
    /// Their bytes, where they were counted.
    pub size: Option<ByteCount>,
}

impl From<&BucketSummary> for BucketView {
    fn from(summary: &BucketSummary) -> Self {
        Self { files: Some(summary.files), size: Some(summary.size), ..Self::from(&summary.bucket) }
    }
}

impl From<&Bucket> for BucketView {
    fn from(bucket: &Bucket) -> Self {
        Self { bucket: bucket.name.clone(), territory: bucket.territory.clone(), files: None, size: None }
    }
}
