//! What a person can hand to somebody who helps: facts about the program, none about the person.
//!
//! Invariant: only numbers, times, genesis hashes and words of closed lists get into the text. Paths, names, hosts,
//! addresses, file ids, keys and the texts of problems have no way in; what comes from outside as text is kept to
//! letters that a version or a code is written with.

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
};

use pileus_domain::{ByteCount, Condition, GenesisHash, JobKind, Stage};
use pileus_ports::{JobRecord, Timestamp};

use crate::Preferences;

/// Most failed jobs that are listed, newest first.
const FAILED_LIMIT: usize = 50;
/// Longest word from outside, in letters.
const WORD_LIMIT: usize = 64;
/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

/// Which kind of network a profile leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetworkKind {
    /// The one inside this computer.
    Local,
    /// One that came with the program.
    Preset,
    /// One of the person's own addresses.
    Own,
}

/// What is known of one address of the network, without the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndpointFact {
    /// Is it the one in use?
    pub in_use: bool,
    /// Did it fail last time?
    pub failed: bool,
}

/// What is known of the open network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkFacts {
    /// Which kind.
    pub kind: NetworkKind,
    /// Its first block.
    pub genesis: GenesisHash,
    /// Name and version of its runtime.
    pub runtime: String,
    /// Its addresses in their order.
    pub endpoints: Vec<EndpointFact>,
    /// Does it answer now?
    pub connected: bool,
    /// Its newest block.
    pub best: u32,
    /// Its newest block that cannot change.
    pub finalized: u32,
}

/// Everything that goes into the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostics {
    /// When it is made.
    pub made: Timestamp,
    /// The program's version.
    pub program: String,
    /// Operating system and processor.
    pub system: String,
    /// The kind of screen: `x11`, `wayland`.
    pub screen: String,
    /// Version of the web view.
    pub web_view: String,
    /// Was an icon given to the desktop's tray?
    pub tray: bool,
    /// The open network.
    pub network: Option<NetworkFacts>,
    /// What the person has set.
    pub preferences: Preferences,
    /// All jobs, newest first.
    pub jobs: Vec<JobRecord>,
}

impl Diagnostics {
    /// The text, as it is shown and saved.
    pub fn text(&self) -> String {
        let mut text = format!("Pileus diagnostics of {}\n", utc(self.made));
        text.push_str("Paths, names, addresses, file ids and keys are not in it.\n");
        let sections = [
            ("Program", self.program()),
            ("Network", self.network()),
            ("Settings", self.settings()),
            ("Jobs", self.jobs()),
        ];
        for (title, lines) in sections {
            // Writing into a text cannot fail.
            let _ = write!(text, "\n{title}\n");
            for (name, value) in lines {
                let _ = writeln!(text, "  {name}: {value}");
            }
        }
        text
    }

    fn program(&self) -> Lines {
        vec![
            line("version", plain(&self.program)),
            line("system", plain(&self.system)),
            line("screen", plain(&self.screen)),
            line("web view", plain(&self.web_view)),
            line("tray icon", yes(self.tray)),
        ]
    }

    fn network(&self) -> Lines {
        let Some(network) = &self.network else { return vec![line("open", "none")] };
        let mut lines = vec![
            line("kind", format!("{:?}", network.kind).to_lowercase()),
            line("genesis", network.genesis),
            line("runtime", plain(&network.runtime)),
            line("answers", yes(network.connected)),
            line("best block", network.best),
            line("final block", network.finalized),
        ];
        lines.extend(network.endpoints.iter().enumerate().map(|(at, endpoint)| {
            let state = match endpoint {
                EndpointFact { in_use: true, .. } => "in use",
                EndpointFact { failed: true, .. } => "failed last time",
                EndpointFact { .. } => "not needed so far",
            };
            line(format!("address {}", at + 1), state)
        }));
        lines
    }

    fn settings(&self) -> Lines {
        let limit = |limit: Option<ByteCount>| limit.map_or("none".to_owned(), |limit| format!("{limit} a second"));
        vec![
            line("transfers at a time", self.preferences.parallel),
            line("upload limit", limit(self.preferences.upload_limit)),
            line("download limit", limit(self.preferences.download_limit)),
            line("download folder chosen", yes(self.preferences.download_folder.is_some())),
        ]
    }

