//! Settings and diagnostics, before a network is open and while one is.

use std::thread;

use pileus_contract::window::{ProgramSettings, SettingsRequest};

use super::*;

/// The least limit that can be set, in bytes a second: no fragment of 8 MiB gets through in the time of a test.
const LEAST: u64 = 64 << 10;
/// Long enough for an upload of one segment without a limit.
const LOOK: Duration = Duration::from_secs(6);

fn request(parallel: u32, upload_limit: Option<u64>) -> SettingsRequest {
    SettingsRequest { parallel, upload_limit, download_limit: None, download_folder: None }
}

fn settings(program: &Program) -> ProgramSettings {
    program.0.runtime.block_on(program.clone().settings(false)).unwrap()
}

fn set(program: &Program, request: SettingsRequest) -> Result<ProgramSettings, Problem> {
    program.0.runtime.block_on(program.clone().set_settings(request, false))
}

fn diagnostics(program: &Program) -> String {
    program.0.runtime.block_on(program.clone().diagnostics("x11".to_owned(), "1".to_owned(), false)).unwrap()
}

#[test]
fn settings_are_kept_before_any_network_is_chosen() {
    let home = TempDir::new().unwrap();
    let first = program(home.path());
    assert_eq!(settings(&first).parallel, 3);
    assert!(diagnostics(&first).contains("open: none"));
    assert!(!home.path().join("data").exists(), "looking makes nothing");
    let kept = set(&first, request(5, Some(LEAST))).unwrap();
    assert_eq!((kept.parallel, kept.upload_limit), (5, Some(LEAST)));
    assert_eq!(set(&first, request(0, None)).unwrap_err().code, "setting_parallel");
    assert_eq!(set(&first, request(5, Some(LEAST - 1))).unwrap_err().code, "setting_limit");
    end(&first);
    drop(first);
    assert_eq!(settings(&program(home.path())), kept);
}

#[test]
fn a_limit_holds_an_upload_back_until_it_is_lifted() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    try_local(&program);
    set(&program, request(3, Some(LEAST))).unwrap();
    let path = file(home.path(), "holiday.mkv", 10 << 20);
    let (_, told) = follow(&program);
    let job = upload(&program, &path, "files").job;
    wait_for(&told, |job| job.stage == JobStage::Sending);
    thread::sleep(LOOK);
    let board = program.0.runtime.block_on(program.on_session(|session| session.board(job))).unwrap();
    assert!(!board.cells.contains(['n', 'r', 'o']), "a fragment came through: {}", board.cells);
    set(&program, request(3, None)).unwrap();
    wait_for(&told, is_stored);
    tell_nothing_of_the_person(&program, home.path());
    end(&program);
}

fn tell_nothing_of_the_person(program: &Program, home: &Path) {
    let text = diagnostics(program);
    for fact in ["kind: local", "upload finished: 1", "transfers at a time: 3"] {
        assert!(text.contains(fact), "{fact} is not in\n{text}");
    }
    let bar = program.session().unwrap().stream.bar();
    let home = home.to_string_lossy();
    for own in [&*home, "holiday", bar.account.as_str(), "127.0.0.1", "ws://"] {
        assert!(!text.contains(own), "{own} is in\n{text}");
    }
}
