// Sources of contracts that a seed repeats, for the equality of hosts: what a program may do to numbers, bigints, texts,
// JSON, lists, maps, storage and other contracts, put together at random. They mean nothing; most of their calls end well,
// some throw, revert, run out of gas or of stack. No Node, no browser in here.
// Bounded: statements nest three deep, loops turn at most four times, texts and lists are cut when they are kept.

import type { SeededRandom } from '../../shared/testing/simulation/index.ts';

/** Functions of each generated contract: `act0`, `act1`, … with (number, bigint, text, list). */
export const generatedFunctions = 3;

type Make = (random: SeededRandom, depth: number) => string;

const literals = ['', 'a', 'Iıİi', 'straße', 'ä€😀', 'key-07', '1e21', '-0', ' x ', 'zebra,Äpfel,apfel', '\\u2028'];

const choose = (random: SeededRandom, depth: number, plain: readonly Make[], deep: readonly Make[]): string =>
  random.pick(depth <= 0 ? plain : [...plain, ...deep, ...deep])(random, depth - 1);

/** Any number, fractions and NaN among them. */
const number: Make = (random, depth) =>
  choose(
    random,
    depth,
    [
      () => 'n',
      () => 'n',
      () => String(random.between(-9, 99)),
      () => String(random.pick([0.1, 1e21, -1.5, 2 ** 31, 2 ** 53 - 1, 5e-324])),
      () => 's.length',
      () => 'list.length',
      () => 'context.height',
      () => 'context.time % 1009',
      () => 'table.length',
    ],
    [
      (r, d) =>
        `(${number(r, d)} ${r.pick(['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '>>>'])} ${number(r, d)})`,
      (r, d) =>
        `Math.${r.pick(['sin', 'exp', 'log', 'cbrt', 'sqrt', 'tan', 'trunc', 'sign', 'fround', 'clz32'])}(${number(r, d)})`,
      (r, d) => `Math.${r.pick(['pow', 'atan2', 'max', 'hypot', 'imul'])}(${number(r, d)}, ${number(r, d)})`,
      (r, d) => `Number(BigInt.asIntN(40, ${bigint(r, d)}))`,
      (r, d) => `parseInt(${text(r, d)}, ${r.between(2, 36)})`,
      (r, d) => `${text(r, d)}.charCodeAt(${r.below(4)})`,
      (r, d) => `${list(r, d)}.reduce((sum, x) => sum + x, 0)`,
      (r, d) => `(${text(r, d)} < ${text(r, d)} ? ${number(r, d)} : ${number(r, d)})`,
      (r, d) => `(seen.get(${text(r, d)}) ?? ${number(r, d)})`,
      (r, d) => `sha256(Uint8Array.of(${number(r, d)}, ${number(r, d)}))[${r.below(32)}]`,
    ],
  );

const bigint: Make = (random, depth) =>
  choose(
    random,
    depth,
    [
      () => 'b',
      () => 'b',
      () => `${random.between(0, 99)}n`,
      () => `-${random.below(2 ** 32)}n`,
      () => 'context.amount',
    ],
    [
      (r, d) => `(${bigint(r, d)} ${r.pick(['+', '-', '*', '&', '|', '^'])} ${bigint(r, d)})`,
      (r, d) => `(${bigint(r, d)} ${r.pick(['/', '%'])} (${bigint(r, d)} | ${r.pick(['1n', '1n', '1n', '0n'])}))`,
      (r, d) => `(${bigint(r, d)} ${r.pick(['<<', '>>'])} ${r.below(90)}n)`,
      (r, d) => `((${bigint(r, d)}) ** ${r.below(4)}n)`,
      (r, d) => `BigInt.asUintN(${r.between(1, 256)}, ${bigint(r, d)})`,
      (r, d) => `BigInt(${number(r, d)} | 0)`,
    ],
  );

const text: Make = (random, depth) =>
  choose(
    random,
    depth,
    [() => 's', () => 's', () => `'${random.pick(literals)}'`, () => 'context.sender', () => 'String(n)'],
    [
      (r, d) => `(${text(r, d)} + ${text(r, d)})`,
      (r, d) => `\`\${${number(r, d)}}:\${${bigint(r, d)}}\``,
      (r, d) =>
        `${text(r, d)}.${r.pick(['toUpperCase', 'toLocaleUpperCase', 'toLowerCase', 'toLocaleLowerCase', 'trim'])}()`,
      (r, d) =>
        `(${text(r, d)}.${r.pick(['slice', 'padStart', 'padEnd', 'repeat', 'at', 'substring'])}(${r.below(9)}) + '')`,
      (r, d) =>
        `${text(r, d)}.replace(/${r.pick(['[a-z]+', '(.)(.)', '\\d', '\\p{L}', '^.|.$'])}/${r.pick(['gu', 'u', 'giu'])}, '$&-')`,
      (r, d) =>
        `${text(r, d)}.split('${r.pick(['', ',', 'e'])}').${r.pick(['reverse', 'sort'])}().join('${r.pick(['', '.'])}')`,
      (r, d) =>
        `(${number(r, d)}).${r.pick(['toString(36)', 'toString(2)', 'toLocaleString()', 'toFixed(5)', 'toExponential()', 'toPrecision(4)'])}`,
      (r, d) => `(${bigint(r, d)}).${r.pick(['toString(16)', 'toLocaleString()', 'toString()'])}`,
      (r, d) => `JSON.stringify(${list(r, d)})`,
      (r, d) =>
        `JSON.stringify({ n: ${number(r, d)}, s: ${text(r, d)}, o: Object.fromEntries(seen) }, null, ${r.below(3)})`,
      (r, d) => `toHex(sha256(Uint8Array.from(${list(r, d)})))`,
    ],
  );

