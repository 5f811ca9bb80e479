//! What space costs for a time, and when the chain would sell it.
//!
//! # Source
//! protocol §4.9.

use pileus_domain::{AccountId, BlockNumber, ByteCount, Planck, Problem, Territory, TerritoryName, TerritoryState};
use pileus_pipeline::problem;
use pileus_ports::At;

use super::{Cost, LEAST_TERM, Territories};
use crate::AppError;

/// The chain still divides the price of reviving by the thirty days that its price once was for.
const REVIVAL_DISCOUNT: u128 = 30;

impl Territories {
    /// Price of new space.
    pub(super) async fn rent(
        &self,
        account: &AccountId,
        name: &TerritoryName,
        gib: u32,
        days: u32,
    ) -> Result<Cost, Problem> {
        refuse_zero(gib, AppError::NoSpaceAsked)?;
        if days < LEAST_TERM {
            return Err(AppError::TermTooShort { days, least: LEAST_TERM }.into());
        }
        self.refuse_taken(account, name).await?;
        self.price_of_new_space(gib, days).await.map(Cost::of)
    }

    /// Price of more space up to the end of the term.
    pub(super) async fn expand(&self, account: &AccountId, name: &TerritoryName, gib: u32) -> Result<Cost, Problem> {
        refuse_zero(gib, AppError::NoSpaceAsked)?;
        let territory = self.existing(account, name, &[TerritoryState::Active]).await?;
        let days = days_until(territory.deadline, self.now().await?);
        self.price_of_new_space(gib, days).await.map(Cost::of)
    }

    /// Price of more days for all whole GiB.
    pub(super) async fn renew(&self, account: &AccountId, name: &TerritoryName, days: u32) -> Result<Cost, Problem> {
        refuse_zero(days, AppError::NoDaysAsked)?;
        let allowed = [TerritoryState::Active, TerritoryState::Frozen];
        let territory = self.existing(account, name, &allowed).await?;
        self.price_of_days(&territory, days).await.map(Cost::of)
    }

    /// Price of a new, empty term of an expired territory.
    pub(super) async fn revive(&self, account: &AccountId, name: &TerritoryName, days: u32) -> Result<Cost, Problem> {
        refuse_zero(days, AppError::NoDaysAsked)?;
        let territory = self.existing(account, name, &[TerritoryState::Expired]).await?;
        let unit = Planck(self.unit_price().await?.0 / REVIVAL_DISCOUNT);
        Ok(Cost::of(price(whole_gib(&territory), days, unit)?))
    }

    /// Renaming costs the fee alone.
    pub(super) async fn rename(
        &self,
        account: &AccountId,
        from: &TerritoryName,
        to: &TerritoryName,
    ) -> Result<Cost, Problem> {
        self.empty(account, from).await?;
        self.refuse_taken(account, to).await?;
        Ok(Cost::default())
    }

    /// Days for all whole GiB of a territory.
    pub(super) async fn price_of_days(&self, territory: &Territory, days: u32) -> Result<Planck, Problem> {
        Ok(price(whole_gib(territory), days, self.unit_price().await?)?)
    }

    /// Space that nobody has bought yet, for some days.
    pub(super) async fn price_of_new_space(&self, gib: u32, days: u32) -> Result<Planck, Problem> {
        let market = self.0.ports.chain.market().await.map_err(|e| problem::of_chain(&e))?;
        let wanted = ByteCount(u64::from(gib).saturating_mul(ByteCount::GIB.0));
        if wanted > market.available {
            return Err(AppError::MarketTooSmall { wanted, available: market.available }.into());
        }
        Ok(price(u64::from(gib), days, market.unit_price)?)
    }

    async fn unit_price(&self) -> Result<Planck, Problem> {
        Ok(self.0.ports.chain.market().await.map_err(|e| problem::of_chain(&e))?.unit_price)
    }

    /// A territory that can change its name or its owner.
    pub(super) async fn empty(&self, account: &AccountId, name: &TerritoryName) -> Result<Territory, Problem> {
        let territory = self.existing(account, name, &[TerritoryState::Active]).await?;
        let used = ByteCount(territory.used.0.saturating_add(territory.locked.0));
        if used.0 > 0 {
            return Err(AppError::TerritoryInUse { name: name.clone(), used }.into());
        }
        Ok(territory)
    }

    /// The chain overwrites what has the name already, or refuses after taking the fee.
    pub(super) async fn refuse_taken(&self, account: &AccountId, name: &TerritoryName) -> Result<(), Problem> {
        match self.find(account, name).await? {
            Some(_) => Err(AppError::TerritoryExists { name: name.clone() }.into()),
            None => Ok(()),
        }
    }

    pub(super) async fn find(&self, account: &AccountId, name: &TerritoryName) -> Result<Option<Territory>, Problem> {
        self.0.ports.chain.territory(account, name, At::Best).await.map_err(|e| problem::of_chain(&e))
    }

    /// A territory in one of these states.
    pub(super) async fn existing(
        &self,
        account: &AccountId,
        name: &TerritoryName,
        allowed: &[TerritoryState],
    ) -> Result<Territory, Problem> {
        let found = self.find(account, name).await?;
        let territory = found.ok_or_else(|| AppError::TerritoryMissing { name: name.clone() })?;
        if allowed.contains(&territory.state) {
            return Ok(territory);
        }
        Err(AppError::TerritoryClosed { name: name.clone(), state: territory.state }.into())
    }
}

pub(super) fn refuse_zero(number: u32, refusal: AppError) -> Result<(), AppError> {
    if number == 0 { Err(refusal) } else { Ok(()) }
}

/// The days until a block, a begun one whole.
pub(crate) fn days_until(deadline: BlockNumber, now: BlockNumber) -> u32 {
    deadline.0.saturating_sub(now.0).div_ceil(BlockNumber::DAY)
}

fn whole_gib(territory: &Territory) -> u64 {
    territory.total.0 / ByteCount::GIB.0
}

/// GiB × days × unit price.
pub(crate) fn price(gib: u64, days: u32, unit: Planck) -> Result<Planck, AppError> {
    let units = u128::from(gib).checked_mul(u128::from(days));
    units.and_then(|units| units.checked_mul(unit.0)).map(Planck).ok_or(AppError::PriceOverflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_beyond_the_chains_numbers_is_refused() {
        assert_eq!(price(10, 30, Planck(3)), Ok(Planck(900)));
        assert_eq!(price(u64::MAX, u32::MAX, Planck(u128::MAX)), Err(AppError::PriceOverflow));
    }

    #[test]
    fn a_begun_day_is_paid_whole() {
        let day = BlockNumber::DAY;
        for (left, days) in [(0, 0), (1, 1), (day, 1), (day + 1, 2)] {
            assert_eq!(days_until(BlockNumber(5 + left), BlockNumber(5)), days);
        }
    }
}
