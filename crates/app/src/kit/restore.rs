//! Everything in a kit, brought back.
//!
//! Invariants: first the keys, in one write, then networks, then buckets and files, each write complete in itself; what
//! is here already stays as it is. Stopped anywhere, the same call completes it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use pileus_domain::{BucketName, Problem, TerritoryName};
use pileus_pipeline::problem;
use pileus_ports::{AccountEntry, BucketId, CatalogueFile, DataKeyEntry, Timestamp};

use super::{
    Kits, beside,
    catalogue::{KitFile, Shelf},
    source::{KitOpening, KitSource},
};
use crate::{
    Services,
    files::{RebuildProgress, Rebuilt},
};

/// Files that are put into the catalogue in one write.
const BATCH: usize = 256;

/// What a kit brought back: only what was not here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitRestored {
    /// When the kit was made.
    pub made_at: Timestamp,
    /// Accounts, as they are called here now.
    pub accounts: Vec<AccountEntry>,
    /// Data keys, as they are called here now.
    pub data_keys: Vec<DataKeyEntry>,
    /// Names of networks.
    pub networks: Vec<String>,
    /// Buckets.
    pub buckets: u64,
    /// Files.
    pub files: u64,
    /// Did the kit have a catalogue? The codes on a page have none.
    pub had_catalogue: bool,
    /// What the network in use knew beyond the kit; none when no network was asked.
    pub rebuilt: Option<Rebuilt>,
    /// Why the network that was asked did not answer; what the kit has is back all the same.
    pub rebuild_problem: Option<Problem>,
}

/// How far a restore is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestoreProgress {
    /// Files of the kit that are in the catalogue.
    Catalogue {
        /// So many are.
        done: u64,
        /// So many the kit has.
        total: u64,
    },
    /// Files that the network has beyond the kit.
    Rebuild(RebuildProgress),
}

impl Kits {
    /// Bring back everything in a kit. With services over a network, ask that network as well what the kit does not
    /// have yet. Dropped, it stops; done again, it completes.
    ///
    /// # Errors
    /// The [`super::KitError`] that says why it does not open; `vault_locked`, or a problem of vault or journal. What was
    /// brought back before stays.
    pub async fn restore(
        &self,
        source: &KitSource,
        opening: &KitOpening,
        services: Option<&Services>,
        tell: &(dyn Fn(RestoreProgress) + Send + Sync),
    ) -> Result<KitRestored, Problem> {
        let kit = self.open(source, opening).await?;
        let core = Arc::new(kit.content.core);
        let (keystore, bundled) = (Arc::clone(&self.keystore), Arc::clone(&core));
        let secrets = beside(move || keystore.restore(&bundled.secrets).map_err(|e| problem::of_keystore(&e))).await?;
        let networks = self.networks.restore(&core.networks).await?;
        let shelves = kit.content.catalogue;
        let had_catalogue = shelves.is_some();
        let (buckets, files) = self.put_back(&shelves.unwrap_or_default(), tell).await?;
        self.remember(kit.head.made, &core).await?;
        let asked = match services {
            Some(services) => Some(rebuild(services, tell).await),
            None => None,
        };
        let (rebuilt, rebuild_problem) = match asked {
            None => (None, None),
            Some(Ok(rebuilt)) => (Some(rebuilt), None),
            Some(Err(problem)) => (None, Some(problem)),
        };
        Ok(KitRestored {
            made_at: kit.head.made,
            accounts: secrets.accounts,
            data_keys: secrets.data_keys,
            networks: networks.into_iter().map(|profile| profile.name).collect(),
            buckets,
            files,
            had_catalogue,
            rebuilt,
            rebuild_problem,
        })
    }

    async fn put_back(
        &self,
        shelves: &[Shelf],
        tell: &(dyn Fn(RestoreProgress) + Send + Sync),
    ) -> Result<(u64, u64), Problem> {
        let total = shelves.iter().map(|shelf| shelf.files.len() as u64).sum();
        let (mut buckets, mut files, mut done) = (0, 0, 0);
        for shelf in shelves {
            let (places, made) = self.put_buckets(shelf).await?;
            buckets += made;
            let known =
                self.journal.files(&shelf.genesis, &shelf.account).await.map_err(|e| problem::of_journal(&e))?;
            let known: BTreeSet<_> = known.into_iter().map(|file| file.fid).collect();
            for batch in oldest_first(shelf).chunks(BATCH) {
                let missing = batch.iter().filter(|file| !known.contains(&file.fid));
                let missing: Vec<_> = missing.filter_map(|file| catalogued(shelf, file, &places)).collect();
                if !missing.is_empty() {
                    self.journal.put_files(&missing).await.map_err(|e| problem::of_journal(&e))?;
                }
                files += missing.len() as u64;
                done += batch.len() as u64;
                tell(RestoreProgress::Catalogue { done, total });
            }
        }
        Ok((buckets, files))
    }

