//! When a gateway fails: who goes on, and who never does.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use bytes::Bytes;
use pileus_domain::{
    AccountId, ByteCount, ContentHash, Deal, Endpoint, Fid, GatewayRecord, GatewaySoftware, JobId, Owner, Route,
};
use pileus_pipeline::RunEnd;
use pileus_ports::{
    GatewayErrorKind, JobEvent, Journal, Seal, TransferDetails, UploadDetails,
    fake::{FakeGateway, JournalFault},
};

use crate::{
    gateway::orders_of,
    world::{World, cd2n_endpoint, code, planned, space},
};

/// Charged for a file of one segment.
const CHARGE: ByteCount = ByteCount(96 << 20);
/// Length of the file that is stored.
const LENGTH: usize = 40_000;

/// What a gateway does to an honest order.
type Change = fn(&mut Deal);

/// A world with some gateways of DeOSS on the chain's list, all of which may act for the account.
struct Town {
    world: World,
    gateways: Vec<FakeGateway>,
}

fn account(number: usize) -> AccountId {
    AccountId([u8::try_from(0x10 + number).unwrap(); 32])
}

fn record(number: usize) -> GatewayRecord {
    GatewayRecord { endpoint: Some(endpoint(number)), ..GatewayRecord::unlisted(account(number)) }
}

fn endpoint(number: usize) -> Endpoint {
    Endpoint(format!("http://g{number}.example"))
}

impl Town {
    fn with(gateways: usize) -> Self {
        Self::naming(gateways, |bytes| planned(bytes).fid)
    }

    /// The first of them names files as it is told.
    fn naming(gateways: usize, naming: fn(&[u8]) -> Fid) -> Self {
        let mut world = World::new();
        let honest: fn(&[u8]) -> Fid = |bytes| planned(bytes).fid;
        let names = |number| if number == 0 { naming } else { honest };
        let gateways: Vec<_> = (0..gateways).map(|n| FakeGateway::new(endpoint(n), names(n))).collect();
        for (number, gateway) in gateways.iter().enumerate() {
            gateway.allow(world.signer.0, space().as_str());
            world.chain.set_gateway(record(number));
            world.chain.set_authorised(world.signer.0, account(number));
            if number > 0 {
                gateways[0].beside(gateway);
            }
        }
        world.gateway = gateways[0].clone();
        world.restarted();
        Self { world, gateways }
    }

    /// Let a gateway order what it gets, and bring it to the storage nodes.
    fn honest(&self, number: usize) -> Arc<AtomicUsize> {
        orders_of(&self.world, &self.gateways[number], true, |_| ())
    }

    /// Let a gateway take what it gets, and do nothing with it.
    fn idle(&self, number: usize) -> Arc<AtomicUsize> {
        let calls = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&calls);
        self.gateways[number].on_order(move |_, _, _, _: &Bytes| _ = count.fetch_add(1, Ordering::SeqCst));
        calls
    }

    /// An upload by the first gateway.
    async fn job(&self) -> JobId {
        self.job_by(record(0)).await
    }

    async fn job_by(&self, gateway: GatewayRecord) -> JobId {
        let path = self.world.file("a.bin", LENGTH);
        self.world.upload_job_by(&path, Seal::None, Route::Gateway(gateway)).await
    }

    async fn details(&self, job: JobId) -> UploadDetails {
        match self.world.journal.job(job).await.unwrap().unwrap().details {
            TransferDetails::Upload(details) => details,
            TransferDetails::Download(_) => panic!("an upload"),
        }
    }

    /// Who gave up, why, and who went on.
    async fn given_up(&self, job: JobId) -> Vec<(AccountId, String, Option<AccountId>)> {
        let events = self.world.events(job).await.into_iter();
        let told = |event| match event {
            JobEvent::GatewayGivenUp { gateway, problem, next, .. } => {
                Some((gateway, problem.code, next.map(|next| next.account)))
            }
            _ => None,
        };
        events.filter_map(told).collect()
    }

    /// The order of an honest gateway, which nobody has brought to a storage node.
    fn order(&self) -> (Fid, Deal) {
        let plan = planned(&std::fs::read(self.world.folder.path().join("a.bin")).unwrap());
        let owner = Owner { account: self.world.signer.0, file_name: "sealed".into(), territory: space().to_string() };
        let deal = Deal { file_size: plan.file_size, segments: plan.segments.clone(), owner, reported: vec![] };
        (plan.fid, deal)
    }
}

fn count(calls: &AtomicUsize) -> usize {
    calls.load(Ordering::SeqCst)
}

