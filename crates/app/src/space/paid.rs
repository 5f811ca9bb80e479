//! What was paid for a territory from this computer.
//!
//! Invariant: a sum is whole or it is not told. It is put away before a change is signed and comes back with the
//! change's price once that is final, so a change whose end was not seen leaves no sum.

use std::sync::Arc;

use pileus_domain::{AccountId, Call, GenesisHash, Planck, Problem, TerritoryName};
use pileus_pipeline::problem;
use pileus_ports::Journal;

use crate::Receipt;

/// A sum that is not known.
const UNKNOWN: &str = "null";

/// Sums by territory, in the journal's settings.
pub(crate) struct Payments<'a> {
    journal: &'a Arc<dyn Journal>,
    genesis: GenesisHash,
    account: AccountId,
}

/// The sum that was put away while a change is made.
pub(crate) struct PutAway {
    sum: Option<Planck>,
}

impl<'a> Payments<'a> {
    /// Of an account on a network.
    pub(crate) fn new(journal: &'a Arc<dyn Journal>, genesis: GenesisHash, account: AccountId) -> Self {
        Self { journal, genesis, account }
    }

    /// What was paid for a territory; none when that is not known.
    ///
    /// # Errors
    /// The journal's problem, as in every function here.
    pub(crate) async fn of(&self, territory: &TerritoryName) -> Result<Option<Planck>, Problem> {
        let kept = self.journal.setting(&self.key(territory)).await.map_err(|e| problem::of_journal(&e))?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).flatten())
    }

    /// Before a change is signed: what was paid so far, no longer told.
    pub(crate) async fn put_away(&self, call: &Call) -> Result<PutAway, Problem> {
        let Some(territory) = subject(call) else { return Ok(PutAway { sum: None }) };
        let sum = if matches!(call, Call::MintTerritory { .. }) { Some(Planck(0)) } else { self.of(territory).await? };
        self.keep(territory, None).await?;
        Ok(PutAway { sum })
    }

    /// After it is final: what was paid in all.
    pub(crate) async fn settle(&self, call: &Call, before: PutAway, receipt: &Receipt) -> Result<(), Problem> {
        let price = match call {
            Call::RenameTerritory { .. } => Some(Planck(0)),
            _ => receipt.spent,
        };
        let sum = before.sum.zip(price).and_then(|(sum, price)| sum.checked_add(price));
        match (call, subject(call)) {
            (Call::RenameTerritory { to, .. }, _) => self.keep(to, sum).await,
            (_, Some(territory)) => self.keep(territory, sum).await,
            _ => Ok(()),
        }
    }

    /// After the chain refused it: what was paid before.
    pub(crate) async fn restore(&self, call: &Call, before: PutAway) -> Result<(), Problem> {
        match subject(call) {
            Some(territory) if !matches!(call, Call::MintTerritory { .. }) => self.keep(territory, before.sum).await,
            _ => Ok(()),
        }
    }

    async fn keep(&self, territory: &TerritoryName, sum: Option<Planck>) -> Result<(), Problem> {
        let text = serde_json::to_string(&sum).unwrap_or_else(|_| UNKNOWN.to_owned());
        self.journal.set_setting(&self.key(territory), &text).await.map_err(|e| problem::of_journal(&e))
    }

    fn key(&self, territory: &TerritoryName) -> String {
        format!("space/paid/{}/{}/{territory}", self.genesis, self.account)
    }
}

/// The territory that a call is about.
fn subject(call: &Call) -> Option<&TerritoryName> {
    match call {
        Call::MintTerritory { name, .. }
        | Call::ExpandTerritory { name, .. }
        | Call::RenewTerritory { name, .. }
        | Call::ReactivateTerritory { name, .. } => Some(name),
        Call::RenameTerritory { from, .. } => Some(from),
        _ => None,
    }
}
