// The wallet: mnemonic, account keys, encrypted vault, backup text. Imports model, crypto and bytes.

export {
  type Account as WalletAccount,
  accountsMax,
  decodeAccountList,
  encodeAccountList,
  labelBytesMax,
} from './account-list.ts';
export { formatBackup, parseBackup } from './backup.ts';
export {
  checkMnemonic,
  entropyLengthFor,
  type Mnemonic,
  type MnemonicFault,
  mnemonicOf,
  type MnemonicWordCount,
} from './mnemonic.ts';
export {
  passphraseBytes,
  saltLength,
  type StretchedKey,
  stretchedKeyLength,
  type StretchParameters,
  stretchParametersDefault,
  type StretchPassphrase,
} from './passphrase.ts';
export { readVault, type SealedVault, type VaultFault, vaultNonceLength } from './vault.ts';
export {
  accountOfSlot,
  addAccount,
  createWallet,
  type LockedWallet,
  lockedWalletOf,
  lockWallet,
  selectAccount,
  proveAs,
  signAs,
  type UnlockedWallet,
  unlockWallet,
  type Wallet,
  type WalletFault,
} from './wallet.ts';
