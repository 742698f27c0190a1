/**
 * What every command does first: checks the Node it was started with, installs what is missing, and from then on runs
 * everything on the Node that the lockfile pins, so that all machines run the same one.
 * Owns: the installed state of node_modules, child processes and the signals passed to them.
 * Bounds: needs nothing but Node 20 and npm; a second start with nothing changed reads two files, makes the contract machine's
 * binary again and compares it, and goes on.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const cacheDirectory = join(root, 'node_modules', '.cache', 'tabchain');

const oldestNodeMajor = 20;
const pinnedNode =
  process.platform === 'win32'
    ? join(root, 'node_modules', 'node', 'bin', 'node.exe')
    : join(root, 'node_modules', '.bin', 'node');

/** Ends the command with one sentence that says what to do. @param {string} sentence @returns {never} */
export function giveUp(sentence) {
  console.error(`tabchain: ${sentence}`);
  process.exit(1);
}

/** @param {string} sentence */
export function say(sentence) {
  console.error(`tabchain: ${sentence}`);
}

/** Checks Node and installs the packages of package-lock.json where they are missing or others. */
export async function prepare() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < oldestNodeMajor) {
    giveUp(`needs Node ${oldestNodeMajor} or newer, this is ${process.version}; install one from https://nodejs.org.`);
  }
  const stale = installProblem();
  if (stale === undefined) return makeMachine();
  say(`${stale}; installing with npm ci, which takes about a minute …`);
  const code = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (code !== 0)
    giveUp(`npm ci failed (exit code ${code}); check the network and the messages above, then try again.`);
  const left = installProblem();
  if (left !== undefined) {
    giveUp(`after npm ci ${left}; if npm is set to ignore install scripts, run: npm rebuild node`);
  }
  await makeMachine();
}

/** Makes the contract machine's binary from its package, where it is not there already: a fifth of a second. */
async function makeMachine() {
  if ((await runNode(['scripts/build-machine.ts'])) !== 0) giveUp('the contract machine could not be made; see above.');
}

/**
 * Says why the installed packages are not those of the lockfile, or undefined when they are. npm writes
 * node_modules/.package-lock.json as the last act of an install, so it names what is really there.
 * @returns {string | undefined}
 */
function installProblem() {
  const hiddenLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hiddenLock)) return 'packages are not installed';
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(hiddenLock);
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link === true) continue;
    const found = installed[path];
    if (found === undefined ? entry.optional !== true && entry.devOptional !== true : found.version !== entry.version) {
      return `${path} is not at ${entry.version}`;
    }
  }
  return existsSync(pinnedNode) ? undefined : 'the pinned Node is missing';
}

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockEntry
 * @param {string} lockPath
 * @returns {Record<string, LockEntry>}
 */
function packagesOf(lockPath) {
  return JSON.parse(readFileSync(lockPath, 'utf8')).packages ?? {};
}

/**
 * npm inside an npm script: the outer npm leaves its own state in the environment (npm_lifecycle_event,
 * npm_config_local_prefix), which the inner one would take for its own. `--include=dev` holds against NODE_ENV too.
 * @param {readonly string[]} args
 * @param {{ cwd?: string, stdio?: import('node:child_process').StdioOptions }} [options]
 */
export function runNpm(args, options = {}) {
  const own = /^npm_(lifecycle_|package_|command$|config_(prefix|local_prefix|global_prefix|dry_run)$)/i;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
  const npmCli = process.env['npm_execpath'] ?? '';
  return basename(npmCli) === 'npm-cli.js'
    ? run(process.execPath, [npmCli, ...args], { ...options, env })
    : run('npm', args, { ...options, env, shell: process.platform === 'win32' });
}

/**
 * Runs a Node program on the pinned Node, its output on our own; resolves to its exit code.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runNode(args, env = process.env) {
  return run(pinnedNode, args, { env: withCompileCache(env) });
}

/**
 * Starts a Node program on the pinned Node and leaves the rest to the caller.
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function startNode(args, options = {}) {
  return spawn(pinnedNode, args, { cwd: root, ...options, env: withCompileCache(options.env ?? process.env) });
}

/**
 * Node keeps there what it made of each module, types taken out, for the next process: half of a node's start.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function withCompileCache(env) {
  return { NODE_COMPILE_CACHE: join(cacheDirectory, 'compiled'), ...env };
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean, cwd?: string, stdio?: import('node:child_process').StdioOptions }} options
 * @returns {Promise<number>} exit code; 128 + 15 when a signal ended it
 */
export function run(command, args, options) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
  return exitOf(child, command);
}

/**
 * Waits for a child and passes our signals on to it. A terminal's Ctrl-C reaches the whole process group by itself, and
 * npm passes it on a second time; so with a terminal SIGINT is left to it.
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} command
 * @returns {Promise<number>}
 */
export function exitOf(child, command) {
  return new Promise((resolve) => {
    const interrupt = () => process.stdin.isTTY || child.kill('SIGINT');
    const terminate = () => child.kill('SIGTERM');
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', terminate);
    const watch = whenNpmIsGone(terminate);
    child.once('error', (error) => {
      clearInterval(watch);
      say(`cannot start ${command}: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', terminate);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/**
 * npm runs a script through a shell and passes SIGTERM to the shell only, which dies of it without a word to us; what
 * is left to see is that our parent has changed.
 * @param {() => void} callback
 */
function whenNpmIsGone(callback) {
  const lookEveryMs = 500;
  const parent = process.ppid;
  const underNpm = process.env['npm_lifecycle_event'] !== undefined;
  return setInterval(() => {
    if (underNpm && process.ppid !== parent) callback();
  }, lookEveryMs);
}
