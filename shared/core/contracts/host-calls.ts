// Answers what contracts ask of the host, and charges for it first. Each request is read by the bounded reader and its
// fields are held to the limits; what is over a limit is refused with a text that the contract may catch, what cannot
// come from the prelude ends the frame.

import { createWriter, type Reader } from '../bytes/index.ts';
import { sha256, type SignatureCheck } from '../crypto/index.ts';
import {
  type Address,
  amountMax,
  bytesOf,
  type ContractBlock,
  type ContractStep,
  type ContractWorld,
  decodeContractValue,
  formatAddress,
  magnitudeOf,
  parseAddress,
} from '../model/index.ts';
import { contractLimits } from './contract-limits.ts';
import { answers, charge, type Frame, gasLeft, readRequest, reasonWithLine, writeAnswer } from './frame.ts';
import { gasPrices } from './gas-prices.ts';
import { type HostOperation, hostOperations } from './host-operations.ts';
import { isSignal, signal } from './signal.ts';

/** What all frames of one transaction share. */
export interface Session {
  readonly world: ContractWorld;
  readonly block: ContractBlock;
  readonly signatureCheck: SignatureCheck;
  /** events so far, those of failed calls included */
  events: number;
  readonly observe: ((step: ContractStep) => void) | undefined;
  /** runs a contract for a contract */
  readonly callContract: (frame: Frame, request: NestedRequest) => NestedAnswer;
}

export interface NestedRequest {
  readonly to: Address;
  readonly function: string;
  readonly amount: bigint;
  /** 0: as much as may be forwarded */
  readonly gas: number;
  readonly args: Uint8Array;
}

export type NestedAnswer =
  { readonly ok: true; readonly value: Uint8Array } | { readonly ok: false; readonly reason: string };

interface Asked {
  readonly session: Session;
  readonly frame: Frame;
  readonly request: Reader;
  readonly note: (...request: readonly Noted[]) => void;
}

/** What a watcher is told of a request; an address becomes its text only where somebody watches. */
type Noted = string | bigint | Uint8Array | Address;

const isAddress = (noted: Noted): noted is Address => typeof noted === 'object' && 'kind' in noted;

const nothing = new Uint8Array(0);

const textMax = 1024;

const readText = (request: Reader): string => {
  const text = request.text(textMax);
  if (request.failed()) throw signal('refusal', `text of more than ${textMax} bytes`);
  return text;
};

const lengthBytes = 2;

/** A text with its length in bytes: what was read of the request. */
const readSizedText = (request: Reader): { readonly text: string; readonly size: number } => {
  const start = request.position();
  const read = readText(request);
  return { text: read, size: request.position() - start - lengthBytes };
};

const readKey = (request: Reader): string => {
  const { text: key, size } = readSizedText(request);
  if (size === 0 || size > contractLimits.keyBytesMax) {
    throw signal('refusal', `a key of ${size} bytes where 1 to ${contractLimits.keyBytesMax} are allowed`);
  }
  return key;
};

const readMagnitude = (request: Reader): bigint => {
  const bytes = request.bytes8(255);
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
};

const readAmount = (request: Reader): bigint => {
  const amount = readMagnitude(request);
  if (amount > amountMax) throw signal('refusal', 'an amount above 2^64 − 1');
  return amount;
};

const readAddress = (request: Reader): Address => {
  const address = parseAddress(readText(request));
  if (!address.ok) throw signal('refusal', 'no address');
  return address.value;
};

/** The canonical value that is the rest of a request. */
const readValue = (request: Reader, size: number, max: number, what: string): Uint8Array => {
  if (size > max) throw signal('refusal', `${what} of ${size} bytes where ${max} are allowed`);
  const bytes = request.fixed(size);
  if (request.failed() || !decodeContractValue(bytes).ok) throw signal('frame-end', 'a malformed request');
  return bytes;
};

const text = (value: string): Uint8Array => createWriter(96).text(value).finish();

const magnitude = (value: bigint): Uint8Array => createWriter(16).bytes8(magnitudeOf(value)).finish();

type Reply = Uint8Array | undefined;

const ask = ({ frame }: Asked, price: number): void => {
  charge(frame, price);
};

const fact =
  (of: (asked: Asked) => Uint8Array) =>
  (asked: Asked): Reply => {
    ask(asked, gasPrices.address);
    return of(asked);
  };

const entryAt = (asked: Asked, key: string | undefined): Reply => {
  if (key === undefined) return undefined;
  const { session, frame } = asked;
  ask(asked, gasPrices.read);
  const value = session.world.storage.get(frame.call.contract, key) ?? nothing;
  ask(asked, gasPrices.byte * value.length);
  return createWriter(value.length + key.length + 2)
    .text(key)
    .raw(value)
    .finish();
};

