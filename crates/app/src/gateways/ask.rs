//! What a gateway says of a file, beside what the chain says.
//!
//! Nothing follows from it: whoever wants to know how a file stands asks the chain.

use std::collections::{BTreeMap, BTreeSet};

use pileus_domain::{AccountId, BlockRef, ByteCount, ColumnIndex, Fid, GatewayRecord, NodeId, Problem};
use pileus_pipeline::problem;
use pileus_ports::{At, FileStatus, GatewayErrorKind, GatewayFile};

use super::Gateways;

/// A file in the words of a gateway and in the chain's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayTold {
    /// Who was asked.
    pub gateway: GatewayRecord,
    /// About which file.
    pub fid: Fid,
    /// The block that the chain was read at.
    pub at: BlockRef,
    /// What the gateway says; none when it does not know the file.
    pub said: Option<ToldFile>,
    /// What the chain says; none when there is neither a file nor an order.
    pub chain: Option<ToldFile>,
}

/// What somebody says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldFile {
    /// How long it is.
    pub size: ByteCount,
    /// Whose it is, and how each of them calls it.
    pub owners: BTreeMap<AccountId, String>,
    /// The storage nodes of its columns in their order; empty where none are named.
    pub nodes: Vec<NodeId>,
}

/// Something in which a gateway and the chain differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldDifference {
    /// Only the chain knows the file.
    UnknownToGateway,
    /// Only the gateway knows the file.
    UnknownToChain,
    /// The length.
    Size,
    /// An owner whom one of them does not name, or whose name for the file is another.
    Owner(AccountId),
    /// The storage nodes.
    Nodes,
}

impl GatewayTold {
    /// All in which both differ; none when the gateway says what the chain says, or both know nothing.
    pub fn differences(&self) -> Vec<ToldDifference> {
        match (&self.said, &self.chain) {
            (Some(said), Some(chain)) => between(said, chain),
            (Some(_), None) => vec![ToldDifference::UnknownToChain],
            (None, Some(_)) => vec![ToldDifference::UnknownToGateway],
            (None, None) => Vec::new(),
        }
    }

    /// Does the gateway name the node of the first column for all of them, as gateways of today do? Then it tells
    /// nothing of the others.
    pub fn names_first_node_only(&self) -> bool {
        let first = self.chain.as_ref().and_then(|chain| chain.nodes.first());
        let named = self.said.as_ref().map(|said| said.nodes.as_slice()).unwrap_or_default();
        named.len() > 1 && named.iter().all(|node| Some(node) == first)
    }
}

fn between(said: &ToldFile, chain: &ToldFile) -> Vec<ToldDifference> {
    let mut differences = Vec::new();
    if said.size != chain.size {
        differences.push(ToldDifference::Size);
    }
    let all: BTreeSet<_> = said.owners.keys().chain(chain.owners.keys()).copied().collect();
    let differs = |account: &AccountId| said.owners.get(account) != chain.owners.get(account);
    differences.extend(all.into_iter().filter(differs).map(ToldDifference::Owner));
    let first = chain.nodes.first();
    let tells = said.nodes.iter().any(|node| Some(node) != first);
    if tells && said.nodes != chain.nodes {
        differences.push(ToldDifference::Nodes);
    }
    differences
}

impl From<GatewayFile> for ToldFile {
    fn from(file: GatewayFile) -> Self {
        let owners = file.owners.into_iter().map(|owner| (owner.account, owner.name)).collect();
        Self { size: file.size, owners, nodes: file.nodes }
    }
}

impl Gateways {
    /// Ask a gateway of the chain's list about a file, and the chain as well. The gateway needs no authorisation for it.
    ///
    /// # Errors
    /// `gateway_unknown`, `gateway_ambiguous`, `gateway_tells_nothing`, a problem of the gateway's answer, or the chain's
    /// problem.
    pub async fn ask(&self, name: &str, fid: &Fid) -> Result<GatewayTold, Problem> {
        let (gateway, _) = self.find(&[], name).await?;
        let endpoint = gateway.endpoint.clone().ok_or_else(|| problem::gateway_without_address(&gateway))?;
        let said = match self.0.ports.gateway_of(&gateway).about(&endpoint, fid).await {
            Ok(file) => Some(file.into()),
            Err(error) if error.kind == GatewayErrorKind::NotFound => None,
            Err(error) => return Err(problem::of_gateway(&error)),
        };
        let status = self.0.ports.chain.file_status(fid, At::Best).await.map_err(|e| problem::of_chain(&e))?;
        Ok(GatewayTold { gateway, fid: *fid, at: status.at, said, chain: of_chain(&status) })
    }
}

