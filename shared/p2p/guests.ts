// Connections of those for whom there was no room. They stay for a moment: they hear who our neighbours are, and may reach
// those through us, so that a newcomer who was given the address of a full node is not left outside.
// Bounds: ten at a time, twenty seconds each (what a signalling circuit lives); a guest too many is closed at once.

import type { Connection } from '@libp2p/interface';
import { abortConnection } from './abort-connection.ts';

export const guestsMax = 10;
const guestForMs = 20_000;

export interface Guests {
  readonly admit: (connection: Connection) => void;
  readonly count: () => number;
}

export const createGuests = (): Guests => {
  const guests = new Set<Connection>();
  const end = (connection: Connection): void => {
    guests.delete(connection);
    connection.close().catch(() => abortConnection(connection, 'no room'));
  };
  return {
    admit: (connection) => {
      if (guests.has(connection)) return;
      if (guests.size >= guestsMax) {
        end(connection);
        return;
      }
      guests.add(connection);
      const timer = setTimeout(() => end(connection), guestForMs);
      connection.addEventListener('close', () => {
        clearTimeout(timer);
        guests.delete(connection);
      });
    },
    count: () => guests.size,
  };
};
