//! Interface of the FileBank pallet: storage, calls, events, errors. What calls do is next door.

/// The pallet, as FRAME wants it.
#[frame_support::pallet]
#[allow(clippy::module_inception, unreachable_pub, reason = "the macro takes a public module in its own file")]
pub mod pallet {
    use frame_support::PalletId;
    use frame_support::pallet_prelude::*;
    use frame_system::pallet_prelude::*;

    use crate::due;
    use crate::pallets::file_bank::types::{
        AllocationInfo, ColumnNodes, DealInfo, DeclaredSegments, FileInfo, OWNER_LIMIT, RestoralOrderInfo, TagSigInfo,
        USER_FILE_LIMIT, UserBrief, UserFiles,
    };
    use crate::pallets::sminer::SpaceProofInfo;
    use crate::pallets::{oss, sminer};
    use crate::primitives::{
        AccountId, BlockNumber, FRAGMENT_COUNT, Hash, NAME_LIMIT, ONE_DAY, SEGMENT_LIMIT, SignatureBytes, TerrName,
        WorkerPublicKey, call_weight, now,
    };

    /// The shortest file name. Bytes.
    pub const SHORTEST_NAME: u32 = 3;
    /// How long a claim on a lost fragment holds. Blocks.
    pub const RESTORAL_LIFE: BlockNumber = 250;
    /// How many territories can lose their files at one block.
    pub const CLEANUP_LIMIT: u32 = 2000;
    /// What one declared segment adds to the weight of an order. Picoseconds.
    const SEGMENT_WEIGHT: u64 = 1_000_000;

