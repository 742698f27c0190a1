// What somebody sends as JSON-RPC 2.0 (https://www.jsonrpc.org/specification), read into calls. Pure and total: any text
// gives calls or faults to answer with, in the order in which they came.
// Bounds: `depthMax` brackets inside each other, looked at before the text is parsed; `batchMax` calls; the length is
// for the transport to bound.

import { errorCodes } from '../../shared/provider/index.ts';

export type RpcId = string | number | null;

/** Codes of the specification that the API has not, and our own for whoever asks too much. */
export const rpcCodes = {
  notJson: -32700,
  notARequest: -32600,
  wrongParams: errorCodes.wrongParams,
  internal: errorCodes.internal,
  tooMuch: -32005,
} as const;

export interface RpcCall {
  readonly type: 'call';
  readonly method: string;
  /** an object, or absent */
  readonly params: unknown;
  /** absent: nobody waits for an answer */
  readonly id: RpcId | undefined;
}

export interface RpcFault {
  readonly type: 'fault';
  readonly id: RpcId;
  readonly code: number;
  readonly message: string;
}

export interface RpcText {
  /** several answers are given as a list */
  readonly isBatch: boolean;
  readonly items: readonly (RpcCall | RpcFault)[];
}

export const depthMax = 64;
export const batchMax = 50;
const methodCharsMax = 100;
const idCharsMax = 200;

const backslash = 92;
const quote = 34;
const opening: ReadonlySet<number> = new Set(['{', '['].map((bracket) => bracket.charCodeAt(0)));
const closing: ReadonlySet<number> = new Set(['}', ']'].map((bracket) => bracket.charCodeAt(0)));

/** Brackets inside texts do not count. */
const isShallow = (text: string): boolean => {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (inText) {
      if (letter === backslash) i++;
      else if (letter === quote) inText = false;
    } else if (letter === quote) inText = true;
    else if (opening.has(letter)) {
      if (++depth > depthMax) return false;
    } else if (closing.has(letter)) depth--;
  }
  return true;
};

const fault = (code: number, message: string, id: RpcId = null): RpcFault => ({ type: 'fault', id, code, message });
const alone = (item: RpcFault): RpcText => ({ isBatch: false, items: [item] });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isId = (value: unknown): value is RpcId =>
  value === null ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'string' && value.length <= idCharsMax);

const itemOf = (value: unknown): RpcCall | RpcFault => {
  if (!isRecord(value)) return fault(rpcCodes.notARequest, 'A request is an object.');
  const given = Object.hasOwn(value, 'id') ? value['id'] : undefined;
  if (given !== undefined && !isId(given)) return fault(rpcCodes.notARequest, 'An id is a text, a number or null.');
  const id = given ?? null;
  if (value['jsonrpc'] !== '2.0') return fault(rpcCodes.notARequest, 'A request says "jsonrpc": "2.0".', id);
  const { method, params } = value;
  if (typeof method !== 'string' || method === '' || method.length > methodCharsMax) {
    return fault(rpcCodes.notARequest, `A method is a text of 1 to ${methodCharsMax} characters.`, id);
  }
  if (params !== undefined && !isRecord(params)) {
    return fault(rpcCodes.wrongParams, 'Params are one object with a name for each.', id);
  }
  return { type: 'call', method, params, id: given };
};

const jsonOf = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined; // JSON.parse has no other way to say so
  }
};

export const parseRpcText = (text: string): RpcText => {
  if (!isShallow(text)) return alone(fault(rpcCodes.notARequest, `More than ${depthMax} brackets inside each other.`));
  const json = jsonOf(text);
  if (json === undefined) return alone(fault(rpcCodes.notJson, 'This is not JSON.'));
  const { value } = json;
  if (!Array.isArray(value)) return { isBatch: false, items: [itemOf(value)] };
  if (value.length === 0) return alone(fault(rpcCodes.notARequest, 'A batch has at least one request.'));
  if (value.length > batchMax) return alone(fault(rpcCodes.notARequest, `A batch has at most ${batchMax} requests.`));
  return { isBatch: true, items: value.map(itemOf) };
};
