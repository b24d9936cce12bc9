//! The codes 01xx: reading files and their syntax.
//!
//! Input: none. Output: the entries, passed on to `codes!` by way of `collect!`.
//! Not here: what an entry may hold (`mod.rs`).

macro_rules! reading {
    ($rest:tt $($before:tt)*) => {
        collect! { $rest $($before)*

UnreadableFile "SW0101" "unreadable-file" Error {
    title: "A file cannot be read",
    explain: "The file does not exist or may not be read. The path of a description is taken relative to the \
        working directory, that of a file in a `$ref` relative to the file that names it. Without the description \
        itself the run ends; without another file, what the reference stands for is missing from the SDK.",
    example: yaml "\
# There is no `pets.yaml` beside this file.
components:
  schemas:
    Litter:
      type: array
      items: { $ref: 'pets.yaml#/Pet' }
",
    cure: "Correct the path, or put the file where the path leads. Upper and lower case count on most systems.",
}

NotUtf8 "SW0102" "not-utf8" Error {
    title: "A file is not UTF-8 text",
    explain: "OpenAPI descriptions are UTF-8 text; UTF-16 and UTF-32 are read as well, since their first bytes tell \
        them. The file holds bytes that are none of these: it may be saved in another encoding, such as Latin-1, or be \
        no text at all. To guess the encoding would put wrong letters \
        into names and documentation. There is no example, since a text cannot show such bytes.",
    cure: "Save the file as UTF-8. `iconv -f LATIN1 -t UTF-8 api.yaml` turns a Latin-1 file into one.",
}

EmptyDocument "SW0103" "empty-document" Error {
    title: "A file holds nothing",
    explain: "The file is empty, or holds nothing but comments. There is nothing to make an SDK of; often a command \
        that should have written the file failed before it.",
    example: yaml "\
# openapi: 3.1.0
",
    cure: "Look whether the path is the right one, and whether what writes the file came to its end.",
}

Syntax "SW0104" "syntax" Error {
    title: "A file is neither valid YAML nor valid JSON",
    explain: "The parser cannot go on. The place is where it gave up; the mistake may be a little above it. Common \
        ones are a colon and a space inside a text without quotes, a tab in the indentation, and a bracket that is \
        never closed.",
    example: yaml "\
openapi: 3.1.0
info:
  title: Pets: all of them
  version: 1.0.0
paths: {}
",
    cure: "Put quotes around a text that holds `: ` or ` #`, or starts with one of `*&!%@{[`: \
        `title: 'Pets: all of them'`. Indent with spaces alone.",
}

DuplicateKey "SW0105" "duplicate-key" Error {
    title: "A mapping has the same key twice",
    explain: "Parsers differ in which of the two counts; here, as in most, it is the last. What the first one says \
        is lost: an operation, a property, a whole path.",
    example: yaml "\
paths:
  /pets:
    get:
      responses: { '204': { description: The pets are fine. } }
  /pets:
    post:
      responses: { '204': { description: The pet is taken in. } }
",
    cure: "Merge the two, or remove one.",
}

SeveralDocuments "SW0106" "several-documents" Error {
    title: "A file holds more than one YAML document",
    explain: "YAML separates documents by a line `---`. A description is one document, so it is not clear which of \
        them is meant, and nothing is read.",
    example: yaml "\
openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
paths: {}
---
openapi: 3.1.0
info: { title: Toys, version: 1.0.0 }
paths: {}
",
    cure: "Keep one description in each file and remove the `---`.",
}

MergeKey "SW0107" "merge-key" Error {
    title: "A YAML merge key has nothing to merge",
    explain: "The key `<<` takes the keys of another mapping into this one. Its value must be a mapping or a list of \
        mappings, mostly given by an alias (`*common`); anything else has no keys to take.",
    example: yaml "\
components:
  schemas:
    Pet:
      <<: common
      type: object
",
    cure: "Name an anchor that stands on a mapping: `<<: *common`, with `&common` where that mapping is.",
}

TooDeep "SW0108" "too-deep" Error {
    title: "Mappings and lists are nested too deeply",
    explain: "More than 128 levels of mappings and lists lie inside one another, in a file or through an overlay. No \
        real description has so many; the limit keeps hostile ones from exhausting the stack. There is no example, \
        since nobody would read one of that depth.",
    cure: "Give inner schemas a name below `components.schemas` and refer to them by `$ref`.",
}

TooLarge "SW0109" "too-large" Error {
    title: "The description is too large",
    explain: "A file is longer than 64 MiB, holds more than three million values (a YAML alias counts as all that it \
        stands for), or the references reach more than 10,000 files. No real description does; the limits keep hostile \
        ones from exhausting the memory. There is no example, since nobody would read one of that size.",
    cure: "Take examples and unused parts out, or split what describes several APIs.",
}

        }
    };
}
