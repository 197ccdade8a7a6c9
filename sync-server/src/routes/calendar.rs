//! A person's agenda as a calendar feed (RFC 5545), under a private address that can be taken back.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use fieldnote_core::access::Level;
use fieldnote_core::model::TaskKind;
use fieldnote_core::projection::{CalendarEntry, calendar};
use fieldnote_core::summary::{RowAudience, SummaryRow};
use fieldnote_core::sync::audit::{AuditEntry, AuditEvent};
use fieldnote_core::sync::store::{StoreError, StoreRead};
use fieldnote_core::values::{DeviceId, DocumentId, DocumentKind, Instant, UserId};
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::SignedIn;
use crate::auth::token::Token;
use crate::clock;
use crate::error::{ApiError, Problem};

/// Minutes that a planned contact takes in the calendar.
const CONTACT_MIN: i64 = 60;
/// Minutes that a to-do with a time takes: an entry must end after it begins.
const TODO_MIN: i64 = 15;
/// Minutes before a contact at which the calendar rings.
const RING_BEFORE_MIN: i64 = 30;
/// Minute of the day at which it rings for what has no time.
const RING_AT_MIN: i64 = 9 * 60;
const MINUTE_MS: i64 = 60_000;

/// Whether there is a feed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FeedView {
    /// Made at, milliseconds UTC; nothing when there is none.
    #[schema(value_type = Option<i64>)]
    created_at: Option<Instant>,
}

/// A new address.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NewFeed {
    /// Its path on this server. It is told once: the server keeps its hash only.
    path: String,
}

/// Tells whether the person has a feed.
#[utoipa::path(get, path = "/api/calendar", tag = "calendar", responses(
    (status = 200, body = FeedView), (status = 401, body = Problem),
))]
pub(crate) async fn show(State(app): State<Arc<App>>, me: SignedIn) -> Result<Json<FeedView>, ApiError> {
    let user = me.user();
    let created_at = app.blocking(move |app| Ok(app.database.feed_of(user)?)).await?;
    Ok(Json(FeedView { created_at }))
}

/// Makes a new address; the one before is gone.
#[utoipa::path(post, path = "/api/calendar", tag = "calendar", responses(
    (status = 201, body = NewFeed), (status = 401, body = Problem),
))]
pub(crate) async fn create(State(app): State<Arc<App>>, me: SignedIn) -> Result<(StatusCode, Json<NewFeed>), ApiError> {
    let token = Token::random();
    let (hash, path) = (token.hash(), format!("/calendar/{}.ics", token.as_str()));
    change(&app, &me, "created", move |app, user| app.database.put_feed(hash, user, clock::now())).await?;
    Ok((StatusCode::CREATED, Json(NewFeed { path })))
}

/// Takes the address back.
#[utoipa::path(delete, path = "/api/calendar", tag = "calendar", responses(
    (status = 204, description = "There is none any more"), (status = 401, body = Problem),
))]
pub(crate) async fn remove(State(app): State<Arc<App>>, me: SignedIn) -> Result<StatusCode, ApiError> {
    change(&app, &me, "taken back", |app, user| app.database.end_feed(user)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn change(
    app: &Arc<App>,
    me: &SignedIn,
    what: &'static str,
    write: impl FnOnce(&App, UserId) -> rusqlite::Result<()> + Send + 'static,
) -> Result<(), ApiError> {
    let (user, device) = (me.user(), Some(me.device));
    app.blocking(move |app| {
        write(app, user)?;
        let (at, event, subject) = (clock::now(), AuditEvent::Calendar, user.to_string());
        let detail = what.to_owned();
        app.database.append_audit(&AuditEntry { at, event, user: Some(user), device, subject, detail })?;
        Ok(())
    })
    .await
}

/// Sends the feed of an address. No cookie: calendars have none.
#[utoipa::path(get, path = "/calendar/{file}", tag = "calendar", params(("file" = String, Path)), responses(
    (status = 200, body = String, content_type = "text/calendar"), (status = 404, body = Problem),
))]
pub(crate) async fn feed(State(app): State<Arc<App>>, Path(file): Path<String>) -> Result<Response, ApiError> {
    let token = file.strip_suffix(".ics").and_then(Token::of_text).ok_or(ApiError::NotFound)?.hash();
    let text = app.blocking(move |app| {
        let user = app.database.user_of_feed(token)?.ok_or(ApiError::NotFound)?;
        app.database.member(user)?.filter(|member| !member.disabled).ok_or(ApiError::NotFound)?;
        let workspace = crate::store::load(&app.database, DocumentId::WORKSPACE, DeviceId::SERVER.actor([0; 8]))?;
        let zone = workspace.map(|workspace| workspace.workspace().0.zone_minutes).unwrap_or_default();
        let rows = app.database.view(|log| own_rows(&log, user))?;
        let now = clock::now();
        Ok(write(&calendar(&rows, now.day(zone)), zone, now))
    });
    let headers = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    Ok((headers, text.await?).into_response())
}

