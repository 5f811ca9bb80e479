//! Tables of the field with 256 elements that the parity rows need.

use super::{DATA, PARITY};

/// Factors of the parity rows: `PARITY_ROWS[r][c]` multiplies data strip `c` in parity strip `r`.
///
/// # Source
/// protocol §2.2.
pub(super) const PARITY_ROWS: [[u8; DATA]; PARITY] = [
    [27, 28, 18, 20],
    [28, 27, 20, 18],
    [18, 20, 27, 28],
    [20, 18, 28, 27],
    [245, 232, 196, 216],
    [232, 245, 216, 196],
    [196, 216, 245, 232],
    [216, 196, 232, 245],
];

/// The polynomial x⁸ + x⁴ + x³ + x² + 1 without its highest power.
const REDUCTION: u8 = 0x1D;

/// Products of a factor with every low and every high half of a byte, each half repeated for both lanes of a vector.
#[derive(Clone, Copy)]
#[repr(C, align(32))]
pub(super) struct Products {
    pub(super) low: [u8; 32],
    pub(super) high: [u8; 32],
}

/// [`Products`] of every factor.
pub(super) static PRODUCTS: [[Products; DATA]; PARITY] = {
    let mut table = [[Products { low: [0; 32], high: [0; 32] }; DATA]; PARITY];
    let mut at = 0;
    while at < PARITY * DATA {
        table[at / DATA][at % DATA] = products(PARITY_ROWS[at / DATA][at % DATA]);
        at += 1;
    }
    table
};

/// Every factor as an 8 × 8 matrix of bits, in the order that the affine instruction reads.
pub(super) static BIT_MATRICES: [[i64; DATA]; PARITY] = {
    let mut table = [[0; DATA]; PARITY];
    let mut at = 0;
    while at < PARITY * DATA {
        table[at / DATA][at % DATA] = bit_matrix(PARITY_ROWS[at / DATA][at % DATA]);
        at += 1;
    }
    table
};

const fn multiply(mut a: u8, mut b: u8) -> u8 {
    let mut product = 0;
    while b != 0 {
        if b & 1 != 0 {
            product ^= a;
        }
        let carry = a & 0x80 != 0;
        a <<= 1;
        if carry {
            a ^= REDUCTION;
        }
        b >>= 1;
    }
    product
}

const fn products(factor: u8) -> Products {
    let mut table = Products { low: [0; 32], high: [0; 32] };
    let mut half = 0_u8;
    while half < 16 {
        let at = half as usize;
        table.low[at] = multiply(factor, half);
        table.low[at + 16] = table.low[at];
        table.high[at] = multiply(factor, half << 4);
        table.high[at + 16] = table.high[at];
        half += 1;
    }
    table
}

/// Row `i` of the matrix, for bit `i` of the product, is byte `7 - i` of the operand.
const fn bit_matrix(factor: u8) -> i64 {
    let mut matrix = [0_u8; 8];
    let mut column = 0;
    while column < 8 {
        let product = multiply(factor, 1 << column);
        let mut row = 0;
        while row < 8 {
            matrix[7 - row] |= ((product >> row) & 1) << column;
            row += 1;
        }
        column += 1;
    }
    i64::from_le_bytes(matrix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_agree_with_the_reference_field() {
        for row in PARITY_ROWS {
            for factor in row {
                let table = products(factor);
                for byte in 0..=u8::MAX {
                    let halves = table.low[usize::from(byte & 15)] ^ table.high[usize::from(byte >> 4)];
                    assert_eq!(halves, reed_solomon_erasure::galois_8::mul(factor, byte));
                }
            }
        }
    }
}
