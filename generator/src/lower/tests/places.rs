//! Where operations hang in the tree of resources.

use super::*;

const NAMED: &str = "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets: { get: { tags: [Pets], operationId: pets.list, responses: &r { '204': { description: ok } } } }
  /pets/{id}: { get: { tags: [Pets], operationId: Pets_Retrieve, responses: *r } }
  /pets/{id}/photos: { get: { tags: [Pets], operationId: listPhotos, responses: *r } }
  /bills: { get: { tags: [Office / Billing], operationId: office/billing/show, responses: *r } }
  /toys: { get: { responses: *r } }
";

/// The places of operations, from lines of `METHOD path`.
fn places(lines: &str) -> Vec<String> {
    places_with(lines, &BTreeMap::new())
}

fn places_with(lines: &str, before: &BTreeMap<String, String>) -> Vec<String> {
    let mut yaml = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n".to_owned();
    let mut paths: indexmap::IndexMap<&str, Vec<String>> = indexmap::IndexMap::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (method, path) = line.split_once(' ').expect("method and path");
        paths.entry(path).or_default().push(method.to_lowercase());
    }
    for (path, methods) in &paths {
        yaml.push_str(&format!("  {path}:\n"));
        for method in methods {
            yaml.push_str(&format!("    {method}: {{ responses: {{ '204': {{ description: ok }} }} }}\n"));
        }
    }
    let (api, _) = lowered_with(&yaml, before);
    api.operations
        .iter()
        .map(|operation| {
            let path = api.resource(operation.resource).map(|resource| resource.path.join(".")).unwrap_or_default();
            format!("{} = {path}.{}", operation.key(), operation.name)
        })
        .collect()
}

#[test]
fn places_come_from_paths() {
    let derived = places(
        "GET /v1/users
         POST /v1/users
         DELETE /v1/users
         GET /v1/users/{id}
         PUT /v1/users/{id}
         PATCH /v1/users/{id}
         DELETE /v1/users/{id}
         POST /v1/users/{id}/cancel
         GET /v1/users/by-email/{email}
         GET /v1/users/{id}/avatar
         PUT /v1/users/{id}/avatar
         POST /v1/revoke-access
         GET /v1/status",
    );
    assert_eq!(
        derived,
        [
            "GET /v1/users = users.list",
            "POST /v1/users = users.create",
            "DELETE /v1/users = users.delete_all",
            "GET /v1/users/{id} = users.retrieve",
            "PUT /v1/users/{id} = users.replace",
            "DELETE /v1/users/{id} = users.delete",
            "PATCH /v1/users/{id} = users.update",
            "POST /v1/users/{id}/cancel = users.cancel",
            "GET /v1/users/by-email/{email} = users.retrieve_by_email",
            "GET /v1/users/{id}/avatar = users.avatar.retrieve",
            "PUT /v1/users/{id}/avatar = users.avatar.update",
            "POST /v1/revoke-access = .revoke-access",
            "GET /v1/status = .status",
        ]
    );
}

#[test]
fn verbs_are_actions_and_nouns_are_things() {
    let derived = places(
        "GET /payments
         GET /payments/{id}
         POST /payments/{id}/retry-deposits
         GET /payments/{id}/report
         POST /simulate/payments
         POST /simulate/payments/{id}/receipt
         POST /simulate/clearing
         GET /payments/pdf
         GET /limit
         POST /limit
         GET /search
         POST /search",
    );
    assert_eq!(
        derived,
        [
            "GET /payments = payments.list",
            "GET /payments/{id} = payments.retrieve",
            "POST /payments/{id}/retry-deposits = payments.retry-deposits",
            "GET /payments/{id}/report = payments.report.retrieve",
            "POST /simulate/payments = payments.simulate",
            "POST /simulate/payments/{id}/receipt = payments.simulate_receipt",
            "POST /simulate/clearing = .simulate_clearing",
            "GET /payments/pdf = payments.pdf",
            "GET /limit = limit.retrieve",
            "POST /limit = limit.update",
            "GET /search = search.retrieve",
            "POST /search = search.create",
        ]
    );
}

