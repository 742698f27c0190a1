// The contract machine: runs a function of a contract to its outcome and its gas, the same on every host. It is loaded
// with the metered binary, whose hash it checks, and is synchronous from then on.
//
// Meaning of a frame: set the instance back to the base, evaluate the module, call the function. The image of an
// evaluation is kept by the hash of the code and put back instead; gas, memory and stack are as after evaluating again.
// Bounded: nine instances of 16 MiB (one a depth, made when first needed), images of at most 16 MiB together, and the whole
// images of eight contracts, half a megabyte each.

import { concatBytes, createWriter, toHex } from '../bytes/index.ts';
import { sha256, type SignatureCheck } from '../crypto/index.ts';
import {
  type Address,
  type ContractCall,
  type ContractCode,
  contractMachineHash,
  type ContractOutcome,
  type ContractRunner,
  type Hex32,
  type Inspection,
} from '../model/index.ts';
import {
  applyImage,
  type BaseImage,
  type ContractImage,
  createBaseImage,
  createInstance,
  imageBytes,
  type Instance,
  noteStack,
  placeCode,
  restoreBase,
  restoreWhole,
  takeImage,
  takeWhole,
  type WholeImage,
} from './base-image.ts';
import { contractLimits, stackLimits } from './contract-limits.ts';
import { type Answer, answers, charge, describedReason, type Frame, gasLeft } from './frame.ts';
import { outOfGas, readAnswer, reasonOf, stackOverflow, writeRequest } from './frame.ts';
import { createFunctionProfile, type FunctionProfile } from './function-profile.ts';
import { gasPrices } from './gas-prices.ts';
import { answerHostCall, type NestedAnswer, type NestedRequest, refuseHostCall, type Session } from './host-calls.ts';
import { prelude } from './prelude.ts';
import { isSignal } from './signal.ts';
import { tracedBinary } from './traced-binary.ts';

export type ContractMachine = ContractRunner;

export interface MachineOptions {
  readonly signatureCheck: SignatureCheck;
  /** without images every call evaluates again: for tests of their equality */
  readonly imageBytesMax?: number;
  /** this host has failed; what ran is tried again in fresh instances unless it was the last try */
  readonly onHostFault?: (() => void) | undefined;
}

/** The parts that frames share. */
interface Parts {
  readonly module: WebAssembly.Module;
  readonly base: BaseImage;
  instances: (Instance | undefined)[];
  /** by the hash of the code, the one used last at the end */
  readonly images: Map<Hex32, ContractImage>;
  /** of contracts that are called again and again */
  readonly wholes: Map<Hex32, WholeImage>;
  /** hash of the code whose image was used last */
  newest: Hex32;
  readonly imageBytesMax: number;
  imageBytes: number;
  readonly onHostFault: (() => void) | undefined;
  /** where functions are watched, which blocks never do */
  readonly profile?: FunctionProfile;
}

const evaluateAsModule = 1;
const encoder = new TextEncoder();

const instanceAt = (parts: Parts, depth: number): Instance => {
  const known = parts.instances[depth];
  if (known !== undefined) return known;
  const made = createInstance(parts.module, parts.base);
  parts.instances[depth] = made;
  return made;
};

const keepImage = (parts: Parts, hash: Hex32, image: ContractImage): void => {
  parts.images.set(hash, image);
  parts.imageBytes += imageBytes(image);
  for (const [oldest, { pages }] of parts.images) {
    if (parts.imageBytes <= parts.imageBytesMax) return;
    parts.images.delete(oldest);
    parts.wholes.delete(oldest);
    parts.imageBytes -= imageBytes({ pages });
  }
};

type Evaluation = { readonly ok: true; readonly namespace: number } | { readonly ok: false; readonly reason: string };

/** Calls a function of the prelude with one value and reads what it left. */
const callPrelude = (frame: Frame, fn: number, argument: number): Answer => {
  const { raw, words } = frame.instance.engine;
  const { addresses } = frame;
  words.setUint32(addresses.arguments, argument, true);
  raw.call(addresses.context, fn, addresses.undefined, 1, addresses.arguments);
  return readAnswer(frame);
};

