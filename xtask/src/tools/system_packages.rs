//! Packages of the operating system: looked up, said, installed.
//!
//! Deliberately absent: systems other than Debian and its family. There the names are printed and
//! the person installs what corresponds to them.

use std::collections::BTreeSet;
use std::process::Command;

use crate::error::TaskError;
use crate::process;

/// What one kind of work needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Building the command line program.
    Build,
    /// Building and opening the window.
    Window,
    /// Driving the real window on a screen of its own.
    WindowTests,
    /// Driving the pages in a browser.
    BrowserTests,
    /// Keeping keys in the keyring of a desktop, on a bus of its own.
    KeyringTests,
}

impl Need {
    /// The Debian packages for it.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Build => &["build-essential", "pkg-config"],
            Self::Window => &["libwebkit2gtk-4.1-dev", "libdbus-1-dev"],
            Self::WindowTests => &[
                "webkit2gtk-driver",
                "xvfb",
                "xdotool",
                "dbus",
                "libayatana-appindicator3-1",
                "fonts-noto-core",
                "fonts-noto-cjk",
            ],
            Self::BrowserTests => &["chromium", "fonts-noto-core", "fonts-noto-cjk"],
            Self::KeyringTests => &["dbus", "gnome-keyring"],
        }
    }
}

/// Install the packages that are missing, saying which before it is done.
///
/// # Errors
/// [`TaskError::Failed`] when the system's installer fails.
pub(crate) fn install(needs: &[Need]) -> Result<(), TaskError> {
    let wanted = needs.iter().flat_map(|need| need.packages()).copied();
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !process::is_installed("dpkg-query") || !process::is_installed("apt-get") {
        let names: Vec<&str> = wanted.collect();
        eprintln!("Not a Debian system: make sure to have what Debian calls {}", names.join(" "));
        return Ok(());
    }
    let missing: BTreeSet<&str> = wanted.filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!(
        "System packages are missing and will be installed now: {}",
        missing.iter().copied().collect::<Vec<_>>().join(" ")
    );
    process::run(apt_get().args(["update", "--quiet"]))?;
    process::run(apt_get().args(["install", "--yes", "--no-install-recommends"]).args(missing))
}

fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat", "${db:Status-Status}", package]);
    query.output().is_ok_and(|answer| answer.stdout == b"installed")
}

/// The installer, asking nothing, with the rights to install.
fn apt_get() -> Command {
    let mut command = if is_root() {
        Command::new("env")
    } else {
        let mut command = Command::new("sudo");
        command.arg("env");
        command
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    command
}

fn is_root() -> bool {
    let answer = Command::new("id").arg("--user").output();
    answer.is_ok_and(|answer| answer.stdout.trim_ascii() == b"0")
}
