//! What a new network starts with.

use pileus_localnet_runtime::genesis::{Allocation, Genesis, StorageNode, TeeKeys};
use pileus_localnet_runtime::primitives::TOKEN;
use sp_core::Pair;

use super::accounts;
use super::gateways;
use super::ports::Ports;

/// What each development account starts with: a million tokens, in planck.
const ENDOWMENT: u128 = 1_000_000 * TOKEN;
/// What the account that endows others starts with: a thousand million tokens, in planck.
const FAUCET_ENDOWMENT: u128 = 1_000_000_000 * TOKEN;
/// What each storage node starts with, for its fees: a hundred thousand tokens, in planck.
const NODE_ENDOWMENT: u128 = 100_000 * TOKEN;
/// What a GiB costs for a day: one token, in planck.
const UNIT_PRICE: u128 = TOKEN;
/// What each gateway starts with, for its fees and whatever it rents: a hundred thousand tokens, in planck.
pub(super) const GATEWAY_ENDOWMENT: u128 = 100_000 * TOKEN;
/// The TEE worker's address; nobody listens there.
const TEE_ENDPOINT: &str = "localhost:0";

/// The first state of a network with storage nodes and gateways on these ports.
///
/// # Units
/// `space` in bytes for each node.
pub(super) fn genesis(allocation: Allocation, ports: &Ports, space: u64) -> Genesis {
    let mut endowed: Vec<_> = accounts::endowed().into_iter().map(|account| (account, ENDOWMENT)).collect();
    let faucet = accounts::account(&accounts::faucet());
    for (account, amount) in &mut endowed {
        if *account == faucet {
            *amount = FAUCET_ENDOWMENT;
        }
    }
    let node_account = |index| accounts::account(&accounts::node(index));
    let gateways = gateways::known(&ports.gateways());
    endowed.extend(gateways.iter().map(|gateway| (gateway.account.clone(), GATEWAY_ENDOWMENT)));
    endowed.extend((0..ports.nodes.len()).map(|index| (node_account(index), NODE_ENDOWMENT)));
    let nodes = ports.nodes.iter().enumerate().map(|(index, port)| StorageNode {
        account: node_account(index),
        beneficiary: node_account(index),
        endpoint: format!("localhost:{port}"),
        declared_space: u128::from(space),
        idle_space: u128::from(space),
    });
    Genesis {
        nodes: nodes.collect(),
        endowed,
        unit_price: UNIT_PRICE,
        tee: TeeKeys {
            master: accounts::tee_master().public().0,
            worker: accounts::tee_worker().public().0,
            endpoint: TEE_ENDPOINT.to_owned(),
        },
        allocation,
        territory: None,
        faucet: Some(faucet),
        gateways,
    }
}
