//! The client: how it is made, and what every call goes through.

use proc_macro2::TokenStream;
use quote::quote;

use super::path::ident;
use super::rust_file::RustFile;
use super::{Sdk, Task, docs};
use crate::config::{Query, QueryArrays, QueryObjects};
use crate::ir::{Credential, CredentialKind};
use crate::names::CredentialName;

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    tasks.push(Box::new(move || client(sdk).finish()));
}

fn client(sdk: Sdk<'_>) -> RustFile {
    let mut file = RustFile::new("src/client.rs", vec!["The client, and how it is made.".to_owned()]);
    file.import("std::sync::Arc");
    file.import("std::time::Duration");
    for name in
        ["ApiInfo", "Call", "ClientOptions", "Core", "Method", "Operation", "Result", "Transport", "UntypedRequest"]
    {
        file.core(name);
    }
    if !sdk.api.credentials.is_empty() {
        for name in ["Credential", "SecretString", "env_var"] {
            file.core(name);
        }
    }
    if sdk.facts.needs_credential {
        file.core("Error");
    }
    let has_webhooks = !sdk.api.webhooks.is_empty();
    info(sdk, &mut file);
    structure(sdk, has_webhooks, &mut file);
    methods(sdk, has_webhooks, &mut file);
    builder(sdk, has_webhooks, &mut file);
    file
}

fn info(sdk: Sdk<'_>, file: &mut RustFile) {
    let title = &sdk.names.package.title;
    let env_prefix = &sdk.names.package.env_prefix;
    let base_url = sdk
        .config
        .client
        .base_url
        .clone()
        .or_else(|| sdk.api.servers.first().map(|server| server.url.clone()))
        .unwrap_or_default();
    file.core("Nesting");
    let nesting = nesting(sdk.config.query, file);
    file.item(quote! {
        #[doc = " What the runtime is told of the API."]
        const INFO: ApiInfo = ApiInfo {
            name: #title,
            version: env!("CARGO_PKG_VERSION"),
            base_url: #base_url,
            env_prefix: #env_prefix,
            nesting: #nesting,
        };
    });
}

