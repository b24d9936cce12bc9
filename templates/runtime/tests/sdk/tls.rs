//! Connections under TLS: an authority of the caller's own, and a certificate to be known by.
//!
//! Keys and certificates are made anew for each test, so none is kept here and none ends.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use crate::api::Client;
use crate::runtime::ClientOptions;

const USER: &str = r#"{"email":"a@b.c","level":"owner"}"#;

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A certificate for a name and its key.
fn certificate(authority: &Authority, name: &str) -> (rcgen::Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, authority).unwrap();
    (certificate, key)
}

/// Answers every request with a user; knows who asks, where it has an authority to ask after. Gives its address.
async fn serve(authority: &Authority, clients: Option<&Authority>) -> String {
    let (certificate, key) = certificate(authority, "localhost");
    // Named, since another member of the workspace may bring a second provider.
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider));
    let config = config.with_safe_default_protocol_versions().unwrap();
    let config = match clients {
        None => config.with_no_client_auth(),
        Some(clients) => {
            let mut roots = RootCertStore::empty();
            roots.add(clients.der().clone()).unwrap();
            config.with_client_cert_verifier(
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap(),
            )
        }
    };
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = config.with_single_cert(vec![certificate.der().clone()], key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // Who is not let in, or goes away, is answered nothing.
                let Ok(mut connection) = acceptor.accept(connection).await else { return };
                let _ = connection.read(&mut [0; 4096]).await;
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{USER}",
                    USER.len()
                );
                let _ = connection.write_all(answer.as_bytes()).await;
                let _ = connection.shutdown().await;
            });
        }
    });
    format!("https://localhost:{port}")
}

fn options(url: &str) -> ClientOptions {
    ClientOptions::new().base_url(url).max_retries(0).no_proxy()
}

#[tokio::test]
async fn an_authority_of_the_callers_own_is_trusted() {
    let authority = authority();
    let url = serve(&authority, None).await;
    let error = Client::new(options(&url)).unwrap().users().retrieve("u").await.unwrap_err();
    assert!(error.is_connection(), "{error:?}");
    #[cfg(not(feature = "native-tls"))]
    assert!(error.to_string().contains("the connection failed: invalid peer certificate"), "{error}");
    let other = self::authority();
    let trusting = options(&url).root_certificates(other.pem());
    assert!(Client::new(trusting).unwrap().users().retrieve("u").await.unwrap_err().is_connection());
    let trusting = options(&url).root_certificates(other.pem()).root_certificates(authority.pem());
    let user = Client::new(trusting).unwrap().users().retrieve("u").await.unwrap();
    assert_eq!(user.email, "a@b.c");
}

#[tokio::test]
async fn a_certificate_of_the_clients_own_lets_it_in() {
    let (authority, clients) = (authority(), authority());
    let url = serve(&authority, Some(&clients)).await;
    let trusting = || options(&url).root_certificates(authority.pem());
    let error = Client::new(trusting()).unwrap().users().retrieve("u").await.unwrap_err();
    assert!(error.is_connection(), "{error:?}");
    let (certificate, key) = certificate(&clients, "caller");
    let known = trusting().client_certificate(certificate.pem(), key.serialize_pem());
    let user = Client::new(known).unwrap().users().retrieve("u").await.unwrap();
    assert_eq!(user.email, "a@b.c");
    // One that another authority signed does not.
    let (certificate, key) = self::certificate(&authority, "caller");
    let stranger = trusting().client_certificate(certificate.pem(), key.serialize_pem());
    assert!(Client::new(stranger).unwrap().users().retrieve("u").await.unwrap_err().is_connection());
}
