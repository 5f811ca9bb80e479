//! After uploads: the gateways that they went through are named, or revoked where that was asked for.
//!
//! Invariant: nothing is revoked that an upload still needs, nor for a greater fee than was shown and agreed to.

use std::collections::{BTreeMap, BTreeSet};

use pileus_app::{GatewayChange, Outcome, Quote};
use pileus_contract::{Answer, ReceiptView};
use pileus_domain::{AccountId, GatewayRecord, Problem, Route};
use pileus_ports::TransferDetails;

use super::gateway::show;
use crate::{
    output::{money, plain},
    shell::Shell,
    wiring::Session,
};

/// Show what revoking a gateway costs before an upload through it begins, and ask; none when that is not wanted.
pub(super) async fn agree(
    shell: &mut Shell,
    session: &Session,
    account: &AccountId,
    gateway: &GatewayRecord,
) -> Result<Option<Quote>, Problem> {
    let gateway = gateway.account.to_string();
    let quote = session.services.gateways.quote(account, GatewayChange::Revoke, &gateway).await?;
    show(shell, session, &quote);
    let agreed = shell.confirm("Sign this after the upload, and the same for a gateway that takes over?")?;
    if !agreed {
        shell.output.notice("Nothing was signed and nothing was sent.");
    }
    Ok(agreed.then_some(quote))
}

/// Name the gateways that uploads went through and that none needs any more; revoke them where that was agreed to.
pub(super) async fn after(
    shell: &mut Shell,
    session: &Session,
    outcomes: &[Outcome],
    agreed: Option<&Quote>,
) -> Result<(), Problem> {
    for (account, gateways) in gone_through(outcomes) {
        let idle = match session.services.gateways.idle(&account).await {
            // To name them is no part of an upload that could fail.
            Err(problem) if agreed.is_none() => {
                tracing::debug!(code = %problem.code, "whom a gateway serves could not be found out");
                continue;
            }
            idle => idle?,
        };
        for gateway in idle.iter().filter(|gateway| gateways.contains(&gateway.account)) {
            match agreed {
                Some(agreed) => revoke(shell, session, &account, gateway, agreed).await?,
                None => shell.output.notice(remains(gateway)),
            }
        }
        if agreed.is_some() {
            let usable = session.services.gateways.usable(&account).await?;
            let busy = |gateway: &&GatewayRecord| gateways.contains(&gateway.account) && !idle.contains(gateway);
            for gateway in usable.iter().filter(busy) {
                let name = named(gateway);
                shell.output.notice(format!(
                    "Gateway {name} is not revoked: an upload that goes through it is not finished, or could be resumed."
                ));
            }
        }
    }
    Ok(())
}

/// The gateways that uploads went through, by the account that they acted for.
fn gone_through(outcomes: &[Outcome]) -> BTreeMap<AccountId, BTreeSet<AccountId>> {
    let mut all: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for job in outcomes.iter().map(|outcome| &outcome.job) {
        let (Some(account), TransferDetails::Upload(details)) = (job.account, &job.details) else { continue };
        let last = match &details.route {
            Route::Gateway(gateway) => Some(gateway.account),
            Route::Direct => None,
        };
        let gateways = details.given_up.iter().copied().chain(last);
        all.entry(account).or_default().extend(gateways);
    }
    all
}

async fn revoke(
    shell: &mut Shell,
    session: &Session,
    account: &AccountId,
    gateway: &GatewayRecord,
    agreed: &Quote,
) -> Result<(), Problem> {
    let gateways = &session.services.gateways;
    let quote = gateways.quote(account, GatewayChange::Revoke, &gateway.account.to_string()).await?;
    if quote.total() > agreed.total() {
        let fee = money(quote.fee, &session.services.identity().token_symbol);
        shell.output.notice(format!("Revoking costs {fee} by now, more than was shown. {}", remains(gateway)));
        return Ok(());
    }
    let receipt = gateways.carry_out(&quote).await?;
    shell.output.answer(Answer::GatewayRevoke(ReceiptView::new(&quote, &receipt)));
    Ok(())
}

fn remains(gateway: &GatewayRecord) -> String {
    let name = named(gateway);
    format!("Gateway {name} may still act for this account; `pileus gateway revoke {name}` takes that back.")
}

fn named(gateway: &GatewayRecord) -> String {
    gateway.name().map_or_else(|| gateway.account.to_string(), |name| plain(&name))
}
