//! Space that changes hands on the fake chain, with the traps of the real one.
//!
//! # Source
//! protocol §3.5, §4.9.

use pileus_domain::{
    AccountId, BlockNumber, ByteCount, Consignment, Planck, SpaceOrder, SpaceOrderId, SpaceOrderKind, Territory,
    TerritoryName, TerritoryState, TerritoryToken,
};

use super::{
    dispatch::{Dispatched, blake2_256, event},
    world::{Events, Sale, World, failure},
};

/// Blocks between a purchase and the moment at which the territory changes hands.
const LOCKING: u32 = 50;
/// A territory with no more blocks left than these cannot be consigned.
const LEAST_LEFT: u32 = 14_400;
/// What a unit of an order's life means.
///
/// # Units
/// blocks.
const LIFE_UNIT: u32 = 6;
/// An order lives less than this.
///
/// # Units
/// blocks.
const LIFE_LIMIT: u32 = 600;

fn refused<T>(name: &str) -> Dispatched<T> {
    Err(failure("StorageHandler", name))
}

impl World {
    /// A territory that can change its owner or its name.
    pub(super) fn empty_active(&mut self, owner: &AccountId, name: &TerritoryName) -> Dispatched<&mut Territory> {
        let territory = self.territory(owner, name.as_str())?;
        if territory.state != TerritoryState::Active {
            return refused("NotActive");
        }
        if territory.total != territory.remaining {
            return refused("ObjectNotZero");
        }
        Ok(territory)
    }

    pub(super) fn grant(&mut self, signer: AccountId, name: &TerritoryName, to: AccountId) -> Dispatched {
        let token = self.empty_active(&signer, name)?.token;
        let Some(granted) = TerritoryName::from_chain(&token.0) else { return refused("BoundedVecError") };
        self.hand(signer, name, to, granted)
    }

    /// Another owner, or another name. A name in use is overwritten.
    pub(super) fn hand(
        &mut self,
        from: AccountId,
        name: &TerritoryName,
        to: AccountId,
        new: TerritoryName,
    ) -> Dispatched {
        let Some(territory) = self.territories.remove(&(from, name.as_str().to_owned())) else {
            return refused("NotHaveTerritory");
        };
        self.territories.insert((to, new.as_str().to_owned()), Territory { name: new, ..territory });
        Ok(())
    }

    pub(super) fn consign(
        &mut self,
        now: u32,
        seller: AccountId,
        name: &TerritoryName,
        price: Planck,
        events: &mut Events,
    ) -> Dispatched {
        let territory = self.empty_active(&seller, name)?;
        if territory.deadline.0.saturating_sub(now) <= LEAST_LEFT {
            return refused("InsufficientLease");
        }
        territory.state = TerritoryState::OnConsignment;
        let token = territory.token;
        self.sales.insert(token, Sale { seller, name: name.clone(), price, buyer: None });
        let fields = [("name", name.to_string()), ("token", token.to_string()), ("price", price.0.to_string())];
        events.push(event("StorageHandler.Consignment", fields));
        Ok(())
    }

    pub(super) fn withdraw_consignment(
        &mut self,
        seller: AccountId,
        name: &TerritoryName,
        events: &mut Events,
    ) -> Dispatched {
        let territory = self.territory(&seller, name.as_str())?;
        if territory.state != TerritoryState::OnConsignment {
            return refused("NotOnConsignment");
        }
        let token = territory.token;
        match self.sales.get(&token) {
            None => return refused("NonExistentConsignment"),
            Some(Sale { buyer: Some(_), .. }) => return refused("ConsignmentLocked"),
            Some(_) => self.sales.remove(&token),
        };
        self.territory(&seller, name.as_str())?.state = TerritoryState::Active;
        events.push(event("StorageHandler.CancleConsignment", [("token", token.to_string())]));
        Ok(())
    }

    pub(super) fn buy_consignment(
        &mut self,
        now: u32,
        buyer: AccountId,
        token: TerritoryToken,
        name: &TerritoryName,
        events: &mut Events,
    ) -> Dispatched {
        let Some(sale) = self.sales.get_mut(&token) else { return refused("NonExistentConsignment") };
        if sale.buyer.is_some() {
            return refused("ConsignmentLocked");
        }
        if sale.seller == buyer {
            return refused("OwnConsignment");
        }
        let price = sale.price;
        let account = self.accounts.entry(buyer).or_default();
        if account.free < price {
            return Err(failure("Balances", "InsufficientBalance"));
        }
        account.free.0 -= price.0;
        account.reserved.0 += price.0;
        sale.buyer = Some((buyer, name.clone(), now + LOCKING));
        let fields = [("name", name.to_string()), ("token", token.to_string()), ("price", price.0.to_string())];
        events.push(event("StorageHandler.BuyConsignment", fields));
        Ok(())
    }

    pub(super) fn withdraw_purchase(
        &mut self,
        buyer: AccountId,
        token: TerritoryToken,
        events: &mut Events,
    ) -> Dispatched {
        let Some(sale) = self.sales.get_mut(&token) else { return refused("NonExistentConsignment") };
        if sale.buyer.as_ref().is_none_or(|(account, ..)| *account != buyer) {
            return refused("NotBuyer");
        }
        sale.buyer = None;
        let price = sale.price;
        self.unreserve(buyer, price);
        events.push(event("StorageHandler.CancelPurchaseAction", [("token", token.to_string())]));
        Ok(())
    }

