/**
 * Feeds frames to a target and stops at the first that fails: by an exception, by a broken canonical rule, or by taking
 * longer than `frameMsMax`. A frame that seems to is given again and the best time counts, in ms of this thread's own work,
 * so that neither a collection of garbage nor a busy machine is taken for a hang. A frame is a function of seed, name and
 * number. A watchdog ends code that does not come back at all. Bounded: one batch of frames is held.
 */
import { Script } from 'node:vm';
import { seededRandom } from '../../shared/testing/simulation/index.ts';
import type { Frame, FuzzTarget } from './fuzz-target.ts';

/** No peer, link or file may hold up a node or a screen for longer with one thing to decode. */
export const frameMsMax = 100;
const batchFrames = 250;
/** A batch of frames takes some milliseconds; one that takes as long as this, busy machine or not, hangs. */
const watchdogMsDefault = 20_000;
const hangTries = 3;
/** The largest forms are few, and may come before the code is compiled. */
const largestTries = 10;

export interface FuzzPlan {
  readonly seed: number;
  readonly frames: number;
  readonly watchdogMs?: number;
}

export interface FuzzFailure {
  /** its number, counted from 0 */
  readonly frame: number;
  readonly why: string;
  readonly input: string;
}

export interface FuzzReport {
  readonly failure: FuzzFailure | undefined;
  /** frames that were accepted and are none of the samples */
  readonly accepted: number;
}

/** FNV-1a, so that each target draws other numbers. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return hash;
};

/** The frame of this number: always the same one. */
export const frameAt = (target: FuzzTarget, seed: number, number: number): Frame =>
  target.draw(seededRandom(hashOf(`${target.name}/${seed}`) ^ Math.imul(number + 1, 0x9e3779b1)));

const ownMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** ms of work that decoding this frame takes at its best of so many tries */
const bestMs = (frame: Frame, tries: number): number => {
  const times = Array.from({ length: tries }, () => {
    const started = ownMs();
    frame.decode();
    return ownMs() - started;
  });
  return Math.min(...times);
};

/** Why this frame fails; `undefined` when it does not. */
const judged = (frame: Frame, onAccepted: () => void): string | undefined => {
  try {
    const started = performance.now();
    if (frame.judge() === 'accepted') onAccepted();
    if (performance.now() - started <= frameMsMax) return undefined;
    const ms = bestMs(frame, hangTries);
    return ms > frameMsMax ? `takes ${Math.round(ms)} ms` : undefined;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
};

const watchedCall = new Script('globalThis.tabchainFuzzBatch()');

/** Calls it; false when it did not come back in time and was ended. */
const returnsInTime = (call: () => void, watchdogMs: number): boolean => {
  Object.assign(globalThis, { tabchainFuzzBatch: call });
  try {
    watchedCall.runInThisContext({ timeout: watchdogMs });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  } finally {
    Reflect.deleteProperty(globalThis, 'tabchainFuzzBatch');
  }
};

/** Judges frames one after the other, under the watchdog, up to the first that fails. */
const failureOf = (frames: readonly Frame[], watchdogMs: number, onAccepted: () => void): FuzzFailure | undefined => {
  let reached = 0;
  let why: string | undefined;
  const judgeAll = (): void => {
    for (reached = 0; reached < frames.length && why === undefined; reached++) {
      const frame = frames[reached];
      if (frame !== undefined) why = judged(frame, onAccepted);
    }
  };
  if (returnsInTime(judgeAll, watchdogMs)) reached--;
  else why = `does not come back within ${watchdogMs} ms`;
  return why === undefined ? undefined : { frame: reached, why, input: frames[reached]?.show() ?? '' };
};

export const runFuzz = (target: FuzzTarget, plan: FuzzPlan): FuzzReport => {
  const { seed, watchdogMs = watchdogMsDefault } = plan;
  let accepted = 0;
  const onAccepted = (): void => {
    accepted++;
  };
  for (let first = 0; first < plan.frames; first += batchFrames) {
    const length = Math.min(batchFrames, plan.frames - first);
    const frames = Array.from({ length }, (_, i) => frameAt(target, seed, first + i));
    const failure = failureOf(frames, watchdogMs, onAccepted);
    if (failure !== undefined) return { failure: { ...failure, frame: first + failure.frame }, accepted };
  }
  return { failure: undefined, accepted };
};

/** ms of work that the slowest of the largest forms takes. All must be accepted. */
export const largestMs = (target: FuzzTarget): number => {
  const frames = target.largest();
  for (const frame of frames) if (!frame.decode()) throw new Error(`refused: ${frame.show()}`);
  return Math.max(0, ...frames.map((frame) => bestMs(frame, largestTries)));
};

/** One frame alone, for looking into it. */
export const runFrame = (target: FuzzTarget, seed: number, number: number): FuzzFailure | undefined => {
  const failure = failureOf([frameAt(target, seed, number)], watchdogMsDefault, () => undefined);
  return failure && { ...failure, frame: number };
};
