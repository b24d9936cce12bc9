//! The same API, described in every version of OpenAPI, is the same SDK.
//!
//! Input: one small description, written four times. Output: none; the first file that differs is shown.
//! Not here: what each version can say and the others cannot (`src/document/tests.rs`).

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
        - { name: X-Trace, in: header, type: string }
      responses:
        '200': { description: The pets., schema: { type: array, items: { $ref: '#/definitions/Pet' } } }
    post:
      operationId: createPet
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
      responses:
        '204': { description: Done. }
  /pets/{id}/photo:
    parameters:
      - { name: id, in: path, required: true, type: string }
    post:
      operationId: uploadPhoto
      parameters:
        - { name: photo, in: formData, required: true, type: file }
      responses:
        '204': { description: Done. }
    get:
      operationId: getPhoto
      produces: [image/png]
      responses:
        '200': { description: The photo., schema: { type: file } }
definitions:
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
        - { name: X-Trace, in: header, schema: { type: string } }
      responses:
        '200':
          description: The pets.
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } }
    post:
      operationId: createPet
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
      responses:
        '204': { description: Done. }
    get:
      operationId: getPhoto
      responses:
        '200': { description: The photo., content: { image/png: { schema: { type: string, format: binary } } } }
components:
  securitySchemes:
    Key: { type: apiKey, name: X-Key, in: header }
  parameters:
    Limit:
      { name: limit, in: query, description: How many., schema: { type: integer, format: int32, minimum: 1 } }
  responses:
    Missing:
      description: There is no such pet.
      content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } }
  schemas:
    Problem:
      type: object
      properties:
        message: { type: string }
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
        weight: { type: number, exclusiveMinimum: 0 }
";

fn sdk(text: &str) -> Vec<File> {
    let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).unwrap();
    let outcome = specwright::generate(&sources, &Config::default(), None);
    let found = outcome.findings.diagnostics.list().iter().chain(outcome.findings.fatal.as_deref());
    let found: Vec<String> = found.map(|d| specwright::diag::render(d, &|_| Some(text), Style::Plain)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    outcome.files
}

#[test]
fn every_version_gives_the_same_sdk() {
    let expected = sdk(&format!("openapi: 3.1.1\n{PATHS}{PET_OF_3_1}"));
    assert!(expected.len() > 50);
    let others = [
        ("2.0", TWO.to_owned()),
        ("3.0", format!("openapi: 3.0.4\n{PATHS}{PET_OF_3_0}")),
        ("3.2", format!("openapi: 3.2.0\n{PATHS}{PET_OF_3_1}")),
    ];
    for (version, text) in others {
        let files = sdk(&text);
        for (one, other) in expected.iter().zip(&files) {
            assert_eq!(one.path, other.path, "{version}");
            let differs = one.text.lines().zip(other.text.lines()).find(|(a, b)| a != b);
            assert_eq!(differs, None, "{version}: {}", one.path);
            assert_eq!(one.text, other.text, "{version}: {}", one.path);
        }
        assert_eq!(expected.len(), files.len(), "{version}");
    }
}
