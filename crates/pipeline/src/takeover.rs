//! Who goes on when a gateway fails: another one that the account has authorised, else the direct route.
//!
//! Invariants: no gateway gets an upload twice, nor one that the account has not authorised or that would give the file
//! another FID; with an order of ours that stands already only the direct route goes on; who goes on is in the journal
//! before it begins.

use std::{collections::BTreeSet, sync::Arc};

use futures::{StreamExt, stream};
use pileus_domain::{AccountId, BlockRef, GatewayRecord, Problem, Route};
use pileus_ports::{At, JobEvent, TransferDetails};

use crate::{
    SignerSource,
    order::Standing,
    run::{Run, Stop},
    send::Shipment,
};

/// Gateways that one upload tries at most.
const GATEWAYS_TRIED: usize = 3;
/// Gateways that are asked at once whether they answer.
const ASKED_AT_ONCE: usize = 4;
/// Events read from the journal at a time.
const EVENT_PAGE: u32 = 512;

/// Why the way by a gateway did not lead to its end.
pub(crate) enum Detour {
    /// The run shall stop, whatever the gateway does.
    Stop(Stop),
    /// The gateway failed; another one can go on, or the direct route.
    GiveUp(Problem),
    /// No gateway can store this file; the direct route can.
    Direct(Problem),
    /// An order of ours stands already, and it was not this gateway that got the file: the direct route goes on with it.
    Ordered,
    /// The gateway spoiled the order itself: nobody can go on.
    Spoiled(Problem),
}

impl From<Stop> for Detour {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl Run {
    /// Store by the gateway that the job names, or by those that take over; none when the direct route has to do it.
    pub(crate) async fn by_gateway(
        self: &Arc<Self>,
        shipment: &Shipment,
        signer: &SignerSource,
    ) -> Result<Option<BlockRef>, Stop> {
        loop {
            let Route::Gateway(gateway) = self.upload()?.route else { return Ok(None) };
            match self.stored_by(&gateway, shipment, signer).await {
                Ok(block) => return Ok(Some(block)),
                Err(Detour::Stop(stop)) => return Err(stop),
                Err(Detour::Spoiled(problem)) => return Err(problem.into()),
                Err(Detour::Ordered) => self.go(Route::Direct).await?,
                Err(Detour::Direct(problem)) => self.give_up(&gateway, problem, None).await?,
                Err(Detour::GiveUp(problem)) => self.take_over(&gateway, shipment, signer, problem).await?,
            }
        }
    }

    /// Give a gateway up, and let the next one go on; not where its order stands in the way.
    async fn take_over(
        &self,
        gateway: &GatewayRecord,
        shipment: &Shipment,
        signer: &SignerSource,
        problem: Problem,
    ) -> Result<(), Stop> {
        let account = signer.account();
        let next = match self.look(&shipment.planned.plan, &account).await {
            Ok(Standing::Unknown | Standing::Joinable) => self.next_gateway(gateway, &account).await?,
            Ok(Standing::Ordered | Standing::Stored) => None,
            Err(Stop::Problem(_)) => return Err(problem.into()),
            Err(stop) => return Err(stop),
        };
        self.give_up(gateway, problem, next).await
    }

    /// Tell that a gateway is given up, and who goes on; this run and later ones take that way.
    pub(crate) async fn give_up(
        &self,
        gateway: &GatewayRecord,
        problem: Problem,
        next: Option<GatewayRecord>,
    ) -> Result<(), Stop> {
        let route = next.clone().map_or(Route::Direct, Route::Gateway);
        let event = JobEvent::GatewayGivenUp { gateway: gateway.account, name: gateway.name(), problem, next };
        self.change_telling(event, |job| match &mut job.details {
            TransferDetails::Upload(details) => {
                details.given_up.push(gateway.account);
                details.route = route;
            }
            TransferDetails::Download(details) => details.route = route,
        })
        .await
    }

    async fn go(&self, route: Route) -> Result<(), Stop> {
        self.change(|job| {
            if let TransferDetails::Upload(details) = &mut job.details {
                details.route = route;
            }
        })
        .await
    }

    /// The first gateway of the chain's list that may go on and answers.
    async fn next_gateway(&self, failed: &GatewayRecord, account: &AccountId) -> Result<Option<GatewayRecord>, Stop> {
        let details = self.upload()?;
        let mut tried = details.given_up;
        tried.push(failed.account);
        if tried.len() >= GATEWAYS_TRIED {
            return Ok(None);
        }
        let authorised = self.ask(|| self.pipeline.chain.authorisations(account, At::Best)).await?;
        let listed = self.ask(|| self.pipeline.chain.gateways()).await?;
        // A gateway that goes by two accounts is still one.
        let addresses = listed.iter().chain([failed]).filter(|g| tried.contains(&g.account));
        let addresses: BTreeSet<_> = addresses.filter_map(GatewayRecord::name).collect();
        let may_go_on = |gateway: &GatewayRecord| {
            let new =
                !tried.contains(&gateway.account) && gateway.name().is_some_and(|name| !addresses.contains(&name));
            new && authorised.contains(&gateway.account) && gateway.software.fid_rule() == details.fid_rule
        };
        self.race(self.first_that_answers(listed.into_iter().filter(may_go_on).collect())).await
    }

    async fn first_that_answers(&self, gateways: Vec<GatewayRecord>) -> Option<GatewayRecord> {
        let asked = stream::iter(gateways).map(|gateway| async move {
            let endpoint = gateway.endpoint.as_ref()?;
            let answer = self.pipeline.gateway_of(&gateway).identity(endpoint).await;
            answer.is_ok().then_some(gateway)
        });
        let answering = asked.buffered(ASKED_AT_ONCE).filter_map(std::future::ready);
        std::pin::pin!(answering).next().await
    }

    /// Can the order that stands be one of a gateway that was given up, which came after all?
    pub(crate) async fn is_order_of_another(&self, gateway: &GatewayRecord) -> Result<bool, Stop> {
        if self.upload()?.given_up.is_empty() {
            return Ok(false);
        }
        let mut after = 0;
        loop {
            let page = self.pipeline.journal.events(Some(self.id()), after, EVENT_PAGE).await?;
            let Some(last) = page.last() else { return Ok(true) };
            after = last.sequence;
            let took = |event: &JobEvent| matches!(event, JobEvent::HandedOver { gateway: who, .. } if *who == gateway.account);
            if page.iter().any(|record| took(&record.event)) {
                return Ok(false);
            }
        }
    }
}
