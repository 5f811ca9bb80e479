//! Which way files shall take, where the person leaves that to Pileus.
//!
//! Duty: decide from what is known, and give the numbers that decided. A pure function: nobody is asked here.
//!
//! Invariants: a gateway is chosen only where that saves much time, or where the direct route would not come through; more
//! uplink and more storage nodes never turn `direct` into a gateway.

use pileus_domain::{ByteCount, ColumnIndex, GatewayRecord, Geometry, Route};

use super::within_reach::Reachable;
use crate::uplink::Uplink;

/// Files that leave within this time by the direct route always take it: it needs to trust nobody.
///
/// # Units
/// seconds.
const SOON_ENOUGH: u64 = 120;
/// Bytes of a fragment.
const FRAGMENT: u64 = Geometry::CESS.fragment() as u64;
/// Bytes of a segment.
const SEGMENT: u64 = Geometry::CESS.segment() as u64;
/// Fragments of a segment with data.
const DATA: u64 = Geometry::CESS.data() as u64;

/// Why a way was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteReason {
    /// Direct: the account has authorised no gateway that could be chosen.
    NoGateway,
    /// Direct: no authorised gateway answers.
    NoneAnswers,
    /// Direct: it is not known how fast bytes leave this computer. This upload measures it.
    UplinkUnknown,
    /// Direct: it does not take long.
    SoonEnough {
        /// Bytes that leave this computer in a second.
        uplink: ByteCount,
        /// How long the bytes take on the direct route.
        ///
        /// # Units
        /// seconds.
        direct_seconds: u64,
        /// The same by way of a gateway.
        gateway_seconds: u64,
    },
    /// Gateway: the direct route would take long.
    Saves {
        /// Bytes that leave this computer in a second.
        uplink: ByteCount,
        /// How long the bytes take on the direct route.
        ///
        /// # Units
        /// seconds.
        direct_seconds: u64,
        /// The same by way of a gateway.
        gateway_seconds: u64,
    },
    /// Gateway: too few storage nodes answer from here.
    FewNodes {
        /// Storage nodes that answer.
        reachable: u32,
        /// Storage nodes that an upload wants, with a few in reserve.
        needed: u32,
    },
}

/// A way, and why it is the better one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteAdvice {
    /// The way.
    pub route: Route,
    /// Why.
    pub reason: RouteReason,
}

/// The authorised gateways that could be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    /// There are none.
    None,
    /// None of them answers.
    Silent,
    /// This one answers.
    Answers(GatewayRecord),
}

/// Bytes that leave this computer for some files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Load {
    /// To storage nodes: fragments that are no more than zeros need not be sent.
    direct: u64,
    /// To a gateway: the files once.
    gateway: u64,
}

impl Load {
    /// Of files that are so long as they leave.
    pub(super) fn of(files: &[ByteCount]) -> Self {
        let sum = |bytes: fn(u64) -> u64| files.iter().fold(0, |sum: u64, file| sum.saturating_add(bytes(file.0)));
        Self { direct: sum(sent_directly), gateway: sum(std::convert::identity) }
    }
}

/// How long a file is as it leaves: sealed it fills whole segments.
pub fn length_to_send(file: ByteCount, sealed: bool) -> ByteCount {
    let segments = pileus_codec::segments_when_sealed(Geometry::CESS, file.0).filter(|_| sealed);
    segments.map_or(file, |segments| ByteCount(segments.saturating_mul(SEGMENT)))
}

fn sent_directly(file: u64) -> u64 {
    let all = u64::from(ColumnIndex::COUNT);
    let rest = (file % SEGMENT).div_ceil(FRAGMENT);
    let last = if rest > 0 { rest + (all - DATA) } else { 0 };
    (file / SEGMENT).saturating_mul(all).saturating_add(last).saturating_mul(FRAGMENT)
}

