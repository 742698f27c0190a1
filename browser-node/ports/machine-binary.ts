// The binary of the contract machine in a tab: a file beside the page, fetched when the first contract is met, from
// the browser's cache where it was fetched ahead (workers/keep-for-later.ts). A fetch that
// fails is tried again for a quarter of a minute; then whoever waits for the machine hears it.

export const machineUrl = new URL('../../shared/core/contracts/generated/machine.wasm', import.meta.url);
const pausesMs = [1000, 2000, 4000, 8000];

const attempt = async (): Promise<Uint8Array<ArrayBuffer>> => {
  const answer = await fetch(machineUrl);
  if (!answer.ok) throw new Error(`the contract machine was not found: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
};

export const fetchMachineBinary = async (): Promise<Uint8Array<ArrayBuffer>> => {
  for (const pauseMs of pausesMs) {
    try {
      return await attempt();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return attempt();
};
