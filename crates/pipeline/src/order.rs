//! The ordering stage: one declaration, never two.

use std::sync::Arc;

use pileus_domain::{AccountId, Call, FilePlan, Geometry, Stage, TerritoryName};
use pileus_ports::{
    At, FileStatus, JobEvent, Signer, TransactionOutcome, TransactionPurpose, TransactionRecord, TransactionState,
    TransactionStream, UploadDetails,
};

use crate::{
    problem,
    run::{Run, Stop},
    transaction::Fate,
};

/// What the chain already has of a file, from our point of view.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing: it can be ordered.
    Unknown,
    /// Our order is open.
    Ordered,
    /// Stored, and ours.
    Stored,
    /// Stored by others with the very same content: ordering joins them.
    Joinable,
}

/// Decide from one look at `File` and `DealMap`.
///
/// # Errors
/// A named problem where ordering would buy other content or destroy an order.
/// # Source
/// protocol §4.7, §4.8.
pub(crate) fn standing(status: &FileStatus, plan: &FilePlan, account: &AccountId) -> Result<Standing, Stop> {
    let fid = &plan.fid;
    if let Some(file) = &status.file {
        return match (file.same_segments(plan), file.file_size == plan.file_size, file.is_owned_by(account)) {
            (false, _, _) => Err(problem::content_differs(fid).into()),
            (true, false, _) => Err(problem::same_content_other_size(fid).into()),
            (true, true, true) => Ok(Standing::Stored),
            (true, true, false) => Ok(Standing::Joinable),
        };
    }
    match &status.deal {
        None => Ok(Standing::Unknown),
        Some(deal) if !deal.matches(plan) => Err(problem::content_differs(fid).into()),
        Some(deal) if deal.owner.account == *account => Ok(Standing::Ordered),
        Some(deal) => Err(problem::order_by_other(fid, &deal.owner.account).into()),
    }
}

impl Run {
    /// See to it that our order is in a block. Says what comes next: allocating, or confirming when it is stored already.
    pub(crate) async fn order(self: &Arc<Self>, plan: &FilePlan, signer: &Arc<dyn Signer>) -> Result<Stage, Stop> {
        let account = signer.account();
        if let Some(record) = self.open_signature(plan).await? {
            self.mark_signed();
            if let Some(done) = self.recover(plan, &account, &record).await? {
                return Ok(done);
            }
        }
        for _ in 0..self.pipeline.limits.signatures {
            match self.look(plan, &account).await? {
                Standing::Stored => return Ok(Stage::Confirming),
                Standing::Ordered => {
                    self.mark_signed();
                    return Ok(Stage::Allocating);
                }
                Standing::Unknown | Standing::Joinable => {}
            }
            if let Some(next) = self.declare(plan, signer).await? {
                return Ok(next);
            }
        }
        Err(problem::order_gave_up(self.pipeline.limits.signatures).into())
    }

    pub(crate) async fn look(&self, plan: &FilePlan, account: &AccountId) -> Result<Standing, Stop> {
        let status = self.ask(|| self.pipeline.chain.file_status(&plan.fid, At::Best)).await?;
        match (standing(&status, plan, account), &status.deal) {
            // An order in the place of ours, while nobody looked.
            (Err(_), Some(deal)) if self.was_ordered(plan).await? => {
                Err(problem::order_overwritten(&plan.fid, &deal.owner.account).into())
            }
            (standing, _) => standing,
        }
    }

    /// Was an order of this job seen in a block, and did it not fail there?
    async fn was_ordered(&self, plan: &FilePlan) -> Result<bool, Stop> {
        let records = self.pipeline.journal.transactions(self.id()).await?;
        Ok(records.iter().any(|record| {
            record.purpose == TransactionPurpose::Order { fid: plan.fid }
                && matches!(record.state, TransactionState::InBlock(_) | TransactionState::Final { failure: None, .. })
        }))
    }

    /// The newest signature of this order whose fate is open.
    async fn open_signature(&self, plan: &FilePlan) -> Result<Option<TransactionRecord>, Stop> {
        let records = self.pipeline.journal.transactions(self.id()).await?;
        Ok(records.into_iter().rev().find(|record| {
            record.purpose == TransactionPurpose::Order { fid: plan.fid }
                && matches!(record.state, TransactionState::Signed | TransactionState::InBlock(_))
        }))
    }

