//! What a network is founded with; it stays so as long as the chain lives.

use pileus_localnet_runtime::genesis::{Allocation, Genesis};
use serde::{Deserialize, Serialize};

use super::description::AllocationWord;
use super::ports::Ports;
use super::{FOUNDING_FILE, Settings, disk, genesis};
use crate::error::NetworkError;

/// What cannot change any more once the chain has begun.
#[derive(Serialize, Deserialize)]
pub(super) struct Founding {
    /// Who chooses the storage nodes of an order.
    #[serde(with = "AllocationWord")]
    pub(super) allocation: Allocation,
    /// How many storage nodes there are.
    pub(super) nodes: usize,
    /// What each node declared.
    ///
    /// # Units
    /// bytes.
    pub(super) space: u64,
}

impl Founding {
    /// What the network of the folder was founded with, decided and written down now if it is new.
    ///
    /// # Errors
    /// [`NetworkError::Folder`], [`NetworkError::Damaged`].
    pub(super) fn load_or_decide(settings: &Settings) -> Result<Self, NetworkError> {
        let path = settings.folder.join(FOUNDING_FILE);
        if let Some(founding) = disk::read(&path)? {
            return Ok(founding);
        }
        let founding = Self {
            allocation: settings.allocation,
            nodes: settings.nodes,
            space: disk::space_per_node(&settings.folder, settings.disk, settings.nodes)?,
        };
        disk::write(&path, &founding)?;
        Ok(founding)
    }

    /// The first state of such a network with storage nodes and gateways on these ports.
    pub(super) fn genesis(&self, ports: &Ports) -> Genesis {
        genesis::genesis(self.allocation, ports, self.space)
    }
}
