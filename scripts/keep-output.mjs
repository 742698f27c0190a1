/**
 * Runs a Node program as it is and keeps a copy of what it writes to standard output: `keep-output.mjs FILE PROGRAM …`.
 * Owns that file, written anew. Bounds: the program's own; its exit code is ours.
 */
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { exitOf, startNode } from './prepare.mjs';

const [file = '', ...args] = process.argv.slice(2);
mkdirSync(dirname(file), { recursive: true });
const child = startNode(args, { stdio: ['ignore', 'pipe', 'inherit'] });
child.stdout?.pipe(createWriteStream(file));
child.stdout?.pipe(process.stdout);
process.exitCode = await exitOf(child, args[0] ?? '');
