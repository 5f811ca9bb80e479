//! What the system tells of a program and all processes that it has started.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    time::{Duration, Instant},
};

/// Ticks of a processor's time in a second, as `/proc` counts them.
///
/// # Source
/// proc(5), `USER_HZ`: 100 wherever Linux runs.
const TICKS: f64 = 100.0;
/// How long a program may take to be there, in minutes.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often it is looked for, in milliseconds.
const LOOK_AGAIN: Duration = Duration::from_millis(5);
/// How the process that draws the page begins its name.
const PAGE: &str = "WebKitWebProces";

/// Does this system tell?
pub(crate) fn are_told() -> bool {
    Path::new("/proc/self/smaps_rollup").exists() && Path::new("/proc/uptime").exists()
}

/// A program with all processes that it has started.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program(u32);

impl Program {
    /// The program that was started as this process.
    pub(crate) fn of(process: u32) -> Self {
        Self(process)
    }

    /// The one whose executable this is and whose home folder that is, once it is there.
    pub(crate) fn find(executable: &str, home: &Path) -> Self {
        let executable = fs::canonicalize(executable).expect("the program is there");
        let home = format!("HOME={}", home.display()).into_bytes();
        let started = Instant::now();
        loop {
            let is_it = |process: &u32| {
                let environment = fs::read(format!("/proc/{process}/environ")).unwrap_or_default();
                let runs = fs::read_link(format!("/proc/{process}/exe")).is_ok_and(|found| found == executable);
                runs && environment.split(|byte| *byte == 0).any(|variable| variable == home)
            };
            if let Some(process) = all().find(is_it) {
                return Self(process);
            }
            assert!(started.elapsed() < PATIENCE, "the program was not started");
            std::thread::sleep(LOOK_AGAIN);
        }
    }

    /// Seconds since the system started it.
    pub(crate) fn age(self) -> f64 {
        let uptime = fs::read_to_string("/proc/uptime").expect("the system counts");
        let uptime: f64 = uptime.split_whitespace().next().and_then(|text| text.parse().ok()).expect("a number");
        uptime - Stat::read(self.0).expect("the program runs").started
    }

    /// Seconds of a processor that all of it has used so far.
    pub(crate) fn work(self) -> f64 {
        self.family().iter().filter_map(|process| Stat::read(*process)).map(|stat| stat.work).sum()
    }

    /// The same of what draws the page alone.
    pub(crate) fn page_work(self) -> f64 {
        let stats = self.family().into_iter().filter_map(Stat::read);
        stats.filter(|stat| stat.name.starts_with(PAGE)).map(|stat| stat.work).sum()
    }

    /// Bytes of memory: what is shared with others counts by its share.
    pub(crate) fn memory(self) -> u64 {
        self.family().into_iter().map(proportional).sum()
    }

    /// Its process and all that came from it.
    fn family(self) -> Vec<u32> {
        let parents: BTreeMap<u32, u32> =
            all().filter_map(|process| Some((process, Stat::read(process)?.parent))).collect();
        let mut family = vec![self.0];
        let mut at = 0;
        while let Some(&parent) = family.get(at) {
            family.extend(parents.iter().filter(|(_, of)| **of == parent).map(|(process, _)| *process));
            at += 1;
        }
        family
    }
}

/// One line of `/proc/PID/stat`, as far as it is needed.
struct Stat {
    name: String,
    parent: u32,
    work: f64,
    started: f64,
}

impl Stat {
    /// None for a process that has ended meanwhile.
    fn read(process: u32) -> Option<Self> {
        let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        let (start, rest) = text.rsplit_once(") ")?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        // The state is the third field of the line and the first here, proc(5).
        let ticks = |field: usize| fields.get(field - 3).and_then(|text| text.parse::<f64>().ok());
        Some(Self {
            name: start.split_once('(')?.1.to_owned(),
            parent: fields.get(1)?.parse().ok()?,
            work: (ticks(14)? + ticks(15)?) / TICKS,
            started: ticks(22)? / TICKS,
        })
    }
}

fn proportional(process: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap_or_default();
    let kibibytes: u64 = line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0);
    kibibytes << 10
}

fn all() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").expect("the system tells").flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}
