//! The stack that work with secrets leaves behind.
//!
//! A key that was held in an array, or spilled from a register by a cipher, stays in the frame of a function that has long
//! returned, until another call overwrites it. Here one does.

use std::hint::black_box;

/// How deep a cipher goes at most, in bytes; without optimisation it needs a fifth of it.
const CIPHER: usize = 128 << 10;
/// How deep a task goes at most, in bytes: half of what the threads of a runtime have.
const TASK: usize = 1 << 20;

/// Do work, then overwrite the part of this thread's stack that it used.
#[inline(never)]
pub fn on_cleared_stack<T>(work: impl FnOnce() -> T) -> T {
    let done = apart(work);
    overwrite::<CIPHER>();
    done
}

/// Overwrite what earlier tasks left on the stack of this thread; called by a task that does nothing else.
pub fn clear_task_stack() {
    overwrite::<TASK>();
}

/// Work in frames below those of the caller.
#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
fn overwrite<const DEPTH: usize>() {
    let mut below = [0_u8; DEPTH];
    black_box(&mut below);
}
