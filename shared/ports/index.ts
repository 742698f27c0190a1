// Ports of a node that are the same in a browser and under Node.js: they need nothing but what both have.

export { cryptoRandom } from './crypto-random.ts';
export { stretchPassphrase } from './stretch-passphrase.ts';
export { createSystemClock } from './system-clock.ts';
export { createMachineSource, type MachineNews } from './machine-source.ts';
