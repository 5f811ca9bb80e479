//! What the fake chain remembers at one block.

use std::collections::BTreeMap;

use pileus_domain::{
    AccountId, Allocation, BlockNumber, ByteCount, Deal, Fid, FileRecord, GatewayRecord, Geometry, NodeId, NodeRecord,
    Planck, SpaceOrder, SpaceOrderId, Territory, TerritoryName, TerritoryState, TerritoryToken,
};

use crate::DispatchFailure;

/// Blocks that a frozen territory waits before it expires.
///
/// # Source
/// `StorageHandler.FrozenDays`, protocol §3.5.
const FROZEN_BLOCKS: u32 = 100_800;
/// Blocks without a report after which the network draws a slot again.
///
/// # Source
/// design §4.
const REDRAW_BLOCKS: u32 = 50;

/// Events of one transaction, in order.
pub(super) type Events = Vec<(String, BTreeMap<String, String>)>;

/// Money and transaction count of one account.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Account {
    pub(super) free: Planck,
    pub(super) reserved: Planck,
    pub(super) nonce: u64,
}

/// One entry of `UserHoldFileList`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) territory: String,
    pub(super) fid: Fid,
}

/// The network's choice for one order.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    pub(super) nodes: Vec<NodeId>,
    pub(super) since: Vec<u32>,
}

/// A territory on sale.
#[derive(Debug, Clone)]
pub(super) struct Sale {
    pub(super) seller: AccountId,
    pub(super) name: TerritoryName,
    pub(super) price: Planck,
    /// Who bought it, its new name, and the block at which it changes hands.
    pub(super) buyer: Option<(AccountId, TerritoryName, u32)>,
}

/// All state of the fake at one block.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) unit_price: Planck,
    pub(super) existential_deposit: Planck,
    pub(super) network_allocation: bool,
    pub(super) purchased: u64,
    pub(super) accounts: BTreeMap<AccountId, Account>,
    pub(super) gateways: BTreeMap<AccountId, GatewayRecord>,
    pub(super) authorised: BTreeMap<AccountId, Vec<AccountId>>,
    pub(super) territories: BTreeMap<(AccountId, String), Territory>,
    pub(super) sales: BTreeMap<TerritoryToken, Sale>,
    pub(super) orders: BTreeMap<SpaceOrderId, SpaceOrder>,
    pub(super) deals: BTreeMap<Fid, Deal>,
    pub(super) drawn: BTreeMap<Fid, Drawn>,
    pub(super) files: BTreeMap<Fid, FileRecord>,
    pub(super) held: BTreeMap<AccountId, Vec<Held>>,
    pub(super) nodes: BTreeMap<NodeId, NodeRecord>,
}

/// A dispatch error by name.
pub(super) fn failure(pallet: &str, name: &str) -> DispatchFailure {
    DispatchFailure { pallet: pallet.to_owned(), name: name.to_owned() }
}

impl World {
    /// Space of `segments` segments, all fragments counted.
    pub(super) fn charge(segments: usize) -> u64 {
        Geometry::CESS.charge().0.saturating_mul(segments as u64)
    }

    /// Space of one column of `segments` segments.
    pub(super) fn column(segments: usize) -> u64 {
        Self::charge(segments) / Geometry::CESS.total() as u64
    }

    /// Space that nobody has bought yet.
    pub(super) fn available(&self) -> u64 {
        let idle: u64 = self.nodes.values().map(|n| n.idle_space.0).sum();
        let stored: u64 = self.files.values().map(|f| Self::charge(f.segments.len())).sum();
        (idle + stored).saturating_sub(self.purchased)
    }

    /// The network's choice for an order, as the port shows it.
    pub(super) fn allocation(&self, fid: &Fid) -> Option<Allocation> {
        self.drawn.get(fid).map(|d| Allocation { nodes: d.nodes.clone() })
    }

    /// A territory that can be changed.
    ///
    /// # Errors
    /// `StorageHandler.NotHaveTerritory`.
    pub(super) fn territory(&mut self, owner: &AccountId, name: &str) -> Result<&mut Territory, DispatchFailure> {
        let key = (*owner, name.to_owned());
        self.territories.get_mut(&key).ok_or_else(|| failure("StorageHandler", "NotHaveTerritory"))
    }

