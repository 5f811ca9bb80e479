//! Tag reports: who must have signed what, and what tagging does.

use frame_support::BoundedVec;
use pileus_localnet_runtime::Runtime;
use pileus_localnet_runtime::RuntimeEvent;
use pileus_localnet_runtime::pallets::file_bank::{Error, Event, SegmentList};
use pileus_localnet_runtime::pallets::sminer::BloomFilter;
use pileus_localnet_runtime::pallets::tee_worker::{
    LastWork, LaunchStatus, MasterKeyHistory, MasterKeyInfo, MasterKeyStatus, WorkerRole, Workers,
};
use pileus_localnet_runtime::primitives::Hash;
use sp_core::Pair;

use crate::support::chain::Chain;
use crate::support::files::{
    FRAGMENT, brief, declaration_of, deletion, hash, segment, segments, tag_info, tag_report, tag_signature,
};
use crate::support::people::{alice, key, node};

/// A chain with a stored file of two segments, and the fragments of a node's column.
fn stored() -> Chain {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    chain.store(&alice(), "one", "file", 2);
    chain
}

fn column(number: usize) -> [Hash; 2] {
    [hash(&format!("file/0/{number}")), hash(&format!("file/1/{number}"))]
}

#[test]
fn a_tag_report_tags_the_nodes_fragments_and_takes_them_into_service() {
    let mut chain = stored();
    chain.go_to(9);
    chain.tag(4, "file", &column(4)).unwrap();
    for segment in chain.file("file").unwrap().segment_list {
        for (place, fragment) in segment.fragment_list.into_iter().enumerate() {
            assert_eq!(fragment.tag, (place == 3).then_some(9));
        }
    }
    let info = chain.node(4);
    assert_eq!((info.lock_space, info.service_space), (0, 2 * FRAGMENT));
    let mut filter = BloomFilter::default();
    for fragment in column(4) {
        filter.insert(&fragment).unwrap();
    }
    assert_eq!(info.service_bloom_filter, filter);
    let announced = Event::CalculateReport { miner: node(4), file_hash: hash("file") };
    assert_eq!(chain.last_event(), RuntimeEvent::FileBank(announced));
    let worker = key("tee/worker").public().0;
    assert_eq!(chain.state(|| LastWork::<Runtime>::get(worker)), 9);
}

#[test]
fn only_the_master_key_signs_tags() {
    let mut chain = stored();
    let info = tag_info(&node(4), "file", &column(4));
    let other = tag_signature(&key("tee/worker"), &info);
    let refused = chain.call(&node(4), tag_report(&other, info.clone()));
    assert_eq!(refused, Err(Error::<Runtime>::VerifyTeeSigFailed.into()));
    let right = tag_signature(&key("tee/master"), &info);
    let refused = chain.call(&node(4), tag_report(&right[..63], info.clone()));
    assert_eq!(refused, Err(Error::<Runtime>::MalformedSignature.into()));
    let mut changed = info;
    changed.file_hash = hash("other");
    let refused = chain.call(&node(4), tag_report(&right, changed));
    assert_eq!(refused, Err(Error::<Runtime>::VerifyTeeSigFailed.into()));
}

#[test]
fn a_former_master_key_still_signs_and_without_one_nobody_does() {
    let mut chain = stored();
    let former = chain.state(|| {
        let LaunchStatus::Launched(former) = MasterKeyStatus::<Runtime>::get() else { panic!("no master key") };
        MasterKeyHistory::<Runtime>::put(vec![former.clone()]);
        MasterKeyStatus::<Runtime>::put(LaunchStatus::Launched(MasterKeyInfo { pubkey: [1; 32], ..former.clone() }));
        former
    });
    chain.tag(4, "file", &column(4)).unwrap();
    chain.state(|| MasterKeyStatus::<Runtime>::put(LaunchStatus::Launching(former.holder)));
    let refused = chain.tag(5, "file", &column(5));
    assert_eq!(refused, Err(Error::<Runtime>::VerifyTeeSigFailed.into()));
}

#[test]
fn a_tag_report_is_the_nodes_own() {
    let mut chain = stored();
    let info = tag_info(&node(4), "file", &column(4));
    let signature = tag_signature(&key("tee/master"), &info);
    let refused = chain.call(&node(5), tag_report(&signature, info));
    assert_eq!(refused, Err(Error::<Runtime>::MinerError.into()));
}

