//! Marks for entries of the keyring that may be left over: one empty file each, named after its entry.
//!
//! Invariant: an entry is marked before it is made and before the vault stops needing it, so that whatever is cut short,
//! the next opening knows what to look after.

use std::fs;

use pileus_ports::KeystoreError;

use super::Disk;
use crate::{error::file, keyring::EntryName};

/// Stands before the name of the entry.
const PREFIX: &str = "vault.entry.";
/// Most marks that one opening looks after.
const MARKS_LIMIT: usize = 16;

impl Disk {
    /// Remember that an entry may be left over.
    pub(crate) fn mark(&self, entry: EntryName) -> Result<(), KeystoreError> {
        let written = self.files.write(&self.path(&name(entry)), &[]);
        written.and_then(|()| self.files.sync(&self.folder)).map_err(file("written"))
    }

    /// The entry is looked after.
    pub(crate) fn unmark(&self, entry: EntryName) -> Result<(), KeystoreError> {
        let removed = self.files.remove(&self.path(&name(entry)));
        removed.and_then(|()| self.files.sync(&self.folder)).map_err(file("written"))
    }

    /// The entries that may be left over.
    pub(crate) fn marked(&self) -> Vec<EntryName> {
        let Ok(names) = fs::read_dir(&self.folder) else { return Vec::new() };
        let names = names.filter_map(|found| found.ok()?.file_name().into_string().ok());
        names.filter_map(|name| EntryName::parse(name.strip_prefix(PREFIX)?)).take(MARKS_LIMIT).collect()
    }
}

fn name(entry: EntryName) -> String {
    format!("{PREFIX}{entry}")
}

#[cfg(test)]
mod tests {
    use pileus_ports::fake::FakeEntropy;

    use super::*;

    #[test]
    fn marks_outlive_the_process_and_other_files_are_none() {
        let folder = tempfile::tempdir().unwrap();
        let entry = EntryName::random(&FakeEntropy::default());
        let disk = Disk::open(folder.path()).unwrap();
        disk.mark(entry).unwrap();
        disk.mark(entry).unwrap();
        fs::write(folder.path().join("vault.entry.of somebody"), "").unwrap();
        fs::write(folder.path().join("vault.json.new"), "").unwrap();
        let again = Disk::open(folder.path()).unwrap();
        assert_eq!(again.marked(), [entry]);
        again.unmark(entry).unwrap();
        again.unmark(entry).unwrap();
        assert!(disk.marked().is_empty());
    }
}
