//! `time`.

use std::ffi::{CStr, CString, c_char, c_int, c_long};

use super::structseq::StructSeq;
use crate::error::{Result, raise, type_error, value_error};
use crate::exception::{OVERFLOW_ERROR, oserror};
use crate::native::Natives;
use crate::types::Layout;
use crate::value::Value;
use crate::{float, int, natives, ops, start, text, tuple};

const FIELDS: &[&str] =
    &["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"];

pub static STRUCT_TIME: StructSeq = StructSeq::new("time.struct_time", FIELDS, true);
/// What `gmtime` returns: the same to the program, but its zone is known.
pub static STRUCT_TIME_UTC: StructSeq = StructSeq::derived("time.struct_time", FIELDS, true, &STRUCT_TIME.ty);

pub static NATIVES: Natives = natives![
    "time.asctime(time_tuple=None, /) -> str" => asctime,
    "time.clock_gettime(clk_id, /) -> float" => |a: &[Value]| Ok(seconds(clock(clock_id(&a[0])?)?)),
    "time.clock_gettime_ns(clk_id, /) -> int" => |a: &[Value]| Ok(Value::int(clock(clock_id(&a[0])?)?)),
    "time.ctime(seconds=None, /) -> str" => ctime,
    "time.gmtime(seconds=None, /) -> any" => |a: &[Value]| broken_down(&a[0], true),
    "time.localtime(seconds=None, /) -> any" => |a: &[Value]| broken_down(&a[0], false),
    "time.mktime(time_tuple, /) -> float" => mktime_native,
    "time.monotonic() -> float" => |_: &[Value]| Ok(seconds(clock(MONOTONIC)?)),
    "time.monotonic_ns() -> int" => |_: &[Value]| Ok(Value::int(clock(MONOTONIC)?)),
    "time.perf_counter() -> float" => |_: &[Value]| Ok(seconds(clock(MONOTONIC)?)),
    "time.perf_counter_ns() -> int" => |_: &[Value]| Ok(Value::int(clock(MONOTONIC)?)),
    "time.process_time() -> float" => |_: &[Value]| Ok(seconds(clock(PROCESS)?)),
    "time.process_time_ns() -> int" => |_: &[Value]| Ok(Value::int(clock(PROCESS)?)),
    "time.sleep(seconds, /) -> None" => sleep,
    "time.strftime(format, time_tuple=..., /) -> str" => strftime,
    "time.thread_time() -> float" => |_: &[Value]| Ok(seconds(clock(THREAD)?)),
    "time.thread_time_ns() -> int" => |_: &[Value]| Ok(Value::int(clock(THREAD)?)),
    "time.time() -> float" => |_: &[Value]| Ok(seconds(clock(REALTIME)?)),
    "time.time_ns() -> int" => |_: &[Value]| Ok(Value::int(clock(REALTIME)?)),
    "time.tzset() -> None" => |_: &[Value]| { tzset(); Ok(Value::none()) },
];

const REALTIME: c_int = 0;
#[cfg(target_os = "linux")]
mod clocks {
    pub const MONOTONIC: i32 = 1;
    pub const PROCESS: i32 = 2;
    pub const THREAD: i32 = 3;
}
#[cfg(not(target_os = "linux"))]
mod clocks {
    pub const MONOTONIC: i32 = 6;
    pub const PROCESS: i32 = 12;
    pub const THREAD: i32 = 16;
}
use clocks::*;

#[repr(C)]
struct Timespec {
    sec: i64,
    nsec: c_long,
}

/// The C library's broken-down time (Linux and macOS agree on it).
#[repr(C)]
struct Tm {
    sec: c_int,
    min: c_int,
    hour: c_int,
    mday: c_int,
    mon: c_int,
    year: c_int,
    wday: c_int,
    yday: c_int,
    isdst: c_int,
    gmtoff: c_long,
    zone: *const c_char,
}

impl Tm {
    const ZERO: Tm = Tm {
        sec: 0,
        min: 0,
        hour: 0,
        mday: 0,
        mon: 0,
        year: 0,
        wday: 0,
        yday: 0,
        isdst: 0,
        gmtoff: 0,
        zone: std::ptr::null(),
    };
}

