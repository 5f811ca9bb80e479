//! Gateways: making themselves known, and being authorised.

use frame_support::BoundedVec;
use parity_scale_codec::Encode;
use pileus_localnet_runtime::pallets::oss::{AuthorityList, Call, Error, Event, Oss, OssInfo, ProxyAuthPayload};
use pileus_localnet_runtime::primitives::{AccountId, BlockNumber};
use pileus_localnet_runtime::{Runtime, RuntimeEvent};
use sp_core::{Pair, ecdsa};
use sp_runtime::DispatchError;

use crate::support::chain::Chain;
use crate::support::people::{account, alice, bob, charlie, key};

fn authorised(chain: &mut Chain, owner: &AccountId) -> Vec<AccountId> {
    chain.state(|| AuthorityList::<Runtime>::get(owner).into_inner())
}

#[test]
fn authorising_twice_is_accepted_announced_and_counts_once() {
    let mut chain = Chain::new();
    for _ in 0..2 {
        chain.call(&alice(), Call::authorize { operator: bob() }).unwrap();
        let announced = Event::Authorize { acc: alice(), operator: bob() };
        assert_eq!(chain.last_event(), RuntimeEvent::Oss(announced));
    }
    assert_eq!(chain.events().iter().filter(|event| matches!(event, RuntimeEvent::Oss(_))).count(), 2);
    assert_eq!(authorised(&mut chain, &alice()), [bob()]);
}

#[test]
fn an_account_authorises_at_most_twenty() {
    let mut chain = Chain::new();
    for number in 0..20 {
        chain.call(&alice(), Call::authorize { operator: account(&format!("gateway/{number}")) }).unwrap();
    }
    let refused = chain.call(&alice(), Call::authorize { operator: bob() });
    assert_eq!(refused, Err(Error::<Runtime>::BoundedVecError.into()));
}

#[test]
fn taking_back_what_was_never_given_fails_only_without_any_list() {
    let mut chain = Chain::new();
    let refused = chain.call(&alice(), Call::cancel_authorize { oss: bob() });
    assert_eq!(refused, Err(Error::<Runtime>::NoAuthorization.into()));
    chain.call(&alice(), Call::authorize { operator: charlie() }).unwrap();
    chain.call(&alice(), Call::cancel_authorize { oss: bob() }).unwrap();
    let announced = Event::CancelAuthorize { acc: alice(), oss: bob() };
    assert_eq!(chain.last_event(), RuntimeEvent::Oss(announced));
    assert_eq!(authorised(&mut chain, &alice()), [charlie()]);
    chain.call(&alice(), Call::cancel_authorize { oss: charlie() }).unwrap();
    assert!(authorised(&mut chain, &alice()).is_empty());
    chain.call(&alice(), Call::cancel_authorize { oss: charlie() }).unwrap();
}

#[test]
fn a_gateway_registers_updates_and_signs_off() {
    let mut chain = Chain::new();
    let domain = |text: &str| BoundedVec::truncate_from(text.as_bytes().to_vec());
    let update = || Call::<Runtime>::update { endpoint: [2; 38], domain: domain("https://b") };
    let register = || Call::<Runtime>::register { endpoint: [1; 38], domain: domain("") };
    assert_eq!(chain.call(&bob(), update()), Err(Error::<Runtime>::UnRegister.into()));
    assert_eq!(chain.call(&bob(), Call::destroy {}), Err(Error::<Runtime>::UnRegister.into()));
    chain.call(&bob(), register()).unwrap();
    assert_eq!(chain.last_event(), RuntimeEvent::Oss(Event::OssRegister { acc: bob(), endpoint: [1; 38] }));
    assert_eq!(chain.call(&bob(), register()), Err(Error::<Runtime>::Registered.into()));
    chain.call(&bob(), update()).unwrap();
    assert_eq!(chain.last_event(), RuntimeEvent::Oss(Event::OssUpdate { acc: bob(), new_endpoint: [2; 38] }));
    let expected = OssInfo { peer_id: [2; 38], domain: domain("https://b") };
    assert_eq!(chain.state(|| Oss::<Runtime>::get(bob())), Some(expected));
    chain.call(&bob(), Call::destroy {}).unwrap();
    assert_eq!(chain.last_event(), RuntimeEvent::Oss(Event::OssDestroy { acc: bob() }));
    assert_eq!(chain.state(|| Oss::<Runtime>::get(bob())), None);
}

