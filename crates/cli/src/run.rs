//! One run of the program.

use std::ffi::OsString;

use clap::{Parser, error::ErrorKind};

use crate::{Exit, Io, args::Cli, commands, shell::Shell};

/// Read a command line, do what it says, and give the end of it. The first argument is the program's own name.
pub async fn run(args: impl IntoIterator<Item = OsString>, mut io: Io) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return refuse(&error, &mut io),
    };
    let mut shell = Shell::new(cli.globals, io);
    let exit = match commands::dispatch(&mut shell, cli.command).await {
        Ok(exit) => exit,
        Err(problem) => {
            shell.output.problem(&problem);
            Exit::of_problem(&problem)
        }
    };
    shell.output.rest();
    exit
}

/// Help and version are asked for; anything else was not understood.
fn refuse(error: &clap::Error, io: &mut Io) -> Exit {
    let text = error.render().to_string();
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let to = if asked { &mut io.out } else { &mut io.err };
    // Nobody may be listening; the number says it as well.
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
    if asked { Exit::Done } else { Exit::Usage }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn output(words: &[&str]) -> (Exit, String, String) {
        let (io, out, err) = Io::captured("");
        let exit = run(std::iter::once(&"pileus").chain(words).map(OsString::from), io).await;
        (exit, out.text(), err.text())
    }

    #[tokio::test]
    async fn help_is_an_answer_and_nonsense_is_not() {
        let (exit, out, err) = output(&["--help"]).await;
        assert_eq!(exit, Exit::Done);
        assert!(out.contains("upload") && err.is_empty());
        let (exit, out, err) = output(&["nonsense"]).await;
        assert_eq!(exit, Exit::Usage);
        assert!(out.is_empty() && err.contains("nonsense"));
    }

    #[tokio::test]
    async fn completions_need_no_data_folder() {
        let (exit, out, _) = output(&["completions", "bash"]).await;
        assert_eq!(exit, Exit::Done);
        assert!(out.contains("_pileus"));
    }
}
