//! Receipts: a file's storing as a signed document that anyone can check.
//!
//! Duty: make a receipt from the journal and the chain at a final block, and check one by itself and against the chain.
//!
//! Invariants: a receipt is made only of a file that is ACTIVE in a final block and owned by the account that signs; the
//! name of a sealed file is never in it; checking needs no secret and changes nothing.
//!
//! Absent on purpose: no judgement about the file's health today. A receipt tells what was stored; `verify` tells what is
//! there now.

mod canonical;
mod disk;
mod document;
mod error;

use std::{collections::BTreeMap, sync::Arc};

use pileus_domain::{
    AccountId, BlockRef, ColumnIndex, Condition, Fid, FilePlan, FileRecord, FileState, JobId, JobKind, NodeId, Problem,
    SegmentPlan,
};
use pileus_pipeline::problem;
use pileus_ports::{At, FileStatus, JobEvent, JournalError, Seal};

use crate::{AppError, context::Context};

pub use document::{
    RECEIPT_LIMIT, RECEIPT_VERSION, ReceiptAccount, ReceiptColumn, ReceiptFile, ReceiptNetwork, ReceiptOrder,
    ReceiptSignature, ReceiptStored, Scheme, Signature, SignedReceipt, StorageReceipt,
};
pub use error::ReceiptError;

use document::public_key_text;

/// Program and version that a receipt names.
const PROGRAM: &str = concat!("Pileus ", env!("CARGO_PKG_VERSION"));
/// Events read from the journal at a time.
const EVENT_PAGE: u32 = 512;

/// What the chain says to a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainWord {
    /// The same, hash by hash.
    Agrees,
    /// Something else.
    Differs,
    /// The receipt is of another network.
    OtherNetwork,
    /// It was not asked.
    NotAsked,
}

/// What a check of a receipt came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptCheck {
    /// Does its FID follow from its segment hashes?
    pub hashes_hold: bool,
    /// Did its account sign it?
    pub signature_holds: bool,
    /// What the chain says.
    pub chain: ChainWord,
    /// The first thing that is wrong, if anything is.
    pub problem: Option<Problem>,
}

impl ReceiptCheck {
    /// Check a receipt by itself, without any network.
    pub fn offline(signed: &SignedReceipt) -> Self {
        let (hashes_hold, signature_holds) = (signed.hashes_hold(), signed.signature_holds());
        let wrong = match (hashes_hold, signature_holds) {
            (false, _) => Some(ReceiptError::HashesDiffer),
            (true, false) => Some(ReceiptError::SignatureWrong),
            (true, true) => None,
        };
        Self { hashes_hold, signature_holds, chain: ChainWord::NotAsked, problem: wrong.map(Into::into) }
    }

    fn with_word(mut self, chain: ChainWord, wrong: Option<ReceiptError>) -> Self {
        self.chain = chain;
        self.problem = self.problem.or_else(|| wrong.map(Into::into));
        self
    }
}

/// What the journal knows of the storing of a file.
#[derive(Default)]
struct Story {
    order: Option<ReceiptOrder>,
    reports: BTreeMap<u8, (NodeId, BlockRef)>,
}

impl Story {
    fn fold(&mut self, event: &JobEvent) {
        match event {
            JobEvent::OrderFinal { transaction, block } => {
                self.order = Some(ReceiptOrder { transaction: *transaction, block: *block });
            }
            JobEvent::ColumnReported { column, node, block } => {
                self.reports.insert(*column, (*node, *block));
            }
            _ => {}
        }
    }
}

/// Makes and checks receipts; clones share it.
#[derive(Clone)]
pub struct Receipts(Arc<Context>);

impl Receipts {
    pub(crate) fn new(context: Arc<Context>) -> Self {
        Self(context)
    }

