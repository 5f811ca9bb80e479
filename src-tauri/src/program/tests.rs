//! The program without its windows: on a real local network in a folder of its own.

mod accounts;
mod bulk;
mod calls;
mod data_keys;
mod gateways;
mod keys;
mod kit;
mod locking;
mod lookup;
#[cfg(target_os = "linux")]
mod memory;
mod networks;
mod settings;

use std::{collections::BTreeMap, fs, path::Path, sync::mpsc, time::Duration};

use pileus_contract::window::{
    FactKind, Job, JobCondition, JobStage, RouteRequest, SealRequest, SettingsRequest, Sheet, Snapshot, Update,
    UploadRequest,
};
use tempfile::TempDir;
use tokio::time::Instant;

use super::*;

/// Longer than anything here takes; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_mins(2);
/// Bytes a second at which 40 MiB take most of a minute to send: what is asked of such an upload finds it running.
const SLOWLY: Option<u64> = Some(4 << 20);
/// How long the program may take to end.
const END: Duration = Duration::from_secs(2);

fn program(home: &Path) -> Program {
    let program = Program::over(Ok(home.join("data"))).unwrap();
    if program.state().phase == Phase::Starting {
        let opened = program.clone();
        program.0.runtime.block_on(async move { opened.open_used().await });
    }
    program
}

fn try_local(program: &Program) -> ShellState {
    program.0.runtime.block_on(program.clone().try_local()).unwrap()
}

fn follow(program: &Program) -> (Snapshot, mpsc::Receiver<Update>) {
    let (tell, told) = mpsc::channel();
    let sink = Box::new(move |update| tell.send(update).is_ok());
    (program.session().unwrap().stream.follow("main", sink), told)
}

fn file(home: &Path, name: &str, length: usize) -> String {
    let path = home.join(name);
    let bytes: Vec<u8> = (0..251).cycle().take(length).collect();
    fs::write(&path, bytes).unwrap();
    path.to_string_lossy().into_owned()
}

fn look_at(program: &Program, path: &str) -> Sheet {
    let paths = vec![path.to_owned()];
    program.0.runtime.block_on(program.on_session(|session| session.look_at(paths))).unwrap()
}

fn upload(program: &Program, path: &str, bucket: &str) -> Job {
    upload_with(program, path, bucket, SealRequest::DataKey { keys: Vec::new() })
}

fn upload_with(program: &Program, path: &str, bucket: &str, seal: SealRequest) -> Job {
    let request = UploadRequest {
        paths: vec![path.to_owned()],
        bucket: bucket.to_owned(),
        seal,
        route: RouteRequest::Direct,
        public_understood: false,
    };
    let mut answer =
        program.0.runtime.block_on(program.on_session(|session| session.upload(request, program.consent()))).unwrap();
    assert_eq!((answer.jobs.len(), answer.refused.len()), (1, 0), "{answer:?}");
    answer.jobs.remove(0)
}

/// Wait for a job that fits; gives it and all updates up to it.
fn wait_for(told: &mpsc::Receiver<Update>, fits: impl Fn(&Job) -> bool) -> (Job, Vec<Update>) {
    let until = Instant::now() + PATIENCE;
    let mut updates: Vec<Update> = Vec::new();
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let update =
            told.recv_timeout(left).unwrap_or_else(|_| panic!("no job came so far; last told: {}", last(&updates)));
        let found = update.jobs.iter().find(|job| fits(job)).cloned();
        updates.push(update);
        if let Some(job) = found {
            return (job, updates);
        }
    }
}

/// How each job was told last.
fn last(updates: &[Update]) -> String {
    let jobs: BTreeMap<_, _> = updates.iter().flat_map(|update| &update.jobs).map(|job| (&job.job, job)).collect();
    let line = |job: &&Job| {
        let problem = job.problem.as_ref().map(|problem| &problem.code);
        format!("{:?} in {:?}, {} of {} bytes, {problem:?}; ", job.condition, job.stage, job.done, job.total)
    };
    jobs.values().map(line).collect()
}

/// Let uploads send so many bytes a second at most.
fn limit_uploads(program: &Program, limit: Option<u64>) {
    let request = SettingsRequest { parallel: 3, upload_limit: limit, download_limit: None, download_folder: None };
    program.0.runtime.block_on(program.clone().set_settings(request, false)).unwrap();
}

fn end(program: &Program) -> Duration {
    let (tell, told) = mpsc::channel();
    let started = Instant::now();
    program.end(move || tell.send(()).unwrap());
    told.recv_timeout(PATIENCE).unwrap();
    started.elapsed()
}

fn is_stored(job: &Job) -> bool {
    job.condition == JobCondition::Finished && job.stage == JobStage::Done
}

