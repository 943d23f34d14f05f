/** Lets calls through at an even rate, and none while the other side has asked for quiet. Times are in milliseconds. */
export class CallGate {
  readonly #interval: number;
  #nextTurn = 0;
  #closedUntil = 0;

  constructor(interval: number) {
    this.#interval = interval;
  }

  /** Takes the next turn, and tells when it is. */
  reserve(now: number): number {
    const turn = Math.max(now, this.#nextTurn, this.#closedUntil);
    this.#nextTurn = turn + this.#interval;
    return turn;
  }

  /** Asks for quiet until then; a longer quiet that was asked for before stands. */
  closeUntil(time: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, time);
  }

  isOpen(now: number): boolean {
    return now >= this.#closedUntil;
  }
}
