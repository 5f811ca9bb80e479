//! Is a stored file whole? Asked from the chain, or from every storage node.

use futures::{StreamExt, stream};
use pileus_domain::{ByteCount, ColumnIndex, Fid, FileRecord, FragmentAddress, NodeId, Problem, SegmentIndex};
use pileus_ports::{At, NodeErrorKind};

use crate::{
    CheckProgress, Pipeline,
    download::checked,
    fetch::{AddressBook, Fetcher},
    problem,
};

/// How closely to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerifyDepth {
    /// What the chain says of every fragment.
    Chain,
    /// Fetch every fragment and compare its hash.
    Nodes,
}

/// What can be wrong with a fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FragmentTrouble {
    /// It is lost, and the network is restoring it.
    Restoring,
    /// The node does not have it.
    Missing,
    /// The node hands out other bytes.
    Corrupt,
    /// The node cannot be reached.
    Unreachable,
    /// The node does not answer in time.
    TimedOut,
    /// The node has an address that may not be connected to.
    ForbiddenAddress,
    /// The node does not hand it out.
    Refused,
}

impl From<NodeErrorKind> for FragmentTrouble {
    fn from(kind: NodeErrorKind) -> Self {
        match kind {
            NodeErrorKind::NotFound => Self::Missing,
            NodeErrorKind::Corrupt => Self::Corrupt,
            NodeErrorKind::Unreachable | NodeErrorKind::NodeOffline => Self::Unreachable,
            NodeErrorKind::TimedOut => Self::TimedOut,
            NodeErrorKind::ForbiddenAddress => Self::ForbiddenAddress,
            NodeErrorKind::OrderNotSeen
            | NodeErrorKind::BytesRefused
            | NodeErrorKind::DiskFailed
            | NodeErrorKind::SignatureRefused
            | NodeErrorKind::Unexpected => Self::Refused,
        }
    }
}

/// One fragment that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FragmentFinding {
    /// Which.
    pub at: FragmentAddress,
    /// Who should have it.
    pub node: NodeId,
    /// What is wrong.
    pub trouble: FragmentTrouble,
    /// The same in words, with what the node said.
    pub told: String,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyReport {
    /// The file.
    pub fid: Fid,
    /// Its size on the chain.
    pub file_size: ByteCount,
    /// Fragments that were looked at.
    pub fragments: usize,
    /// Those that are not well.
    pub findings: Vec<FragmentFinding>,
    /// Fragments that are well in the weakest segment; 4 are enough.
    pub weakest: usize,
    /// Did anybody fetch them?
    pub fetched: bool,
}

impl VerifyReport {
    /// Can every segment be restored?
    pub fn is_restorable(&self) -> bool {
        self.weakest >= pileus_domain::Geometry::CESS.data()
    }
}

impl Pipeline {
    /// Look at every fragment of a stored file.
    ///
    /// # Errors
    /// A named problem when the chain does not have the file, or cannot be asked.
    pub async fn verify(&self, fid: &Fid, depth: VerifyDepth) -> Result<VerifyReport, Problem> {
        self.verify_telling(fid, depth, &|_| {}).await
    }

    /// [`Pipeline::verify`], telling how many segments are through. Dropped, it stops.
    ///
    /// # Errors
    /// As [`Pipeline::verify`].
    pub async fn verify_telling(
        &self,
        fid: &Fid,
        depth: VerifyDepth,
        tell: &(dyn Fn(CheckProgress) + Send + Sync),
    ) -> Result<VerifyReport, Problem> {
        let file = self.stored_file(fid).await?;
        let findings = match depth {
            VerifyDepth::Chain => unavailable(&file),
            VerifyDepth::Nodes => self.fetch_all(fid, &file, tell).await,
        };
        Ok(report(*fid, &file, findings, depth))
    }

    /// A file's record in a final block, readable and consistent with its name.
    ///
    /// # Errors
    /// `still_uploading`, `file_unknown`, `file_not_active`, `fid_mismatch`, or the chain's problem.
    pub(crate) async fn stored_file(&self, fid: &Fid) -> Result<FileRecord, Problem> {
        let status = self.chain.file_status(fid, At::Final).await.map_err(|e| problem::of_chain(&e))?;
        let file = status.file.ok_or_else(|| match status.deal {
            Some(deal) => problem::still_uploading(fid, deal.reported.len()),
            None => problem::file_unknown(fid),
        })?;
        checked(file, fid)
    }

    async fn fetch_all(
        &self,
        fid: &Fid,
        file: &FileRecord,
        tell: &(dyn Fn(CheckProgress) + Send + Sync),
    ) -> Vec<FragmentFinding> {
        let book = AddressBook::default();
        let (chain, nodes) = (self.chain.as_ref(), self.nodes.as_ref());
        let fetcher = Fetcher { chain, nodes, limits: &self.limits, book: &book, fid: *fid, run: None };
        let asked = stream::iter(fragments(file)).map(|(at, fragment)| {
            let fetcher = &fetcher;
            async move {
                let error = fetcher.fetch(&fragment).await.err()?;
                let told = match error.kind {
                    NodeErrorKind::NotFound => "the node does not have it".to_owned(),
                    _ => error.to_string(),
                };
                Some(FragmentFinding { at, node: fragment.node, trouble: error.kind.into(), told })
            }
        });
        let mut answers = asked.buffered(self.limits.parallel_fetches).enumerate();
        let mut findings = Vec::new();
        while let Some((number, found)) = answers.next().await {
            findings.extend(found);
            tell(CheckProgress::after_fragments(number + 1, file));
        }
        findings
    }
}

fn fragments(file: &FileRecord) -> Vec<(FragmentAddress, pileus_domain::FragmentRecord)> {
    let segments = (0u32..).map(SegmentIndex).zip(&file.segments);
    segments
        .flat_map(|(segment, record)| {
            ColumnIndex::all()
                .zip(&record.fragments)
                .map(move |(column, fragment)| (FragmentAddress { segment, column }, *fragment))
        })
        .collect()
}

fn unavailable(file: &FileRecord) -> Vec<FragmentFinding> {
    let lost = fragments(file).into_iter().filter(|(_, fragment)| !fragment.available);
    let told = "being restored by the network";
    let finding = |(at, fragment): (FragmentAddress, pileus_domain::FragmentRecord)| FragmentFinding {
        at,
        node: fragment.node,
        trouble: FragmentTrouble::Restoring,
        told: told.to_owned(),
    };
    lost.map(finding).collect()
}

fn report(fid: Fid, file: &FileRecord, findings: Vec<FragmentFinding>, depth: VerifyDepth) -> VerifyReport {
    let total = usize::from(ColumnIndex::COUNT);
    let weakest = (0u32..)
        .take(file.segments.len())
        .map(|segment| total - findings.iter().filter(|f| f.at.segment.0 == segment).count())
        .min()
        .unwrap_or(0);
    VerifyReport {
        fid,
        file_size: file.file_size,
        fragments: file.segments.len() * total,
        findings,
        weakest,
        fetched: depth == VerifyDepth::Nodes,
    }
}
