//! Space that changes hands.

use pileus_domain::{
    AccountId, BlockNumber, ByteCount, Call, Planck, SpaceOrderId, SpaceOrderKind, TerritoryName, TerritoryState,
    TerritoryToken,
};

use super::{ChainFixture, TERM, done, field, read_territory, refused, territory_name};
use crate::{At, Chain, Signer};

/// The longest life of an order that the chain takes, in units of six blocks.
const LIFE: u32 = 99;

async fn rent(chain: &dyn Chain, world: &dyn ChainFixture, name: &TerritoryName, owner: &dyn Signer) {
    done(chain, world, &Call::MintTerritory { name: name.clone(), gib: 1, days: TERM }, owner).await;
}

/// A granted territory goes by its token, which can be read and used as a name.
pub async fn a_granted_territory_goes_by_its_token(chain: &dyn Chain, world: &dyn ChainFixture) {
    let (giver, receiver) = (world.funded().await, world.funded().await);
    let name = territory_name("gift");
    rent(chain, world, &name, &*giver).await;
    let given = read_territory(chain, &*giver, &name).await.expect("the territory is there");
    let to = receiver.account();
    done(chain, world, &Call::GrantTerritory { name: name.clone(), to }, &*giver).await;
    assert_eq!(read_territory(chain, &*giver, &name).await, None, "it is given away");
    let all = chain.territories(&to, At::Best).await.expect("territories can be read");
    assert_eq!(
        all.iter().map(|t| (t.token, t.name.to_chain())).collect::<Vec<_>>(),
        [(given.token, given.token.0.into())]
    );
    let named = territory_name("mine");
    let rename = Call::RenameTerritory { from: all[0].name.clone(), to: named.clone() };
    done(chain, world, &rename, &*receiver).await;
    assert!(read_territory(chain, &*receiver, &named).await.is_some_and(|t| t.token == given.token));
}

/// An offer is seen, bought, stepped back from and taken back; meanwhile the price is reserved.
pub async fn an_offered_territory_is_bought_and_both_sides_step_back(chain: &dyn Chain, world: &dyn ChainFixture) {
    let (seller, buyer) = (world.funded().await, world.funded().await);
    let (name, price) = (territory_name("offer"), Planck(7 * Planck::TOKEN.0));
    rent(chain, world, &name, &*seller).await;
    let token = read_territory(chain, &*seller, &name).await.expect("the territory is there").token;
    assert_eq!(chain.consignment(&token, At::Best).await.expect("it can be asked for"), None);
    done(chain, world, &Call::ConsignTerritory { name: name.clone(), price }, &*seller).await;
    let offer = chain.consignment(&token, At::Best).await.expect("an offer can be read").expect("it is there");
    assert_eq!((offer.seller, offer.price, offer.buyer, offer.executes), (seller.account(), price, None, None));
    assert_eq!((offer.territory.name, offer.territory.state), (name.clone(), TerritoryState::OnConsignment));

    let buy = Call::BuyConsignment { token, name: territory_name("bought") };
    refused(chain, world, &buy, &*seller, "StorageHandler", "OwnConsignment").await;
    done(chain, world, &buy, &*buyer).await;
    let sold = chain.consignment(&token, At::Best).await.expect("an offer can be read").expect("it is there");
    assert!(sold.buyer == Some(buyer.account()) && sold.executes.is_some(), "{sold:?}");
    assert_eq!(chain.balance(&buyer.account()).await.expect("a balance can be read").reserved, price);
    let withdraw = Call::WithdrawConsignment { name: name.clone() };
    refused(chain, world, &withdraw, &*seller, "StorageHandler", "ConsignmentLocked").await;

    done(chain, world, &Call::WithdrawPurchase { token }, &*buyer).await;
    assert_eq!(chain.balance(&buyer.account()).await.expect("a balance can be read").reserved, Planck(0));
    done(chain, world, &withdraw, &*seller).await;
    assert_eq!(chain.consignment(&token, At::Best).await.expect("it can be asked for"), None);
    let back = read_territory(chain, &*seller, &name).await.expect("the territory is there");
    assert_eq!(back.state, TerritoryState::Active);
    let stranger = TerritoryToken([0xee; 32]);
    assert_eq!(chain.consignment(&stranger, At::Best).await.expect("a stranger can be asked for"), None);
}

/// An order is read as it was written, and paid by somebody else at exactly its price.
pub async fn an_ordered_territory_is_paid_by_somebody_else(chain: &dyn Chain, world: &dyn ChainFixture) {
    let (owner, payer) = (world.penniless().await.account(), world.funded().await);
    let name = territory_name("ordered");
    let unit = chain.market().await.expect("the market can be read").unit_price;
    let order = order(owner, &name, SpaceOrderKind::Rent);
    let written = done(chain, world, &order, &*payer).await;
    let id: SpaceOrderId = field(&written, "StorageHandler.CreatePayOrder", "order_hash").parse().expect("a number");
    let read = chain.space_order(&id, At::Best).await.expect("an order can be read").expect("it is there");
    assert_eq!((read.owner, &read.name, read.kind), (owner, &name, SpaceOrderKind::Rent));
    assert_eq!((read.gib, read.days, read.price), (1, TERM, Planck(unit.0 * u128::from(TERM))));
    assert_eq!(read.expires, BlockNumber(written.block.number.0 + 6 * LIFE));

    let before = chain.balance(&payer.account()).await.expect("a balance can be read").free;
    let paid = done(chain, world, &Call::PaySpaceOrder { order: id }, &*payer).await;
    let after = chain.balance(&payer.account()).await.expect("a balance can be read").free;
    assert_eq!(before.0 - after.0, read.price.0 + paid.fee.expect("the fee is told").0);
    let rented = chain.territory(&owner, &name, At::Best).await.expect("a territory can be read");
    assert_eq!(rented.map(|t| (t.total, t.state)), Some((ByteCount::GIB, TerritoryState::Active)));
    refused(chain, world, &order, &*payer, "StorageHandler", "PurchasedSpace").await;
    let nothing = SpaceOrderId([0xee; 32]);
    assert_eq!(chain.space_order(&nothing, At::Best).await.expect("it can be asked for"), None);
    refused(chain, world, &Call::PaySpaceOrder { order: nothing }, &*payer, "StorageHandler", "NoOrder").await;
}

fn order(owner: AccountId, name: &TerritoryName, kind: SpaceOrderKind) -> Call {
    Call::OrderSpace { owner, name: name.clone(), kind, gib: 1, days: TERM, life: LIFE }
}