    /// The pallet itself.
    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    /// What the pallet asks of the runtime.
    #[pallet::config]
    pub trait Config:
        frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>> + sminer::Config + oss::Config
    {
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        /// Run what falls due up to this block, however far its parent is behind.
        fn on_initialize(_: BlockNumberFor<T>) -> Weight {
            due::run::<T>(now::<T>());
            Weight::zero()
        }
    }

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// Salts what is drawn by lot.
        #[pallet::constant_name(FilbakPalletId)]
        fn filbak_pallet_id() -> PalletId {
            PalletId(*b"rewardpt")
        }
        /// The most files an account can have.
        #[pallet::constant_name(UserFileLimit)]
        fn user_file_limit() -> u32 {
            USER_FILE_LIMIT
        }
        /// A day. Blocks.
        #[pallet::constant_name(OneDay)]
        fn one_day() -> BlockNumber {
            ONE_DAY
        }
        /// The longest file name. Bytes.
        #[pallet::constant_name(NameStrLimit)]
        fn name_str_limit() -> u32 {
            NAME_LIMIT
        }
        /// The shortest file name. Bytes.
        #[pallet::constant_name(NameMinLength)]
        fn name_min_length() -> u32 {
            SHORTEST_NAME
        }
        /// The most segments a file has.
        #[pallet::constant_name(SegmentCount)]
        fn segment_count() -> u32 {
            SEGMENT_LIMIT
        }
        /// How many fragments a segment has.
        #[pallet::constant_name(FragmentCount)]
        fn fragment_count() -> u32 {
            FRAGMENT_COUNT
        }
        /// The most owners a file can have.
        #[pallet::constant_name(OwnerLimit)]
        fn owner_limit() -> u32 {
            OWNER_LIMIT
        }
        /// How long a claim on a lost fragment holds. Blocks.
        #[pallet::constant_name(RestoralOrderLife)]
        fn restoral_order_life() -> BlockNumber {
            RESTORAL_LIFE
        }
        /// Leftover of the time when the chain drew nodes.
        #[pallet::constant_name(MissionCount)]
        fn mission_count() -> u32 {
            12_000
        }
    }

    /// Open orders by FID.
    #[pallet::storage]
    pub type DealMap<T: Config> = StorageMap<_, Blake2_128Concat, Hash, DealInfo>;

    /// Stored files by FID.
    #[pallet::storage]
    pub type File<T: Config> = StorageMap<_, Blake2_128Concat, Hash, FileInfo>;

    /// The files of each account; no reliable inventory, since an expiry empties it.
    #[pallet::storage]
    pub type UserHoldFileList<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, UserFiles, ValueQuery>;

    /// Lost fragments by hash.
    #[pallet::storage]
    pub type RestoralOrder<T: Config> = StorageMap<_, Blake2_128Concat, Hash, RestoralOrderInfo>;

    /// The territories whose files go at this block.
    #[pallet::storage]
    pub type ClearUserList<T: Config> =
        StorageValue<_, BoundedVec<(AccountId, TerrName), ConstU32<CLEANUP_LIMIT>>, ValueQuery>;

    /// Leftover.
    #[pallet::storage]
    pub type TaskFailedCount<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, u8, ValueQuery>;

    /// The nodes the network drew for each open order. Ours: CESS has no such item.
    #[pallet::storage]
    pub type DealAllocation<T: Config> = StorageMap<_, Blake2_128Concat, Hash, AllocationInfo>;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    #[allow(missing_docs, reason = "the fields say it themselves, twenty times over")]
    pub enum Event<T: Config> {
        /// A file was ordered.
        UploadDeclaration { operator: AccountId, owner: AccountId, deal_hash: Hash },
        /// A node reported its fragments.
        TransferReport { acc: AccountId, deal_hash: Hash },
        /// A file was deleted.
        DeleteFile { operator: AccountId, owner: AccountId, file_hash: Hash },
        /// Leftover.
        ReplaceFiller { acc: AccountId, filler_list: Vec<Hash> },
        /// A node's idle space was certified.
        IdleSpaceCert { acc: AccountId, space: u128 },
        /// A node gave idle space up for service.
        ReplaceIdleSpace { acc: AccountId, space: u128 },
        /// A node lost a fragment.
        GenerateRestoralOrder { miner: AccountId, fragment_hash: Hash },
        /// A node claimed a lost fragment.
        ClaimRestoralOrder { miner: AccountId, order_id: Hash },
        /// A node restored a lost fragment.
        RecoveryCompleted { miner: AccountId, order_id: Hash },
        /// An order became a file.
        StorageCompleted { file_hash: Hash },
        /// A node's tags were reported.
        CalculateReport { miner: AccountId, file_hash: Hash },
        /// A file moved to another territory.
        TerritoryFileDelivery { file_hash: Hash, new_territory: TerrName },
        /// The network drew the nodes of an open order. Ours: CESS announces nothing of the kind.
        DealAllocated { deal_hash: Hash, nodes: ColumnNodes },
    }

    /// What can go wrong.
    #[pallet::error]
    pub enum Error<T> {
        /// It is there already.
        Existed,
        /// Unused.
        FileExistent,
        /// There is no such file.
        FileNonExistent,
        /// A number ran over.
        Overflow,
        /// The account does not own the file.
        NotOwner,
        /// Unused.
        ScheduleNonExistent,
        /// A list is full.
        BoundedVecError,
        /// The account has as many files as it can.
        StorageLimitReached,
        /// Unused.
        MinerPowerInsufficient,
        /// Unused.
        NotEmpty,
        /// Unused.
        Locked,
        /// Unused.
        LengthExceedsLimit,
        /// Internal.
        BugInvalid,
        /// Unused.
        ConvertHashError,
        /// The signer may not act for the owner.
        NoPermission,
        /// There is no such order or file.
        NonExistent,
        /// Internal.
        Unexpected,
        /// Unused.
        LessMinLength,
        /// Unused.
        Unprepared,
        /// Unused.
        IsOwned,
        /// What was handed in has the wrong shape.
        SpecError,
        /// Unused.
        PanicOverflow,
        /// The territory has not more free than the file takes.
        InsufficientAvailableSpace,
        /// Unused.
        Calculate,
        /// The node is not at work.
        MinerStateError,
        /// The claim is over.
        Expired,
        /// The signature is not that of the workers' master key.
        VerifyTeeSigFailed,
        /// The worker may not do that.
        TeeNoPermission,
        /// The digests are not those of the node's fragments.
        DigestError,
        /// The signature has another length than 64.
        MalformedSignature,
        /// The report is another node's.
        MinerError,
        /// The node holds the fragment itself.
        RulesNotAllowed,
        /// The file cannot be read.
        NotActive,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Order a file to be stored, or become an owner of one that is.
        #[pallet::call_index(0)]
        #[pallet::weight(declaration_weight::<T>(deal_info.len()))]
        pub fn upload_declaration(
            origin: OriginFor<T>,
            file_hash: Hash,
            deal_info: DeclaredSegments,
            user_brief: UserBrief,
            file_size: u128,
        ) -> DispatchResult {
            Self::declare(ensure_signed(origin)?, file_hash, deal_info, user_brief, file_size)
        }

        /// Move a file to another territory of its owner.
        #[pallet::call_index(2)]
        #[pallet::weight(call_weight::<T>(6, 4))]
        pub fn territory_file_delivery(
            origin: OriginFor<T>,
            user: AccountId,
            file_hash: Hash,
            target_territory: TerrName,
        ) -> DispatchResult {
            Self::deliver(&ensure_signed(origin)?, &user, file_hash, target_territory)
        }

        /// Report that the signer holds one fragment of every segment.
        #[pallet::call_index(3)]
        #[pallet::weight(call_weight::<T>(20, 21))]
        pub fn transfer_report(origin: OriginFor<T>, index: u8, deal_hash: Hash) -> DispatchResult {
            Self::report(ensure_signed(origin)?, index, deal_hash)
        }

        /// Report that the signer's fragments of a file are tagged.
        #[pallet::call_index(1)]
        #[pallet::weight(call_weight::<T>(6, 4))]
        pub fn calculate_report(
            origin: OriginFor<T>,
            tee_sig: SignatureBytes,
            tag_sig_info: TagSigInfo,
        ) -> DispatchResult {
            Self::report_tags(ensure_signed(origin)?, &tee_sig, &tag_sig_info)
        }

        /// Report that the signer gave certified idle space up for what it stores.
        #[pallet::call_index(5)]
        #[pallet::weight(call_weight::<T>(5, 4))]
        pub fn replace_idle_space(
            origin: OriginFor<T>,
            idle_sig_info: SpaceProofInfo,
            tee_sig_need_verify: SignatureBytes,
            tee_sig: SignatureBytes,
            tee_puk: WorkerPublicKey,
        ) -> DispatchResult {
            Self::replace_idle(ensure_signed(origin)?, idle_sig_info, &tee_sig_need_verify, &tee_sig, tee_puk)
        }

        /// Delete an owner's file. Succeeds without effect when the account is no owner of it.
        #[pallet::call_index(6)]
        #[pallet::weight(call_weight::<T>(29, 17))]
        pub fn delete_file(origin: OriginFor<T>, owner: AccountId, file_hash: Hash) -> DispatchResult {
            Self::delete(ensure_signed(origin)?, owner, file_hash)
        }

        /// Report idle space that a worker certified.
        #[pallet::call_index(8)]
        #[pallet::weight(call_weight::<T>(5, 4))]
        pub fn cert_idle_space(
            origin: OriginFor<T>,
            idle_sig_info: SpaceProofInfo,
            tee_sig_need_verify: SignatureBytes,
            tee_sig: SignatureBytes,
            tee_puk: WorkerPublicKey,
        ) -> DispatchResult {
            Self::certify_idle(ensure_signed(origin)?, idle_sig_info, &tee_sig_need_verify, &tee_sig, tee_puk)
        }

        /// Report a fragment of the signer's lost.
        #[pallet::call_index(13)]
        #[pallet::weight(call_weight::<T>(2, 2))]
        pub fn generate_restoral_order(
            origin: OriginFor<T>,
            file_hash: Hash,
            restoral_fragment: Hash,
        ) -> DispatchResult {
            Self::report_lost(ensure_signed(origin)?, file_hash, restoral_fragment)
        }

        /// Claim a lost fragment.
        #[pallet::call_index(14)]
        #[pallet::weight(call_weight::<T>(2, 1))]
        pub fn claim_restoral_order(origin: OriginFor<T>, restoral_fragment: Hash) -> DispatchResult {
            Self::claim(ensure_signed(origin)?, restoral_fragment)
        }

        /// Claim a fragment of a node that left.
        #[pallet::call_index(15)]
        #[pallet::weight(call_weight::<T>(4, 2))]
        pub fn claim_restoral_noexist_order(
            origin: OriginFor<T>,
            miner: AccountId,
            file_hash: Hash,
            restoral_fragment: Hash,
        ) -> DispatchResult {
            Self::claim_from_leaver(ensure_signed(origin)?, &miner, file_hash, restoral_fragment)
        }

        /// Report a claimed fragment restored.
        #[pallet::call_index(16)]
        #[pallet::weight(call_weight::<T>(5, 5))]
        pub fn restoral_order_complete(origin: OriginFor<T>, fragment_hash: Hash) -> DispatchResult {
            Self::restored(ensure_signed(origin)?, fragment_hash)
        }

        /// Delete an owner's file without asking it. Root only.
        #[pallet::call_index(22)]
        #[pallet::weight(Weight::zero())]
        pub fn root_clear_file(origin: OriginFor<T>, owner: AccountId, file_hash: Hash) -> DispatchResult {
            ensure_root(origin)?;
            Self::remove_user_file(&owner, &file_hash)
        }
    }

    /// The weight of an order.
    fn declaration_weight<T: Config>(segments: usize) -> Weight {
        let segments = u64::try_from(segments).unwrap_or(u64::MAX);
        call_weight::<T>(5, 5).saturating_add(Weight::from_parts(SEGMENT_WEIGHT.saturating_mul(segments), 0))
    }
}
