//! The runtime: copied as it is.

use camino::Utf8PathBuf;

use super::{Sdk, Task, client};
use crate::file::{File, Kind};

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    for (path, text) in specwright_templates::RUNTIME {
        // Webhooks are a part of their own: what an API never sends, its SDK need not read.
        if *path == "webhooks.rs" && sdk.api.webhooks.is_empty() {
            continue;
        }
        if *path == "validate.rs" && !sdk.config.validate {
            continue;
        }
        if *path == "client/oauth2.rs" && !client::has_oauth2(sdk) {
            continue;
        }
        let path = Utf8PathBuf::from("src/runtime").join(path);
        tasks.push(Box::new(move || Ok(File { path: path.clone(), text: (*text).to_owned(), kind: Kind::Generated })));
    }
}
