// What runs inside the engine before any contract: takes out of the language what could differ between machines or make
// code from text, freezes what is left, and gives contracts their host API. It is part of the protocol: its text goes
// into the machine's hash, so it must reach the engine byte for byte and is therefore a literal text, not functions.
//
// The host and this code speak through one buffer, `io`. A request is its length (4 bytes) and its fields; an answer is
// a status (0 done, 1 refused with a text, 2 done and nothing to give), a length and its fields. Nothing here is trusted
// by the host: it reads each request with the bounded decoder.

export const prelude = String.raw`(function (native, buffer) {
'use strict';
const io = new Uint8Array(buffer);
const { keys, freeze, getPrototypeOf, getOwnPropertyDescriptor, getOwnPropertyNames, prototype: plain } = Object;
const { apply, ownKeys } = Reflect;
const { isArray } = Array, { isSafeInteger } = Number, { fromCharCode } = String;
const sort = Array.prototype.sort, charCodeAt = String.prototype.charCodeAt, slice = String.prototype.slice;
const indexOf = String.prototype.indexOf, startsWith = String.prototype.startsWith;
const text = String, big = BigInt, Bytes = Uint8Array, Type = TypeError, Fault = Error, asUint = BigInt.asUintN;
const tagOf = getOwnPropertyDescriptor(getPrototypeOf(Bytes.prototype), Symbol.toStringTag).get;
const lengthOf = getOwnPropertyDescriptor(getPrototypeOf(Bytes.prototype), 'length').get;
const exec = RegExp.prototype.exec, toText = Function.prototype.toString;
const linePattern = /contract:(\d+)/;
const ioSize = io.length, depthMax = 16, bigBytesMax = 128;

let at = 0, busy = false;
const room = (n) => { if (at + n > ioSize) throw new Type('too large'); };
const put8 = (n) => { room(1); io[at++] = n; };
const put16 = (n) => { room(2); io[at++] = n >> 8; io[at++] = n; };
const put32 = (n) => { room(4); io[at++] = n >>> 24; io[at++] = n >> 16; io[at++] = n >> 8; io[at++] = n; };
const patch16 = (where, n) => { if (n > 65535) throw new Type('too large'); io[where] = n >> 8; io[where + 1] = n; };

const putText = (s, mend) => {
  const start = at; put16(0);
  const n = s.length;
  for (let i = 0; i < n; i++) {
    let c = apply(charCodeAt, s, [i]);
    if (c < 0x80) { put8(c); continue; }
    if (c < 0x800) { put8(0xc0 | (c >> 6)); put8(0x80 | (c & 63)); continue; }
    if (c >= 0xd800 && c < 0xe000) {
      const d = c < 0xdc00 && i + 1 < n ? apply(charCodeAt, s, [i + 1]) : 0;
      if (d >= 0xdc00 && d < 0xe000) {
        i++; c = 0x10000 + ((c - 0xd800) << 10) + (d - 0xdc00);
        put8(0xf0 | (c >> 18)); put8(0x80 | ((c >> 12) & 63)); put8(0x80 | ((c >> 6) & 63)); put8(0x80 | (c & 63));
        continue;
      }
      if (!mend) throw new Type('text with half a surrogate pair');
      c = 0xfffd;
    }
    put8(0xe0 | (c >> 12)); put8(0x80 | ((c >> 6) & 63)); put8(0x80 | (c & 63));
  }
  patch16(start, at - start - 2);
};
const putBytes = (b) => {
  const n = apply(lengthOf, b, []);
  put16(n > 65535 ? 65535 : n); room(n);
  for (let i = 0; i < n; i++) io[at++] = b[i];
};
const putMagnitude = (b) => {
  const start = at; put8(0);
  let n = 0;
  for (let rest = b; rest > 0n; rest >>= 8n) n++;
  if (n > bigBytesMax) throw new Type('a bigint of more than 1024 bits');
  room(n);
  for (let i = n - 1, rest = b; i >= 0; i--, rest >>= 8n) io[at + i] = Number(asUint(8, rest));
  at += n; io[start] = n;
};
const putWhole = (n) => {
  const start = at; put8(0);
  let size = 0;
  for (let rest = n; rest > 0; rest = (rest - (rest % 256)) / 256) size++;
  room(size);
  for (let i = size - 1, rest = n; i >= 0; i--) { io[at + i] = rest % 256; rest = (rest - (rest % 256)) / 256; }
  at += size; io[start] = size;
};
const isBytes = (v) => apply(tagOf, v, []) === 'Uint8Array';
const putValue = (v, depth) => {
  if (v === null || v === undefined) return put8(0);
  switch (typeof v) {
    case 'boolean': return put8(v ? 2 : 1);
    case 'number':
      if (!isSafeInteger(v)) throw new Type('a number that is no safe integer');
      put8(v < 0 ? 4 : 3);
      return putWhole(v < 0 ? -v : v);
    case 'bigint': put8(v < 0n ? 6 : 5); return putMagnitude(v < 0n ? -v : v);
    case 'string': put8(7); return putText(v, false);
    case 'object': break;
    default: throw new Type('a ' + typeof v + ' is not a value');
  }
  if (isBytes(v)) { put8(8); return putBytes(v); }
  if (depth >= depthMax) throw new Type('a value of more than 16 levels');
  if (isArray(v)) {
    const n = v.length;
    put8(9); put16(n > 65535 ? 65535 : n);
    for (let i = 0; i < n; i++) putValue(v[i], depth + 1);
    return;
  }
  const proto = getPrototypeOf(v);
  if (proto !== plain && proto !== null) throw new Type('an object of a class is not a value');
  const names = keys(v);
  apply(sort, names, []);
  put8(10);
  const start = at; put16(0);
  let count = 0;
  for (let i = 0; i < names.length; i++) {
    const item = v[names[i]];
    if (item === undefined) continue;
    if (names[i] === '__proto__') throw new Type('a key __proto__');
    putText(names[i], false); putValue(item, depth + 1); count++;
  }
  patch16(start, count);
};

const get8 = () => io[at++];
const get16 = () => { const n = (io[at] << 8) | io[at + 1]; at += 2; return n; };
const get32 = () => { const n = io[at] * 16777216 + ((io[at + 1] << 16) | (io[at + 2] << 8) | io[at + 3]); at += 4; return n; };
const getText = () => {
  const end = get16() + at;
  let s = '';
  while (at < end) {
    const b = io[at++];
    if (b < 0x80) s += fromCharCode(b);
    else if (b < 0xe0) s += fromCharCode(((b & 31) << 6) | (io[at++] & 63));
    else if (b < 0xf0) s += fromCharCode(((b & 15) << 12) | ((io[at++] & 63) << 6) | (io[at++] & 63));
    else {
      const c = (((b & 7) << 18) | ((io[at++] & 63) << 12) | ((io[at++] & 63) << 6) | (io[at++] & 63)) - 0x10000;
      s += fromCharCode(0xd800 + (c >> 10), 0xdc00 + (c & 1023));
    }
  }
  return s;
};
const getBytes = (n) => { const b = new Bytes(n); for (let i = 0; i < n; i++) b[i] = io[at++]; return b; };
const getMagnitude = () => { let n = get8(), b = 0n; while (n-- > 0) b = (b << 8n) | big(io[at++]); return b; };
const getWhole = () => { let n = get8(), w = 0; while (n-- > 0) w = w * 256 + io[at++]; return w; };
const getValue = () => {
  switch (get8()) {
    case 0: return null;
    case 1: return false;
    case 2: return true;
    case 3: return getWhole();
    case 4: return -getWhole();
    case 5: return getMagnitude();
    case 6: return -getMagnitude();
    case 7: return getText();
    case 8: return getBytes(get16());
    case 9: { const n = get16(), list = []; for (let i = 0; i < n; i++) list[i] = getValue(); return list; }
    default: { const n = get16(), o = {}; for (let i = 0; i < n; i++) { const name = getText(); o[name] = getValue(); } return o; }
  }
};

const ask = (operation, write) => {
  if (busy) throw new Type('a host call inside a getter');
  busy = true;
  try { at = 4; write(); const end = at; at = 0; put32(end - 4); } finally { busy = false; }
  native[operation]();
  at = 0;
  const status = get8();
  get32();
  if (status === 1) throw new Fault(getText());
  return status === 0;
};
const keyOf = (key) => { if (typeof key !== 'string') throw new Type('a key is a text'); return key; };
const amountOf = (amount) => {
  if (typeof amount === 'number' && isSafeInteger(amount)) amount = big(amount);
  if (typeof amount !== 'bigint' || amount < 0n) throw new Type('an amount is a bigint of at least 0');
  return amount;
};
const addressOf = (address) => { if (typeof address !== 'string') throw new Type('an address is a text'); return address; };
const bytesFrom = (b) => { if (typeof b !== 'object' || b === null || !isBytes(b)) throw new Type('bytes are a Uint8Array'); return b; };
const nothing = () => {};

const storage = {
  get(key) { return ask('get', () => putText(keyOf(key), false)) ? getValue() : undefined; },
  has(key) { return ask('has', () => putText(keyOf(key), false)); },
  set(key, value) {
    if (value === undefined) throw new Type('undefined is not a value; delete the key');
    ask('set', () => { putText(keyOf(key), false); putValue(value, 0); });
  },
  delete(key) { return ask('delete', () => putText(keyOf(key), false)); },
  entries(prefix = '') {
    const list = [];
    keyOf(prefix);
    let more = ask('first', nothing), n = 0;
    while (more) {
      const key = getText();
      const value = getValue();
      if (apply(startsWith, key, [prefix])) list[n++] = [key, value];
      more = ask('next', () => putText(key, false));
    }
    return list;
  },
};
const known = {};
const fact = (name, read) => ({ enumerable: true, get() { if (!(name in known)) { ask(name, nothing); known[name] = read(); } return known[name]; } });
const context = Object.defineProperties({}, {
  sender: fact('sender', getText), origin: fact('origin', getText), address: fact('address', getText),
  amount: fact('amount', getMagnitude), height: fact('height', getWhole), time: fact('time', getWhole),
  chainId: fact('chainId', getText),
});
Object.setPrototypeOf(known, null);
const transfer = (to, amount) => { ask('transfer', () => { putText(addressOf(to), false); putMagnitude(amountOf(amount)); }); };
const call = (address, name, args = [], options = {}) => {
  if (!isArray(args)) throw new Type('arguments are an array');
  const { amount = 0n, gas = 0 } = options;
  const done = ask('call', () => {
    putText(addressOf(address), false); putText(text(name), false);
    putMagnitude(amountOf(amount)); putWhole(isSafeInteger(gas) && gas > 0 ? gas : 0); putValue(args, 0);
  });
  return done ? getValue() : undefined;
};
const emit = (name, data = null) => { ask('emit', () => { putText(text(name), false); putValue(data, 0); }); };
const lineOf = (stack) => { const found = typeof stack === 'string' ? apply(exec, linePattern, [stack]) : null; return found === null ? 0 : Number(found[1]); };
const revert = (reason = '') => {
  const message = text(reason), line = lineOf(new Fault('').stack);
  ask('revert', () => { putText(apply(slice, message, [0, 200]), true); put32(line); });
};
const sha256 = (bytes) => { ask('sha256', () => putBytes(bytesFrom(bytes))); return getBytes(32); };
const verifySignature = (address, bytes, signature) =>
  ask('verifySignature', () => { putText(addressOf(address), false); putBytes(bytesFrom(bytes)); putBytes(bytesFrom(signature)); });
const digits = '0123456789abcdef';
const toHex = (bytes) => { bytesFrom(bytes); let s = ''; for (let i = 0; i < bytes.length; i++) s += digits[bytes[i] >> 4] + digits[bytes[i] & 15]; return s; };
const fromHex = (hex) => {
  const s = text(hex), n = s.length / 2;
  if (!isSafeInteger(n)) throw new Type('hexadecimal digits come in pairs');
  const b = new Bytes(n);
  for (let i = 0; i < n; i++) {
    const high = apply(indexOf, digits, [s[2 * i]]), low = apply(indexOf, digits, [s[2 * i + 1]]);
    if (high < 0 || low < 0) throw new Type('not hexadecimal');
    b[i] = high * 16 + low;
  }
  return b;
};

const describe = (e) => {
  let message = 'threw', line = 0;
  try {
    if (typeof e === 'object' && e !== null) {
      message = text(e.name) + ': ' + text(e.message);
      line = isSafeInteger(e.lineNumber) ? e.lineNumber : lineOf(e.stack);
    } else message = 'threw ' + text(e);
  } catch { message = 'threw a value without a text'; }
  at = 0; busy = false; put8(1); put32(0);
  putText(apply(slice, message, [0, 200]), true); put32(line >>> 0);
};
const isNamespace = (space) => typeof space === 'object' && space !== null && getPrototypeOf(space) === null;
const run = (space) => {
  at = 0; busy = false;
  try {
    if (!isNamespace(space)) throw new Type('the module waits for something');
    const name = getText(), args = getValue();
    const found = getOwnPropertyDescriptor(space, name);
    if (found === undefined && name === 'init') { at = 0; put8(2); put32(0); return; }
    if (found === undefined || typeof found.value !== 'function') throw new Type('no function ' + name);
    const value = apply(found.value, undefined, args);
    at = 0; busy = true;
    put8(value === undefined ? 2 : 0); put32(0);
    if (value !== undefined) putValue(value, 0);
    busy = false;
    const end = at; at = 1; put32(end - 5);
  } catch (e) { describe(e); }
};
const list = (space) => {
  at = 0;
  try {
    if (!isNamespace(space)) throw new Type('the module waits for something');
    put8(0); put32(0);
    const names = keys(space), found = [];
    for (let i = 0, n = 0; i < names.length; i++)
      if (typeof space[names[i]] === 'function') found[n++] = [names[i], apply(slice, apply(toText, space[names[i]], []), [0, 400])];
    putValue(found, 0);
    const end = at; at = 1; put32(end - 5);
  } catch (e) { describe(e); }
};

// --- what is taken out ---
const samples = [function () {}, function* () {}, async function () {}, async function* () {}];
for (const sample of samples) delete getPrototypeOf(sample).constructor;
const promise = getPrototypeOf(samples[2]());
for (const name of ownKeys(promise)) delete promise[name];
for (const name of ['eval', 'Function', 'Promise', 'Proxy', 'Date', 'WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics',
  'Float16Array', 'Float32Array', 'Float64Array', 'AsyncFunction', 'performance', 'queueMicrotask', 'console', 'print', 'gc', 'scriptArgs'])
  delete globalThis[name];
delete Math.random;
for (const name of ownKeys(DataView.prototype)) if (typeof name === 'string' && /Float/.test(name)) delete DataView.prototype[name];
Object.assign(globalThis, { storage, context, transfer, call, emit, revert, sha256, verifySignature, toHex, fromHex });

// --- what is left stays as it is ---
const seen = new Set();
const harden = (value) => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || value === io || seen.has(value)) return;
  seen.add(value);
  for (const name of ownKeys(value)) {
    const { get, set, value: held } = getOwnPropertyDescriptor(value, name);
    harden(get); harden(set); harden(held);
  }
  harden(getPrototypeOf(value));
  freeze(value);
};
for (const hidden of [...samples, samples[1](), samples[3](), [][Symbol.iterator](), new Map().entries(), new Set().values(),
  ''[Symbol.iterator](), 'a'.matchAll(/a/g), Iterator.from([]), Iterator.from({ next() {} }), [].values().map((x) => x), promise]) harden(hidden);
harden(globalThis);
return { run, list, describe };
})`;
