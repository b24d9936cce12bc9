//! `wire`: the emitted client against a server that knows the description.
//!
//! Input: the description, Node. Output: how many requests broke the description's rules, by Prism's judgement.
//! Not here: the calls themselves, which are the emitted tests (one minimal and one full for each operation).

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use camino::{Utf8Path, Utf8PathBuf};

use crate::{run, sdk};

/// How long Prism may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// What Prism's log says of a request that breaks a rule, or that no operation takes.
const COMPLAINTS: [&str; 2] = ["Violation:", "Request terminated with error"];

/// Runs the emitted tests against Prism.
pub(crate) fn run(require: bool) -> Result<()> {
    let folder = run::target().join("wire");
    if let Err(reason) = install(&folder) {
        if require {
            return Err(reason.context("Prism is needed (--require)"));
        }
        println!("wire: skipped: {reason:#}");
        return Ok(());
    }
    // Built before the server starts, so that its log holds nothing but the tests.
    run::check(&mut run::cargo(&["test", "--package", "avara", "--tests", "--no-run"]))?;
    let log = folder.join("prism.log");
    let server = Server::start(&folder, &log)?;
    let mut tests = run::cargo(&["test", "--package", "avara", "--tests"]);
    tests.env("AVARA_TEST_BASE_URL", format!("http://127.0.0.1:{}", server.port)).env("AVARA_API_KEY", "test");
    let passed = run::status(&mut tests)?.success();
    drop(server);
    report(&fs::read_to_string(&log).with_context(|| log.clone())?, &log, passed)
}

/// Installs the pinned Prism, unless it is there.
fn install(folder: &Utf8Path) -> Result<()> {
    let asked = [["node", "--version"], ["npm", "--version"]];
    for [program, argument] in asked {
        let found = Command::new(program).arg(argument).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !found.is_ok_and(|status| status.success()) {
            bail!("`{program}` is not installed; Prism needs Node 18 or newer (https://nodejs.org)");
        }
    }
    fs::create_dir_all(folder)?;
    let pinned = run::root().join("xtask/wire");
    let mut changed = !prism(folder).is_file();
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
fn prism(folder: &Utf8Path) -> Utf8PathBuf {
    folder.join("node_modules/@stoplight/prism-cli/dist/index.js")
}

/// A running Prism; it ends with this value.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(folder: &Utf8Path, log: &Utf8Path) -> Result<Self> {
        // Bound and let go: free a moment ago is the best that can be known.
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let file = File::create(log).with_context(|| log.to_owned())?;
        let listening = || {
            let said = fs::read_to_string(log).is_ok_and(|text| text.contains("Prism is listening"));
            said && TcpStream::connect(("127.0.0.1", port)).is_ok()
        };
        let mut command = Command::new("node");
        command.arg(prism(folder)).args(["mock", "--errors", "--host", "127.0.0.1", "--port"]).arg(port.to_string());
        command.arg(sdk::SPEC).current_dir(run::root()).env("NO_COLOR", "1").stdin(Stdio::null());
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

fn report(log: &str, path: &Utf8Path, passed: bool) -> Result<()> {
    let requests = log.lines().filter(|line| line.contains("Request received")).count();
    let complaints = complaints(log);
    for line in &complaints {
        println!("{line}");
    }
    println!("wire: {requests} requests, {} violations; the log is {path}", complaints.len());
    let expected = 2 * operations()?;
    if requests < expected {
        bail!(
            "{requests} requests reached Prism, and two for each operation make {expected}: do the tests heed AVARA_TEST_BASE_URL?"
        );
    }
    if !complaints.is_empty() {
        bail!("requests broke the description's rules");
    }
    if !passed {
        bail!("tests failed");
    }
    Ok(())
}

/// How many operations the SDK has, by its lock.
fn operations() -> Result<usize> {
    let lock = std::fs::read_to_string(run::root().join("generated-client").join("specwright.lock"))?;
    Ok(lock.lines().filter(|line| line.starts_with("operation ")).count())
}

/// What Prism objects to, each with the request it belongs to.
fn complaints(log: &str) -> Vec<String> {
    let mut request = "";
    let mut found = Vec::new();
    for line in log.lines() {
        if let Some((_, rest)) = line.split_once("[HTTP SERVER] ") {
            request = rest.split('ℹ').next().unwrap_or(rest).split('✖').next().unwrap_or(rest).trim();
        }
        if let Some(at) = COMPLAINTS.iter().find_map(|text| line.find(text)) {
            found.push(format!("{request}: {}", line.get(at..).unwrap_or(line)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_name_their_request() {
        let log = "[9:23:44 PM] › [HTTP SERVER] patch /v1/viewer/users/usr_x ℹ  info      Request received\n\
                   [9:23:44 PM] ›     [VALIDATOR] ⚠  warning   Request did not pass the validation rules\n\
                   [9:23:44 PM] ›     [VALIDATOR] ✖  error     Request body property firstName must be string\n\
                   [9:23:44 PM] ›     [VALIDATOR] ✖  error     Violation: request.body.firstName Request body property firstName must be string\n\
                   [9:23:44 PM] › [HTTP SERVER] get /v1/nope ✖  error     Request terminated with error: x#NO_PATH_MATCHED_ERROR\n";
        assert_eq!(
            complaints(log),
            [
                "patch /v1/viewer/users/usr_x: Violation: request.body.firstName Request body property firstName must be string",
                "get /v1/nope: Request terminated with error: x#NO_PATH_MATCHED_ERROR",
            ]
        );
    }
}
