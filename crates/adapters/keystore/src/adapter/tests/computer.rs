//! A computer whose processes can die at any step.

use std::{
    collections::BTreeMap,
    fs, io,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use pileus_ports::{
    AccountOrigin, Keystore as _, KeystoreError, Protection, SecretBundle, SecretText,
    fake::{FakeClock, FakeEntropy},
};

use super::super::KeystoreAdapter;
use crate::{
    disk::{Disk, Files, RealFiles},
    encoding::SecretKey,
    keyring::{EntryName, Failure, Keyring},
    passphrase::PassphraseCost,
};

/// How many more steps the process lives.
#[derive(Debug, Clone)]
pub(super) struct Life(Arc<Mutex<Step>>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Alive(usize),
    Dying,
    Dead,
}

impl Life {
    pub(super) fn long() -> Self {
        Self(Arc::new(Mutex::new(Step::Alive(usize::MAX))))
    }

    pub(super) fn ends_after(&self, steps: usize) {
        *self.0.lock().unwrap() = Step::Alive(steps);
    }

    pub(super) fn step(&self) -> Step {
        let mut state = self.0.lock().unwrap();
        *state = match *state {
            Step::Alive(0) => Step::Dying,
            Step::Alive(steps) => Step::Alive(steps - 1),
            Step::Dying | Step::Dead => Step::Dead,
        };
        *state
    }

    pub(super) fn is_over(&self) -> bool {
        !matches!(*self.0.lock().unwrap(), Step::Alive(_))
    }
}

/// Files until the process dies; the write in which it dies is half done. The power stays on, so nothing is synced.
#[derive(Debug)]
pub(super) struct MortalFiles(Life);

impl MortalFiles {
    fn do_or_die(&self, action: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        if let Step::Alive(_) = self.0.step() { action() } else { Err(io::Error::other("the process is dead")) }
    }
}

impl Files for MortalFiles {
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match self.0.step() {
            Step::Alive(_) => fs::write(path, bytes),
            Step::Dying => fs::write(path, &bytes[..bytes.len() / 2]).and(Err(io::Error::other("it died"))),
            Step::Dead => Err(io::Error::other("the process is dead")),
        }
    }
    fn keep(&self, path: &Path, second: &Path) -> io::Result<()> {
        self.do_or_die(|| RealFiles.keep(path, second))
    }
    fn show(&self, path: &Path, name: &Path) -> io::Result<()> {
        self.do_or_die(|| fs::rename(path, name))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.do_or_die(|| RealFiles.remove(path))
    }
    fn sync(&self, _folder: &Path) -> io::Result<()> {
        self.do_or_die(|| Ok(()))
    }
}

pub(super) type Entries = Arc<Mutex<BTreeMap<EntryName, SecretKey>>>;

/// A keyring in memory that outlives the process.
pub(super) struct MortalKeyring {
    life: Life,
    entries: Entries,
    forgets: bool,
    asked: Arc<AtomicUsize>,
}

impl MortalKeyring {
    fn alive(&self) -> Result<(), Failure> {
        if let Step::Alive(_) = self.life.step() { Ok(()) } else { Err(Failure::Locked(None)) }
    }
}

impl Keyring for MortalKeyring {
    fn try_out(&self) -> Result<(), Failure> {
        Ok(())
    }
    fn put(&self, entry: EntryName, key: &SecretKey) -> Result<(), Failure> {
        self.alive()?;
        self.entries.lock().unwrap().insert(entry, key.clone());
        Ok(())
    }
    fn get(&self, entry: EntryName) -> Result<Option<SecretKey>, Failure> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.alive()?;
        let mut entries = self.entries.lock().unwrap();
        Ok(if self.forgets { entries.remove(&entry) } else { entries.get(&entry).cloned() })
    }
    fn delete(&self, entry: EntryName) -> Result<(), Failure> {
        self.alive()?;
        self.entries.lock().unwrap().remove(&entry);
        Ok(())
    }
}

/// A computer: a folder and a keyring.
pub(super) struct Computer {
    folder: tempfile::TempDir,
    pub(super) entries: Entries,
    /// How often the keyring was asked for a key.
    pub(super) asked: Arc<AtomicUsize>,
    entropy: FakeEntropy,
}

impl Computer {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, entries: Entries::default(), asked: Arc::default(), entropy: FakeEntropy::default() }
    }

    pub(super) fn start(&self, life: &Life) -> Result<KeystoreAdapter, KeystoreError> {
        self.start_with(life, false)
    }

    pub(super) fn start_with(&self, life: &Life, forgets: bool) -> Result<KeystoreAdapter, KeystoreError> {
        let disk = Disk::open_with(self.folder.path(), Arc::new(MortalFiles(life.clone())))?;
        let (life, entries, asked) = (life.clone(), Arc::clone(&self.entries), Arc::clone(&self.asked));
        let keyring = Arc::new(MortalKeyring { life, entries, forgets, asked });
        let effort = PassphraseCost::LEAST.into();
        KeystoreAdapter::over(disk, keyring, effort, Arc::new(self.entropy.clone()), Arc::new(FakeClock::default()))
    }

    /// Started and unlocked, with whichever passphrase it has now.
    pub(super) fn unlocked(&self, life: &Life) -> KeystoreAdapter {
        let keystore = self.start(life).unwrap();
        if keystore.is_locked() {
            keystore.unlock(&text(OLD)).or_else(|_| keystore.unlock(&text(NEW))).unwrap();
        }
        keystore
    }

    /// Only the vault and its lock are there, and in the keyring only what the vault needs.
    pub(super) fn is_tidy(&self) -> bool {
        let names = fs::read_dir(self.folder.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let known = names.filter(|name| name != "vault.lock").all(|name| name == "vault.json");
        let vault = Disk::open(self.folder.path()).unwrap().read().unwrap();
        let needed: Vec<_> = vault.and_then(|vault| vault.protection.entry()).into_iter().collect();
        known && self.entries.lock().unwrap().keys().copied().eq(needed)
    }
}

pub(super) const OLD: &str = "old passphrase";
pub(super) const NEW: &str = "new passphrase";

pub(super) fn text(secret: &str) -> SecretText {
    SecretText::new(secret.to_owned())
}

/// Every secret under its name.
pub(super) fn contents(keystore: &KeystoreAdapter) -> BTreeMap<String, String> {
    let SecretBundle { accounts, data_keys } = keystore.bundle().unwrap();
    let accounts = accounts.iter().map(|kept| (kept.entry.name.clone(), kept.secret.expose().to_owned()));
    let keys = data_keys.iter().map(|kept| (format!("{} key", kept.entry.name), hex::encode(kept.key.expose())));
    accounts.chain(keys).collect()
}

/// Quicker than words.
pub(super) fn seed(digits: &str) -> SecretText {
    text(&format!("0x{}", digits.repeat(32)))
}

/// A computer with two accounts and two data keys, under a protection.
pub(super) fn filled(protection: Protection) -> Computer {
    let computer = Computer::new();
    let keystore = computer.start(&Life::long()).unwrap();
    for (name, digits) in [("one", "11"), ("two", "22")] {
        keystore.import_account(name, &seed(digits), AccountOrigin::Imported).unwrap();
        keystore.create_data_key(name).unwrap();
    }
    match protection {
        Protection::FilePermissions => {}
        Protection::Passphrase => keystore.set_passphrase(Some(&text(OLD))).unwrap(),
        Protection::Keyring => keystore.move_to_keyring().unwrap(),
    }
    computer
}
