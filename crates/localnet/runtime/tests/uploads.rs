//! Declaring files: who may, what is checked in which order, what it does to space.

use frame_support::BoundedVec;
use pileus_localnet_runtime::pallets::file_bank::{Error, Event, UserHoldFileList};
use pileus_localnet_runtime::pallets::{oss, storage_handler};
use pileus_localnet_runtime::{Runtime, RuntimeEvent};

use crate::support::chain::Chain;
use crate::support::files::{
    FRAGMENT, GIB, SEGMENT_CHARGE, brief, declaration, declaration_of, hash, name, report, segment, segments,
};
use crate::support::people::{alice, bob, charlie, node};

#[test]
fn a_declaration_locks_96_mib_a_segment_and_is_announced() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    chain.call(&alice(), declaration(&alice(), "one", "file", 3)).unwrap();
    assert_eq!(chain.space(&alice(), "one"), (0, 3 * SEGMENT_CHARGE, GIB - 3 * SEGMENT_CHARGE));
    let deal = chain.deal("file").unwrap();
    assert_eq!(deal.segment_list.as_slice(), segments("file", 3));
    assert_eq!(deal.user, brief(&alice(), "one"));
    assert!(deal.complete_list.is_empty());
    let announced = Event::UploadDeclaration { operator: alice(), owner: alice(), deal_hash: hash("file") };
    assert_eq!(chain.last_event(), RuntimeEvent::FileBank(announced));
}

#[test]
fn a_gateway_declares_for_an_owner_only_with_authority() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let refused = chain.call(&bob(), declaration(&alice(), "one", "file", 1));
    assert_eq!(refused, Err(Error::<Runtime>::NoPermission.into()));
    chain.call(&alice(), oss::Call::authorize { operator: bob() }).unwrap();
    chain.call(&bob(), declaration(&alice(), "one", "file", 1)).unwrap();
    let announced = Event::UploadDeclaration { operator: bob(), owner: alice(), deal_hash: hash("file") };
    assert_eq!(chain.last_event(), RuntimeEvent::FileBank(announced));
    chain.call(&alice(), oss::Call::cancel_authorize { oss: bob() }).unwrap();
    let refused = chain.call(&bob(), declaration(&alice(), "one", "other", 1));
    assert_eq!(refused, Err(Error::<Runtime>::NoPermission.into()));
}

#[test]
fn a_segment_has_exactly_twelve_fragments() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    for count in [0, 11] {
        let broken = vec![segment("file", 0, 12), segment("file", 1, count)];
        let refused = chain.call(&alice(), declaration_of("file", broken, brief(&alice(), "one")));
        assert_eq!(refused, Err(Error::<Runtime>::SpecError.into()));
    }
}

#[test]
fn a_file_name_has_at_least_three_bytes() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let mut owner = brief(&alice(), "one");
    owner.file_name = name("ab");
    let refused = chain.call(&alice(), declaration_of("file", segments("file", 1), owner.clone()));
    assert_eq!(refused, Err(Error::<Runtime>::SpecError.into()));
    owner.file_name = name("abc");
    chain.call(&alice(), declaration_of("file", segments("file", 1), owner)).unwrap();
}

#[test]
fn an_unknown_territory_is_refused() {
    let refused = Chain::new().call(&alice(), declaration(&alice(), "one", "file", 1));
    assert_eq!(refused, Err(storage_handler::Error::<Runtime>::NotHaveTerritory.into()));
}

#[test]
fn a_declaration_without_segments_is_accepted() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    chain.call(&alice(), declaration(&alice(), "one", "file", 0)).unwrap();
    assert!(chain.deal("file").unwrap().segment_list.is_empty());
}

#[test]
fn a_gib_holds_ten_segments() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let refused = chain.call(&alice(), declaration(&alice(), "one", "file", 11));
    assert_eq!(refused, Err(Error::<Runtime>::InsufficientAvailableSpace.into()));
    chain.call(&alice(), declaration(&alice(), "one", "file", 10)).unwrap();
}

#[test]
fn an_exact_fit_is_refused() {
    let mut chain = Chain::new();
    chain.mint(&alice(), "one", 3, 30).unwrap();
    assert_eq!(chain.territory(&alice(), "one").total_space, 32 * SEGMENT_CHARGE);
    let refused = chain.call(&alice(), declaration(&alice(), "one", "file", 32));
    assert_eq!(refused, Err(Error::<Runtime>::InsufficientAvailableSpace.into()));
    chain.call(&alice(), declaration(&alice(), "one", "file", 31)).unwrap();
}

