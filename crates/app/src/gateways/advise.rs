//! The better way for files, from what can be found out now.

use std::collections::BTreeSet;

use futures::{StreamExt, stream};
use pileus_domain::{AccountId, ByteCount, GatewayRecord, GatewaySoftware, Problem};
use pileus_pipeline::problem;
use pileus_ports::TransferDetails;

use super::{
    GatewayReach, Gateways, RouteAdvice,
    choose::{Choice, Load, decide},
    reach,
    within_reach::{Reachable, within_reach},
};
use crate::uplink::Uplink;

/// Gateways that are asked at once whether they answer.
const ASKED_AT_ONCE: usize = 4;

impl Gateways {
    /// Which way files should take, and why: by the measured uplink, and by how many storage nodes answer from here.
    ///
    /// # Shapes
    /// `files` are the lengths of the files as they leave: see [`super::length_to_send`].
    ///
    /// Nothing is authorised for it, and gateways of CD²N are not considered.
    ///
    /// # Errors
    /// The chain's problem, or the journal's.
    pub async fn advise(&self, account: &AccountId, files: &[ByteCount]) -> Result<RouteAdvice, Problem> {
        let load = Load::of(files);
        let gateways = self.eligible(account).await?;
        let uplink = Uplink::read(&*self.0.ports.journal, &self.0.genesis()).await?;
        if gateways.is_empty() {
            return Ok(decide(Choice::None, Reachable::UNASKED, uplink, load));
        }
        let longest = files.iter().copied().max().unwrap_or_default();
        let (gateway, nodes) = tokio::join!(self.first_that_answers(gateways), within_reach(&self.0.ports, longest));
        Ok(decide(gateway, nodes?, uplink, load))
    }

    /// Gateways that may be chosen, those last that have failed an upload before.
    async fn eligible(&self, account: &AccountId) -> Result<Vec<GatewayRecord>, Problem> {
        let mut gateways = self.usable(account).await?;
        gateways.retain(|gateway| gateway.software == GatewaySoftware::Deoss);
        if gateways.len() > 1 {
            let failed = self.failed().await?;
            gateways.sort_by_key(|gateway| failed.contains(&gateway.account));
        }
        Ok(gateways)
    }

    /// Gateways that an upload in the journal gave up.
    async fn failed(&self) -> Result<BTreeSet<AccountId>, Problem> {
        let jobs = self.0.ports.journal.jobs().await.map_err(|e| problem::of_journal(&e))?;
        let given_up = jobs.into_iter().flat_map(|job| match job.details {
            TransferDetails::Upload(details) => details.given_up,
            TransferDetails::Download(_) => Vec::new(),
        });
        Ok(given_up.collect())
    }

    async fn first_that_answers(&self, gateways: Vec<GatewayRecord>) -> Choice {
        let ports = &self.0.ports;
        let asked = stream::iter(gateways).map(|gateway| async move {
            let answers = matches!(reach::of(ports, &gateway).await, GatewayReach::Answers { .. });
            answers.then_some(gateway)
        });
        let found = asked.buffered(ASKED_AT_ONCE).filter_map(std::future::ready);
        let first = std::pin::pin!(found).next().await;
        first.map_or(Choice::Silent, Choice::Answers)
    }
}
