//! Another data key for stored files is a new upload, whose cost is told beforehand.

use pileus_app::{Resealing, SpaceLack};
use pileus_domain::{AccountId, BucketName, ByteCount, ContentHash, Fid, Planck, TerritoryName, TerritoryState};
use pileus_ports::{Bucket, CatalogueFile, Chain as _, Journal as _, Keystore as _, Seal, SecretText, Timestamp};

use crate::world::{World, bucket, territory};

const CHARGE: u64 = 96 << 20;
const MIB: u64 = 1 << 20;

async fn shelf(world: &World, account: AccountId, territory: &TerritoryName, name: &BucketName) -> Bucket {
    let genesis = world.services.identity().genesis;
    world.journal.create_bucket(&genesis, &account, territory, name).await.unwrap()
}

/// A file of the catalogue that opens with these keys.
async fn listed(world: &World, shelf: &Bucket, number: u8, size: u64, keys: &[&str]) {
    let others = keys[1..].iter().map(|key| (*key).to_owned()).collect();
    let file = CatalogueFile {
        fid: Fid(ContentHash([number; 32])),
        genesis: shelf.genesis,
        account: shelf.account,
        bucket: shelf.id,
        name: number.to_string(),
        size: ByteCount(size),
        media_type: String::new(),
        seal: Seal::DataKey { fingerprint: keys[0].to_owned(), others },
        added: Timestamp(u64::from(number)),
    };
    world.journal.put_file(&file).await.unwrap();
}

async fn resealing(world: &World, account: AccountId, key: &str) -> Resealing {
    world.services.files.resealing(&account, key).await.unwrap()
}

#[tokio::test]
async fn a_new_upload_of_all_files_of_a_key_is_told_with_its_space_and_fees() {
    let (world, account) = World::furnished().await;
    let files = shelf(&world, account, &territory(), &bucket()).await;
    listed(&world, &files, 1, 5, &["k"]).await;
    listed(&world, &files, 2, 40 * MIB, &["other", "k"]).await;
    listed(&world, &files, 3, 5, &["other"]).await;
    let told = resealing(&world, account, "k").await;
    assert_eq!((told.files, told.elsewhere, told.space), (2, 0, ByteCount(3 * CHARGE)), "one segment and two");
    assert_eq!(told.fee, Some(Planck(2 * Planck::TOKEN.0 / 100)), "two orders");
    let [part] = &told.territories[..] else { panic!("{told:?}") };
    assert_eq!((&part.territory, part.space, part.lack), (&territory(), told.space, None));
    assert_eq!(part.free, world.chain.territory_now(account, &territory()).unwrap().remaining);
    let unused = resealing(&world, account, "unused").await;
    assert_eq!((unused.files, unused.fee, unused.territories.len()), (0, Some(Planck(0)), 0));
}

#[tokio::test]
async fn space_that_is_missing_is_told_with_what_renting_it_costs() {
    let (world, account) = World::furnished().await;
    let files = shelf(&world, account, &territory(), &bucket()).await;
    listed(&world, &files, 1, 70 * MIB, &["k"]).await;
    world.chain.change_territory(account, &territory(), |t| t.remaining = ByteCount(3 * CHARGE));
    let lack = |told: Resealing| told.territories[0].lack.unwrap();
    let told = lack(resealing(&world, account, "k").await);
    let unit = world.chain.market().await.unwrap().unit_price;
    assert_eq!((told.gib, told.new_territory), (1, false), "the chain wants a byte more than files take");
    assert!((59..=60).contains(&told.days), "{told:?}");
    assert_eq!(told.price, Some(Planck(unit.0 * u128::from(told.days))));
    world.chain.change_territory(account, &territory(), |t| t.remaining = ByteCount(3 * CHARGE + 1));
    assert_eq!(resealing(&world, account, "k").await.territories[0].lack, None);
    world.chain.change_territory(account, &territory(), |t| t.state = TerritoryState::Frozen);
    let told = resealing(&world, account, "k").await;
    assert_eq!(told.territories[0].free, ByteCount(0), "nothing of it can be used");
    let price = Some(Planck(unit.0 * 30));
    assert_eq!(lack(told), SpaceLack { gib: 1, days: 30, new_territory: true, price });
}

#[tokio::test]
async fn every_territory_is_told_by_itself_and_what_is_elsewhere_is_counted() {
    let (world, account) = World::furnished().await;
    let (archive, stranger) = (TerritoryName::new("archive").unwrap(), AccountId([7; 32]));
    world.chain.grant_territory(account, &archive, 1, 60);
    for (number, place) in [(1, &territory()), (2, &archive)] {
        let name = BucketName::new(format!("bucket-{number}")).unwrap();
        listed(&world, &shelf(&world, account, place, &name).await, number, 5, &["k"]).await;
    }
    listed(&world, &shelf(&world, stranger, &territory(), &bucket()).await, 3, 5, &["k"]).await;
    let told = resealing(&world, account, "k").await;
    assert_eq!((told.files, told.elsewhere, told.space), (2, 1, ByteCount(2 * CHARGE)));
    let names: Vec<_> = told.territories.iter().map(|part| part.territory.as_str()).collect();
    assert_eq!(names, ["archive", "default"]);
}

#[tokio::test]
async fn a_locked_vault_leaves_the_fee_open_and_a_silent_chain_is_a_problem() {
    let (world, account) = World::furnished().await;
    listed(&world, &shelf(&world, account, &territory(), &bucket()).await, 1, 5, &["k"]).await;
    world.keystore.set_passphrase(Some(&SecretText::new("correct horse".to_owned()))).unwrap();
    world.keystore.lock();
    let told = resealing(&world, account, "k").await;
    assert_eq!((told.fee, told.space), (None, ByteCount(CHARGE)));
    world.chain.set_offline(true);
    let silent = world.services.files.resealing(&account, "k").await.unwrap_err();
    assert_eq!(silent.code, "network_unreachable");
}
