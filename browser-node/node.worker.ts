// The node worker: composition root of everything that is not screen or libp2p. It builds the ports (IndexedDB, seal
// workers, the channel to the window), the wallet's stretching and the provider, and passes messages between them.

import sodium from 'libsodium-wrappers';
import { engineFor } from '../shared/core/consensus/index.ts';
import { publicKeyOf, signatureCheckFrom } from '../shared/core/crypto/index.ts';
import { encodeChainSpec } from '../shared/core/model/index.ts';
import { type AskFiles, createNode, type FilesReply, loadChain, runNode } from '../shared/core/node/index.ts';
import type { Diagnosis, HostSnapshot, WelcomeAnswer } from '../shared/p2p/index.ts';
import { createMachineSource, createSystemClock, cryptoRandom } from '../shared/ports/index.ts';
import {
  type ApiError,
  createProvider,
  errorCodes,
  type HostControls,
  type HostReply,
  type NetSettings,
  type NodeProvider,
  type OpenNetwork,
} from '../shared/provider/index.ts';
import {
  type FromWorker,
  type HostAnswer,
  type HostRequest,
  type StartWorker,
  type ToWorker,
  transferOfCall,
} from './messages.ts';
import { createChannelNetwork } from './ports/channel-network.ts';
import { browserHoldLock } from './ports/hold-lock.ts';
import { createChainStores } from './ports/open-chain-store.ts';
import { deleteDatabase } from './ports/open-database.ts';
import { openProfileStore } from './ports/profile-store.ts';
import { fetchMachineBinary } from './ports/machine-binary.ts';
import { createWorkerSealer } from './ports/worker-sealer.ts';
import { createWorkerVerifier } from './ports/worker-verifier.ts';
import { leaseGuard } from './slot-leases.ts';
import { tabPeerId } from './tab-peer-id.ts';
import { version } from './version.ts';
import { keepForLater } from './workers/keep-for-later.ts';
import { stretchInWorker } from './workers/stretch-in-worker.ts';

const post = (message: FromWorker, transfer: readonly Transferable[] = []): void => {
  postMessage(message, { transfer: [...transfer] });
};

/** The chain database of one slot and one network. */
const databaseName = (slot: number, chainId: string): string => `tabchain-${slot}-${chainId.slice(0, 32)}`;

const network = createChannelNetwork((call) => {
  post({ type: 'network-call', call }, transferOfCall(call));
});

/** whether the browser promised to keep what is stored */
let isPersisted = false;
let hostSnapshot: HostSnapshot | undefined;
const hostWaiting = new Map<number, (answer: HostAnswer) => void>();
let lastHostRequest = 0;

const askHost = async (request: HostRequest): Promise<HostAnswer> => {
  const number = ++lastHostRequest;
  return new Promise((resolve) => {
    hostWaiting.set(number, resolve);
    post({ type: 'host-request', number, request });
  });
};

const replyAs = <T>(answer: HostAnswer, isRight: (value: unknown) => value is T): HostReply<T> => {
  if (!answer.ok) return answer;
  return isRight(answer.value)
    ? { ok: true, value: answer.value }
    : { ok: false, reason: 'no answer from the network' };
};

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => typeof value === 'number';
const isNothing = (value: unknown): value is undefined => value === undefined;
const isSpecs = (value: unknown): value is readonly Uint8Array[] => Array.isArray(value);
const isWelcome = (value: unknown): value is WelcomeAnswer | undefined =>
  value === undefined || (typeof value === 'object' && value !== null && 'paid' in value);
const isDiagnosis = (value: unknown): value is Diagnosis =>
  typeof value === 'object' && value !== null && 'advice' in value;
const isSettings = (value: unknown): value is NetSettings =>
  typeof value === 'object' && value !== null && 'hideAddress' in value;

const hostControls = (peerId: string): HostControls => ({
  peerId,
  snapshot: () => hostSnapshot,
  dial: async (address) => replyAs(await askHost({ type: 'dial', address }), isText),
  subscribe: async (topic) => replyAs(await askHost({ type: 'subscribe', topic }), isNothing),
  unsubscribe: async (topic) => replyAs(await askHost({ type: 'unsubscribe', topic }), isNothing),
  diagnose: async () => replyAs(await askHost({ type: 'diagnose' }), isDiagnosis),
  settings: async (change) => replyAs(await askHost({ type: 'settings', change }), isSettings),
  fetchSpec: async (chainId, relays) => replyAs(await askHost({ type: 'fetch-spec', chainId, relays }), isSpecs),
  askWelcome: async (peer, account) => replyAs(await askHost({ type: 'ask-welcome', peer, account }), isWelcome),
  publish: async (topic, text) => replyAs(await askHost({ type: 'publish', topic, text }), isCount),
});

const isFilesReply = (value: unknown): value is FilesReply =>
  typeof value === 'object' && value !== null && 'ok' in value;

const askFiles: AskFiles = async (request) => {
  const reply = replyAs(await askHost({ type: 'files', request }), isFilesReply);
  return reply.ok ? reply.value : { ok: false, fault: 'files-not-ready', detail: reply.reason };
};

const openChainStore = createChainStores();

