//! How full a territory was, from when its files came into the catalogue.
//!
//! The catalogue does not know what was stored elsewhere or is gone: that part is told as if it had always been so, and
//! the last sample is what the chain says now.

use pileus_domain::ByteCount;
use pileus_ports::{CatalogueFile, Timestamp};

use crate::space_taken;

/// Most samples that are handed out.
pub const POINT_LIMIT: usize = 60;

/// How full a territory was at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// When.
    pub at: Timestamp,
    /// Space of stored files.
    pub used: ByteCount,
}

/// A sample before the first file, one for each file, and one now, in order of time.
pub(super) fn history(files: &[&CatalogueFile], used: ByteCount, now: Timestamp) -> Vec<Sample> {
    let mut added: Vec<_> = files.iter().map(|file| (file.added.min(now), space_taken(file).0)).collect();
    added.sort_unstable();
    let known = added.iter().map(|(_, bytes)| *bytes).fold(0, u64::saturating_add);
    let mut sum = used.0.saturating_sub(known);
    let mut samples = Vec::with_capacity(added.len() + 2);
    samples.extend(added.first().map(|(at, _)| Sample { at: *at, used: ByteCount(sum) }));
    for (at, bytes) in added {
        sum = sum.saturating_add(bytes).min(used.0);
        samples.push(Sample { at, used: ByteCount(sum) });
    }
    samples.push(Sample { at: now, used });
    samples
}

/// No more than so many of the samples, the first and the last among them.
pub(super) fn thin(samples: Vec<Sample>, most: usize) -> Vec<Sample> {
    let (count, most) = (samples.len(), most.max(2));
    if count <= most {
        return samples;
    }
    (0..most).map(|step| samples[step * (count - 1) / (most - 1)]).collect()
}

#[cfg(test)]
mod tests {
    use pileus_domain::{AccountId, ContentHash, Fid, GenesisHash};
    use pileus_ports::{BucketId, Seal};

    use super::*;

    const CHARGE: u64 = 96 << 20;
    const NOW: Timestamp = Timestamp(1_000);

    fn file(added: u64, seal: Seal, size: u64) -> CatalogueFile {
        CatalogueFile {
            fid: Fid(ContentHash([1; 32])),
            genesis: GenesisHash([2; 32]),
            account: AccountId([3; 32]),
            bucket: BucketId(1),
            name: "f".to_owned(),
            size: ByteCount(size),
            media_type: String::new(),
            seal,
            added: Timestamp(added),
        }
    }

    fn told(files: &[CatalogueFile], used: u64) -> Vec<(u64, u64)> {
        let files: Vec<_> = files.iter().collect();
        let samples = history(&files, ByteCount(used * CHARGE), NOW);
        samples.iter().map(|sample| (sample.at.0, sample.used.0 / CHARGE)).collect()
    }

    #[test]
    fn each_file_adds_what_the_chain_charges_for_it() {
        let files = [file(20, Seal::None, 32 << 20), file(10, Seal::Passphrase, 32 << 20)];
        assert_eq!(told(&files, 3), [(10, 0), (10, 2), (20, 3), (1_000, 3)], "a seal takes a little more");
    }

    #[test]
    fn what_the_catalogue_does_not_know_was_always_there() {
        assert_eq!(told(&[file(10, Seal::None, 1)], 5), [(10, 4), (10, 5), (1_000, 5)]);
        assert_eq!(told(&[], 5), [(1_000, 5)]);
    }

    #[test]
    fn files_that_the_chain_no_longer_charges_raise_nothing() {
        let files = [file(10, Seal::None, 1), file(20, Seal::None, 1), file(5_000, Seal::None, 1)];
        assert_eq!(told(&files, 1), [(10, 0), (10, 1), (20, 1), (1_000, 1), (1_000, 1)], "none is after now");
    }

    #[test]
    fn thinned_samples_keep_both_ends() {
        let samples: Vec<_> = (0..500).map(|at| Sample { at: Timestamp(at), used: ByteCount(at) }).collect();
        let thinned = thin(samples.clone(), POINT_LIMIT);
        assert_eq!((thinned.len(), thinned[0], thinned[59]), (60, samples[0], samples[499]));
        assert!(thinned.windows(2).all(|pair| pair[0].at < pair[1].at));
        assert_eq!(thin(samples[..3].to_vec(), POINT_LIMIT), samples[..3]);
    }
}
