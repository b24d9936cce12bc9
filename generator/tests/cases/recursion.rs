//! Lists and maps of themselves.

use sdk::Map;
use sdk::types::{Even, Nest, Odd};

#[test]
fn what_holds_nothing_but_itself_is_read_and_written() {
    let nest: Nest = serde_json::from_str("[[],[[]]]").expect("a nest");
    assert_eq!(nest, Nest(vec![Nest(Vec::new()), Nest::from(vec![Nest(Vec::new())])]));
    assert_eq!(serde_json::to_string(&nest).expect("JSON"), "[[],[[]]]");
    let odd: Odd = serde_json::from_str(r#"[{"a":[]},{}]"#).expect("a list");
    assert_eq!(odd.0[1], Even::from(Map::new()));
    assert_eq!(serde_json::to_string(&odd).expect("JSON"), r#"[{"a":[]},{}]"#);
}
