//! Transfers as the pages read them.

use std::path::Path;

use pileus_app::length_to_send;
use pileus_domain::{self as domain, Condition, Geometry, Route, Stage};
use pileus_pipeline::path_from_bytes;
use pileus_ports::{JobRecord, Opening, Seal, TransferDetails};
use serde::{Deserialize, Serialize};
use specta::Type;
use specta_typescript::Number;

use super::{Chart, GatewayName, Problem};

/// One transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Its number.
    pub job: String,
    /// Upload or download.
    pub kind: JobKind,
    /// The file on the network, once known.
    pub fid: Option<String>,
    /// Name of the file.
    pub name: String,
    /// Length of the file.
    #[specta(type = Number)]
    pub bytes: u64,
    /// Where it stands.
    pub stage: JobStage,
    /// Whether it moves.
    pub condition: JobCondition,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// Bucket of an upload.
    pub bucket: Option<String>,
    /// Territory of an upload.
    pub territory: Option<String>,
    /// Seal of an upload.
    pub seal: Option<JobSeal>,
    /// The gateway that it goes by, or went by to its end; none on the direct route.
    pub gateway: Option<GatewayName>,
    /// Bytes done in this stage.
    #[specta(type = Number)]
    pub done: u64,
    /// Bytes to do in this stage; 0 for a stage that waits for others.
    #[specta(type = Number)]
    pub total: u64,
    /// Bytes a second over the last seconds; none while nothing moves.
    #[specta(type = Option<Number>)]
    pub speed: Option<u64>,
    /// Seconds until the stage is done at this speed.
    #[specta(type = Option<Number>)]
    pub seconds_left: Option<u64>,
    /// A letter for each of the twelve node lines, as in the cells of a board.
    pub lines: String,
    /// Lines that are reported on the chain.
    pub reported: u8,
    /// When it was asked for, in milliseconds since 1970.
    #[specta(type = Number)]
    pub created: u64,
    /// When it last changed, in milliseconds since 1970.
    #[specta(type = Number)]
    pub updated: u64,
}

/// Bytes of a stage, as they were measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advance {
    /// Of which stage.
    pub stage: Stage,
    /// Bytes done.
    pub done: u64,
    /// Bytes to do.
    pub total: u64,
    /// Bytes a second, while they move.
    pub speed: Option<u64>,
}

/// Upload or download.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum JobKind {
    /// From disk to the network.
    Upload,
    /// From the network to disk.
    Download,
}

/// One step of a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum JobStage {
    /// Computing hashes.
    Planning,
    /// Signing and submitting the order.
    Ordering,
    /// Learning which storage node takes which line.
    Allocating,
    /// Sending fragments.
    Sending,
    /// Waiting for the chain to say that the file is stored.
    Confirming,
    /// Fetching fragments.
    Fetching,
    /// Deleting a file that was cancelled after its order.
    Deleting,
    /// Nothing is left to do.
    Done,
}

/// Whether a transfer moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum JobCondition {
    /// Waits for its turn.
    Queued,
    /// Is being worked on.
    Running,
    /// The person paused it.
    Paused,
    /// Waits for a data key or a passphrase.
    NeedsKey,
    /// Stopped by a problem.
    Failed,
    /// The person cancelled it.
    Cancelled,
    /// Stored, or written to disk.
    Finished,
}

/// How a file is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum JobSeal {
    /// Anyone can read it.
    None,
    /// With a data key.
    DataKey,
    /// With a passphrase.
    Passphrase,
}

