//! What can go wrong when a storage node is set up or told to misbehave.

use std::{io, path::PathBuf};

use super::call::NodeCall;

/// A storage node could not do what its owner asked.
///
/// What goes wrong for a client of the node is an answer on the wire, never this type.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// The node's folder cannot be made or read.
    #[error("the storage node cannot use its folder {}", folder.display())]
    Folder {
        /// The folder or the part of it.
        folder: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The node's port on loopback is taken or forbidden.
    #[error("the storage node cannot listen on port {port} of this computer")]
    Listen {
        /// The port, 0 when any free one was asked for.
        port: u16,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A fault that makes no sense for the call it names.
    #[error("the call `{call}` cannot have the fault `{fault}`")]
    FaultRefused {
        /// The call of the fault.
        call: NodeCall,
        /// The name of the fault's kind.
        fault: &'static str,
    },
    /// More faults wait than a node keeps.
    #[error("the storage node keeps at most {limit} faults")]
    TooManyFaults {
        /// The bound.
        limit: usize,
    },
}
