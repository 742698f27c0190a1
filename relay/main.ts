// Starts a relay from the command line, says where it is, and stops it: at once on Ctrl-C, after telling its clients
// where else to go on SIGTERM (ten seconds at most), and at once when it is asked a second time. SIGHUP reads a renewed
// TLS certificate.
// With --json, or where nobody reads, one JSON line {page, relays, link, port}; on a terminal words and a QR code.
// Everything that a person can put right ends in one sentence and exit code 1.

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandLineError, help, parseCommandLine, placeVariables } from './command-line.ts';
import { DataFolderError, openDataFolder } from './data-folder.ts';
import { defaultSpec } from './default-spec.ts';
import { createRelayLog, levelOf } from './relay-log.ts';
import { RelayError, startRelay, type Relay } from './relay-server.ts';
import { readSettings, settingsOfEnvironment, SettingsError } from './relay-settings.ts';

const stopWithinMs = 10_000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`tabchain: ${text}\n`);

/** The link's QR code where the terminal is wide enough for it; else that of the page, which opens the same network. */
const qrCode = async (link: string, page: string): Promise<string> => {
  // for people at a terminal only: a relay that runs as a service does without the package
  const { renderUnicodeCompact } = await import('uqr');
  const whole = renderUnicodeCompact(link, { ecc: 'L' });
  const width = whole.indexOf('\n');
  if (width <= process.stdout.columns) return `The join link as a QR code:\n${whole}`;
  const why = `The page as a QR code (that of the link is ${width} columns wide, this terminal ${process.stdout.columns}):`;
  return `${why}\n${renderUnicodeCompact(page)}`;
};

const describe = async ({ pages, relays, link }: Relay): Promise<void> => {
  say('\nTabchain is running. Open one of these in a browser:');
  for (const page of pages) say(`  ${page}`);
  say('\nRelay addresses:');
  for (const relay of relays) say(`  ${relay}`);
  say(`\nJoin link:\n  ${link}\n`);
  say(await qrCode(link, pages[1] ?? pages[0] ?? link));
  say('\nCtrl-C stops it.');
};

const stopOnSignals = (relay: Relay): void => {
  let stopping = false;
  const end = (way: () => Promise<void>): void => {
    if (stopping) process.exit(130);
    stopping = true;
    setTimeout(() => process.exit(0), stopWithinMs).unref();
    void way().finally(() => process.exit(0));
  };
  process.on('SIGINT', () => end(relay.stop));
  process.on('SIGTERM', () => end(relay.drain));
  process.on('SIGHUP', () => {
    relay
      .renewCertificate()
      .catch((error: unknown) => complain(error instanceof Error ? error.message : String(error)));
  });
};

const start = async (): Promise<void> => {
  const command = parseCommandLine(process.argv.slice(2), process.env);
  if (command.help) {
    say(help());
    return;
  }
  const makeSpec = (): object => defaultSpec((length) => new Uint8Array(randomBytes(length)), Date.now());
  const data = await openDataFolder(command.data, makeSpec, command.spec);
  const environment = settingsOfEnvironment(process.env, placeVariables);
  const settings = readSettings([command.settings, environment, data.settings]);
  const hasPage = existsSync(join(command.page, 'index.html'));
  if (!hasPage) complain(`there is no page in ${command.page}; npm start builds it. Serving the network only.`);
  const log = createRelayLog(levelOf(settings.logLevel, process.stderr.isTTY));
  const relay = await startRelay({ data, settings, log, ...(hasPage ? { page: command.page } : {}) });
  stopOnSignals(relay);

  if (command.json || !process.stdout.isTTY) {
    say(JSON.stringify({ page: relay.page, relays: relay.relays, link: relay.link, port: relay.port }));
  } else {
    await describe(relay);
  }
};

try {
  await start();
} catch (error) {
  const forPeople =
    error instanceof CommandLineError ||
    error instanceof SettingsError ||
    error instanceof DataFolderError ||
    error instanceof RelayError;
  complain(forPeople ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}
