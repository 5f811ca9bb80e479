//! Parity with 256-bit vectors of x86-64 processors.
//!
//! Duty: 32 bytes of each strip at a time, all eight outputs in one pass over the inputs. Invariant: no access outside
//! the strips, since every offset is below a length that was checked once. Absent on purpose: 512-bit vectors.

#![allow(unsafe_code, reason = "vector instructions; each kernel is checked against the portable one in tests")]

use std::arch::x86_64::{
    __m256i, _mm256_and_si256, _mm256_gf2p8affine_epi64_epi8, _mm256_load_si256, _mm256_loadu_si256, _mm256_set1_epi8,
    _mm256_set1_epi64x, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_srli_epi64, _mm256_storeu_si256,
    _mm256_xor_si256,
};

use super::{
    DATA, PARITY,
    field::{BIT_MATRICES, PRODUCTS},
};

/// Bytes of a vector.
const WIDTH: usize = 32;

/// Encode with Galois field instructions; returns how many bytes of each strip are done.
pub(super) fn encode_gfni(data: &[u8], parity: &mut [u8], strip: usize) -> usize {
    assert!(is_x86_feature_detected!("avx2") && is_x86_feature_detected!("gfni"));
    assert!(data.len() == DATA * strip && parity.len() == PARITY * strip);
    // SAFETY: the processor has both features and the slices have the lengths that the kernel relies on.
    unsafe { gfni(data, parity, strip) }
    strip / WIDTH * WIDTH
}

/// Encode with table look-ups; returns how many bytes of each strip are done.
pub(super) fn encode_avx2(data: &[u8], parity: &mut [u8], strip: usize) -> usize {
    assert!(is_x86_feature_detected!("avx2"));
    assert!(data.len() == DATA * strip && parity.len() == PARITY * strip);
    // SAFETY: the processor has the feature and the slices have the lengths that the kernel relies on.
    unsafe { avx2(data, parity, strip) }
    strip / WIDTH * WIDTH
}

/// # Safety
/// `data` has 4 strips and `parity` 8 strips of `strip` bytes.
#[target_feature(enable = "avx2,gfni")]
unsafe fn gfni(data: &[u8], parity: &mut [u8], strip: usize) {
    for at in (0..strip / WIDTH * WIDTH).step_by(WIDTH) {
        // SAFETY: `at + WIDTH <= strip`, the caller's promise covers every strip.
        let inputs: [__m256i; DATA] = std::array::from_fn(|column| unsafe { load(data, column * strip + at) });
        for (row, factors) in BIT_MATRICES.iter().enumerate() {
            let mut sum = _mm256_setzero_si256();
            for (input, factor) in inputs.iter().zip(factors) {
                let product = _mm256_gf2p8affine_epi64_epi8::<0>(*input, _mm256_set1_epi64x(*factor));
                sum = _mm256_xor_si256(sum, product);
            }
            // SAFETY: as above.
            unsafe { store(parity, row * strip + at, sum) };
        }
    }
}

/// # Safety
/// `data` has 4 strips and `parity` 8 strips of `strip` bytes.
#[target_feature(enable = "avx2")]
unsafe fn avx2(data: &[u8], parity: &mut [u8], strip: usize) {
    let half = _mm256_set1_epi8(0x0F);
    for at in (0..strip / WIDTH * WIDTH).step_by(WIDTH) {
        // SAFETY: `at + WIDTH <= strip`, the caller's promise covers every strip.
        let inputs: [__m256i; DATA] = std::array::from_fn(|column| unsafe { load(data, column * strip + at) });
        let low = inputs.map(|input| _mm256_and_si256(input, half));
        let high = inputs.map(|input| _mm256_and_si256(_mm256_srli_epi64::<4>(input), half));
        for (row, factors) in PRODUCTS.iter().enumerate() {
            let mut sum = _mm256_setzero_si256();
            for (column, products) in factors.iter().enumerate() {
                // SAFETY: the tables are 32 bytes long and aligned to 32 bytes by their type.
                let (lows, highs) = unsafe {
                    (_mm256_load_si256(products.low.as_ptr().cast()), _mm256_load_si256(products.high.as_ptr().cast()))
                };
                sum = _mm256_xor_si256(sum, _mm256_shuffle_epi8(lows, low[column]));
                sum = _mm256_xor_si256(sum, _mm256_shuffle_epi8(highs, high[column]));
            }
            // SAFETY: as above.
            unsafe { store(parity, row * strip + at, sum) };
        }
    }
}

/// # Safety
/// `at + 32 <= bytes.len()`.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn load(bytes: &[u8], at: usize) -> __m256i {
    debug_assert!(at + WIDTH <= bytes.len());
    // SAFETY: the caller's promise; the load needs no alignment.
    unsafe { _mm256_loadu_si256(bytes.as_ptr().add(at).cast()) }
}

/// # Safety
/// `at + 32 <= bytes.len()`.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn store(bytes: &mut [u8], at: usize, value: __m256i) {
    debug_assert!(at + WIDTH <= bytes.len());
    // SAFETY: the caller's promise; the store needs no alignment.
    unsafe { _mm256_storeu_si256(bytes.as_mut_ptr().add(at).cast(), value) }
}
