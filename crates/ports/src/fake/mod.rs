//! Fakes: every port in memory, with faults on request.
//!
//! Duty: let stages and services be tested without a network, a disk or a clock.
//!
//! Invariants: a fake passes the conformance suite of its port; what it does follows from what it was told.
//!
//! Absent on purpose: no fake is used outside tests.

mod chain;
mod clock;
mod entropy;
mod gateway;
mod journal;
mod keystore;
mod nodes;

pub use chain::{BlockTimer, FakeChain, FakeChainSettings, FakeLoss, FakeSigner};
pub use clock::FakeClock;
pub use entropy::FakeEntropy;
pub use gateway::FakeGateway;
pub use journal::{FakeJournal, JournalFault};
pub use keystore::FakeKeystore;
pub use nodes::{FakeNodes, NodeCall, NodeFault, SentFragment, StoredFragment};
