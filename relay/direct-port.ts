// WebRTC-direct at the relay: a UDP port that a page on https can dial without a certificate that anyone signed, since
// its multiaddr names the certificate's hash. The certificate changes while the relay runs, on the same port.
// Leans on the emitter through which @libp2p/webrtc 6.0.33 renews certificates of its own, and says so if it is gone.

import { webRTCDirect } from '@libp2p/webrtc';
import type { TransportFactory } from '../shared/p2p/index.ts';
import { hashesOf, openDirectCertificates, type DirectCertificates } from './direct-certificates.ts';
import { certificateHash, type SelfSigned } from './self-signed-certificate.ts';

const lookEveryMs = 3_600_000;

export interface DirectPort {
  readonly transport: TransportFactory;
  /** of the certificate in use and of the next */
  readonly hashes: () => readonly string[];
  /** Changes the certificate if it is time; done every hour. */
  readonly look: () => Promise<void>;
  readonly stop: () => void;
}

const forTransport = ({ certificate, key }: SelfSigned) => ({
  privateKey: key,
  pem: certificate,
  certhash: certificateHash(certificate),
});

const renew = (transport: object | undefined, certificate: SelfSigned): void => {
  const emitter: unknown = transport === undefined ? undefined : Reflect.get(transport, 'emitter');
  if (!(emitter instanceof EventTarget)) throw new Error('@libp2p/webrtc has changed: its transport has no emitter');
  emitter.dispatchEvent(new CustomEvent('certificate:renew', { detail: forTransport(certificate) }));
};

/** `folder` is the data folder, `now` ms since 1970. */
export const openDirectPort = async (folder: string, now: () => number): Promise<DirectPort> => {
  let certificates: DirectCertificates = await openDirectCertificates(folder, now());
  let made: object | undefined;
  const make = webRTCDirect({
    certificate: forTransport(certificates.current),
    // the relay is where the packets go: it needs nobody to tell it its address
    rtcConfiguration: { iceServers: [] },
  });
  const look = async (): Promise<void> => {
    const latest = await openDirectCertificates(folder, now());
    if (latest.changeAt === certificates.changeAt) return;
    certificates = latest;
    renew(made, latest.current);
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  timer.unref();
  return {
    transport: (components) => {
      const transport = make(components);
      made = transport;
      return transport;
    },
    hashes: () => hashesOf(certificates),
    look,
    stop: () => {
      clearInterval(timer);
    },
  };
};
