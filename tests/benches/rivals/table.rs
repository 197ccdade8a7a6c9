//! The figures as Markdown: the median of a scenario's repetitions.

use serde_json::Value;

use super::plan::Run;

/// The scenarios with one phone and their names in the rig.
const EXCHANGES: [(&str, &str); 4] = [
    ("First sync", "s1"),
    ("A day offline: 40 customers changed there, 12 here", "s2"),
    ("Nothing changed, the server just started", "s3-cold"),
    ("Everybody comes back to a restarted server, two of each one's customers changed", "s6"),
];

/// Shortest CPU time that the rig sees, milliseconds.
const TICK_MS: f64 = 10.0;

/// Prints a table for each scenario.
pub(super) fn print(results: &[(Run, Vec<Value>)]) {
    for (title, scenario) in EXCHANGES {
        println!("\n**{title}**\n");
        println!("| | customers | up | down | round trips | server CPU | server memory | converged after |");
        println!("|---|---|---|---|---|---|---|---|");
        for (run, lines) in of(results, scenario) {
            exchange(run, &lines);
        }
    }
    println!("\n**Live: notes a second between phones with forty customers each**\n");
    println!(
        "| | phones | notes/s | others told of a note | server CPU a note | a delivery | bytes a delivery | p50; p99 |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (run, lines) in of(results, "s4") {
        live(run, &lines);
    }
}

/// Returns who ran a scenario, with its repetitions.
fn of<'a>(results: &'a [(Run, Vec<Value>)], scenario: &str) -> Vec<(&'a Run, Vec<&'a Value>)> {
    let of_scenario = |line: &&Value| {
        let name = line.get("m").and_then(Value::as_str).unwrap_or_default();
        // A scenario that failed has the name of the whole.
        name == scenario || (line.get("failed").is_some() && scenario.starts_with(name))
    };
    let of_run = |(run, lines): &'a (Run, Vec<Value>)| (run, lines.iter().filter(of_scenario).collect::<Vec<_>>());
    results.iter().map(of_run).filter(|(_, lines)| !lines.is_empty()).collect()
}

fn median(lines: &[&Value], name: &str) -> Option<f64> {
    let mut figures: Vec<f64> = lines.iter().filter_map(|line| line.get(name)?.as_f64()).collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied()
}

fn failed(lines: &[&Value]) -> Option<String> {
    let failure = lines.iter().find_map(|line| line.get("failed")?.as_str())?;
    Some(format!("did not finish: {failure}"))
}

fn exchange(run: &Run, lines: &[&Value]) {
    let customers = match median(lines, "clients") {
        Some(clients) => format!("{clients} phones, {}", run.customers()),
        None => run.customers().to_string(),
    };
    let figure = |name| median(lines, name).unwrap_or_default();
    if let (Some(failure), None) = (failed(lines), median(lines, "up")) {
        return println!("| {} | {customers} | {failure} | | | | | |", run.peer);
    }
    // Over WebSocket the turns of the line, and the upgrade; else every request.
    let sockets = figure("framesUp") > 0.0;
    let turns = if sockets { figure("turns") } else { figure("http") };
    let after = median(lines, "ms").or_else(|| median(lines, "allMs")).unwrap_or_else(|| figure("quietMs"));
    println!(
        "| {} | {customers} | {} | {} | {turns:.0} | {} | {:.0} MB | {after:.0} ms |",
        run.peer,
        bytes(figure("up")),
        bytes(figure("down")),
        cpu(figure("srvCpu")),
        figure("srvHwm"),
    );
}

fn live(run: &Run, lines: &[&Value]) {
    let figure = |name| median(lines, name).unwrap_or_default();
    if let (Some(failure), None) = (failed(lines), median(lines, "sent")) {
        return println!("| {} | | | {failure} | | | | |", run.peer);
    }
    let deliveries = figure("deliveries").max(1.0);
    println!(
        "| {} | {:.0} | {:.0} | {:.1} | {:.2} ms | {:.3} ms | {:.0} | {:.1} ms; {:.1} ms |",
        run.peer,
        figure("clients"),
        figure("rate"),
        deliveries / figure("sent").max(1.0),
        figure("srvCpuPerEditMs"),
        figure("srvCpuPerDeliveryMs"),
        figure("down") / deliveries,
        figure("p50"),
        figure("p99"),
    );
}

fn bytes(count: f64) -> String {
    match count {
        count if count >= 1e6 => format!("{:.2} MB", count / 1e6),
        count if count >= 1e4 => format!("{:.1} kB", count / 1e3),
        count => format!("{count:.0} B"),
    }
}

fn cpu(seconds: f64) -> String {
    let ms = seconds * 1e3;
    if ms < TICK_MS / 2.0 { format!("< {TICK_MS:.0} ms") } else { format!("{ms:.0} ms") }
}
