//! `upload`: from files to stored.

use std::path::{Path, PathBuf};

use pileus_app::{FirstUse, Outcome, Ready, SealChoice, UploadRequest, Wishes, length_to_send};
use pileus_contract::{Answer, Line, RouteView, TransferView};
use pileus_domain::{ByteCount, FidRule, JobId, Problem, Route};
use pileus_pipeline::RunEnd;
use pileus_ports::SecretText;

use super::{
    attend::{Attended, attend, exit_of},
    revoke_after,
};
use crate::{
    Exit,
    args::{self, NodeAllocation, RouteOption, SealOption, UploadArgs, UploadRouteOption},
    output::route,
    problem, secrets,
    shell::Shell,
    wiring::Session,
};

/// The data key that is made when it is missing.
const DEFAULT_KEY: &str = "default";

/// Said before a file goes by a gateway of CD²N.
const EXPERIMENTAL: &str = "Gateways of CD\u{b2}N are experimental. They get files without a seal whose last segment of 32 MiB \
                            holds 8 MiB at most, and give them another FID; what does not fit goes the direct way.";

pub(super) async fn upload(shell: &mut Shell, args: UploadArgs) -> Result<Exit, Problem> {
    if args.name.is_some() && args.paths.len() > 1 {
        return Err(problem::usage("--name goes with a single file."));
    }
    if args.revoke_after && args.route == UploadRouteOption::Chosen(RouteOption::Direct) {
        return Err(problem::usage("--revoke-after goes with --route gateway:NAME or --route auto."));
    }
    lengths(&args)?;
    args::seal_choice(&args.seal)?;
    let session = Session::open(shell).await?;
    let exit = upload_over(shell, &session, &args).await;
    session.close().await;
    exit
}

async fn upload_over(shell: &mut Shell, session: &Session, args: &UploadArgs) -> Result<Exit, Problem> {
    session.home.unlock(shell)?;
    let ready = ready(shell, session, args).await?;
    let seal = args::seal_choice(&args.seal)?;
    let route = route(shell, session, &ready, args).await?;
    let request = |path| request(path, &ready, args, seal.clone(), route.clone());
    let requests: Vec<_> = args.paths.iter().map(|path| request(path)).collect();
    for request in &requests {
        session.services.transfers.check_upload(request)?;
    }
    warn_of_public_files(shell, session, &ready, args).await?;
    let passphrase = passphrase(shell, args)?;
    let mut agreed = None;
    if let (Route::Gateway(gateway), true) = (&route, args.revoke_after) {
        agreed = revoke_after::agree(shell, session, &ready.account.account, gateway).await?;
        if agreed.is_none() {
            return Ok(Exit::Stopped);
        }
    }
    let after = session.services.transfers.snapshot().await?.sequence;
    let mut jobs = Vec::new();
    for request in requests {
        jobs.push(begin(shell, session, request, passphrase.clone()).await?);
    }
    match attend(shell, session, &jobs, after).await? {
        Attended::Interrupted => Ok(Exit::Interrupted),
        Attended::Ended(outcomes) => {
            // What was stored is told, whatever becomes of the gateway.
            let revoked = revoke_after::after(shell, session, &outcomes, agreed.as_ref()).await;
            let exit = tell(shell, &outcomes, Answer::Upload);
            revoked.map(|()| exit)
        }
    }
}

/// Account, territory, bucket and key; what is missing is made and said.
async fn ready(shell: &mut Shell, session: &Session, args: &UploadArgs) -> Result<Ready, Problem> {
    let wishes = Wishes {
        account: shell.globals.account.clone(),
        territory: args.territory.clone(),
        bucket: args.bucket.clone(),
        default_key: args.seal.contains(&SealOption::Key(DEFAULT_KEY.to_owned())),
    };
    let FirstUse { ready, made, .. } = session.services.setup.first_use(&wishes, session.faucet()).await?;
    for sentence in made {
        shell.output.notice(format!("{sentence}."));
    }
    Ok(ready)
}