/// Returns the rows of the customers that are a user's own.
fn own_rows(log: &impl StoreRead, user: UserId) -> Result<Vec<Arc<SummaryRow>>, StoreError> {
    let mut rows = Vec::new();
    for (access, _) in log.visible(user, u64::MAX, usize::MAX)? {
        if access.level != Level::Full || access.doc.kind != DocumentKind::Account {
            continue;
        }
        let Some(account) = access.doc.account_id() else { continue };
        let stored = log.row(account, RowAudience::Owner)?;
        rows.extend(stored.and_then(|row| SummaryRow::from_bytes(&row.bytes).ok()).map(Arc::new));
    }
    Ok(rows)
}

fn write(entries: &[CalendarEntry], zone_minutes: i32, now: Instant) -> String {
    let mut feed = Calendar::new();
    feed.name("Fieldnote");
    // Calendars ask again by themselves; twice an hour follows a day of changes.
    feed.append_property(Property::new("REFRESH-INTERVAL", "PT30M").add_parameter("VALUE", "DURATION").done());
    feed.append_property(Property::new("X-PUBLISHED-TTL", "PT30M"));
    for entry in entries {
        feed.push(event(entry, zone_minutes, now));
    }
    feed.to_string()
}

fn event(entry: &CalendarEntry, zone_minutes: i32, now: Instant) -> Event {
    let mut event = Event::new();
    let title = [entry.customer.as_str(), entry.title.trim()].into_iter().filter(|part| !part.is_empty());
    // Stable: a postponed task moves in the calendar, it is no second one.
    event.uid(&format!("{}@fieldnote", entry.task));
    event.add_property("DTSTAMP", utc(now));
    event.summary(&title.collect::<Vec<_>>().join(" · "));
    if !entry.contact.is_empty() {
        event.description(&entry.contact);
    }
    let ring = match entry.minute {
        Some(minute) => {
            let start = Instant::at(entry.day, minute, zone_minutes);
            let minutes = if entry.kind == TaskKind::Contact { CONTACT_MIN } else { TODO_MIN };
            event.add_property("DTSTART", utc(start));
            event.add_property("DTEND", utc(start.plus_ms(minutes * MINUTE_MS)));
            -RING_BEFORE_MIN
        }
        None => {
            event.append_property(date("DTSTART", entry.day));
            event.append_property(date("DTEND", entry.day.plus_days(1)));
            RING_AT_MIN
        }
    };
    let mut alarm = Alarm::display(&entry.customer, chrono::Duration::minutes(ring));
    alarm.uid(&format!("{}-alarm@fieldnote", entry.task));
    event.alarm(alarm);
    event
}

fn date(name: &str, day: fieldnote_core::values::Day) -> Property {
    Property::new(name, day.to_string().replace('-', "")).add_parameter("VALUE", "DATE").done()
}

/// Returns an instant as RFC 5545 writes it in UTC.
fn utc(at: Instant) -> String {
    let (day, minute) = (at.day(0), at.minute_of_day(0));
    let second = at.0.rem_euclid(60_000) / 1_000;
    format!("{}T{:02}{:02}{second:02}Z", day.to_string().replace('-', ""), minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use fieldnote_core::values::TaskId;

    use super::*;

    #[test]
    fn an_entry_has_a_stable_name_a_time_and_an_alarm() {
        let day = "2026-11-24".parse().unwrap();
        let entry = CalendarEntry {
            task: TaskId::default(),
            kind: TaskKind::Contact,
            customer: "科技有限公司".into(),
            title: "确认报价; 付款, 交期".into(),
            contact: "张总".into(),
            day,
            minute: Some(7 * 60 + 30),
        };
        let all_day = CalendarEntry { minute: None, kind: TaskKind::Todo, contact: String::new(), ..entry.clone() };
        let text = write(&[entry, all_day], 480, Instant::at(day, 0, 0));
        let lines: Vec<&str> = text.lines().collect();
        for expected in [
            "UID:0000000000000000@fieldnote",
            "DTSTAMP:20261124T000000Z",
            // Half past seven in China is the evening before in UTC.
            "DTSTART:20261123T233000Z",
            "DTEND:20261124T003000Z",
            "DTSTART;VALUE=DATE:20261124",
            "DTEND;VALUE=DATE:20261125",
            "SUMMARY:科技有限公司 · 确认报价\\; 付款\\, 交期",
            "DESCRIPTION:张总",
            "TRIGGER:-PT1800S",
            "TRIGGER:PT32400S",
            "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
        ] {
            assert!(lines.contains(&expected), "{expected} in {text}");
        }
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 2);
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    }
}
