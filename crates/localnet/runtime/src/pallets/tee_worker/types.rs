//! Types of the TeeWorker pallet.

use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

use crate::primitives::{AccountId, BlockNumber, WorkerPublicKey};

/// What a worker may do.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum WorkerRole {
    /// Everything.
    Full,
    /// Check proofs.
    Verifier,
    /// Compute tags and certify space.
    Marker,
}

/// Who vouched for a worker's enclave.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum AttestationProvider {
    /// The root of the chain.
    Root,
    /// Intel's attestation service.
    Ias,
    /// Intel's data centre attestation.
    Dcap,
}

/// A registered worker.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct WorkerInfo {
    /// Its signing key.
    pub pubkey: WorkerPublicKey,
    /// Its key for shared secrets.
    pub ecdh_pubkey: [u8; 32],
    /// The version of its program.
    pub version: u32,
    /// When it registered. Milliseconds since 1970.
    pub last_updated: u64,
    /// Whose stake stands behind it.
    pub stash_account: Option<AccountId>,
    /// Who vouched for it.
    pub attestation_provider: Option<AttestationProvider>,
    /// How far the attestation is trusted.
    pub confidence_level: u8,
    /// What its hardware can do.
    pub features: Vec<u32>,
    /// What it may do.
    pub role: WorkerRole,
    /// Where it answers.
    pub endpoint: String,
}

/// A key that signs for all workers.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct MasterKeyInfo {
    /// The public key, sr25519.
    pub pubkey: WorkerPublicKey,
    /// The worker that made it.
    pub holder: WorkerPublicKey,
    /// Since when: the block, and the time in milliseconds since 1970.
    pub launched_at: (BlockNumber, u64),
}

/// Whether there is a master key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum LaunchStatus {
    /// There was never one.
    #[default]
    NotLaunched,
    /// A worker was asked to make one.
    Launching(WorkerPublicKey),
    /// There is one.
    Launched(MasterKeyInfo),
}