/** A list of numbers. */
const list: Make = (random, depth) =>
  choose(
    random,
    depth,
    [() => 'list', () => 'list', () => 'table', () => '[...seen.values()]', () => '[3, 10, 2, NaN, -1]'],
    [
      (r, d) => `[${number(r, d)}, ...${list(r, d)}]`,
      (r, d) => `${list(r, d)}.map((x, i) => x ${r.pick(['+', '*', '^', '/'])} i)`,
      (r, d) => `${list(r, d)}.filter((x) => x > ${number(r, d)})`,
      (r, d) => `[...${list(r, d)}].sort(${r.pick(['', '(x, y) => x - y', '(x, y) => (x % 3) - (y % 3)'])})`,
      (r, d) => `${list(r, d)}.${r.pick(['slice(1)', 'concat([n])', 'toReversed()', 'flatMap((x) => [x, x])'])}`,
      (r, d) => `JSON.parse(JSON.stringify(${list(r, d)}))`,
      (r, d) => `Array.from({ length: ${r.below(9)} }, (_, i) => i * ${number(r, d)})`,
      (r, d) => `[...new Set(${list(r, d)})]`,
      (r, d) => `[...Uint16Array.from(${list(r, d)})]`,
      (r, d) => `[...(function* () { for (const x of ${list(r, d)}) yield x + 1 })()]`,
    ],
  );

const key: Make = (random) =>
  random.happens(700) ? `'k${random.below(5)}'` : `('k' + ${text(random, 1)}).slice(0, 12)`;

const someCall = (random: SeededRandom): string => {
  const options = random.pick(['{}', '{}', '{ amount: 1n }', '{ gas: 120000 }']);
  const args = `[n, b, s, list.map((x) => x | 0)]`;
  return `call(peer(${random.below(3)}), 'act${random.below(generatedFunctions)}', ${args}, ${options})`;
};

const block: Make = (random, depth) =>
  `{ ${Array.from({ length: random.between(1, 2) }, () => statement(random, depth)).join(' ')} }`;

const statement: Make = (random, depth) =>
  choose(
    random,
    depth,
    [
      (r) => `n = ${number(r, 3)} | 0;`,
      (r) => `b = BigInt.asIntN(300, ${bigint(r, 2)});`,
      (r) => `s = ${text(r, 2)}.slice(0, 120);`,
      (r) => `list = ${list(r, 2)}.slice(0, 12);`,
      (r) => `seen.set(${text(r, 2)}.slice(0, 9), n);`,
      (r) =>
        `storage.set(${key(r, 1)}, ${r.pick(['n', 'b', 's', '[n, b, s]', '{ n, s, at: context.time }', 'list.map(Math.trunc)'])});`,
      (r) => `n ^= Number(storage.get(${key(r, 1)})?.length ?? 7);`,
      (r) =>
        `${r.pick([`storage.delete(${key(r, 1)})`, `n += storage.entries('k').length`, `n += Number(storage.has(${key(r, 1)}))`])};`,
      (r) => `emit('e${r.below(3)}', { n, b, s: ${text(r, 2)}.slice(0, 80) });`,
    ],
    [
      (r, d) => `if (${number(r, 2)} > ${number(r, 2)}) ${block(r, d)} else ${block(r, d)}`,
      (r, d) => `for (let i = 0; i < ${r.between(2, 4)}; i++) ${block(r, d - 1)}`,
      (r, d) => `for (const x of ${list(r, 2)}.slice(0, 4)) { n = (n + x) | 0; ${statement(r, d)} }`,
      (r, d) => `try ${block(r, d)} catch (e) { s = String(e.message).slice(0, 99); ${statement(r, d)} }`,
      (r) => `try { n = (n + (${someCall(r)}?.n ?? 1)) | 0; } catch (e) { s = e.message; }`,
      (r) =>
        r.pick([
          someCall(r),
          `if (n % 5 === 1) throw new RangeError(s)`,
          `if (n % 7 === 2) revert(s)`,
          `transfer(context.sender, 1n)`,
        ]) + ';',
      (r) =>
        r.pick([
          `if (n % 4 === 3) null[s]`,
          `n += dig(${r.pick(['9', 'n % 3 === 1 ? 4000 : 9', 'n % 3 === 1 ? 4000 : 9'])})`,
          `n = new Meter(n).next.next.n`,
          `while (n % 31 === 2) b ^= 1n`,
        ]) + ';',
    ],
  );

/** What every module has beside its functions; `table` and `names` are made while the module is read. */
const head = (random: SeededRandom): string => `const seen = new Map();
const table = Array.from({ length: ${random.between(1, 40)} }, (_, i) => (i * ${random.between(3, 999)}) % ${random.between(5, 97)});
const names = {};
for (const x of table) names['t' + x] = (names['t' + x] ?? '') + String(Math.sqrt(x));
const dig = (k) => (k === 0 ? 0 : [k].map((x) => dig(x - 1) + 1)[0]);
class Meter { #n; constructor(n) { this.#n = n } get n() { return this.#n } get next() { return new Meter((this.#n * 31) | 0) } }
const peer = (k) => { const all = storage.get('peers'); return all[k % all.length] };
export function init(given) { storage.set('peers', given); seen.set('init', 1) }
`;

const act = (random: SeededRandom, index: number): string => `export function act${index}(n, b, s, list) {
  n = Number(n) | 0; b = BigInt(b);
  ${Array.from({ length: random.between(2, 5) }, () => statement(random, 2)).join('\n  ')}
  return { n, b, s: s.slice(0, 200), size: seen.size, names: Object.keys(names).join() };
}
`;

export const generateContract = (random: SeededRandom): string =>
  head(random) + Array.from({ length: generatedFunctions }, (_, index) => act(random, index)).join('');
