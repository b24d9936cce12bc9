//! Resources: the tree that callers walk from the client (`client.viewer().users()`).

use super::OperationId;

/// Index into [`super::Api::resources`]; 0 is the client itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId(pub usize);

/// One node of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Its place, as the words of the description from the root down (`["viewer", "users"]`); empty for the root.
    pub path: Vec<String>,
    /// The node above; `None` for the root.
    pub parent: Option<ResourceId>,
    /// The nodes below, by name.
    pub children: Vec<ResourceId>,
    /// Its operations, in the order of the description.
    pub operations: Vec<OperationId>,
    /// What it is, from the configuration or a tag of its name.
    pub docs: Option<String>,
}
