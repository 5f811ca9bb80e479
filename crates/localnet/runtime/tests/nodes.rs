//! The life of a storage node, and the faucet.

use frame_support::BoundedVec;
use parity_scale_codec::Encode;
use pileus_localnet_runtime::genesis::Allocation;
use pileus_localnet_runtime::pallets::file_bank::{self, Event as FileEvent};
use pileus_localnet_runtime::pallets::sminer::{
    AllMiner, Call, Error, Event, MinerItems, PoISKey, RestoralTarget, STAKING_LOCK, SpaceProofInfo, state,
};
use pileus_localnet_runtime::pallets::storage_handler::TotalIdleSpace;
use pileus_localnet_runtime::primitives::{AccountId, EndPoint, ONE_DAY, TOKEN};
use pileus_localnet_runtime::{Balances, Runtime, RuntimeEvent};
use sp_core::Pair;
use sp_runtime::DispatchError;

use crate::support::chain::{Chain, FORTUNE, genesis};
use crate::support::files::{FRAGMENT, GIB};
use crate::support::people::{NODE_SPACE, alice, bob, charlie, key, node};

const TIB: u128 = 1 << 40;
const STAKE: u128 = 4000 * TOKEN;

fn endpoint(text: &str) -> EndPoint {
    BoundedVec::truncate_from(text.as_bytes().to_vec())
}

fn register(stake: u128, tib_count: u32) -> Call<Runtime> {
    Call::regnstk { beneficiary: bob(), endpoint: endpoint("localhost:1"), staking_val: stake, tib_count }
}

fn info(chain: &mut Chain, account: &AccountId) -> pileus_localnet_runtime::pallets::sminer::MinerInfo {
    chain.state(|| MinerItems::<Runtime>::get(account).unwrap())
}

/// The master key's signature under a proof that a worker checked.
fn certificate(proof: &SpaceProofInfo) -> BoundedVec<u8, frame_support::traits::ConstU32<64>> {
    let worker = key("tee/worker").public().0;
    let digest = sp_io::hashing::sha2_256(&(proof, worker).encode());
    BoundedVec::truncate_from(key("tee/master").sign(&digest).0.to_vec())
}

fn register_key(account: &AccountId) -> Call<Runtime> {
    let pois_key = PoISKey { g: [1; 256], n: [2; 256] };
    let accumulator = pois_key.g;
    let proof = SpaceProofInfo { miner: account.clone(), front: 0, rear: 0, pois_key: pois_key.clone(), accumulator };
    Call::register_pois_key {
        pois_key,
        tee_sig_need_verify: certificate(&proof),
        tee_sig: BoundedVec::truncate_from(vec![5; 64]),
        tee_puk: key("tee/worker").public().0,
    }
}

#[test]
fn a_node_registers_with_4000_tokens_a_tib_and_works_once_its_key_is_known() {
    let mut chain = Chain::new();
    let refused = chain.call(&alice(), register(2 * STAKE - 1, 2));
    assert_eq!(refused, Err(Error::<Runtime>::CollateralNotUp.into()));
    chain.call(&alice(), register(2 * STAKE, 2)).unwrap();
    assert_eq!(chain.last_event(), RuntimeEvent::Sminer(Event::Registered { acc: alice() }));
    assert_eq!(chain.state(|| Balances::reserved_balance(alice())), 2 * STAKE);
    assert!(info(&mut chain, &alice()).is_in(state::NOT_READY));
    let again = chain.call(&alice(), register(2 * STAKE, 2));
    assert_eq!(again, Err(Error::<Runtime>::AlreadyRegistered.into()));
    chain.call(&alice(), register_key(&alice())).unwrap();
    assert!(info(&mut chain, &alice()).is_in(state::POSITIVE));
    assert!(chain.state(|| AllMiner::<Runtime>::get().contains(&alice())));
    assert_eq!(chain.last_event(), RuntimeEvent::Sminer(Event::RegisterPoisKey { miner: alice() }));
    let again = chain.call(&alice(), register_key(&alice()));
    assert_eq!(again, Err(Error::<Runtime>::StateError.into()));
}

#[test]
fn a_key_that_the_master_key_did_not_sign_is_refused() {
    let mut chain = Chain::new();
    assert_eq!(chain.call(&alice(), register_key(&alice())), Err(Error::<Runtime>::NotMiner.into()));
    chain.call(&alice(), register(STAKE, 1)).unwrap();
    let foreign = register_key(&bob());
    assert_eq!(chain.call(&alice(), foreign), Err(Error::<Runtime>::VerifyTeeSigFailed.into()));
}

