//! Interface of the StorageHandler pallet: storage, calls, events, errors. What calls do is next door.

/// The pallet, as FRAME wants it.
#[frame_support::pallet]
#[allow(clippy::module_inception, unreachable_pub, reason = "the macro takes a public module in its own file")]
pub mod pallet {
    use frame_support::PalletId;
    use frame_support::pallet_prelude::*;
    use frame_support::traits::ReservableCurrency;
    use frame_system::pallet_prelude::*;

    use crate::pallets::storage_handler::types::{ConsignmentInfo, OrderId, OrderInfo, OrderType, TerritoryInfo};
    use crate::primitives::{
        AccountId, Balance, BlockNumber, NAME_LIMIT, ONE_DAY, ONE_HOUR, TOKEN, TerrName, TokenId, call_weight,
    };

    /// How long a territory stays frozen before its files go. Blocks.
    pub const FROZEN_SPAN: BlockNumber = 7 * ONE_DAY;
    /// How many territories can end at one block, less one.
    pub const FROZEN_LIMIT: u32 = 2000;
    /// How much of its term a territory must have left to be offered for sale. Blocks.
    pub const CONSIGNMENT_TERM: BlockNumber = ONE_DAY;
    /// How long after the purchase a territory changes hands. Blocks.
    pub const LOCKING_SPAN: BlockNumber = 50;
    /// Receives what territories cost.
    pub const SPACE_POT: PalletId = PalletId(*b"spacedpt");

