//! `plan`: what a file would become, without any network.

use std::{ops::ControlFlow, path::Path, sync::Arc};

use pileus_contract::{Answer, PlanView, ProgressView, UpdateView};
use pileus_domain::{ByteCount, FilePlan, JobId, Problem, Stage};
use pileus_pipeline::{Limits, SealKey, SealRequest, inspect_source, plan_source, problem};
use pileus_ports::{Entropy, OsEntropy};
use tokio::sync::{oneshot, watch};

use crate::{
    Exit,
    args::{PlanArgs, SealOption},
    secrets,
    shell::Shell,
    wiring::Home,
};

/// A plan is no job; its progress needs some number.
const NO_JOB: JobId = JobId(0);

pub(super) async fn plan(shell: &mut Shell, args: PlanArgs) -> Result<Exit, Problem> {
    let facts = inspect_source(&args.file)?;
    let seal = seal(shell, &args, facts.name.clone())?;
    shell.output.name_job(NO_JOB, &args.file.display().to_string());
    let Some(plan) = compute(shell, &args.file, seal, facts.length).await? else { return Ok(Exit::Stopped) };
    shell.output.answer(Answer::Plan(PlanView::from(&plan)));
    Ok(Exit::Done)
}

/// Hash the file beside the output; none when the person interrupts.
async fn compute(
    shell: &mut Shell,
    file: &Path,
    seal: Option<SealRequest>,
    length: u64,
) -> Result<Option<FilePlan>, Problem> {
    let (tell, mut told) = watch::channel(0_u64);
    let (finish, mut finished) = oneshot::channel();
    let file = file.to_owned();
    tokio::task::spawn_blocking(move || {
        let entropy: Arc<dyn Entropy> = Arc::new(OsEntropy);
        let mut progress = |done| match tell.send(done) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        };
        let workers = Limits::default().plan_workers;
        let plan = plan_source(&file, seal.as_ref(), &*entropy, workers, &mut progress);
        // Nobody waits any more after an interrupt.
        let _ = finish.send(plan);
    });
    loop {
        tokio::select! {
            biased;
            plan = &mut finished => return Ok(Some(plan.map_err(|e| failed(&e))??)),
            () = shell.interrupts.next() => return Ok(None),
            Ok(()) = told.changed() => {
                let done = ByteCount(*told.borrow_and_update());
                let progress = ProgressView { job: NO_JOB, stage: Stage::Planning, done, total: ByteCount(length) };
                shell.output.update(UpdateView::Progress(progress));
            }
        }
    }
}

fn failed(error: &dyn std::error::Error) -> Problem {
    Problem::new("internal", "A part of Pileus failed. Nothing is lost.", "Try again; please report this.")
        .caused_by(error)
}

fn seal(shell: &mut Shell, args: &PlanArgs, name: Option<String>) -> Result<Option<SealRequest>, Problem> {
    let key = match &args.seal {
        SealOption::None => return Ok(None),
        SealOption::Key(name) => {
            let home = Home::open(shell)?;
            home.unlock(shell)?;
            SealKey::DataKey(home.keystore.data_key(name).map_err(|e| problem::of_keystore(&e))?)
        }
        SealOption::Passphrase => {
            let file = args.passphrase_file.as_deref();
            SealKey::Passphrase(secrets::chosen(shell, file, "Passphrase of the file", "--passphrase-file")?)
        }
    };
    let name = name.ok_or_else(|| problem::name_not_text(&args.file))?;
    let argon2 = Limits::default().argon2;
    let media_type = "application/octet-stream".to_owned();
    Ok(Some(SealRequest { keys: vec![key], name, bucket: String::new(), media_type, argon2 }))
}
