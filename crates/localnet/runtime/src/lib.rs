//! The chain of the local network: a FRAME runtime with the interface of CESS spec 137, run natively.
//!
//! - [`genesis`] builds the first state from plain values.
//! - [`dispatch`] answers every runtime call by name, as a node's `state_call` does.
//! - [`due`] runs what falls due when block numbers leap.
//! - [`interface`] spells out what a runtime's metadata promises, to hold this runtime to the real one.
//!
//! Runs only inside externalities that the caller sets up, on the caller's thread. There is no WASM, no consensus
//! and no networking here, and a panic in the runtime is a panic of the caller's process.
#![allow(
    clippy::cast_possible_truncation,
    clippy::if_not_else,
    clippy::large_enum_variant,
    reason = "the macros of FRAME and of the codec write such code; ours does not"
)]

pub mod agenda;
pub mod due;
mod error;
pub mod genesis;
pub mod interface;
pub mod pallets;
pub mod primitives;
mod randomness;
mod runtime;

pub use error::{GenesisError, InterfaceError};
pub use runtime::{
    Address, AllPalletsWithSystem, Balances, Block, Executive, FileBank, Header, Oss, Runtime, RuntimeCall,
    RuntimeEvent, RuntimeGenesisConfig, RuntimeOrigin, Signature, SignedExtensions, SignedPayload, Sminer,
    StorageHandler, System, TeeWorker, Timestamp, TransactionPayment, UncheckedExtrinsic, VERSION, dispatch,
    timestamp_inherent,
};
