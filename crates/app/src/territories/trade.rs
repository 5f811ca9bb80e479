//! Space that changes hands, with the guards that the chain lacks.
//!
//! # Source
//! protocol §4.9, its traps included.

use pileus_domain::{
    AccountId, BlockNumber, Consignment, Planck, Problem, SpaceOrder, SpaceOrderId, SpaceOrderKind, Territory,
    TerritoryName, TerritoryState, TerritoryToken,
};
use pileus_pipeline::problem;
use pileus_ports::At;

use super::{Cost, SpaceWanted, Territories, TradeError, terms::days_until};
use crate::AppError;

/// The chain wants more than a day left of what is offered.
const LEAST_LEFT: u32 = BlockNumber::DAY;
/// Least blocks left of an offer that can be bought: it changes hands after fifty, and a purchase in its last hour may
/// come too late, with the reserved price stuck.
const SAFELY_LEFT: u32 = 600;

impl Territories {
    /// A gift costs the fee alone.
    pub(super) async fn grant(
        &self,
        account: &AccountId,
        name: &TerritoryName,
        to: &AccountId,
    ) -> Result<Cost, Problem> {
        self.empty(account, name).await?;
        if to == account {
            return Err(TradeError::GrantToOwner { name: name.clone() }.into());
        }
        Ok(Cost::default())
    }

    /// An offer costs the fee alone.
    pub(super) async fn consign(
        &self,
        account: &AccountId,
        name: &TerritoryName,
        price: Planck,
    ) -> Result<Cost, Problem> {
        if price.0 == 0 {
            return Err(TradeError::NoPriceAsked.into());
        }
        let territory = self.empty(account, name).await?;
        if territory.deadline.0.saturating_sub(self.now().await?.0) <= LEAST_LEFT {
            return Err(TradeError::TermTooNear { name: name.clone() }.into());
        }
        Ok(Cost::default())
    }

    /// Taking an offer back costs the fee alone.
    pub(super) async fn withdraw_consignment(
        &self,
        account: &AccountId,
        name: &TerritoryName,
    ) -> Result<Cost, Problem> {
        let territory = self.existing(account, name, &[TerritoryState::OnConsignment]).await?;
        match self.offer(&territory.token).await?.buyer {
            Some(_) => Err(TradeError::OfferTaken { token: territory.token }.into()),
            None => Ok(Cost::default()),
        }
    }

    /// The price of an offer, which must be there twice until the territory changes hands.
    pub(super) async fn buy(
        &self,
        account: &AccountId,
        token: &TerritoryToken,
        name: &TerritoryName,
    ) -> Result<Cost, Problem> {
        let offer = self.offer(token).await?;
        if offer.seller == *account {
            return Err(TradeError::OfferOwn { token: *token }.into());
        }
        if offer.buyer.is_some() {
            return Err(TradeError::OfferTaken { token: *token }.into());
        }
        self.refuse_taken(account, name).await?;
        if offer.territory.deadline.0.saturating_sub(self.now().await?.0) <= SAFELY_LEFT {
            return Err(TradeError::OfferEnding.into());
        }
        Ok(Cost { price: offer.price, beside: offer.price })
    }

    /// Stepping back costs the fee alone, and the reserved price is free again.
    pub(super) async fn withdraw_purchase(&self, account: &AccountId, token: &TerritoryToken) -> Result<Cost, Problem> {
        let offer = self.offer(token).await?;
        let now = self.now().await?;
        let open = offer.executes.is_some_and(|block| block > now);
        if offer.buyer != Some(*account) || !open {
            return Err(TradeError::PurchaseMissing { token: *token }.into());
        }
        Ok(Cost::default())
    }

    /// Writing an order costs the fee alone; what it would do must be possible now.
    pub(super) async fn order(&self, wanted: &SpaceWanted) -> Result<Cost, Problem> {
        let SpaceWanted { owner, name, kind, gib, days } = wanted;
        match kind {
            SpaceOrderKind::Rent => self.rent(owner, name, *gib, *days).await?,
            SpaceOrderKind::Expand => self.expand(owner, name, *gib).await?,
            SpaceOrderKind::Renew => self.renew(owner, name, *days).await?,
        };
        Ok(Cost::default())
    }

    /// The price of an order, when the chain would carry it out and it still does what its writer meant.
    pub(super) async fn pay(&self, id: &SpaceOrderId) -> Result<Cost, Problem> {
        let found = self.0.ports.chain.space_order(id, At::Best).await.map_err(|e| problem::of_chain(&e))?;
        let order = found.ok_or(TradeError::OrderMissing { order: *id })?;
        if order.expires <= self.now().await? {
            return Err(TradeError::OrderOver { order: *id }.into());
        }
        let now = self.price_today(&order).await?;
        if order.kind != SpaceOrderKind::Rent && now != order.price {
            return Err(TradeError::OrderPriceChanged { order: *id, before: order.price, now }.into());
        }
        Ok(Cost::of(order.price))
    }

    async fn price_today(&self, order: &SpaceOrder) -> Result<Planck, Problem> {
        let SpaceOrder { owner, name, gib, days, .. } = order;
        match order.kind {
            SpaceOrderKind::Rent => {
                let Cost { price, .. } = self.rent(owner, name, *gib, *days).await?;
                Ok(price)
            }
            SpaceOrderKind::Expand => {
                let territory = self.living(owner, name, &[TerritoryState::Active]).await?;
                self.price_of_new_space(*gib, days_until(territory.deadline, self.now().await?)).await
            }
            SpaceOrderKind::Renew => {
                let territory = self.living(owner, name, &[TerritoryState::Active, TerritoryState::Frozen]).await?;
                self.price_of_days(&territory, *days).await
            }
        }
    }

    /// The chain does not ask in which state the territory of an order is.
    async fn living(
        &self,
        owner: &AccountId,
        name: &TerritoryName,
        allowed: &[TerritoryState],
    ) -> Result<Territory, Problem> {
        let found = self.find(owner, name).await?;
        let territory = found.ok_or_else(|| AppError::TerritoryMissing { name: name.clone() })?;
        match territory.state {
            state if allowed.contains(&state) => Ok(territory),
            TerritoryState::Expired => Err(TradeError::OrderTooLate { name: name.clone() }.into()),
            state => Err(AppError::TerritoryClosed { name: name.clone(), state }.into()),
        }
    }

    async fn offer(&self, token: &TerritoryToken) -> Result<Consignment, Problem> {
        let found = self.0.ports.chain.consignment(token, At::Best).await.map_err(|e| problem::of_chain(&e))?;
        found.ok_or_else(|| TradeError::OfferMissing { token: *token }.into())
    }
}
