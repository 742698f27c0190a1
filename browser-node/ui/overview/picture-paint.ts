// Draws the picture of the network on a canvas: lines by path (solid direct, double WebSocket, dashed relayed; the faster the
// thicker), nodes by kind (tab round, terminal square, relay a diamond) with their identicon, blocks on their way. Draws
// what it is given and keeps nothing; colours are those of the tokens.

import type { PeerShape } from '../../../shared/provider/index.ts';
import { identiconOf } from '../parts/identicon-cells.ts';
import { shortId } from '../words/short-id.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PaintColours {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly warn: string;
  readonly hue: string;
  readonly sans: string;
  readonly mono: string;
}

export interface PaintedPeer extends Pick<PeerShape, 'peerId' | 'path' | 'kind' | 'rttMs'> {
  readonly at: Point;
}

/** A block between this tab and a peer; `part` of its way is done. */
export interface Travelling {
  readonly from: Point;
  readonly to: Point;
  readonly part: number;
}

export interface PaintedScene {
  readonly width: number;
  readonly height: number;
  readonly middle: Point;
  readonly peers: readonly PaintedPeer[];
  readonly travelling: readonly Travelling[];
  /** from 1 down to 0 after a block has arrived */
  readonly glow: number;
  readonly label: string;
  /** what stands beneath it: whose place the middle is */
  readonly name: string;
  /** what stands at a relay, in the place of its id */
  readonly relayName: string;
  /** 1 on a screen at arm's length, more on a wall */
  readonly scale: number;
}

/** What is drawn on: the part of a canvas context that is used, so that a test can look at the calls. */
export type Brush = Pick<
  CanvasRenderingContext2D,
  | 'arc'
  | 'beginPath'
  | 'clearRect'
  | 'fill'
  | 'fillRect'
  | 'fillText'
  | 'lineTo'
  | 'moveTo'
  | 'rect'
  | 'roundRect'
  | 'setLineDash'
  | 'stroke'
  | 'closePath'
> & {
  fillStyle: string | CanvasGradient | CanvasPattern;
  strokeStyle: string | CanvasGradient | CanvasPattern;
  lineWidth: number;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
};

const middleRadius = 34;
const peerRadius = 17;

/** 4 px for a peer next door down to 1 px for one 300 ms away, in halves, which is what can be seen; 2 px until it is known. */
const lineWidthOf = (rttMs: number | undefined): number =>
  rttMs === undefined ? 2 : Math.max(1, Math.min(4, Math.round(8 - rttMs / 50) / 2));

/** What is painted of peers beside their places: as long as it is the same, the picture is. */
export const lookOf = (peers: readonly Omit<PaintedPeer, 'at'>[]): string =>
  peers.map(({ peerId, path, kind, rttMs }) => `${peerId} ${path} ${kind} ${lineWidthOf(rttMs)}`).join();

const paintLine = (brush: Brush, from: Point, to: Point, peer: PaintedPeer, colours: PaintColours, scale: number) => {
  const width = lineWidthOf(peer.rttMs) * scale;
  brush.strokeStyle = peer.path === 'relayed' ? colours.warn : colours.accent;
  brush.setLineDash(peer.path === 'relayed' ? [7 * scale, 6 * scale] : []);
  brush.lineWidth = width;
  brush.beginPath();
  brush.moveTo(from.x, from.y);
  brush.lineTo(to.x, to.y);
  brush.stroke();
  if (peer.path === 'websocket') {
    // a second line on the first, so that two remain
    brush.strokeStyle = colours.surface;
    brush.lineWidth = Math.max(1, width - 2);
    brush.stroke();
  }
  brush.setLineDash([]);
};

const outline = (brush: Brush, { x, y }: Point, kind: PaintedPeer['kind'], radius: number): void => {
  brush.beginPath();
  if (kind === 'terminal') brush.roundRect(x - radius, y - radius, 2 * radius, 2 * radius, radius / 3);
  else if (kind === 'relay') {
    brush.moveTo(x, y - radius);
    brush.lineTo(x + radius, y);
    brush.lineTo(x, y + radius);
    brush.lineTo(x - radius, y);
    brush.closePath();
  } else brush.arc(x, y, radius, 0, 2 * Math.PI);
};

