//! What an authorisation includes.

use pileus_domain::GatewaySoftware;

/// What an authorised gateway can do.
///
/// # Source
/// protocol §3.6: whole account, no expiry, no limit. Companion on CD²N §8: what others can do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GatewayPower {
    /// Store files in the account's name, in each of its territories, until they are full.
    Store,
    /// Charge stored files to another territory of the account.
    Move,
    /// Delete each file of the account, also those that it had no part in storing.
    Delete,
    /// All that until the authorisation is taken back; it does not end by itself.
    Unending,
    /// Anybody can have it store files in the account's name, without any proof.
    OpenToAnybody,
    /// What the account signs to upload there never ends, and serves to sign in at every gateway of its program.
    SignedForGood,
}

impl GatewayPower {
    /// What an authorisation of every gateway includes.
    pub const ALL: [Self; 4] = [Self::Store, Self::Move, Self::Delete, Self::Unending];
    /// The same for a gateway of CD²N.
    pub const CD2N: [Self; 6] =
        [Self::Store, Self::Move, Self::Delete, Self::Unending, Self::OpenToAnybody, Self::SignedForGood];

    /// What an authorisation of a gateway of this program includes.
    pub const fn of(software: GatewaySoftware) -> &'static [Self] {
        match software {
            GatewaySoftware::Deoss => &Self::ALL,
            GatewaySoftware::Cd2n => &Self::CD2N,
        }
    }
}
