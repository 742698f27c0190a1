// The table as its callers see it: which params may be left out, what a request resolves with, and distinct error codes.

import { expect, expectTypeOf, test } from 'vitest';
import { type Call, errorCodes, type Provider, type ResultOf } from './api.ts';

test('every error code has a number of its own', () => {
  const codes = Object.values(errorCodes);
  expect(new Set(codes).size).toBe(codes.length);
});

test('params may be left out exactly where none are required', () => {
  expectTypeOf<{ method: 'node_status' }>().toExtend<Call<'node_status'>>();
  expectTypeOf<{ method: 'log_list' }>().toExtend<Call<'log_list'>>();
  expectTypeOf<{ method: 'tx_get' }>().not.toExtend<Call<'tx_get'>>();
  expectTypeOf<{ method: 'block_get'; params: { height: 3 } }>().toExtend<Call<'block_get'>>();
});

test('a request resolves with the result of its own method', () => {
  const request: Provider['request'] = () => Promise.reject(new Error('never asked'));
  const status = (): Promise<ResultOf<'node_status'>> => request({ method: 'node_status' });
  expectTypeOf(status).returns.resolves.toHaveProperty('settledHeight').toBeNumber();
});
