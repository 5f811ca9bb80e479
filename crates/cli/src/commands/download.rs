//! `download`: from the network to a file.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use pileus_app::DownloadRequest;
use pileus_contract::Answer;
use pileus_domain::{Capsule, Problem, Route};
use pileus_pipeline::{RunEnd, problem::of_keystore};
use pileus_ports::{KeystoreError, Opening, SecretText};

use super::{
    attend::{Attended, attend},
    upload::tell,
};
use crate::{
    Exit,
    args::{CapsuleOption, DownloadArgs, RouteOption},
    problem, secrets,
    shell::Shell,
    wiring::Session,
};

/// Where a download goes when nothing is named.
const HERE: &str = ".";
/// Most bytes of a file with a capsule that are looked at; its text has less than 200.
const CAPSULE_LIMIT: u64 = 4096;

pub(super) async fn download(shell: &mut Shell, args: DownloadArgs) -> Result<Exit, Problem> {
    let passphrase = passphrase(shell, &args)?;
    let session = Session::open(shell).await?;
    let exit = download_over(shell, &session, &args, passphrase).await;
    session.close().await;
    exit
}

/// A sealed file may open with a data key, so its passphrase is asked for only when none does.
fn passphrase(shell: &mut Shell, args: &DownloadArgs) -> Result<Option<SecretText>, Problem> {
    let (file, option) = (args.passphrase_file.as_deref(), "--passphrase-file");
    if args.cipher {
        return secrets::given(shell, file, "Passphrase that the gateway was given", option).map(Some);
    }
    secrets::from_option(shell, file, "Passphrase of the file", option)
}

/// How the person says that the file is opened.
async fn opening(session: &Session, args: &DownloadArgs) -> Result<Opening, Problem> {
    match &args.capsule {
        Some(CapsuleOption::File(file)) => capsule(file).map(Opening::Capsule),
        Some(CapsuleOption::Gateway(name)) => {
            session.services.gateways.capsule(name, &args.fid).await.map(Opening::Capsule)
        }
        None if args.cipher => Ok(Opening::Cipher),
        None => Ok(Opening::Told),
    }
}

/// A capsule as a gateway hands it out.
fn capsule(file: &Path) -> Result<Capsule, Problem> {
    let mut text = Vec::new();
    let opened = File::open(file).and_then(|file| file.take(CAPSULE_LIMIT).read_to_end(&mut text));
    opened.map_err(|e| problem::of_file(file, "read", &e))?;
    let read = serde_json::from_slice(&text);
    read.map_err(|_| of_keystore(&KeystoreError::BadCapsule("its text is not that of E, V and S")))
}

async fn download_over(
    shell: &mut Shell,
    session: &Session,
    args: &DownloadArgs,
    passphrase: Option<SecretText>,
) -> Result<Exit, Problem> {
    let opening = opening(session, args).await?;
    match opening {
        Opening::Capsule(_) => session.home.unlock(shell)?,
        _ => session.home.unlock_if_possible(shell)?,
    }
    let keys = &session.services.keys;
    let account = match shell.globals.account.as_deref() {
        Some(name) => Some(keys.account(Some(name))?.account),
        None => keys.account(None).ok().map(|entry| entry.account),
    };
    let target = args.out.clone().unwrap_or_else(|| PathBuf::from(HERE));
    let route = match &args.route {
        RouteOption::Direct => Route::Direct,
        RouteOption::Gateway(name) => session.services.gateways.source(name).await?,
    };
    let transfers = &session.services.transfers;
    let mut after = transfers.snapshot().await?.sequence;
    let created = transfers.create_download(DownloadRequest { fid: args.fid, account, target, opening, route }).await?;
    let job = created.job.id;
    shell.output.name_job(job, &args.fid.to_string());
    let mut passphrase = passphrase;
    loop {
        transfers.start(job, passphrase.take()).await?;
        let Attended::Ended(outcomes) = attend(shell, session, &[job], after).await? else {
            return Ok(Exit::Interrupted);
        };
        let asks = !matches!(opening, Opening::Capsule(_))
            && outcomes.iter().any(|outcome| wants_passphrase(&outcome.end))
            && shell.prompt.can_ask;
        if asks && let Some(words) = shell.prompt.secret("Passphrase of the file")? {
            passphrase = Some(words);
            after = transfers.snapshot().await?.sequence;
            continue;
        }
        return Ok(tell(shell, &outcomes, Answer::Download));
    }
}

/// No key at hand opens the file; a passphrase may.
fn wants_passphrase(end: &RunEnd) -> bool {
    match end {
        RunEnd::NeedsKey => true,
        RunEnd::Failed(problem) => {
            matches!(problem.code.as_str(), "wrong_key" | "file_passphrase_wrong" | "wrong_cipher")
        }
        _ => false,
    }
}
