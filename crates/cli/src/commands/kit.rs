//! `kit`: everything that matters, in one file and on paper; and `files`: the catalogue made again.

use std::{
    io::{Read, Write},
    path::Path,
    sync::Arc,
};

use pileus_app::{KitOpening, KitRestored, KitSource, KitSplit, Kits, Rebuilt, RestoreProgress};
use pileus_contract::{Answer, KitDrillView, KitMadeView, KitReportView, KitRestoredView, RebuildView};
use pileus_domain::Problem;
use pileus_ports::SecretText;

use crate::{
    Exit,
    args::{FilesCommand, KitArgs, KitCommand},
    private::new_file,
    problem, secrets,
    shell::Shell,
    wiring::{Home, Session},
};

/// Longest file with the text of codes.
///
/// # Units
/// bytes.
const CODES_LIMIT: u64 = 1 << 20;
/// The option that words come from.
const WORDS_OPTION: &str = "--words-file";

pub(super) async fn kit(shell: &mut Shell, command: KitCommand) -> Result<Exit, Problem> {
    match command {
        KitCommand::Make { out, shares, words_to } => {
            make(shell, &out, shares.map(|shares| shares.0), words_to.as_deref()).await
        }
        KitCommand::Check(args) => check(shell, &args).await,
        KitCommand::Drill(args) => drill(shell, &args).await,
        KitCommand::Restore { kit, offline } => restore(shell, &kit, offline).await,
    }
}

fn kits(home: &Home) -> Kits {
    let (keystore, journal) = (Arc::clone(&home.keystore), Arc::clone(&home.journal));
    Kits::new(keystore, journal, Arc::clone(&home.clock), Arc::clone(&home.entropy))
}

async fn make(
    shell: &mut Shell,
    folder: &Path,
    split: Option<KitSplit>,
    words_to: Option<&Path>,
) -> Result<Exit, Problem> {
    let home = Home::open(shell)?;
    home.unlock(shell)?;
    let words_file = words_to.map(new_file).transpose()?;
    let made = match kits(&home).make(folder, split).await {
        Ok(made) => made,
        Err(problem) => {
            if let Some(path) = words_to {
                // It is empty, and was made a moment ago.
                let _ = std::fs::remove_file(path);
            }
            return Err(problem);
        }
    };
    if let (Some((path, mut file)), Some(words)) = (words_to.zip(words_file), &made.words) {
        let written = writeln!(file, "{}", words.expose()).and_then(|()| file.sync_all());
        written.map_err(|e| problem::of_file(path, "written", &e))?;
    }
    shell.output.answer(Answer::KitMake(KitMadeView::new(&made, split, words_to)));
    Ok(Exit::Done)
}

async fn check(shell: &mut Shell, args: &KitArgs) -> Result<Exit, Problem> {
    let home = Home::open(shell)?;
    let kits = kits(&home);
    let (source, opening) = given(shell, &kits, args).await?;
    let report = kits.check(&source, &opening).await?;
    shell.output.answer(Answer::KitCheck(KitReportView::from(&report)));
    Ok(Exit::Done)
}

async fn drill(shell: &mut Shell, args: &KitArgs) -> Result<Exit, Problem> {
    let home = Home::open(shell)?;
    let kits = kits(&home);
    let (source, opening) = given(shell, &kits, args).await?;
    let session = Session::over(shell, home).await?;
    let drill = tokio::select! {
        drill = kits.drill(&source, &opening, &session.services, &|_| {}) => Some(drill),
        () = shell.interrupts.next() => None,
    };
    session.close().await;
    let Some(drill) = drill else { return Ok(Exit::Stopped) };
    let view = KitDrillView::from(&drill?);
    let exit = if view.passed { Exit::Done } else { Exit::Failed };
    shell.output.answer(Answer::KitDrill(view));
    Ok(exit)
}

