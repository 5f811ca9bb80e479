//! Several files at once: removed, moved, and looked at closely.

use pileus_app::{BulkOutcome, BulkProgress, BulkWatch, HealthStanding, Removal};
use pileus_domain::{AccountId, BucketName, Fid, Planck, Problem, TerritoryName};
use pileus_ports::{Bucket, Keystore};
use tokio_util::sync::CancellationToken;

use crate::{
    checks::store,
    world::{World, plain, sealed, territory},
};

async fn three(world: &World, account: AccountId) -> Vec<Fid> {
    let mut fids = Vec::new();
    for name in ["a.txt", "b.txt", "c.txt"] {
        fids.push(store(world, plain(&world.file(name, name.as_bytes()), account), None).await);
    }
    fids
}

async fn remove(world: &World, account: &AccountId, fids: &[Fid]) -> Result<BulkOutcome<Removal>, Problem> {
    let watch = BulkWatch { stop: &CancellationToken::new(), tell: &|_| {} };
    world.services.files.remove_all(account, fids, watch).await
}

async fn relocate(world: &World, bucket: &Bucket, fids: &[Fid]) -> Result<BulkOutcome<()>, Problem> {
    let watch = BulkWatch { stop: &CancellationToken::new(), tell: &|_| {} };
    world.services.buckets.move_files(bucket, fids, watch).await
}

fn fee() -> Planck {
    pileus_ports::fake::FakeChainSettings::default().fee
}

async fn other_bucket(world: &World, account: AccountId, territory: &TerritoryName) -> Bucket {
    let name = BucketName::new("other").unwrap();
    world.services.buckets.create(&account, territory, &name).await.unwrap()
}

#[tokio::test]
async fn the_question_before_removing_counts_files_space_and_fees() {
    let (world, account) = World::furnished().await;
    let mut fids = three(&world, account).await;
    fids.push("cd".repeat(32).parse().unwrap());
    let before = world.chain.submissions().len();
    let question = world.services.files.removal_question(&account, &fids).await.unwrap();
    assert_eq!((question.files, question.size.0, question.freed.0), (3, 15, 3 * (96 << 20)));
    assert_eq!(question.fee, Some(Planck(3 * fee().0)));
    assert_eq!(question.refused[0].1.code, "file_unknown");
    assert_eq!(world.chain.submissions().len(), before, "a question signs nothing");
}

#[tokio::test]
async fn files_are_removed_side_by_side_and_each_says_what_came_of_it() {
    let (world, account) = World::furnished().await;
    let mut fids = three(&world, account).await;
    fids.insert(1, "cd".repeat(32).parse().unwrap());
    let BulkOutcome { done, left } = remove(&world, &account, &fids).await.unwrap();
    assert!(left.is_empty());
    assert_eq!(done.iter().map(|(fid, _)| *fid).collect::<Vec<_>>(), fids, "in the order that was asked");
    assert!(done[0].1.as_ref().unwrap().block.is_some());
    assert_eq!(done[1].1.as_ref().unwrap_err().code, "file_unknown");
    assert!(world.services.files.catalogue(&account).await.unwrap().is_empty());
    assert_eq!(world.chain.territory_now(account, &territory()).unwrap().used.0, 0);
}

