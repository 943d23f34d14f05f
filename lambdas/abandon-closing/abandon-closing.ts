import { type ClosingRef, closingBegun, closingBegunKey } from '../domain/closing/closing.ts';
import { isOwnClosing } from '../domain/closing/period-record.ts';
import { formatPeriod } from '../domain/period.ts';
import type { Message, Objects, Runs } from '../domain/ports.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpackIfThere'>;
  readonly runs: Pick<Runs, 'period' | 'movePeriod'>;
}

const WHY = 'hệ thống gặp lỗi khi lập sổ; hãy báo quản trị hệ thống rồi khóa sổ lại';

/**
 * Opens a period again whose closing failed, so that lists, runs and results are taken as before. One that is closed, or
 * that another closing has taken over, stays as it is.
 */
export async function abandonClosing(
  { work, runs }: Ports,
  ref: ClosingRef,
): Promise<{ reopened: boolean; message: Message }> {
  const begun = await work.unpackIfThere(closingBegunKey(ref), closingBegun);
  const record = begun && (await runs.period(begun.period));
  let reopened = false;
  if (begun && record && isOwnClosing(record, begun)) {
    const step = { what: 'not-closed', by: begun.by, at: begun.at, reason: WHY } as const;
    reopened = await runs.movePeriod(begun.period, ['closing'], 'open', step, undefined, record.steps.length);
  }
  const month = begun ? `kỳ ${formatPeriod(begun.period)}` : 'kỳ chi trả';
  return {
    reopened,
    message: {
      subject: `ansinh: the books could not be made${begun ? ` for ${begun.period}` : ''}`,
      body:
        `Chưa lập được sổ, danh sách chưa chi trả của ${month} do lỗi hệ thống (công việc ${ref.closing}). Số liệu đã ` +
        `có vẫn nguyên${reopened ? ', kỳ vẫn mở' : ''}. Hãy báo quản trị hệ thống, rồi lập lại.`,
    },
  };
}
