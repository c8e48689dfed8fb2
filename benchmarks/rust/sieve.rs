//! The same as sieve.py: a vector of bools, checked ints, checked bounds.

fn sieve(limit: i64) -> Vec<i64> {
    let mut is_prime = vec![true; limit.checked_add(1).unwrap() as usize];
    is_prime[0] = false;
    is_prime[1] = false;
    let mut i: i64 = 2;
    while i.checked_mul(i).unwrap() <= limit {
        if is_prime[i as usize] {
            let mut j = i.checked_mul(i).unwrap();
            while j <= limit {
                is_prime[j as usize] = false;
                j = j.checked_add(i).unwrap();
            }
        }
        i = i.checked_add(1).unwrap();
    }
    let mut primes = Vec::new();
    for n in 0..=limit {
        if is_prime[n as usize] {
            primes.push(n);
        }
    }
    primes
}

fn main() {
    let limit = std::env::args()
        .nth(1)
        .map_or(300_000, |a| a.parse().unwrap());
    let primes = sieve(limit);
    let (mut total, mut twins, mut previous) = (0i64, 0i64, 0i64);
    for &p in &primes {
        total = total.checked_add(p).unwrap();
        if p.checked_sub(previous).unwrap() == 2 {
            twins = twins.checked_add(1).unwrap();
        }
        previous = p;
    }
    println!("primes: {}", primes.len());
    println!("largest: {}", primes[primes.len() - 1]);
    println!("sum: {total}");
    println!("twin pairs: {twins}");
}
