//! An upload from wherever it stands to its end.

use std::sync::Arc;

use pileus_domain::{AccountId, CancelChoice, Condition, JobId, Stage};
use pileus_ports::{
    At, Bucket, CatalogueFile, JobEvent, JobRecord, TransactionPurpose, TransferDetails, UploadDetails,
};

use crate::{
    Control, Pipeline, RunEnd, SignerSource, UploadKeys,
    allocate::Assignment,
    confirm::{Confirmed, Watch},
    order::{Standing, standing},
    plan::Planned,
    problem,
    run::{Run, Stop, conclude},
    send::Shipment,
};

impl Pipeline {
    /// Run an upload until it is stored, stopped or failed. What it did is in the journal; call it again to go on.
    pub async fn run_upload(&self, job: JobId, keys: UploadKeys, control: Control) -> RunEnd {
        let record = match self.journal.job(job).await {
            Ok(Some(record)) => record,
            Ok(None) => return RunEnd::Failed(problem::no_job(job)),
            Err(error) => return RunEnd::Failed(problem::of_journal(&error)),
        };
        let run = Run::new(self.clone(), control, record);
        let outcome = upload(&run, keys).await;
        conclude(&run, outcome).await
    }
}

async fn upload(run: &Arc<Run>, UploadKeys { signer, seal }: UploadKeys) -> Result<(), Stop> {
    let account = signer.account();
    note_signed(run).await?;
    run.check()?;
    if run.job().stage == Stage::Done {
        return Ok(());
    }
    if run.job().stage <= Stage::Planning {
        run.enter(Stage::Planning).await?;
    } else {
        run.change(|job| job.condition = Condition::Running).await?;
    }
    let stored_already = run.job().stage == Stage::Deleting;
    if !stored_already {
        let planned = run.plan(&seal).await;
        // The file has a key of its own from here on.
        drop(seal);
        let planned = match planned {
            // What is stored needs neither the source nor its key any more.
            Err(stop) if matches!(stop, Stop::NeedsKey | Stop::Problem(_)) => {
                match confirm_without_source(run, &account).await? {
                    Some(block) => return finish(run, &signer, &account, block).await,
                    None => return Err(stop),
                }
            }
            other => other?,
        };
        let block = store(run, &signer, &account, planned).await?;
        return finish(run, &signer, &account, block).await;
    }
    delete_after(run, &signer).await
}

/// Was an order of this job ever signed? Then a cancel leaves something on the chain.
async fn note_signed(run: &Run) -> Result<(), Stop> {
    let records = run.pipeline.journal.transactions(run.id()).await?;
    if records.iter().any(|r| matches!(r.purpose, TransactionPurpose::Order { .. })) {
        run.mark_signed();
    }
    Ok(())
}

/// With a plan at hand, ask the chain whether nothing is left to send.
async fn confirm_without_source(run: &Run, account: &AccountId) -> Result<Option<pileus_domain::BlockRef>, Stop> {
    if !run.is_signed() {
        return Ok(None);
    }
    let Some(plan) = run.pipeline.journal.plan(run.id()).await? else { return Ok(None) };
    let status = run.ask(|| run.pipeline.chain.file_status(&plan.fid, At::Final)).await?;
    let stored = matches!(standing(&status, &plan, account), Ok(Standing::Stored));
    Ok(stored.then_some(status.at))
}

async fn store(
    run: &Arc<Run>,
    signer: &SignerSource,
    account: &AccountId,
    planned: Planned,
) -> Result<pileus_domain::BlockRef, Stop> {
    let plan = planned.plan.clone();
    let mut shipment = Shipment::new(planned, &run.pipeline.limits);
    if let Some(block) = run.by_gateway(&shipment, signer).await? {
        return Ok(block);
    }
    let mut lost = 0;
    loop {
        run.enter(Stage::Ordering).await?;
        let next = run.order(&plan, &signer.signer()?).await?;
        match ship(run, account, &plan, &mut shipment, next).await? {
            Some(block) => return Ok(block),
            None => lost += 1,
        }
        if lost >= run.pipeline.limits.signatures {
            return Err(problem::order_dropped(&plan.fid).into());
        }
    }
}

/// From an open order to stored; none when the order vanished before it was final.
async fn ship(
    run: &Arc<Run>,
    account: &AccountId,
    plan: &pileus_domain::FilePlan,
    shipment: &mut Shipment,
    mut stage: Stage,
) -> Result<Option<pileus_domain::BlockRef>, Stop> {
    let mut assignment = None;
    let mut watch = Watch::new();
    if stage == Stage::Confirming {
        run.enter(stage).await?;
    }
    loop {
        if stage < Stage::Confirming {
            run.enter(Stage::Allocating).await?;
            let failed = assignment.take().map(|a: Assignment| a.failed).unwrap_or_default();
            assignment = run.allocate(plan, account, failed).await?;
            if let Some(assignment) = &mut assignment {
                run.enter(Stage::Sending).await?;
                run.send(shipment, assignment).await?;
            }
            run.enter(Stage::Confirming).await?;
            watch.restart();
        }
        match run.confirm(plan, account, assignment.as_ref(), &mut watch).await? {
            Confirmed::Stored(block) => return Ok(Some(block)),
            Confirmed::Redrawn => stage = Stage::Allocating,
            Confirmed::Lost => return dropped_or_lost(run, plan).await,
            Confirmed::Silent(columns) => {
                resend(run, plan, shipment, &mut assignment, &columns).await?;
                watch.restart();
                stage = Stage::Confirming;
            }
        }
    }
}

