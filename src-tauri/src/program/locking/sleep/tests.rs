//! Sleep as logind would announce it, on a bus of its own.

use std::{
    io::{PipeReader, Read as _, pipe},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tempfile::TempDir;
use zbus::{connection::Builder, interface, object_server::SignalEmitter};

use super::*;

/// Longer than anything here takes; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(30);

/// A message bus; ends with the value.
struct Bus {
    daemon: Child,
    folder: TempDir,
}

impl Bus {
    fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let address = format!("--address=unix:path={}", folder.path().join("bus").display());
        let mut daemon = Command::new("dbus-daemon");
        let daemon = daemon.args(["--session", "--nofork", "--nopidfile", &address]).stderr(Stdio::null());
        Self { daemon: daemon.spawn().expect("dbus-daemon is installed"), folder }
    }

    fn join(&self) -> Builder<'static> {
        let address = format!("unix:path={}", self.folder.path().join("bus").display());
        Builder::address(address.as_str())
    }

    async fn until_it_listens(&self) {
        until(async || self.folder.path().join("bus").exists()).await;
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

async fn until(holds: impl AsyncFn() -> bool) {
    let looking = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, looking).await.expect("in time");
}

/// The near ends of what holds sleep up.
type HeldUp = Arc<Mutex<Vec<PipeReader>>>;

struct Logind(HeldUp);

#[interface(name = "org.freedesktop.login1.Manager")]
impl Logind {
    fn inhibit(&self, what: String, who: String, why: String, mode: String) -> OwnedFd {
        assert_eq!([what, who, why, mode], ["sleep", WHO, WHY, "delay"]);
        let (near, far) = pipe().unwrap();
        self.0.lock().unwrap().push(near);
        std::os::fd::OwnedFd::from(far).into()
    }

    #[zbus(signal)]
    async fn prepare_for_sleep(emitter: &SignalEmitter<'_>, start: bool) -> zbus::Result<()>;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_lock_before_the_computer_sleeps_which_waits_for_it() {
    let bus = Bus::start();
    bus.until_it_listens().await;
    let held_up = HeldUp::default();
    let logind = bus.join().name("org.freedesktop.login1");
    let logind = logind.serve_at("/org/freedesktop/login1", Logind(Arc::clone(&held_up))).build().await.unwrap();
    let program = bus.join().build().await.unwrap();
    let locked = AtomicUsize::new(0);
    let guard = follow(&program, async || {
        locked.fetch_add(1, Ordering::SeqCst);
    });
    tokio::select! {
        ended = guard => panic!("nobody listens any more: {ended:?}"),
        () = a_night(&logind, &held_up, &locked) => {}
    }
}

/// The computer goes to sleep, and wakes up.
async fn a_night(logind: &Connection, held_up: &HeldUp, locked: &AtomicUsize) {
    until(async || held_up.lock().unwrap().len() == 1).await;
    let emitter = SignalEmitter::new(logind, "/org/freedesktop/login1").unwrap();
    Logind::prepare_for_sleep(&emitter, true).await.unwrap();
    let mut holding = held_up.lock().unwrap().remove(0);
    let let_go = tokio::task::spawn_blocking(move || holding.read(&mut [0]).unwrap());
    assert_eq!(tokio::time::timeout(PATIENCE, let_go).await.unwrap().unwrap(), 0);
    assert_eq!(locked.load(Ordering::SeqCst), 1, "it slept before the keys were locked");

    Logind::prepare_for_sleep(&emitter, false).await.unwrap();
    until(async || held_up.lock().unwrap().len() == 1).await;
    assert_eq!(locked.load(Ordering::SeqCst), 1, "waking up locks nothing");
}
