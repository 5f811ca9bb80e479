//! The vault on disk.
//!
//! Invariants: at every moment the folder shows a whole vault, the old one or the new; the old one goes only after the
//! new one was read back; one process changes the vault at a time.

mod files;
mod markers;

use std::{
    fs::{DirBuilder, File, TryLockError},
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use pileus_ports::KeystoreError;
use zeroize::Zeroizing;

pub(crate) use self::files::{Files, RealFiles};
use crate::{error::file, vault::Vault};

const FILE_NAME: &str = "vault.json";
const NEW_NAME: &str = "vault.json.new";
const PREVIOUS_NAME: &str = "vault.json.previous";
const LOCK_NAME: &str = "vault.lock";

/// Largest file that is read: 4 MiB.
const SIZE_LIMIT: u64 = 4 << 20;
/// Room behind the file in the buffer that it is read into, in bytes, so that the buffer is never moved.
const READ_AHEAD: usize = 64;
/// How long a change waits for another process to finish its own.
const LOCK_WAIT: Duration = Duration::from_secs(10);
/// How often it looks.
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// The folder of a vault.
#[derive(Debug, Clone)]
pub(crate) struct Disk {
    folder: PathBuf,
    files: Arc<dyn Files>,
}

/// The right to change the vault, given back on drop.
pub(crate) struct Turn {
    _file: File,
}

impl Disk {
    /// Use a folder; one that is made here is for its owner alone (0700).
    pub(crate) fn open(folder: &Path) -> Result<Self, KeystoreError> {
        Self::open_with(folder, Arc::new(RealFiles))
    }

    /// The same over other files.
    pub(crate) fn open_with(folder: &Path, files: Arc<dyn Files>) -> Result<Self, KeystoreError> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(file("written"))?;
        Ok(Self { folder: folder.to_owned(), files })
    }

    /// The vault; none when there is no file yet.
    ///
    /// When the newest file is missing or damaged and its predecessor is still there, a write was cut short: the
    /// predecessor counts.
    pub(crate) fn read(&self) -> Result<Option<Vault>, KeystoreError> {
        let newest = self.read_one(FILE_NAME);
        match newest {
            Ok(Some(_)) | Err(KeystoreError::Newer { .. } | KeystoreError::File { .. }) => newest,
            Ok(None) | Err(_) => match self.read_one(PREVIOUS_NAME) {
                Ok(Some(previous)) => Ok(Some(previous)),
                _ => newest,
            },
        }
    }

    /// Remove what a write that was cut short left behind: it may hold a key in the clear that is protected now.
    pub(crate) fn sweep(&self) -> Result<(), KeystoreError> {
        if !self.has_leftovers() || !self.is_whole() {
            return Ok(());
        }
        let _turn = self.turn()?;
        if !self.is_whole() {
            return Ok(());
        }
        self.leftovers().iter().try_for_each(|path| self.files.remove(path)).map_err(file("written"))?;
        self.files.sync(&self.folder).map_err(file("written"))
    }

    /// Is the newest file whole, and nothing beside it that a write left behind?
    pub(crate) fn is_settled(&self) -> bool {
        self.is_whole() && !self.has_leftovers()
    }

    fn leftovers(&self) -> [PathBuf; 2] {
        [NEW_NAME, PREVIOUS_NAME].map(|name| self.path(name))
    }

    fn has_leftovers(&self) -> bool {
        self.leftovers().iter().any(|path| path.exists())
    }

    fn is_whole(&self) -> bool {
        matches!(self.read_one(FILE_NAME), Ok(Some(_)))
    }

    /// Wait for the right to change the vault.
    pub(crate) fn turn(&self) -> Result<Turn, KeystoreError> {
        let until = Instant::now() + LOCK_WAIT;
        loop {
            match self.turn_now()? {
                Some(turn) => return Ok(turn),
                None if Instant::now() < until => thread::sleep(LOCK_PAUSE),
                None => return Err(file("locked")(io::ErrorKind::WouldBlock.into())),
            }
        }
    }

    /// The same without waiting; none while another process has it.
    pub(crate) fn turn_now(&self) -> Result<Option<Turn>, KeystoreError> {
        let lock = files::open_private(&self.path(LOCK_NAME), false).map_err(file("locked"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Turn { _file: lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(file("locked")(error)),
        }
    }

    /// Replace the vault.
    pub(crate) fn write(&self, vault: &Vault, _turn: &Turn) -> Result<(), KeystoreError> {
        self.put_new(&vault.to_bytes()).map_err(file("written"))?;
        self.keep_previous().map_err(file("written"))?;
        self.show_new().map_err(file("written"))?;
        match self.read_one(FILE_NAME) {
            Ok(Some(read)) if read == *vault => self.drop_previous().map_err(file("written")),
            _ => {
                self.go_back().map_err(file("written"))?;
                Err(file("read back")(io::ErrorKind::InvalidData.into()))
            }
        }
    }

    fn put_new(&self, bytes: &[u8]) -> io::Result<()> {
        self.files.write(&self.path(NEW_NAME), bytes)
    }

    /// Only a whole one is worth keeping.
    fn keep_previous(&self) -> io::Result<()> {
        if self.is_whole() { self.files.keep(&self.path(FILE_NAME), &self.path(PREVIOUS_NAME)) } else { Ok(()) }
    }

    fn show_new(&self) -> io::Result<()> {
        self.files.show(&self.path(NEW_NAME), &self.path(FILE_NAME))
    }

    fn drop_previous(&self) -> io::Result<()> {
        self.files.remove(&self.path(PREVIOUS_NAME))?;
        self.files.sync(&self.folder)
    }

    fn go_back(&self) -> io::Result<()> {
        self.files.show(&self.path(PREVIOUS_NAME), &self.path(FILE_NAME))
    }

    fn read_one(&self, name: &str) -> Result<Option<Vault>, KeystoreError> {
        let opened = match File::open(self.path(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(file("read"))?,
        };
        let size = opened.metadata().map_or(0, |found| found.len()).min(SIZE_LIMIT);
        let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(size).unwrap_or(0) + READ_AHEAD));
        opened.take(SIZE_LIMIT).read_to_end(&mut bytes).map_err(file("read"))?;
        Vault::from_bytes(&bytes).map(Some)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use pileus_ports::fake::FakeEntropy;

    use super::*;

    fn disk() -> (tempfile::TempDir, Disk) {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::open(&folder.path().join("keys")).unwrap();
        (folder, disk)
    }

    fn vaults() -> (Vault, Vault) {
        let entropy = FakeEntropy::default();
        (Vault::empty(&entropy), Vault::empty(&entropy))
    }

    fn write(disk: &Disk, vault: &Vault) -> Result<(), KeystoreError> {
        disk.write(vault, &disk.turn().unwrap())
    }

    fn names(disk: &Disk) -> Vec<String> {
        let names = fs::read_dir(&disk.folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn a_write_leaves_one_vault() {
        let (_folder, disk) = disk();
        let (one, two) = vaults();
        assert_eq!(disk.read().unwrap(), None);
        for vault in [&one, &two] {
            write(&disk, vault).unwrap();
            assert_eq!(disk.read().unwrap().as_ref(), Some(vault));
            assert_eq!(names(&disk), [FILE_NAME, LOCK_NAME]);
        }
    }

    #[test]
    fn a_write_that_is_cut_short_leaves_the_old_vault() {
        let (_folder, disk) = disk();
        let (one, two) = vaults();
        write(&disk, &one).unwrap();
        disk.put_new(&two.to_bytes()[..10]).unwrap();
        assert_eq!(disk.read().unwrap().as_ref(), Some(&one));
        disk.keep_previous().unwrap();
        assert_eq!(disk.read().unwrap().as_ref(), Some(&one));
        disk.show_new().unwrap();
        assert_eq!(disk.read().unwrap().as_ref(), Some(&one), "the half written file does not count");
        write(&disk, &two).unwrap();
        assert_eq!(disk.read().unwrap().as_ref(), Some(&two));
        assert_eq!(names(&disk), [FILE_NAME, LOCK_NAME]);
    }

    #[test]
    fn leftovers_go_only_when_a_whole_vault_is_there() {
        let (_folder, disk) = disk();
        let (one, two) = vaults();
        fs::write(disk.path(PREVIOUS_NAME), &*one.to_bytes()).unwrap();
        disk.sweep().unwrap();
        assert_eq!(disk.read().unwrap().as_ref(), Some(&one), "the only one stays");
        fs::write(disk.path(FILE_NAME), &*two.to_bytes()).unwrap();
        fs::write(disk.path(NEW_NAME), "half of").unwrap();
        disk.sweep().unwrap();
        assert_eq!(disk.read().unwrap().as_ref(), Some(&two));
        assert_eq!(names(&disk), [FILE_NAME, LOCK_NAME]);
        fs::write(disk.path(PREVIOUS_NAME), &*one.to_bytes()).unwrap();
        fs::write(disk.path(FILE_NAME), "{").unwrap();
        disk.sweep().unwrap();
        assert_eq!(disk.read().unwrap().as_ref(), Some(&one));
    }

    #[test]
    fn where_nothing_can_be_written_the_old_vault_stays() {
        let (_folder, disk) = disk();
        let (one, two) = vaults();
        write(&disk, &one).unwrap();
        fs::create_dir(disk.path(NEW_NAME)).unwrap();
        let result = write(&disk, &two);
        assert!(matches!(result, Err(KeystoreError::File { action: "written", .. })), "{result:?}");
        assert_eq!(disk.read().unwrap().as_ref(), Some(&one));
    }

    #[test]
    fn damage_without_a_predecessor_is_told() {
        let (_folder, disk) = disk();
        fs::write(disk.path(FILE_NAME), "{").unwrap();
        assert!(matches!(disk.read(), Err(KeystoreError::Damaged(_))));
        fs::write(disk.path(FILE_NAME), vec![b' '; usize::try_from(SIZE_LIMIT).unwrap() + 1]).unwrap();
        assert!(matches!(disk.read(), Err(KeystoreError::Damaged(_))));
        fs::remove_file(disk.path(FILE_NAME)).unwrap();
        fs::create_dir(disk.path(FILE_NAME)).unwrap();
        assert!(matches!(disk.read(), Err(KeystoreError::File { action: "read", .. })));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_open_folder_and_files() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_folder, disk) = disk();
        fs::write(disk.path(NEW_NAME), "left behind, open to all").unwrap();
        fs::set_permissions(disk.path(NEW_NAME), fs::Permissions::from_mode(0o666)).unwrap();
        write(&disk, &vaults().0).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&disk.folder), 0o700);
        assert_eq!((mode(&disk.path(FILE_NAME)), mode(&disk.path(LOCK_NAME))), (0o600, 0o600));
    }
}
