//! The first state of a chain.

use pileus_localnet_runtime::genesis::{Allocation, FirstTerritory, enter_hash};
use pileus_localnet_runtime::pallets::sminer::{AllMiner, Expenders, MinerItems, state};
use pileus_localnet_runtime::pallets::storage_handler::{PurchasedSpace, TotalIdleSpace, UnitPrice};
use pileus_localnet_runtime::pallets::tee_worker::{Endpoints, Workers};
use pileus_localnet_runtime::{Balances, GenesisError, Runtime};
use sp_core::Pair;

use crate::support::chain::{Chain, FORTUNE, NODES, UNIT_PRICE, genesis};
use crate::support::files::GIB;
use crate::support::people::{NODE_SPACE, alice, key, node};

#[test]
fn equal_values_give_equal_states() {
    let build = || genesis(Allocation::Network).build().unwrap().top;
    assert_eq!(build(), build());
    assert_ne!(build(), genesis(Allocation::Client).build().unwrap().top);
}

#[test]
fn nodes_are_at_work_from_the_start() {
    let mut chain = Chain::new();
    chain.state(|| {
        assert_eq!(AllMiner::<Runtime>::get().len(), NODES);
        assert_eq!(MinerItems::<Runtime>::count() as usize, NODES);
        assert_eq!(TotalIdleSpace::<Runtime>::get(), NODES as u128 * NODE_SPACE);
        assert_eq!(Expenders::<Runtime>::get(), Some((8, 1_048_576, 64)));
        assert_eq!(UnitPrice::<Runtime>::get(), Some(UNIT_PRICE));
    });
    let info = chain.node(3);
    assert!(info.is_in(state::POSITIVE));
    assert_eq!(info.endpoint.as_slice(), b"localhost:15003");
    assert_eq!((info.idle_space, info.declaration_space), (NODE_SPACE, 2 * NODE_SPACE));
    let proof = info.space_proof_info.unwrap();
    assert_eq!((proof.front, proof.rear), (0, 0));
    assert_ne!((proof.pois_key.g, proof.pois_key.n), ([0; 256], [0; 256]));
}

#[test]
fn stakes_are_reserved_on_top_of_what_nodes_can_spend() {
    Chain::new().state(|| {
        assert_eq!(Balances::free_balance(node(1)), FORTUNE);
        assert_eq!(Balances::reserved_balance(node(1)), MinerItems::<Runtime>::get(node(1)).unwrap().collaterals);
    });
}

#[test]
fn the_worker_behind_tags_is_known() {
    let worker = key("tee/worker").public().0;
    Chain::new().state(|| {
        assert_eq!(Workers::<Runtime>::get(worker).unwrap().endpoint, "localhost:19999");
        assert_eq!(Endpoints::<Runtime>::get(worker).unwrap(), "localhost:19999");
        assert_eq!(Workers::<Runtime>::count(), 1);
    });
}

#[test]
fn a_first_territory_is_there_and_counted() {
    let mut first = genesis(Allocation::Network);
    first.territory = Some(FirstTerritory { owner: alice(), name: "home".to_owned(), gib: 10, days: 365 });
    let mut chain = Chain::from(&first);
    assert_eq!(chain.space(&alice(), "home"), (0, 0, 10 * GIB));
    assert_eq!(chain.state(PurchasedSpace::<Runtime>::get), 10 * GIB);
    assert_eq!(chain.state(|| Balances::free_balance(alice())), FORTUNE);
}

#[test]
fn the_first_blocks_hash_can_be_entered() {
    let mut chain = Chain::new();
    let hash = sp_core::H256::repeat_byte(3);
    chain.state(|| enter_hash(hash));
    assert_eq!(chain.state(|| pileus_localnet_runtime::System::block_hash(0)), hash);
}

#[test]
fn impossible_values_are_refused_by_name() {
    let mut too_large = genesis(Allocation::Network);
    too_large.territory = Some(FirstTerritory { owner: alice(), name: "home".to_owned(), gib: 129, days: 30 });
    let error = too_large.build().unwrap_err();
    assert_eq!(error.to_string(), "the chain refuses the first territory \"home\": InsufficientAvailableSpace");
    let mut too_long = genesis(Allocation::Network);
    too_long.territory = Some(FirstTerritory { owner: alice(), name: "n".repeat(64), gib: 1, days: 30 });
    assert!(matches!(too_long.build(), Err(GenesisError::TerritoryName { .. })));
    let mut too_long = genesis(Allocation::Network);
    too_long.nodes[2].endpoint = "e".repeat(101);
    assert!(matches!(too_long.build(), Err(GenesisError::Endpoint { node: refused }) if refused == node(3)));
    let mut too_poor = genesis(Allocation::Network);
    too_poor.endowed[0].1 = 1;
    assert!(matches!(too_poor.build(), Err(GenesisError::TooPoor { account }) if account == alice()));
}
