//! State, memory and effects of components: one of each for all types, behind Yew's own names.
//!
//! Yew compiles these hooks anew for every type and into every component that uses them. Here what they keep is one
//! type, [`Kept`], and only the conversions from and to it depend on what a component asked for.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;

use ::yew::functional::{Hook, HookContext, TearDown};

/// A value whose type is forgotten, and how it is compared with a later one.
#[derive(Clone)]
struct Kept {
    value: Rc<dyn Any>,
    same: fn(&dyn Any, &dyn Any) -> bool,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&*self.value, &*other.value)
    }
}

impl Kept {
    fn compared<T: PartialEq + 'static>(value: T) -> Self {
        Self { value: Rc::new(value), same: same::<T> }
    }
}

fn same<T: PartialEq + 'static>(one: &dyn Any, other: &dyn Any) -> bool {
    one.downcast_ref::<T>().is_some_and(|one| other.downcast_ref() == Some(one))
}

#[inline(never)]
#[expect(clippy::expect_used, reason = "a hook finds at its place what it put there, which has its type")]
fn typed<T: 'static>(value: &dyn Any) -> &T {
    value.downcast_ref().expect("a hook has one type")
}

/// A hook made of a function.
struct Run<F>(F);

impl<T, F: FnOnce(&mut HookContext) -> T> Hook for Run<F> {
    type Output = T;

    fn run(self, context: &mut HookContext) -> T {
        (self.0)(context)
    }
}

/// A component's state; reading it gives what was set last.
pub struct UseStateHandle<T>(Rc<State>, PhantomData<T>);

/// Behind a pointer, so that closures carry one word of it.
struct State {
    state: ::yew::UseStateHandle<Kept>,
    same: fn(&dyn Any, &dyn Any) -> bool,
}

impl<T> UseStateHandle<T> {
    /// Sets the state and draws the component again, unless nothing changed and the hook compares.
    pub fn set(&self, value: T)
    where
        T: 'static,
    {
        self.0.set(Rc::new(value));
    }

    /// Returns what only sets.
    pub fn setter(&self) -> UseStateSetter<T> {
        UseStateSetter(self.0.setter(), PhantomData)
    }
}

impl State {
    #[inline(never)]
    fn set(&self, value: Rc<dyn Any>) {
        self.state.set(Kept { value, same: self.same });
    }

    #[inline(never)]
    fn setter(&self) -> Rc<Setter> {
        Rc::new(Setter { set: self.state.setter(), same: self.same })
    }
}

impl<T: 'static> Deref for UseStateHandle<T> {
    type Target = T;

    fn deref(&self) -> &T {
        typed(&*self.0.state.value)
    }
}

impl<T> Clone for UseStateHandle<T> {
    #[inline(never)]
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0), PhantomData)
    }
}

/// Whether both saw the same state; of one that is not compared, never.
impl<T> PartialEq for UseStateHandle<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.state == other.0.state
    }
}

impl<T> fmt::Debug for UseStateHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UseStateHandle<_>")
    }
}

/// Sets a component's state. It keeps no value, so it may live as long as it likes.
pub struct UseStateSetter<T>(Rc<Setter>, PhantomData<T>);

struct Setter {
    set: ::yew::UseStateSetter<Kept>,
    same: fn(&dyn Any, &dyn Any) -> bool,
}

impl Setter {
    #[inline(never)]
    fn set(&self, value: Rc<dyn Any>) {
        self.set.set(Kept { value, same: self.same });
    }
}

impl<T> UseStateSetter<T> {
    /// As [`UseStateHandle::set`].
    pub fn set(&self, value: T)
    where
        T: 'static,
    {
        self.0.set(Rc::new(value));
    }
}

impl<T> Clone for UseStateSetter<T> {
    #[inline(never)]
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0), PhantomData)
    }
}

impl<T> fmt::Debug for UseStateSetter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UseStateSetter<_>")
    }
}

#[inline(never)]
fn state(context: &mut HookContext, first: &mut dyn FnMut() -> Kept) -> Rc<State> {
    let state = ::yew::use_state_eq(first).run(context);
    let same = state.same;
    Rc::new(State { state, same })
}

/// A state that draws the component again whenever it is set.
pub fn use_state<T: 'static>(first: impl Fn() -> T) -> impl Hook<Output = UseStateHandle<T>> {
    Run(move |context: &mut HookContext| {
        let mut first = || Kept { value: Rc::new(first()), same: |_, _| false };
        UseStateHandle(state(context, &mut first), PhantomData)
    })
}

/// A state that draws the component again when it is set to another value.
pub fn use_state_eq<T: PartialEq + 'static>(first: impl Fn() -> T) -> impl Hook<Output = UseStateHandle<T>> {
    Run(move |context: &mut HookContext| UseStateHandle(state(context, &mut || Kept::compared(first())), PhantomData))
}

/// What was computed, and from what.
struct Memo {
    of: Rc<dyn Any>,
    value: Rc<dyn Any>,
}

#[inline(never)]
fn memo(
    context: &mut HookContext,
    holds: &dyn Fn(&dyn Any) -> bool,
    compute: &mut dyn FnMut() -> Option<Memo>,
) -> Option<Rc<dyn Any>> {
    let slot = ::yew::use_mut_ref(|| None::<Memo>).run(context);
    let mut slot = slot.borrow_mut();
    if !slot.as_ref().is_some_and(|memo| holds(&*memo.of)) {
        *slot = compute();
    }
    slot.as_ref().map(|memo| Rc::clone(&memo.value))
}

#[inline(never)]
#[expect(clippy::expect_used, reason = "a hook finds at its place what it put there, which has its type")]
fn shared<T: 'static>(value: Option<Rc<dyn Any>>) -> Rc<T> {
    value.and_then(|value| value.downcast().ok()).expect("a hook has one type")
}

/// Computes a value, again only when what it was computed from changed.
pub fn use_memo<T: 'static, D: PartialEq + 'static>(of: D, compute: impl FnOnce(&D) -> T) -> impl Hook<Output = Rc<T>> {
    Run(move |context: &mut HookContext| {
        let of = Rc::new(of);
        let mut compute = Some(compute);
        let value = memo(context, &|then| then.downcast_ref() == Some(&*of), &mut || {
            let value = compute.take()?(&of);
            Some(Memo { of: Rc::<D>::clone(&of), value: Rc::new(value) })
        });
        shared(value)
    })
}

type Effect = Box<dyn FnOnce(&Kept) -> Box<dyn FnOnce()>>;

#[inline(never)]
fn effect(context: &mut HookContext, of: Kept, run: Effect) {
    ::yew::use_effect_with(of, run).run(context);
}

/// Does something after the component was drawn first, and whenever `of` changed; what that returns runs before the
/// next time and at the end.
pub fn use_effect_with<T: PartialEq + 'static, D: TearDown>(
    of: T,
    run: impl FnOnce(&T) -> D + 'static,
) -> impl Hook<Output = ()> {
    Run(move |context: &mut HookContext| {
        let run = |of: &Kept| -> Box<dyn FnOnce()> {
            let down = run(typed(&*of.value));
            Box::new(move || down.tear_down())
        };
        effect(context, Kept::compared(of), Box::new(run));
    })
}
