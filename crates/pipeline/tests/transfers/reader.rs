//! Ranges of stored files, with lost and lying nodes, wrong keys and readers who go away.

use std::{ops::Range, path::Path, sync::Arc, time::Duration};

use pileus_domain::Fid;
use pileus_pipeline::{SealKey, StoredFile};
use pileus_ports::{
    Seal, SecretBytes, SecretText,
    fake::{NodeCall, NodeFault},
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRng, TestRunner},
};

use crate::world::{World, data_key, endpoint, sealed};

/// A little more than one segment, so that ranges cross from one into the next.
const LENGTH: usize = 34_000_000;

async fn open(world: &World, fid: &Fid, keys: Vec<SealKey>) -> StoredFile {
    world.pipeline.open_stored(fid, keys, Arc::default()).await.unwrap()
}

fn holders(world: &World, fid: &Fid) -> Vec<pileus_domain::Endpoint> {
    let file = world.chain.file(fid).unwrap();
    file.segments[0].fragments.iter().map(|fragment| endpoint(fragment.node.0.0[0])).collect()
}

/// The same range of the original, as far as one read goes.
fn expected(original: &[u8], range: &Range<u64>) -> Vec<u8> {
    let end = range.end.min(range.start.saturating_add(StoredFile::READ_LIMIT)).min(original.len() as u64);
    let place = |at: u64| usize::try_from(at).unwrap().min(original.len());
    original[place(range.start.min(end))..place(end)].to_vec()
}

fn some_range() -> impl Strategy<Value = Range<u64>> {
    let edge = prop_oneof![
        0..LENGTH as u64,
        // Edges of chunks, of the sealed segment and of the plain one, and the end of the file.
        (0..1_030_u64, 0..3_u64).prop_map(|(chunk, near)| (chunk * 32_768 + near).saturating_sub(1)),
        (33_472_512 - 40..33_472_512 + 40_u64),
        ((32 << 20) - 40..(32 << 20) + 40_u64),
        (LENGTH as u64 - 40..LENGTH as u64 + 40),
    ];
    (edge, prop_oneof![0..100_u64, 0..200_000_u64, 0..6_000_000_u64]).prop_map(|(start, length)| start..start + length)
}

