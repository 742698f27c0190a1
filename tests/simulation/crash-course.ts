// One course of a node that crashes again and again, from a seed: it hears of new blocks and forks, falls far behind and
// catches up (relaxed commits), loses power at any call of its store, in the middle of recoveries as well, and finds
// records damaged. After each recovery what it has is judged by what it had committed; in the end it must stand where a
// node stands that never crashed. Owns the medium; bounded by the crashes that it is asked for.

import { equalBytes } from '../../shared/core/bytes/index.ts';
import type { SignatureCheck } from '../../shared/core/crypto/index.ts';
import { decodePointer, type StoreTable } from '../../shared/core/node/index.ts';
import { decodeBlock } from '../../shared/core/model/index.ts';
import {
  type CrashingStore,
  type CrashLoss,
  type ForgedBlock,
  openCrashingStore,
  openMemoryStore,
} from '../../shared/testing/index.ts';
import { seededRandom, type SeededRandom } from '../../shared/testing/simulation/index.ts';
import { type BlockStream, createBlockStream } from './block-stream.ts';
import { type FedNode, type NodeFeed, startFedNode } from './fed-node.ts';
import { type Committed, isPowerLoss, openWithPowerCut, type PowerCut } from './power-cut.ts';
import { createScriptedPeer } from './scripted-peer.ts';

export interface CrashReport {
  crashes: number;
  /** of these, in the middle of loading or rebuilding */
  duringRecovery: number;
  /** of these, when a part of what is mended was written */
  duringRebuild: number;
  readonly byLoss: Record<CrashLoss, number>;
  /** relaxed commits that crashes took away, whole or in part */
  commitsAtRisk: number;
  strictCommits: number;
  relaxedCommits: number;
  rebuilt: number;
  damaged: number;
  /** starts because of an alarm that asked for one */
  reloads: number;
  reorganisations: number;
  deepestReorganisation: number;
  height: number;
  /** blocks whose headers have left memory in the end */
  archived: number;
}

const tables: readonly StoreTable[] = ['header', 'body', 'undo', 'snapshot', 'meta', 'index'];
const everything = Number.MAX_SAFE_INTEGER;

type Rows = Map<string, Uint8Array>;

const rowName = (table: StoreTable, key: string): string => `${table} ${key}`;

const rowsOf = async (store: CrashingStore): Promise<Rows> => {
  const rows: Rows = new Map();
  for (const table of tables) {
    for (const [key, value] of await store.scan(table, '', everything)) rows.set(rowName(table, key), value);
  }
  return rows;
};

const isSame = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === undefined || b === undefined ? a === b : equalBytes(a, b);

/** How many of the commits no crash may take. */
const safeCount = (committed: readonly Committed[]): number =>
  committed.findLastIndex(({ durability, isDone }) => durability === 'strict' && isDone) + 1;

/** The record that is not as it was safely written and not as a later commit would have it. */
const lostRecord = (before: Rows, committed: readonly Committed[], after: Rows): string | undefined => {
  const expected = new Map<string, Uint8Array | undefined>(before);
  const safe = safeCount(committed);
  for (const { writes } of committed.slice(0, safe)) {
    for (const [table, key, value] of writes) expected.set(rowName(table, key), value);
  }
  const later = committed.slice(safe).flatMap(({ writes }) => writes);
  for (const [name, value] of expected) {
    const found = after.get(name);
    if (isSame(found, value)) continue;
    if (!later.some(([table, key, written]) => rowName(table, key) === name && isSame(found, written))) return name;
  }
  return undefined;
};

interface Course {
  readonly seed: number;
  readonly random: SeededRandom;
  readonly feed: NodeFeed;
  readonly stream: BlockStream;
  readonly report: CrashReport;
  /** what the world made, in order */
  readonly heard: (readonly ForgedBlock[])[];
  medium: CrashingStore;
  /** a record was damaged and may not have been looked at yet */
  hasDamage: boolean;
  /** the crash before broke the promises of a store, or a record was damaged: what was found may need a rebuild */
  mayNeedRebuild: boolean;
}

