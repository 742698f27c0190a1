// STUN messages against the sample messages of RFC 5769 (sections 2.1 to 2.3), and what is never answered.

import { expect, test } from 'vitest';
import {
  answerBinding,
  bindingOf,
  isPlainBinding,
  mappedAddressOf,
  readStun,
  type StunMessage,
} from './stun-message.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replace(/\s+/g, ''), 'hex');

const sampleRequest = bytes(`
  00010058 2112a442 b7e7a701bc34d686fa87dfae
  80220010 5354554e20746573 7420636c69656e74 00240004 6e0001ff 80290008 932ff9b151263b36
  00060009 6576746a3a68367659202020 00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2 80280004 e57a3bcf`);
const sampleIp4 = bytes(`
  0101003c 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220
  00200008 0001a147e112a643 00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004 c07d4c96`);
const sampleIp6 = bytes(`
  01010048 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220
  00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9
  00080014 a382954e4be67bf11784c97c8292c275bfe3ed41 80280004 c8fb0b4c`);
const transaction = bytes('b7e7a701bc34d686fa87dfae');

const read = (datagram: Buffer): StunMessage => {
  const message = readStun(datagram);
  if (message === undefined) throw new Error('not a STUN message');
  return message;
};

/** A Binding request that carries the attributes given, as hex. */
const request = (attributes: string): Buffer => {
  const body = bytes(attributes);
  const head = Buffer.from(bindingOf(transaction));
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
};

test('the sample request is read, fingerprint checked; as an ICE check it is not for a plain server', () => {
  const message = read(sampleRequest);
  expect(message.type).toBe(0x0001);
  expect(message.transaction).toEqual(transaction);
  expect(message.hasFingerprint).toBe(true);
  expect(message.attributes.get(0x8022)?.toString()).toBe('STUN test client');
  expect(message.attributes.get(0x0006)?.toString()).toBe('evtj:h6vY');
  expect(isPlainBinding(message)).toBe(false);
});

test('the sample responses tell the sample addresses', () => {
  expect(mappedAddressOf(read(sampleIp4))).toEqual({ address: '192.0.2.1', port: 32_853 });
  expect(mappedAddressOf(read(sampleIp6))).toEqual({ address: '2001:db8:1234:5678:11:2233:4455:6677', port: 32_853 });
});

test.each([
  ['192.0.2.1', '00200008 0001a147e112a643'],
  ['2001:db8:1234:5678:11:2233:4455:6677', '00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9'],
])('the answer to %s holds the attribute of the sample', (address, attribute) => {
  const answer = answerBinding(read(bindingOf(transaction)), { address, port: 32_853 });
  const value = bytes(attribute);
  const head = bytes(`0101 00${value.length.toString(16).padStart(2, '0')} 2112a442 b7e7a701bc34d686fa87dfae`);
  expect(answer).toEqual(Buffer.concat([head, value]));
});

test('a request with a fingerprint is answered with one, and the answer stays small', () => {
  const withFingerprint = request('80280004 00000000');
  // RFC 8489, section 14.7: CRC-32 of what stands before the attribute
  expect(readStun(withFingerprint)).toBeUndefined();
  const sample = Buffer.from(sampleIp4);
  sample[sample.length - 1] = (sample[sample.length - 1] ?? 0) ^ 1;
  expect(readStun(sample)).toBeUndefined();
  for (const [address, plain] of [
    ['203.0.113.9', 32],
    ['2001:db8::9', 44],
  ] as const) {
    const from = { address, port: 1 };
    expect(answerBinding(read(bindingOf(transaction)), from)).toHaveLength(plain);
    const marked = answerBinding({ ...read(bindingOf(transaction)), hasFingerprint: true }, from);
    expect(marked).toHaveLength(plain + 8);
    expect(marked && read(marked).hasFingerprint).toBe(true);
  }
});

test.each([
  ['1.2.3.4', '1.2.3.4'],
  ['255.255.255.255', '255.255.255.255'],
  ['::1', '0:0:0:0:0:0:0:1'],
  ['fe80::1%eth0', 'fe80:0:0:0:0:0:0:1'],
  ['2001:db8::ffff:1.2.3.4', '2001:db8:0:0:0:ffff:102:304'],
  ['::', '0:0:0:0:0:0:0:0'],
])('%s comes back as itself', (address, same) => {
  const answer = answerBinding(read(bindingOf(transaction)), { address, port: 65_535 });
  expect(answer && mappedAddressOf(read(answer))).toEqual({ address: same, port: 65_535 });
});

test.each([
  ['nothing', ''],
  ['half a header', '00010000 2112a442 b7e7'],
  ['no magic cookie', '00010000 2112a443 b7e7a701bc34d686fa87dfae'],
  ['DTLS', 'c0010000 2112a442 b7e7a701bc34d686fa87dfae'],
  ['a length that is not its own', '00010004 2112a442 b7e7a701bc34d686fa87dfae'],
  ['a length not of fours', '00010002 2112a442 b7e7a701bc34d686fa87dfae 0000'],
  ['an attribute longer than the message', '00010004 2112a442 b7e7a701bc34d686fa87dfae 80220004'],
  ['something after the fingerprint', '00010010 2112a442 b7e7a701bc34d686fa87dfae 80280004 00000000 80220004 00000000'],
])('%s is no STUN message', (_name, hex) => {
  expect(readStun(bytes(hex))).toBeUndefined();
});

test('too long is no STUN message, however well formed', () => {
  expect(readStun(request(`80220200${'00'.repeat(0x200)}`))).toBeDefined();
  expect(readStun(request(`80220400${'00'.repeat(0x400)}`))).toBeUndefined();
});

test.each([
  ['a success response', read(sampleIp4)],
  ['an indication', { ...read(bindingOf(transaction)), type: 0x0011 }],
  ['an Allocate of TURN', { ...read(bindingOf(transaction)), type: 0x0003 }],
  ['a request to change the port', read(request('00030004 00000002'))],
])('%s is not answered', (_name, message) => {
  expect(isPlainBinding(message)).toBe(false);
});

test('a request with the name of its software is answered', () => {
  expect(isPlainBinding(read(request('80220004 74657374')))).toBe(true);
});

test('from no address there is no answer', () => {
  expect(answerBinding(read(bindingOf(transaction)), { address: 'localhost', port: 1 })).toBeUndefined();
});
