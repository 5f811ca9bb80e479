//! The fire drill: would this kit, and nothing else, open what is stored?
//!
//! Invariants: keys come from the kit, never from the vault; what is opened stays in memory and is thrown away; nothing
//! is changed.

use std::sync::Arc;

use pileus_domain::{AccountId, ByteCount, Fid, FileRecord, Problem};
use pileus_pipeline::{Description, SealKey, SegmentShelf, StoredFile, problem};
use pileus_ports::{At, Seal, SecretBytes};

use super::{
    Kits, OpenKit,
    catalogue::KitFile,
    error::KitError,
    source::{KitOpening, KitSource},
};
use crate::Services;

/// Most bytes of the file that are opened: all of it when it is not longer.
///
/// # Units
/// bytes.
const READ_LIMIT: u64 = 64 << 20;
/// Files of each kind that are tried until the network has one.
const TRIES: usize = 16;

/// What came of a drill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitDrill {
    /// The file that was opened.
    pub fid: Fid,
    /// Its name, as the kit or its header has it.
    pub name: String,
    /// Bytes of it that were opened.
    pub bytes: ByteCount,
    /// Was it sealed, so that a key of the kit was needed?
    pub sealed: bool,
    /// Why it did not pass; none when it did.
    pub problem: Option<Problem>,
}

impl KitDrill {
    /// Did the kit open the file?
    pub fn passed(&self) -> bool {
        self.problem.is_none()
    }
}

/// How much of the file a drill has opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KitDrillProgress {
    /// Bytes that were opened.
    pub done: ByteCount,
    /// Bytes that will be.
    pub total: ByteCount,
}

/// A file that a kit should open.
struct Candidate {
    fid: Fid,
    /// What the kit's catalogue has of it.
    known: Option<KitFile>,
}

impl Kits {
    /// Open one stored file, chosen at random on the network in use, with the keys of a kit. Dropped, it stops.
    ///
    /// # Errors
    /// The [`KitError`] that says why the kit does not open; [`KitError::NothingToDrill`]; the chain's problem. That the
    /// file does not open is no error but what the drill found.
    pub async fn drill(
        &self,
        source: &KitSource,
        opening: &KitOpening,
        services: &Services,
        tell: &(dyn Fn(KitDrillProgress) + Send + Sync),
    ) -> Result<KitDrill, Problem> {
        let kit = self.open(source, opening).await?;
        let keys: Vec<SecretBytes> = kit.content.core.secrets.data_keys.iter().map(|kept| kept.key.clone()).collect();
        for candidate in self.candidates(&kit, services).await? {
            let status = services.ports().chain.file_status(&candidate.fid, At::Final).await;
            let Some(record) = status.map_err(|e| problem::of_chain(&e))?.file else { continue };
            let described = match services.pipeline().describe(&candidate.fid, record.clone(), &keys).await {
                // Of a page alone it is not known which of its files a passphrase opens.
                Ok(Description::Closed { takes_passphrase: true }) if candidate.known.is_none() => continue,
                described => described,
            };
            return Ok(opened(services, candidate, &record, described, keys, tell).await);
        }
        Err(KitError::NothingToDrill.into())
    }

    /// Files of the network in use that this kit should open, in an order that nobody can foresee, sealed ones first.
    async fn candidates(&self, kit: &OpenKit, services: &Services) -> Result<Vec<Candidate>, Problem> {
        let all = match &kit.content.catalogue {
            Some(shelves) => {
                let here = shelves.iter().filter(|shelf| shelf.genesis == services.identity().genesis);
                let files = here.flat_map(|shelf| &shelf.files).filter(|file| file.seal != Seal::Passphrase);
                files.map(|file| Candidate { fid: file.fid, known: Some(file.clone()) }).collect()
            }
            None => listed(&kit.content.core.accounts(), services).await?,
        };
        let (sealed, open) = all.into_iter().partition(Candidate::is_sealed);
        let mut chosen = self.drawn(sealed);
        chosen.extend(self.drawn(open));
        Ok(chosen)
    }

    /// Some of them at random.
    fn drawn(&self, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
        let mut drawn = Vec::new();
        while drawn.len() < TRIES && !candidates.is_empty() {
            let place = self.entropy.number() % candidates.len() as u64;
            // Below the length of a list in memory.
            drawn.push(candidates.swap_remove(usize::try_from(place).unwrap_or(0)));
        }
        drawn
    }
}

impl Candidate {
    fn is_sealed(&self) -> bool {
        self.known.as_ref().is_some_and(|file| file.seal != Seal::None)
    }
}

/// What the chain lists, for a kit without a catalogue.
async fn listed(accounts: &[AccountId], services: &Services) -> Result<Vec<Candidate>, Problem> {
    let mut all = Vec::new();
    for account in accounts {
        let fids = services.ports().chain.listed_files(account).await.map_err(|e| problem::of_chain(&e))?;
        all.extend(fids.into_iter().map(|fid| Candidate { fid, known: None }));
    }
    Ok(all)
}

/// Open the header, then the content.
async fn opened(
    services: &Services,
    candidate: Candidate,
    record: &FileRecord,
    described: Result<Description, Problem>,
    keys: Vec<SecretBytes>,
    tell: &(dyn Fn(KitDrillProgress) + Send + Sync),
) -> KitDrill {
    let Candidate { fid, known } = candidate;
    let (told, sealed, length) = match &described {
        Ok(Description::Sealed { metadata, length, .. }) => (Some(metadata.name.clone()), true, Some(*length)),
        Ok(Description::Plain) => (None, false, Some(record.file_size)),
        Ok(Description::Closed { .. }) => (None, true, None),
        Err(_) => (None, known.as_ref().is_some_and(|file| file.seal != Seal::None), None),
    };
    let name = known.as_ref().map(|file| file.name.clone()).or(told).unwrap_or_else(|| fid.to_string());
    let mut drill = KitDrill { fid, name, bytes: ByteCount(0), sealed, problem: described.err() };
    if drill.passed() {
        let keys = keys.into_iter().map(SealKey::DataKey).collect();
        drill.problem = match read(services, &fid, keys, &mut drill.bytes, tell).await {
            Ok(()) if known.is_some_and(|file| Some(file.size) != length) => Some(KitError::DrillDiffers.into()),
            Ok(()) => None,
            Err(problem) => Some(problem),
        };
    }
    drill
}

/// Read the content from four fragments of each segment, and throw it away.
async fn read(
    services: &Services,
    fid: &Fid,
    keys: Vec<SealKey>,
    bytes: &mut ByteCount,
    tell: &(dyn Fn(KitDrillProgress) + Send + Sync),
) -> Result<(), Problem> {
    let file = services.pipeline().open_stored(fid, keys, Arc::new(SegmentShelf::default())).await?;
    let total = file.length().min(READ_LIMIT);
    while bytes.0 < total {
        tell(KitDrillProgress { done: *bytes, total: ByteCount(total) });
        let end = total.min(bytes.0.saturating_add(StoredFile::READ_LIMIT));
        let read = file.read(bytes.0..end).await?;
        if read.is_empty() {
            return Err(KitError::DrillDiffers.into());
        }
        bytes.0 += read.len() as u64;
    }
    tell(KitDrillProgress { done: *bytes, total: ByteCount(total) });
    Ok(())
}