/// The lengths of the files that are there and can be read.
fn lengths(args: &UploadArgs) -> Result<Vec<ByteCount>, Problem> {
    let length = |path: &PathBuf| pileus_pipeline::inspect_source(path).map(|facts| ByteCount(facts.length));
    args.paths.iter().map(length).collect()
}

/// The way that was asked for, or that is better; by a gateway only where it may act for the account.
async fn route(shell: &mut Shell, session: &Session, ready: &Ready, args: &UploadArgs) -> Result<Route, Problem> {
    let (gateways, account) = (&session.services.gateways, &ready.account.account);
    match &args.route {
        UploadRouteOption::Chosen(RouteOption::Direct) => Ok(Route::Direct),
        UploadRouteOption::Chosen(RouteOption::Gateway(name)) => {
            let route = gateways.route(account, name).await?;
            if route.fid_rule() == FidRule::Flat {
                shell.output.notice(EXPERIMENTAL);
            }
            Ok(route)
        }
        UploadRouteOption::Auto => {
            let sealed = args.seal != [SealOption::None];
            let files: Vec<_> = lengths(args)?.into_iter().map(|length| length_to_send(length, sealed)).collect();
            let advice = gateways.advise(account, &files).await?;
            let view = RouteView::from(&advice);
            let sentence = route::sentence(&view);
            shell.output.line(&Line::Route(view), &sentence);
            Ok(advice.route)
        }
    }
}

fn request(path: &Path, ready: &Ready, args: &UploadArgs, seal: SealChoice, route: Route) -> UploadRequest {
    UploadRequest {
        path: path.to_owned(),
        name: args.name.clone(),
        account: ready.account.account,
        territory: ready.territory.clone(),
        bucket: ready.bucket.name.clone(),
        seal,
        route,
        client_allocation: args.allocation == NodeAllocation::Client,
    }
}

async fn warn_of_public_files(
    shell: &mut Shell,
    session: &Session,
    ready: &Ready,
    args: &UploadArgs,
) -> Result<(), Problem> {
    if args.seal != [SealOption::None] || !session.services.buckets.public_warning_due(&ready.bucket).await? {
        return Ok(());
    }
    let bucket = &ready.bucket.name;
    shell.output.notice(format!(
        "Files without a seal are public: anyone can read what goes to bucket \"{bucket}\" this way, its name included. \
         This is said once for each bucket."
    ));
    Ok(())
}

fn passphrase(shell: &mut Shell, args: &UploadArgs) -> Result<Option<SecretText>, Problem> {
    let file = args.passphrase_file.as_deref();
    match args.seal[..] {
        [SealOption::Passphrase] => {
            secrets::chosen(shell, file, "Passphrase of the file", "--passphrase-file").map(Some)
        }
        _ if file.is_some() => Err(problem::usage("--passphrase-file goes with --seal passphrase.")),
        _ => Ok(None),
    }
}

async fn begin(
    shell: &mut Shell,
    session: &Session,
    request: UploadRequest,
    passphrase: Option<SecretText>,
) -> Result<JobId, Problem> {
    let name = request.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let transfers = &session.services.transfers;
    let created = transfers.create_upload(request).await?;
    let job = created.job.id;
    shell.output.name_job(job, &name);
    if created.joined {
        shell.output.notice(format!("{name}: job {job} stores this file already; it goes on."));
    }
    transfers.start(job, passphrase).await?;
    Ok(job)
}

/// A result for each transfer; those that failed say why.
pub(super) fn tell(shell: &mut Shell, outcomes: &[Outcome], answer: fn(TransferView) -> Answer) -> Exit {
    let mut sorted: Vec<&Outcome> = outcomes.iter().collect();
    // A problem is told last, so that it is the last line.
    sorted.sort_by_key(|outcome| matches!(outcome.end, RunEnd::Failed(_)));
    for outcome in sorted {
        shell.output.answer(answer(TransferView::from(outcome)));
        if let RunEnd::Failed(problem) = &outcome.end
            && shell.output.is_json()
        {
            shell.output.problem(problem);
        }
    }
    exit_of(outcomes)
}
