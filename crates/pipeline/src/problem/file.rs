//! Problems with files on this computer.

use std::{io, path::Path};

use pileus_codec::{CipherError, EncodeError, OpenError, PieceError, SealError};
use pileus_domain::Problem;

use crate::system;

const UPLOAD_SAFE: &str = "What the network holds is not touched.";

/// A folder was given.
pub(crate) fn source_is_folder(path: &Path) -> Problem {
    Problem::new("source_is_folder", format!("{} is a folder, not a file.", path.display()), "Name the files in it.")
}

/// A device, pipe or socket was given.
pub(crate) fn source_is_device(path: &Path) -> Problem {
    Problem::new(
        "source_is_device",
        format!("{} is a device or a pipe, not a file.", path.display()),
        "Save its content as a file first.",
    )
}

/// The file cannot be looked at, opened or read.
pub(crate) fn source_unreadable(path: &Path, error: &io::Error) -> Problem {
    let looped = system::is_link_loop(error);
    let (code, message, remedy) = match error.kind() {
        _ if looped => ("source_link_loop", "is a link that goes in circles", "Name the real file."),
        io::ErrorKind::NotFound => ("source_missing", "is not there", "Put it back, then resume."),
        io::ErrorKind::PermissionDenied => {
            ("source_forbidden", "may not be read by you", "Give yourself the right to read it, then resume.")
        }
        io::ErrorKind::UnexpectedEof => {
            ("source_shrunk", "became shorter while it was read", "Resume when it is at rest.")
        }
        _ => ("source_unreadable", "could not be read", "Check the disk, then resume."),
    };
    Problem::new(code, format!("{} {message}. {UPLOAD_SAFE}", path.display()), remedy).retryable().caused_by(error)
}

/// The file differs from what was planned.
pub(crate) fn source_changed(path: &Path) -> Problem {
    Problem::new(
        "source_changed",
        format!("{} changed since it was prepared. Nothing of the changed bytes was sent.", path.display()),
        "Resume to prepare it again, with a new key for sealed files.",
    )
    .retryable()
}

/// The file is shorter than what was planned.
pub(crate) fn source_shrunk(path: &Path) -> Problem {
    Problem::new(
        "source_shrunk",
        format!("{} became shorter since it was prepared. Nothing of the changed bytes was sent.", path.display()),
        "Resume to prepare it again.",
    )
    .retryable()
}

/// Does it say that the file has other content than was planned, rather than that it cannot be read?
pub(crate) fn is_change_of_source(problem: &Problem) -> bool {
    matches!(problem.code.as_str(), "source_changed" | "source_shrunk")
}

/// CESS cannot keep zero bytes.
pub fn plain_file_is_empty(path: &Path) -> Problem {
    Problem::new(
        "source_empty",
        format!("{} is empty, and the network cannot store zero bytes.", path.display()),
        "Store it sealed; then it has a header to store.",
    )
}

/// The file's name is not readable text.
pub fn name_not_text(path: &Path) -> Problem {
    Problem::new(
        "source_name_not_text",
        format!("The name of {} is not readable text.", path.display()),
        "Give it a name with --name.",
    )
}

/// Planning or deriving fragments failed.
pub fn of_encode(path: &Path, error: &EncodeError) -> Problem {
    match error {
        EncodeError::Read { source, .. } => source_unreadable(path, source),
        _ => Problem::new(
            "source_not_codable",
            format!("{} cannot be prepared for the network.", path.display()),
            "Please report this with the details.",
        )
        .caused_by(error),
    }
}

/// A sealed file does not open.
pub fn of_open(error: &OpenError) -> Problem {
    match error {
        OpenError::WrongKey => Problem::new(
            "wrong_key",
            "None of the keys at hand opens this file. The file itself is whole.",
            "Give its passphrase, or bring its data key into the keystore.",
        ),
        OpenError::UnsupportedVersion(_) | OpenError::UnsupportedSuite(_) => {
            Problem::new("sealed_by_newer", "This file was sealed by a newer version of Pileus.", "Update Pileus.")
        }
        OpenError::HostileLimits { .. } => Problem::new(
            "sealed_header_hostile",
            "This file's header asks for more memory or time than is sensible. It was not obeyed.",
            "Ask whoever stored the file.",
        ),
        _ => Problem::new(
            "sealed_file_damaged",
            "This file's sealed content is damaged: it is not what was once sealed.",
            "Ask whoever stored the file; another copy may be whole.",
        ),
    }
    .caused_by(error)
}

