/**
 * Writes docs/api.md, and the OpenRPC document beside it, from the API's own table (shared/provider/*.ts): each method with its comment, params and result, the
 * events, the errors and every shape that they name. `node scripts/api-docs.ts` writes the page; a unit test
 * (tests/tidy.test.ts) fails when it is not what this makes now. Owns nothing but that text.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { openRpcFile, openRpcText } from './open-rpc.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'shared', 'provider');
export const apiPage = join(root, 'docs', 'api.md');

interface Entry {
  readonly name: string;
  /** its comment, in lines without marks */
  readonly about: string;
  readonly node: ts.Node;
  readonly source: ts.SourceFile;
}

/** Files that hold shapes alone: the table and what is beside it. */
const shapeFiles = (): readonly ts.SourceFile[] =>
  readdirSync(folder)
    .filter((name) => name === 'api.ts' || name.endsWith('-shape.ts'))
    .sort((a, b) => Number(b === 'api.ts') - Number(a === 'api.ts') || a.localeCompare(b))
    .map((name) => ts.createSourceFile(name, readFileSync(join(folder, name), 'utf8'), ts.ScriptTarget.Latest, true));

/** The last comment before a node: one above it may belong to what was there before. */
const aboutOf = (node: ts.Node, source: ts.SourceFile): string => {
  const range = ts.getLeadingCommentRanges(source.text, node.pos)?.at(-1);
  if (range === undefined || !source.text.startsWith('/**', range.pos)) return '';
  const lines = source.text.slice(range.pos + 3, range.end - 2).split('\n');
  return lines
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join(' ')
    .trim();
};

const entriesOf = (source: ts.SourceFile): readonly Entry[] => {
  const named = source.statements.filter((node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node));
  const exported = named.filter((node) => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword));
  return exported.map((node) => ({ name: node.name.text, about: aboutOf(node, source), node, source }));
};

const membersOf = ({ node, source }: Entry): readonly Entry[] =>
  ts.isInterfaceDeclaration(node)
    ? node.members.map((member) => ({
        name: member.name?.getText(source) ?? '',
        about: aboutOf(member, source),
        node: member,
        source,
      }))
    : [];

/** Source as it stands, without what says nothing to a reader. */
const code = (node: ts.Node, source: ts.SourceFile): string =>
  node
    .getText(source)
    .replaceAll(/\breadonly /g, '')
    .replaceAll(/^export /gm, '');

const oneLine = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/; }/g, ' }').replaceAll(/= \| /g, '= ');

const typeOf = (entry: Entry, key: string): string => {
  const { node, source } = entry;
  if (!ts.isPropertySignature(node) || node.type === undefined || !ts.isTypeLiteralNode(node.type)) return '';
  const member = node.type.members.find((one) => one.name?.getText(source) === key);
  return member !== undefined && ts.isPropertySignature(member) && member.type !== undefined
    ? oneLine(code(member.type, source)).replace(/^\| /, '')
    : '';
};

const nothing = new Set(['NoParams', 'Nothing', 'Record<string, never>', 'Readonly<Record<string, never>>']);
const shown = (type: string): string => (nothing.has(type) ? '{}' : type);

const methodText = (entry: Entry): string => {
  const about = entry.about === '' ? [] : [entry.about, ''];
  const lines = [`params: ${shown(typeOf(entry, 'params'))}`, `result: ${shown(typeOf(entry, 'result'))}`];
  return [`### ${entry.name}`, '', ...about, '```ts', ...lines, '```', ''].join('\n');
};

const groupNames: Readonly<Record<string, string>> = {
  node: 'The node',
  network: 'Networks',
  wallet: 'Wallet',
  contact: 'Contacts',
  account: 'Accounts',
  tx: 'Transactions',
  proof: 'Proofs',
  mempool: 'Mempool',
  block: 'Blocks',
  chain: 'The chain',
  production: 'Producing blocks',
  stake: 'Stakes',
  signers: 'Signers',
  contract: 'Contracts',
  event: 'Events of contracts',
  file: 'Files',
  net: 'Peers and topics',
  log: 'The log',
};

