//! What a dishonest gateway does to bytes before it stores them.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
};

use sha2::{Digest, Sha256};

use super::fault::GatewayFaultKind;

/// Bytes that are changed at once.
const PIECE: usize = 1 << 20;

/// Change a file as a cheat does; other cheats leave it.
pub(super) fn spoil(path: &Path, cheat: Option<&GatewayFaultKind>) -> io::Result<()> {
    match cheat {
        Some(GatewayFaultKind::Swap) => change(path, |_, byte| byte ^ 0x5a),
        Some(GatewayFaultKind::Reencrypt) => {
            let key = Sha256::digest(b"the gateway's own key");
            change(path, |place, byte| byte ^ key[place % key.len()])
        }
        Some(GatewayFaultKind::Truncate) => {
            let file = OpenOptions::new().write(true).open(path)?;
            file.set_len((file.metadata()?.len() / 2).max(1))
        }
        _ => Ok(()),
    }
}

fn change(path: &Path, byte: impl Fn(usize, u8) -> u8) -> io::Result<()> {
    let mut file: File = OpenOptions::new().read(true).write(true).open(path)?;
    let mut piece = vec![0; PIECE];
    let mut at = 0;
    loop {
        file.seek(SeekFrom::Start(at))?;
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok(());
        }
        piece[..read].iter_mut().enumerate().for_each(|(place, old)| *old = byte(place, *old));
        file.seek(SeekFrom::Start(at))?;
        file.write_all(&piece[..read])?;
        at += read as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cheat_leaves_other_bytes_and_no_cheat_leaves_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let bytes = vec![7_u8; PIECE + 10];
        for (cheat, same, length) in [
            (None, true, bytes.len()),
            (Some(GatewayFaultKind::Stall), true, bytes.len()),
            (Some(GatewayFaultKind::Swap), false, bytes.len()),
            (Some(GatewayFaultKind::Reencrypt), false, bytes.len()),
            (Some(GatewayFaultKind::Truncate), false, bytes.len() / 2),
        ] {
            std::fs::write(&path, &bytes).unwrap();
            spoil(&path, cheat.as_ref()).unwrap();
            let found = std::fs::read(&path).unwrap();
            assert_eq!((found == bytes, found.len()), (same, length), "{cheat:?}");
        }
    }
}
