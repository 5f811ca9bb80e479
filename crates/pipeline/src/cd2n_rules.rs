//! What a CD²N gateway is used for: less than it offers.
//!
//! Invariants: only files that its published program brings to storage nodes whole; only over an address and a pool that
//! the gateway and the chain name alike; never two files of one account under one name in one territory at once, which it
//! mixes.
//!
//! Absent on purpose: encryption by the gateway and re-encryption of keys. The first shows it the file, the second gives it
//! the key of the account. The port has no parameter for either, so that neither can be asked for by mistake.

use pileus_domain::{
    AccountId, ByteCount, ChainFileName, Condition, Endpoint, FilePlan, GatewayRecord, GatewaySoftware, Geometry, Route,
};
use pileus_ports::{GatewayIdentity, JobRecord, TransferDetails, UploadDetails};

use crate::{
    problem,
    run::{Run, Stop},
    takeover::Detour,
};

/// Most bytes of a file in its last segment. Of more, the published program hands out fragments that are not the file's.
///
/// # Source
/// companion on CD²N §4.5.
const LAST_SEGMENT: u64 = Geometry::CESS.fragment() as u64;

/// Does the published program bring a file of this length to the storage nodes whole?
///
/// A sealed file is whole segments long, so it never fits.
pub fn fits_cd2n(size: ByteCount) -> bool {
    let segment = Geometry::CESS.segment() as u64;
    size.0 > 0 && (size.0 - 1) % segment < LAST_SEGMENT
}

/// Does a CD²N gateway say of itself what the chain's list says of it: the same address and the same pool?
///
/// Anybody can write another's address or pool on the list; only together, and said by who answers there, they count.
pub fn is_entry_of(record: &GatewayRecord, said: &GatewayIdentity) -> bool {
    let same_address = said.endpoint.as_ref().is_some_and(|endpoint| record.answers_at(&endpoint.0));
    record.pool.is_some() && record.pool == said.pool && same_address
}

impl Run {
    /// What has to hold before a gateway gets a file; for one of DeOSS only that the file's FID is of its rule.
    pub(crate) async fn check_software(
        &self,
        gateway: &GatewayRecord,
        plan: &FilePlan,
        endpoint: &Endpoint,
    ) -> Result<(), Detour> {
        let rule = self.upload()?.fid_rule;
        // Of two segments both rules make the same.
        if rule != gateway.software.fid_rule() && plan.segments.len() != 2 {
            return Err(Detour::GiveUp(problem::gateway_fid_rule(gateway)));
        }
        match gateway.software {
            GatewaySoftware::Deoss => Ok(()),
            GatewaySoftware::Cd2n if !fits_cd2n(plan.file_size) => {
                Err(Detour::Direct(problem::gateway_last_segment(gateway)))
            }
            GatewaySoftware::Cd2n => self.check_identity(gateway, endpoint).await,
        }
    }

    async fn check_identity(&self, gateway: &GatewayRecord, endpoint: &Endpoint) -> Result<(), Detour> {
        let said = self.race(self.pipeline.gateway_of(gateway).identity(endpoint)).await?;
        match said {
            Ok(said) if is_entry_of(gateway, &said) => Ok(()),
            Ok(_) => Err(Detour::GiveUp(problem::gateway_disagrees(gateway))),
            Err(error) => Err(Detour::GiveUp(problem::of_gateway(&error))),
        }
    }

    /// Give the file a name on the chain that the gateway keeps as it is, and that no other upload to one has just now.
    ///
    /// The job has it before the gateway does.
    pub(crate) async fn name_for(&self, gateway: &GatewayRecord, account: &AccountId) -> Result<UploadDetails, Stop> {
        let details = self.upload()?;
        if gateway.software == GatewaySoftware::Deoss {
            return Ok(details);
        }
        let plain = details.chain_name.plain();
        let taken = self.is_taken(&plain, &details, account).await?;
        let number = || u32::try_from(self.pipeline.entropy.number() >> 32).unwrap_or(u32::MAX);
        let name = if taken { plain.behind(number()) } else { plain };
        if name != details.chain_name {
            self.change(|job| {
                if let TransferDetails::Upload(details) = &mut job.details {
                    details.chain_name = name;
                }
            })
            .await?;
        }
        self.upload()
    }

    /// Does another upload that runs now, of whatever process, hand over a file under this name?
    async fn is_taken(&self, name: &ChainFileName, details: &UploadDetails, account: &AccountId) -> Result<bool, Stop> {
        let ours = mixed(&details.territory, name);
        let jobs = self.pipeline.journal.jobs().await?;
        Ok(jobs.iter().any(|job| job.id != self.id() && job.account == Some(*account) && mixes(job, &ours)))
    }
}

/// What a gateway tells files of an account apart by: one text of both, so that a name can be mistaken for another one in
/// another territory.
fn mixed(territory: &pileus_domain::TerritoryName, name: &ChainFileName) -> String {
    format!("{}{}", territory.as_str(), name.as_str())
}

fn mixes(job: &JobRecord, ours: &str) -> bool {
    let TransferDetails::Upload(details) = &job.details else { return false };
    let Route::Gateway(gateway) = &details.route else { return false };
    let is_beside = job.condition == Condition::Running && gateway.software == GatewaySoftware::Cd2n;
    is_beside && mixed(&details.territory, &details.chain_name.plain()) == ours
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;

    #[test]
    fn no_more_than_eight_mebibytes_stand_in_the_last_segment() {
        for (bytes, fits) in [
            (0, false),
            (1, true),
            (8 * MIB, true),
            (8 * MIB + 1, false),
            (32 * MIB, false),
            (32 * MIB + 1, true),
            (40 * MIB, true),
            (40 * MIB + 1, false),
            (64 * MIB, false),
        ] {
            assert_eq!(fits_cd2n(ByteCount(bytes)), fits, "{bytes}");
        }
    }

    #[test]
    fn address_and_pool_have_to_agree() {
        let record = |pool: &[u8]| GatewayRecord::from_chain(AccountId([1; 32]), pool, b"https://G.example/");
        let said = |endpoint: Option<&str>, pool: Option<&str>| GatewayIdentity {
            version: "CD\u{b2}N".to_owned(),
            endpoint: endpoint.map(|text| Endpoint(text.to_owned())),
            pool: pool.map(str::to_owned),
        };
        assert!(is_entry_of(&record(b"POOL"), &said(Some("https://g.example"), Some("POOL"))));
        for (endpoint, pool) in [
            (Some("https://other.example"), Some("POOL")),
            (Some("https://g.example"), Some("pool")),
            (None, Some("POOL")),
            (Some("https://g.example"), None),
        ] {
            assert!(!is_entry_of(&record(b"POOL"), &said(endpoint, pool)), "{endpoint:?} {pool:?}");
        }
        assert!(!is_entry_of(&record(&[]), &said(Some("https://g.example"), None)), "no pool agrees with none");
    }
}
