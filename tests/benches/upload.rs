//! What an upload takes: memory above the idle program, reads of the source, and room on the disk; and how soon it can be
//! paused.
//!
//! One process hosts the local network and judges, another one uploads and is measured, so that neither counts for the
//! other. The network then loses eight of its twelve storage nodes, the parity alone must give the file back, and wrong
//! output fails.
//!
//! `PILEUS_BENCH_UPLOAD_MIB` (default 1024) makes it quicker.

#[path = "upload/client.rs"]
mod client;
#[path = "upload/figures.rs"]
mod figures;
#[path = "upload/meter.rs"]
mod meter;
#[path = "upload/open_files.rs"]
mod open_files;
#[path = "upload/pause.rs"]
mod pause;
#[path = "upload/proof.rs"]
mod proof;
#[path = "upload/source.rs"]
mod source;
#[path = "upload/uploader.rs"]
mod uploader;

use std::{
    path::{Path, PathBuf},
    process::{ExitCode, Stdio},
};

use figures::Figures;
use pileus_domain::{ByteCount, Geometry};
use pileus_localnet::{LocalNetwork, Settings};
use tokio::process::Command;

/// Bytes of the file, when nobody wishes otherwise.
///
/// # Units
/// MiB.
const LENGTH: u64 = 1024;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [role, folder, rpc] if role == uploader::ROLE => uploader::main(Path::new(folder), rpc),
        given if given.iter().any(|argument| argument == "--bench") => return judge(),
        _ => println!("not run: benchmarks are run by `cargo bench`"),
    }
    ExitCode::SUCCESS
}

fn judge() -> ExitCode {
    if !meter::is_here() {
        println!("not run: memory and reads are told by /proc, which this system does not have");
        return ExitCode::SUCCESS;
    }
    let wished = std::env::var("PILEUS_BENCH_UPLOAD_MIB").ok().and_then(|value| value.parse().ok());
    let length = ByteCount(wished.unwrap_or(LENGTH).max(1) << 20);
    let folder = tempfile::Builder::new().prefix("pileus-bench-").tempdir().expect("a temporary folder");
    let needed = needed(length);
    if free(folder.path()) < needed {
        println!("not run: needs {needed} of free disk at {}", std::env::temp_dir().display());
        return ExitCode::SUCCESS;
    }
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let good = runtime.block_on(run(&Places::in_folder(folder.path()), length));
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Free disk that one run needs.
///
/// Its sixteen storage nodes declare half of what is free, in equal parts, and each must be able to take its column.
fn needed(length: ByteCount) -> ByteCount {
    /// Room of a node beside the column: what it declares is rounded down, and tags are kept too.
    const SPARE: u64 = 128 << 20;
    let column = (Geometry::CESS.segments(length.0 + pause::LENGTH.0) + 2) * Geometry::CESS.fragment() as u64;
    ByteCount(2 * 16 * (column + SPARE))
}

fn free(folder: &Path) -> ByteCount {
    let disk = rustix::fs::statvfs(folder).expect("a disk that answers");
    ByteCount(disk.f_bavail * disk.f_frsize)
}

/// Where everything lies: all of it goes at the end.
struct Places {
    source: PathBuf,
    data: PathBuf,
    temporary: PathBuf,
    network: PathBuf,
    copy: PathBuf,
}

impl Places {
    fn in_folder(folder: &Path) -> Self {
        let place = |name| folder.join(name);
        std::fs::create_dir(place("temporary")).expect("a folder");
        Self {
            source: place(uploader::SOURCE),
            data: place(uploader::DATA),
            temporary: place("temporary"),
            network: place("network"),
            copy: place("copy"),
        }
    }
}

async fn run(places: &Places, length: ByteCount) -> bool {
    source::write(&places.source, length);
    let network = LocalNetwork::start(Settings::for_tests(&places.network)).await.expect("a local network");
    let figures = upload(places, &network.info().rpc_url).await;
    proof::nothing_is_left(&places.temporary);
    proof::only_the_plan_was_sent(&network, &figures).await;
    let folder = places.source.parent().expect("it lies in a folder");
    let pause = pause::longest(&places.data, &network.info().rpc_url, folder).await;
    proof::parity_gives_the_file_back(&network, &places.data, &figures, &places.source, &places.copy).await;
    network.stop().await;
    figures.report(length, pause)
}

/// Let another process upload, with a folder for temporary files of its own.
async fn upload(places: &Places, rpc: &str) -> Figures {
    let program = std::env::current_exe().expect("our own program");
    let folder = places.source.parent().expect("it lies in a folder");
    let uploader = Command::new(program)
        .args([uploader::ROLE.as_ref(), folder.as_os_str(), rpc.as_ref()])
        .env("TMPDIR", &places.temporary)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .kill_on_drop(true)
        .output();
    let output = uploader.await.expect("our own program runs");
    assert!(output.status.success(), "the uploading process failed: {}", output.status);
    Figures::from_json(&String::from_utf8_lossy(&output.stdout))
}
