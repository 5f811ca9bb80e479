//! The runtime: which pallets there are, under which index, and with which settings.
#![allow(missing_docs, reason = "the macros of FRAME write public items without documentation")]

mod api;

use std::borrow::Cow;

use frame_support::traits::{ConstU8, ConstU16, ConstU32, ConstU64, ConstU128, VariantCountOf};
use frame_support::weights::constants::RocksDbWeight;
use frame_support::weights::{ConstantMultiplier, Weight};
use frame_support::{construct_runtime, derive_impl, parameter_types};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::traits::{AccountIdLookup, BlakeTwo256};
use sp_runtime::{MultiAddress, MultiSignature, Perbill, generic};
use sp_version::RuntimeVersion;

use crate::due::BLOCK_HASH_COUNT;
use crate::pallets::{file_bank, oss, sminer, storage_handler, tee_worker};
use crate::primitives::{AccountId, AccountIndex, Balance, BlockNumber, Nonce, TOKEN};

pub use self::api::{dispatch, timestamp_inherent};

/// How an account is named in a transaction.
pub type Address = MultiAddress<AccountId, AccountIndex>;
/// The signature of a transaction.
pub type Signature = MultiSignature;
/// The head of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// What a transaction carries beside its call, in the order of spec 137.
pub type SignedExtensions = (
    frame_system::CheckNonZeroSender<Runtime>,
    frame_system::CheckSpecVersion<Runtime>,
    frame_system::CheckTxVersion<Runtime>,
    frame_system::CheckGenesis<Runtime>,
    frame_system::CheckMortality<Runtime>,
    frame_system::CheckNonce<Runtime>,
    frame_system::CheckWeight<Runtime>,
    pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
);
/// A transaction or an inherent, as it travels.
pub type UncheckedExtrinsic = generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, SignedExtensions>;
/// What a transaction's signature covers.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, SignedExtensions>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// Runs blocks.
pub type Executive =
    frame_executive::Executive<Runtime, Block, frame_system::ChainContext<Runtime>, Runtime, AllPalletsWithSystem>;

/// Which runtime this is: to a client, spec 137 of CESS.
pub const VERSION: RuntimeVersion = RuntimeVersion {
    spec_name: Cow::Borrowed("cess-node"),
    impl_name: Cow::Borrowed("cess-node"),
    authoring_version: 1,
    spec_version: 137,
    impl_version: 0,
    apis: api::RUNTIME_API_VERSIONS,
    transaction_version: 1,
    system_version: 1,
};

construct_runtime!(
    pub enum Runtime {
        System: frame_system = 0,
        Timestamp: pallet_timestamp = 3,
        Balances: pallet_balances = 6,
        TransactionPayment: pallet_transaction_payment = 7,
        TeeWorker: tee_worker = 103,
        FileBank: file_bank = 104,
        Sminer: sminer = 105,
        StorageHandler: storage_handler = 107,
        Oss: oss = 108,
    }
);

/// What all transactions of a block may take together; inherents may take more. Picoseconds.
const BLOCK_TIME: u64 = 2_000_000_000_000;
/// The share of a block that transactions get.
const NORMAL_SHARE: Perbill = Perbill::from_percent(75);
/// How long a block can be, operational transactions included. Bytes.
const BLOCK_LENGTH: u32 = 5 * 1024 * 1024;
/// What a byte of a transaction costs. Planck.
const FEE_PER_BYTE: Balance = 10_000_000_000_000;
/// What a picosecond of a transaction costs. Planck.
const FEE_PER_PICOSECOND: Balance = 5_000_000;
/// The SS58 prefix of addresses.
const SS58_PREFIX: u16 = 11_330;
/// The least time between two blocks, half of six seconds. Milliseconds.
const LEAST_BLOCK_TIME: u64 = 3_000;

parameter_types! {
    pub const Version: RuntimeVersion = VERSION;
    pub Weights: BlockWeights =
        BlockWeights::with_sensible_defaults(Weight::from_parts(BLOCK_TIME, u64::MAX), NORMAL_SHARE);
    pub Length: BlockLength = BlockLength::builder().max_length(BLOCK_LENGTH).modify_max_length_for_class(frame_support::dispatch::DispatchClass::Normal, |length| *length = NORMAL_SHARE * BLOCK_LENGTH).build();
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
    type AccountData = pallet_balances::AccountData<Balance>;
    type AccountId = AccountId;
    type Block = Block;
    type BlockHashCount = ConstU32<BLOCK_HASH_COUNT>;
    type BlockLength = Length;
    type BlockWeights = Weights;
    type DbWeight = RocksDbWeight;
    type Lookup = AccountIdLookup<AccountId, AccountIndex>;
    type MaxConsumers = ConstU32<16>;
    type Nonce = Nonce;
    type SS58Prefix = ConstU16<SS58_PREFIX>;
    type Version = Version;
}

impl pallet_timestamp::Config for Runtime {
    type MinimumPeriod = ConstU64<LEAST_BLOCK_TIME>;
    type Moment = u64;
    type OnTimestampSet = ();
    type WeightInfo = ();
}

impl pallet_balances::Config for Runtime {
    type AccountStore = System;
    type Balance = Balance;
    type DoneSlashHandler = ();
    type DustRemoval = ();
    type ExistentialDeposit = ConstU128<TOKEN>;
    type FreezeIdentifier = RuntimeFreezeReason;
    type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
    type MaxLocks = ConstU32<50>;
    type MaxReserves = ConstU32<50>;
    type ReserveIdentifier = [u8; 8];
    type RuntimeEvent = RuntimeEvent;
    type RuntimeFreezeReason = RuntimeFreezeReason;
    type RuntimeHoldReason = RuntimeHoldReason;
    type WeightInfo = ();
}

/// Fees are charged and announced; there is no treasury here to receive them.
impl pallet_transaction_payment::Config for Runtime {
    type FeeMultiplierUpdate = ();
    type LengthToFee = ConstantMultiplier<Balance, ConstU128<FEE_PER_BYTE>>;
    type OnChargeTransaction = pallet_transaction_payment::FungibleAdapter<Balances, ()>;
    type OperationalFeeMultiplier = ConstU8<5>;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
    type WeightToFee = ConstantMultiplier<Balance, ConstU128<FEE_PER_PICOSECOND>>;
}

impl tee_worker::Config for Runtime {}
impl storage_handler::Config for Runtime {
    type Currency = Balances;
}
impl sminer::Config for Runtime {}
impl oss::Config for Runtime {}
impl file_bank::Config for Runtime {}
