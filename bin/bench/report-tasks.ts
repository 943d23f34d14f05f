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
  z.object({ task: z.literal('memory') }),
]);
export type ReportTask = z.infer<typeof reportTask>;

/** What a task gave, and what it took by the clock and of the processor, all threads of the process together. */
const done = z.object({ output: z.unknown(), seconds: z.number(), cpuSeconds: z.number() });
export type Done = z.infer<typeof done>;
const answer = z.union([done, z.object({ failed: z.string() })]);

const SCRIPT = new URL('./measure-reports.ts', import.meta.url);

/** A process that takes one task after the other, as a warm function does. */
export class ReportProcess {
  readonly #child: ChildProcess;

  constructor(folder: string, publication: string, heap: string) {
    this.#child = fork(SCRIPT, [folder, publication], { execArgv: heap.split(' ') });
  }

  async does(task: ReportTask): Promise<Done> {
    const ending = new AbortController();
    const { signal } = ending;
    const told = Promise.race([once(this.#child, 'message', { signal }), once(this.#child, 'exit', { signal })]);
    this.#child.send(task);
    const [message] = await told.finally(() => ending.abort());
    const said = answer.safeParse(message);
    if (!said.success) throw new Error(`The process of ${task.task} ended: ${message}`);
    if ('failed' in said.data) throw new Error(`${task.task}: ${said.data.failed}`);
    return said.data;
  }

  /** The most memory that it held so far. Whoever asks also waits until it has loaded its code. */
  async peakMemoryMiB(): Promise<number> {
    return z.number().parse((await this.does({ task: 'memory' })).output);
  }

  end(): void {
    this.#child.disconnect();
  }
}