#[test]
fn declaring_again_while_the_order_is_open_locks_a_second_time_and_forgets_the_reports() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    chain.call(&alice(), declaration(&alice(), "one", "file", 2)).unwrap();
    chain.report_columns("file", 1..=3);
    chain.call(&alice(), declaration(&alice(), "one", "file", 2)).unwrap();
    assert_eq!(chain.space(&alice(), "one").1, 4 * SEGMENT_CHARGE);
    assert!(chain.deal("file").unwrap().complete_list.is_empty());
    assert_eq!(chain.node(1).lock_space, 2 * FRAGMENT);
    chain.report_columns("file", 1..=12);
    assert_eq!(chain.node(1).lock_space, 4 * FRAGMENT, "the first lock is never released");
    let (used, locked, _) = chain.space(&alice(), "one");
    assert_eq!((used, locked), (2 * SEGMENT_CHARGE, 2 * SEGMENT_CHARGE));
}

#[test]
fn a_strangers_declaration_of_the_same_fid_takes_the_order_over() {
    let mut chain = Chain::new().with_territory(&alice(), "one").with_territory(&bob(), "his");
    chain.call(&alice(), declaration(&alice(), "one", "file", 1)).unwrap();
    let other_content = declaration_of("file", segments("other", 2), brief(&bob(), "his"));
    chain.call(&bob(), other_content).unwrap();
    let deal = chain.deal("file").unwrap();
    assert_eq!((deal.user.user, deal.segment_list.len()), (bob(), 2));
    assert_eq!(chain.space(&alice(), "one").1, SEGMENT_CHARGE, "her space stays locked");
}

#[test]
fn declaring_a_stored_file_makes_an_owner_at_once_whatever_the_declaration_says() {
    let mut chain = Chain::new().with_territory(&alice(), "one").with_territory(&bob(), "his");
    chain.store(&alice(), "one", "file", 2);
    chain.next_block();
    let before = chain.file("file").unwrap();
    let other_content = declaration_of("file", segments("other", 5), brief(&bob(), "his"));
    chain.call(&bob(), other_content).unwrap();
    let after = chain.file("file").unwrap();
    assert_eq!(after.segment_list, before.segment_list);
    assert_eq!(after.file_size, before.file_size);
    assert_eq!(after.owner.as_slice(), [brief(&alice(), "one"), brief(&bob(), "his")]);
    assert_eq!(chain.deal("file"), None);
    assert_eq!(chain.space(&bob(), "his"), (2 * SEGMENT_CHARGE, 0, GIB - 2 * SEGMENT_CHARGE));
    let announced = Event::UploadDeclaration { operator: bob(), owner: bob(), deal_hash: hash("file") };
    assert_eq!(chain.last_event(), RuntimeEvent::FileBank(announced));
    let completed = RuntimeEvent::FileBank(Event::StorageCompleted { file_hash: hash("file") });
    assert!(!chain.events().contains(&completed));
    let listed = chain.state(|| UserHoldFileList::<Runtime>::get(bob()));
    assert_eq!(listed[0].file_size, 2 * SEGMENT_CHARGE, "the list keeps the space, not the length");
}

#[test]
fn declaring_a_stored_file_is_checked_like_a_new_one() {
    let mut chain = Chain::new().with_territory(&alice(), "one").with_territory(&bob(), "his");
    chain.store(&alice(), "one", "file", 1);
    let again = chain.call(&alice(), declaration(&alice(), "one", "file", 1));
    assert_eq!(again, Err(Error::<Runtime>::Existed.into()));
    let nowhere = chain.call(&charlie(), declaration(&charlie(), "none", "file", 1));
    assert_eq!(nowhere, Err(storage_handler::Error::<Runtime>::NotHaveTerritory.into()));
    chain.call(&bob(), declaration(&bob(), "his", "filler", 9)).unwrap();
    chain.call(&bob(), declaration(&bob(), "his", "file", 1)).unwrap();
    chain.store(&alice(), "one", "second", 1);
    let full = chain.call(&bob(), declaration(&bob(), "his", "second", 1));
    assert_eq!(full, Err(Error::<Runtime>::InsufficientAvailableSpace.into()));
}

#[test]
fn one_account_can_own_a_file_in_two_territories() {
    let mut chain = Chain::new().with_territory(&alice(), "one").with_territory(&alice(), "two");
    chain.store(&alice(), "one", "file", 1);
    chain.call(&alice(), declaration(&alice(), "two", "file", 1)).unwrap();
    assert_eq!(chain.file("file").unwrap().owner.len(), 2);
}

#[test]
fn hashes_are_not_looked_at_when_a_file_is_declared() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let mut strange = segments("file", 1);
    strange[0].fragment_list =
        BoundedVec::truncate_from(vec![pileus_localnet_runtime::primitives::Hash([b'Z'; 64]); 12]);
    chain.call(&alice(), declaration_of("file", strange, brief(&alice(), "one"))).unwrap();
    chain.call(&node(1), report(1, "file")).unwrap();
}
