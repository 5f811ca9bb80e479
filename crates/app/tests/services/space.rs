//! Rented space: its overview, and quotes that are signed only while they hold.

use pileus_app::{POINT_LIMIT, TerritoryChange};
use pileus_domain::{ByteCount, ContentHash, Fid, Planck, TerritoryName};
use pileus_ports::{CatalogueFile, Chain as _, Given, Journal as _, Seal, Timestamp};

use crate::world::{NOW, World, bucket, territory};

const CHARGE: u64 = 96 << 20;
/// In milliseconds.
const DAY: u64 = 24 * 60 * 60 * 1_000;

fn named(name: &str) -> TerritoryName {
    TerritoryName::new(name).unwrap()
}

fn rent(name: &str, gib: u32) -> TerritoryChange {
    TerritoryChange::Rent { name: named(name), gib, days: 30 }
}

/// So many files of one segment in the bucket, added a second after each other until a moment ago.
async fn catalogue(world: &World, account: pileus_domain::AccountId, files: u8) {
    let genesis = world.services.identity().genesis;
    let bucket = world.journal.create_bucket(&genesis, &account, &territory(), &bucket()).await.unwrap();
    for number in 1..=files {
        let file = CatalogueFile {
            fid: Fid(ContentHash([number; 32])),
            genesis,
            account,
            bucket: bucket.id,
            name: number.to_string(),
            size: ByteCount(1),
            media_type: String::new(),
            seal: Seal::None,
            added: Timestamp(NOW.0 - 1_000 * u64::from(files - number)),
        };
        world.journal.put_file(&file).await.unwrap();
    }
    let used = ByteCount(u64::from(files) * CHARGE);
    world.chain.change_territory(account, &territory(), |t| t.used = used);
}

#[tokio::test]
async fn the_overview_joins_chain_catalogue_and_price() {
    let (world, account) = World::furnished().await;
    catalogue(&world, account, 3).await;
    world.chain.grant_territory(account, &named("archive"), 5, 60);
    let overview = world.services.space.overview(&account).await.unwrap();
    let names: Vec<_> = overview.territories.iter().map(|t| t.territory.name.as_str()).collect();
    assert_eq!(names, ["archive", "default"]);
    assert_eq!(overview.spendable, world.chain.balance(&account).await.unwrap().spendable);
    let mine = &overview.territories[1];
    assert_eq!((mine.files, mine.paid), (3, None), "nobody paid from here");
    assert_eq!(mine.history.last().unwrap().used, ByteCount(3 * CHARGE));
    assert_eq!(mine.history.first().unwrap().used, ByteCount(0));
    assert_eq!(mine.year_cost, Planck(2 * 365 * overview.market.unit_price.0), "2 GiB");
    assert!((58..=60).contains(&mine.days_left) && mine.ends_at > overview.read_at, "{mine:?}");
    assert!(mine.full_at.unwrap() > overview.read_at);
    assert_eq!((overview.territories[0].files, overview.territories[0].full_at), (0, None));
}

#[tokio::test]
async fn a_long_history_is_thinned() {
    let (world, account) = World::furnished().await;
    catalogue(&world, account, 200).await;
    let overview = world.services.space.overview(&account).await.unwrap();
    let history = &overview.territories[0].history;
    assert_eq!(history.len(), POINT_LIMIT);
    assert!(history.windows(2).all(|pair| pair[0].at <= pair[1].at && pair[0].used <= pair[1].used));
}

#[tokio::test]
async fn what_was_paid_here_is_summed_up_and_follows_the_name() {
    let (world, account) = World::furnished().await;
    let space = &world.services.space;
    let mut sum = 0;
    for change in [
        rent("new", 1),
        TerritoryChange::Expand { name: named("new"), gib: 1 },
        TerritoryChange::Renew { name: named("new"), days: 10 },
        TerritoryChange::Rename { from: named("new"), to: named("archive") },
    ] {
        let priced = space.price(&account, change).await.unwrap();
        sum += priced.quote.price.0;
        space.sign(&priced.id, &Given).await.unwrap();
    }
    let overview = space.overview(&account).await.unwrap();
    let paid = |name: &str| overview.territories.iter().find(|t| t.territory.name == named(name)).unwrap().paid;
    assert_eq!((paid("archive"), paid("default")), (Some(Planck(sum)), None));
}

#[tokio::test]
async fn a_change_of_space_that_was_paid_elsewhere_leaves_the_sum_unknown() {
    let (world, account) = World::furnished().await;
    let space = &world.services.space;
    let renew = TerritoryChange::Renew { name: territory(), days: 10 };
    let priced = space.price(&account, renew).await.unwrap();
    space.sign(&priced.id, &Given).await.unwrap();
    assert_eq!(space.overview(&account).await.unwrap().territories[0].paid, None);
}

#[tokio::test]
async fn a_quote_says_when_the_term_will_end() {
    let (world, account) = World::furnished().await;
    let space = &world.services.space;
    let new = space.price(&account, rent("new", 1)).await.unwrap();
    assert_eq!(new.until.unwrap().0, new.read_at.0 + 30 * DAY);
    let days = |until: Option<Timestamp>, since: Timestamp| (until.unwrap().0 - since.0).div_ceil(DAY);
    let more = space.price(&account, TerritoryChange::Renew { name: territory(), days: 10 }).await.unwrap();
    assert_eq!(days(more.until, more.read_at), 70);
    let wider = space.price(&account, TerritoryChange::Expand { name: territory(), gib: 1 }).await.unwrap();
    assert_eq!(days(wider.until, wider.read_at), 60);
}

#[tokio::test]
async fn a_quote_is_signed_once() {
    let (world, account) = World::furnished().await;
    let space = &world.services.space;
    let priced = space.price(&account, rent("new", 1)).await.unwrap();
    let receipt = space.sign(&priced.id, &Given).await.unwrap();
    assert_eq!(receipt.spent, Some(priced.quote.price));
    let signed = world.chain.submissions().len();
    assert_eq!(space.sign(&priced.id, &Given).await.unwrap_err().code, "quote_expired");
    assert_eq!(space.sign("none", &Given).await.unwrap_err().code, "quote_expired");
    assert_eq!(world.chain.submissions().len(), signed);
}

#[tokio::test]
async fn what_became_dearer_is_not_signed() {
    let (world, account) = World::furnished().await;
    let space = &world.services.space;
    let priced = space.price(&account, TerritoryChange::Renew { name: territory(), days: 10 }).await.unwrap();
    // The price counts whole GiB, so twice the space is twice the price.
    world.chain.change_territory(account, &territory(), |t| t.total = ByteCount(4 << 30));
    let problem = space.sign(&priced.id, &Given).await.unwrap_err();
    assert_eq!(problem.code, "price_changed");
    let planck = |key: &str| problem.context[key].parse::<u128>().unwrap();
    assert_eq!(planck("now_planck") - planck("before_planck"), priced.quote.price.0);
    assert!(world.chain.submissions().is_empty());
    assert_eq!(space.sign(&priced.id, &Given).await.unwrap_err().code, "quote_expired", "it is asked for anew");
}

#[tokio::test]
async fn what_became_cheaper_is_signed_at_its_new_price() {
    let (world, account) = World::furnished().await;
    let space = &world.services.space;
    let priced = space.price(&account, TerritoryChange::Renew { name: territory(), days: 10 }).await.unwrap();
    world.chain.change_territory(account, &territory(), |t| t.total = ByteCount(1 << 30));
    let receipt = space.sign(&priced.id, &Given).await.unwrap();
    assert_eq!(receipt.spent, Some(Planck(priced.quote.price.0 / 2)));
}
