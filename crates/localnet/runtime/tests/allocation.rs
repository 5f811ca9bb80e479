//! Drawing storage nodes for orders: ours, as the documentation of CESS describes it.

use std::collections::BTreeSet;

use pileus_localnet_runtime::pallets::file_bank::allocation::PATIENCE;
use pileus_localnet_runtime::pallets::file_bank::{AllocationInfo, DealAllocation, Event};
use pileus_localnet_runtime::pallets::sminer::state;
use pileus_localnet_runtime::primitives::AccountId;
use pileus_localnet_runtime::{Runtime, RuntimeEvent};

use crate::support::chain::{Chain, NODES};
use crate::support::files::{FRAGMENT, declaration, hash, report};
use crate::support::people::{alice, node};

fn ordered(segments: usize) -> Chain {
    let mut chain = Chain::allocating().with_territory(&alice(), "one");
    chain.call(&alice(), declaration(&alice(), "one", "file", segments)).unwrap();
    chain
}

fn allocation(chain: &mut Chain) -> Option<AllocationInfo> {
    chain.state(|| DealAllocation::<Runtime>::get(hash("file")))
}

fn nodes(chain: &mut Chain) -> Vec<AccountId> {
    allocation(chain).unwrap().nodes.into_inner()
}

/// The announcements of this block.
fn announced(chain: &mut Chain) -> Vec<Vec<AccountId>> {
    let drawn = |event| match event {
        RuntimeEvent::FileBank(Event::DealAllocated { deal_hash, nodes }) => {
            assert_eq!(deal_hash, hash("file"));
            Some(nodes.into_inner())
        }
        _ => None,
    };
    chain.events().into_iter().filter_map(drawn).collect()
}

#[test]
fn a_declaration_draws_and_announces_twelve_different_nodes() {
    let mut chain = ordered(1);
    let drawn = nodes(&mut chain);
    assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), 12);
    assert!(drawn.iter().all(|one| (1..=NODES).any(|number| *one == node(number))));
    assert_eq!(announced(&mut chain), [drawn]);
    assert_eq!(allocation(&mut chain).unwrap().drawn, 1);
}

#[test]
fn a_chain_that_leaves_the_choice_to_clients_draws_nothing() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    chain.call(&alice(), declaration(&alice(), "one", "file", 1)).unwrap();
    assert_eq!(allocation(&mut chain), None);
    chain.go_to(200);
    assert!(announced(&mut chain).is_empty());
}

#[test]
fn only_nodes_at_work_with_room_are_drawn() {
    let mut chain = Chain::allocating().with_territory(&alice(), "one");
    chain.change_node(1, |info| info.state = state::FROZEN.to_vec().try_into().unwrap());
    chain.change_node(2, |info| info.idle_space = 3 * FRAGMENT - 1);
    chain.change_node(3, |info| info.idle_space = 0);
    chain.change_node(4, |info| info.state = state::LOCK.to_vec().try_into().unwrap());
    chain.call(&alice(), declaration(&alice(), "one", "file", 3)).unwrap();
    let drawn: BTreeSet<_> = nodes(&mut chain).into_iter().collect();
    assert_eq!(drawn, (5..=16).map(node).collect());
}

#[test]
fn with_fewer_than_twelve_usable_nodes_there_is_no_entry() {
    let mut chain = Chain::allocating().with_territory(&alice(), "one");
    for number in 1..=5 {
        chain.change_node(number, |info| info.idle_space = 0);
    }
    chain.call(&alice(), declaration(&alice(), "one", "file", 1)).unwrap();
    assert!(chain.deal("file").is_some());
    assert_eq!(allocation(&mut chain), None);
}

#[test]
fn the_drawing_depends_on_the_block() {
    let drawings: BTreeSet<_> = (2..8)
        .map(|block| {
            let mut chain = Chain::allocating().with_territory(&alice(), "one");
            chain.go_to(block);
            chain.call(&alice(), declaration(&alice(), "one", "file", 1)).unwrap();
            nodes(&mut chain)
        })
        .collect();
    assert!(drawings.len() > 3);
}

#[test]
fn a_column_without_a_report_for_fifty_blocks_is_drawn_again() {
    let mut chain = ordered(1);
    let first = nodes(&mut chain);
    for column in 1..=10_u8 {
        chain.call(&first[usize::from(column) - 1], report(column, "file")).unwrap();
    }
    chain.go_to(PATIENCE);
    assert_eq!(nodes(&mut chain), first);
    chain.next_block();
    let second = nodes(&mut chain);
    assert_eq!(second[..10], first[..10], "reported columns stay");
    assert!(second[10..].iter().all(|fresh| !first.contains(fresh)), "the silent ones are replaced");
    assert_eq!(announced(&mut chain), std::slice::from_ref(&second));
    assert_eq!(allocation(&mut chain).unwrap().drawn, PATIENCE + 1);
    chain.go_to(2 * PATIENCE + 1);
    assert_ne!(nodes(&mut chain)[10..], second[10..]);
}

#[test]
fn silent_nodes_are_drawn_again_when_there_is_nobody_else() {
    let mut chain = ordered(1);
    let first = nodes(&mut chain);
    for number in (1..=NODES).filter(|number| !first.contains(&node(*number))) {
        chain.change_node(number, |info| info.idle_space = 0);
    }
    chain.go_to(PATIENCE + 1);
    let second = nodes(&mut chain);
    assert_eq!(second.iter().collect::<BTreeSet<_>>(), first.iter().collect::<BTreeSet<_>>());
}

#[test]
fn a_column_reported_by_another_node_names_that_node_after_the_next_drawing() {
    let mut chain = ordered(1);
    let first = nodes(&mut chain);
    let outsider = (1..=NODES).map(node).find(|one| !first.contains(one)).unwrap();
    chain.call(&outsider, report(3, "file")).unwrap();
    chain.go_to(PATIENCE + 1);
    let second = nodes(&mut chain);
    assert_eq!(second[2], outsider);
    assert_eq!(second.iter().collect::<BTreeSet<_>>().len(), 12);
}

#[test]
fn any_node_at_work_can_report_whoever_was_drawn() {
    let mut chain = ordered(1);
    chain.report_columns("file", 1..=12);
    assert!(chain.file("file").is_some());
}

#[test]
fn the_entry_goes_with_the_order() {
    let mut chain = ordered(1);
    chain.report_columns("file", 1..=12);
    assert_eq!(allocation(&mut chain), None);
    let mut chain = ordered(1);
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline + pileus_localnet_runtime::pallets::storage_handler::FROZEN_SPAN);
    chain.call(&node(1), report(1, "file")).unwrap();
    assert_eq!(allocation(&mut chain), None);
}

#[test]
fn declaring_again_draws_again() {
    let mut chain = ordered(1);
    chain.next_block();
    chain.call(&alice(), declaration(&alice(), "one", "file", 1)).unwrap();
    assert_eq!(allocation(&mut chain).unwrap().drawn, 2);
    assert_eq!(announced(&mut chain).len(), 1);
}
