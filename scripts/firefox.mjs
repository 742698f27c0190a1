/**
 * The Firefox that the stories of several engines drive, beside the Chromium of browser.mjs. Nobody needs one: where
 * there is none and none can be installed, those stories are not run.
 * Order: FIREFOX_PATH, what the machine has, then an install by apt-get (root on Debian). Bounds: looks only at known
 * names and places, never searches the disk.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installWithApt } from './browser.mjs';
import { giveUp } from './prepare.mjs';

/** Path of a Firefox, installed now if there is none and that can be done. @returns {Promise<string | undefined>} */
export async function obtainFirefox() {
  return findFirefox() ?? ((await installWithApt('firefox-esr')) ? findFirefox() : undefined);
}

/** Path of a Firefox that is there already. @returns {string | undefined} */
export function findFirefox() {
  const named = process.env['FIREFOX_PATH'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    giveUp(`FIREFOX_PATH names ${named}, which does not exist; correct it or unset it.`);
  }
  return installedPlaces().find((path) => existsSync(path));
}

/** @returns {string[]} */
function installedPlaces() {
  if (process.platform === 'darwin') return ['/Applications/Firefox.app/Contents/MacOS/firefox'];
  if (process.platform === 'win32') {
    const bases = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name]);
    return bases.flatMap((base) => (base === undefined ? [] : [join(base, 'Mozilla Firefox', 'firefox.exe')]));
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return ['firefox-esr', 'firefox'].flatMap((name) => folders.map((folder) => join(folder, name)));
}
