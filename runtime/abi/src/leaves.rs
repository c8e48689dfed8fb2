//! Every leaf function, declared once. The lists are handed to whoever expands them: both here, into [`Leaf`] and [`LEAVES`];
//! each in the crate that has the functions, into its table of addresses.

/// Calls `$with! { … name(params) -> ret effect; … }` with the leaves of `runtime/core` behind what else is given.
///
/// Effects: `pure` (see [`crate::LeafInfo::pure`]) or `any`.
#[macro_export]
macro_rules! core_leaves {
    ($with:ident $($more:tt)*) => {
        $with! {
            $($more)*
            // memory
            dealloc(P) -> Void any;             // count reached zero
            drain() -> Void any;                // frees what was put off while deallocations were nested too deep
            refill(I) -> P any;                 // a cell of this size class, when its free list is empty; collects cycles when due
            box_int(I) -> V pure;               // any i64
            box_float(W) -> V pure;
            box_num(I, I, W) -> V pure;         // the float if the first is not 0, else the int
            box_complex(W, W) -> V pure;
            unbox_int(V) -> IR pure;            // int or bool; status 1: does not fit, nothing raised
            box_wide(I, I) -> V pure;           // low and high word of 128 bits
            int_fits(V, I) -> B pure;           // an int or bool of at most 0: 64 bits, 1: 64 bits without a sign, 2: 128 bits
            int_low(V) -> I pure;               // the words of one that fits 128 bits
            int_high(V) -> I pure;
            is_same(V, V) -> B pure;            // `is`: one object, or floats of the same bits, which had no object until now
            is_same_to_host(V, V) -> B pure;    // the same where values are copies of a host's, or stand for what it has
            unbox_float(V) -> FR any;           // float, int, bool, __float__
            release_slots(P, I) -> Void any;    // frame array of the slow twin: releases and zeroes the first words
            zero_slots(P, I) -> Void any;
            take_slots(P, V, I) -> Void any;    // the words of an array as they are stored for a point; masks for all points (lower: `take_over_slots`)
            take_range(P, I, I) -> Void any;    // words, of which one is a range or zero: makes that of its start, step and length, three words from another on
            make_cell(V) -> V any;              // content retained; 0 allowed = unbound
            safepoint() -> UR any;              // signals; called when the pending byte is set
            safepoint_beside() -> UR any;       // the same for loops that run without the host's lock
            stack_overflow() -> UR any;         // raises RecursionError (always 1)
            // generic operations (op = BinOp, UnOp, CmpOp of the runtime as i64)
            binary(I, V, V) -> VR any;
            binary_owned(I, O, V) -> VR any;    // consumes the left operand
            inplace(I, O, V) -> VR any;         // the same
            unary(I, V) -> VR any;
            compare(I, V, V) -> VR any;
            compare_bool(I, V, V) -> BR any;
            truth(V) -> BR any;
            contains(V, V) -> BR any;           // container, element
            len(V) -> IR any;
            getitem(V, V) -> VR any;
            setitem(V, V, V) -> UR any;         // container, index, value
            delitem(V, V) -> UR any;
            getattr(V, V) -> VR any;            // object, name (str)
            setattr(V, V, V) -> UR any;         // object, name, value
            setattr_plain(V, V, V) -> UR any;  // the same, whatever `__setattr__` says
            delattr(V, V) -> UR any;
            iter(V) -> VR any;
            next(V) -> NR any;
            isinstance(V, V) -> BR any;
            format(V, V) -> VR any;             // value, spec (str)
            repr(V) -> VR any;
            str(V) -> VR any;
            ascii(V) -> VR any;
            hash(V) -> IR any;
            // calls; the array of arguments is borrowed
            call(V, P, I) -> VR any;            // callee, args, count
            call_kw(V, V, P, I) -> VR any;      // callee, tuple of keyword names, args (keyword values last), count of all
            call_ex(V, V, V) -> VR any;         // callee, tuple, dict or None
            call_method(V, V, P, I) -> VR any;  // object, name, args, count
            call_method_kw(V, V, V, P, I) -> VR any; // object, name, keyword names, args, count of all
            call_native(P, P, I) -> VR any;     // Native record, args (all bound), count
            new_array(P, P, I) -> VR any;       // the same of a function that makes a new array of plain values, its shape first: no code runs
            array_like(P, P, I) -> VR any;      // and of one that makes an array like its first argument
            make_function(P, V, V, P, I) -> VR any; // CodeDesc, defaults tuple or None, kwdefaults dict or None, captures, count
            make_class(P, V, P, I) -> VR any;   // ClassDesc, metaclass keywords (None), bases, count
            class_set(V, V, V) -> UR any;       // class, name, value: an attribute of the class body
            class_done(V) -> UR any;            // the class body has ended
            new_instance(V) -> V any;           // class: object with unset slots, no __init__ call
            new_exception(V, P, I) -> V any;    // class with a plain builtin base, arguments, count: no __init__ call
            exception_init(V, P, I) -> Void any; // BaseException.__init__(exception, arguments, count)
            super_method(V, V, V) -> VR any;    // class of the method, self, name: bound attribute after the class in the MRO
            decorate_builtin(I, V) -> VR any;   // 0 staticmethod, 1 classmethod, 2 property
            // ints as values (the slow twin)
            int_add(V, V) -> VR pure;
            int_sub(V, V) -> VR pure;
            int_mul(V, V) -> VR pure;
            int_binary(I, V, V) -> VR any;      // any BinOp on ints (may raise ZeroDivisionError)
            int_binary_owned(I, O, V) -> VR any; // the same; consumes the left operand
            int_muladd(I, V, V, V, V) -> VR any; // (a * b + c) op m, op Mod or BitAnd
            int_neg(V) -> VR pure;
            int_invert(V) -> VR pure;
            int_compare(I, V, V) -> B pure;
            int_truth(V) -> B pure;
            int_to_f64(V) -> FR any;            // OverflowError where too large
            int_from_f64(W) -> VR any;          // int(f): truncates; nan, inf raise
            int_parse(V) -> VR any;             // int(str)
            int_to_str(V) -> VR any;
            i64_to_str(I) -> V pure;
            i64_pow(I, I) -> IR pure;           // exponent >= 0; status 1: overflow
            i64_truediv(I, I) -> FR any;        // exact division, ZeroDivisionError
            int_truediv(V, V) -> FR any;
            mulmod_word(I, I, I, I) -> I pure;  // the same without signs
            wide_mod(I, I, I) -> I pure;        // low, high, divisor > 0
            wide_div_low(I, I, I) -> I pure;    // the quotient's words
            wide_div_high(I, I, I) -> I pure;
            mulmod(I, I, I, I) -> I pure;       // (a*b + c) floor-mod m, m != 0, through 128 bits
            // floats
            f64_mod(F, F) -> FR any;
            f64_floordiv(F, F) -> FR any;
            c_exp(F) -> F pure;                 // the C library's: see `functions::PLAIN`
            c_log(F) -> F pure;
            c_sin(F) -> F pure;
            c_cos(F) -> F pure;
            c_tan(F) -> F pure;
            c_atan(F) -> F pure;
            c_tanh(F) -> F pure;
            math_unary(I, F) -> FR any;         // number in the table of functions of `math`; raises as they do
            math_binary(I, F, F) -> FR any;
            f64_pow(F, F) -> FR any;            // base >= 0 or integral exponent: never complex
            f64_square(F) -> FR any;            // what is not decided by the product
            f64_pow_any(W, W) -> VR any;
            complex_abs(F, F) -> FR any;
            f64_round(W) -> VR any;             // round(f): int
            f64_round_digits(W, I) -> FR any;
            f64_to_str(W) -> V pure;
            float_parse(V) -> FR any;
            raise_zero_division(I) -> UR any;   // message by BinOp; 100 + op for floats
            // str
            str_concat(V, V) -> VR any;
            str_append(O, V) -> VR any;         // in place where the count is 1
            str_eq(V, V) -> B pure;
            str_compare(V, V) -> I pure;        // -1, 0, 1
            str_char(V, I) -> V any;            // s[i], 0 <= i < len
            str_getitem(V, I) -> VR any;        // negative index, IndexError
            str_contains(V, V) -> B pure;
            str_join(P, I) -> VR any;           // array of str values, count (f-strings)
            str_hash(V) -> I pure;
            str_code(V, I) -> I pure;           // code point of s[i], 0 <= i < len
            str_from_char(I) -> V any;          // the one-character string of a code point
            str_append_char(O, I) -> VR any;    // str_append of a one-character string
            str_slice(V, I, I) -> V any;        // s[i:j] (i64::MAX = absent end)
            str_slice_step(V, I, I, I) -> V any; // s[i:j:k], k != 0; absent ends are those of `slice::Bounds`
            str_starts(V, V, I) -> B pure;      // s.startswith(prefix, start)
            str_ends(V, V) -> B pure;
            char_is(I, I) -> B pure;            // property of a code point: 0 alpha, 1 alnum, 2 digit, 3 decimal, 4 numeric, 5 space, 6 upper, 7 lower
            char_in(V, I) -> B pure;            // str, code point
            str_is(V, I) -> B pure;             // a property of all characters, numbered as those of char_is
            str_strip(V, V, I) -> V any;        // str, characters (str or None), sides: 1 left, 2 right, 3 both
            str_case(V, I) -> V any;            // 0 lower, 1 upper, 2 capitalize, 3 title, 4 swapcase, 5 casefold
            str_split(V, V) -> VR any;          // separator: str or None
            str_pieces(V, V, I) -> VR any;      // iterator over s.split(sep), or over s.splitlines() where the last is 1
            str_next_piece(V) -> OptV any;
            str_find(V, V, I) -> I pure;        // s.find(sub, start)
            str_rfind(V, V) -> I pure;
            str_count(V, V) -> I pure;
            str_replace(V, V, V) -> VR any;
            str_join_list(V, V) -> VR any;      // separator, list of strs
            str_repeat(V, I) -> VR any;
            ord(V) -> IR any;
            chr(I) -> VR any;
            // lists
            list_new(I) -> V any;               // capacity, empty
            list_from(P, I) -> V any;           // values, borrowed
            list_repeat_i64(I, I) -> VR any;    // [x] * n for an int x, raw storage
            list_repeat_f64(W, I) -> VR any;
            list_append(V, V) -> UR any;
            list_append_i64(V, I) -> UR any;
            list_append_f64(V, W) -> UR any;
            list_get(V, I) -> VR any;           // any kind, negative index, IndexError
            list_get_i64(V, I) -> IR any;       // status 1: raised; status 2: the element is a big int (its value word)
            list_get_f64(V, I) -> FR any;
            list_set(V, I, V) -> UR any;
            list_set_i64(V, I, I) -> UR any;
            list_set_f64(V, I, W) -> UR any;
            list_extend(V, V) -> UR any;        // [*x]
            args_extend(V, V, V) -> UR any;     // f(*x); third = callee
            list_pop(V, I) -> VR any;           // index, -1 = last
            list_sum_i64(V, V) -> VR any;       // sum(list, start) for a list of ints
            list_concat(V, V) -> V any;         // two lists
            list_with_front(V, P, I) -> V any;  // [items…] + list
            list_with_back(V, P, I) -> V any;   // list + [items…]
            list_slice(V, I, I) -> VR any;      // a[i:j] with bounds given (i64::MAX = absent end)
            list_slice_step(V, I, I, I) -> V any; // a[i:j:k], as of strs
            list_set_slice(V, I, I, I, V) -> UR any; // a[i:j:k] = v, bounds as of list_slice_step
            raise_index(I) -> UR any;           // 0 list index, 1 list assignment index, 2 tuple, 3 string, 4 range object index out of range
            // tuples
            tuple_from(P, I) -> V any;          // values, borrowed
            tuple_of(P, I) -> V any;            // values, consumed
            list_to_tuple(V) -> V any;
            tuple_new(V) -> VR any;             // tuple(iterable)
            list_from_iter(V) -> VR any;        // list(iterable)
            set_from_iter(V) -> VR any;         // set(iterable)
            unpack(V, I, P) -> UR any;          // iterable, count, array that receives owned values
            unpack_star(V, I, I, P) -> UR any;  // iterable, before, after, array of before+1+after owned values
            // dicts and sets
            dict_new() -> V any;
            dict_get(V, V) -> VR any;           // d[k], KeyError, __missing__
            dict_get_opt(V, V) -> NR any;       // d.get(k): owned value or 0
            dict_get_default(V, V, V) -> VR any; // d.get(k, default)
            dict_delete(V, V) -> UR any;        // del d[k]
            dict_get_int(V, I) -> VR any;       // key is an int
            dict_set(V, V, V) -> UR any;
            dict_set_int(V, I, V) -> UR any;
            dict_contains(V, V) -> BR any;
            dict_update(V, V) -> UR any;        // {**x}
            with_check(V) -> UR any;            // TypeError unless the object is a context manager
            dict_merge_kwargs(V, V, V) -> UR any; // f(**x): duplicate keys raise; third = callee
            dict_iter_seek(V) -> I any;         // iterator over a dict: moves it to the next entry in use and says where that is; -1 end, -2 raised
            set_new() -> V any;
            set_add(V, V) -> UR any;
            set_contains(V, V) -> BR any;
            // keys whose comparison runs no code: ints, strs, floats, None, tuples of them, on both sides
            set_has(V, V) -> B any;
            set_put(V, V) -> Void any;
            dict_has(V, V) -> B any;
            dict_find(V, V) -> VR any;          // d[k], KeyError
            dict_pos(V, V) -> I any;            // position of the entry, -1 if there is none
            dict_set_at(V, V, V, I) -> UR any;  // d[k] = v; last: what dict_pos says of d and k
            set_place(V, V) -> I any;           // slot of the element; if it is not there, -1 - the slot where it would go
            set_put_at(V, V, I) -> Void any;    // last: what set_place says
            dict_pos_pair(V, V, V) -> I any;    // the same for the key (a, b), which need not be a tuple yet
            set_place_pair(V, V, V) -> I any;
            raise_key(V) -> UR any;             // KeyError; always 1
            heap_push(V, V) -> UR any;          // list whose elements are plain, as the element
            heap_pop(V) -> VR any;
            deque_append(V, V) -> Void any;
            deque_appendleft(V, V) -> Void any;
            deque_pop(V) -> VR any;
            deque_popleft(V) -> VR any;
            next_pair(V, P) -> I any;           // iterator, out [first, second] owned of an element with two parts; 0, -1 end, -2 raised
            range_new(V, V, V) -> VR any;
            range_of(I, I, I) -> V any;         // start, step, length
            range_turned(V) -> V any;           // the numbers of a range in the opposite order
            range_item(V, I) -> V any;          // i-th number, in bounds
            raise_type(V) -> UR any;            // TypeError with this message; always 1
            slice_new(V, V, V) -> V any;
            // exceptions
            raise(O, V) -> UR any;              // exception or class, cause (0 word = none given); always 1
            reraise() -> UR any;                // bare raise; always 1
            exc_take() -> V any;                // the pending exception, which becomes the handled one (pushed)
            exc_restore(O) -> UR any;           // makes it pending again without change (end of finally); always 1
            exc_pop() -> Void any;              // leaves a handler: pops the handled exception
            exc_drop() -> Void any;             // forgets the pending exception
            exc_match(V, V) -> BR any;          // exception, class or tuple of classes
            exc_is_stop(P) -> OptV any;         // if StopIteration is pending: clears it, returns its value; else 0
            traceback_add(P, I) -> Void any;    // FrameDesc, line
            raise_unbound(V, I) -> UR any;      // name; 0 local, 1 global, 2 free, 3 attribute-less
            raise_name(I, V) -> UR any;         // exception kind by number (see runtime), message
            assert_fail(V) -> UR any;           // message value or 0 word
            // generators
            gen_new(P, V, I) -> V any;          // resume function, name, number of counted slots | number of all << 32; slots are zero
            gen_resume(V, V) -> NR any;         // generator, sent value: next value or 0 at the end
            yield_from_next(V, V) -> NR any;    // iterator, sent value: next value, or 0 at the end (result by gen_result)
            yield_from_throw(V) -> NR any;      // iterator: passes the pending exception, thrown in, on to it; as yield_from_next
            gen_result() -> V any;              // the value of the StopIteration that ended yield_from_next
            gen_failed(V) -> Void any;          // a generator resumed by compiled code raised: it has ended
            gen_raised() -> Void any;           // an exception leaves the code of a generator that runs in line
            gen_stop(V) -> UR any;              // StopIteration for one that has just ended; always 1
            gen_ended(V) -> Void any;           // one ended inside `yield from`: keeps its result for gen_result
            gen_throw_pending(V) -> UR any;     // at resumption: 1 if an exception was thrown in
            // modules and output
            random_below(V, I) -> IR any;       // generator, n > 0: an int in [0, n)
            random_draw(V) -> FR any;           // generator: a float in [0, 1)
            import_native(V) -> VR any;
            print(P, I) -> UR any;              // values, count; default sep and end
            print_str(V) -> UR any;
        }
    };
}

