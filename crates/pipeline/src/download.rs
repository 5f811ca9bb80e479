//! A download from the chain's record to a whole file on disk.

use std::sync::Arc;

use pileus_codec::{OpenError, PieceOpener, is_fid_of, is_sealed};
use pileus_domain::{
    ByteCount, Condition, ContentHash, Fid, FileRecord, FileState, Geometry, JobId, Route, SegmentIndex, SegmentRecord,
    Stage,
};
use pileus_ports::{At, DownloadDetails, JobEvent, Opening, SecretBytes, TransferDetails};

use crate::{
    Control, DownloadKeys, Pipeline, RunEnd, SealKey,
    arriving::{Arriving, Rest},
    content::{Closed, Content, Front, Refusal},
    fetch::{AddressBook, Fetcher},
    fetched::Fetched,
    plan::blocking,
    problem,
    run::{Run, Stop, conclude},
    target::Target,
};

impl Pipeline {
    /// Run a download until it is written, stopped or failed. Keys are tried in their order.
    pub async fn run_download(&self, job: JobId, keys: impl Into<DownloadKeys>, control: Control) -> RunEnd {
        let record = match self.journal.job(job).await {
            Ok(Some(record)) => record,
            Ok(None) => return RunEnd::Failed(problem::no_job(job)),
            Err(error) => return RunEnd::Failed(problem::of_journal(&error)),
        };
        let TransferDetails::Download(details) = record.details.clone() else {
            return RunEnd::Failed(problem::wrong_kind());
        };
        let path = crate::path_from_bytes(&details.target);
        let run = Run::new(self.clone(), control, record);
        let outcome = download(&run, keys.into(), &path, details.opening).await;
        if matches!(outcome, Err(Stop::Cancel)) {
            Target::discard(&path, job);
        }
        conclude(&run, outcome).await
    }
}

async fn download(run: &Arc<Run>, keys: DownloadKeys, path: &std::path::Path, opening: Opening) -> Result<(), Stop> {
    let fid = run.job().fid.ok_or_else(|| problem::no_job(run.id()))?;
    if run.job().stage == Stage::Done {
        return Ok(());
    }
    run.enter(Stage::Fetching).await?;
    let file = run.readable_file(&fid).await?;
    run.tell_plan(&file, fid).await?;
    let target = Arc::new(Target::open(path, run.id())?);
    let book = AddressBook::default();
    let fetcher = Fetcher {
        chain: run.pipeline.chain.as_ref(),
        nodes: run.pipeline.nodes.as_ref(),
        limits: &run.pipeline.limits,
        book: &book,
        fid,
        run: Some(run.as_ref()),
    };
    run.expect(file.file_size.0);
    let first = run.segment(&fetcher, &file, SegmentIndex(0), first_segment(&file, &fid)?).await?;
    let arriving = Arc::new(run.race(arriving_of(&first, &file, opening, keys)).await??);
    note_content(run, &arriving).await?;
    write_all(run, &fetcher, &file, first, arriving.clone(), &target).await?;
    let length = arriving.length();
    let Ok(target) = Arc::try_unwrap(target) else { return Err(problem::wrong_kind().into()) };
    blocking(move || target.finish(length)).await?;
    run.change(|job| {
        job.stage = Stage::Done;
        job.condition = Condition::Finished;
    })
    .await?;
    run.certain(JobEvent::Completed { fid, block: None }).await
}

fn first_segment<'a>(file: &'a FileRecord, fid: &Fid) -> Result<&'a pileus_domain::SegmentRecord, Stop> {
    file.segments.first().ok_or_else(|| problem::fid_mismatch(fid).into())
}

impl Run {
    /// A whole segment: from the gateway that the job names, while it gives what the chain says, else from storage nodes.
    async fn segment(
        &self,
        fetcher: &Fetcher<'_>,
        file: &FileRecord,
        index: SegmentIndex,
        record: &SegmentRecord,
    ) -> Result<Vec<u8>, Stop> {
        let TransferDetails::Download(DownloadDetails { route: Route::Gateway(gateway), .. }) = self.job().details
        else {
            return self.race(fetcher.segment(index, record)).await?.map_err(Stop::from);
        };
        match self.race(self.read_segment(&gateway, &fetcher.fid, file, index, record)).await? {
            Ok(segment) => Ok(segment),
            Err(problem) => {
                self.give_up(&gateway, problem, None).await?;
                self.race(fetcher.segment(index, record)).await?.map_err(Stop::from)
            }
        }
    }

