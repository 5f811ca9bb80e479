//! The route by way of a gateway: it gets the file once, and is believed nothing that the chain does not confirm.
//!
//! Invariants: the plan is made here first, and done means the same as on the direct route; a gateway that fails or cheats
//! is given up by name, and another one or the direct route goes on with the same FID where the chain still allows it.

use std::sync::Arc;

use pileus_codec::content_hash;
use pileus_domain::{
    AccountId, BlockRef, Deal, Endpoint, Fid, FilePlan, FileRecord, GatewayRecord, Geometry, Owner, Problem,
    SegmentIndex, SegmentRecord, Stage,
};
use pileus_ports::{
    At, FileStatus, GatewayError, GatewayErrorKind, GatewayUpload, Handed, JobEvent, Passage, UploadDetails,
};
use tokio::time::{Instant, sleep};

use crate::{
    SignerSource,
    confirm::Watch,
    delivery::Delivery,
    departure::Departure,
    moving::LEAST_BEAT,
    order::Standing,
    problem::{self, Cheat},
    run::{Run, Stop},
    send::Shipment,
    takeover::Detour,
};

/// Bytes of a segment.
const SEGMENT: u64 = Geometry::CESS.segment() as u64;

/// Bytes of a file whose way to a gateway tells how fast bytes leave: fewer of them fit into the system's buffers at once.
const MEASURED: u64 = 32 << 20;

impl Run {
    /// A segment as a gateway hands it out, padded and compared with the chain's hash.
    pub(crate) async fn read_segment(
        &self,
        gateway: &GatewayRecord,
        fid: &Fid,
        file: &FileRecord,
        index: SegmentIndex,
        record: &SegmentRecord,
    ) -> Result<Vec<u8>, Problem> {
        let endpoint = gateway.endpoint.as_ref().ok_or_else(|| problem::gateway_without_address(gateway))?;
        let start = u64::from(index.0) * SEGMENT;
        let range = start..file.file_size.0.min(start + SEGMENT).max(start);
        let mut segment = Vec::new();
        if !range.is_empty() {
            let read = self.pipeline.gateway_of(gateway).read(endpoint, fid, range).await;
            segment = read.map_err(|error| problem::of_gateway(&error))?.into();
        }
        segment.resize(Geometry::CESS.segment(), 0);
        if content_hash(&segment) == record.hash {
            return Ok(segment);
        }
        Err(problem::gateway_cheated(gateway, fid, Cheat::OtherBytes))
    }

    /// Store by one gateway, and believe the chain alone.
    pub(crate) async fn stored_by(
        self: &Arc<Self>,
        gateway: &GatewayRecord,
        shipment: &Shipment,
        signer: &SignerSource,
    ) -> Result<BlockRef, Detour> {
        let (plan, account) = (&shipment.planned.plan, signer.account());
        self.enter(Stage::Ordering).await?;
        match self.look(plan, &account).await? {
            Standing::Ordered if self.is_order_of_another(gateway).await? => {
                self.mark_signed();
                return Err(Detour::Ordered);
            }
            Standing::Stored | Standing::Ordered => self.mark_signed(),
            before @ (Standing::Unknown | Standing::Joinable) => {
                let handed = self.hand_over(gateway, shipment, signer).await?;
                self.check_order(gateway, plan, &account, &handed, before == Standing::Joinable).await?;
            }
        }
        self.enter(Stage::Confirming).await?;
        self.confirm_by(gateway, plan, &account).await
    }

