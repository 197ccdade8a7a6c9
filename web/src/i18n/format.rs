//! How amounts, days, times and ages are written in the language shown.

use fieldnote_core::values::{Day, Instant, Money};

use super::{Language, args, language, put_together, t, ta};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Returns an amount in short: `¥52.0万`, `¥1,284万`, `¥1.28亿`; in English `¥520k`, `¥12.8M`.
pub fn money(amount: Money) -> String {
    let yuan = amount.0.unsigned_abs() / 100;
    let sign = if amount.0 < 0 { "-" } else { "" };
    let text = match language() {
        Language::Zh => match yuan {
            0..10_000 => grouped(yuan),
            10_000..10_000_000 => format!("{}万", decimals(yuan, 10_000, 1)),
            10_000_000..100_000_000 => format!("{}万", grouped(yuan / 10_000)),
            _ => format!("{}亿", decimals(yuan, 100_000_000, 2)),
        },
        Language::En => match yuan {
            0..10_000 => grouped(yuan),
            10_000..1_000_000 => format!("{}k", yuan / 1_000),
            1_000_000..1_000_000_000 => format!("{}M", decimals(yuan, 1_000_000, 1)),
            _ => format!("{}B", decimals(yuan, 1_000_000_000, 2)),
        },
    };
    format!("{sign}¥{text}")
}

/// Returns an amount to the yuan: `¥520,000`.
pub fn money_full(amount: Money) -> String {
    let sign = if amount.0 < 0 { "-" } else { "" };
    format!("{sign}¥{}", grouped(amount.0.unsigned_abs() / 100))
}

/// Returns a number with commas.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns `number / unit` cut to some decimals: a sum never looks larger than it is.
fn decimals(number: u64, unit: u64, places: u32) -> String {
    let rest = number % unit * 10u64.pow(places) / unit;
    format!("{}.{rest:0width$}", number / unit, width = places as usize)
}

/// Returns a day in short: `10/26`.
pub fn day(day: Day) -> String {
    let (_, month, number) = day.ymd();
    format!("{month}/{number}")
}

/// Returns a day with its year: `2026-10-26` is the same in both languages.
pub fn day_full(day: Day) -> String {
    day.to_string()
}

/// Returns a day in words: `10月26日 周一`, `Mon 26 Oct`.
pub fn day_long(day: Day) -> String {
    let (_, month, number) = day.ymd();
    let weekday = put_together(&format!("weekday-{}", day.weekday()));
    let month = put_together(&format!("month-{month}")).to_string();
    ta!("day-long", args![month = month, day = number, weekday = weekday]).to_string()
}

/// Returns the clock time in the workspace's zone: `08:12`.
pub fn time(at: Instant, zone_minutes: i32) -> String {
    minute(at.minute_of_day(zone_minutes))
}

/// Returns a minute of the day as clock time: `14:00`.
pub fn minute(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Returns a zone by minutes east of Greenwich: `UTC+08:00`.
pub fn zone(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// Returns when something was, in short: the time today, `昨天` yesterday, the day before that.
pub fn when(at: Instant, now: Instant, zone_minutes: i32) -> String {
    let ago = now.day(zone_minutes).days_since(at.day(zone_minutes));
    match ago {
        0 => time(at, zone_minutes),
        1 => format!("{} {}", t!("yesterday"), time(at, zone_minutes)),
        _ => format!("{} {}", day(at.day(zone_minutes)), time(at, zone_minutes)),
    }
}

/// Returns how long ago or how long: `3天`, `2小时28分`, `12分钟`; in English `3 d`, `2 h 28 min`.
pub fn span(ms: i64) -> String {
    let ms = ms.max(0);
    match ms {
        0..MINUTE_MS => t!("span-now").to_string(),
        MINUTE_MS..HOUR_MS => ta!("span-minutes", args![n = ms / MINUTE_MS]).to_string(),
        HOUR_MS..DAY_MS => ta!("span-hours", args![h = ms / HOUR_MS, m = ms % HOUR_MS / MINUTE_MS]).to_string(),
        _ => ta!("span-days", args![n = ms / DAY_MS]).to_string(),
    }
}

/// Returns a number of bytes: `4.1 MB`.
pub fn bytes(number: f64) -> String {
    let (unit, name) = match number {
        n if n < 1e6 => (1e3, "kB"),
        n if n < 1e9 => (1e6, "MB"),
        _ => (1e9, "GB"),
    };
    let tenths = (number / unit * 10.0) as u64;
    if tenths >= 100 || name == "kB" {
        format!("{} {name}", tenths / 10)
    } else {
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::set_language;

    #[test]
    fn zones_are_named_east_and_west_of_greenwich() {
        let cases = [(480, "UTC+08:00"), (0, "UTC+00:00"), (-30, "UTC-00:30"), (-570, "UTC-09:30"), (345, "UTC+05:45")];
        assert_eq!(cases.map(|(minutes, _)| zone(minutes)), cases.map(|(_, words)| words));
    }

    #[test]
    fn amounts_are_short_and_never_rounded_up() {
        let cases = [
            (0, "¥0", "¥0"),
            (9_999, "¥9,999", "¥9,999"),
            (520_000, "¥52.0万", "¥520k"),
            (999_999, "¥99.9万", "¥999k"),
            (12_849_999, "¥1,284万", "¥12.8M"),
            (99_999_999, "¥9,999万", "¥99.9M"),
            (128_000_000, "¥1.28亿", "¥128.0M"),
            (1_280_000_000, "¥12.80亿", "¥1.28B"),
        ];
        for (yuan, zh, en) in cases {
            set_language(Language::Zh);
            assert_eq!(money(Money::yuan(yuan)), zh);
            set_language(Language::En);
            assert_eq!(money(Money::yuan(yuan)), en);
        }
        assert_eq!(money(Money::yuan(-520_000)), "-¥520k");
        assert_eq!(money_full(Money::yuan(1_234_567)), "¥1,234,567");
    }

    #[test]
    fn days_and_spans_are_written_in_both_languages() {
        let day: Day = "2026-10-26".parse().unwrap();
        let now = Instant::at(day, 8 * 60 + 12, 480);
        let cases = [
            (Language::Zh, "10月26日 周一", "昨天 20:05", "2小时28分", "3天"),
            (Language::En, "Mon 26 Oct", "Yesterday 20:05", "2 h 28 min", "3 d"),
        ];
        for (language, long, yesterday, hours, days) in cases {
            set_language(language);
            assert_eq!(day_long(day), long);
            assert_eq!(when(now, now, 480), "08:12");
            assert_eq!(when(Instant::at(day.plus_days(-1), 20 * 60 + 5, 480), now, 480), yesterday);
            assert_eq!(span(148 * MINUTE_MS), hours);
            assert_eq!(span(3 * DAY_MS + HOUR_MS), days);
        }
    }
}