    /// After a restart: what became of the signature that was kept? None means that its era ended without it.
    async fn recover(
        self: &Arc<Self>,
        plan: &FilePlan,
        account: &AccountId,
        record: &TransactionRecord,
    ) -> Result<Option<Stage>, Stop> {
        match self.look(plan, account).await? {
            Standing::Stored => return Ok(Some(Stage::Confirming)),
            Standing::Ordered => {
                self.watch_final(record.clone());
                return Ok(Some(Stage::Allocating));
            }
            Standing::Unknown | Standing::Joinable => {}
        }
        self.await_block(record).await
    }

    /// Sign, keep and submit one declaration. None means that its era ended without it.
    async fn declare(self: &Arc<Self>, plan: &FilePlan, signer: &Arc<dyn Signer>) -> Result<Option<Stage>, Stop> {
        let details = self.upload()?;
        let segments = plan.segments.len() as u64;
        if segments == 0 || segments > u64::from(Geometry::SEGMENT_LIMIT) {
            return Err(problem::too_many_segments(segments).into());
        }
        self.check_territory(&details.territory, &signer.account(), segments).await?;
        let call = declaration(plan, &details, signer.account());
        self.check_balance(&call, signer).await?;
        self.check()?;
        let record = self.sign_order(&call, plan, &details, signer).await?;
        self.await_block(&record).await
    }

    pub(crate) async fn check_territory(
        &self,
        name: &TerritoryName,
        account: &AccountId,
        segments: u64,
    ) -> Result<(), Stop> {
        let territory = self.ask(|| self.pipeline.chain.territory(account, name, At::Best)).await?;
        let territory = territory.ok_or_else(|| problem::territory_missing(name))?;
        match problem::territory_problem(&territory, segments) {
            Some(problem) => Err(problem.into()),
            None => Ok(()),
        }
    }

    async fn check_balance(&self, call: &Call, signer: &Arc<dyn Signer>) -> Result<(), Stop> {
        let fee = self.ask(|| self.pipeline.chain.fee(call, signer.as_ref())).await?;
        let account = signer.account();
        let balance = self.ask(|| self.pipeline.chain.balance(&account)).await?;
        if balance.spendable >= fee {
            return Ok(());
        }
        let problem = pileus_domain::Problem::new(
            "balance_too_low",
            format!(
                "The account can spend {} tokens; the order's fee is {fee}. Nothing was ordered.",
                balance.spendable
            ),
            "Send tokens to the account, then resume.",
        );
        Err(problem.retryable().with("account", account).into())
    }

    async fn sign_order(
        &self,
        call: &Call,
        plan: &FilePlan,
        details: &UploadDetails,
        signer: &Arc<dyn Signer>,
    ) -> Result<TransactionRecord, Stop> {
        let purpose = TransactionPurpose::Order { fid: plan.fid };
        let summary = format!("order storage of {} in {}", plan.fid, details.territory);
        let record = self.pipeline.sign(call, signer.as_ref(), purpose, summary, Some(self.id())).await?;
        self.mark_signed();
        self.certain(JobEvent::OrderSigned { transaction: record.transaction.hash }).await?;
        Ok(record)
    }

    async fn await_block(self: &Arc<Self>, record: &TransactionRecord) -> Result<Option<Stage>, Stop> {
        match self.pursue(&record.transaction).await? {
            Fate::Expired => Ok(None),
            Fate::Final(outcome) => {
                self.included(record, &outcome, true).await?;
                Ok(Some(Stage::Allocating))
            }
            Fate::InBlock(outcome, stream) => {
                self.included(record, &outcome, false).await?;
                self.watch_stream(record.clone(), stream);
                Ok(Some(Stage::Allocating))
            }
        }
    }

    async fn included(
        &self,
        record: &TransactionRecord,
        outcome: &TransactionOutcome,
        is_final: bool,
    ) -> Result<(), Stop> {
        let (transaction, block) = (record.transaction.hash, outcome.block);
        if let Err(failure) = &outcome.result {
            let state = TransactionState::Final { block, failure: Some(failure.clone()) };
            self.pipeline.journal.set_transaction_state(&transaction, &state).await?;
            return Err(problem::of_dispatch(failure).with("transaction", transaction).into());
        }
        if !is_final {
            self.pipeline.journal.set_transaction_state(&transaction, &TransactionState::InBlock(block)).await?;
        }
        self.certain(JobEvent::OrderInBlock { transaction, block }).await?;
        if is_final { self.certain(JobEvent::OrderFinal { transaction, block }).await } else { Ok(()) }
    }

    /// Tell when the order is final, while the next stages work.
    fn watch_stream(self: &Arc<Self>, record: TransactionRecord, stream: TransactionStream) {
        let run = self.clone();
        self.beside(async move {
            let found = run.pipeline.follow_to_final(&record.transaction, stream).await;
            if let Ok(Some(outcome)) = found {
                run.tell_final(&record, &outcome).await;
            }
        });
    }