/// What a gateway encrypted does not open.
pub(crate) fn of_cipher(error: &CipherError) -> Problem {
    match error {
        CipherError::Passphrase { .. } | CipherError::WrongPassphrase { .. } => Problem::new(
            "wrong_cipher",
            "This file was not encrypted by a gateway under this passphrase. What is stored is whole.",
            "Type the passphrase as the gateway was given it; without --cipher the file is fetched as it is stored.",
        ),
        CipherError::Segments { .. } | CipherError::Length { .. } => Problem::new(
            "not_cipher",
            "This file cannot have been encrypted by a gateway: its length and its segments do not fit that.",
            "Fetch it without --cipher.",
        ),
    }
    .caused_by(error)
}

/// What a CD²N gateway encrypted does not open.
pub(crate) fn of_piece(error: &PieceError) -> Problem {
    match error {
        PieceError::Length { .. } => Problem::new(
            "not_pieces",
            "This file cannot have been encrypted by a CD²N gateway: none of those has its length.",
            "Fetch it without --capsule.",
        ),
        PieceError::Piece { .. } => Problem::new(
            "piece_damaged",
            "A part of this file is not what the gateway encrypted. Nothing of that part was written.",
            "Ask whoever stored the file; another copy may be whole.",
        ),
    }
    .caused_by(error)
}

/// The capsule gives no account of the vault a key that opens the file.
pub(crate) fn capsule_wrong() -> Problem {
    Problem::new(
        "capsule_wrong",
        "With this capsule none of your accounts opens the file. What is stored is whole.",
        "Use the capsule of this very file, and the account that the gateway stored it for.",
    )
}

/// Only a passphrase opens the file, and none was given.
pub fn passphrase_needed() -> Problem {
    Problem::new(
        "passphrase_needed",
        "This file was sealed with a passphrase, which is kept nowhere. The file itself is whole.",
        "Type its passphrase.",
    )
}

/// The passphrase that was given does not open the file.
pub fn file_passphrase_wrong() -> Problem {
    Problem::new(
        "file_passphrase_wrong",
        "This passphrase does not open the file. The file itself is whole.",
        "Type it again, as it was when the file was stored.",
    )
}

/// A part of the program failed while a file was read.
pub fn reading_broke(error: &(dyn std::error::Error + 'static)) -> Problem {
    Problem::new("internal", "A part of Pileus failed. Nothing is lost.", "Try again; please report this.")
        .retryable()
        .caused_by(error)
}

/// A header could not be made.
pub(crate) fn of_seal(error: &SealError) -> Problem {
    Problem::new(
        "seal_refused",
        "The file cannot be sealed as asked; its name may be too long.",
        "Give it a shorter name.",
    )
    .caused_by(error)
}

/// Something is already where the download shall go.
pub(crate) fn target_exists(path: &Path) -> Problem {
    Problem::new(
        "target_exists",
        format!("{} already exists and was left as it is.", path.display()),
        "Choose another place with --out, or move it away.",
    )
}

/// The download cannot be written.
pub(crate) fn target_failed(path: &Path, error: &io::Error) -> Problem {
    if error.kind() == io::ErrorKind::StorageFull || error.kind() == io::ErrorKind::QuotaExceeded {
        return disk_full(path).caused_by(error);
    }
    Problem::new(
        "target_unwritable",
        format!("{} could not be written. {UPLOAD_SAFE}", path.display()),
        "Choose a folder that you may write to.",
    )
    .retryable()
    .caused_by(error)
}

/// No room on the disk.
fn disk_full(path: &Path) -> Problem {
    Problem::new(
        "disk_full",
        format!("The disk is full: {} could not be written. {UPLOAD_SAFE}", path.display()),
        "Make room, then resume.",
    )
    .retryable()
}
