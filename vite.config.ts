/**
 * How the page is built and, in development, served. The page is one static folder that works below any path, because
 * everything in it is addressed relatively and its routes live in the fragment.
 * In development the relay runs beside Vite (scripts/dev.mjs); what the page asks of its relay is passed on to it.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const relayPage = process.env['TABCHAIN_RELAY_PAGE'];

export default defineConfig({
  base: './',
  plugins: [svelte()],
  worker: { format: 'es' },
  build: { chunkSizeWarningLimit: 1500 },
  server: {
    host: '127.0.0.1',
    ...(relayPage === undefined ? {} : { proxy: { '/relays.json': relayPage, '/health': relayPage } }),
  },
});
