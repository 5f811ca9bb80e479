//! Problems with gateways and with what they order.

use pileus_domain::{Fid, GatewayRecord, Problem};
use pileus_ports::{GatewayError, GatewayErrorKind};

/// What to do when a gateway did not do its part: the direct route needs none.
const GO_DIRECT: &str = "Store the file by the direct route, or by another gateway.";

/// A gateway did not take a file.
pub fn of_gateway(error: &GatewayError) -> Problem {
    use GatewayErrorKind::{
        Busy, ClocksDiffer, Failed, ForbiddenAddress, NameRefused, NoSpace, NotAuthorised, NotEncrypted,
        SignatureRefused, TerritoryEnded, TerritoryMissing, TimedOut, TooLarge, Unreachable, Unsupported,
    };
    let gateway = &error.endpoint;
    let problem = match error.kind {
        NotAuthorised => Problem::new(
            "gateway_not_authorised",
            format!("Gateway \"{gateway}\" may not act for this account, or no longer."),
            "`pileus gateway authorise` lets it act for the account.",
        ),
        ClocksDiffer => Problem::new(
            "gateway_clock",
            format!(
                "The clocks of this computer and of gateway \"{gateway}\" are far apart, so it refused the signature."
            ),
            "Set this computer's clock.",
        ),
        SignatureRefused => Problem::new(
            "gateway_signature",
            format!("Gateway \"{gateway}\" refused the signature of this account."),
            GO_DIRECT,
        ),
        TerritoryMissing | TerritoryEnded | NoSpace => Problem::new(
            "gateway_space",
            format!("Gateway \"{gateway}\" found no room in the territory."),
            "Look at the territory, and expand or renew it.",
        ),
        Busy => Problem::new(
            "gateway_busy",
            format!("Gateway \"{gateway}\" cannot take a file now."),
            "Try again later, or store the file by the direct route.",
        )
        .retryable(),
        Unreachable | TimedOut => Problem::new(
            "gateway_unreachable",
            format!("Gateway \"{gateway}\" did not answer, or the connection to it broke."),
            "Try again later, or store the file by the direct route.",
        )
        .retryable(),
        ForbiddenAddress => Problem::new(
            "gateway_address_forbidden",
            format!("The address of gateway \"{gateway}\" is none that may be connected to."),
            GO_DIRECT,
        ),
        TooLarge | NameRefused | Failed => {
            Problem::new("gateway_refused", format!("Gateway \"{gateway}\" did not take the file."), GO_DIRECT)
        }
        NotEncrypted => Problem::new(
            "gateway_not_encrypted",
            format!(
                "Gateway \"{gateway}\" is reached without TLS: others on the way could read what is sent to it, and use it."
            ),
            GO_DIRECT,
        ),
        Unsupported => Problem::new(
            "gateway_tells_nothing",
            format!("Gateway \"{gateway}\" is of a program that tells nothing of files."),
            "`pileus status` says what the chain knows of a file.",
        ),
        _ => Problem::new(
            "gateway_unusable",
            format!("Gateway \"{gateway}\" answered what no gateway should."),
            GO_DIRECT,
        ),
    };
    problem.with("gateway", gateway).caused_by(error)
}

/// The account has not authorised the gateway, as the chain says.
pub(crate) fn gateway_not_authorised(gateway: &GatewayRecord) -> Problem {
    let name = named(gateway);
    Problem::new(
        "gateway_not_authorised",
        format!("Gateway \"{name}\" may not act for this account."),
        "`pileus gateway authorise` lets it act for the account.",
    )
    .with("gateway", name)
}

/// The gateway has no address.
pub fn gateway_without_address(gateway: &GatewayRecord) -> Problem {
    let name = named(gateway);
    Problem::new("gateway_address_forbidden", format!("Gateway \"{name}\" has no address."), GO_DIRECT)
        .with("gateway", name)
}

