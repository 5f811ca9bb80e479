//! The first use of a fresh data folder.

use async_trait::async_trait;
use pileus_app::{Faucet, Wishes};
use pileus_domain::{AccountId, Planck, Problem, TerritoryName};
use pileus_ports::{Keystore, fake::FakeChain};

use crate::world::World;

struct FakeFaucet(FakeChain);

#[async_trait]
impl Faucet for FakeFaucet {
    async fn endow(&self, account: &AccountId, amount: Planck) -> Result<(), Problem> {
        self.0.fund(*account, amount);
        Ok(())
    }
}

fn wishes() -> Wishes {
    Wishes { default_key: true, ..Wishes::default() }
}

#[tokio::test]
async fn on_the_local_network_everything_is_made_once() {
    let world = World::new().await;
    let faucet = FakeFaucet(world.chain.clone());
    let setup = &world.services.setup;
    let first = setup.first_use(&wishes(), Some(&faucet)).await.unwrap();
    assert_eq!(first.made.len(), 5, "{:?}", first.made);
    assert!(first.words.is_some());
    let territory = world.chain.territory_now(first.ready.account.account, &first.ready.territory).unwrap();
    assert_eq!(territory.total.0, 10 << 30);
    let again = setup.first_use(&wishes(), Some(&faucet)).await.unwrap();
    assert!(again.made.is_empty() && again.words.is_none());
    assert_eq!(again.ready, first.ready);
}

#[tokio::test]
async fn on_other_networks_nothing_that_costs_money_is_made() {
    let world = World::new().await;
    let setup = &world.services.setup;
    assert_eq!(setup.first_use(&wishes(), None).await.unwrap_err().code, "account_none");
    assert!(world.keystore.accounts().unwrap().is_empty());
    let (entry, _) = world.keystore.create_account("me").unwrap();
    assert_eq!(setup.first_use(&wishes(), None).await.unwrap_err().code, "territory_none");
    let name = TerritoryName::new("mine").unwrap();
    world.chain.grant_territory(entry.account, &name, 1, 60);
    let ready = setup.first_use(&wishes(), None).await.unwrap();
    assert_eq!((ready.made.len(), ready.ready.territory), (2, name), "a bucket and a key");
    assert!(world.chain.submissions().is_empty());
}

#[tokio::test]
async fn what_was_named_must_exist() {
    let (world, _) = World::furnished().await;
    let faucet = FakeFaucet(world.chain.clone());
    let setup = &world.services.setup;
    let named = Wishes { territory: Some(TerritoryName::new("other").unwrap()), ..wishes() };
    assert_eq!(setup.first_use(&named, Some(&faucet)).await.unwrap_err().code, "territory_missing");
    let named = Wishes { account: Some("nobody".into()), ..wishes() };
    assert_eq!(setup.first_use(&named, Some(&faucet)).await.unwrap_err().code, "account_missing");
}
