//! The life of territories by chance: after every step the chain says of space what the client has reckoned.

use std::collections::{BTreeMap, BTreeSet};

use pileus_app::{SealChoice, TerritoryChange, UploadRequest};
use pileus_domain::{BlockNumber, ByteCount, Fid, TerritoryName, TerritoryState};
use pileus_pipeline::RunEnd;
use pileus_ports::At as Place;

use crate::support::{CHARGE, Desk, Town};

/// Steps of one walk.
const STEPS: usize = 40;
/// Territories that a walk has at most.
const MOST: usize = 3;
/// Blocks from the end of a term to the end of the space.
const FROZEN: u32 = 7 * BlockNumber::DAY;

/// Numbers that look random and are the same every time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn number(&mut self, least: u32, most: u32) -> u32 {
        least + u32::try_from(self.below((most - least) as usize + 1)).unwrap()
    }
}

/// What the client reckons of one territory.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reckoned {
    total: u64,
    files: Vec<Fid>,
    deadline: u32,
}

impl Reckoned {
    fn state(&self, now: u32) -> TerritoryState {
        match now {
            _ if now < self.deadline => TerritoryState::Active,
            _ if now < self.deadline + FROZEN => TerritoryState::Frozen,
            _ => TerritoryState::Expired,
        }
    }

    fn used(&self) -> u64 {
        self.files.len() as u64 * CHARGE
    }
}

/// A person who does what chance says, and keeps books.
struct Walk {
    town: Town,
    desk: Desk,
    chance: Chance,
    books: BTreeMap<TerritoryName, Reckoned>,
    made: usize,
    /// What was really done: a walk that never comes to something proves nothing of it.
    done: BTreeSet<&'static str>,
}

impl Walk {
    async fn begin(seed: u64) -> Self {
        let town = Town::new().await;
        let desk = town.desk("Alice").await;
        let deadline = desk.space().await.deadline.0;
        let first = Reckoned { total: 4 << 30, files: Vec::new(), deadline };
        let books = BTreeMap::from([(crate::support::space(), first)]);
        Self { town, desk, chance: Chance(seed), books, made: 0, done: BTreeSet::new() }
    }

    fn now(&self) -> u32 {
        self.town.network.chain().best().number
    }

    /// Some territory in this state.
    fn some(&mut self, state: TerritoryState) -> Option<TerritoryName> {
        let now = self.now();
        let names: Vec<_> = self.books.iter().filter(|(_, r)| r.state(now) == state).map(|(name, _)| name).collect();
        if names.is_empty() { None } else { Some(names[self.chance.below(names.len())].clone()) }
    }

    async fn step(&mut self) {
        match self.chance.below(9) {
            0 => self.rent().await,
            1 => self.expand().await,
            2 => self.renew().await,
            3 | 4 => self.upload().await,
            5 => self.delete().await,
            6 | 7 => self.wait().await,
            _ => self.revive().await,
        }
    }

    /// Sign a change; gives the block that it is in.
    async fn sign(&self, change: TerritoryChange) -> u32 {
        let quote = self.desk.services.territories.quote(&self.desk.account, &change).await.unwrap();
        self.desk.services.territories.carry_out(&quote).await.unwrap().block.number.0
    }

    async fn rent(&mut self) {
        if self.books.len() == MOST {
            return;
        }
        let name = TerritoryName::new(format!("t{}", self.books.len())).unwrap();
        let (gib, days) = (self.chance.number(1, 3), self.chance.number(30, 40));
        let block = self.sign(TerritoryChange::Rent { name: name.clone(), gib, days }).await;
        let deadline = block + days * BlockNumber::DAY;
        self.books.insert(name, Reckoned { total: u64::from(gib) << 30, files: Vec::new(), deadline });
        self.done.insert("rent");
    }

    async fn expand(&mut self) {
        let Some(name) = self.some(TerritoryState::Active) else { return };
        let gib = self.chance.number(1, 2);
        self.sign(TerritoryChange::Expand { name: name.clone(), gib }).await;
        self.books.get_mut(&name).unwrap().total += u64::from(gib) << 30;
        self.done.insert("expand");
    }

