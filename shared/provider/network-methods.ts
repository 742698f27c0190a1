// network_*: the networks that this profile knows, and which of them is open. A wrong spec or link changes nothing. What
// has been joined stays known until it is removed.

import { toHex } from '../core/bytes/index.ts';
import {
  formatJoinLink,
  type JoinLink,
  type JoinLinkFault,
  parseJoinLink,
  readSpec,
  relaysOf,
} from '../core/link/index.ts';
import { blockTimeOf, type ChainSpec, chainSpecJson, parseChainSpec } from '../core/model/index.ts';
import type { ChainSpecShape, HexText, ResultOf } from './api.ts';
import { notFound, notPossibleNow, wrongParam } from './api-error.ts';
import type { NetworkToOpen, ProviderOptions } from './backend.ts';
import { checkpointConflict, newestCheckpoint } from './checkpoint.ts';
import type { Methods, ProviderParts } from './methods.ts';
import { availableKinds, chainIdOf, networkOf } from './network-registry.ts';
import { showNetwork } from './show-network.ts';
import { showHex } from './show-transaction.ts';

type NetworkMethod =
  | 'network_create'
  | 'network_check'
  | 'network_read'
  | 'network_join'
  | 'network_switch'
  | 'network_remove'
  | 'network_list'
  | 'network_spec'
  | 'network_link';

const saltBytes = 16;

const specPath = (path: string): string => (path === '' ? 'spec' : `spec.${path}`);

const linkError = (fault: JoinLinkFault) =>
  fault.type === 'link-unreadable'
    ? wrongParam('link', `The link cannot be read: ${fault.what}. Copy the whole link again.`, fault.type)
    : wrongParam(
        specPath(fault.path),
        `The network in the link is not right: ${specPath(fault.path)} must be ${fault.expected}.`,
        fault.type,
        fault.expected,
      );

/** Where a spec names no time of genesis or no salt, it is one of now and of its own. */
const completed = (spec: ChainSpecShape, { options }: ProviderParts): ChainSpecShape => ({
  genesisTime: options.clock.now(),
  salt: toHex(options.random.bytes(saltBytes)),
  ...spec,
});

/** Tells a person whose link names another chain than the one that is here. */
export const warnOfConflict = ({ holder, alarm }: ProviderParts, { checkpoint }: NetworkToOpen): void => {
  const live = holder.live();
  const conflict = live === undefined ? undefined : checkpointConflict(live, checkpoint);
  if (conflict !== undefined) alarm(conflict, ['dismiss']);
};

/** Keeps a network, opens it, and remembers that this slot has it open. */
export const enter = async (parts: ProviderParts, network: NetworkToOpen): Promise<NetworkToOpen> => {
  const { registry, holder, modes } = parts;
  const kept = await registry.put(network);
  await holder.open({ ...kept, how: await modes.get(kept.chainId) });
  await registry.setCurrent(kept.chainId);
  warnOfConflict(parts, kept);
  return kept;
};

/** Of the nodes that listen, enough to find one that is there. */
const nodesInLinkMax = 3;

/**
 * A terminal node listens: whoever has its link reaches it when all relays are gone. A tab is found through others only,
 * and names nodes that listen.
 */
const nodesToName = ({ kind, host }: ProviderOptions): readonly string[] => {
  const snapshot = host.snapshot();
  const listens = (address: string): boolean => !address.includes('/p2p-circuit');
  if (kind === 'terminal') return (snapshot?.addresses ?? []).filter(listens);
  const nodes = (snapshot?.peers ?? []).filter((peer) => peer.kind === 'terminal').map(({ peerId }) => peerId);
  const known = (snapshot?.known ?? []).filter(({ peerId }) => nodes.includes(peerId));
  return known.flatMap(({ addresses }) => addresses.filter(listens).slice(0, 1)).slice(0, nodesInLinkMax);
};

const linkOf = ({ options, holder }: ProviderParts): string => {
  const live = holder.need();
  const { spec, relays } = live.network;
  const reachedBy = relaysOf([...relays, ...nodesToName(options)]);
  return formatJoinLink(options.pageUrl, { spec, relays: reachedBy, checkpoint: newestCheckpoint(live) });
};

const known = async ({ registry }: ProviderParts, chainId: HexText): Promise<NetworkToOpen> => {
  const network = await registry.get(chainId.slice(2));
  if (network === undefined) throw notFound('This browser knows no network with that chain id.');
  return network;
};