/// What the chain says: of the stored file, else of the open order.
fn of_chain(status: &FileStatus) -> Option<ToldFile> {
    if let Some(file) = &status.file {
        let owners = file.owners.iter().map(|owner| (owner.account, owner.file_name.clone())).collect();
        let first = file.segments.first();
        let nodes = first.map(|segment| segment.fragments.iter().map(|fragment| fragment.node).collect());
        return Some(ToldFile { size: file.file_size, owners, nodes: nodes.unwrap_or_default() });
    }
    let deal = status.deal.as_ref()?;
    let owners = BTreeMap::from([(deal.owner.account, deal.owner.file_name.clone())]);
    let reporter = |column: ColumnIndex| deal.reported.iter().find(|r| r.column == column).map(|r| r.node);
    let nodes: Option<Vec<_>> = ColumnIndex::all().map(reporter).collect();
    Some(ToldFile { size: deal.file_size, owners, nodes: nodes.unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use pileus_domain::ContentHash;

    use super::*;

    fn node(number: u8) -> NodeId {
        NodeId(AccountId([number; 32]))
    }

    fn file(owner: u8, name: &str, nodes: impl IntoIterator<Item = u8>) -> ToldFile {
        let owners = BTreeMap::from([(AccountId([owner; 32]), name.to_owned())]);
        ToldFile { size: ByteCount(5), owners, nodes: nodes.into_iter().map(node).collect() }
    }

    fn told(said: Option<ToldFile>, chain: Option<ToldFile>) -> GatewayTold {
        let gateway = GatewayRecord::unlisted(AccountId([9; 32]));
        let fid = Fid(ContentHash([1; 32]));
        let at = BlockRef { number: pileus_domain::BlockNumber(1), hash: pileus_domain::BlockHash([0; 32]) };
        GatewayTold { gateway, fid, at, said, chain }
    }

    #[test]
    fn who_says_the_same_differs_in_nothing() {
        let whole = told(Some(file(1, "a.txt", 0..12)), Some(file(1, "a.txt", 0..12)));
        assert_eq!((whole.differences(), whole.names_first_node_only()), (Vec::new(), false));
        assert_eq!(told(None, None).differences(), []);
    }

    #[test]
    fn the_first_node_for_all_columns_is_no_answer_and_no_difference() {
        let today = told(Some(file(1, "a.txt", [3; 12])), Some(file(1, "a.txt", 3..15)));
        assert_eq!((today.differences(), today.names_first_node_only()), (Vec::new(), true));
        let none = told(Some(file(1, "a.txt", [])), Some(file(1, "a.txt", 3..15)));
        assert_eq!((none.differences(), none.names_first_node_only()), (Vec::new(), false));
    }

    #[test]
    fn every_difference_is_named() {
        let chain = file(1, "a.txt", 0..12);
        let longer = ToldFile { size: ByteCount(6), ..chain.clone() };
        for (said, expected) in [
            (longer, vec![ToldDifference::Size]),
            (file(1, "b.txt", 0..12), vec![ToldDifference::Owner(AccountId([1; 32]))]),
            (file(2, "a.txt", 0..12), [1, 2].map(|n| ToldDifference::Owner(AccountId([n; 32]))).to_vec()),
            (file(1, "a.txt", 1..13), vec![ToldDifference::Nodes]),
            (file(1, "a.txt", [7; 12]), vec![ToldDifference::Nodes]),
        ] {
            assert_eq!(told(Some(said.clone()), Some(chain.clone())).differences(), expected, "{said:?}");
        }
        assert_eq!(told(None, Some(chain.clone())).differences(), [ToldDifference::UnknownToGateway]);
        assert_eq!(told(Some(chain), None).differences(), [ToldDifference::UnknownToChain]);
    }
}
