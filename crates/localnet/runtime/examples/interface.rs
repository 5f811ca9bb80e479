//! Print the interface table of a metadata file: `interface METADATA_FILE > spec137.txt`.

use std::process::ExitCode;

use pileus_localnet_runtime::interface::{MIRROR, describe};

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: interface METADATA_FILE");
        return ExitCode::FAILURE;
    };
    let table = std::fs::read(&path)
        .map_err(|error| format!("{}: {error}", path.to_string_lossy()))
        .and_then(|metadata| describe(&metadata, MIRROR).map_err(|error| error.to_string()));
    match table {
        Ok(table) => {
            print!("{table}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
