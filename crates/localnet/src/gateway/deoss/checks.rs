//! What DeOSS checks before it takes a file, in the order of the real one.

use pileus_localnet_runtime::primitives::AccountId;

use super::answer::Refusal;
use crate::gateway::{records, shared::Core};

/// What a territory must hold for a file of any size up to one segment.
///
/// # Units
/// bytes.
const LEAST_SPACE: u64 = 96 << 20;
/// Copies that a file becomes, by the real gateway's estimate.
const COPIES: u64 = 3;
/// A segment, in whole ones of which the estimate is rounded.
///
/// # Units
/// bytes.
const SEGMENT: u64 = 32 << 20;
/// Bytes of the shortest and of the longest file name.
const NAME: (usize, usize) = (3, 63);

/// May this gateway act for the owner?
pub(super) async fn authorised(core: &Core, owner: &AccountId) -> Result<(), Refusal> {
    if *owner == core.account {
        return Ok(());
    }
    let list = records::authorised(core.ledger.as_ref(), owner).await.map_err(|_| Refusal::no_rpc())?;
    match list {
        list if list.contains(&core.account) => Ok(()),
        list if list.is_empty() => Err(Refusal::new(403, "space is not authorized")),
        _ => Err(Refusal::new(403, format!("Please authorize this gateway account: {}", core.address()))),
    }
}

/// Space left in a territory that has not ended.
///
/// # Units
/// bytes.
pub(super) async fn space_left(core: &Core, owner: &AccountId, territory: &str) -> Result<u128, Refusal> {
    let found = records::territory(core.ledger.as_ref(), owner, territory).await.map_err(|_| Refusal::no_rpc())?;
    let info = found.ok_or_else(|| Refusal::new(400, "please purchase territory first"))?;
    if *core.ledger.blocks().borrow() >= info.deadline {
        return Err(Refusal::new(400, "territory will expire soon"));
    }
    Ok(info.remaining_space)
}

/// Does the name fit the chain?
pub(super) fn name_fits(name: &str) -> Result<(), Refusal> {
    let (least, most) = NAME;
    match name.len() {
        0 => Err(Refusal::new(400, "Empty file name")),
        length if length > most => Err(Refusal::new(400, "The file name length cannot exceed 63 characters")),
        length if length < least => Err(Refusal::new(400, "The file name must be at least 3 characters long")),
        _ => Ok(()),
    }
}

/// Does the file fit, by the real gateway's estimate, which is not the chain's?
pub(super) fn space_suffices(left: u128, length: u64, whole_file: bool) -> Result<(), Refusal> {
    let needed = estimate(length);
    if left >= u128::from(needed) {
        return Ok(());
    }
    let message = format!("remaining space in the territory is less than {needed}");
    Err(Refusal::new(400, if whole_file { message } else { "insufficient territory space".to_owned() }))
}

fn estimate(length: u64) -> u64 {
    if length <= LEAST_SPACE { LEAST_SPACE } else { (length * COPIES).next_multiple_of(SEGMENT) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_estimate_is_too_small_for_two_and_three_segments() {
        assert_eq!((estimate(1), estimate(96 << 20)), (96 << 20, 96 << 20));
        assert_eq!(estimate((96 << 20) + 1), 320 << 20);
        assert!(space_suffices(96 << 20, 33 << 20, true).is_ok(), "the chain wants twice as much");
    }

    #[test]
    fn names_are_counted_in_bytes() {
        assert!(name_fits("a.b").is_ok() && name_fits("\u{e9}x").is_ok());
        for bad in ["", "ab", &"x".repeat(64)] {
            assert!(name_fits(bad).is_err(), "{bad}");
        }
    }
}
