//! The planning stage: from a file to hashes.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
};

use pileus_codec::{Argon2Cost, Encoder, Envelope, HeaderSpec, Metadata, Sealer};
use pileus_domain::{FidRule, FilePlan, Geometry, Problem, Stage};
use pileus_ports::{Entropy, JobEvent, Seal, SourceStamp, UploadDetails, on_cleared_stack};

use crate::{
    FileSource, SealKey, problem,
    recognise::open_header,
    run::{Run, Stop},
    seal_key::CodecKey,
};

/// A file that is planned and open.
pub(crate) struct Planned {
    pub(crate) source: FileSource,
    pub(crate) stamp: SourceStamp,
    pub(crate) envelope: Envelope,
    pub(crate) plan: FilePlan,
    pub(crate) path: PathBuf,
}

/// How to seal a file that is planned without a job.
#[derive(Debug, Clone)]
pub struct SealRequest {
    /// The keys: each of them opens it alone.
    pub keys: Vec<SealKey>,
    /// The real name.
    pub name: String,
    /// The bucket.
    pub bucket: String,
    /// What kind of content it is.
    pub media_type: String,
    /// How much work it is to try a passphrase.
    pub argon2: Argon2Cost,
}

/// Plan a file without any network. Blocks; progress hears the bytes done and may stop it.
///
/// # Errors
/// A named problem with the file.
pub fn plan_source(
    path: &Path,
    seal: Option<&SealRequest>,
    entropy: &dyn Entropy,
    workers: usize,
    progress: &mut (dyn FnMut(u64) -> ControlFlow<()> + Send),
) -> Result<FilePlan, Problem> {
    let source = FileSource::open(path)?;
    let envelope = match seal {
        None => Envelope::Plain,
        Some(request) => Envelope::Sealed(seal_with(request, source.facts().length, entropy)?),
    };
    refuse_empty(path, &source, &envelope)?;
    let encoder = Encoder::new(Geometry::CESS, &source, &envelope);
    encoder.and_then(|encoder| encoder.plan_with(workers, progress)).map_err(|e| problem::of_encode(path, &e))
}

/// The network cannot keep zero bytes.
pub(crate) fn refuse_empty(path: &Path, source: &FileSource, envelope: &Envelope) -> Result<(), Problem> {
    let plain = matches!(envelope, Envelope::Plain);
    if plain && source.facts().length == 0 { Err(problem::plain_file_is_empty(path)) } else { Ok(()) }
}

fn seal_with(request: &SealRequest, length: u64, entropy: &dyn Entropy) -> Result<Sealer, Problem> {
    let keys: Vec<CodecKey> = request.keys.iter().map(CodecKey::from).collect();
    let spec = HeaderSpec {
        real_length: length,
        metadata: Metadata {
            name: request.name.clone(),
            bucket: request.bucket.clone(),
            media_type: request.media_type.clone(),
        },
        wraps: keys.iter().map(|key| key.wrap(request.argon2)).collect(),
    };
    let mut random = seeded(entropy);
    Sealer::new(Geometry::CESS, &spec, &mut random).map_err(|e| problem::of_seal(&e))
}

/// Numbers for one purpose, from the port.
pub(crate) fn seeded(entropy: &dyn Entropy) -> impl rand::CryptoRng + use<> {
    let mut seed = zeroize::Zeroizing::new([0; 32]);
    entropy.fill(&mut *seed);
    <rand_chacha::ChaCha20Rng as rand::SeedableRng>::from_seed(*seed)
}

impl Run {
    /// The plan: taken from the journal when the file is still the same, else made anew.
    pub(crate) async fn plan(self: &Arc<Self>, keys: &[SealKey]) -> Result<Planned, Stop> {
        let details = self.upload()?;
        let path = crate::path_from_bytes(&details.source);
        let source = FileSource::open(&path)?;
        match (self.pipeline.journal.plan(self.id()).await?, details.stamp) {
            (Some(plan), Some(stamp)) => self.reopen(source, path, plan, stamp, &details, keys).await,
            _ => self.plan_anew(source, path, &details, keys).await,
        }
    }

    async fn reopen(
        self: &Arc<Self>,
        source: FileSource,
        path: PathBuf,
        plan: FilePlan,
        stamp: SourceStamp,
        details: &UploadDetails,
        keys: &[SealKey],
    ) -> Result<Planned, Stop> {
        if let Err(changed) = source.check(&stamp) {
            return Err(self.retire(changed).await);
        }
        let envelope = match self.pipeline.journal.header(self.id()).await? {
            Some(header) => Envelope::Sealed(self.reopen_header(header, &details.seal, keys).await?),
            None => Envelope::Plain,
        };
        Ok(Planned { source, stamp, envelope, plan, path })
    }

