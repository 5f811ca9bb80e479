//! The search, on a process whose memory is known.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use super::*;

/// What the other process has in memory, far apart in the text so that it is not in this source.
fn planted() -> String {
    ["planted", "secret", "number", "seven"].join("/")
}

/// A process that reads a secret into its memory, and says so.
struct Holder(Child);

impl Holder {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(&path, planted()).unwrap();
        let script = format!("read -r held < '{}'; echo ready; read -r never", path.display());
        // The shell reads the file's only line, although it does not end.
        let mut command = Command::new("sh");
        command.args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        Self(child)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_planted_secret_is_found_and_another_is_not() {
    let holder = Holder::start();
    let secrets = Secrets::new(vec![
        Secret::new("planted", planted()),
        Secret::new("absent", planted().replace("seven", "eight").into_bytes()),
    ]);
    let findings = find(holder.0.id(), &secrets).unwrap();
    assert!(!findings.is_empty() && findings.iter().all(|finding| finding.secret == "planted"), "{findings:?}");
}

#[test]
fn children_of_children_are_found() {
    let mut command = Command::new("sh");
    command.args(["-c", "sh -c 'sleep 60 & echo $!; wait' & wait"]).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut grandchild = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut grandchild).unwrap();
    let found = descendants(child.id()).unwrap();
    Command::new("kill").arg(grandchild.trim()).status().unwrap();
    child.wait().unwrap();
    assert!(found.len() == 2 && found.contains(&grandchild.trim().parse().unwrap()), "{found:?}, {grandchild}");
}

#[test]
fn a_process_that_has_ended_is_an_error() {
    let mut child = Command::new("true").spawn().unwrap();
    let id = child.id();
    child.wait().unwrap();
    assert!(find(id, &Secrets::new(Vec::new())).is_err());
}

#[test]
fn maps_are_read_as_the_kernel_writes_them() {
    let maps = "\
55d0c000-55d0d000 r--p 00000000 08:01 42 /usr/bin/a name
55d0d000-55d0e000 ---p 00001000 08:01 42 /usr/bin/a name
7ffd1000-7ffd2000 rw-p 00000000 00:00 0 [stack]
7ffd3000-7ffd4000 r--p 00000000 00:00 0 [vvar]
7ffd5000-7ffd6000 rw-p 00000000 00:00 0 
";
    let regions = pages::regions(maps);
    let names: Vec<_> = regions.iter().map(|region| (region.range.start, region.name.as_str())).collect();
    assert_eq!(names, [(0x55d0_c000, "/usr/bin/a name"), (0x7ffd_1000, "[stack]"), (0x7ffd_5000, "")]);
}

#[test]
fn a_secret_across_two_chunks_is_found_once() {
    let secrets = Secrets::new(vec![Secret::new("one", *b"abcdefgh"), Secret::new("two", *b"abcdefghi")]);
    let bytes = b"..abcdefghi..abcdefgh";
    assert_eq!(secrets.within(bytes, 5).collect::<Vec<_>>(), [("one", 2), ("two", 2)]);
    assert_eq!(secrets.within(&bytes[5..], 100).collect::<Vec<_>>(), [("one", 8)]);
    assert_eq!(secrets.names_in(b"nothing"), Vec::<&str>::new());
}
