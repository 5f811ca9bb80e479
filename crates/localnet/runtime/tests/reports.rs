//! Reports of storage nodes, and how the twelfth makes the file.

use pileus_localnet_runtime::pallets::file_bank::{Error, Event, FileState};
use pileus_localnet_runtime::pallets::sminer::{self, PendingReplacements, state};
use pileus_localnet_runtime::pallets::storage_handler::{self, FROZEN_SPAN, TotalIdleSpace, TotalServiceSpace};
use pileus_localnet_runtime::{Runtime, RuntimeEvent};

use crate::support::chain::{Chain, NODES};
use crate::support::files::{FRAGMENT, GIB, SEGMENT_CHARGE, brief, declaration, hash, name, report};
use crate::support::people::{NODE_SPACE, alice, bob, node};

fn ordered(segments: usize) -> Chain {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    chain.call(&alice(), declaration(&alice(), "one", "file", segments)).unwrap();
    chain
}

#[test]
fn a_report_locks_the_nodes_space_and_is_listed() {
    let mut chain = ordered(2);
    chain.call(&node(5), report(9, "file")).unwrap();
    let reports = chain.deal("file").unwrap().complete_list;
    assert_eq!((reports[0].index, &reports[0].miner), (9, &node(5)));
    let info = chain.node(5);
    assert_eq!((info.idle_space, info.lock_space), (NODE_SPACE - 2 * FRAGMENT, 2 * FRAGMENT));
    let announced = Event::TransferReport { acc: node(5), deal_hash: hash("file") };
    assert_eq!(chain.last_event(), RuntimeEvent::FileBank(announced));
}

#[test]
fn columns_go_from_1_to_12() {
    let mut chain = ordered(1);
    for index in [0, 13] {
        assert_eq!(chain.call(&node(1), report(index, "file")), Err(Error::<Runtime>::SpecError.into()));
    }
    chain.call(&node(1), report(12, "file")).unwrap();
}

#[test]
fn only_a_node_at_work_can_report() {
    let mut chain = ordered(1);
    let stranger = chain.call(&bob(), report(1, "file"));
    assert_eq!(stranger, Err(sminer::Error::<Runtime>::NotMiner.into()));
    for other in [state::NOT_READY, state::FROZEN, state::EXIT, state::LOCK, state::OFFLINE] {
        chain.change_node(1, |info| info.state = other.to_vec().try_into().unwrap());
        assert_eq!(chain.call(&node(1), report(1, "file")), Err(Error::<Runtime>::MinerStateError.into()));
    }
}

#[test]
fn an_unknown_order_cannot_be_reported() {
    assert_eq!(Chain::new().call(&node(1), report(1, "file")), Err(Error::<Runtime>::NonExistent.into()));
}

#[test]
fn neither_a_column_nor_a_node_is_reported_twice() {
    let mut chain = ordered(1);
    chain.call(&node(1), report(1, "file")).unwrap();
    assert_eq!(chain.call(&node(1), report(2, "file")), Err(Error::<Runtime>::Existed.into()));
    assert_eq!(chain.call(&node(2), report(1, "file")), Err(Error::<Runtime>::Existed.into()));
}

#[test]
fn a_node_without_room_cannot_report() {
    let mut chain = ordered(2);
    chain.change_node(1, |info| info.idle_space = 2 * FRAGMENT - 1);
    assert_eq!(chain.call(&node(1), report(1, "file")), Err(sminer::Error::<Runtime>::Overflow.into()));
}