const groupOf = ({ name }: Entry): string => name.split('_')[0] ?? name;

const methodsText = (methods: readonly Entry[]): string => {
  const order = Object.keys(groupNames);
  const groups = [...new Set(methods.map(groupOf))].sort(
    (a, b) => ((order.indexOf(a) + 99) % 99) - ((order.indexOf(b) + 99) % 99),
  );
  const textOf = (group: string): string => {
    const own = methods.filter((method) => groupOf(method) === group);
    return [`## ${groupNames[group] ?? group}`, '', ...own.map(methodText)].join('\n');
  };
  return groups.map(textOf).join('\n');
};

const eventsText = (events: readonly Entry[]): string => {
  const rows = events.map((event) => {
    const type = ts.isPropertySignature(event.node) && event.node.type !== undefined ? event.node.type : event.node;
    return `| \`${event.name}\` | \`${oneLine(code(type, event.source)).replaceAll('|', '\\|')}\` | ${event.about} |`;
  });
  return ['## Events', '', '| event | payload | |', '| --- | --- | --- |', ...rows, ''].join('\n');
};

const notShown =
  /MethodTable$|^(EventTable|Method|ParamsOf|ResultOf|EventName|EventListenerOf|NoParams|Nothing|Call|ErrorCode)$/;

const shapesText = (entries: readonly Entry[]): string => {
  const shapes = entries.filter(({ name }) => !notShown.test(name));
  const textOf = ({ about, node, source }: Entry): string => {
    const comment = about === '' ? '' : `/** ${about} */\n`;
    return comment + code(node, source);
  };
  return ['## Shapes', '', '```ts', shapes.map(textOf).join('\n\n'), '```', ''].join('\n');
};

const opening = `# The API

Written by \`node scripts/api-docs.ts\` from the table in [shared/provider/api.ts](../shared/provider/api.ts); not by hand.

Every tab has it as \`window.tabchain\`. In the DevTools of a tab:

\`\`\`js
await tabchain.request({ method: 'node_status' });
await tabchain.request({ method: 'account_get', params: { address: 'tab1…' } });
tabchain.on('head', (head) => console.log(head.height));
\`\`\`

What the node tells of itself is printed there from the level on that \`localStorage.tabchainLog\` names: \`debug\` (its
events too), \`info\`, \`warn\` or \`error\`; without it nothing is. It is read when the page is loaded.

Params are one object; unknown keys are refused. An amount is a decimal string of base units; ids, hashes and bytes are
\`0x\` and lower-case hexadecimal; times are ms since 1970; heights, counts and gas are numbers.

A call that is refused rejects with \`{ code, message, data? }\`:

| code | meaning |
| --- | --- |
| −32602 | wrong params; \`data.path\` says where, \`data.expected\` what is allowed there |
| −32601 | no such method |
| −32603 | a mistake inside the node |
| −32000 | a rule refused it; \`data.fault\` is its name, such as \`amount-over-balance\` |
| 4001 | the person refused |
| 4040 | not found |
| 4090 | not possible now; \`data.reason\` says why |
| 4100 | the wallet is locked |
| 4900 | no network is open |
`;

export const apiPageText = (): string => {
  const entries = shapeFiles().flatMap(entriesOf);
  const methods = entries.filter(({ name }) => name.endsWith('MethodTable')).flatMap(membersOf);
  const events = entries.filter(({ name }) => name === 'EventTable').flatMap(membersOf);
  return [opening, methodsText(methods), eventsText(events), shapesText(entries)].join('\n');
};

if (import.meta.main) {
  writeFileSync(apiPage, apiPageText());
  writeFileSync(openRpcFile, openRpcText());
}
