// JSON from strangers: every wrong field is named, nothing is inherited, nothing unknown is passed over.

import { describe, expect, it } from 'vitest';
import { type FieldFault, type Fields, fieldsOf } from './index.ts';

const faultOf = (json: unknown, read: (fields: Fields) => unknown): FieldFault | undefined => {
  const fields = fieldsOf(json);
  read(fields);
  return fields.finish();
};
const fault = (path: string, expected: string): FieldFault => ({ type: 'field-invalid', path, expected });

describe('reading fields', () => {
  it('gives what is there and defaults for the rest', () => {
    const fields = fieldsOf({ a: 1, b: true, c: 'x', d: { e: 5 }, f: [{ g: 'y' }], h: ['z'] });
    expect([fields.count('a', undefined, 0, 9), fields.count('z', 7, 0, 9)]).toEqual([1, 7]);
    expect([fields.flag('b', false), fields.flag('y', true)]).toEqual([true, true]);
    expect(fields.text('c', undefined, /^x$/, 'x')).toBe('x');
    expect(fields.object('d').count('e', undefined, 0, 9)).toBe(5);
    expect(fields.array('f', 1).map((item) => item.text('g', undefined, /y/, 'y'))).toEqual(['y']);
    expect([fields.texts('h', 1), fields.texts('none', 1), fields.array('none', 1)]).toEqual([['z'], [], []]);
    expect([fields.has('a'), fields.has('toString')]).toEqual([true, false]);
    expect(fields.finish()).toBeUndefined();
  });

  it.each<[string, unknown, (fields: Fields) => unknown, FieldFault]>([
    ['a number for an object', 5, () => 0, fault('', 'an object')],
    ['a list for an object', [], () => 0, fault('', 'an object')],
    ['nothing', undefined, () => 0, fault('', 'an object')],
    ['null', null, () => 0, fault('', 'an object')],
    ['an unknown key', { a: 1, b: 2 }, (f) => f.count('a', 0, 0, 9), fault('b', 'no such field')],
    ['an unknown key further down', { a: { b: 1 } }, (f) => f.object('a'), fault('a.b', 'no such field')],
    ['an unknown key in a list', { a: [{}, { b: 1 }] }, (f) => f.array('a', 9), fault('a[1].b', 'no such field')],
    ['a missing object', {}, (f) => f.object('a'), fault('a', 'an object')],
    ['a missing number', {}, (f) => f.count('a', undefined, 1, 9), fault('a', 'a whole number from 1 to 9')],
    ['a fraction', { a: 1.5 }, (f) => f.count('a', 1, 1, 9), fault('a', 'a whole number from 1 to 9')],
    ['a number as text', { a: '1' }, (f) => f.count('a', 1, 1, 9), fault('a', 'a whole number from 1 to 9')],
    ['a number beyond its range', { a: 10 }, (f) => f.count('a', 1, 1, 9), fault('a', 'a whole number from 1 to 9')],
    [
      'an infinite number',
      JSON.parse('{"a":1e400}'),
      (f) => f.count('a', 1, 1, 9),
      fault('a', 'a whole number from 1 to 9'),
    ],
    [
      'null for a number with a default',
      { a: null },
      (f) => f.count('a', 1, 1, 9),
      fault('a', 'a whole number from 1 to 9'),
    ],
    ['null for a flag', { a: null }, (f) => f.flag('a', false), fault('a', 'true or false')],
    ['0 for a flag', { a: 0 }, (f) => f.flag('a', false), fault('a', 'true or false')],
    ['null for a list', { a: null }, (f) => f.array('a', 9), fault('a', 'a list')],
    ['an object for a list', { a: { length: 1 } }, (f) => f.array('a', 9), fault('a', 'a list')],
    ['a text in a list of objects', { a: ['x'] }, (f) => f.array('a', 9), fault('a[0]', 'an object')],
    ['a list that is too long', { a: [{}, {}] }, (f) => f.array('a', 1), fault('a', 'at most 1 entries')],
    ['null for texts', { a: null }, (f) => f.texts('a', 9), fault('a', 'a list of texts')],
    ['a number among texts', { a: ['x', 1] }, (f) => f.texts('a', 9), fault('a', 'a list of texts')],
    ['too many texts', { a: ['x', 'y'] }, (f) => f.texts('a', 1), fault('a', 'at most 1 entries')],
    ['a text of another form', { a: 'x' }, (f) => f.text('a', 'y', /^y$/, 'y'), fault('a', 'y')],
    ['null for a text with a default', { a: null }, (f) => f.text('a', 'y', /^y$/, 'y'), fault('a', 'y')],
  ])('names %s', (_, json, read, expected) => {
    expect(faultOf(json, read)).toEqual(expected);
  });

  it('does not look at what an object inherits', () => {
    const inherited: unknown = Object.create({ a: 5 });
    expect(faultOf(inherited, (f) => f.count('a', undefined, 0, 9))).toEqual(fault('a', 'a whole number from 0 to 9'));
    const named: unknown = JSON.parse('{"__proto__":{"a":5}}');
    expect(faultOf(named, (f) => f.count('a', 1, 0, 9))).toEqual(fault('__proto__', 'no such field'));
    const own: unknown = JSON.parse('{"constructor":1}');
    expect(faultOf(own, () => 0)).toEqual(fault('constructor', 'no such field'));
  });

  it('does not read the entries of a list that is too long', () => {
    const entries = Array.from({ length: 100 }, () => ({}));
    const read: unknown[] = [];
    faultOf({ a: entries }, (f) => f.array('a', 99).map((entry) => read.push(entry)));
    expect(read).toEqual([]);
  });

  it('knows one zero', () => {
    const fields = fieldsOf(JSON.parse('{"a":-0}'));
    expect(Object.is(fields.count('a', 1, 0, 9), 0)).toBe(true);
  });

  it('reports the first fault', () => {
    const read = (f: Fields): unknown => [f.count('a', 0, 0, 9), f.count('b', 0, 0, 9)];
    expect(faultOf({ b: 'x', a: 'x', c: 1 }, read)?.path).toBe('a');
  });
});