fn grant(exp: BlockNumber) -> ProxyAuthPayload {
    ProxyAuthPayload { oss: charlie(), exp }
}

/// The 51 bytes a wallet signs for a grant.
fn wrapped(grant: &ProxyAuthPayload) -> Vec<u8> {
    let bytes = [b"<Bytes>".as_slice(), charlie().as_ref(), &grant.exp.to_le_bytes(), b"</Bytes>"].concat();
    assert_eq!(bytes.len(), 51);
    bytes
}

/// Bring a grant that Alice signed; Bob pays for it.
fn bring(chain: &mut Chain, signer: &str, payload: ProxyAuthPayload) -> Result<(), DispatchError> {
    let signature = key(signer).sign(&wrapped(&payload)).0.to_vec();
    let sig = BoundedVec::truncate_from(signature);
    chain.call(&bob(), Call::proxy_authorzie { auth_puk: key("Alice").public().0, sig, payload })
}

#[test]
fn anybody_can_bring_a_grant_the_owner_signed() {
    let mut chain = Chain::new();
    let announced = chain.events().len();
    bring(&mut chain, "Alice", grant(1)).unwrap();
    assert_eq!(authorised(&mut chain, &alice()), [charlie()]);
    assert_eq!(chain.events().len(), announced, "nothing is announced");
    assert_eq!(bring(&mut chain, "Alice", grant(1)), Err(Error::<Runtime>::Existed.into()));
}

#[test]
fn a_grant_signed_by_another_or_broken_is_refused() {
    let mut chain = Chain::new();
    assert_eq!(bring(&mut chain, "Bob", grant(1)), Err(Error::<Runtime>::VerifySigFailed.into()));
    let sig = BoundedVec::truncate_from(vec![0; 63]);
    let broken = Call::proxy_authorzie { auth_puk: key("Alice").public().0, sig, payload: grant(1) };
    assert_eq!(chain.call(&bob(), broken), Err(Error::<Runtime>::MalformedSignature.into()));
}

#[test]
fn a_grant_counts_for_a_hundred_blocks_and_can_be_brought_again_meanwhile() {
    let mut chain = Chain::new();
    bring(&mut chain, "Alice", grant(1)).unwrap();
    chain.call(&alice(), Call::cancel_authorize { oss: charlie() }).unwrap();
    chain.go_to(100);
    bring(&mut chain, "Alice", grant(1)).unwrap();
    assert_eq!(authorised(&mut chain, &alice()), [charlie()], "the cancellation is undone");
    chain.call(&alice(), Call::cancel_authorize { oss: charlie() }).unwrap();
    chain.go_to(101);
    assert_eq!(bring(&mut chain, "Alice", grant(1)), Err(Error::<Runtime>::Expired.into()));
}

#[test]
fn a_grant_can_be_signed_with_an_ethereum_key() {
    let mut chain = Chain::new();
    let pair = ecdsa::Pair::from_string("//Alice", None).unwrap();
    let auth_puk = sp_io::hashing::blake2_256(&pair.public().0);
    let payload = grant(1);
    let message = [b"\x19Ethereum Signed Message:\n51".as_slice(), &wrapped(&payload)].concat();
    let sig = pair.sign_prehashed(&sp_io::hashing::keccak_256(&message)).0;
    let call = |auth_puk| Call::<Runtime>::evm_proxy_authorzie { auth_puk, sig, payload: grant(1) };
    assert_eq!(chain.call(&bob(), call([9; 32])), Err(Error::<Runtime>::VerifySigFailed.into()));
    chain.call(&bob(), call(auth_puk)).unwrap();
    assert_eq!(authorised(&mut chain, &AccountId::new(auth_puk)), [charlie()]);
    assert_eq!(payload.encode().len(), 36);
}