    /// Give the gateway the file.
    async fn hand_over(
        self: &Arc<Self>,
        gateway: &GatewayRecord,
        shipment: &Shipment,
        signer: &SignerSource,
    ) -> Result<Handed, Detour> {
        let endpoint = self.check_gateway(gateway, &shipment.planned.plan, signer).await?;
        let details = self.name_for(gateway, &signer.account()).await?;
        let delivery = Delivery::new(self, shipment);
        let upload = GatewayUpload {
            name: details.chain_name,
            territory: details.territory,
            content: Arc::new(delivery.clone()),
        };
        self.enter(Stage::Sending).await?;
        // Whatever the answer, the gateway may order from now on.
        self.mark_signed();
        let (passage, key) = (Passage::default(), signer.signer()?);
        let sending = self.pipeline.gateway_of(gateway).upload(&endpoint, &upload, &*key, &passage);
        let length = shipment.planned.plan.file_size.0;
        let sent = self.race(self.telling_bytes(length, &passage, sending)).await?;
        match (sent, delivery.stopped()) {
            (_, Some(stop)) => Err(stop.into()),
            (Ok(handed), None) => {
                let event = JobEvent::HandedOver { gateway: gateway.account, name: gateway.name(), fid: handed.fid };
                self.certain(event).await?;
                Ok(handed)
            }
            (Err(error), None) if error.kind == GatewayErrorKind::SourceFailed => {
                Err(Detour::Stop(problem::of_gateway(&error).into()))
            }
            (Err(error), None) => Err(Box::pin(self.refused(gateway, &shipment.planned.plan, signer, &error)).await),
        }
    }

    /// What a refusal means: a gateway whose power or whose territory ended on the way says no more than that it failed.
    async fn refused(
        &self,
        gateway: &GatewayRecord,
        plan: &FilePlan,
        signer: &SignerSource,
        error: &GatewayError,
    ) -> Detour {
        if error.kind == GatewayErrorKind::Failed
            && matches!(self.look(plan, &signer.account()).await, Ok(Standing::Unknown | Standing::Joinable))
            && let Err(detour) = self.check_gateway(gateway, plan, signer).await
        {
            return detour;
        }
        Detour::GiveUp(problem::of_gateway(error))
    }

