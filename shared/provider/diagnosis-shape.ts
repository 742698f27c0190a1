// The shapes of the public API for why a node has no peers (`net_diagnose`) and for what can be set of its network
// (`net_settings`). Names and shapes only, by the conventions of api.ts.

/** What a node found out about one relay, or a terminal node that was named as a way in. */
export interface RelayDiagnosis {
  readonly peerId: string;
  /** a multiaddr under which it is known */
  readonly address: string;
  readonly kind: 'relay' | 'terminal';
  readonly reached: boolean;
  /** why not, when it is not reached */
  readonly reason?: string;
  /** what plain HTTP says of one that is not reached; tabs only */
  readonly http?: 'answers' | 'origin-refused' | 'silent' | 'insecure' | 'unknown';
  /** whether others can reach this node through it; `none`: it has not answered */
  readonly place: 'held' | 'refused' | 'none';
  readonly refusal?: 'full' | 'address-full' | 'tag' | 'draining';
  /** round trip */
  readonly rttMs?: number;
  /** how many other nodes of this network it named the last time */
  readonly told?: number;
}

/** Why a node has no peers, or what is weak though it has some. No address of the node's own is in it. */
export interface DiagnosisShape {
  readonly time: number;
  readonly kind: 'tab' | 'terminal';
  readonly hideAddress: boolean;
  /** false when this device is sure to have no network */
  readonly online: boolean;
  readonly relays: readonly RelayDiagnosis[];
  /** `unused`: a terminal node, or a hidden address */
  readonly webrtc: 'works' | 'failing' | 'absent' | 'unused';
  /** ICE candidates gathered, where WebRTC works; `mdns`: local addresses are hidden behind names */
  readonly candidates?: {
    readonly host: number;
    readonly srflx: number;
    readonly relay: number;
    readonly mdns: boolean;
  };
  /** to the relays' STUN; `unknown` where none could be asked or none needed to be */
  readonly udp: 'open' | 'blocked' | 'unknown';
  /** linked, by path; `silent` of them have not been heard of for some seconds */
  readonly peers: {
    readonly direct: number;
    readonly websocket: number;
    readonly relayed: number;
    readonly silent: number;
  };
  /** other nodes of this network thought to be there */
  readonly known: number;
  /** dials to peers that failed in the last ten minutes, newest first, at most 20 */
  readonly dials: readonly {
    readonly peerId: string;
    readonly path: 'webrtc' | 'relayed' | 'address';
    readonly reason: string;
    readonly time: number;
  }[];
  /** peers' clocks minus this one, the median; with three peers at least */
  readonly clockOffsetMs?: number;
  /** when this machine slept or a browser held back this tab, the last time: when it ended and how long it was */
  readonly stall?: { readonly time: number; readonly ms: number };
  readonly independence: IndependenceShape;
  /** what to do, most likely first, in plain sentences; never empty. `cause` is a name such as `relay-unreachable` or `none` */
  readonly advice: readonly { readonly cause: string; readonly text: string }[];
}

/** How many relays, and after them neighbours, could go with this node still in the network. */
export interface IndependenceShape {
  /** `alone`: linked with nobody; `leaning`: only as long as a relay stays; `thin`: one neighbour holds it */
  readonly level: 'alone' | 'leaning' | 'thin' | 'independent';
  readonly relays: number;
  readonly neighbours: number;
}

export interface NetSettings {
  /** relayed paths only: peers do not learn this machine's address */
  readonly hideAddress: boolean;
}
