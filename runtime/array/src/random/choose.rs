//! `choice`: indexes of a population, with and without replacement, with and without probabilities.

use std::collections::HashSet;

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, value_error};
use pyaot_core::value::Value;
use pyaot_core::{int, ops};

use super::bounded::Rest;
use super::draw::{careful_sum, elements};
use super::object::with;
use super::params::{Param, size};
use super::rng::Rng;
use crate::array;

/// Indexes below `a[1]`, of size `a[2]`: with replacement (`a[3]`), with probabilities (`a[4]`), in random order (`a[5]`).
/// A Python int where there is no size.
pub fn choose(a: &[Value]) -> Result<Value> {
    let count = ops::index_or_overflow(&a[1])?;
    let wanted = size(&a[2])?;
    let replace = ops::truth(&a[3])?;
    let mixed = ops::truth(&a[5])?;
    let legacy = with(&a[0], |r| r.legacy)?;
    let shape = wanted.clone().unwrap_or_default();
    let n: i64 = shape.iter().product();
    let p = if a[4].is_none() { None } else { Some(probabilities(&a[4], count, legacy)?) };
    if !replace {
        if n > count {
            return value_error(if legacy {
                "Cannot take a larger sample than population when 'replace=False'"
            } else {
                "Cannot take a larger sample than population when replace is False"
            });
        }
        if n < 0 {
            return value_error(if legacy { "Negative dimensions are not allowed" } else { "negative dimensions are not allowed" });
        }
        if let Some(p) = &p
            && (p.iter().filter(|x| **x > 0.0).count() as i64) < n
        {
            return value_error("Fewer non-zero entries in p than size");
        }
    }
    let out = array::empty(DType::I64, &shape)?;
    // SAFETY: new, and of this dtype.
    let items = unsafe { elements::<i64>(array::as_array(&out)) };
    with(&a[0], |r| match (replace, p) {
        (true, Some(p)) => {
            let cdf = cumulated(&p);
            items.iter_mut().for_each(|x| *x = place(&cdf, r.uniform()));
        }
        (true, None) if count > 0 => {
            let mut rest = Rest::default();
            items.iter_mut().for_each(|x| *x = rest.below::<u64>(r.engine, count as u64 - 1, legacy) as i64);
        }
        (true, None) => {}
        (false, Some(p)) => by_probability(r, p, items),
        (false, None) if legacy => {
            let mut all: Vec<i64> = (0..count).collect();
            for i in (1..all.len()).rev() {
                all.swap(i, r.engine.interval(i as u64) as usize);
            }
            items.copy_from_slice(&all[..n as usize]);
        }
        (false, None) => sample(r, count, items, mixed),
    })?;
    Ok(if wanted.is_none() { int::from_i128(items[0].into()) } else { out })
}

fn probabilities(v: &Value, count: i64, legacy: bool) -> Result<Vec<f64>> {
    let p = Param::<f64>::of(v)?;
    if p.shape.len() != 1 {
        return value_error(if legacy { "'p' must be 1-dimensional" } else { "p must be 1-dimensional" });
    }
    let p = p.data;
    if p.len() as i64 != count {
        return value_error(if legacy { "'a' and 'p' must have same size" } else { "a and p must have same size" });
    }
    let sum = careful_sum(&p);
    let tolerance = match array::get(v).map(array::ArrayObj::dtype) {
        Some(DType::F32) => f64::from(f32::EPSILON).sqrt() as f32 as f64,
        Some(DType::F16) => 0.03125,
        _ => f64::EPSILON.sqrt(),
    };
    let problem = if sum.is_nan() {
        ["probabilities contain NaN", "Probabilities contain NaN"]
    } else if p.iter().any(|x| *x < 0.0) {
        ["probabilities are not non-negative", "Probabilities are not non-negative"]
    } else if (sum - 1.0).abs() > tolerance {
        ["probabilities do not sum to 1", "Probabilities do not sum to 1. See Notes section of docstring for more information."]
    } else {
        return Ok(p);
    };
    value_error(problem[usize::from(!legacy)])
}

/// The probabilities' running sums, of which the last is 1.
fn cumulated(p: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut cdf: Vec<f64> = p
        .iter()
        .map(|x| {
            sum += x;
            sum
        })
        .collect();
    cdf.iter_mut().for_each(|x| *x /= sum);
    cdf
}

fn place(cdf: &[f64], x: f64) -> i64 {
    cdf.partition_point(|c| *c <= x) as i64
}

/// Without replacement: what has been drawn gets probability 0, and what is missing is drawn again.
fn by_probability(r: &mut Rng, mut p: Vec<f64>, items: &mut [i64]) {
    let mut found = 0;
    while found < items.len() {
        let x: Vec<f64> = (found..items.len()).map(|_| r.uniform()).collect();
        items[..found].iter().for_each(|k| p[*k as usize] = 0.0);
        let cdf = cumulated(&p);
        let mut seen = HashSet::new();
        for k in x.into_iter().map(|x| place(&cdf, x)) {
            if seen.insert(k) {
                items[found] = k;
                found += 1;
            }
        }
    }
}

/// Without replacement, of equal probability, as `Generator` does it.
fn sample(r: &mut Rng, count: i64, items: &mut [i64], mixed: bool) {
    let size = items.len() as i64;
    let few = if mixed { 50 } else { 20 };
    if count > 10000 && size > count / few {
        // Shuffles as much of the end as is wanted.
        let mut all: Vec<i64> = (0..count).collect();
        mix(r, &mut all, (count - size).max(1) as usize);
        items.copy_from_slice(&all[(count - size) as usize..]);
        return;
    }
    // Floyd's algorithm.
    let mut seen = HashSet::with_capacity(items.len());
    for (x, j) in items.iter_mut().zip(count - size..count) {
        let v = Rest::default().below::<u64>(r.engine, j as u64, false) as i64;
        *x = if seen.insert(v) { v } else { j };
        seen.insert(*x);
    }
    if mixed {
        mix(r, items, 1);
    }
}

/// Shuffles the elements from the last down to the one at `first`.
fn mix(r: &mut Rng, items: &mut [i64], first: usize) {
    for i in (first..items.len()).rev() {
        items.swap(i, Rest::default().below::<u64>(r.engine, i as u64, false) as usize);
    }
}
