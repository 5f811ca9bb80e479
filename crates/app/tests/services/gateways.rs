//! Gateways: who may act for an account, and that nothing is signed for nothing.

use pileus_app::{GatewayChange, GatewayPower, GatewayReach};
use pileus_domain::{AccountId, ContentHash, Fid, GatewayRecord, Planck, Problem};
use pileus_ports::{At, Chain as _};

use crate::world::{POOL, World};

const GATEWAY: AccountId = AccountId([0x61; 32]);
const OTHER: AccountId = AccountId([0x62; 32]);

/// Put a gateway on the chain's list.
fn listed(world: &World, account: AccountId, domain: &str) {
    world.chain.set_gateway(GatewayRecord::from_chain(account, &[], domain.as_bytes()));
}

async fn change(world: &World, account: &AccountId, change: GatewayChange, name: &str) -> Result<Planck, String> {
    let gateways = &world.services.gateways;
    let quote = gateways.quote(account, change, name).await.map_err(|problem| problem.code)?;
    let receipt = gateways.carry_out(&quote).await.map_err(|problem| problem.code)?;
    assert_eq!((quote.price, receipt.fee), (Planck(0), Some(quote.fee)), "only the transaction costs");
    Ok(quote.resulting)
}

#[tokio::test]
async fn gateways_are_listed_with_what_they_answer_and_whoever_else_has_the_power() {
    let (world, account) = World::furnished().await;
    listed(&world, GATEWAY, "http://gateway.example");
    listed(&world, OTHER, "silent.example");
    listed(&world, AccountId([0x63; 32]), "empty");
    change(&world, &account, GatewayChange::Authorise, "silent.example").await.unwrap();
    let all = world.services.gateways.list(Some(&account)).await.unwrap();
    let seen: Vec<_> = all.iter().map(|g| (g.record.account, g.authorised, g.listed)).collect();
    assert_eq!(seen, [(GATEWAY, false, true), (OTHER, true, true), (AccountId([0x63; 32]), false, true)]);
    assert_eq!(all[0].reach, GatewayReach::Answers { version: "fake v1".to_owned() });
    assert!(matches!(all[1].reach, GatewayReach::Silent { .. }), "{:?}", all[1].reach);
    assert_eq!(all[2].reach, GatewayReach::NoAddress);
    assert!(world.services.gateways.list(None).await.unwrap().iter().all(|g| !g.authorised));
}

#[tokio::test]
async fn a_power_is_given_and_taken_back_once_each() {
    let (world, account) = World::furnished().await;
    listed(&world, GATEWAY, "http://gateway.example");
    let name = "GATEWAY.example";
    assert_eq!(
        change(&world, &account, GatewayChange::Revoke, name).await.unwrap_err(),
        "gateway_not_authorised",
        "the chain would take the fee for nothing"
    );
    let left = change(&world, &account, GatewayChange::Authorise, name).await.unwrap();
    assert_eq!(world.chain.balance(&account).await.unwrap().free, left, "to the planck");
    assert_eq!(change(&world, &account, GatewayChange::Authorise, name).await.unwrap_err(), "gateway_authorised");
    assert!(world.services.gateways.status(Some(&account), name).await.unwrap().authorised);
    change(&world, &account, GatewayChange::Revoke, name).await.unwrap();
    assert!(!world.services.gateways.status(Some(&account), name).await.unwrap().authorised);
}

#[tokio::test]
async fn who_copies_an_address_is_not_taken_for_its_owner() {
    let (world, account) = World::furnished().await;
    listed(&world, GATEWAY, "https://gateway.example");
    listed(&world, OTHER, "http://gateway.example/");
    let wish = GatewayChange::Authorise;
    assert_eq!(change(&world, &account, wish, "gateway.example").await.unwrap_err(), "gateway_ambiguous");
    change(&world, &account, wish, &GATEWAY.to_string()).await.unwrap();
    let all = world.services.gateways.list(Some(&account)).await.unwrap();
    assert_eq!(all.iter().map(|g| g.authorised).collect::<Vec<_>>(), [true, false]);
}

