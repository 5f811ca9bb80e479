//! What a stored file tells about its place in the catalogue.

use pileus_codec::Metadata;
use pileus_domain::{BucketName, ByteCount, ChainFileName, Fid, Owner, TerritoryName};
use pileus_ports::Seal;

use crate::transfers::media_type;

/// Longest name that is taken over, in bytes.
const NAME_LIMIT: usize = 1024;
/// The bucket of files that tell none.
const LOST: &str = "files";
/// From this many bytes on the chain's name of a plain file may have been cut at a whole letter of up to four bytes.
const MAYBE_CUT: usize = ChainFileName::MAX - 3;

/// What is known of a file that the catalogue does not have.
pub(super) struct Learned {
    pub(super) territory: TerritoryName,
    pub(super) bucket: BucketName,
    pub(super) name: String,
    pub(super) size: ByteCount,
    pub(super) media_type: String,
    pub(super) seal: Seal,
    pub(super) maybe_cut: bool,
}

/// A plain file is called `bucket/name` on the chain, if this program put it there.
pub(super) fn plain(owner: &Owner, size: ByteCount) -> Option<Learned> {
    let told = owner.file_name.split_once('/').filter(|(_, name)| !name.is_empty());
    let told = told.and_then(|(bucket, name)| Some((BucketName::new(bucket).ok()?, name)));
    let (bucket, name) = match told {
        Some((bucket, name)) => (bucket, name),
        None => (BucketName::new(LOST).ok()?, owner.file_name.as_str()),
    };
    let name = shown(name);
    Some(Learned {
        territory: TerritoryName::new(owner.territory.clone()).ok()?,
        bucket,
        size,
        media_type: media_type(&name).to_owned(),
        seal: Seal::None,
        maybe_cut: owner.file_name.len() >= MAYBE_CUT,
        name,
    })
}

/// A sealed file tells everything itself, but for its territory.
pub(super) fn sealed(owner: &Owner, fid: &Fid, metadata: Metadata, size: ByteCount, seal: Seal) -> Option<Learned> {
    let name = shown(&metadata.name);
    let bucket = BucketName::new(metadata.bucket).or_else(|_| BucketName::new(LOST)).ok()?;
    Some(Learned {
        territory: TerritoryName::new(owner.territory.clone()).ok()?,
        bucket,
        name: if name.is_empty() { fid.to_string() } else { name },
        size,
        media_type: shown(&metadata.media_type),
        seal,
        maybe_cut: false,
    })
}

/// A text that somebody else may have written, without what moves the cursor and within bounds.
fn shown(text: &str) -> String {
    let mut shown: String = text.chars().filter(|c| !c.is_control()).collect();
    let end = (0..=NAME_LIMIT.min(shown.len())).rev().find(|at| shown.is_char_boundary(*at));
    shown.truncate(end.unwrap_or(0));
    shown
}

#[cfg(test)]
mod tests {
    use pileus_domain::AccountId;

    use super::*;

    fn owner(file_name: &str) -> Owner {
        Owner { account: AccountId([1; 32]), file_name: file_name.to_owned(), territory: "space".to_owned() }
    }

    fn place(file_name: &str) -> (String, String) {
        let learned = plain(&owner(file_name), ByteCount(5)).unwrap();
        (learned.bucket.to_string(), learned.name)
    }

    #[test]
    fn a_plain_file_is_where_its_name_on_the_chain_says() {
        assert_eq!(place("letters/to you.txt"), ("letters".into(), "to you.txt".into()));
        assert_eq!(place("photos/2026/a.jpg"), ("photos".into(), "2026/a.jpg".into()));
        for elsewhere in ["report.pdf", "/report.pdf", "letters/"] {
            assert_eq!(place(elsewhere), ("files".into(), elsewhere.into()));
        }
        assert_eq!(plain(&owner("a/b.pdf"), ByteCount(5)).unwrap().media_type, "application/pdf");
    }

    #[test]
    fn names_that_may_be_cut_are_counted() {
        let cut = |name: &str| plain(&owner(name), ByteCount(5)).unwrap().maybe_cut;
        assert!(cut(ChainFileName::fitting("photos", &format!("{}.jpg", "ü".repeat(60))).as_str()));
        assert!(!cut("photos/short.jpg"));
    }

    #[test]
    fn what_a_header_says_is_taken_within_bounds() {
        let metadata = Metadata { name: "a\u{7}\nb".into(), bucket: "x/y".into(), media_type: String::new() };
        let fid = Fid(pileus_domain::ContentHash([2; 32]));
        let learned = sealed(&owner("sealed"), &fid, metadata, ByteCount(9), Seal::None).unwrap();
        assert_eq!((learned.name.as_str(), learned.bucket.as_str()), ("ab", "files"));
        let nameless = sealed(&owner("sealed"), &fid, Metadata::default(), ByteCount(9), Seal::None).unwrap();
        assert_eq!(nameless.name, fid.to_string());
        assert_eq!(shown(&"é".repeat(2000)).len(), NAME_LIMIT);
    }
}