unsafe extern "C" {
    fn clock_gettime(id: c_int, t: *mut Timespec) -> c_int;
    fn gmtime_r(t: *const i64, tm: *mut Tm) -> *mut Tm;
    fn localtime_r(t: *const i64, tm: *mut Tm) -> *mut Tm;
    fn mktime(tm: *mut Tm) -> i64;
    #[link_name = "strftime"]
    fn c_strftime(out: *mut c_char, max: usize, format: *const c_char, tm: *const Tm) -> usize;
    safe fn tzset();
}

/// Nanoseconds of a clock.
fn clock(id: c_int) -> Result<i64> {
    let mut t = Timespec { sec: 0, nsec: 0 };
    // SAFETY: writes the struct it is given.
    if unsafe { clock_gettime(id, &mut t) } != 0 {
        return oserror::raise_io(&std::io::Error::last_os_error(), None);
    }
    Ok(t.sec * 1_000_000_000 + t.nsec)
}

fn seconds(ns: i64) -> Value {
    float::new(ns as f64 / 1e9)
}

fn clock_id(v: &Value) -> Result<c_int> {
    Ok(ops::index_or_overflow(v)? as c_int)
}

/// Offset to the west and name of a zone.
type Zone = (i64, String);

/// The local zone in winter and in summer, and whether they differ. The larger offset to the west is standard time.
fn zones() -> (Zone, Zone, bool) {
    tzset();
    const YEAR: i64 = (365 * 24 + 6) * 3600;
    let now = clock(REALTIME).unwrap_or(0) / 1_000_000_000;
    let january = now / YEAR * YEAR;
    let zone_at = |t: i64| {
        let mut tm = Tm::ZERO;
        // SAFETY: both pointers are valid.
        unsafe { localtime_r(&t, &mut tm) };
        (-tm.gmtoff, zone_name(&tm))
    };
    let (first, second) = (zone_at(january), zone_at(january + YEAR / 2));
    let differ = first.0 != second.0;
    if first.0 >= second.0 { (first, second, differ) } else { (second, first, differ) }
}

pub static VALUES: super::Values = &[
    ("timezone", || Value::int(zones().0.0)),
    ("altzone", || Value::int(zones().1.0)),
    ("daylight", || Value::int(zones().2.into())),
    ("tzname", || {
        let (standard, summer, _) = zones();
        tuple::new(vec![crate::str::new(&standard.1), crate::str::new(&summer.1)])
    }),
    ("struct_time", || STRUCT_TIME.ty().value()),
    ("CLOCK_REALTIME", || Value::int(REALTIME.into())),
    ("CLOCK_MONOTONIC", || Value::int(MONOTONIC.into())),
    ("CLOCK_PROCESS_CPUTIME_ID", || Value::int(PROCESS.into())),
    ("CLOCK_THREAD_CPUTIME_ID", || Value::int(THREAD.into())),
];

fn zone_name(tm: &Tm) -> String {
    if tm.zone.is_null() {
        return String::new();
    }
    // SAFETY: the C library's zone names are C strings that stay valid.
    unsafe { CStr::from_ptr(tm.zone) }.to_string_lossy().into_owned()
}

/// `tm_zone` and `tm_gmtoff`, which are no items of the tuple.
pub(super) fn hidden_field(v: &Value, name: &str) -> Result<Option<Value>> {
    if !matches!(name, "tm_zone" | "tm_gmtoff") {
        return Ok(None);
    }
    if std::ptr::eq(v.ty(), &STRUCT_TIME_UTC.ty) {
        return Ok(Some(if name == "tm_zone" { crate::str::intern_static("GMT") } else { Value::int(0) }));
    }
    if !v.ty().is_subtype(&STRUCT_TIME.ty) {
        return Ok(None);
    }
    let mut tm = to_tm(v, "tm_zone")?;
    // SAFETY: a valid struct.
    unsafe { mktime(&mut tm) };
    Ok(Some(if name == "tm_zone" { crate::str::new(&zone_name(&tm)) } else { Value::int(tm.gmtoff) }))
}

