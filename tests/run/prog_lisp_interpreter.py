"""A tiny Lisp."""
import operator as op
from functools import reduce


class Env(dict):
    def __init__(self, params=(), args=(), outer=None):
        self.update(zip(params, args))
        self.outer = outer

    def find(self, name):
        env = self
        while env is not None:
            if name in env:
                return env
            env = env.outer
        raise NameError(f"undefined symbol {name}")


class Lambda:
    def __init__(self, params, body, env):
        self.params, self.body, self.env = params, body, env

    def __call__(self, *args):
        if len(args) != len(self.params):
            raise TypeError(f"expected {len(self.params)} arguments, got {len(args)}")
        return evaluate(self.body, Env(self.params, args, self.env))


def parse(src):
    tokens = src.replace("(", " ( ").replace(")", " ) ").replace("'", " ' ").split()

    def read():
        if not tokens:
            raise SyntaxError("unexpected end of input")
        tok = tokens.pop(0)
        if tok == "(":
            out = []
            while tokens and tokens[0] != ")":
                out.append(read())
            if not tokens:
                raise SyntaxError("missing )")
            tokens.pop(0)
            return out
        if tok == ")":
            raise SyntaxError("unexpected )")
        if tok == "'":
            return ["quote", read()]
        for kind in (int, float):
            try:
                return kind(tok)
            except ValueError:
                pass
        return tok

    forms = []
    while tokens:
        forms.append(read())
    return forms


def evaluate(x, env):
    while True:
        if isinstance(x, str):
            return env.find(x)[x]
        if not isinstance(x, list):
            return x
        head = x[0]
        if head == "quote":
            return x[1]
        if head == "if":
            x = x[2] if evaluate(x[1], env) else (x[3] if len(x) > 3 else None)
        elif head == "define":
            if isinstance(x[1], list):
                env[x[1][0]] = Lambda(x[1][1:], x[2], env)
            else:
                env[x[1]] = evaluate(x[2], env)
            return None
        elif head == "set!":
            env.find(x[1])[x[1]] = evaluate(x[2], env)
            return None
        elif head == "lambda":
            return Lambda(x[1], x[2], env)
        elif head == "begin":
            for e in x[1:-1]:
                evaluate(e, env)
            x = x[-1]
        elif head == "let":
            x, env = x[2], Env([b[0] for b in x[1]], [evaluate(b[1], env) for b in x[1]], env)
        else:
            fn, *args = (evaluate(e, env) for e in x)
            if isinstance(fn, Lambda) and len(args) == len(fn.params):
                x, env = fn.body, Env(fn.params, args, fn.env)
            else:
                return fn(*args)


def show(v):
    if isinstance(v, list):
        return "(" + " ".join(map(show, v)) + ")"
    if v is True or v is False:
        return "#t" if v else "#f"
    return "lambda" if isinstance(v, Lambda) else str(v)


G = Env()
G.update({
    "+": lambda *a: reduce(op.add, a, 0), "*": lambda *a: reduce(op.mul, a, 1), "-": lambda a, *b: a - sum(b) if b else -a, "/": op.truediv, "=": op.eq, "<": op.lt, ">": op.gt, "<=": op.le,
    "list": lambda *a: list(a), "car": lambda l: l[0], "cdr": lambda l: l[1:], "cons": lambda a, l: [a] + l, "null?": lambda l: l == [], "length": len, "mod": op.mod, "map": lambda f, l: [f(v) for v in l],
})
PROGRAM = """
(define (fact n) (if (<= n 1) 1 (* n (fact (- n 1)))))
(fact 10) (fact 25)
(define (loop n acc) (if (= n 0) acc (loop (- n 1) (+ acc n))))
(loop 2000 0)
(define (compose f g) (lambda (x) (f (g x))))
((compose (lambda (x) (* x 2)) (lambda (x) (+ x 1))) 5)
(define (range a b) (if (= a b) '() (cons a (range (+ a 1) b))))
(map (lambda (x) (* x x)) (range 0 8))
(define counter ((lambda (n) (lambda () (begin (set! n (+ n 1)) n))) 0))
(counter) (counter)
(let ((x 3) (y 4.5)) (list x y (* x y)))
'(1 (2 three) ())
(if (null? '()) (quote yes) (quote no))
(define (gcd a b) (if (= b 0) a (gcd b (mod a b))))
(gcd 1071 462)
(/ 7 2) (- 5) (+) (< 1 2)
"""
for form in parse(PROGRAM):
    result = evaluate(form, G)
    if result is not None:
        print(show(result))
for bad in ("(foo 1)", "(car '())", "(fact)", "(+ 1", ")", "(/ 1 0)", "(1 2)"):
    try:
        for form in parse(bad):
            print(show(evaluate(form, G)))
    except (NameError, IndexError, TypeError, SyntaxError, ZeroDivisionError) as e:
        print(f"{bad:<10} {type(e).__name__}: {e}")
