// Runs a program of standard Rust tests, compiled for WASI, test by test: a fresh instance for each, so that one that
// fails does not stop the others. Answers with { passed, failed: [text] } in `window.outcome`.
// What only a server does: it goes on after a panic, which ends a program in a browser.
const SERVER = "sync::hub::";
const BADF = 8;
const ENOSYS = 52;

class Exit extends Error {
    constructor(code) {
        super(`exit ${code}`);
        this.code = code;
    }
}

/** Runs the program once; returns whether it ended well, and what it printed. */
async function run(module, words) {
    let memory;
    let printed = "";
    const view = () => new DataView(memory.buffer);
    const decoder = new TextDecoder();
    const texts = words.map(word => new TextEncoder().encode(`${word}\0`));
    const system = {
        args_sizes_get(count, bytes) {
            view().setUint32(count, texts.length, true);
            view().setUint32(bytes, texts.reduce((sum, text) => sum + text.length, 0), true);
            return 0;
        },
        args_get(pointers, buffer) {
            for (const text of texts) {
                view().setUint32(pointers, buffer, true);
                new Uint8Array(memory.buffer, buffer).set(text);
                pointers += 4;
                buffer += text.length;
            }
            return 0;
        },
        environ_sizes_get(count, bytes) {
            view().setUint32(count, 0, true);
            view().setUint32(bytes, 0, true);
            return 0;
        },
        environ_get: () => 0,
        clock_time_get(clock, precision, time) {
            const now = clock === 0 ? Date.now() : performance.now();
            view().setBigUint64(time, BigInt(Math.round(now * 1e6)), true);
            return 0;
        },
        random_get(buffer, length) {
            const bytes = new Uint8Array(memory.buffer, buffer, length);
            for (let at = 0; at < length; at += 65536) {
                crypto.getRandomValues(bytes.subarray(at, at + 65536));
            }
            return 0;
        },
        fd_write(file, parts, count, written) {
            let bytes = 0;
            for (let part = 0; part < count; part++) {
                const start = view().getUint32(parts + part * 8, true);
                const length = view().getUint32(parts + part * 8 + 4, true);
                printed += decoder.decode(new Uint8Array(memory.buffer, start, length), { stream: true });
                bytes += length;
            }
            view().setUint32(written, bytes, true);
            return 0;
        },
        // No folder is open.
        fd_prestat_get: () => BADF,
        sched_yield: () => 0,
        proc_exit(code) {
            throw new Exit(code);
        },
    };
    const imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
        imports[from] ??= {};
        imports[from][name] = system[name] ?? (() => ENOSYS);
    }
    const instance = await WebAssembly.instantiate(module, imports);
    memory = instance.exports.memory;
    try {
        instance.exports._start();
        return { well: true, printed };
    } catch (error) {
        const well = error instanceof Exit && error.code === 0;
        return { well, printed: well ? printed : `${printed}${error.stack}` };
    }
}

async function all(address) {
    const module = await WebAssembly.compileStreaming(fetch(address));
    const list = await run(module, ["core", "--list", "--format=terse"]);
    const lines = list.printed.split("\n").filter(line => line.endsWith(": test") && !line.startsWith(SERVER));
    const names = lines.map(line => line.slice(0, -": test".length));
    const failed = list.well && names.length ? [] : [list.printed];
    let passed = 0;
    for (const name of names) {
        const { well, printed } = await run(module, ["core", "--exact", name, "--nocapture", "--test-threads=1"]);
        if (well && printed.includes("1 passed; 0 failed")) {
            passed += 1;
        } else {
            failed.push(`${name}: ${printed}`);
        }
        // The page answers between tests.
        await new Promise(resolve => setTimeout(resolve));
    }
    return { passed, failed };
}

const [address] = arguments;
window.outcome = null;
all(address).then(
    outcome => { window.outcome = outcome; },
    error => { window.outcome = { passed: 0, failed: [String(error.stack)] }; },
);
