// Composition root of the page: builds the ports and starts the node.
// So far the walking skeleton: tabs that link and exchange one message.

import { startSkeleton, type Skeleton } from './skeleton.ts';

declare global {
  interface Window {
    tabchainSkeleton?: Skeleton;
  }
}

window.tabchainSkeleton = await startSkeleton();
