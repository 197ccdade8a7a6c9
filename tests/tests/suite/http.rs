//! The HTTP API over a real socket: status, problem details, headers, cookies.

use anyhow::Result;
use fieldnote_core::command::{Command, SettingEdit};
use fieldnote_core::model::ReminderKey;
use fieldnote_core::sync::wire::ByeReason;
use fieldnote_core::values::DocumentId;
use fieldnote_tests::api::{Person, call, try_sign_in};
use fieldnote_tests::client::{Device, Ended, Link, ensure_durable, now};
use fieldnote_tests::server::{PASSWORD, Server};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_wrong_password_is_a_problem_that_says_how_many_tries_are_left_until_none_is() -> Result<()> {
    let server = Server::demo()?;
    let mut left = Vec::new();
    let refused = loop {
        let answer = try_sign_in(&server, "li", "wrong", None).await?;
        if answer.status != 401 {
            break answer;
        }
        let problem = answer.json()?;
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(problem["type"], "/problems/wrong-password");
        left.push(problem["tries_left"].as_u64().unwrap());
        assert!(left.len() < 50, "never limited");
    };
    assert!(left.is_sorted_by(|a, b| a > b), "{left:?}");
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").parse::<u64>()? > 0);
    // The right password does not help now, and another person is not locked out.
    assert_eq!(try_sign_in(&server, "li", PASSWORD, None).await?.status, 429);
    Ok(())
}

#[tokio::test]
async fn a_session_begins_with_a_cookie_that_scripts_cannot_read_and_ends_when_signed_out() -> Result<()> {
    let server = Server::demo()?;
    let answer = try_sign_in(&server, "li", PASSWORD, None).await?;
    let cookie = answer.header("set-cookie");
    for part in ["__Host-fieldnote=", "Secure", "HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie} has no {part}");
    }
    let li = Person::sign_in(&server, "li").await?;
    let session = li.call(Method::GET, "/api/session", None).await?;
    assert_eq!((session.status.as_u16(), session.json()?["name"].clone()), (200, json!("李经理")));
    assert_eq!(li.call(Method::DELETE, "/api/session", None).await?.status, 204);
    assert_eq!(li.call(Method::GET, "/api/session", None).await?.status, 401);
    let ended = Link::open(&server, &li.cookie, Some(server.url())).await?.next(&mut Device::of(li)).await;
    assert_eq!(ended.unwrap_err().downcast_ref::<Ended>().map(|ended| ended.0), Some(ByeReason::SignedOut));
    Ok(())
}

#[tokio::test]
async fn a_revoked_device_is_cut_at_once_and_told_so() -> Result<()> {
    let server = Server::demo()?;
    let mut lost = Device::sign_in(&server, "li").await?;
    let mut link = lost.connect(&server).await?;
    link.sync(&mut lost, true).await?;
    let li = Person::sign_in(&server, "li").await?;
    let devices = li.call(Method::GET, "/api/devices", None).await?.json()?;
    let current: Vec<_> = devices.as_array().unwrap().iter().filter(|device| device["current"] == true).collect();
    assert_eq!(current.len(), 1);
    assert_eq!(current[0]["id"], li.identity.device.to_string());
    let path = format!("/api/devices/{}", lost.person.identity.device);
    assert_eq!(li.call(Method::DELETE, &path, None).await?.status, 204);
    let ended = link.until(&mut lost, |_| false).await.unwrap_err();
    assert_eq!(ended.downcast_ref::<Ended>().map(|ended| ended.0), Some(ByeReason::Revoked), "{ended:#}");
    let refused = lost.person.call(Method::GET, "/api/session", None).await?;
    assert_eq!((refused.status.as_u16(), refused.json()?["type"].clone()), (403, json!("/problems/device-revoked")));
    Ok(())
}

