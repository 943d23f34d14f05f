import type { Random } from '../../../samples/random.ts';

/** What may go wrong, and how often at most: the share of occasions. */
const WORST = {
  'crash before a write': 0.03,
  'crash after a write': 0.03,
  'crash while reading': 0.01,
  'time-out': 0.01,
  'answer lost': 0.06,
  'repeated invocation': 0.06,
  throttled: 0.02,
  'left unprocessed': 0.15,
  'short pages': 0.5,
  'slow request': 0.05,
  'cold start': 0.1,
  'event delayed': 0.4,
  'event duplicated': 0.3,
  'notification failed': 0.05,
  'registry failed': 0.2,
  'registry throttled': 0.2,
  'registry partial': 0.2,
  'registry slow': 0.1,
  'registry down': 0.5,
  'execution started again': 0.15,
} as const;

export type FaultKind = keyof typeof WORST;

/** Most seeds have a few kinds of fault, one in twelve has none at all. */
export class Faults {
  readonly injected = new Map<FaultKind, number>();
  readonly #random: Random;
  readonly #shares = new Map<FaultKind, number>();
  #isCalm = false;

  constructor(random: Random) {
    this.#random = random;
    const isQuiet = random.chance(1 / 12);
    for (const [kind, worst] of kinds()) {
      const share = random.chance(0.5) ? worst * random.fraction() ** 2 : 0;
      this.#shares.set(kind, isQuiet ? 0 : share);
    }
  }

  /** Decides, by the seed, whether it happens now, and counts it if it does. */
  happens(kind: FaultKind): boolean {
    const share = this.#shares.get(kind) ?? 0;
    if (this.#isCalm || share === 0 || !this.#random.chance(share)) return false;
    this.injected.set(kind, (this.injected.get(kind) ?? 0) + 1);
    return true;
  }

  /** From now on nothing goes wrong: what has failed can be repaired. */
  calm(): void {
    this.#isCalm = true;
  }

  /** Ends the calm. */
  resume(): void {
    this.#isCalm = false;
  }
}

function kinds(): [FaultKind, number][] {
  const all: [FaultKind, number][] = [];
  for (const kind of Object.keys(WORST)) if (isKind(kind)) all.push([kind, WORST[kind]]);
  return all;
}

function isKind(kind: string): kind is FaultKind {
  return kind in WORST;
}
