//! The rules of writing, each against a real folder.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, SystemTime};

use camino::{Utf8Path, Utf8PathBuf};

use super::*;
use crate::file::{File, Kind};
use crate::lock::{Hash, Lock};

struct Folder {
    _dir: tempfile::TempDir,
    out: Utf8PathBuf,
}

fn folder() -> Folder {
    let dir = tempfile::tempdir().unwrap();
    let out = Utf8PathBuf::from_path_buf(dir.path().join("sdk")).unwrap();
    Folder { _dir: dir, out }
}

impl Folder {
    fn existing(&self, files: &[File]) -> Existing {
        Existing::read(Previous::read(&self.out).unwrap(), files).unwrap()
    }

    fn generate(&self, files: &[File], spec: &str, overwrite: bool) -> Result<Report, Refusal> {
        let plan = plan(&self.existing(files), files, lock(spec), overwrite)?;
        Ok(commit(&self.out, &plan)?)
    }

    fn drift(&self, files: &[File], spec: &str) -> Drift {
        check(&self.existing(files), files, lock(spec)).unwrap()
    }

    fn refused(&self, files: &[File]) -> Refusal {
        let before = self.snapshot();
        let refusal = self.generate(files, "two", false).unwrap_err();
        assert_eq!(self.snapshot(), before, "something was written");
        refusal
    }

    fn put(&self, path: &str, text: &str) {
        let full = self.out.join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, text).unwrap();
    }

    fn get(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.out.join(path)).ok()
    }

    /// Every file below the folder, with its text.
    fn snapshot(&self) -> BTreeMap<Utf8PathBuf, String> {
        fn walk(folder: &Utf8Path, found: &mut BTreeMap<Utf8PathBuf, String>) {
            let Ok(entries) = folder.read_dir_utf8() else { return };
            for entry in entries {
                let path = entry.unwrap().into_path();
                if path.is_dir() {
                    walk(&path, found);
                } else {
                    found.insert(path.clone(), fs::read_to_string(&path).unwrap());
                }
            }
        }
        let mut found = BTreeMap::new();
        walk(&self.out, &mut found);
        found
    }
}

fn lock(spec: &str) -> Lock {
    Lock::new(Hash::of(spec.as_bytes()), Hash::default(), BTreeMap::new())
}

fn file(path: &str, text: &str, kind: Kind) -> File {
    File { path: path.into(), text: text.to_owned(), kind }
}

const MANIFEST: &str = "[package]\nname = \"sdk\"\n\n[dependencies]\nbytes = \"1\"\n";

fn one() -> Vec<File> {
    vec![
        file("Cargo.toml", MANIFEST, Kind::Merged),
        file("src/lib.rs", "one\n", Kind::Generated),
        file("src/types/pet.rs", "pet\n", Kind::Generated),
        file("src/ext/mod.rs", "//! Yours.\n", Kind::Seeded),
    ]
}

fn two() -> Vec<File> {
    let mut files = one();
    files[1].text = "two\n".to_owned();
    files.remove(2);
    files.push(file("src/new.rs", "new\n", Kind::Generated));
    files
}

#[test]
fn the_first_run_writes_everything_and_the_second_nothing() {
    let f = folder();
    let report = f.generate(&one(), "one", false).unwrap();
    assert_eq!(report.created, ["Cargo.toml", "src/ext/mod.rs", "src/lib.rs", "src/types/pet.rs"]);
    assert_eq!(f.get("src/lib.rs").as_deref(), Some("one\n"));
    assert!(f.drift(&one(), "one").is_current());
    let before = f.snapshot();
    assert_eq!(before.len(), 5, "nothing but the files and the lock: {before:?}");
    let report = f.generate(&one(), "one", false).unwrap();
    assert_eq!(report, Report { unchanged: 3, ..Report::default() });
    assert_eq!(f.snapshot(), before);
}