#[tokio::test]
async fn a_gateway_that_left_the_list_can_still_be_revoked_and_no_other_authorised() {
    let (world, account) = World::furnished().await;
    let stranger = AccountId([0x70; 32]).to_string();
    assert_eq!(change(&world, &account, GatewayChange::Authorise, &stranger).await.unwrap_err(), "gateway_unknown");
    assert_eq!(change(&world, &account, GatewayChange::Authorise, "nobody").await.unwrap_err(), "gateway_unknown");
    listed(&world, GATEWAY, "http://gateway.example");
    change(&world, &account, GatewayChange::Authorise, "gateway.example").await.unwrap();
    world.chain.remove_gateway(&GATEWAY);
    let all = world.services.gateways.list(Some(&account)).await.unwrap();
    assert_eq!((all.len(), all[0].listed, all[0].authorised), (1, false, true));
    change(&world, &account, GatewayChange::Revoke, &GATEWAY.to_string()).await.unwrap();
}

#[tokio::test]
async fn more_than_the_chain_takes_are_refused_before_they_cost_a_fee() {
    let (world, account) = World::furnished().await;
    for number in 0..=20_u8 {
        listed(&world, AccountId([number; 32]), &format!("g{number}.example"));
    }
    for number in 0..20 {
        change(&world, &account, GatewayChange::Authorise, &format!("g{number}.example")).await.unwrap();
    }
    assert_eq!(change(&world, &account, GatewayChange::Authorise, "g20.example").await.unwrap_err(), "gateway_limit");
}

#[tokio::test]
async fn a_link_leads_to_a_gateway_that_answers() {
    let (world, _) = World::furnished().await;
    let (services, fid) = (&world.services, Fid(ContentHash([7; 32])));
    let code = |problem: Problem| problem.code;
    assert_eq!(services.gateways.link(None, &fid).await.map_err(code), Err("gateway_none_answers".into()));
    listed(&world, OTHER, "silent.example");
    listed(&world, GATEWAY, "http://gateway.example");
    let link = services.gateways.link(None, &fid).await.unwrap();
    assert_eq!((link.gateway.as_str(), link.url), ("gateway.example", format!("http://gateway.example/{fid}")));
}

#[tokio::test]
async fn of_those_that_claim_a_cd2n_gateway_only_the_one_that_it_names_gets_the_power() {
    let (world, account) = World::furnished().await;
    let entry = |account, pool: &str, domain: &str| {
        world.chain.set_gateway(GatewayRecord::from_chain(account, pool.as_bytes(), domain.as_bytes()));
    };
    entry(GATEWAY, POOL, "https://retriever.example");
    // Somebody copies the pool, somebody the address.
    entry(OTHER, POOL, "https://copy.example");
    let authorise = GatewayChange::Authorise;
    assert_eq!(change(&world, &account, authorise, "copy.example").await.unwrap_err(), "gateway_unreachable");
    entry(OTHER, "ANOTHER POOL", "https://retriever.example");
    assert_eq!(change(&world, &account, authorise, "retriever.example").await.unwrap_err(), "gateway_ambiguous");
    assert_eq!(change(&world, &account, authorise, &OTHER.to_string()).await.unwrap_err(), "gateway_disagrees");
    change(&world, &account, authorise, &GATEWAY.to_string()).await.unwrap();
    assert_eq!(world.chain.authorisations(&account, At::Best).await.unwrap(), [GATEWAY], "one, and not its pool");
}

#[tokio::test]
async fn what_a_cd2n_gateway_may_do_includes_what_others_can_do_with_it() {
    let (world, account) = World::furnished().await;
    listed(&world, OTHER, "http://gateway.example");
    let entry = GatewayRecord::from_chain(GATEWAY, POOL.as_bytes(), b"https://retriever.example");
    world.chain.set_gateway(entry);
    let gateways = &world.services.gateways;
    let powers = gateways.powers(&account, "retriever.example").await.unwrap();
    assert!(powers.contains(&GatewayPower::OpenToAnybody) && powers.contains(&GatewayPower::SignedForGood));
    assert_eq!(gateways.powers(&account, "gateway.example").await.unwrap(), GatewayPower::ALL);
}
