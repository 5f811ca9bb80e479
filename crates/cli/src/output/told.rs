//! A file in the words of a gateway and in the chain's, side by side.

use std::collections::BTreeSet;

use pileus_contract::{GatewayToldView, ToldFileView};
use pileus_domain::AccountId;

use super::table::{plain, table};

/// What stands where nothing is said.
const NOTHING: &str = "-";

/// Both columns, and what their differences mean.
pub(super) fn lines(told: &GatewayToldView) -> Vec<String> {
    let name = told.name.as_deref().map_or_else(|| told.account.to_string(), plain);
    let mut lines = vec![format!("File {}", told.fid)];
    if told.gateway.is_some() || told.chain.is_some() {
        lines.extend(table(&["", "", &format!("GATEWAY {name}"), "CHAIN"], rows(told)));
    }
    lines.push(verdict(told).to_owned());
    if told.first_node_only {
        lines.push(
            "It names the node of the first column for all of them, so it tells nothing of the others.".to_owned(),
        );
    }
    lines
}

fn rows(told: &GatewayToldView) -> Vec<Vec<String>> {
    let row = |kind: &str, account: Option<AccountId>, what: String, of: &dyn Fn(&ToldFileView) -> Option<String>| {
        let differs = told.differences.iter().any(|d| d.kind == kind && d.account == account);
        let said = |file: &Option<ToldFileView>| file.as_ref().and_then(of).unwrap_or_else(|| NOTHING.to_owned());
        vec![if differs { "differs" } else { "" }.to_owned(), what, said(&told.gateway), said(&told.chain)]
    };
    let both = told.gateway.iter().chain(&told.chain);
    let owners: BTreeSet<_> = both.flat_map(|file| &file.owners).map(|owner| owner.account).collect();
    let mut rows = vec![row("size", None, "Bytes".to_owned(), &|file| Some(file.size.0.to_string()))];
    rows.extend(owners.into_iter().map(|account| {
        let named = move |file: &ToldFileView| {
            let owner = file.owners.iter().find(|owner| owner.account == account);
            owner.map(|owner| plain(&owner.file_name))
        };
        row("owner", Some(account), account.to_string(), &named)
    }));
    rows.push(row("nodes", None, "Nodes".to_owned(), &nodes));
    rows
}

/// How many different nodes are named.
fn nodes(file: &ToldFileView) -> Option<String> {
    let different: BTreeSet<_> = file.nodes.iter().collect();
    (!different.is_empty()).then(|| different.len().to_string())
}

fn verdict(told: &GatewayToldView) -> &'static str {
    match (&told.gateway, &told.chain) {
        (None, None) => "Neither the gateway nor the chain knows this file.",
        (None, Some(_)) => "The gateway does not know this file. The chain counts: it has it.",
        (Some(_), None) => "The chain does not have this file, whatever the gateway says.",
        _ if told.differences.is_empty() => "The gateway says what the chain says.",
        _ => "The gateway says something else than the chain. The chain counts.",
    }
}

#[cfg(test)]
mod tests {
    use pileus_contract::{ToldDifferenceView, ToldOwnerView};
    use pileus_domain::{BlockHash, BlockNumber, BlockRef, ByteCount, ContentHash, Fid, NodeId};

    use super::*;

    fn file(size: u64, name: &str, nodes: impl IntoIterator<Item = u8>) -> ToldFileView {
        let owners = vec![ToldOwnerView { account: AccountId([1; 32]), file_name: name.to_owned() }];
        let nodes = nodes.into_iter().map(|number| NodeId(AccountId([number; 32]))).collect();
        ToldFileView { size: ByteCount(size), owners, nodes }
    }

    fn told(gateway: Option<ToldFileView>, kinds: &[&'static str]) -> GatewayToldView {
        GatewayToldView {
            name: Some("gateway.example".to_owned()),
            account: AccountId([9; 32]),
            fid: Fid(ContentHash([0xab; 32])),
            at: BlockRef { number: BlockNumber(7), hash: BlockHash([0; 32]) },
            first_node_only: gateway.is_some(),
            gateway,
            chain: Some(file(1_000, "a.txt", 0..12)),
            differences: kinds.iter().map(|kind| ToldDifferenceView { kind, account: None }).collect(),
        }
    }

    #[test]
    fn what_differs_is_marked_in_words() {
        let shown = lines(&told(Some(file(900, "a.txt", [0; 12])), &["size"]));
        let row =
            |what: &str| shown.iter().find(|line| line.contains(what)).unwrap().split_whitespace().collect::<Vec<_>>();
        assert_eq!(row("Bytes"), ["differs", "Bytes", "900", "1000"]);
        assert_eq!(row("a.txt")[1..], ["a.txt", "a.txt"]);
        assert_eq!(row("Nodes"), ["Nodes", "1", "12"]);
        assert!(shown.iter().any(|line| line.contains("something else than the chain")), "{shown:#?}");
        assert!(shown.iter().any(|line| line.contains("for all of them")), "{shown:#?}");
    }

    #[test]
    fn a_gateway_that_does_not_know_the_file_has_an_empty_column() {
        let shown = lines(&told(None, &["unknown_to_gateway"]));
        assert!(shown.iter().any(|line| line.split_whitespace().eq(["Bytes", NOTHING, "1000"])), "{shown:#?}");
        assert!(shown.last().unwrap().contains("does not know this file"), "{shown:#?}");
    }

    #[test]
    fn a_gateway_cannot_steer_the_terminal() {
        let shown = lines(&told(Some(file(1_000, "a\u{1b}[2J", 0..12)), &[]));
        assert!(!shown.concat().contains('\u{1b}'), "{shown:#?}");
    }
}
