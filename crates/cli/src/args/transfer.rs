//! Options of `plan`, `upload`, `download`, `resume` and `cancel`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pileus_domain::{BucketName, CancelChoice, Fid, JobId, TerritoryName};

use super::{CapsuleOption, RouteOption, SealOption, UploadRouteOption};

/// Of `plan`.
#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    /// The file
    pub(crate) file: PathBuf,
    /// Plan it sealed: `key:NAME`, `passphrase` or `none`
    #[arg(long, default_value = "none", value_name = "SEAL")]
    pub(crate) seal: SealOption,
    /// File whose first line is the passphrase; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// Of `upload`.
#[derive(Debug, Args)]
pub(crate) struct UploadArgs {
    /// The files
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Territory to charge [default: `default`, else the one with the most space]
    #[arg(long)]
    pub(crate) territory: Option<TerritoryName>,
    /// Bucket to put them in; made when it is missing [default: files]
    #[arg(long)]
    pub(crate) bucket: Option<BucketName>,
    /// Name to keep, for a single file [default: the file's own]
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// How to seal: `key:NAME`, `passphrase`, or `none` for what anyone may read; of several keys each opens it
    #[arg(long, default_value = "key:default", value_name = "SEAL")]
    pub(crate) seal: Vec<SealOption>,
    /// File whose first line is the passphrase; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Which way: `direct` to the storage nodes, `gateway:NAME`, which is checked and given up when it cheats, or `auto`, which
    /// chooses by the measured uplink and by how many storage nodes answer, and says why
    #[arg(long, default_value = "direct", value_name = "ROUTE")]
    pub(crate) route: UploadRouteOption,
    /// Afterwards, revoke the gateways that the files went through; the fee is shown before anything begins
    #[arg(long)]
    pub(crate) revoke_after: bool,
    /// Who chooses the storage nodes
    #[arg(long, value_enum, default_value_t = NodeAllocation::Auto)]
    pub(crate) allocation: NodeAllocation,
}

/// Who chooses the storage nodes of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NodeAllocation {
    /// The network where it does, else Pileus
    Auto,
    /// Pileus, even where the network would
    Client,
}

/// Of `download`.
#[derive(Debug, Args)]
pub(crate) struct DownloadArgs {
    /// File id
    pub(crate) fid: Fid,
    /// Where to write it: a new file, or a folder [default: this folder]
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,
    /// Where it comes from first: `direct` from the storage nodes, or `gateway:NAME`, checked segment by segment
    #[arg(long, default_value = "direct", value_name = "ROUTE", conflicts_with = "cipher")]
    pub(crate) route: RouteOption,
    /// A gateway encrypted it (`Cipher`): open it with the passphrase that the gateway was given
    #[arg(long)]
    pub(crate) cipher: bool,
    /// A CD²N gateway encrypted it: open it with the capsule in a file, or that `gateway:NAME` still has
    #[arg(long, value_name = "CAPSULE", conflicts_with_all = ["cipher", "route", "passphrase_file"])]
    pub(crate) capsule: Option<CapsuleOption>,
    /// File whose first line is the passphrase; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// Of `resume`.
#[derive(Debug, Args)]
pub(crate) struct ResumeArgs {
    /// The transfer [default: all that are not finished]
    pub(crate) job: Option<JobId>,
    /// File whose first line is the passphrase; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// Of `cancel`.
#[derive(Debug, Args)]
pub(crate) struct CancelArgs {
    /// The transfer
    pub(crate) job: JobId,
    /// After the order is signed: store the file, then delete it, so that its space comes back
    #[arg(long, conflicts_with = "stop_here")]
    pub(crate) finish_then_delete: bool,
    /// After the order is signed: stop now; its space stays locked until the territory ends
    #[arg(long)]
    pub(crate) stop_here: bool,
}

impl CancelArgs {
    /// What was chosen, if anything.
    pub(crate) fn choice(&self) -> Option<CancelChoice> {
        match (self.finish_then_delete, self.stop_here) {
            (true, _) => Some(CancelChoice::FinishThenDelete),
            (_, true) => Some(CancelChoice::StopHere),
            _ => None,
        }
    }
}