const replies: { readonly [O in HostOperation]: (asked: Asked, rest: () => number) => Reply } = {
  get: (asked) => {
    ask(asked, gasPrices.read);
    const key = readKey(asked.request);
    const value = asked.session.world.storage.get(asked.frame.call.contract, key);
    ask(asked, gasPrices.byte * (value?.length ?? 0));
    asked.note(key);
    return value;
  },
  has: (asked) => {
    ask(asked, gasPrices.read);
    const key = readKey(asked.request);
    asked.note(key);
    return asked.session.world.storage.get(asked.frame.call.contract, key) === undefined ? undefined : nothing;
  },
  set: (asked, rest) => {
    ask(asked, gasPrices.write);
    const key = readKey(asked.request);
    const value = readValue(asked.request, rest(), contractLimits.valueBytesMax, 'a value');
    ask(asked, gasPrices.writtenByte * (key.length + value.length));
    asked.note(key, value);
    asked.session.world.storage.set(asked.frame.call.contract, key, value);
    return nothing;
  },
  delete: (asked) => {
    ask(asked, gasPrices.write);
    const key = readKey(asked.request);
    asked.note(key);
    return asked.session.world.storage.delete(asked.frame.call.contract, key) ? nothing : undefined;
  },
  first: (asked) => {
    ask(asked, gasPrices.read);
    asked.note();
    return entryAt(asked, asked.session.world.storage.first(asked.frame.call.contract));
  },
  next: (asked) => {
    ask(asked, gasPrices.read);
    const key = readKey(asked.request);
    asked.note(key);
    return entryAt(asked, asked.session.world.storage.next(asked.frame.call.contract, key));
  },
  sender: fact(({ frame }) => text(formatAddress(frame.call.sender))),
  origin: fact(({ frame }) => text(formatAddress(frame.call.origin))),
  address: fact(({ frame }) => text(formatAddress({ kind: 'contract', id: frame.call.contract }))),
  amount: fact(({ frame }) => magnitude(frame.call.amount)),
  height: fact(({ session }) => magnitude(BigInt(session.block.height))),
  time: fact(({ session }) => magnitude(BigInt(session.block.time))),
  chainId: fact(({ session }) => text(`0x${session.block.chainId}`)),
  transfer: (asked) => {
    ask(asked, gasPrices.transfer);
    const to = readAddress(asked.request);
    const amount = readAmount(asked.request);
    asked.note(to, amount);
    const refusal = asked.session.world.pay(asked.frame.call.contract, to, amount);
    if (refusal !== undefined) throw signal('refusal', refusal);
    return nothing;
  },
  call: (asked, rest) => {
    ask(asked, gasPrices.address);
    const { request, frame, session } = asked;
    const to = readAddress(request);
    const name = readText(request);
    const amount = readAmount(request);
    const gas = Number(readMagnitude(request));
    const args = readValue(request, rest(), ioArgsMax, 'arguments');
    asked.note(to, name, args, amount);
    const answer = session.callContract(frame, { to, function: name, amount, gas, args });
    if (!answer.ok) throw signal('refusal', answer.reason);
    return answer.value.length === 0 ? undefined : answer.value;
  },
  emit: (asked, rest) => {
    ask(asked, gasPrices.emit);
    const { text: name, size } = readSizedText(asked.request);
    if (size === 0 || size > contractLimits.eventNameBytesMax)
      throw signal('refusal', 'an event without a fitting name');
    const data = readValue(asked.request, rest(), contractLimits.eventDataBytesMax, 'the data of an event');
    ask(asked, gasPrices.emittedByte * (size + data.length));
    asked.session.events++;
    if (asked.session.events > contractLimits.eventsMax) throw signal('refusal', 'more events than a receipt holds');
    asked.note(name, data);
    asked.session.world.emit(asked.frame.call.contract, name, data);
    return nothing;
  },
  revert: (asked) => {
    const reason = readText(asked.request);
    const line = asked.request.u32();
    asked.note(reason);
    throw signal('frame-end', reasonWithLine(reason, line));
  },
  sha256: (asked) => {
    ask(asked, gasPrices.sha256);
    const bytes = asked.request.bytes16(textBytesMax);
    ask(asked, gasPrices.byte * bytes.length);
    asked.note(bytes);
    return sha256(bytes);
  },
  verifySignature: (asked) => {
    ask(asked, gasPrices.verifySignature);
    const signer = readAddress(asked.request);
    const message = asked.request.bytes16(textBytesMax);
    const signature = asked.request.bytes16(textBytesMax);
    ask(asked, gasPrices.byte * message.length);
    asked.note(signer, message, signature);
    const holds =
      signer.kind === 'account' &&
      signature.length === 64 &&
      asked.session.signatureCheck(signature, message, bytesOf(signer.id));
    return holds ? nothing : undefined;
  },
};

const textBytesMax = 0xffff;
const ioArgsMax = 16 * 1024;

/** Answers one host call of a frame. */
export const answerHostCall = (session: Session, frame: Frame, number: number): void => {
  const operation = hostOperations[number];
  if (operation === undefined) throw signal('frame-end', 'a malformed request');
  const { reader: request, length } = readRequest(frame);
  const note = (...fields: readonly Noted[]): void => {
    if (session.observe === undefined) return;
    const told = fields.map((field) => (isAddress(field) ? formatAddress(field) : field));
    const { depth, call } = frame;
    session.observe({ depth, contract: call.contract, operation, request: told, gasLeft: gasLeft(frame) });
  };
  try {
    const reply = replies[operation]({ session, frame, request, note }, () => length - request.position());
    writeAnswer(frame, reply === undefined ? answers.nothing : answers.value, reply ?? nothing);
  } catch (error) {
    if (!isSignal(error, 'refusal')) throw error;
    writeAnswer(frame, answers.refusal, text(error.message));
  }
};

/** The answer to every host call while a module is evaluated, whose outcome may depend on nothing. */
export const refuseHostCall = (frame: Frame): void => {
  charge(frame, gasPrices.address);
  writeAnswer(frame, answers.refusal, text('the host is not there while a module is evaluated'));
};
