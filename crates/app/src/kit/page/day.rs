//! Days as they are printed.

use pileus_ports::Timestamp;

const DAY: u64 = 86_400_000;
const MINUTE: u64 = 60_000;
/// Days of four hundred years, after which the calendar begins anew.
const CYCLE: u64 = 146_097;
/// Days from the first of March of the year 0 to 1970.
const TO_1970: u64 = 719_468;

/// The day of a time, `2026-11-23`, UTC.
///
/// # Source
/// The Gregorian calendar, with years that begin in March so that the leap day is their last.
pub(in crate::kit) fn day_of(time: Timestamp) -> String {
    let days = time.0 / DAY + TO_1970;
    let (cycle, day) = (days / CYCLE, days % CYCLE);
    let year = (day - day / 1460 + day / 36_524 - day / (CYCLE - 1)) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // Five months from March on have 153 days, whichever five they are.
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = cycle * 400 + year + next;
    format!("{year:04}-{month:02}-{day:02}")
}

/// The day and the minute of a time, `2026-11-23 05:31 UTC`.
pub(super) fn minute_of(time: Timestamp) -> String {
    let minutes = time.0 % DAY / MINUTE;
    format!("{} {:02}:{:02} UTC", day_of(time), minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (1_709_164_800, "2024-02-29"),
            (1_735_603_200, "2024-12-31"),
            (1_795_411_860, "2026-11-23"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(day_of(Timestamp(seconds * 1000)), day);
        }
        assert_eq!(minute_of(Timestamp(1_795_411_860_000)), "2026-11-23 05:31 UTC");
    }
}
