//! A private desktop: a virtual screen, a session bus and a home folder of its own.
//!
//! Invariant: all of it ends with the value. Deliberately absent: a window manager; nothing here
//! needs the keyboard's focus.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::driver::{ask_to_end, wait_for_end};

/// How long the screen and the bus may take to come up, in seconds.
const START: Duration = Duration::from_secs(20);
/// How often it is looked whether they are up, in milliseconds.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// A running desktop.
pub(crate) struct Desktop {
    screen: Child,
    bus: Child,
    display: String,
    home: TempDir,
}

impl Desktop {
    /// Start a desktop and wait until programs can use it.
    pub(crate) fn start() -> Self {
        let home = tempfile::Builder::new().prefix("pileus-window-").tempdir().unwrap();
        let (screen, display) = start_screen();
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--nopidfile"]);
        command.arg(format!("--address={}", bus_address(home.path())));
        settle(&mut command, &display, home.path());
        let bus = command.stderr(Stdio::null()).spawn().expect("dbus-daemon is installed");
        let desktop = Self { screen, bus, display, home };
        desktop.wait_for_bus();
        desktop
    }

    /// What X11 programs call its screen.
    pub(crate) fn display(&self) -> &str {
        &self.display
    }

    /// Where its session bus listens.
    pub(crate) fn bus(&self) -> String {
        bus_address(self.home.path())
    }

    /// Where programs of this desktop keep their data and find the person's files.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Does a program hold this name on the session bus?
    pub(crate) fn name_is_taken(&self, name: &str) -> bool {
        let mut command = Command::new("dbus-send");
        command.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
        command.args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{name}")]);
        let answer = self.host(&mut command).stderr(Stdio::null()).output().expect("dbus-send is installed");
        String::from_utf8_lossy(&answer.stdout).contains("boolean true")
    }

    /// Make `command` a program of this desktop.
    pub(crate) fn host<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        settle(command, &self.display, self.home.path())
    }

    fn wait_for_bus(&self) {
        let started = Instant::now();
        while !self.home.path().join("bus").exists() {
            assert!(started.elapsed() < START, "the session bus did not come up");
            std::thread::sleep(LOOK_AGAIN);
        }
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        for process in [&mut self.bus, &mut self.screen] {
            ask_to_end(process.id());
            wait_for_end(process.id());
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// Start a virtual screen; it chooses a free display number and prints it once it is ready.
fn start_screen() -> (Child, String) {
    let mut screen = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Xvfb is installed");
    let mut number = String::new();
    let output = screen.stdout.take().expect("the output is piped");
    BufReader::new(output).read_line(&mut number).unwrap();
    assert!(!number.trim().is_empty(), "the virtual screen did not come up");
    (screen, format!(":{}", number.trim()))
}

fn bus_address(home: &Path) -> String {
    format!("unix:path={}", home.join("bus").display())
}

/// Set the environment by which programs find their desktop.
fn settle<'a>(command: &'a mut Command, display: &str, home: &Path) -> &'a mut Command {
    command
        .env("DISPLAY", display)
        .env("DBUS_SESSION_BUS_ADDRESS", bus_address(home))
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("LC_ALL", "C.UTF-8")
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1")
        .env_remove("PILEUS_DATA_DIR")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("LANGUAGE")
}
