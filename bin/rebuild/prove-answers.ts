import { z } from 'zod';
import type { Period } from '../../lambdas/domain/period.ts';
import { appliedChunk } from '../../lambdas/domain/settlement/settlement.ts';
import { Looking, type Proof, paymentsOf, type ToProve } from './to-prove.ts';

type Answers = Pick<ToProve, 'payments' | 'exceptions' | 'outbox'>;

/** Of a settlement, what it changed and what it left to a person; a refused answer changed nothing. */
export const settled = z.object({
  key: z.string(),
  applied: appliedChunk.shape.applied.default({ paid: 0, failed: 0, returned: 0 }),
  exceptions: z.array(z.object({ id: z.string(), period: z.string() })).default([]),
});

/** What every answer is said to have changed is what payments name it for; what it left to a person is still there. */
export async function proveAnswers(to: Answers, months: readonly Period[]): Promise<Proof[]> {
  const applied = new Looking('Số khoản ghi theo từng tệp kết quả = số khoản mang dấu của tệp đó');
  const left = new Looking('Mỗi ngoại lệ của tệp kết quả còn được lưu');
  const found = new Map<string, number>();
  const open = new Set<string>();
  for (const month of months) {
    for await (const { history } of paymentsOf(to, month)) {
      for (const { state, cause } of history) found.set(`${state} ${cause}`, (found.get(`${state} ${cause}`) ?? 0) + 1);
    }
    for (const { id } of await to.exceptions.ofPeriod(month)) open.add(`${month} ${id}`);
  }
  const said = new Map<string, { count: number; where: string }>();
  for (const key of await to.outbox.keys('settlements/')) {
    const where = key.split('/').slice(1, 3).join('/');
    const answer = await to.outbox.json(key, settled);
    for (const [state, count] of Object.entries(answer.applied)) {
      const name = `${state} ${answer.key}`;
      said.set(name, { where, count: count + (said.get(name)?.count ?? 0) });
    }
    for (const { id, period } of answer.exceptions) left.look(open.has(`${period} ${id}`), where);
  }
  for (const [name, { count, where }] of said) applied.look((found.get(name) ?? 0) === count, where);
  return [applied.told(), left.told()];
}