    /// Everything that would make the gateway refuse, as far as it can be known here.
    async fn check_gateway(
        &self,
        gateway: &GatewayRecord,
        plan: &FilePlan,
        signer: &SignerSource,
    ) -> Result<Endpoint, Detour> {
        let account = signer.account();
        self.check_territory(&self.upload()?.territory, &account, plan.segments.len() as u64).await?;
        let authorised = self.ask(|| self.pipeline.chain.authorisations(&account, At::Best)).await?;
        if !authorised.contains(&gateway.account) {
            return Err(Detour::GiveUp(problem::gateway_not_authorised(gateway)));
        }
        let mut hashes: Vec<_> = plan.segments.iter().map(|segment| segment.hash).collect();
        hashes.sort_unstable();
        if hashes.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Detour::Direct(problem::gateway_repeats(gateway)));
        }
        let endpoint = gateway.endpoint.clone();
        let endpoint = endpoint.ok_or_else(|| Detour::GiveUp(problem::gateway_without_address(gateway)))?;
        self.check_software(gateway, plan, &endpoint).await?;
        Ok(endpoint)
    }

    /// Tell how many bytes have left, until the gateway has answered. It answers late: they have left before.
    async fn telling_bytes<T>(&self, length: u64, passage: &Passage, work: impl Future<Output = T>) -> T {
        let mut departure = Some(Departure::begin(&self.pipeline.observer));
        tokio::pin!(work);
        self.progress(Stage::Sending, 0, length);
        loop {
            let done = tokio::select! {
                biased;
                done = &mut work => Some(done),
                () = sleep(self.pipeline.limits.progress_every.max(LEAST_BEAT)) => None,
            };
            self.progress(Stage::Sending, passage.bytes().min(length), length);
            if passage.bytes() >= length
                && let Some(departure) = departure.take_if(|_| length >= MEASURED)
            {
                departure.over(length);
            }
            if let Some(done) = done {
                return done;
            }
        }
    }

    /// Is what the gateway says it did on the chain, and is it what it was asked for?
    async fn check_order(
        &self,
        gateway: &GatewayRecord,
        plan: &FilePlan,
        account: &AccountId,
        handed: &Handed,
        joins: bool,
    ) -> Result<(), Detour> {
        let cheated = |cheat| problem::gateway_cheated(gateway, &plan.fid, cheat);
        if handed.fid != plan.fid {
            let cheat = self.named_otherwise(plan, &handed.fid).await?;
            return Err(Detour::GiveUp(cheated(cheat)));
        }
        let started = Instant::now();
        loop {
            let status = self.ask(|| self.pipeline.chain.file_status(&plan.fid, At::Best)).await?;
            match self.judged(&status, plan, account, handed, joins)? {
                Some(Ok(())) => return Ok(()),
                Some(Err(cheat @ (Cheat::OtherTerritory | Cheat::OtherName | Cheat::Swapped))) => {
                    return Err(Detour::Spoiled(cheated(cheat)));
                }
                Some(Err(cheat)) => return Err(Detour::GiveUp(cheated(cheat))),
                None if started.elapsed() >= self.pipeline.limits.order_not_seen => {
                    return Err(Detour::GiveUp(cheated(Cheat::NoOrder)));
                }
                None => self.pause_for(self.pipeline.limits.chain_pause).await?,
            }
        }
    }

    /// What another FID than ours means, as the chain has it.
    async fn named_otherwise(&self, plan: &FilePlan, fid: &Fid) -> Result<Cheat, Stop> {
        let status = self.ask(|| self.pipeline.chain.file_status(fid, At::Best)).await?;
        let size = status.deal.map(|deal| deal.file_size).or(status.file.map(|file| file.file_size));
        Ok(match size {
            Some(size) if size < plan.file_size => Cheat::Truncated,
            Some(_) => Cheat::Changed,
            None => Cheat::NoOrder,
        })
    }

    /// The order or the file as it was asked for, what is wrong with it, or none while there is neither.
    fn judged(
        &self,
        status: &FileStatus,
        plan: &FilePlan,
        account: &AccountId,
        handed: &Handed,
        joins: bool,
    ) -> Result<Option<Result<(), Cheat>>, Stop> {
        let UploadDetails { territory, chain_name, .. } = self.upload()?;
        // An order of an earlier try may come late, with the name that was told first.
        let named = |name: &str| name == handed.name.as_str() || name == chain_name.as_str();
        let told = |owner: &Owner| match owner {
            owner if owner.territory != territory.as_str() => Err(Cheat::OtherTerritory),
            owner if !named(&owner.file_name) => Err(Cheat::OtherName),
            _ => Ok(()),
        };
        if let Some(file) = &status.file {
            let ours = file.owners.iter().find(|owner| owner.account == *account);
            return Ok(match ours {
                _ if !file.matches(plan) => Some(Err(Cheat::Swapped)),
                Some(owner) => Some(told(owner)),
                // Others stored it before; the order that joins them is not seen yet.
                None if joins => None,
                None => Some(Err(Cheat::OtherOwner)),
            });
        }
        Ok(status.deal.as_ref().map(|deal: &Deal| match &deal.owner {
            _ if !deal.matches(plan) => Err(Cheat::Swapped),
            owner if owner.account != *account => Err(Cheat::OtherOwner),
            owner => told(owner),
        }))
    }

    /// Follow the chain until the file is stored as planned, as on the direct route; a gateway that lets the order wait is
    /// given up.
    async fn confirm_by(
        &self,
        gateway: &GatewayRecord,
        plan: &FilePlan,
        account: &AccountId,
    ) -> Result<BlockRef, Detour> {
        let mut watch = Watch::new();
        let mut heads = self.ask(|| self.pipeline.chain.follow(At::Best)).await?;
        loop {
            let status = self.ask(|| self.pipeline.chain.file_status(&plan.fid, At::Best)).await?;
            if let Some(file) = &status.file
                && let Some(block) = self.stored(plan, account).await?
            {
                self.tell_rest(file, &status, &mut watch).await?;
                return Ok(block);
            }
            if let Some(deal) = &status.deal {
                crate::confirm::check_ours(deal, plan, account)?;
                self.tell_reports(&status, &mut watch).await?;
            }
            if watch.waited() >= self.pipeline.limits.report_patience {
                return Err(Detour::GiveUp(problem::gateway_cheated(gateway, &plan.fid, Cheat::Stalled)));
            }
            self.next_head(&mut heads).await?;
        }
    }
}
