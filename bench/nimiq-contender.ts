// @nimiq/core as a contender: a process of its own works while ours waits, and ours while it waits, so that neither takes
// the other's core. It runs bench/nimiq-peer.ts without its types, since the Node that loads the package may be too old for
// them. Only nimiq-figures.ts uses it.
// Owns: the process and a temporary folder, which end with the contender. Bound: one question at a time.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import type { Contender } from './measure.ts';
import type { NimiqPackage } from './nimiq-package.ts';
import type { NimiqAnswer, NimiqPlan, NimiqQuestion } from './nimiq-peer.ts';

export interface NimiqContender extends AsyncDisposable {
  readonly contender: Contender;
}

export async function startNimiq({ folder, node }: NimiqPackage, plan: NimiqPlan): Promise<NimiqContender> {
  await using opened = new AsyncDisposableStack();
  const own = opened.adopt(await mkdtemp(join(tmpdir(), 'tabchain-nimiq-')), (path) => rm(path, { recursive: true }));
  const script = join(own, 'peer.mjs');
  await writeFile(script, withoutTypes(await readFile(join(import.meta.dirname, 'nimiq-peer.ts'), 'utf8')));
  // What it prints goes to standard error: standard output is for figures alone.
  const peer = fork(script, [folder, own], { execPath: node, execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] });
  const ended = once(peer, 'exit').then((): NimiqAnswer => ({ failure: 'its process ended' }));
  opened.defer(async () => {
    peer.kill();
    await ended;
  });
  const ask = async (question: NimiqQuestion): Promise<number> => {
    const answered = once(peer, 'message').then(([message]) => message as NimiqAnswer);
    peer.send(question);
    const answer = await Promise.race([answered, ended]);
    if ('failure' in answer) throw new Error(`@nimiq/core: ${answer.failure}`);
    return answer.done;
  };
  await ask({ type: 'make', plan });
  const contender: Contender = {
    name: '@nimiq/core',
    prepare: async () => {
      await ask({ type: 'prepare' });
    },
    work: () => ask({ type: 'work' }),
  };
  const kept = opened.move();
  return { contender, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

function withoutTypes(source: string): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}
