//! What every command works with: its options, its output, and the person in front of it.

use pileus_domain::Problem;

use crate::{Interrupts, Io, args::Globals, io::Prompt, output::Output, problem};

/// Options, output and person of one run.
pub(crate) struct Shell {
    pub(crate) globals: Globals,
    pub(crate) output: Output,
    pub(crate) prompt: Prompt,
    pub(crate) interrupts: Interrupts,
}

impl Shell {
    pub(crate) fn new(globals: Globals, io: Io) -> Self {
        let Io { out, err, input, can_ask, bars, interrupts } = io;
        let output = Output::new(out, err, globals.json, bars);
        Self { globals, output, prompt: Prompt { input, can_ask }, interrupts }
    }

    /// Ask for a yes.
    ///
    /// # Errors
    /// `confirmation_needed` when there is nobody to ask and no `--yes`.
    pub(crate) fn confirm(&mut self, question: &str) -> Result<bool, Problem> {
        if self.globals.yes {
            return Ok(true);
        }
        let answer = self.ask(&format!("{question} [y/N]"))?;
        Ok(matches!(answer.to_lowercase().as_str(), "y" | "yes"))
    }

    /// Ask for a line.
    pub(crate) fn ask(&mut self, question: &str) -> Result<String, Problem> {
        if !self.prompt.can_ask {
            return Err(problem::confirmation_needed());
        }
        self.output.question(question);
        Ok(self.prompt.line()?.unwrap_or_default().trim().to_owned())
    }
}