    fn jobs(&self) -> Lines {
        let mut counts = BTreeMap::new();
        for job in &self.jobs {
            *counts.entry(format!("{} {}", kind(job), condition(&job.condition))).or_insert(0_usize) += 1;
        }
        let mut lines: Lines = counts.into_iter().map(|(state, count)| line(state, count)).collect();
        lines.extend(self.failures());
        if lines.is_empty() {
            lines.push(line("all", 0));
        }
        lines
    }

    fn failures(&self) -> impl Iterator<Item = (String, String)> {
        let failed = self.jobs.iter().filter_map(|job| match &job.condition {
            Condition::Failed(problem) => Some((job, plain(&problem.code))),
            _ => None,
        });
        failed.take(FAILED_LIMIT).map(|(job, code)| {
            let place = format!("{} {}", kind(job), stage(job.stage));
            line(utc(job.updated), format!("{place}, {}: {code}", job.size))
        })
    }
}

/// Names with their values.
type Lines = Vec<(String, String)>;

fn line(name: impl fmt::Display, value: impl fmt::Display) -> (String, String) {
    (format!("{name}"), format!("{value}"))
}

fn yes(fact: bool) -> &'static str {
    if fact { "yes" } else { "no" }
}

fn kind(job: &JobRecord) -> &'static str {
    match job.kind() {
        JobKind::Upload => "upload",
        JobKind::Download => "download",
    }
}

fn condition(condition: &Condition) -> &'static str {
    match condition {
        Condition::Queued => "queued",
        Condition::Running => "running",
        Condition::Paused => "paused",
        Condition::NeedsKey => "waiting for a key",
        Condition::Failed(_) => "failed",
        Condition::Cancelled => "cancelled",
        Condition::Finished => "finished",
    }
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Planning => "planning",
        Stage::Ordering => "ordering",
        Stage::Allocating => "allocating",
        Stage::Sending => "sending",
        Stage::Confirming => "confirming",
        Stage::Fetching => "fetching",
        Stage::Deleting => "deleting",
        Stage::Done => "done",
    }
}

/// A word as versions and codes are written; one with anything else in it is left out whole.
fn plain(word: &str) -> &str {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | ' ');
    let good = !word.is_empty() && word.len() <= WORD_LIMIT && word.chars().all(fits);
    if good { word } else { "(left out)" }
}

/// A time as ISO 8601 writes it, to the second, in UTC.
fn utc(at: Timestamp) -> String {
    let (year, month, day) = date(at.0 / DAY);
    let seconds = at.0 % DAY / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}Z")
}

/// Year, month and day of a day since 1970, in the Gregorian calendar.
///
/// Counted from the first of March of the year 0, so that the leap day is the last of its year, and 400 years always
/// have as many days.
fn date(day: u64) -> (u64, u64, u64) {
    const MARCH_0_TO_1970: u64 = 719_468;
    const FOUR_CENTURIES: u64 = 146_097;
    let day = day + MARCH_0_TO_1970;
    let (era, day) = (day / FOUR_CENTURIES, day % FOUR_CENTURIES);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // Months from March on have 31, 30, 31, 30, 31 days, twice, and then the rest.
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (400 * era + year + next, month, day)
}

#[cfg(test)]
mod tests {
    use pileus_domain::{AccountId, BucketName, ChainFileName, ContentHash, Fid, JobId, Problem, Route, TerritoryName};
    use pileus_ports::{Seal, TransferDetails, UploadDetails};

    use super::*;

    /// What is planted where the person's own things are.
    const PLANTED: &str = "planted";

    fn job(condition: Condition) -> JobRecord {
        JobRecord {
            id: JobId(0x5ec2_e75e_c2e7_5ec2),
            genesis: GenesisHash([1; 32]),
            account: Some(AccountId([0xac; 32])),
            fid: Some(Fid(ContentHash([0xf1; 32]))),
            stage: Stage::Sending,
            condition,
            size: ByteCount(3 << 20),
            created: Timestamp(0),
            updated: Timestamp(1_700_000_000_000),
            details: TransferDetails::Upload(UploadDetails {
                source: format!("/home/{PLANTED}/file").into_bytes(),
                stamp: None,
                name: format!("{PLANTED}.pdf"),
                chain_name: ChainFileName::new(PLANTED).unwrap(),
                bucket: BucketName::new(PLANTED).unwrap(),
                media_type: format!("x-{PLANTED}/x"),
                territory: TerritoryName::new(PLANTED).unwrap(),
                seal: Seal::data_key(PLANTED),
                fid_rule: pileus_domain::FidRule::Merkle,
                route: Route::Direct,
                given_up: Vec::new(),
                client_allocation: false,
                cancel: None,
            }),
        }
    }

