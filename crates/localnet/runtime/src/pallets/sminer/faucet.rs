//! The faucet: gives a little to an account once a day, on the word of one whitelisted account.

use frame_support::dispatch::DispatchResult;
use frame_support::ensure;
use frame_support::traits::{Currency, ExistenceRequirement};
use sp_runtime::traits::AccountIdConversion;

use super::pallet::pallet::{FAUCET_POT, FAUCET_RELEASE};
use super::{Config, Error, Event, FacuetReleaseRecord, FacuetWhitelist, FaucetRecord, FaucetRecordMap, Pallet};
use crate::pallets::storage_handler;
use crate::primitives::{AccountId, Balance, ONE_DAY, TOKEN, now};

/// What the faucet gives. Planck.
const FAUCET_VALUE: Balance = 2 * TOKEN;

type CurrencyOf<T> = <T as storage_handler::Config>::Currency;

impl<T: Config> Pallet<T> {
    /// Fill the faucet.
    pub(super) fn fill_faucet(acc: AccountId, sum: Balance) -> DispatchResult {
        CurrencyOf::<T>::transfer(&acc, &Self::faucet_account(), sum, ExistenceRequirement::KeepAlive)?;
        Self::deposit_event(Event::FaucetTopUpMoney { acc });
        Ok(())
    }

    /// Give to an account that received nothing today.
    pub(super) fn draw_from_faucet(giver: &AccountId, to: &AccountId) -> DispatchResult {
        let allowed = FacuetWhitelist::<T>::get().ok_or(Error::<T>::NotSetWhite)?;
        ensure!(*giver == allowed, Error::<T>::WrongOrigin);
        let today = now::<T>();
        if let Some(record) = FaucetRecordMap::<T>::get(to) {
            let last = record.last_claim_time;
            // The announcement goes down with the error; it is made all the same.
            if last > today.saturating_sub(ONE_DAY) {
                Self::deposit_event(Event::LessThan24Hours { last, now: today });
                return Err(Error::<T>::LessThan24Hours.into());
            }
            Self::note_release()?;
        }
        CurrencyOf::<T>::transfer(&Self::faucet_account(), to, FAUCET_VALUE, ExistenceRequirement::KeepAlive)?;
        FaucetRecordMap::<T>::insert(to, FaucetRecord { last_claim_time: today });
        Self::deposit_event(Event::DrawFaucetMoney);
        Ok(())
    }

    fn note_release() -> DispatchResult {
        FacuetReleaseRecord::<T>::try_mutate(|released| {
            *released = released.checked_add(FAUCET_VALUE).ok_or(Error::<T>::Overflow)?;
            ensure!(*released <= FAUCET_RELEASE, Error::<T>::ExceedRelease);
            Ok(())
        })
    }

    fn faucet_account() -> AccountId {
        FAUCET_POT.into_account_truncating()
    }
}