/// The better way for files.
pub(super) fn decide(gateway: Choice, nodes: Reachable, uplink: Uplink, load: Load) -> RouteAdvice {
    let direct = |reason| RouteAdvice { route: Route::Direct, reason };
    let gateway = match gateway {
        Choice::None => return direct(RouteReason::NoGateway),
        Choice::Silent => return direct(RouteReason::NoneAnswers),
        Choice::Answers(gateway) => gateway,
    };
    let by_gateway = |reason| RouteAdvice { route: Route::Gateway(gateway), reason };
    let Reachable { reachable, needed } = nodes;
    if reachable < needed {
        return by_gateway(RouteReason::FewNodes { reachable, needed });
    }
    // At most so fast, and maybe slower where only a limit is known.
    let Some(most) = uplink.most() else { return direct(RouteReason::UplinkUnknown) };
    let seconds = |bytes: u64| bytes.div_ceil(most.0.max(1));
    let (direct_seconds, gateway_seconds) = (seconds(load.direct), seconds(load.gateway));
    match (direct_seconds <= SOON_ENOUGH, uplink.measured.is_some()) {
        (true, true) => direct(RouteReason::SoonEnough { uplink: most, direct_seconds, gateway_seconds }),
        (true, false) => direct(RouteReason::UplinkUnknown),
        (false, _) => by_gateway(RouteReason::Saves { uplink: most, direct_seconds, gateway_seconds }),
    }
}

#[cfg(test)]
mod tests {
    use pileus_domain::{AccountId, Endpoint};
    use proptest::prelude::*;

    use super::*;

    const ENOUGH: Reachable = Reachable { reachable: 14, needed: 14 };

    fn gateway() -> GatewayRecord {
        GatewayRecord { endpoint: Some(Endpoint("g".to_owned())), ..GatewayRecord::unlisted(AccountId([1; 32])) }
    }

    fn measured(bytes: u64) -> Uplink {
        Uplink { measured: Some(ByteCount(bytes)), limit: None }
    }

    fn advice(nodes: Reachable, uplink: Uplink, files: &[u64]) -> RouteAdvice {
        let files: Vec<_> = files.iter().copied().map(ByteCount).collect();
        decide(Choice::Answers(gateway()), nodes, uplink, Load::of(&files))
    }

    fn goes_direct(nodes: Reachable, uplink: Uplink, files: &[u64]) -> bool {
        advice(nodes, uplink, files).route == Route::Direct
    }

    #[test]
    fn a_gateway_is_chosen_only_where_one_is_authorised_and_answers() {
        for (choice, reason) in [(Choice::None, RouteReason::NoGateway), (Choice::Silent, RouteReason::NoneAnswers)] {
            let none = Reachable { reachable: 0, needed: 12 };
            let advice = decide(choice, none, measured(1), Load { direct: u64::MAX, gateway: 1 });
            assert_eq!(advice, RouteAdvice { route: Route::Direct, reason });
        }
    }

    #[test]
    fn the_numbers_that_decide_are_told() {
        // A segment of 32 MiB: twelve fragments of 8 MiB against its bytes once.
        let slow = advice(ENOUGH, measured(64 << 10), &[32 << 20]);
        let (uplink, direct_seconds, gateway_seconds) = (ByteCount(64 << 10), 1536, 512);
        assert_eq!(slow.reason, RouteReason::Saves { uplink, direct_seconds, gateway_seconds });
        assert_eq!(slow.route, Route::Gateway(gateway()));
        let fast = advice(ENOUGH, measured(1 << 20), &[32 << 20]);
        let (uplink, direct_seconds, gateway_seconds) = (ByteCount(1 << 20), 96, 32);
        assert_eq!(fast.reason, RouteReason::SoonEnough { uplink, direct_seconds, gateway_seconds });
        assert_eq!(fast.route, Route::Direct);
    }