#[tokio::test]
async fn a_stopped_removal_ends_after_the_files_at_hand_and_names_the_rest() {
    let (world, account) = World::furnished().await;
    let mut fids = Vec::new();
    for number in 0..10_u8 {
        fids.push(store(&world, plain(&world.file(&format!("{number}.txt"), &[number]), account), None).await);
    }
    let (stop, told) = (CancellationToken::new(), std::sync::Mutex::new(Vec::new()));
    let tell = |progress: BulkProgress| {
        told.lock().unwrap().push((progress.done, progress.total));
        stop.cancel();
    };
    let outcome = world.services.files.remove_all(&account, &fids, BulkWatch { stop: &stop, tell: &tell }).await;
    let outcome = outcome.unwrap();
    assert_eq!(outcome.done.iter().map(|(fid, _)| *fid).collect::<Vec<_>>(), fids[..8], "eight are at hand at once");
    assert!(outcome.done.iter().all(|(_, result)| result.is_ok()));
    assert_eq!(outcome.left, fids[8..]);
    let kept = world.services.files.catalogue(&account).await.unwrap();
    assert_eq!(kept.len(), 2, "what was not begun is still there");
    assert_eq!(*told.lock().unwrap(), (1..=8).map(|done| (done, 10)).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_move_that_was_stopped_before_it_began_moves_nothing() {
    let (world, account) = World::furnished().await;
    let fids = three(&world, account).await;
    let bucket = other_bucket(&world, account, &territory()).await;
    let stop = CancellationToken::new();
    stop.cancel();
    let outcome = world.services.buckets.move_files(&bucket, &fids, BulkWatch { stop: &stop, tell: &|_| {} }).await;
    assert_eq!(outcome.unwrap(), BulkOutcome { done: Vec::new(), left: fids });
    assert!(world.services.files.catalogue(&account).await.unwrap().iter().all(|file| file.bucket != bucket.id));
}

#[tokio::test]
async fn one_wish_names_a_bounded_number_of_files() {
    let (world, account) = World::furnished().await;
    let many: Vec<Fid> = vec!["cd".repeat(32).parse().unwrap(); pileus_app::BULK_LIMIT + 1];
    let bucket = other_bucket(&world, account, &territory()).await;
    let refused = remove(&world, &account, &many).await.unwrap_err();
    assert_eq!(refused.code, "too_many_files_at_once");
    assert_eq!(relocate(&world, &bucket, &many).await.unwrap_err().code, "too_many_files_at_once");
}

#[tokio::test]
async fn within_a_territory_files_move_without_a_transaction() {
    let (world, account) = World::furnished().await;
    let fids = three(&world, account).await;
    let bucket = other_bucket(&world, account, &territory()).await;
    let before = world.chain.submissions().len();
    let buckets = &world.services.buckets;
    let question = buckets.move_question(&bucket, &fids).await.unwrap();
    assert_eq!((question.files, question.crossing, question.fee), (3, 0, Some(Planck(0))));
    let moved = relocate(&world, &bucket, &fids).await.unwrap();
    assert!(moved.done.iter().all(|(_, result)| result.is_ok()));
    assert!(world.services.files.catalogue(&account).await.unwrap().iter().all(|file| file.bucket == bucket.id));
    assert_eq!(world.chain.submissions().len(), before);
    assert_eq!(buckets.move_question(&bucket, &fids).await.unwrap().files, 0, "they are there already");
}

#[tokio::test]
async fn to_another_territory_each_file_is_a_transaction() {
    let (world, account) = World::furnished().await;
    let fids = three(&world, account).await;
    let archive = TerritoryName::new("archive").unwrap();
    world.chain.grant_territory(account, &archive, 1, 60);
    let bucket = other_bucket(&world, account, &archive).await;
    let buckets = &world.services.buckets;
    let question = buckets.move_question(&bucket, &fids[..2]).await.unwrap();
    assert_eq!((question.crossing, question.fee), (2, Some(Planck(2 * fee().0))));
    let moved = relocate(&world, &bucket, &fids[..2]).await.unwrap();
    assert!(moved.done.iter().all(|(_, result)| result.is_ok()));
    assert_eq!(world.chain.file(&fids[0]).unwrap().owners[0].territory, "archive");
    assert_eq!(world.chain.file(&fids[2]).unwrap().owners[0].territory, "default");
}

#[tokio::test]
async fn nothing_moves_to_a_territory_without_room() {
    let (world, account) = World::furnished().await;
    let fids = three(&world, account).await;
    let archive = TerritoryName::new("archive").unwrap();
    world.chain.grant_territory(account, &archive, 1, 60);
    world.chain.change_territory(account, &archive, |territory| territory.remaining.0 = 96 << 20);
    let bucket = other_bucket(&world, account, &archive).await;
    let before = world.chain.submissions().len();
    let refused = relocate(&world, &bucket, &fids).await.unwrap_err();
    assert_eq!(refused.code, "territory_full");
    assert_eq!(world.chain.submissions().len(), before);
}

#[tokio::test]
async fn a_bucket_that_is_gone_is_named() {
    let (world, account) = World::furnished().await;
    let bucket = other_bucket(&world, account, &territory()).await;
    let buckets = &world.services.buckets;
    assert_eq!(buckets.by_number(&account, bucket.id).await.unwrap(), bucket);
    buckets.delete(&bucket).await.unwrap();
    assert_eq!(buckets.by_number(&account, bucket.id).await.unwrap_err().code, "bucket_gone");
}

#[tokio::test]
async fn details_tell_where_a_file_is_and_who_can_open_it() {
    let (world, account) = World::furnished().await;
    let fid = store(&world, sealed(&world.file("a.txt", b"x"), account), None).await;
    let files = &world.services.files;
    let details = files.details(&account, &fid).await.unwrap();
    assert_eq!(details.health.map(|health| (health.standing(), health.holding())), Some((HealthStanding::Stored, 12)));
    let [key] = &details.keys[..] else { panic!("one key: {:?}", details.keys) };
    assert_eq!(key.name.as_deref(), Some("default"));
    assert_eq!(key.fingerprint, world.keystore.data_keys().unwrap()[0].fingerprint);
    assert_eq!(details.bucket.unwrap().name.as_str(), "files");
    assert!(details.finished.is_some() && details.status.unwrap().file.is_some());
    let unknown = "cd".repeat(32).parse().unwrap();
    assert_eq!(files.details(&account, &unknown).await.unwrap_err().code, "file_not_listed");
}

#[tokio::test]
async fn what_the_chain_does_not_know_is_gone() {
    let (world, account) = World::furnished().await;
    let fid = store(&world, plain(&world.file("a.txt", b"x"), account), None).await;
    let files = &world.services.files;
    assert_eq!(files.health(&fid).await.unwrap().0.standing(), HealthStanding::Stored);
    files.remove(&account, &fid).await.unwrap();
    assert_eq!(files.health(&fid).await.unwrap().0.standing(), HealthStanding::Gone);
}
