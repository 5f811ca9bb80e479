//! Looking up a transaction or a file by 64 hexadecimal digits.
//!
//! Invariants: a window has one look-up at most; it ends when it is stopped, when another one begins, or when the
//! window is gone. What the journal knows is told before the chain is asked.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use pileus_app::{StatusQuery, TransactionReport, TransactionSearch};
use pileus_contract::window::{self as contract, FoundFile, FoundTransaction, LookUpUpdate, LookedUp};
use pileus_domain::{BlockNumber, Fid, Problem, TxHash};
use pileus_ports::{SearchProgress, TransactionRecord};
use tokio::time::Instant;

use super::{CheckWindow, Session, transfers::value_refused};
use crate::problem;

/// Least time between two words about a search: 20 a second.
const PAUSE: Duration = Duration::from_millis(50);

/// Tells a window how far its look-up is.
pub(crate) type Teller = Arc<dyn Fn(LookUpUpdate) + Send + Sync>;

impl Session {
    /// A transaction or a file by its digits; after `0x` always a transaction. A foreign one is searched backwards from
    /// `from`, or from the final head.
    ///
    /// # Errors
    /// `value_refused`, `look_up_stopped`, `transaction_missing`, or a problem of journal or chain.
    pub(crate) async fn look_up(
        self: Arc<Self>,
        text: String,
        from: Option<u32>,
        window: CheckWindow,
        tell: Teller,
    ) -> Result<LookedUp, Problem> {
        let query: StatusQuery = text.trim().to_ascii_lowercase().parse().map_err(value_refused)?;
        let search = TransactionSearch { from: from.map(BlockNumber), progress: paced(Arc::clone(&tell)) };
        let found = self.look_ups.until_ended(&window, None, self.found(query, search, tell)).await;
        found.unwrap_or_else(|| Err(problem::look_up_stopped()))
    }

    /// End the look-up that runs for a window.
    pub(crate) fn stop_look_up(&self, window: &str) {
        self.look_ups.stop(window, None);
    }

    async fn found(&self, query: StatusQuery, search: TransactionSearch, tell: Teller) -> Result<LookedUp, Problem> {
        let status = &self.services.status;
        match query {
            StatusQuery::Transaction(hash) => self.transaction(hash, search, tell).await,
            StatusQuery::Either(fid, hash) => match status.own_transaction(&hash).await? {
                Some(_) => self.transaction(hash, search, tell).await,
                None => Ok(LookedUp { file: Some(self.file_found(&fid).await?), ..self.nothing() }),
            },
        }
    }

    async fn transaction(&self, hash: TxHash, search: TransactionSearch, tell: Teller) -> Result<LookedUp, Problem> {
        let report = self.services.status.transaction(&hash, search).await?;
        let found = FoundTransaction::new(&hash, &report, &self.services.identity().genesis);
        let TransactionReport::Own(record) = report else {
            return Ok(self.with_file(found, None).await);
        };
        tell(LookUpUpdate::Known { transaction: Box::new(found.clone()) });
        Ok(self.told_by_chain(&record, found).await)
    }

    /// What the chain adds to our own transaction; that it cannot be asked takes nothing away.
    async fn told_by_chain(&self, record: &TransactionRecord, known: FoundTransaction) -> LookedUp {
        let (hit, problem) = match self.services.status.outcome(record).await {
            Ok(hit) => (hit, None),
            Err(problem) => (None, Some(problem)),
        };
        self.with_file(hit.iter().fold(known, FoundTransaction::with_hit), problem).await
    }

    /// A transaction with the file that it was about; a file that cannot be asked about takes nothing away either.
    async fn with_file(&self, found: FoundTransaction, problem: Option<Problem>) -> LookedUp {
        let (file, silent) = match self.file_of(&found).await {
            Ok(file) => (file, None),
            Err(problem) => (None, Some(problem)),
        };
        let problem = problem.or(silent).map(contract::Problem::from);
        LookedUp { transaction: Some(found), file, problem, ..self.nothing() }
    }

    /// The file that a transaction of the open network was about.
    async fn file_of(&self, found: &FoundTransaction) -> Result<Option<FoundFile>, Problem> {
        match found.fid.as_deref().and_then(|fid| fid.parse::<Fid>().ok()) {
            Some(fid) if !found.elsewhere => self.file_found(&fid).await.map(Some),
            _ => Ok(None),
        }
    }

    async fn file_found(&self, fid: &Fid) -> Result<FoundFile, Problem> {
        Ok(FoundFile::from(&self.services.status.file(fid).await?))
    }

    fn nothing(&self) -> LookedUp {
        let token_symbol = self.services.identity().token_symbol.clone();
        LookedUp { token_symbol, transaction: None, file: None, problem: None }
    }
}

/// Pass on how far a search is, unless the window has heard just now; the last block is always told.
fn paced(tell: Teller) -> Arc<dyn Fn(SearchProgress) + Send + Sync> {
    let told: Mutex<Option<Instant>> = Mutex::default();
    Arc::new(move |at| {
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        if at.left == 0 || told.is_none_or(|told| told.elapsed() >= PAUSE) {
            *told = Some(Instant::now());
            tell(at.into());
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_long_search_is_told_twenty_times_a_second_and_to_its_last_block() {
        let told: Arc<Mutex<Vec<u32>>> = Arc::default();
        let keep = Arc::clone(&told);
        let progress = paced(Arc::new(move |update| {
            if let LookUpUpdate::Searching { left, .. } = update {
                keep.lock().unwrap().push(left);
            }
        }));
        for left in (0..=1_000_u32).rev() {
            progress(SearchProgress { block: BlockNumber(left), left });
            tokio::time::advance(Duration::from_millis(1)).await;
        }
        let told = told.lock().unwrap();
        assert!((20..=22).contains(&told.len()), "{}", told.len());
        assert_eq!((told.first(), told.last()), (Some(&1_000), Some(&0)));
    }
}
