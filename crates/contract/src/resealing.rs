//! What another data key for stored files takes, as it crosses over.

use pileus_app::{Resealing, ResealingSpace, SpaceLack};
use pileus_domain::{ByteCount, Planck, TerritoryName};
use serde::Serialize;

/// What storing the files of a data key anew takes, on the network in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResealingView {
    /// Files of the account that the key opens.
    pub files: u64,
    /// Others that it opens, of other accounts and networks or on their way: they are in no other number.
    pub elsewhere: u64,
    /// Space that the new uploads take.
    pub space: ByteCount,
    /// Fees of all orders; none when the chain does not say.
    pub fee: Option<Planck>,
    /// What the money is called.
    pub token: String,
    /// Where they take it, by name.
    pub territories: Vec<ResealingSpaceView>,
}

/// The part of one territory in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResealingSpaceView {
    /// Its name.
    pub territory: TerritoryName,
    /// Space that the new uploads take.
    pub space: ByteCount,
    /// Space that is left now; nothing where it cannot be used.
    pub free: ByteCount,
    /// What has to be rented first, if that is too little.
    pub lack: Option<SpaceLackView>,
}

/// Space that has to be rented before files fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpaceLackView {
    /// GiB.
    pub gib: u32,
    /// Days: until the term of the territory ends, or the least term of a new one.
    pub days: u32,
    /// Does it take a new territory, since this one can take nothing?
    pub new_territory: bool,
    /// What it costs today; none when the network has not so much for sale.
    pub price: Option<Planck>,
}

impl ResealingView {
    /// From the service's answer.
    pub fn new(resealing: &Resealing, token: &str) -> Self {
        Self {
            files: resealing.files,
            elsewhere: resealing.elsewhere,
            space: resealing.space,
            fee: resealing.fee,
            token: token.to_owned(),
            territories: resealing.territories.iter().map(ResealingSpaceView::from).collect(),
        }
    }
}

impl From<&ResealingSpace> for ResealingSpaceView {
    fn from(part: &ResealingSpace) -> Self {
        let lack = part.lack.map(SpaceLackView::from);
        Self { territory: part.territory.clone(), space: part.space, free: part.free, lack }
    }
}

impl From<SpaceLack> for SpaceLackView {
    fn from(lack: SpaceLack) -> Self {
        let SpaceLack { gib, days, new_territory, price } = lack;
        Self { gib, days, new_territory, price }
    }
}
