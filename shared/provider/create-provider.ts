// The provider of a node: every method of the API answered, every event told. It puts the parts together and looks after
// the boundary: params are checked before a method sees them, and whatever is thrown leaves as an error of the API.

import { relaysOf } from '../core/link/index.ts';
import { parseChainSpec } from '../core/model/index.ts';
import { type EventListenerOf, type EventName, errorCodes, type Method } from './api.ts';
import { accountMethods } from './account-methods.ts';
import { apiError, isApiError, messageOf, type ThrownApiError } from './api-error.ts';
import type { HostLogEntry, NetworkOffer, ProviderOptions, WelcomeAnswerLike, WelcomeQuestionLike } from './backend.ts';
import { blockMethods } from './block-methods.ts';
import { createBlockSigner } from './block-signer.ts';
import { chainMethods } from './chain-methods.ts';
import { checkParams, isMethod } from './check-params.ts';
import { createWelcome } from './create-welcome.ts';
import { createEventHub, type EventHub } from './event-hub.ts';
import { contractMethods } from './contract-methods.ts';
import { createFileKeeper } from './file-keeper.ts';
import { fileMethods, newestFacts } from './file-methods.ts';
import { createKeptModes } from './kept-mode.ts';
import { createLogRing } from './log-ring.ts';
import type { Methods, ProviderParts } from './methods.ts';
import { createMiningKey } from './mining-key.ts';
import { forkMethods } from './fork-methods.ts';
import { netMethods } from './net-methods.ts';
import { proofMethods } from './proof-methods.ts';
import { networkMethods, warnOfConflict } from './network-methods.ts';
import { createNetworkRegistry, networkOf } from './network-registry.ts';
import { createNodeEvents, type NodeEvents } from './node-events.ts';
import { storageFaultName } from './node-failure.ts';
import { nodeMethods } from './node-methods.ts';
import { createNetworkHolder, type NetworkHolder } from './open-network.ts';
import { personalMethods } from './personal-methods.ts';
import { productionMethods } from './production-methods.ts';
import { rawMethods } from './raw-methods.ts';
import { showStatus } from './show-network.ts';
import { createStorageMeter } from './storage-meter.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { createEquivocationDesk, evidenceNodeOf } from './report-equivocation.ts';
import { sendInTurn, transactionMethods } from './transaction-methods.ts';
import { createDroppedList } from './tx-status.ts';
import { walletMethods } from './wallet-methods.ts';
import { validatorMethods } from './validator-methods.ts';
import { createWalletService, owns } from './wallet-service.ts';
import { createWalletStore } from './wallet-store.ts';
import { createWalletWatch } from './wallet-watch.ts';
import { welcomeMethods } from './welcome-methods.ts';

/** The provider as its composition root holds it. */
export interface NodeProvider {
  /**
   * Opens the network that this slot had open last, else the offered one, else none. Resolves when it runs; a network
   * that cannot be opened is told as an alarm and in the log, and the provider answers without one.
   */
  readonly start: (offer?: NetworkOffer) => Promise<void>;
  /** Answers one call; rejects with the error alone, an `ApiError` that is an `Error` too. */
  readonly handle: (method: string, params: unknown) => Promise<unknown>;
  readonly on: <E extends EventName>(event: E, listener: EventListenerOf<E>) => void;
  readonly off: <E extends EventName>(event: E, listener: EventListenerOf<E>) => void;
  /** Every event to one listener, for a root that posts them on; returns the function that ends it. */
  readonly onAny: (listener: (event: EventName, payload: unknown) => void) => () => void;
  /** The host's snapshot has changed. */
  readonly hostChanged: () => void;
  /** A newcomer asks this node for coins. */
  readonly welcomeAsked: (question: WelcomeQuestionLike) => Promise<WelcomeAnswerLike>;
  readonly hostLog: (entry: HostLogEntry) => void;
  /** A text came on a topic that was subscribed to. */
  readonly hostText: (topic: string, from: string, text: string) => void;
  /** How far a transfer of a file has come, in bytes. */
  readonly filesProgress: (job: string, done: number, total: number) => void;
  /** Something that a person has to know: a name such as `storage-not-kept` or a sentence. */
  readonly alarm: (what: string, choices: readonly string[]) => void;
  /** Closes the network that is open. */
  readonly stop: () => Promise<void>;
}

