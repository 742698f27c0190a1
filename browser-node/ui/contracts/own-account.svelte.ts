// The account of this tab that calls and deploys: the selected one, while the wallet is open. Asked again with each block,
// because a wallet may be opened or another account chosen meanwhile.

import { createAsked, useApp } from '../state/index.ts';

export const createOwnAccount = (): { readonly address: string | undefined; readonly known: boolean } => {
  const { provider, node } = useApp();
  const asked = createAsked(
    () => 'accounts',
    async () => {
      const accounts = await provider.request({ method: 'wallet_accounts' }).catch(() => []);
      return accounts.find(({ selected }) => selected)?.address;
    },
    () => node.headVersion,
  );
  return {
    get address() {
      return asked.answer.state === 'ready' ? asked.answer.value : undefined;
    },
    get known() {
      return asked.answer.state !== 'loading';
    },
  };
};