    /// The pallet itself.
    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    /// What the pallet asks of the runtime.
    #[pallet::config]
    pub trait Config: frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>> {
        /// What territories are paid in.
        type Currency: ReservableCurrency<AccountId, Balance = Balance>;
    }

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// A day. Blocks.
        #[pallet::constant_name(OneDay)]
        fn one_day() -> BlockNumber {
            ONE_DAY
        }
        /// An hour. Blocks.
        #[pallet::constant_name(OneHours)]
        fn one_hours() -> BlockNumber {
            ONE_HOUR
        }
        /// Salts the tokens of territories.
        #[pallet::constant_name(RewardPalletId)]
        fn reward_pallet_id() -> PalletId {
            PalletId(*b"rewardpt")
        }
        /// A bound that nothing uses any more. Bytes.
        #[pallet::constant_name(StateStringMax)]
        fn state_string_max() -> u32 {
            20
        }
        /// The longest name of a territory. Bytes.
        #[pallet::constant_name(NameLimit)]
        fn name_limit() -> u32 {
            NAME_LIMIT
        }
        /// How many territories can end at one block, less one.
        #[pallet::constant_name(FrozenLimit)]
        fn frozen_limit() -> u32 {
            FROZEN_LIMIT
        }
        /// How much of its term a territory must have left to be offered for sale. Blocks.
        #[pallet::constant_name(ConsignmentRemainingBlock)]
        fn consignment_remaining_block() -> BlockNumber {
            CONSIGNMENT_TERM
        }
        /// How long after the purchase a territory changes hands. Blocks.
        #[pallet::constant_name(LockingBlock)]
        fn locking_block() -> BlockNumber {
            LOCKING_SPAN
        }
        /// How long a territory stays frozen before its files go. Blocks, whatever the name says.
        #[pallet::constant_name(FrozenDays)]
        fn frozen_days() -> BlockNumber {
            FROZEN_SPAN
        }
    }

    /// Who owns a territory, and under which name.
    #[pallet::storage]
    pub type TerritoryKey<T: Config> = StorageMap<_, Blake2_128Concat, TokenId, (AccountId, TerrName)>;

    /// The territories of each account.
    #[pallet::storage]
    pub type Territory<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, AccountId, Blake2_128Concat, TerrName, TerritoryInfo>;

    /// The territories offered for sale.
    #[pallet::storage]
    pub type Consignment<T: Config> = StorageMap<_, Blake2_128Concat, TokenId, ConsignmentInfo>;

    /// Which territories freeze at which block.
    #[pallet::storage]
    pub type TerritoryFrozen<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, BlockNumber, Blake2_128Concat, TokenId, bool>;

    /// How many territories freeze at a block.
    #[pallet::storage]
    pub type TerritoryFrozenCounter<T: Config> = StorageMap<_, Blake2_128Concat, BlockNumber, u32, ValueQuery>;

    /// Which territories expire at which block.
    #[pallet::storage]
    pub type TerritoryExpired<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, BlockNumber, Blake2_128Concat, TokenId, bool>;

    /// What a GiB costs for a day. Planck.
    #[pallet::storage]
    pub type UnitPrice<T: Config> = StorageValue<_, Balance>;

    /// The idle space of all storage nodes. Bytes.
    #[pallet::storage]
    pub type TotalIdleSpace<T: Config> = StorageValue<_, u128, ValueQuery>;

    /// What files take of all storage nodes. Bytes.
    #[pallet::storage]
    pub type TotalServiceSpace<T: Config> = StorageValue<_, u128, ValueQuery>;

    /// What was sold in territories. Bytes.
    #[pallet::storage]
    pub type PurchasedSpace<T: Config> = StorageValue<_, u128, ValueQuery>;

    /// Orders that anybody can pay.
    #[pallet::storage]
    pub type PayOrder<T: Config> = StorageMap<_, Blake2_128Concat, OrderId, OrderInfo>;

    /// What happened. The first five are leftovers that nothing announces.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    #[allow(missing_docs, reason = "the fields say it themselves, twenty times over")]
    pub enum Event<T: Config> {
        /// Leftover.
        BuySpace { acc: AccountId, storage_capacity: u128, spend: Balance },
        /// Leftover.
        ExpansionSpace { acc: AccountId, expansion_space: u128, fee: Balance },
        /// Leftover.
        RenewalSpace { acc: AccountId, renewal_days: u32, fee: Balance },
        /// Leftover.
        LeaseExpired { acc: AccountId, size: u128 },
        /// Leftover.
        LeaseExpireIn24Hours { acc: AccountId, size: u128 },
        /// An order waits for somebody to pay it.
        CreatePayOrder { order_hash: OrderId },
        /// An order was paid and done.
        PaidOrder { order_hash: OrderId },
        /// A territory was minted.
        MintTerritory { token: TokenId, name: TerrName, storage_capacity: u128, spend: Balance },
        /// A territory became larger.
        ExpansionTerritory { name: TerrName, expansion_space: u128, spend: Balance },
        /// A territory lasts longer.
        RenewalTerritory { name: TerrName, days: u32, spend: Balance },
        /// An expired territory began a new term.
        ReactivateTerritory { name: TerrName, days: u32, spend: Balance },
        /// A territory was offered for sale.
        Consignment { name: TerrName, token: TokenId, price: Balance },
        /// A buyer was found; the name is the buyer's.
        BuyConsignment { name: TerrName, token: TokenId, price: Balance },
        /// The seller took an offer back.
        CancleConsignment { token: TokenId },
        /// The buyer stepped back.
        CancelPurchaseAction { token: TokenId },
        /// A sold territory changed hands.
        ExecConsignment { buyer: AccountId, seller: AccountId, token: TokenId },
    }

    /// What can go wrong.
    #[pallet::error]
    pub enum Error<T> {
        /// No price was ever set.
        BugInvalid,
        /// Internal.
        BoundedVecError,
        /// The network has not that much unsold space.
        InsufficientAvailableSpace,
        /// The account cannot pay.
        InsufficientBalance,
        /// The territory has not that much space left.
        InsufficientStorage,
        /// A number ran over or under, or too many territories end at one block.
        Overflow,
        /// Unused.
        WrongOperation,
        /// The account has a territory of that name.
        PurchasedSpace,
        /// The account has no such territory.
        NotPurchasedSpace,
        /// Unused.
        LeaseFreeze,
        /// Unused.
        LeaseExpired,
        /// The order can no longer be paid.
        OrderExpired,
        /// Unused.
        RandomErr,
        /// There is no such order.
        NoOrder,
        /// The order would wait too long.
        ParamError,
        /// The drawn token is taken.
        DuplicateTokens,
        /// The account has no such territory.
        NotHaveTerritory,
        /// The territory is not active.
        NotActive,
        /// The territory is not expired.
        NotExpire,
        /// The territory is not offered for sale.
        NotOnConsignment,
        /// The territory's term is almost over.
        InsufficientLease,
        /// The territory is offered already.
        ConsignmentExisted,
        /// Unused.
        OnConsignment,
        /// The territory is neither active nor frozen.
        StateError,
        /// The territory is not empty.
        ObjectNotZero,
        /// There is no such offer.
        NonExistentConsignment,
        /// The offer has a buyer.
        ConsignmentLocked,
        /// The offer has no buyer.
        ConsignmentUnLocked,
        /// Internal.
        Unexpected,
        /// The signer does not buy this territory.
        NotBuyer,
        /// The price changed since the order was made.
        InvalidOrder,
        /// The offer is the signer's own.
        OwnConsignment,
        /// Less than thirty days.
        BoundariesNotMet,
        /// The account has a territory of the new name.
        DuplicateName,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Buy a territory. Nothing refuses an empty name or no space at all.
        #[pallet::call_index(0)]
        #[pallet::weight(call_weight::<T>(7, 7))]
        pub fn mint_territory(
            origin: OriginFor<T>,
            gib_count: u32,
            territory_name: TerrName,
            days: u32,
        ) -> DispatchResult {
            Self::mint(&ensure_signed(origin)?, gib_count, territory_name, days)
        }

        /// Add space to an active territory for the rest of its term; a begun day counts whole.
        #[pallet::call_index(1)]
        #[pallet::weight(call_weight::<T>(6, 4))]
        pub fn expanding_territory(origin: OriginFor<T>, territory_name: TerrName, gib_count: u32) -> DispatchResult {
            Self::expand(&ensure_signed(origin)?, territory_name, gib_count)
        }

        /// Add days to the term of an active or frozen territory.
        #[pallet::call_index(2)]
        #[pallet::weight(call_weight::<T>(5, 7))]
        pub fn renewal_territory(origin: OriginFor<T>, territory_name: TerrName, days: u32) -> DispatchResult {
            Self::renew(&ensure_signed(origin)?, territory_name, days)
        }

        /// Begin a new, empty term of an expired territory, at a thirtieth of the price.
        #[pallet::call_index(101)]
        #[pallet::weight(call_weight::<T>(6, 6))]
        pub fn reactivate_territory(origin: OriginFor<T>, territory_name: TerrName, days: u32) -> DispatchResult {
            let owner = ensure_signed(origin)?;
            Self::reactivate(&owner, &owner, territory_name, days)
        }

        /// Pay for the new term of somebody else's territory.
        #[pallet::call_index(120)]
        #[pallet::weight(call_weight::<T>(6, 6))]
        pub fn other_reactivate_territory(
            origin: OriginFor<T>,
            target_acc: AccountId,
            territory_name: TerrName,
            days: u32,
        ) -> DispatchResult {
            Self::reactivate(&ensure_signed(origin)?, &target_acc, territory_name, days)
        }

        /// Offer an empty territory for sale.
        #[pallet::call_index(102)]
        #[pallet::weight(call_weight::<T>(2, 2))]
        pub fn territory_consignment(origin: OriginFor<T>, territory_name: TerrName, price: Balance) -> DispatchResult {
            Self::offer(ensure_signed(origin)?, territory_name, price)
        }

        /// Buy an offered territory; it changes hands fifty blocks later.
        #[pallet::call_index(103)]
        #[pallet::weight(call_weight::<T>(3, 3))]
        pub fn buy_consignment(origin: OriginFor<T>, token: TokenId, rename: TerrName) -> DispatchResult {
            Self::buy(&ensure_signed(origin)?, token, rename)
        }

        /// Hand a sold territory over. Root only; the agenda does it.
        #[pallet::call_index(104)]
        #[pallet::weight(call_weight::<T>(5, 6))]
        pub fn exec_consignment(origin: OriginFor<T>, token: TokenId, territory_name: TerrName) -> DispatchResult {
            ensure_root(origin)?;
            Self::hand_over(token, territory_name)
        }

        /// Take an offer back that has no buyer.
        #[pallet::call_index(105)]
        #[pallet::weight(call_weight::<T>(2, 2))]
        pub fn cancel_consignment(origin: OriginFor<T>, territory_name: TerrName) -> DispatchResult {
            Self::withdraw_offer(&ensure_signed(origin)?, &territory_name)
        }

        /// Step back from a purchase before it is carried out.
        #[pallet::call_index(106)]
        #[pallet::weight(call_weight::<T>(3, 3))]
        pub fn cancel_purchase_action(origin: OriginFor<T>, token: TokenId) -> DispatchResult {
            Self::withdraw_purchase(&ensure_signed(origin)?, token)
        }

        /// Give an empty territory away. It is called by the bytes of its token afterwards; nothing is announced.
        #[pallet::call_index(107)]
        #[pallet::weight(call_weight::<T>(2, 3))]
        pub fn territory_grants(origin: OriginFor<T>, territory_name: TerrName, receiver: AccountId) -> DispatchResult {
            Self::give(&ensure_signed(origin)?, &territory_name, receiver)
        }

        /// Give an empty territory another name; nothing is announced.
        #[pallet::call_index(108)]
        #[pallet::weight(call_weight::<T>(3, 3))]
        pub fn territory_rename(origin: OriginFor<T>, old_name: TerrName, new_name: TerrName) -> DispatchResult {
            Self::rename(&ensure_signed(origin)?, &old_name, new_name)
        }

        /// Set the price back to 30 tokens. Root only.
        #[pallet::call_index(4)]
        #[pallet::weight(Weight::zero())]
        pub fn update_price(origin: OriginFor<T>) -> DispatchResult {
            ensure_root(origin)?;
            UnitPrice::<T>::put(30 * TOKEN);
            Ok(())
        }

        /// Move the end of a territory's term. Root only.
        #[pallet::call_index(5)]
        #[pallet::weight(Weight::zero())]
        pub fn update_user_territory_life(
            origin: OriginFor<T>,
            user: AccountId,
            terr_name: TerrName,
            deadline: BlockNumber,
        ) -> DispatchResult {
            ensure_root(origin)?;
            Self::move_deadline(&user, &terr_name, deadline)
        }

        /// Move the block a territory expires at. Root only.
        #[pallet::call_index(201)]
        #[pallet::weight(Weight::zero())]
        pub fn update_expired_exec(
            origin: OriginFor<T>,
            old_block: BlockNumber,
            new_block: BlockNumber,
            token: TokenId,
        ) -> DispatchResult {
            ensure_root(origin)?;
            TerritoryExpired::<T>::remove(old_block, token);
            TerritoryExpired::<T>::insert(new_block, token, true);
            Ok(())
        }

        /// Make an order that anybody can pay, for anybody. It lives for six blocks times `expired`.
        #[pallet::call_index(6)]
        #[pallet::weight(call_weight::<T>(3, 1))]
        pub fn create_order(
            origin: OriginFor<T>,
            target_acc: AccountId,
            territory_name: TerrName,
            order_type: OrderType,
            gib_count: u32,
            days: u32,
            expired: u32,
        ) -> DispatchResult {
            let maker = ensure_signed(origin)?;
            let order = OrderInfo { territory_name, pay: 0, gib_count, days, expired: 0, target_acc, order_type };
            Self::make_order(&maker, order, expired)
        }

        /// Pay an order, which does what it was made for.
        #[pallet::call_index(7)]
        #[pallet::weight(call_weight::<T>(8, 7))]
        pub fn exec_order(origin: OriginFor<T>, order_id: OrderId) -> DispatchResult {
            Self::pay_order(&ensure_signed(origin)?, order_id)
        }

        /// Forget what files take of the network. Root only.
        #[pallet::call_index(8)]
        #[pallet::weight(Weight::zero())]
        pub fn clear_service_space(origin: OriginFor<T>) -> DispatchResult {
            ensure_root(origin)?;
            TotalServiceSpace::<T>::put(0);
            Ok(())
        }

        /// Set the price of a GiB and day. Root only.
        #[pallet::call_index(9)]
        #[pallet::weight(Weight::zero())]
        pub fn define_update_price(origin: OriginFor<T>, price: u128) -> DispatchResult {
            ensure_root(origin)?;
            UnitPrice::<T>::put(price);
            Ok(())
        }

        /// Set a territory's remaining space to its total. Root only.
        #[pallet::call_index(10)]
        #[pallet::weight(Weight::zero())]
        pub fn fix_territory_space_for_reactivate(
            origin: OriginFor<T>,
            acc: AccountId,
            tname: TerrName,
        ) -> DispatchResult {
            ensure_root(origin)?;
            Territory::<T>::try_mutate(acc, tname, |territory| {
                let territory = territory.as_mut().ok_or(Error::<T>::NotHaveTerritory)?;
                territory.remaining_space = territory.total_space;
                Ok(())
            })
        }
    }
}
