//! The first state of a chain, from plain values.
//!
//! Equal values give equal states, and so the same genesis hash. FRAME leaves a placeholder for that hash, which
//! depends on the state; the host replaces it with [`enter_hash`].

use std::collections::BTreeMap;

use frame_support::BoundedVec;
use frame_support::traits::ReservableCurrency;
use sp_core::H256;
use sp_core::storage::Storage;
use sp_runtime::{BuildStorage, DispatchError};
use sp_state_machine::BasicExternalities;

use crate::error::GenesisError;
use crate::pallets::file_bank::allocation;
use crate::pallets::oss::{Domain, Oss, OssInfo};
use crate::pallets::sminer::{
    AllMiner, BloomFilter, Expenders, FacuetWhitelist, MinerInfo, MinerItems, PoISKey, Reward, RewardMap,
    SpaceProofInfo, StakingStartBlock, state,
};
use crate::pallets::storage_handler::UnitPrice;
use crate::pallets::tee_worker::{
    AttestationProvider, Endpoints, LaunchStatus, MasterKeyInfo, MasterKeyStatus, WorkerInfo, WorkerRole, Workers,
};
use crate::primitives::{AccountId, Balance, EndPoint, PeerId, TOKEN, TerrName, WorkerPublicKey};
use crate::runtime::{Balances, BalancesConfig, Runtime, RuntimeGenesisConfig, Sminer, StorageHandler};

/// Parameters of the graph behind proofs of space, as on the real network.
const EXPENDERS: (u64, u64, u64) = (8, 1_048_576, 64);

/// Who chooses the storage nodes of an order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Allocation {
    /// The chain draws them and announces them.
    #[default]
    Network,
    /// The client, as on CESS; the chain never announces any.
    Client,
}

/// A storage node that is at work from the start.
#[derive(Clone, Debug)]
pub struct StorageNode {
    /// Its account.
    pub account: AccountId,
    /// Who receives its rewards.
    pub beneficiary: AccountId,
    /// Where it answers, `host:port`.
    pub endpoint: String,
    /// What it promised. Bytes.
    pub declared_space: u128,
    /// What it has to give. Bytes.
    pub idle_space: u128,
}

/// A gateway that is known from the start.
#[derive(Clone, Debug)]
pub struct KnownGateway {
    /// Its account.
    pub account: AccountId,
    /// Its address on the retired peer-to-peer transport, for which zeros stand; some programs write something else there.
    pub peer_id: PeerId,
    /// Where it answers, as text.
    pub domain: String,
}

/// The workers' master key and the one worker there is.
#[derive(Clone, Debug)]
pub struct TeeKeys {
    /// Public half of the key that signs tags, sr25519.
    pub master: WorkerPublicKey,
    /// Public key of the worker, named in tag reports.
    pub worker: WorkerPublicKey,
    /// Where the worker answers.
    pub endpoint: String,
}

/// A territory somebody owns from the start, unpaid.
#[derive(Clone, Debug)]
pub struct FirstTerritory {
    /// Its owner.
    pub owner: AccountId,
    /// Its name.
    pub name: String,
    /// Its size. GiB.
    pub gib: u32,
    /// Its term. Days.
    pub days: u32,
}

/// Everything a first state is made of.
#[derive(Clone, Debug)]
pub struct Genesis {
    /// Accounts and what they can spend. Planck. Nodes' stakes come on top.
    pub endowed: Vec<(AccountId, Balance)>,
    /// The storage nodes.
    pub nodes: Vec<StorageNode>,
    /// What a GiB costs for a day. Planck.
    pub unit_price: Balance,
    /// The keys behind tags.
    pub tee: TeeKeys,
    /// Who chooses the storage nodes of an order.
    pub allocation: Allocation,
    /// A territory to begin with.
    pub territory: Option<FirstTerritory>,
    /// Who may give from the faucet.
    pub faucet: Option<AccountId>,
    /// The gateways.
    pub gateways: Vec<KnownGateway>,
}

impl Genesis {
    /// Build the first state.
    ///
    /// # Errors
    /// [`GenesisError`] when a name is too long, an account poorer than the chain keeps accounts, or the territory
    /// larger than all nodes together.
    pub fn build(&self) -> Result<Storage, GenesisError> {
        let config = RuntimeGenesisConfig {
            balances: BalancesConfig { balances: self.balances()?, ..BalancesConfig::default() },
            ..RuntimeGenesisConfig::default()
        };
        let storage = config.build_storage().map_err(|reason| GenesisError::Balances { reason })?;
        let mut externalities = BasicExternalities::new(storage);
        externalities.execute_with(|| self.enter())?;
        Ok(externalities.into_storages())
    }

    /// What each account starts with, stakes included; an account named twice gets both.
    fn balances(&self) -> Result<Vec<(AccountId, Balance)>, GenesisError> {
        let mut balances: BTreeMap<&AccountId, Balance> = BTreeMap::new();
        for (account, balance) in &self.endowed {
            if *balance < TOKEN {
                return Err(GenesisError::TooPoor { account: account.clone() });
            }
            *balances.entry(account).or_default() += balance;
        }
        for node in &self.nodes {
            *balances.entry(&node.account).or_default() += stake_for(node)?;
        }
        Ok(balances.into_iter().map(|(account, balance)| (account.clone(), balance)).collect())
    }