const fail = ({ seed, report }: Course, what: string): Error =>
  new Error(`seed ${seed}, after ${report.crashes} crashes: ${what} (TABCHAIN_SEED=${seed} repeats it)`);

/** Mostly what a store promises; sometimes worse. */
const lossOf = (random: SeededRandom): CrashLoss =>
  random.happens(700) ? 'suffix' : random.happens(500) ? 'scattered' : 'torn';

/** Takes note of a crash, judges what it left, and goes on with that. */
const afterCrash = async (course: Course, before: Rows, power: PowerCut, loss: CrashLoss): Promise<void> => {
  const { report } = course;
  const remains = power.remains();
  if (remains === undefined) throw fail(course, 'the node stopped with the power on');
  const committed = power.committed();
  report.crashes++;
  report.byLoss[loss]++;
  report.commitsAtRisk += committed.length - safeCount(committed);
  for (const { durability } of committed) {
    if (durability === 'strict') report.strictCommits++;
    else report.relaxedCommits++;
  }
  course.medium = remains;
  course.mayNeedRebuild ||= loss !== 'suffix';
  const lost = lostRecord(before, committed, await rowsOf(remains));
  if (lost !== undefined) throw fail(course, `a record that was strictly committed is lost: ${lost}`);
};

/** Blocks whose records a start looks at, and a reorganisation as deep as the stream has it. */
const recentBlocks = 12;

/** A record that a start should miss: of a recent block, of the snapshot, or a pointer. */
const pickRecord = async ({ medium, random }: Course): Promise<readonly [StoreTable, string] | undefined> => {
  const table = random.pick<StoreTable>(['header', 'undo', 'body', 'snapshot', 'meta']);
  // Keys of headers ascend with the height and end in the id, under which the block's other records are.
  const isOfBlock = table === 'undo' || table === 'body' || table === 'header';
  const rows = await medium.scan(isOfBlock ? 'header' : table, '', everything);
  const [key] = rows.length === 0 ? [] : random.pick(isOfBlock ? rows.slice(-recentBlocks) : rows);
  if (key === undefined) return undefined;
  return [table, table === 'header' || !isOfBlock ? key : (key.split('-').at(-1) ?? key)];
};

/** Bit rot, or a file half written: a byte is another, or the record is gone. */
const damageRecord = async (course: Course): Promise<void> => {
  const { medium, random } = course;
  const picked = await pickRecord(course);
  if (picked === undefined) return;
  const [table, key] = picked;
  const [value] = await medium.getMany(table, [key]);
  const flipped = value?.slice() ?? new Uint8Array();
  if (flipped.length > 0) flipped[random.below(flipped.length)] = random.below(256);
  await medium.commit([[table, key, random.happens(500) ? flipped : undefined]], 'strict');
  course.report.damaged++;
  course.hasDamage = true;
  course.mayNeedRebuild = true;
};

/** What a node has just after it was opened, beside what its store says. */
const judgeRecovery = async (course: Course, { loaded, opened }: FedNode): Promise<void> => {
  const { feed, report, medium } = course;
  const { how } = loaded;
  const { head, stateRoot } = opened;
  const block = feed.peer.block(head.id);
  if (block === undefined) throw fail(course, `it stands on ${head.id}, which nobody ever made`);
  if (stateRoot !== block.header.stateRoot) throw fail(course, `another state at height ${head.height}`);
  const [pointer] = await medium.getMany('meta', ['head']);
  const stored = pointer === undefined ? undefined : decodePointer(pointer);
  if (pointer !== undefined && stored?.ok !== true) throw fail(course, 'the head record was left damaged');
  if (stored?.ok === true && stored.value.id !== head.id) throw fail(course, 'it does not stand on its stored head');
  if (how === 'rebuilt') report.rebuilt++;
  if (how === 'rebuilt' && !course.mayNeedRebuild) throw fail(course, `rebuilt without need: ${loaded.reason ?? '?'}`);
  course.mayNeedRebuild = false;
};