    /// Is there a territory that has not expired?
    pub(super) fn territory_lives(&self, owner: &AccountId, name: &str) -> bool {
        self.territories.get(&(*owner, name.to_owned())).is_some_and(|t| t.state != TerritoryState::Expired)
    }

    /// Twelve distinct positive nodes for the columns of an order; nothing when there are fewer.
    ///
    /// Deterministic: the walk over the nodes begins where the FID and the block say.
    pub(super) fn draw(&mut self, fid: &Fid, now: u32) {
        let nodes: Vec<NodeId> = self.nodes.values().filter(|n| n.is_positive()).map(|n| n.node).collect();
        let total = Geometry::CESS.total();
        if !self.network_allocation || nodes.len() < total {
            return;
        }
        let start = usize::from(fid.0.0[0]) + now as usize;
        let nodes = (0..total).map(|i| nodes[(start + i) % nodes.len()]).collect();
        self.drawn.insert(*fid, Drawn { nodes, since: vec![now; total] });
    }

    /// What falls due at the beginning of a block.
    pub(super) fn begin(&mut self, now: u32) {
        self.carry_out_sales(now);
        self.age_territories(now);
        self.redraw_silent_slots(now);
    }

    fn age_territories(&mut self, now: u32) {
        let mut gone = Vec::new();
        for ((owner, name), territory) in &mut self.territories {
            if territory.state == TerritoryState::Active && now >= territory.deadline.0 {
                territory.state = TerritoryState::Frozen;
            }
            if territory.state == TerritoryState::Frozen && now >= territory.deadline.0.saturating_add(FROZEN_BLOCKS) {
                territory.state = TerritoryState::Expired;
                gone.push((*owner, name.clone(), territory.total.0));
            }
        }
        for (owner, name, total) in gone {
            self.purchased = self.purchased.saturating_sub(total);
            self.forget_files_of(&owner, &name);
        }
    }

    fn forget_files_of(&mut self, owner: &AccountId, territory: &str) {
        let list = self.held.entry(*owner).or_default();
        let fids: Vec<Fid> = list.iter().filter(|h| h.territory == territory).map(|h| h.fid).collect();
        list.retain(|h| h.territory != territory);
        for fid in fids {
            self.remove_owner(&fid, |o| o.account == *owner && o.territory == territory);
        }
    }

    /// Take owners off a file, and the file with the last one; gives how many were taken.
    pub(super) fn remove_owner(&mut self, fid: &Fid, matches: impl Fn(&pileus_domain::Owner) -> bool) -> usize {
        let Some(file) = self.files.get_mut(fid) else { return 0 };
        let before = file.owners.len();
        file.owners.retain(|o| !matches(o));
        let removed = before - file.owners.len();
        if file.owners.is_empty() {
            self.files.remove(fid);
        }
        removed
    }

    fn redraw_silent_slots(&mut self, now: u32) {
        let positive: Vec<NodeId> = self.nodes.values().filter(|n| n.is_positive()).map(|n| n.node).collect();
        for (fid, drawn) in &mut self.drawn {
            let Some(deal) = self.deals.get(fid) else { continue };
            for column in deal.missing() {
                let at = column.position();
                if now < drawn.since[at].saturating_add(REDRAW_BLOCKS) {
                    continue;
                }
                let free = |n: &&NodeId| !drawn.nodes.contains(n) && deal.reported.iter().all(|r| r.node != **n);
                if let Some(next) = positive.iter().cycle().skip(now as usize).take(positive.len()).find(free) {
                    drawn.nodes[at] = *next;
                }
                drawn.since[at] = now;
            }
        }
    }
}

/// A new territory.
pub(super) fn territory(name: &TerritoryName, token: [u8; 32], bytes: u64, now: u32, days: u32) -> Territory {
    Territory {
        name: name.clone(),
        token: pileus_domain::TerritoryToken(token),
        total: ByteCount(bytes),
        used: ByteCount(0),
        locked: ByteCount(0),
        remaining: ByteCount(bytes),
        start: BlockNumber(now),
        deadline: BlockNumber(now.saturating_add(days.saturating_mul(BlockNumber::DAY))),
        state: TerritoryState::Active,
    }
}
