//! What another data key for stored files takes: a new upload of each.

use pileus_app as app;
use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

/// What storing the files of a data key anew takes, on the network in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Resealing {
    /// Files of the default account that the key opens.
    pub files: u32,
    /// Others that it opens, of other accounts and networks or on their way: they are in no other number.
    pub elsewhere: u32,
    /// Territory that the new uploads take.
    #[specta(type = Number)]
    pub territory_bytes: u64,
    /// Fees of all orders, in plancks, as the chain estimates them; none when it does not say.
    pub fee: Option<String>,
    /// What the money is called.
    pub token_symbol: String,
    /// Where they take it, by name.
    pub territories: Vec<ResealingSpace>,
}

/// The part of one territory in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ResealingSpace {
    /// Its name.
    pub territory: String,
    /// Space that the new uploads take.
    #[specta(type = Number)]
    pub territory_bytes: u64,
    /// Space that is left now; nothing where it cannot be used.
    #[specta(type = Number)]
    pub free_bytes: u64,
    /// What has to be rented first, if that is too little.
    pub lack: Option<SpaceLack>,
}

/// Space that has to be rented before files fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SpaceLack {
    /// GiB.
    pub gib: u32,
    /// Days: until the term of the territory ends, or the least term of a new one.
    pub days: u32,
    /// Does it take a new territory, since this one can take nothing?
    pub new_territory: bool,
    /// What it costs today, in plancks; none when the network has not so much for sale.
    pub price: Option<String>,
}

impl Resealing {
    /// From the service's answer.
    pub fn new(resealing: &app::Resealing, token_symbol: &str) -> Self {
        Self {
            files: count(resealing.files),
            elsewhere: count(resealing.elsewhere),
            territory_bytes: resealing.space.0,
            fee: resealing.fee.map(|fee| fee.0.to_string()),
            token_symbol: token_symbol.to_owned(),
            territories: resealing.territories.iter().map(ResealingSpace::from).collect(),
        }
    }
}

impl From<&app::ResealingSpace> for ResealingSpace {
    fn from(part: &app::ResealingSpace) -> Self {
        Self {
            territory: part.territory.to_string(),
            territory_bytes: part.space.0,
            free_bytes: part.free.0,
            lack: part.lack.map(SpaceLack::from),
        }
    }
}

impl From<app::SpaceLack> for SpaceLack {
    fn from(lack: app::SpaceLack) -> Self {
        Self {
            gib: lack.gib,
            days: lack.days,
            new_territory: lack.new_territory,
            price: lack.price.map(|price| price.0.to_string()),
        }
    }
}

fn count(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