#[test]
fn what_changed_is_written_what_is_stale_goes_and_the_rest_keeps_its_time() {
    let f = folder();
    f.generate(&one(), "one", false).unwrap();
    let old = SystemTime::now() - Duration::from_secs(1000);
    let manifest = fs::File::options().append(true).open(f.out.join("Cargo.toml")).unwrap();
    manifest.set_modified(old).unwrap();
    drop(manifest);
    let report = f.generate(&two(), "two", false).unwrap();
    assert_eq!((report.created, report.updated), (vec!["src/new.rs".into()], vec!["src/lib.rs".into()]));
    assert_eq!(report.deleted, ["src/types/pet.rs"]);
    assert!(!f.out.join("src/types").exists(), "a folder that is empty goes too");
    assert_eq!(fs::metadata(f.out.join("Cargo.toml")).unwrap().modified().unwrap(), old);
    assert!(f.drift(&two(), "two").is_current());
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let f = folder();
    f.put("precious.txt", "x");
    let refusal = f.refused(&one());
    assert_eq!(refusal.fatal.code, Code::OutputNotOurs);
    assert_eq!(check(&f.existing(&one()), &one(), lock("one")).unwrap_err().code, Code::OutputNotOurs);
    assert_eq!(f.generate(&one(), "one", true).unwrap_err().fatal.code, Code::OutputNotOurs, "--overwrite is no key");
    let fresh = folder();
    fresh.put(".git/HEAD", "x");
    assert!(fresh.generate(&one(), "one", false).is_ok(), "a new repository is empty");
    let file = folder();
    fs::write(&file.out, "a file").unwrap();
    assert_eq!(Previous::read(&file.out).unwrap_err().code, Code::OutputIo);
}

#[test]
fn an_edit_by_hand_stops_the_run_and_is_shown() {
    let f = folder();
    f.generate(&one(), "one", false).unwrap();
    f.put("src/lib.rs", "one\nmine\n");
    let refusal = f.refused(&two());
    assert_eq!(refusal.fatal.code, Code::FileEdited);
    assert!(refusal.fatal.message.contains("src/lib.rs"));
    assert!(refusal.diff.contains("\n+mine\n"), "{}", refusal.diff);
    let drift = f.drift(&two(), "two");
    let whys: Vec<_> = drift.files.iter().map(|file| (file.path.as_str(), file.why)).collect();
    assert_eq!(whys, [("src/lib.rs", Why::Edited), ("src/new.rs", Why::New), ("src/types/pet.rs", Why::Stale)]);
    f.generate(&two(), "two", true).unwrap();
    assert_eq!(f.get("src/lib.rs").as_deref(), Some("two\n"));
}

#[test]
fn an_edited_file_that_is_stale_is_not_deleted() {
    let f = folder();
    f.generate(&one(), "one", false).unwrap();
    f.put("src/types/pet.rs", "mine\n");
    assert_eq!(f.refused(&two()).fatal.code, Code::FileEdited);
}

#[test]
fn a_file_of_somebody_else_is_in_the_way() {
    let f = folder();
    f.generate(&one(), "one", false).unwrap();
    f.put("src/new.rs", "mine\n");
    assert_eq!(f.refused(&two()).fatal.code, Code::FileInTheWay);
    f.put("src/new.rs", "new\n");
    f.generate(&two(), "two", false).expect("the same text is no obstacle");
}

#[test]
fn what_is_seeded_is_never_touched_again() {
    let f = folder();
    f.generate(&one(), "one", false).unwrap();
    f.put("src/ext/mod.rs", "mine\n");
    f.put("src/ext/more.rs", "mine too\n");
    let mut files = two();
    files[2].text = "another seed\n".to_owned();
    assert!(f.generate(&files, "two", true).is_ok());
    assert_eq!(f.get("src/ext/mod.rs").as_deref(), Some("mine\n"));
    assert_eq!(f.get("src/ext/more.rs").as_deref(), Some("mine too\n"));
    fs::remove_file(f.out.join("src/ext/mod.rs")).unwrap();
    assert!(!f.drift(&files, "two").is_current());
    f.generate(&files, "two", false).unwrap();
    assert_eq!(f.get("src/ext/mod.rs").as_deref(), Some("another seed\n"));
}