/** Evaluates the module with the gas that the frame has, on a stack of its own. */
const evaluateModule = (parts: Parts, frame: Frame, code: ContractCode): Evaluation => {
  const { engine } = frame.instance;
  const { addresses } = frame;
  const available = gasLeft(frame);
  const given = Math.min(available, contractLimits.evaluationGasMax);
  engine.gas.value = given;
  engine.stack.value = stackLimits.evaluationStack;
  engine.onHostCall = () => {
    refuseHostCall(frame);
  };
  const bytes = encoder.encode(code.text);
  placeCode(frame.instance, addresses, bytes);
  try {
    const { raw } = engine;
    const result = raw.evaluate(
      addresses.context,
      addresses.code,
      bytes.length,
      addresses.fileName,
      0,
      evaluateAsModule,
    );
    const exception = raw.exceptionOf(addresses.context, result);
    if (exception !== 0) {
      const reason = describedReason(callPrelude(frame, addresses.describe, exception).payload);
      engine.gas.value = available - (given - gasLeft(frame));
      return { ok: false, reason };
    }
    const used = given - gasLeft(frame);
    engine.gas.value = available - used;
    if (parts.imageBytesMax > 0) keepImage(parts, code.hash, takeImage(frame.instance, parts.base, result, used));
    return { ok: true, namespace: result };
  } catch (error) {
    const reason = reasonOf(error, frame);
    const used = reason === outOfGas ? given : given - gasLeft(frame);
    engine.gas.value = available - used;
    const tooLong = reason === outOfGas && available > given;
    return { ok: false, reason: tooLong ? 'the module takes more gas to read than is allowed' : reason };
  }
};

/** What evaluating the module gives: from its image, or by doing it. */
const evaluate = (parts: Parts, frame: Frame, code: ContractCode): Evaluation => {
  const { image } = frame;
  if (image === undefined) return evaluateModule(parts, frame, code);
  const left = gasLeft(frame);
  if (left < image.gas) {
    frame.instance.engine.gas.value = 0;
    return { ok: false, reason: outOfGas };
  }
  frame.instance.engine.gas.value = left - image.gas;
  return { ok: true, namespace: image.namespace };
};

const wholesMax = 8;

/** Sets an instance back to the base with an image on it. What is called twice in succession is kept whole. */
const restoreImage = (parts: Parts, instance: Instance, hash: Hex32, image: ContractImage): void => {
  const whole = parts.wholes.get(hash);
  if (whole === undefined) {
    restoreBase(instance, parts.base);
    applyImage(instance, image);
  } else restoreWhole(instance, parts.base, image, whole);
  if (parts.newest !== hash) {
    parts.newest = hash;
    parts.images.delete(hash);
    parts.images.set(hash, image);
  } else if (whole === undefined) {
    const [oldest = ''] = parts.wholes.keys();
    if (parts.wholes.size >= wholesMax) parts.wholes.delete(oldest);
    parts.wholes.set(hash, takeWhole(instance, parts.base, image));
  }
};

const failed = (frame: Frame, reason: string): ContractOutcome => ({
  ok: false,
  reason,
  gasUsed: reason === outOfGas ? frame.call.gas : frame.call.gas - gasLeft(frame),
});

const requestOf = ({ call }: Frame): Uint8Array =>
  createWriter(call.args.length + 80)
    .text(call.function)
    .raw(call.args)
    .finish();

const createFrame = (parts: Parts, call: ContractCall, depth: number, code: ContractCode): Frame => {
  const instance = instanceAt(parts, depth);
  const image = parts.images.get(code.hash);
  if (image === undefined) restoreBase(instance, parts.base);
  else restoreImage(parts, instance, code.hash, image);
  instance.engine.gas.value = call.gas;
  return { instance, addresses: parts.base.addresses, call, depth, image };
};

/** Calls the function in an instance in which the module has been evaluated. */
const callFunction = (frame: Frame, namespace: number): ContractOutcome => {
  const answer = callPrelude(frame, frame.addresses.run, namespace);
  if (answer.status === answers.refusal) return failed(frame, describedReason(answer.payload));
  const value = answer.status === answers.nothing ? new Uint8Array(0) : answer.payload;
  const { length } = value;
  const limit = contractLimits.resultBytesMax;
  if (length > limit) return failed(frame, `a result of ${length} bytes where ${limit} are allowed`);
  charge(frame, gasPrices.byte * length);
  return { ok: true, value, gasUsed: frame.call.gas - gasLeft(frame) };
};

