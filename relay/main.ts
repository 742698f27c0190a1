// Starts a relay from the command line, says where it is, and stops it cleanly on Ctrl-C or SIGTERM.
// With --json, or where nobody reads, one JSON line {page, relays, link, port}; on a terminal words and a QR code.
// Everything that a person can put right ends in one sentence and exit code 1.

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { renderUnicodeCompact } from 'uqr';
import { CommandLineError, parseCommandLine } from './command-line.ts';
import { DataFolderError, openDataFolder } from './data-folder.ts';
import { defaultSpec } from './default-spec.ts';
import { RelayError, startRelay, type Relay } from './relay-server.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`tabchain: ${text}\n`);

/** The link's QR code where the terminal is wide enough for it; else that of the page, which opens the same network. */
const qrCode = (link: string, page: string): string => {
  const whole = renderUnicodeCompact(link, { ecc: 'L' });
  const width = whole.indexOf('\n');
  if (width <= process.stdout.columns) return `The join link as a QR code:\n${whole}`;
  const why = `The page as a QR code (that of the link is ${width} columns wide, this terminal ${process.stdout.columns}):`;
  return `${why}\n${renderUnicodeCompact(page)}`;
};

const describe = ({ pages, relays, link }: Relay): void => {
  say('\nTabchain is running. Open one of these in a browser:');
  for (const page of pages) say(`  ${page}`);
  say('\nRelay addresses:');
  for (const relay of relays) say(`  ${relay}`);
  say(`\nJoin link:\n  ${link}\n`);
  say(qrCode(link, pages[1] ?? pages[0] ?? link));
  say('\nCtrl-C stops it.');
};

const start = async (): Promise<void> => {
  const command = parseCommandLine(process.argv.slice(2));
  const makeSpec = (): object => defaultSpec((length) => new Uint8Array(randomBytes(length)), Date.now());
  const data = await openDataFolder(command.data, makeSpec);
  const settings = {
    ...data.settings,
    ...(command.port === undefined ? {} : { port: command.port }),
    ...(command.host === undefined ? {} : { host: command.host }),
  };
  const hasPage = existsSync(join(command.page, 'index.html'));
  if (!hasPage) complain(`there is no page in ${command.page}; npm start builds it. Serving the network only.`);
  const relay = await startRelay({
    data,
    settings,
    ...(hasPage ? { page: command.page } : {}),
    onDrop: (peer, reason) => {
      complain(`dropped ${peer}: ${reason}`);
    },
  });

  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    void relay.stop().finally(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  if (command.json || !process.stdout.isTTY) {
    say(JSON.stringify({ page: relay.page, relays: relay.relays, link: relay.link, port: relay.port }));
  } else {
    describe(relay);
  }
};

try {
  await start();
} catch (error) {
  const forPeople =
    error instanceof CommandLineError || error instanceof DataFolderError || error instanceof RelayError;
  complain(forPeople ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}
