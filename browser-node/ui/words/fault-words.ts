// Errors of the API in plain sentences: what happened, why, and what to do. The one place where a code or a fault's name
// becomes words; the sentences are in text/…/faults.ts. A name that has none there still gets a whole answer: the API's own
// message.

import type { ApiErrorData, ErrorCode } from '../../../shared/provider/index.ts';
import { words } from './language.ts';
import { logText } from './log-text.ts';
import type { Text } from './text/en/index.ts';

export interface FaultWords {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
}

interface WhyAndTodo {
  readonly why: string;
  readonly todo: string;
}

interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly data: ApiErrorData;
}

/** By code, for a failure whose name has no words: the node's own message, and what to do. */
const byCode: { readonly [Code in ErrorCode]: (failure: Failure, text: Text['faults']['code']) => WhyAndTodo } = {
  [-32602]: ({ message, data: { path, expected } }, text) => ({
    why: path === undefined || expected === undefined ? message : text.mustBe(path, expected),
    todo: text.wrongParams,
  }),
  [-32601]: ({ message }, text) => ({ why: message, todo: text.noSuchMethod }),
  [-32603]: ({ message }, text) => ({ why: message, todo: text.internal }),
  [-32000]: ({ message }, text) => ({ why: message, todo: text.ruleRefused }),
  4001: (_, text) => text.personRefused,
  4040: ({ message }, text) => ({ why: message, todo: text.notFound }),
  4090: ({ message }, text) => ({ why: message, todo: text.notPossibleNow }),
  4100: (_, text) => text.walletLocked,
  4900: (_, text) => text.noNetwork,
};

const isCode = (code: unknown): code is ErrorCode => typeof code === 'number' && Object.hasOwn(byCode, String(code));

const dataOf = (thrown: object): ApiErrorData => {
  const data: unknown = 'data' in thrown ? thrown.data : undefined;
  if (typeof data !== 'object' || data === null) return {};
  const text = (key: string): string | undefined => {
    const value: unknown = Reflect.get(data, key);
    return typeof value === 'string' ? value : undefined;
  };
  const named = { path: text('path'), expected: text('expected'), reason: text('reason'), fault: text('fault') };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
};

/** The API's error in whatever was thrown; anything else is a fault of the page itself. */
const failureOf = (thrown: unknown): Failure => {
  const message = thrown instanceof Error ? thrown.message : words().faults.ownFault;
  if (typeof thrown !== 'object' || thrown === null) return { code: -32603, message, data: {} };
  const said = 'message' in thrown && typeof thrown.message === 'string' ? thrown.message : message;
  if (!('code' in thrown) || !isCode(thrown.code)) return { code: -32603, message: said, data: dataOf(thrown) };
  // What the node says is English: in other languages it is told whose words these are.
  return { code: thrown.code, message: words().faults.ownMessage(said), data: dataOf(thrown) };
};

/** Whether the thrown value is the API's error with this code. */
export const hasCode = (thrown: unknown, code: ErrorCode): boolean => failureOf(thrown).code === code;

/** What is kept under a name, if something is. */
const under = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** Without a `why` the node's own message stands, because it has the numbers or names that matter. */
const namedWords = (name: string): { readonly why?: string; readonly todo: string } | undefined =>
  under<{ readonly why?: string; readonly todo: string }>(words().faults.byName, name);

/**
 * @param what what was not done, as a sentence: "The payment was not sent."
 * @param thrown what `request` rejected with
 */
export const faultWords = (what: string, thrown: unknown): FaultWords => {
  const failure = failureOf(thrown);
  const { fault, reason } = failure.data;
  for (const name of [fault, reason]) {
    const named = name === undefined ? undefined : namedWords(name);
    if (named !== undefined) return { what, why: failure.message, ...named };
  }
  return { what, ...byCode[failure.code](failure, words().faults.code) };
};

/** Why a pending transaction was given up, by the name that the node gives; an unknown name is shown as it is. */
export const dropWords = (reason: string): string => namedWords(reason)?.why ?? words().faults.nodeSays(reason);

/** What the person has to know, by the name of an alarm. An unknown name is a sentence of the log. */
export const alarmWords = (what: string): string => under(words().faults.alarms, what) ?? logText(what).text;

/** By the name of a long job; an unknown name is words already. */
export const jobWords = (job: string): string => under(words().faults.jobs, job) ?? job;

export const choiceWords = (choice: string): string => under(words().faults.choices, choice) ?? choice;