#[tokio::test]
async fn an_unsafe_request_or_a_socket_from_a_foreign_origin_is_refused() -> Result<()> {
    let server = Server::demo()?;
    let li = Person::sign_in(&server, "li").await?;
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        let headers = [("cookie", li.cookie.as_str()), ("origin", origin)];
        let answer = call(server.url(), Method::DELETE, "/api/session", &headers, None).await?;
        assert_eq!(answer.status, 403, "{origin}");
        assert!(Link::open(&server, &li.cookie, Some(origin)).await.is_err(), "a socket from {origin}");
    }
    assert_eq!(li.call(Method::GET, "/api/session", None).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn only_an_admin_sees_and_changes_users() -> Result<()> {
    let server = Server::demo()?;
    let wanted = json!({"login": "neu", "name": "新同事", "role": "rep", "manager": null, "regions": ["east"],
        "password": "a long enough password"});
    for login in ["li", "chen"] {
        let person = Person::sign_in(&server, login).await?;
        assert_eq!(person.call(Method::GET, "/api/users", None).await?.status, 403, "{login}");
        assert_eq!(person.call(Method::POST, "/api/users", Some(&wanted)).await?.status, 403, "{login}");
    }
    let admin = Person::sign_in(&server, "admin").await?;
    let created = admin.call(Method::POST, "/api/users", Some(&wanted)).await?;
    assert!(created.status.is_success(), "{} {:?}", created.status, created.json());
    let users = admin.call(Method::GET, "/api/users", None).await?.json()?;
    let user = users.as_array().unwrap().iter().find(|user| user["login"] == "neu").unwrap().clone();
    assert_eq!(try_sign_in(&server, "neu", "a long enough password", None).await?.status, 200);
    let path = format!("/api/users/{}", user["id"].as_str().unwrap());
    let disabled = admin.call(Method::PATCH, &path, Some(&json!({"disabled": true}))).await?;
    assert!(disabled.status.is_success(), "{} {:?}", disabled.status, disabled.json());
    assert_ne!(try_sign_in(&server, "neu", "a long enough password", None).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn every_page_is_sent_with_the_headers_that_protect_it() -> Result<()> {
    let server = Server::demo()?;
    let get = |path: &'static str| call(server.url(), Method::GET, path, &[("accept-encoding", "br")], None);
    for path in ["/", "/today", "/customers", "/pipeline", "/sign-in", "/sync-status"] {
        let page = get(path).await?;
        assert_eq!(page.status, 200, "{path}");
        assert_eq!(page.header("cache-control"), "no-cache", "{path}");
        let policy = page.header("content-security-policy");
        assert!(policy.contains("'wasm-unsafe-eval'") && !policy.contains("unsafe-inline"), "{policy}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("content-encoding"), "br");
    }
    let page = String::from_utf8(call(server.url(), Method::GET, "/", &[], None).await?.body)?;
    let script = page.split('"').find(|word| word.starts_with("/app-") && word.ends_with(".js")).unwrap().to_owned();
    let script = call(server.url(), Method::GET, &script, &[("accept-encoding", "br")], None).await?;
    assert!(script.header("cache-control").contains("immutable"), "{}", script.header("cache-control"));
    assert_eq!(get("/sw.js").await?.header("cache-control"), "no-cache");
    for (path, kind) in
        [("/nothing", ""), ("/app-0000000000000000.js", ""), ("/api/nothing", "application/problem+json")]
    {
        let answer = get(path).await?;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.header("content-type").starts_with(kind), "{path}: {}", answer.header("content-type"));
    }
    Ok(())
}

#[tokio::test]
async fn health_metrics_and_the_description_of_the_api_are_there() -> Result<()> {
    let server = Server::demo()?;
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(call(server.url(), Method::GET, path, &[], None).await?.status, 200, "{path}");
    }
    let description = call(server.url(), Method::GET, "/api/openapi.json", &[], None).await?.json()?;
    assert!(description["openapi"].as_str().unwrap().starts_with("3."));
    let paths = description["paths"].as_object().unwrap();
    for path in [
        "/api/session",
        "/api/session/password",
        "/api/devices",
        "/api/devices/{id}",
        "/api/colleagues",
        "/api/users",
        "/api/users/{id}",
        "/healthz",
        "/metrics",
    ] {
        assert!(paths.contains_key(path), "{path} is not described");
    }
    let mut references = Vec::new();
    collect_references(&description, &mut references);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(description.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    Ok(())
}

fn collect_references(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field.as_str() {
                    Some(reference) if name == "$ref" => into.push(reference.to_owned()),
                    _ => collect_references(field, into),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, into)),
        _ => {}
    }
}

#[tokio::test]
async fn a_calendar_feed_stands_under_a_private_address_until_it_is_taken_back() -> Result<()> {
    let server = Server::demo()?;
    let li = Person::sign_in(&server, "li").await?;
    assert_eq!(li.call(Method::GET, "/api/calendar", None).await?.json()?["created_at"], Value::Null);
    let made = li.call(Method::POST, "/api/calendar", None).await?;
    assert_eq!(made.status, 201);
    let path = made.json()?["path"].as_str().unwrap().to_owned();
    assert!(li.call(Method::GET, "/api/calendar", None).await?.json()?["created_at"].is_i64());

    // No cookie, as calendars have none.
    let get = async |path: &str| call(server.url(), Method::GET, path, &[], None).await;
    let feed = get(&path).await?;
    assert_eq!((feed.status.as_u16(), feed.header("content-type")), (200, "text/calendar; charset=utf-8"));
    assert_eq!(feed.header("cache-control"), "no-store");
    let text = feed.text();
    assert!(text.starts_with("BEGIN:VCALENDAR") && text.contains("科技有限公司"), "{text}");
    assert!(text.matches("BEGIN:VEVENT").count() > 5 && text.contains("BEGIN:VALARM"));
    // Entries keep their names, and nobody else's customers or anybody's numbers are there.
    let names =
        |text: &str| text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(names(&get(&path).await?.text()), names(&text));
    let zhou = Person::sign_in(&server, "zhou").await?;
    let other = zhou.call(Method::POST, "/api/calendar", None).await?.json()?["path"].as_str().unwrap().to_owned();
    let other = names(&get(&other).await?.text());
    assert!(!other.is_empty() && names(&text).iter().all(|name| !other.contains(name)));
    assert!(!text.contains("021-") && !text.contains("0512"), "{text}");

    // A new address ends the old one; taking it back ends all.
    let again = li.call(Method::POST, "/api/calendar", None).await?.json()?["path"].as_str().unwrap().to_owned();
    assert_eq!((get(&path).await?.status.as_u16(), get(&again).await?.status.as_u16()), (404, 200));
    assert_eq!(li.call(Method::DELETE, "/api/calendar", None).await?.status, 204);
    for gone in [again.as_str(), "/calendar/x.ics", "/calendar/0.ics", &path.replace(".ics", "")] {
        assert_eq!(get(gone).await?.status, 404, "{gone}");
    }
    assert_eq!(call(server.url(), Method::POST, "/api/calendar", &[], None).await?.status, 401);
    Ok(())
}

/// Spec 7.11: quiet hours and the digest hold in the calendar, too; nobody else learns what a person has set.
#[tokio::test]
async fn what_a_person_sets_for_themselves_shapes_their_calendar_and_reaches_no_colleague() -> Result<()> {
    let server = Server::demo()?;
    let mut li = Device::sign_in(&server, "li").await?;
    li.exchange(&server).await?;
    let made = li.person.call(Method::POST, "/api/calendar", None).await?.json()?["path"].as_str().unwrap().to_owned();
    let feed = async || anyhow::Ok(call(server.url(), Method::GET, &made, &[], None).await?.text());
    let alarms = |text: &str| text.matches("BEGIN:VALARM").count();
    let digests =
        |text: &str| text.lines().filter(|line| line.starts_with("UID:digest-") && !line.contains("alarm")).count();
    let usual = feed().await?;
    assert!((1..=7).contains(&digests(&usual)) && usual.contains("今日："), "{usual}");
    let member = li.person.identity.user;
    let task = usual.lines().find_map(|line| line.strip_prefix("UID:")?.strip_suffix("@fieldnote")?.parse().ok());
    let (key, until) = (ReminderKey::Task(task.unwrap()), Some(now().plus_ms(3_600_000)));
    let edits = vec![SettingEdit::Digest(None), SettingEdit::Snooze { key, until }];
    let written = li.execute(&Command::EditSettings { member, edits })?;
    li.exchange(&server).await?;
    ensure_durable(&li, &written)?;
    // Without a digest each entry rings for itself.
    let each = feed().await?;
    assert_eq!((digests(&each), alarms(&each)), (0, each.matches("BEGIN:VEVENT").count()));
    assert!(alarms(&usual) < alarms(&each));
    let mut chen = Device::sign_in(&server, "chen").await?;
    chen.exchange(&server).await?;
    let own = DocumentId::member(member);
    assert!(li.chunks.contains_key(&own) && !chen.chunks.contains_key(&own));
    assert!(!chen.ever_received(key.to_string().as_bytes()));
    Ok(())
}

#[tokio::test]
async fn who_asks_for_a_colleagues_customer_learns_owner_and_region_and_nothing_else() -> Result<()> {
    let server = Server::demo()?;
    let ask = async |person: &Person, name: &str| {
        person.call(Method::POST, "/api/colleagues", Some(&json!({ "name": name }))).await
    };
    let li = Person::sign_in(&server, "li").await?;
    let answer = ask(&li, "遠航包裝").await?;
    let found = [("郑经理", "south"), ("赵专员", "north")];
    let found = found.map(|(owner, region)| json!({ "owner": owner, "region": region, "same": true }));
    assert_eq!(answer.json()?, json!(found));
    // Of what li may see anyway the phone knows more; of nothing there is nothing.
    for name in ["科技有限公司", "精工阀门", "没有这家", ""] {
        assert_eq!(ask(&li, name).await?.json()?, json!([]), "{name}");
    }
    assert_eq!(ask(&li, &"长".repeat(200)).await?.status, 422);
    // A manager sees the whole team, an administrator no customers at all.
    let chen = Person::sign_in(&server, "chen").await?;
    assert_eq!(ask(&chen, "远航包装").await?.json()?, json!([]));
    let admin = Person::sign_in(&server, "admin").await?;
    assert_eq!(ask(&admin, "远航包装").await?.status, 403);
    // Who captures leads for others asks as well; of a lead in the pool nobody is named.
    let service = Person::sign_in(&server, "tang").await?;
    assert_eq!(ask(&service, "没有这家").await?.json()?, json!([]));
    assert_eq!(call(server.url(), Method::POST, "/api/colleagues", &[], None).await?.status, 401);
    // Too often is too often: nobody lists a team's customers by guessing.
    for _ in 0..30 {
        ask(&li, "x").await?;
    }
    let refused = ask(&li, "远航包装").await?;
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").parse::<u64>().is_ok());
    Ok(())
}
