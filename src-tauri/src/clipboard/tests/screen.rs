//! The clipboard of a real screen, as programs beside each other see it.
//!
//! Each program is a process of its own, as the clipboard of X11 knows programs: this test binary started again, which
//! does what it reads line by line and answers each line.

use std::{
    env,
    io::{self, BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Instant,
};

use arboard::Clipboard;

use super::*;

/// This test binary, also when a newer one took its place meanwhile.
const ITSELF: &str = "/proc/self/exe";
/// Variable that tells such a program apart from a test.
const ASKED: &str = "PILEUS_CLIPBOARD_TEST";
/// What stands before every answer.
const SAYS: &str = "clipboard test: ";
/// The answer of somebody who finds nothing.
const NOTHING: &str = "nothing";
/// How long a secret stays here.
const SHORTLY: Duration = Duration::from_secs(2);
/// Longer than anything here takes; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(30);

/// A screen of its own, without windows; ends with the value.
struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    fn start() -> Self {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "64x64x24", "-nolisten", "tcp"]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = command.spawn().expect("Xvfb is installed");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        assert!(!number.trim().is_empty(), "the screen did not come up");
        Self { server, display: format!(":{}", number.trim()) }
    }

    /// A program on it.
    fn program(&self) -> Neighbour {
        let mut command = Command::new(ITSELF);
        command.args(["--exact", "clipboard::tests::screen::a_program_beside_others", "--ignored", "--nocapture"]);
        command.env("DISPLAY", &self.display).env_remove("WAYLAND_DISPLAY").env(ASKED, "yes");
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (said, told) = (process.stdout.take().unwrap(), process.stdin.take().unwrap());
        Neighbour { process, said: BufReader::new(said), told }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A program on the screen; ends with the value.
struct Neighbour {
    process: Child,
    said: BufReader<ChildStdout>,
    told: ChildStdin,
}

impl Neighbour {
    fn ask(&mut self, what: &str) -> String {
        writeln!(self.told, "{what}").unwrap();
        let mut line = String::new();
        loop {
            line.clear();
            assert!(self.said.read_line(&mut line).unwrap() > 0, "the program ended before it answered {what}");
            if let Some((_, answer)) = line.trim_end().split_once(SAYS) {
                return answer.to_owned();
            }
        }
    }

    /// Read until this is there; how long that took.
    fn reads_until(&mut self, wanted: &str) -> Duration {
        let begun = Instant::now();
        loop {
            let found = self.ask("read");
            if found == wanted {
                return begun.elapsed();
            }
            assert!(begun.elapsed() < PATIENCE, "there is still {found}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
#[ignore = "other tests start it in a process of its own"]
fn a_program_beside_others() {
    if env::var_os(ASKED).is_none() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let clipboard = SecretClipboard::over(SystemBoard::open, Arc::new(SystemClock), SHORTLY);
    let mut own = None;
    for line in io::stdin().lines() {
        let line = line.unwrap();
        let answer = match line.split_once(' ') {
            // What Pileus does.
            Some(("keep", secret)) => {
                runtime.block_on(clipboard.clone().copy(SecretText::new(secret.to_owned()))).unwrap();
                "kept".to_owned()
            }
            // What any other program does; it has to stay for what it copied to be pasted.
            Some(("write", text)) => {
                let own = own.get_or_insert_with(|| Clipboard::new().unwrap());
                own.set_text(text).unwrap();
                "written".to_owned()
            }
            _ if line == "over" => {
                let begun = Instant::now();
                while clipboard.held().copied.is_some() && begun.elapsed() < PATIENCE {
                    std::thread::sleep(Duration::from_millis(20));
                }
                clipboard.held().copied.is_none().to_string()
            }
            _ => Clipboard::new().unwrap().get_text().unwrap_or_else(|_| NOTHING.to_owned()),
        };
        println!("{SAYS}{answer}");
    }
}

#[test]
fn a_secret_is_on_the_clipboard_of_the_screen_and_is_taken_off_in_time() {
    let screen = Screen::start();
    let (mut pileus, mut other) = (screen.program(), screen.program());
    assert_eq!(other.ask("read"), NOTHING);
    let begun = Instant::now();
    pileus.ask("keep gravity lemon anchor");
    assert_eq!(other.ask("read"), "gravity lemon anchor");
    assert!(begun.elapsed() < SHORTLY, "this computer is too slow to tell");
    other.reads_until(NOTHING);
    assert!(begun.elapsed() >= SHORTLY, "it was gone too early: {:?}", begun.elapsed());
    assert_eq!(pileus.ask("over"), "true");
    assert_eq!(screen.program().ask("read"), NOTHING);
}

#[test]
fn what_another_program_copied_meanwhile_stays_on_the_clipboard_of_the_screen() {
    let screen = Screen::start();
    let (mut pileus, mut other, mut third) = (screen.program(), screen.program(), screen.program());
    pileus.ask("keep gravity lemon anchor");
    assert_eq!(third.ask("read"), "gravity lemon anchor");
    other.ask("write a shopping list");
    assert_eq!(third.ask("read"), "a shopping list");
    assert_eq!(pileus.ask("over"), "true", "the secret is due");
    assert_eq!((third.ask("read").as_str(), pileus.ask("read").as_str()), ("a shopping list", "a shopping list"));
}

#[test]
fn a_program_that_is_killed_leaves_no_secret_on_the_clipboard_of_the_screen() {
    let screen = Screen::start();
    let (mut pileus, mut other) = (screen.program(), screen.program());
    pileus.ask("keep gravity lemon anchor");
    assert_eq!(other.ask("read"), "gravity lemon anchor");
    drop(pileus);
    other.reads_until(NOTHING);
}