#[test]
fn what_is_done_is_a_method_of_the_thing_around_it() {
    let derived = places(
        "GET /setup
         POST /setup
         POST /query
         POST /query/ast
         POST /query/groups
         GET /query/suggestions
         GET /query/suggestions/{name}
         POST /ships/{id}/extract
         POST /ships/{id}/extract/survey
         GET /ships
         GET /ships/{id}
         GET /folders/{id}/list
         POST /folders/{id}/list
         POST /register
         GET /register/{id}",
    );
    assert_eq!(
        derived,
        [
            "GET /setup = .retrieve_setup",
            "POST /setup = .setup",
            "POST /query = .query",
            "POST /query/ast = .query_ast",
            "POST /query/groups = .query_groups",
            "GET /query/suggestions = query_suggestions.list",
            "GET /query/suggestions/{name} = query_suggestions.retrieve",
            "POST /ships/{id}/extract = ships.extract",
            "POST /ships/{id}/extract/survey = ships.extract_survey",
            "GET /ships = ships.list",
            "GET /ships/{id} = ships.retrieve",
            "GET /folders/{id}/list = folders.list.retrieve",
            "POST /folders/{id}/list = folders.list.create",
            "POST /register = register.create",
            "GET /register/{id} = register.retrieve",
        ]
    );
}

#[test]
fn a_resource_of_one_letter_is_called_by_its_tag_or_operation_id() {
    let description = "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /i/{id}: { get: { tags: [Invoices], responses: &r { '204': { description: ok } } } }
  /u/{id}: { get: { operationId: Users_get, responses: *r }, delete: { operationId: users.drop, responses: *r } }
  /x/{id}: { get: { tags: [One], responses: *r }, delete: { tags: [Two], responses: *r } }
  /y/{id}: { get: { operationId: read, responses: *r } }
  /s/{id}/t/{id2}: { get: { tags: [Shops], responses: *r } }
  /o/{id}: { get: { tags: [Misc], operationId: Order_read, responses: *r } }
";
    assert_eq!(
        placed(description, &Config::default()),
        [
            "Invoices.retrieve",
            "Users.retrieve",
            "Users.delete",
            "x.retrieve",
            "x.delete",
            "y.retrieve",
            "Shops.t.retrieve",
            "Order.retrieve"
        ]
    );
}

#[test]
fn a_tag_with_a_slash_is_a_resource_in_another() {
    let description = "openapi: 3.1.0
info: { title: T, version: '1' }
tags: [{ name: Users/Admin, description: Those who may. }, { name: Admin, description: Another. }]
paths:
  /users: { get: { tags: [Users], responses: &r { '204': { description: ok } } } }
  /admin/users: { get: { tags: [Users/Admin], responses: *r } }
  /users/admin/{id}: { get: { tags: [users / admin], responses: *r } }
  /users/admin/{id}/keys: { get: { tags: [Users/Admin], responses: *r } }
";
    let mut config = Config::default();
    config.resources.from = ResourcesFrom::Tags;
    let sources = Sources::from_texts("t.yaml", [("t.yaml", description)]).expect("readable");
    let mut document = document::build(&sources, &mut Diagnostics::default()).expect("a document");
    let api = lower(&mut document, &config, Before::NOTHING, &mut Diagnostics::default());
    let names = api.operations.iter().map(|of| of.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names, ["list", "list", "retrieve", "list_keys"]);
    let resources: Vec<_> =
        api.resources.iter().skip(1).map(|of| (of.path.join("."), of.docs.clone().unwrap_or_default())).collect();
    let of = |path: &str, docs: &str| (path.to_owned(), docs.to_owned());
    assert_eq!(resources, [of("Users", ""), of("Users.Admin", "Those who may.")]);
}

#[test]
fn the_same_path_with_another_query_is_told_apart_by_the_operation_id() {
    let description = "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /answers/{id}: { get: { operationId: getAnswer, responses: &r { '204': { description: ok } } } }
  /answers/{id}?beta=true: { get: { operationId: getBetaAnswer, responses: *r } }
";
    assert_eq!(placed(description, &Config::default()), ["answers.retrieve", "answers.getBetaAnswer"]);
}

