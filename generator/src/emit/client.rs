//! The client: how it is made, and what every call goes through.

use proc_macro2::TokenStream;
use quote::quote;

use super::path::ident;
use super::rust_file::RustFile;
use super::{Sdk, Task, docs, params, servers};
use crate::ir::{Credential, CredentialKind, Global, GlobalPlace, TokenEndpoint};
use crate::names::{CredentialName, Ident, OAuth2Name};

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    tasks.push(Box::new(move || client(sdk).finish()));
}

fn client(sdk: Sdk<'_>) -> RustFile {
    let mut file = RustFile::new("src/client.rs", vec!["The client, and how it is made.".to_owned()]);
    file.import("std::sync::Arc");
    file.import("std::time::Duration");
    for name in [
        "ApiInfo",
        "Call",
        "ClientOptions",
        "Core",
        "Method",
        "Middleware",
        "Operation",
        "Result",
        "Transport",
        "UntypedRequest",
    ] {
        file.core(name);
    }
    file.core("Credentials");
    file.core("Settings");
    let has_webhooks = !sdk.api.webhooks.is_empty();
    info(sdk, &mut file);
    structure(sdk, has_webhooks, &mut file);
    methods(sdk, &mut file);
    builder(sdk, has_webhooks, &mut file);
    file
}