#[test]
fn any_range_equals_the_same_range_of_the_original() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    for (seal, key) in [(Seal::None, None), (sealed(), Some(data_key()))] {
        let (file, original) = runtime.block_on(async {
            let world = World::new();
            let source = world.file("a.bin", LENGTH);
            let fid = world.stored(&source, seal, key.clone()).await;
            (open(&world, &fid, key.into_iter().collect()).await, std::fs::read(source).unwrap())
        });
        assert_eq!(file.length(), LENGTH as u64);
        let config = Config { cases: 48, failure_persistence: None, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(Config::default().rng_algorithm));
        let outcome = runner.run(&some_range(), |range| {
            let read = runtime.block_on(file.read(range.clone())).unwrap();
            prop_assert!(read == expected(&original, &range), "{range:?}");
            Ok(())
        });
        outcome.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn eight_lost_nodes_do_not_matter_to_a_reader() {
    for (seal, key) in [(Seal::None, None), (sealed(), Some(data_key()))] {
        let world = World::new();
        let source = world.file("a.bin", 100_000);
        let fid = world.stored(&source, seal, key.clone()).await;
        for node in &holders(&world, &fid)[..8] {
            world.nodes.lose_everything(node);
        }
        let file = open(&world, &fid, key.into_iter().collect()).await;
        assert_eq!(file.is_sealed(), world.chain.file(&fid).unwrap().file_size.0 != 100_000);
        assert!(file.read(40_000..90_000).await.unwrap() == read_part(&source, 40_000..90_000));
    }
}

fn read_part(source: &Path, range: Range<usize>) -> Vec<u8> {
    std::fs::read(source).unwrap()[range].to_vec()
}

#[tokio::test(start_paused = true)]
async fn a_damaged_fragment_is_never_handed_out() {
    let world = World::new();
    let source = world.file("a.bin", LENGTH);
    let fid = world.stored(&source, Seal::None, None).await;
    for node in &holders(&world, &fid)[..3] {
        world.nodes.set_fault(node, NodeCall::Get, NodeFault::Corrupt, None);
    }
    let file = open(&world, &fid, vec![]).await;
    for start in [0, 9_000_000, 17_000_000, 33_554_400] {
        let range = start..start + 100_000;
        assert!(file.read(range.clone()).await.unwrap() == expected(&std::fs::read(&source).unwrap(), &range));
    }
}

#[tokio::test(start_paused = true)]
async fn too_few_fragments_are_named_and_reading_goes_on_when_one_is_back() {
    let world = World::new();
    let source = world.file("a.bin", LENGTH);
    let fid = world.stored(&source, Seal::None, None).await;
    let file = open(&world, &fid, vec![]).await;
    let nodes = holders(&world, &fid);
    // Three fragments of the last segment are zeros, which nobody needs to fetch.
    for node in &nodes {
        world.nodes.set_fault(node, NodeCall::Get, NodeFault::Refuse, None);
    }
    let behind = 33_554_432..33_560_000;
    assert_eq!(file.read(behind.clone()).await.unwrap_err().code, "fragments_missing");
    assert!(file.read(0..10).await.is_ok(), "what is in memory can still be read");
    world.nodes.clear_faults(&nodes[9]);
    assert!(file.read(behind.clone()).await.unwrap() == expected(&std::fs::read(&source).unwrap(), &behind));
}

#[tokio::test(start_paused = true)]
async fn wrong_key_missing_passphrase_and_unknown_file_are_three_answers() {
    let world = World::new();
    let source = world.file("a.bin", 1_000);
    let words = |text: &str| SealKey::Passphrase(SecretText::new(text.to_owned()));
    let code =
        async |fid: &Fid, keys| world.pipeline.open_stored(fid, keys, Arc::default()).await.err().map(|p| p.code);
    let fid = world.stored(&source, Seal::Passphrase, Some(words("three blind mice"))).await;
    assert_eq!(code(&fid, vec![data_key()]).await.as_deref(), Some("passphrase_needed"));
    assert_eq!(code(&fid, vec![words("three kind mice")]).await.as_deref(), Some("file_passphrase_wrong"));
    assert_eq!(code(&fid, vec![data_key(), words("three blind mice")]).await, None);
    let source = world.file("b.bin", 1_000);
    let fid = world.stored(&source, sealed(), Some(data_key())).await;
    let other = SealKey::DataKey(SecretBytes::new([1; 32]));
    assert_eq!(code(&fid, vec![other]).await.as_deref(), Some("wrong_key"));
    let unknown = Fid(pileus_domain::ContentHash([7; 32]));
    assert_eq!(code(&unknown, vec![]).await.as_deref(), Some("file_unknown"));
}

#[tokio::test(start_paused = true)]
async fn a_reader_who_goes_away_leaves_the_file_readable() {
    let world = World::new();
    let source = world.file("a.bin", LENGTH);
    let fid = world.stored(&source, Seal::None, None).await;
    let file = open(&world, &fid, vec![]).await;
    let nodes = holders(&world, &fid);
    for node in &nodes {
        let slow = NodeFault::Hang(Duration::from_secs(100_000));
        world.nodes.set_fault(node, NodeCall::Get, slow, None);
    }
    let behind = 33_554_432..33_560_000;
    let gone = tokio::time::timeout(Duration::from_secs(1), file.read(behind.clone())).await;
    assert!(gone.is_err(), "a hanging node answered");
    for node in &nodes {
        world.nodes.clear_faults(node);
    }
    assert!(file.read(behind.clone()).await.unwrap() == expected(&std::fs::read(&source).unwrap(), &behind));
}
