//! A transaction that was found: what it does, how far it came, what it cost.

use std::collections::BTreeMap;

use pileus_app::TransactionReport;
use pileus_domain::{BlockRef, Fid, GenesisHash, TxHash};
use pileus_ports::{
    DispatchFailure, SearchHit, TransactionOutcome, TransactionPurpose, TransactionRecord, TransactionState,
};
use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

use super::BlockPlace;

/// How far a transaction came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TransactionStanding {
    /// Signed, and not yet seen in a block.
    Signed,
    /// In a block that may still change.
    InBlock,
    /// In a final block, and it did what it was meant to do.
    Final,
    /// In a final block, and refused there.
    Failed,
    /// It can get into no block any more.
    Expired,
    /// In a final block whose events the network no longer keeps.
    EventsGone,
}

/// What a transaction does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TransactionAct {
    /// Orders that a file is stored.
    Order,
    /// Deletes a file.
    Deletion,
    /// Moves a file to another territory.
    Move,
    /// Says that a storage node holds its fragments of a file.
    Report,
    /// Rents, extends, names or trades a territory.
    Territory,
    /// Authorises a gateway, or takes that back.
    Gateway,
    /// Moves money between accounts.
    Payment,
    /// Something else, or nothing that its block tells.
    Other,
}

/// A transaction as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundTransaction {
    /// Its hash.
    pub hash: String,
    /// How far it came.
    pub standing: TransactionStanding,
    /// What it does.
    pub act: TransactionAct,
    /// Was it signed on this computer?
    pub own: bool,
    /// Is it on another network than the open one?
    pub elsewhere: bool,
    /// The block that holds it.
    pub block: Option<BlockPlace>,
    /// Address of its signer, for our own.
    pub signer: Option<String>,
    /// When it was signed, in milliseconds since 1970, for our own.
    #[specta(type = Option<Number>)]
    pub signed: Option<u64>,
    /// What the journal noted when it was signed, for our own.
    pub note: Option<String>,
    /// The file that it was about.
    pub fid: Option<String>,
    /// The territory that it was about.
    pub territory: Option<String>,
    /// What was paid for it, in plancks.
    pub fee: Option<String>,
    /// Why it was refused: the pallet and its error.
    pub failure: Option<String>,
    /// Names of its events.
    pub events: Vec<String>,
}

impl FoundTransaction {
    /// From what journal or chain know; `genesis` is the network that is open.
    pub fn new(hash: &TxHash, report: &TransactionReport, genesis: &GenesisHash) -> Self {
        match report {
            TransactionReport::Own(record) => Self::own(record, genesis),
            TransactionReport::Found(outcome) => Self::bare(hash, TransactionStanding::Final).with_outcome(outcome),
            TransactionReport::EventsGone(block) => {
                Self { block: Some((*block).into()), ..Self::bare(hash, TransactionStanding::EventsGone) }
            }
        }
    }

    /// The same with what its block tells.
    #[must_use]
    pub fn with_hit(self, hit: &SearchHit) -> Self {
        match hit {
            SearchHit::Outcome(outcome) => self.with_outcome(outcome),
            SearchHit::EventsGone(_) => self,
        }
    }

    fn bare(hash: &TxHash, standing: TransactionStanding) -> Self {
        Self {
            hash: hash.to_string(),
            standing,
            act: TransactionAct::Other,
            own: false,
            elsewhere: false,
            block: None,
            signer: None,
            signed: None,
            note: None,
            fid: None,
            territory: None,
            fee: None,
            failure: None,
            events: Vec::new(),
        }
    }

    fn own(record: &TransactionRecord, genesis: &GenesisHash) -> Self {
        let (standing, block, failure) = fate(&record.state);
        let (act, fid) = purpose(&record.purpose);
        Self {
            act,
            own: true,
            elsewhere: record.genesis != *genesis,
            block: block.map(Into::into),
            signer: Some(record.transaction.signer.to_string()),
            signed: Some(record.created.0),
            note: Some(record.summary.clone()),
            fid: fid.map(|fid| fid.to_string()),
            failure: failure.map(named),
            ..Self::bare(&record.transaction.hash, standing)
        }
    }