    #[test]
    fn the_padding_of_small_files_counts_on_the_direct_route() {
        // Eight fragments of parity and one of data for each.
        assert_eq!(Load::of(&[ByteCount(1); 100]), Load { direct: 100 * 9 * (8 << 20), gateway: 100 });
        assert_eq!(Load::of(&[ByteCount((8 << 20) + 1)]), Load { direct: 10 * (8 << 20), gateway: (8 << 20) + 1 });
        assert!(!goes_direct(ENOUGH, measured(1 << 20), &[1; 100]));
        assert!(goes_direct(ENOUGH, measured(1 << 20), &[100]));
    }

    #[test]
    fn a_sealed_file_leaves_in_whole_segments() {
        assert_eq!(length_to_send(ByteCount(5), false), ByteCount(5));
        assert_eq!(length_to_send(ByteCount(5), true), ByteCount(32 << 20));
        assert_eq!(length_to_send(ByteCount(32 << 20), true), ByteCount(64 << 20));
        let load = Load::of(&[length_to_send(ByteCount(5), true)]);
        assert_eq!(load, Load { direct: 96 << 20, gateway: 32 << 20 });
    }

    #[test]
    fn too_few_storage_nodes_decide_before_everything_else() {
        let few = Reachable { reachable: 11, needed: 12 };
        let told = RouteReason::FewNodes { reachable: 11, needed: 12 };
        for uplink in [Uplink::default(), measured(1 << 40)] {
            assert_eq!(advice(few, uplink, &[1]).reason, told);
        }
    }

    #[test]
    fn a_limit_alone_decides_only_what_no_line_could_change() {
        let limited = Uplink { measured: None, limit: Some(ByteCount(64 << 10)) };
        assert!(matches!(advice(ENOUGH, limited, &[1 << 30]).reason, RouteReason::Saves { .. }));
        let wide = Uplink { measured: None, limit: Some(ByteCount(1 << 30)) };
        assert_eq!(advice(ENOUGH, wide, &[1 << 20]).reason, RouteReason::UplinkUnknown);
        assert_eq!(advice(ENOUGH, Uplink::default(), &[1 << 40]).reason, RouteReason::UplinkUnknown);
    }

    fn uplinks() -> impl Strategy<Value = Uplink> {
        let speed = || proptest::option::of((1_u64..1 << 40).prop_map(ByteCount));
        (speed(), speed()).prop_map(|(measured, limit)| Uplink { measured, limit })
    }

    fn faster(uplink: Uplink, by: u64) -> Uplink {
        let more = |speed: Option<ByteCount>| speed.map(|speed| ByteCount(speed.0 + by));
        Uplink { measured: more(uplink.measured), limit: more(uplink.limit) }
    }

    proptest! {
        #[test]
        fn more_uplink_never_turns_direct_into_a_gateway(
            uplink in uplinks(), by in 0_u64..1 << 40, files in proptest::collection::vec(1_u64..1 << 42, 1..5),
        ) {
            let before = goes_direct(ENOUGH, uplink, &files);
            prop_assert!(!before || goes_direct(ENOUGH, faster(uplink, by), &files));
        }

        #[test]
        fn more_storage_nodes_never_turn_direct_into_a_gateway(
            uplink in uplinks(), reachable in 0_u32..20, more in 0_u32..20, file in 1_u64..1 << 42,
        ) {
            let seen = |reachable| Reachable { reachable, needed: 12 };
            let before = goes_direct(seen(reachable), uplink, &[file]);
            prop_assert!(!before || goes_direct(seen(reachable + more), uplink, &[file]));
        }

        #[test]
        fn more_bytes_never_turn_a_gateway_into_direct(
            uplink in uplinks(), files in proptest::collection::vec(1_u64..1 << 42, 1..5), another in 1_u64..1 << 42,
        ) {
            let more = [files.as_slice(), &[another]].concat();
            prop_assert!(goes_direct(ENOUGH, uplink, &files) || !goes_direct(ENOUGH, uplink, &more));
        }

        #[test]
        fn a_gateway_never_takes_longer_than_the_direct_route(file in 1_u64..1 << 50) {
            let load = Load::of(&[ByteCount(file)]);
            prop_assert!(load.direct >= 3 * load.gateway);
        }
    }
}
