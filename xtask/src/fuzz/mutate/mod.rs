//! Damage: a description, a little or very much wrong.
//!
//! Input: a [`Base`] and [`Random`]. Output: its files, one of them damaged: in bytes, as a tree, or in its size.
//! Not here: what becomes of them.

mod bytes;
mod scale;
mod tree;
mod words;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::random::Random;

/// One in so many runs scales something up, which takes its time.
const SCALED: usize = 16;

/// Files by the names that references give them.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// A description that is to be damaged.
pub(super) struct Base {
    /// The name of its root file.
    pub(super) root: String,
    /// All its files.
    pub(super) files: Files,
    /// Those of them that are mappings or lists, as trees.
    pub(super) trees: Vec<(String, Value)>,
    /// How often it is taken, compared with the others.
    pub(super) weight: usize,
}

/// A damaged description.
pub(super) struct Damaged {
    pub(super) root: String,
    pub(super) files: Files,
}

/// The damaged description of a run: every number of `random` is drawn for it alone.
pub(super) fn damage(bases: &[Base], random: &mut Random) -> Option<Damaged> {
    let base = choose(bases, random)?;
    let mut files = base.files.clone();
    let (name, tree) = base.trees.get(random.below(base.trees.len()))?;
    let most = if random.one_in(3) { 8 } else { 2 };
    let edits = 1 + random.below(most);
    let text = if random.one_in(SCALED) {
        let mut tree = tree.clone();
        scale::edit(&mut tree, random);
        let mut text = written(name, &tree, random);
        if random.one_in(4) {
            text = files.get(name).cloned().unwrap_or_default();
            scale::text(&mut text, name.ends_with("json"), random);
        }
        text
    } else if random.one_in(2) {
        let mut text = files.get(name).cloned().unwrap_or_default();
        (0..edits).for_each(|_| bytes::edit(&mut text, random));
        text
    } else {
        let mut tree = tree.clone();
        tree::edit(&mut tree, edits, random);
        written(name, &tree, random)
    };
    files.insert(name.clone(), text);
    Some(Damaged { root: base.root.clone(), files })
}

fn choose<'a>(bases: &'a [Base], random: &mut Random) -> Option<&'a Base> {
    let mut left = random.below(bases.iter().map(|base| base.weight).sum());
    bases.iter().find(|base| {
        let found = left < base.weight;
        left = left.saturating_sub(base.weight);
        found
    })
}

/// A tree as its file is written; JSON is YAML as well.
fn written(name: &str, tree: &Value, random: &mut Random) -> Vec<u8> {
    if name.ends_with("json") || random.one_in(3) {
        return serde_json::to_vec_pretty(tree).unwrap_or_default();
    }
    serde_yaml::to_string(tree).unwrap_or_default().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn bases() -> Vec<Base> {
        let tree = json!({"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {"/a": {"get": {}}}});
        let base = |root: &str, weight| Base {
            root: root.to_owned(),
            files: Files::from([(root.to_owned(), serde_json::to_vec(&tree).unwrap())]),
            trees: vec![(root.to_owned(), tree.clone())],
            weight,
        };
        vec![base("a.json", 1), base("b.yaml", 3)]
    }

    fn made(seed: u64, run: u64) -> (String, Files) {
        let damaged = damage(&bases(), &mut Random::of(seed, run)).unwrap();
        (damaged.root, damaged.files)
    }

    #[test]
    fn the_same_run_is_the_same_damage() {
        for run in 0..500 {
            assert_eq!(made(1, run), made(1, run), "run {run}");
        }
    }

    #[test]
    fn runs_and_seeds_differ() {
        let differ = |one: &dyn Fn(u64) -> (String, Files), two: &dyn Fn(u64) -> (String, Files)| {
            (0..100).filter(|run| one(*run) != two(*run)).count()
        };
        assert!(differ(&|run| made(1, run), &|run| made(1, run + 1)) > 90);
        assert!(differ(&|run| made(1, run), &|run| made(2, run)) > 90);
    }

    #[test]
    fn weights_are_heeded() {
        let count = (0..1000).filter(|run| made(1, *run).0 == "b.yaml").count();
        assert!((650..850).contains(&count), "{count}");
    }
}
