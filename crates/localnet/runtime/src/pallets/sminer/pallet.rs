//! Interface of the Sminer pallet: storage, calls, events, errors. What calls do is next door.

/// The pallet, as FRAME wants it.
#[frame_support::pallet]
#[allow(clippy::module_inception, unreachable_pub, reason = "the macro takes a public module in its own file")]
pub mod pallet {
    use frame_support::PalletId;
    use frame_support::pallet_prelude::*;
    use frame_system::pallet_prelude::*;

    use crate::pallets::sminer::types::{
        BloomFilter, CompleteInfo, FaucetRecord, MinerCompleteInfo, MinerInfo, NODE_LIMIT, PoISKey, REWARD_DAYS,
        RestoralTargetInfo, Reward,
    };
    use crate::pallets::{storage_handler, tee_worker};
    use crate::primitives::{
        AccountId, Balance, BlockNumber, EndPoint, ONE_DAY, SignatureBytes, TOKEN, WorkerPublicKey, call_weight, now,
    };

    /// Pays for the faucet.
    pub const FAUCET_POT: PalletId = PalletId(*b"facuetid");
    /// How long a stake is bound. Blocks.
    pub const STAKING_LOCK: BlockNumber = 180 * ONE_DAY;
    /// The most the faucet ever gives to accounts that come back. Planck.
    pub const FAUCET_RELEASE: Balance = 5_000_000_000 * TOKEN;

