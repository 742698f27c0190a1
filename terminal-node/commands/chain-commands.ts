// `tabchain chain …`: the chain as one file: saved by the running node, taken in by it or by a folder alone, and checked
// without either. Owns the file that it writes.
// A file that is larger than one call of JSON-RPC may be goes to a running node by a copy in its data folder.

import { readFile, stat, writeFile } from 'node:fs/promises';
import { inBodyBytesMax, layDown } from '../rpc/incoming.ts';
import { verifyBundle } from '../verify-bundle.ts';
import { askFolder, nodeOf } from './asking.ts';
import { type AddCommands, CommandError, declare, exitCodes, group, show } from './command.ts';

const unreadable = (file: string) => (): never => {
  throw new CommandError(`${file} cannot be read.`);
};

const read = (file: string): Promise<Buffer> => readFile(file).catch(unreadable(file));

const isThere = async (data: string): Promise<boolean> => {
  try {
    await (await nodeOf(data)).call('network_list', {});
    return true;
  } catch (error) {
    if (error instanceof CommandError && error.code === exitCodes.noNode) return false;
    throw error;
  }
};

/** By the node that runs on the folder. */
const importThere = async (data: string, file: string): Promise<unknown> => {
  const node = await nodeOf(data);
  const { size } = await stat(file).catch(unreadable(file));
  if (size <= inBodyBytesMax) return node.call('chain_import', { bundle: (await read(file)).toString('base64') });
  const copy = await layDown(data, file).catch(unreadable(file));
  try {
    return await node.call('chain_import', { bundle: { incoming: copy.name } });
  } finally {
    await copy.remove();
  }
};

const importFile = async (data: string, file: string): Promise<{ readonly height: number }> => {
  if (!(await isThere(data))) {
    const bundle = new Uint8Array(await read(file));
    return askFolder(data, ({ ask }) => ask('chain_import', { bundle }));
  }
  const answer = await importThere(data, file);
  const height: unknown = typeof answer === 'object' && answer !== null && 'height' in answer ? answer.height : 0;
  return { height: Number(height) };
};

const addFiles: AddCommands = (chain, choose) => {
  declare(chain, choose, {
    usage: 'export <file>',
    summary: 'save the network of the running node with all its blocks',
    plan:
      (options, file = '') =>
      async (terminal) => {
        const answer = await (await nodeOf(options.data)).call('chain_export', {});
        const text: unknown = typeof answer === 'object' && answer !== null && 'bundle' in answer ? answer.bundle : '';
        const bytes = Buffer.from(String(text), 'base64');
        await writeFile(file, bytes, { flush: true });
        show(terminal, options, { file, bytes: bytes.length }, () => [`saved in ${file}, ${bytes.length} bytes`]);
        return exitCodes.done;
      },
  });
  declare(chain, choose, {
    usage: 'import <file>',
    summary: 'take in a saved network, every block checked',
    plan:
      (options, file = '') =>
      async (terminal) => {
        const result = await importFile(options.data, file);
        show(terminal, options, result, () => [`block ${result.height} is the head now`]);
        return exitCodes.done;
      },
  });
};

const addVerify: AddCommands = (chain, choose) => {
  declare(chain, choose, {
    usage: 'verify <file>',
    summary: 'check every block of a saved network, without a node',
    plan:
      (options, file = '') =>
      async (terminal) => {
        const verified = await verifyBundle(await read(file), (done, total) => {
          if (terminal.isInteractive && done % 1024 === 0) terminal.complain(`${done} of ${total} blocks`);
        });
        if (verified === undefined) throw new CommandError(`${file} is no chain bundle.`);
        const { valid, name, chainId, height, head, stateRoot, fault } = verified;
        show(terminal, options, verified, () => [
          valid
            ? `valid: “${name}”, ${height} blocks`
            : `not valid: block ${height + 1} breaks a rule (${fault ?? '?'})`,
          `chain  ${chainId}`,
          `head   ${height} ${head}`,
          `state  ${stateRoot}`,
        ]);
        return valid ? exitCodes.done : exitCodes.refused;
      },
  });
};

export const addChainCommands: AddCommands = (program, choose) => {
  const chain = group(program, 'chain', 'the chain as a file');
  addFiles(chain, choose);
  addVerify(chain, choose);
};
