//! Buckets and files.

use std::{cmp::Reverse, collections::BTreeMap};

use pileus_domain::{AccountId, BucketName, ByteCount, Fid, GenesisHash, TerritoryName};

use crate::{Bucket, BucketId, BucketSum, CatalogueFile, FileCursor, FilePage, JournalError};

/// All buckets and files, in the order of arrival.
#[derive(Default)]
pub(super) struct Catalogue {
    buckets: Vec<Bucket>,
    /// By the number of their arrival.
    files: BTreeMap<i64, CatalogueFile>,
    last_bucket: i64,
    last_file: i64,
    revision: u64,
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
        self.revision += 1;
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
        self.revision += 1;
        Ok(())
    }

    pub(super) fn delete_bucket(&mut self, id: BucketId) -> Result<(), JournalError> {
        let at = self.position(id)?;
        if self.files.values().any(|f| f.bucket == id) {
            return Err(trouble(self.buckets[at].name.as_str(), "still holds files"));
        }
        self.buckets.remove(at);
        self.revision += 1;
        Ok(())
    }

    pub(super) fn put_file(&mut self, file: &CatalogueFile) -> Result<(), JournalError> {
        self.position(file.bucket)?;
        self.remove_file(&file.genesis, &file.account, &file.fid);
        self.last_file += 1;
        self.files.insert(self.last_file, file.clone());
        self.revision += 1;
        Ok(())
    }

    pub(super) fn put_files(&mut self, files: &[CatalogueFile]) -> Result<(), JournalError> {
        files.iter().try_for_each(|file| self.position(file.bucket).map(drop))?;
        files.iter().try_for_each(|file| self.put_file(file))
    }

    pub(super) fn file(&self, genesis: &GenesisHash, account: &AccountId, fid: &Fid) -> Option<CatalogueFile> {
        self.files.values().find(|f| (&f.genesis, &f.account, &f.fid) == (genesis, account, fid)).cloned()
    }

    pub(super) fn data_key_uses(&self) -> BTreeMap<String, u64> {
        let mut uses = BTreeMap::new();
        for fingerprint in self.files.values().flat_map(|file| file.seal.fingerprints()) {
            *uses.entry(fingerprint.to_owned()).or_default() += 1;
        }
        uses
    }

    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    pub(super) fn files(&self, genesis: &GenesisHash, account: &AccountId) -> Vec<CatalogueFile> {
        self.newest_first(genesis, account).into_iter().map(|(_, file)| file.clone()).collect()
    }

    pub(super) fn file_page(
        &self,
        genesis: &GenesisHash,
        account: &AccountId,
        after: Option<FileCursor>,
        limit: u32,
    ) -> FilePage {
        let behind = |cursor: &FileCursor| after.is_none_or(|a| (cursor.added, cursor.number) < (a.added, a.number));
        let mut left = self.newest_first(genesis, account).into_iter().filter(|(cursor, _)| behind(cursor)).peekable();
        let mut page = FilePage { files: Vec::new(), next: None };
        let mut last = None;
        for (cursor, file) in left.by_ref().take(limit as usize) {
            page.files.push(file.clone());
            last = Some(cursor);
        }
        page.next = left.peek().and(last);
        page
    }

    pub(super) fn bucket_sums(&self, genesis: &GenesisHash, account: &AccountId) -> Vec<BucketSum> {
        let mut sums: BTreeMap<BucketId, BucketSum> = BTreeMap::new();
        for (_, file) in self.newest_first(genesis, account) {
            let empty = BucketSum { bucket: file.bucket, files: 0, size: ByteCount(0) };
            let sum = sums.entry(file.bucket).or_insert(empty);
            sum.files += 1;
            sum.size.0 += file.size.0;
        }
        sums.into_values().collect()
    }

    fn newest_first(&self, genesis: &GenesisHash, account: &AccountId) -> Vec<(FileCursor, &CatalogueFile)> {
        let mine = self.files.iter().filter(|(_, f)| f.genesis == *genesis && f.account == *account);
        let mut found: Vec<_> = mine.map(|(&number, file)| (FileCursor { added: file.added, number }, file)).collect();
        found.sort_by_key(|(cursor, _)| Reverse((cursor.added, cursor.number)));
        found
    }

    pub(super) fn remove_file(&mut self, genesis: &GenesisHash, account: &AccountId, fid: &Fid) {
        let before = self.files.len();
        self.files.retain(|_, f| (&f.genesis, &f.account, &f.fid) != (genesis, account, fid));
        self.revision += u64::from(self.files.len() < before);
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
