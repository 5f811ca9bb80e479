//! Proofs of space, as far as the chain looks at them: who signed, and whether they go on where the last one ended.

use frame_support::dispatch::DispatchResult;
use frame_support::ensure;
use parity_scale_codec::Encode;
use sp_runtime::DispatchError;

use super::{
    AllMiner, Config, Error, Event, MinerInfo, MinerItems, MinerPublicKey, Pallet, PoISKey, SpaceProofInfo, state,
};
use crate::pallets::tee_worker;
use crate::primitives::{AccountId, IDLE_SEGMENT_SIZE, WorkerPublicKey, now};

/// A proof that the workers' master key signed, with the worker's own signature.
pub(crate) struct CertifiedProof {
    /// The proof.
    pub(crate) proof: SpaceProofInfo,
    /// The worker's signature under it, kept beside it.
    pub(crate) signature: [u8; 64],
}

impl<T: Config> Pallet<T> {
    /// Register a node's key for proofs, which puts the node to work.
    pub(super) fn register_key(
        acc: AccountId,
        pois_key: PoISKey,
        master_signature: &[u8],
        worker_signature: &[u8],
        worker: WorkerPublicKey,
    ) -> DispatchResult {
        ensure!(MinerItems::<T>::contains_key(&acc), Error::<T>::NotMiner);
        let accumulator = pois_key.g;
        let proof = SpaceProofInfo { miner: acc.clone(), front: 0, rear: 0, pois_key, accumulator };
        let digest = proof_digest(&proof, &worker);
        let master_signature = signature::<T>(master_signature)?;
        let signed = tee_worker::Pallet::<T>::is_signed_by_master(&master_signature, &digest);
        ensure!(signed, Error::<T>::VerifyTeeSigFailed);
        tee_worker::Pallet::<T>::note_work(&worker, now::<T>());
        let worker_signature = signature::<T>(worker_signature)?;
        MinerPublicKey::<T>::insert(digest, &acc);
        Self::change(&acc, |node| Self::put_to_work(node, proof, worker_signature))?;
        AllMiner::<T>::try_append(&acc).map_err(|()| Error::<T>::StorageLimitReached)?;
        Self::deposit_event(Event::RegisterPoisKey { miner: acc });
        Ok(())
    }

    fn put_to_work(node: &mut MinerInfo, proof: SpaceProofInfo, signature: [u8; 64]) -> DispatchResult {
        ensure!(node.is_in(state::NOT_READY), Error::<T>::StateError);
        node.space_proof_info = Some(proof);
        let staked = node.collaterals >= Self::stake_for(node.declaration_space)?;
        node.state = Self::state(if staked { state::POSITIVE } else { state::FROZEN })?;
        node.tee_signature = signature;
        Ok(())
    }

    /// Enter idle space that a worker certified; answers with the space.
    pub(crate) fn add_certified_space(acc: &AccountId, certified: CertifiedProof) -> Result<u128, DispatchError> {
        Self::change(acc, |node| {
            ensure!(node.is_in(state::POSITIVE), Error::<T>::NotpositiveState);
            let known = node.space_proof_info.as_mut().ok_or(Error::<T>::NotpositiveState)?;
            let CertifiedProof { proof, signature } = certified;
            ensure!(proof.front == known.front, Error::<T>::CountError);
            ensure!(proof.rear > known.rear, Error::<T>::CountError);
            let files = proof.rear - known.rear;
            known.rear = proof.rear;
            known.accumulator = proof.accumulator;
            let space = IDLE_SEGMENT_SIZE * u128::from(files);
            node.idle_space = node.idle_space.checked_add(space).ok_or(Error::<T>::Overflow)?;
            let in_use = node.idle_space + node.service_space + node.lock_space;
            ensure!(in_use <= node.declaration_space, Error::<T>::ExceedingDeclarationSpace);
            node.tee_signature = signature;
            Ok(space)
        })
    }

    /// Enter that idle files were given up for service; answers with their space.
    pub(crate) fn replace_certified_space(acc: &AccountId, certified: CertifiedProof) -> Result<u128, DispatchError> {
        let files = Self::change(acc, |node| {
            let known = node.space_proof_info.as_mut().ok_or(Error::<T>::NotpositiveState)?;
            let CertifiedProof { proof, signature } = certified;
            ensure!(proof.rear == known.rear, Error::<T>::CountError);
            ensure!(proof.front > known.front, Error::<T>::CountError);
            let files = proof.front - known.front;
            known.front = proof.front;
            known.accumulator = proof.accumulator;
            node.tee_signature = signature;
            Ok(files)
        })?;
        let space = IDLE_SEGMENT_SIZE * u128::from(files);
        Self::take_replacement(acc, space)?;
        Ok(space)
    }
}

/// What the master key signs for a proof and the worker that checked it.
pub fn proof_digest(proof: &SpaceProofInfo, worker: &WorkerPublicKey) -> [u8; 32] {
    sp_io::hashing::sha2_256(&(proof, worker).encode())
}

fn signature<T: Config>(bytes: &[u8]) -> Result<[u8; 64], Error<T>> {
    bytes.try_into().map_err(|_| Error::MalformedSignature)
}
