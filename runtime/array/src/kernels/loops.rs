//! The shapes that loops have. Each is written once, for any operation, and compiled for several sets of instructions.
//!
//! Operands of a loop: addresses and strides in bytes, inputs first. An output may be the very same elements as an input,
//! and overlaps otherwise with none.

use pyaot_abi::dtype::DType;

use crate::cpu::Backend;
use crate::num::Elem;

/// Operands that a loop has at most, the mask of `where=` among them.
pub const MAX_OPS: usize = 6;

pub type Ptrs = [*mut u8; MAX_OPS];
pub type Strides = [isize; MAX_OPS];

/// A loop over `n` elements of each operand.
///
/// The function is unsafe: all operands are valid for `n` elements at their strides.
pub type LoopFn = unsafe fn(p: &Ptrs, s: &Strides, n: usize);

/// `acc = acc op element`, over all elements in NumPy's order; `acc` is an element in memory.
pub type FoldFn = unsafe fn(acc: *mut u8, p: *const u8, stride: isize, n: usize);

/// The loop of a ufunc for certain dtypes.
pub struct Loop {
    /// Inputs, then outputs.
    pub types: [DType; 4],
    run: [LoopFn; 3],
    fold: Option<[FoldFn; 3]>,
    /// What runs instead where NumPy's loop does not take elements for vectors, if that gives other digits.
    pub singly: Option<LoopFn>,
    /// The loop may set flags of floating point that are worth a warning.
    pub may_warn: bool,
}

impl Loop {
    /// The loop for the backend in use.
    #[inline]
    pub const fn run(&self, b: Backend) -> LoopFn {
        match b {
            Backend::Scalar | Backend::Sse2 => self.run[0],
            Backend::Avx2 => self.run[1],
            Backend::Avx512 => self.run[2],
        }
    }

    #[inline]
    pub fn fold(&self, b: Backend) -> Option<FoldFn> {
        let f = self.fold.as_ref()?;
        Some(match b {
            Backend::Scalar | Backend::Sse2 => f[0],
            Backend::Avx2 => f[1],
            Backend::Avx512 => f[2],
        })
    }

    /// The loop, which runs in another way but folds as it does.
    pub const fn running(mut self, run: [LoopFn; 3]) -> Loop {
        self.run = run;
        self
    }

    /// The loop, which has code of its own for AVX-512.
    pub const fn widest(mut self, run: LoopFn) -> Loop {
        self.run[2] = run;
        self
    }

    /// The loop, which with AVX-512 stays at 256 bits: it waits for memory, or for the divider, and was measured to be faster so.
    pub const fn narrow(mut self) -> Loop {
        self.run[2] = self.run[1];
        self.fold_narrow()
    }

    /// The loop, whose fold alone stays at 256 bits: of wider vectors the compiler makes slower code.
    pub const fn fold_narrow(mut self) -> Loop {
        if let Some(fold) = &mut self.fold {
            fold[2] = fold[1];
        }
        self
    }

    /// The loop, with that for elements that NumPy does not take for vectors.
    pub const fn singly(mut self, run: LoopFn) -> Loop {
        self.singly = Some(run);
        self
    }

    /// The loop, known never to set flags that matter.
    pub const fn quiet(mut self) -> Loop {
        self.may_warn = false;
        self
    }

    /// The loop, which may set flags though it is not one of floats.
    pub const fn loud(mut self) -> Loop {
        self.may_warn = true;
        self
    }
}

/// An operation on one element.
pub trait Op1 {
    type A: Elem;
    type R: Elem;
    fn f(a: Self::A) -> Self::R;
}

/// An operation on two elements.
pub trait Op2 {
    type A: Elem;
    type B: Elem;
    type R: Elem;
    fn f(a: Self::A, b: Self::B) -> Self::R;
}

/// An operation that elements are folded with.
pub trait Fold: Op2<A = <Self as Op2>::R, B = <Self as Op2>::R> {
    /// # Safety
    /// `n` elements at `p`, `stride` bytes apart, are valid.
    #[inline(always)]
    unsafe fn fold(acc: Self::R, p: *const u8, stride: isize, n: usize) -> Self::R {
        let (mut acc, mut p) = (acc, p);
        // SAFETY: by the contract.
        unsafe {
            if stride == size_of::<Self::R>() as isize {
                let p = p.cast::<Self::R>();
                for k in 0..n {
                    acc = Self::f(acc, p.add(k).read_unaligned());
                }
                return acc;
            }
            for _ in 0..n {
                acc = Self::f(acc, p.cast::<Self::R>().read_unaligned());
                p = p.wrapping_offset(stride);
            }
        }
        acc
    }
}

