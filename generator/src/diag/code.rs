//! Every kind of finding, in one table.
//!
//! Input: none. Output: [`Code`] and, for each, its number, slug, severity and explanation ([`Code::entry`]).
//! Not here: what a finding says about a given document; the stages write that.
//!
//! A new code is one entry of the table below. Numbers are never reused and never change their meaning, since
//! people write them into scripts: 01xx reading files and syntax, 02xx references, 03xx structure of the document,
//! 04xx schemas, 05xx operations, 06xx names, 07xx configuration and overlays, 08xx writing.

use std::fmt;

use super::Severity;

/// What is known of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// As it is printed: `SW0101`.
    pub number: &'static str,
    /// A name for people and configuration files: `unreadable-file`.
    pub slug: &'static str,
    /// How bad such a finding is.
    pub severity: Severity,
    /// A paragraph: what it means, why it matters, what to do.
    pub explain: &'static str,
}

macro_rules! codes {
    ($($code:ident $number:literal $slug:literal $severity:ident $explain:literal;)*) => {
        /// The kinds of findings.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $number, "` ", $slug, ". ", $explain)] $code,)*
        }

        /// All codes, by number.
        pub const CODES: &[Entry] = &[$(Entry {
            code: Code::$code,
            number: $number,
            slug: $slug,
            severity: Severity::$severity,
            explain: $explain,
        },)*];

        impl Code {
            /// What is known of this code.
            #[must_use]
            pub fn entry(self) -> &'static Entry {
                match self {
                    $(Self::$code => &Entry {
                        code: Code::$code,
                        number: $number,
                        slug: $slug,
                        severity: Severity::$severity,
                        explain: $explain,
                    },)*
                }
            }
        }
    };
}

