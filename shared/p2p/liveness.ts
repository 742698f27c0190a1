// Whether the other end of a stream still answers. Pure: time is an argument. It is dead when several pings are unanswered
// and it has been silent for long enough; silence that was our own (this machine slept, or a browser held back the timers
// of a hidden page) is forgiven: it gets as long again to answer. A peer that has not said a word between three such
// moments is not forgiven again, or a tab whose timers fire once a minute would never miss anybody.

export interface LivenessLimits {
  readonly pingEveryMs: number;
  readonly deadAfterMs: number;
  readonly unansweredMax: number;
}

export interface Liveness {
  /** Something came. */
  readonly heard: (nowMs: number) => void;
  /** The answer to ping `nonce` came; its round trip, if that was the last ping. */
  readonly answered: (nonce: number, nowMs: number) => number | undefined;
  /** True when the other side is given up; pings when it is time. */
  readonly isDead: (nowMs: number) => boolean;
  readonly forgive: (nowMs: number) => void;
  /** How long ago something came, ms. */
  readonly silentMs: (nowMs: number) => number;
}

const forgivenMax = 3;

export const createLiveness = (limits: LivenessLimits, nowMs: number, sendPing: (nonce: number) => void): Liveness => {
  let heardAtMs = nowMs;
  let pingedAtMs = -Infinity;
  let graceUntilMs = -Infinity;
  let nonce = 0;
  let unanswered = 0;
  let forgiven = 0;
  return {
    heard: (atMs) => {
      heardAtMs = atMs;
      unanswered = 0;
      forgiven = 0;
    },
    answered: (answered, atMs) => (answered === nonce ? atMs - pingedAtMs : undefined),
    isDead: (atMs) => {
      const isSilent = unanswered >= limits.unansweredMax && atMs - heardAtMs > limits.deadAfterMs;
      if (isSilent && atMs >= graceUntilMs) return true;
      if (atMs - pingedAtMs < limits.pingEveryMs) return false;
      pingedAtMs = atMs;
      nonce = (nonce + 1) >>> 0;
      unanswered += 1;
      sendPing(nonce);
      return false;
    },
    forgive: (atMs) => {
      if (forgiven >= forgivenMax) return;
      forgiven += 1;
      graceUntilMs = atMs + limits.deadAfterMs;
      pingedAtMs = -Infinity;
    },
    silentMs: (atMs) => atMs - heardAtMs,
  };
};
