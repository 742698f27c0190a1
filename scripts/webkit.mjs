/**
 * WebKitGTK for the stories of several engines: its driver, its small browser and the display that it needs. Nobody
 * needs them: where they are missing and cannot be installed, the story of that engine is skipped.
 * Bounds: Linux only; looks only at known names and places.
 */
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installWithApt } from './browser.mjs';

/** @typedef {{ readonly driver: string, readonly browser: string, readonly display: string }} WebKit paths of the programs */

const libraries = '/usr/lib';

/** WebKitGTK's programs, installed now if they are missing and that can be done. @returns {Promise<WebKit | undefined>} */
export async function obtainWebKit() {
  return findWebKit() ?? ((await installWithApt('webkit2gtk-driver', 'xvfb')) ? findWebKit() : undefined);
}

/** WebKitGTK's programs where all are there already. @returns {WebKit | undefined} */
export function findWebKit() {
  if (process.platform !== 'linux') return undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  /** @param {string} name */
  const program = (name) => folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  const [driver, display, browser] = [program('WebKitWebDriver'), program('Xvfb'), miniBrowser()];
  if (driver === undefined || display === undefined || browser === undefined) return undefined;
  return { driver, display, browser };
}

/** Debian and Fedora keep it beside the library, below a folder that is named after the machine or the word size. */
function miniBrowser() {
  const folders = [libraries, ...readdirSync(libraries).map((name) => join(libraries, name)), '/usr/libexec'];
  const versions = ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'];
  return folders
    .flatMap((folder) => versions.map((version) => join(folder, version, 'MiniBrowser')))
    .find((path) => existsSync(path));
}
