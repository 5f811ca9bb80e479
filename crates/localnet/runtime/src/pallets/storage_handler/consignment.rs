//! Selling territories from account to account.
//!
//! Traps of the real network are kept: the buyer needs the price twice, a name in use is overwritten, and an offer
//! that ends with its territory's term keeps the buyer's reserve.

use frame_support::dispatch::DispatchResult;
use frame_support::ensure;
use frame_support::traits::{Currency, ExistenceRequirement, ReservableCurrency};

use super::pallet::pallet::{CONSIGNMENT_TERM, LOCKING_SPAN};
use super::{Config, Consignment, ConsignmentInfo, Error, Event, Pallet, Territory, TerritoryKey, TerritoryState};
use crate::agenda::{self, Task};
use crate::primitives::{AccountId, Balance, TerrName, TokenId, now};

impl<T: Config> Pallet<T> {
    /// Offer an empty territory for sale.
    pub(super) fn offer(seller: AccountId, name: TerrName, price: Balance) -> DispatchResult {
        let mut territory = Self::empty_active_territory(&seller, &name)?;
        let left = territory.deadline.checked_sub(now::<T>()).ok_or(Error::<T>::Overflow)?;
        ensure!(left > CONSIGNMENT_TERM, Error::<T>::InsufficientLease);
        let token = territory.token;
        ensure!(!Consignment::<T>::contains_key(token), Error::<T>::ConsignmentExisted);
        territory.state = TerritoryState::OnConsignment;
        Territory::<T>::insert(&seller, &name, territory);
        let offer = ConsignmentInfo { user: seller, price, buyers: None, exec: None, locked: false };
        Consignment::<T>::insert(token, offer);
        Self::deposit_event(Event::Consignment { name, token, price });
        Ok(())
    }

    /// Reserve the price and plan the handing over.
    pub(super) fn buy(buyer: &AccountId, token: TokenId, name: TerrName) -> DispatchResult {
        let mut offer = Consignment::<T>::get(token).ok_or(Error::<T>::NonExistentConsignment)?;
        ensure!(!offer.locked, Error::<T>::ConsignmentLocked);
        ensure!(offer.user != *buyer, Error::<T>::OwnConsignment);
        let exec = now::<T>().checked_add(LOCKING_SPAN).ok_or(Error::<T>::Overflow)?;
        T::Currency::reserve(buyer, offer.price)?;
        let price = offer.price;
        offer.buyers = Some(buyer.clone());
        offer.exec = Some(exec);
        offer.locked = true;
        Consignment::<T>::insert(token, offer);
        agenda::enter(exec, Task::SellTerritory { token, name: name.clone() });
        Self::deposit_event(Event::BuyConsignment { name, token, price });
        Ok(())
    }

    /// Hand a sold territory to its buyer.
    pub(crate) fn hand_over(token: TokenId, new_name: TerrName) -> DispatchResult {
        let offer = Consignment::<T>::get(token).ok_or(Error::<T>::NonExistentConsignment)?;
        let buyer = offer.buyers.ok_or(Error::<T>::Unexpected)?;
        ensure!(offer.locked, Error::<T>::ConsignmentUnLocked);
        // The reserved price does not count here, so the buyer needs the sum once more.
        ensure!(T::Currency::free_balance(&buyer) >= offer.price, Error::<T>::InsufficientBalance);
        let (seller, name) = TerritoryKey::<T>::get(token).ok_or(Error::<T>::Unexpected)?;
        let mut territory = Territory::<T>::get(&seller, &name).ok_or(Error::<T>::Unexpected)?;
        ensure!(territory.state == TerritoryState::OnConsignment, Error::<T>::Unexpected);
        territory.state = TerritoryState::Active;
        Territory::<T>::remove(&seller, &name);
        Territory::<T>::insert(&buyer, &new_name, territory);
        TerritoryKey::<T>::insert(token, (&buyer, new_name));
        Consignment::<T>::remove(token);
        T::Currency::unreserve(&buyer, offer.price);
        T::Currency::transfer(&buyer, &seller, offer.price, ExistenceRequirement::KeepAlive)?;
        Self::deposit_event(Event::ExecConsignment { buyer, seller, token });
        Ok(())
    }

    /// Take an offer back that has no buyer.
    pub(super) fn withdraw_offer(seller: &AccountId, name: &TerrName) -> DispatchResult {
        let mut territory = Self::territory(seller, name)?;
        ensure!(territory.state == TerritoryState::OnConsignment, Error::<T>::NotOnConsignment);
        let token = territory.token;
        let offer = Consignment::<T>::get(token).ok_or(Error::<T>::NonExistentConsignment)?;
        ensure!(!offer.locked, Error::<T>::ConsignmentLocked);
        territory.state = TerritoryState::Active;
        Territory::<T>::insert(seller, name, territory);
        Consignment::<T>::remove(token);
        Self::deposit_event(Event::CancleConsignment { token });
        Ok(())
    }

    /// Step back from a purchase that is still on the agenda.
    pub(super) fn withdraw_purchase(buyer: &AccountId, token: TokenId) -> DispatchResult {
        let mut offer = Consignment::<T>::get(token).ok_or(Error::<T>::NonExistentConsignment)?;
        ensure!(offer.buyers.as_ref() == Some(buyer), Error::<T>::NotBuyer);
        T::Currency::unreserve(buyer, offer.price);
        agenda::strike_sale(offer.exec.unwrap_or_default(), token)?;
        offer.buyers = None;
        offer.exec = None;
        offer.locked = false;
        Consignment::<T>::insert(token, offer);
        Self::deposit_event(Event::CancelPurchaseAction { token });
        Ok(())
    }
}
