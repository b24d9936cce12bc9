//! The same API, described in every version of OpenAPI, is the same SDK.
//!
//! Input: one small description, written four times. Output: none; the first file that differs is shown.
//! Not here: what each version can say and the others cannot (`src/document/tests/`).

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

use specwright::config::Config;
use specwright::diag::Style;
use specwright::file::File;
use specwright::source::Sources;

const TWO: &str = "
swagger: '2.0'
info: { title: Pets, version: 1.0.0, description: All about pets. }
host: api.example.com
basePath: /v2
schemes: [http, https]
consumes: [application/json]
produces: [application/json]
securityDefinitions:
  Key: { type: apiKey, name: X-Key, in: header }
  Login: { type: basic }
  Token:
    type: oauth2
    flow: application
    tokenUrl: https://api.example.com/token
    scopes: { 'pets:write': Change pets. }
security: [{ Key: [] }]
parameters:
  Limit: { name: limit, in: query, type: integer, format: int32, minimum: 1, description: How many. }
responses:
  Missing: { description: There is no such pet., schema: { $ref: '#/definitions/Problem' } }
paths:
  /pets:
    get:
      operationId: listPets
      summary: Lists pets.
      parameters:
        - $ref: '#/parameters/Limit'
        - { name: tags, in: query, type: array, items: { type: string }, collectionFormat: multi }
        - { name: ids, in: query, type: array, items: { type: string } }
        - { name: near, in: query, type: array, items: { type: number }, collectionFormat: pipes }
        - { name: words, in: query, type: array, items: { type: string }, collectionFormat: ssv }
        - { name: X-Trace, in: header, type: string }
      responses:
        '200':
          description: The pets.
          headers: { X-Total: { type: integer, description: How many there are. } }
          schema: { type: array, items: { $ref: '#/definitions/Pet' } }
    post:
      operationId: createPet
      security: [{ Token: ['pets:write'] }, { Login: [] }]
      parameters:
        - { name: body, in: body, required: true, schema: { $ref: '#/definitions/Pet' } }
      responses:
        '201': { description: The new pet., schema: { $ref: '#/definitions/Pet' } }
  /pets/{id}:
    parameters:
      - { name: id, in: path, required: true, type: string }
    get:
      operationId: getPet
      responses:
        '200': { description: The pet., schema: { $ref: '#/definitions/Pet' } }
        '404': { $ref: '#/responses/Missing' }
    put:
      operationId: renamePet
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - { name: name, in: formData, required: true, type: string, description: The new name. }
        - { name: nick, in: formData, type: string }
        - { name: tags, in: formData, type: array, items: { type: string }, collectionFormat: multi }
        - { name: ids, in: formData, type: array, items: { type: string }, collectionFormat: csv }
      responses:
        '204': { description: Done. }
  /pets/{id}/photo:
    parameters:
      - { name: id, in: path, required: true, type: string }
    post:
      operationId: uploadPhoto
      consumes: [multipart/form-data]
      parameters:
        - { name: photo, in: formData, required: true, type: file }
        - { name: caption, in: formData, type: string }
      responses:
        '204': { description: Done. }
    get:
      operationId: getPhoto
      produces: [image/png]
      responses:
        '200': { description: The photo., schema: { type: file } }
x-webhooks:
  petAdopted:
    post:
      parameters:
        - { name: body, in: body, required: true, schema: { $ref: '#/definitions/Adoption' } }
      responses:
        '200': { description: It was taken. }
definitions:
  Adoption:
    type: object
    required: [pet, animal]
    properties:
      pet: { $ref: '#/definitions/Pet' }
      animal: { $ref: '#/definitions/Animal' }
  Animal:
    type: object
    discriminator: kind
    required: [kind]
    properties:
      kind: { type: string }
  Cat:
    allOf:
      - $ref: '#/definitions/Animal'
      - { type: object, properties: { lives: { type: integer } } }
  Dog:
    allOf:
      - $ref: '#/definitions/Animal'
      - { type: object, required: [tricks], properties: { tricks: { type: array, items: { type: string } } } }
  Problem:
    type: object
    properties:
      message: { type: string }
  Pet:
    type: object
    description: A pet.
    required: [name]
    properties:
      name: { type: string }
      born: { type: string, format: date, x-nullable: true }
      size: { type: string, enum: [small, large] }
      mood: { type: string, enum: [good, bad, null], x-nullable: true }
      trouble: { allOf: [{ $ref: '#/definitions/Problem' }], x-nullable: true }
      weight: { type: number, minimum: 0, exclusiveMinimum: true }
