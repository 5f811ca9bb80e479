//! What another data key for stored files takes, in lines.

use pileus_contract::{ResealingSpaceView, ResealingView, SpaceLackView};

use super::{answer::money, plain};

/// The cost of a new upload, then what is missing for it.
pub(super) fn of_resealing(view: &ResealingView) -> Vec<String> {
    let mut lines = Vec::new();
    if view.files > 0 {
        lines.push(format!("{} {}", subject(view.files), cost(view)));
        lines.extend(view.territories.iter().map(|part| room(part, &view.token)));
    }
    if view.elsewhere > 0 {
        let files = view.elsewhere;
        lines
            .push(format!("Files of other accounts or networks, or on their way, that are not counted here: {files}."));
    }
    lines
}

fn subject(files: u64) -> String {
    if files == 1 {
        "Another key for its file means a new upload:".to_owned()
    } else {
        format!("Another key for its {files} files means a new upload of each:")
    }
}

fn cost(view: &ResealingView) -> String {
    match view.fee {
        Some(fee) => format!("{} of territory, and fees of about {}.", view.space, money(fee, &view.token)),
        None => format!("{} of territory, and fees that the network did not tell.", view.space),
    }
}

fn room(part: &ResealingSpaceView, token: &str) -> String {
    let name = plain(part.territory.as_str());
    let ResealingSpaceView { space, free, lack, .. } = part;
    match lack {
        None => format!("Territory {name} has room for it: {space} of {free} that are left."),
        Some(SpaceLackView { gib, days, new_territory, price }) => {
            let what = if *new_territory { "a new territory of" } else { "more space," };
            let price = match price {
                Some(price) => format!("costs {} today", money(*price, token)),
                None => "is more than the network has for sale".to_owned(),
            };
            format!("Territory {name} has not: {free} are left of {space}; {what} {gib} GiB for {days} days {price}.")
        }
    }
}
