//! Is a stored file whole? Asked from the chain, or from every storage node.

use futures::{StreamExt, stream};
use pileus_domain::{ByteCount, ColumnIndex, Fid, FileRecord, FragmentAddress, NodeId, Problem, SegmentIndex};
use pileus_ports::{At, NodeErrorKind};

use crate::{
    Pipeline,
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

/// One fragment that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FragmentFinding {
    /// Which.
    pub at: FragmentAddress,
    /// Who should have it.
    pub node: NodeId,
    /// What is wrong.
    pub trouble: String,
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
        let status = self.chain.file_status(fid, At::Final).await.map_err(|e| problem::of_chain(&e))?;
        let file = status.file.ok_or_else(|| match status.deal {
            Some(deal) => problem::still_uploading(fid, deal.reported.len()),
            None => problem::file_unknown(fid),
        })?;
        let file = checked(file, fid)?;
        let findings = match depth {
            VerifyDepth::Chain => unavailable(&file),
            VerifyDepth::Nodes => self.fetch_all(fid, &file).await,
        };
        Ok(report(*fid, &file, findings, depth))
    }

    async fn fetch_all(&self, fid: &Fid, file: &FileRecord) -> Vec<FragmentFinding> {
        let book = AddressBook::default();
        let (chain, nodes) = (self.chain.as_ref(), self.nodes.as_ref());
        let fetcher = Fetcher { chain, nodes, limits: &self.limits, book: &book, fid: *fid };
        let asked = stream::iter(fragments(file)).map(|(at, fragment)| {
            let fetcher = &fetcher;
            async move {
                let trouble = match fetcher.fetch(&fragment).await {
                    Ok(_) => return None,
                    Err(error) if error.kind == NodeErrorKind::NotFound => "the node does not have it".to_owned(),
                    Err(error) => error.to_string(),
                };
                Some(FragmentFinding { at, node: fragment.node, trouble })
            }
        });
        asked.buffered(self.limits.parallel_fetches).filter_map(|found| async move { found }).collect().await
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
    lost.map(|(at, f)| FragmentFinding { at, node: f.node, trouble: "being restored by the network".to_owned() })
        .collect()
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
