//! The catalogue made again from the chain and the storage nodes.
//!
//! Invariants: what the catalogue has stays as it is; every file that was found is kept before the next one is looked
//! at, so that a rebuild that was stopped goes on where it ended; what cannot be known is counted and named.
//!
//! Absent on purpose: no passphrase is asked for, and nothing is made up. A file that does not tell its name stays out
//! of the catalogue.

mod learned;

use std::collections::BTreeSet;

use futures::{StreamExt, stream};
use pileus_domain::{AccountId, BucketName, Fid, JobKind, Problem, TerritoryName};
use pileus_pipeline::{Description, problem};
use pileus_ports::{At, Bucket, CatalogueFile, JobRecord, Seal, SecretBytes};

use self::learned::Learned;
use super::Files;

/// Files that are looked into at the same time; each holds one fragment of 8 MiB in memory.
const PARALLEL: usize = 4;

/// What a rebuild came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rebuilt {
    /// Files that are in the catalogue now and were not before.
    pub found: u64,
    /// Plain ones among them whose name on the chain may be cut.
    pub cut_names: u64,
    /// Files of the account that could not be named.
    pub unknown: Vec<UnknownFile>,
}

impl Rebuilt {
    /// And what another rebuild came to.
    pub fn add(&mut self, other: Self) {
        self.found += other.found;
        self.cut_names += other.cut_names;
        self.unknown.extend(other.unknown);
    }
}

/// A file of the account that stays out of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownFile {
    /// Which.
    pub fid: Fid,
    /// Why.
    pub reason: UnknownReason,
}

/// Why a file cannot be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownReason {
    /// A passphrase opens it.
    Passphrase,
    /// No key on this computer opens it.
    OtherKey,
    /// Its bytes could not be had, or are not what was sealed.
    Unreadable,
}

/// How many files a rebuild has looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RebuildProgress {
    /// Files that were looked at.
    pub done: u64,
    /// Files of the account that the catalogue did not have.
    pub total: u64,
}

/// What looking into a file came to.
enum Look {
    Learned(Box<Learned>),
    Unknown(UnknownReason),
    /// It is not stored, not ours, or an upload of this computer is about to add it.
    NotNow,
}

/// Data keys with their fingerprints, in the same order.
struct DataKeys {
    fingerprints: Vec<String>,
    keys: Vec<SecretBytes>,
}

impl Files {
    /// Add to the catalogue what the chain lists for an account and the catalogue does not have. Names, buckets and
    /// lengths of sealed files come from their headers, those of plain ones from the chain. Dropped, it stops and
    /// keeps what it found.
    ///
    /// # Errors
    /// The problem of chain, journal or vault; a single file that cannot be read is no error.
    pub async fn rebuild(
        &self,
        account: &AccountId,
        tell: &(dyn Fn(RebuildProgress) + Send + Sync),
    ) -> Result<Rebuilt, Problem> {
        let keys = self.opening_keys()?;
        let fids = self.unlisted(account).await?;
        let total = fids.len() as u64;
        let mut rebuilt = Rebuilt::default();
        let looks = stream::iter(fids).map(|fid| {
            let keys = &keys;
            async move { (fid, self.look_into(account, &fid, keys).await) }
        });
        let mut looks = std::pin::pin!(looks.buffer_unordered(PARALLEL));
        tell(RebuildProgress { done: 0, total });
        for done in 1..=total {
            let Some((fid, look)) = looks.next().await else { break };
            match look? {
                Look::Learned(learned) => self.take_up(account, fid, *learned, &mut rebuilt).await?,
                Look::Unknown(reason) => rebuilt.unknown.push(UnknownFile { fid, reason }),
                Look::NotNow => {}
            }
            tell(RebuildProgress { done, total });
        }
        Ok(rebuilt)
    }

    fn opening_keys(&self) -> Result<DataKeys, Problem> {
        let keystore = &self.0.ports.keystore;
        let entries = keystore.data_keys().map_err(|e| problem::of_keystore(&e))?;
        let fingerprints: Vec<String> = entries.into_iter().map(|entry| entry.fingerprint).collect();
        let keys = fingerprints.iter().map(|fingerprint| keystore.data_key(fingerprint));
        let keys = keys.collect::<Result<Vec<_>, _>>().map_err(|e| problem::of_keystore(&e))?;
        Ok(DataKeys { fingerprints, keys })
    }