#[inline(always)]
unsafe fn unary<O: Op1>(p: &Ptrs, s: &Strides, n: usize) {
    let (sa, sr) = (size_of::<O::A>() as isize, size_of::<O::R>() as isize);
    // SAFETY: by the contract of loops.
    unsafe {
        if s[0] == sa && s[1] == sr {
            let (a, r) = (p[0].cast::<O::A>(), p[1].cast::<O::R>());
            if a as usize == r as usize {
                // One pointer, so that the compiler need not fear an overlap.
                for k in 0..n {
                    let x = r.add(k).cast::<O::A>().read_unaligned();
                    r.add(k).write_unaligned(O::f(x));
                }
            } else {
                for k in 0..n {
                    r.add(k).write_unaligned(O::f(a.add(k).read_unaligned()));
                }
            }
            return;
        }
        let (mut a, mut r) = (p[0], p[1]);
        for _ in 0..n {
            r.cast::<O::R>().write_unaligned(O::f(a.cast::<O::A>().read_unaligned()));
            a = a.wrapping_offset(s[0]);
            r = r.wrapping_offset(s[1]);
        }
    }
}

#[inline(always)]
unsafe fn binary<O: Op2>(p: &Ptrs, s: &Strides, n: usize) {
    let (sa, sb, sr) = (size_of::<O::A>() as isize, size_of::<O::B>() as isize, size_of::<O::R>() as isize);
    // SAFETY: by the contract of loops.
    unsafe {
        if s[2] == sr {
            let r = p[2].cast::<O::R>();
            let (a, b) = (p[0].cast::<O::A>(), p[1].cast::<O::B>());
            if s[0] == sa && s[1] == sb {
                if a as usize == r as usize {
                    for k in 0..n {
                        let x = r.add(k).cast::<O::A>().read_unaligned();
                        r.add(k).write_unaligned(O::f(x, b.add(k).read_unaligned()));
                    }
                } else if b as usize == r as usize {
                    for k in 0..n {
                        let y = r.add(k).cast::<O::B>().read_unaligned();
                        r.add(k).write_unaligned(O::f(a.add(k).read_unaligned(), y));
                    }
                } else {
                    for k in 0..n {
                        r.add(k).write_unaligned(O::f(a.add(k).read_unaligned(), b.add(k).read_unaligned()));
                    }
                }
                return;
            }
            if s[0] == sa && s[1] == 0 && n > 0 {
                let y = b.read_unaligned();
                if a as usize == r as usize {
                    for k in 0..n {
                        let x = r.add(k).cast::<O::A>().read_unaligned();
                        r.add(k).write_unaligned(O::f(x, y));
                    }
                } else {
                    for k in 0..n {
                        r.add(k).write_unaligned(O::f(a.add(k).read_unaligned(), y));
                    }
                }
                return;
            }
            if s[0] == 0 && s[1] == sb && n > 0 {
                let x = a.read_unaligned();
                if b as usize == r as usize {
                    for k in 0..n {
                        let y = r.add(k).cast::<O::B>().read_unaligned();
                        r.add(k).write_unaligned(O::f(x, y));
                    }
                } else {
                    for k in 0..n {
                        r.add(k).write_unaligned(O::f(x, b.add(k).read_unaligned()));
                    }
                }
                return;
            }
        }
        let (mut a, mut b, mut r) = (p[0], p[1], p[2]);
        for _ in 0..n {
            r.cast::<O::R>().write_unaligned(O::f(a.cast::<O::A>().read_unaligned(), b.cast::<O::B>().read_unaligned()));
            a = a.wrapping_offset(s[0]);
            b = b.wrapping_offset(s[1]);
            r = r.wrapping_offset(s[2]);
        }
    }
}

#[inline(always)]
unsafe fn folded<O: Fold>(acc: *mut u8, p: *const u8, stride: isize, n: usize) {
    // SAFETY: by the contract of loops.
    unsafe {
        let acc = acc.cast::<O::R>();
        acc.write_unaligned(O::fold(acc.read_unaligned(), p, stride, n));
    }
}

/// One loop for each set of instructions.
macro_rules! clones {
    ($body:ident: $base:ident $avx2:ident $avx512:ident <$O:ident: $T:ident> ($($x:ident: $t:ty),*)) => {
        /// # Safety
        /// See [`LoopFn`], [`FoldFn`].
        pub(super) unsafe fn $base<$O: $T>($($x: $t),*) {
            // SAFETY: the caller's promise.
            unsafe { $body::<$O>($($x),*) }
        }
        #[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx2,fma,bmi1,bmi2,lzcnt,popcnt"))]
        unsafe fn $avx2<$O: $T>($($x: $t),*) {
            // SAFETY: the caller's promise; the backend is chosen only where the machine has it.
            unsafe { $body::<$O>($($x),*) }
        }
        #[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi1,bmi2,lzcnt,popcnt"))]
        unsafe fn $avx512<$O: $T>($($x: $t),*) {
            // SAFETY: as above.
            unsafe { $body::<$O>($($x),*) }
        }
    };
}

