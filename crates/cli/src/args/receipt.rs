//! Options of `receipt`.

use std::{path::PathBuf, str::FromStr};

use clap::Subcommand;
use pileus_domain::{DomainError, Fid, JobId};

/// Digits of a file id; a job number has fewer.
const FID_LENGTH: usize = 64;

/// What to do with receipts.
#[derive(Debug, Subcommand)]
pub(crate) enum ReceiptCommand {
    /// Save a signed receipt of a stored file
    Save {
        /// File id, or the job that stored the file
        #[arg(value_name = "FID|JOB")]
        subject: ReceiptSubject,
        /// Where it goes [default: the file id with `.receipt.json`, here]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Check a receipt by itself and against the chain
    Verify {
        /// The receipt
        file: PathBuf,
        /// Ask no network: check hashes and signature only
        #[arg(long)]
        offline: bool,
    },
}

/// Whose receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReceiptSubject {
    /// Of a file.
    File(Fid),
    /// Of the file that a job stored.
    Job(JobId),
}

impl FromStr for ReceiptSubject {
    type Err = DomainError;
    fn from_str(text: &str) -> Result<Self, DomainError> {
        if text.len() == FID_LENGTH { text.parse().map(Self::File) } else { text.parse().map(Self::Job) }
    }
}
