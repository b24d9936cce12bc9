//! The codes 08xx and 09xx: writing the SDK, and faults of the generator itself.
//!
//! Input: none. Output: the entries, passed on to `codes!` by way of `collect!`.
//! Not here: what an entry may hold (`mod.rs`).

macro_rules! writing {
    ($rest:tt $($before:tt)*) => {
        collect! { $rest $($before)*

OutputNotOurs "SW0801" "output-not-ours" Error {
    title: "The output folder belongs to somebody else",
    explain: "The folder holds something, but no `specwright.lock`: it was not written by this generator. Nothing is \
        written there, since it could replace what somebody needs.",
    example: console "\
$ ls sdk
thesis.txt
$ specwright generate api.yaml --out sdk
",
    cure: "Name a new or empty folder with `--out`. If only the lock was lost, restore it from version control.",
}

FileEdited "SW0802" "file-edited" Error {
    title: "A file of the generator was edited",
    explain: "A file that the generator owns was changed since it was written. Its next version would lose the \
        change, so nothing is written.",
    example: console "\
$ specwright generate api.yaml --out sdk
$ echo '// a note' >> sdk/src/lib.rs
$ specwright generate new-api.yaml --out sdk
",
    cure: "Move code of your own to `src/ext/`, which is never touched, or give the change up with `--overwrite`.",
}

FileInTheWay "SW0803" "file-in-the-way" Error {
    title: "A file stands where the SDK has one",
    explain: "The generator did not write the file, and the SDK has one of the same name. To write it would replace \
        what somebody else put there.",
    example: console "\
$ specwright generate api.yaml --out sdk
$ echo 'struct Toy;' > sdk/src/types/toy.rs
$ specwright generate api-with-a-schema-toy.yaml --out sdk
",
    cure: "Move the file away, best to `src/ext/`, or replace it with `--overwrite`.",
}

PathRefused "SW0804" "path-refused" Error {
    title: "A file of the SDK cannot have its name",
    explain: "The name is one that not every common system can hold; or it differs from another one only in case; or \
        it would leave the output folder. An SDK must be the same on all systems, so nothing is written. There is no example: names are made so that this does not \
        happen.",
    cure: "Rename the resource or type that the file is made from: `name = \"AuxInput\"` in \
        `[types.\"#/components/schemas/Aux\"]` of `specwright.toml`.",
}

OutputBlocked "SW0805" "output-blocked" Error {
    title: "A link or folder stands in the way of a file",
    explain: "A symbolic link, or a folder where a file should be, stands where the SDK has a file or folder of its \
        own. Writing through it could change something outside the output folder.",
    example: console "\
$ specwright generate api.yaml --out sdk
$ rm -r sdk/src && ln -s /home/me/elsewhere sdk/src
$ specwright generate api.yaml --out sdk
",
    cure: "Move the link or the folder away and run the command again.",
}

OutputIo "SW0806" "output-io" Error {
    title: "The output folder cannot be read or written",
    explain: "The file system refused: a permission is lacking, the disk is full, or the folder went away. There is \
        no example, since that depends on the machine alone.",
    cure: "Clear the cause and run the same command again: it completes what was begun.",
}

LockUnreadable "SW0807" "lock-unreadable" Error {
    title: "The lock cannot be understood",
    explain: "`specwright.lock` was edited, holds a merge conflict, or belongs to another version. Without it nobody \
        can tell which files are the generator's and which names were given, so nothing is written.",
    example: text "\
# specwright.lock 1: written by Specwright; commit it, do not edit it.
generator 0.1.0
<<<<<<< HEAD
",
    cure: "Restore the file from version control, or use the version of Specwright that wrote it. After a merge \
        conflict, keep the lines of both sides, remove the markers, and generate again.",
}

ManifestUnreadable "SW0808" "manifest-unreadable" Error {
    title: "A shared file cannot be understood",
    explain: "A file that the generator shares with its user, such as `Cargo.toml`, is not valid TOML or not UTF-8, \
        so nothing can be set in it without losing what is there.",
    example: toml "\
[package]
name = pets
",
    cure: "Mend the file: `name = \"pets\"`. Or move it away, and the generator writes a new one.",
}

BreakingChange "SW0809" "breaking-change" Note {
    title: "Code that calls the SDK may break",
    explain: "The SDK that stands in the folder shows something to its callers that the new one does not show, or shows \
        otherwise: a method, an argument, a setter, a field, a variant or a type is gone, of another type, or new where \
        callers state or match all of them. So is a Cargo feature that is gone, and a resource that needs one from now on. \
        The path is that of the crate's public surface. Code that was written for the \
        old version may not compile with the new one, so the next release is a breaking one. What hangs together is told \
        once: all that changed for one operation or schema, at its place; of a type that is gone, not each field; of one \
        that moved, not each thing that holds it. There is no example: it takes two versions of a description.",
    cure: "Release the SDK as a breaking version, or keep the old shape: by an overlay, or by the configuration, which can \
        keep names. `--deny-breaking` ends with 1 when there is such a change; `generate` writes nothing then.",
}

EmittedCodeBroken "SW0901" "emitted-code-broken" Error {
    title: "The generator made code that is not Rust",
    explain: "That is a bug of the generator, whatever the description says, and nothing is written. There is no \
        example: one that was known would be mended.",
    cure: "Report it with the description, or with the part of it that the message names. Until it is mended, \
        leaving that part out with an overlay helps.",
}

        }
    };
}
