//! The codes 06xx: names.
//!
//! Input: none. Output: the entries, passed on to `codes!` by way of `collect!`.
//! Not here: what an entry may hold (`mod.rs`).

macro_rules! names {
    ($rest:tt $($before:tt)*) => {
        collect! { $rest $($before)*

MethodNamesClash "SW0601" "method-names-clash" Warning {
    title: "Two operations would be the same method",
    explain: "They belong to one resource, and neither their path variables nor their operationIds tell them apart. \
        One is numbered, and a number says nothing to those who read the code. So is said where a place that the \
        configuration gives to a method is taken, or takes the name of another.",
    example: yaml "\
paths:
  /pet-food:
    get:
      responses: { '204': { description: There is food. } }
  /pet_food:
    get:
      responses: { '204': { description: There is food. } }
",
    cure: "Name one in `specwright.toml`, `method = \"pet_food.check\"` in `[operations.\"GET /pet_food\"]`, or give \
        the operations an operationId each.",
}

TypeNamesClash "SW0602" "type-names-clash" Warning {
    title: "Schemas would have the same Rust name",
    explain: "Their names differ only in case or punctuation, which a Rust name does not keep. The second one has \
        `Value` at its end, and each further one a number, which says nothing to those who read the code. The lock \
        keeps it so. So is said where a name of the configuration is taken, or takes the name of another.",
    example: yaml "\
components:
  schemas:
    pet_food: { type: object, properties: { brand: { type: string } } }
    petFood: { type: object, properties: { taste: { type: string } } }
    PetFood: { type: object, properties: { price: { type: number } } }
",
    cure: "Name one in `specwright.toml`: `name = \"PetFoodPrice\"` in `[types.\"#/components/schemas/PetFood\"]`.",
}

MemberNamesClash "SW0603" "member-names-clash" Note {
    title: "Properties, values or inputs would have the same Rust name",
    explain: "They differ only in case or punctuation, which a Rust name does not keep. The one that is spelt like \
        the name has it, or else the first; the others have `_field` or `Value` at their end, and then a number. The \
        lock keeps it so. A parameter and a property of the body that share a name are told apart by `_param`. So is said \
        where a name of the configuration is taken.",
    example: yaml "\
components:
  schemas:
    Pet:
      type: object
      properties:
        petFood: { type: string }
        pet_food: { type: string }
",
    cure: "Name one in `specwright.toml`: `petFood = \"food\"` in \
        `[types.\"#/components/schemas/Pet\".fields]`.",
}

        }
    };
}
