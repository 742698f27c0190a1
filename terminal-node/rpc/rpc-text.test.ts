// JSON-RPC as text: what is a call, what is answered with which fault, and the bounds.

import { describe, expect, test } from 'vitest';
import { batchMax, depthMax, parseRpcText } from './rpc-text.ts';

const call = { jsonrpc: '2.0', id: 1, method: 'node_info' };
const read = (value: unknown) => parseRpcText(JSON.stringify(value));

test('a call, a notification and a batch', () => {
  expect(read(call)).toEqual({
    isBatch: false,
    items: [{ type: 'call', method: 'node_info', params: undefined, id: 1 }],
  });
  expect(read({ ...call, id: undefined, params: { a: 1 } }).items).toEqual([
    { type: 'call', method: 'node_info', params: { a: 1 }, id: undefined },
  ]);
  expect(read([call, { ...call, id: null }])).toMatchObject({ isBatch: true, items: [{ id: 1 }, { id: null }] });
});

describe('what is no call has the code of the specification', () => {
  test.each([
    ['{', -32700, null],
    ['', -32700, null],
    ['[]', -32600, null],
    ['1', -32600, null],
    [JSON.stringify({ ...call, jsonrpc: '1.0' }), -32600, 1],
    [JSON.stringify({ ...call, id: {} }), -32600, null],
    [JSON.stringify({ ...call, method: 7 }), -32600, 1],
    [JSON.stringify({ ...call, method: 'x'.repeat(101) }), -32600, 1],
    [JSON.stringify({ ...call, params: [1] }), -32602, 1],
    [JSON.stringify({ ...call, params: null }), -32602, 1],
  ])('%s', (text, code, id) => {
    expect(parseRpcText(text).items).toMatchObject([{ type: 'fault', code, id }]);
  });
});

test('brackets inside each other are counted before anything is parsed, and not those inside texts', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  expect(parseRpcText(nested(depthMax + 1)).items).toMatchObject([
    { code: -32600, message: expect.stringMatching(/brackets/) as unknown },
  ]);
  expect(parseRpcText(nested(1_000_000)).items).toMatchObject([{ code: -32600 }]);
  expect(parseRpcText(nested(depthMax)).items).toMatchObject([{ message: 'A request is an object.' }]);
  expect(read({ ...call, params: { text: `\\"${'{'.repeat(500)}` } }).items).toMatchObject([{ type: 'call' }]);
});

test('a batch has a greatest length', () => {
  expect(read(Array.from({ length: batchMax }, () => call)).items).toHaveLength(batchMax);
  expect(read(Array.from({ length: batchMax + 1 }, () => call)).items).toMatchObject([{ code: -32600 }]);
});