/// First what is in the kit, which needs no network; then what the network has beyond it.
async fn restore(shell: &mut Shell, args: &KitArgs, offline: bool) -> Result<Exit, Problem> {
    let home = Home::open(shell)?;
    home.unlock(shell)?;
    let kits = kits(&home);
    let (source, opening) = given(shell, &kits, args).await?;
    let restored = tokio::select! {
        restored = kits.restore(&source, &opening, None, &|_: RestoreProgress| {}) => Some(restored),
        () = shell.interrupts.next() => None,
    };
    let Some(restored) = restored else { return Ok(Exit::Stopped) };
    let mut restored = restored?;
    let named = shell.globals.network.is_some() || home.networks.chosen().await?.is_some();
    if named && !offline {
        ask_network(shell, home, &mut restored).await;
    } else if !offline {
        shell.output.notice(
            "No network was asked. `pileus files rebuild --network NETWORK` finds files that are newer than the kit.",
        );
    }
    shell.output.answer(Answer::KitRestore(KitRestoredView::from(&restored)));
    Ok(Exit::Done)
}

/// A network that does not answer takes nothing back of what was restored.
async fn ask_network(shell: &mut Shell, home: Home, restored: &mut KitRestored) {
    match rebuilt(shell, home, true).await {
        Ok(rebuilt) => restored.rebuilt = rebuilt,
        Err(problem) => restored.rebuild_problem = Some(problem),
    }
}

pub(super) async fn files(shell: &mut Shell, command: FilesCommand) -> Result<Exit, Problem> {
    let FilesCommand::Rebuild = command;
    let home = Home::open(shell)?;
    home.unlock(shell)?;
    let Some(rebuilt) = rebuilt(shell, home, false).await? else { return Ok(Exit::Stopped) };
    shell.output.answer(Answer::FilesRebuild(RebuildView::from(&rebuilt)));
    Ok(Exit::Done)
}

/// What the network knows of the account that is named, or of the default one, or of every account; none when the
/// person stopped it.
async fn rebuilt(shell: &mut Shell, home: Home, every_account: bool) -> Result<Option<Rebuilt>, Problem> {
    let session = Session::over(shell, home).await?;
    let rebuilt = tokio::select! {
        rebuilt = rebuild(shell.globals.account.as_deref(), &session, every_account) => Some(rebuilt),
        () = shell.interrupts.next() => None,
    };
    session.close().await;
    rebuilt.transpose()
}

async fn rebuild(wanted: Option<&str>, session: &Session, every_account: bool) -> Result<Rebuilt, Problem> {
    let (keys, files) = (&session.services.keys, &session.services.files);
    let accounts = if every_account && wanted.is_none() { keys.accounts()? } else { vec![keys.account(wanted)?] };
    let mut all = Rebuilt::default();
    for entry in accounts {
        all.add(files.rebuild(&entry.account, &|_| {}).await?);
    }
    Ok(all)
}

/// The kit that the options name, and what opens it.
async fn given(shell: &mut Shell, kits: &Kits, args: &KitArgs) -> Result<(KitSource, KitOpening), Problem> {
    let source = match (&args.file, &args.codes) {
        (_, Some(codes)) => KitSource::Codes(text_of(codes)?),
        (file, None) => KitSource::File(file.clone().unwrap_or_default()),
    };
    let split = kits.look_at(&source).await?.split;
    let file = args.words_file.as_deref();
    let opening = match split {
        None => KitOpening::Words(secrets::given(shell, file, "Words of the recovery kit", WORDS_OPTION)?),
        Some(split) => KitOpening::Shares(shares(shell, file, split)?),
    };
    Ok((source, opening))
}

/// As many shares as it takes, one a line; a file may have more.
fn shares(shell: &mut Shell, file: Option<&Path>, split: KitSplit) -> Result<Vec<SecretText>, Problem> {
    let what = |number: u8| format!("Words of share {number} of {} that are needed", split.needed());
    if let Some(file) = file.filter(|file| !secrets::is_standard_input(file)) {
        return secrets::lines(file, KitSplit::MOST.into(), &what(1), WORDS_OPTION);
    }
    (1..=split.needed()).map(|number| secrets::given(shell, file, &what(number), WORDS_OPTION)).collect()
}

fn text_of(path: &Path) -> Result<String, Problem> {
    let mut text = String::new();
    let opened = std::fs::File::open(path).and_then(|file| file.take(CODES_LIMIT).read_to_string(&mut text));
    opened.map(|_| text).map_err(|e| problem::of_file(path, "read", &e))
}
