//! The codes 04xx: schemas.
//!
//! Input: none. Output: the entries, passed on to `codes!` by way of `collect!`.
//! Not here: what an entry may hold (`mod.rs`).

macro_rules! schemas {
    ($rest:tt $($before:tt)*) => {
        collect! { $rest $($before)*

UnknownType "SW0401" "unknown-type" Error {
    title: "A schema has a type that does not exist",
    explain: "`type` must be one of `null`, `boolean`, `integer`, `number`, `string`, `array`, `object`, or (from \
        3.1 on) a list of them. What else was meant is anybody's guess, so the value becomes an untyped JSON value.",
    example: yaml "\
components:
  schemas:
    Pet:
      type: object
      properties:
        price: { type: money }
",
    cure: "Name one of the seven types, and say the rest with `format`: `{ type: string, format: money }`.",
}

UnknownKeyword "SW0402" "unknown-keyword" Warning {
    title: "A keyword looks like a misspelt one",
    explain: "JSON Schema does not know the keyword, but it looks much like one that it does. Unknown keywords are \
        allowed and mean nothing, so the rule that was meant does not hold.",
    example: yaml "\
components:
  schemas:
    Pet:
      type: object
      propertes:
        name: { type: string }
",
    cure: "Correct the spelling. A keyword of your own is safe from this with `x-` in front.",
}

WrongKeywordValue "SW0403" "wrong-keyword-value" Warning {
    title: "A keyword of a schema has a value of the wrong kind",
    explain: "The keyword is ignored, so the SDK's type may be looser than its author meant.",
    example: yaml "\
components:
  schemas:
    Pet:
      type: object
      properties:
        name: { type: string, minLength: three }
",
    cure: "Give the keyword the kind that the message names: `minLength: 3`.",
}

NotASchema "SW0404" "not-a-schema" Error {
    title: "Something else stands where a schema should be",
    explain: "A schema must be a mapping, or (from 3.1 on) `true` or `false`. The value becomes an untyped JSON \
        value.",
    example: yaml "\
components:
  schemas:
    Pet:
      type: object
      properties:
        name: string
",
    cure: "Write a mapping: `name: { type: string }`.",
}

UnknownMappingTarget "SW0405" "unknown-mapping-target" Warning {
    title: "A discriminator maps a value to no schema",
    explain: "The `mapping` of a discriminator names a schema that does not exist, so a value with that tag is not \
        known to be of any branch.",
    example: yaml "\
components:
  schemas:
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }]
      discriminator:
        propertyName: kind
        mapping: { cat: '#/components/schemas/Kat' }
    Cat:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
",
    cure: "Correct the name: a mapping leads to the name of a schema or to a reference such as \
        `#/components/schemas/Cat`.",
}

SchemaCycle "SW0406" "schema-cycle" Warning {
    title: "A schema is made of itself",
    explain: "There is nothing in between: it says that a value of it is a value of it. So nothing is known of the \
        value, and it is read as any JSON. A schema that holds itself in a property, in a list or in a map is fine.",
    example: yaml "\
components:
  schemas:
    Tree:
      oneOf:
      - $ref: '#/components/schemas/Tree'
",
    cure: "Say what the value is.",
}

DuplicateEnumValue "SW0407" "duplicate-enum-value" Warning {
    title: "A value stands twice in an `enum`",
    explain: "It becomes one variant. Where the list was made by hand, another value may have been meant.",
    example: yaml "\
components:
  schemas:
    Mood:
      type: string
      enum: [calm, wild, calm]
",
    cure: "Remove one of the two.",
}

RequiredUnknownProperty "SW0408" "required-unknown-property" Warning {
    title: "A required property is not described",
    explain: "`required` names a property that `properties` does not have. Its type is unknown, so no field is made \
        for it, and values that the SDK sends lack it.",
    example: yaml "\
components:
  schemas:
    Pet:
      type: object
      required: [name, colour]
      properties:
        name: { type: string }
",
    cure: "Describe the property, correct its spelling, or take it out of `required`.",
}

AllOfNotMerged "SW0409" "all-of-not-merged" Warning {
    title: "The parts of an `allOf` contradict each other",
    explain: "The members of an `allOf` hold together, as do the keywords beside it, so they become one type. These \
        two leave no value that fits both: no common type, no common value, or two formats. The later one counts, \
        since it is written for this place; the earlier one is not checked.",
    example: yaml "\
components:
  schemas:
    Code:
      allOf:
        - { type: string, maxLength: 8 }
        - { type: integer }
",
    cure: "Make the two agree, say it in one of them only, or use `oneOf` if the value is one or the other.",
}

UnionByTrial "SW0410" "union-by-trial" Warning {
    title: "Nothing tells the branches of a union apart",
    explain: "There are values that fit several branches of a `oneOf` or `anyOf`: no discriminator, no difference in \
        JSON type, no constant and no required property of their own tells those apart. They are all tried while \
        decoding, and the one that keeps most of the value is taken, of equals the first. That is slower, and wrong \
        where the other one was meant.",
    example: yaml "\
components:
  schemas:
    Pet:
      oneOf:
        - { $ref: '#/components/schemas/Cat' }
        - { $ref: '#/components/schemas/Dog' }
    Cat: { type: object, properties: { name: { type: string } } }
    Dog: { type: object, properties: { name: { type: string } } }
",
    cure: "Add a `discriminator`, or give each branch a required property with a `const` of its own: \
        `kind: { const: cat }`.",
}

NearlyAType "SW0411" "nearly-a-type" Warning {
    title: "A type is nearly one that exists",
    explain: "`type` has a value that JSON Schema does not know but that can mean only one thing (`int`, `bool`, \
        `float`). It is read as that. Other tools may refuse the document.",
    example: yaml "\
components:
  schemas:
    Age: { type: int }
",
    cure: "Write the type as JSON Schema has it: `type: integer`.",
}

KeywordNotShown "SW0412" "keyword-not-shown" Note {
    title: "A schema says more than its type shows",
    explain: "Rust's type has no place for the types of a list's elements by position unless their number is fixed, for \
        several types of properties whose names follow patterns, or for what the value must not be. Values are read \
        and sent all the same; nothing checks them.",
    example: yaml "\
components:
  schemas:
    Position:
      type: array
      prefixItems: [{ type: number }, { type: number }]
",
    cure: "Nothing needs to be done. Where the types matter, fix the number of elements with `minItems` and `maxItems`, \
        which makes a tuple, or describe an object with one property for each value.",
}

RequiredFlag "SW0413" "required-flag" Warning {
    title: "A property says of itself that it is required",
    explain: "`required: true` inside a property is of an old draft of JSON Schema. Since then the object around it \
        lists the properties that it requires. The property is read as required.",
    example: yaml "\
components:
  schemas:
    Pet:
      type: object
      properties:
        name: { type: string, required: true }
",
    cure: "List the property in the object: `required: [name]`.",
}

NullNotListed "SW0414" "null-not-listed" Note {
    title: "A nullable enum does not list null",
    explain: "The schema allows null, but its `enum` does not list it, so strictly no value may be null. Hardly anybody \
        means that: null is read as allowed.",
    example: yaml "\
components:
  schemas:
    Size: { type: [string, 'null'], enum: [small, large] }
",
    cure: "Add `null` to the list.",
}

EnumValueNotText "SW0415" "enum-value-not-text" Warning {
    title: "A list of texts holds something else",
    explain: "`type: string` with `enum: [1, true]`: YAML reads numbers and booleans where texts were meant. They are \
        read as the texts that are written.",
    example: yaml "\
components:
  schemas:
    Version: { type: string, enum: [1.10, 2.0] }
",
    cure: "Put the values in quotes.",
}

EmptyEnum "SW0416" "empty-enum" Warning {
    title: "An enum lists no values",
    explain: "Strictly no value is allowed. It is read as if the list were not there.",
    example: yaml "\
components:
  schemas:
    Size: { type: string, enum: [] }
",
    cure: "List the values, or take `enum` out.",
}

ItemsMissing "SW0417" "items-missing" Warning {
    title: "A list does not say what it holds",
    explain: "Before OpenAPI 3.1 an array must have `items`. Without it, the elements are untyped JSON values.",
    example: yaml "\
openapi: 3.0.3
info: { title: Pets, version: 1.0.0 }
paths: {}
components:
  schemas:
    Names: { type: array }
",
    cure: "Say what the elements are: `items: { type: string }`.",
}

DefaultOfAnotherType "SW0418" "default-of-another-type" Warning {
    title: "A default does not fit its schema",
    explain: "The default could never be a value of the schema: it is of another type, none of the allowed values, no \
        date, or a part of it is not what that part should be. Where its text is plainly a value (`\"10\"` for a number) \
        it is read so; else it is ignored.",
    example: yaml "\
components:
  schemas:
    Limit: { type: integer, default: '10' }
",
    cure: "Write the default as a value of the type: `default: 10`.",
}

ExampleOfAnotherType "SW0419" "example-of-another-type" Note {
    title: "An example does not fit its schema",
    explain: "The example could never be a value of the schema: it is of another type, none of the allowed values, no \
        date, or a part of it is not what that part should be. Where it does not fit, the documentation and the tests of \
        the SDK make a value up.",
    example: yaml "\
components:
  schemas:
    Limit: { type: integer, examples: [ten] }
",
    cure: "Write the example as a value of the type.",
}

ReferenceToSchemas "SW0420" "reference-to-schemas" Warning {
    title: "A reference stands where only schemas by name can",
    explain: "`properties` and its like are mappings from names to schemas and have no reference form. The mapping that \
        the reference leads to is read in its place.",
    example: yaml "\
components:
  schemas:
    Pet:
      type: object
      properties: { $ref: '#/components/schemas/Fields/properties' }
    Fields:
      type: object
      properties:
        name: { type: string }
",
    cure: "Refer to a whole schema: `allOf: [{ $ref: '#/components/schemas/Fields' }]`.",
}

LaterKeyword "SW0421" "later-keyword" Warning {
    title: "A keyword of a later version of OpenAPI",
    explain: "OpenAPI 2.0 has `allOf` only. `oneOf`, `anyOf` and `not` came with 3.0, and are read as they are meant \
        there; other tools may not do so.",
    example: yaml "\
swagger: '2.0'
info: { title: Pets, version: 1.0.0 }
paths: {}
definitions:
  Pet:
    oneOf: [{ type: string }, { type: integer }]
",
    cure: "State `openapi: 3.0.3`, and convert the rest of the description to it; or describe the value without the \
        keyword.",
}

TooManyBranches "SW0422" "too-many-branches" Error {
    title: "A union has more branches than an enum can have",
    explain: "Every branch of a `oneOf` or `anyOf` becomes a variant of an enum, and is held against every other to find \
        what tells them apart. Real descriptions have some hundreds. The limit keeps hostile ones from exhausting time and \
        memory. There is no example: it takes thousands of branches.",
    cure: "Describe what the branches have in common as one object, or give them a name by groups.",
}

WordOfAnotherVersion "SW0423" "word-of-another-version" Note {
    title: "A word of another version of OpenAPI",
    explain: "What 3.0 says by `nullable` and by `exclusiveMinimum: true`, 3.1 says by `type: [string, 'null']` and by \
        `exclusiveMinimum: 5`; some words came with a version or went with it. People mix them, and each has one meaning, \
        so it is read as that. Other tools may not. Each word is told once, at its first place.",
    example: yaml "\
openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
paths: {}
components:
  schemas:
    Name: { type: string, nullable: true }
",
    cure: "Say it as the version of the description does, or state the version whose words it uses.",
}

FormatRefuted "SW0424" "format-refuted" Warning {
    title: "A format is not that of its own examples",
    explain: "`format` says how a text is to be read, and every example and default with a digit in it shows another \
        notation: `format: date` beside `2024-05-01T10:00:00Z`, or `format: date-time` beside a date alone. The API most \
        likely sends what the examples show, and a type for the format would fail on each answer. So the value is a text.",
    example: yaml "\
components:
  schemas:
    Born: { type: string, format: date, example: '2024-05-01T10:00:00Z' }
",
    cure: "State the format that the values have, or correct the examples. A type for the format in `[formats]` of the \
        configuration is followed all the same.",
}

KeywordOfAnotherType "SW0425" "keyword-of-another-type" Warning {
    title: "A schema describes parts that its type does not have",
    explain: "`properties` speaks of objects, `items` of lists. Beside another `type` they say nothing (JSON Schema), so \
        the SDK shows a text, a list or an object without what is described there. Most likely the type is wrong.",
    example: yaml "\
components:
  schemas:
    Pet: { type: string, properties: { name: { type: string } } }
",
    cure: "State the type that the values have, or take out what does not belong to it.",
}

NestedTooDeep "SW0430" "nested-too-deep" Error {
    title: "Schemas without names lie too deep in one another",
    explain: "Lists in lists, or objects in objects, of which none stands in `components`, nest deeper than any code \
        could show. What lies below becomes an untyped JSON value. The limit keeps hostile descriptions from exhausting \
        stack and memory. There is no example: it takes several dozen lists in lists, or hundreds of objects.",
    cure: "Give some of them a name in `components.schemas`, and refer to it.",
}

ValueOfAnotherType "SW0431" "value-of-another-type" Warning {
    title: "An allowed value is not of the type of its schema",
    explain: "`enum` or `const` allows a value that the type does not: it could never be sent. Where its text is plainly \
        one of the type (`'5'` for a number) it is read so.",
    example: yaml "\
components:
  schemas:
    Size: { type: integer, enum: ['1', 2, 3] }
",
    cure: "Write the value as one of the type, or name its type as well: `type: [string, 'null']`.",
}

EventsNotTold "SW0432" "events-not-told" Warning {
    title: "Nothing tells the events of webhooks apart",
    explain: "An event comes as a body alone, and the payloads of several can hold the same: no property is another \
        constant in each, and no required property is in one alone. Those that may be meant are all tried, and the one \
        that keeps most of the body is taken, of equals the first. So an event is taken for another one.",
    example: yaml "\
webhooks:
  pet.sold:
    post:
      requestBody: { content: { text/json: { schema: { $ref: '#/components/schemas/Sold' } } } }
  pet.lost:
    post:
      requestBody: { content: { text/json: { schema: { $ref: '#/components/schemas/Lost' } } } }
components:
  schemas:
    Sold: { type: object, properties: { event: { type: string } } }
    Lost: { type: object, properties: { event: { type: string } } }
",
    cure: "Give one property a `const` in each payload. Where it holds the name of the event, the configuration can say so: \
        `discriminator = \"event\"` under `[webhooks]`.",
}

EventTagAssumed "SW0433" "event-tag-assumed" Note {
    title: "The values that tell events apart are not listed",
    explain: "Events are told apart by a property (the configured one, or `type`) of which some payload does not say what \
        it holds. It is taken to hold the name of the event, as it stands under `webhooks`. An event that holds something \
        else is read as one that this version of the SDK does not know.",
    example: yaml "\
webhooks:
  pet.sold:
    post:
      requestBody: { content: { text/json: { schema: { $ref: '#/components/schemas/Sold' } } } }
  pet.lost:
    post:
      requestBody: { content: { text/json: { schema: { $ref: '#/components/schemas/Lost' } } } }
components:
  schemas:
    Sold: { type: object, properties: { type: { type: string } } }
    Lost: { type: object, properties: { type: { type: string } } }
",
    cure: "Give the property a `const` in each payload, or name another property by `discriminator` under `[webhooks]`.",
}

DeriveRefused "SW0434" "derive-refused" Warning {
    title: "A trait cannot be derived for a type",
    explain: "The configuration derives a trait of the standard library for a type, and a part of the type does not have \
        it: a float is not `Eq`, a text is not `Copy`, and a model has only what is derived for it. The SDK would not \
        compile, so the type goes without the trait. Traits of other crates are derived as they stand.",
    example: toml "\
[types.\"#/components/schemas/Pet\"]
derive = [\"Eq\"] # its `weight` is a number
",
    cure: "Take the trait out, or derive it for the part as well, where that can have it.",
}

NullKept "SW0435" "null-kept" Note {
    title: "The lock keeps null and absent as one in what is sent",
    explain: "In a type that only answers hold, a property that is null and one that is not there are one `None`. Where a \
        request holds a type, the two are told apart, since null takes a value away. What a type does once, the lock keeps, \
        since its fields are of other types else: so of a type of answers that a request holds later, no null can be sent. \
        There is no example, since it takes the lock of an SDK that was made before.",
    cure: "Take the line of the type out of specwright.lock, which begins with `null`, when null is to be sent. The next run \
        says what that breaks (SW0809).",
}

        }
    };
}
