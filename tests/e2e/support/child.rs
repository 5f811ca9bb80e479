//! Parts that are played in a process of their own: this test program, started again.

use std::{
    env,
    ffi::{OsStr, OsString},
    io::{BufRead, BufReader, Lines},
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    sync::Arc,
};

use pileus_cli::{Io, run};
use pileus_domain::{ByteCount, CancelChoice, JobId};
use pileus_pipeline::control;
use serde_json::Value as Json;

use super::{At, Desk, Moment, moment::Acts};

/// Names the part.
const ROLE: &str = "PILEUS_STORY_ROLE";
/// The data folder.
const FOLDER: &str = "PILEUS_STORY_FOLDER";
/// Where the chain answers.
const URL: &str = "PILEUS_STORY_URL";
/// The job that is run.
const JOB: &str = "PILEUS_STORY_JOB";
/// The moment at which the process kills itself.
const MOMENT: &str = "PILEUS_STORY_MOMENT";
/// Cancel the job once its order is signed.
const CANCEL: &str = "PILEUS_STORY_CANCEL";
/// Bytes a second that leave for gateways.
const PACE: &str = "PILEUS_STORY_PACE";
/// Arguments of the command line, one a line.
const ARGUMENTS: &str = "PILEUS_STORY_ARGUMENTS";
/// Most bytes that a file of the process may have.
const FILE_LIMIT: &str = "PILEUS_STORY_FILE_LIMIT";
/// What comes after it on standard output is the part's own.
const CURTAIN: &str = "the curtain rises";
/// Stack of the command line's thread: as much as a program's first thread usually has.
///
/// # Units
/// bytes.
const STACK: usize = 8 * 1024 * 1024;

/// A part in a process of its own.
pub(crate) struct Role(Command);

/// What an upload in a process of its own came to.
pub(crate) struct Played {
    /// How the process ended.
    pub(crate) status: ExitStatus,
    /// The code of the run's end, if the process lived to see it.
    pub(crate) end: Option<String>,
}

impl Role {
    fn new(name: &str) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "support::child::play_a_part", "--ignored", "--nocapture"]).env(ROLE, name);
        Self(command)
    }

    /// Run an upload job of a data folder that nobody else has open.
    pub(crate) fn upload(folder: &Path, url: &str, job: JobId) -> Self {
        let mut role = Self::new("upload");
        role.0.env(FOLDER, folder).env(URL, url).env(JOB, job.to_string());
        role
    }

    /// It kills itself at this moment.
    pub(crate) fn killed_at(mut self, moment: Moment) -> Self {
        self.0.env(MOMENT, moment.name());
        self
    }

    /// It is told to finish and delete once its order is signed.
    pub(crate) fn cancelled(mut self) -> Self {
        self.0.env(CANCEL, "1");
        self
    }

    /// No more than so many bytes a second leave for gateways.
    pub(crate) fn at_pace(mut self, bytes: u64) -> Self {
        self.0.env(PACE, bytes.to_string());
        self
    }

    /// No file of it may have more bytes.
    pub(crate) fn with_file_limit(mut self, bytes: u64) -> Self {
        self.0.env(FILE_LIMIT, bytes.to_string());
        self
    }

    /// Play it to its end, without holding up the network of this process.
    pub(crate) async fn play(mut self) -> Played {
        self.0.stdin(Stdio::null()).stderr(Stdio::inherit());
        let output = tokio::task::spawn_blocking(move || self.0.output().unwrap()).await.unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let end = own_part(&text).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty());
        Played { status: output.status, end }
    }
}

/// The command line as a process.
pub(crate) struct Program(Command);

