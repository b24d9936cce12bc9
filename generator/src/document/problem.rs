//! Why a part of the document cannot be read, on its way up to the part that is left out because of it.
//!
//! Input: made where the mistake is found. Output: a diagnostic, made by whoever can do without the part.
//! Not here: findings that cost nothing; those go to the diagnostics at once.

use crate::diag::{Code, Diagnostic, Mend, Site, USED_HERE};

/// A mistake that makes the object around it unusable.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) site: Site,
    /// What is wrong, to be read after "… is left out: ".
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// Findings of a reference keep their code where the part is a component of its own.
    pub(super) code: Option<Code>,
    /// The change that mends it.
    pub(super) mend: Option<Box<Mend>>,
}

impl Problem {
    pub(super) fn new(site: &Site, message: impl Into<String>) -> Self {
        Self { site: site.clone(), message: message.into(), help: None, code: None, mend: None }
    }

    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// From a reference that leads nowhere.
    pub(super) fn of_reference(site: &Site, diagnostic: Diagnostic) -> Self {
        let Diagnostic { code, message, help, mend, .. } = diagnostic;
        // A file that is itself broken is shown where it is broken.
        let site = diagnostic.site.unwrap_or_else(|| site.clone());
        Self { site, message, help, code: Some(code), mend: mend.map(Box::new) }
    }

    /// Whether it is that a reference leads nowhere.
    pub(super) fn is_of_reference(&self) -> bool {
        self.code.is_some()
    }

    /// The finding at a reference that leads nowhere, where nothing is left out because of it but what it stands for.
    pub(super) fn into_unreached(self, used: &Site, effect: &str) -> Diagnostic {
        let is_elsewhere = self.site != used.join("$ref");
        let (code, message) = (self.code.unwrap_or(Code::DanglingReference), self.message.clone());
        let diagnostic = self.at_mistake(code, message).effect(effect);
        if is_elsewhere { diagnostic.related(used, USED_HERE) } else { diagnostic }
    }

    /// The diagnostic: what is left out and why, at the place of the mistake.
    pub(super) fn into_diagnostic(self, code: Code, what: &str) -> Diagnostic {
        let (cause, message) = (self.code, format!("{what} is left out: {}", self.message));
        let mut diagnostic = self.at_mistake(code, message);
        diagnostic.cause = cause.filter(|cause| *cause != code);
        diagnostic.effect = match code {
            Code::SecuritySchemeDropped => Some("the client has no option for its credential".to_owned()),
            Code::PartDropped => Some("the SDK is made as if it were not there".to_owned()),
            _ => None,
        };
        diagnostic
    }

    /// A finding at the mistake, with what mends it.
    fn at_mistake(self, code: Code, message: String) -> Diagnostic {
        let diagnostic = Diagnostic::new(code, message).at(&self.site);
        Diagnostic { help: self.help, mend: self.mend.map(|mend| *mend), ..diagnostic }
    }
}
