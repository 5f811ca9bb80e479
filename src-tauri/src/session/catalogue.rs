//! A window follows the catalogue: its files at once, what the chain says of them behind it, then every change.
//!
//! Duty: one task a window, from the first chunk until the window is gone.
//!
//! Invariants: files come from the journal alone, so a chain that does not answer delays no list; the first rows are
//! told before the others are read; between two updates
//! lie at least 50 ms, however fast files change; an update that was told is never taken back but by a later one.
//!
//! Absent on purpose: nothing is searched or sorted. Pages have all rows and do that themselves.

mod listener;
mod shown;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use pileus_app::{BucketSummary, Buckets, Health};
use pileus_contract::window::{BucketRow, CatalogueHead, CatalogueUpdate, FileRow, FileState, Shelf};
use pileus_domain::{AccountId, BlockRef, Fid, Problem, Territory};
use pileus_ports::{CatalogueFile, FileCursor, FilePage};
use tokio::{
    task::AbortHandle,
    time::{Instant, MissedTickBehavior, interval, sleep, sleep_until},
};

use super::Session;
pub(crate) use listener::Listener;
use shown::Shown;

/// Rows of one update, at most.
const CHUNK: u32 = 2_000;
/// Least time between two updates of a window: 20 a second.
const PAUSE: Duration = Duration::from_millis(50);
/// How often it is asked whether the catalogue changed: one number from the journal.
const LOOK: Duration = Duration::from_millis(400);
/// A catalogue that takes long to read is not read again before so many times as long.
const REST: u32 = 4;
/// Files that the chain is asked about at the same time.
const STATES_AT_ONCE: usize = 8;
/// How long to wait before a chain or a journal that does not answer is asked again.
const ASK_AGAIN: Duration = Duration::from_secs(2);
/// Least time after which all files are asked about anew.
const AROUND: Duration = Duration::from_secs(30);
/// The same for each file: never more than ten questions a second once all are known.
const AROUND_EACH: Duration = Duration::from_millis(100);

/// The tasks of the windows that follow.
#[derive(Default)]
pub(super) struct Followers(Mutex<BTreeMap<String, AbortHandle>>);

impl Followers {
    /// A window follows anew; what it followed before ends.
    fn replace(&self, window: &str, task: AbortHandle) {
        let before = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(window.to_owned(), task);
        if let Some(before) = before {
            before.abort();
        }
    }
}

/// What the journal keeps at one moment.
struct Kept {
    revision: u64,
    buckets: Vec<BucketSummary>,
    files: Vec<CatalogueFile>,
}

impl Session {
    /// Tell a window of the catalogue from now on.
    ///
    /// # Errors
    /// The vault's or the journal's problem.
    pub(crate) async fn follow_catalogue(self: Arc<Self>, listener: Listener) -> Result<CatalogueHead, Problem> {
        let account = self.services.keys.account(None).ok().map(|entry| entry.account);
        // The number first: a change in between is seen at the next look.
        let revision = self.services.files.catalogue_revision().await?;
        let buckets = match &account {
            Some(account) => self.services.buckets.list(account).await?,
            None => Vec::new(),
        };
        let files = buckets.iter().map(|summary| summary.files).sum::<usize>();
        let head = CatalogueHead {
            files: u32::try_from(files).unwrap_or(u32::MAX),
            territories: shelves(&buckets, &[]),
            token_symbol: self.services.identity().token_symbol.clone(),
        };
        let window = listener.label().to_owned();
        let follower = Follower { buckets, revision, ..Follower::new(Arc::clone(&self), listener, account) };
        let task = self.spawn(follower.run());
        self.followers.replace(&window, task);
        Ok(head)
    }

    /// Without an account there is no catalogue yet.
    async fn kept(&self, account: Option<&AccountId>) -> Result<Kept, Problem> {
        let revision = self.services.files.catalogue_revision().await?;
        let Some(account) = account else { return Ok(Kept { revision, buckets: Vec::new(), files: Vec::new() }) };
        let buckets = self.services.buckets.all(account).await?;
        let files = self.services.files.catalogue(account).await?;
        Ok(Kept { revision, buckets: Buckets::summaries(buckets, &files), files })
    }
}

/// Territories with their buckets: those of the chain first, then those that only the catalogue knows.
fn shelves(buckets: &[BucketSummary], territories: &[Territory]) -> Vec<Shelf> {
    let mut rows: BTreeMap<String, Vec<BucketRow>> = BTreeMap::new();
    for summary in buckets {
        rows.entry(summary.bucket.territory.to_string()).or_default().push(BucketRow::from(summary));
    }
    let on_chain = territories.iter().map(|territory| {
        let name = territory.name.to_string();
        let buckets = rows.remove(&name).unwrap_or_default();
        Shelf::of_catalogue(name, buckets).as_on_chain(territory)
    });
    let mut shelves: Vec<_> = on_chain.collect();
    shelves.extend(rows.into_iter().map(|(name, buckets)| Shelf::of_catalogue(name, buckets)));
    shelves
}

type Asked = (Fid, Result<(Health, BlockRef), Problem>);

/// The task of one window.
struct Follower {
    session: Arc<Session>,
    listener: Listener,
    account: Option<AccountId>,
    shown: Shown,
    buckets: Vec<BucketSummary>,
    territories: Vec<Territory>,
    revision: u64,
    /// All files, newest first.
    order: Vec<Fid>,
    /// Files that the chain is still to be asked about, next one first.
    queue: VecDeque<Fid>,
    /// No question before this moment.
    not_before: Instant,
    /// No look at the catalogue before this moment.
    rest_until: Instant,
    /// When all files are asked about anew.
    around: Instant,
}

