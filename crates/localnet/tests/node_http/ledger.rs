//! A chain in memory that knows what a storage node asks for.
//!
//! Keys are made from the published prefixes and records are encoded field by field, so that the
//! node's own encoding is not measured with itself.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard},
};

use async_trait::async_trait;
use parity_scale_codec::Encode;
use pileus_localnet::node::{Inclusion, Ledger, LedgerError};
use pileus_localnet_runtime::RuntimeCall;
use sp_core::{Pair as _, sr25519};
use sp_io::hashing::blake2_128;
use tokio::sync::watch;

const DEAL_MAP: &str = "a3c62a50675125d74bc9f59e3f75adc97810ae48440077708636387b1304c723";
const FILE: &str = "a3c62a50675125d74bc9f59e3f75adc9303fb39244d274417d5edffffa903f8a";
const MINER_ITEMS: &str = "eef51d8e841afa77e8c7349eaa7746f7b2e25dfd1af730b06c3bbbf7f09259ae";

const ACTIVE: u8 = 0;

type Account = [u8; 32];

/// An open order: the fragments of each segment, and who reported what.
#[derive(Clone)]
struct Deal {
    segments: Vec<Vec<String>>,
    reports: Vec<(u8, Account)>,
}

/// A fragment of a stored file: hash, available, tag, storage node.
type StoredFragment = ([u8; 64], bool, Option<u32>, Account);

#[derive(Default)]
struct State {
    values: HashMap<Vec<u8>, Vec<u8>>,
    deals: HashMap<String, Deal>,
    files: HashMap<String, Vec<Vec<StoredFragment>>>,
    calls: Vec<(Account, Vec<u8>)>,
    taken_before_submission: Vec<u8>,
    down: bool,
}

pub(super) struct MemoryLedger {
    state: Mutex<State>,
    block: watch::Sender<u32>,
}

