// What `<script type="module" src="…/tabchain.js">` loads, and `import 'tabchain'` in a page: the element `<tab-chain>` and
// `createNode`. Owns the name of the element.

import { defineTabChain } from './tab-chain-element.ts';

export { createNode, type EmbeddedNode, type NodeOptions } from './create-node.ts';
export type * from '../../shared/provider/index.ts';

defineTabChain();