    /// The same after a restart, by looking for the hash.
    fn watch_final(self: &Arc<Self>, record: TransactionRecord) {
        let run = self.clone();
        self.beside(async move {
            loop {
                match run.pipeline.pursue(&record.transaction).await {
                    Ok(Fate::Final(outcome)) => return run.tell_final(&record, &outcome).await,
                    Ok(Fate::InBlock(_, stream)) => {
                        if let Ok(Some(outcome)) = run.pipeline.follow_to_final(&record.transaction, stream).await {
                            return run.tell_final(&record, &outcome).await;
                        }
                    }
                    Ok(Fate::Expired) | Err(_) => return,
                }
            }
        });
    }

    async fn tell_final(&self, record: &TransactionRecord, outcome: &TransactionOutcome) {
        let event = JobEvent::OrderFinal { transaction: record.transaction.hash, block: outcome.block };
        if let Err(stop) = self.certain(event).await {
            tracing::warn!(job = %self.id(), ?stop, "a final order could not be noted");
        }
    }
}

fn declaration(plan: &FilePlan, details: &UploadDetails, owner: AccountId) -> Call {
    Call::DeclareUpload {
        plan: plan.clone(),
        owner,
        file_name: details.chain_name.clone(),
        territory: details.territory.clone(),
        bucket: details.bucket.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use pileus_domain::{
        BlockHash, BlockNumber, BlockRef, ByteCount, ContentHash, Deal, Fid, FileRecord, FileState, Owner, SegmentPlan,
    };

    use super::*;

    const ME: AccountId = AccountId([1; 32]);
    const OTHER: AccountId = AccountId([2; 32]);

    fn plan() -> FilePlan {
        let segment = SegmentPlan { hash: ContentHash([1; 32]), fragments: vec![ContentHash([2; 32]); 12] };
        FilePlan { fid: Fid(ContentHash([3; 32])), file_size: ByteCount(5), segments: vec![segment] }
    }

    fn status(deal: Option<Deal>, file: Option<FileRecord>) -> FileStatus {
        let at = BlockRef { number: BlockNumber(1), hash: BlockHash([0; 32]) };
        FileStatus { at, deal, file, allocation: None }
    }

    fn deal(account: AccountId, plan: &FilePlan) -> Deal {
        let owner = Owner { account, file_name: "abc".into(), territory: "t".into() };
        Deal { file_size: plan.file_size, segments: plan.segments.clone(), owner, reported: vec![] }
    }

    fn file(account: AccountId, plan: &FilePlan) -> FileRecord {
        let node = pileus_domain::NodeId(OTHER);
        let segments = plan.segments.iter().map(|s| pileus_domain::SegmentRecord {
            hash: s.hash,
            fragments: s
                .fragments
                .iter()
                .map(|&hash| pileus_domain::FragmentRecord { hash, available: true, tag: None, node })
                .collect(),
        });
        FileRecord {
            segments: segments.collect(),
            owners: vec![Owner { account, file_name: "abc".into(), territory: "t".into() }],
            file_size: plan.file_size,
            completion: BlockNumber(1),
            state: FileState::Active,
        }
    }

    fn code(result: Result<Standing, Stop>) -> String {
        match result {
            Err(Stop::Problem(problem)) => problem.code,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn our_open_order_is_never_declared_again() {
        let plan = plan();
        assert_eq!(standing(&status(Some(deal(ME, &plan)), None), &plan, &ME).unwrap(), Standing::Ordered);
    }

    #[test]
    fn the_same_content_of_a_stranger_is_joined_only_once_stored() {
        let plan = plan();
        assert_eq!(standing(&status(None, Some(file(OTHER, &plan))), &plan, &ME).unwrap(), Standing::Joinable);
        assert_eq!(code(standing(&status(Some(deal(OTHER, &plan)), None), &plan, &ME)), "order_by_other");
    }

    #[test]
    fn other_content_under_our_fid_is_refused() {
        let plan = plan();
        let mut squat = plan.clone();
        squat.segments[0].fragments[3] = ContentHash([9; 32]);
        assert_eq!(code(standing(&status(None, Some(file(OTHER, &squat))), &plan, &ME)), "fid_taken");
        assert_eq!(code(standing(&status(Some(deal(OTHER, &squat)), None), &plan, &ME)), "fid_taken");
        let mut longer = plan.clone();
        longer.file_size = ByteCount(6);
        assert_eq!(code(standing(&status(None, Some(file(OTHER, &longer))), &plan, &ME)), "fid_taken_other_size");
    }
}