/** Keeps the offered network among the known ones. An offer that is wrong is logged: the page's owner has to know. */
const takeOffer = async ({ registry, log, options }: ProviderParts, offer: NetworkOffer) => {
  try {
    const spec = parseChainSpec(offer.spec);
    if (!spec.ok) throw new Error(`${spec.error.path} must be ${spec.error.expected}`);
    return await registry.put(networkOf(spec.value, relaysOf(offer.relays)));
  } catch (cause) {
    const what = `the offered network was refused: ${messageOf(cause)}`;
    log.add({ time: options.clock.now(), level: 'warn', what });
    return undefined;
  }
};

const start = async (parts: ProviderParts, events: NodeEvents, offer: NetworkOffer | undefined): Promise<void> => {
  const { registry, holder, wallet } = parts;
  const told = async (step: () => Promise<void>): Promise<void> => {
    try {
      await step();
    } catch (cause) {
      events.alarm(storageFaultName(cause) ?? messageOf(cause), ['reload', 'dismiss']);
    }
  };
  // First the wallet, so that events of its accounts are told from the first block on.
  await told(async () => {
    await wallet.current();
  });
  await told(async () => {
    const offered = offer === undefined ? undefined : await takeOffer(parts, offer);
    const chainId = await registry.current();
    const network = (chainId === undefined ? undefined : await registry.get(chainId)) ?? offered;
    if (network === undefined) return;
    const { checkpoint } = network;
    const opened = { ...networkOf(network.spec, network.relays), checkpoint };
    await holder.open({ ...opened, how: await parts.modes.get(opened.chainId) });
    await registry.setCurrent(network.chainId);
    warnOfConflict(parts, network);
  });
};

const allMethods = (parts: ProviderParts): Methods<Method> => {
  const sendOne = sendInTurn(parts);
  const transactions = transactionMethods(parts, sendOne);
  return {
    ...nodeMethods(parts),
    ...networkMethods(parts),
    ...walletMethods(parts),
    ...personalMethods(parts),
    ...accountMethods(parts),
    ...transactions,
    ...validatorMethods(parts, transactions),
    ...fileMethods(parts, async (request) => transactions.tx_send(request)),
    ...contractMethods(parts, sendOne),
    ...proofMethods(parts),
    ...blockMethods(parts),
    ...chainMethods(parts),
    ...forkMethods(parts),
    ...rawMethods(parts),
    ...productionMethods(parts),
    ...netMethods(parts),
    ...welcomeMethods(parts),
  };
};

const asThrown = (thrown: unknown): ThrownApiError =>
  isApiError(thrown)
    ? thrown
    : apiError(errorCodes.internal, `Something went wrong inside the node: ${messageOf(thrown)}`);

const call = async <M extends Method>(methods: Methods<M>, method: M, params: unknown): Promise<unknown> => {
  const checked = checkParams(method, params);
  if (!checked.ok) throw apiError(checked.error.code, checked.error.message, checked.error.data);
  return methods[method](checked.value);
};

const handler =
  (methods: Methods<Method>) =>
  async (method: string, params: unknown): Promise<unknown> => {
    try {
      if (!isMethod(method)) throw apiError(errorCodes.noSuchMethod, `There is no method “${method.slice(0, 60)}”.`);
      return await call(methods, method, params);
    } catch (thrown) {
      throw asThrown(thrown);
    }
  };

