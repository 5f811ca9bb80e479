//! Restore drills and verifications: what they find, and how far they say they are.

use std::{collections::BTreeSet, sync::Mutex};

use pileus_domain::{ColumnIndex, Fid, Geometry};
use pileus_pipeline::{CheckProgress, VerifyDepth};
use pileus_ports::{
    Seal,
    fake::{NodeCall, NodeFault},
};

use crate::world::{World, data_key, endpoint, sealed};

/// Two segments.
const LENGTH: usize = 34_000_000;

/// Numbers of the nodes that hold the columns of a file, by column.
fn holders(world: &World, fid: &Fid) -> Vec<u8> {
    let segment = &world.chain.file(fid).unwrap().segments[0];
    segment.fragments.iter().map(|fragment| fragment.node.0.0[0]).collect()
}

#[tokio::test(start_paused = true)]
async fn a_drill_uses_four_random_fragments_of_each_segment() {
    let world = World::new();
    let fid = world.stored(&world.file("a.bin", LENGTH), sealed(), Some(data_key())).await;
    let told = Mutex::new(Vec::new());
    let drill = world.pipeline.drill(&fid, &|progress| told.lock().unwrap().push(progress)).await.unwrap();
    assert_eq!((drill.trouble, drill.fragments), (None, 8));
    assert_eq!(drill.bytes.0, 8 * Geometry::CESS.fragment() as u64);
    let expected = [0, 1, 2].map(|done| CheckProgress { done, total: 2 });
    assert_eq!(*told.lock().unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn which_four_is_chosen_anew_each_time() {
    let world = World::new();
    let fid = world.stored(&world.file("a.bin", 1_000), Seal::None, None).await;
    let mut chosen = BTreeSet::new();
    for _ in 0..5 {
        chosen.insert(world.pipeline.drill(&fid, &|_| {}).await.unwrap().columns);
    }
    assert!(chosen.len() >= 4, "the choice is not random: {chosen:?}");
}

#[tokio::test(start_paused = true)]
async fn a_drill_passes_on_the_last_four_nodes() {
    let world = World::new();
    let fid = world.stored(&world.file("a.bin", 1_000), Seal::None, None).await;
    let holders = holders(&world, &fid);
    for node in &holders[..8] {
        world.nodes.set_fault(&endpoint(*node), NodeCall::Get, NodeFault::Refuse, None);
    }
    let drill = world.pipeline.drill(&fid, &|_| {}).await.unwrap();
    let columns: Vec<_> = drill.columns.iter().map(|column| column.number()).collect();
    assert_eq!((drill.trouble, columns), (None, vec![9, 10, 11, 12]));
}

#[tokio::test(start_paused = true)]
async fn a_drill_that_three_nodes_answer_says_what_is_missing() {
    let world = World::new();
    let fid = world.stored(&world.file("a.bin", 1_000), Seal::None, None).await;
    for node in &holders(&world, &fid)[..9] {
        world.nodes.lose_everything(&endpoint(*node));
    }
    let drill = world.pipeline.drill(&fid, &|_| {}).await.unwrap();
    assert_eq!(drill.trouble.unwrap().code, "fragments_missing");
    assert_eq!((drill.fragments, drill.columns.len()), (0, 0), "nothing of a broken segment counts");
}

#[tokio::test(start_paused = true)]
async fn a_drill_asks_the_nodes_for_zeros_too() {
    let world = World::new();
    let path = world.folder.path().join("zeros.bin");
    std::fs::write(&path, vec![0; 1 << 20]).unwrap();
    let fid = world.stored(&path, Seal::None, None).await;
    assert!(world.pipeline.drill(&fid, &|_| {}).await.unwrap().trouble.is_none());
    for node in holders(&world, &fid) {
        world.nodes.set_fault(&endpoint(node), NodeCall::Get, NodeFault::Refuse, None);
    }
    assert_eq!(world.pipeline.drill(&fid, &|_| {}).await.unwrap().trouble.unwrap().code, "fragments_missing");
}

#[tokio::test(start_paused = true)]
async fn a_drill_of_an_unknown_file_is_refused() {
    let world = World::new();
    let unknown = "ab".repeat(32).parse().unwrap();
    assert_eq!(world.pipeline.drill(&unknown, &|_| {}).await.unwrap_err().code, "file_unknown");
}

#[tokio::test(start_paused = true)]
async fn a_verification_names_the_damaged_fragment_and_counts_segments() {
    let world = World::new();
    let fid = world.stored(&world.file("a.bin", LENGTH), sealed(), Some(data_key())).await;
    let column = ColumnIndex::new(3).unwrap();
    let node = holders(&world, &fid)[column.position()];
    world.nodes.set_fault(&endpoint(node), NodeCall::Get, NodeFault::Corrupt, None);
    let told = Mutex::new(BTreeSet::new());
    let tell = |progress: CheckProgress| {
        told.lock().unwrap().insert((progress.done, progress.total));
    };
    let report = world.pipeline.verify_telling(&fid, VerifyDepth::Nodes, &tell).await.unwrap();
    let found: Vec<_> = report.findings.iter().map(|finding| (finding.at.segment.0, finding.at.column)).collect();
    assert_eq!(found, [(0, column), (1, column)]);
    assert_eq!((report.weakest, report.fragments, report.is_restorable()), (11, 24, true));
    assert_eq!(told.into_inner().unwrap(), BTreeSet::from([(0, 2), (1, 2), (2, 2)]));
}