    /// What the chain lists and the catalogue does not have, each once.
    async fn unlisted(&self, account: &AccountId) -> Result<BTreeSet<Fid>, Problem> {
        let listed = self.0.ports.chain.listed_files(account).await.map_err(|e| problem::of_chain(&e))?;
        let mut unlisted: BTreeSet<Fid> = listed.into_iter().collect();
        for known in self.catalogue(account).await? {
            unlisted.remove(&known.fid);
        }
        Ok(unlisted)
    }

    async fn look_into(&self, account: &AccountId, fid: &Fid, keys: &DataKeys) -> Result<Look, Problem> {
        let status = self.0.ports.chain.file_status(fid, At::Final).await.map_err(|e| problem::of_chain(&e))?;
        let Some(record) = status.file else { return Ok(Look::NotNow) };
        let owner = record.owners.iter().find(|owner| owner.account == *account).cloned();
        let Some(owner) = owner else { return Ok(Look::NotNow) };
        if self.is_being_uploaded(fid).await? {
            return Ok(Look::NotNow);
        }
        let declared = record.file_size;
        Ok(match self.0.pipeline.describe(fid, record, &keys.keys).await {
            Ok(Description::Plain) => look(learned::plain(&owner, declared)),
            Ok(Description::Sealed { metadata, length, keys: places }) => {
                look(learned::sealed(&owner, fid, metadata, length, seal(keys, &places)))
            }
            Ok(Description::Closed { takes_passphrase: true }) => Look::Unknown(UnknownReason::Passphrase),
            Ok(Description::Closed { takes_passphrase: false }) => Look::Unknown(UnknownReason::OtherKey),
            Err(problem) => {
                tracing::debug!(%fid, %problem, "a file that does not tell its name");
                Look::Unknown(UnknownReason::Unreadable)
            }
        })
    }

    /// An upload of this computer tells more about its file than the file itself, at its end.
    async fn is_being_uploaded(&self, fid: &Fid) -> Result<bool, Problem> {
        let jobs = self.0.ports.journal.jobs_of_file(&self.0.genesis(), fid).await;
        let jobs = jobs.map_err(|e| problem::of_journal(&e))?;
        Ok(jobs.iter().any(|job| job.kind() == JobKind::Upload && JobRecord::is_live(job)))
    }

    async fn take_up(
        &self,
        account: &AccountId,
        fid: Fid,
        learned: Learned,
        rebuilt: &mut Rebuilt,
    ) -> Result<(), Problem> {
        if self.find(account, &fid).await?.is_some() {
            return Ok(());
        }
        let bucket = self.bucket_of(account, &learned.territory, &learned.bucket).await?;
        let file = CatalogueFile {
            fid,
            genesis: self.0.genesis(),
            account: *account,
            bucket: bucket.id,
            name: learned.name,
            size: learned.size,
            media_type: learned.media_type,
            seal: learned.seal,
            added: self.0.ports.clock.now(),
        };
        self.0.ports.journal.put_file(&file).await.map_err(|e| problem::of_journal(&e))?;
        rebuilt.found += 1;
        rebuilt.cut_names += u64::from(learned.maybe_cut);
        Ok(())
    }

    async fn bucket_of(
        &self,
        account: &AccountId,
        territory: &TerritoryName,
        name: &BucketName,
    ) -> Result<Bucket, Problem> {
        let (journal, genesis) = (&self.0.ports.journal, self.0.genesis());
        let buckets = journal.buckets(&genesis, account).await.map_err(|e| problem::of_journal(&e))?;
        let known = buckets.into_iter().find(|bucket| bucket.name == *name && bucket.territory == *territory);
        if let Some(bucket) = known {
            return Ok(bucket);
        }
        let made = journal.create_bucket(&genesis, account, territory, name).await;
        made.map_err(|e| problem::of_journal(&e))
    }
}

/// Without a territory that this program could name, the file cannot be listed anywhere.
fn look(learned: Option<Learned>) -> Look {
    learned.map_or(Look::Unknown(UnknownReason::Unreadable), |learned| Look::Learned(Box::new(learned)))
}

fn seal(keys: &DataKeys, places: &[usize]) -> Seal {
    let mut fitting = places.iter().filter_map(|place| keys.fingerprints.get(*place)).cloned();
    let fingerprint = fitting.next().unwrap_or_default();
    Seal::DataKey { fingerprint, others: fitting.collect() }
}
