//! What an upload at full speed costs.

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    PROGRAM,
    driver::Window,
    figures::mebibytes,
    processes::Program,
    start::{click, until},
};

/// Bytes of the file, when nobody wishes otherwise.
///
/// # Units
/// MiB.
const LENGTH: u64 = 512;
/// How long the upload may take, in minutes.
const PATIENCE: Duration = Duration::from_mins(30);
/// How often it is asked how far it is: seldom, so that asking does not count.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// A question of the page to the program.
const ASK: &str = "const [command, request, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(command, request).then(done, (refusal) => done({ refusal }));";

/// What the upload cost while its fragments went out.
#[derive(Debug)]
pub(crate) struct Cost {
    /// Part of a core that drew the page.
    pub(crate) page: f64,
    /// Part of a core that everything together took, local network included.
    pub(crate) program: f64,
    /// MiB of the file a second.
    pub(crate) throughput: f64,
}

/// Store a file through the page, and look at its row and its board meanwhile.
pub(crate) async fn cost() -> Cost {
    let window = Window::open().await;
    until(&window, "try-local").await;
    click(&window, "try-local").await;
    until(&window, "drop-zone").await;
    let length = length();
    let file = write(window.desktop().home(), length);
    let sheet = ask(&window, "look_at", json!({ "paths": [file] })).await;
    let request = json!({
        "paths": [file],
        "bucket": sheet["bucket"],
        "seal": { "kind": "dataKey", "keys": [] },
        "route": { "kind": "direct" },
        "publicUnderstood": false,
    });
    let answer = ask(&window, "upload", json!({ "request": request })).await;
    let job = answer["jobs"][0]["job"].as_str().expect("a job was made").to_owned();
    let cost = follow(&window, &job, length).await;
    window.close().await;
    cost
}

/// From the first fragment on its way to the last one.
async fn follow(window: &Window, job: &str, length: u64) -> Cost {
    let program = Program::find(PROGRAM, window.desktop().home());
    until(window, "row").await;
    wait(window, job, &|cells| cells.contains('n')).await;
    let (began, work, page) = (Instant::now(), program.work(), program.page_work());
    wait(window, job, &|cells| !cells.contains(|cell: char| cell == 'e' || cell == 'w' || cell.is_ascii_digit())).await;
    let seconds = began.elapsed().as_secs_f64();
    Cost {
        page: (program.page_work() - page) / seconds,
        program: (program.work() - work) / seconds,
        throughput: mebibytes(length) / seconds,
    }
}

/// Wait until something holds of the cells of a job's board.
async fn wait(window: &Window, job: &str, holds: &dyn Fn(&str) -> bool) {
    let asked = Instant::now();
    loop {
        let board = ask(window, "job_board", json!({ "job": job })).await;
        let cells = board["cells"].as_str().unwrap_or_default();
        if !cells.is_empty() && holds(cells) {
            return;
        }
        assert!(asked.elapsed() < PATIENCE, "the upload does not get on: {cells}");
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

async fn ask(window: &Window, command: &str, request: Value) -> Value {
    let answer = window.page().execute_async(ASK, vec![json!(command), request]).await.expect("the page asks");
    assert!(answer.get("refusal").is_none(), "{command} was refused: {answer}");
    answer
}

fn length() -> u64 {
    let wished = std::env::var("PILEUS_BENCH_WINDOW_MIB").ok().and_then(|value| value.parse().ok());
    wished.unwrap_or(LENGTH).max(64) << 20
}

/// A file in which no two fragments are the same.
fn write(home: &Path, length: u64) -> PathBuf {
    let path = home.join("film.bin");
    let mut file = File::create(&path).expect("room for a file");
    let mut piece = vec![0_u8; 1 << 20];
    for number in 0..length >> 20 {
        piece.chunks_exact_mut(8).enumerate().for_each(|(at, word)| {
            let mixed = (number << 20 | at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            word.copy_from_slice(&(mixed ^ mixed >> 29).to_le_bytes());
        });
        file.write_all(&piece).expect("room for a file");
    }
    path
}
