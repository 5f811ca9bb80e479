//! The upload sheet: what dropped files take, and what that costs.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use pileus_app::Ready;
use pileus_codec::segments_when_sealed;
use pileus_contract::window::{Refused, Sheet, SheetItem, SheetTotals, UsableGateway};
use pileus_domain::{
    ByteCount, Call, ChainFileName, ContentHash, Fid, FilePlan, Geometry, Planck, Problem, SegmentPlan,
};
use pileus_pipeline::problem::of_chain;
use pileus_ports::{At, Signer};

use super::{
    Session,
    walk::{Findings, Found, walk},
};
use crate::problem;

/// Most sizes of orders that the chain is asked the fee of for one sheet.
const MOST_FEES: usize = 16;

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
        let fee = self.fee(&ready, &items).await;
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

    /// The fees of all orders; none when the vault is locked, the chain does not say, or the sizes are too many.
    async fn fee(&self, ready: &Ready, items: &[SheetItem]) -> Option<Planck> {
        let mut sizes: BTreeMap<u32, u128> = BTreeMap::new();
        for item in items {
            *sizes.entry(item.segments).or_default() += 1;
        }
        if sizes.len() > MOST_FEES {
            return None;
        }
        let signer = self.services.keys.signer(&ready.account.account).ok()?;
        let mut sum = Planck(0);
        for (segments, files) in sizes {
            let fee = self.services.ports().chain.fee(&order(ready, &*signer, segments)?, &*signer).await.ok()?;
            sum = sum.checked_add(Planck(fee.0.checked_mul(files)?))?;
        }
        Some(sum)
    }
}

/// An order of this size: its fee depends on its length, and its hashes are not known before the files are read.
fn order(ready: &Ready, signer: &dyn Signer, segments: u32) -> Option<Call> {
    if segments > Geometry::SEGMENT_LIMIT {
        return None;
    }
    let zero = ContentHash([0; 32]);
    let segment = SegmentPlan { hash: zero, fragments: vec![zero; Geometry::CESS.total()] };
    let file_size = ByteCount(u64::from(segments) * Geometry::CESS.segment() as u64);
    Some(Call::DeclareUpload {
        plan: FilePlan { fid: Fid(zero), file_size, segments: vec![segment; segments as usize] },
        owner: signer.account(),
        file_name: ChainFileName::fitting("", "sealed"),
        territory: ready.territory.clone(),
        bucket: ready.bucket.name.to_string(),
    })
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
