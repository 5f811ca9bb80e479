//! How much work a plan is, against the same crates in a straight line and against its own kernels.
//!
//! Everything is measured in one run: each round runs all contenders in another order, and the medians of the rounds'
//! ratios decide, since figures of different minutes cannot be compared. Wrong output fails.
//!
//! `PILEUS_BENCH_MIB` (default 1024), `PILEUS_BENCH_ROUNDS` (default 5) and `PILEUS_BENCH_MEMORY_MIB` (default 4096)
//! make it quicker.

#[path = "plan/contenders.rs"]
mod contenders;
#[path = "plan/meter.rs"]
mod meter;

use std::{ops::ControlFlow, process::ExitCode};

use contenders::{CONTENDERS, Contender, Setting};
use pileus_codec::{Encoder, Envelope, kernel::ParityKernel};
use pileus_domain::Geometry;

/// How many times less work a sealed plan must be than the straight line.
const LEAST_GAIN: f64 = 1.4;
/// Most memory that a plan may take beside the idle program.
///
/// # Units
/// MiB.
const MEMORY_LIMIT: u64 = 64;

fn main() -> ExitCode {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("not run: benchmarks are run by `cargo bench`");
        return ExitCode::SUCCESS;
    }
    describe_processor();
    let memory_fits = memory();
    let fast_enough = speed();
    if memory_fits && fast_enough { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

fn describe_processor() {
    println!("parity kernel: {:?}", ParityKernel::best());
    #[cfg(target_arch = "x86_64")]
    println!(
        "sha: {}, avx2: {}, gfni: {}, aes: {}, vaes: {}, avx512f: {}",
        is_x86_feature_detected!("sha"),
        is_x86_feature_detected!("avx2"),
        is_x86_feature_detected!("gfni"),
        is_x86_feature_detected!("aes"),
        is_x86_feature_detected!("vaes"),
        is_x86_feature_detected!("avx512f"),
    );
}

/// Peak memory of a plan of a large sparse file with as many threads as the product takes.
fn memory() -> bool {
    let mib = number("PILEUS_BENCH_MEMORY_MIB", 4096);
    let source = meter::TemporaryFile::sparse(mib << 20);
    let Some(idle) = meter::begin_peak() else {
        println!("peak memory: not measured on this system");
        return true;
    };
    let envelope = contenders::sealed_envelope(mib << 20);
    let encoder = Encoder::new(Geometry::CESS, &source, &envelope).expect("a file that fits");
    encoder.plan(&mut |_| ControlFlow::Continue(())).expect("a readable file");
    let taken = meter::peak().unwrap_or(u64::MAX).saturating_sub(idle);
    println!("sealed plan of {mib} MiB: {taken} KiB above the idle program, allowed are {MEMORY_LIMIT} MiB");
    taken <= MEMORY_LIMIT << 10
}

fn speed() -> bool {
    let (mib, rounds) = (number("PILEUS_BENCH_MIB", 1024), number("PILEUS_BENCH_ROUNDS", 5).max(1));
    let source = meter::TemporaryFile::noise(mib << 20);
    let mut setting = Setting::new(&source, mib << 20);
    setting.verify();
    let mut table = Vec::new();
    for round in 0..rounds {
        let mut times = [0.0; CONTENDERS.len()];
        for turn in 0..CONTENDERS.len() {
            let index = (turn + usize::try_from(round).unwrap_or(0)) % CONTENDERS.len();
            times[index] = meter::seconds(|| setting.run(CONTENDERS[index]));
        }
        table.push(times);
    }
    report(&table, u32::try_from(mib).unwrap_or(u32::MAX))
}

fn report(table: &[[f64; CONTENDERS.len()]], mib: u32) -> bool {
    let bytes = f64::from(mib) * f64::from(1 << 20);
    for (index, contender) in CONTENDERS.iter().enumerate() {
        let best = table.iter().map(|times| times[index]).fold(f64::INFINITY, f64::min);
        println!("{:<24} best {:>6.2} ns a byte", contender.name(), best * 1e9 / bytes);
    }
    let ratio = |over: Contender, under: Contender| {
        let at = |contender| CONTENDERS.iter().position(|c| *c == contender).expect("it is in the list");
        median(table.iter().map(|times| times[at(over)] / times[at(under)]).collect())
    };
    let plain = ratio(Contender::StraightPlain, Contender::PlanPlain);
    let sealed = ratio(Contender::StraightSealed, Contender::PlanSealed);
    println!("plain plan:  {plain:.2} times less work than the straight line");
    println!("sealed plan: {sealed:.2} times less work than the straight line, at least {LEAST_GAIN}");
    println!(
        "plain plan:  {:.0} % of its kernels' limit",
        100.0 * ratio(Contender::KernelsPlain, Contender::PlanPlain)
    );
    println!(
        "sealed plan: {:.0} % of its kernels' limit",
        100.0 * ratio(Contender::KernelsSealed, Contender::PlanSealed)
    );
    sealed >= LEAST_GAIN
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The envelope of every plain contender.
static PLAIN: Envelope = Envelope::Plain;
