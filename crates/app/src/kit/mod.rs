//! Recovery kits: everything that is needed to have accounts, data keys, networks and the catalogue again.
//!
//! Duty: make a kit as one protected file and a page to print, check it, try it on a stored file, and bring back what is
//! in it. Works without any network, and on a computer where nothing is yet.
//!
//! Invariants: a kit has a key of its own, which nothing keeps; checking and trying change nothing; bringing back adds
//! and never replaces, so that it can be done again, also after it was stopped half-way.
//!
//! Absent on purpose: no copy of a kit in the data folder, and no way to open one without its words or shares.

mod catalogue;
mod check;
mod codes;
mod content;
mod disk;
mod drill;
mod error;
mod face;
mod format;
pub mod fuzzing;
mod judge;
mod key;
mod make;
mod page;
mod phrase;
mod restore;
mod shares;
mod source;
mod standing;
#[cfg(test)]
mod vectors;
mod wire;

use std::sync::Arc;

use pileus_domain::Problem;
use pileus_ports::{Clock, Consent, Entropy, Given, Journal, Keystore, on_cleared_stack};

use crate::Networks;

pub use check::{KitAccount, KitDataKey, KitReport};
pub use drill::{KitDrill, KitDrillProgress};
pub use error::{KitError, PhraseFault};
pub use face::KitFace;
pub use judge::{WordsJudged, judge_words};
pub use make::KitMade;
pub use restore::{KitRestored, RestoreProgress};
pub use source::{KitOpening, KitSource, KitSplit};
pub use standing::KitStanding;

use self::{
    format::{Head, KitContent, SealedKit},
    key::KitKey,
};

/// Makes, checks, tries and restores recovery kits; clones share it. Needs no network.
#[derive(Clone)]
pub struct Kits {
    keystore: Arc<dyn Keystore>,
    journal: Arc<dyn Journal>,
    networks: Networks,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    /// Asked before a kit is written.
    consent: Arc<dyn Consent>,
}

/// A kit that was opened with what a person has.
struct OpenKit {
    head: Head,
    content: KitContent,
}

impl Kits {
    /// Over what is on this computer.
    pub fn new(
        keystore: Arc<dyn Keystore>,
        journal: Arc<dyn Journal>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        let networks = Networks::new(Arc::clone(&journal));
        Self { keystore, journal, networks, clock, entropy, consent: Arc::new(Given) }
    }

    /// The same for one request that a person may stop: no kit is written once consent was withdrawn.
    #[must_use]
    pub fn under(&self, consent: Arc<dyn Consent>) -> Self {
        Self { consent, ..self.clone() }
    }

    /// Look at a kit without opening it.
    ///
    /// # Errors
    /// The [`KitError`] that says why it is none that could be opened.
    pub async fn look_at(&self, source: &KitSource) -> Result<KitFace, Problem> {
        let source = source.clone();
        let kit = beside(move || read(&source)).await?;
        Ok(KitFace::of(&kit))
    }

    /// Read and open a kit.
    async fn open(&self, source: &KitSource, opening: &KitOpening) -> Result<OpenKit, Problem> {
        let (source, opening) = (source.clone(), opening.clone());
        beside(move || -> Result<OpenKit, KitError> {
            let kit = read(&source)?;
            let key = KitKey::given(&opening, &kit.head)?;
            Ok(OpenKit { content: kit.open(&key)?, head: kit.head })
        })
        .await
    }
}

/// A closed kit from where it is.
fn read(source: &KitSource) -> Result<SealedKit, KitError> {
    match source {
        KitSource::File(path) => SealedKit::parse(&disk::read(path)?),
        KitSource::Codes(text) => codes::kit_of(text),
    }
}

/// Work that keeps a processor or a disk busy, beside the runtime.
async fn beside<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, Problem>
where
    T: Send + 'static,
    E: Into<Problem> + Send + 'static,
{
    match tokio::task::spawn_blocking(|| on_cleared_stack(work)).await {
        Ok(done) => done.map_err(Into::into),
        Err(join) => Err(Problem::new(
            "kit_work_failed",
            "The work on the recovery kit broke off. What was there before is untouched.",
            "Try again.",
        )
        .caused_by(&join)),
    }
}
