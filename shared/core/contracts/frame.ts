// One frame of a contract's execution: its instance, its gas, and the buffer through which it speaks with the host.
// Everything that ends a frame early is decided here: the host's own traps by identity, the meter's by its counters, and
// whatever remains is a fault of this host, never a result.

import { createReader, type Reader } from '../bytes/index.ts';
import type { BaseAddresses, ContractImage, Instance } from './base-image.ts';
import { ioBytes } from './base-image.ts';
import type { ContractCall } from '../model/index.ts';
import { engineLayout } from './engine-layout.ts';
import { isSignal, signal } from './signal.ts';

export interface Frame {
  readonly instance: Instance;
  readonly addresses: BaseAddresses;
  readonly call: ContractCall;
  readonly depth: number;
  /** the contract's image, which the instance holds already; without it the module has to be evaluated */
  readonly image: ContractImage | undefined;
}

export const outOfGas = 'out of gas';
export const stackOverflow = 'stack overflow';

export const gasLeft = ({ instance }: Frame): number => Math.max(0, Number(instance.engine.gas.value));

/** Takes gas for something that the host is about to do. */
export const charge = (frame: Frame, price: number): void => {
  const { gas } = frame.instance.engine;
  const left = Number(gas.value) - price;
  gas.value = Math.max(-1, left);
  if (left < 0) throw signal('frame-end', outOfGas);
};

/**
 * Why the engine stopped, where the host or the meter stopped it. Throws where neither did: `engine-fault` when the engine
 * trapped or aborted by itself, `host-fault` for anything else, such as a full stack of the host.
 */
export const reasonOf = (error: unknown, { instance }: Pick<Frame, 'instance'>): string => {
  if (isSignal(error, 'host-fault') || isSignal(error, 'engine-fault')) throw error;
  const { gas, stack, memoryStackLow } = instance.engine;
  if (Number(gas.value) < 0) return outOfGas;
  if (isSignal(error, 'frame-end')) return error.message;
  if (Number(stack.value) < 0 || Number(memoryStackLow.value) < engineLayout.stackFloor) return stackOverflow;
  const isTrap = error instanceof WebAssembly.RuntimeError;
  throw signal(isTrap ? 'engine-fault' : 'host-fault', 'the engine failed', error);
};

const headBytes = 4;
const answerHeadBytes = 5;
export const answers = { value: 0, refusal: 1, nothing: 2 } as const;

/** The request that stands in the buffer, to be read before anything is written there; what is read of it is copied. */
export const readRequest = ({ instance, addresses }: Frame): { readonly reader: Reader; readonly length: number } => {
  const { memory, words } = instance.engine;
  const length = words.getUint32(addresses.io);
  if (length > ioBytes - headBytes) throw signal('frame-end', 'a malformed request');
  const start = addresses.io + headBytes;
  return { reader: createReader(memory.subarray(start, start + length)), length };
};

export const writeAnswer = ({ instance, addresses }: Frame, status: number, payload: Uint8Array): void => {
  const { memory, words } = instance.engine;
  memory[addresses.io] = status;
  words.setUint32(addresses.io + 1, payload.length);
  memory.set(payload, addresses.io + answerHeadBytes);
};

/** Puts bytes where the prelude begins to read. */
export const writeRequest = ({ instance, addresses }: Frame, payload: Uint8Array): void => {
  instance.engine.memory.set(payload, addresses.io);
};

export interface Answer {
  readonly status: number;
  readonly payload: Uint8Array;
}

/** What a function of the prelude left in the buffer. */
export const readAnswer = ({ instance, addresses }: Frame): Answer => {
  const { memory, words } = instance.engine;
  const status = words.getUint8(addresses.io);
  const length = words.getUint32(addresses.io + 1);
  // A refusal leaves its length at 0: it is a text and a line, which say their own.
  const end = status === answers.refusal ? ioBytes - answerHeadBytes : Math.min(length, ioBytes - answerHeadBytes);
  const start = addresses.io + answerHeadBytes;
  return { status, payload: memory.slice(start, start + end) };
};

const shownReasonMax = 256;

/** The text of an exception with the line where it arose, as the prelude describes it. */
export const describedReason = (payload: Uint8Array): string => {
  const reader = createReader(payload);
  const text = reader.text(shownReasonMax * 4);
  const line = reader.u32();
  return reasonWithLine(text, line);
};

export const reasonWithLine = (text: string, line: number): string => {
  return line > 0 ? `${text} (line ${line})` : text;
};
