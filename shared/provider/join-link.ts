// The join link: a network in the part of the page's address that never leaves the browser: `#/join/` and base64url
// (RFC 4648 section 5, no padding) of JSON {spec, relays, checkpoint}, the last only where there is one. Reading takes a whole link or what follows `#/join/`, and
// forgives white space and padding that came in on the way. Bounds: the length (check-params.ts) and `relaysMax`.

import { base64urlnopad } from '@scure/base';
import { err, ok, type Result } from '../core/bytes/index.ts';
import { type ChainSpec, chainSpecJson, parseChainSpec } from '../core/model/index.ts';
import type { Checkpoint } from '../core/node/index.ts';
import { checkpointJson, checkpointOf } from './checkpoint.ts';

export interface JoinLink {
  readonly spec: ChainSpec;
  readonly relays: readonly string[];
  /** a block that was settled when the link was made */
  readonly checkpoint?: Checkpoint | undefined;
}

export type JoinLinkFault =
  | { readonly type: 'link-unreadable'; readonly what: string }
  /** `path` as in a spec, `expected` is what is allowed there */
  | { readonly type: 'link-spec'; readonly path: string; readonly expected: string };

export const relaysMax = 16;
const relayCharsMax = 512;
const marker = '#/join/';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** `pageUrl` is the address of the page without its hash; empty gives a link relative to any page. */
export const formatJoinLink = (pageUrl: string, { spec, relays, checkpoint }: JoinLink): string => {
  const settled = checkpoint === undefined ? {} : { checkpoint: checkpointJson(checkpoint) };
  const json = JSON.stringify({ spec: chainSpecJson(spec), relays, ...settled });
  return `${pageUrl}${marker}${base64urlnopad.encode(encoder.encode(json))}`;
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(decoder.decode(base64urlnopad.decode(text)));
  } catch {
    return undefined; // letters, UTF-8 and JSON are all told by throwing; which of them failed helps nobody
  }
};

/** Not by a pattern: one that looks for `=` up to the end looks again from each of a long row of them. */
const withoutPadding = (text: string): string => {
  let end = text.length;
  while (text.charAt(end - 1) === '=') end--;
  return text.slice(0, end);
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The relays of a list from outside: texts of bearable length, each once. */
export const relaysOf = (value: unknown): readonly string[] => {
  if (!Array.isArray(value)) return [];
  const texts = value.filter((relay): relay is string => typeof relay === 'string' && relay.length <= relayCharsMax);
  return [...new Set(texts)].slice(0, relaysMax);
};

export const parseJoinLink = (link: string): Result<JoinLink, JoinLinkFault> => {
  const compact = link.replace(/\s+/gu, '');
  const at = compact.indexOf(marker);
  const part = withoutPadding(at < 0 ? compact : compact.slice(at + marker.length));
  if (part === '') return err({ type: 'link-unreadable', what: 'nothing follows #/join/' });
  const json = jsonOf(part);
  if (!isRecord(json)) {
    const what = /^https?:/u.test(part) ? 'it has no #/join/ in it' : 'it is cut short, or letters of it were changed';
    return err({ type: 'link-unreadable', what });
  }
  if (!Object.hasOwn(json, 'spec')) return err({ type: 'link-unreadable', what: 'it names no network' });
  const spec = parseChainSpec(json['spec']);
  if (!spec.ok) return err({ type: 'link-spec', path: spec.error.path, expected: spec.error.expected });
  const network = { spec: spec.value, relays: relaysOf(json['relays']) };
  if (!Object.hasOwn(json, 'checkpoint')) return ok(network);
  const checkpoint = checkpointOf(json['checkpoint']);
  // Without it a newcomer would be less protected than whoever made the link meant it to be.
  if (checkpoint === undefined)
    return err({ type: 'link-unreadable', what: 'the settled block in it has no right form' });
  return ok({ ...network, checkpoint });
};