impl MemoryLedger {
    pub(super) fn new() -> Self {
        Self { state: Mutex::default(), block: watch::Sender::new(1) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// The chain answers no more, or answers again.
    pub(super) fn set_down(&self, down: bool) {
        self.state().down = down;
    }

    /// Another node reports this index just before the next report arrives.
    pub(super) fn race_for(&self, index: u8) {
        self.state().taken_before_submission.push(index);
    }

    /// Make blocks without content.
    pub(super) fn advance(&self, blocks: u32) {
        self.block.send_modify(|number| *number += blocks);
    }

    pub(super) fn declare(&self, fid: &str, segments: &[Vec<String>]) {
        self.put_deal(fid, Deal { segments: segments.to_vec(), reports: Vec::new() });
        self.advance(1);
    }

    pub(super) fn reports(&self, fid: &str) -> Vec<(u8, Account)> {
        self.state().deals.get(fid).map(|deal| deal.reports.clone()).unwrap_or_default()
    }

    /// Everything that was submitted, with its signer.
    pub(super) fn calls(&self) -> Vec<(Account, Vec<u8>)> {
        self.state().calls.clone()
    }

    /// The deal becomes a file; columns that nobody reported belong to strangers.
    pub(super) fn complete(&self, fid: &str) {
        let deal = self.state().deals.remove(fid).unwrap();
        let holder = |column: usize| {
            let mut reports = deal.reports.iter();
            reports.find(|(index, _)| usize::from(*index) == column + 1).map_or([9; 32], |r| r.1)
        };
        let fragment = |(column, hash): (usize, &String)| (ascii(hash), true, None, holder(column));
        let segment = |fragments: &Vec<String>| fragments.iter().enumerate().map(fragment).collect();
        let file = deal.segments.iter().map(segment).collect();
        self.state().values.remove(&key(DEAL_MAP, &ascii(fid)));
        self.put_file(fid, file);
        self.advance(1);
    }

    /// The chain forgets file and deal.
    pub(super) fn delete(&self, fid: &str) {
        let mut state = self.state();
        state.deals.remove(fid);
        state.files.remove(fid);
        state.values.remove(&key(DEAL_MAP, &ascii(fid)));
        state.values.remove(&key(FILE, &ascii(fid)));
        drop(state);
        self.advance(1);
    }

    pub(super) fn register(&self, account: Account, state: &str) {
        let spaces = [100_u128, 70, 20, 10].map(|mebibytes| mebibytes << 20);
        let entry = (
            ([2_u8; 32], [3_u8; 32], b"localhost:1".to_vec()),
            (4000_u128, 0_u128, state.as_bytes().to_vec()),
            (spaces, None::<()>, [0_u64; 256], [0_u8; 64]),
        );
        self.state().values.insert(key(MINER_ITEMS, &account), entry.encode());
    }

    fn put_deal(&self, fid: &str, deal: Deal) {
        let segment = |fragments: &Vec<String>| {
            let hashes: Vec<_> = fragments.iter().map(|hash| ascii(hash)).collect();
            (ascii(&"0".repeat(64)), hashes)
        };
        let segments: Vec<_> = deal.segments.iter().map(segment).collect();
        let user = ([1_u8; 32], b"name".to_vec(), b"default".to_vec());
        let value = (1_u128, segments, user, &deal.reports).encode();
        let mut state = self.state();
        state.values.insert(key(DEAL_MAP, &ascii(fid)), value);
        state.deals.insert(fid.to_owned(), deal);
    }

    fn put_file(&self, fid: &str, file: Vec<Vec<StoredFragment>>) {
        let hash = ascii(&"0".repeat(64));
        let segments: Vec<_> = file.iter().map(|fragments| (hash, fragments)).collect();
        let owner = ([1_u8; 32], b"name".to_vec(), b"default".to_vec());
        let value = (segments, vec![owner], 1_u128, *self.block.borrow(), ACTIVE).encode();
        let mut state = self.state();
        state.values.insert(key(FILE, &ascii(fid)), value);
        state.files.insert(fid.to_owned(), file);
    }

    /// What the pallet does with `calculate_report`.
    fn tag(&self, signer: Account, fid: &str) -> Result<(), &'static str> {
        let mut file = self.state().files.get(fid).cloned().ok_or("NonExistent")?;
        for fragment in file.iter_mut().flatten().filter(|fragment| fragment.3 == signer) {
            fragment.2 = Some(*self.block.borrow());
        }
        self.put_file(fid, file);
        Ok(())
    }

    /// What the pallet does with `transfer_report`.
    fn report(&self, signer: Account, index: u8, fid: &str) -> Result<(), &'static str> {
        let raced = std::mem::take(&mut self.state().taken_before_submission);
        let mut deal = self.state().deals.get(fid).cloned().ok_or("NonExistent")?;
        deal.reports.extend(raced.into_iter().map(|index| (index, [8; 32])));
        let taken = deal.reports.iter().any(|(i, account)| *i == index || *account == signer);
        if !taken {
            deal.reports.push((index, signer));
        }
        self.put_deal(fid, deal);
        if taken { Err("Existed") } else { Ok(()) }
    }
}

#[async_trait]
impl Ledger for MemoryLedger {
    async fn read(&self, keys: Vec<Vec<u8>>) -> Result<Vec<Option<Vec<u8>>>, LedgerError> {
        let state = self.state();
        if state.down {
            return Err(LedgerError::Unavailable { reason: "down".into() });
        }
        Ok(keys.iter().map(|key| state.values.get(key).cloned()).collect())
    }

    async fn submit(&self, call: RuntimeCall, signer: &sr25519::Pair) -> Result<Inclusion, LedgerError> {
        let (call, signer) = (call.encode(), signer.public().0);
        let result = match call.as_slice() {
            [104, 3, index, fid @ ..] => self.report(signer, *index, std::str::from_utf8(fid).unwrap()),
            [104, 1, ..] => self.tag(signer, std::str::from_utf8(&call[call.len() - 64..]).unwrap()),
            other => panic!("a storage node does not call {other:?}"),
        };
        self.state().calls.push((signer, call));
        self.advance(1);
        let block = *self.block.borrow();
        Ok(match result {
            Ok(()) => Inclusion::Succeeded { block },
            Err(reason) => Inclusion::Failed { block, reason: reason.into() },
        })
    }

    fn blocks(&self) -> watch::Receiver<u32> {
        self.block.subscribe()
    }
}

pub(super) fn ascii(hash: &str) -> [u8; 64] {
    hash.as_bytes().try_into().unwrap()
}

fn key(prefix: &str, map_key: &[u8]) -> Vec<u8> {
    [hex::decode(prefix).unwrap().as_slice(), &blake2_128(map_key), map_key].concat()
}