    async fn renew(&mut self) {
        let state = if self.chance.below(2) == 0 { TerritoryState::Frozen } else { TerritoryState::Active };
        let Some(name) = self.some(state) else { return };
        let days = self.chance.number(1, 20);
        let block = self.sign(TerritoryChange::Renew { name: name.clone(), days }).await;
        let reckoned = self.books.get_mut(&name).unwrap();
        reckoned.deadline = reckoned.deadline.max(block) + days * BlockNumber::DAY;
        self.done.insert("renew");
    }

    async fn revive(&mut self) {
        let Some(name) = self.some(TerritoryState::Expired) else { return };
        let days = self.chance.number(1, 20);
        let block = self.sign(TerritoryChange::Revive { name: name.clone(), days }).await;
        let reckoned = self.books.get_mut(&name).unwrap();
        (reckoned.files, reckoned.deadline) = (Vec::new(), block + days * BlockNumber::DAY);
        self.done.insert("revive");
    }

    async fn upload(&mut self) {
        let Some(name) = self.some(TerritoryState::Active) else { return };
        if self.books[&name].total - self.books[&name].used() <= CHARGE {
            return;
        }
        self.made += 1;
        let source = self.town.file(&format!("file-{}.bin", self.made), 1_000 + self.made as u64);
        let request = UploadRequest { territory: name.clone(), ..self.desk.request(&source, SealChoice::None) };
        let job = self.desk.services.transfers.create_upload(request).await.unwrap().job.id;
        let outcome = self.desk.run(job).await;
        assert_eq!(outcome.end, RunEnd::Finished);
        self.books.get_mut(&name).unwrap().files.push(outcome.job.fid.unwrap());
        self.done.insert("upload");
    }

    async fn delete(&mut self) {
        let now = self.now();
        let stored = self.books.values_mut().find(|r| !r.files.is_empty() && r.state(now) != TerritoryState::Expired);
        let Some(fid) = stored.and_then(|reckoned| reckoned.files.pop()) else { return };
        self.desk.services.files.remove(&self.desk.account, &fid).await.unwrap();
        self.done.insert("delete");
    }

    /// Let days go by, sometimes just past the end of a term.
    async fn wait(&mut self) {
        let days = match self.some(TerritoryState::Active) {
            Some(name) if self.chance.below(3) == 0 => {
                let left = self.books[&name].deadline - self.now();
                left.div_ceil(BlockNumber::DAY) + self.chance.number(0, 2)
            }
            _ => self.chance.number(3, 20),
        };
        self.town.network.jump(days * BlockNumber::DAY).await.unwrap();
        self.done.insert("wait");
    }

    async fn compare(&mut self, step: usize) {
        let read = self.desk.chain().territories(&self.desk.account, Place::Best).await.unwrap();
        let now = self.now();
        let said: BTreeMap<_, _> = read.into_iter().map(|territory| (territory.name.clone(), territory)).collect();
        assert_eq!(said.len(), self.books.len(), "step {step}");
        for (name, reckoned) in &self.books {
            let territory = &said[name];
            let state = reckoned.state(now);
            assert_eq!((territory.state, territory.deadline.0), (state, reckoned.deadline), "{name}, step {step}");
            self.done.insert(match state {
                TerritoryState::Frozen => "freeze",
                TerritoryState::Expired => "expire",
                TerritoryState::Active | TerritoryState::OnConsignment => "last",
            });
            if state == TerritoryState::Expired {
                continue;
            }
            let sums = (territory.total, territory.used, territory.locked);
            assert_eq!(
                sums,
                (ByteCount(reckoned.total), ByteCount(reckoned.used()), ByteCount(0)),
                "{name}, step {step}"
            );
            let all = territory.used.0 + territory.locked.0 + territory.remaining.0;
            assert_eq!(all, territory.total.0, "{name}, step {step}");
            assert_eq!(territory.fits(1), reckoned.total - reckoned.used() > CHARGE, "{name}, step {step}");
        }
    }
}

async fn walk(seed: u64) {
    let mut walk = Walk::begin(seed).await;
    for step in 0..STEPS {
        walk.step().await;
        walk.compare(step).await;
    }
    assert_eq!(
        Vec::from_iter(walk.done),
        ["delete", "expand", "expire", "freeze", "last", "renew", "rent", "revive", "upload", "wait"]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_books_agree_with_the_chain_after_every_step() {
    walk(0x9e37_79b9_7f4a_7c15).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_books_agree_with_the_chain_on_another_walk() {
    walk(0x2545_f491_4f6c_dd1d).await;
}
