// Attempts to get out of the contract language: to make code from text, to reach what the host holds, to leave something
// for the next call, to see clock, chance or machine. Each returns true exactly when it succeeded; throwing is failing.

import type { Program } from './run-program.ts';

const code = "'return 6 * 7'";
const made = (constructor: string): string => `return (${constructor})(${code})() === 42`;

const bodies: Readonly<Record<string, string>> = {
  eval_global: `return eval('6 * 7') === 42`,
  eval_indirect: `return (0, globalThis['ev' + 'al'])('6 * 7') === 42`,
  function_global: made('Function'),
  function_constructor: made('(() => {}).constructor'),
  function_from_array: made('[].constructor.constructor'),
  function_from_host: made('storage.get.constructor'),
  function_from_getter: made(`Object.getOwnPropertyDescriptor(context, 'sender').get.constructor`),
  function_from_class: made('(class {}).constructor'),
  function_from_bound: made('Math.max.bind(null).constructor'),
  function_from_error: made('new Error().constructor.constructor'),
  generator_constructor: `return [...(function* () {}).constructor('yield 42')()][0] === 42`,
  async_constructor: `return typeof (async () => {}).constructor('return 1')().then === 'function'`,
  async_generator_constructor: `return typeof (async function* () {}).constructor('yield 1')().next === 'function'`,
  constructed_by_reflect: `return Reflect.construct(Object.getPrototypeOf(function* () {}).constructor, [${code}])() === 42`,
  timer_code: `setTimeout('globalThis.x = 1'); return true`,
  module_import: `import('data:text/javascript,export default 1'); return typeof importScripts === 'function'`,
  import_meta: `return Object.keys(import.meta).length > 0`,
  array_prototype: `Array.prototype.push = () => 0; return true`,
  object_prototype: `Object.prototype.stolen = 1; return ({}).stolen === 1`,
  object_proto_setter: `({}).__proto__.stolen = 1; return ({}).stolen === 1`,
  typed_array_set: `let seen; Object.getPrototypeOf(Uint8Array.prototype).set = function () { seen = this }; storage.set('a', 1); return seen !== undefined`,
  string_methods: `String.prototype.charCodeAt = () => 65; storage.set('b', 1); return storage.has('A')`,
  iterator_prototype: `Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true }); return true`,
  // a frame may harm itself; what counts is what the next call finds
  define_on_global: `const gone = typeof storage !== 'object'; Object.defineProperty(globalThis, 'storage', { value: 1 }); return gone`,
  module_state: `kept++; return kept > 1 } let kept = 0; {`,
  global_state: `globalThis.kept = 1; return true`,
  replace_host: `storage.get = () => 42; return storage.get('x') === 42`,
  replace_context: `Object.defineProperty(context, 'sender', { value: 'me' }); return context.sender === 'me'`,
  context_prototype: `Object.setPrototypeOf(context, { sender: 'me' }); return true`,
  delete_host: `delete globalThis.revert; return typeof revert === 'undefined'`,
  caller: `return typeof storage.get.caller === 'function'`,
  arguments_callee: `return typeof storage.get.arguments === 'object' && storage.get.arguments !== null`,
  caller_of_getter: `let c; const o = { get a() { c = new Error().stack; return 1 } }; emit('e', o); return /native code|engine|wasm/.test(c)`,
  stack_hook: `Error.prepareStackTrace = (e, s) => s; return Array.isArray(new Error().stack)`,
  buffer_by_species: `let seen; class B extends Uint8Array { static get [Symbol.species]() { seen = true; return Uint8Array } } sha256(new B(4)); return seen === true`,
  buffer_by_constructor: `const b = sha256(new Uint8Array(1)); return b.buffer.byteLength !== 32`,
  key_object: `storage.set({ toString() { return 'k' } }, 1); return true`,
  getter_host_call: `storage.set('a', { get x() { storage.set('b', 1); return 1 } }); return true`,
  address_object: `transfer({ toString: () => context.address }, 0n); return true`,
  amount_object: `transfer(context.sender, { valueOf: () => 0n }); return true`,
  date: `return typeof Date !== 'undefined' || typeof performance !== 'undefined'`,
  random: `return typeof Math.random === 'function' || typeof crypto !== 'undefined'`,
  locale: `return typeof Intl !== 'undefined' || (1234567.5).toLocaleString() !== '1234567.5'`,
  environment: `return [typeof process, typeof navigator, typeof require, typeof self, typeof window, typeof std, typeof os].some((t) => t !== 'undefined')`,
  threads: `return [typeof SharedArrayBuffer, typeof Atomics, typeof Worker, typeof WebAssembly].some((t) => t !== 'undefined')`,
  float_bits: `return [typeof Float16Array, typeof Float32Array, typeof Float64Array, typeof DataView.prototype.getFloat64].some((t) => t !== 'undefined')`,
  weak_reference: `return typeof WeakRef !== 'undefined' || typeof FinalizationRegistry !== 'undefined'`,
  promise: `return typeof Promise !== 'undefined' || 'then' in (async () => {})()`,
  later: `let ran = false; (async () => { await 1; ran = true })(); for (let i = 0; i < 1000; i++); return ran`,
  proxy: `return typeof Proxy !== 'undefined'`,
  call_init: `call(context.address, 'init', []); return true`,
  console_output: `console.log('out'); return true`,
};

export const escapes: readonly Program[] = Object.entries(bodies).map(([name, body]) => ({
  name: `escape_${name}`,
  module: `export function run() { ${body} }`,
}));
