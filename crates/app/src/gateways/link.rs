//! A link by which anybody fetches a file from a gateway, without Pileus and without an account.

use pileus_domain::{AccountId, Fid, Problem};

use super::{GatewayEntry, GatewayReach, Gateways, error::GatewayRefusal};

/// Where a file can be fetched from a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayLink {
    /// The gateway's address as people write it.
    pub gateway: String,
    /// The address of the whole file as the network has it: sealed, if it is sealed.
    pub url: String,
}

impl Gateways {
    /// A link to a file at a gateway that answers: one that may act for the account, if there is one, else any of the
    /// network's list. Whether the gateway has the file is not asked: it fetches what it does not have.
    ///
    /// # Errors
    /// `gateway_none_answers`, or the chain's problem.
    pub async fn link(&self, account: Option<&AccountId>, fid: &Fid) -> Result<GatewayLink, Problem> {
        let mut entries = self.list(account).await?;
        entries.retain(|entry| matches!(entry.reach, GatewayReach::Answers { .. }));
        entries.sort_by_key(|entry| !entry.authorised);
        let link = entries.iter().find_map(|entry| self.link_at(entry, fid));
        link.ok_or_else(|| GatewayRefusal::NoneAnswers.into())
    }

    fn link_at(&self, entry: &GatewayEntry, fid: &Fid) -> Option<GatewayLink> {
        let (record, endpoint) = (&entry.record, entry.record.endpoint.as_ref()?);
        let url = self.0.ports.gateway_of(record).link(endpoint, fid)?;
        Some(GatewayLink { gateway: record.name()?, url })
    }
}
