import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { publicationRef, sliceRef } from '../../lambdas/domain/reports/report-objects.ts';

const half = z.union([z.literal(0), z.literal(1)]);

/** What a process of the bench can be told to do; a slice, a reference and so on are as the state machine passes them. */
export const reportTask = z.discriminatedUnion('task', [
  /** Fills the tables: the sample's district, or a province of so many communes. */
  z.object({ task: z.literal('lay'), people: z.number(), communes: z.number().nullable() }),
  z.object({ task: z.literal('open') }),
  z.object({ task: z.literal('plan') }),
  z.object({ task: z.enum(['count-rolls', 'count-payments', 'render']), slice: sliceRef }),
  z.object({
    task: z.literal('roll-up'),
    ref: publicationRef,
    counted: z.object({ rolls: z.array(sliceRef), payments: z.array(sliceRef) }),
  }),
  z.object({ task: z.literal('manifest'), ref: publicationRef, slices: z.array(sliceRef) }),
  /** The floor, half of it in each process. */
  z.object({ task: z.enum(['read-rolls', 'read-payments', 'write-files']), half }),
  z.object({ task: z.literal('usage') }),
]);
export type ReportTask = z.infer<typeof reportTask>;

const answer = z.union([z.object({ output: z.unknown(), seconds: z.number() }), z.object({ failed: z.string() })]);
const usage = z.object({ cpuSeconds: z.number(), peakMemoryMiB: z.number().positive() });
export type Usage = z.infer<typeof usage>;

const SCRIPT = new URL('./measure-reports.ts', import.meta.url);

/** A process that takes one task after the other, as a warm function does. */
export class ReportProcess {
  readonly #child: ChildProcess;

  constructor(folder: string, publication: string, heap: string) {
    this.#child = fork(SCRIPT, [folder, publication], { execArgv: heap.split(' ') });
  }

  async does(task: ReportTask): Promise<{ output: unknown; seconds: number }> {
    const told = Promise.race([once(this.#child, 'message'), once(this.#child, 'exit')]);
    this.#child.send(task);
    const [message] = await told;
    const done = answer.safeParse(message);
    if (!done.success) throw new Error(`The process of ${task.task} ended: ${message}`);
    if ('failed' in done.data) throw new Error(`${task.task}: ${done.data.failed}`);
    return done.data;
  }

  /** Processor time and the most memory, of all it did so far. */
  async usage(): Promise<Usage> {
    return usage.parse((await this.does({ task: 'usage' })).output);
  }

  end(): void {
    this.#child.disconnect();
  }
}
