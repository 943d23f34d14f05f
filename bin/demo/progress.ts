/** Shows how far a long piece of work is, on a terminal only, and keeps how long each phase took. */
export class Progress {
  readonly phases: { name: string; seconds: number }[] = [];
  readonly #terminal = process.stderr.isTTY;

  /** Runs one phase; `work` tells how many of `total` steps are done. */
  async phase<Result>(
    name: string,
    total: number,
    work: (step: (done: number) => void) => Promise<Result>,
  ): Promise<Result> {
    const started = performance.now();
    if (!this.#terminal) process.stderr.write(`${name} …\n`);
    const draw = (done: number) => this.#draw(name, Math.min(done, total), total, started);
    draw(0);
    const timer = this.#terminal ? setInterval(() => draw(last), 250) : undefined;
    let last = 0;
    let mark = '✗';
    try {
      const result = await work((done) => {
        last = done;
        draw(done);
      });
      mark = '✓';
      return result;
    } finally {
      clearInterval(timer);
      const seconds = secondsSince(started);
      this.phases.push({ name, seconds });
      process.stderr.write(`${this.#terminal ? '\r\x1b[K' : ''}  ${mark} ${name} (${seconds.toFixed(1)} s)\n`);
    }
  }

  #draw(name: string, done: number, total: number, started: number): void {
    if (!this.#terminal) return;
    const filled = Math.round((done / total) * 24);
    const bar = '█'.repeat(filled) + '░'.repeat(24 - filled);
    process.stderr.write(`\r\x1b[K  ${bar} ${done}/${total}  ${name}  ${secondsSince(started).toFixed(0)} s`);
  }
}

/** Seconds since a reading of `performance.now()`, to a tenth. */
export function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 100) / 10;
}
