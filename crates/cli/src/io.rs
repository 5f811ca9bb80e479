//! What a run of the program is connected to.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    sync::{Arc, Mutex, PoisonError},
};

use pileus_domain::Problem;
use pileus_ports::SecretText;
use tokio::sync::mpsc;

use crate::problem;

/// Longest line that is read as an answer or a secret.
///
/// # Units
/// bytes.
const LINE_LIMIT: u64 = 64 * 1024;
/// Interrupts that are kept until they are looked at.
const INTERRUPTS: usize = 4;

/// Input, outputs and interrupts of one run.
pub struct Io {
    /// Results go here.
    pub out: Box<dyn Write + Send>,
    /// Questions and problems go here.
    pub err: Box<dyn Write + Send>,
    /// Answers come from here.
    pub input: Box<dyn BufRead + Send>,
    /// Can a person be asked?
    pub can_ask: bool,
    /// May bars be drawn on the standard error of the process?
    pub bars: bool,
    /// A word for each time the person interrupts.
    pub interrupts: Interrupts,
}

/// The person's interrupts: Ctrl-C, or a polite end from the system.
pub struct Interrupts(mpsc::Receiver<()>);

impl Interrupts {
    /// The receiving end, and the sender that presses Ctrl-C.
    pub fn channel() -> (mpsc::Sender<()>, Self) {
        let (sender, receiver) = mpsc::channel(INTERRUPTS);
        (sender, Self(receiver))
    }

    /// Those of this process. Needs a running tokio runtime.
    pub fn of_process() -> Self {
        let (sender, interrupts) = Self::channel();
        tokio::spawn(async move {
            while next_signal().await.is_ok() {
                if sender.send(()).await.is_err() {
                    return;
                }
            }
        });
        interrupts
    }

    /// Wait for the next one; for ever when none can come.
    pub(crate) async fn next(&mut self) {
        if self.0.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
    }
}

async fn next_signal() -> io::Result<()> {
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed,
        asked = asked_to_end() => asked,
    }
}

/// The system asks for an end, politely.
#[cfg(unix)]
async fn asked_to_end() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    signal(SignalKind::terminate())?.recv().await;
    Ok(())
}

/// The console was closed.
#[cfg(windows)]
async fn asked_to_end() -> io::Result<()> {
    tokio::signal::windows::ctrl_close()?.recv().await;
    Ok(())
}

impl Io {
    /// The process's own. Needs a running tokio runtime.
    pub fn standard() -> Self {
        let terminal = io::stderr().is_terminal();
        Self {
            out: Box::new(io::stdout()),
            err: Box::new(io::stderr()),
            input: Box::new(io::BufReader::new(io::stdin())),
            can_ask: terminal && io::stdin().is_terminal(),
            bars: terminal,
            interrupts: Interrupts::of_process(),
        }
    }

    /// Everything in memory: the input as given, and what is written can be read while it runs.
    pub fn captured(input: &str) -> (Self, Captured, Captured) {
        let (out, err) = (Captured::default(), Captured::default());
        let (_, interrupts) = Interrupts::channel();
        let io = Self {
            out: Box::new(out.clone()),
            err: Box::new(err.clone()),
            input: Box::new(io::Cursor::new(input.to_owned().into_bytes())),
            can_ask: false,
            bars: false,
            interrupts,
        };
        (io, out, err)
    }
}

/// What was written so far.
#[derive(Debug, Clone, Default)]
pub struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    /// As text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Asks the person.
pub(crate) struct Prompt {
    pub(crate) input: Box<dyn BufRead + Send>,
    pub(crate) can_ask: bool,
}

impl Prompt {
    /// A line of the input without its end; none at the end of the input.
    pub(crate) fn line(&mut self) -> Result<Option<String>, Problem> {
        let line = zeroize::Zeroizing::new(self.raw_line()?);
        if line.is_empty() {
            return Ok(None);
        }
        let text = std::str::from_utf8(&line).map_err(|e| problem::of_terminal(&io::Error::other(e)))?;
        Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
    }

    fn raw_line(&mut self) -> Result<Vec<u8>, Problem> {
        let mut line = Vec::new();
        let mut limited = io::Read::take(&mut self.input, LINE_LIMIT);
        limited.read_until(b'\n', &mut line).map_err(|e| problem::of_terminal(&e))?;
        Ok(line)
    }

    /// A secret: unseen on a terminal, else the next line of the input.
    pub(crate) fn secret(&mut self, question: &str) -> Result<Option<SecretText>, Problem> {
        if self.can_ask {
            let text = rpassword::prompt_password(format!("{question}: ")).map_err(|e| problem::of_terminal(&e))?;
            return Ok(Some(text).filter(|text| !text.is_empty()).map(SecretText::new));
        }
        Ok(self.line()?.filter(|line| !line.is_empty()).map(SecretText::new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_the_next_line_of_the_input() {
        let input = Box::new(io::Cursor::new(b"open sesame\r\nsecond\n".to_vec()));
        let mut prompt = Prompt { input, can_ask: false };
        assert_eq!(prompt.secret("?").unwrap().unwrap().expose(), "open sesame");
        assert_eq!(prompt.line().unwrap().as_deref(), Some("second"));
        assert_eq!(prompt.line().unwrap(), None);
        assert!(prompt.secret("?").unwrap().is_none());
    }
}
