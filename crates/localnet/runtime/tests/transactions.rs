//! Whole transactions: fees, validity, encodings, runtime calls.

use parity_scale_codec::{Decode, Encode};
use pileus_localnet_runtime::pallets::storage_handler;
use pileus_localnet_runtime::primitives::{AccountId, Balance, TOKEN};
use pileus_localnet_runtime::{
    Balances, Executive, Runtime, RuntimeCall, RuntimeEvent, System, UncheckedExtrinsic, VERSION, timestamp_inherent,
};
use sp_core::H256;
use sp_runtime::generic::Era;
use sp_runtime::transaction_validity::{
    InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
};
use sp_version::RuntimeVersion;

use crate::support::chain::{Chain, FORTUNE, runtime_call};
use crate::support::files::{declaration, name};
use crate::support::people::{alice, bob};

fn transfer(value: Balance) -> pallet_balances::Call<Runtime> {
    pallet_balances::Call::transfer_keep_alive { dest: bob().into(), value }
}

/// The fee that was announced for Alice.
fn announced_fee(chain: &mut Chain) -> Balance {
    let fee = |event| match event {
        RuntimeEvent::TransactionPayment(pallet_transaction_payment::Event::TransactionFeePaid {
            who,
            actual_fee,
            ..
        }) if who == alice() => Some(actual_fee),
        _ => None,
    };
    chain.events().into_iter().find_map(fee).unwrap()
}

#[test]
fn a_transaction_pays_a_fee_that_is_announced_before_its_success() {
    let mut chain = Chain::new();
    chain.submit("Alice", transfer(TOKEN)).unwrap().unwrap();
    let fee = announced_fee(&mut chain);
    assert_eq!(chain.state(|| Balances::free_balance(alice())), FORTUNE - TOKEN - fee);
    let events = chain.events();
    let paid = events.iter().position(|event| {
        matches!(event, RuntimeEvent::TransactionPayment(pallet_transaction_payment::Event::TransactionFeePaid { who, .. }) if *who == alice())
    });
    let success = events
        .iter()
        .rposition(|event| matches!(event, RuntimeEvent::System(frame_system::Event::ExtrinsicSuccess { .. })));
    assert!(paid.unwrap() < success.unwrap());
}

#[test]
fn the_fee_of_a_transaction_is_asked_from_the_chain() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let transaction = chain.signed("Alice", declaration(&alice(), "one", "file", 10));
    let length = u32::try_from(transaction.encoded_size()).unwrap();
    let info: pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo<Balance> =
        chain.state(|| runtime_call("TransactionPaymentApi_query_info", &(transaction.clone(), length)));
    chain.state(|| Executive::apply_extrinsic(transaction)).unwrap().unwrap();
    assert_eq!(announced_fee(&mut chain), info.partial_fee);
    let for_length = Balance::from(length) * 10_000_000_000_000;
    assert!(info.partial_fee > for_length);
    assert!(info.partial_fee < for_length + TOKEN / 50, "the rest is some thousandths of a token");
    let of_bytes: Balance = chain.state(|| runtime_call("TransactionPaymentApi_query_length_to_fee", &1_u32));
    assert_eq!(of_bytes, 10_000_000_000_000);
}

#[test]
fn a_failed_call_pays_its_fee_all_the_same() {
    let mut chain = Chain::new();
    let call = storage_handler::Call::mint_territory { gib_count: 1, territory_name: name("one"), days: 1 };
    let outcome = chain.submit("Alice", call).unwrap();
    assert_eq!(outcome, Err(storage_handler::Error::<Runtime>::BoundariesNotMet.into()));
    let fee = announced_fee(&mut chain);
    assert_eq!(chain.state(|| Balances::free_balance(alice())), FORTUNE - fee);
    assert_eq!(chain.state(|| System::account_nonce(alice())), 1);
}

