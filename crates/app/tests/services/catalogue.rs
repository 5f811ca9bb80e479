//! Buckets and files.

use pileus_app::Standing;
use pileus_domain::{AccountId, BucketName, Fid, TerritoryName};
use pileus_pipeline::RunEnd;
use pileus_ports::{Journal, Keystore};

use crate::world::{World, bucket, plain, territory};

async fn store(world: &World, account: AccountId, name: &str, bytes: &[u8]) -> Fid {
    let path = world.file(name, bytes);
    let transfers = &world.services.transfers;
    let job = transfers.create_upload(plain(&path, account)).await.unwrap().job.id;
    transfers.start(job, None).await.unwrap();
    let outcome = transfers.wait(job).await.unwrap();
    assert_eq!(outcome.end, RunEnd::Finished);
    outcome.job.fid.unwrap()
}

#[tokio::test]
async fn a_stored_file_is_listed_and_its_bucket_cannot_be_deleted() {
    let (world, account) = World::furnished().await;
    let fid = store(&world, account, "a.txt", b"x").await;
    let entries = world.services.files.list(&account).await.unwrap();
    assert_eq!((entries[0].file.fid, entries[0].bucket.as_str()), (fid, "files"));
    assert_eq!(entries[0].standing, Standing::Stored { weakest: 12, fragments: 12 });
    let buckets = &world.services.buckets;
    let found = buckets.find(&account, &bucket(), None).await.unwrap();
    assert_eq!(buckets.delete(&found).await.unwrap_err().code, "bucket_in_use");
    world.services.files.remove(&account, &fid).await.unwrap();
    assert!(world.services.files.list(&account).await.unwrap().is_empty());
    assert!(world.chain.file(&fid).is_none());
    buckets.delete(&found).await.unwrap();
    assert!(buckets.list(&account).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_strangers_file_is_never_deleted_and_nothing_is_paid() {
    let (world, account) = World::furnished().await;
    let fid = store(&world, account, "a.txt", b"x").await;
    let (stranger, _) = world.keystore.create_account("stranger").unwrap();
    let before = world.chain.submissions().len();
    let refused = world.services.files.remove(&stranger.account, &fid).await.unwrap_err();
    assert_eq!(refused.code, "file_not_owned");
    let unknown = "cd".repeat(32).parse().unwrap();
    assert_eq!(world.services.files.remove(&account, &unknown).await.unwrap_err().code, "file_unknown");
    assert_eq!(world.chain.submissions().len(), before);
}

#[tokio::test]
async fn a_file_that_is_still_being_stored_is_not_removed() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"x");
    let fid = store(&world, account, "b.txt", b"x").await;
    let created = world.services.transfers.create_upload(plain(&path, account)).await.unwrap();
    let job = pileus_ports::JobRecord { fid: Some(fid), ..created.job };
    world.journal.update_job(&job).await.unwrap();
    let refused = world.services.files.remove(&account, &fid).await.unwrap_err();
    assert_eq!((refused.code.as_str(), &refused.context["job"]), ("file_in_job", &job.id.to_string()));
}

#[tokio::test]
async fn a_bucket_moves_with_its_files() {
    let (world, account) = World::furnished().await;
    let fid = store(&world, account, "a.txt", b"x").await;
    let archive = TerritoryName::new("archive").unwrap();
    let buckets = &world.services.buckets;
    let found = buckets.find(&account, &bucket(), Some(&territory())).await.unwrap();
    let missing = buckets.move_to(&found, &archive, &|_| {}).await.unwrap_err();
    assert_eq!(missing.code, "territory_missing");
    world.chain.grant_territory(account, &archive, 1, 60);
    let moved = buckets.move_to(&found, &archive, &|_| {}).await.unwrap();
    assert_eq!(moved.territory, archive);
    assert_eq!(world.chain.file(&fid).unwrap().owners[0].territory, "archive");
}

#[tokio::test]
async fn names_of_buckets_are_one_to_a_territory() {
    let (world, account) = World::furnished().await;
    let buckets = &world.services.buckets;
    let photos = BucketName::new("photos").unwrap();
    let made = buckets.create(&account, &territory(), &photos).await.unwrap();
    assert_eq!(buckets.create(&account, &territory(), &photos).await.unwrap_err().code, "bucket_exists");
    let nowhere = TerritoryName::new("nowhere").unwrap();
    assert_eq!(buckets.create(&account, &nowhere, &photos).await.unwrap_err().code, "territory_missing");
    let renamed = buckets.rename(&made, &BucketName::new("pictures").unwrap()).await.unwrap();
    assert_eq!(renamed.id, made.id);
    assert_eq!(buckets.find(&account, &photos, None).await.unwrap_err().code, "bucket_missing");
    let second = TerritoryName::new("second").unwrap();
    world.chain.grant_territory(account, &second, 1, 60);
    buckets.create(&account, &second, &renamed.name).await.unwrap();
    assert_eq!(buckets.find(&account, &renamed.name, None).await.unwrap_err().code, "bucket_ambiguous");
    assert_eq!(buckets.find(&account, &renamed.name, Some(&second)).await.unwrap().territory, second);
}

#[tokio::test]
async fn the_warning_about_public_files_comes_once_for_each_bucket() {
    let (world, account) = World::furnished().await;
    let buckets = &world.services.buckets;
    let made = buckets.create(&account, &territory(), &bucket()).await.unwrap();
    assert!(buckets.public_warning_due(&made).await.unwrap());
    let again = buckets.find(&account, &bucket(), None).await.unwrap();
    assert!(!buckets.public_warning_due(&again).await.unwrap());
}