const recoveryCrashPermille = 350;
/** A rebuild is rare, and most of its calls are reads. */
const rebuildCrashPermille = 800;
const damagePermille = 120;
/** Opening takes up to twelve calls, a rebuild after it three for every 16 blocks and some commits. */
const loadCallsMax = 12;
const rebuildCallsMax = 60;
const lifeCallsMax = 16;

interface Life {
  readonly node: FedNode;
  readonly power: PowerCut;
  readonly loss: CrashLoss;
  /** what was in the store when it was opened */
  readonly before: Rows;
}

/** Opens the node; crashes while doing so lead to another try. */
const recover = async (course: Course, isLast: boolean): Promise<Life> => {
  const { random, report } = course;
  for (;;) {
    if (!isLast && random.happens(damagePermille)) await damageRecord(course);
    const before = await rowsOf(course.medium);
    const loss = lossOf(random);
    const power = openWithPowerCut(course.medium, loss, random);
    const isInRebuild = course.mayNeedRebuild && random.happens(500);
    const cutAt = isInRebuild ? random.between(loadCallsMax, rebuildCallsMax) : random.between(1, loadCallsMax);
    if (!isLast && random.happens(isInRebuild ? rebuildCrashPermille : recoveryCrashPermille)) power.cutAt(cutAt);
    try {
      const node = await startFedNode(course.feed, power.store);
      if (power.remains() === undefined) await judgeRecovery(course, node);
      if (!isLast) power.cutAt(1 + random.below(lifeCallsMax));
      return { node, power, loss, before };
    } catch (cause) {
      if (!isPowerLoss(cause)) throw cause;
      report.duringRecovery++;
      if (power.committed().length > 0) report.duringRebuild++;
      await afterCrash(course, before, power, loss);
    }
  }
};

/** Fewer than a start looks at: what a broken promise damaged further down would show only later. */
const farBehindBlocks = 60;
const farBehindPermille = 150;

const hearOf = ({ feed, heard }: Course, blocks: readonly ForgedBlock[]): readonly ForgedBlock[] => {
  feed.peer.learn(blocks);
  heard.push(blocks);
  return blocks;
};

/** Something happens in the world: a block or a branch is heard of, or much while nobody listened. */
const liveOn = (course: Course, node: FedNode): void => {
  const { random, stream } = course;
  if (random.happens(farBehindPermille)) {
    for (let missed = 0; missed < farBehindBlocks;) missed += hearOf(course, stream.next()).length;
    node.tellStatus();
    return;
  }
  node.push(hearOf(course, stream.next()));
};

const countMoves = (report: CrashReport, { reverted }: FedNode): void => {
  report.reorganisations += reverted.length;
  report.deepestReorganisation = Math.max(report.deepestReorganisation, ...reverted);
};

/** Whether the node asks to be started again, which it may for a damaged record alone; it has been stopped then. */
const isReloaded = async (course: Course, node: FedNode): Promise<boolean> => {
  const [alarm] = node.alarms;
  if (alarm === undefined) return false;
  if (!course.hasDamage || !alarm.includes('reload')) throw fail(course, `an alarm: ${alarm}`);
  await node.stop();
  course.medium = course.medium.reopen();
  course.mayNeedRebuild = true;
  course.report.reloads++;
  return true;
};

/** One life until its crash. */
const liveAndCrash = async (course: Course): Promise<void> => {
  const { node, power, loss, before } = await recover(course, false);
  await node.settle();
  while (power.remains() === undefined && node.failure() === undefined) {
    if (await isReloaded(course, node)) return;
    liveOn(course, node);
    await node.settle();
  }
  const { cause, origin } = node.failure() ?? { cause: 'nothing', origin: 'node' };
  if (!isPowerLoss(cause) || origin !== 'store')
    throw fail(
      course,
      `it failed by itself: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`,
    );
  countMoves(course.report, node);
  await node.stop();
  await afterCrash(course, before, power, loss);
};