/// How what OpenAPI leaves open is spelt in queries.
fn nesting(query: Query, file: &mut RustFile) -> TokenStream {
    let dots = query.objects == QueryObjects::Dots;
    let array = |name: TokenStream, file: &mut RustFile| {
        file.core("NestedArray");
        quote!(Some(NestedArray::#name))
    };
    let arrays = match query.arrays {
        None => quote!(None),
        Some(QueryArrays::Repeat) => array(quote!(Repeat), file),
        Some(QueryArrays::Comma) => array(quote!(Comma), file),
        Some(QueryArrays::Brackets) => array(quote!(Brackets), file),
        Some(QueryArrays::Indices) => array(quote!(Indices), file),
    };
    quote!(Nesting { dots: #dots, arrays: #arrays })
}

fn structure(sdk: Sdk<'_>, has_webhooks: bool, file: &mut RustFile) {
    let docs = format!(" A client of the {} API.", sdk.names.package.title);
    let webhook_key = has_webhooks.then(|| {
        file.core("SecretString");
        quote! {
            #[cfg(feature = "webhooks")]
            webhook_key: Option<SecretString>,
        }
    });
    file.item(quote! {
        #[doc = #docs]
        #[doc = ""]
        #[doc = " Make one and keep it: clones share its connections, and cost no more than a reference count."]
        #[doc = " Calls run inside a tokio runtime."]
        #[derive(Clone, Debug)]
        pub struct Client {
            core: Arc<Core>,
            #webhook_key
        }
    });
}

fn methods(sdk: Sdk<'_>, has_webhooks: bool, file: &mut RustFile) {
    let variables: Vec<String> = variables(sdk).into_iter().map(|name| format!("`{name}`")).collect();
    let env_docs = format!(" Makes a client from the environment: {}.", variables.join(", "));
    let (keep_key, accessor) = if has_webhooks {
        (
            quote! {
                #[cfg(feature = "webhooks")]
                webhook_key: self.webhook_key.clone(),
            },
            quote! {
                #[doc = " Events that the API sends: checked and read."]
                #[cfg(feature = "webhooks")]
                #[must_use]
                pub fn webhooks(&self) -> crate::webhooks::Webhooks<'_> {
                    crate::webhooks::Webhooks::new(self.webhook_key.as_ref())
                }
            },
        )
    } else {
        (TokenStream::new(), TokenStream::new())
    };
    file.item(quote! {
        impl Client {
            #[doc = #env_docs]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " A variable that is needed is not set, or one cannot be used."]
            pub fn from_env() -> Result<Self> {
                Self::builder().build()
            }

            #[doc = " Begins a client. What is not set on the builder comes from the environment, or has a default."]
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new()
            }

            #[doc = " A client with other options that shares this one's connections and credentials."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " An option cannot be used, such as a base URL that is none."]
            pub fn with_options(&self, change: impl FnOnce(ClientOptions) -> ClientOptions) -> Result<Self> {
                Ok(Self { core: Arc::new(self.core.with_options(change)?), #keep_key })
            }

            #[doc = " A request to an endpoint that this crate does not know, with the same credentials, retries and timeouts."]
            pub fn request(&self, method: Method, path: impl Into<String>) -> UntypedRequest {
                UntypedRequest::new(Arc::clone(&self.core), method, path)
            }

            #accessor

            pub(crate) fn call<P, K, const N: usize>(&self, operation: &'static Operation, path: [String; N], params: P) -> Call<P, K> {
                Call::new(Arc::clone(&self.core), operation, path, params)
            }
        }
    });
}

/// The environment variables that a client reads.
pub(super) fn variables(sdk: Sdk<'_>) -> Vec<String> {
    let package = &sdk.names.package;
    let mut result: Vec<String> = package.credentials.iter().flat_map(|credential| credential.env.clone()).collect();
    if !sdk.api.webhooks.is_empty() {
        result.push(package.webhook_key_env.clone());
    }
    result.push(format!("{}_BASE_URL", package.env_prefix));
    result.push(format!("{}_CUSTOM_HEADERS", package.env_prefix));
    result
}

fn builder(sdk: Sdk<'_>, has_webhooks: bool, file: &mut RustFile) {
    let credentials: Vec<(&Credential, &CredentialName)> =
        sdk.api.credentials.iter().zip(&sdk.names.package.credentials).collect();
    let fields = credentials.iter().map(|(credential, name)| {
        let option = ident(&name.option);
        match credential.kind {
            CredentialKind::Basic => quote!(#option: Option<(String, SecretString)>,),
            _ => quote!(#option: Option<SecretString>,),
        }
    });
    let names: Vec<_> = credentials.iter().map(|(_, name)| ident(&name.option)).collect();
    let setters = credentials.iter().map(|(credential, name)| setter(credential, name));
    let (webhook_field, webhook_none, webhook_setter, webhook_value) = if has_webhooks {
        let env = &sdk.names.package.webhook_key_env;
        let docs = format!(" Sets the key with which webhooks are signed (`whsec_…`). Default: `{env}`.");
        file.core("env_var");
        (
            quote!(#[cfg(feature = "webhooks")] webhook_key: Option<SecretString>,),
            quote!(#[cfg(feature = "webhooks")] webhook_key: None,),
            quote! {
                #[doc = #docs]
                #[cfg(feature = "webhooks")]
                pub fn webhook_key(mut self, key: impl Into<String>) -> Self {
                    self.webhook_key = Some(SecretString::from(key.into()));
                    self
                }
            },
            quote! {
                #[cfg(feature = "webhooks")]
                webhook_key: self.webhook_key.or_else(|| env_var(#env).map(SecretString::from)),
            },
        )
    } else {
        Default::default()
    };
    let timeout = sdk.config.client.timeout_seconds.map(|seconds| quote!(.timeout(Duration::from_secs(#seconds))));
    let retries = sdk.config.client.max_retries.map(|retries| quote!(.max_retries(#retries)));
    file.item(quote! {
        #[doc = " What a client is made of."]
        #[derive(Clone, Debug)]
        #[must_use = "a builder does nothing until `build` is called"]
        pub struct ClientBuilder {
            #(#fields)*
            #webhook_field
            options: ClientOptions,
        }
    });
    let build = build(sdk, &credentials, &webhook_value);
    file.item(quote! {
        impl ClientBuilder {
            fn new() -> Self {
                Self { #(#names: None,)* #webhook_none options: ClientOptions::new() #timeout #retries }
            }

            #(#setters)*
            #webhook_setter

            #[doc = " Sets the address of the API. Default: the environment's, then the API's own."]
            pub fn base_url(mut self, url: impl Into<String>) -> Self {
                self.options = self.options.base_url(url);
                self
            }

            #[doc = " Sets how long one attempt may take, from connecting to the end of the answer."]
            pub fn timeout(mut self, timeout: Duration) -> Self {
                self.options = self.options.timeout(timeout);
                self
            }

            #[doc = " Sets how often a failed call is tried again."]
            pub fn max_retries(mut self, retries: u32) -> Self {
                self.options = self.options.max_retries(retries);
                self
            }

            #[doc = " Sets what carries requests: a test's double, or a client of your own."]
            pub fn transport(mut self, transport: impl Transport) -> Self {
                self.options = self.options.transport(transport);
                self
            }

            #[doc = " Changes any other option."]
            pub fn options(mut self, change: impl FnOnce(ClientOptions) -> ClientOptions) -> Self {
                self.options = change(self.options);
                self
            }

            #build
        }
    });
}

fn setter(credential: &Credential, name: &CredentialName) -> TokenStream {
    let option = ident(&name.option);
    let env: Vec<String> = name.env.iter().map(|name| format!("`{name}`")).collect();
    let what = match &credential.kind {
        CredentialKind::Bearer => "the bearer token".to_owned(),
        CredentialKind::Basic => "the user name and password".to_owned(),
        CredentialKind::Header(header) => format!("the key that is sent in the header {}", docs::code(header)),
        CredentialKind::Query(query) => format!("the key that is sent in the query as {}", docs::code(query)),
    };
    let docs = format!(" Sets {what}. Default: {}.", env.join(" and "));
    match credential.kind {
        CredentialKind::Basic => quote! {
            #[doc = #docs]
            pub fn #option(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
                self.#option = Some((user.into(), SecretString::from(password.into())));
                self
            }
        },
        _ => quote! {
            #[doc = #docs]
            pub fn #option(mut self, secret: impl Into<String>) -> Self {
                self.#option = Some(SecretString::from(secret.into()));
                self
            }
        },
    }
}

fn build(sdk: Sdk<'_>, credentials: &[(&Credential, &CredentialName)], webhook_value: &TokenStream) -> TokenStream {
    let mut steps: Vec<TokenStream> = Vec::new();
    for (credential, name) in credentials {
        let option = ident(&name.option);
        let scheme = &credential.scheme;
        let lookup = match (&credential.kind, name.env.as_slice()) {
            (CredentialKind::Basic, [user, password]) => {
                quote!(self.#option.or_else(|| Some((env_var(#user)?, SecretString::from(env_var(#password)?)))))
            }
            // One variable for both: `user:password`.
            (CredentialKind::Basic, [both, ..]) => quote! {
                self.#option.or_else(|| {
                    let pair = env_var(#both)?;
                    let (user, password) = pair.split_once(':')?;
                    Some((user.to_owned(), SecretString::from(password.to_owned())))
                })
            },
            (_, [env, ..]) => quote!(self.#option.or_else(|| env_var(#env).map(SecretString::from))),
            (_, []) => quote!(self.#option),
        };
        let make = match &credential.kind {
            CredentialKind::Bearer => quote!(Credential::bearer(#scheme, &secret)?),
            CredentialKind::Basic => quote!(Credential::basic(#scheme, &secret.0, &secret.1)?),
            CredentialKind::Header(header) => quote!(Credential::header(#scheme, #header, &secret)?),
            CredentialKind::Query(query) => quote!(Credential::query(#scheme, #query, &secret)?),
        };
        steps.push(if sdk.facts.needs_credential {
            let (option, env) = (name.option.as_str(), name.env.join("`, `"));
            quote! {
                let secret = #lookup.ok_or_else(|| Error::missing_credential(#option, #env))?;
                credentials.push(#make);
            }
        } else {
            quote! {
                if let Some(secret) = #lookup {
                    credentials.push(#make);
                }
            }
        });
    }
    let errors = if sdk.facts.needs_credential {
        " There is no credential, or an option cannot be used."
    } else {
        " An option cannot be used, such as a base URL that is none."
    };
    let (declare, list) = if steps.is_empty() {
        (quote!(), quote!(Vec::new()))
    } else {
        (quote!(let mut credentials = Vec::new();), quote!(credentials))
    };
    quote! {
        #[doc = " Makes the client. Nothing is sent."]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = #errors]
        pub fn build(self) -> Result<Client> {
            #declare
            #(#steps)*
            Ok(Client { core: Arc::new(Core::new(INFO, self.options, #list)?), #webhook_value })
        }
    }
}
