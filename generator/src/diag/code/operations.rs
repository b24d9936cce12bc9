//! The codes 05xx: operations.
//!
//! Input: none. Output: the entries, passed on to `codes!` by way of `collect!`.
//! Not here: what an entry may hold (`mod.rs`).

macro_rules! operations {
    ($rest:tt $($before:tt)*) => {
        collect! { $rest $($before)*

OperationDropped "SW0501" "operation-dropped" Error {
    title: "An operation is left out",
    explain: "A part that the operation cannot do without cannot be read, or cannot be sent. Without it the method \
        would make calls that the server refuses, so there is no method. All other operations are made.",
    example: yaml "\
paths:
  /pets:
    get:
      parameters:
        - { name: limit, in: quary, schema: { type: integer } }
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Mend the part as the message says. If the loss is meant, name the operation in `specwright.toml`: \
        `accept-dropped = [\"#/paths/~1pets/get\"]`.",
}

NotAStatusCode "SW0502" "not-a-status-code" Warning {
    title: "The key of a response is not a status code",
    explain: "It must be a status code (`200`), a range (`4XX`) or `default`. The response is ignored, so the method \
        may have no type for its answer.",
    example: yaml "\
paths:
  /pets:
    get:
      responses:
        ok: { description: The pets are fine. }
        '204': { description: There are none. }
",
    cure: "Write the number that the server sends: `'200'`.",
}

UnknownStyle "SW0503" "unknown-style" Warning {
    title: "A parameter has a style that it cannot have",
    explain: "`style` says how a list or an object is written into the request, and each location has styles of its \
        own. The default of the location is used, which the server may not understand.",
    example: yaml "\
paths:
  /pets:
    get:
      parameters:
        - name: tags
          in: query
          style: simple
          schema: { type: array, items: { type: string } }
      responses: { '204': { description: The pets are fine. } }
",
    cure: "In `query` it can be `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`; in `path` `simple`, \
        `label` or `matrix`; in `header` `simple`; in `cookie` `form`.",
}

ParameterWithoutSchema "SW0504" "parameter-without-schema" Warning {
    title: "A parameter or header has no schema",
    explain: "It has neither `schema` nor `content`, so nothing says what its value is. The method takes an untyped \
        JSON value.",
    example: yaml "\
paths:
  /pets:
    get:
      parameters: [{ name: limit, in: query }]
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Add a `schema`: `{ name: limit, in: query, schema: { type: integer } }`.",
}

PathParameterUnused "SW0505" "path-parameter-unused" Warning {
    title: "A path parameter has no place in the path",
    explain: "A parameter is declared `in: path`, but the path has no variable of that name, so there is nowhere to \
        write its value. It is left out.",
    example: yaml "\
paths:
  /pets:
    get:
      parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Write the variable into the path, `/pets/{petId}`, or correct the parameter's name or `in`.",
}

PathParameterUndeclared "SW0506" "path-parameter-undeclared" Warning {
    title: "A variable of a path is not declared",
    explain: "No parameter says what the variable of the path is. It is taken as a required string.",
    example: yaml "\
paths:
  /pets/{petId}:
    get:
      responses: { '204': { description: The pet is fine. } }
",
    cure: "Declare it: `parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]`.",
}

PaginationUnmatched "SW0507" "pagination-unmatched" Warning {
    title: "An operation does not fit its pagination scheme",
    explain: "The configuration names a pagination scheme for the operation, but the operation's parameters or its \
        answer do not have the names that the scheme states. Or another operation has the same answer and other items in it: \
        which they are is a part of the answer's type. Or an operation that had pages has none any more. The method \
        returns the first page alone.",
    example: toml "\
[pagination.cursor]
cursor-parameter = \"after\"
cursor-field = \"next\"

# This operation has no parameter `after`.
[operations.\"GET /pets\"]
pagination = \"cursor\"
",
    cure: "Correct the names in `[pagination.…]`, or describe the parameter and the fields that the \
        server has. Give operations whose items differ answers of their own.",
}

BadOperationPlace "SW0508" "bad-operation-place" Error {
    title: "A place in the resource tree cannot be read",
    explain: "The configuration gives an operation a place that is not written as resources and a method with dots \
        between them: a step is empty, or the method is missing. No SDK is written until it is corrected.",
    example: toml "\
[operations.\"GET /pets\"]
method = \"pets.\"
",
    cure: "Write the resources and then the method, with dots between them: `method = \"pets.list\"`.",
}

UnknownOperation "SW0509" "unknown-operation" Error {
    title: "The configuration corrects an operation that does not exist",
    explain: "No operation of the description has this key, so the correction has no effect, and no SDK is \
        written until it is made right. The description may have changed since the configuration was written.",
    example: toml "\
[operations.\"GET /cats\"]
method = \"cats.list\"
",
    cure: "Use `METHOD /path` as the description writes it, or the operationId; or remove the entry.",
}

SecuritySchemeUnsupported "SW0510" "security-scheme-unsupported" Warning {
    title: "The client cannot send a security scheme by itself",
    explain: "The scheme is an exchange with the server, such as Digest, or its header, parameter or cookie has a name \
        that none can have. The client has no option for it, and no call is refused for the lack of it.",
    example: yaml "\
paths:
  /pets:
    get:
      security: [{ digest: [] }]
      responses: { '204': { description: The pets are fine. } }
components:
  securitySchemes:
    digest: { type: http, scheme: digest }
",
    cure: "Send the credential with a default header or a transport of your own, or describe another scheme that \
        the server takes.",
}

StreamReadWhole "SW0511" "stream-read-whole" Note {
    title: "A stream is read to its end",
    explain: "The operation answers with many values that are strung together in a way that Specwright does not know: \
        it knows server-sent events, lines and JSON text sequences. The method waits for the end and returns all as one, \
        so a stream without an end never returns. The same is said of a stream that is also a list in pages.",
    example: yaml "\
paths:
  /pets/pictures:
    get:
      responses:
        '200':
          description: What the pets look like.
          content:
            multipart/mixed: { itemSchema: { type: string } }
",
    cure: "Nothing needs to be done for a stream that ends; its bytes can be read while they arrive, by `.download()`. For \
        one that does not end, leave the operation out: `skip = true` in `[operations.\"GET /pets/pictures\"]`.",
}

DuplicateOperationId "SW0512" "duplicate-operation-id" Warning {
    title: "Two operations have the same operationId",
    explain: "An operationId must be unique. Both operations are made, and named from their paths; a configuration that \
        names one of them by the operationId means the first.",
    example: yaml "\
paths:
  /pets:
    get:
      operationId: list
      responses: { '204': { description: The pets are fine. } }
  /toys:
    get:
      operationId: list
      responses: { '204': { description: The toys are fine. } }
",
    cure: "Give one of them another operationId.",
}

MissingOperationIds "SW0513" "missing-operation-ids" Note {
    title: "Operations have no operationId",
    explain: "Methods are named from paths, so nothing is lost; but an operationId keeps an operation known when its \
        path changes, and other tools need it.",
    example: yaml "\
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '204': { description: The pets are fine. } }
  /toys:
    get:
      responses: { '204': { description: The toys are fine. } }
",
    cure: "Give each operation an operationId, or none.",
}

DuplicateParameter "SW0514" "duplicate-parameter" Warning {
    title: "A parameter is declared twice",
    explain: "One list declares two parameters of the same name and place, or, in OpenAPI 2.0, two bodies. Only one of \
        them can be sent; it is the last.",
    example: yaml "\
paths:
  /pets:
    get:
      parameters:
        - { name: limit, in: query, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer } }
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Remove one of the two.",
}

SchemaAndContent "SW0515" "schema-and-content" Warning {
    title: "A parameter has both a schema and content",
    explain: "`schema` and `content` are two ways to say how a parameter or header is written, and only one can hold. \
        `schema` is read, and `content` is ignored.",
    example: yaml "\
paths:
  /pets:
    get:
      parameters:
        - name: filter
          in: query
          schema: { type: string }
          content: { application/json: { schema: { type: object } } }
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Take out the one that the server does not expect.",
}

PagesByConvention "SW0516" "pages-by-convention" Note {
    title: "A list is read as pages, since it looks like it",
    explain: "Nothing says that the answer is one page of several, but the names of its parameters and fields are those \
        that APIs commonly have for it. The method returns a `Page`, which stands for the answer, and has streams of \
        all items and all pages. If the server does not look at the parameter, such a stream ends with an error.",
    example: yaml "\
paths:
  /pets:
    get:
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: per_page, in: query, schema: { type: integer } }
      responses:
        '200':
          description: Some of the pets.
          content: { application/json: { schema: { type: array, items: { type: object } } } }
",
    cure: "None is needed if it is right. If not, give the operation `pagination = \"none\"` in the configuration, or \
        the name of a scheme that says it better. `pagination-by-convention = false` stops all guessing.",
}

PagesWithheld "SW0517" "pages-withheld" Note {
    title: "A method does not begin to return pages",
    explain: "The answer is one page of several, by an extension or by convention, but the SDK is older than that. Its \
        method returns the answer itself, and callers would not compile if it began to return a `Page`. There is no \
        example, since it takes the lock of such an SDK.",
    cure: "Give the operation a pagination scheme in the configuration when callers may change, or \
        `pagination = \"none\"` to keep it as it is.",
}

FormMediaType "SW0518" "form-media-type" Warning {
    title: "A form is said to be sent as what is no form",
    explain: "Parameters in `formData` make a form, which is sent as `application/x-www-form-urlencoded`, or as \
        `multipart/form-data` where one of them is a file. `consumes`, of the operation or of the whole description, names \
        other media types only. The form is sent as a form.",
    example: yaml "\
swagger: '2.0'
info: { title: Pets, version: 1.0.0 }
host: api.example.com
consumes: [application/json]
paths:
  /pets:
    post:
      parameters:
        - { name: photo, in: formData, type: file }
      responses: { 204: { description: The pet has a photo. } }
",
    cure: "State the media type of the form at the operation: `consumes: [multipart/form-data]`.",
}

MediaTypesNotAskedFor "SW0519" "media-types-not-asked-for" Note {
    title: "An answer has media types that are not asked for",
    explain: "A success is documented in several media types that bring different things. The SDK asks for one of them: \
        the one that it asked for before, else JSON before text, and text before bytes. `Accept` names it, so a server \
        that looks at that sends no other; if it does, the call ends with an error that says what came. Media types with \
        the schema of the JSON that is asked for bring nothing else, and do not count. One finding stands for all \
        operations but those that read, which have their own (SW0524).",
    example: yaml "\
paths:
  /pets:
    get:
      responses:
        '200':
          description: The pets.
          content:
            application/json: { schema: { type: array, items: { type: string } } }
            text/csv: { schema: { type: string } }
",
    cure: "None is needed if JSON is what callers want. `accept` of the operation in the configuration names another one, \
        or several: then the answer is an enum, told by the media type that came.",
}

SuccessWithoutContent "SW0520" "success-without-content" Note {
    title: "Nothing is said of what a success brings",
    explain: "No success of these operations has `content`, and none is 204 or 205, which come without any. Their methods \
        return `()`. Often the server does send something that the description forgot. One finding stands for all \
        operations.",
    example: yaml "\
paths:
  /pets:
    post:
      responses: { '200': { description: The pet. } }
",
    cure: "Add `content` to the response, in the description or by an overlay; or 204 in the place of 200 where nothing \
        is sent. Until then `send_raw` of a call gives the bytes that came.",
}

HostWithMore "SW0521" "host-with-more" Warning {
    title: "A host of OpenAPI 2.0 is more than a host",
    explain: "`host` is the name of a host and perhaps a port. The scheme stands in `schemes`, and the path in \
        `basePath`. Written together they are a URL, whose parts are taken for what they are; a path that both say \
        counts once.",
    example: yaml "\
swagger: '2.0'
info: { title: Pets, version: 1.0.0 }
host: https://api.example.com
basePath: /v1
paths: {}
",
    cure: "Write the host alone, and the rest where it belongs.",
}

OperationTwice "SW0522" "operation-twice" Error {
    title: "A path has an operation twice",
    explain: "A path refers to a path item and has an operation of its own beside the reference, and the item has one of \
        the same method. OpenAPI leaves open which counts. Here the one beside the reference does, and the other is left \
        out of the SDK.",
    example: yaml "\
paths:
  /pets:
    $ref: '#/components/pathItems/Animals'
    get: { responses: { '204': { description: The pets are fine. } } }
components:
  pathItems:
    Animals:
      get: { responses: { '204': { description: The animals are fine. } } }
",
    cure: "Take one of them out. If the loss is meant, name the place in `specwright.toml`: \
        `accept-dropped = [\"#/paths/~1pets/get\"]`.",
}

MediaTypesNotSent "SW0523" "media-types-not-sent" Note {
    title: "A body has media types that are not sent",
    explain: "A body is described in several media types that can carry the same. The method sends one of them: the one \
        that it sent before, else JSON before forms, forms before text, and text before bytes. Media types that can carry \
        more have methods of their own, and do not count. One finding stands for all operations.",
    example: yaml "\
paths:
  /pets:
    patch:
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/Pet' } }
          application/merge-patch+json: { schema: { $ref: '#/components/schemas/Pet' } }
      responses: { '204': { description: Changed. } }
components:
  schemas:
    Pet: { type: object, properties: { name: { type: string } } }
",
    cure: "None is needed if the server takes what is sent. `content-type` of the operation in the configuration names \
        another one.",
}

ReadWithoutContent "SW0524" "read-without-content" Note {
    title: "An operation that reads brings nothing",
    explain: "A GET is called for what it brings, and nothing is said of that: its successes have no `content`, and none \
        is 204. Its method returns `()`. Most often the description forgot the schema, as servers' own generators do \
        where a handler has no stated type.",
    example: yaml "\
paths:
  /pets:
    get:
      responses: { '200': { description: The pets. } }
",
    cure: "Add `content` to the response, in the description or by an overlay; or 204 in the place of 200 where nothing \
        is sent. Until then `send_raw` of a call gives the bytes that came.",
}

HeaderDescribedTwice "SW0529" "header-described-twice" Warning {
    title: "Answers differ about a header",
    explain: "The headers of answers have one type in the whole SDK, with a field for each name. Where two answers give a \
        header values of different types, the field is its text. So a typed field of a published SDK becomes a text when \
        another answer says something else of its header.",
    example: yaml "\
paths:
  /pets:
    get:
      responses: { '204': { description: D., headers: { X-Rate: { schema: { type: integer } } } } }
    post:
      responses: { '204': { description: D., headers: { X-Rate: { schema: { type: string } } } } }
",
    cure: "Describe the header once, under `components.headers`, and refer to it.",
}

LeftOutByExtension "SW0531" "left-out-by-extension" Note {
    title: "An extension leaves something out",
    explain: "`x-specwright-skip`, or an extension of another generator that means the same, says that an SDK goes without \
        an operation, an event, a property or a parameter. It is left out, and named here, since it may have been meant \
        for another tool's SDK alone.",
    example: yaml "\
paths:
  /pets:
    get:
      x-fern-ignore: true
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Nothing, if that is what is wanted. Else say `x-specwright-skip: false`, which goes before the others.",
}

PartHeaderNotSent "SW0540" "part-header-not-sent" Warning {
    title: "A header of a part is not sent",
    explain: "The encoding of a part names a header that it must have, and no single value for it. The method sends \
        constant headers itself. On a file the caller can set others; a part that is no file goes without them, and \
        the server may refuse it.",
    example: yaml "\
paths:
  /pets:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { properties: { photo: { type: string, format: binary } } }
            encoding:
              photo: { headers: { X-Sum: { required: true, schema: { type: string } } } }
      responses: { '204': { description: The pet has a photo. } }
",
    cure: "Give the header a `const` or a `default`; or take `required` from it, if the server does without.",
}

ParameterNameUnsendable "SW0541" "parameter-name-unsendable" Error {
    title: "A header parameter has a name that cannot be sent",
    explain: "The names of headers are made of letters, digits and a few signs (RFC 9110, section 5.6.2). \
        This one is not, so every call that sent it would fail. The method is there without it.",
    example: yaml "\
paths:
  /pets:
    get:
      parameters:
        - { name: trace id, in: header, schema: { type: string } }
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Write the name as the server expects it.",
}

HeaderOfTheConnection "SW0542" "header-of-the-connection" Note {
    title: "A header parameter is set by the HTTP client",
    explain: "Some headers say how a message is cut out of its connection (RFC 9112): `Content-Length`, \
        `Transfer-Encoding`, `Connection` and their like. The HTTP client knows what they must be. A caller who gave \
        another value would have the body cut off, or two requests read as one. So the method does not take them; they \
        are sent as the body needs them.",
    example: yaml "\
paths:
  /pets:
    post:
      parameters:
        - { name: Content-Length, in: header, required: true, schema: { type: integer } }
      requestBody: { content: { text/plain: { schema: { type: string } } } }
      responses: { '204': { description: The pet is there. } }
",
    cure: "None is needed.",
}

LinkToNothing "SW0543" "link-to-nothing" Note {
    title: "A link leads to no operation",
    explain: "A link says which operation can be called with what an answer says. This one names an operation that the \
        SDK does not have: it is not there, it was left out, or it is another API's. The documentation of the method \
        names it as the description does.",
    example: yaml "\
paths:
  /pets:
    post:
      responses:
        '204':
          description: The pet is there.
          links:
            its-food: { operationId: getFood }
",
    cure: "Write the `operationId` of an operation, or a reference to one: `#/paths/~1pets~1{id}/get`.",
}

CollectionFormatNotFollowed "SW0544" "collection-format-not-followed" Warning {
    title: "A `collectionFormat` is not followed",
    explain: "In OpenAPI 2.0 every list has a delimiter, also one within another list, and one in a header of an answer. \
        An SDK joins the values of a parameter by its own delimiter; lists within it are sent as JSON. Headers of answers \
        are taken apart at commas, as HTTP has it, and otherwise given as their text.",
    example: yaml "\
swagger: '2.0'
info: { title: Pets, version: 1.0.0 }
host: api.example.com
paths:
  /pets:
    get:
      parameters:
        - name: areas
          in: query
          type: array
          items: { type: array, collectionFormat: pipes, items: { type: number } }
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Say of the inner list what callers have to write: `items: { type: string, description: … }`.",
}

HeaderSaidElsewhere "SW0545" "header-said-elsewhere" Note {
    title: "A header parameter is said elsewhere",
    explain: "`Accept`, `Content-Type` and `Authorization` are no parameters (OpenAPI, \"Parameter Object\"): the answers say \
        what is asked for, the body says what it is, and security schemes say how a caller is known. In OpenAPI 2.0, where \
        an operation has no `produces` or `consumes`, the default of such a parameter stands for them, or else its values.",
    example: yaml "\
paths:
  /pets:
    get:
      parameters:
        - { name: Accept, in: header, schema: { type: string, default: application/json } }
      responses: { '204': { description: The pets are fine. } }
",
    cure: "State the media types with the answers and the body, and credentials as `securitySchemes`.",
}

EmptyValueNotSent "SW0546" "empty-value-not-sent" Note {
    title: "A parameter without a value has no such value",
    explain: "`allowEmptyValue` says that a query parameter may be sent as `?name=`, and its type is a number, a boolean or \
        a date, none of which is written as nothing. Empty texts, lists and objects are sent so. OpenAPI advises against \
        the field.",
    example: yaml "\
paths:
  /pets:
    get:
      parameters:
        - { name: fed, in: query, allowEmptyValue: true, schema: { type: boolean } }
      responses: { '204': { description: The pets are fine. } }
",
    cure: "None is needed where callers need not send it so; else they can, with `extra_query`.",
}

ContentWithoutMediaType "SW0547" "content-without-media-type" Warning {
    title: "Content without a media type",
    explain: "`content` is a mapping from media types to what is sent or comes back in each. Here a `schema` stands in the \
        place of the media types, or of the `content` of a body. Most such content is JSON, so it is read as that, unless \
        `consumes` (OpenAPI 2.0) says what a body is.",
    example: yaml "\
paths:
  /pets:
    get:
      responses:
        '200':
          description: The pets.
          content:
            schema: { type: array, items: { type: string } }
",
    cure: "Name the media type: `content: { application/json: { schema: … } }`.",
}

PlaceKept "SW0548" "place-kept" Note {
    title: "The lock keeps methods where they are",
    explain: "`resources.strip` and `resources.from` say how the tree is made of paths, tags or operationIds. What the lock \
        knows keeps its place all the same, since callers have it there; only `resources.tree` and an operation's `method` \
        go before the lock. There is no example, since it takes the lock of an SDK that was made without the entry.",
    cure: "Take the lines of these operations out of specwright.lock when they are to move: they begin with `operation` and \
        the method and path. The next run says what that breaks (SW0809). Take the entry out of the configuration when they \
        are to stay.",
}

BaseUrlUnknown "SW0550" "base-url-unknown" Note {
    title: "The description does not say where the API is",
    explain: "There is no server, or the first one has no host: it is relative to where the description is served, \
        which is known only of a description that is read from the web or names its address (`$self`). The SDK has no \
        default then. Its users say where the API is, by `base_url` on the client's builder or by an environment \
        variable.",
    example: yaml "\
servers: [{ url: /api/v1 }]
paths:
  /pets:
    get:
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Nothing, if everybody runs the API at an address of their own. Else state `servers`, or `base-url` below \
        `[client]` of the configuration.",
}

ServerUnused "SW0551" "server-unused" Warning {
    title: "A server is not used",
    explain: "The address of the server is not one of HTTP, such as `wss://`, or names no host, such as \
        `https://a b`; or an operation has several servers and \
        the API another number of them, so that nothing says which goes with which. With the same number, in the \
        same order, each stands beside one of the API's. `x-ms-parameterized-host` is not used beside `servers`.",
    example: yaml "\
servers: [{ url: 'https://api.example.com' }, { url: 'wss://stream.example.com' }]
paths:
  /pets:
    get:
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Take the server away, or state as many servers for the operation as the API has.",
}

ServerVariableUndeclared "SW0552" "server-variable-undeclared" Warning {
    title: "A variable of a server's URL is not declared",
    explain: "What stands in braces in the URL of a server must be among its `variables`, with a default. The client has \
        an option for this one and cannot be made before it has a value.",
    example: yaml "\
servers: [{ url: 'https://{region}.example.com' }]
paths:
  /pets:
    get:
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Declare it: `variables: { region: { default: eu } }`.",
}

RetriesUnmapped "SW0553" "retries-unmapped" Note {
    title: "Rules for repeating calls are not taken over",
    explain: "`x-speakeasy-retries` and `x-fern-retries` are read where they say that nothing is repeated. The SDK has one \
        policy for all calls, with waits and statuses of its own, that fits nearly every API; its users can change it \
        (`RetryPolicy`), and how often a call is repeated.",
    example: yaml "\
paths:
  /pets:
    get:
      x-speakeasy-retries: { strategy: backoff }
      responses: { '204': { description: The pets are fine. } }
",
    cure: "Nothing. How often calls are repeated by default is `max-retries` below `[client]` of the configuration.",
}

GlobalNotOfClient "SW0554" "global-not-of-client" Note {
    title: "A shared parameter is not set at the client",
    explain: "Of the parameters of `x-speakeasy-globals`, those of headers and queries are options of the client. What \
        stands in a path is an argument of each method, so that no call can be without it, and what stands in a cookie \
        is an input of each call.",
    example: yaml "\
paths:
  /{tenant}/pets:
    get:
      parameters: [{ name: tenant, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: The pets are fine. } }
x-speakeasy-globals:
  parameters:
    - { name: tenant, in: path, required: true, schema: { type: string } }
",
    cure: "Nothing. Where every path begins with it, a variable of the server's address is an option of the client.",
}

NotAMediaType "SW0555" "not-a-media-type" Warning {
    title: "The key of a content is no media type",
    explain: "`content` is a mapping from media types (`application/json`), and a media type has a type and a subtype with a \
        slash between them. Words that mean one of them are read as that; all others are taken for media types that nobody knows, so what \
        their schemas say is not in the SDK.",
    example: yaml "\
paths:
  /pets:
    get:
      responses:
        '200':
          description: The pets.
          content: { json: { schema: { type: array, items: { type: string } } } }
",
    cure: "Write the whole name.",
}

        }
    };
}