    /// The chain's record is the plan of a download; it is told once a job.
    async fn tell_plan(&self, file: &FileRecord, fid: Fid) -> Result<(), Stop> {
        match self.job().details {
            TransferDetails::Download(DownloadDetails { sealed: None, .. }) => {
                let segments = u32::try_from(file.segments.len()).unwrap_or(u32::MAX);
                self.certain(JobEvent::Planned { fid, segments }).await
            }
            _ => Ok(()),
        }
    }

    /// Keep which fragments a written segment came from.
    async fn keep_fetched(&self, fetched: &mut Fetched, segment: SegmentIndex) -> Result<(), Stop> {
        fetched.add(segment.0, &self.columns_held(segment));
        Ok(self.pipeline.journal.set_setting(&Fetched::key(self.id()), &fetched.to_text()).await?)
    }

    /// The file's record in a final block, readable and consistent with its name.
    async fn readable_file(&self, fid: &Fid) -> Result<FileRecord, Stop> {
        let status = self.ask(|| self.pipeline.chain.file_status(fid, At::Final)).await?;
        match (status.file, status.deal) {
            (Some(file), _) => Ok(checked(file, fid)?),
            (None, Some(deal)) => Err(problem::still_uploading(fid, deal.reported.len()).into()),
            (None, None) => Err(problem::file_unknown(fid).into()),
        }
    }
}

/// Check what the chain itself does not: that segments belong to the FID, and sizes to each other.
///
/// # Source
/// protocol §2.5, §4.8.
pub(crate) fn checked(file: FileRecord, fid: &Fid) -> Result<FileRecord, pileus_domain::Problem> {
    if file.state != FileState::Active {
        return Err(problem::file_not_active(fid, file.state));
    }
    let hashes: Vec<ContentHash> = file.segments.iter().map(|s| s.hash).collect();
    let capacity = Geometry::CESS.segment() as u64 * hashes.len() as u64;
    let twelve = file.segments.iter().all(|s| s.fragments.len() == Geometry::CESS.total());
    if is_fid_of(fid, &hashes) && twelve && file.file_size.0 <= capacity {
        Ok(file)
    } else {
        Err(problem::fid_mismatch(fid))
    }
}

/// What the first segment and the person tell of how the file is stored, opened with the first key that fits.
async fn arriving_of(first: &[u8], file: &FileRecord, opening: Opening, keys: DownloadKeys) -> Result<Arriving, Stop> {
    // A header of ours counts before everything else.
    if matches!(opening, Opening::Capsule(_)) && !is_sealed(first) {
        return pieces_of(first, file.file_size.0, keys.pieces).await.map(Arriving::Pieces);
    }
    content_of(Front::of(first, file, opening), keys.seal).await.map(Arriving::Single)
}

/// The first piece, which lies wholly in the first segment, tells the key.
async fn pieces_of(first: &[u8], stored: u64, keys: Vec<SecretBytes>) -> Result<PieceOpener, Stop> {
    if keys.is_empty() {
        return Err(Stop::NeedsKey);
    }
    let first = first.to_vec();
    blocking(move || {
        for key in keys {
            let opener = PieceOpener::new(*key.expose(), stored).map_err(|e| problem::of_piece(&e))?;
            let there = usize::try_from(opener.stored(0).end).unwrap_or(usize::MAX).min(first.len());
            if opener.open(0, &mut first[..there].to_vec()).is_ok() {
                return Ok(opener);
            }
        }
        Err(problem::capsule_wrong())
    })
    .await
}

