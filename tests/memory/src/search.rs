//! Several secrets, found in one pass.

/// Shortest secret that is looked for, in bytes: shorter ones are found by accident.
const SHORTEST: usize = 8;

/// Something that must not be in a memory.
#[derive(Clone)]
pub struct Secret {
    name: String,
    bytes: Vec<u8>,
}

impl Secret {
    /// Bytes under a name by which findings tell them.
    ///
    /// # Panics
    /// When they are so few that they would be found by accident.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        let secret = Self { name: name.into(), bytes: bytes.into() };
        assert!(secret.bytes.len() >= SHORTEST, "{} is too short to be looked for", secret.name);
        secret
    }
}

/// All that is looked for.
#[derive(Clone)]
pub struct Secrets {
    all: Vec<Secret>,
    /// Which of all pairs of first bytes begin one of them.
    begins: Box<[bool]>,
}

impl Secrets {
    /// Of these.
    pub fn new(all: Vec<Secret>) -> Self {
        let mut begins = vec![false; 1 << u16::BITS].into_boxed_slice();
        for secret in &all {
            begins[pair(secret.bytes[0], secret.bytes[1])] = true;
        }
        Self { all, begins }
    }

    /// Bytes of the longest.
    pub(crate) fn longest(&self) -> usize {
        self.all.iter().map(|secret| secret.bytes.len()).max().unwrap_or(0)
    }

    /// Each that begins in the first so many of these bytes, by name, with where.
    pub(crate) fn within<'a>(&'a self, bytes: &'a [u8], first: usize) -> impl Iterator<Item = (&'a str, usize)> {
        let pairs = bytes.windows(2).take(first).enumerate();
        let begun = pairs.filter(|(_, two)| self.begins[pair(two[0], two[1])]);
        begun.flat_map(move |(at, _)| {
            let here = self.all.iter().filter(move |secret| bytes[at..].starts_with(&secret.bytes));
            here.map(move |secret| (secret.name.as_str(), at))
        })
    }

    /// Each that is in these bytes, by name.
    pub fn names_in<'a>(&'a self, bytes: &'a [u8]) -> Vec<&'a str> {
        self.within(bytes, bytes.len()).map(|(name, _)| name).collect()
    }
}

fn pair(first: u8, second: u8) -> usize {
    usize::from(u16::from_le_bytes([first, second]))
}
