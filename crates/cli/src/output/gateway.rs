//! Gateways as lines for people.

use pileus_contract::GatewayView;

use super::table::{plain, table};

/// One line for each gateway.
pub(super) fn of_list(gateways: &[GatewayView]) -> Vec<String> {
    if gateways.is_empty() {
        return vec!["No gateway is on the network's list.".to_owned()];
    }
    let row = |g: &GatewayView| vec![named(g), word(g).to_owned(), told(g), g.account.to_string()];
    table(&["GATEWAY", "FOR THIS ACCOUNT", "ANSWERS", "ACCOUNT"], gateways.iter().map(row).collect())
}

/// Everything about one gateway.
pub(super) fn of_status(gateway: &GatewayView) -> Vec<String> {
    let may = if gateway.authorised { "may act for this account" } else { "may not act for this account" };
    let mut lines = vec![
        format!("{} {may}.", named(gateway)),
        format!("  Account  {}", gateway.account),
        format!("  Answers  {}", told(gateway)),
    ];
    if !gateway.listed {
        lines.push("It is not on the network's list.".to_owned());
    }
    if gateway.authorised {
        lines.push(format!("`pileus gateway revoke {}` takes that back.", named(gateway)));
    }
    lines
}

/// How it is called here: by its address, else by its account.
fn named(gateway: &GatewayView) -> String {
    gateway.name.as_deref().map_or_else(|| gateway.account.to_string(), plain)
}

fn word(gateway: &GatewayView) -> &'static str {
    if gateway.authorised { "authorised" } else { "-" }
}

fn told(gateway: &GatewayView) -> String {
    match (&gateway.version, &gateway.reason) {
        (Some(version), _) => plain(version),
        (None, Some(reason)) => format!("no: {}", plain(reason)),
        (None, None) => "no: it has no address".to_owned(),
    }
}
