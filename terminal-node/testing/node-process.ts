// A terminal node as a process of its own, for tests: what it has told, as it tells it with --json, and its end.
// Owns the process. Every wait has a deadline, and says what the node told when it is over.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Told } from '../narrator.ts';

export type ToldOf<E extends Told['event']> = Extract<Told, { readonly event: E }>;

export interface NodeProcess {
  /** everything told so far, in order */
  readonly told: readonly Told[];
  /** Resolves to the first `event` told that is so, now or later. */
  readonly first: <E extends Told['event']>(event: E, isSo?: (told: ToldOf<E>) => boolean) => Promise<ToldOf<E>>;
  /** Height and id of the newest block told. */
  readonly head: () => { readonly height: number; readonly id: string };
  /** Within half a minute, or at night three, unless given. */
  readonly reaches: (height: number, msMax?: number) => Promise<void>;
  /** A line into its standard input, where that is open. */
  readonly type: (line: string) => void;
  /** Stops the process where it stands, as a machine that sleeps does; what it gives back wakes it. */
  readonly sleep: () => () => void;
  /** Waits for its end; resolves to the exit code, or to the signal if that ended it. */
  readonly exit: () => Promise<unknown>;
  /** Sends the signal and waits for the end; resolves to the exit code, or to the signal if that ended it. */
  readonly end: (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL') => Promise<unknown>;
}

/** At night much runs beside each other, some of it at the lowest priority: one start took longer than half a minute. */
const deadlineMs = process.env['TABCHAIN_NIGHTLY'] === '1' ? 180_000 : 30_000;
const endMsMax = 15_000;

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>;

/** What the process prints of itself on stderr is passed on when a wait fails. */
const stderrOf = (child: Child): (() => string) => {
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
};

/** Exit code or signal, once the last line has come too. */
const endOf = async (child: Child): Promise<unknown> => {
  const codeAndSignal: unknown[] = await once(child, 'close');
  return codeAndSignal[0] ?? codeAndSignal[1];
};

const inTime = async (child: Child, ended: Promise<unknown>): Promise<unknown> => {
  const late = AbortSignal.timeout(endMsMax);
  const outcome = await Promise.race([ended, once(late, 'abort').then(() => late)]);
  if (outcome !== late) return outcome;
  child.kill('SIGKILL');
  throw new Error(`the node did not end within ${endMsMax} ms`);
};

/** `program` is run by this Node with the command `node --json` and `args`. */
export const startNodeProcess = (program: string, args: readonly string[]): NodeProcess =>
  followProcess(spawn(process.execPath, [program, 'node', '--json', ...args], { stdio: ['ignore', 'pipe', 'pipe'] }));

/** The same, with standard input open, for what is typed into it. */
export const startTypedNodeProcess = (program: string, args: readonly string[], env: NodeJS.ProcessEnv): NodeProcess =>
  followProcess(
    spawn(process.execPath, [program, 'node', '--json', ...args], { stdio: ['pipe', 'pipe', 'pipe'], env }),
  );

/** `child` tells what a node tells with --json. */
export const followProcess = (child: Child): NodeProcess => {
  const errors = stderrOf(child);
  const told: Told[] = [];
  let look = (): void => undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    told.push(JSON.parse(line) as Told);
    look();
  });
  let hasEnded = false;
  const ended = endOf(child).finally(() => {
    hasEnded = true;
    look();
  });

  const until = async <T>(what: string, find: () => T | undefined, msMax = deadlineMs): Promise<T> => {
    const end = performance.now() + msMax;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      const leftMs = end - performance.now();
      if (leftMs <= 0 || hasEnded) {
        const why = hasEnded ? 'before its end' : `within ${msMax} ms`;
        throw new Error(
          `it never came to ${what} ${why}:\n${told.map((one) => JSON.stringify(one)).join('\n')}\n${errors()}`,
        );
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        look = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };

  const head = (): { readonly height: number; readonly id: string } => {
    const block = told.findLast((one) => one.event === 'block');
    return block === undefined ? { height: 0, id: '' } : { height: block.height, id: block.id };
  };

  return {
    told,
    head,
    first: (event, isSo = () => true) =>
      until(event, () =>
        told.find((one): one is ToldOf<typeof event> => one.event === event && isSo(one as ToldOf<typeof event>)),
      ),
    reaches: async (height, msMax) => {
      await until(`height ${height}`, () => (head().height >= height ? true : undefined), msMax);
    },
    type: (line) => void child.stdin?.write(`${line}\n`),
    sleep: () => {
      child.kill('SIGSTOP');
      return () => {
        child.kill('SIGCONT');
      };
    },
    exit: () => inTime(child, ended),
    end: (signal) => {
      child.kill(signal);
      return inTime(child, ended);
    },
  };
};
