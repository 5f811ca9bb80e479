//! Drawing storage nodes for orders, as the documentation of CESS describes it.
//!
//! Ours: runtimes since 0.7.6 leave the choice to the client. An entry only directs the client; a report of any node
//! at work counts, whoever was drawn. Off unless the chain's first state says otherwise.

use frame_support::dispatch::DispatchResult;

use super::{AllocationInfo, ColumnNodes, Config, DealAllocation, DealInfo, DealMap, Error, Event, Pallet};
use crate::pallets::sminer::{AllMiner, MinerItems, state};
use crate::primitives::{AccountId, BlockNumber, FRAGMENT_COUNT, FRAGMENT_SIZE, Hash, now};
use crate::randomness;

/// The storage key that switches drawing on; its value is one byte, 1.
pub const SWITCH: &[u8] = b":pileus:network_allocation";
/// How long a drawn node has for its report before another is drawn. Blocks.
pub const PATIENCE: BlockNumber = 50;

/// Whether this chain draws nodes.
fn is_on() -> bool {
    sp_io::storage::get(SWITCH).is_some_and(|value| value[..] == [1])
}

impl<T: Config> Pallet<T> {
    /// Draw twelve nodes for a new order. With fewer than twelve to draw from there is no entry, which leaves the
    /// choice to the client.
    pub(super) fn allocate(fid: Hash) -> DispatchResult {
        DealAllocation::<T>::remove(fid);
        let Some(deal) = DealMap::<T>::get(fid).filter(|_| is_on()) else { return Ok(()) };
        let nodes = randomness::choose::<T, _>(Self::usable_nodes(&deal), FRAGMENT_COUNT as usize, &fid);
        if nodes.len() < FRAGMENT_COUNT as usize {
            return Ok(());
        }
        Self::enter_allocation(fid, nodes)
    }

    fn enter_allocation(fid: Hash, nodes: Vec<AccountId>) -> DispatchResult {
        let nodes = ColumnNodes::try_from(nodes).map_err(|_| Error::<T>::BoundedVecError)?;
        DealAllocation::<T>::insert(fid, AllocationInfo { nodes: nodes.clone(), drawn: now::<T>() });
        Self::deposit_event(Event::DealAllocated { deal_hash: fid, nodes });
        Ok(())
    }

    /// Draw again for every order whose open columns waited long enough.
    pub(crate) fn draw_again(block: BlockNumber) {
        let waited = |info: &AllocationInfo| info.drawn.saturating_add(PATIENCE) <= block;
        let due: Vec<_> = DealAllocation::<T>::iter().filter(|(_, info)| waited(info)).collect();
        for (fid, info) in due {
            match DealMap::<T>::get(fid) {
                // Twelve nodes for twelve columns always fit.
                Some(deal) => drop(Self::enter_allocation(fid, Self::second_choice(fid, &deal, &info.nodes))),
                None => DealAllocation::<T>::remove(fid),
            }
        }
    }

    /// Who holds or shall hold each column: reported ones stay with their reporter; for the others new nodes are
    /// drawn, silent ones again only when there is nobody else.
    fn second_choice(fid: Hash, deal: &DealInfo, silent: &[AccountId]) -> Vec<AccountId> {
        let reporter = |column: usize| {
            deal.complete_list.iter().find(|report| usize::from(report.index) == column + 1).map(|report| &report.miner)
        };
        let open = (0..silent.len()).filter(|column| reporter(*column).is_none()).count();
        let (tried, fresh): (Vec<_>, Vec<_>) = Self::usable_nodes(deal).into_iter().partition(|node| {
            silent.iter().enumerate().any(|(column, other)| other == node && reporter(column).is_none())
        });
        let mut drawn = randomness::choose::<T, _>(fresh, open, &(fid, 1u8));
        drawn.extend(randomness::choose::<T, _>(tried, open - drawn.len(), &(fid, 2u8)));
        let mut drawn = drawn.into_iter();
        let choice = silent.iter().enumerate().map(|(column, before)| match reporter(column) {
            Some(node) => node.clone(),
            None => drawn.next().unwrap_or_else(|| before.clone()),
        });
        choice.collect()
    }

    /// The nodes at work that have room for the order and did not report for it yet.
    fn usable_nodes(deal: &DealInfo) -> Vec<AccountId> {
        let room = FRAGMENT_SIZE * deal.segment_list.len() as u128;
        let usable = |node: &AccountId| {
            let reported = deal.complete_list.iter().any(|report| report.miner == *node);
            !reported
                && MinerItems::<T>::get(node).is_some_and(|info| info.is_in(state::POSITIVE) && info.idle_space >= room)
        };
        AllMiner::<T>::get().into_iter().filter(usable).collect()
    }
}
