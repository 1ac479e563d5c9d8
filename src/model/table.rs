//! Lists of elements that only their own kind of index opens.

use std::fmt;
use std::marker::PhantomData;
use std::ops;

/// An index into a [`Table`]: a plain number that knows what it counts.
pub trait Index: Copy + Ord {
    /// The index of the element at this place of its table.
    fn new(place: usize) -> Self;

    /// The place in the table.
    fn place(self) -> usize;
}

/// Declares an index type for one kind of element.
macro_rules! index {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $crate::model::Index for $name {
            fn new(place: usize) -> Self {
                Self(u32::try_from(place).expect("a topology has fewer than four billion elements"))
            }

            fn place(self) -> usize {
                self.0 as usize
            }
        }
    };
}

pub(crate) use index;

/// A list whose elements are opened by one kind of index only.
#[derive(Clone, PartialEq)]
pub struct Table<I, T> {
    elements: Vec<T>,
    index: PhantomData<I>,
}

impl<I: Index, T> Table<I, T> {
    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// Appends an element and tells its index.
    pub fn push(&mut self, element: T) -> I {
        self.elements.push(element);
        I::new(self.elements.len() - 1)
    }

    /// All indices, in order.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + Clone + use<I, T> {
        (0..self.elements.len()).map(I::new)
    }

    /// All elements with their indices, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.elements
            .iter()
            .enumerate()
            .map(|(place, element)| (I::new(place), element))
    }

    /// All elements, in order.
    pub fn values(&self) -> std::slice::Iter<'_, T> {
        self.elements.iter()
    }
}

impl<I, T> Default for Table<I, T> {
    fn default() -> Self {
        Self {
            elements: Vec::new(),
            index: PhantomData,
        }
    }
}

impl<I, T> FromIterator<T> for Table<I, T> {
    fn from_iter<E: IntoIterator<Item = T>>(elements: E) -> Self {
        Self {
            elements: elements.into_iter().collect(),
            index: PhantomData,
        }
    }
}

impl<I, T> Extend<T> for Table<I, T> {
    fn extend<E: IntoIterator<Item = T>>(&mut self, elements: E) {
        self.elements.extend(elements);
    }
}

impl<I: Index, T> ops::Index<I> for Table<I, T> {
    type Output = T;

    fn index(&self, index: I) -> &T {
        &self.elements[index.place()]
    }
}

impl<I: Index, T> ops::IndexMut<I> for Table<I, T> {
    fn index_mut(&mut self, index: I) -> &mut T {
        &mut self.elements[index.place()]
    }
}

impl<I, T: fmt::Debug> fmt::Debug for Table<I, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.elements.fmt(formatter)
    }
}
