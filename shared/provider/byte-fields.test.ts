// The lists of fields are the layouts that the encoders write: nothing between the fields, nothing beyond, and each field
// holds what the object says.

import { expect, test } from 'vitest';
import { headers, transactions } from '../../tests/vectors/golden-samples.ts';
import { toHex } from '../core/bytes/index.ts';
import type { ByteField } from './tree-shape.ts';
import { headerFields, transactionFields } from './byte-fields.ts';

const textOf = (bytes: Uint8Array, fields: readonly ByteField[], name: string): string => {
  const field = fields.find((each) => each.name === name);
  if (field === undefined) throw new Error(`no field ${name}`);
  return toHex(bytes.subarray(field.start, field.start + field.length));
};

const expectWhole = (fields: readonly ByteField[], length: number): void => {
  let at = 0;
  for (const field of fields) {
    expect(field.start).toBe(at);
    expect(field.length).toBeGreaterThan(0);
    at += field.length;
  }
  expect(at).toBe(length);
};

test.each(Object.entries(headers))('a header of %s', (_, { header, seal, bytes }) => {
  const fields = headerFields(header, bytes.length);
  expectWhole(fields, bytes.length);
  expect(Number.parseInt(textOf(bytes, fields, 'height'), 16)).toBe(header.height);
  expect(Number.parseInt(textOf(bytes, fields, 'gasUsed'), 16)).toBe(header.gasUsed);
  expect(textOf(bytes, fields, 'stateRoot')).toBe(header.stateRoot);
  expect(textOf(bytes, fields, 'historyRoot')).toBe(header.historyRoot);
  if (header.consensus.kind === 'pow') expect(textOf(bytes, fields, 'target')).toBe(header.consensus.target);
  else expect(textOf(bytes, fields, 'nextValidatorsHash')).toBe(header.consensus.nextValidatorsHash);
  expect(textOf(bytes, fields, 'seal')).toBe(toHex(seal));
});

test.each(transactions.map((transaction) => [transaction.payload.kind, transaction] as const))(
  'a transaction of kind %s',
  (_, transaction) => {
    const { bytes, payload } = transaction;
    const fields = transactionFields(transaction);
    expectWhole(fields, bytes.length);
    expect(textOf(bytes, fields, 'sender')).toBe(transaction.sender);
    expect(Number.parseInt(textOf(bytes, fields, 'nonce'), 16)).toBe(transaction.nonce);
    expect(BigInt(`0x${textOf(bytes, fields, 'gasPrice')}`)).toBe(transaction.gasPrice);
    expect(textOf(bytes, fields, 'signature')).toBe(toHex(transaction.signature));
    if (payload.kind === 'transfer') {
      expect(BigInt(`0x${textOf(bytes, fields, 'amount')}`)).toBe(payload.amount);
      expect(textOf(bytes, fields, 'to')).toContain(payload.to.id);
    }
  },
);
