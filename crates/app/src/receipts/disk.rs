//! Receipts as files.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use super::{
    document::{RECEIPT_LIMIT, SignedReceipt},
    error::ReceiptError,
};

impl SignedReceipt {
    /// Read a receipt from a file. Blocks.
    ///
    /// # Errors
    /// [`ReceiptError::File`]; those of [`SignedReceipt::parse`].
    pub fn read(path: &Path) -> Result<Self, ReceiptError> {
        let refused = |source| ReceiptError::File { path: path.to_owned(), what: "read", source };
        let mut bytes = Vec::new();
        // One byte more than allowed tells a file that is too long.
        let limit = RECEIPT_LIMIT as u64 + 1;
        File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(refused)?;
        Self::parse(&String::from_utf8_lossy(&bytes))
    }

    /// Save a receipt to a file that is whole or not there. Blocks.
    ///
    /// # Errors
    /// [`ReceiptError::Exists`] when something is there and shall not be replaced; [`ReceiptError::File`].
    pub fn save(&self, path: &Path, replace: bool) -> Result<(), ReceiptError> {
        if !replace && path.symlink_metadata().is_ok() {
            return Err(ReceiptError::Exists { path: path.to_owned() });
        }
        let part = part_of(path);
        let written = write(&part, &self.to_text()).and_then(|()| std::fs::rename(&part, path));
        written.map_err(|source| {
            // What was begun beside it is of no use; a folder that refuses this refused the writing as well.
            let _ = std::fs::remove_file(&part);
            ReceiptError::File { path: path.to_owned(), what: "saved", source }
        })
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The file beside it that is written first.
fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}