impl Program {
    /// `pileus` with its options of every command and these arguments.
    pub(crate) fn new<A: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = A>) -> Self {
        let mut all = OsString::from("pileus\n--json\n--data-dir\n");
        all.push(folder);
        for argument in arguments {
            all.push("\n");
            all.push(argument);
        }
        let mut role = Role::new("program");
        role.0.env(ARGUMENTS, all);
        Self(role.0)
    }

    /// Start it, and hear what it prints.
    pub(crate) fn start(mut self) -> Running {
        let mut child = self.0.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.by_ref().any(|line| line.unwrap().contains(CURTAIN)), "the program did not begin");
        Running { child, lines }
    }

    /// Run it to its end.
    pub(crate) async fn run(mut self) -> Ended {
        self.0.stdin(Stdio::null());
        let output = tokio::task::spawn_blocking(move || self.0.output().unwrap()).await.unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        Ended {
            code: output.status.code().expect("it was not killed"),
            lines: own_part(&text).unwrap_or_default().lines().map(json).collect(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// A program that runs; it is killed when this is dropped.
pub(crate) struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    /// The next line that it prints.
    pub(crate) fn line(&mut self) -> Option<Json> {
        self.lines.next().map(|line| json(&line.unwrap()))
    }

    /// As `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// As Ctrl-C on a terminal.
    pub(crate) fn interrupt(&self) {
        use rustix::process::{Pid, Signal, kill_process};
        kill_process(Pid::from_child(&self.child), Signal::INT).unwrap();
    }

    /// Wait for its end.
    pub(crate) fn wait(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a program left behind.
pub(crate) struct Ended {
    /// Its exit code.
    pub(crate) code: i32,
    /// One object a line.
    pub(crate) lines: Vec<Json>,
    /// What it said beside them.
    pub(crate) err: String,
}

impl Ended {
    /// The last line, of a program that ended well.
    pub(crate) fn result(&self) -> &Json {
        let Self { code, lines, err } = self;
        assert_eq!(*code, 0, "{err}{lines:#?}");
        let last = lines.last().expect("a line");
        assert_eq!(last["type"], "result", "{err}{lines:#?}");
        last
    }

    /// The code of the problem in the last line.
    pub(crate) fn problem(&self) -> &str {
        let Self { lines, err, .. } = self;
        let last = lines.last().unwrap_or_else(|| panic!("no line: {err}"));
        assert_eq!(last["type"], "problem", "{err}{lines:#?}");
        last["code"].as_str().unwrap()
    }
}

fn json(line: &str) -> Json {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("no JSON: {error}: {line}"))
}

/// What was printed after the test program's own words.
fn own_part(text: &str) -> Option<&str> {
    text.split_once(CURTAIN).map(|(_, part)| part.trim_start_matches('\n'))
}

#[test]
#[ignore = "stories play it in a process of its own"]
fn play_a_part() {
    match env::var(ROLE).as_deref() {
        Ok("upload") => upload(),
        Ok("program") => program(),
        _ => {}
    }
}

fn upload() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let end = runtime.block_on(async {
        limit_files();
        let desk = Desk::open(Path::new(&env::var_os(FOLDER).unwrap()), &env::var(URL).unwrap()).await;
        if let Ok(pace) = env::var(PACE) {
            desk.paces.upload.set(Some(ByteCount(pace.parse().unwrap())));
        }
        let job: JobId = env::var(JOB).unwrap().parse().unwrap();
        let (handle, control) = control();
        let mut acts = Vec::new();
        if env::var_os(CANCEL).is_some() {
            let cancel = move || handle.cancel(Some(CancelChoice::FinishThenDelete));
            acts.push(At::new(Moment::OrderSigned, cancel));
        }
        if let Ok(moment) = env::var(MOMENT) {
            acts.push(At::new(moment.parse().unwrap(), die));
        }
        super::code(&desk.run_watched(job, Arc::new(Acts(acts)), control).await).to_owned()
    });
    println!("\n{CURTAIN}\n{end}");
    std::process::exit(0);
}

/// As a power cut: no destructor, no flush, no goodbye.
fn die() {
    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).unwrap();
}

/// A write past the limit fails, as on a full disk; the signal that would end the process is taken.
fn limit_files() {
    use rustix::process::{Resource, Rlimit, Signal, setrlimit};
    let Some(bytes) = env::var_os(FILE_LIMIT) else { return };
    let bytes = bytes.to_str().unwrap().parse().unwrap();
    let kind = tokio::signal::unix::SignalKind::from_raw(Signal::XFSZ.as_raw());
    std::mem::forget(tokio::signal::unix::signal(kind).unwrap());
    setrlimit(Resource::Fsize, Rlimit { current: Some(bytes), maximum: Some(bytes) }).unwrap();
}

/// The same as the program's own `main`, on a stack of the same size.
fn program() {
    let arguments: Vec<OsString> = env::var(ARGUMENTS).unwrap().lines().map(OsString::from).collect();
    println!("\n{CURTAIN}");
    let played = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let exit = runtime.block_on(async { run(arguments, Io::standard()).await });
        runtime.shutdown_background();
        exit.code()
    });
    std::process::exit(i32::from(played.unwrap().join().unwrap()));
}
