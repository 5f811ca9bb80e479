//! A session of its own: bus, home and keyring, in which the test program starts itself again.

use std::{
    collections::HashMap,
    env, fs,
    io::Write as _,
    os::unix::{fs::PermissionsExt as _, net::UnixListener},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use secret_service::{EncryptionType, blocking::SecretService};

/// What opens the keyring of these tests.
const PASSWORD: &str = "of the login keyring";
/// How long the keyring may take to start or to end.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(50);
/// How often the keyring is seen unchanged, a pause between, before it counts as settled.
const UNCHANGED: usize = 3;
/// A bus that starts nothing by itself.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:runtime=yes</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Run one ignored test of this program with a bus and a home of its own, and expect it to pass.
pub(crate) fn with_bus(child: &str) {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("bus.conf");
    fs::write(&config, BUS).unwrap();
    let mut command = Command::new("dbus-run-session");
    command.arg(format!("--config-file={}", config.display())).arg("--").arg(env::current_exe().unwrap());
    run(command, child, home.path());
}

/// The same without any bus.
pub(crate) fn without_bus(child: &str) {
    let home = tempfile::tempdir().unwrap();
    run(Command::new(env::current_exe().unwrap()), child, home.path());
}

/// The same with a bus that takes every call and answers none.
pub(crate) fn with_mute_bus(child: &str) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("bus");
    let _taking_calls = UnixListener::bind(&path).unwrap();
    let mut command = Command::new("env");
    command.arg(format!("DBUS_SESSION_BUS_ADDRESS=unix:path={}", path.display())).arg(env::current_exe().unwrap());
    run(command, child, home.path());
}

fn run(mut command: Command, child: &str, home: &Path) {
    let runtime = home.join("runtime");
    fs::create_dir(&runtime).unwrap();
    fs::set_permissions(&runtime, fs::Permissions::from_mode(0o700)).unwrap();
    command.args(["--ignored", "--exact", child, "--nocapture"]);
    for name in ["DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL"] {
        command.env_remove(name);
    }
    for (name, folder) in [("HOME", "."), ("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config")] {
        command.env(name, home.join(folder));
    }
    let output = command.env("XDG_RUNTIME_DIR", &runtime).output().expect("dbus-run-session can be started");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{child}: {said}");
}

/// The real keyring of GNOME, until it is dropped.
pub(crate) struct GnomeKeyring(Child);

impl GnomeKeyring {
    /// Start it with its login keyring unlocked; the first time makes that keyring.
    pub(crate) fn start() -> Self {
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
        until("the keyring is there", || login_is_locked() == Some(false));
        Self(child)
    }
}

/// Lock the login keyring, as its owner or a screen lock would.
pub(crate) fn lock_login() {
    let service = SecretService::connect(EncryptionType::Plain).unwrap();
    service.get_default_collection().unwrap().lock().unwrap();
    until("the keyring is locked", || login_is_locked() == Some(true));
}

/// The users of the entries that the keyring holds for the program.
pub(crate) fn entries() -> Vec<String> {
    let service = SecretService::connect(EncryptionType::Plain).unwrap();
    let found = service.search_items(HashMap::from([("service", "org.pileus.vault")])).unwrap();
    let items = found.unlocked.iter().chain(&found.locked);
    items.map(|item| item.get_attributes().unwrap()["username"].clone()).collect()
}

/// Wait until the keyring stays as it is: what a killed program asked of it may still be on its way.
pub(crate) fn settle() {
    let (mut before, mut unchanged) = (entries(), 0);
    while unchanged < UNCHANGED {
        thread::sleep(PAUSE);
        let now = entries();
        unchanged = if now == before { unchanged + 1 } else { 0 };
        before = now;
    }
}

impl Drop for GnomeKeyring {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
        until("the keyring is gone", || login_is_locked().is_none());
    }
}

fn login_is_locked() -> Option<bool> {
    SecretService::connect(EncryptionType::Plain).ok()?.get_default_collection().ok()?.is_locked().ok()
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "waited in vain until {what}");
        thread::sleep(PAUSE);
    }
}
