//! The codes 02xx: references.
//!
//! Input: none. Output: the entries, passed on to `codes!` by way of `collect!`.
//! Not here: what an entry may hold (`mod.rs`).

macro_rules! references {
    ($rest:tt $($before:tt)*) => {
        collect! { $rest $($before)*

DanglingReference "SW0201" "dangling-reference" Error {
    title: "A reference points to nothing",
    explain: "A `$ref` names a place that does not exist. Where a schema, a body or the answer of a success is missing, \
        the value becomes an untyped JSON value. Where a parameter is missing, the method does not take it: one that the \
        API needs can be sent with `extra_query` or `extra_header`, and a variable of the path is taken as a string. \
        Where a whole path is missing, it is left out, and SW0501 says so.",
    example: yaml "\
components:
  schemas:
    Owner:
      type: object
      properties:
        pet: { $ref: '#/components/schemas/Pett' }
    Pet:
      type: string
",
    cure: "Correct the name, or add what it names. A reference into the same file starts with `#/`.",
}

RemoteReference "SW0202" "remote-reference" Error {
    title: "A reference points to a web address",
    explain: "The network is not read unless that is allowed, so that the same input always gives the same SDK and a \
        description from somewhere else calls nobody. What the reference stands for is treated as missing.",
    example: yaml "\
components:
  schemas:
    Owner:
      type: object
      properties:
        pet: { $ref: 'https://api.example.com/pets.yaml#/Pet' }
",
    cure: "Allow it with `--allow-remote`, which records the hash of what was read; or download the file, keep it beside \
        the description, and refer to it by a relative path: `$ref: 'pets.yaml#/Pet'`.",
}

CircularReference "SW0203" "circular-reference" Error {
    title: "A chain of references leads back to itself",
    explain: "Each `$ref` of the chain names the next one, and none reaches a definition, so nothing says what the \
        value is. It becomes an untyped JSON value. A schema that has itself among its properties is no such chain \
        and is read well.",
    example: yaml "\
components:
  schemas:
    Cat: { $ref: '#/components/schemas/Pet' }
    Pet: { $ref: '#/components/schemas/Cat' }
",
    cure: "Replace one of the references with the definition.",
}

MalformedReference "SW0204" "malformed-reference" Error {
    title: "The text of a reference cannot be read",
    explain: "A `$ref` is a URI reference with a JSON pointer: `#/components/schemas/Pet`, `pets.yaml#/Pet`. In a \
        URI, a `%` starts the code of a character and needs two hexadecimal digits. What the reference stands for \
        is treated as missing.",
    example: yaml "\
components:
  schemas:
    Offer:
      type: object
      properties:
        price: { $ref: '#/components/schemas/50%Off' }
    50%Off: { type: number }
",
    cure: "Write `%25` for a percent sign: `#/components/schemas/50%25Off`. In a key, `~1` stands for `/` and `~0` \
        for `~`.",
}

IgnoredSiblings "SW0205" "ignored-siblings" Warning {
    title: "Fields beside a reference are ignored",
    explain: "In OpenAPI 3.0 everything beside a `$ref` is ignored. Descriptions and other annotations are read all \
        the same, since they can only help; what would change the meaning is not, so the SDK's type may be wider \
        than its author meant. Beside a `$ref` that stands for a parameter, a body, a response or another object than a \
        schema, all versions ignore what is no annotation.",
    example: yaml "\
openapi: 3.0.3
info: { title: Pets, version: 1.0.0 }
paths: {}
components:
  schemas:
    Name: { type: string }
    Pet:
      type: object
      properties:
        name: { $ref: '#/components/schemas/Name', maxLength: 40 }
",
    cure: "Wrap the reference, `allOf: [{ $ref: '#/components/schemas/Name' }]`, and keep the field beside `allOf`; \
        or move to OpenAPI 3.1.",
}

OutsideRoot "SW0206" "outside-root" Error {
    title: "A reference leads out of the description's folder",
    explain: "Only files in the folder of the description, and below, are read. A description from somewhere else \
        could read any file of the machine otherwise. What the reference stands for is treated as missing. There is no \
        example, since it takes files in two folders.",
    cure: "Name the folder that holds all files of the description: `--root ..`.",
}

RemoteChanged "SW0207" "remote-changed" Error {
    title: "A file of the web is not the one that was read before",
    explain: "`specwright.lock` holds the hash of every file that was read from the web. The file now has another, so \
        the SDK would change without any change of the description beside it. There is no example, since it takes two runs.",
    cure: "Look at what changed, and accept it with `--update-remote`.",
}

ReferenceChain "SW0208" "reference-chain" Error {
    title: "Too many references follow one another",
    explain: "A `$ref` leads to a `$ref`, and that to another, a hundred times and more. The value becomes an untyped \
        JSON value where the hundredth leads on. The limit keeps hostile descriptions from exhausting time and memory. \
        There is no example: it takes a hundred references.",
    cure: "Let the references lead to the definition itself.",
}

PointerThroughReference "SW0212" "pointer-through-reference" Note {
    title: "A reference leads through another reference",
    explain: "The pointer goes into an object that is a `$ref` itself, and so has nothing inside: what is meant stands \
        where that leads. Many tools read no such reference. It is followed.",
    example: yaml "\
components:
  schemas:
    Animal: { type: object, properties: { kind: { type: string } } }
    Pet: { $ref: '#/components/schemas/Animal' }
    Filter:
      type: object
      properties:
        kind: { $ref: '#/components/schemas/Pet/properties/kind' }
",
    cure: "Let the pointer go where the thing is written.",
}

ReferenceToAnotherKind "SW0213" "reference-to-another-kind" Error {
    title: "A reference leads to another kind of object",
    explain: "Where a reference stands, one kind of object is wanted: a response, a parameter, a schema. This one leads to \
        another kind, which says nothing of what is wanted. What the reference stands for is treated as missing.",
    example: yaml "\
paths:
  /pets:
    get:
      responses:
        '200':
          description: The pets.
          content:
            application/json:
              schema: { $ref: '#/components/responses/Pets' }
components:
  responses:
    Pets: { description: The pets. }
",
    cure: "Let the reference lead to what is wanted, or write it in its place.",
}

ReadAsAnotherKind "SW0214" "read-as-another-kind" Warning {
    title: "What a reference leads to is read as another object",
    explain: "Where a body, a response, a media type or a header is wanted, a reference leads to a schema: that can only \
        be the schema of what is sent, and of a body or response it is that of its JSON. The other way round, \
        where a schema is wanted, a reference leads to a response or a body: that is the schema of its JSON, or of its \
        only media type. Or it leads to an object of another kind that has all the same what is wanted. It is read as that.",
    example: yaml "\
paths:
  /pets:
    get:
      responses: { '200': { $ref: '#/components/schemas/Pets' } }
components:
  schemas:
    Pets: { type: array, items: { type: string } }
",
    cure: "Write what is wanted, and refer to the schema within it.",
}

NameTwice "SW0215" "name-twice" Warning {
    title: "Two schemas give themselves the same name",
    explain: "`$id` and `$anchor` are names by which references find a schema. Where two schemas have the same one, a \
        reference by it leads to the first, and nothing shows that it was meant.",
    example: yaml "\
openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
paths: {}
components:
  schemas:
    Pet: { $anchor: pet, type: object }
    Dog: { $anchor: pet, type: object }
    Owner: { properties: { pet: { $ref: '#pet' } } }
",
    cure: "Give each schema a name of its own.",
}

OtherRootNotRead "SW0216" "other-root-not-read" Warning {
    title: "The root of another description is not read",
    explain: "A path or an operation stands in a file that is a description of its own, and the root of that file says where \
        the API is, or who may call it. An SDK has one client, so what the root of the first description says holds for all \
        of it, as OpenAPI recommends (3.1.1, \"Resolving Implicit Connections\"). There is no example, since it takes two files.",
    cure: "Say it at the operations, or at the root of the description that the SDK is made of.",
}

        }
    };
}
