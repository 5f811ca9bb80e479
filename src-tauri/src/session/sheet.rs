//! The upload sheet: what dropped files take, and what that costs.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use pileus_app::Ready;
use pileus_codec::segments_when_sealed;
use pileus_contract::window::{Refused, Sheet, SheetItem, SheetKey, SheetTotals, UsableGateway};
use pileus_domain::{Geometry, Problem};
use pileus_pipeline::problem::of_chain;
use pileus_ports::At;

use super::{
    Session,
    walk::{Findings, Found, walk},
};
use crate::problem;

impl Session {
    /// Look at what was dropped, before anything is stored.
    ///
    /// # Errors
    /// The chain's or the journal's problem.
    pub(crate) async fn look_at(self: Arc<Self>, paths: Vec<String>) -> Result<Sheet, Problem> {
        let findings = look(paths).await?;
        let items: Vec<_> = findings.files.iter().map(item).collect();
        let totals = SheetTotals::of(&items);
        let ready = self.ready(None).await?;
        let account = ready.account.account;
        let chain = &self.services.ports().chain;
        let territory = chain.territory(&account, &ready.territory, At::Best).await.map_err(|e| of_chain(&e))?;
        let spendable = chain.balance(&account).await.map_err(|e| of_chain(&e))?.spendable;
        let segments: Vec<_> = items.iter().map(|item| item.segments).collect();
        let fee = self.services.transfers.order_fees(&ready.bucket, &segments).await;
        let (data_keys, default_key) = (self.services.keys.data_keys()?, self.services.keys.default_data_key()?);
        let gateways = self.services.gateways.usable(&account).await?;
        Ok(Sheet {
            fee: fee.unwrap_or_default().0.to_string(),
            fee_known: fee.is_some(),
            free_bytes: territory.as_ref().map_or(0, |territory| territory.remaining.0),
            fits: territory.is_some_and(|territory| territory.fits(u64::from(totals.segments))),
            buckets: self.buckets(&ready).await?,
            bucket: ready.bucket.name.to_string(),
            gateways: gateways.iter().filter_map(UsableGateway::new).collect(),
            sealed: true,
            data_keys: data_keys.iter().map(SheetKey::from).collect(),
            default_key: default_key.map(|key| key.fingerprint),
            refused: findings.refused.into_iter().map(|(path, problem)| refused(&path, problem)).collect(),
            spendable: spendable.0.to_string(),
            token_symbol: self.services.identity().token_symbol.clone(),
            items,
            totals,
        })
    }

    async fn buckets(&self, ready: &Ready) -> Result<Vec<String>, Problem> {
        let all = self.services.buckets.list(&ready.account.account).await?;
        let here = all.into_iter().filter(|summary| summary.bucket.territory == ready.territory);
        Ok(here.map(|summary| summary.bucket.name.to_string()).collect())
    }
}

/// Walk beside the runtime: a disk may take its time.
pub(super) async fn look(paths: Vec<String>) -> Result<Findings, Problem> {
    let paths: Vec<_> = paths.into_iter().map(PathBuf::from).collect();
    tokio::task::spawn_blocking(move || walk(&paths)).await.map_err(|e| problem::broken(&e))
}

pub(super) fn refused(path: &Path, problem: Problem) -> Refused {
    Refused { path: path.to_string_lossy().into_owned(), problem: problem.into() }
}

fn item(file: &Found) -> SheetItem {
    let segments = segments_when_sealed(Geometry::CESS, file.bytes).unwrap_or(u64::MAX);
    let segments = u32::try_from(segments).unwrap_or(u32::MAX);
    SheetItem {
        path: file.path.to_string_lossy().into_owned(),
        name: file.name.clone(),
        bytes: file.bytes,
        segments,
        territory_bytes: Geometry::CESS.charge().0.saturating_mul(u64::from(segments)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_segment_takes_ninety_six_mebibytes_of_territory() {
        let of = |bytes| item(&Found { path: "f".into(), name: "f".into(), bytes });
        assert_eq!((of(1).segments, of(1).territory_bytes), (1, 96 << 20));
        assert_eq!((of(32 << 20).segments, of(32 << 20).territory_bytes), (2, 192 << 20));
    }
}