    fn enter(&self) -> Result<(), GenesisError> {
        UnitPrice::<Runtime>::put(self.unit_price);
        Expenders::<Runtime>::put(EXPENDERS);
        if self.allocation == Allocation::Network {
            sp_io::storage::set(allocation::SWITCH, &[1]);
        }
        if let Some(giver) = &self.faucet {
            FacuetWhitelist::<Runtime>::put(giver);
        }
        self.tee.enter();
        self.nodes.iter().try_for_each(StorageNode::enter)?;
        self.gateways.iter().try_for_each(KnownGateway::enter)?;
        self.territory.iter().try_for_each(FirstTerritory::enter)
    }
}

impl TeeKeys {
    fn enter(&self) {
        let key = MasterKeyInfo { pubkey: self.master, holder: self.worker, launched_at: (0, 0) };
        MasterKeyStatus::<Runtime>::put(LaunchStatus::Launched(key));
        let worker = WorkerInfo {
            pubkey: self.worker,
            ecdh_pubkey: [0; 32],
            version: 0,
            last_updated: 0,
            stash_account: None,
            attestation_provider: Some(AttestationProvider::Root),
            confidence_level: 0,
            features: Vec::new(),
            role: WorkerRole::Full,
            endpoint: self.endpoint.clone(),
        };
        Workers::<Runtime>::insert(self.worker, worker);
        Endpoints::<Runtime>::insert(self.worker, &self.endpoint);
    }
}

impl StorageNode {
    fn enter(&self) -> Result<(), GenesisError> {
        let account = &self.account;
        let entry = || format!("storage node {account}");
        let stake = stake_for(self)?;
        Balances::reserve(account, stake).map_err(refused(entry))?;
        MinerItems::<Runtime>::insert(account, self.record(stake)?);
        AllMiner::<Runtime>::try_append(account)
            .map_err(|()| GenesisError::Refused { entry: entry(), reason: "the list of nodes is full".to_owned() })?;
        RewardMap::<Runtime>::insert(account, Reward::default());
        StakingStartBlock::<Runtime>::insert(account, 0);
        StorageHandler::add_idle_space(self.idle_space).map_err(refused(entry))
    }

    fn record(&self, stake: Balance) -> Result<MinerInfo, GenesisError> {
        let endpoint = EndPoint::try_from(self.endpoint.clone().into_bytes())
            .map_err(|_| GenesisError::Endpoint { node: self.account.clone() })?;
        Ok(MinerInfo {
            beneficiary: self.beneficiary.clone(),
            staking_account: self.account.clone(),
            endpoint,
            collaterals: stake,
            debt: 0,
            state: BoundedVec::truncate_from(state::POSITIVE.to_vec()),
            declaration_space: self.declared_space.max(self.idle_space),
            idle_space: self.idle_space,
            service_space: 0,
            lock_space: 0,
            space_proof_info: Some(self.proof()),
            service_bloom_filter: BloomFilter::default(),
            tee_signature: [0; 64],
        })
    }

    /// A proof with a key of its own and nothing proved yet: enough for a node to take itself for registered.
    fn proof(&self) -> SpaceProofInfo {
        let (g, n) = (filler(&self.account, b"generator"), filler(&self.account, b"modulus"));
        SpaceProofInfo { miner: self.account.clone(), front: 0, rear: 0, pois_key: PoISKey { g, n }, accumulator: g }
    }
}

impl KnownGateway {
    fn enter(&self) -> Result<(), GenesisError> {
        let domain = Domain::try_from(self.domain.clone().into_bytes()).map_err(|_| GenesisError::Refused {
            entry: format!("gateway {}", self.account),
            reason: "its address is too long".to_owned(),
        })?;
        Oss::<Runtime>::insert(&self.account, OssInfo { peer_id: self.peer_id, domain });
        Ok(())
    }
}

impl FirstTerritory {
    fn enter(&self) -> Result<(), GenesisError> {
        let name = TerrName::try_from(self.name.clone().into_bytes())
            .map_err(|_| GenesisError::TerritoryName { name: self.name.clone() })?;
        let entered = StorageHandler::found(&self.owner, &self.owner, name, self.gib, self.days);
        entered.map(drop).map_err(refused(|| format!("the first territory {:?}", self.name)))
    }
}

/// Replace FRAME's placeholder for the hash of the first block, once it is known.
///
/// To be called on the first state. Every signature covers this hash; block 1 would enter it in any case.
pub fn enter_hash(hash: H256) {
    frame_system::BlockHash::<Runtime>::insert(0, hash);
}

/// The stake a node's promise asks for. Planck.
fn stake_for(node: &StorageNode) -> Result<Balance, GenesisError> {
    let space = node.declared_space.max(node.idle_space);
    Sminer::stake_for(space).map_err(refused(|| format!("storage node {}", node.account)))
}

/// 256 bytes that look like a key, the same for the same account and purpose.
fn filler(account: &AccountId, purpose: &[u8]) -> [u8; 256] {
    let mut bytes = [0; 256];
    for (place, block) in (0_u8..).zip(bytes.chunks_exact_mut(32)) {
        block.copy_from_slice(&sp_io::hashing::blake2_256(&[account.as_ref(), purpose, &[place]].concat()));
    }
    bytes
}

fn refused(entry: impl Fn() -> String) -> impl Fn(DispatchError) -> GenesisError {
    move |error| GenesisError::Refused { entry: entry(), reason: <&str>::from(error).to_owned() }
}
