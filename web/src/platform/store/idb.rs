//! IndexedDB as the store needs it: a dozen calls, and waiting for a request and for the end of a transaction.
//!
//! The crate `indexed_db_futures` knows every kind of key, value, index and cursor and puts a channel behind each
//! request: 7 kB of the browser module, brotli, for one kind of each. Here the browser's own promises do the waiting.
//!
//! A browser ends a transaction once nothing is asked of it, so between its begin and its end nothing else may be
//! waited for than its own requests.

use gloo::events::EventListener;
use gloo::utils::window;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::EventTarget;

/// What the browser threw or named as the reason: a `DOMException`, or nothing when it cut a transaction for none.
pub(super) type Failure = JsValue;

#[wasm_bindgen]
extern "C" {
    type Factory;
    #[wasm_bindgen(method, catch)]
    fn open(this: &Factory, name: &str, version: u32) -> Result<Request, Failure>;

    #[wasm_bindgen(extends = EventTarget)]
    #[derive(Clone)]
    type Request;
    #[wasm_bindgen(method, getter)]
    fn result(this: &Request) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn transaction(this: &Request) -> RawTransaction;

    /// An open database. Clones are one handle, and the browser may cut it.
    #[derive(Clone)]
    pub(super) type Database;
    #[wasm_bindgen(method)]
    pub(super) fn close(this: &Database);
    /// Makes a store, while the database is upgraded.
    #[wasm_bindgen(method, catch, js_name = createObjectStore)]
    pub(super) fn create_store(this: &Database, name: &str) -> Result<Store, Failure>;
    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn begin(this: &Database, stores: &Array, mode: &str, options: &Object) -> Result<RawTransaction, Failure>;

    #[wasm_bindgen(extends = EventTarget)]
    type RawTransaction;
    #[wasm_bindgen(method, catch, js_name = objectStore)]
    fn store(this: &RawTransaction, name: &str) -> Result<Store, Failure>;
    #[wasm_bindgen(method, catch)]
    fn commit(this: &RawTransaction) -> Result<(), Failure>;
    #[wasm_bindgen(method, catch)]
    fn abort(this: &RawTransaction) -> Result<(), Failure>;

    /// A store within a transaction. What is put, deleted or cleared fails with its transaction.
    pub(super) type Store;
    #[wasm_bindgen(method, catch, js_name = put)]
    fn send_put(this: &Store, value: &Uint8Array, key: &str) -> Result<Request, Failure>;
    #[wasm_bindgen(method, catch, js_name = delete)]
    fn send_delete(this: &Store, keys: &JsValue) -> Result<Request, Failure>;
    #[wasm_bindgen(method, catch, js_name = clear)]
    fn send_clear(this: &Store) -> Result<Request, Failure>;
    #[wasm_bindgen(method, catch, js_name = get)]
    fn send_get(this: &Store, key: &str) -> Result<Request, Failure>;
    #[wasm_bindgen(method, catch, js_name = getAll)]
    fn send_get_all(this: &Store, keys: &JsValue) -> Result<Request, Failure>;

    #[wasm_bindgen(js_namespace = IDBKeyRange)]
    fn bound(lower: &str, upper: &str, lower_open: bool, upper_open: bool) -> JsValue;
}

/// Keys to read or delete.
pub(super) struct Keys(JsValue);

impl Keys {
    /// All of a store.
    pub(super) const ALL: Self = Self(JsValue::UNDEFINED);

    /// From a key up to another, without that.
    pub(super) fn between(from: &str, to: &str) -> Self {
        Self(bound(from, to, false, true))
    }
}