async fn content_of(front: Front, keys: Vec<SealKey>) -> Result<Content, Stop> {
    let opened = blocking(move || Ok(front.open(&keys))).await?;
    opened.map_err(|closed| match closed {
        Closed::Refused(Refusal::PassphraseMissing | Refusal::NoKey) => Stop::NeedsKey,
        Closed::Refused(Refusal::PassphraseWrong) => problem::file_passphrase_wrong().into(),
        Closed::Refused(Refusal::WrongKey) => problem::of_open(&OpenError::WrongKey).into(),
        Closed::Sealed(error) => problem::of_open(&error).into(),
        Closed::Cipher(error) => problem::of_cipher(&error).into(),
    })
}

async fn note_content(run: &Run, arriving: &Arriving) -> Result<(), Stop> {
    let sealed = arriving.needs_key();
    let length = arriving.length();
    run.change(|job| {
        job.size = ByteCount(length);
        if let TransferDetails::Download(details) = &mut job.details {
            details.sealed = Some(sealed);
        }
    })
    .await
}

/// Segments one after the other; those that an earlier run wrote and synced are not fetched again.
async fn write_all(
    run: &Arc<Run>,
    fetcher: &Fetcher<'_>,
    file: &FileRecord,
    first: Vec<u8>,
    arriving: Arc<Arriving>,
    target: &Arc<Target>,
) -> Result<(), Stop> {
    let total = arriving.length();
    let key = format!("download/{}/segments", run.id());
    let written = resume_point(run, &key, target).await?;
    let kept = run.pipeline.journal.setting(&Fetched::key(run.id())).await?;
    let mut fetched = kept.map(|text| Fetched::parse(&text)).unwrap_or_default();
    match written {
        0 => run.expect(total),
        _ => run.settle(Stage::Fetching, arriving.written(written), total),
    }
    let (mut first, mut before) = (Some(first), None);
    for (index, record) in (0u32..).map(SegmentIndex).zip(&file.segments) {
        if index.0 < written {
            continue;
        }
        let rest = match before.take() {
            None if arriving.needs_rest(index) => rest_before(run, fetcher, file, index, &arriving).await?,
            before => before.unwrap_or_default(),
        };
        let segment = match first.take() {
            Some(first) if index.0 == 0 => first,
            _ => run.segment(fetcher, file, index, record).await?,
        };
        // Nobody waits for the end of this after a pause: a later run writes the same bytes to the same place.
        before = Some(run.race(write_segment(index, rest, segment, arriving.clone(), target.clone())).await??);
        run.keep_fetched(&mut fetched, index).await?;
        run.pipeline.journal.set_setting(&key, &(index.0 + 1).to_string()).await?;
        run.settle(Stage::Fetching, arriving.written(index.0 + 1), total);
        run.check()?;
    }
    Ok(())
}

/// The end of the segment before, which an earlier run wrote without what was not whole yet.
async fn rest_before(
    run: &Arc<Run>,
    fetcher: &Fetcher<'_>,
    file: &FileRecord,
    index: SegmentIndex,
    arriving: &Arriving,
) -> Result<Rest, Stop> {
    let Some(before) = index.0.checked_sub(1) else { return Ok(Rest::default()) };
    let record = file.segments.get(before as usize).ok_or_else(|| problem::fid_mismatch(&fetcher.fid))?;
    let segment = run.segment(fetcher, file, SegmentIndex(before), record).await?;
    Ok(arriving.rest(SegmentIndex(before), &segment))
}

async fn resume_point(run: &Run, key: &str, target: &Target) -> Result<u32, Stop> {
    if target.length() == 0 {
        return Ok(0);
    }
    let kept = run.pipeline.journal.setting(key).await?;
    Ok(kept.and_then(|text| text.parse().ok()).unwrap_or(0))
}

/// Open and write one segment.
async fn write_segment(
    index: SegmentIndex,
    rest: Rest,
    segment: Vec<u8>,
    arriving: Arc<Arriving>,
    target: Arc<Target>,
) -> Result<Rest, Stop> {
    blocking(move || {
        let rest = arriving.write(index, rest, segment, &target)?;
        target.sync()?;
        Ok(rest)
    })
    .await
}
