//! What a window was told of the catalogue, and what it was not told yet.

use std::{
    collections::{BTreeMap, HashMap, hash_map::Entry},
    hash::{DefaultHasher, Hash, Hasher},
};

use pileus_contract::window::{CatalogueUpdate, FileRow, FileState, RemovedRow, Shelf};
use pileus_domain::Fid;
use pileus_ports::CatalogueFile;

/// A file as the window knows it.
struct Known {
    bucket: i64,
    /// Tells whether its row changed, without keeping the row a second time.
    print: u64,
    state: Option<FileState>,
    /// The reading of the catalogue that had it last.
    reading: u64,
}

/// All files that a window knows, and the news for it.
#[derive(Default)]
pub(super) struct Shown {
    files: HashMap<Fid, Known>,
    read: u32,
    reading: u64,
    shelves: Option<Vec<Shelf>>,
    as_of: Option<u32>,
    news: News,
}

/// What the window has not heard; of a file only the last state counts.
#[derive(Default)]
struct News {
    rows: BTreeMap<Fid, FileRow>,
    states: BTreeMap<Fid, FileState>,
    removed: Vec<RemovedRow>,
    shelves: bool,
    counted: bool,
}

impl Shown {
    /// These rows were told just now.
    pub(super) fn list(&mut self, files: &[CatalogueFile]) {
        let reading = self.reading;
        self.files.extend(files.iter().map(|file| (file.fid, Known::new(file, reading))));
    }

    /// The catalogue as it is now; gives the files that are new to the window.
    pub(super) fn change(&mut self, files: &[CatalogueFile]) -> Vec<Fid> {
        self.reading += 1;
        let mut new = Vec::new();
        for file in files {
            let now = Known::new(file, self.reading);
            match self.files.entry(file.fid) {
                Entry::Vacant(place) => {
                    place.insert(now);
                    new.push(file.fid);
                }
                Entry::Occupied(mut place) => {
                    let known = place.get_mut();
                    known.reading = self.reading;
                    if known.print == now.print {
                        continue;
                    }
                    (known.bucket, known.print) = (now.bucket, now.print);
                }
            }
            self.news.rows.insert(file.fid, FileRow::from(file));
        }
        self.remove_missing();
        new
    }

    fn remove_missing(&mut self) {
        let Self { files, read, reading, news, .. } = self;
        files.retain(|fid, known| {
            let there = known.reading == *reading;
            if !there {
                *read -= u32::from(known.state.is_some());
                news.rows.remove(fid);
                news.states.remove(fid);
                news.removed.push(RemovedRow { fid: fid.to_string(), bucket: known.bucket });
            }
            there
        });
    }

    /// What the chain says of a file at a block.
    pub(super) fn state(&mut self, fid: Fid, state: FileState, block: u32) {
        // Removed while the chain was asked.
        let Some(known) = self.files.get_mut(&fid) else { return };
        self.as_of = self.as_of.max(Some(block));
        if known.state == Some(state) {
            return;
        }
        self.read += u32::from(known.state.is_none());
        known.state = Some(state);
        self.news.states.insert(fid, state);
        self.news.counted = true;
    }

    /// Territories and buckets as they are now.
    pub(super) fn shelves(&mut self, shelves: Vec<Shelf>) {
        if self.shelves.as_ref() != Some(&shelves) {
            self.shelves = Some(shelves);
            self.news.shelves = true;
        }
    }

    /// Is there anything to tell?
    pub(super) fn has_news(&self) -> bool {
        let News { rows, states, removed, shelves, counted } = &self.news;
        !rows.is_empty() || !states.is_empty() || !removed.is_empty() || *shelves || *counted
    }

    /// The news as one update with at most so many rows, and states of files whose row was told; none without news.
    pub(super) fn take(&mut self, most: usize) -> Option<CatalogueUpdate> {
        if !self.has_news() {
            return None;
        }
        let News { rows, states, removed, shelves, .. } = std::mem::take(&mut self.news);
        let mut rows = rows.into_iter();
        let told: Vec<_> = rows.by_ref().take(most).map(|(_, row)| row).collect();
        self.news.rows = rows.collect();
        let (later, now): (BTreeMap<_, _>, BTreeMap<_, _>) =
            states.into_iter().partition(|(fid, _)| self.news.rows.contains_key(fid));
        self.news.states = later;
        Some(CatalogueUpdate {
            sequence: 0,
            rows: told,
            states: now.into_iter().map(|(fid, state)| (fid.to_string(), state)).collect(),
            removed,
            shelves: self.shelves.clone().filter(|_| shelves),
            as_of: self.as_of,
            listed: true,
            read: self.read,
        })
    }
}

impl Known {
    fn new(file: &CatalogueFile, reading: u64) -> Self {
        Self { bucket: file.bucket.0, print: print(file), state: None, reading }
    }
}

/// All that a row shows, in one number. Two rows of one number in one program would leave a change unseen until the
/// next one; there are 2⁶⁴ numbers.
fn print(file: &CatalogueFile) -> u64 {
    let mut hasher = DefaultHasher::new();
    (file.bucket, &file.name, file.size.0, &file.media_type, file.added.0).hash(&mut hasher);
    match &file.seal {
        pileus_ports::Seal::None => 0_u8.hash(&mut hasher),
        pileus_ports::Seal::DataKey { fingerprint, others } => (1_u8, fingerprint, others).hash(&mut hasher),
        pileus_ports::Seal::Passphrase => 2_u8.hash(&mut hasher),
    }
    hasher.finish()
}
