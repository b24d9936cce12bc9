//! Text templates: `{{name}}` is filled in, `{{#name}}…{{/name}}` stands only where `name` has a text.
//!
//! For Markdown and the like. Never for code: code is made of tokens.

/// Fills a template. A slot without a value is left empty.
pub(super) fn fill(template: &str, values: &[(&str, String)]) -> String {
    let value = |name: &str| values.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text.as_str());
    let mut result = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        result.push_str(before);
        rest = after;
        match name.strip_prefix('#') {
            Some(section) => {
                let end = format!("{{{{/{section}}}}}");
                if value(section).is_empty()
                    && let Some((_, after)) = rest.split_once(end.as_str())
                {
                    rest = after.strip_prefix('\n').unwrap_or(after);
                } else {
                    rest = rest.strip_prefix('\n').unwrap_or(rest);
                }
            }
            None if name.starts_with('/') => rest = rest.strip_prefix('\n').unwrap_or(rest),
            None => result.push_str(value(name)),
        }
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_and_sections() {
        let template = "a {{x}}\n{{#x}}\nwith {{x}}\n{{/x}}\n{{#y}}\nwithout\n{{/y}}\nend {{y}}.";
        assert_eq!(fill(template, &[("x", "X".to_owned())]), "a X\nwith X\nend .");
    }

    #[test]
    fn a_value_is_never_read_as_a_template() {
        assert_eq!(fill("{{x}}", &[("x", "{{y}}".to_owned()), ("y", "Y".to_owned())]), "{{y}}");
    }
}
