//! The codes 03xx: the structure of the document.
//!
//! Input: none. Output: the entries, passed on to `codes!` by way of `collect!`.
//! Not here: what an entry may hold (`mod.rs`).

macro_rules! structure {
    ($rest:tt $($before:tt)*) => {
        collect! { $rest $($before)*

NotADescription "SW0301" "not-a-description" Error {
    title: "The document is not an OpenAPI description",
    explain: "It is not a mapping, or has neither `openapi` nor `swagger`, so nothing in it can be understood. Often \
        it is another file of the same project: a part of a description, or an overlay.",
    example: yaml "\
asyncapi: 3.0.0
info: { title: Pets, version: 1.0.0 }
channels: {}
",
    cure: "Name the root file of the description. It starts with `openapi: 3.1.0`.",
}

UnsupportedVersion "SW0302" "unsupported-version" Error {
    title: "This version of OpenAPI is not read",
    explain: "The document states a version of OpenAPI that this release does not read. To read it as another one \
        would give an SDK that is wrong in places nobody sees.",
    example: yaml "\
swagger: '1.2'
info: { title: Pets, version: 1.0.0 }
paths: {}
",
    cure: "Convert the document to a version that is read: 2.0, 3.0, 3.1 or 3.2.",
}

MissingPart "SW0303" "missing-part" Error {
    title: "The document describes nothing",
    explain: "It has none of `paths`, `webhooks` and `components`, so there is nothing to make an SDK of.",
    example: yaml "\
openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
servers: [{ url: 'https://api.example.com' }]
",
    cure: "Add `paths`, or correct its spelling. If the rest is in another file, name that one.",
}

WrongKind "SW0304" "wrong-kind" Warning {
    title: "A field holds a value of the wrong kind",
    explain: "There is a list where a mapping is wanted, or a number where a text is. The field is read as if it \
        were not there, or, where the meaning is plain, converted; what it was meant to say may be missing from the \
        SDK.",
    example: yaml "\
paths:
  /pets:
    get:
      tags: { name: pets }
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Give the field the kind that the message names: `tags: [pets]`.",
}

MissingField "SW0305" "missing-field" Warning {
    title: "A required field is missing",
    explain: "OpenAPI requires the field, but the SDK can do without it: what it would say is plain from the rest, \
        or is documentation alone. Other tools may refuse the document.",
    example: yaml "\
paths:
  /pets/{name}:
    get:
      parameters: [{ name: name, in: path, schema: { type: string } }]
      responses: { '204': { description: The pet is fine. } }
",
    cure: "Add the field: a parameter in the path needs `required: true`.",
}

UnknownField "SW0306" "unknown-field" Warning {
    title: "An object has a field that does not exist",
    explain: "OpenAPI knows no such field in this place, so it says nothing. Often it is a slip of the pen, or \
        stands one level too high or too low, and the SDK lacks what it should have said.",
    example: yaml "\
paths:
  /pets:
    get:
      sumary: All pets.
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Correct the name or move the field. A field of your own starts with `x-`.",
}

SecuritySchemeDropped "SW0307" "security-scheme-dropped" Error {
    title: "A security scheme cannot be read",
    explain: "The scheme lacks what tells how its credentials are sent, so the client has no option for them. Calls \
        that need them will be refused by the server.",
    example: yaml "\
components:
  securitySchemes:
    key:
      type: apiKey
      in: header
",
    cure: "Complete the scheme: an `apiKey` needs `in` and `name`, `http` needs `scheme`. Its `type` is one of \
        `apiKey`, `http`, `oauth2`, `openIdConnect` and `mutualTLS`.",
}

PathWithoutSlash "SW0308" "path-without-slash" Warning {
    title: "A path does not start with a slash",
    explain: "A path is appended to the address of the server and must start with `/`. It is read as if it did.",
    example: yaml "\
paths:
  pets:
    get:
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Write the slash: `/pets`.",
}

PartDropped "SW0309" "part-dropped" Warning {
    title: "A part of the description is left out",
    explain: "An example, a header, a tag, a server, a callback or the answer to a failed call cannot be read. The \
        SDK can do without it, so everything around it is made.",
    example: yaml "\
servers:
  - description: The server of production.
",
    cure: "Mend the part as the message says: a server needs a `url`.",
}

UnsupportedSecurity "SW0310" "unsupported-security" Note {
    title: "A security scheme is settled below HTTP",
    explain: "With `mutualTLS` the client shows a certificate while it connects, before any request is sent. The \
        SDK's methods have no part in that, and no call is refused for the lack of it.",
    example: yaml "\
components:
  securitySchemes:
    certificate: { type: mutualTLS }
",
    cure: "Give the client its certificate: `.options(|options| options.client_certificate(certificate, key))` on its \
        builder.",
}

TooManyReferences "SW0311" "too-many-references" Error {
    title: "References multiply beyond measure",
    explain: "Following the references to parameters, responses and path items leads to more copies than such a text can \
        mean: more than a hundred thousand, and more than one for each 64 bytes of it. No real description comes near; the \
        limit keeps hostile ones from exhausting the memory. There is no example: it takes many references to parts that \
        are themselves full of references.",
    cure: "Look for a part that refers to large parts many times, such as callbacks inside callbacks, and break the \
        chain.",
}

UnknownDialect "SW0312" "unknown-dialect" Warning {
    title: "The dialect of the schemas is not known",
    explain: "`jsonSchemaDialect`, or `$schema` of a schema, names a dialect other than those of OpenAPI and JSON Schema. Its schemas are read as \
        JSON Schema 2020-12; what the dialect adds or changes is not.",
    example: yaml "\
openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
jsonSchemaDialect: https://example.com/our-own-schemas
paths: {}
",
    cure: "Leave the field out if the schemas are ordinary ones.",
}

HintIgnored "SW0313" "hint-ignored" Warning {
    title: "An extension does not say what it should",
    explain: "A field that starts with `x-` is one of those that Specwright understands, but its value is not of the \
        kind that it has, does not fit what is described, or asks for what an SDK cannot do yet. So it says nothing.",
    example: yaml "\
paths:
  /pets:
    get:
      x-stainless-method: 7
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Write the value as its tool describes it, or say the same in `specwright.toml`.",
}

UndeclaredSecurityScheme "SW0314" "undeclared-security-scheme" Warning {
    title: "A security scheme is required and not declared",
    explain: "A requirement names a scheme that `components.securitySchemes` does not have, so nothing tells how its \
        credential is sent. No call is refused for the lack of it.",
    example: yaml "\
security: [{ key: [] }, { token: [] }]
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
",
    cure: "Declare the scheme, or correct its name where it is required.",
}

UnrequiredSecurityScheme "SW0315" "unrequired-security-scheme" Note {
    title: "A security scheme is declared and nowhere required",
    explain: "No operation says that it needs the scheme. Where operations say nothing of security at all, the client \
        has an option for the scheme, and sends with them what it is given; else it has none.",
    example: yaml "\
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
",
    cure: "Say where it is needed: `security: [{ key: [] }]` at the top of the description or of an operation. \
        `security: []` says that nothing is.",
}

CredentialsOfOnePlace "SW0316" "credentials-of-one-place" Warning {
    title: "Credentials of one place are required together",
    explain: "A requirement names several schemes at once, and two of them are sent in the same header, query parameter or \
        cookie, mostly `Authorization`: no request can have both. What is meant is one or the other, which is a list of \
        requirements.",
    example: yaml "\
security: [{ basic: [], token: [] }]
components:
  securitySchemes:
    basic: { type: http, scheme: basic }
    token: { type: http, scheme: bearer }
",
    cure: "Write them as alternatives: `security: [{ basic: [] }, { token: [] }]`.",
}

TagMisstated "SW0317" "tag-misstated" Warning {
    title: "A tag cannot be what is said of it",
    explain: "Each tag is declared once (OpenAPI, \"Tag Object\"). From 3.2 on a tag may have a parent, which is declared as \
        well, and is no child of its own. The first declaration counts.",
    example: yaml "\
openapi: 3.2.0
info: { title: Pets, version: 1.0.0 }
paths: {}
tags: [{ name: cats, parent: animals }, { name: dogs }, { name: dogs }]
",
    cure: "Declare the parent, or take the one of the two declarations out.",
}

        }
    };
}
