//! Oss: gateways, and which of them may act for an account.
//!
//! A grant covers the whole account and never runs out; what it allows is checked by FileBank alone.

mod proxy;
mod types;

pub use pallet::*;
pub use types::*;

use crate::primitives::AccountId;

/// The pallet, as FRAME wants it.
#[frame_support::pallet]
pub mod pallet {
    use frame_support::pallet_prelude::*;
    use frame_system::pallet_prelude::*;

    use super::types::{Domain, OssInfo, ProxyAuthPayload};
    use crate::primitives::{AccountId, PeerId, SignatureBytes, call_weight};

    /// The most gateways an account can authorise.
    pub const AUTHORITY_LIMIT: u32 = 20;
    /// How long after its own date a signed grant still counts. Blocks.
    pub const GRANT_GRACE: u32 = 100;

    /// The pallet itself.
    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    /// What the pallet asks of the runtime.
    #[pallet::config]
    pub trait Config: frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>> {}

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// A bound that nothing uses any more. Bytes.
        #[pallet::constant_name(P2PLength)]
        fn p2p_length() -> u32 {
            200
        }
        /// The most gateways an account can authorise.
        #[pallet::constant_name(AuthorLimit)]
        fn author_limit() -> u32 {
            AUTHORITY_LIMIT
        }
        /// How long after its own date a signed grant still counts. Blocks.
        #[pallet::constant_name(PayloadExpired)]
        fn payload_expired() -> u32 {
            GRANT_GRACE
        }
    }

    /// Who may act for an account.
    #[pallet::storage]
    pub type AuthorityList<T: Config> =
        StorageMap<_, Blake2_128Concat, AccountId, BoundedVec<AccountId, ConstU32<AUTHORITY_LIMIT>>, ValueQuery>;

    /// The gateways that made themselves known.
    #[pallet::storage]
    pub type Oss<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, OssInfo>;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// An account authorised an operator.
        Authorize {
            /// The account.
            acc: AccountId,
            /// Who may act for it.
            operator: AccountId,
        },
        /// An account took an authority back.
        CancelAuthorize {
            /// The account.
            acc: AccountId,
            /// Who may no longer act for it.
            oss: AccountId,
        },
        /// A gateway made itself known.
        OssRegister {
            /// The gateway.
            acc: AccountId,
            /// Its peer address.
            endpoint: PeerId,
        },
        /// A gateway changed its addresses.
        OssUpdate {
            /// The gateway.
            acc: AccountId,
            /// Its new peer address.
            new_endpoint: PeerId,
        },
        /// A gateway signed off.
        OssDestroy {
            /// The gateway.
            acc: AccountId,
        },
    }

    /// What can go wrong.
    #[pallet::error]
    pub enum Error<T> {
        /// The account never authorised anybody.
        NoAuthorization,
        /// The gateway is known already.
        Registered,
        /// The gateway is not known.
        UnRegister,
        /// Internal.
        OptionParseError,
        /// The account authorised as many as it can.
        BoundedVecError,
        /// The operator is authorised already.
        Existed,
        /// The signature has another length than 64.
        MalformedSignature,
        /// The signature is not the account's.
        VerifySigFailed,
        /// The grant is too old.
        Expired,
        /// The key is no account.
        ConvertError,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Let an operator act for the signer. Authorising twice changes nothing and is announced again.
        #[pallet::call_index(0)]
        #[pallet::weight(call_weight::<T>(1, 1))]
        pub fn authorize(origin: OriginFor<T>, operator: AccountId) -> DispatchResult {
            let acc = ensure_signed(origin)?;
            AuthorityList::<T>::try_mutate(&acc, |list| -> DispatchResult {
                if !list.contains(&operator) {
                    list.try_push(operator.clone()).map_err(|_| Error::<T>::BoundedVecError)?;
                }
                Ok(())
            })?;
            Self::deposit_event(Event::Authorize { acc, operator });
            Ok(())
        }

        /// Take an authority back; one that was never given is taken back as well.
        #[pallet::call_index(1)]
        #[pallet::weight(call_weight::<T>(1, 1))]
        pub fn cancel_authorize(origin: OriginFor<T>, oss: AccountId) -> DispatchResult {
            let acc = ensure_signed(origin)?;
            ensure!(AuthorityList::<T>::contains_key(&acc), Error::<T>::NoAuthorization);
            AuthorityList::<T>::mutate(&acc, |list| list.retain(|operator| *operator != oss));
            Self::deposit_event(Event::CancelAuthorize { acc, oss });
            Ok(())
        }

        /// Make the signer known as a gateway.
        #[pallet::call_index(2)]
        #[pallet::weight(call_weight::<T>(1, 1))]
        pub fn register(origin: OriginFor<T>, endpoint: PeerId, domain: Domain) -> DispatchResult {
            let acc = ensure_signed(origin)?;
            ensure!(!Oss::<T>::contains_key(&acc), Error::<T>::Registered);
            Oss::<T>::insert(&acc, OssInfo { peer_id: endpoint, domain });
            Self::deposit_event(Event::OssRegister { acc, endpoint });
            Ok(())
        }

        /// Change the signer's addresses.
        #[pallet::call_index(3)]
        #[pallet::weight(call_weight::<T>(1, 1))]
        pub fn update(origin: OriginFor<T>, endpoint: PeerId, domain: Domain) -> DispatchResult {
            let acc = ensure_signed(origin)?;
            ensure!(Oss::<T>::contains_key(&acc), Error::<T>::UnRegister);
            Oss::<T>::insert(&acc, OssInfo { peer_id: endpoint, domain });
            Self::deposit_event(Event::OssUpdate { acc, new_endpoint: endpoint });
            Ok(())
        }

        /// Sign off as a gateway.
        #[pallet::call_index(4)]
        #[pallet::weight(call_weight::<T>(1, 1))]
        pub fn destroy(origin: OriginFor<T>) -> DispatchResult {
            let acc = ensure_signed(origin)?;
            ensure!(Oss::<T>::contains_key(&acc), Error::<T>::UnRegister);
            Oss::<T>::remove(&acc);
            Self::deposit_event(Event::OssDestroy { acc });
            Ok(())
        }

        /// Enter a grant that the account signed elsewhere; anybody may bring it. Announces nothing.
        #[pallet::call_index(5)]
        #[pallet::weight(call_weight::<T>(2, 1))]
        pub fn proxy_authorzie(
            origin: OriginFor<T>,
            auth_puk: [u8; 32],
            sig: SignatureBytes,
            payload: ProxyAuthPayload,
        ) -> DispatchResult {
            ensure_signed(origin)?;
            Self::enter_signed_grant(auth_puk, &sig, payload)
        }

        /// Enter a grant that the account signed with an Ethereum key.
        #[pallet::call_index(6)]
        #[pallet::weight(call_weight::<T>(2, 1))]
        pub fn evm_proxy_authorzie(
            origin: OriginFor<T>,
            auth_puk: [u8; 32],
            sig: [u8; 65],
            payload: ProxyAuthPayload,
        ) -> DispatchResult {
            ensure_signed(origin)?;
            Self::enter_ethereum_grant(auth_puk, &sig, payload)
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Whether an operator may act for an owner: the owner itself may, and whom it authorised.
    pub(crate) fn may_act_for(owner: &AccountId, operator: &AccountId) -> bool {
        owner == operator || AuthorityList::<T>::get(owner).contains(operator)
    }
}
