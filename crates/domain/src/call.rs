//! What an account can ask of the chain.

use serde::{Deserialize, Serialize};

use crate::{
    AccountId, ChainFileName, Fid, FilePlan, Planck, SpaceOrderId, SpaceOrderKind, TerritoryName, TerritoryToken,
};

/// One call, in the network's terms; adapters encode it for the runtime they meet.
///
/// # Source
/// protocol §3.4–§3.8.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// Rent a new territory.
    MintTerritory {
        /// Its name, new for this account.
        name: TerritoryName,
        /// Size in GiB.
        gib: u32,
        /// Term in days.
        days: u32,
    },
    /// Add space to a territory.
    ExpandTerritory {
        /// Which.
        name: TerritoryName,
        /// More GiB.
        gib: u32,
    },
    /// Add days to a territory.
    RenewTerritory {
        /// Which.
        name: TerritoryName,
        /// More days.
        days: u32,
    },
    /// Bring an expired territory back, empty.
    ReactivateTerritory {
        /// Which.
        name: TerritoryName,
        /// New term in days.
        days: u32,
    },
    /// Rename an empty territory.
    RenameTerritory {
        /// Old name.
        from: TerritoryName,
        /// New name.
        to: TerritoryName,
    },
    /// Give an empty territory away; it is called by its token afterwards.
    GrantTerritory {
        /// Which.
        name: TerritoryName,
        /// To whom.
        to: AccountId,
    },
    /// Offer an empty territory for sale.
    ConsignTerritory {
        /// Which.
        name: TerritoryName,
        /// For how much.
        price: Planck,
    },
    /// Take an offer back that nobody took.
    WithdrawConsignment {
        /// Which territory.
        name: TerritoryName,
    },
    /// Buy an offered territory; it changes hands fifty blocks later.
    BuyConsignment {
        /// Which.
        token: TerritoryToken,
        /// What it will be called.
        name: TerritoryName,
    },
    /// Step back from a purchase before it is carried out.
    WithdrawPurchase {
        /// Of which territory.
        token: TerritoryToken,
    },
    /// Write an order for space that anybody can pay.
    OrderSpace {
        /// Whose territory it is.
        owner: AccountId,
        /// Its name.
        name: TerritoryName,
        /// What is ordered.
        kind: SpaceOrderKind,
        /// GiB to rent or to add; zero where only days count.
        gib: u32,
        /// Days to rent or to add; zero where only space counts.
        days: u32,
        /// How long it can be paid, in units of six blocks.
        life: u32,
    },
    /// Pay an order for space.
    PaySpaceOrder {
        /// Which.
        order: SpaceOrderId,
    },
    /// Order storage.
    DeclareUpload {
        /// What is stored.
        plan: FilePlan,
        /// For whom.
        owner: AccountId,
        /// Under which public name.
        file_name: ChainFileName,
        /// Charged to which territory.
        territory: TerritoryName,
        /// Bucket on runtimes that know them.
        bucket: String,
    },
    /// Delete a stored file.
    DeleteFile {
        /// Whose.
        owner: AccountId,
        /// Which.
        fid: Fid,
    },
    /// Charge a stored file to another territory.
    MoveFile {
        /// Whose.
        owner: AccountId,
        /// Which.
        fid: Fid,
        /// To where.
        territory: TerritoryName,
    },
    /// Let a gateway act for the account.
    AuthorizeGateway {
        /// The gateway.
        gateway: AccountId,
    },
    /// Take that back.
    RevokeGateway {
        /// The gateway.
        gateway: AccountId,
    },
    /// Send money, keeping the sender alive.
    Transfer {
        /// To whom.
        to: AccountId,
        /// How much.
        amount: Planck,
    },
}