    /// Make the buckets that are not here, and say where each is; how many were made.
    async fn put_buckets(&self, shelf: &Shelf) -> Result<(BTreeMap<usize, BucketId>, u64), Problem> {
        let ours = self.journal.buckets(&shelf.genesis, &shelf.account).await.map_err(|e| problem::of_journal(&e))?;
        let mut known: BTreeMap<(TerritoryName, BucketName), BucketId> =
            ours.into_iter().map(|bucket| ((bucket.territory, bucket.name), bucket.id)).collect();
        let (mut places, mut made) = (BTreeMap::new(), 0);
        for (bucket, place) in shelf.buckets.iter().zip(0..) {
            let names = (bucket.territory.clone(), bucket.name.clone());
            let id = if let Some(id) = known.get(&names) {
                *id
            } else {
                let (territory, name) = &names;
                let new = self.journal.create_bucket(&shelf.genesis, &shelf.account, territory, name).await;
                made += 1;
                new.map_err(|e| problem::of_journal(&e))?.id
            };
            known.insert(names, id);
            places.insert(place, id);
        }
        Ok((places, made))
    }
}

/// In the order in which they were added here once.
fn oldest_first(shelf: &Shelf) -> Vec<&KitFile> {
    let mut files: Vec<_> = shelf.files.iter().rev().collect();
    files.sort_by_key(|file| file.added);
    files
}

fn catalogued(shelf: &Shelf, file: &KitFile, places: &BTreeMap<usize, BucketId>) -> Option<CatalogueFile> {
    Some(CatalogueFile {
        fid: file.fid,
        genesis: shelf.genesis,
        account: shelf.account,
        bucket: *places.get(&file.bucket)?,
        name: file.name.clone(),
        size: file.size,
        media_type: file.media_type.clone(),
        seal: file.seal.clone(),
        added: file.added,
    })
}

/// Every account of this computer on the network in use.
async fn rebuild(services: &Services, tell: &(dyn Fn(RestoreProgress) + Send + Sync)) -> Result<Rebuilt, Problem> {
    let mut all = Rebuilt::default();
    for entry in services.keys.accounts()? {
        let tell = |progress| tell(RestoreProgress::Rebuild(progress));
        all.add(services.files.rebuild(&entry.account, &tell).await?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use pileus_ports::{
        Keystore,
        fake::{FakeClock, FakeEntropy, FakeJournal, FakeKeystore},
    };

    use super::*;
    use crate::kit::{codes, disk, format::SealedKit};

    fn computer(seed: u64) -> (FakeKeystore, Kits) {
        let entropy = FakeEntropy::from_seed(seed);
        let keystore = FakeKeystore::new(FakeClock::default(), entropy.clone());
        let journal = Arc::new(FakeJournal::new());
        let kits = Kits::new(Arc::new(keystore.clone()), journal, Arc::new(FakeClock::default()), Arc::new(entropy));
        (keystore, kits)
    }

    #[tokio::test]
    async fn the_codes_of_a_page_bring_the_keys_back_when_the_file_is_lost() {
        let ((first, kits), (second, restoring)) = (computer(1), computer(2));
        first.create_account("savings").unwrap();
        first.create_data_key("work").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let made = kits.make(folder.path(), None).await.unwrap();
        let kit = SealedKit::parse(&disk::read(&made.files[0]).unwrap()).unwrap();
        std::fs::remove_file(&made.files[0]).unwrap();
        let source = KitSource::Codes(codes::codes_of(&kit).unwrap().join("\n"));
        let opening = KitOpening::Words(made.words.unwrap());
        let restored = restoring.restore(&source, &opening, None, &|_| {}).await.unwrap();
        assert_eq!((restored.had_catalogue, restored.files, restored.rebuilt), (false, 0, None));
        assert_eq!(second.accounts().unwrap(), first.accounts().unwrap());
        assert_eq!(second.data_key("work").unwrap().expose(), first.data_key("work").unwrap().expose());
        assert_eq!(restoring.check(&source, &opening).await.unwrap().files, None);
    }
}
