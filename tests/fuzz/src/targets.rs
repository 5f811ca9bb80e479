//! The targets, by name.

mod capsule;
mod header;
mod kit;
mod link;
mod receipt;
mod vault;
mod words;

/// A parser with good inputs.
#[derive(Clone, Copy)]
pub struct Target {
    /// What it is called, in small letters.
    pub name: &'static str,
    /// Parses, and checks what comes of it.
    pub parse: fn(&[u8]),
    /// Inputs that are taken, or nearly.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

const TARGETS: &[Target] = &[
    Target { name: "account_file", parse: vault::account_file, seeds: vault::account_files },
    Target { name: "vault", parse: vault::vault, seeds: vault::vaults },
    Target { name: "words", parse: words::account, seeds: words::accounts },
    Target { name: "data_key", parse: words::data_key, seeds: words::data_keys },
    Target { name: "kit", parse: kit::file, seeds: kit::files },
    Target { name: "kit_content", parse: kit::content, seeds: kit::contents },
    Target { name: "kit_codes", parse: kit::codes, seeds: kit::pages },
    Target { name: "kit_words", parse: kit::words, seeds: kit::phrases },
    Target { name: "link", parse: link::read, seeds: link::links },
    Target { name: "header", parse: header::header, seeds: header::headers },
    Target { name: "capsule", parse: capsule::read, seeds: capsule::capsules },
    Target { name: "receipt", parse: receipt::receipt, seeds: receipt::receipts },
];

/// All targets.
pub fn all() -> &'static [Target] {
    TARGETS
}

/// A target by its name.
pub fn named(name: &str) -> Option<Target> {
    TARGETS.iter().copied().find(|target| target.name == name)
}

/// The texts of a file of vectors: of each case the named field.
fn texts(vectors: &str, field: &str) -> Vec<Vec<u8>> {
    let cases: Vec<serde_json::Value> = serde_json::from_str(vectors).expect("the vectors are a list");
    cases.iter().filter_map(|case| case[field].as_str()).map(|text| text.as_bytes().to_vec()).collect()
}