    fn failed() -> Condition {
        let problem = Problem::new("source_changed", format!("The file /home/{PLANTED} changed."), PLANTED);
        Condition::Failed(problem.with("node", format!("http://{PLANTED}.example")))
    }

    fn diagnostics(jobs: Vec<JobRecord>) -> Diagnostics {
        let endpoint = |in_use, failed| EndpointFact { in_use, failed };
        Diagnostics {
            made: Timestamp(1_700_000_000_000),
            program: "0.1.0".to_owned(),
            system: "linux x86_64".to_owned(),
            screen: "x11".to_owned(),
            web_view: "2.50.6".to_owned(),
            tray: false,
            network: Some(NetworkFacts {
                kind: NetworkKind::Own,
                genesis: GenesisHash([7; 32]),
                runtime: "cess-node 115".to_owned(),
                endpoints: vec![endpoint(true, false), endpoint(false, true), endpoint(false, false)],
                connected: true,
                best: 12,
                finalized: 10,
            }),
            preferences: Preferences {
                download_folder: Some(format!("/home/{PLANTED}/Downloads").into()),
                upload_limit: Some(ByteCount(1 << 20)),
                ..Preferences::default()
            },
            jobs,
        }
    }

    #[test]
    fn nothing_of_the_person_gets_into_the_text() {
        let text = diagnostics(vec![job(failed()), job(Condition::Paused)]).text();
        let account = AccountId([0xac; 32]).to_string();
        for own in [PLANTED, "/home", "http", "acacac", "f1f1f1", "5ec2", account.as_str()] {
            assert!(!text.contains(own), "{own} is in\n{text}");
        }
    }

    #[test]
    fn what_helps_is_in_the_text() {
        let text = diagnostics(vec![job(failed()), job(failed()), job(Condition::Finished)]).text();
        for fact in [
            "version: 0.1.0",
            "kind: own",
            "runtime: cess-node 115",
            "address 1: in use",
            "address 2: failed last time",
            "upload limit: 1.0 MiB a second",
            "upload failed: 2",
            "upload finished: 1",
            "2023-11-14T22:13:20Z: upload sending, 3.0 MiB: source_changed",
        ] {
            assert!(text.contains(fact), "{fact} is not in\n{text}");
        }
    }

    #[test]
    fn a_code_or_a_runtime_that_is_no_plain_word_is_left_out() {
        let mut strange = job(Condition::Failed(Problem::new("/home/me/x", "", "")));
        strange.updated = Timestamp(0);
        let mut diagnostics = diagnostics(vec![strange]);
        if let Some(network) = &mut diagnostics.network {
            network.runtime = "http://me@host/".to_owned();
        }
        let text = diagnostics.text();
        assert!(!text.contains("/home") && !text.contains("me@host"), "{text}");
        assert!(text.contains("1970-01-01T00:00:00Z: upload sending, 3.0 MiB: (left out)"), "{text}");
    }

    #[test]
    fn a_long_list_of_failures_is_cut() {
        let jobs = std::iter::repeat_with(|| job(failed())).take(4_000).collect();
        let text = diagnostics(jobs).text();
        assert!(text.contains("upload failed: 4000") && text.lines().count() < 100);
    }

    #[test]
    fn days_are_dates() {
        for (day, expected) in [
            (0, (1970, 1, 1)),
            (58, (1970, 2, 28)),
            (59, (1970, 3, 1)),
            (11_016, (2000, 2, 29)),
            (11_017, (2000, 3, 1)),
            (19_675, (2023, 11, 14)),
            (20_453, (2025, 12, 31)),
            (47_540, (2100, 2, 28)),
            (47_541, (2100, 3, 1)),
        ] {
            assert_eq!(date(day), expected);
        }
    }
}
