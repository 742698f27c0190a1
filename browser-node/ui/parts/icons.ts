// The icons that the page uses, by what they stand for: lucide drawings, one module each, so that only these are built in.
// A new one is an import and a line of the table.

import ArrowUp from '@lucide/svelte/icons/arrow-up';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import Blocks from '@lucide/svelte/icons/boxes';
import Check from '@lucide/svelte/icons/check';
import ChevronLeft from '@lucide/svelte/icons/chevron-left';
import ChevronRight from '@lucide/svelte/icons/chevron-right';
import Contract from '@lucide/svelte/icons/scroll-text';
import Copy from '@lucide/svelte/icons/copy';
import Ellipsis from '@lucide/svelte/icons/ellipsis';
import File from '@lucide/svelte/icons/files';
import Fork from '@lucide/svelte/icons/git-branch';
import Lab from '@lucide/svelte/icons/flask-conical';
import Languages from '@lucide/svelte/icons/languages';
import Lock from '@lucide/svelte/icons/lock';
import Maximize from '@lucide/svelte/icons/maximize';
import Moon from '@lucide/svelte/icons/moon';
import Network from '@lucide/svelte/icons/share-2';
import Overview from '@lucide/svelte/icons/layout-dashboard';
import Pickaxe from '@lucide/svelte/icons/pickaxe';
import Play from '@lucide/svelte/icons/play';
import Plus from '@lucide/svelte/icons/plus';
import Presentation from '@lucide/svelte/icons/presentation';
import QrCode from '@lucide/svelte/icons/qr-code';
import Record from '@lucide/svelte/icons/file-text';
import Search from '@lucide/svelte/icons/search';
import Settings from '@lucide/svelte/icons/settings';
import Square from '@lucide/svelte/icons/square';
import Sun from '@lucide/svelte/icons/sun';
import Theme from '@lucide/svelte/icons/contrast';
import Wallet from '@lucide/svelte/icons/wallet';
import Warn from '@lucide/svelte/icons/triangle-alert';
import X from '@lucide/svelte/icons/x';

export const drawings = {
  overview: Overview,
  wallet: Wallet,
  blocks: Blocks,
  contracts: Contract,
  files: File,
  produce: Pickaxe,
  network: Network,
  lab: Lab,
  settings: Settings,
  more: Ellipsis,
  copy: Copy,
  done: Check,
  right: ChevronRight,
  up: ArrowUp,
  left: ChevronLeft,
  send: ArrowRight,
  record: Record,
  lock: Lock,
  search: Search,
  warn: Warn,
  theme: Theme,
  light: Sun,
  dark: Moon,
  language: Languages,
  play: Play,
  stop: Square,
  close: X,
  plus: Plus,
  fork: Fork,
  qr: QrCode,
  screen: Presentation,
  grow: Maximize,
} as const;
export type IconName = keyof typeof drawings;