    /// A signed receipt of a stored file; of the account that is named, or of one of ours that owns the file.
    ///
    /// # Errors
    /// [`ReceiptError::NotStored`], [`AppError::FileUnknown`], [`AppError::NotOwner`], or a problem of chain, journal
    /// or keystore.
    pub async fn make(&self, fid: &Fid, account: Option<&AccountId>) -> Result<SignedReceipt, Problem> {
        let status = self.status(fid).await?;
        let file = self.stored(fid, &status).await?;
        let account = self.signing_account(fid, &file, account)?;
        let signer = self.0.ports.keystore.signer(&account).map_err(|e| problem::of_keystore(&e))?;
        let story = self.story(fid, &account).await?;
        let receipt = StorageReceipt {
            version: RECEIPT_VERSION,
            network: ReceiptNetwork { name: self.0.identity.name.clone(), genesis: self.0.genesis() },
            account: ReceiptAccount { address: account, public_key: public_key_text(&account) },
            columns: columns(&file, &story),
            order: story.order,
            stored: ReceiptStored { completion: file.completion, block: status.at },
            file: self.file(fid, &file, &account).await?,
            made: self.0.ports.clock.now(),
            program: PROGRAM.to_owned(),
        };
        let value = Signature(signer.sign(&receipt.signed_message()));
        Ok(SignedReceipt { receipt, signature: ReceiptSignature { scheme: Scheme::Sr25519, value } })
    }

    /// Check a receipt by itself and against the chain at a final block.
    ///
    /// # Errors
    /// The chain's problem when it cannot be asked; what is wrong with the receipt is in the answer.
    pub async fn check(&self, signed: &SignedReceipt) -> Result<ReceiptCheck, Problem> {
        let check = ReceiptCheck::offline(signed);
        let receipt = &signed.receipt;
        if receipt.network.genesis != self.0.genesis() {
            let wrong = ReceiptError::OtherNetwork {
                network: receipt.network.name.clone(),
                genesis: receipt.network.genesis.to_string(),
            };
            return Ok(check.with_word(ChainWord::OtherNetwork, Some(wrong)));
        }
        let status = self.status(&receipt.file.fid).await?;
        Ok(match difference(receipt, &status) {
            None => check.with_word(ChainWord::Agrees, None),
            wrong => check.with_word(ChainWord::Differs, wrong),
        })
    }

    /// The file that an upload stored.
    ///
    /// # Errors
    /// [`ReceiptError::JobNotStored`], or the journal's problem.
    pub async fn file_of(&self, id: JobId) -> Result<Fid, Problem> {
        let job = self.0.ports.journal.job(id).await.map_err(|e| problem::of_journal(&e))?;
        let job = job.ok_or_else(|| problem::of_journal(&JournalError::NoJob(id)))?;
        let stored = job.kind() == JobKind::Upload && job.condition == Condition::Finished;
        job.fid.filter(|_| stored).ok_or_else(|| ReceiptError::JobNotStored { job: id }.into())
    }

    async fn status(&self, fid: &Fid) -> Result<FileStatus, Problem> {
        self.0.ports.chain.file_status(fid, At::Final).await.map_err(|e| problem::of_chain(&e))
    }

    /// The record of a file that is ACTIVE in a final block.
    async fn stored(&self, fid: &Fid, status: &FileStatus) -> Result<FileRecord, Problem> {
        match &status.file {
            Some(file) if file.state == FileState::Active => return Ok(file.clone()),
            Some(_) => return Err(ReceiptError::NotStored { fid: *fid }.into()),
            None => {}
        }
        let best = self.0.ports.chain.file_status(fid, At::Best).await.map_err(|e| problem::of_chain(&e))?;
        let known = best.file.is_some() || best.deal.is_some();
        Err(if known {
            ReceiptError::NotStored { fid: *fid }.into()
        } else {
            AppError::FileUnknown { fid: *fid }.into()
        })
    }

