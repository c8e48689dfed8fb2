//! What an index means: which elements of which dimensions.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise};
use pyaot_core::exception::INDEX_ERROR;
use pyaot_core::slice::{self, SliceObj};
use pyaot_core::tuple::TupleObj;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{int, ops};

use super::{nonzero, position};
use crate::array::{self, ArrayObj, as_array, shape_in_message};
use crate::{broadcast, cast, convert, scalar};

/// One entry of a key.
enum Item {
    Int(i64),
    /// Its bounds as numbers: no code of the program runs once the shape has been looked at.
    Slice(slice::Bounds),
    Ellipsis,
    New,
    /// `a[True]`: a new dimension, of one element or none.
    Truth(bool),
    /// Ints, as an int64 array.
    Ints(Value),
    Mask(Value),
}

/// A dimension of the result.
#[derive(Clone, Copy)]
pub struct Dim {
    pub len: i64,
    pub stride: i64,
}

/// An index applied to an array.
pub struct Plan {
    /// The first element.
    pub data: *mut u8,
    /// The dimensions that slices and new axes leave.
    pub dims: Vec<Dim>,
    /// An int for each dimension.
    pub is_element: bool,
    pub fancy: Option<Fancy>,
}

/// Index arrays, broadcast together.
pub struct Fancy {
    pub shape: Vec<i64>,
    /// Byte offsets that the index arrays select, in C order.
    pub offsets: Vec<i64>,
    /// Where the index arrays' dimensions stand among `dims`.
    pub at: usize,
    /// The key is one mask (which has messages of its own).
    pub is_mask: bool,
    outside: Outside,
}

/// The first index that is not inside: itself, the axis' length, and the axis. Assignment looks at the value first.
type Outside = Option<(i64, i64, usize)>;

impl Fancy {
    /// All places are inside.
    ///
    /// # Errors
    /// IndexError where one is not.
    pub fn check(&self) -> Result<()> {
        self.outside.map_or(Ok(()), |(i, n, axis)| position(i, n, axis).map(drop))
    }
}

/// The index from the front; one that is not inside is noted.
fn inside(i: i64, n: i64, axis: usize, outside: &mut Outside) -> i64 {
    let from_front = if i < 0 { i.wrapping_add(n) } else { i };
    if (0..n).contains(&from_front) {
        return from_front;
    }
    outside.get_or_insert((i, n, axis));
    0
}

/// An index array with the axis that it selects from.
struct Selector {
    index: Value,
    axis: usize,
    len: i64,
    stride: i64,
}

/// What the key means in this array. What is assigned is looked at before index arrays are found not to fit each other.
///
/// # Errors
/// IndexError; what the conversion of the key raises.
pub fn plan(a: &ArrayObj, key: &Value, assigned: Option<&Value>) -> Result<Plan> {
    let keys = match key.downcast::<TupleObj>() {
        Some(t) => t.items().to_vec(),
        None => vec![key.clone()],
    };
    let mut items = Vec::with_capacity(keys.len() + 1);
    for k in &keys {
        items.push(classify(k)?);
    }
    if items.iter().filter(|i| matches!(i, Item::Ellipsis)).count() > 1 {
        return raise(&INDEX_ERROR, "an index can only have a single ellipsis ('...')");
    }
    let used: usize = items.iter().map(consumes).sum();
    if used > a.ndim() {
        return raise(&INDEX_ERROR, format!("too many indices for array: array is {}-dimensional, but {used} were indexed", a.ndim()));
    }
    let is_element = used == a.ndim() && !items.is_empty() && items.iter().all(|i| matches!(i, Item::Int(_)));
    let is_fancy = items.iter().any(|i| matches!(i, Item::Truth(_) | Item::Ints(_) | Item::Mask(_)));
    // A mask alone, of the array's shape in its dimensions.
    let is_mask = match &items[..] {
        [Item::Mask(m)] => a.shape().starts_with(as_array(m).shape()),
        [Item::Truth(_)] => true,
        _ => false,
    };
    if !items.iter().any(|i| matches!(i, Item::Ellipsis)) {
        items.push(Item::Ellipsis);
    }
    let rest = a.ndim() - used;
    let mut p = Plan { data: a.data(), dims: Vec::new(), is_element, fancy: None };
    let mut selectors: Vec<Selector> = Vec::new();
    // Where index arrays stand, and whether something stands between them.
    let (mut first, mut ended, mut apart) = (None, false, false);
    let mut axis = 0;
    for item in &items {
        let selects = matches!(item, Item::Truth(_) | Item::Ints(_) | Item::Mask(_)) || (is_fancy && matches!(item, Item::Int(_)));
        if selects {
            first.get_or_insert(p.dims.len());
            apart |= ended;
        } else if first.is_some() {
            ended = true;
        }
        let dim = |k: usize| (a.shape()[k], a.strides()[k]);
        match item {
            Item::Int(i) => {
                let (n, stride) = dim(axis);
                // Among index arrays it counts as one, whose place is known.
                p.data = p.data.wrapping_offset((position(*i, n, axis)? * stride) as isize);
                axis += 1;
            }
            Item::Slice(s) => {
                let (n, stride) = dim(axis);
                let (start, _, step, count) = s.adjust(n as usize);
                if count > 0 {
                    p.data = p.data.wrapping_offset((start * stride) as isize);
                }
                p.dims.push(Dim { len: count as i64, stride: if count == 0 { stride } else { stride * step } });
                axis += 1;
            }
            Item::Ellipsis => {
                for k in axis..axis + rest {
                    let (len, stride) = dim(k);
                    p.dims.push(Dim { len, stride });
                }
                axis += rest;
            }
            Item::New => p.dims.push(Dim { len: 1, stride: 0 }),
            Item::Truth(yes) => {
                let index = array::new(DType::I64, 8, &[i64::from(*yes)], array::Order::C, array::Fill::Zero)?;
                selectors.push(Selector { index, axis, len: 1, stride: 0 });
            }
            Item::Ints(index) => {
                let (len, stride) = dim(axis);
                selectors.push(Selector { index: index.clone(), axis, len, stride });
                axis += 1;
            }
            Item::Mask(m) => {
                for index in masked(a, as_array(m), axis)? {
                    let (len, stride) = dim(axis);
                    selectors.push(Selector { index, axis, len, stride });
                    axis += 1;
                }
            }
        }
    }
    if is_fancy {
        let at = if apart { 0 } else { first.unwrap_or(0) };
        let Some(fancy) = select(&selectors, at, is_mask)? else {
            if let Some(x) = assigned.filter(|x| array::get(x).is_none() && scalar::get(x).is_none()) {
                super::converted(x, a)?;
            }
            return no_single_shape(&selectors);
        };
        p.fancy = Some(fancy);
    }
    Ok(p)
}