/// The first gateway fails; the second must store the file, and nothing leaves for the storage nodes from here.
async fn second_stores(town: &Town, expected: &str) {
    let (second, third) = (town.honest(1), town.idle(2));
    let job = town.job().await;
    assert_eq!(town.world.run(job, None).await, RunEnd::Finished, "{expected}");
    assert_eq!(town.given_up(job).await, [(account(0), expected.to_owned(), Some(account(1)))]);
    assert_eq!((count(&second), count(&third), town.world.nodes.sent().len()), (1, 0, 0), "{expected}");
    let details = town.details(job).await;
    assert_eq!((details.given_up, details.route), (vec![account(0)], Route::Gateway(record(1))), "{expected}");
    let events = town.world.events(job).await;
    let name = Some("g1.example".to_owned());
    let took = |e: &JobEvent| matches!(e, JobEvent::HandedOver { gateway, name: n, .. } if *gateway == account(1) && *n == name);
    assert!(events.iter().any(took), "{expected}: {events:?}");
}

#[tokio::test(start_paused = true)]
async fn the_next_gateway_takes_over_from_one_that_does_not_take_the_file() {
    for (kind, expected) in [
        (GatewayErrorKind::Unreachable, "gateway_unreachable"),
        (GatewayErrorKind::TimedOut, "gateway_unreachable"),
        (GatewayErrorKind::Busy, "gateway_busy"),
        (GatewayErrorKind::TooLarge, "gateway_refused"),
        (GatewayErrorKind::Corrupt, "gateway_unusable"),
        (GatewayErrorKind::NotAuthorised, "gateway_not_authorised"),
    ] {
        let town = Town::with(3);
        town.gateways[0].fail_next(kind);
        second_stores(&town, expected).await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_next_gateway_takes_over_from_one_that_stores_less_or_other_bytes() {
    for (size, expected) in [(LENGTH / 2, "gateway_truncated"), (LENGTH, "gateway_changed")] {
        let town = Town::naming(3, |_| planned(b"other bytes").fid);
        orders_of(&town.world, &town.gateways[0], false, move |deal| deal.file_size = ByteCount(size as u64));
        second_stores(&town, expected).await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_next_gateway_takes_over_from_one_that_did_not_order_or_was_revoked() {
    second_stores(&Town::with(3), "gateway_no_order").await;
    let town = Town::with(3);
    town.world.chain.take_back(town.world.signer.0, account(0));
    second_stores(&town, "gateway_not_authorised").await;
}

#[tokio::test(start_paused = true)]
async fn when_all_fail_the_direct_route_goes_on_and_none_was_asked_twice() {
    let town = Town::with(5);
    let calls: Vec<_> = (0..5).map(|number| town.idle(number)).collect();
    let job = town.job().await;
    assert_eq!(town.world.run(job, None).await, RunEnd::Finished);
    let asked: Vec<_> = calls.iter().map(|calls| count(calls)).collect();
    assert_eq!(asked, [1, 1, 1, 0, 0], "no more than three are tried");
    let nexts: Vec<_> = town.given_up(job).await.into_iter().map(|(who, _, next)| (who, next)).collect();
    let (first, second, third) = (account(0), account(1), account(2));
    assert_eq!(nexts, [(first, Some(second)), (second, Some(third)), (third, None)]);
    assert_eq!(town.details(job).await.route, Route::Direct);
    assert!(!town.world.nodes.sent().is_empty());
    assert_eq!((town.world.used(), town.world.locked()), (CHARGE, ByteCount(0)), "one declaration");
}

#[tokio::test(start_paused = true)]
async fn only_a_gateway_that_the_account_has_authorised_and_that_answers_takes_over() {
    let town = Town::with(5);
    let calls: Vec<_> = (0..5).map(|number| town.honest(number)).collect();
    town.gateways[0].fail_next(GatewayErrorKind::Failed);
    // The second is not authorised any more, the third is silent, the fourth left the list.
    town.world.chain.take_back(town.world.signer.0, account(1));
    town.gateways[2].fail_next(GatewayErrorKind::TimedOut);
    town.world.chain.remove_gateway(&account(3));
    let job = town.job().await;
    assert_eq!(town.world.run(job, None).await, RunEnd::Finished);
    let asked: Vec<_> = calls.iter().map(|calls| count(calls)).collect();
    assert_eq!(asked, [0, 0, 0, 0, 1]);
    assert_eq!(town.details(job).await.route, Route::Gateway(record(4)));
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_goes_by_two_accounts_is_still_one() {
    let town = Town::with(1);
    let twin = GatewayRecord { account: account(9), ..record(0) };
    town.world.chain.set_gateway(twin);
    town.world.chain.set_authorised(town.world.signer.0, account(9));
    let calls = town.idle(0);
    let job = town.job().await;
    assert_eq!(town.world.run(job, None).await, RunEnd::Finished);
    assert_eq!((count(&calls), town.details(job).await.route), (1, Route::Direct));
}

#[tokio::test(start_paused = true)]
async fn a_gateway_of_another_fid_rule_never_takes_over() {
    let retriever = |software| {
        let (endpoint, pool) = (Some(cd2n_endpoint()), Some(crate::world::POOL.to_owned()));
        GatewayRecord { account: account(7), endpoint, software, pool }
    };
    let town = Town::with(2);
    town.world.chain.set_gateway(retriever(GatewaySoftware::Cd2n));
    town.world.chain.set_authorised(town.world.signer.0, account(7));
    let flat = orders_of(&town.world, &town.world.cd2n, true, |_| ());
    let (first, second) = (town.idle(0), town.idle(1));
    let job = town.job().await;
    assert_eq!(town.world.run(job, None).await, RunEnd::Finished);
    assert_eq!((count(&first), count(&second), count(&flat)), (1, 1, 0), "its file would have another name");
    assert_eq!(town.details(job).await.route, Route::Direct);
}

#[tokio::test(start_paused = true)]
async fn an_order_that_cannot_be_used_any_more_is_taken_over_by_nobody() {
    let swap = |deal: &mut Deal| deal.segments[0].fragments[3] = ContentHash([9; 32]);
    let steal = |deal: &mut Deal| deal.owner.account = AccountId([0x55; 32]);
    let changes: [(Change, &str); 2] = [(swap, "gateway_swapped"), (steal, "gateway_other_owner")];
    for (change, expected) in changes {
        let town = Town::with(2);
        orders_of(&town.world, &town.gateways[0], true, change);
        let second = town.honest(1);
        let job = town.job().await;
        assert_eq!(code(&town.world.run(job, None).await), expected);
        assert_eq!((count(&second), town.world.nodes.sent().len(), town.given_up(job).await.len()), (0, 0, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn an_order_that_stands_is_gone_on_with_directly() {
    let town = Town::with(2);
    orders_of(&town.world, &town.gateways[0], false, |_| ());
    let second = town.honest(1);
    let job = town.job().await;
    assert_eq!(town.world.run(job, None).await, RunEnd::Finished);
    assert_eq!(town.given_up(job).await, [(account(0), "gateway_stalled".to_owned(), None)]);
    assert_eq!((count(&second), town.world.orders_signed(job).await), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn an_order_that_comes_late_is_gone_on_with_directly_and_nobody_else_is_blamed_for_it() {
    let town = Town::with(2);
    let second = town.honest(1);
    let job = town.job().await;
    let (chain, (fid, deal)) = (town.world.chain.clone(), town.order());
    let (owner, charge) = (town.world.signer.0, CHARGE.0);
    let late = move || {
        chain.change_territory(owner, &space(), |territory| {
            territory.locked.0 += charge;
            territory.remaining.0 -= charge;
        });
        chain.put_deal(fid, deal);
    };
    town.world.at(|event| matches!(event, JobEvent::GatewayGivenUp { .. }), late);
    town.gateways[0].fail_next(GatewayErrorKind::TimedOut);
    assert_eq!(town.world.run(job, None).await, RunEnd::Finished);
    assert_eq!(town.given_up(job).await, [(account(0), "gateway_unreachable".to_owned(), Some(account(1)))]);
    assert_eq!((count(&second), town.world.orders_signed(job).await), (0, 0));
    assert_eq!(town.details(job).await.route, Route::Direct);
    assert_eq!((town.world.used(), town.world.locked()), (CHARGE, ByteCount(0)), "one declaration");
}

#[tokio::test(start_paused = true)]
async fn a_crash_at_every_write_while_gateways_take_over_ends_in_one_declaration() {
    let mut at = 0;
    loop {
        let mut town = Town::with(3);
        let first = town.idle(0);
        let second = town.honest(1);
        let job = town.job().await;
        town.world.journal.fail_after(at, JournalFault::Broken);
        let end = town.world.run(job, None).await;
        town.world.restarted();
        assert_eq!(town.world.run(job, None).await, RunEnd::Finished, "after write {at}");
        assert_eq!((town.world.used(), town.world.locked()), (CHARGE, ByteCount(0)), "after write {at}");
        assert!(count(&second) <= 1, "handed over again after write {at}");
        assert!(town.given_up(job).await.len() <= 1, "given up again after write {at}");
        if end == RunEnd::Finished {
            assert_eq!((count(&first), count(&second)), (1, 1));
            break;
        }
        at += 1;
    }
    assert!(at > 10, "only {at} writes were tried");
}