/** A node that hears of every block in its turn and never crashes. */
const twinOf = async ({ feed, heard, random }: Course): Promise<FedNode> => {
  const peer = createScriptedPeer(feed.forge, random);
  const twin = await startFedNode({ ...feed, peer }, openMemoryStore());
  for (const blocks of heard) {
    peer.learn(blocks);
    twin.push(blocks);
    await twin.settle();
  }
  return twin;
};

const allBodiesAreStored = async ({ medium, stream }: Course, node: FedNode): Promise<boolean> => {
  const { chain } = node.loaded;
  for (let height = 1; height <= chain.head().height; height++) {
    const id = chain.idAt(height) ?? '';
    const [bytes] = await medium.getMany('body', [id]);
    const block = bytes === undefined ? undefined : decodeBlock(bytes, stream.forge.spec.blockBytesMax);
    if (block?.ok !== true || block.value.id !== id) return false;
  }
  return true;
};

/** An opening without a crash, and another where the node asks for it. */
const openAtLast = async (course: Course): Promise<FedNode> => {
  for (;;) {
    const { node } = await recover(course, true);
    await node.settle();
    if (!(await isReloaded(course, node))) return node;
  }
};

/** The last opening, without a crash: the node catches up and is compared; once more opened, it is the same. */
const judgeEnd = async (course: Course): Promise<void> => {
  // Of two tips that weigh the same a node that was away hears only one: the next block decides, and this is it.
  hearOf(course, [course.stream.onTip()]);
  const twin = await twinOf(course);
  const wanted = twin.loaded.chain;
  for (const round of ['caught up', 'opened again'] as const) {
    const node = await openAtLast(course);
    countMoves(course.report, node);
    const { chain } = node.loaded;
    if (chain.head().id !== wanted.head().id) throw fail(course, `${round}, it stands on another block than its twin`);
    if (chain.state.root() !== wanted.state.root()) throw fail(course, `${round}, its state is not its twin's`);
    if (!(await allBodiesAreStored(course, node))) throw fail(course, `${round}, a block of its chain is not stored`);
    await node.stop();
    course.medium = course.medium.reopen();
  }
  await twin.stop();
  course.report.height = wanted.head().height;
  course.report.archived = wanted.archived.count();
};

/** Blocks so large that four are one load of records, so that a reorganisation takes several. */
const largeBlockBytes = 4 * 1024 * 1024;

/**
 * Throws, naming the seed, where something is lost or wrong. `isForgetful`: the node's caches hold nothing between two
 * inputs, so that it loads what it undoes and executes, in portions.
 */
export const runCrashCourse = async (
  seed: number,
  crashes: number,
  signatureCheck: SignatureCheck,
  isForgetful = false,
): Promise<CrashReport> => {
  const random = seededRandom(seed);
  const stream = createBlockStream(random.fork(), isForgetful ? { blockBytesMax: largeBlockBytes } : {});
  const peer = createScriptedPeer(stream.forge, random.fork());
  const report: CrashReport = {
    ...{ crashes: 0, duringRecovery: 0, duringRebuild: 0, byLoss: { suffix: 0, scattered: 0, torn: 0 } },
    ...{ commitsAtRisk: 0, strictCommits: 0, relaxedCommits: 0, rebuilt: 0, damaged: 0, reloads: 0 },
    ...{ reorganisations: 0, deepestReorganisation: 0, height: 0, archived: 0 },
  };
  const course: Course = {
    ...{ seed, random, stream, report },
    feed: { forge: stream.forge, signatureCheck, peer, ...(isForgetful ? { cacheBytesMax: 0 } : {}) },
    heard: [],
    medium: openCrashingStore(),
    hasDamage: false,
    mayNeedRebuild: false,
  };
  while (report.crashes < crashes) await liveAndCrash(course);
  await judgeEnd(course);
  return report;
};
