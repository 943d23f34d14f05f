import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { PaymentsTable } from '../adapters/payments-table.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { formatDong } from '../domain/money.ts';
import { treasuryReturn } from '../domain/settlement/treasury-return.ts';
import { defineApiHandler } from '../runtime/define-api-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { type RecordedReturn, recordTreasuryReturn } from './record-treasury-return.ts';

const env = readEnvironment(environment);
const store = new Store();
const ports = {
  outbox: new Bucket(env.OUTBOX_BUCKET),
  payments: new PaymentsTable(store, env.PAYMENTS_TABLE),
  runs: new RunsTable(store, env.RUNS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? new Bucket(env.REFERENCE_BUCKET) : undefined),
};

export const handler = defineApiHandler(
  'record-treasury-return',
  'officers',
  env,
  treasuryReturn.omit({ by: true, at: true }).extend({
    amount: treasuryReturn.shape.amount.refine((amount) => amount > 0, 'Số tiền nộp trả phải lớn hơn 0.'),
    document: treasuryReturn.shape.document.trim(),
  }),
  async ({ caller, body }) => {
    const done = await recordTreasuryReturn(ports, { ...body, by: caller.name });
    return 'recorded' in done
      ? { status: 200, body: { ...done.recorded, keptNow: done.keptNow } }
      : { status: 409, body: { error: done.refused, message: messageOf(done) } };
  },
);

function messageOf(refusal: Exclude<RecordedReturn, { readonly recorded: unknown }>): string {
  switch (refusal.refused) {
    case 'not-closed':
      return 'Kỳ này chưa khóa sổ nên chưa biết còn lại bao nhiêu. Hãy khóa sổ kỳ trước (ansinh close).';
    case 'in-the-future':
      return 'Ngày nộp trả chưa đến. Hãy kiểm tra lại ngày trên chứng từ.';
    case 'voucher-taken':
      return 'Số chứng từ này đã được ghi với số tiền hoặc ngày khác. Hãy kiểm tra lại chứng từ.';
    case 'run-open':
      return `Đợt ${refusal.open} có thể còn chi từ số tiền này. Hãy chờ đợt đó chuyển tệp xong hoặc bị từ chối rồi ghi lại.`;
    case 'not-enough':
      return `Số tiền của kỳ này còn tại tổ chức chi trả chỉ là ${formatDong(Math.max(refusal.kept, 0))} đồng. Hãy kiểm tra lại kỳ, tổ chức chi trả và số tiền.`;
  }
}
