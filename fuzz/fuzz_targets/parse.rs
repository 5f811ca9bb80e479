//! libFuzzer over one of the targets, which the variable `FUZZ_TARGET` names.

#![no_main]

use std::sync::LazyLock;

use fuzz_targets::Target;
use libfuzzer_sys::fuzz_target;

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
    let known: Vec<_> = fuzz_targets::all().iter().map(|target| target.name).collect();
    fuzz_targets::named(&name).unwrap_or_else(|| panic!("FUZZ_TARGET is one of {}", known.join(", ")))
});

fuzz_target!(|bytes: &[u8]| (TARGET.parse)(bytes));
