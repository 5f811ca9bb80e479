//! Reports of certified idle space, and of idle space given up for service.

use frame_support::dispatch::DispatchResult;
use frame_support::ensure;
use sp_runtime::DispatchError;

use super::{Config, Error, Event, Pallet};
use crate::pallets::sminer::{self, CertifiedProof, SpaceProofInfo, proof_digest};
use crate::pallets::{storage_handler, tee_worker};
use crate::primitives::{AccountId, WorkerPublicKey, now};

impl<T: Config> Pallet<T> {
    /// Enter idle space that a worker certified.
    pub(super) fn certify_idle(
        acc: AccountId,
        proof: SpaceProofInfo,
        master_signature: &[u8],
        worker_signature: &[u8],
        worker: WorkerPublicKey,
    ) -> DispatchResult {
        let certified = Self::check_proof(proof, master_signature, worker_signature, &worker)?;
        let space = sminer::Pallet::<T>::add_certified_space(&acc, certified)?;
        storage_handler::Pallet::<T>::add_idle_space(space)?;
        Self::deposit_event(Event::IdleSpaceCert { acc, space });
        Ok(())
    }

    /// Enter that a node gave idle space up for what it stores.
    pub(super) fn replace_idle(
        acc: AccountId,
        proof: SpaceProofInfo,
        master_signature: &[u8],
        worker_signature: &[u8],
        worker: WorkerPublicKey,
    ) -> DispatchResult {
        let certified = Self::check_proof(proof, master_signature, worker_signature, &worker)?;
        let space = sminer::Pallet::<T>::replace_certified_space(&acc, certified)?;
        Self::deposit_event(Event::ReplaceIdleSpace { acc, space });
        Ok(())
    }

    /// Check who vouches for a proof. The worker's own signature is kept, not checked.
    fn check_proof(
        proof: SpaceProofInfo,
        master_signature: &[u8],
        worker_signature: &[u8],
        worker: &WorkerPublicKey,
    ) -> Result<CertifiedProof, DispatchError> {
        ensure!(tee_worker::Pallet::<T>::may_mark(worker), Error::<T>::TeeNoPermission);
        let master_signature = master_signature.try_into().map_err(|_| Error::<T>::MalformedSignature)?;
        let digest = proof_digest(&proof, worker);
        let signed = tee_worker::Pallet::<T>::is_signed_by_master(&master_signature, &digest);
        ensure!(signed, Error::<T>::VerifyTeeSigFailed);
        tee_worker::Pallet::<T>::note_work(worker, now::<T>());
        let signature = worker_signature.try_into().map_err(|_| Error::<T>::MalformedSignature)?;
        Ok(CertifiedProof { proof, signature })
    }
}