";

/// The paths of 3.x; what differs between its versions stands in the schemas.
const PATHS: &str = "
info: { title: Pets, version: 1.0.0, description: All about pets. }
servers: [{ url: 'https://api.example.com/v2' }, { url: 'http://api.example.com/v2' }]
security: [{ Key: [] }]
paths:
  /pets:
    get:
      operationId: listPets
      summary: Lists pets.
      parameters:
        - $ref: '#/components/parameters/Limit'
        - { name: tags, in: query, schema: { type: array, items: { type: string } } }
        - { name: ids, in: query, explode: false, schema: { type: array, items: { type: string } } }
        - name: near
          in: query
          style: pipeDelimited
          explode: false
          schema: { type: array, items: { type: number } }
        - name: words
          in: query
          style: spaceDelimited
          explode: false
          schema: { type: array, items: { type: string } }
        - { name: X-Trace, in: header, schema: { type: string } }
      responses:
        '200':
          description: The pets.
          headers: { X-Total: { schema: { type: integer }, description: How many there are. } }
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } }
    post:
      operationId: createPet
      security: [{ Token: ['pets:write'] }, { Login: [] }]
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
      responses:
        '201':
          description: The new pet.
          content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
  /pets/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    get:
      operationId: getPet
      responses:
        '200':
          description: The pet.
          content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
        '404': { $ref: '#/components/responses/Missing' }
    put:
      operationId: renamePet
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [name]
              properties:
                name: { type: string, description: The new name. }
                nick: { type: string }
                tags: { type: array, items: { type: string } }
                ids: { type: array, items: { type: string } }
            encoding: { ids: { style: form, explode: false } }
      responses:
        '204': { description: Done. }
  /pets/{id}/photo:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    post:
      operationId: uploadPhoto
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [photo]
              properties:
                photo: { type: string, format: binary }
                caption: { type: string }
      responses:
        '204': { description: Done. }
    get:
      operationId: getPhoto
      responses:
        '200': { description: The photo., content: { image/png: { schema: { type: string, format: binary } } } }
components:
  securitySchemes:
    Key: { type: apiKey, name: X-Key, in: header }
    Login: { type: http, scheme: basic }
    Token:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://api.example.com/token
          scopes: { 'pets:write': Change pets. }
  parameters:
    Limit:
      { name: limit, in: query, description: How many., schema: { type: integer, format: int32, minimum: 1 } }
  responses:
    Missing:
      description: There is no such pet.
      content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } }
  schemas:
    Adoption:
      type: object
      required: [pet, animal]
      properties:
        pet: { $ref: '#/components/schemas/Pet' }
        animal: { $ref: '#/components/schemas/Animal' }
    Animal:
      type: object
      discriminator: { propertyName: kind }
      required: [kind]
      properties:
        kind: { type: string }
    Cat:
      allOf:
        - $ref: '#/components/schemas/Animal'
        - { type: object, properties: { lives: { type: integer } } }
    Dog:
      allOf:
        - $ref: '#/components/schemas/Animal'
        - { type: object, required: [tricks], properties: { tricks: { type: array, items: { type: string } } } }
    Problem:
      type: object
      properties:
        message: { type: string }
";

/// The events of 3.x, below `webhooks` or, before 3.1, `x-webhooks`.
const EVENTS: &str = "
  petAdopted:
    post:
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Adoption' } } }
      responses:
        '200': { description: It was taken. }
";