/// An order that was final and is gone was dropped by the chain; otherwise it never was in the chain that won.
async fn dropped_or_lost(run: &Run, plan: &pileus_domain::FilePlan) -> Result<Option<pileus_domain::BlockRef>, Stop> {
    let records = run.pipeline.journal.transactions(run.id()).await?;
    let was_final = records.iter().any(|r| {
        r.purpose == TransactionPurpose::Order { fid: plan.fid }
            && matches!(r.state, pileus_ports::TransactionState::Final { failure: None, .. })
    });
    if was_final { Err(problem::order_dropped(&plan.fid).into()) } else { Ok(None) }
}

/// Columns whose nodes stay silent go to other nodes.
async fn resend(
    run: &Arc<Run>,
    plan: &pileus_domain::FilePlan,
    shipment: &mut Shipment,
    assignment: &mut Option<Assignment>,
    silent: &[pileus_domain::ColumnIndex],
) -> Result<(), Stop> {
    let Some(assignment) = assignment else { return Ok(()) };
    run.enter(Stage::Sending).await?;
    let reported = run.reported(plan).await?;
    for column in reported {
        assignment.columns.remove(&column);
    }
    for &column in silent {
        run.replace(shipment, assignment, column, "no report in time").await?;
    }
    run.send(shipment, assignment).await?;
    run.enter(Stage::Confirming).await
}

async fn finish(
    run: &Arc<Run>,
    signer: &SignerSource,
    account: &AccountId,
    block: pileus_domain::BlockRef,
) -> Result<(), Stop> {
    let details = run.upload()?;
    if run.control.finishes_then_deletes() || details.cancel == Some(CancelChoice::FinishThenDelete) {
        return delete_after(run, signer).await;
    }
    let job = run.job();
    let Some(fid) = job.fid else { return Err(problem::no_job(job.id).into()) };
    catalogue(run, &job, &details, account, fid).await?;
    run.change(|job| {
        job.stage = Stage::Done;
        job.condition = Condition::Finished;
    })
    .await?;
    run.certain(JobEvent::Completed { fid, block: Some(block) }).await
}

async fn catalogue(
    run: &Run,
    job: &JobRecord,
    details: &UploadDetails,
    account: &AccountId,
    fid: pileus_domain::Fid,
) -> Result<(), Stop> {
    let bucket = bucket_of(run, job, details, account).await?;
    let file = CatalogueFile {
        fid,
        genesis: job.genesis,
        account: *account,
        bucket: bucket.id,
        name: details.name.clone(),
        size: job.size,
        media_type: details.media_type.clone(),
        seal: details.seal.clone(),
        added: run.pipeline.clock.now(),
    };
    Ok(run.pipeline.journal.put_file(&file).await?)
}

/// The bucket that was named; made again when it was deleted meanwhile.
async fn bucket_of(run: &Run, job: &JobRecord, details: &UploadDetails, account: &AccountId) -> Result<Bucket, Stop> {
    if let Some(bucket) = find_bucket(run, job, details, account).await? {
        return Ok(bucket);
    }
    let journal = &run.pipeline.journal;
    match journal.create_bucket(&job.genesis, account, &details.territory, &details.bucket).await {
        Ok(bucket) => Ok(bucket),
        // Another job made it in between, or there is another reason.
        Err(error) => find_bucket(run, job, details, account).await?.ok_or_else(|| error.into()),
    }
}

async fn find_bucket(
    run: &Run,
    job: &JobRecord,
    details: &UploadDetails,
    account: &AccountId,
) -> Result<Option<Bucket>, Stop> {
    let buckets = run.pipeline.journal.buckets(&job.genesis, account).await?;
    Ok(buckets.into_iter().find(|b| b.name == details.bucket && b.territory == details.territory))
}

/// Keep the person's choice, so that it holds over a restart.
pub(crate) async fn remember_cancel(run: &Run, choice: CancelChoice) -> Result<(), Stop> {
    run.change(|job| {
        if let TransferDetails::Upload(details) = &mut job.details {
            details.cancel = Some(choice);
        }
    })
    .await
}

async fn delete_after(run: &Arc<Run>, signer: &SignerSource) -> Result<(), Stop> {
    remember_cancel(run, CancelChoice::FinishThenDelete).await?;
    run.enter(Stage::Deleting).await?;
    run.delete(signer.signer()?.as_ref()).await?;
    run.change(|job| job.stage = Stage::Done).await?;
    Err(Stop::Cancel)
}
