//! The program that is looked at: it takes secrets in, uses them, and locks.

use std::{env, fs::File, io};

use pileus_contract::window::SecretKind;
use serde_json::Value;
use tracing_subscriber::EnvFilter;

use super::super::{
    calls::Withdrawn,
    keys::{at_home, code},
    *,
};

/// Variable that names the folder of this program, and asks for it.
pub(super) const FOLDER: &str = "PILEUS_MEMORY_TEST";
/// What stands before every word to the test.
pub(super) const SAYS: &str = "memory test: ";
/// The keys are open and were used.
pub(super) const UNLOCKED: &str = "unlocked";
/// They are locked.
pub(super) const LOCKED: &str = "locked";
/// Name of the data key whose derivation is stopped.
pub(super) const STOPPED: &str = "stopped";
/// File of what it should take in; it is removed at once.
pub(super) const TYPED: &str = "typed.json";
/// File of everything that was logged.
pub(super) const LOG: &str = "program.log";
/// File of every update that a window got, and of what it asked for.
pub(super) const STREAM: &str = "stream.json";

#[test]
#[ignore = "another test starts it in a process of its own"]
fn a_program_that_is_looked_at() {
    let Some(folder) = env::var_os(FOLDER).map(std::path::PathBuf::from) else { return };
    let log = File::create(folder.join(LOG)).unwrap();
    tracing_subscriber::fmt().with_env_filter(EnvFilter::from_default_env()).with_writer(Mutex::new(log)).init();
    let program = program(&folder);
    try_local(&program);
    let (snapshot, told) = follow(&program);
    let take_in = std::thread::spawn({
        let (program, folder) = (program.clone(), folder.clone());
        move || take_in(&program, &folder)
    });
    take_in.join().unwrap();

    let path = file(&folder, "report.pdf", 300_000);
    let job = upload(&program, &path, "files").job;
    let (_, updates) = wait_for(&told, |changed| changed.job == job && is_stored(changed));
    say(UNLOCKED);
    program.0.runtime.block_on(program.clone().lock(false)).unwrap();
    let view = at_home(&program, |place| place.keys(None)).unwrap();
    assert!(view.locked);
    let shown = serde_json::json!([snapshot, updates, view, program.state()]);
    fs::write(folder.join(STREAM), shown.to_string()).unwrap();
    say(LOCKED);
    assert!(end(&program) < END);
}

/// What a person types: on a thread of its own, as commands of pages run on threads that end.
fn take_in(program: &Program, folder: &Path) {
    let path = folder.join(TYPED);
    let mut typed: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    fs::remove_file(path).unwrap();
    let mut take = |name: &str| serde_json::from_value(typed[name].take()).unwrap();
    let (words, seed) = (take("words"), take("seed"));
    at_home(program, |place| place.import_account("words".to_owned(), words, SecretKind::Words)).unwrap();
    at_home(program, |place| place.import_account("seed".to_owned(), seed, SecretKind::Seed)).unwrap();
    let (passphrase, again) = (take("passphrase"), take("again"));
    at_home(program, |place| place.set_keys_passphrase(passphrase)).unwrap();
    program.0.runtime.block_on(program.clone().lock(false)).unwrap();
    at_home(program, |place| place.unlock_keys(Some(again))).unwrap();
    let stopped = take("stopped");
    let derived = at_home(program, |mut place| {
        place.consent = Arc::new(Withdrawn);
        place.derive_data_key(STOPPED.to_owned(), stopped)
    });
    assert_eq!(code(derived), "stopped");
}

/// Say a word to the test, and wait until it has looked.
fn say(word: &str) {
    println!("{SAYS}{word}");
    let mut line = String::new();
    io::stdin().read_line(&mut line).unwrap();
}