    /// The account that is named, or an own one among the owners, the default one first.
    fn signing_account(&self, fid: &Fid, file: &FileRecord, account: Option<&AccountId>) -> Result<AccountId, Problem> {
        let mut ours = self.0.ports.keystore.accounts().map_err(|e| problem::of_keystore(&e))?;
        ours.sort_by_key(|entry| !entry.is_default);
        let wanted = account.copied().or_else(|| ours.first().map(|entry| entry.account)).ok_or(AppError::NoAccount)?;
        let owner = match account {
            Some(account) => file.is_owned_by(account).then_some(*account),
            None => ours.iter().map(|entry| entry.account).find(|account| file.is_owned_by(account)),
        };
        owner.ok_or_else(|| AppError::NotOwner { fid: *fid, account: wanted }.into())
    }

    /// What the journal has of the newest upload that finished.
    async fn story(&self, fid: &Fid, account: &AccountId) -> Result<Story, Problem> {
        let jobs = self.0.ports.journal.jobs().await.map_err(|e| problem::of_journal(&e))?;
        let ours = jobs.into_iter().find(|job| {
            job.kind() == JobKind::Upload
                && job.fid == Some(*fid)
                && job.genesis == self.0.genesis()
                && job.account == Some(*account)
                && job.condition == Condition::Finished
        });
        match ours {
            Some(job) => self.story_of(job.id).await,
            None => Ok(Story::default()),
        }
    }

    async fn story_of(&self, id: JobId) -> Result<Story, Problem> {
        let (mut story, mut after) = (Story::default(), 0);
        loop {
            let page = self.0.ports.journal.events(Some(id), after, EVENT_PAGE).await;
            let page = page.map_err(|e| problem::of_journal(&e))?;
            let Some(last) = page.last() else { return Ok(story) };
            after = last.sequence;
            for record in &page {
                story.fold(&record.event);
            }
        }
    }

    async fn file(&self, fid: &Fid, file: &FileRecord, account: &AccountId) -> Result<ReceiptFile, Problem> {
        let catalogue = self.0.ports.journal.files(&self.0.genesis(), account).await;
        let known = catalogue.map_err(|e| problem::of_journal(&e))?.into_iter().find(|known| known.fid == *fid);
        let name = known.filter(|known| known.seal == Seal::None).map(|known| known.name);
        let segments = file.segments.iter().map(|segment| SegmentPlan {
            hash: segment.hash,
            fragments: segment.fragments.iter().map(|fragment| fragment.hash).collect(),
        });
        Ok(ReceiptFile { fid: *fid, size: file.file_size, name, segments: segments.collect() })
    }
}

/// Who took each column: by its report, or as the chain has it.
fn columns(file: &FileRecord, story: &Story) -> Vec<ReceiptColumn> {
    let fragments = file.segments.first().map(|segment| segment.fragments.as_slice()).unwrap_or_default();
    let of = |column: ColumnIndex| {
        let reported = story.reports.get(&column.number());
        let node = reported.map(|(node, _)| *node).or_else(|| Some(fragments.get(column.position())?.node))?;
        Some(ReceiptColumn { column, node, block: reported.map(|(_, block)| *block) })
    };
    ColumnIndex::all().filter_map(of).collect()
}

/// In what the chain's record differs from a receipt of the same network.
fn difference(receipt: &StorageReceipt, status: &FileStatus) -> Option<ReceiptError> {
    let fid = receipt.file.fid;
    let Some(file) = &status.file else { return Some(ReceiptError::Gone { fid, block: status.at.number }) };
    let differs = |what| Some(ReceiptError::ChainDiffers { fid, what });
    let claimed = FilePlan { fid, file_size: receipt.file.size, segments: receipt.file.segments.clone() };
    if !file.same_segments(&claimed) {
        differs("the hashes of its content")
    } else if file.file_size != receipt.file.size {
        differs("its declared size")
    } else if file.completion != receipt.stored.completion {
        differs("the block that completed it")
    } else if !file.is_owned_by(&receipt.account.address) {
        differs("its owner")
    } else {
        None
    }
}
