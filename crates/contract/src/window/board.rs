//! The fragment board and the timeline of one job.

use pileus_domain::{AccountId, BlockRef, NodeId};
use pileus_ports::{EventRecord, JobEvent, JobRecord};
use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

use super::{Chart, GatewayName, Problem};

/// Every fragment of a job and every fact about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Board {
    /// Whose.
    pub job: String,
    /// Segments of the file; 0 before they are known.
    pub segments: u32,
    /// Length of the file.
    #[specta(type = Number)]
    pub file_bytes: u64,
    /// Addresses of the storage nodes, one for each of the twelve lines, once they are known.
    pub nodes: Vec<Option<String>>,
    /// A letter for each cell, line by line: `w` waiting, `e` encoded, a digit for the tenths that have passed, `n` on
    /// its storage node or fetched from it, `r` reported, `o` stored, `f` failed.
    pub cells: String,
    /// The facts, oldest first.
    pub timeline: Vec<Fact>,
}

impl Board {
    /// From a job, its chart and all its events.
    pub fn new(record: &JobRecord, chart: &Chart, events: &[EventRecord]) -> Self {
        Self {
            job: record.id.to_string(),
            segments: chart.segments(),
            file_bytes: record.size.0,
            nodes: chart.nodes().iter().map(|node| node.map(|node| node.to_string())).collect(),
            cells: chart.letters(),
            timeline: events.iter().filter_map(Fact::of).collect(),
        }
    }
}

/// One thing that is certain about a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Fact {
    /// Its number; grows over all jobs.
    #[specta(type = Number)]
    pub sequence: u64,
    /// When, in milliseconds since 1970.
    #[specta(type = Number)]
    pub at: u64,
    /// What.
    pub kind: FactKind,
    /// Its particulars.
    pub data: FactData,
}

/// Kinds of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FactKind {
    /// The hashes are known; the note is the number of segments.
    Planned,
    /// The order is signed.
    OrderSigned,
    /// The order is in a block.
    OrderInBlock,
    /// The order is in a final block.
    OrderFinal,
    /// A gateway has the file and says that it ordered it.
    HandedOver,
    /// A gateway failed or cheated; the next one goes on, or the direct route.
    GatewayGivenUp,
    /// Storage nodes are chosen; the note says by whom: `network` or `client`.
    Allocated,
    /// A storage node was given up for the one named; the note says why.
    NodeReplaced,
    /// A storage node reported its line on the chain.
    Reported,
    /// Stored in a final block; of a download, written to disk.
    Stored,
    /// Stopped by a problem; the note is its code.
    Failed,
    /// Paused.
    Paused,
    /// Cancelled; the note is the number of bytes that stay locked.
    Cancelled,
}

/// Particulars of a fact, as far as it has them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FactData {
    /// The block.
    pub block: Option<BlockPlace>,
    /// Hash of the transaction.
    pub transaction: Option<String>,
    /// Address of the storage node.
    pub node: Option<String>,
    /// The line, from 0.
    pub column: Option<u8>,
    /// The gateway.
    pub gateway: Option<GatewayName>,
    /// The gateway that goes on; none for the direct route.
    pub next: Option<GatewayName>,
    /// Why the gateway was given up.
    pub problem: Option<Problem>,
    /// More, as its kind says.
    pub note: Option<String>,
}

/// A block by number and hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BlockPlace {
    /// Its number.
    pub number: u32,
    /// Its hash.
    pub hash: String,
}

impl Fact {
    /// The fact that an event tells; none for steps and single fragments, which the board shows.
    pub fn of(record: &EventRecord) -> Option<Self> {
        let (kind, data) = told(&record.event)?;
        Some(Self { sequence: record.sequence, at: record.at.0, kind, data })
    }
}

fn told(event: &JobEvent) -> Option<(FactKind, FactData)> {
    Some(match event {
        JobEvent::Planned { segments, .. } => (FactKind::Planned, FactData::note(segments)),
        JobEvent::OrderSigned { transaction } => (FactKind::OrderSigned, FactData::transaction(transaction, None)),
        JobEvent::OrderInBlock { transaction, block } => {
            (FactKind::OrderInBlock, FactData::transaction(transaction, Some(*block)))
        }
        JobEvent::OrderFinal { transaction, block } => {
            (FactKind::OrderFinal, FactData::transaction(transaction, Some(*block)))
        }
        JobEvent::HandedOver { gateway, name, .. } => {
            (FactKind::HandedOver, FactData::gateway(gateway, name.as_deref()))
        }
        JobEvent::GatewayGivenUp { gateway, name, problem, next } => {
            let given_up = FactData::gateway(gateway, name.as_deref());
            let (problem, next) = (Some(problem.into()), next.as_ref().map(Into::into));
            (FactKind::GatewayGivenUp, FactData { next, problem, ..given_up })
        }
        JobEvent::Allocated { by_network, .. } => {
            (FactKind::Allocated, FactData::note(if *by_network { "network" } else { "client" }))
        }
        JobEvent::NodeReplaced { column, to, reason, .. } => {
            (FactKind::NodeReplaced, FactData { note: Some(reason.clone()), ..FactData::line(*column, *to) })
        }
        JobEvent::ColumnReported { column, node, block } => {
            (FactKind::Reported, FactData { block: Some((*block).into()), ..FactData::line(*column, *node) })
        }
        JobEvent::Completed { block, .. } => {
            (FactKind::Stored, FactData { block: block.map(Into::into), ..FactData::default() })
        }
        JobEvent::Failed { problem } => (FactKind::Failed, FactData::note(&problem.code)),
        JobEvent::Paused => (FactKind::Paused, FactData::default()),
        JobEvent::Cancelled { locked } => (FactKind::Cancelled, FactData::note(&locked.0)),
        JobEvent::StageEntered { .. }
        | JobEvent::Advanced { .. }
        | JobEvent::FragmentPlaced { .. }
        | JobEvent::NeedsKey => return None,
    })
}

impl FactData {
    fn note(note: &(impl ToString + ?Sized)) -> Self {
        Self { note: Some(note.to_string()), ..Self::default() }
    }

    fn gateway(account: &AccountId, name: Option<&str>) -> Self {
        Self { gateway: Some(GatewayName::new(account, name)), ..Self::default() }
    }

    fn transaction(hash: &impl ToString, block: Option<BlockRef>) -> Self {
        Self { transaction: Some(hash.to_string()), block: block.map(Into::into), ..Self::default() }
    }

    /// Columns count from 1 on the chain, lines from 0.
    fn line(column: u8, node: NodeId) -> Self {
        Self { column: column.checked_sub(1), node: Some(node.to_string()), ..Self::default() }
    }
}

impl From<BlockRef> for BlockPlace {
    fn from(block: BlockRef) -> Self {
        Self { number: block.number.0, hash: block.hash.to_string() }
    }
}