const runFrame = (parts: Parts, session: Session, frame: Frame, stack: number, code: ContractCode): ContractOutcome => {
  const { engine } = frame.instance;
  const undo = session.world.checkpoint();
  parts.profile?.begin(frame, code.text);
  const outcome = ((): ContractOutcome => {
    try {
      charge(frame, gasPrices.frame + gasPrices.byte * frame.call.args.length);
      parts.profile?.evaluating();
      const evaluation = evaluate(parts, frame, code);
      if (!evaluation.ok) return failed(frame, evaluation.reason);
      parts.profile?.evaluated();
      noteStack(frame.instance);
      engine.stack.value = stack;
      engine.onHostCall = (operation) => {
        answerHostCall(session, frame, operation);
      };
      writeRequest(frame, requestOf(frame));
      return callFunction(frame, evaluation.namespace);
    } catch (error) {
      return failed(frame, reasonOf(error, frame));
    }
  })();
  parts.profile?.end(outcome.gasUsed);
  if (!outcome.ok) undo();
  return outcome;
};

/** What a contract may not call, and why. */
const nestedRefusal = (
  frame: Frame,
  request: NestedRequest,
  active: readonly Hex32[],
  stack: number,
): string | undefined => {
  if (request.to.kind !== 'contract') return 'not a contract';
  if (request.function === 'init') return 'init runs at deployment only';
  if (active.includes(request.to.id)) return 'the contract is running already';
  if (frame.depth >= contractLimits.depthMax) return `more than ${contractLimits.depthMax} calls inside calls`;
  return stack < 0 ? stackOverflow : undefined;
};

/** Runs a contract for another one; what it fails with, its caller may catch. */
const nest = (parts: Parts, session: Session, active: Hex32[], frame: Frame, request: NestedRequest): NestedAnswer => {
  const { world } = session;
  const stack = Number(frame.instance.engine.stack.value) - stackLimits.nestedFrame;
  const refusal = nestedRefusal(frame, request, active, stack);
  if (refusal !== undefined) return { ok: false, reason: refusal };
  const code = world.codeOf(request.to.id);
  if (code === undefined) return { ok: false, reason: 'no such contract' };
  const undo = world.checkpoint();
  const from = frame.call.contract;
  const unpaid = request.amount === 0n ? undefined : world.pay(from, request.to, request.amount);
  if (unpaid !== undefined) return { ok: false, reason: unpaid };
  const left = gasLeft(frame);
  const most = left - Math.floor(left / 64);
  const gas = request.gas === 0 ? most : Math.min(request.gas, most);
  const sender: Address = { kind: 'contract', id: from };
  const { to, function: name, args, amount } = request;
  const call = { contract: to.id, function: name, args, amount, sender, origin: frame.call.origin, gas };
  active.push(to.id);
  const outcome = runFrame(parts, session, createFrame(parts, call, frame.depth + 1, code), stack, code);
  active.pop();
  if (!outcome.ok) undo();
  charge(frame, outcome.gasUsed);
  parts.profile?.skip(outcome.gasUsed);
  if (outcome.ok) charge(frame, gasPrices.byte * outcome.value.length);
  return outcome.ok ? outcome : { ok: false, reason: `call failed: ${outcome.reason}` };
};

/** How often something is tried in fresh instances before it is given up. */
const attemptsMax = 3;

/**
 * A fault of this host is no outcome: it is tried again in fresh instances, and thrown when it stays. A trap or abort of
 * the engine is the same on every host, as WebAssembly's rules are; so one that comes again in fresh instances is the
 * program's doing and its outcome, or else who finds one could stop every node.
 */
const withRetries = <T>(parts: Parts, attempt: () => T, undo: () => void, faulty: () => T): T => {
  for (let left = attemptsMax; ; left--) {
    try {
      return attempt();
    } catch (error) {
      const isEngines = isSignal(error, 'engine-fault');
      if (!isEngines && !isSignal(error, 'host-fault')) throw error;
      undo();
      parts.instances = [];
      if (!isEngines) parts.onHostFault?.();
      if (left > 1) continue;
      if (!isEngines) throw error;
      return faulty();
    }
  }
};