codes! {
    UnreadableFile "SW0101" "unreadable-file" Error
        "The file does not exist or may not be read. The path is taken relative to the working directory, and a \
         file named by a `$ref` relative to the file that names it.";
    NotUtf8 "SW0102" "not-utf8" Error
        "OpenAPI descriptions are UTF-8 text. The file holds bytes that are not: it may be saved in another \
         encoding, or be no text at all.";
    EmptyDocument "SW0103" "empty-document" Error
        "The file holds nothing, or nothing but comments.";
    Syntax "SW0104" "syntax" Error
        "The file is neither valid YAML nor valid JSON. The place is where the parser gave up; the mistake may be \
         a little above it.";
    DuplicateKey "SW0105" "duplicate-key" Error
        "A mapping has the same key twice. Parsers differ in which of the two counts; here, as in most, it is the \
         last. What the first one says is lost, so remove one.";
    SeveralDocuments "SW0106" "several-documents" Error
        "The file holds more than one YAML document, separated by `---`. A description is one document.";
    MergeKey "SW0107" "merge-key" Error
        "The value of a YAML merge key (`<<`) must be a mapping or a list of mappings.";
    TooDeep "SW0108" "too-deep" Error
        "Mappings and lists are nested more than 128 levels deep. No real description is; the limit keeps hostile \
         ones from exhausting the stack.";

    DanglingReference "SW0201" "dangling-reference" Error
        "A `$ref` points to something that is not there. Where a schema is missing, the field becomes an untyped \
         JSON value; where a parameter, body or response is missing, the operation is left out.";
    RemoteReference "SW0202" "remote-reference" Error
        "A `$ref` points to a web address. The generator reads no network, so that the same input always gives the \
         same SDK: download the file and refer to it by a relative path.";
    CircularReference "SW0203" "circular-reference" Error
        "A chain of `$ref`s leads back to itself without ever reaching a definition.";
    MalformedReference "SW0204" "malformed-reference" Error
        "The text of a `$ref` is not a URI reference with a JSON pointer (`#/components/schemas/Pet`, \
         `pet.yaml#/Pet`).";
    IgnoredSiblings "SW0205" "ignored-siblings" Warning
        "In OpenAPI 3.0 everything beside a `$ref` is ignored. Descriptions and other annotations are read all the \
         same, since they can only help; what would change the meaning is not. Wrap the reference in `allOf`, or \
         move to 3.1.";

    NotADescription "SW0301" "not-a-description" Error
        "The document is not an OpenAPI description: it is not a mapping, or has neither `openapi` nor `swagger`.";
    UnsupportedVersion "SW0302" "unsupported-version" Error
        "The document states a version of OpenAPI that this release does not read.";
    MissingPart "SW0303" "missing-part" Error
        "The document has none of `paths`, `webhooks` and `components`, so there is nothing to make an SDK of.";
    WrongKind "SW0304" "wrong-kind" Warning
        "A field holds a value of the wrong kind: a list where a mapping is wanted, a number where a text is. It is \
         read as if it were not there, or, where the meaning is plain, converted.";
    MissingField "SW0305" "missing-field" Warning
        "A required field is missing; the SDK can do without it.";
    UnknownField "SW0306" "unknown-field" Warning
        "The object has no such field, so it says nothing: often a slip of the pen, or a field in the wrong place. \
         A vendor's own fields start with `x-`.";
    SecuritySchemeDropped "SW0307" "security-scheme-dropped" Error
        "A security scheme cannot be read, so the client cannot send its credentials.";
    PathWithoutSlash "SW0308" "path-without-slash" Warning
        "A path must start with `/`. It is read as if it did.";
    PartDropped "SW0309" "part-dropped" Warning
        "A part that the SDK can do without (an example, a header, a tag, a server, a callback) cannot be read and \
         is left out.";
    UnsupportedSecurity "SW0310" "unsupported-security" Note
        "The security scheme is settled below HTTP (`mutualTLS`): hand the client a transport that presents the \
         certificate.";
    TooManyReferences "SW0311" "too-many-references" Error
        "Following the references to parameters, responses and path items leads to more than half a million copies. \
         No real description does that.";

    UnknownType "SW0401" "unknown-type" Error
        "`type` must be one of `null`, `boolean`, `integer`, `number`, `string`, `array`, `object`, or (from 3.1 on) \
         a list of them. The value becomes an untyped JSON value.";
    UnknownKeyword "SW0402" "unknown-keyword" Warning
        "The schema has a keyword that JSON Schema does not know but that looks much like one that it does.";
    WrongKeywordValue "SW0403" "wrong-keyword-value" Warning
        "A keyword of a schema has a value of the wrong kind (`required: true`, `minLength: \"3\"`) and is ignored.";
    NotASchema "SW0404" "not-a-schema" Error
        "A schema must be a mapping, or (from 3.1 on) `true` or `false`. The value becomes an untyped JSON value.";
    UnknownMappingTarget "SW0405" "unknown-mapping-target" Warning
        "A discriminator maps a value to a schema that does not exist.";
    SchemaCycle "SW0406" "schema-cycle" Warning
        "A schema is made of itself with nothing in between, such as a list whose items are that list. No Rust type has that shape, so the value is read as any JSON.";
    DuplicateEnumValue "SW0407" "duplicate-enum-value" Warning
        "A value stands twice in an `enum`. It becomes one variant.";
    RequiredUnknownProperty "SW0408" "required-unknown-property" Warning
        "`required` names a property that the schema does not describe. Its type is unknown, so no field is made for it.";
    AllOfNotMerged "SW0409" "all-of-not-merged" Warning
        "The members of an `allOf` are not all objects, so they cannot be one type. The first that says anything decides.";
    UnionByTrial "SW0410" "union-by-trial" Warning
        "Nothing in the branches of a `oneOf` or `anyOf` tells their values apart: no discriminator, no difference in JSON type, no required property of their own. Every branch is tried while decoding, and the one that keeps most of the value is taken. A `discriminator`, or a required property with a `const`, makes it certain.";
    NearlyAType "SW0411" "nearly-a-type" Warning
        "`type` has a value that JSON Schema does not know but that can mean only one thing (`int`, `bool`, `float`). \
         It is read as that.";
    KeywordNotShown "SW0412" "keyword-not-shown" Note
        "A schema says more than its Rust type shows: the types of a tuple's places, of properties whose names follow a pattern, or what the value must not be. Values are read and sent all the same; nothing checks them.";


    OperationDropped "SW0501" "operation-dropped" Error
        "A part of the operation that it cannot do without cannot be read. The operation is left out of the SDK; all \
         others are made.";
    NotAStatusCode "SW0502" "not-a-status-code" Warning
        "The key of a response must be a status code (`200`), a range (`4XX`) or `default`. The response is ignored.";
    UnknownStyle "SW0503" "unknown-style" Warning
        "The `style` is not one that a parameter of this location can have. The default of its location is used.";
    ParameterWithoutSchema "SW0504" "parameter-without-schema" Warning
        "A parameter or header has neither `schema` nor `content`. Its value becomes untyped.";
    PathParameterUnused "SW0505" "path-parameter-unused" Warning
        "A parameter is declared `in: path`, but the path has no variable of that name. It is left out.";
    PathParameterUndeclared "SW0506" "path-parameter-undeclared" Warning
        "A path has a variable that no parameter declares. It is taken as a required string.";
    PaginationUnmatched "SW0507" "pagination-unmatched" Warning
        "The configuration names a pagination scheme for an operation whose parameters or answer do not have the scheme's names.";
    BadOperationPlace "SW0508" "bad-operation-place" Error
        "The configuration gives an operation a place in the resource tree that cannot be read. It is written as resources and method with dots between them.";
    UnknownOperation "SW0509" "unknown-operation" Warning
        "The configuration corrects an operation that the description does not have. The key is `METHOD /path` as the description writes it, or the operationId.";
    SecuritySchemeUnsupported "SW0510" "security-scheme-unsupported" Warning
        "A security scheme needs more than a header or a query parameter, so the client has no option for it.";
    StreamReadWhole "SW0511" "stream-read-whole" Note
        "An operation answers with a stream of events or of lines. The method reads it to its end and returns it as one text.";
    MethodNamesClash "SW0601" "method-names-clash" Warning
        "Two operations of one resource would be the same method, and neither their path variables nor their operationIds tell them apart. One is numbered; the configuration can name it.";
    TypeNamesClash "SW0602" "type-names-clash" Warning
        "Two schemas would have the same Rust name. One is numbered, and the lock keeps it so; the configuration can name it.";

    UnknownConfigKey "SW0701" "unknown-config-key" Error
        "The configuration file has a key that does not exist.";
    InvalidConfig "SW0702" "invalid-config" Error
        "The configuration file is not valid TOML, or a value is of the wrong kind.";
    UnusedBaselineEntry "SW0703" "unused-baseline-entry" Error
        "The baseline accepts a finding that is not there any more: it was mended, or its place has another name now. \
         Remove the entry, so that it cannot hide the same finding when it comes back.";
    NotAnOverlay "SW0710" "not-an-overlay" Error
        "The file is not an OpenAPI Overlay 1.0 or 1.1 document: it needs `overlay`, `info` and a list of `actions`.";
    OverlayAction "SW0711" "overlay-action" Error
        "An action of an overlay cannot be carried out: its `target` is no JSONPath expression, or it has none of \
         `update`, `remove` and `copy`.";
    OverlayUnmatched "SW0712" "overlay-unmatched" Warning
        "The target of an overlay's action matches nothing: the description may have changed since the overlay was \
         written.";

    OutputNotOurs "SW0801" "output-not-ours" Error
        "The output folder holds something, but no `specwright.lock`: it was not written by this generator. Nothing \
         is written there, since it could replace what somebody needs. Name a new or empty folder.";
    FileEdited "SW0802" "file-edited" Error
        "A file that the generator owns was changed since it was written. Its next version would lose the change. \
         Code of your own belongs in `src/ext/`, which is never touched; `--overwrite` gives the change up.";
    FileInTheWay "SW0803" "file-in-the-way" Error
        "A file that the generator did not write stands where the SDK has one. Move it away, or replace it with \
         `--overwrite`.";
    PathRefused "SW0804" "path-refused" Error
        "A file of the SDK would leave the output folder, or have a name that one of the common systems cannot hold, \
         or differ from another one only in case.";
    OutputBlocked "SW0805" "output-blocked" Error
        "A symbolic link, or a folder where a file should be, stands in the way. Writing through it could change \
         something outside the output folder.";
    OutputIo "SW0806" "output-io" Error
        "The file system refused to read or write in the output folder. The same command completes what was begun \
         once the cause is cleared.";
    LockUnreadable "SW0807" "lock-unreadable" Error
        "`specwright.lock` cannot be understood: it was edited, holds a merge conflict, or belongs to another \
         version. Without it nobody can tell which files are the generator's and which names were given.";
    ManifestUnreadable "SW0808" "manifest-unreadable" Error
        "A file that the generator shares with its user, such as `Cargo.toml`, is not valid TOML or not UTF-8, so \
         nothing can be set in it without losing what is there.";
    EmittedCodeBroken "SW0901" "emitted-code-broken" Error
        "The generator made code that is not Rust. That is a bug of the generator; nothing is written.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.entry().number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_slugs_are_unique_and_sorted() {
        for pair in CODES.windows(2) {
            assert!(pair[0].number < pair[1].number, "{} is not before {}", pair[0].number, pair[1].number);
        }
        let mut slugs: Vec<_> = CODES.iter().map(|entry| entry.slug).collect();
        slugs.sort_unstable();
        slugs.dedup();
        assert_eq!(slugs.len(), CODES.len());
    }

    #[test]
    fn the_table_and_the_enum_agree() {
        for entry in CODES {
            assert_eq!(entry.code.entry(), entry);
            assert_eq!(entry.code.to_string(), entry.number);
        }
    }
}