const create = async (parts: ProviderParts, given: ChainSpecShape): Promise<ResultOf<'network_create'>> => {
  const spec = parseChainSpec(completed(given, parts));
  if (!spec.ok) {
    const { path, expected } = spec.error;
    const message = `The network is not right: ${specPath(path)} must be ${expected}.`;
    throw wrongParam(specPath(path), message, 'field-invalid', expected);
  }
  // A new network is found through the relays that the creator is reached by, or those of the page.
  const relays = parts.holder.live()?.network.relays ?? parts.offeredRelays();
  const network = await enter(parts, networkOf(spec.value, relays));
  return { chainId: showHex(network.chainId), link: linkOf(parts) };
};

const check = (given: ChainSpecShape): ResultOf<'network_check'> => {
  const drawn = { genesisTime: 1, salt: '00'.repeat(saltBytes) };
  const kinds = availableKinds();
  const spec = parseChainSpec({ ...drawn, ...given });
  if (!spec.ok) return { valid: false, path: spec.error.path, expected: spec.error.expected, kinds };
  const { kind } = spec.value.consensus;
  if (!kinds.includes(kind)) {
    return { valid: false, path: 'consensus.kind', expected: kinds.map((one) => `"${one}"`).join(' or '), kinds };
  }
  const whole = Object.entries(chainSpecJson(spec.value)).filter(([key]) => !(key in drawn) || key in given);
  return { valid: true, spec: Object.fromEntries(whole), kinds };
};

const parsedLink = (text: string): JoinLink => {
  const parsed = parseJoinLink(text);
  if (!parsed.ok) throw linkError(parsed.error);
  return parsed.value;
};

const read = async ({ registry }: ProviderParts, text: string): Promise<ResultOf<'network_read'>> => {
  const { chainId, relays, ...link } = parsedLink(text);
  const spec = link.spec ?? (await registry.get(chainId))?.spec;
  const facts = { chainId: showHex(chainId), relays: relays.length };
  if (spec === undefined) return facts;
  return { ...facts, network: showNetwork(chainId, spec), blockTimeMs: blockTimeOf(spec.consensus) };
};

/** The spec behind a chain id: the one that is kept here, else the one among all answers that has this id. */
const specOfId = async ({ registry, options }: ProviderParts, { chainId, relays }: JoinLink): Promise<ChainSpec> => {
  const kept = await registry.get(chainId);
  if (kept !== undefined) return kept.spec;
  const reply = await options.host.fetchSpec(chainId, relays);
  for (const bytes of reply.ok ? reply.value : []) {
    const spec = readSpec(bytes);
    if (spec.ok && chainIdOf(spec.value) === chainId) return spec.value;
  }
  const isAnswered = reply.ok && reply.value.length > 0;
  const why = isAnswered ? 'what the nodes that answered sent is another network' : 'no node of it answered';
  const message = `The link names a network without describing it, and ${why}. Try again while somebody of it is there.`;
  throw notPossibleNow('spec-not-found', message);
};

const join = async (parts: ProviderParts, text: string): Promise<ResultOf<'network_join'>> => {
  const link = parsedLink(text);
  const spec = link.spec ?? (await specOfId(parts, link));
  const { relays, checkpoint } = link;
  const network = await enter(parts, { ...networkOf(spec, relays), checkpoint });
  return { chainId: showHex(network.chainId) };
};

const remove = async (parts: ProviderParts, chainId: HexText): Promise<ResultOf<'network_remove'>> => {
  const network = await known(parts, chainId);
  if (parts.holder.live()?.network.chainId === network.chainId) {
    throw notPossibleNow('network-open', 'This network is open. Switch to another one first.');
  }
  await parts.registry.remove(network.chainId);
  await parts.modes.remove(network.chainId);
  const { desk, visit } = parts.welcome();
  await desk.remove(network.chainId);
  await visit.remove(network.chainId);
  await parts.options.deleteChain?.(network.chainId);
  return {};
};

export const networkMethods = (parts: ProviderParts): Methods<NetworkMethod> => ({
  network_create: ({ spec }) => create(parts, spec),
  network_check: ({ spec }) => check(spec),
  network_read: ({ link }) => read(parts, link),
  network_join: ({ link }) => join(parts, link),
  network_switch: async ({ chainId }) => {
    const network = await enter(parts, await known(parts, chainId));
    return showNetwork(network.chainId, network.spec);
  },
  network_remove: ({ chainId }) => remove(parts, chainId),
  network_list: async () => (await parts.registry.list()).map(({ chainId, spec }) => showNetwork(chainId, spec)),
  network_spec: () => ({ ...chainSpecJson(parts.holder.need().network.spec) }),
  network_link: () => ({ link: linkOf(parts) }),
});