/// Gateways of today stumble over a file with two equal segments.
pub(crate) fn gateway_repeats(gateway: &GatewayRecord) -> Problem {
    let name = named(gateway);
    Problem::new(
        "gateway_repeats",
        "The file has two equal segments of 32 MiB, which gateways cannot store.",
        "Store the file by the direct route, or sealed.",
    )
    .with("gateway", name)
}

/// The file was planned under a FID that the gateway's program does not give it.
pub(crate) fn gateway_fid_rule(gateway: &GatewayRecord) -> Problem {
    let name = named(gateway);
    let said =
        format!("Gateway \"{name}\" would store the file under another id than the one that it was planned under.");
    Problem::new("gateway_fid_rule", said, GO_DIRECT).with("gateway", name)
}

/// A CD²N gateway would order the file and not bring all of it to the storage nodes.
pub(crate) fn gateway_last_segment(gateway: &GatewayRecord) -> Problem {
    let name = named(gateway);
    Problem::new(
        "gateway_last_segment",
        "Gateways of CD\u{b2}N do not bring files to the storage nodes whole that are sealed, or that have more than 8 MiB in \
         their last segment of 32 MiB.",
        GO_DIRECT,
    )
    .with("gateway", name)
}

/// Who answers at the gateway's address says of itself what its entry on the chain does not.
pub fn gateway_disagrees(gateway: &GatewayRecord) -> Problem {
    let name = named(gateway);
    let said = format!("Gateway \"{name}\" names another address or pool than its entry on the network's list.");
    Problem::new("gateway_disagrees", said, "Use another gateway: somebody else may stand behind this entry.")
        .with("gateway", name)
}

/// What a gateway did instead of what it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cheat {
    /// Other content stands under the file's FID.
    Swapped,
    /// Fewer bytes than were handed over.
    Truncated,
    /// As many bytes, but others.
    Changed,
    /// No order was placed.
    NoOrder,
    /// The order is for somebody else.
    OtherOwner,
    /// The order is charged to another territory.
    OtherTerritory,
    /// The order names the file otherwise.
    OtherName,
    /// Storage nodes do not get their fragments.
    Stalled,
    /// Other bytes than the file's are handed out.
    OtherBytes,
}

/// A gateway said or gave what the chain says otherwise.
pub(crate) fn gateway_cheated(gateway: &GatewayRecord, fid: &Fid, cheat: Cheat) -> Problem {
    let name = named(gateway);
    let (code, did, remedy) = match cheat {
        Cheat::Swapped => (
            "gateway_swapped",
            "ordered other content under this file's id, which cannot be used for it any more",
            "Revoke the gateway. Store the file by the direct route, sealed: each time it is sealed it has another id.",
        ),
        Cheat::Truncated => ("gateway_truncated", "ordered only a part of the file", REVOKE),
        Cheat::Changed => ("gateway_changed", "changed the file, or encrypted it, before it ordered it", REVOKE),
        Cheat::NoOrder => ("gateway_no_order", "said that it had ordered the file and did not", REVOKE),
        Cheat::OtherOwner => ("gateway_other_owner", "ordered the file for another account", REVOKE),
        Cheat::OtherTerritory => (
            "gateway_other_territory",
            "charged the file to another territory than it was told",
            "Revoke the gateway, and move the file to its territory once it is stored.",
        ),
        Cheat::OtherName => ("gateway_other_name", "ordered the file under another name than it was told", REVOKE),
        Cheat::Stalled => (
            "gateway_stalled",
            "ordered the file and does not bring it to the storage nodes",
            "Store the file by the direct route, or wait.",
        ),
        Cheat::OtherBytes => (
            "gateway_other_bytes",
            "handed out bytes that are not the file's",
            "Get the file from the storage nodes; what they give is checked as well.",
        ),
    };
    let said = format!("Gateway \"{name}\" {did}. Files on this computer are untouched.");
    Problem::new(code, said, remedy).with("gateway", name).with("fid", fid)
}

/// For a gateway that cannot be trusted.
const REVOKE: &str = "Revoke the gateway, and store the file by the direct route.";

fn named(gateway: &GatewayRecord) -> String {
    gateway.name().unwrap_or_else(|| gateway.account.to_string())
}