    fn with_outcome(mut self, outcome: &TransactionOutcome) -> Self {
        self.block = Some(outcome.block.into());
        self.fee = outcome.fee.map(|fee| fee.0.to_string());
        self.events = outcome.events.iter().map(|(name, _)| name.clone()).collect();
        if let Err(failure) = &outcome.result {
            (self.standing, self.failure) = (TransactionStanding::Failed, Some(named(failure)));
        }
        if let Some(told) = outcome.events.iter().filter_map(Told::by).min_by_key(|told| told.act == PAYMENT) {
            self.act = if self.act == TransactionAct::Other { told.act } else { self.act };
            self.fid = self.fid.or(told.fid);
            self.territory = self.territory.or(told.territory);
        }
        self
    }
}

/// Nearly everything on a chain moves money; this is what a transaction does only if it does nothing else.
const PAYMENT: TransactionAct = TransactionAct::Payment;

fn fate(state: &TransactionState) -> (TransactionStanding, Option<BlockRef>, Option<&DispatchFailure>) {
    match state {
        TransactionState::Signed => (TransactionStanding::Signed, None, None),
        TransactionState::InBlock(block) => (TransactionStanding::InBlock, Some(*block), None),
        TransactionState::Final { block, failure: None } => (TransactionStanding::Final, Some(*block), None),
        TransactionState::Final { block, failure } => (TransactionStanding::Failed, Some(*block), failure.as_ref()),
        TransactionState::Expired => (TransactionStanding::Expired, None, None),
    }
}

fn purpose(purpose: &TransactionPurpose) -> (TransactionAct, Option<Fid>) {
    match purpose {
        TransactionPurpose::Order { fid } => (TransactionAct::Order, Some(*fid)),
        TransactionPurpose::Delete { fid } => (TransactionAct::Deletion, Some(*fid)),
        TransactionPurpose::Territory => (TransactionAct::Territory, None),
        TransactionPurpose::Other(_) => (TransactionAct::Other, None),
    }
}

fn named(failure: &DispatchFailure) -> String {
    format!("{}.{}", failure.pallet, failure.name)
}

/// What one event tells of its transaction.
struct Told {
    act: TransactionAct,
    fid: Option<String>,
    territory: Option<String>,
}

impl Told {
    /// None for events that come with every transaction, and for those of other pallets.
    ///
    /// # Source
    /// protocol §3.6.
    fn by((name, fields): &(String, BTreeMap<String, String>)) -> Option<Self> {
        let (pallet, event) = name.split_once('.')?;
        let (act, file, territory) = match (pallet, event) {
            ("FileBank", "UploadDeclaration") => (TransactionAct::Order, "deal_hash", ""),
            ("FileBank", "DeleteFile") => (TransactionAct::Deletion, "file_hash", ""),
            ("FileBank", "TerritoryFileDelivery") => (TransactionAct::Move, "file_hash", "new_territory"),
            ("FileBank", "TransferReport") => (TransactionAct::Report, "deal_hash", ""),
            ("StorageHandler", _) => (TransactionAct::Territory, "", "name"),
            ("Oss", "Authorize" | "CancelAuthorize") => (TransactionAct::Gateway, "", ""),
            ("Balances", "Transfer") => (PAYMENT, "", ""),
            _ => return None,
        };
        let fid = fields.get(file).and_then(|text| text.parse::<Fid>().ok()).map(|fid| fid.to_string());
        Some(Self { act, fid, territory: fields.get(territory).cloned() })
    }
}

#[cfg(test)]
mod tests {
    use pileus_domain::{AccountId, BlockHash, BlockNumber, ContentHash, Planck};
    use pileus_ports::{SignedTransaction, Timestamp};

    use super::*;

    const HASH: TxHash = TxHash([9; 32]);
    const HOME: GenesisHash = GenesisHash([1; 32]);

