//! Does a colleague already work on this customer? Whoever asks learns who, and in which region, and nothing else.

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::State;
use fieldnote_core::access::{Level, may_capture, may_create};
use fieldnote_core::rules::duplicate_name::{Likeness, Names};
use fieldnote_core::summary::{RowAudience, SummaryRow};
use fieldnote_core::sync::store::{StoreError, StoreRead};
use fieldnote_core::values::{AccountId, Code, DocumentKind, Map, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::SignedIn;
use crate::body::Body;
use crate::error::{ApiError, Problem};
use crate::limits;

/// Colleagues named at most.
const NAMED_MAX: usize = 3;
/// Documents read at once.
const BATCH: usize = 1_000;

/// A name as it is being typed.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NameQuestion {
    /// The name.
    name: String,
}

/// Who works on a customer with such a name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Colleague {
    /// The name of the colleague; null for a lead that nobody has claimed.
    owner: Option<String>,
    /// The region.
    #[schema(value_type = String)]
    region: Code,
    /// The name is the same; else it is a typing error apart.
    same: bool,
}

/// Names the colleagues who work on a customer with this name that the one who asks may not see.
#[utoipa::path(post, path = "/api/colleagues", tag = "customers", request_body = NameQuestion, responses(
    (status = 200, body = [Colleague]), (status = 401, body = Problem), (status = 403, body = Problem),
    (status = 422, body = Problem), (status = 429, body = Problem),
))]
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Body(NameQuestion { name }): Body<NameQuestion>,
) -> Result<Json<Vec<Colleague>>, ApiError> {
    if name.chars().count() > limits::NAME_BYTES_MAX {
        return Err(ApiError::Invalid("a name of at most 128 characters"));
    }
    let wait = app.names_by_user.take(me.user(), Instant::now());
    wait.map_err(|wait| ApiError::TooMany { retry_after_s: wait.as_secs() + 1 })?;
    let user = me.user();
    let found = app.blocking(move |app| {
        let directory = app.database.view(|log| log.directory())?;
        if !may_create(&directory, user) && !may_capture(&directory, user) {
            return Err(ApiError::NotAllowed);
        }
        let rows = app.database.view(|log| others(&log, user))?;
        let names = Names::of(rows.iter().map(|(account, row)| (*account, row.name.as_str(), row.code)));
        let colleague = |alike: fieldnote_core::rules::duplicate_name::Alike| {
            let row = rows.get(&alike.account)?;
            let owner = row.owner.and_then(|owner| directory.name(owner)).map(str::to_owned);
            Some(Colleague { owner, region: row.region.clone(), same: alike.likeness == Likeness::Same })
        };
        Ok(names.alike(&name, None, NAMED_MAX).into_iter().filter_map(colleague).collect())
    });
    Ok(Json(found.await?))
}

/// Returns the rows of all active customers that a user may not see.
fn others(log: &impl StoreRead, user: UserId) -> Result<Map<AccountId, SummaryRow>, StoreError> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let batch = log.documents(after, BATCH)?;
        let Some(last) = batch.last() else { return Ok(rows.into_iter().collect()) };
        after = Some(last.doc);
        for facts in batch {
            let Some(account) = facts.doc.account_id().filter(|_| facts.doc.kind == DocumentKind::Account) else {
                continue;
            };
            let seen = log.access(user, facts.doc)?.is_some_and(|access| access.level > Level::Gone);
            let row = if seen { None } else { log.row(account, RowAudience::Manager)? };
            let row = row.and_then(|row| SummaryRow::from_bytes(&row.bytes).ok()).filter(|row| !row.inactive);
            rows.extend(row.map(|row| (account, row)));
        }
    }
}