const paintPeer = (brush: Brush, peer: PaintedPeer, scene: PaintedScene, colours: PaintColours): void => {
  const { middle, relayName, scale } = scene;
  const radius = peerRadius * scale;
  const { x, y } = peer.at;
  brush.fillStyle = colours.surface;
  brush.strokeStyle = peer.path === 'relayed' ? colours.warn : colours.accent;
  brush.lineWidth = 2 * scale;
  outline(brush, peer.at, peer.kind, radius);
  brush.fill();
  brush.stroke();
  const { hue, cells } = identiconOf(peer.peerId);
  const cell = (radius * 1.15) / 5;
  brush.fillStyle = `hsl(${hue} 60% 48%)`;
  for (const [column, row] of cells) {
    brush.fillRect(x + (column - 2.5) * cell, y + (row - 2.5) * cell, cell + 0.5, cell + 0.5);
  }
  brush.fillStyle = colours.muted;
  brush.font = `${11 * scale}px ${colours.mono}`;
  brush.textAlign = 'center';
  // on the side that the line does not come from
  const above = y < middle.y;
  brush.textBaseline = above ? 'bottom' : 'top';
  const label = peer.kind === 'relay' ? relayName : shortId(peer.peerId, 3).slice(-4);
  brush.fillText(label, x, above ? y - radius - 4 * scale : y + radius + 4 * scale);
};

const paintMiddle = (brush: Brush, scene: PaintedScene, colours: PaintColours): void => {
  const { middle, glow, label, name, scale } = scene;
  const radius = middleRadius * scale;
  if (glow > 0) {
    brush.globalAlpha = glow * 0.35;
    brush.fillStyle = colours.hue;
    brush.beginPath();
    brush.arc(middle.x, middle.y, radius + (1 - glow) * 26 * scale, 0, 2 * Math.PI);
    brush.fill();
    brush.globalAlpha = 1;
  }
  brush.fillStyle = colours.surface;
  brush.strokeStyle = colours.hue;
  brush.lineWidth = 4 * scale;
  outline(brush, middle, 'tab', radius);
  brush.fill();
  brush.stroke();
  brush.textAlign = 'center';
  brush.textBaseline = 'middle';
  brush.fillStyle = colours.text;
  brush.font = `600 ${18 * scale}px ${colours.sans}`;
  brush.fillText(label, middle.x, middle.y - 5 * scale);
  brush.fillStyle = colours.muted;
  brush.font = `${12 * scale}px ${colours.sans}`;
  brush.fillText(name, middle.x, middle.y + 13 * scale);
};

const paintBlock = (brush: Brush, { from, to, part }: Travelling, colours: PaintColours, scale: number): void => {
  const eased = part * part * (3 - 2 * part);
  const x = from.x + (to.x - from.x) * eased;
  const y = from.y + (to.y - from.y) * eased;
  const half = 7 * scale;
  brush.fillStyle = colours.hue;
  brush.strokeStyle = colours.surface;
  brush.lineWidth = 2 * scale;
  brush.beginPath();
  brush.roundRect(x - half, y - half, 2 * half, 2 * half, 3 * scale);
  brush.fill();
  brush.stroke();
};

export const paintPicture = (brush: Brush, scene: PaintedScene, colours: PaintColours): void => {
  const { width, height, middle, peers, travelling, scale } = scene;
  brush.clearRect(0, 0, width, height);
  for (const peer of peers) paintLine(brush, middle, peer.at, peer, colours, scale);
  for (const block of travelling) paintBlock(brush, block, colours, scale);
  for (const peer of peers) paintPeer(brush, peer, scene, colours);
  paintMiddle(brush, scene, colours);
};
