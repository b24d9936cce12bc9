//! Webhooks: the accessor that checks and reads events, and the inline types that belong to them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::rust_file::RustFile;
use super::{Sdk, Task, docs, operation, path};
use crate::config::{Hmac, KeyEncoding};
use crate::ir::Type;
use crate::names::Module;

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    if !sdk.api.webhooks.is_empty() {
        tasks.push(Box::new(move || webhooks(sdk).finish()));
    }
}

/// By what events are signed, behind a space; nothing where the configuration says it.
pub(super) fn signed_by(sdk: Sdk<'_>) -> &'static str {
    let is_own = sdk.config.webhooks.as_ref().is_some_and(|webhooks| webhooks.hmac.is_some());
    if is_own { "" } else { " (Standard Webhooks)" }
}

fn webhooks(sdk: Sdk<'_>) -> RustFile {
    let hmac = sdk.config.webhooks.as_ref().and_then(|webhooks| webhooks.hmac.as_ref());
    let by = signed_by(sdk);
    let mut lines = vec![format!("Events that the API sends, checked and read{by}."), String::new()];
    // Types that only the list below names need no import: it links to them by their full paths.
    let mut unused = RustFile::new("src/webhooks.rs", Vec::new());
    for webhook in &sdk.api.webhooks {
        let what = webhook.docs.description.as_deref().or(webhook.docs.summary.as_deref()).and_then(docs::sentence);
        let answer = webhook
            .answer
            .as_ref()
            .map(|ty| format!(" Answer with {}.", link(sdk, ty, &mut unused)))
            .unwrap_or_default();
        let what = what.map(|text| format!(" – {text}")).unwrap_or_default();
        let payload = link(sdk, &webhook.payload, &mut unused);
        lines.push(format!("- {}: {payload}{what}{answer}", docs::code(&webhook.name)));
    }
    let mut file = RustFile::new("src/webhooks.rs", lines);
    let event = match sdk.api.webhook_event {
        Some(id) => path::named(sdk, id, Module::Webhooks, &mut file),
        None => quote!(Json),
    };
    for name in ["Error", "HeaderMap", "Result", "SecretString"] {
        file.core(name);
    }
    file.import("crate::runtime");
    let signing = hmac.map_or_else(|| quote!(runtime::webhooks::Signing::STANDARD), |_| quote!(SIGNING));
    hmac.into_iter().for_each(|hmac| file.item(constant(hmac)));
    let env = &sdk.names.package.webhook_key_env;
    let key_docs = format!(
        " There is no key (set `webhook_key` on the client's builder, or `{env}`), the signature does not fit, the event is"
    );
    let age_docs = match hmac {
        Some(hmac) if hmac.timestamp.is_none() && hmac.timestamp_header.is_none() => {
            " none, or its body is none.".to_owned()
        }
        _ => format!(
            " older than {} seconds, or its body is none.",
            hmac.and_then(|of| of.tolerance_seconds).unwrap_or(300)
        ),
    };
    file.item(quote! {
        #[doc = " Checks and reads events. Made by `Client::webhooks`."]
        #[derive(Clone, Copy, Debug)]
        pub struct Webhooks<'a> {
            key: Option<&'a SecretString>,
        }
    });
    file.item(quote! {
        impl<'a> Webhooks<'a> {
            pub(crate) fn new(key: Option<&'a SecretString>) -> Self {
                Self { key }
            }

            #[doc = " The event in a request's body, if its headers prove that it was sent by the API. `payload` is the body as it came."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = #key_docs]
            #[doc = #age_docs]
            pub fn unwrap(&self, payload: &[u8], headers: &HeaderMap) -> Result<#event> {
                let key = self.key.ok_or_else(|| Error::missing_credential("webhook_key", #env))?;
                runtime::webhooks::unwrap(payload, headers, key, &#signing)
            }

            #[doc = " The event in a request's body, whoever sent it."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " The body is no event."]
            pub fn unwrap_unverified(&self, payload: &[u8]) -> Result<#event> {
                runtime::webhooks::unwrap_unverified(payload)
            }
        }
    });
    operation::inline_types(sdk, Module::Webhooks, &mut file);
    file
}

/// How the events are signed.
fn constant(hmac: &Hmac) -> TokenStream {
    let encoding = |of: Option<KeyEncoding>, usual: KeyEncoding| match of.unwrap_or(usual) {
        KeyEncoding::Text => quote!(runtime::webhooks::Encoding::Text),
        KeyEncoding::Hex => quote!(runtime::webhooks::Encoding::Hex),
        KeyEncoding::Base64 => quote!(runtime::webhooks::Encoding::Base64),
    };
    let (header, signature, payload) = (&hmac.signature_header, hmac.signature(), hmac.payload());
    let time = match (&hmac.timestamp_header, &hmac.timestamp) {
        (Some(name), _) => quote!(Some(runtime::webhooks::TimeAt::Header(#name))),
        (None, Some(pattern)) => quote!(Some(runtime::webhooks::TimeAt::Beside(#pattern))),
        (None, None) => quote!(None),
    };
    let tolerance = Literal::u32_unsuffixed(hmac.tolerance_seconds.unwrap_or(300));
    let (encoding, key) = (encoding(hmac.encoding, KeyEncoding::Hex), encoding(hmac.key_encoding, KeyEncoding::Text));
    quote! {
        #[doc = " How the API signs events."]
        const SIGNING: runtime::webhooks::Signing = runtime::webhooks::Signing {
            header: #header,
            signature: #signature,
            time: #time,
            payload: #payload,
            encoding: #encoding,
            key: #key,
            tolerance: #tolerance,
        };
    }
}

fn link(sdk: Sdk<'_>, ty: &Type, file: &mut RustFile) -> String {
    let tokens = path::ty(sdk, ty, Module::Webhooks, file);
    let text = super::rust_file::compact(&tokens);
    if matches!(ty, Type::Named(_)) {
        let path = if text.starts_with("types::") { format!("crate::{text}") } else { text.clone() };
        let name = text.trim_start_matches("types::");
        if name == path { format!("[`{name}`]") } else { format!("[`{name}`]({path})") }
    } else {
        format!("`{text}`")
    }
}
