//! A chain in memory: blocks, calls, events.

use parity_scale_codec::{Decode, Encode};
use pileus_localnet_runtime::due;
use pileus_localnet_runtime::genesis::{Allocation, Genesis, TeeKeys};
use pileus_localnet_runtime::primitives::{AccountId, Balance, BlockNumber, TOKEN};
use pileus_localnet_runtime::{
    Executive, Header, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, SignedExtensions, SignedPayload, System,
    UncheckedExtrinsic, dispatch, timestamp_inherent,
};
use sp_core::{H256, Pair, sr25519};
use sp_runtime::generic::Era;
use sp_runtime::traits::{Dispatchable, Header as _};
use sp_runtime::{ApplyExtrinsicResult, DispatchError, MultiSignature};
use sp_state_machine::BasicExternalities;

use super::people::{alice, bob, charlie, key, node, storage_node};

/// What people start with. Planck.
pub(crate) const FORTUNE: Balance = 1_000_000 * TOKEN;
/// What a GiB costs for a day. Planck.
pub(crate) const UNIT_PRICE: Balance = 3 * TOKEN;
/// How many storage nodes there are.
pub(crate) const NODES: usize = 16;
/// The time of block 1, six seconds more with every block. Milliseconds since 1970.
const FIRST_TIME: u64 = 1_700_000_000_000;

/// A first state with three rich people and sixteen nodes.
pub(crate) fn genesis(allocation: Allocation) -> Genesis {
    let people = [alice(), bob(), charlie()];
    let nodes = (1..=NODES).map(node);
    Genesis {
        endowed: people.into_iter().chain(nodes).map(|account| (account, FORTUNE)).collect(),
        nodes: (1..=NODES).map(storage_node).collect(),
        unit_price: UNIT_PRICE,
        tee: TeeKeys {
            master: key("tee/master").public().0,
            worker: key("tee/worker").public().0,
            endpoint: "localhost:19999".to_owned(),
        },
        allocation,
        territory: None,
        faucet: None,
        gateways: Vec::new(),
    }
}

/// A chain inside its first block, or a later one.
pub(crate) struct Chain {
    externalities: BasicExternalities,
    parent: H256,
    parent_number: BlockNumber,
}

impl Chain {
    /// A chain whose clients choose the nodes.
    pub(crate) fn new() -> Self {
        Self::from(&genesis(Allocation::Client))
    }

    /// A chain that draws the nodes.
    pub(crate) fn allocating() -> Self {
        Self::from(&genesis(Allocation::Network))
    }

    /// A chain from a first state, in block 1.
    pub(crate) fn from(genesis: &Genesis) -> Self {
        let externalities = BasicExternalities::new(genesis.build().unwrap());
        let mut chain = Self { externalities, parent: H256::repeat_byte(7), parent_number: 0 };
        chain.begin(1);
        chain
    }

    /// Run something on the chain's state.
    pub(crate) fn state<Answer>(&mut self, run: impl FnOnce() -> Answer) -> Answer {
        self.externalities.execute_with(run)
    }

    fn begin(&mut self, number: BlockNumber) {
        let parent = self.parent;
        let header = Header::new(number, H256::zero(), H256::zero(), parent, sp_runtime::Digest::default());
        let time = FIRST_TIME + 6_000 * u64::from(number);
        self.state(|| {
            Executive::initialize_block(&header);
            Executive::apply_extrinsic(timestamp_inherent(time)).unwrap().unwrap();
        });
    }

    /// The block that runs.
    pub(crate) fn number(&mut self) -> BlockNumber {
        self.state(System::block_number)
    }

    /// End the block and begin another, with any higher number.
    pub(crate) fn go_to(&mut self, number: BlockNumber) {
        let header = self.state(Executive::finalize_block);
        self.parent = header.hash();
        self.parent_number = header.number;
        self.state(|| due::leap(number));
        self.begin(number);
    }

    /// End the block and begin the next.
    pub(crate) fn next_block(&mut self) {
        let next = self.number() + 1;
        self.go_to(next);
    }

    /// Make a call in the name of an account; an error leaves no trace.
    pub(crate) fn call(&mut self, signer: &AccountId, call: impl Into<RuntimeCall>) -> Result<(), DispatchError> {
        self.call_as(RuntimeOrigin::signed(signer.clone()), call)
    }

    /// Make a call as the root of the chain.
    pub(crate) fn root_call(&mut self, call: impl Into<RuntimeCall>) -> Result<(), DispatchError> {
        self.call_as(RuntimeOrigin::root(), call)
    }

    fn call_as(&mut self, origin: RuntimeOrigin, call: impl Into<RuntimeCall>) -> Result<(), DispatchError> {
        let call = call.into();
        self.state(|| call.dispatch(origin)).map(drop).map_err(|refused| refused.error)
    }

    /// Send a signed, mortal transaction through everything a real one goes through.
    pub(crate) fn submit(&mut self, signer: &str, call: impl Into<RuntimeCall>) -> ApplyExtrinsicResult {
        let transaction = self.signed(signer, call);
        self.state(|| Executive::apply_extrinsic(transaction))
    }

    /// A signed, mortal transaction.
    pub(crate) fn signed(&mut self, signer: &str, call: impl Into<RuntimeCall>) -> UncheckedExtrinsic {
        let birth = u64::from(self.parent_number);
        let pair = key(signer);
        let call = call.into();
        self.state(|| signed(&pair, call, Era::mortal(64, birth)))
    }

    /// What happened in this block so far.
    pub(crate) fn events(&mut self) -> Vec<RuntimeEvent> {
        self.state(|| System::read_events_no_consensus().map(|record| record.event).collect())
    }

    /// The last thing that happened.
    pub(crate) fn last_event(&mut self) -> RuntimeEvent {
        self.events().pop().unwrap()
    }
}

fn signed(pair: &sr25519::Pair, call: RuntimeCall, era: Era) -> UncheckedExtrinsic {
    let account = AccountId::new(pair.public().0);
    let extensions: SignedExtensions = (
        frame_system::CheckNonZeroSender::new(),
        frame_system::CheckSpecVersion::new(),
        frame_system::CheckTxVersion::new(),
        frame_system::CheckGenesis::new(),
        frame_system::CheckMortality::from(era),
        frame_system::CheckNonce::from(System::account_nonce(&account)),
        frame_system::CheckWeight::new(),
        pallet_transaction_payment::ChargeTransactionPayment::<Runtime>::from(0),
    );
    let payload = SignedPayload::new(call, extensions).unwrap();
    let signature = MultiSignature::Sr25519(payload.using_encoded(|bytes| pair.sign(bytes)));
    let (call, extensions, _) = payload.deconstruct();
    UncheckedExtrinsic::new_signed(call, account.into(), signature, extensions)
}

/// Make a runtime call by name, inside a chain's state.
pub(crate) fn runtime_call<Answer: Decode>(method: &str, arguments: &impl Encode) -> Answer {
    let answer = dispatch(method, &arguments.encode()).unwrap();
    Answer::decode(&mut &answer[..]).unwrap()
}
