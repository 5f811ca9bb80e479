//! What cannot be done with a gateway. Nothing was signed.

use pileus_domain::Problem;

/// A refusal that has to do with gateways. It becomes a [`Problem`] on the way out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GatewayRefusal {
    /// Not on the chain's list.
    #[error("No gateway \"{name}\" is on the network's list. Nothing was signed.")]
    Unknown {
        /// What was asked for.
        name: String,
    },
    /// Several claim the same address, and the chain checks none of them.
    #[error("Several gateways on the network's list say that they are \"{name}\". Nothing was signed.")]
    Ambiguous {
        /// What was asked for.
        name: String,
    },
    /// It has the power already.
    #[error("Gateway \"{gateway}\" may act for this account already. Nothing was signed.")]
    AlreadyAuthorised {
        /// Which.
        gateway: String,
    },
    /// It never had the power, or has it no longer.
    #[error("Gateway \"{gateway}\" may not act for this account. Nothing was signed.")]
    NotAuthorised {
        /// Which.
        gateway: String,
    },
    /// The chain takes no more.
    #[error("This account has authorised {limit} gateways, as many as it can. Nothing was signed.")]
    TooMany {
        /// How many there can be.
        limit: usize,
    },
    /// It never had one of this file, or forgot it.
    #[error("Gateway \"{gateway}\" has no capsule of this file. What is stored is whole.")]
    NoCapsule {
        /// Which.
        gateway: String,
    },
    /// No gateway that hands out files answers.
    #[error("No gateway of the network answers, so there is no link to copy. The file is as safe as before.")]
    NoneAnswers,
}

impl From<GatewayRefusal> for Problem {
    fn from(refusal: GatewayRefusal) -> Self {
        let said = refusal.to_string();
        match refusal {
            GatewayRefusal::Unknown { .. } => {
                Self::new("gateway_unknown", said, "`pileus gateway list` shows all gateways of the network.")
            }
            GatewayRefusal::Ambiguous { .. } => Self::new(
                "gateway_ambiguous",
                said,
                "Ask whoever runs the gateway for its account, and name that account instead of the address.",
            ),
            GatewayRefusal::AlreadyAuthorised { .. } => {
                Self::new("gateway_authorised", said, "`pileus gateway revoke` takes the power back.")
            }
            GatewayRefusal::NotAuthorised { .. } => {
                Self::new("gateway_not_authorised", said, "`pileus gateway authorise` lets it act for the account.")
            }
            GatewayRefusal::TooMany { .. } => {
                Self::new("gateway_limit", said, "Revoke a gateway that is no longer used.")
            }
            GatewayRefusal::NoCapsule { .. } => Self::new(
                "capsule_missing",
                said,
                "Ask the gateway that encrypted it, within three days; after that only a capsule that was saved opens it.",
            ),
            GatewayRefusal::NoneAnswers => Self::new(
                "gateway_none_answers",
                said,
                "Give the FID instead: whoever has it can fetch the file from the storage nodes.",
            )
            .retryable(),
        }
    }
}
