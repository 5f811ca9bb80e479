//! Buckets and files.

use pileus_domain::{AccountId, BucketName, Fid, GenesisHash, TerritoryName};

use crate::{Bucket, BucketId, CatalogueFile, JournalError};

/// All buckets and files, in the order of arrival.
#[derive(Default)]
pub(super) struct Catalogue {
    buckets: Vec<Bucket>,
    files: Vec<CatalogueFile>,
    last_bucket: i64,
}

impl Catalogue {
    pub(super) fn create_bucket(
        &mut self,
        genesis: &GenesisHash,
        account: &AccountId,
        territory: &TerritoryName,
        name: &BucketName,
    ) -> Result<Bucket, JournalError> {
        let bucket = Bucket {
            id: BucketId(self.last_bucket + 1),
            genesis: *genesis,
            account: *account,
            territory: territory.clone(),
            name: name.clone(),
            public_warned: false,
        };
        self.refuse_taken(&bucket)?;
        self.last_bucket += 1;
        self.buckets.push(bucket.clone());
        Ok(bucket)
    }

    pub(super) fn buckets(&self, genesis: &GenesisHash, account: &AccountId) -> Vec<Bucket> {
        let mine = self.buckets.iter().filter(|b| b.genesis == *genesis && b.account == *account);
        let mut found: Vec<_> = mine.cloned().collect();
        found.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        found
    }

    pub(super) fn update_bucket(&mut self, bucket: &Bucket) -> Result<(), JournalError> {
        let at = self.position(bucket.id)?;
        let kept = &self.buckets[at];
        let changed = Bucket { genesis: kept.genesis, account: kept.account, ..bucket.clone() };
        self.refuse_taken(&changed)?;
        self.buckets[at] = changed;
        Ok(())
    }

    pub(super) fn delete_bucket(&mut self, id: BucketId) -> Result<(), JournalError> {
        let at = self.position(id)?;
        if self.files.iter().any(|f| f.bucket == id) {
            return Err(trouble(self.buckets[at].name.as_str(), "still holds files"));
        }
        self.buckets.remove(at);
        Ok(())
    }

    pub(super) fn put_file(&mut self, file: &CatalogueFile) -> Result<(), JournalError> {
        self.position(file.bucket)?;
        self.remove_file(&file.genesis, &file.account, &file.fid);
        self.files.push(file.clone());
        Ok(())
    }

    pub(super) fn files(&self, genesis: &GenesisHash, account: &AccountId) -> Vec<CatalogueFile> {
        let mine = self.files.iter().rev().filter(|f| f.genesis == *genesis && f.account == *account);
        let mut found: Vec<_> = mine.cloned().collect();
        found.sort_by_key(|f| std::cmp::Reverse(f.added));
        found
    }

    pub(super) fn remove_file(&mut self, genesis: &GenesisHash, account: &AccountId, fid: &Fid) {
        self.files.retain(|f| (&f.genesis, &f.account, &f.fid) != (genesis, account, fid));
    }

    fn position(&self, id: BucketId) -> Result<usize, JournalError> {
        let at = self.buckets.iter().position(|b| b.id == id);
        at.ok_or_else(|| trouble(&id.0.to_string(), "is not in the catalogue"))
    }

    fn refuse_taken(&self, bucket: &Bucket) -> Result<(), JournalError> {
        let place = |b: &Bucket| (b.genesis, b.account, b.territory.clone(), b.name.clone());
        let taken = self.buckets.iter().any(|b| b.id != bucket.id && place(b) == place(bucket));
        if taken { Err(trouble(bucket.name.as_str(), "exists already")) } else { Ok(()) }
    }
}

fn trouble(name: &str, message: &'static str) -> JournalError {
    JournalError::Bucket { name: name.to_owned(), message }
}
