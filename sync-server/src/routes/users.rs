//! The people of the workspace, for administrators.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use fieldnote_core::model::{Member, Role, SellerLevel};
use fieldnote_core::values::{Code, UserId};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::app::{App, Cut};
use crate::auth::SignedIn;
use crate::auth::signed_in::Admin;
use crate::body::Body;
use crate::error::{ApiError, Problem};
use crate::staff::{NewPerson, PersonEdit, Staff};

/// A person in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserView {
    /// Id.
    #[schema(value_type = String)]
    id: UserId,
    /// Sign-in name.
    login: String,
    /// Name.
    name: String,
    /// Role.
    #[schema(value_type = String, example = "rep")]
    role: Role,
    /// The manager above.
    #[schema(value_type = Option<String>)]
    manager: Option<UserId>,
    /// Regions.
    #[schema(value_type = Vec<String>)]
    regions: Vec<Code>,
    /// May no longer sign in.
    disabled: bool,
    /// How experienced: senior, middle, growing or junior.
    #[schema(value_type = Option<String>)]
    level: Option<SellerLevel>,
}

impl UserView {
    fn new(member: Member, login: String) -> Self {
        let Member { id, name, role, manager, regions, disabled, level } = member;
        Self { id, login, name, role, manager, regions, disabled, level }
    }
}

/// A person to be added.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewUser {
    /// Sign-in name.
    login: String,
    /// First password.
    password: String,
    /// Name.
    name: String,
    /// Role.
    #[schema(value_type = String, example = "rep")]
    role: Role,
    /// The manager above.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    manager: Option<UserId>,
    /// Regions.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    regions: Vec<Code>,
    /// How experienced: senior, middle, growing or junior.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    level: Option<SellerLevel>,
}

/// What changes; what is absent stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct UserEdit {
    /// Name.
    #[serde(default)]
    name: Option<String>,
    /// Role.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    role: Option<Role>,
    /// The manager above; null for nobody.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    manager: Option<Option<UserId>>,
    /// Regions.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    regions: Option<Vec<Code>>,
    /// May no longer sign in.
    #[serde(default)]
    disabled: Option<bool>,
    /// How experienced; null for not said.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    level: Option<Option<SellerLevel>>,
    /// New password; ends the person's sessions.
    #[serde(default)]
    password: Option<String>,
}

/// Tells null from absent.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

fn staff(app: &App, me: &SignedIn) -> Staff {
    Staff::new(Arc::clone(&app.database), app.hub.clone(), Some(me.user()))
}

/// Lists everybody.
#[utoipa::path(get, path = "/api/users", tag = "users", responses(
    (status = 200, body = Vec<UserView>), (status = 401, body = Problem), (status = 403, body = Problem),
))]
pub(crate) async fn list(State(app): State<Arc<App>>, _admin: Admin) -> Result<Json<Vec<UserView>>, ApiError> {
    let views = app.blocking(|app| {
        let mut directory = app.directory()?;
        let users = app.database.users()?.into_iter();
        let known = users.filter_map(|user| Some(UserView::new(directory.members.remove(&user.id)?, user.login)));
        Ok(known.collect())
    });
    views.await.map(Json)
}

/// Adds a person.
#[utoipa::path(post, path = "/api/users", tag = "users", request_body = NewUser, responses(
    (status = 201, body = UserView), (status = 403, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem),
))]
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    Admin(me): Admin,
    Body(new): Body<NewUser>,
) -> Result<(StatusCode, Json<UserView>), ApiError> {
    let login = new.login.clone();
    let NewUser { login: of, password, name, role, manager, regions, level } = new;
    let person = NewPerson { login: of, name, role, manager, regions, level };
    let member = staff(&app, &me).add(person, password).await?;
    tracing::info!(by = %me.user(), user = %member.id, "user added");
    Ok((StatusCode::CREATED, Json(UserView::new(member, login))))
}

/// Changes a person.
#[utoipa::path(patch, path = "/api/users/{id}", tag = "users", params(("id" = String, Path)), request_body = UserEdit,
    responses(
        (status = 200, body = UserView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
))]
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    Admin(me): Admin,
    Path(id): Path<String>,
    Body(edit): Body<UserEdit>,
) -> Result<Json<UserView>, ApiError> {
    let id: UserId = id.parse().map_err(|_| ApiError::NotFound)?;
    let demoted = edit.role.is_some_and(|role| role != Role::Admin);
    if id == me.user() && (edit.disabled == Some(true) || demoted) {
        return Err(ApiError::OwnAccount);
    }
    let user = app.blocking(move |app| Ok(app.database.user(id)?)).await?.ok_or(ApiError::NotFound)?;
    let out = edit.disabled == Some(true) || edit.password.is_some();
    let UserEdit { name, role, manager, regions, disabled, level, password } = edit;
    if let Some(password) = password {
        staff(&app, &me).set_password(id, password).await?;
    }
    let member = staff(&app, &me).change(id, PersonEdit { name, role, manager, regions, disabled, level }).await?;
    if out {
        app.cut(Cut::User { user: id, but: None });
    }
    tracing::info!(by = %me.user(), user = %id, "user changed");
    Ok(Json(UserView::new(member, user.login)))
}
