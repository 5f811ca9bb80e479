//! `drill` and `check`.

use std::path::PathBuf;

use clap::Args;
use pileus_domain::Fid;

/// Of `drill`.
#[derive(Debug, Args)]
pub(crate) struct DrillArgs {
    /// File id
    pub(crate) fid: Fid,
}

/// Of `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// File on this computer
    pub(crate) file: PathBuf,
    /// File id of the stored file to compare it with [default: all files of the catalogue]
    pub(crate) fid: Option<Fid>,
    /// File whose first line is the passphrase; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}