/// Dimensions of the array that an entry takes up.
fn consumes(item: &Item) -> usize {
    match item {
        Item::Int(_) | Item::Slice(_) | Item::Ints(_) => 1,
        Item::Mask(m) => as_array(m).ndim(),
        Item::Ellipsis | Item::New | Item::Truth(_) => 0,
    }
}

fn classify(k: &Value) -> Result<Item> {
    if let Some(i) = k.as_small() {
        return Ok(Item::Int(i));
    }
    if k.is_none() {
        return Ok(Item::New);
    }
    if k.is_ellipsis() {
        return Ok(Item::Ellipsis);
    }
    if k.downcast::<SliceObj>().is_some() {
        return slice::unpack(k).map(Item::Slice);
    }
    if k.is_true() || k.is_false() {
        return Ok(Item::Truth(k.is_true()));
    }
    if let Some(a) = array::get(k) {
        return of_array(k, a, true);
    }
    if let Some((DType::Bool, _)) = scalar::get(k) {
        return Ok(Item::Truth(ops::truth(k)?));
    }
    if !matches!(k.ty().layout, Layout::List | Layout::Tuple | Layout::Range)
        && let Some(i) = ops::index_value_opt(k)?
    {
        return match int::to_i64(&i) {
            Some(i) => Ok(Item::Int(i)),
            None => not_an_index(),
        };
    }
    let made = convert::asarray(k)?;
    if as_array(&made).size() == 0 && as_array(&made).ndim() > 0 {
        return Ok(Item::Ints(cast::astype(&made, DType::I64, 8)?));
    }
    of_array(&made, as_array(&made), false)
}

fn of_array(v: &Value, a: &ArrayObj, given: bool) -> Result<Item> {
    match a.dtype() {
        // SAFETY: the array's one element.
        DType::Bool if a.ndim() == 0 => Ok(Item::Truth(unsafe { *a.data() != 0 })),
        DType::Bool => Ok(Item::Mask(v.clone())),
        d if d.is_integer() => {
            let ints = convert::from_any(v, Some((DType::I64, 8)))?;
            if a.ndim() == 0 {
                // SAFETY: the array's one element.
                return Ok(Item::Int(unsafe { (as_array(&ints).data() as *const i64).read_unaligned() }));
            }
            Ok(Item::Ints(ints))
        }
        _ if given => raise(&INDEX_ERROR, "arrays used as indices must be of integer (or boolean) type"),
        _ => not_an_index(),
    }
}

fn not_an_index<T>() -> Result<T> {
    raise(
        &INDEX_ERROR,
        "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices",
    )
}

/// The places where a mask is true, by dimension.
fn masked(a: &ArrayObj, m: &ArrayObj, axis: usize) -> Result<Vec<Value>> {
    for k in 0..m.ndim() {
        let (have, mask) = (a.shape()[axis + k], m.shape()[k]);
        // A mask of nothing chooses nothing, wherever it stands.
        if have != mask && mask != 0 {
            return raise(
                &INDEX_ERROR,
                format!(
                    "boolean index did not match indexed array along axis {}; size of axis is {have} but size of corresponding \
                     boolean axis is {mask}",
                    axis + k
                ),
            );
        }
    }
    nonzero(m)
}

#[cold]
fn no_single_shape<T>(selectors: &[Selector]) -> Result<T> {
    let all: String = selectors.iter().map(|s| shape_in_message(as_array(&s.index).shape()) + " ").collect();
    raise(&INDEX_ERROR, format!("shape mismatch: indexing arrays could not be broadcast together with shapes {all}"))
}

/// The offsets that index arrays select together; None where their shapes do not fit each other.
fn select(selectors: &[Selector], at: usize, is_mask: bool) -> Result<Option<Fancy>> {
    let mut outside = None;
    let shapes: Vec<&[i64]> = selectors.iter().map(|s| as_array(&s.index).shape()).collect();
    let Some(shape) = broadcast::shapes(&shapes) else { return Ok(None) };
    let total = shape.iter().product::<i64>() as usize;
    let mut offsets = vec![0; total];
    for s in selectors {
        let index = as_array(&s.index);
        let strides = broadcast::strides(index.shape(), index.strides(), &shape).unwrap_or_default();
        let mut k = 0;
        crate::walk::runs(&shape, [&strides], [index.data()], |[p], n, [step]| {
            for j in 0..n as i64 {
                // SAFETY: the walk stays inside the index array.
                let i = unsafe { (p.offset((j * step) as isize) as *const i64).read_unaligned() };
                offsets[k] += inside(i, s.len, s.axis, &mut outside) * s.stride;
                k += 1;
            }
            Ok(())
        })?;
    }
    Ok(Some(Fancy { shape, offsets, at, is_mask, outside }))
}
