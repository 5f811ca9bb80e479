use super::*;

fn tag(account: u8, nonce: u32) -> Tag {
    [&[account][..], &nonce.to_le_bytes()].concat()
}

fn bytes(account: u8, nonce: u32, priority: u64) -> Bytes {
    format!("{account}/{nonce}/{priority}").into()
}

/// A transaction as the runtime judges it while the account's nonce on chain is `chain`.
fn valid(account: u8, nonce: u32, chain: u32, priority: u64) -> ValidTransaction {
    let requires = if nonce > chain { vec![tag(account, nonce - 1)] } else { vec![] };
    ValidTransaction { priority, requires, provides: vec![tag(account, nonce)], longevity: 64, propagate: true }
}

fn import(pool: &mut Pool, account: u8, nonce: u32, priority: u64) -> Result<TransactionWatch, Refusal> {
    pool.import(bytes(account, nonce, priority), valid(account, nonce, 0, priority), 0)
}

fn heard(watch: &mut TransactionWatch) -> Vec<&'static str> {
    std::iter::from_fn(|| watch.statuses.try_recv().ok()).map(|status| status.word()).collect()
}

fn inclusion(number: u32) -> Inclusion {
    Inclusion { block_number: number, block_hash: H256::zero(), index: 1, result: Ok(()) }
}

#[test]
fn a_later_nonce_waits_until_the_earlier_one_is_there() {
    let mut pool = Pool::default();
    let mut second = import(&mut pool, 1, 1, 5).unwrap();
    assert_eq!(heard(&mut second), ["future"]);
    assert!(!pool.has_ready());
    let mut first = import(&mut pool, 1, 0, 5).unwrap();
    assert_eq!(heard(&mut first), ["ready", "broadcast"]);
    assert_eq!(heard(&mut second), ["ready", "broadcast"]);
    assert_eq!(pool.candidates(), [bytes(1, 0, 5), bytes(1, 1, 5)]);
}

#[test]
fn a_block_makes_the_next_nonce_ready() {
    let mut pool = Pool::default();
    let mut second = import(&mut pool, 1, 1, 5).unwrap();
    import(&mut pool, 1, 0, 5).unwrap();
    let mut third = import(&mut pool, 1, 3, 5).unwrap();
    let hash = extrinsic_hash(&bytes(1, 0, 5));
    pool.included(vec![(hash, inclusion(1))], 1);
    assert_eq!(pool.candidates(), [bytes(1, 1, 5)]);
    assert_eq!(heard(&mut second), ["future", "ready", "broadcast"]);
    assert_eq!(heard(&mut third), ["future"]);
}

#[test]
fn the_higher_priority_goes_first_but_never_before_what_it_requires() {
    let mut pool = Pool::default();
    import(&mut pool, 1, 0, 1).unwrap();
    import(&mut pool, 1, 1, 9).unwrap();
    import(&mut pool, 2, 0, 5).unwrap();
    assert_eq!(pool.candidates(), [bytes(2, 0, 5), bytes(1, 0, 1), bytes(1, 1, 9)]);
}

#[test]
fn a_place_goes_to_the_higher_priority_only() {
    let mut pool = Pool::default();
    let mut old = import(&mut pool, 1, 0, 5).unwrap();
    let refused = import(&mut pool, 1, 0, 4).unwrap_err();
    assert_eq!(refused, Refusal::PriorityTooLow { old: 5, new: 4 });
    import(&mut pool, 1, 0, 6).unwrap();
    assert_eq!(heard(&mut old), ["ready", "broadcast", "usurped"]);
    assert_eq!(pool.candidates(), [bytes(1, 0, 6)]);
}

#[test]
fn what_was_in_a_block_is_banned_for_a_while() {
    let mut pool = Pool::default();
    let mut watch = import(&mut pool, 1, 0, 5).unwrap();
    let raw = bytes(1, 0, 5);
    assert_eq!(pool.admits(&raw, 0), Err(Refusal::AlreadyImported(extrinsic_hash(&raw))));
    pool.included(vec![(extrinsic_hash(&raw), inclusion(1))], 1);
    assert_eq!(pool.admits(&raw, 1), Err(Refusal::Banned));
    assert_eq!(pool.admits(&raw, BAN_BLOCKS), Err(Refusal::Banned));
    assert_eq!(pool.admits(&raw, BAN_BLOCKS + 1), Ok(()));
    pool.finalized(0);
    assert_eq!(heard(&mut watch), ["ready", "broadcast", "inBlock"]);
    pool.finalized(1);
    assert_eq!(heard(&mut watch), ["finalized"]);
    assert!(watch.statuses.is_closed(), "nothing comes after the last status");
}

#[test]
fn dependents_of_a_rejected_transaction_wait_again() {
    let mut pool = Pool::default();
    import(&mut pool, 1, 0, 5).unwrap();
    let mut second = import(&mut pool, 1, 1, 5).unwrap();
    pool.reject(extrinsic_hash(&bytes(1, 0, 5)), 1);
    assert_eq!(heard(&mut second), ["ready", "broadcast", "future"]);
    assert!(!pool.has_ready());
}

#[test]
fn a_transaction_leaves_when_its_era_is_over() {
    let mut pool = Pool::default();
    let mut watch = import(&mut pool, 1, 1, 5).unwrap();
    pool.included(vec![], 63);
    assert_eq!(heard(&mut watch), ["future"]);
    pool.included(vec![], 64);
    assert_eq!(heard(&mut watch), ["invalid"]);
}

#[test]
fn the_next_nonce_counts_what_is_ready() {
    let mut pool = Pool::default();
    import(&mut pool, 1, 0, 5).unwrap();
    import(&mut pool, 1, 1, 5).unwrap();
    import(&mut pool, 1, 3, 5).unwrap();
    assert_eq!(pool.next_nonce(0, |nonce| tag(1, nonce)), 2);
    assert_eq!(pool.next_nonce(7, |nonce| tag(2, nonce)), 7);
}

#[test]
fn the_pool_is_bounded() {
    let mut pool = Pool::default();
    for nonce in 0..u32::try_from(MOST_TRANSACTIONS).unwrap() {
        let raw = bytes(1, nonce, 5);
        let valid = ValidTransaction { provides: vec![tag(1, nonce)], longevity: 64, ..ValidTransaction::default() };
        pool.entries.insert(extrinsic_hash(&raw), entry(raw, valid));
    }
    assert_eq!(import(&mut pool, 2, 0, 5).unwrap_err(), Refusal::PoolFull);
}

fn entry(bytes: Bytes, valid: ValidTransaction) -> Entry {
    Entry {
        arrival: 0,
        bytes,
        priority: 0,
        requires: valid.requires,
        provides: valid.provides,
        valid_until: 64,
        ready: true,
        watcher: Watcher::new(H256::zero()).0,
    }
}
