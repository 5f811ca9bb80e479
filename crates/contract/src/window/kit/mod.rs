//! Recovery kits, as the Keys window makes, checks and uses them.
//!
//! Invariant: the only secret that goes out is the words of a kit at the moment it is made; what opens a kit comes in
//! and never goes out.

mod drill;
mod made;
mod report;
mod restored;
mod source;
mod state;
mod words;

use pileus_app as app;

pub use drill::KitDrill;
pub use made::{KitFace, KitMade, KitSplit};
pub use report::{KitAccount, KitDataKey, KitReport};
pub use restored::KitRestored;
pub use source::{KitOpening, KitSource};
pub use state::KitState;
pub use words::{KitWords, KitWordsJudged};

/// A count as windows read it; what is beyond is told as the most.
fn count(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What a network is called on screen.
fn label(name: String) -> String {
    app::preset_label(&name).map_or(name, str::to_owned)
}
