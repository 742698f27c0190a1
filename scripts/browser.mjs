/**
 * The browser that the tests drive: finds a Chromium, or installs one and says so.
 * Order: CHROMIUM_PATH, what the machine has, what Playwright keeps, then an install by apt-get (root on Debian) or by
 * Playwright. Bounds: looks only at known names and places, never searches the disk.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { giveUp, root, run, runNode, say } from './prepare.mjs';

/** Path of a Chromium, installed now if there is none. @returns {Promise<string>} */
export async function requireBrowser() {
  const found = findBrowser() ?? (await installBrowser());
  if (found === undefined) {
    giveUp('no browser: install Chrome or Chromium, or set CHROMIUM_PATH to the program of one, and try again.');
  }
  return found;
}

/** Path of a Chromium that is there already. @returns {string | undefined} */
export function findBrowser() {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    giveUp(`CHROMIUM_PATH names ${named}, which does not exist; correct it or unset it.`);
  }
  return [...installedPlaces(), ...playwrightPlaces()].find((path) => existsSync(path));
}

/** @returns {string[]} */
function installedPlaces() {
  if (process.platform === 'darwin') {
    const programs = ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium'];
    return programs.map((program) => join('/Applications', program));
  }
  if (process.platform === 'win32') {
    const bases = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name]);
    const programs = [
      join('Google', 'Chrome', 'Application', 'chrome.exe'),
      join('Chromium', 'Application', 'chrome.exe'),
    ];
    return bases.flatMap((base) => (base === undefined ? [] : programs.map((program) => join(base, program))));
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** Where Playwright keeps its own; known only once packages are installed. @returns {string[]} */
function playwrightPlaces() {
  const require = createRequire(import.meta.url);
  return [require('@playwright/test').chromium.executablePath()];
}

/** @returns {Promise<string | undefined>} */
async function installBrowser() {
  const found = (await installWithApt('chromium')) ? findBrowser() : undefined;
  if (found !== undefined) return found;
  say('no browser found; installing chromium with Playwright …');
  await runNode([join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium']);
  return findBrowser();
}

/**
 * Installs packages where nobody needs to be asked for a password: as root on Debian and its kin.
 * @param {readonly string[]} names
 * @returns {Promise<boolean>} whether they are there now
 */
export async function installWithApt(...names) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  say(`no browser found; installing ${names.join(' and ')} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env });
  return (await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], { env })) === 0;
}
