//! What each call does on the fake chain, with the checks of the real one in its order.
//!
//! # Source
//! protocol §4.3 (declaration), §4.5 (reports), §4.9 (territories), §4.10 (deletion).

use std::collections::BTreeMap;

use blake2::{Blake2b, Digest, digest::consts::U32};
use pileus_domain::{
    AccountId, BlockNumber, ByteCount, Call, ColumnIndex, Deal, Fid, FilePlan, FileRecord, FileState, FragmentRecord,
    NodeId, Owner, Planck, Reported, SegmentPlan, SegmentRecord, SpaceOrder, TerritoryName, TerritoryState,
};

use super::world::{Events, Held, World, failure, territory};
use crate::DispatchFailure;

/// Least term of a new territory.
///
/// # Units
/// days.
const LEAST_TERM: u32 = 30;
/// Reactivation still divides the price, a leftover of the older price (protocol §4.9).
const REACTIVATION_DISCOUNT: u128 = 30;
/// Most gateways of one account.
const GATEWAY_LIMIT: usize = 20;

pub(super) type Dispatched<T = ()> = Result<T, DispatchFailure>;

/// BLAKE2b-256, as the chain hashes.
pub(super) fn blake2_256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Blake2b::<U32>::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

pub(super) fn event<const N: usize>(name: &str, fields: [(&str, String); N]) -> (String, BTreeMap<String, String>) {
    (name.to_owned(), fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
}

impl World {
    /// Run one call; nothing is changed when it fails.
    pub(super) fn dispatch(&mut self, now: u32, signer: AccountId, call: &Call) -> Dispatched<Events> {
        let mut draft = self.clone();
        let mut events = Vec::new();
        draft.run(now, signer, call, &mut events)?;
        *self = draft;
        Ok(events)
    }

    fn run(&mut self, now: u32, signer: AccountId, call: &Call, events: &mut Events) -> Dispatched {
        match call {
            Call::MintTerritory { name, gib, days } => self.mint(now, signer, name, (*gib, *days), events),
            Call::ExpandTerritory { name, gib } => self.expand(now, signer, name, *gib, events),
            Call::RenewTerritory { name, days } => self.renew(now, signer, name, *days, events),
            Call::ReactivateTerritory { name, days } => self.reactivate(now, signer, name, *days, events),
            Call::RenameTerritory { from, to } => self.rename(signer, from, to),
            Call::GrantTerritory { name, to } => self.grant(signer, name, *to),
            Call::ConsignTerritory { name, price } => self.consign(now, signer, name, *price, events),
            Call::WithdrawConsignment { name } => self.withdraw_consignment(signer, name, events),
            Call::BuyConsignment { token, name } => self.buy_consignment(now, signer, *token, name, events),
            Call::WithdrawPurchase { token } => self.withdraw_purchase(signer, *token, events),
            Call::OrderSpace { owner, name, kind, gib, days, life } => {
                let (price, expires) = (Planck(0), BlockNumber(0));
                let name = name.clone();
                let order = SpaceOrder { owner: *owner, name, kind: *kind, gib: *gib, days: *days, price, expires };
                self.order_space(now, signer, order, *life, events)
            }
            Call::PaySpaceOrder { order } => self.pay_order(now, signer, order, events),
            Call::DeclareUpload { plan, owner, file_name, territory, bucket: _ } => {
                let brief = Owner {
                    account: *owner,
                    file_name: file_name.as_str().to_owned(),
                    territory: territory.as_str().to_owned(),
                };
                self.declare(now, signer, plan, brief, events)
            }
            Call::DeleteFile { owner, fid } => self.delete(signer, owner, fid, events),
            Call::MoveFile { owner, fid, territory } => self.move_file(signer, owner, fid, territory, events),
            Call::AuthorizeGateway { gateway } => self.authorize(signer, *gateway, events),
            Call::RevokeGateway { gateway } => self.revoke(signer, gateway, events),
            Call::Transfer { to, amount } => self.transfer(signer, *to, *amount, events),
        }
    }

    fn mint(
        &mut self,
        now: u32,
        signer: AccountId,
        name: &TerritoryName,
        size: (u32, u32),
        events: &mut Events,
    ) -> Dispatched {
        let (gib, days) = size;
        if self.territories.contains_key(&(signer, name.as_str().to_owned())) {
            return Err(failure("StorageHandler", "PurchasedSpace"));
        }
        if days < LEAST_TERM {
            return Err(failure("StorageHandler", "BoundariesNotMet"));
        }
        let spend = self.pay(signer, u128::from(gib) * u128::from(days), 1)?;
        self.found(now, signer, name, size)?;
        let rented = self.territory(&signer, name.as_str())?;
        events.push(event(
            "StorageHandler.MintTerritory",
            [
                ("token", rented.token.to_string()),
                ("name", name.to_string()),
                ("storage_capacity", rented.total.0.to_string()),
                ("spend", spend.0.to_string()),
            ],
        ));
        Ok(())
    }

    /// A new territory, paid by whom ever.
    pub(super) fn found(
        &mut self,
        now: u32,
        owner: AccountId,
        name: &TerritoryName,
        (gib, days): (u32, u32),
    ) -> Dispatched {
        let bytes = self.buy(gib)?;
        let token = blake2_256(&[&owner.0, name.as_str().as_bytes(), &now.to_le_bytes()]);
        self.territories.insert((owner, name.as_str().to_owned()), territory(name, token, bytes, now, days));
        Ok(())
    }

    fn buy(&mut self, gib: u32) -> Dispatched<u64> {
        let bytes = u64::from(gib) * ByteCount::GIB.0;
        if bytes > self.available() {
            return Err(failure("StorageHandler", "InsufficientAvailableSpace"));
        }
        self.purchased += bytes;
        Ok(bytes)
    }

    fn pay(&mut self, signer: AccountId, gib_days: u128, divisor: u128) -> Dispatched<Planck> {
        let price = gib_days.checked_mul(self.unit_price.0 / divisor);
        let price = Planck(price.ok_or_else(|| failure("StorageHandler", "Overflow"))?);
        self.charge_account(signer, price)?;
        Ok(price)
    }

    pub(super) fn charge_account(&mut self, signer: AccountId, price: Planck) -> Dispatched {
        let keep = self.existential_deposit.0;
        let account = self.accounts.entry(signer).or_default();
        if account.free.0 < price.0.saturating_add(keep) {
            return Err(failure("StorageHandler", "InsufficientBalance"));
        }
        account.free.0 -= price.0;
        Ok(())
    }

    fn expand(
        &mut self,
        now: u32,
        signer: AccountId,
        name: &TerritoryName,
        gib: u32,
        events: &mut Events,
    ) -> Dispatched {
        let territory = self.territory(&signer, name.as_str())?;
        if territory.state != TerritoryState::Active {
            return Err(failure("StorageHandler", "NotActive"));
        }
        let days = territory.deadline.0.saturating_sub(now).div_ceil(BlockNumber::DAY);
        let before = territory.total.0;
        let spend = self.pay(signer, u128::from(gib) * u128::from(days), 1)?;
        self.enlarge(&signer, name, gib)?;
        let more = self.territory(&signer, name.as_str())?.total.0 - before;
        events.push(event(
            "StorageHandler.ExpansionTerritory",
            [("name", name.to_string()), ("expansion_space", more.to_string()), ("spend", spend.0.to_string())],
        ));
        Ok(())
    }

    /// More space, paid by whom ever.
    pub(super) fn enlarge(&mut self, owner: &AccountId, name: &TerritoryName, gib: u32) -> Dispatched {
        let bytes = self.buy(gib)?;
        let territory = self.territory(owner, name.as_str())?;
        territory.total.0 += bytes;
        territory.remaining.0 += bytes;
        Ok(())
    }

    /// More days, paid by whom ever.
    pub(super) fn prolong(&mut self, now: u32, owner: &AccountId, name: &TerritoryName, days: u32) -> Dispatched {
        let territory = self.territory(owner, name.as_str())?;
        if territory.deadline.0 <= now {
            territory.start = BlockNumber(now);
            territory.deadline = BlockNumber(now);
        }
        territory.deadline.0 = territory.deadline.0.saturating_add(days.saturating_mul(BlockNumber::DAY));
        territory.state = TerritoryState::Active;
        Ok(())
    }

    fn renew(
        &mut self,
        now: u32,
        signer: AccountId,
        name: &TerritoryName,
        days: u32,
        events: &mut Events,
    ) -> Dispatched {
        let territory = self.territory(&signer, name.as_str())?;
        if !matches!(territory.state, TerritoryState::Active | TerritoryState::Frozen) {
            return Err(failure("StorageHandler", "StateError"));
        }
        let gib = territory.total.0 / ByteCount::GIB.0;
        let spend = self.pay(signer, u128::from(gib) * u128::from(days), 1)?;
        self.prolong(now, &signer, name, days)?;
        events.push(event(
            "StorageHandler.RenewalTerritory",
            [("name", name.to_string()), ("days", days.to_string()), ("spend", spend.0.to_string())],
        ));
        Ok(())
    }

    fn reactivate(
        &mut self,
        now: u32,
        signer: AccountId,
        name: &TerritoryName,
        days: u32,
        events: &mut Events,
    ) -> Dispatched {
        let old = self.territory(&signer, name.as_str())?.clone();
        if old.state != TerritoryState::Expired {
            return Err(failure("StorageHandler", "NotExpire"));
        }
        let gib = old.total.0 / ByteCount::GIB.0;
        let spend = self.pay(signer, u128::from(gib) * u128::from(days), REACTIVATION_DISCOUNT)?;
        self.purchased += old.total.0;
        *self.territory(&signer, name.as_str())? = territory(name, old.token.0, old.total.0, now, days);
        events.push(event(
            "StorageHandler.ReactivateTerritory",
            [("name", name.to_string()), ("days", days.to_string()), ("spend", spend.0.to_string())],
        ));
        Ok(())
    }

    fn rename(&mut self, signer: AccountId, from: &TerritoryName, to: &TerritoryName) -> Dispatched {
        self.territory(&signer, from.as_str())?;
        if self.territories.contains_key(&(signer, to.as_str().to_owned())) {
            return Err(failure("StorageHandler", "DuplicateName"));
        }
        self.empty_active(&signer, from)?;
        self.hand(signer, from, signer, to.clone())
    }

    fn may_act(&self, signer: AccountId, owner: &AccountId) -> Dispatched {
        let authorised = self.authorised.get(owner).is_some_and(|list| list.contains(&signer));
        if signer == *owner || authorised { Ok(()) } else { Err(failure("FileBank", "NoPermission")) }
    }

    fn declare(
        &mut self,
        now: u32,
        signer: AccountId,
        plan: &FilePlan,
        brief: Owner,
        events: &mut Events,
    ) -> Dispatched {
        self.may_act(signer, &brief.account)?;
        if plan.segments.iter().any(|s| s.fragments.len() != usize::from(ColumnIndex::COUNT)) {
            return Err(failure("FileBank", "SpecError"));
        }
        let needed = Self::charge(plan.segments.len());
        let stored = self.files.contains_key(&plan.fid);
        self.take_space(&brief, needed, stored)?;
        let account = brief.account;
        if stored {
            self.join_stored(plan.fid, brief)?;
        } else {
            self.open_deal(now, plan, brief);
        }
        events.push(event(
            "FileBank.UploadDeclaration",
            [("operator", signer.to_string()), ("owner", account.to_string()), ("deal_hash", plan.fid.to_string())],
        ));
        Ok(())
    }

    fn take_space(&mut self, brief: &Owner, needed: u64, stored: bool) -> Dispatched {
        let territory = self.territory(&brief.account, &brief.territory)?;
        if territory.remaining.0 <= needed {
            return Err(failure("FileBank", "InsufficientAvailableSpace"));
        }
        if territory.state != TerritoryState::Active {
            return Err(failure("StorageHandler", "NotActive"));
        }
        territory.remaining.0 -= needed;
        let side = if stored { &mut territory.used } else { &mut territory.locked };
        side.0 += needed;
        Ok(())
    }

    fn join_stored(&mut self, fid: Fid, brief: Owner) -> Dispatched {
        let list = self.held.entry(brief.account).or_default();
        let entry = Held { territory: brief.territory.clone(), fid };
        if list.contains(&entry) {
            return Err(failure("FileBank", "Existed"));
        }
        list.push(entry);
        let file = self.files.get_mut(&fid).ok_or_else(|| failure("FileBank", "FileNonExistent"))?;
        file.owners.push(brief);
        Ok(())
    }

    fn open_deal(&mut self, now: u32, plan: &FilePlan, owner: Owner) {
        let deal = Deal { file_size: plan.file_size, segments: plan.segments.clone(), owner, reported: Vec::new() };
        self.deals.insert(plan.fid, deal);
        self.draw(&plan.fid, now);
    }

    /// A storage node says that it holds a column.
    pub(super) fn transfer_report(&mut self, now: u32, node: NodeId, column: ColumnIndex, fid: &Fid) -> Dispatched {
        let record = self.nodes.get(&node).ok_or_else(|| failure("Sminer", "NotMiner"))?;
        if !record.is_positive() {
            return Err(failure("FileBank", "MinerStateError"));
        }
        let deal = self.deals.get(fid).ok_or_else(|| failure("FileBank", "NonExistent"))?;
        if !self.territory_lives(&deal.owner.account, &deal.owner.territory) {
            self.deals.remove(fid);
            self.drawn.remove(fid);
            return Ok(());
        }
        if deal.reported.iter().any(|r| r.column == column || r.node == node) {
            return Err(failure("FileBank", "Existed"));
        }
        let need = Self::column(deal.segments.len());
        if record.idle_space.0 < need {
            return Err(failure("Sminer", "Overflow"));
        }
        self.accept_report(now, Reported { column, node }, need, fid)
    }

    fn accept_report(&mut self, now: u32, report: Reported, need: u64, fid: &Fid) -> Dispatched {
        if let Some(record) = self.nodes.get_mut(&report.node) {
            record.idle_space.0 -= need;
        }
        let deal = self.deals.get_mut(fid).ok_or_else(|| failure("FileBank", "NonExistent"))?;
        deal.reported.push(report);
        if deal.missing().is_empty() { self.complete(now, fid) } else { Ok(()) }
    }

    fn complete(&mut self, now: u32, fid: &Fid) -> Dispatched {
        let deal = self.deals.remove(fid).ok_or_else(|| failure("FileBank", "NonExistent"))?;
        self.drawn.remove(fid);
        let needed = Self::charge(deal.segments.len());
        let territory = self.territory(&deal.owner.account, &deal.owner.territory)?;
        territory.locked.0 =
            territory.locked.0.checked_sub(needed).ok_or_else(|| failure("StorageHandler", "Overflow"))?;
        territory.used.0 += needed;
        let held = Held { territory: deal.owner.territory.clone(), fid: *fid };
        self.held.entry(deal.owner.account).or_default().push(held);
        self.files.insert(*fid, stored_file(now, deal));
        Ok(())
    }

    fn delete(&mut self, signer: AccountId, owner: &AccountId, fid: &Fid, events: &mut Events) -> Dispatched {
        self.may_act(signer, owner)?;
        let file = self.files.get(fid).ok_or_else(|| failure("FileBank", "NonExistent"))?.clone();
        let freed = Self::charge(file.segments.len());
        for entry in file.owners.iter().filter(|o| o.account == *owner) {
            let territory = self.territory(owner, &entry.territory)?;
            territory.used.0 =
                territory.used.0.checked_sub(freed).ok_or_else(|| failure("StorageHandler", "Overflow"))?;
            territory.remaining.0 += freed;
        }
        self.remove_owner(fid, |o| o.account == *owner);
        if !self.files.contains_key(fid) {
            self.give_back_to_nodes(&file);
        }
        self.held.entry(*owner).or_default().retain(|h| h.fid != *fid);
        events.push(event(
            "FileBank.DeleteFile",
            [("operator", signer.to_string()), ("owner", owner.to_string()), ("file_hash", fid.to_string())],
        ));
        Ok(())
    }

    fn give_back_to_nodes(&mut self, file: &FileRecord) {
        let column = Self::column(1);
        for fragment in file.segments.iter().flat_map(|s| &s.fragments) {
            if let Some(record) = self.nodes.get_mut(&fragment.node) {
                record.idle_space.0 += column;
            }
        }
    }

    fn move_file(
        &mut self,
        signer: AccountId,
        owner: &AccountId,
        fid: &Fid,
        to: &TerritoryName,
        events: &mut Events,
    ) -> Dispatched {
        self.may_act(signer, owner)?;
        let file = self.files.get(fid).ok_or_else(|| failure("FileBank", "NonExistent"))?;
        if file.state != FileState::Active {
            return Err(failure("FileBank", "NotActive"));
        }
        let charged = Self::charge(file.segments.len());
        let at = file.owners.iter().position(|o| o.account == *owner).ok_or_else(|| failure("FileBank", "NotOwner"))?;
        let mut brief = file.owners[at].clone();
        let from = std::mem::replace(&mut brief.territory, to.as_str().to_owned());
        self.take_space(&brief, charged, true)?;
        let source = self.territory(owner, &from)?;
        source.used.0 = source.used.0.saturating_sub(charged);
        source.remaining.0 += charged;
        if let Some(file) = self.files.get_mut(fid) {
            file.owners[at] = brief;
        }
        for entry in self.held.entry(*owner).or_default().iter_mut().filter(|h| h.fid == *fid && h.territory == from) {
            to.as_str().clone_into(&mut entry.territory);
        }
        events.push(event(
            "FileBank.TerritoryFileDelivery",
            [("file_hash", fid.to_string()), ("new_territory", to.to_string())],
        ));
        Ok(())
    }

    fn authorize(&mut self, signer: AccountId, gateway: AccountId, events: &mut Events) -> Dispatched {
        let list = self.authorised.entry(signer).or_default();
        if !list.contains(&gateway) {
            if list.len() >= GATEWAY_LIMIT {
                return Err(failure("Oss", "BoundedVecError"));
            }
            list.push(gateway);
        }
        events.push(event("Oss.Authorize", [("acc", signer.to_string()), ("operator", gateway.to_string())]));
        Ok(())
    }

    fn revoke(&mut self, signer: AccountId, gateway: &AccountId, events: &mut Events) -> Dispatched {
        let list = self.authorised.get_mut(&signer).filter(|l| !l.is_empty());
        list.ok_or_else(|| failure("Oss", "NoAuthorization"))?.retain(|g| g != gateway);
        events.push(event("Oss.CancelAuthorize", [("acc", signer.to_string()), ("oss", gateway.to_string())]));
        Ok(())
    }

    fn transfer(&mut self, from: AccountId, to: AccountId, amount: Planck, events: &mut Events) -> Dispatched {
        let keep = self.existential_deposit.0;
        let sender = self.accounts.entry(from).or_default();
        if sender.free.0 < amount.0 {
            return Err(failure("Token", "FundsUnavailable"));
        }
        if sender.free.0 - amount.0 < keep {
            return Err(failure("Token", "NotExpendable"));
        }
        sender.free.0 -= amount.0;
        let receiver = self.accounts.entry(to).or_default();
        if receiver.free.0.saturating_add(amount.0) < keep {
            return Err(failure("Token", "BelowMinimum"));
        }
        receiver.free.0 += amount.0;
        events.push(event(
            "Balances.Transfer",
            [("from", from.to_string()), ("to", to.to_string()), ("amount", amount.0.to_string())],
        ));
        Ok(())
    }
}

fn stored_file(now: u32, deal: Deal) -> FileRecord {
    let holders: BTreeMap<ColumnIndex, NodeId> = deal.reported.iter().map(|r| (r.column, r.node)).collect();
    let fragments = |segment: &SegmentPlan| {
        let pairs = segment.fragments.iter().zip(holders.values());
        pairs.map(|(hash, node)| FragmentRecord { hash: *hash, available: true, tag: None, node: *node }).collect()
    };
    FileRecord {
        segments: deal.segments.iter().map(|s| SegmentRecord { hash: s.hash, fragments: fragments(s) }).collect(),
        owners: vec![deal.owner],
        file_size: deal.file_size,
        completion: BlockNumber(now),
        state: FileState::Active,
    }
}
