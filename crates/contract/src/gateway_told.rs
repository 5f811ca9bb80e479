//! What a gateway says of a file beside what the chain says, as it crosses over.

use pileus_app::{GatewayTold, ToldDifference, ToldFile};
use pileus_domain::{AccountId, BlockRef, ByteCount, Fid, NodeId};
use serde::Serialize;

/// A file in the words of a gateway and in the chain's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GatewayToldView {
    /// The gateway's address as people write it; none when it has none.
    pub name: Option<String>,
    /// Its account.
    pub account: AccountId,
    /// The file.
    pub fid: Fid,
    /// The block that the chain was read at.
    pub at: BlockRef,
    /// What the gateway says; none when it does not know the file.
    pub gateway: Option<ToldFileView>,
    /// What the chain says; none when there is neither a file nor an order.
    pub chain: Option<ToldFileView>,
    /// Does the gateway name the node of the first column for all of them? Then it tells nothing of the others.
    pub first_node_only: bool,
    /// All in which both differ.
    pub differences: Vec<ToldDifferenceView>,
}

/// What somebody says of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToldFileView {
    /// How long it is.
    pub size: ByteCount,
    /// Whose it is.
    pub owners: Vec<ToldOwnerView>,
    /// The storage nodes of its columns in their order.
    pub nodes: Vec<NodeId>,
}

/// An owner of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToldOwnerView {
    /// Who.
    pub account: AccountId,
    /// The name of the file with this owner.
    pub file_name: String,
}

/// Something in which a gateway and the chain differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToldDifferenceView {
    /// `unknown_to_gateway`, `unknown_to_chain`, `size`, `owner` or `nodes`.
    pub kind: &'static str,
    /// Which owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
}

impl From<&GatewayTold> for GatewayToldView {
    fn from(told: &GatewayTold) -> Self {
        Self {
            name: told.gateway.name(),
            account: told.gateway.account,
            fid: told.fid,
            at: told.at,
            gateway: told.said.as_ref().map(ToldFileView::from),
            chain: told.chain.as_ref().map(ToldFileView::from),
            first_node_only: told.names_first_node_only(),
            differences: told.differences().into_iter().map(ToldDifferenceView::from).collect(),
        }
    }
}

impl From<&ToldFile> for ToldFileView {
    fn from(file: &ToldFile) -> Self {
        let owner =
            |(account, name): (&AccountId, &String)| ToldOwnerView { account: *account, file_name: name.clone() };
        Self { size: file.size, owners: file.owners.iter().map(owner).collect(), nodes: file.nodes.clone() }
    }
}

impl From<ToldDifference> for ToldDifferenceView {
    fn from(difference: ToldDifference) -> Self {
        let (kind, account) = match difference {
            ToldDifference::UnknownToGateway => ("unknown_to_gateway", None),
            ToldDifference::UnknownToChain => ("unknown_to_chain", None),
            ToldDifference::Size => ("size", None),
            ToldDifference::Owner(account) => ("owner", Some(account)),
            ToldDifference::Nodes => ("nodes", None),
        };
        Self { kind, account }
    }
}
