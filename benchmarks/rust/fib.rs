//! The same as fib.py, with every addition and subtraction checked.

fn fib(n: i64) -> i64 {
    if n < 2 {
        return n;
    }
    let a = fib(n.checked_sub(1).unwrap());
    let b = fib(n.checked_sub(2).unwrap());
    a.checked_add(b).unwrap()
}

fn main() {
    let n = std::env::args().nth(1).map_or(25, |a| a.parse().unwrap());
    println!("fib({n}) = {}", fib(n));
}
