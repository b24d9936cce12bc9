//! Prism: the mock server that judges requests by the description.
//!
//! Input: Node, and the pinned package in `xtask/wire`. Output: a server on a port. Not here: what it is asked.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use camino::{Utf8Path, Utf8PathBuf};

use crate::run;

/// How long Prism may take to read a description.
const PATIENCE: Duration = Duration::from_secs(240);

/// Installs the pinned Prism, unless it is there.
pub(super) fn install(folder: &Utf8Path) -> Result<()> {
    let asked = [["node", "--version"], ["npm", "--version"]];
    for [program, argument] in asked {
        let found = Command::new(program).arg(argument).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !found.is_ok_and(|status| status.success()) {
            bail!("`{program}` is not installed; Prism needs Node 18 or newer (https://nodejs.org)");
        }
    }
    fs::create_dir_all(folder)?;
    let pinned = run::root().join("xtask/wire");
    let mut changed = !script(folder).is_file();
    for name in ["package.json", "package-lock.json"] {
        let text = fs::read(pinned.join(name)).with_context(|| pinned.join(name))?;
        if fs::read(folder.join(name)).ok().as_ref() != Some(&text) {
            fs::write(folder.join(name), &text)?;
            changed = true;
        }
    }
    if changed {
        eprintln!("xtask: installing Prism into {folder}");
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--loglevel", "error"]).current_dir(folder);
        run::check(&mut npm).context("npm could not install Prism (is the registry reachable?)")?;
    }
    Ok(())
}

/// Prism's own script, run by `node`: what npm puts into `.bin` is a shell script on some systems.
fn script(folder: &Utf8Path) -> Utf8PathBuf {
    folder.join("node_modules/@stoplight/prism-cli/dist/index.js")
}

/// A running Prism; it ends with this value.
pub(super) struct Server {
    child: Child,
    pub(super) port: u16,
}

impl Server {
    /// Starts Prism on a description; what it says goes into `log`.
    pub(super) fn start(folder: &Utf8Path, document: &Utf8Path, log: &Utf8Path) -> Result<Self> {
        // Bound and let go: free a moment ago is the best that can be known.
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let file = File::create(log).with_context(|| log.to_owned())?;
        let listening = || {
            let said = fs::read_to_string(log).is_ok_and(|text| text.contains("Prism is listening"));
            said && TcpStream::connect(("127.0.0.1", port)).is_ok()
        };
        let mut command = Command::new("node");
        command.arg(script(folder)).args(["mock", "--host", "127.0.0.1", "--port"]).arg(port.to_string());
        command.arg(document).current_dir(run::root()).env("NO_COLOR", "1").stdin(Stdio::null());
        command.stdout(file.try_clone()?).stderr(file);
        let child = command.spawn().with_context(|| run::shown(&command))?;
        let mut server = Self { child, port };
        let start = Instant::now();
        while !listening() {
            if let Some(status) = server.child.try_wait()? {
                bail!("Prism ended with {status}:\n{}", fs::read_to_string(log).unwrap_or_default());
            }
            if start.elapsed() > PATIENCE {
                bail!("Prism did not answer within {} seconds; its log is {log}", PATIENCE.as_secs());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