#[test]
fn a_node_without_a_stake_of_its_own_is_frozen_until_somebody_stakes() {
    let mut chain = Chain::new();
    let call = Call::regnstk_assign_staking {
        beneficiary: alice(),
        endpoint: endpoint("localhost:1"),
        staking_account: bob(),
        tib_count: 1,
    };
    chain.call(&alice(), call).unwrap();
    chain.call(&alice(), register_key(&alice())).unwrap();
    assert!(info(&mut chain, &alice()).is_in(state::FROZEN));
    let add = || Call::<Runtime>::increase_collateral { miner: alice(), collaterals: STAKE };
    assert_eq!(chain.call(&charlie(), add()), Err(Error::<Runtime>::NotStakingAcc.into()));
    chain.call(&bob(), add()).unwrap();
    assert!(info(&mut chain, &alice()).is_in(state::POSITIVE));
    assert_eq!(chain.state(|| Balances::reserved_balance(bob())), STAKE);
    let announced = Event::IncreaseCollateral { acc: bob(), balance: STAKE };
    assert_eq!(chain.last_event(), RuntimeEvent::Sminer(announced));
}

#[test]
fn a_debt_is_paid_before_the_stake_grows() {
    let mut chain = Chain::new();
    chain.change_node(1, |info| info.debt = 5 * TOKEN);
    let before = chain.node(1).collaterals;
    let add = Call::increase_collateral { miner: node(1), collaterals: 8 * TOKEN };
    chain.call(&node(1), add).unwrap();
    assert_eq!((chain.node(1).debt, chain.node(1).collaterals), (0, before + 3 * TOKEN));
    assert_eq!(chain.state(|| Balances::free_balance(node(1))), FORTUNE - 8 * TOKEN);
}

#[test]
fn a_node_changes_its_addresses() {
    let mut chain = Chain::new();
    let old = chain.node(1).endpoint;
    chain.call(&node(1), Call::update_endpoint { endpoint: endpoint("localhost:2") }).unwrap();
    let announced = Event::UpdateEndPoint { acc: node(1), old, new: endpoint("localhost:2") };
    assert_eq!(chain.last_event(), RuntimeEvent::Sminer(announced));
    chain.call(&node(1), Call::update_beneficiary { beneficiary: bob() }).unwrap();
    assert_eq!((chain.node(1).endpoint, chain.node(1).beneficiary), (endpoint("localhost:2"), bob()));
    let stranger = chain.call(&alice(), Call::update_endpoint { endpoint: endpoint("x") });
    assert_eq!(stranger, Err(Error::<Runtime>::NotMiner.into()));
}

#[test]
fn promised_space_goes_with_the_stake() {
    let mut chain = Chain::new();
    chain.call(&node(1), Call::increase_declaration_space { tib_count: 1 }).unwrap();
    assert!(chain.node(1).is_in(state::FROZEN), "16 GiB and a TiB need two stakes");
    chain.call(&node(1), Call::decrease_declaration_space { tib_count: 1 }).unwrap();
    assert!(chain.node(1).is_in(state::POSITIVE));
    let announced = Event::DecreaseDeclarationSpace { miner: node(1), space: TIB };
    assert_eq!(chain.last_event(), RuntimeEvent::Sminer(announced));
    let too_much = chain.call(&node(1), Call::decrease_declaration_space { tib_count: 1 });
    assert_eq!(too_much, Err(Error::<Runtime>::Overflow.into()));
    chain.change_node(1, |info| info.declaration_space = TIB + NODE_SPACE - 1);
    let in_use = chain.call(&node(1), Call::decrease_declaration_space { tib_count: 1 });
    assert_eq!(in_use, Err(Error::<Runtime>::UnableReduceDeclaration.into()));
}

fn proof_call(account: &AccountId, front: u64, rear: u64, replace: bool) -> file_bank::Call<Runtime> {
    let pois_key = PoISKey { g: [1; 256], n: [2; 256] };
    let idle_sig_info = SpaceProofInfo { miner: account.clone(), front, rear, pois_key, accumulator: [3; 256] };
    let tee_sig_need_verify = certificate(&idle_sig_info);
    let tee_sig = BoundedVec::truncate_from(vec![5; 64]);
    let tee_puk = key("tee/worker").public().0;
    if replace {
        file_bank::Call::replace_idle_space { idle_sig_info, tee_sig_need_verify, tee_sig, tee_puk }
    } else {
        file_bank::Call::cert_idle_space { idle_sig_info, tee_sig_need_verify, tee_sig, tee_puk }
    }
}

#[test]
fn certified_idle_space_is_added_to_node_and_network() {
    let mut chain = Chain::new();
    let before = chain.state(TotalIdleSpace::<Runtime>::get);
    chain.call(&node(1), proof_call(&node(1), 0, 16, false)).unwrap();
    assert_eq!(chain.node(1).idle_space, NODE_SPACE + GIB);
    assert_eq!(chain.state(TotalIdleSpace::<Runtime>::get), before + GIB);
    let announced = FileEvent::IdleSpaceCert { acc: node(1), space: GIB };
    assert_eq!(chain.last_event(), RuntimeEvent::FileBank(announced));
    let again = chain.call(&node(1), proof_call(&node(1), 0, 16, false));
    assert_eq!(again, Err(Error::<Runtime>::CountError.into()));
    let too_much = chain.call(&node(1), proof_call(&node(1), 0, 16 * 9, false));
    assert_eq!(too_much, Err(Error::<Runtime>::ExceedingDeclarationSpace.into()));
}