#[test]
fn only_workers_that_may_mark_compute_tags() {
    let mut chain = stored();
    let worker = key("tee/worker").public().0;
    chain.state(|| {
        Workers::<Runtime>::mutate(worker, |info| info.as_mut().unwrap().role = WorkerRole::Verifier);
    });
    assert_eq!(chain.tag(4, "file", &column(4)), Err(Error::<Runtime>::TeeNoPermission.into()));
    chain.state(|| {
        Workers::<Runtime>::mutate(worker, |info| info.as_mut().unwrap().role = WorkerRole::Marker);
    });
    chain.tag(4, "file", &column(4)).unwrap();
}

#[test]
fn every_fragment_of_the_node_must_be_among_the_digests() {
    let mut chain = stored();
    assert_eq!(chain.tag(4, "file", &column(4)[..1]), Err(Error::<Runtime>::DigestError.into()));
    assert_eq!(chain.tag(4, "file", &column(5)), Err(Error::<Runtime>::DigestError.into()));
    let twice: Vec<_> = column(4).into_iter().chain(column(4)).collect();
    assert_eq!(chain.tag(4, "file", &twice), Err(Error::<Runtime>::DigestError.into()));
    let others_too: Vec<_> = column(4).into_iter().chain(column(5)).collect();
    chain.tag(4, "file", &others_too).unwrap();
}

#[test]
fn equal_fragments_need_a_digest_each() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let equal = vec![segment("same", 0, 12), segment("same", 0, 12)];
    chain.call(&alice(), declaration_of("same", equal, brief(&alice(), "one"))).unwrap();
    chain.report_columns("same", 1..=12);
    let fragment = hash("same/0/1");
    assert_eq!(chain.tag(1, "same", &[fragment]), Err(Error::<Runtime>::DigestError.into()));
    chain.tag(1, "same", &[fragment, fragment]).unwrap();
    assert_eq!(chain.node(1).service_space, 2 * FRAGMENT);
}

#[test]
fn more_than_255_equal_fragments_are_never_tagged() {
    let mut chain = Chain::new();
    chain.mint(&alice(), "one", 30, 30).unwrap();
    let equal: Vec<SegmentList> = (0..256).map(|_| segment("same", 0, 12)).collect();
    chain.call(&alice(), declaration_of("same", equal, brief(&alice(), "one"))).unwrap();
    chain.report_columns("same", 1..=12);
    for digests in [0, 255, 256] {
        let digests = vec![hash("same/0/1"); digests];
        assert_eq!(chain.tag(1, "same", &digests), Err(Error::<Runtime>::DigestError.into()));
    }
}

#[test]
fn a_hash_that_is_not_lower_case_hex_breaks_the_tag_report() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let mut strange = segments("strange", 1);
    strange[0].fragment_list = BoundedVec::truncate_from(vec![Hash([b'Z'; 64]); 12]);
    chain.call(&alice(), declaration_of("strange", strange, brief(&alice(), "one"))).unwrap();
    chain.report_columns("strange", 1..=12);
    assert_eq!(chain.tag(1, "strange", &[Hash([b'Z'; 64])]), Err(Error::<Runtime>::BugInvalid.into()));
}

#[test]
fn an_unknown_file_cannot_be_tagged() {
    let refused = Chain::new().tag(4, "file", &column(4));
    assert_eq!(refused, Err(Error::<Runtime>::NonExistent.into()));
}

#[test]
fn tagging_again_changes_nothing_but_is_accepted() {
    let mut chain = stored();
    chain.tag(4, "file", &column(4)).unwrap();
    let before = chain.file("file");
    chain.next_block();
    chain.tag(4, "file", &column(4)).unwrap();
    assert_eq!(chain.file("file"), before);
    assert_eq!(chain.node(4).service_space, 2 * FRAGMENT);
}

#[test]
fn deleting_a_tagged_file_takes_it_out_of_service() {
    let mut chain = stored();
    chain.tag(4, "file", &column(4)).unwrap();
    chain.call(&alice(), deletion(&alice(), "file")).unwrap();
    let info = chain.node(4);
    assert_eq!((info.lock_space, info.service_space), (0, 0));
    assert_eq!(info.service_bloom_filter, BloomFilter::default());
}
