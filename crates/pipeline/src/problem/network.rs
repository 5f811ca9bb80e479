//! Problems with storage nodes and what they hold.

use pileus_domain::{Fid, Problem, SegmentIndex};
use pileus_ports::{NodeError, NodeErrorKind};

/// A storage node failed for good.
pub fn of_node(error: &NodeError) -> Problem {
    let code = match error.kind {
        NodeErrorKind::ForbiddenAddress => "node_address_forbidden",
        NodeErrorKind::Corrupt => "node_lied",
        NodeErrorKind::NotFound => "node_lacks_fragment",
        NodeErrorKind::Unreachable | NodeErrorKind::TimedOut => "node_unreachable",
        _ => "node_refused",
    };
    Problem::new(code, "A storage node did not do its part.", "Resume; another node will be chosen.")
        .retryable()
        .with("node", &error.endpoint)
        .caused_by(error)
}

/// Not enough nodes take fragments.
pub(crate) fn too_few_nodes(usable: usize, needed: usize) -> Problem {
    Problem::new(
        "too_few_nodes",
        format!(
            "Only {usable} storage nodes can take a fragment now, {needed} are needed. The order stays open and keeps \
             its space; nothing is lost."
        ),
        "Resume later; more nodes may be reachable then.",
    )
    .retryable()
    .with("usable", usable)
    .with("needed", needed)
}

/// Fewer than four fragments of a segment can be had.
pub(crate) fn fragments_missing(fid: &Fid, segment: SegmentIndex, found: usize, last: Option<&NodeError>) -> Problem {
    let problem = Problem::new(
        "fragments_missing",
        format!(
            "Only {found} fragments of segment {} could be fetched, 4 are needed. The network may be restoring them.",
            segment.0 + 1
        ),
        "Resume later.",
    )
    .retryable()
    .with("fid", fid)
    .with("segment", segment);
    match last {
        Some(error) => problem.caused_by(error),
        None => problem,
    }
}

/// The uploader declared fragments that do not make the segment.
pub(crate) fn segment_inconsistent(fid: &Fid, segment: SegmentIndex) -> Problem {
    Problem::new(
        "content_inconsistent",
        format!(
            "The fragments of segment {} are what was declared, but do not make the declared segment. Whoever stored \
             this file declared it wrongly.",
            segment.0 + 1
        ),
        "Ask whoever stored the file; trying again does not help.",
    )
    .with("fid", fid)
    .with("segment", segment)
}