#[test]
fn the_twelfth_report_makes_the_file_active_at_once() {
    let mut chain = ordered(2);
    chain.report_columns("file", 1..=11);
    assert_eq!(chain.file("file"), None);
    chain.next_block();
    chain.report_columns("file", [12]);
    let file = chain.file("file").unwrap();
    assert_eq!(file.stat, FileState::Active);
    assert_eq!((file.completion, file.file_size), (2, 1));
    assert_eq!(file.owner.as_slice(), [brief(&alice(), "one")]);
    assert!(file.segment_list.iter().flat_map(|one| &one.fragment_list).all(|one| one.avail && one.tag.is_none()));
    assert_eq!(chain.deal("file"), None);
    let events = chain.events();
    let last: Vec<_> = events.iter().rev().take(2).rev().cloned().collect();
    let completed = RuntimeEvent::FileBank(Event::StorageCompleted { file_hash: hash("file") });
    let reported = RuntimeEvent::FileBank(Event::TransferReport { acc: node(12), deal_hash: hash("file") });
    assert_eq!(last, [completed, reported]);
}

#[test]
fn fragment_k_of_every_segment_is_with_the_node_that_reported_column_k() {
    let mut chain = ordered(3);
    for column in 1..=12_u8 {
        let reporter = node(13 - usize::from(column));
        chain.call(&reporter, report(column, "file")).unwrap();
    }
    for segment in chain.file("file").unwrap().segment_list {
        for (place, fragment) in segment.fragment_list.into_iter().enumerate() {
            assert_eq!(fragment.miner, node(12 - place));
        }
    }
}

#[test]
fn a_completed_file_moves_space_from_locked_to_used_and_from_idle_to_service() {
    let mut chain = ordered(2);
    chain.report_columns("file", 1..=12);
    assert_eq!(chain.space(&alice(), "one"), (2 * SEGMENT_CHARGE, 0, GIB - 2 * SEGMENT_CHARGE));
    chain.state(|| {
        let all = NODES as u128 * NODE_SPACE;
        assert_eq!(TotalIdleSpace::<Runtime>::get(), all - 2 * SEGMENT_CHARGE);
        assert_eq!(TotalServiceSpace::<Runtime>::get(), 2 * SEGMENT_CHARGE);
        assert_eq!(PendingReplacements::<Runtime>::get(node(1)), 2 * FRAGMENT);
        assert_eq!(PendingReplacements::<Runtime>::get(node(13)), 0);
    });
    let info = chain.node(12);
    assert_eq!((info.lock_space, info.service_space), (2 * FRAGMENT, 0), "service begins with the tag");
}

#[test]
fn a_frozen_territory_can_finish_its_orders() {
    let mut chain = ordered(1);
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline);
    chain.report_columns("file", 1..=12);
    assert!(chain.file("file").is_some());
}

#[test]
fn a_report_for_an_expired_territory_drops_the_order_without_a_word() {
    let mut chain = ordered(1);
    chain.report_columns("file", 1..=2);
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline + FROZEN_SPAN);
    let announced = chain.events().len();
    chain.call(&node(3), report(3, "file")).unwrap();
    assert_eq!(chain.events().len(), announced);
    assert_eq!(chain.deal("file"), None);
    let info = chain.node(1);
    assert_eq!((info.lock_space, info.idle_space), (0, NODE_SPACE));
    assert_eq!(chain.space(&alice(), "one").1, SEGMENT_CHARGE, "the owner's lock stays");
}

#[test]
fn an_order_of_a_reactivated_territory_never_completes() {
    let mut chain = ordered(1);
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline + FROZEN_SPAN);
    let call = storage_handler::Call::reactivate_territory { territory_name: name("one"), days: 30 };
    chain.call(&alice(), call).unwrap();
    chain.report_columns("file", 1..=11);
    let last = chain.call(&node(12), report(12, "file"));
    assert_eq!(last, Err(storage_handler::Error::<Runtime>::Overflow.into()));
    assert_eq!(chain.deal("file").unwrap().complete_list.len(), 11);
}

#[test]
fn an_open_order_cannot_be_deleted() {
    let mut chain = ordered(1);
    let refused = chain.call(&alice(), crate::support::files::deletion(&alice(), "file"));
    assert_eq!(refused, Err(Error::<Runtime>::NonExistent.into()));
}
