//! The types of the answers as somebody would derive them.
//!
//! Here is what the measures need: a user, and two of the events. What the SDK's types do besides (values that are not known are kept)
//! is not here, and is what the ratio prices.

use serde::{Deserialize, Serialize};

/// A user.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct User {
    #[serde(rename = "userId")]
    pub(crate) id: String,
    email: String,
    first_name: String,
    last_name: String,
    level: Level,
    clinic_role: ClinicRole,
    can_manage_studies: bool,
    has_dashboard_access: bool,
    invited_source: Source,
    created_at: Option<jiff::Timestamp>,
    last_login_at: Option<jiff::Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    middle_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix1: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix2: Option<String>,
}

/// How much a user may do.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    Owner,
    Admin,
    Member,
}

/// Who invited a user.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Source {
    Dashboard,
    Api,
}

/// What a user does in the clinic.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) enum ClinicRole {
    Doctor,
    Physician,
    Surgeon,
    Radiologist,
    Cardiologist,
    Neurologist,
    Urologist,
    Gynecologist,
    Endocrinologist,
    Oncologist,
    #[serde(rename = "Radiation Oncologist")]
    RadiationOncologist,
    Hematologist,
    Gastroenterologist,
    Pulmonologist,
    Nephrologist,
    Rheumatologist,
    Dermatologist,
    Ophthalmologist,
    Otolaryngologist,
    Pediatrician,
    Obstetrician,
    Psychiatrist,
    Anesthesiologist,
    #[serde(rename = "Emergency Medicine Physician")]
    EmergencyMedicinePhysician,
    #[serde(rename = "Family Medicine Physician")]
    FamilyMedicinePhysician,
    #[serde(rename = "Internal Medicine Physician")]
    InternalMedicinePhysician,
    Pathologist,
    #[serde(rename = "Nuclear Medicine Physician")]
    NuclearMedicinePhysician,
    #[serde(rename = "Pain Management Specialist")]
    PainManagementSpecialist,
    #[serde(rename = "Infectious Disease Specialist")]
    InfectiousDiseaseSpecialist,
    Immunologist,
    #[serde(rename = "Physician Assistant")]
    PhysicianAssistant,
    #[serde(rename = "Nurse Practitioner")]
    NursePractitioner,
    #[serde(rename = "Certified Registered Nurse Anesthetist")]
    CertifiedRegisteredNurseAnesthetist,
    Psychologist,
    #[serde(rename = "Medical Assistant")]
    MedicalAssistant,
    Scribe,
    #[serde(rename = "Registered Nurse")]
    RegisteredNurse,
    #[serde(rename = "Nurse Manager")]
    NurseManager,
    #[serde(rename = "Patient Care Coordinator")]
    PatientCareCoordinator,
    #[serde(rename = "Imaging Technologist")]
    ImagingTechnologist,
    #[serde(rename = "Laboratory Technician")]
    LaboratoryTechnician,
    #[serde(rename = "Medical Laboratory Scientist")]
    MedicalLaboratoryScientist,
    #[serde(rename = "Pathologists' Assistant")]
    PathologistsAssistant,
    Phlebotomist,
    Pharmacist,
    #[serde(rename = "Pharmacy Technician")]
    PharmacyTechnician,
    #[serde(rename = "Physical Therapist")]
    PhysicalTherapist,
    #[serde(rename = "Occupational Therapist")]
    OccupationalTherapist,
    #[serde(rename = "Speech-Language Pathologist")]
    SpeechLanguagePathologist,
    #[serde(rename = "Respiratory Therapist")]
    RespiratoryTherapist,
    Nutritionist,
    #[serde(rename = "Front Desk Operator")]
    FrontDeskOperator,
    #[serde(rename = "Revenue Cycle Manager")]
    RevenueCycleManager,
    #[serde(rename = "Administrative Director")]
    AdministrativeDirector,
    #[serde(rename = "Administrative Assistant")]
    AdministrativeAssistant,
    #[serde(rename = "Legal Administrator")]
    LegalAdministrator,
    #[serde(rename = "IT Administrator")]
    ItAdministrator,
    #[serde(rename = "IT Support")]
    ItSupport,
    #[serde(rename = "Software Engineer")]
    SoftwareEngineer,
    Other,
}

/// What is told of studies.
#[derive(Debug, Deserialize, Serialize)]
#[serde(tag = "type")]
pub(crate) enum Event {
    #[serde(rename = "study.access_requested")]
    StudyAccessRequested { id: String, data: Study },
    #[serde(rename = "report.delivered")]
    ReportDelivered { id: String, data: Report },
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Study {
    study_id: String,
    study_instance_uid: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    is_critical: bool,
    presigned_url: String,
    #[serde(rename = "reportId")]
    id: String,
    study_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    plain_text: Option<String>,
}
