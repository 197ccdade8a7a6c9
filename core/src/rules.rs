//! The rules of the spec as pure total functions of data, policy and a clock: one rule, or one tight family, a file.
//!
//! They say what holds; commands decide whether to refuse, screens how to show it.

pub mod addressee;
pub mod assignee;
pub mod birthday_consent;
pub mod business_event;
pub mod cadence;
pub mod call_cap;
pub mod care_event;
pub mod change_notice;
pub mod cleaning;
pub mod company_mailbox;
pub mod completeness;
pub mod contact_hours;
pub mod content_library;
pub mod contribution;
pub mod decision_chain;
pub mod due;
pub mod duplicate_name;
#[cfg(test)]
pub(crate) mod golden;
pub mod grade_proposal;
pub mod grade_review;
pub mod lead_rule;
pub mod lead_score;
pub mod mobile_number;
pub mod need_priority;
pub mod nonbusiness_share;
pub mod personal_text;
pub mod planning;
pub mod preferred_channel;
pub mod quiet_hours;
pub mod record_completeness;
pub mod record_timeliness;
pub mod signing_push;
pub mod silence;
pub mod snooze;
pub mod solution;
pub mod success_case;
pub mod tag_advice;
pub mod todo_completeness;
pub mod visit_due;
pub mod visit_notice;
pub mod warning;