    /// The pallet itself.
    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    /// What the pallet asks of the runtime.
    #[pallet::config]
    pub trait Config:
        frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>>
        + storage_handler::Config
        + tee_worker::Config
    {
    }

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// Names the account that pays for the faucet.
        #[pallet::constant_name(FaucetId)]
        fn faucet_id() -> PalletId {
            FAUCET_POT
        }
        /// The most storage nodes there can be.
        #[pallet::constant_name(ItemLimit)]
        fn item_limit() -> u32 {
            NODE_LIMIT
        }
        /// A day. Blocks.
        #[pallet::constant_name(OneDayBlock)]
        fn one_day_block() -> BlockNumber {
            ONE_DAY
        }
        /// How long a stake is bound. Blocks.
        #[pallet::constant_name(StakingLockBlock)]
        fn staking_lock_block() -> BlockNumber {
            STAKING_LOCK
        }
        /// The most the faucet ever gives to accounts that come back. Planck.
        #[pallet::constant_name(MaximumRelease)]
        fn maximum_release() -> u128 {
            FAUCET_RELEASE
        }
    }

    /// The storage nodes.
    #[pallet::storage]
    pub type MinerItems<T: Config> = CountedStorageMap<_, Blake2_128Concat, AccountId, MinerInfo>;

    /// The storage nodes that can be chosen.
    #[pallet::storage]
    pub type AllMiner<T: Config> = StorageValue<_, BoundedVec<AccountId, ConstU32<NODE_LIMIT>>, ValueQuery>;

    /// What nodes earned.
    #[pallet::storage]
    pub type RewardMap<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, Reward>;

    /// Who drew from the faucet when.
    #[pallet::storage]
    pub type FaucetRecordMap<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, FaucetRecord>;

    /// Which node registered which proof key, by hash.
    #[pallet::storage]
    pub type MinerPublicKey<T: Config> = StorageMap<_, Blake2_128Concat, [u8; 32], AccountId>;

    /// Parameters of the graph behind proofs of space.
    #[pallet::storage]
    pub type Expenders<T: Config> = StorageValue<_, (u64, u64, u64)>;

    /// Until when nodes about to leave have to stay.
    #[pallet::storage]
    pub type MinerLock<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, BlockNumber>;

    /// What has to be restored of nodes that left.
    #[pallet::storage]
    pub type RestoralTarget<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, RestoralTargetInfo>;

    /// Since when nodes are staked.
    #[pallet::storage]
    pub type StakingStartBlock<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, BlockNumber>;

    /// How much idle space nodes may replace by what they store. Bytes.
    #[pallet::storage]
    pub type PendingReplacements<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, u128, ValueQuery>;

    /// What the faucet gave to accounts that came back. Planck.
    #[pallet::storage]
    pub type FacuetReleaseRecord<T: Config> = StorageValue<_, Balance, ValueQuery>;

    /// Stakes to be returned at a block.
    #[pallet::storage]
    pub type ReturnStakingSchedule<T: Config> = StorageMap<
        _,
        Blake2_128Concat,
        BlockNumber,
        BoundedVec<(AccountId, AccountId, Balance), ConstU32<NODE_LIMIT>>,
        ValueQuery,
    >;

    /// The power of all nodes by era.
    #[pallet::storage]
    pub type CompleteSnapShot<T: Config> = StorageMap<_, Blake2_128Concat, u32, CompleteInfo, ValueQuery>;

    /// The power of each node by era.
    #[pallet::storage]
    pub type CompleteMinerSnapShot<T: Config> =
        StorageMap<_, Blake2_128Concat, AccountId, BoundedVec<MinerCompleteInfo, ConstU32<REWARD_DAYS>>, ValueQuery>;

    /// Who may give from the faucet.
    #[pallet::storage]
    pub type FacuetWhitelist<T: Config> = StorageValue<_, AccountId>;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    #[allow(missing_docs, reason = "the fields say it themselves, twenty times over")]
    pub enum Event<T: Config> {
        /// A node registered.
        Registered { acc: AccountId },
        /// A node registered its key for proofs.
        RegisterPoisKey { miner: AccountId },
        /// Somebody drew from the faucet.
        DrawFaucetMoney,
        /// Somebody filled the faucet.
        FaucetTopUpMoney { acc: AccountId },
        /// Somebody drew from the faucet too soon.
        LessThan24Hours { last: BlockNumber, now: BlockNumber },
        /// Leftover.
        AlreadyFrozen { acc: AccountId },
        /// A node's stake grew.
        IncreaseCollateral { acc: AccountId, balance: Balance },
        /// Leftover.
        Deposit { balance: Balance },
        /// A node's rewards go elsewhere.
        UpdateBeneficiary { acc: AccountId, new: AccountId },
        /// A node answers elsewhere.
        UpdateEndPoint { acc: AccountId, old: EndPoint, new: EndPoint },
        /// A node was paid.
        Receive { acc: AccountId, reward: Balance },
        /// A node prepares to leave.
        MinerExitPrep { miner: AccountId },
        /// A node that left took its stake.
        Withdraw { acc: AccountId },
        /// A node promised more space.
        IncreaseDeclarationSpace { miner: AccountId, space: u128 },
        /// A node promised less space.
        DecreaseDeclarationSpace { miner: AccountId, space: u128 },
    }

    /// What can go wrong.
    #[pallet::error]
    pub enum Error<T> {
        /// The account is no storage node.
        NotMiner,
        /// The account is a storage node already.
        AlreadyRegistered,
        /// A number ran over or under.
        Overflow,
        /// There is no such node.
        NotExisted,
        /// The account drew from the faucet today.
        LessThan24Hours,
        /// Internal.
        ConversionError,
        /// Unused.
        AlreadyFrozen,
        /// The node is not at work.
        NotpositiveState,
        /// There are as many nodes as there can be.
        StorageLimitReached,
        /// Internal.
        BoundedVecError,
        /// Internal.
        DataNotExist,
        /// Internal.
        Unexpected,
        /// The signature is not that of the workers' master key.
        VerifyTeeSigFailed,
        /// The proof does not go on where the last one ended.
        CountError,
        /// The node's state does not allow it.
        StateError,
        /// The fragment's hash is not lower-case hex.
        BloomElemPushError,
        /// The stake is too small for the space.
        CollateralNotUp,
        /// Somebody else staked for the node.
        NotStakingAcc,
        /// Internal.
        BugInvalid,
        /// The stake is still bound.
        InsufficientStakingPeriod,
        /// More space than promised.
        ExceedingDeclarationSpace,
        /// More than may be replaced.
        InsufficientReplaceable,
        /// The signature has another length than 64.
        MalformedSignature,
        /// Nobody may give from the faucet.
        NotSetWhite,
        /// The signer may not give from the faucet.
        WrongOrigin,
        /// The faucet gave all it ever gives.
        ExceedRelease,
        /// The space is in use.
        UnableReduceDeclaration,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Register the signer as a storage node with a stake of its own.
        #[pallet::call_index(0)]
        #[pallet::weight(call_weight::<T>(3, 4))]
        pub fn regnstk(
            origin: OriginFor<T>,
            beneficiary: AccountId,
            endpoint: EndPoint,
            staking_val: Balance,
            tib_count: u32,
        ) -> DispatchResult {
            Self::register_staked(ensure_signed(origin)?, beneficiary, endpoint, staking_val, tib_count)
        }

        /// Add to a node's stake; a debt is paid first.
        #[pallet::call_index(1)]
        #[pallet::weight(call_weight::<T>(2, 3))]
        pub fn increase_collateral(
            origin: OriginFor<T>,
            miner: AccountId,
            #[pallet::compact] collaterals: Balance,
        ) -> DispatchResult {
            Self::add_stake(ensure_signed(origin)?, &miner, collaterals)
        }

        /// Send the signer's rewards elsewhere.
        #[pallet::call_index(2)]
        #[pallet::weight(call_weight::<T>(1, 1))]
        pub fn update_beneficiary(origin: OriginFor<T>, beneficiary: AccountId) -> DispatchResult {
            let acc = ensure_signed(origin)?;
            Self::change(&acc, |node| {
                node.beneficiary = beneficiary.clone();
                Ok(())
            })?;
            Self::deposit_event(Event::UpdateBeneficiary { acc, new: beneficiary });
            Ok(())
        }

        /// Say where the signer answers now.
        #[pallet::call_index(3)]
        #[pallet::weight(call_weight::<T>(1, 1))]
        pub fn update_endpoint(origin: OriginFor<T>, endpoint: EndPoint) -> DispatchResult {
            let acc = ensure_signed(origin)?;
            let new = endpoint.clone();
            let old = Self::change(&acc, |node| Ok(core::mem::replace(&mut node.endpoint, endpoint)))?;
            Self::deposit_event(Event::UpdateEndPoint { acc, old, new });
            Ok(())
        }

        /// Promise less space.
        #[pallet::call_index(4)]
        #[pallet::weight(call_weight::<T>(1, 1))]
        pub fn decrease_declaration_space(origin: OriginFor<T>, tib_count: u32) -> DispatchResult {
            Self::promise_less(ensure_signed(origin)?, tib_count)
        }

        /// Collect what the signer earned: nothing, on a network without eras.
        #[pallet::call_index(6)]
        #[pallet::weight(call_weight::<T>(3, 3))]
        pub fn receive_reward(origin: OriginFor<T>) -> DispatchResult {
            Self::collect_reward(&ensure_signed(origin)?)
        }

        /// Prepare to leave; the node goes fifteen days later.
        #[pallet::call_index(7)]
        #[pallet::weight(call_weight::<T>(3, 3))]
        pub fn miner_exit_prep(origin: OriginFor<T>, miner: AccountId) -> DispatchResult {
            Self::prepare_leaving(&ensure_signed(origin)?, miner)
        }

        /// Let a node go. Root only; the agenda does it.
        #[pallet::call_index(8)]
        #[pallet::weight(call_weight::<T>(3, 4))]
        pub fn miner_exit(origin: OriginFor<T>, miner: AccountId) -> DispatchResult {
            ensure_root(origin)?;
            Self::leave(&miner, now::<T>())
        }

        /// Take the stake of a node that left.
        #[pallet::call_index(9)]
        #[pallet::weight(call_weight::<T>(3, 3))]
        pub fn miner_withdraw(origin: OriginFor<T>) -> DispatchResult {
            Self::withdraw_stake(ensure_signed(origin)?)
        }

        /// Fill the faucet.
        #[pallet::call_index(13)]
        #[pallet::weight(call_weight::<T>(2, 2))]
        pub fn faucet_top_up(origin: OriginFor<T>, award: Balance) -> DispatchResult {
            Self::fill_faucet(ensure_signed(origin)?, award)
        }

        /// Give from the faucet.
        #[pallet::call_index(14)]
        #[pallet::weight(call_weight::<T>(4, 4))]
        pub fn faucet(origin: OriginFor<T>, to: AccountId) -> DispatchResult {
            Self::draw_from_faucet(&ensure_signed(origin)?, &to)
        }

        /// Set the parameters of proofs of space. Root only.
        #[pallet::call_index(15)]
        #[pallet::weight(Weight::zero())]
        pub fn update_expender(origin: OriginFor<T>, k: u64, n: u64, d: u64) -> DispatchResult {
            ensure_root(origin)?;
            Expenders::<T>::put((k, n, d));
            Ok(())
        }

        /// Register the signer's key for proofs of space, which puts it to work.
        #[pallet::call_index(16)]
        #[pallet::weight(call_weight::<T>(4, 4))]
        pub fn register_pois_key(
            origin: OriginFor<T>,
            pois_key: PoISKey,
            tee_sig_need_verify: SignatureBytes,
            tee_sig: SignatureBytes,
            tee_puk: WorkerPublicKey,
        ) -> DispatchResult {
            Self::register_key(ensure_signed(origin)?, pois_key, &tee_sig_need_verify, &tee_sig, tee_puk)
        }

        /// Register the signer as a storage node that somebody else will stake for.
        #[pallet::call_index(17)]
        #[pallet::weight(call_weight::<T>(2, 3))]
        pub fn regnstk_assign_staking(
            origin: OriginFor<T>,
            beneficiary: AccountId,
            endpoint: EndPoint,
            staking_account: AccountId,
            tib_count: u32,
        ) -> DispatchResult {
            Self::register_unstaked(ensure_signed(origin)?, beneficiary, endpoint, staking_account, tib_count)
        }

        /// Promise more space; a stake too small for it freezes the node.
        #[pallet::call_index(18)]
        #[pallet::weight(call_weight::<T>(1, 1))]
        pub fn increase_declaration_space(origin: OriginFor<T>, tib_count: u32) -> DispatchResult {
            Self::promise_more(ensure_signed(origin)?, tib_count)
        }

        /// Forget what a node serves. Root only.
        #[pallet::call_index(19)]
        #[pallet::weight(Weight::zero())]
        pub fn clear_miner_service(origin: OriginFor<T>, miner: AccountId) -> DispatchResult {
            ensure_root(origin)?;
            MinerItems::<T>::try_mutate(miner, |node| {
                let node = node.as_mut().ok_or(Error::<T>::ConversionError)?;
                node.service_space = 0;
                node.service_bloom_filter = BloomFilter::default();
                Ok(())
            })
        }

        /// Say who may give from the faucet. Root only.
        #[pallet::call_index(20)]
        #[pallet::weight(Weight::zero())]
        pub fn set_facuet_whitelist(origin: OriginFor<T>, acc: AccountId) -> DispatchResult {
            ensure_root(origin)?;
            FacuetWhitelist::<T>::put(acc);
            Ok(())
        }
    }
}