    async fn plan_anew(
        self: &Arc<Self>,
        source: FileSource,
        path: PathBuf,
        details: &UploadDetails,
        keys: &[SealKey],
    ) -> Result<Planned, Stop> {
        let envelope = self.envelope(details, source.facts().length, keys).await?;
        refuse_empty(&path, &source, &envelope)?;
        let stamp = source.facts().stamp;
        let (source, envelope, plan) = self.hash(source, envelope, path.clone(), details.fid_rule).await?;
        if let Err(changed) = source.check(&stamp) {
            return Err(self.retire(changed).await);
        }
        self.keep(&plan, &stamp, &envelope).await?;
        Ok(Planned { source, stamp, envelope, plan, path })
    }

    /// A sealed file's header is kept before its first strip is sealed, so that a second start seals the same bytes.
    async fn envelope(&self, details: &UploadDetails, length: u64, keys: &[SealKey]) -> Result<Envelope, Stop> {
        if details.seal == Seal::None {
            return Ok(Envelope::Plain);
        }
        // A header without a plan may have sealed a file that changed meanwhile: its key is not used again.
        // Every key that was named shall open it, so all of them must be at hand.
        if keys.len() < details.seal.fingerprints().count().max(1) {
            return Err(Stop::NeedsKey);
        }
        let request = SealRequest {
            keys: keys.to_vec(),
            name: details.name.clone(),
            bucket: details.bucket.to_string(),
            media_type: details.media_type.clone(),
            argon2: self.pipeline.limits.argon2,
        };
        let entropy = self.pipeline.entropy.clone();
        // The work on a passphrase takes about a second; what it makes is not kept before it is done.
        let sealed = self.race(blocking(move || seal_with(&request, length, entropy.as_ref()))).await??;
        self.pipeline.journal.set_header(self.id(), sealed.header_bytes()).await?;
        Ok(Envelope::Sealed(sealed))
    }

    /// Any of the keys opens a finished header.
    async fn reopen_header(&self, header: Vec<u8>, seal: &Seal, keys: &[SealKey]) -> Result<Sealer, Stop> {
        if keys.is_empty() {
            return Err(Stop::NeedsKey);
        }
        let keys = keys.to_vec();
        let work = blocking(move || Ok(open_header(&header, &keys)));
        let opened = self.race(work).await??;
        match opened {
            Ok(sealer) => Ok(sealer),
            // Somebody typed another passphrase: ask again rather than fail.
            Err(pileus_codec::OpenError::WrongKey) if *seal == Seal::Passphrase => Err(Stop::NeedsKey),
            Err(error) => Err(problem::of_open(&error).into()),
        }
    }

    async fn hash(
        self: &Arc<Self>,
        source: FileSource,
        envelope: Envelope,
        path: PathBuf,
        rule: FidRule,
    ) -> Result<(FileSource, Envelope, FilePlan), Stop> {
        let run = self.clone();
        let total = source.facts().length;
        let work = move || {
            let mut progress = |done: u64| {
                run.progress(Stage::Planning, done, total);
                if run.check().is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            };
            let workers = run.pipeline.limits.plan_workers;
            let encoder = Encoder::new(Geometry::CESS, &source, &envelope);
            let plan = encoder.and_then(|encoder| encoder.named_by(rule).plan_with(workers, &mut progress));
            plan.map(|plan| (source, envelope, plan)).map_err(|e| problem::of_encode(&path, &e))
        };
        // After a pause nobody waits for it: it sees itself that it is to stop.
        self.race(blocking(work)).await?
    }

    async fn keep(&self, plan: &FilePlan, stamp: &SourceStamp, envelope: &Envelope) -> Result<(), Stop> {
        let header = match envelope {
            Envelope::Plain => None,
            Envelope::Sealed(sealer) => Some(sealer.header_bytes()),
        };
        self.pipeline.journal.set_plan(self.id(), plan, header).await?;
        let stamp = *stamp;
        self.change(|job| {
            job.fid = Some(plan.fid);
            if let pileus_ports::TransferDetails::Upload(details) = &mut job.details {
                details.stamp = Some(stamp);
            }
        })
        .await?;
        let segments = u32::try_from(plan.segments.len()).unwrap_or(u32::MAX);
        self.certain(JobEvent::Planned { fid: plan.fid, segments }).await
    }

    /// The source changed: the file key is retired, a resume plans anew under a new one.
    ///
    /// A source that only cannot be read now keeps both: it may come back as it was.
    pub(crate) async fn retire(&self, changed: Problem) -> Stop {
        if !problem::is_change_of_source(&changed) {
            return changed.into();
        }
        let cleared = async {
            self.pipeline.journal.clear_plan(self.id()).await?;
            self.change(|job| {
                job.fid = None;
                job.stage = Stage::Planning;
                if let pileus_ports::TransferDetails::Upload(details) = &mut job.details {
                    details.stamp = None;
                }
            })
            .await
        };
        match cleared.await {
            Ok(()) => changed.into(),
            Err(stop) => stop,
        }
    }
}

/// Run blocking work off the async threads.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Stop> {
    match tokio::task::spawn_blocking(|| on_cleared_stack(work)).await {
        Ok(result) => result.map_err(Stop::from),
        Err(join) => {
            let problem =
                Problem::new("internal", "A part of Pileus failed. Nothing is lost.", "Resume; please report this.");
            Err(problem.retryable().caused_by(&join).into())
        }
    }
}