/// The same for the leaves of `runtime/array`.
#[macro_export]
macro_rules! array_leaves {
    ($with:ident $($more:tt)*) => {
        $with! {
            $($more)*
            box_real(I, W) -> V pure;           // 0: the int that the float is, 1: the float, `NUMPY_TAG`: np.float64
            box_np_int(I, I) -> V pure;         // 0: the int, `NUMPY_TAG`: np.int64
            box_np_bool(I, I) -> V pure;        // 0: the bool, `NUMPY_TAG`: np.bool
            box_float64(W, P) -> V pure;        // an np.float64; its class, which passes look at
            box_int64(I, P) -> V pure;          // an np.int64; its class
            box_short_float(W, P) -> V pure;    // a scalar of fewer than 64 bits; its class
            box_short_int(I, P) -> V pure;
            box_np_num(I, I, I, W) -> V pure;   // tag, dtype, int, float: a scalar of fewer than 64 bits, if the tag is NumPy's
            box_complex128(W, W, P) -> V pure;  // an np.complex128: its parts, its class
            box_np_complex(I, I, W, W) -> V pure; // tag, dtype, parts: a complex scalar, if the tag is NumPy's
            iterable(V) -> VR any;              // the object itself, if it can be iterated over
            array_fused(V, P, I) -> VR any;     // tape, operands, count: see fuse.rs
            array_part(V, I, P, I) -> VR any;   // array, form of the key, its ints, count: see index/part.rs
            np_function(I, F, F) -> F pure;     // place in `functions`, operands: within its bounds
            np_overflow(I) -> UR any;           // a sum, difference or product of np.uint64 (0, 1, 2) does not fit: warns
            array_row(V, I, I, I, I) -> V any;  // the view at these indices, which are in bounds, -1 for all of a dimension
            np_draw(V, I) -> FR any;            // source or None, what is drawn (`draws`)
            np_draw2(V, I, F, F) -> FR any;     // source or None, what is drawn, its parameters
            np_draw_int(V, I, I, I) -> IR any;  // source or None, bounds, `draws::MASKED` and `draws::CLOSED`
            np_line_reduce(V, I, I, P, I) -> FR any; // array of float64, form of the key, place in `tape::REDUCTIONS`, ints, count
            np_line_reduce_int(V, I, I, P, I) -> IR any; // the same of int64
            np_lines_dot(V, I, V, I, I, P, I) -> FR any; // arrays of float64, forms (0: all), number of the first one's ints, ints, count
            np_line_store(V, I, V, I, I, P, I) -> UR any; // the same: elements of the second into those of the first
            np_line_change(V, I, V, I, F, I, I, P, I) -> UR any; // the same, a number, what is done (`lines`), number of the first one's ints
            np_line_fill(V, I, F, P, I) -> UR any; // array of float64, form, number, ints, count
            array_of(P, I) -> V any;            // ints that fit 64 bits, or floats, count: an array of them
        }
    };
}

macro_rules! declare {
    ($($name:ident($($p:ident),*) -> $r:ident $eff:ident;)*) => {
        /// A leaf function of the runtime.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(non_camel_case_types, reason = "the variants are the leaves' own names")]
        #[repr(u16)]
        pub enum Leaf { $($name),* }

        /// The declarations, indexed by [`Leaf`].
        pub static LEAVES: &[crate::LeafInfo] = &[$(crate::LeafInfo {
            name: stringify!($name),
            symbol: concat!("pyaot_", stringify!($name)),
            params: &[$(crate::Param::$p),*],
            ret: crate::Ret::$r,
            pure: declare!(@$eff),
        }),*];

        impl Leaf {
            /// In the order of [`LEAVES`].
            pub const ALL: &[Leaf] = &[$(Leaf::$name),*];
            pub fn info(self) -> &'static crate::LeafInfo {
                &LEAVES[self as usize]
            }
            pub fn by_name(name: &str) -> Option<Leaf> {
                match name { $(stringify!($name) => Some(Leaf::$name),)* _ => None }
            }
        }
    };
    (@pure) => { true };
    (@any) => { false };
}

core_leaves!(array_leaves declare);