impl Job {
    /// A job as it is kept, with its chart and what was measured of its stage.
    pub fn new(record: &JobRecord, chart: &Chart, advance: Option<Advance>) -> Self {
        let upload = match &record.details {
            TransferDetails::Upload(upload) => Some(upload),
            TransferDetails::Download(_) => None,
        };
        let advance = advance.filter(|advance| advance.stage == record.stage);
        let (done, total) = advance.map_or_else(|| known_bytes(record, chart), |known| (known.done, known.total));
        let moving = record.condition == Condition::Running;
        let speed = advance.and_then(|advance| advance.speed).filter(|speed| moving && *speed > 0);
        Self {
            job: record.id.to_string(),
            kind: record.kind().into(),
            fid: record.fid.map(|fid| fid.to_string()),
            name: name_of(&record.details),
            bytes: record.size.0,
            stage: record.stage.into(),
            condition: JobCondition::from(&record.condition),
            problem: problem_of(&record.condition),
            bucket: upload.map(|upload| upload.bucket.to_string()),
            territory: upload.map(|upload| upload.territory.to_string()),
            seal: upload.map(|upload| JobSeal::from(&upload.seal)),
            gateway: GatewayName::of_route(route_of(&record.details)),
            done,
            total,
            speed,
            seconds_left: speed.map(|speed| total.saturating_sub(done).div_ceil(speed)),
            lines: chart.lines(),
            reported: chart.reported(),
            created: record.created.0,
            updated: record.updated.0,
        }
    }
}

/// Bytes of the stage as far as the journal tells them.
fn known_bytes(record: &JobRecord, chart: &Chart) -> (u64, u64) {
    let fragment = Geometry::CESS.fragment() as u64;
    match record.stage {
        Stage::Planning | Stage::Fetching => (0, record.size.0),
        // A gateway gets the file as it is.
        Stage::Sending if *route_of(&record.details) != Route::Direct => (0, length_as_sent(record)),
        Stage::Sending => (chart.placed().saturating_mul(fragment), chart.cells().saturating_mul(fragment)),
        Stage::Done => (record.size.0, record.size.0),
        Stage::Ordering | Stage::Allocating | Stage::Confirming | Stage::Deleting => (0, 0),
    }
}

fn length_as_sent(record: &JobRecord) -> u64 {
    let sealed = matches!(&record.details, TransferDetails::Upload(upload) if upload.seal != Seal::None);
    length_to_send(record.size, sealed).0
}

fn route_of(details: &TransferDetails) -> &Route {
    match details {
        TransferDetails::Upload(upload) => &upload.route,
        TransferDetails::Download(download) => &download.route,
    }
}

fn name_of(details: &TransferDetails) -> String {
    match details {
        TransferDetails::Upload(upload) => upload.name.clone(),
        TransferDetails::Download(download) => file_name(&path_from_bytes(&download.target)),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn problem_of(condition: &Condition) -> Option<Problem> {
    match condition {
        Condition::Failed(problem) => Some(problem.into()),
        _ => None,
    }
}

impl From<domain::JobKind> for JobKind {
    fn from(kind: domain::JobKind) -> Self {
        match kind {
            domain::JobKind::Upload => Self::Upload,
            domain::JobKind::Download => Self::Download,
        }
    }
}

impl From<Stage> for JobStage {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Planning => Self::Planning,
            Stage::Ordering => Self::Ordering,
            Stage::Allocating => Self::Allocating,
            Stage::Sending => Self::Sending,
            Stage::Confirming => Self::Confirming,
            Stage::Fetching => Self::Fetching,
            Stage::Deleting => Self::Deleting,
            Stage::Done => Self::Done,
        }
    }
}

impl From<&Condition> for JobCondition {
    fn from(condition: &Condition) -> Self {
        match condition {
            Condition::Queued => Self::Queued,
            Condition::Running => Self::Running,
            Condition::Paused => Self::Paused,
            Condition::NeedsKey => Self::NeedsKey,
            Condition::Failed(_) => Self::Failed,
            Condition::Cancelled => Self::Cancelled,
            Condition::Finished => Self::Finished,
        }
    }
}

/// How a file is opened that comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FileOpening {
    /// As it tells itself.
    Told,
    /// A gateway encrypted it, under the passphrase that the gateway was given.
    Cipher,
}

impl From<FileOpening> for Opening {
    fn from(opening: FileOpening) -> Self {
        match opening {
            FileOpening::Told => Self::Told,
            FileOpening::Cipher => Self::Cipher,
        }
    }
}

impl From<&Seal> for JobSeal {
    fn from(seal: &Seal) -> Self {
        match seal {
            Seal::None => Self::None,
            Seal::DataKey { .. } => Self::DataKey,
            Seal::Passphrase => Self::Passphrase,
        }
    }
}