#[test]
fn a_missing_file_is_drift_and_comes_back() {
    let f = folder();
    f.generate(&one(), "one", false).unwrap();
    fs::remove_file(f.out.join("src/lib.rs")).unwrap();
    let drift = f.drift(&one(), "one");
    assert_eq!(drift.files.iter().map(|file| file.why).collect::<Vec<_>>(), [Why::Missing]);
    f.generate(&one(), "one", false).unwrap();
    assert!(f.drift(&one(), "one").is_current());
}

#[test]
fn drift_says_why_and_what_to_do() {
    let f = folder();
    f.generate(&one(), "one", false).unwrap();
    let text = f.drift(&two(), "two").show("specwright generate x");
    for part in [
        "src/lib.rs        would be written otherwise\n",
        "-one\n+two\n",
        "cause: the spec changed\n",
        "to mend it, run: specwright generate x\n",
    ] {
        assert!(text.contains(part), "{part}\n--\n{text}");
    }
    assert!(f.drift(&two(), "one").show("x").contains("under the same version"));
}

#[test]
fn a_description_that_changes_nothing_is_no_drift() {
    let f = folder();
    f.generate(&one(), "one", false).unwrap();
    let drift = f.drift(&one(), "two");
    assert!(drift.is_current());
    let text = "up to date: 3 files\nnote: the spec changed, in nothing that the SDK shows, which is not drift\n";
    assert_eq!(drift.show("x"), text);
    // What the lock keeps for the next run is drift.
    let lock = f.get(LOCK).unwrap();
    fs::write(f.out.join(LOCK), lock.replace("\nfile ", "\ntype Gone Gone\nfile ")).unwrap();
    let drift = f.drift(&one(), "two");
    assert!(!drift.is_current());
    assert!(drift.show("x").contains("cause: the spec changed\n"), "{}", drift.show("x"));
}

#[test]
fn other_line_endings_are_no_drift() {
    let f = folder();
    f.generate(&one(), "one", false).unwrap();
    for (path, text) in f.snapshot() {
        fs::write(path, text.replace('\n', "\r\n")).unwrap();
    }
    let drift = f.drift(&one(), "one");
    assert!(drift.is_current(), "{}", drift.show("x"));
    assert!(drift.show("x").contains("CRLF"));
    let before = f.snapshot();
    f.generate(&one(), "one", false).unwrap();
    assert_eq!(f.snapshot(), before);
    assert!(f.generate(&two(), "two", false).is_ok(), "it is no edit either");
}

#[test]
fn the_users_keys_of_the_manifest_survive() {
    let f = folder();
    f.generate(&one(), "one", false).unwrap();
    let mine = format!("{MANIFEST}mine = \"1\" # why\n\n[workspace]\n");
    f.put("Cargo.toml", &mine);
    assert!(f.drift(&one(), "one").is_current());
    let mut files = one();
    files[0].text = "[package]\nname = \"sdk\"\n\n[dependencies]\nhttp = \"1\"\n".to_owned();
    f.generate(&files, "two", false).unwrap();
    let want = "[package]\nname = \"sdk\"\n\n[dependencies]\nmine = \"1\" # why\nhttp = \"1\"\n\n[workspace]\n";
    assert_eq!(f.get("Cargo.toml").as_deref(), Some(want));
    assert!(f.drift(&files, "two").is_current());
    f.put("Cargo.toml", "not = [toml");
    assert_eq!(f.refused(&two()).fatal.code, Code::ManifestUnreadable);
}

