import type { Witness } from '../asl/interpreter.ts';

/** The most that was seen of what Step Functions has limits for, and where. */
export interface Seen {
  readonly most: number;
  readonly where: string;
}

/** Keeps the largest payload, the longest history and the widest map of everything that machines carry out. */
export class Limits implements Witness {
  payloads: Seen = { most: 0, where: '' };
  histories: Seen = { most: 0, where: '' };
  maps: Seen = { most: 0, where: '' };

  payload(state: string, bytes: number): void {
    if (bytes > this.payloads.most) this.payloads = { most: bytes, where: state };
  }

  history(of: string, events: number): void {
    if (events > this.histories.most) this.histories = { most: events, where: of };
  }

  children(state: string, count: number): void {
    if (count > this.maps.most) this.maps = { most: count, where: state };
  }
}