impl Follower {
    fn new(session: Arc<Session>, listener: Listener, account: Option<AccountId>) -> Self {
        let now = Instant::now();
        Self {
            session,
            listener,
            account,
            shown: Shown::default(),
            buckets: Vec::new(),
            territories: Vec::new(),
            revision: 0,
            order: Vec::new(),
            queue: VecDeque::new(),
            not_before: now,
            rest_until: now,
            around: now,
        }
    }

    async fn run(mut self) {
        if !self.list().await {
            return;
        }
        self.read_territories().await;
        let mut asked: FuturesUnordered<BoxFuture<'static, Asked>> = FuturesUnordered::new();
        let (mut tell, mut look) = (every(PAUSE), every(LOOK));
        loop {
            let now = Instant::now();
            while asked.len() < STATES_AT_ONCE && now >= self.not_before {
                let Some(fid) = self.queue.pop_front() else { break };
                asked.push(self.ask(fid));
            }
            tokio::select! {
                Some(answer) = asked.next() => self.take(answer),
                () = sleep_until(self.not_before), if !self.queue.is_empty() && now < self.not_before => (),
                _ = tell.tick(), if self.shown.has_news() => if !self.tell() { return },
                _ = look.tick() => {
                    if !self.listener.is_there() {
                        return;
                    }
                    self.look(asked.is_empty()).await;
                }
            }
        }
    }

    /// The rows of the journal, each chunk told before the next is read; false once the window is gone.
    async fn list(&mut self) -> bool {
        let mut after = None;
        loop {
            let FilePage { files, next } = self.page(after).await;
            self.shown.list(&files);
            self.order.extend(files.iter().map(|file| file.fid));
            let rows = files.iter().map(FileRow::from).collect();
            let update = CatalogueUpdate { rows, listed: next.is_none(), ..CatalogueUpdate::default() };
            if !self.listener.tell(update) {
                return false;
            }
            if next.is_none() {
                break;
            }
            after = next;
        }
        self.queue = self.order.iter().copied().collect();
        self.around = self.next_round();
        true
    }

    /// A chunk of the journal's files. One that cannot be read now is asked for again, until the window is gone.
    async fn page(&self, after: Option<FileCursor>) -> FilePage {
        let nothing = FilePage { files: Vec::new(), next: None };
        let Some(account) = &self.account else { return nothing };
        while self.listener.is_there() {
            match self.session.services.files.catalogue_page(account, after, CHUNK).await {
                Ok(page) => return page,
                Err(_) => sleep(ASK_AGAIN).await,
            }
        }
        nothing
    }

    fn keep(&mut self, kept: Kept) {
        self.revision = kept.revision;
        self.buckets = kept.buckets;
        self.order = kept.files.iter().map(|file| file.fid).collect();
    }

    fn ask(&self, fid: Fid) -> BoxFuture<'static, Asked> {
        let files = self.session.services.files.clone();
        Box::pin(async move { (fid, files.health(&fid).await) })
    }

    fn take(&mut self, (fid, answer): Asked) {
        if let Ok((health, block)) = answer {
            self.shown.state(fid, FileState::from(health), block.number.0);
        } else {
            self.queue.push_front(fid);
            self.not_before = Instant::now() + ASK_AGAIN;
        }
    }

    /// Has the catalogue changed, or is it time to ask the chain anew?
    async fn look(&mut self, idle: bool) {
        let now = Instant::now();
        if now >= self.rest_until {
            self.reload().await;
            self.rest_until = Instant::now() + now.elapsed() * REST;
        }
        if idle && self.queue.is_empty() && now >= self.around {
            self.queue = self.order.iter().copied().collect();
            self.read_territories().await;
            self.around = self.next_round();
        }
    }

    /// A journal that cannot be read now is asked again at the next look.
    async fn reload(&mut self) {
        let account = self.session.services.keys.account(None).ok().map(|entry| entry.account);
        let other_account = account != self.account;
        let revision = self.session.services.files.catalogue_revision().await;
        if !other_account && revision.is_ok_and(|revision| revision == self.revision) {
            return;
        }
        let Ok(kept) = self.session.kept(account.as_ref()).await else { return };
        self.account = account;
        for fid in self.shown.change(&kept.files) {
            self.queue.push_front(fid);
        }
        self.keep(kept);
        self.read_territories().await;
    }

    /// The space of territories changes with files; a chain that does not answer leaves what was known.
    async fn read_territories(&mut self) {
        if let Some(account) = &self.account
            && let Ok(territories) = self.session.services.territories.list(account).await
        {
            self.territories = territories;
        }
        self.shown.shelves(shelves(&self.buckets, &self.territories));
    }

    fn tell(&mut self) -> bool {
        let update = self.shown.take(CHUNK as usize);
        update.is_none_or(|update| self.listener.tell(update))
    }

    fn next_round(&self) -> Instant {
        let files = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        Instant::now() + AROUND.max(AROUND_EACH.saturating_mul(files))
    }
}

fn every(period: Duration) -> tokio::time::Interval {
    let mut interval = interval(period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

#[cfg(test)]
mod measured;
#[cfg(test)]
mod tests;
