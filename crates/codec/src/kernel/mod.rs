//! The eight parity strips of four data strips, by the fastest way this processor has.
//!
//! Duty: one dispatch, chosen once. Invariant: every kernel gives the bytes of `reed-solomon-erasure`, which is also
//! the fallback. Absent on purpose: compile-time processor flags.

#[cfg(target_arch = "x86_64")]
mod field;
#[cfg(target_arch = "x86_64")]
mod x86;

use std::sync::OnceLock;

use reed_solomon_erasure::galois_8::ReedSolomon;

/// Data strips of a row.
const DATA: usize = 4;
/// Parity strips of a row.
const PARITY: usize = 8;

/// A way to compute parity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParityKernel {
    /// 256-bit Galois field instructions.
    Gfni,
    /// 256-bit table look-ups.
    Avx2,
    /// The `reed-solomon-erasure` crate.
    Portable,
}

impl ParityKernel {
    /// All of them, fastest first.
    pub const ALL: [Self; 3] = [Self::Gfni, Self::Avx2, Self::Portable];

    /// The fastest that this processor has; looked up once.
    pub fn best() -> Self {
        static BEST: OnceLock<ParityKernel> = OnceLock::new();
        *BEST.get_or_init(|| Self::ALL.into_iter().find(|kernel| kernel.is_available()).unwrap_or(Self::Portable))
    }

    /// Whether this processor can run it.
    pub fn is_available(self) -> bool {
        match self {
            Self::Portable => true,
            #[cfg(target_arch = "x86_64")]
            Self::Gfni => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("gfni"),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => is_x86_feature_detected!("avx2"),
            #[cfg(not(target_arch = "x86_64"))]
            Self::Gfni | Self::Avx2 => false,
        }
    }

    /// Compute parity; a kernel that the processor lacks falls back to the portable one.
    ///
    /// # Shapes
    /// `data`: 4 strips one behind the other; `parity`: 8 strips of the same length.
    /// # Source
    /// protocol §2.2; `tests/vectors/plain.json`.
    pub fn encode(self, data: &[u8], parity: &mut [u8]) {
        let strip = data.len() / DATA;
        assert!(strip * DATA == data.len() && strip * PARITY == parity.len(), "4 and 8 strips of one length");
        if strip == 0 {
            return;
        }
        let done = if self.is_available() { self.encode_vectors(data, parity, strip) } else { 0 };
        if done < strip {
            encode_portable(data, parity, strip, done);
        }
    }

    /// Encode as many bytes of each strip as fit vectors; returns how many.
    #[cfg(target_arch = "x86_64")]
    fn encode_vectors(self, data: &[u8], parity: &mut [u8], strip: usize) -> usize {
        match self {
            Self::Gfni => x86::encode_gfni(data, parity, strip),
            Self::Avx2 => x86::encode_avx2(data, parity, strip),
            Self::Portable => 0,
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn encode_vectors(self, _data: &[u8], _parity: &mut [u8], _strip: usize) -> usize {
        0
    }
}

/// Encode bytes `from..strip` of every strip.
fn encode_portable(data: &[u8], parity: &mut [u8], strip: usize, from: usize) {
    static CODER: OnceLock<ReedSolomon> = OnceLock::new();
    let coder = CODER.get_or_init(|| ReedSolomon::new(DATA, PARITY).expect("4 + 8 is a valid code"));
    let inputs: Vec<_> = data.chunks_exact(strip).map(|shard| &shard[from..]).collect();
    let mut outputs: Vec<_> = parity.chunks_exact_mut(strip).map(|shard| &mut shard[from..]).collect();
    coder.encode_sep(&inputs, &mut outputs).expect("shards of one length");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(length: usize, mut state: u64) -> Vec<u8> {
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn every_kernel_gives_the_bytes_of_the_reference() {
        for strip in [1, 31, 32, 33, 64, 100, 4096, 32 << 10] {
            let data = noise(DATA * strip, strip as u64);
            let mut expected = vec![0; PARITY * strip];
            encode_portable(&data, &mut expected, strip, 0);
            for kernel in ParityKernel::ALL {
                let mut parity = vec![0xAA; PARITY * strip];
                kernel.encode(&data, &mut parity);
                assert_eq!(parity, expected, "{kernel:?}, strips of {strip} bytes");
            }
        }
    }

    #[test]
    fn every_byte_value_is_multiplied_rightly_in_every_place() {
        for place in 0..DATA {
            let strip = 256;
            let mut data = vec![0; DATA * strip];
            for (value, byte) in (0..=u8::MAX).zip(&mut data[place * strip..]) {
                *byte = value;
            }
            let mut expected = vec![0; PARITY * strip];
            encode_portable(&data, &mut expected, strip, 0);
            for kernel in ParityKernel::ALL {
                let mut parity = vec![0; PARITY * strip];
                kernel.encode(&data, &mut parity);
                assert_eq!(parity, expected, "{kernel:?}, data strip {place}");
            }
        }
    }

    #[test]
    fn the_best_kernel_can_run_here() {
        assert!(ParityKernel::best().is_available());
    }
}