#[test]
fn a_path_that_leaves_the_folder_is_refused() {
    let f = folder();
    f.generate(&one(), "one", false).unwrap();
    let mut files = one();
    files.push(file("../out.rs", "x", Kind::Generated));
    assert_eq!(f.refused(&files).fatal.code, Code::PathRefused);
    let lock = f.get(LOCK).unwrap() + &format!("file ../../etc/passwd {}\n", Hash::default());
    f.put(LOCK, &lock);
    let refused = Existing::read(Previous::read(&f.out).unwrap(), &one()).unwrap_err();
    assert_eq!(refused.code, Code::LockUnreadable);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_or_over_a_folder() {
    let f = folder();
    f.generate(&one(), "one", false).unwrap();
    let outside = f.out.with_file_name("outside");
    fs::create_dir(&outside).unwrap();
    fs::remove_dir_all(f.out.join("src/types")).unwrap();
    std::os::unix::fs::symlink(&outside, f.out.join("src/types")).unwrap();
    assert_eq!(f.refused(&one()).fatal.code, Code::OutputBlocked);
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    fs::remove_file(f.out.join("src/types")).unwrap();
    fs::remove_file(f.out.join("src/lib.rs")).unwrap();
    std::os::unix::fs::symlink("/dev/null", f.out.join("src/lib.rs")).unwrap();
    assert_eq!(f.refused(&one()).fatal.code, Code::OutputBlocked);
    fs::remove_file(f.out.join("src/lib.rs")).unwrap();
    fs::create_dir(f.out.join("src/lib.rs")).unwrap();
    assert_eq!(f.refused(&one()).fatal.code, Code::OutputBlocked);
}

/// The state after a run that was killed between two files: its journal and the first of its files.
fn cut_off(f: &Folder, files: &[File], spec: &str, done: usize) {
    let plan = plan(&f.existing(files), files, lock(spec), false).unwrap();
    f.put(JOURNAL, &plan.lock.print());
    for change in plan.changes.iter().take(done) {
        match &change.after {
            Some(text) => f.put(change.path.as_str(), text),
            None => fs::remove_file(f.out.join(&change.path)).unwrap(),
        }
    }
}

#[test]
fn a_run_that_was_cut_off_is_completed_by_the_next() {
    for done in 0..=3 {
        let f = folder();
        f.generate(&one(), "one", false).unwrap();
        cut_off(&f, &two(), "two", done);
        assert!(f.drift(&two(), "two").causes.contains(&Cause::CutOff));
        f.generate(&two(), "two", false).unwrap();
        assert!(f.drift(&two(), "two").is_current());
        assert_eq!(f.snapshot().len(), 5, "no journal is left: {:?}", f.snapshot());
    }
}

#[test]
fn after_a_run_that_was_cut_off_other_inputs_do_as_well() {
    for done in 0..=3 {
        let f = folder();
        f.generate(&one(), "one", false).unwrap();
        cut_off(&f, &two(), "two", done);
        let mut files = two();
        files[1].text = "three\n".to_owned();
        files.retain(|file| file.path != "src/new.rs");
        f.generate(&files, "three", false).expect("what was half done is ours");
        assert!(f.drift(&files, "three").is_current());
        assert!(f.get("src/new.rs").is_none() && f.get("src/types/pet.rs").is_none());
    }
}

#[test]
fn a_first_run_that_was_cut_off_leaves_a_folder_that_is_ours() {
    let f = folder();
    cut_off(&f, &one(), "one", 1);
    f.generate(&one(), "one", false).unwrap();
    assert!(f.drift(&one(), "one").is_current());
}

#[cfg(unix)]
#[test]
fn a_file_system_that_refuses_is_told_and_the_next_run_mends_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let f = folder();
    f.generate(&one(), "one", false).unwrap();
    let plan = plan(&f.existing(&two()), &two(), lock("two"), false).unwrap();
    // A folder where a file is to be renamed to: refused for every user, root included.
    fs::create_dir(f.out.join("src/new.rs")).unwrap();
    fs::set_permissions(f.out.join("src/new.rs"), fs::Permissions::from_mode(0o700)).unwrap();
    let fatal = commit(&f.out, &plan).unwrap_err();
    assert_eq!(fatal.code, Code::OutputIo);
    assert!(fatal.message.contains("src/new.rs"), "{}", fatal.message);
    fs::remove_dir(f.out.join("src/new.rs")).unwrap();
    f.generate(&two(), "two", false).unwrap();
    assert!(f.drift(&two(), "two").is_current());
}
