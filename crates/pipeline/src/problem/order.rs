//! Problems with orders, files and space on the chain.

use pileus_domain::{AccountId, Fid, FileState, Geometry, Problem, Territory, TerritoryName, TerritoryState};

/// The account has no such territory.
pub fn territory_missing(name: &TerritoryName) -> Problem {
    Problem::new(
        "territory_missing",
        format!("The account has no space named {name}. Nothing was ordered."),
        "Rent it first, or name another one.",
    )
}

/// Why a territory does not take an order of so many segments; nothing when it does.
pub fn territory_problem(territory: &Territory, segments: u64) -> Option<Problem> {
    let name = &territory.name;
    let problem = match territory.state {
        TerritoryState::Frozen => Problem::new(
            "territory_frozen",
            format!("The term of space {name} has ended: it takes no uploads. Its files are still there."),
            "Renew it, then resume.",
        ),
        TerritoryState::Expired => Problem::new(
            "territory_expired",
            format!("Space {name} has expired with its files."),
            "Revive it or choose another one, then resume.",
        ),
        TerritoryState::OnConsignment => Problem::new(
            "territory_on_sale",
            format!("Space {name} is for sale: it takes no uploads."),
            "Cancel the sale, or choose another one.",
        ),
        TerritoryState::Active if !territory.fits(segments) => Problem::new(
            "territory_full",
            format!(
                "Space {name} has {} left; this file needs more than {}. Nothing was ordered.",
                territory.remaining,
                pileus_domain::ByteCount(Geometry::CESS.charge().0.saturating_mul(segments))
            ),
            "Add space or delete files, then resume.",
        ),
        TerritoryState::Active => return None,
    };
    Some(problem.retryable().with("territory", name))
}

/// More segments than one file may have.
pub(crate) fn too_many_segments(segments: u64) -> Problem {
    Problem::new(
        "file_too_large",
        format!("The file has {segments} segments, the network takes at most {} a file.", Geometry::SEGMENT_LIMIT),
        "Split it into files under 31 GiB.",
    )
}

/// Someone stored other content under this FID.
pub(crate) fn content_differs(fid: &Fid) -> Problem {
    Problem::new(
        "fid_taken",
        "The network holds other content under this file's name. Nothing was ordered, since it would have bought that \
         content instead of yours.",
        "Store the file sealed: then its name cannot be known beforehand.",
    )
    .with("fid", fid)
}

/// The same segments are stored with another length.
pub(crate) fn same_content_other_size(fid: &Fid) -> Problem {
    Problem::new(
        "fid_taken_other_size",
        "Somebody stored a file that differs from this one only in zeros at its end. The network would hand out its \
         length instead of yours. Nothing was ordered.",
        "Store the file sealed.",
    )
    .with("fid", fid)
}

/// Someone else's order of the same content is open.
pub(crate) fn order_by_other(fid: &Fid, other: &AccountId) -> Problem {
    Problem::new(
        "order_by_other",
        "Somebody else is storing the same content at this moment. Ordering now would destroy one of the two orders.",
        "Resume in some minutes: then the file is there and only needs to be joined.",
    )
    .retryable()
    .with("fid", fid)
    .with("account", other)
}

/// Our order was replaced.
pub(crate) fn order_overwritten(fid: &Fid, other: &AccountId) -> Problem {
    Problem::new(
        "order_overwritten",
        "Somebody declared the same file name while your order was open, and the chain replaced your order. Your file \
         on this computer is whole; the space of the first order stays locked.",
        "Resume to order again once the other order has ended, or store the file sealed.",
    )
    .retryable()
    .with("fid", fid)
    .with("account", other)
}

/// Our order vanished.
pub(crate) fn order_dropped(fid: &Fid) -> Problem {
    Problem::new(
        "order_dropped",
        "The chain dropped the order, as it does when the space expires. Your file on this computer is whole.",
        "Renew or rent space, then resume.",
    )
    .retryable()
    .with("fid", fid)
}

/// Nobody stored such a file.
pub(crate) fn file_unknown(fid: &Fid) -> Problem {
    Problem::new("file_unknown", "The network does not know this file.", "Check the FID; it may have been deleted.")
        .with("fid", fid)
}

/// The file's upload is not over.
pub(crate) fn still_uploading(fid: &Fid, reported: usize) -> Problem {
    Problem::new(
        "still_uploading",
        format!("This file is still being stored: {reported} of 12 storage nodes have reported."),
        "Try again when its upload is over.",
    )
    .retryable()
    .with("fid", fid)
}

/// The chain says that the file cannot be read now.
pub(crate) fn file_not_active(fid: &Fid, state: FileState) -> Problem {
    Problem::new(
        "file_not_active",
        format!("The chain says {state:?} of this file: it cannot be read yet."),
        "Try again later.",
    )
    .retryable()
    .with("fid", fid)
}

/// Segments do not hash to the FID by any rule.
pub(crate) fn fid_mismatch(fid: &Fid) -> Problem {
    Problem::new(
        "fid_mismatch",
        "The segments that the chain lists for this file do not belong to its name. Somebody declared it wrongly.",
        "Ask whoever gave you the FID.",
    )
    .with("fid", fid)
}