clones!(unary: unary_base unary_avx2 unary_avx512 <O: Op1> (p: &Ptrs, s: &Strides, n: usize));
clones!(binary: binary_base binary_avx2 binary_avx512 <O: Op2> (p: &Ptrs, s: &Strides, n: usize));
clones!(folded: folded_base folded_avx2 folded_avx512 <O: Fold> (acc: *mut u8, p: *const u8, stride: isize, n: usize));

const fn warns(d: DType) -> bool {
    d.is_float() || d.is_complex()
}

/// The loop of an operation on one element.
pub const fn loop1<O: Op1>() -> Loop {
    Loop {
        types: [O::A::DTYPE, O::R::DTYPE, DType::Bool, DType::Bool],
        run: [unary_base::<O>, unary_avx2::<O>, unary_avx512::<O>],
        fold: None,
        singly: None,
        may_warn: warns(O::A::DTYPE),
    }
}

/// [`loop1`] at 256 bits at most ([`Loop::narrow`]).
pub const fn loop1_narrow<O: Op1>() -> Loop {
    loop1::<O>().narrow()
}

/// [`loop1`] for operations that are calls of a function: more sets of instructions would not help.
pub const fn loop1_plain<O: Op1>() -> Loop {
    Loop { types: [O::A::DTYPE, O::R::DTYPE, DType::Bool, DType::Bool], run: [unary_base::<O>; 3], fold: None, singly: None, may_warn: warns(O::A::DTYPE) }
}

/// The loop of an operation on two elements.
pub const fn loop2<O: Op2>() -> Loop {
    Loop {
        types: [O::A::DTYPE, O::B::DTYPE, O::R::DTYPE, DType::Bool],
        run: [binary_base::<O>, binary_avx2::<O>, binary_avx512::<O>],
        fold: None,
        singly: None,
        may_warn: warns(O::A::DTYPE),
    }
}

/// [`loop2`] at 256 bits at most.
pub const fn loop2_narrow<O: Op2>() -> Loop {
    loop2::<O>().narrow()
}

/// [`loop2`] for operations that are calls of a function.
pub const fn loop2_plain<O: Op2>() -> Loop {
    Loop { types: [O::A::DTYPE, O::B::DTYPE, O::R::DTYPE, DType::Bool], run: [binary_base::<O>; 3], fold: None, singly: None, may_warn: warns(O::A::DTYPE) }
}

/// [`loop2`] for operations that reduce arrays.
pub const fn loop2_fold<O: Fold>() -> Loop {
    Loop {
        types: [O::A::DTYPE, O::B::DTYPE, O::R::DTYPE, DType::Bool],
        run: [binary_base::<O>, binary_avx2::<O>, binary_avx512::<O>],
        fold: Some([folded_base::<O>, folded_avx2::<O>, folded_avx512::<O>]),
        singly: None,
        may_warn: warns(O::A::DTYPE),
    }
}

/// [`loop2_fold`] at 256 bits at most.
pub const fn loop2_fold_narrow<O: Fold>() -> Loop {
    loop2_fold::<O>().narrow()
}

/// A loop of any other shape.
pub const fn loop_of(types: [DType; 4], run: LoopFn) -> Loop {
    Loop { types, run: [run; 3], fold: None, singly: None, may_warn: warns(types[0]) }
}

/// A loop of any other shape, compiled for each set of instructions.
pub const fn loop_clones(types: [DType; 4], run: [LoopFn; 3]) -> Loop {
    Loop { types, run, fold: None, singly: None, may_warn: warns(types[0]) }
}

/// Declares operations: a type without values for each, with its function.
#[macro_export]
macro_rules! ops1 {
    ($($(#[$doc:meta])* $Op:ident<$T:ident: $B:path>($a:ident: $A:ty) -> $R:ty $body:block)*) => { $(
        $(#[$doc])*
        pub struct $Op<$T>(std::marker::PhantomData<$T>);
        impl<$T: $B> $crate::kernels::loops::Op1 for $Op<$T> {
            type A = $A;
            type R = $R;
            #[inline(always)]
            fn f($a: $A) -> $R $body
        }
    )* };
}

#[macro_export]
macro_rules! ops2 {
    ($($(#[$doc:meta])* $Op:ident<$T:ident: $B:path>($a:ident: $A:ty, $b:ident: $BB:ty) -> $R:ty $body:block)*) => { $(
        $(#[$doc])*
        pub struct $Op<$T>(std::marker::PhantomData<$T>);
        impl<$T: $B> $crate::kernels::loops::Op2 for $Op<$T> {
            type A = $A;
            type B = $BB;
            type R = $R;
            #[inline(always)]
            fn f($a: $A, $b: $BB) -> $R $body
        }
    )* };
}

/// A table of loops: `table!(loop2: Less; Bool8 ints floats)`.
#[macro_export]
macro_rules! table {
    ($how:ident: $Op:ident; $($t:ty),* $(,)?) => { [$($crate::kernels::loops::$how::<$Op<$t>>()),*] };
}
