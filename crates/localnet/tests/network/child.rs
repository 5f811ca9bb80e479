//! A host in a process of its own, which other tests start and kill.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use pileus_localnet::{LocalNetwork, Settings};

/// Names the folder for the child.
const FOLDER: &str = "PILEUS_TEST_HOST_FOLDER";
/// What the child says when its network is ready.
const READY: &str = "the network is ready";

/// A host process; it is killed when this is dropped.
pub(super) struct HostProcess(Child);

impl HostProcess {
    /// Start it and wait until its network is ready.
    pub(super) fn start(folder: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "network::child::host_until_killed", "--ignored", "--nocapture"])
            .env(FOLDER, folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.map_while(Result::ok).any(|line| line.contains(READY));
        let process = Self(child);
        assert!(ready, "the child ended before its network was ready");
        process
    }

    /// End it as a power cut of the program would: no goodbye.
    pub(super) fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for HostProcess {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
#[ignore = "other tests run it as a process of its own"]
async fn host_until_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let settings = Settings { nodes: 2, ..Settings::for_tests(folder) };
    let network = LocalNetwork::start(settings).await.unwrap();
    println!("{READY}");
    network.stop_requested().await;
    network.stop().await;
}