fn info(sdk: Sdk<'_>, file: &mut RustFile) {
    let title = &sdk.names.package.title;
    let env_prefix = &sdk.names.package.env_prefix;
    let (servers, operation_servers) = servers::rows(sdk, file);
    let is_closed = sdk.facts.is_closed;
    let schemes: Vec<TokenStream> =
        credentials(sdk).map(|(credential, name)| scheme(sdk, credential, name, file)).collect();
    let nesting = params::nesting(sdk.config.query, file);
    file.item(quote! {
        #[doc = " What the runtime is told of the API."]
        const INFO: ApiInfo = ApiInfo {
            name: #title,
            version: env!("CARGO_PKG_VERSION"),
            servers: #servers,
            operation_servers: #operation_servers,
            env_prefix: #env_prefix,
            schemes: &[#(#schemes),*],
            is_closed: #is_closed,
            nesting: #nesting,
        };
    });
}

/// The row of a security scheme: its key, how its credential is given, and where it is sent.
fn scheme(sdk: Sdk<'_>, credential: &Credential, name: &CredentialName, file: &mut RustFile) -> TokenStream {
    file.core("Scheme");
    file.core("Sent");
    let (key, option, env) = (&credential.scheme, name.option.as_str(), &name.env);
    let sent = match &credential.kind {
        CredentialKind::Bearer | CredentialKind::AccessToken(_) => quote!(Sent::Bearer),
        CredentialKind::Basic => quote!(Sent::Basic),
        CredentialKind::Http(scheme) => quote!(Sent::Http(#scheme)),
        CredentialKind::Header(header) => match &credential.prefix {
            Some(prefix) => quote!(Sent::Prefixed(#header, #prefix)),
            None => quote!(Sent::Header(#header)),
        },
        CredentialKind::Query(query) => quote!(Sent::Query(#query)),
        CredentialKind::Cookie(cookie) => quote!(Sent::Cookie(#cookie)),
    };
    let oauth2 = match (&name.oauth2, credential.kind.endpoint()) {
        (Some(oauth2), Some(endpoint)) => {
            file.core("TokenEndpoint");
            let (option, env) = (oauth2.option.as_str(), oauth2.env());
            let TokenEndpoint { token_url, password_url, refresh_url, client_credentials, .. } = endpoint;
            let configured = sdk.config.client.credentials.get(key);
            let scopes = configured.iter().flat_map(|credential| &credential.scopes);
            quote!(Some(TokenEndpoint {
                option: #option,
                env: [#(#env),*],
                token_url: #token_url,
                password_url: #password_url,
                refresh_url: #refresh_url,
                client_credentials: #client_credentials,
                scopes: &[#(#scopes),*],
            }))
        }
        _ => quote!(None),
    };
    quote!(Scheme { name: #key, option: #option, env: &[#(#env),*], sent: #sent, oauth2: #oauth2 })
}

/// The API's credentials and their names.
pub(super) fn credentials<'a>(sdk: Sdk<'a>) -> impl Iterator<Item = (&'a Credential, &'a CredentialName)> + use<'a> {
    sdk.api.credentials.iter().zip(&sdk.names.package.credentials)
}

/// Whether the client can get tokens of some credential by itself.
pub(super) fn has_oauth2(sdk: Sdk<'_>) -> bool {
    sdk.api.credentials.iter().any(|credential| credential.kind.endpoint().is_some())
}

/// The environment variables of a client that gets tokens by itself, as far as the API knows the grants.
pub(super) fn oauth2_env<'n>(credential: &Credential, name: &'n OAuth2Name) -> Vec<&'n str> {
    let [client_id, client_secret, refresh_token] = name.env();
    if credential.kind.endpoint().is_some_and(|endpoint| endpoint.client_credentials) {
        vec![client_id, client_secret]
    } else {
        vec![refresh_token]
    }
}

fn structure(sdk: Sdk<'_>, has_webhooks: bool, file: &mut RustFile) {
    let docs = format!(" A client of the {} API.", sdk.names.package.title);
    let webhook_key = has_webhooks.then(|| {
        quote! {
            #[cfg(feature = "webhooks")]
            webhook_key: Option<crate::SecretString>,
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

fn methods(sdk: Sdk<'_>, file: &mut RustFile) {
    let variables: Vec<String> = variables(sdk).into_iter().map(|name| format!("`{name}`")).collect();
    let env_docs = format!(" Makes a client from the environment: {}.", variables.join(", "));
    let env_errors = if sdk.facts.is_closed {
        " There is no credential, or a variable cannot be used."
    } else {
        " A variable cannot be used, such as an address that is none."
    };
    let (keep_key, accessor) = if let Some(webhooks) = &sdk.names.package.webhooks {
        let webhooks = ident(webhooks);
        (
            quote! {
                #[cfg(feature = "webhooks")]
                webhook_key: self.webhook_key.clone(),
            },
            quote! {
                #[doc = " Events that the API sends: checked and read."]
                #[cfg(feature = "webhooks")]
                #[must_use]
                pub fn #webhooks(&self) -> crate::webhooks::Webhooks<'_> {
                    crate::webhooks::Webhooks::new(self.webhook_key.as_ref())
                }
            },
        )
    } else {
        (TokenStream::new(), TokenStream::new())
    };
    let unused = sdk
        .names
        .features
        .as_ref()
        .map(|_| quote!(#[allow(dead_code, reason = "a program may choose no resource at all")]));
    file.item(quote! {
        impl Client {
            #[doc = #env_docs]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = #env_errors]
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

            #unused
            pub(crate) fn call<P, K, const N: usize>(&self, operation: &'static Operation, path: [String; N], params: P) -> Call<P, K> {
                Call::new(Arc::clone(&self.core), operation, path, params)
            }
        }
    });
}

/// The environment variables that a client reads.
pub(super) fn variables(sdk: Sdk<'_>) -> Vec<String> {
    let package = &sdk.names.package;
    let mut result = Vec::new();
    for (_, name) in credentials(sdk) {
        result.extend(name.env.clone());
        result.extend(name.oauth2.iter().flat_map(OAuth2Name::env).map(ToOwned::to_owned));
    }
    if !sdk.api.webhooks.is_empty() {
        result.push(package.webhook_key_env.clone());
    }
    result.push(format!("{}_BASE_URL", package.env_prefix));
    result.push(format!("{}_CUSTOM_HEADERS", package.env_prefix));
    result.push(format!("{}_LOG", package.env_prefix));
    result
}

fn builder(sdk: Sdk<'_>, has_webhooks: bool, file: &mut RustFile) {
    let setters: Vec<TokenStream> =
        credentials(sdk).flat_map(|(credential, name)| setters(credential, name, file)).collect();
    let choices = servers::setters(sdk);
    let (settings_field, settings_new, settings) = if choices.is_empty() {
        (None, None, quote!(Settings::new()))
    } else {
        (Some(quote!(settings: Settings,)), Some(quote!(settings: Settings::new(),)), quote!(self.settings))
    };
    let (webhook_field, webhook_none, webhook_setter, webhook_value) = if has_webhooks {
        let env = &sdk.names.package.webhook_key_env;
        let docs = format!(" Sets the key with which webhooks are signed (`whsec_…`). Default: `{env}`.");
        (
            quote!(#[cfg(feature = "webhooks")] webhook_key: Option<crate::SecretString>,),
            quote!(#[cfg(feature = "webhooks")] webhook_key: None,),
            quote! {
                #[doc = #docs]
                #[cfg(feature = "webhooks")]
                pub fn webhook_key(mut self, key: impl Into<String>) -> Self {
                    self.webhook_key = Some(crate::SecretString::from(key.into()));
                    self
                }
            },
            quote! {
                #[cfg(feature = "webhooks")]
                webhook_key: self.webhook_key.or_else(|| crate::runtime::env_var(#env).map(crate::SecretString::from)),
            },
        )
    } else {
        Default::default()
    };
    let timeout = sdk.config.client.timeout_seconds.map(|seconds| quote!(.timeout(Duration::from_secs(#seconds))));
    let retries = sdk.config.client.max_retries.or(sdk.api.retries).map(|retries| quote!(.max_retries(#retries)));
    let globals = sdk.api.globals.iter().zip(&sdk.names.package.globals);
    let global_setters: Vec<TokenStream> = globals.map(|(global, option)| global_setter(global, option)).collect();
    let header_defaults = sdk.api.globals.iter().filter_map(|header| {
        let (name, value) = (&header.wire, header.default.as_ref()?);
        Some(quote!(.default_header(#name, #value)))
    });
    let idempotency = sdk.config.client.idempotency_header.as_ref().map(|name| quote!(.idempotency_header(#name)));
    file.item(quote! {
        #[doc = " What a client is made of."]
        #[derive(Clone, Debug)]
        #[must_use = "a builder does nothing until `build` is called"]
        pub struct ClientBuilder {
            #settings_field
            credentials: Credentials,
            #webhook_field
            options: ClientOptions,
        }
    });
    let errors = if sdk.facts.is_closed {
        " There is no credential, or an option cannot be used."
    } else {
        " An option cannot be used, such as a base URL that is none."
    };
    file.item(quote! {
        impl ClientBuilder {
            fn new() -> Self {
                Self { #settings_new credentials: Credentials::new(), #webhook_none options: ClientOptions::new() #timeout #retries #idempotency #(#header_defaults)* }
            }

            #(#setters)*
            #webhook_setter
            #(#choices)*
            #(#global_setters)*

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

            #[doc = " Adds what stands around calls and requests, within those added before: it signs, logs, caches or counts."]
            pub fn middleware(mut self, middleware: impl Middleware) -> Self {
                self.options = self.options.middleware(middleware);
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

            #[doc = " Makes the client. Nothing is sent."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = #errors]
            pub fn build(self) -> Result<Client> {
                Ok(Client { core: Arc::new(Core::new(INFO, #settings, self.options, self.credentials)?), #webhook_value })
            }
        }
    });
}

/// The setter of a header or a query parameter that is set at the client.
fn global_setter(global: &Global, option: &Ident) -> TokenStream {
    let (name, setter) = (&global.wire, ident(option));
    let sent = docs::code(name);
    let what = match global.place {
        GlobalPlace::EveryRequest => format!("Sets the header {sent} of every request."),
        GlobalPlace::Header => {
            format!("Sets the header {sent} of the calls that have it, unless they set it themselves.")
        }
        GlobalPlace::Query => {
            format!("Sets the query parameter {sent} of the calls that have it, unless they set it themselves.")
        }
    };
    let default = global.default.as_deref().map(|value| format!(" Default: {}.", docs::code(value)));
    let mut lines = vec![format!("{what}{}", default.unwrap_or_default())];
    let about = global.docs.as_deref().map(docs::lines).unwrap_or_default();
    if !about.is_empty() {
        lines.push(String::new());
        lines.extend(about);
    }
    let docs = docs::attributes(&lines);
    let (ty, call) = match global.place {
        GlobalPlace::EveryRequest => (quote!(impl Into<String>), quote!(default_header)),
        GlobalPlace::Header => (quote!(impl core::fmt::Display), quote!(global_header)),
        GlobalPlace::Query => (quote!(impl core::fmt::Display), quote!(global_query)),
    };
    quote! {
        #docs
        pub fn #setter(mut self, value: #ty) -> Self {
            self.options = self.options.#call(#name, value);
            self
        }
    }
}

fn setters(credential: &Credential, name: &CredentialName, file: &mut RustFile) -> Vec<TokenStream> {
    let (key, option) = (&credential.scheme, ident(&name.option));
    let env: Vec<String> = name.env.iter().map(|name| format!("`{name}`")).collect();
    let what = match &credential.kind {
        CredentialKind::Bearer => "the bearer token".to_owned(),
        CredentialKind::AccessToken(_) => "the access token".to_owned(),
        CredentialKind::Basic => "the user name and password".to_owned(),
        CredentialKind::Http(scheme) => format!("what follows {} in the header `Authorization`", docs::code(scheme)),
        CredentialKind::Header(header) => {
            let behind =
                credential.prefix.as_deref().map(|prefix| format!(" behind {}", docs::code(prefix.trim_end())));
            format!("the key that is sent in the header {}{}", docs::code(header), behind.unwrap_or_default())
        }
        CredentialKind::Query(query) => format!("the key that is sent in the query as {}", docs::code(query)),
        CredentialKind::Cookie(cookie) => format!("the key that is sent in the cookie {}", docs::code(cookie)),
    };
    let mut lines = vec![format!("Sets {what}. Default: {}.", env.join(" and "))];
    let about = credential.docs.as_deref().map(docs::lines).unwrap_or_default();
    if !about.is_empty() {
        lines.push(String::new());
        lines.extend(about);
    }
    let docs = docs::attributes(&lines);
    let mut result = vec![match credential.kind {
        CredentialKind::Basic => quote! {
            #docs
            pub fn #option(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
                self.credentials.user(#key, user.into(), password.into());
                self
            }
        },
        _ => quote! {
            #docs
            pub fn #option(mut self, secret: impl Into<String>) -> Self {
                self.credentials.secret(#key, secret.into());
                self
            }
        },
    }];
    if let Some(provider) = &name.provider {
        file.core("Provided");
        file.core("TokenProvider");
        let docs = format!(" Sets what fetches {what} whenever one is needed, in the place of `{}`.", name.option);
        let provider = ident(provider);
        result.push(quote! {
            #[doc = #docs]
            pub fn #provider(mut self, provider: impl TokenProvider) -> Self {
                self.credentials.tokens(#key, Provided(provider));
                self
            }
        });
    }
    if let (Some(oauth2), Some(endpoint)) = (&name.oauth2, credential.kind.endpoint()) {
        let docs = docs::attributes(&oauth2_docs(credential, name, oauth2, endpoint));
        let setter = ident(&oauth2.option);
        result.push(quote! {
            #docs
            #[cfg(feature = "oauth2")]
            pub fn #setter(mut self, oauth2: crate::OAuth2) -> Self {
                self.credentials.oauth2(#key, oauth2);
                self
            }
        });
    }
    result
}

fn oauth2_docs(
    credential: &Credential,
    name: &CredentialName,
    oauth2: &OAuth2Name,
    endpoint: &TokenEndpoint,
) -> Vec<String> {
    let env: Vec<String> = oauth2_env(credential, oauth2).iter().map(|name| format!("`{name}`")).collect();
    let mut lines = vec![
        format!(
            "Lets the client get access tokens by itself, in the place of `{}`. Default: {}.",
            name.option,
            env.join(" and ")
        ),
        String::new(),
    ];
    let ways = [
        (
            endpoint.client_credentials,
            "[`OAuth2::client_credentials`](crate::OAuth2::client_credentials): for the program itself",
        ),
        (endpoint.password, "[`OAuth2::password`](crate::OAuth2::password): for a user whose password it knows"),
        (true, "[`OAuth2::refresh_token`](crate::OAuth2::refresh_token): for a user who agreed to it before"),
    ];
    lines.extend(ways.iter().filter(|(is_there, _)| *is_there).map(|(_, way)| format!("- {way}")));
    if !endpoint.scopes.is_empty() {
        let scopes: Vec<String> = endpoint.scopes.iter().map(|scope| docs::code(scope)).collect();
        lines.extend([String::new(), format!("Scopes: {}.", scopes.join(", "))]);
    }
    lines
}