impl Database {
    /// Opens a database. An older or new one is upgraded first, with its version until then (0 for a new one), and
    /// stays as it was when that fails. While an older page holds an older version this waits.
    pub(super) async fn open(
        name: &str,
        version: u32,
        upgrade: impl FnOnce(f64, &Self) -> Result<(), Failure> + 'static,
    ) -> Result<Self, Failure> {
        let factory = Reflect::get(&window(), &"indexedDB".into())?;
        if !factory.is_object() {
            return Err(Failure::UNDEFINED);
        }
        let request = factory.unchecked_into::<Factory>().open(name, version)?;
        let upgraded = request.clone();
        let _listener = EventListener::once(&request, "upgradeneeded", move |event| {
            let old = Reflect::get(event, &"oldVersion".into()).ok().and_then(|version| version.as_f64());
            if upgrade(old.unwrap_or_default(), upgraded.result().unchecked_ref()).is_err() {
                // The request then fails too; what an abort itself throws says that it is aborted already.
                let _ = upgraded.transaction().abort();
            }
        });
        answer(&request).await.map(JsValue::unchecked_into)
    }

    /// Begins to read one store.
    pub(super) fn read(&self, store: &str) -> Result<Store, Failure> {
        self.begin(&Array::of1(&store.into()), "readonly", &Object::new())?.store(store)
    }

    /// Begins to write; `strict` asks that a complete transaction be on the disk, not only with the system.
    pub(super) fn write(&self, stores: &[&str], strict: bool) -> Result<Transaction, Failure> {
        let stores = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let options = Object::new();
        let durability = if strict { "strict" } else { "relaxed" };
        Reflect::set(&options, &"durability".into(), &durability.into())?;
        Ok(Transaction { raw: self.begin(&stores, "readwrite", &options)?, over: false })
    }
}

/// A transaction that writes. Dropped before its commit it is aborted, and nothing of it is written.
pub(super) struct Transaction {
    raw: RawTransaction,
    over: bool,
}

impl Transaction {
    /// Returns one of the stores it was begun for.
    pub(super) fn store(&self, name: &str) -> Result<Store, Failure> {
        self.raw.store(name)
    }

    /// Ends it; resolves when it is complete. All its requests were good then, as a bad one aborts it.
    pub(super) async fn commit(mut self) -> Result<(), Failure> {
        self.over = true;
        self.raw.commit()?;
        settled(&self.raw, "complete", "abort").await
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if !self.over {
            // It throws when the browser has aborted it before.
            let _ = self.raw.abort();
        }
    }
}

impl Store {
    /// Puts bytes under a key.
    pub(super) fn put(&self, key: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.send_put(&bytes.into(), key).map(drop)
    }

    /// Deletes what stands under a key.
    pub(super) fn delete(&self, key: &str) -> Result<(), Failure> {
        self.send_delete(&key.into()).map(drop)
    }

    /// Deletes what stands under some keys.
    pub(super) fn delete_all(&self, keys: &Keys) -> Result<(), Failure> {
        self.send_delete(&keys.0).map(drop)
    }

    /// Deletes everything.
    pub(super) fn clear(&self) -> Result<(), Failure> {
        self.send_clear().map(drop)
    }

    /// Reads what stands under a key.
    pub(super) async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Failure> {
        let found = answer(&self.send_get(key)?).await?;
        if found.is_undefined() { Ok(None) } else { bytes(found).map(Some) }
    }

    /// Reads what stands under some keys, in their order.
    pub(super) async fn get_all(&self, keys: &Keys) -> Result<Vec<Vec<u8>>, Failure> {
        let found: Array = answer(&self.send_get_all(&keys.0)?).await?.unchecked_into();
        found.iter().map(bytes).collect()
    }
}

/// Takes a stored value; one that is not bytes was not put here.
fn bytes(value: JsValue) -> Result<Vec<u8>, Failure> {
    value.dyn_into::<Uint8Array>().map(|array| array.to_vec())
}

/// Waits for the result of a request that was just sent.
async fn answer(request: &Request) -> Result<JsValue, Failure> {
    settled(request, "success", "error").await.map(|()| request.result())
}

/// Waits for one of two events; the second means failure, and its reason is the target's `error`.
async fn settled(target: &EventTarget, good: &str, bad: &str) -> Result<(), Failure> {
    let promise = Promise::new(&mut |resolve, reject| {
        for (event, settle) in [(good, resolve), (bad, reject)] {
            // It throws for no kind of event.
            let _ = target.add_event_listener_with_callback(event, &settle);
        }
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(Reflect::get(target, &"error".into())?),
    }
}