const partsOf = (
  options: ProviderOptions,
  holder: NetworkHolder,
  own: Pick<ProviderParts, 'dropped' | 'refused' | 'log' | 'offeredRelays' | 'welcome' | 'wallet' | 'miningKey'>,
  telling: { readonly hub: EventHub; readonly events: NodeEvents },
): ProviderParts => {
  const { profile, slot, host, clock } = options;
  const meter = createStorageMeter(() => clock.now());
  const modes = createKeptModes(profile, slot, options.mode);
  const { wallet, miningKey } = own;
  const { hub, events } = telling;
  const sending = oneAtATime();
  const watched = { hub, wallet, miningKey, live: holder.live, alarm: events.alarm, log: events.hostLog };
  return {
    ...own,
    options,
    holder,
    meter,
    registry: createNetworkRegistry(profile, slot),
    fileKeeper: createFileKeeper({ profile, slot, ask: options.files, newest: () => newestFacts(holder.live()) }),
    modes,
    walletWatch: createWalletWatch(watched),
    sending,
    equivocations: createEquivocationDesk(
      { senders: async () => [(await wallet.unlocked()).selected], sign: wallet.sign, inTurn: sending },
      (what) => {
        own.log.add({ time: clock.now(), level: 'warn', what });
      },
    ),
    alarm: events.alarm,
    progress: (job, done, total) => {
      hub.emit('progress', { job, done, total });
    },
    statusChanged: () => {
      events.onSnapshot(holder.need());
    },
    status: (live) => {
      const storage = { persisted: options.isPersisted?.() ?? false, bytes: meter.bytes(live) };
      return showStatus(live.session.node.snapshot(), host.snapshot(), storage, modes.startOf(live.network.chainId));
    },
  };
};

/** What the parts do beside telling, when something happens. */
const listenerOf = (events: NodeEvents, parts: () => ProviderParts): NodeEvents => ({
  ...events,
  onMove: (from, move) => {
    events.onMove(from, move);
    const { walletWatch, fileKeeper, equivocations } = parts();
    walletWatch.look();
    fileKeeper.look();
    const node = evidenceNodeOf(from);
    if (node !== undefined) void equivocations.look(node);
  },
  onChange: (next) => {
    events.onChange(next);
    parts().walletWatch.look();
    parts().fileKeeper.opened(next?.network.chainId);
  },
  onEvent: (event, from) => {
    events.onEvent(event, from);
    if (event.type !== 'equivocation' || from === undefined) return;
    void parts().equivocations.seen(evidenceNodeOf(from), event);
  },
});

export const createProvider = (options: ProviderOptions): NodeProvider => {
  const { host, clock } = options;
  const hub = createEventHub();
  let offered: readonly string[] = [];
  const own = {
    dropped: createDroppedList(),
    refused: createDroppedList(),
    log: createLogRing((entry) => {
      hub.emit('log', entry);
    }),
    offeredRelays: () => offered,
    welcome: () => welcome,
  };
  const events = createNodeEvents({
    ...own,
    hub,
    now: () => clock.now(),
    isOwn: (account) => owns(parts.wallet.known(), account),
    live: () => holder.live(),
    status: (live) => parts.status(live),
  });
  const listener = listenerOf(events, () => parts);
  const wallet = createWalletService({ ...options, store: createWalletStore(options.profile, options.slot) });
  const miningKey = createMiningKey(options);
  const signer = createBlockSigner({ ...options, wallet, miningKey });
  const holder: NetworkHolder = createNetworkHolder({ openNetwork: options.openNetwork, signer, clock, listener });
  const parts: ProviderParts = partsOf(options, holder, { ...own, wallet, miningKey }, { hub, events });
  const methods = allMethods(parts);
  const welcome = createWelcome(parts, methods, hub);
  const look = (): void => {
    // A profile that cannot be read now is said elsewhere; the next look is soon.
    welcome.visit.look().catch(() => undefined);
  };
  return {
    start: (offer) => {
      offered = relaysOf(offer?.relays ?? []);
      return start(parts, events, offer);
    },
    handle: handler(methods),
    on: hub.on,
    off: hub.off,
    onAny: hub.onAny,
    hostChanged: () => {
      events.hostChanged(host.snapshot());
      look();
    },
    welcomeAsked: welcome.desk.asked,
    hostLog: events.hostLog,
    hostText: (topic, from, text) => {
      hub.emit('message', { topic, from, text });
    },
    filesProgress: parts.progress,
    alarm: events.alarm,
    stop: async () => {
      events.stop();
      parts.walletWatch.stop();
      parts.fileKeeper.stop();
      await holder.close();
    },
  };
};
