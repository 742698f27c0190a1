/**
 * How Svelte components are compiled, for Vite and svelte-check alike: runes everywhere, types stripped by Svelte.
 * @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig}
 */
export default {
  compilerOptions: { runes: true },
};
