//! Tickets of uploads in chunks, and how much of each file counts as received.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use pileus_localnet_runtime::primitives::AccountId;

use super::answer::Refusal;
use crate::node::name::HashName;

/// How long a ticket counts after its last chunk.
///
/// # Units
/// milliseconds.
const LIFE: u64 = 24 * 3_600_000;
/// Tickets at once; the one that would end first makes room.
const MOST_TICKETS: usize = 256;

/// An upload in chunks.
#[derive(Clone, Debug)]
pub(super) struct Ticket {
    /// Whose file it is.
    pub(super) owner: AccountId,
    /// Its name.
    pub(super) name: String,
    /// Its territory.
    pub(super) territory: String,
    /// How long it shall be. Bytes.
    pub(super) total: u64,
    /// What counts as received, chunks that came twice counted twice. Bytes.
    pub(super) uploaded: u64,
    /// Whether the client waits for the order.
    pub(super) waits: bool,
    /// Where the chunks are put together.
    pub(super) path: PathBuf,
    /// When it ends. Milliseconds since 1970.
    pub(super) end: u64,
}

/// What became of a chunk.
#[derive(Debug)]
pub(super) enum Counted {
    /// Bytes are missing before it.
    TooEarly,
    /// It counts, and more is to come.
    More {
        /// What counts as received. Bytes.
        uploaded: u64,
    },
    /// It counts, and nothing is missing, as the counter says. The ticket is gone.
    Complete(Ticket),
}

/// All tickets.
#[derive(Default)]
pub(super) struct Tickets(Mutex<HashMap<HashName, Ticket>>);

impl Tickets {
    /// Open a ticket.
    pub(super) fn open(&self, hash: HashName, ticket: Ticket, now: u64) {
        let mut tickets = self.lock();
        if tickets.len() >= MOST_TICKETS {
            let first = tickets.iter().min_by_key(|(_, ticket)| ticket.end).map(|(hash, _)| hash.clone());
            first.map(|hash| tickets.remove(&hash));
        }
        tickets.insert(hash, Ticket { end: now + LIFE, ..ticket });
    }

    /// The ticket of a user.
    ///
    /// # Units
    /// `now` in milliseconds since 1970.
    pub(super) fn of(&self, hash: &HashName, owner: &AccountId, now: u64) -> Result<Ticket, Refusal> {
        let tickets = self.lock();
        let ticket = tickets.get(hash).ok_or_else(missing)?;
        if ticket.owner != *owner {
            return Err(Refusal::batch("unauthorized access"));
        }
        if now >= ticket.end {
            return Err(Refusal::batch("the data has expired."));
        }
        Ok(ticket.clone())
    }

    /// Count a chunk that begins at a place not behind what counts already.
    ///
    /// As published, the counter grows by the chunk's length wherever the chunk begins.
    pub(super) fn count(&self, hash: &HashName, start: u64, length: u64, now: u64) -> Result<Counted, Refusal> {
        let mut tickets = self.lock();
        let ticket = tickets.get_mut(hash).ok_or_else(missing)?;
        if start > ticket.uploaded {
            return Ok(Counted::TooEarly);
        }
        ticket.uploaded = ticket.uploaded.saturating_add(length);
        ticket.end = now + LIFE;
        if ticket.uploaded < ticket.total {
            return Ok(Counted::More { uploaded: ticket.uploaded });
        }
        tickets.remove(hash).map(Counted::Complete).ok_or_else(missing)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<HashName, Ticket>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn missing() -> Refusal {
    Refusal::batch("get data from redis error: data does not exist")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNER: AccountId = AccountId::new([1; 32]);

    fn opened() -> (Tickets, HashName) {
        let (tickets, hash) = (Tickets::default(), HashName::of_bytes([2; 32]));
        let ticket = Ticket {
            owner: OWNER,
            name: "file.bin".to_owned(),
            territory: "home".to_owned(),
            total: 300,
            uploaded: 0,
            waits: true,
            path: PathBuf::new(),
            end: 0,
        };
        tickets.open(hash.clone(), ticket, 0);
        (tickets, hash)
    }

    #[test]
    fn a_chunk_that_comes_twice_ends_the_file_early() {
        let (tickets, hash) = opened();
        for uploaded in [100, 200] {
            let counted = tickets.count(&hash, 0, 100, 0);
            assert!(matches!(counted, Ok(Counted::More { uploaded: sum }) if sum == uploaded));
        }
        let complete = tickets.count(&hash, 100, 100, 0);
        assert!(matches!(complete, Ok(Counted::Complete(Ticket { uploaded: 300, .. }))));
        assert_eq!(tickets.of(&hash, &OWNER, 0).unwrap_err(), missing());
    }

    #[test]
    fn a_chunk_behind_a_gap_waits() {
        let (tickets, hash) = opened();
        assert!(matches!(tickets.count(&hash, 100, 100, 0), Ok(Counted::TooEarly)));
        assert_eq!(tickets.of(&hash, &OWNER, 0).unwrap().uploaded, 0);
    }

    #[test]
    fn a_ticket_is_its_owners_for_a_day_after_the_last_chunk() {
        let (tickets, hash) = opened();
        let other = AccountId::new([9; 32]);
        assert_eq!(tickets.of(&hash, &other, 0).unwrap_err(), Refusal::batch("unauthorized access"));
        assert!(tickets.count(&hash, 0, 100, 1_000).is_ok());
        assert!(tickets.of(&hash, &OWNER, LIFE + 999).is_ok());
        assert_eq!(tickets.of(&hash, &OWNER, LIFE + 1_000).unwrap_err(), Refusal::batch("the data has expired."));
    }
}