#[test]
fn what_neither_variables_nor_operation_ids_tell_apart_is_told_by_the_media_type_of_the_body() {
    let description = "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /files/{id}: { put: { operationId: execute, requestBody: { content: { application/pdf: {} } }, responses: &r { '204': { description: ok } } } }
  /files/{id}/: { put: { operationId: execute, requestBody: { content: { image/png: {} } }, responses: *r } }
  /files/{id}/?: { put: { operationId: execute, requestBody: { content: { image/jpeg: {} } }, responses: *r } }
";
    assert_eq!(placed(description, &Config::default()), ["files.update", "files.update_png", "files.update_jpeg"]);
}

#[test]
fn what_brings_many_is_listed_and_what_brings_one_is_retrieved() {
    let description = "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /accounts: { get: { responses: &many { '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Account' } } } } } } } }
  /accounts/{id}: { get: { responses: &one { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Account' } } } } } } }
  /accounts/verify_credentials: { get: { responses: *one } }
  /accounts/{id}/fields: { get: { responses: *one } }
  /accounts/{id}/following: { get: { responses: *many }, put: { responses: *one } }
  /accounts/{id}/avatar: { get: { responses: *one } }
  /timelines/{tag}: { get: { responses: *many } }
  /groups/by-name/{name}: { get: { responses: *many } }
  /groups/{id}: { get: { responses: *many } }
  /groups: { get: { responses: *many } }
components:
  schemas:
    Account: { type: object, properties: { id: { type: string }, fields: { type: array, items: { type: string } } } }
";
    assert_eq!(
        placed(description, &Config::default()),
        [
            "accounts.list",
            "accounts.retrieve",
            "accounts.verify_credentials.retrieve",
            // The account holds what the path names.
            "accounts.fields.list",
            "accounts.following.list",
            "accounts.following.update",
            "accounts.avatar.retrieve",
            "timelines.list",
            "groups.list_by_name",
            // All of them are listed already.
            "groups.retrieve",
            "groups.list",
        ]
    );
}

#[test]
fn what_an_input_names_is_one_of_the_collection() {
    let description = "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pet:
    put: { requestBody: &pet { content: { application/json: { schema: { type: object, properties: { id: { type: string } } } } } }, responses: &r { '204': { description: ok } } }
  /pet/{petId}: { get: { responses: *r }, post: { responses: *r }, delete: { responses: *r } }
  /categories:
    get: { responses: *r }
    patch: { requestBody: *pet, responses: *r }
    delete: { parameters: [{ name: categoryId, in: query, required: true, schema: { type: string } }], responses: *r }
  /toys:
    get: { responses: *r }
    put: { requestBody: { content: { application/json: { schema: { type: array, items: { type: object, properties: { id: { type: string } } } } } } }, responses: *r }
    delete: { parameters: [{ name: category_id, in: query, required: true, schema: { type: string } }], responses: *r }
  /cats: { get: { responses: *r }, delete: { parameters: [{ name: id, in: query, required: true, schema: { type: string } }], responses: *r } }
  /cats/{id}: { delete: { responses: *r } }
  /cats/{id}/tags: { get: { responses: *r }, put: { requestBody: *pet, responses: *r } }
";
    assert_eq!(
        placed(description, &Config::default()),
        [
            // What the path names is updated.
            "pet.replace",
            "pet.retrieve",
            "pet.update",
            "pet.delete",
            "categories.list",
            "categories.delete",
            "categories.update",
            "toys.list",
            "toys.replace_all",
            "toys.delete_all",
            "cats.list",
            "cats.delete_all",
            "cats.delete",
            "cats.tags.list",
            "cats.tags.replace_all",
        ]
    );
}

#[test]
fn a_version_within_a_path_is_no_resource_where_it_tells_nothing_apart() {
    let derived = places(
        "GET /v3/carts/v0/lines
         GET /v3/carts/v0/lines/{id}
         GET /v3/pets/v1/toys
         GET /v3/pets/v2/toys
         GET /v3/cats/v1/toys
         GET /v3/cats
         GET /indexer/api/v1/report
         GET /v3/dogs/v1",
    );
    assert_eq!(
        derived,
        [
            "GET /v3/carts/v0/lines = carts.lines.list",
            "GET /v3/carts/v0/lines/{id} = carts.lines.retrieve",
            "GET /v3/pets/v1/toys = pets.v1.toys.list",
            "GET /v3/pets/v2/toys = pets.v2.toys.list",
            "GET /v3/cats/v1/toys = cats.v1.toys.list",
            "GET /v3/cats = cats.list",
            "GET /indexer/api/v1/report = indexer.report",
            "GET /v3/dogs/v1 = dogs.v1",
        ]
    );
}

/// The places of all operations.
fn placed(yaml: &str, config: &Config) -> Vec<String> {
    let sources = Sources::from_texts("t.yaml", [("t.yaml", yaml)]).expect("readable");
    let mut diagnostics = Diagnostics::default();
    let mut document = document::build(&sources, &mut diagnostics).expect("a document");
    let api = lower(&mut document, config, Before::NOTHING, &mut diagnostics);
    api.operations
        .iter()
        .map(|operation| {
            let path = api.resource(operation.resource).map(|resource| resource.path.join(".")).unwrap_or_default();
            format!("{path}.{}", operation.name)
        })
        .collect()
}

#[test]
fn places_come_from_tags_or_operation_ids_where_the_configuration_says_so() {
    let from = |from| {
        let mut config = Config::default();
        config.resources.from = from;
        placed(NAMED, &config)
    };
    let by_path = ["pets.list", "pets.retrieve", "pets.photos.list", "bills.list", "toys.list"];
    assert_eq!(from(ResourcesFrom::Paths), by_path);
    let by_tag = ["Pets.list", "Pets.retrieve", "Pets.list_photos", "Office.Billing.list_bills", "toys.list"];
    assert_eq!(from(ResourcesFrom::Tags), by_tag);
    let by_id = ["pets.list", "pets.Retrieve", "pets.listPhotos", "office.billing.show", "toys.list"];
    assert_eq!(from(ResourcesFrom::OperationIds), by_id);
}

#[test]
fn a_tree_of_the_configuration_goes_before_everything_but_a_single_operations_place() {
    let text = "[resources.tree.animals]\nall = 'GET /pets'\none = 'Pets_Retrieve'\n[resources.tree.animals.pictures]\n\
                list = 'listPhotos'\n[operations.'GET /toys']\nmethod = 'things.list'\n";
    let parsed = crate::config::parse(&std::sync::Arc::from("specwright.toml"), text);
    let config = parsed.config.expect("a configuration");
    let expected = ["animals.all", "animals.one", "animals.pictures.list", "bills.list", "things.list"];
    assert_eq!(placed(NAMED, &config), expected);
    let twice = "[resources.tree]\na = 'GET /pets'\nb = 'GET /pets'\n";
    let parsed = crate::config::parse(&std::sync::Arc::from("specwright.toml"), twice);
    let messages: Vec<&str> = parsed.diagnostics.list().iter().map(|found| found.message.as_str()).collect();
    assert_eq!(messages, ["`GET /pets` has two places, `a` and `b`"]);
}

#[test]
fn one_word_is_told_apart_by_the_variable() {
    let derived = places("GET /pets/{petId}\nGET /pets/{petId}/{toyId}\nGET /pets");
    assert_eq!(
        derived,
        [
            "GET /pets/{petId} = pets.retrieve",
            "GET /pets/{petId}/{toyId} = pets.retrieve_by_toyId",
            "GET /pets = pets.list",
        ]
    );
}

#[test]
fn a_place_that_was_given_stays_whatever_stands_before_it() {
    let before = BTreeMap::from([("GET /pets/{petId}/{toyId}".to_owned(), "pets.retrieve".to_owned())]);
    let placed = places_with("GET /pets/{petId}\nGET /pets/{petId}/{toyId}", &before);
    assert_eq!(placed, ["GET /pets/{petId} = pets.retrieve_by_petId", "GET /pets/{petId}/{toyId} = pets.retrieve"]);
}

/// OpenAPI 3.2, "Tag Object": `parent`. A circle of parents ends where it begins.
#[test]
fn a_tag_stands_below_its_parent() {
    let text = "openapi: 3.2.0
info: { title: T, version: '1' }
tags:
  - { name: animals }
  - { name: pets, parent: animals }
  - { name: a, parent: b }
  - { name: b, parent: a }
paths:
  /pets: { get: { tags: [pets], responses: &r { '204': { description: ok } } } }
  /x: { get: { tags: [a], responses: *r } }
";
    let mut config = Config::default();
    config.resources.from = ResourcesFrom::Tags;
    assert_eq!(placed(text, &config), ["animals.pets.list", "b.a.x"]);
}
