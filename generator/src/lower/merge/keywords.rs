//! Two schemas, keyword by keyword: all that can be said without a look at other schemas.
//!
//! Input: what the parts so far say, and one more part. Output: the first holds what both say, and the keywords in
//! which they contradict each other.
//! Not here: properties, items and the other keywords that hold schemas (`merge`).

use serde_json::{Number, Value};

use crate::document::{JsonType, Schema, TypeSet};

/// Adds what a part says. In a contradiction the part counts.
pub(super) fn merge(whole: &mut Schema, part: &Schema) -> Vec<&'static str> {
    let mut conflicts = Vec::new();
    if !types(whole, part) {
        conflicts.push("type");
    }
    if let (Some(first), Some(second)) = (&whole.format, &part.format)
        && first != second
    {
        conflicts.push("format");
    }
    later(&mut whole.format, part.format.as_ref());
    if !values(whole, part) {
        conflicts.push(if part.constant.is_some() { "const" } else { "enum" });
    }
    assertions(whole, part);
    texts(whole, part);
    whole
        .required
        .extend(part.required.iter().filter(|name| !whole.required.contains(name)).cloned().collect::<Vec<_>>());
    if !part.prefix_items.is_empty() {
        whole.prefix_items.clone_from(&part.prefix_items);
    }
    whole.not = part.not.or(whole.not);
    whole.property_names = part.property_names.or(whole.property_names);
    let more = part.asserted.iter().filter(|assertion| !whole.asserted.contains(assertion)).cloned();
    let more: Vec<_> = more.collect();
    whole.asserted.extend(more);
    conflicts
}

/// The keyword of a schema that one named by [`merge`] may contradict.
pub(super) fn counterpart(schema: &Schema, keyword: &str) -> Option<&'static str> {
    match keyword {
        "type" => (!schema.types.is_empty()).then_some("type"),
        "format" => schema.format.is_some().then_some("format"),
        _ if schema.constant.is_some() => Some("const"),
        _ => schema.enumeration.is_some().then_some("enum"),
    }
}

/// The types that both allow; every integer is a number. Null is what the part says of it, if it names any type: it is
/// written for this place. Returns whether there are any.
fn types(whole: &mut Schema, part: &Schema) -> bool {
    if part.types.is_empty() {
        whole.nullable |= part.nullable;
        return true;
    }
    whole.nullable = part.nullable;
    let has_null = part.types.contains(JsonType::Null);
    let known = whole.types;
    // `type: null` beside another type means that null may come as well: nothing else could.
    if part.types.non_null().next().is_none() {
        whole.types.insert(JsonType::Null);
        return true;
    }
    let mut common: TypeSet = part
        .types
        .non_null()
        .filter(|ty| {
            known.non_null().next().is_none()
                || known.contains(*ty)
                || (*ty == JsonType::Integer && known.contains(JsonType::Number))
        })
        .collect();
    if part.types.contains(JsonType::Number) && known.contains(JsonType::Integer) {
        common.insert(JsonType::Integer);
    }
    let agree = !common.is_empty();
    if !agree {
        // Nothing that was said of a value of another type says anything of this one.
        *whole = Schema { required: Vec::new(), ..Schema::new(whole.site.clone()) };
        common = part.types;
    }
    if has_null {
        common.insert(JsonType::Null);
    }
    whole.types = common;
    agree
}

/// `enum` and `const`: the values that both list. Returns whether there are any.
fn values(whole: &mut Schema, part: &Schema) -> bool {
    let listed = |schema: &Schema| -> Option<Vec<Value>> {
        let constant = schema.constant.as_deref().map(|value| vec![value.clone()]);
        constant.or_else(|| schema.enumeration.clone())
    };
    let (first, second) = match (listed(whole), listed(part)) {
        (_, None) => return true,
        (None, Some(_)) => {
            whole.constant.clone_from(&part.constant);
            whole.enumeration.clone_from(&part.enumeration);
            return true;
        }
        (Some(first), Some(second)) => (first, second),
    };
    let common: Vec<Value> = first.into_iter().filter(|value| second.contains(value)).collect();
    let agree = !common.is_empty();
    let is_constant = whole.constant.is_some() || part.constant.is_some();
    let values = if agree { common } else { second };
    match (is_constant, values.as_slice()) {
        (true, [only]) => {
            whole.constant = Some(Box::new(only.clone()));
            whole.enumeration = None;
        }
        _ => {
            whole.constant = None;
            whole.enumeration = Some(values);
        }
    }
    agree
}

/// Bounds: the tighter one of two.
fn assertions(whole: &mut Schema, part: &Schema) {
    tighter(&mut whole.minimum, part.minimum.as_ref(), above);
    tighter(&mut whole.exclusive_minimum, part.exclusive_minimum.as_ref(), above);
    tighter(&mut whole.maximum, part.maximum.as_ref(), below);
    tighter(&mut whole.exclusive_maximum, part.exclusive_maximum.as_ref(), below);
    let most = |first: u64, second: u64| second > first;
    let least = |first: u64, second: u64| second < first;
    tighter(&mut whole.min_length, part.min_length.as_ref(), |first, second| most(*first, *second));
    tighter(&mut whole.min_items, part.min_items.as_ref(), |first, second| most(*first, *second));
    tighter(&mut whole.min_properties, part.min_properties.as_ref(), |first, second| most(*first, *second));
    tighter(&mut whole.max_length, part.max_length.as_ref(), |first, second| least(*first, *second));
    tighter(&mut whole.max_items, part.max_items.as_ref(), |first, second| least(*first, *second));
    tighter(&mut whole.max_properties, part.max_properties.as_ref(), |first, second| least(*first, *second));
    later(&mut whole.multiple_of, part.multiple_of.as_ref());
    later(&mut whole.pattern, part.pattern.as_ref());
    later(&mut whole.content_encoding, part.content_encoding.as_ref());
    later(&mut whole.content_media_type, part.content_media_type.as_ref());
    whole.content_schema = part.content_schema.or(whole.content_schema);
    whole.unique_items |= part.unique_items;
}

/// Annotations: the later one of two.
pub(super) fn texts(whole: &mut Schema, part: &Schema) {
    later(&mut whole.title, part.title.as_ref());
    later(&mut whole.description, part.description.as_ref());
    later(&mut whole.docs_url, part.docs_url.as_ref());
    later(&mut whole.default, part.default.as_ref());
    if !part.examples.is_empty() {
        whole.examples.clone_from(&part.examples);
    }
    whole.read_only |= part.read_only;
    whole.write_only |= part.write_only;
    whole.deprecated |= part.deprecated;
    for (name, value) in &part.extensions {
        whole.extensions.insert(name.clone(), value.clone());
    }
}

fn later<T: Clone>(whole: &mut Option<T>, part: Option<&T>) {
    if let Some(part) = part {
        *whole = Some(part.clone());
    }
}

fn tighter<T: Clone>(whole: &mut Option<T>, part: Option<&T>, is_tighter: impl Fn(&T, &T) -> bool) {
    match (&*whole, part) {
        (Some(first), Some(second)) if !is_tighter(first, second) => {}
        _ => later(whole, part),
    }
}

fn above(first: &Number, second: &Number) -> bool {
    matches!((first.as_f64(), second.as_f64()), (Some(first), Some(second)) if second > first)
}

fn below(first: &Number, second: &Number) -> bool {
    matches!((first.as_f64(), second.as_f64()), (Some(first), Some(second)) if second < first)
}
