//! What is printed: lines for people, or one JSON object a line.

mod answer;
mod bars;
mod event;
mod gateway;
mod kit;
mod resealing;
pub(crate) mod route;
mod table;
mod told;

use std::io::Write;

use pileus_contract::{Answer, Line, ProblemView, UpdateView};
use pileus_domain::{JobId, Problem};

pub(crate) use self::{
    answer::{money, protection_sentence, standing_line},
    table::plain,
};

use self::bars::Bars;

/// Writes results to one stream and problems to another.
///
/// A reader that goes away (a closed pipe) is no reason to stop a transfer, so failures to write are not errors.
pub(crate) struct Output {
    out: Box<dyn Write + Send>,
    err: Box<dyn Write + Send>,
    json: bool,
    bars: Option<Bars>,
    steps: event::Steps,
}

impl Output {
    pub(crate) fn new(out: Box<dyn Write + Send>, err: Box<dyn Write + Send>, json: bool, bars: bool) -> Self {
        let bars = (bars && !json).then(Bars::new);
        Self { out, err, json, bars, steps: event::Steps::default() }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// A sentence for a person.
    pub(crate) fn notice(&mut self, message: impl Into<String>) {
        let message = message.into();
        if self.json { self.object(&Line::Notice { message }) } else { self.text(&message) }
    }

    /// Something that passes by, like how far a search is: seen by people only, on the stream of problems.
    pub(crate) fn passing(&mut self, message: &str) {
        if self.json {
            return;
        }
        match &self.bars {
            Some(bars) => bars.passing(message),
            None => _ = writeln!(self.err, "{message}"),
        }
    }

    /// A question, without the end of its line.
    pub(crate) fn question(&mut self, question: &str) {
        let write = |err: &mut Box<dyn Write + Send>| {
            _ = write!(err, "{question} ");
            _ = err.flush();
        };
        match &self.bars {
            Some(bars) => bars.suspend(|| write(&mut self.err)),
            None => write(&mut self.err),
        }
    }

    /// Give a job the name under which people know it.
    pub(crate) fn name_job(&mut self, job: JobId, name: &str) {
        self.steps.name(job, name);
    }

    /// Something that happened to a job.
    pub(crate) fn update(&mut self, update: UpdateView) {
        if self.json {
            return self.object(&Line::from(update));
        }
        match (&update, &self.bars) {
            (UpdateView::Progress(progress), Some(bars)) => bars.show(self.steps.name_of(progress.job), progress),
            (UpdateView::Progress(progress), None) => {
                if let Some(text) = self.steps.progress(progress) {
                    self.text(&text);
                }
            }
            (UpdateView::Event(event), _) => {
                if let Some(text) = self.steps.event(event) {
                    self.text(&text);
                }
            }
        }
    }

    /// A line that has its own shape in JSON, and one for people.
    pub(crate) fn line(&mut self, line: &Line, text: &str) {
        if self.json { self.object(line) } else { self.text(text) }
    }

    /// What was asked for.
    pub(crate) fn answer(&mut self, answer: Answer) {
        if self.json {
            return self.object(&Line::Result(answer));
        }
        self.rest();
        for line in answer::lines(&answer) {
            self.text(&line);
        }
    }

    /// Why not.
    pub(crate) fn problem(&mut self, problem: &Problem) {
        if self.json {
            return self.object(&Line::Problem(ProblemView::from(problem)));
        }
        self.rest();
        _ = writeln!(self.err, "pileus: {} [{}]", problem.message, problem.code);
        _ = writeln!(self.err, "        {}", problem.remedy);
        if let Some(cause) = problem.context.get("cause") {
            _ = writeln!(self.err, "        Cause: {cause}");
        }
    }

    /// Bytes as they are, for completions.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        _ = self.out.write_all(bytes);
        _ = self.out.flush();
    }

    /// An object of JSON whatever was asked for.
    pub(crate) fn object(&mut self, line: &Line) {
        match serde_json::to_string(line) {
            Ok(text) => self.raw(format!("{text}\n").as_bytes()),
            Err(error) => tracing::error!(%error, "a line could not be written as JSON"),
        }
    }

    /// Take the bars away.
    pub(crate) fn rest(&mut self) {
        if let Some(bars) = &self.bars {
            bars.clear();
        }
    }

    fn text(&mut self, text: &str) {
        let mut write = || {
            _ = writeln!(self.out, "{text}");
            _ = self.out.flush();
        };
        match &self.bars {
            Some(bars) => bars.suspend(write),
            None => write(),
        }
    }
}