const PET_OF_3_0: &str = "
    Pet:
      type: object
      description: A pet.
      required: [name]
      properties:
        name: { type: string }
        born: { type: string, format: date, nullable: true }
        size: { type: string, enum: [small, large] }
        mood: { type: string, enum: [good, bad, null], nullable: true }
        trouble: { allOf: [{ $ref: '#/components/schemas/Problem' }], nullable: true }
        weight: { type: number, minimum: 0, exclusiveMinimum: true }
";

const PET_OF_3_1: &str = "
    Pet:
      type: object
      description: A pet.
      required: [name]
      properties:
        name: { type: string }
        born: { type: [string, 'null'], format: date }
        size: { type: string, enum: [small, large] }
        mood: { type: [string, 'null'], enum: [good, bad, null] }
        trouble: { anyOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'null' }] }
        weight: { type: number, exclusiveMinimum: 0 }
";

/// What 2.0 cannot say: values that are one of several, each with its tag.
const UNION: &str = "
    Shelter:
      oneOf:
        - $ref: '#/components/schemas/House'
        - $ref: '#/components/schemas/Farm'
      discriminator:
        propertyName: kind
        mapping: { house: '#/components/schemas/House', farm: '#/components/schemas/Farm' }
    House: { type: object, required: [kind], properties: { kind: { type: string }, rooms: { type: integer } } }
    Farm: { type: object, required: [kind], properties: { kind: { type: string }, fields: { type: integer } } }
";

/// A description of 3.x. The union belongs to the adoption.
fn later(version: &str, pet: &str, webhooks: &str, union: bool) -> String {
    let text = format!("openapi: {version}\n{webhooks}:{EVENTS}{PATHS}{pet}");
    if !union {
        return text;
    }
    let animal = "        animal: { $ref: '#/components/schemas/Animal' }\n";
    assert!(text.contains(animal));
    text.replace(animal, &format!("{animal}        shelter: {{ $ref: '#/components/schemas/Shelter' }}\n")) + UNION
}

fn sdk(text: &str) -> Vec<File> {
    let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).unwrap();
    let outcome = specwright::generate(&sources, &Config::default(), None);
    let found = outcome.findings.diagnostics.list().iter().chain(outcome.findings.fatal.as_deref());
    let found: Vec<String> = found.map(|d| specwright::diag::render(d, &|_| Some(text), Style::Plain)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    outcome.files
}

/// Whether both are the same files, byte for byte.
fn compare(version: &str, expected: &[File], files: &[File]) {
    for (one, other) in expected.iter().zip(files) {
        assert_eq!(one.path, other.path, "{version}");
        let differs = one.text.lines().zip(other.text.lines()).find(|(a, b)| a != b);
        assert_eq!(differs, None, "{version}: {}", one.path);
        assert_eq!(one.text, other.text, "{version}: {}", one.path);
    }
    assert_eq!(expected.len(), files.len(), "{version}");
}

#[test]
fn every_version_gives_the_same_sdk() {
    let expected = sdk(&later("3.1.1", PET_OF_3_1, "webhooks", false));
    assert!(expected.len() > 50);
    let all: String = expected.iter().map(|file| file.text.as_str()).collect();
    // What is compared is there: a union, each kind of credential, events, null among values, the styles of lists.
    for part in [
        "union! {",
        "client_credentials",
        "basic",
        "`petAdopted`: [`Adoption`]",
        "PipeDelimited",
        "SpaceDelimited",
        "multipart",
    ] {
        assert!(all.contains(part), "no `{part}`");
    }
    compare("2.0", &expected, &sdk(TWO));
    compare("3.0", &expected, &sdk(&later("3.0.4", PET_OF_3_0, "x-webhooks", false)));
    compare("3.2", &expected, &sdk(&later("3.2.0", PET_OF_3_1, "webhooks", false)));
}

#[test]
fn every_later_version_gives_the_same_union() {
    let expected = sdk(&later("3.1.1", PET_OF_3_1, "webhooks", true));
    assert!(expected.iter().any(|file| file.text.contains("Shelter")));
    compare("3.0", &expected, &sdk(&later("3.0.4", PET_OF_3_0, "x-webhooks", true)));
    compare("3.2", &expected, &sdk(&later("3.2.0", PET_OF_3_1, "webhooks", true)));
}
