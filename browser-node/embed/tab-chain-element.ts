// `<tab-chain network="…">`: a node in any page by a script tag. The frame fills the element; `provider` of the element is
// its provider, and the event `ready` says that it answers. Attributes: `network` (a join link), `page` (where the node's
// page is; the folder of this script unless given), `hidden` (a node without a screen). Owns its frame while it is in the document.

import { createNode, type EmbeddedNode } from './create-node.ts';

class TabChainElement extends HTMLElement {
  /** the provider once `ready` has been told */
  provider: EmbeddedNode | undefined;

  connectedCallback(): void {
    const network = this.getAttribute('network');
    const page = this.getAttribute('page') ?? new URL('.', import.meta.url).href;
    if (this.style.display === '' && !this.hidden) this.style.display = 'block';
    createNode({ page, ...(network === null ? {} : { network }), target: this }).then(
      (node) => {
        if (this.isConnected) this.provider = node;
        else node.stop();
        this.dispatchEvent(new Event('ready'));
      },
      (error: unknown) => {
        this.dispatchEvent(new CustomEvent('failed', { detail: error }));
      },
    );
  }

  disconnectedCallback(): void {
    this.provider?.stop();
    this.provider = undefined;
  }
}

export const defineTabChain = (): void => {
  if (customElements.get('tab-chain') === undefined) customElements.define('tab-chain', TabChainElement);
};
