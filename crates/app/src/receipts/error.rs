//! Why a receipt is not made, or not believed.

use std::{io, path::PathBuf};

use pileus_domain::{BlockNumber, ByteCount, Fid, JobId, Problem};

/// A refusal that has to do with receipts. It becomes a [`Problem`] on the way out.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// Longer than the receipt of any file.
    #[error("This is longer than {limit}, which no receipt is. Nothing was believed.")]
    TooLong {
        /// The most.
        limit: ByteCount,
    },
    /// A version that this program does not know.
    #[error("This receipt has version {version} of the format, which this program does not know. It was not checked.")]
    Newer {
        /// Which.
        version: u32,
    },
    /// Not the JSON of a receipt.
    #[error("This is not a receipt of a stored file.")]
    Unreadable(#[source] serde_json::Error),
    /// The JSON of a receipt with something impossible in it.
    #[error("This is not a receipt that any program has written: {what} cannot be right.")]
    Shape {
        /// What.
        what: &'static str,
    },
    /// Nothing is stored yet that could be attested.
    #[error("File {fid} is not stored in a final block, so there is nothing to attest yet.")]
    NotStored {
        /// Which.
        fid: Fid,
    },
    /// A job that has not come to a stored file.
    #[error("Job {job} has not stored a file, so there is nothing to attest yet.")]
    JobNotStored {
        /// Which.
        job: JobId,
    },
    /// Something is where the receipt should go.
    #[error("{} exists already. It was left as it is.", .path.display())]
    Exists {
        /// Where.
        path: PathBuf,
    },
    /// The file cannot be used.
    #[error("{} could not be {what}.", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// For what.
        what: &'static str,
        /// Why.
        source: io::Error,
    },
    /// The segment hashes lead to another FID.
    #[error("The segment hashes in this receipt do not make the file id that it names. It was changed or damaged.")]
    HashesDiffer,
    /// The signature belongs to something else.
    #[error("The account in this receipt has not signed what it says. It was changed, damaged or made up.")]
    SignatureWrong,
    /// The network in use is another one.
    #[error("This receipt is of the network \"{network}\", which is not the one in use. Its chain was not asked.")]
    OtherNetwork {
        /// What the receipt calls its network.
        network: String,
        /// Which chain it names.
        genesis: String,
    },
    /// The chain no longer has the file.
    #[error("The network does not have file {fid} at final block {block}: it was deleted, or never stored here.")]
    Gone {
        /// Which.
        fid: Fid,
        /// Where it was looked for.
        block: BlockNumber,
    },
    /// The chain says something else.
    #[error("The chain's record of file {fid} differs from this receipt in {what}.")]
    ChainDiffers {
        /// Which.
        fid: Fid,
        /// In what.
        what: &'static str,
    },
}

impl ReceiptError {
    /// The code that never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } | Self::Unreadable(_) | Self::Shape { .. } => "receipt_unreadable",
            Self::Newer { .. } => "receipt_newer",
            Self::NotStored { .. } | Self::JobNotStored { .. } => "receipt_not_yet",
            Self::Exists { .. } => "target_exists",
            Self::File { .. } => "file_unusable",
            Self::HashesDiffer => "receipt_hashes_differ",
            Self::SignatureWrong => "receipt_signature_wrong",
            Self::OtherNetwork { .. } => "receipt_other_network",
            Self::Gone { .. } => "receipt_file_gone",
            Self::ChainDiffers { .. } => "receipt_chain_differs",
        }
    }

    /// What to do now.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::TooLong { .. } | Self::Unreadable(_) | Self::Shape { .. } => {
                "Choose a file that was saved as a receipt."
            }
            Self::Newer { .. } => "Check it with a newer version of this program.",
            Self::Exists { .. } => "Choose another place, or move what is there away.",
            Self::File { .. } => "Check the path and your rights on it.",
            Self::NotStored { .. } | Self::JobNotStored { .. } => {
                "Wait until the file is stored, then save the receipt."
            }
            Self::HashesDiffer | Self::SignatureWrong => "Ask whoever gave it to you for the receipt as it was saved.",
            Self::OtherNetwork { .. } => "Use that network and check it again.",
            Self::Gone { .. } => "The receipt still proves that its account attested the storing; the file is gone.",
            Self::ChainDiffers { .. } => "Do not rely on this receipt. Look at the file itself with its file id.",
        }
    }
}

impl From<ReceiptError> for Problem {
    fn from(error: ReceiptError) -> Self {
        let problem = Self::new(error.code(), error.to_string(), error.remedy());
        match &error {
            ReceiptError::Unreadable(cause) => problem.caused_by(cause),
            ReceiptError::File { source, .. } => problem.caused_by(source),
            ReceiptError::NotStored { .. } | ReceiptError::JobNotStored { .. } => problem.retryable(),
            ReceiptError::OtherNetwork { genesis, .. } => problem.with("genesis", genesis),
            _ => problem,
        }
    }
}
