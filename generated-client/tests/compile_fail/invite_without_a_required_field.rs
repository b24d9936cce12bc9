//! A required input cannot be forgotten.

use avara::resources::viewer::users::UserInvite;
use avara::types::{AssignableUserLevel, ClinicRole};

fn main() {
    let _ = UserInvite {
        can_manage_studies: true,
        clinic_role: ClinicRole::Radiologist,
        first_name: "Sarah".to_owned(),
        has_dashboard_access: true,
        last_name: "Johnson".to_owned(),
        level: AssignableUserLevel::Member,
    };
}