    fn outcome(events: &[(&str, &[(&str, &str)])]) -> TransactionOutcome {
        let fields = |named: &[(&str, &str)]| {
            named.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        TransactionOutcome {
            block: BlockRef { number: BlockNumber(7), hash: BlockHash([7; 32]) },
            index: 1,
            result: Ok(()),
            fee: Some(Planck(5)),
            events: events.iter().map(|(name, named)| ((*name).to_owned(), fields(named))).collect(),
        }
    }

    fn foreign(outcome: TransactionOutcome) -> FoundTransaction {
        FoundTransaction::new(&HASH, &TransactionReport::Found(outcome), &HOME)
    }

    fn own(purpose: TransactionPurpose, state: TransactionState) -> FoundTransaction {
        let transaction = SignedTransaction {
            hash: HASH,
            bytes: vec![1],
            signer: AccountId([2; 32]),
            nonce: 0,
            birth: BlockNumber(1),
            death: BlockNumber(65),
        };
        let record = TransactionRecord {
            transaction,
            genesis: HOME,
            job: None,
            purpose,
            summary: "order a file".to_owned(),
            state,
            created: Timestamp(11),
        };
        FoundTransaction::new(&HASH, &TransactionReport::Own(Box::new(record)), &HOME)
    }

    #[test]
    fn what_a_foreign_transaction_did_is_read_from_its_events() {
        let fid = "ab".repeat(32);
        let order = foreign(outcome(&[
            ("Balances.Transfer", &[]),
            ("FileBank.UploadDeclaration", &[("deal_hash", &fid)]),
            ("System.ExtrinsicSuccess", &[]),
        ]));
        assert_eq!((order.act, order.standing, order.own), (TransactionAct::Order, TransactionStanding::Final, false));
        assert_eq!((order.fid.as_ref(), order.fee.as_deref()), (Some(&fid), Some("5")));
        let rent =
            foreign(outcome(&[("Balances.Transfer", &[]), ("StorageHandler.MintTerritory", &[("name", "home")])]));
        assert_eq!((rent.act, rent.territory.as_deref()), (TransactionAct::Territory, Some("home")));
        assert_eq!(foreign(outcome(&[("Balances.Transfer", &[])])).act, TransactionAct::Payment);
        assert_eq!(foreign(outcome(&[("Treasury.Deposit", &[]), ("nonsense", &[])])).act, TransactionAct::Other);
    }

    #[test]
    fn an_event_that_names_no_file_gives_none() {
        let order = foreign(outcome(&[("FileBank.UploadDeclaration", &[("deal_hash", "../etc")])]));
        assert_eq!((order.act, order.fid), (TransactionAct::Order, None));
    }

    #[test]
    fn a_refused_transaction_names_why() {
        let failure = DispatchFailure { pallet: "FileBank".to_owned(), name: "Existed".to_owned() };
        let refused =
            foreign(TransactionOutcome { result: Err(failure), ..outcome(&[("System.ExtrinsicFailed", &[])]) });
        assert_eq!(refused.standing, TransactionStanding::Failed);
        assert_eq!(refused.failure.as_deref(), Some("FileBank.Existed"));
    }

    #[test]
    fn our_own_keeps_its_purpose_and_learns_the_rest_from_its_block() {
        let fid = Fid(ContentHash([3; 32]));
        let at = outcome(&[("StorageHandler.MintTerritory", &[("name", "home")])]);
        let state = TransactionState::Final { block: at.block, failure: None };
        let known = own(TransactionPurpose::Order { fid }, state);
        assert_eq!((known.own, known.elsewhere, known.fee.as_ref()), (true, false, None));
        let told = known.clone().with_hit(&SearchHit::Outcome(at.clone()));
        assert_eq!((told.act, told.fid), (TransactionAct::Order, Some(fid.to_string())));
        assert_eq!((told.fee.as_deref(), told.territory.as_deref()), (Some("5"), Some("home")));
        assert_eq!(known.clone().with_hit(&SearchHit::EventsGone(at.block)), known);
    }

    #[test]
    fn a_transaction_in_no_block_says_so() {
        for (state, standing) in [
            (TransactionState::Signed, TransactionStanding::Signed),
            (TransactionState::Expired, TransactionStanding::Expired),
        ] {
            let found = own(TransactionPurpose::Territory, state);
            assert_eq!((found.standing, found.block), (standing, None));
        }
        let block = BlockRef { number: BlockNumber(7), hash: BlockHash([7; 32]) };
        let gone = FoundTransaction::new(&HASH, &TransactionReport::EventsGone(block), &HOME);
        assert_eq!(gone.standing, TransactionStanding::EventsGone);
        assert_eq!(gone.block.map(|place| place.number), Some(7));
    }
}