const openNetworkOf =
  (slot: number, publicKey: Uint8Array): OpenNetwork =>
  async ({ chainId, spec, relays, how, checkpoint }, listeners, signer) => {
    const signatureCheck = signatureCheckFrom(sodium);
    const engine = engineFor(spec, { signatureCheck });
    const store = await openChainStore(databaseName(slot, chainId), {
      onClosed: (cause) => {
        listeners.onFailure(cause, 'store');
      },
      onNotKept: () => {
        listeners.onEvent({ type: 'alarm', what: 'storage-not-kept' });
      },
    });
    const clock = createSystemClock();
    const mode = how?.mode ?? 'full';
    const contracts = createMachineSource(fetchMachineBinary, signatureCheck, listeners.onEvent);
    const load = { spec, engine, signatureCheck, store, now: clock.now(), mode, contracts };
    const loaded = await loadChain(load).catch(async (cause: unknown) => {
      await store.close();
      throw cause;
    });
    if (loaded.how === 'rebuilt') {
      const what = `the stored chain was repaired: ${loaded.reason ?? 'unknown damage'}`;
      listeners.onEvent({ type: 'log', level: 'warn', what });
    }
    const node = createNode({ ...loaded, signatureCheck, start: how?.start ?? 'auto', checkpoint });
    const sealer = createWorkerSealer({ random: cryptoRandom });
    const verifier = createWorkerVerifier();
    const running = runNode(node, { network, clock, store, sealer, signer, verifier, contracts }, listeners);
    post({ type: 'host-open', chainId, spec: encodeChainSpec(spec), relays, publicKey });
    return {
      spec,
      node,
      running,
      store,
      contracts,
      hashRate: () => sealer.hashRate(),
      close: async () => {
        post({ type: 'host-close' });
        await running.stop();
        network.forget();
        hostSnapshot = undefined;
        sealer.close();
        verifier.close();
        await store.close();
      },
    };
  };

const isApiError = (error: unknown): error is ApiError =>
  typeof error === 'object' && error !== null && 'code' in error && 'message' in error;

const onRequest = async (provider: NodeProvider, number: number, method: string, params: unknown): Promise<void> => {
  try {
    post({ type: 'answer', number, ok: true, value: await provider.handle(method, params) });
  } catch (error) {
    const { code, message, data } = isApiError(error)
      ? error
      : { code: errorCodes.internal, message: String(error), data: undefined };
    post({ type: 'answer', number, ok: false, error: { code, message, ...(data === undefined ? {} : { data }) } });
  }
};

const onMessage = (provider: NodeProvider, message: ToWorker): void => {
  switch (message.type) {
    case 'request':
      void onRequest(provider, message.number, message.method, message.params);
      return;
    case 'network-event':
      network.deliver(message.event);
      return;
    case 'host-snapshot':
      hostSnapshot = message.snapshot;
      provider.hostChanged();
      return;
    case 'host-log':
      provider.hostLog(message.entry);
      return;
    case 'welcome-asked':
      void provider.welcomeAsked(message.question).then((answer) => {
        post({ type: 'welcome-answer', number: message.number, answer });
      });
      return;
    case 'host-text':
      provider.hostText(message.topic, message.from, message.text);
      return;
    case 'files-progress':
      provider.filesProgress(message.job, message.done, message.total);
      return;
    case 'host-answer':
      hostWaiting.get(message.number)?.(message.answer);
      hostWaiting.delete(message.number);
      return;
    case 'persisted':
      isPersisted = message.persisted;
      provider.hostChanged();
      return;
    case 'start':
      throw new Error('the node worker was started twice');
  }
};

const start = async (message: StartWorker): Promise<NodeProvider> => {
  isPersisted = message.persisted;
  const { slot, leaseToken } = message;
  // Wallets and the mining key make their keys by it (workers/ed25519-of-sodium.ts).
  await sodium.ready;
  const publicKey = publicKeyOf(message.seed);
  const profile = await openProfileStore({
    guard: leaseToken === undefined ? undefined : leaseGuard(slot, leaseToken),
    onNewer: () => {
      provider.alarm('storage-newer', ['reload']);
    },
  });
  const provider = createProvider({
    version,
    kind: 'tab',
    slot: message.slot,
    pageUrl: message.pageUrl,
    host: hostControls(tabPeerId(publicKey)),
    files: askFiles,
    profile,
    clock: { now: () => Date.now() },
    random: cryptoRandom,
    stretch: stretchInWorker,
    signatureCheck: () => Promise.resolve(signatureCheckFrom(sodium)),
    openNetwork: openNetworkOf(message.slot, publicKey),
    holdLock: browserHoldLock(),
    isPersisted: () => isPersisted,
    deleteChain: (chainId) => deleteDatabase(databaseName(message.slot, chainId)),
  });
  provider.onAny((event, payload) => {
    post({ type: 'event', event, payload });
  });
  if (!profile.persistent) provider.alarm('storage-not-kept', ['dismiss']);
  await provider.start(message.offered);
  return provider;
};

/** Messages that came before the provider was there, in order. */
const early: ToWorker[] = [];
let provider: NodeProvider | undefined;

addEventListener('message', ({ data: message }: MessageEvent<ToWorker>) => {
  if (provider !== undefined) {
    onMessage(provider, message);
    return;
  }
  if (message.type !== 'start') {
    early.push(message);
    return;
  }
  start(message).then(
    (started) => {
      provider = started;
      for (const waiting of early.splice(0)) onMessage(started, waiting);
      post({ type: 'ready' });
      void keepForLater();
    },
    (cause: unknown) => {
      post({ type: 'failed', reason: cause instanceof Error ? cause.message : String(cause) });
    },
  );
});
