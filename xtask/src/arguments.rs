//! What the person typed after `cargo xtask`.

use std::ffi::OsString;
use std::time::Duration;

use crate::error::TaskError;

/// The text of `cargo xtask help`.
pub(crate) const HELP: &str = "\
Usage: cargo xtask COMMAND

  setup              install what building and testing need: system packages, npm packages, cargo-deny
  run                build Pileus and open its window
  run -- ARGUMENTS   build the command line program `pileus` and run it with ARGUMENTS
  fix                put right what tools can put right: formatting and simple lints
  check              formatting, lints, licences, types, generated files, arrows, links
  test               check, then every test
  bench [ARGUMENTS]  measure planning against its own kernels, what an upload takes, and what the window costs
  fuzz [TARGET] [--seconds N]
                     run one target of `tests/fuzz`, or each in turn, under libFuzzer
  bundle             build the Debian package of the window program and look at it
  localnet [ARGUMENTS]
                     run a local network until Ctrl-C: `pileus localnet start ARGUMENTS`
  interface [FILE]   derive the committed interface table from a metadata file of CESS
";

/// One command with its arguments.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Print the list of commands.
    Help,
    /// Install what building and testing need.
    Setup,
    /// Build the window program and open it.
    Window,
    /// Build the command line program and run it with these arguments.
    CommandLine(Vec<OsString>),
    /// Put right what tools can put right.
    Fix,
    /// All checks that need no run of the product.
    Check,
    /// All checks and all tests.
    Test,
    /// The targets of `tests/fuzz` under libFuzzer.
    Fuzz {
        /// The one to run; each in turn without.
        target: Option<String>,
        /// How long each runs.
        time: Option<Duration>,
    },
    /// The package that people install.
    Bundle,
    /// The benchmark, with arguments for it.
    Bench(Vec<OsString>),
    /// A local network in the foreground, with arguments for it.
    Localnet(Vec<OsString>),
    /// Derive the interface table, from this file if one is named.
    Interface(Option<OsString>),
}

impl Task {
    /// Read the arguments that follow `cargo xtask`.
    ///
    /// # Errors
    /// [`TaskError::Usage`] when there is no such command or it takes no such argument.
    pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Self, TaskError> {
        let mut arguments: Vec<OsString> = arguments.collect();
        if arguments.is_empty() {
            return Ok(Self::Help);
        }
        let name = arguments.remove(0).to_string_lossy().into_owned();
        match name.as_str() {
            "run" if arguments.is_empty() => Ok(Self::Window),
            "run" => command_line(arguments),
            "bench" => Ok(Self::Bench(without_separator(arguments))),
            "localnet" => Ok(Self::Localnet(without_separator(arguments))),
            "fuzz" => fuzz(&arguments),
            "interface" if arguments.len() <= 1 => Ok(Self::Interface(arguments.pop())),
            _ => plain(&name, &arguments),
        }
    }
}

/// A command that takes no argument.
fn plain(name: &str, arguments: &[OsString]) -> Result<Task, TaskError> {
    let task = match name {
        "help" | "--help" | "-h" => Task::Help,
        "setup" => Task::Setup,
        "fix" => Task::Fix,
        "check" => Task::Check,
        "test" => Task::Test,
        "bundle" => Task::Bundle,
        "interface" => return Err(TaskError::usage("`interface` takes one file")),
        _ => return Err(TaskError::usage(format!("there is no command `{name}`"))),
    };
    match arguments.first() {
        None => Ok(task),
        Some(extra) => Err(TaskError::usage(format!("`{name}` takes no argument `{}`", extra.display()))),
    }
}

/// `run` with something after it: the separator is required, so that a typing mistake opens nothing.
fn command_line(arguments: Vec<OsString>) -> Result<Task, TaskError> {
    if arguments[0] == "--" {
        return Ok(Task::CommandLine(without_separator(arguments)));
    }
    Err(TaskError::usage("`run` passes on what follows `--`: cargo xtask run -- upload FILE"))
}

/// `fuzz` with a target, a time, both or neither, in any order.
fn fuzz(arguments: &[OsString]) -> Result<Task, TaskError> {
    let mut words = arguments.iter().map(|word| word.to_string_lossy().into_owned());
    let (mut target, mut time) = (None, None);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seconds" if time.is_none() => time = Some(seconds(words.next())?),
            word if !word.starts_with('-') && target.is_none() => target = Some(word.to_owned()),
            word => return Err(TaskError::usage(format!("`fuzz` takes no argument `{word}`"))),
        }
    }
    Ok(Task::Fuzz { target, time })
}

fn seconds(word: Option<String>) -> Result<Duration, TaskError> {
    let number = word.and_then(|word| word.parse().ok()).filter(|number| *number > 0);
    let number = number.ok_or_else(|| TaskError::usage("`--seconds` takes a number above 0"))?;
    Ok(Duration::from_secs(number))
}

fn without_separator(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.first().is_some_and(|first| first == "--") {
        arguments.remove(0);
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Task, TaskError> {
        Task::parse(line.split_whitespace().map(OsString::from))
    }

    fn words(line: &str) -> Vec<OsString> {
        line.split_whitespace().map(OsString::from).collect()
    }

    #[test]
    fn run_alone_opens_the_window() {
        assert_eq!(parse("run").unwrap(), Task::Window);
    }

    #[test]
    fn run_passes_on_everything_after_the_first_separator() {
        let expected = Task::CommandLine(words("upload a -- -b"));
        assert_eq!(parse("run -- upload a -- -b").unwrap(), expected);
        assert_eq!(parse("run --").unwrap(), Task::CommandLine(Vec::new()));
    }

    #[test]
    fn run_without_a_separator_is_refused() {
        assert!(parse("run upload a").is_err());
    }

    #[test]
    fn the_network_takes_arguments_with_and_without_a_separator() {
        let expected = Task::Localnet(words("--faithful"));
        assert_eq!(parse("localnet --faithful").unwrap(), expected);
        assert_eq!(parse("localnet -- --faithful").unwrap(), expected);
    }

    #[test]
    fn a_fuzzer_takes_a_target_and_a_time_in_any_order() {
        let task = |target: Option<&str>, seconds: Option<u64>| Task::Fuzz {
            target: target.map(str::to_owned),
            time: seconds.map(Duration::from_secs),
        };
        assert_eq!(parse("fuzz").unwrap(), task(None, None));
        assert_eq!(parse("fuzz vault").unwrap(), task(Some("vault"), None));
        assert_eq!(parse("fuzz --seconds 5 vault").unwrap(), task(Some("vault"), Some(5)));
        assert_eq!(parse("fuzz vault --seconds 5").unwrap(), task(Some("vault"), Some(5)));
        for refused in ["fuzz a b", "fuzz --seconds", "fuzz --seconds 0", "fuzz --seconds 5 --seconds 5", "fuzz -v"] {
            assert!(parse(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn what_a_command_does_not_take_is_refused() {
        assert!(parse("check everything").is_err());
        assert!(parse("interface a b").is_err());
        assert!(parse("publish").is_err());
    }

    #[test]
    fn every_command_of_the_help_is_understood() {
        for line in HELP.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
            let name = line.split_whitespace().next().unwrap();
            assert!(parse(name).is_ok(), "{name}");
        }
    }
}