/// Whole seconds of a timestamp argument (`None`: now).
fn timestamp(v: &Value) -> Result<i64> {
    if v.is_none() {
        return Ok(clock(REALTIME)?.div_euclid(1_000_000_000));
    }
    if let Some(x) = float::as_float(v) {
        if x.is_nan() {
            return value_error("Invalid value NaN (not a number)");
        }
        let whole = x.floor();
        return if whole.abs() < 9.2e18 { Ok(whole as i64) } else { out_of_range() };
    }
    match int::to_i64(&int::index_value(v)?) {
        Some(t) => Ok(t),
        None => out_of_range(),
    }
}

fn out_of_range<T>() -> Result<T> {
    raise(&OVERFLOW_ERROR, "timestamp out of range for platform time_t")
}

fn split(t: i64, utc: bool) -> Result<Tm> {
    let mut tm = Tm::ZERO;
    // SAFETY: both pointers are valid.
    let r = unsafe { if utc { gmtime_r(&t, &mut tm) } else { localtime_r(&t, &mut tm) } };
    if r.is_null() {
        return oserror::raise_io(&std::io::Error::last_os_error(), None);
    }
    Ok(tm)
}

fn broken_down(v: &Value, utc: bool) -> Result<Value> {
    let tm = split(timestamp(v)?, utc)?;
    let items = [
        tm.year + 1900,
        tm.mon + 1,
        tm.mday,
        tm.hour,
        tm.min,
        tm.sec,
        (tm.wday + 6) % 7,
        tm.yday + 1,
        tm.isdst,
    ];
    let items = items.iter().map(|&i| Value::int(i.into())).collect();
    Ok(if utc { STRUCT_TIME_UTC.make(items) } else { STRUCT_TIME.make(items) })
}

/// A time tuple as the C struct.
fn to_tm(v: &Value, function: &str) -> Result<Tm> {
    let Some(t) = v.downcast::<tuple::TupleObj>() else {
        return type_error("Tuple or struct_time argument required");
    };
    let items = t.items();
    if items.len() != 9 {
        return type_error(text!(function, "(): illegal time tuple argument"));
    }
    let mut n = [0 as c_int; 9];
    for (slot, v) in n.iter_mut().zip(items) {
        *slot = match i32::try_from(ops::index_or_overflow(v)?) {
            Ok(i) => i,
            Err(_) => return raise(&OVERFLOW_ERROR, "signed integer is greater than maximum"),
        };
    }
    let [year, mon, mday, hour, min, sec, wday, yday, isdst] = n;
    let Some(year) = year.checked_sub(1900) else { return raise(&OVERFLOW_ERROR, "year out of range") };
    Ok(Tm {
        sec,
        min,
        hour,
        mday,
        mon: mon - 1,
        year,
        wday: (wday + 1) % 7,
        yday: yday - 1,
        isdst,
        gmtoff: 0,
        zone: std::ptr::null(),
    })
}

/// The ranges that `strftime` and `asctime` insist on; 0 counts as the first month, day and day of the year.
fn check(tm: &mut Tm) -> Result<()> {
    if tm.mon == -1 {
        tm.mon = 0;
    }
    if tm.mday == 0 {
        tm.mday = 1;
    }
    if tm.yday == -1 {
        tm.yday = 0;
    }
    let checks = [
        ((0..=11).contains(&tm.mon), "month out of range"),
        ((1..=31).contains(&tm.mday), "day of month out of range"),
        ((0..=23).contains(&tm.hour), "hour out of range"),
        ((0..=59).contains(&tm.min), "minute out of range"),
        ((0..=61).contains(&tm.sec), "seconds out of range"),
        (tm.wday >= 0, "day of week out of range"),
        ((0..=365).contains(&tm.yday), "day of year out of range"),
    ];
    match checks.iter().find(|(ok, _)| !ok) {
        Some((_, message)) => value_error(message),
        None => Ok(()),
    }
}

fn mktime_native(a: &[Value]) -> Result<Value> {
    let mut tm = to_tm(&a[0], "mktime")?;
    // The C library fills in the day of the week on success only.
    tm.wday = -1;
    // SAFETY: a valid struct.
    let t = unsafe { mktime(&mut tm) };
    if t == -1 && tm.wday == -1 {
        return raise(&OVERFLOW_ERROR, "mktime argument out of range");
    }
    Ok(float::new(t as f64))
}

