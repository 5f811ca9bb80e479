//! TeeWorker: the workers whose word the chain takes for proofs, as far as tags need it.
//!
//! Everything is written at genesis: there is no enclave here and no call to register one.

mod types;

pub use pallet::*;
pub use types::*;

use crate::primitives::{BlockNumber, WorkerPublicKey};

/// The pallet, as FRAME wants it.
#[frame_support::pallet]
pub mod pallet {
    use frame_support::pallet_prelude::*;

    use super::types::{LaunchStatus, MasterKeyInfo, WorkerInfo};
    use crate::primitives::{AccountId, BlockNumber, WorkerPublicKey};

    /// The pallet itself.
    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    /// What the pallet asks of the runtime.
    #[pallet::config]
    pub trait Config: frame_system::Config<AccountId = AccountId> {}

    /// The key that signs for all workers, and whether there is one yet.
    #[pallet::storage]
    pub type MasterKeyStatus<T: Config> = StorageValue<_, LaunchStatus, ValueQuery>;

    /// Every master key there ever was; their signatures stay valid.
    #[pallet::storage]
    pub type MasterKeyHistory<T: Config> = StorageValue<_, Vec<MasterKeyInfo>, ValueQuery>;

    /// The workers by public key.
    #[pallet::storage]
    pub type Workers<T: Config> = CountedStorageMap<_, Twox64Concat, WorkerPublicKey, WorkerInfo>;

    /// Where each worker answers.
    #[pallet::storage]
    pub type Endpoints<T: Config> = StorageMap<_, Twox64Concat, WorkerPublicKey, String>;

    /// The last block each worker did something for.
    #[pallet::storage]
    pub type LastWork<T: Config> = StorageMap<_, Twox64Concat, WorkerPublicKey, BlockNumber, ValueQuery>;
}

impl<T: Config> Pallet<T> {
    /// Whether a master key, the present or a former one, signed this digest.
    pub(crate) fn is_signed_by_master(signature: &[u8; 64], digest: &[u8; 32]) -> bool {
        let LaunchStatus::Launched(present) = MasterKeyStatus::<T>::get() else { return false };
        let signature = sp_core::sr25519::Signature::from_raw(*signature);
        let signed_by = |key: &WorkerPublicKey| {
            sp_io::crypto::sr25519_verify(&signature, digest, &sp_core::sr25519::Public::from_raw(*key))
        };
        signed_by(&present.pubkey) || MasterKeyHistory::<T>::get().iter().any(|former| signed_by(&former.pubkey))
    }

    /// Whether a worker may compute tags and certify space.
    pub(crate) fn may_mark(worker: &WorkerPublicKey) -> bool {
        Workers::<T>::get(worker).is_some_and(|info| matches!(info.role, WorkerRole::Full | WorkerRole::Marker))
    }

    /// Note that a worker did something.
    pub(crate) fn note_work(worker: &WorkerPublicKey, now: BlockNumber) {
        LastWork::<T>::insert(worker, now);
    }
}