#[test]
fn a_sender_without_funds_is_refused_before_any_block() {
    let mut chain = Chain::new();
    let transaction = chain.signed("Nobody", transfer(TOKEN));
    let validity: TransactionValidity = chain.state(|| {
        let arguments = (TransactionSource::External, transaction, System::parent_hash());
        runtime_call("TaggedTransactionQueue_validate_transaction", &arguments)
    });
    assert_eq!(validity, Err(TransactionValidityError::Invalid(InvalidTransaction::Payment)));
}

#[test]
fn a_transaction_is_valid_once() {
    let mut chain = Chain::new();
    let transaction = chain.signed("Alice", transfer(TOKEN));
    chain.state(|| Executive::apply_extrinsic(transaction.clone())).unwrap().unwrap();
    let again = chain.state(|| Executive::apply_extrinsic(transaction));
    assert_eq!(again, Err(TransactionValidityError::Invalid(InvalidTransaction::Stale)));
    let nonce: u32 = chain.state(|| runtime_call("AccountNonceApi_account_nonce", &alice()));
    assert_eq!(nonce, 1);
}

#[test]
fn a_transfer_that_leaves_less_than_a_token_at_a_new_account_is_refused() {
    let mut chain = Chain::new();
    let nobody = AccountId::new([7; 32]);
    let small = pallet_balances::Call::transfer_keep_alive { dest: nobody.into(), value: TOKEN - 1 };
    assert!(matches!(chain.call(&alice(), small), Err(sp_runtime::DispatchError::Token(_))));
}

#[test]
fn inherents_travel_in_format_version_4() {
    let bytes = timestamp_inherent(1_700_000_000_000).encode();
    // Length, version 4 without the bit for a signature, pallet 3, call 0.
    assert_eq!(&bytes[1..4], &[0x04, 3, 0]);
    let decoded = UncheckedExtrinsic::decode(&mut &bytes[..]).unwrap();
    assert_eq!(decoded.encode(), bytes);
}

#[test]
fn transactions_travel_in_format_version_4_and_extensions_in_spec_137_order() {
    let mut chain = Chain::new();
    let transaction = chain.signed("Alice", transfer(TOKEN));
    let call = RuntimeCall::from(transfer(TOKEN)).encode();
    let bytes = transaction.encode();
    let (head, tail) = bytes.split_at(bytes.len() - call.len());
    assert_eq!(tail, call);
    // Two bytes of length, version 4 with the bit for a signature, address by account, sr25519.
    assert_eq!(head[2], 0x84);
    assert_eq!(&head[3..36], &[&[0][..], alice().as_ref()].concat()[..]);
    assert_eq!(head[36], 1);
    // Era, nonce and tip are all that extensions carry.
    let expected = [Era::mortal(64, 0).encode(), vec![0, 0]].concat();
    assert_eq!(&head[37 + 64..], &expected[..]);
}

#[test]
fn the_runtime_calls_itself_cess_node_137() {
    let version: RuntimeVersion = Chain::new().state(|| runtime_call("Core_version", &()));
    assert_eq!(version, VERSION);
    assert_eq!((version.spec_name.as_ref(), version.impl_name.as_ref()), ("cess-node", "cess-node"));
    let numbers = (version.spec_version, version.transaction_version, version.authoring_version);
    assert_eq!(numbers, (137, 1, 1));
}

#[test]
fn an_unknown_runtime_call_has_no_answer() {
    assert_eq!(Chain::new().state(|| pileus_localnet_runtime::dispatch("Nothing_here", &[])), None);
}

#[test]
fn signatures_hang_on_the_first_blocks_hash() {
    let mut chain = Chain::new();
    let transaction = chain.signed("Alice", transfer(TOKEN));
    chain.state(|| frame_system::BlockHash::<Runtime>::insert(0, H256::repeat_byte(1)));
    let refused = chain.state(|| Executive::apply_extrinsic(transaction));
    assert_eq!(refused, Err(TransactionValidityError::Invalid(InvalidTransaction::BadProof)));
}
