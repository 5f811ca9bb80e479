//! Windows.

use std::{
    ffi::{OsStr, OsString},
    fs::{File, Metadata, OpenOptions},
    io,
    os::windows::{
        ffi::{OsStrExt as _, OsStringExt as _},
        fs::FileExt as _,
    },
    path::Path,
    time::UNIX_EPOCH,
};

/// `ERROR_CANT_RESOLVE_FILENAME`: a name leads back to itself.
const CANNOT_RESOLVE: i32 = 1921;

/// A name or path as bytes: UTF-16, little-endian.
pub(crate) fn name_to_bytes(name: &OsStr) -> Vec<u8> {
    name.encode_wide().flat_map(u16::to_le_bytes).collect()
}

/// The name or path of such bytes.
pub(crate) fn name_from_bytes(bytes: Vec<u8>) -> OsString {
    let (units, _) = bytes.as_chunks();
    OsString::from_wide(&units.iter().copied().map(u16::from_le_bytes).collect::<Vec<_>>())
}

/// Open for reading; nothing blocks that here.
pub(crate) fn open_without_waiting(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// The folder's rights decide.
pub(crate) fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Was it a link that goes in circles?
pub(crate) fn is_link_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(CANNOT_RESOLVE)
}

/// When it was changed, in nanoseconds since 1970.
pub(crate) fn modified(metadata: &Metadata) -> i128 {
    let since = metadata.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| i128::try_from(since.as_nanos()).ok()).unwrap_or(0)
}

/// Metadata does not tell here which file it is.
pub(crate) fn identity(_metadata: &Metadata) -> Option<(u64, u64)> {
    None
}

/// Fill a buffer from a place in a file.
pub(crate) fn read_exact_at(file: &File, mut offset: u64, mut buffer: &mut [u8]) -> io::Result<()> {
    while !buffer.is_empty() {
        match file.seek_read(buffer, offset) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                buffer = &mut buffer[read..];
                offset += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Write all bytes at a place in a file.
pub(crate) fn write_all_at(file: &File, mut offset: u64, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.seek_write(bytes, offset) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => {
                bytes = &bytes[written..];
                offset += written as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Folders cannot be synced here; the file system does that with the file.
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
