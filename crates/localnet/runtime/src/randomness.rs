//! What the chain draws by lot, without consensus to take it from.
//!
//! A draw depends on the block and its parent, the extrinsic that runs and the subject, so it is the same whenever the block
//! is run again and different in every block. Whoever makes the blocks could steer it: fit for a network of one host.

use parity_scale_codec::{Decode, Encode};
use sp_core::H256;

/// Draw 32 bytes for a subject.
pub(crate) fn draw<T: frame_system::Config>(subject: &impl Encode) -> H256 {
    let parent = frame_system::Pallet::<T>::parent_hash();
    let number = frame_system::Pallet::<T>::block_number();
    let index = frame_system::Pallet::<T>::extrinsic_index();
    let extrinsic = index.map(frame_system::Pallet::<T>::extrinsic_data);
    sp_io::hashing::blake2_256(&(parent, number, index, extrinsic, subject).encode()).into()
}

/// Choose some of the candidates, each at most once, in drawn order.
pub(crate) fn choose<T: frame_system::Config, Item>(
    mut candidates: Vec<Item>,
    count: usize,
    subject: &impl Encode,
) -> Vec<Item> {
    let mut chosen = Vec::with_capacity(count.min(candidates.len()));
    while chosen.len() < count && !candidates.is_empty() {
        let lot = draw::<T>(&(subject, chosen.len() as u64));
        // A 64-bit number over a few thousand candidates: the unevenness is far below anything visible.
        let number = u64::decode(&mut lot.as_bytes()).unwrap_or_default();
        let place = usize::try_from(number % candidates.len() as u64).unwrap_or_default();
        chosen.push(candidates.swap_remove(place));
    }
    chosen
}
