//! Which way `auto` chose, as a sentence for people.

use pileus_contract::{RouteReasonView, RouteTimesView, RouteView};

use super::table::plain;

/// Seconds of the longer units, each with its sign; the shortest comes last.
const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];

/// One sentence with the numbers that decided.
pub(crate) fn sentence(view: &RouteView) -> String {
    let way = match (&view.name, &view.gateway) {
        (Some(name), _) => format!("By gateway {}", plain(name)),
        (None, Some(account)) => format!("By gateway {account}"),
        (None, None) => "Direct".to_owned(),
    };
    format!("{way}: {}.", why(view.reason))
}

fn why(reason: RouteReasonView) -> String {
    match reason {
        RouteReasonView::NoGateway => {
            "no gateway that `auto` may choose is authorised for this account (`pileus gateway list`)".to_owned()
        }
        RouteReasonView::NoneAnswers => "no gateway that may act for this account answers now".to_owned(),
        RouteReasonView::UplinkUnknown => {
            "how fast this computer sends is not known yet; this upload measures it".to_owned()
        }
        RouteReasonView::SoonEnough(times) => {
            let RouteTimesView { uplink, direct_seconds, gateway_seconds } = times;
            let (direct, gateway) = (time(direct_seconds), time(gateway_seconds));
            format!("at {uplink} a second that takes about {direct}, by a gateway about {gateway}")
        }
        RouteReasonView::Saves(times) => {
            let RouteTimesView { uplink, direct_seconds, gateway_seconds } = times;
            let (direct, gateway) = (time(direct_seconds), time(gateway_seconds));
            format!("at {uplink} a second that takes about {gateway}, the direct route about {direct}")
        }
        RouteReasonView::FewNodes { reachable, needed } => {
            format!("{reachable} storage nodes answer from here, and the direct route wants {needed}")
        }
    }
}

/// The two longest units that are not zero, the second one only beside the next longer: `1 h 5 min`.
fn time(seconds: u64) -> String {
    let first = UNITS.iter().position(|(unit, _)| seconds >= *unit).unwrap_or(UNITS.len() - 1);
    let (unit, sign) = UNITS[first];
    let whole = format!("{} {sign}", seconds / unit);
    match UNITS.get(first + 1).map(|(less, sign)| (seconds % unit / less, sign)) {
        Some((rest, sign)) if rest > 0 => format!("{whole} {rest} {sign}"),
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use pileus_domain::{AccountId, ByteCount};

    use super::*;

    fn view(gateway: bool, reason: RouteReasonView) -> RouteView {
        let (gateway, name) =
            if gateway { (Some(AccountId([1; 32])), Some("g.example".to_owned())) } else { (None, None) };
        RouteView { route: if gateway.is_some() { "gateway" } else { "direct" }, gateway, name, reason }
    }

    #[test]
    fn every_reason_is_a_sentence_with_its_numbers() {
        let times = RouteTimesView { uplink: ByteCount(64 << 10), direct_seconds: 1_536, gateway_seconds: 512 };
        for (view, expected) in [
            (
                view(false, RouteReasonView::NoGateway),
                "Direct: no gateway that `auto` may choose is authorised for this account (`pileus gateway list`).",
            ),
            (
                view(false, RouteReasonView::NoneAnswers),
                "Direct: no gateway that may act for this account answers now.",
            ),
            (
                view(false, RouteReasonView::UplinkUnknown),
                "Direct: how fast this computer sends is not known yet; this upload measures it.",
            ),
            (
                view(false, RouteReasonView::SoonEnough(times)),
                "Direct: at 64.0 KiB a second that takes about 25 min 36 s, by a gateway about 8 min 32 s.",
            ),
            (
                view(true, RouteReasonView::Saves(times)),
                "By gateway g.example: at 64.0 KiB a second that takes about 8 min 32 s, the direct route about 25 min 36 s.",
            ),
            (
                view(true, RouteReasonView::FewNodes { reachable: 9, needed: 14 }),
                "By gateway g.example: 9 storage nodes answer from here, and the direct route wants 14.",
            ),
        ] {
            assert_eq!(sentence(&view), expected);
        }
    }

    #[test]
    fn times_are_told_in_two_units_at_most() {
        for (seconds, expected) in
            [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3_665, "1 h 1 min"), (3_605, "1 h"), (200_000, "2 d 7 h")]
        {
            assert_eq!(time(seconds), expected);
        }
    }
}