const engineFailed = 'the engine failed';

const inspectModule = (parts: Parts, code: string): Inspection => {
  const nobody: Address = { kind: 'account', id: '0'.repeat(64) };
  const call = {
    contract: nobody.id,
    function: '',
    args: new Uint8Array(0),
    amount: 0n,
    sender: nobody,
    origin: nobody,
  };
  const named = { hash: toHex(sha256(encoder.encode(code))), text: code };
  const frame = createFrame(parts, { ...call, gas: contractLimits.executionGasMax }, 0, named);
  const evaluation = evaluate(parts, frame, named);
  if (!evaluation.ok) return evaluation;
  const evaluationGas = frame.call.gas - gasLeft(frame);
  try {
    noteStack(frame.instance);
    frame.instance.engine.stack.value = stackLimits.callStack;
    const answer = callPrelude(frame, frame.addresses.list, evaluation.namespace);
    if (answer.status === answers.refusal) return { ok: false, reason: describedReason(answer.payload) };
    return { ok: true, evaluationGas, functions: answer.payload };
  } catch (error) {
    return { ok: false, reason: reasonOf(error, frame) };
  }
};

/** What the machine's hash covers: the metered binary, the prelude, and every limit and price. */
export const machineHashOf = (binary: Uint8Array): Hex32 => {
  const numbers = JSON.stringify([contractLimits, stackLimits, gasPrices]);
  const parts = [binary, encoder.encode(prelude), encoder.encode(numbers)].map((part) => sha256(part));
  return toHex(sha256(concatBytes(...parts)));
};

const runCall = (
  parts: Parts,
  signatureCheck: SignatureCheck,
  ...[call, world, block, observe]: Parameters<ContractRunner['run']>
): ContractOutcome => {
  const undo = world.checkpoint();
  return withRetries(
    parts,
    () => {
      parts.profile?.reset();
      const active = [call.contract];
      const session: Session = {
        world,
        block,
        signatureCheck,
        events: 0,
        observe,
        callContract: (frame, request) => nest(parts, session, active, frame, request),
      };
      const code = world.codeOf(call.contract);
      if (code === undefined) return { ok: false, reason: 'no such contract', gasUsed: 0 };
      return runFrame(parts, session, createFrame(parts, call, 0, code), stackLimits.callStack, code);
    },
    undo,
    () => ({ ok: false, reason: engineFailed, gasUsed: call.gas }),
  );
};

const createParts = (
  binary: Uint8Array<ArrayBuffer>,
  imageBytesMax: number,
  onHostFault: MachineOptions['onHostFault'],
): Parts => {
  const module = new WebAssembly.Module(binary);
  const wholes = { wholes: new Map<Hex32, WholeImage>(), newest: '' };
  const images = { images: new Map<Hex32, ContractImage>(), imageBytesMax, imageBytes: 0, ...wholes };
  return { module, base: createBaseImage(module), instances: [], ...images, onHostFault };
};

const imageBytesMaxDefault = 16 * 1024 * 1024;

/** Makes the machine of the metered binary. Throws on any other bytes. */
export const createContractMachine = (binary: Uint8Array<ArrayBuffer>, options: MachineOptions): ContractMachine => {
  const hash = machineHashOf(binary);
  if (hash !== contractMachineHash) throw new Error(`not the contract machine of this version: ${hash}`);
  const { signatureCheck, imageBytesMax = imageBytesMaxDefault, onHostFault } = options;
  const parts = createParts(binary, imageBytesMax, onHostFault);
  let traced: (Parts & { readonly profile: FunctionProfile }) | undefined;
  return {
    gasMax: contractLimits.executionGasMax,
    run: (...asked) => runCall(parts, signatureCheck, ...asked),
    trace: (...asked) => {
      traced ??= { ...createParts(tracedBinary(binary), 0, onHostFault), profile: createFunctionProfile() };
      const outcome = runCall(traced, signatureCheck, ...asked);
      traced.instances = [];
      return { outcome, functions: traced.profile.rows() };
    },
    inspect: (code) =>
      withRetries(
        parts,
        () => inspectModule(parts, code),
        () => undefined,
        () => ({ ok: false, reason: engineFailed }),
      ),
  };
};
