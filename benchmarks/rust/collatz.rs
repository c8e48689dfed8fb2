//! The same as collatz.py, with every operation on ints checked.

fn chain_length(mut n: i64) -> i64 {
    let mut steps: i64 = 1;
    while n != 1 {
        if n.rem_euclid(2) == 0 {
            n = n.div_euclid(2);
        } else {
            n = n.checked_mul(3).unwrap().checked_add(1).unwrap();
        }
        steps = steps.checked_add(1).unwrap();
    }
    steps
}

fn main() {
    let limit: i64 = std::env::args()
        .nth(1)
        .map_or(15_000, |a| a.parse().unwrap());
    let (mut best, mut best_start, mut total) = (0i64, 0i64, 0i64);
    for start in 1..limit {
        let steps = chain_length(start);
        total = total.checked_add(steps).unwrap();
        if steps > best {
            best = steps;
            best_start = start;
        }
    }
    println!("longest chain below {limit}: {best_start} with {best} terms");
    println!("all terms: {total}");
}
