//! Orders that one account makes and any account pays.

use frame_support::dispatch::DispatchResult;
use frame_support::ensure;
use sp_runtime::DispatchError;

use super::{Config, Error, Event, OrderId, OrderInfo, OrderType, Pallet, PayOrder, Territory};
use crate::primitives::{AccountId, Balance, BlockNumber, GIB, ONE_HOUR, now};
use crate::randomness;

/// What one unit of an order's life means. Blocks.
const LIFE_UNIT: BlockNumber = 6;

impl<T: Config> Pallet<T> {
    /// Enter an order at today's price; its sum and its end are filled in here.
    pub(super) fn make_order(maker: &AccountId, mut order: OrderInfo, life: u32) -> DispatchResult {
        let life = life.checked_mul(LIFE_UNIT).ok_or(Error::<T>::Overflow)?;
        ensure!(life < ONE_HOUR, Error::<T>::ParamError);
        order.pay = Self::order_price(&order)?;
        order.expired = now::<T>().checked_add(life).ok_or(Error::<T>::Overflow)?;
        let drawn = randomness::draw::<T>(&(b"rewardpt", now::<T>(), maker));
        let order_hash = OrderId::try_from(drawn.as_bytes().to_vec()).map_err(|_| Error::<T>::BoundedVecError)?;
        PayOrder::<T>::insert(&order_hash, order);
        Self::deposit_event(Event::CreatePayOrder { order_hash });
        Ok(())
    }

    /// Carry an order out and pay it. Paid orders stay: they can be paid again while they live.
    pub(super) fn pay_order(payer: &AccountId, order_hash: OrderId) -> DispatchResult {
        let order = PayOrder::<T>::get(&order_hash).ok_or(Error::<T>::NoOrder)?;
        ensure!(order.expired > now::<T>(), Error::<T>::OrderExpired);
        let price = Self::order_price(&order)?;
        let OrderInfo { target_acc: owner, territory_name: name, .. } = &order;
        if order.order_type == OrderType::Buy {
            // A new territory is sold at the price of the day the order was made.
            Self::found(payer, owner, name.clone(), order.gib_count, order.days)?;
        } else {
            ensure!(price == order.pay, Error::<T>::InvalidOrder);
            match order.order_type {
                OrderType::Expansion => Self::enlarge(owner, name, order.gib_count).map(drop)?,
                _ => Self::prolong(owner, name, order.days)?,
            }
        }
        Self::pay(payer, order.pay)?;
        Self::deposit_event(Event::PaidOrder { order_hash });
        Ok(())
    }

    /// What an order costs today. Planck.
    fn order_price(order: &OrderInfo) -> Result<Balance, DispatchError> {
        let OrderInfo { target_acc: owner, territory_name: name, .. } = order;
        match order.order_type {
            OrderType::Buy => {
                ensure!(!Territory::<T>::contains_key(owner, name), Error::<T>::PurchasedSpace);
                Self::price(order.gib_count.into(), order.days)
            }
            OrderType::Expansion => {
                let deadline = Self::territory(owner, name)?.deadline;
                Self::price(order.gib_count.into(), Self::days_until(deadline)?)
            }
            OrderType::Renewal => Self::price(Self::territory(owner, name)?.total_space / GIB, order.days),
        }
    }
}