    fn unreserve(&mut self, account: AccountId, amount: Planck) {
        let account = self.accounts.entry(account).or_default();
        account.reserved.0 -= amount.0;
        account.free.0 += amount.0;
    }

    /// Hand over what was sold fifty blocks ago. A buyer without the price beside the reserve gets nothing, and the
    /// reserve stays.
    pub(super) fn carry_out_sales(&mut self, now: u32) {
        let due = |sale: &Sale| sale.buyer.as_ref().is_some_and(|(.., executes)| *executes == now);
        let sold: Vec<_> = self.sales.iter().filter(|(_, sale)| due(sale)).map(|(token, _)| *token).collect();
        for token in sold {
            self.hand_over(token);
        }
    }

    fn hand_over(&mut self, token: TerritoryToken) {
        let Some(Sale { seller, name, price, buyer: Some((buyer, new, _)) }) = self.sales.get(&token).cloned() else {
            return;
        };
        if self.accounts.entry(buyer).or_default().free < price || self.hand(seller, &name, buyer, new.clone()).is_err()
        {
            return;
        }
        if let Ok(territory) = self.territory(&buyer, new.as_str()) {
            territory.state = TerritoryState::Active;
        }
        self.sales.remove(&token);
        self.unreserve(buyer, price);
        self.accounts.entry(buyer).or_default().free.0 -= price.0;
        self.accounts.entry(seller).or_default().free.0 += price.0;
    }

    /// What the port shows of a sale.
    pub(super) fn consignment(&self, token: &TerritoryToken) -> Option<Consignment> {
        let sale = self.sales.get(token)?;
        Some(Consignment {
            seller: sale.seller,
            price: sale.price,
            buyer: sale.buyer.as_ref().map(|(account, ..)| *account),
            executes: sale.buyer.as_ref().map(|(.., block)| BlockNumber(*block)),
            territory: self.territories.get(&(sale.seller, sale.name.as_str().to_owned()))?.clone(),
        })
    }

    pub(super) fn order_space(
        &mut self,
        now: u32,
        maker: AccountId,
        order: SpaceOrder,
        life: u32,
        events: &mut Events,
    ) -> Dispatched {
        let life = life.saturating_mul(LIFE_UNIT);
        if life >= LIFE_LIMIT {
            return refused("ParamError");
        }
        let price = self.order_price(now, &order)?;
        let count = u32::try_from(self.orders.len()).unwrap_or(u32::MAX);
        let id = SpaceOrderId(blake2_256(&[&maker.0, &now.to_le_bytes(), &count.to_le_bytes()]));
        self.orders.insert(id, SpaceOrder { price, expires: BlockNumber(now + life), ..order });
        events.push(event("StorageHandler.CreatePayOrder", [("order_hash", id.to_string())]));
        Ok(())
    }

    /// Paid orders stay: they can be paid again while they live.
    pub(super) fn pay_order(
        &mut self,
        now: u32,
        payer: AccountId,
        id: &SpaceOrderId,
        events: &mut Events,
    ) -> Dispatched {
        let Some(order) = self.orders.get(id).cloned() else { return refused("NoOrder") };
        if order.expires.0 <= now {
            return refused("OrderExpired");
        }
        let today = self.order_price(now, &order)?;
        let SpaceOrder { owner, name, kind, gib, days, price, .. } = &order;
        if *kind != SpaceOrderKind::Rent && today != *price {
            return refused("InvalidOrder");
        }
        match kind {
            SpaceOrderKind::Rent => self.found(now, *owner, name, (*gib, *days))?,
            SpaceOrderKind::Expand => self.enlarge(owner, name, *gib)?,
            SpaceOrderKind::Renew => self.prolong(now, owner, name, *days)?,
        }
        self.charge_account(payer, *price)?;
        events.push(event("StorageHandler.PaidOrder", [("order_hash", id.to_string())]));
        Ok(())
    }

    fn order_price(&mut self, now: u32, order: &SpaceOrder) -> Dispatched<Planck> {
        let SpaceOrder { owner, name, kind, gib, days, .. } = order;
        let gib_days = match kind {
            SpaceOrderKind::Rent if self.territories.contains_key(&(*owner, name.as_str().to_owned())) => {
                return refused("PurchasedSpace");
            }
            SpaceOrderKind::Rent => u128::from(*gib) * u128::from(*days),
            SpaceOrderKind::Expand => {
                let deadline = self.territory(owner, name.as_str())?.deadline;
                u128::from(*gib) * u128::from(deadline.0.saturating_sub(now).div_ceil(BlockNumber::DAY))
            }
            SpaceOrderKind::Renew => {
                let total = self.territory(owner, name.as_str())?.total;
                u128::from(total.0 / ByteCount::GIB.0) * u128::from(*days)
            }
        };
        let price = gib_days.checked_mul(self.unit_price.0);
        price.map(Planck).ok_or_else(|| failure("StorageHandler", "Overflow"))
    }
}