#[test]
fn a_first_start_leads_to_a_stored_file_which_the_next_start_shows() {
    let home = TempDir::new().unwrap();
    let first = program(home.path());
    assert_eq!(first.state().phase, Phase::Fresh);
    assert!(!home.path().join("data").exists(), "a first look makes nothing");
    let ready = try_local(&first);
    assert_eq!((ready.phase, ready.problem), (Phase::Ready, None));
    assert!(ready.made.len() >= 4, "{:?}", ready.made);
    let bar = ready.network.unwrap();
    assert!(bar.is_local && bar.connected && bar.free_bytes > 0 && bar.days_left > 0, "{bar:?}");

    let path = file(home.path(), "report.pdf", 300_000);
    let sheet = look_at(&first, &path);
    assert_eq!((sheet.items[0].segments, sheet.totals.territory_bytes, sheet.fits), (1, 96 << 20, true));
    assert!(sheet.fee_known && sheet.fee.parse::<u128>().unwrap() > 0, "{sheet:?}");
    assert_eq!(sheet.buckets, std::slice::from_ref(&sheet.bucket));

    let (snapshot, told) = follow(&first);
    assert!(snapshot.jobs.is_empty());
    let job = upload(&first, &path, &sheet.bucket);
    let (stored, updates) = wait_for(&told, is_stored);
    assert_eq!((stored.lines.as_str(), stored.reported, stored.job), ("oooooooooooo", 12, job.job.clone()));
    let numbers: Vec<_> = updates.iter().map(|update| update.sequence).collect();
    assert_eq!(numbers, (1..=updates.len() as u64).collect::<Vec<_>>());
    let told_kinds: Vec<_> = updates.iter().flat_map(|update| &update.facts).map(|told| told.fact.kind).collect();

    let number = job.job.clone();
    let board = first.0.runtime.block_on(first.on_session(|session| session.board(number))).unwrap();
    assert_eq!((board.segments, board.cells.as_str()), (1, "oooooooooooo"));
    assert!(board.nodes.iter().all(Option::is_some));
    let kinds: Vec<_> = board.timeline.iter().map(|fact| fact.kind).collect();
    assert_eq!(told_kinds, kinds, "the stream and the journal tell the same facts");
    assert_eq!(kinds.iter().filter(|kind| **kind == FactKind::Reported).count(), 12);
    assert!(board.timeline.last().unwrap().data.block.is_some() && kinds.last() == Some(&FactKind::Stored));
    assert!(end(&first) < END);

    let second = program(home.path());
    assert_eq!(second.state().phase, Phase::Ready);
    let (snapshot, _told) = follow(&second);
    assert_eq!((snapshot.jobs.len(), &snapshot.jobs[0].job), (1, &job.job));
    assert!(is_stored(&snapshot.jobs[0]) && snapshot.jobs[0].lines == "oooooooooooo");
    assert!(end(&second) < END);
}

#[test]
fn an_upload_that_the_end_of_the_program_interrupts_is_stored_by_the_next_start() {
    let home = TempDir::new().unwrap();
    let first = program(home.path());
    try_local(&first);
    limit_uploads(&first, SLOWLY);
    let path = file(home.path(), "film.mkv", 40 << 20);
    let (_, told) = follow(&first);
    let job = upload(&first, &path, "films");
    wait_for(&told, |job| job.stage == JobStage::Sending && job.done > 0);
    assert_eq!(first.session().unwrap().quit_question().running, 1);
    assert!(end(&first) < END);

    let second = program(home.path());
    let (snapshot, told) = follow(&second);
    assert_eq!(snapshot.jobs[0].job, job.job);
    assert!(!is_stored(&snapshot.jobs[0]) && snapshot.jobs[0].condition != JobCondition::Paused, "{snapshot:?}");
    limit_uploads(&second, None);
    wait_for(&told, is_stored);
    assert!(end(&second) < END);
}

#[test]
fn a_pause_stays_a_pause_over_a_restart() {
    let home = TempDir::new().unwrap();
    let first = program(home.path());
    try_local(&first);
    limit_uploads(&first, SLOWLY);
    let path = file(home.path(), "film.mkv", 40 << 20);
    let (_, told) = follow(&first);
    let job = upload(&first, &path, "files").job;
    wait_for(&told, |job| job.stage == JobStage::Sending && job.done > 0);
    let number = job.clone();
    first.0.runtime.block_on(first.on_session(|session| session.pause(number))).unwrap();
    wait_for(&told, |job| job.condition == JobCondition::Paused);
    assert!(end(&first) < END);

    let second = program(home.path());
    let (snapshot, told) = follow(&second);
    assert_eq!(snapshot.jobs[0].condition, JobCondition::Paused);
    second.0.runtime.block_on(second.on_session(|session| session.resume(job, None))).unwrap();
    limit_uploads(&second, None);
    wait_for(&told, is_stored);
    assert!(end(&second) < END);
}

#[test]
fn plain_files_need_a_yes_once_for_each_bucket() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    try_local(&program);
    let path = file(home.path(), "poster.txt", 10);
    let store = |understood: bool| {
        let request = UploadRequest {
            paths: vec![path.clone()],
            bucket: "public".to_owned(),
            seal: SealRequest::None,
            route: RouteRequest::Direct,
            public_understood: understood,
        };
        program.0.runtime.block_on(program.on_session(|session| session.upload(request, program.consent())))
    };
    assert_eq!(store(false).unwrap_err().code, "public_not_agreed");
    assert_eq!(store(true).unwrap().jobs.len(), 1);
    assert_eq!(store(false).unwrap().jobs.len(), 1);
    assert!(end(&program) < END);
}

#[test]
fn before_a_network_is_open_everything_says_so() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    let asked = program.0.runtime.block_on(program.on_session(|session| session.pause("x".to_owned())));
    let problem = asked.unwrap_err();
    assert_eq!((problem.code.as_str(), problem.retry), ("network_not_open", true));
}