fn strftime(a: &[Value]) -> Result<Value> {
    if a[0].ty().layout != Layout::Str {
        return type_error(text!("strftime() argument 1 must be str, not ", ops::type_name(&a[0])));
    }
    let mut tm = if a[1].is_ellipsis() {
        split(timestamp(&Value::none())?, false)?
    } else {
        let mut tm = to_tm(&a[1], "strftime")?;
        check(&mut tm)?;
        let utc = std::ptr::eq(a[1].ty(), &STRUCT_TIME_UTC.ty);
        set_zone(&mut tm, utc);
        tm
    };
    tm.isdst = tm.isdst.clamp(-1, 1);
    let text = ops::text_of(&a[0]);
    let Ok(format) = CString::new(text.as_bytes()) else { return value_error("embedded null character") };
    if text.is_empty() {
        return Ok(crate::str::empty());
    }
    let mut room = 256;
    loop {
        let mut out = vec![0u8; room];
        // SAFETY: the buffer has `room` bytes; the others are valid.
        let n = unsafe { c_strftime(out.as_mut_ptr().cast(), room, format.as_ptr(), &tm) };
        // 0 may mean that the text did not fit, or that it is empty.
        if n > 0 || room > 256 * text.len().max(4) {
            out.truncate(n);
            return Ok(crate::str::from_string(String::from_utf8_lossy(&out).into_owned()));
        }
        room *= 2;
    }
}

/// Fills in the zone that `%Z` and `%z` print.
fn set_zone(tm: &mut Tm, utc: bool) {
    if utc {
        tm.zone = c"GMT".as_ptr();
        return;
    }
    let mut copy = Tm { ..*tm };
    // SAFETY: a valid struct.
    unsafe { mktime(&mut copy) };
    (tm.gmtoff, tm.zone) = (copy.gmtoff, copy.zone);
}

/// `Thu Jan  1 00:00:00 1970`.
fn plain_text(tm: &Tm) -> Value {
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    crate::str::from_string(format!(
        "{} {} {:2} {:02}:{:02}:{:02} {}",
        DAYS[tm.wday as usize % 7],
        MONTHS[tm.mon as usize % 12],
        tm.mday,
        tm.hour,
        tm.min,
        tm.sec,
        1900 + i64::from(tm.year)
    ))
}

fn asctime(a: &[Value]) -> Result<Value> {
    let tm = if a[0].is_none() {
        split(timestamp(&a[0])?, false)?
    } else {
        let mut tm = to_tm(&a[0], "asctime")?;
        check(&mut tm)?;
        tm
    };
    Ok(plain_text(&tm))
}

fn ctime(a: &[Value]) -> Result<Value> {
    Ok(plain_text(&split(timestamp(&a[0])?, false)?))
}

fn sleep(a: &[Value]) -> Result<Value> {
    let ns = match float::as_float(&a[0]) {
        Some(x) if x.is_nan() => return value_error("Invalid value NaN (not a number)"),
        Some(x) if x < 0.0 => return value_error("sleep length must be non-negative"),
        Some(x) if x > 9.2e9 => return out_of_range(),
        Some(x) => (x * 1e9).ceil() as i64,
        None => match int::to_i64(&int::index_value(&a[0])?) {
            Some(s) if s < 0 => return value_error("sleep length must be non-negative"),
            Some(s) if s <= 9_000_000_000 => s * 1_000_000_000,
            _ => return out_of_range(),
        },
    };
    let end = clock(MONOTONIC)?.saturating_add(ns);
    // A signal ends the nap early; the rest is slept unless its handler raises.
    loop {
        let left = end - clock(MONOTONIC)?;
        if left <= 0 {
            return Ok(Value::none());
        }
        nap(left);
        start::check_signals()?;
    }
}

/// Sleeps up to `ns`, less when a signal comes.
fn nap(ns: i64) {
    unsafe extern "C" {
        fn nanosleep(want: *const Timespec, left: *mut Timespec) -> c_int;
    }
    let want = Timespec { sec: ns / 1_000_000_000, nsec: ns % 1_000_000_000 };
    // SAFETY: a valid struct, and null is allowed for the rest.
    unsafe { nanosleep(&want, std::ptr::null_mut()) };
}
