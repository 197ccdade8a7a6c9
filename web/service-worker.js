// Keeps the app's own files, so that it starts without a network. Records live in IndexedDB, which this never touches.
//
// One cache for each build, filled whole or not at all. A new worker waits: the page offers it, and it takes over at
// the next cold start. To switch the worker off, serve a /sw.js that only unregisters itself and deletes the caches.

const VERSION = "__VERSION__";
const SHELL = __SHELL__;
const PREFIX = "fieldnote-shell-";
const CACHE = PREFIX + VERSION;

// Never answered from here: the API, the socket, the worker itself, and what operators look at.
const LIVE = /^\/(api\/|sync$|automerge$|sw\.js$|healthz$|readyz$|metrics$)/;

self.addEventListener("install", (event) => {
  event.waitUntil(fill());
});

// `addAll` stores nothing unless every file arrived; `reload` passes by the HTTP cache, which may mix two builds.
async function fill() {
  const cache = await caches.open(CACHE);
  try {
    await cache.addAll(SHELL.map((path) => new Request(path, { cache: "reload" })));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The page that installed the first worker is served by it from now on.
  await self.clients.claim();
}

self.addEventListener("message", (event) => {
  if (event.data === "SKIP_WAITING") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || LIVE.test(url.pathname)) return;
  event.respondWith(request.mode === "navigate" ? page(request, url) : file(request));
});

// An address of the app, such as /customers/<id>, is answered by the one page; a file's address by that file.
async function page(request, url) {
  const isFile = /\.[a-z0-9]+$/i.test(url.pathname);
  const cache = await caches.open(CACHE);
  const kept = await cache.match(isFile ? request : "/", { ignoreSearch: true, ignoreVary: true });
  return kept ?? fetch(request);
}

async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreVary: true });
  return kept ?? fetch(request);
}