#[test]
fn idle_space_is_replaced_up_to_what_is_stored() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    chain.store(&alice(), "one", "file", 9);
    chain.call(&node(1), proof_call(&node(1), 1, 0, true)).unwrap();
    let announced = FileEvent::ReplaceIdleSpace { acc: node(1), space: 8 * FRAGMENT };
    assert_eq!(chain.last_event(), RuntimeEvent::FileBank(announced));
    let too_much = chain.call(&node(1), proof_call(&node(1), 2, 0, true));
    assert_eq!(too_much, Err(Error::<Runtime>::InsufficientReplaceable.into()));
}

#[test]
fn proofs_of_unknown_workers_are_refused() {
    let mut call = proof_call(&node(1), 0, 16, false);
    if let file_bank::Call::cert_idle_space { tee_puk, .. } = &mut call {
        *tee_puk = [0; 32];
    }
    let refused = Chain::new().call(&node(1), call);
    assert_eq!(refused, Err(file_bank::Error::<Runtime>::TeeNoPermission.into()));
}

#[test]
fn a_node_leaves_fifteen_days_after_its_stake_is_free() {
    let mut chain = Chain::new();
    let prepare = || Call::<Runtime>::miner_exit_prep { miner: node(1) };
    assert_eq!(chain.call(&node(1), prepare()), Err(Error::<Runtime>::InsufficientStakingPeriod.into()));
    chain.go_to(STAKING_LOCK + 1);
    chain.call(&node(1), prepare()).unwrap();
    assert!(chain.node(1).is_in(state::LOCK));
    assert_eq!(chain.call(&node(1), Call::miner_exit { miner: node(1) }), Err(DispatchError::BadOrigin));
    let idle = chain.state(TotalIdleSpace::<Runtime>::get);
    chain.go_to(STAKING_LOCK + 1 + 15 * ONE_DAY);
    assert!(chain.node(1).is_in(state::EXIT));
    assert_eq!(chain.state(TotalIdleSpace::<Runtime>::get), idle - NODE_SPACE);
    assert!(!chain.state(|| AllMiner::<Runtime>::get().contains(&node(1))));
    assert!(chain.state(|| RestoralTarget::<Runtime>::contains_key(node(1))));
    chain.call(&node(1), Call::miner_withdraw {}).unwrap();
    assert_eq!(chain.state(|| Balances::reserved_balance(node(1))), 0);
    assert_eq!(chain.last_event(), RuntimeEvent::Sminer(Event::Withdraw { acc: node(1) }));
}

#[test]
fn a_node_that_did_not_leave_cannot_take_its_stake() {
    let refused = Chain::new().call(&node(1), Call::miner_withdraw {});
    assert_eq!(refused, Err(Error::<Runtime>::StateError.into()));
}

#[test]
fn nothing_is_earned_on_a_network_without_eras() {
    let mut chain = Chain::new();
    chain.call(&node(1), Call::receive_reward {}).unwrap();
    let announced = Event::Receive { acc: node(1), reward: 0 };
    assert_eq!(chain.last_event(), RuntimeEvent::Sminer(announced));
    chain.call(&alice(), Call::receive_reward {}).unwrap();
}

#[test]
fn the_faucet_gives_two_tokens_a_day_by_one_account() {
    let mut chain = Chain::new();
    let give = || Call::<Runtime>::faucet { to: charlie() };
    assert_eq!(chain.call(&alice(), give()), Err(Error::<Runtime>::NotSetWhite.into()));
    let mut with_faucet = genesis(Allocation::Client);
    with_faucet.faucet = Some(alice());
    let mut chain = Chain::from(&with_faucet);
    assert_eq!(chain.call(&bob(), give()), Err(Error::<Runtime>::WrongOrigin.into()));
    chain.call(&bob(), Call::faucet_top_up { award: 100 * TOKEN }).unwrap();
    chain.call(&alice(), give()).unwrap();
    assert_eq!(chain.state(|| Balances::free_balance(charlie())), FORTUNE + 2 * TOKEN);
    assert_eq!(chain.last_event(), RuntimeEvent::Sminer(Event::DrawFaucetMoney));
    chain.go_to(ONE_DAY);
    assert_eq!(chain.call(&alice(), give()), Err(Error::<Runtime>::LessThan24Hours.into()));
    chain.next_block();
    chain.call(&alice(), give()).unwrap();
    assert_eq!(chain.state(|| Balances::free_balance(charlie())), FORTUNE + 4 * TOKEN);
}
