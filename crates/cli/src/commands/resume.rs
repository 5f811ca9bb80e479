//! `resume`: go on with transfers that stopped.

use pileus_app::list_jobs;
use pileus_contract::{Answer, JobView};
use pileus_domain::{Condition, JobId, Problem};
use pileus_ports::{JobRecord, Opening, Seal, SecretText, TransferDetails};

use super::{
    attend::{Attended, attend},
    revoke_after,
    upload::tell,
};
use crate::{Exit, args::ResumeArgs, secrets, shell::Shell, wiring::Session};

pub(super) async fn resume(shell: &mut Shell, args: ResumeArgs) -> Result<Exit, Problem> {
    let session = Session::open(shell).await?;
    let exit = resume_over(shell, &session, &args).await;
    session.close().await;
    exit
}

async fn resume_over(shell: &mut Shell, session: &Session, args: &ResumeArgs) -> Result<Exit, Problem> {
    let jobs = wanted(session, args.job).await?;
    if jobs.is_empty() {
        shell.output.notice("Nothing is left to go on with.");
        shell.output.answer(Answer::Jobs { jobs: Vec::new() });
        return Ok(Exit::Done);
    }
    session.home.unlock(shell)?;
    let passphrase = passphrase(shell, args, &jobs)?;
    let transfers = &session.services.transfers;
    let after = transfers.snapshot().await?.sequence;
    for job in &jobs {
        shell.output.name_job(job.id, &JobView::from(job).name);
        transfers.start(job.id, passphrase.clone()).await?;
    }
    let ids: Vec<JobId> = jobs.iter().map(|job| job.id).collect();
    match attend(shell, session, &ids, after).await? {
        Attended::Interrupted => Ok(Exit::Interrupted),
        Attended::Ended(outcomes) => {
            let named = revoke_after::after(shell, session, &outcomes, None).await;
            let exit = tell(shell, &outcomes, Answer::Resume);
            named.map(|()| exit)
        }
    }
}

/// The named job, or every one of this network that is not ended.
async fn wanted(session: &Session, job: Option<JobId>) -> Result<Vec<JobRecord>, Problem> {
    if let Some(job) = job {
        return Ok(vec![session.services.transfers.job(job).await?]);
    }
    let genesis = session.services.identity().genesis;
    let mut jobs = list_jobs(&*session.home.journal).await?;
    jobs.retain(|job| job.is_live() && job.genesis == genesis);
    jobs.reverse();
    Ok(jobs)
}

/// The passphrase, when one of the jobs is known to need one.
fn passphrase(shell: &mut Shell, args: &ResumeArgs, jobs: &[JobRecord]) -> Result<Option<SecretText>, Problem> {
    let file = args.passphrase_file.as_deref();
    let (what, option) = ("Passphrase of the file", "--passphrase-file");
    if file.is_some() || !(jobs.iter().any(needs_passphrase) && shell.prompt.can_ask) {
        return secrets::from_option(shell, file, what, option);
    }
    shell.prompt.secret(what)
}

fn needs_passphrase(job: &JobRecord) -> bool {
    match &job.details {
        TransferDetails::Upload(upload) => upload.seal == Seal::Passphrase,
        TransferDetails::Download(download) => {
            job.condition == Condition::NeedsKey || download.opening == Opening::Cipher
        }
    }
}
