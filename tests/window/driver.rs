//! One window of the desktop program under the control of WebKitWebDriver.
//!
//! Invariant: the driver, and the program that it started, end before the desktop they run on.

use std::net::{TcpListener, TcpStream};
use std::ops::Range;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::desktop::Desktop;

/// How long the driver may take to listen, in seconds.
const DRIVER_START: Duration = Duration::from_secs(20);
/// How long the program may take to show its window, in minutes; the driver itself waits for ever.
const WINDOW_START: Duration = Duration::from_mins(1);
/// How long the program may take to end, in seconds.
const PROGRAM_END: Duration = Duration::from_secs(10);
/// Where the driver may listen.
const PORTS: Range<u16> = 20_000..30_000;
/// How many of those ports are tried.
const MOST_PORTS: usize = 100;
/// How often a state is looked at, in milliseconds.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// The name by which a program keeps a second one from starting.
const SINGLE_INSTANCE: &str = "org.pileus.desktop.SingleInstance";

/// The main window, open and under control.
pub(crate) struct Window {
    page: Client,
    // Fields are dropped in this order: first the driver and the program, then their desktop.
    driver: Driver,
    desktop: Arc<Desktop>,
}

impl Window {
    /// Start a desktop, a driver on it and the program; wait for its window.
    pub(crate) async fn open() -> Self {
        Self::open_on(Arc::new(Desktop::start())).await
    }

    /// Start a driver and the program on a desktop that is there already; wait for its window.
    pub(crate) async fn open_on(desktop: Arc<Desktop>) -> Self {
        let driver = Driver::start(&desktop);
        let options = json!({ "binary": env!("CARGO_BIN_EXE_pileus-desktop"), "args": [] });
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities([("webkitgtk:browserOptions".to_owned(), options)].into_iter().collect());
        let address = format!("http://127.0.0.1:{}", driver.port);
        let page = tokio::time::timeout(WINDOW_START, builder.connect(&address))
            .await
            .expect("the window did not come up")
            .expect("the driver takes control of the window");
        Self { page, driver, desktop }
    }

    /// The desktop that the window is on.
    pub(crate) fn desktop(&self) -> &Arc<Desktop> {
        &self.desktop
    }

    /// Kill the program, as a crash would: it hears nothing of it. The desktop stays.
    pub(crate) fn kill(self) -> Arc<Desktop> {
        for program in children(self.driver.process.id()) {
            let _ = Command::new("kill").args(["-KILL", &program.to_string()]).stderr(Stdio::null()).status();
            wait_for_end(program);
        }
        let desktop = Arc::clone(&self.desktop);
        drop(self);
        desktop.wait_for_leave();
        desktop
    }

    /// Wait until the program has ended by itself; gives how long that took. The desktop stays.
    pub(crate) fn wait_for_program(self) -> (Arc<Desktop>, Duration) {
        let asked = Instant::now();
        for program in children(self.driver.process.id()) {
            wait_for_end(program);
        }
        let took = asked.elapsed();
        let desktop = Arc::clone(&self.desktop);
        drop(self);
        desktop.wait_for_leave();
        (desktop, took)
    }

    /// The process of the program.
    pub(crate) fn program(&self) -> u32 {
        children(self.driver.process.id()).first().copied().expect("the driver started the program")
    }

    /// The page in the window.
    pub(crate) fn page(&self) -> &Client {
        &self.page
    }

    /// Close the window, then end all that was started for it.
    pub(crate) async fn close(self) {
        self.page.clone().close().await.expect("the driver closes the window");
    }
}

impl Desktop {
    /// Wait until the session bus has noticed that the program is gone.
    fn wait_for_leave(&self) {
        let asked = Instant::now();
        while self.name_is_taken(SINGLE_INSTANCE) {
            assert!(asked.elapsed() < PROGRAM_END, "the program is still there");
            std::thread::sleep(LOOK_AGAIN);
        }
    }
}

/// A running WebKitWebDriver.
struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    fn start(desktop: &Desktop) -> Self {
        let port = free_port();
        let mut command = Command::new("WebKitWebDriver");
        command.args([format!("--port={port}"), "--host=127.0.0.1".to_owned()]);
        command.env("TAURI_WEBVIEW_AUTOMATION", "true").stdout(Stdio::null());
        let process = desktop.host(&mut command).spawn().expect("WebKitWebDriver is installed");
        let driver = Self { process, port };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < DRIVER_START, "the driver did not come up");
            std::thread::sleep(LOOK_AGAIN);
        }
        driver
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let programs = children(self.process.id());
        let _ = self.process.kill();
        let _ = self.process.wait();
        let ending = Instant::now();
        for program in programs {
            let _ = Command::new("kill").arg(program.to_string()).stderr(Stdio::null()).status();
            while is_alive(program) && ending.elapsed() < PROGRAM_END {
                std::thread::sleep(LOOK_AGAIN);
            }
        }
    }
}

/// A port on loopback that nobody listened on a moment ago.
///
/// It lies below the range that systems draw the near ends of connections from: while the driver
/// is not up yet, a connection to a port of that range may find itself as its own far end.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(std::process::id() % u32::from(PORTS.end - PORTS.start)).unwrap_or(0);
    let mut candidates = std::iter::repeat_with(|| {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        PORTS.start + first.wrapping_add(step) % (PORTS.end - PORTS.start)
    });
    let free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    candidates.by_ref().take(MOST_PORTS).find(free).expect("a free port on loopback")
}

/// The process ids that `parent` has started and not yet taken leave of.
fn children(parent: u32) -> Vec<u32> {
    let list = std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children"));
    list.unwrap_or_default().split_whitespace().filter_map(|id| id.parse().ok()).collect()
}

/// Send a process the signal by which it may still clean up.
pub(crate) fn ask_to_end(process: u32) {
    let _ = Command::new("kill").arg(process.to_string()).stderr(Stdio::null()).status();
}

/// Wait until a process has ended, but not for ever.
pub(crate) fn wait_for_end(process: u32) {
    let ending = Instant::now();
    while is_alive(process) && ending.elapsed() < PROGRAM_END {
        std::thread::sleep(LOOK_AGAIN);
    }
}

fn is_alive(process: u32) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{process}/stat"));
    state.is_ok_and(|state| !state.contains(") Z "))
}
