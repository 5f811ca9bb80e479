//! Upload, download and verification as stages over the ports.
//!
//! Duty: bring one job from wherever its journal says it stands to its end, so that any step can be the last before a
//! power cut and the next run goes on from there.
//!
//! Invariants: the journal is written before the step it describes; a signed transaction is durable before it is
//! submitted; no byte of a fragment leaves before its hash equals the plan's; done means `File` is ACTIVE in a final
//! block, ours, and equal to the plan.
//!
//! Absent on purpose: no queue and no choice of jobs (that is `app`), no adapter, no word about windows.

mod allocate;
mod arriving;
mod cd2n_rules;
mod confirm;
mod content;
mod control;
mod delete;
mod delivery;
mod departure;
mod describe;
mod download;
mod drill;
mod fetch;
mod fetched;
mod gateway;
mod limits;
mod moving;
mod observer;
mod order;
mod plan;
mod pool;
pub mod problem;
mod reader;
mod recognise;
mod run;
mod seal_key;
mod send;
mod shelf;
mod signer_source;
mod source;
mod system;
mod takeover;
mod target;
mod transaction;
mod upload;
mod verify;

use std::sync::Arc;

use pileus_domain::{GatewayRecord, GatewaySoftware};
use pileus_ports::{Chain, Clock, Entropy, Gateway, Journal, Nodes, SecretBytes};

pub use allocate::{AllocationPolicy, Candidate, can_take, choose};
pub use cd2n_rules::{fits_cd2n, is_entry_of};
pub use control::{Control, ControlHandle, control};
pub use describe::Description;
pub use drill::{CheckProgress, Drill};
pub use fetched::Fetched;
pub use limits::Limits;
pub use observer::{FragmentStep, Observer, Silent};
pub use plan::{SealRequest, plan_source};
pub use reader::StoredFile;
pub use recognise::{LocalFile, is_named, names_of};
pub use run::RunEnd;
pub use seal_key::SealKey;
pub use shelf::SegmentShelf;
pub use signer_source::SignerSource;
pub use source::{FileSource, SourceFacts, inspect_source, path_from_bytes, path_to_bytes};
pub use verify::{FragmentFinding, FragmentTrouble, VerifyDepth, VerifyReport};

/// The ports and limits that every stage works with.
#[derive(Clone)]
pub struct Pipeline {
    /// The chain of the network in use.
    pub chain: Arc<dyn Chain>,
    /// Its storage nodes.
    pub nodes: Arc<dyn Nodes>,
    /// Its gateways of DeOSS.
    pub gateway: Arc<dyn Gateway>,
    /// Its gateways of CD²N.
    pub cd2n: Arc<dyn Gateway>,
    /// What survives a power cut.
    pub journal: Arc<dyn Journal>,
    /// Time of day.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Every bound and patience.
    pub limits: Limits,
    /// Who is told.
    pub observer: Arc<dyn Observer>,
}

impl Pipeline {
    /// What speaks to a gateway, by the program that it is.
    pub fn gateway_of(&self, gateway: &GatewayRecord) -> &Arc<dyn Gateway> {
        match gateway.software {
            GatewaySoftware::Deoss => &self.gateway,
            GatewaySoftware::Cd2n => &self.cd2n,
        }
    }
}

/// What an upload may use while it runs.
#[derive(Clone)]
pub struct UploadKeys {
    /// Signs for the owner.
    pub signer: SignerSource,
    /// Those at hand of the keys that the file is sealed with; each of them opens it alone. None for a plain file.
    pub seal: Vec<SealKey>,
}

/// What a download may use while it runs.
#[derive(Clone)]
pub struct DownloadKeys {
    /// Data keys and passphrases, tried in their order on a sealed file.
    pub seal: Vec<SealKey>,
    /// What accounts got out of the capsule of a file that a CD²N gateway encrypted.
    pub pieces: Vec<SecretBytes>,
}

impl From<Vec<SealKey>> for DownloadKeys {
    fn from(seal: Vec<SealKey>) -> Self {
        Self { seal, pieces: Vec::new() }
    }
}
