// Two nodes in two private networks, each behind a NAT of its own, and a relay on the public side of both: with the
// relay's STUN they link directly. Without it they do not (nightly), which shows that it is STUN that does it.
// The networks are namespaces of the kernel with its own NAT; they need root, ip (iproute2) and nft (nftables), and
// where one of these is missing the test is skipped and says so; the protocol's vectors are in stun-message.test.ts.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

/** the program that makes and enters namespaces */
const namespaces = 'ip';
const isNightly = process.env['TABCHAIN_NIGHTLY'] === '1';
const name = (what: string): string => `tc${process.pid}${what}`;
const run = (command: string): void => {
  const [program = '', ...args] = command.split(' ');
  execFileSync(program, args, { stdio: 'pipe' });
};

const whyNot = (): string | undefined => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs Linux and root';
  try {
    run('nft --version');
    run(`ip netns add ${name('try')}`);
    run(`ip netns exec ${name('try')} nft add table ip t`);
    run(`ip netns del ${name('try')}`);
    return undefined;
  } catch {
    return 'it needs ip (iproute2), nft (nftables) and network namespaces';
  }
};

const made: string[] = [];
const children: ChildProcess[] = [];
let folder = '';

afterEach(async () => {
  for (const child of children.splice(0)) {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
  for (const namespace of made.splice(0)) run(`ip netns del ${namespace}`);
  if (folder !== '') await rm(folder, { recursive: true });
});

const makeNamespace = (what: string): string => {
  const namespace = name(what);
  run(`ip netns add ${namespace}`);
  made.push(namespace);
  run(`ip -n ${namespace} link set lo up`);
  return namespace;
};

/** A cable between two namespaces, with an address at each end. */
const cable = (a: string, addressA: string, b: string, addressB: string): void => {
  const [endA, endB] = [`v${made.indexOf(a)}${made.indexOf(b)}`, `v${made.indexOf(b)}${made.indexOf(a)}`];
  run(`ip link add ${endA} netns ${a} type veth peer name ${endB} netns ${b}`);
  for (const [namespace, end, address] of [
    [a, endA, addressA],
    [b, endB, addressB],
  ] as const) {
    run(`ip -n ${namespace} addr add ${address} dev ${end}`);
    run(`ip -n ${namespace} link set ${end} up`);
  }
};

/** home(192.168.1.2) — nat(192.168.1.1 | 203.0.113.x) — street; every home has the same addresses, as homes do. */
const makeHome = (street: string, index: number): string => {
  const [home, nat] = [makeNamespace(`home${index}`), makeNamespace(`nat${index}`)];
  cable(home, '192.168.1.2/24', nat, '192.168.1.1/24');
  cable(nat, `203.0.113.${4 * index + 2}/30`, street, `203.0.113.${4 * index + 1}/30`);
  run(`ip -n ${home} route add default via 192.168.1.1`);
  run(`ip -n ${nat} route add default via 203.0.113.${4 * index + 1}`);
  run(`ip netns exec ${nat} sysctl -qw net.ipv4.ip_forward=1`);
  for (const rule of [
    'add table ip nat',
    'add chain ip nat out { type nat hook postrouting priority 100 ; }',
    'add rule ip nat out ip saddr 192.168.1.0/24 masquerade',
    // what nobody inside has asked for stays outside
    'add table ip filter',
    'add chain ip filter in { type filter hook forward priority 0 ; }',
    'add rule ip filter in ip daddr 192.168.1.0/24 ct state new drop',
    'add chain ip filter self { type filter hook input priority 0 ; }',
    'add rule ip filter self ip saddr != 192.168.1.0/24 ct state new drop',
  ]) {
    execFileSync(namespaces, ['netns', 'exec', nat, 'nft', rule], { stdio: 'pipe' });
  }
  return home;
};

const start = (namespace: string, program: URL, ...args: readonly string[]): AsyncIterable<string> => {
  const inside = ['netns', 'exec', namespace, process.execPath, fileURLToPath(program), ...args];
  const child = spawn(namespaces, inside, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return createInterface({ input: child.stdout });
};

const startRelay = async (street: string): Promise<{ readonly relay: string; readonly stun: string }> => {
  folder = await mkdtemp(join(tmpdir(), 'tabchain-nat-'));
  // one of several addresses of its machine: STUN must answer from the one that was asked
  const where = ['--host', '203.0.113.129', '--data', folder, '--page', folder];
  const lines = start(street, new URL('./main.ts', import.meta.url), '--json', '--log-level', 'error', ...where);
  for await (const line of lines) {
    const { relays } = JSON.parse(line) as { readonly relays: readonly string[] };
    return { relay: relays[0] ?? '', stun: 'stun:203.0.113.129:9090' };
  }
  throw new Error('the relay ended at its start');
};

/** The paths of a node's links, until `isEnough`. */
const pathsOf = async (lines: AsyncIterable<string>, isEnough: (paths: readonly string[]) => boolean) => {
  for await (const line of lines) {
    const { paths } = JSON.parse(line) as { readonly paths: readonly string[] };
    if (isEnough(paths)) return paths;
  }
  throw new Error('the node ended');
};

const natHost = new URL('./testing/nat-host.ts', import.meta.url);

const makeTown = async () => {
  const street = makeNamespace('street');
  run(`ip -n ${street} addr add 203.0.113.129/32 dev lo`);
  run(`ip netns exec ${street} sysctl -qw net.ipv4.ip_forward=1`);
  const homes = [makeHome(street, 0), makeHome(street, 1)] as const;
  return { homes, ...(await startRelay(street)) };
};

const missing = whyNot();
if (missing !== undefined) console.info(`two NATs: skipped, ${missing}`);

test.skipIf(missing !== undefined)(
  'behind two NATs two nodes link directly with the help of the relay’s STUN',
  async () => {
    const { homes, relay, stun } = await makeTown();
    const nodes = homes.map((home) => start(home, natHost, relay, stun));
    const paths = await Promise.all(nodes.map(async (lines) => pathsOf(lines, (all) => all.includes('direct'))));
    expect(paths).toEqual([['direct'], ['direct']]);
  },
  90_000,
);

test.skipIf(missing !== undefined || !isNightly)(
  'without it they stay on the relayed path',
  async () => {
    const { homes, relay } = await makeTown();
    const nodes = homes.map((home) => start(home, natHost, relay));
    const paths = await Promise.all(nodes.map(async (lines) => pathsOf(lines, (all) => all.length > 0)));
    expect(paths).toEqual([['relayed'], ['relayed']]);
  },
  120_000,
);
