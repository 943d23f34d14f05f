import { describe, expect, it, vi } from 'vitest';
import { type Books, books, booksKey, booksWorkbookKey } from '../../../lambdas/domain/closing/books.ts';
import { type BookedCell, bookedCell } from '../../../lambdas/domain/closing/closing.ts';
import { type Manifest, manifest } from '../../../lambdas/domain/payouts/payout-run.ts';
import type { Period } from '../../../lambdas/domain/period.ts';
import { treasuryReturn } from '../../../lambdas/domain/settlement/treasury-return.ts';
import { reckonBooks } from '../../../lambdas/publish-books/reckon-books.ts';
import { readSheets } from '../../independent-count/sheets.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, MAY } from '../../support/in-memory/people.ts';
import { answered, close, RUN, releasedJune } from './closing-month.ts';

// Laying out a PDF costs more than all the rest of a run; its real bytes are tested in transfer-request.test.ts.
vi.mock('../../../lambdas/formats/papers/pdf.ts', () => ({ pdfBytes: async (paper: object) => JSON.stringify(paper) }));

type Cell = Partial<Record<keyof BookedCell, unknown>>;

/** Payments of Cự Khê through Agribank, 360,000 đồng each, but for what is given. */
function cell(given: Cell): BookedCell {
  return bookedCell.parse({
    run: RUN,
    provider: 'agribank',
    programme: 'BTXH',
    unit: CU_KHE,
    people: 1,
    amount: 360_000,
    fromBalance: 0,
    ...given,
  });
}

/** The manifest that instructed some cells. What it asked of the Treasury is told only where it is given. */
function manifestOf(cells: readonly BookedCell[], requested?: number): Manifest {
  const sum = {
    people: cells.reduce((all, { people }) => all + people, 0),
    amount: cells.reduce((all, { amount }) => all + amount, 0),
  };
  const nothing = { people: 0, amount: 0 };
  return manifest.parse({
    schemaVersion: 1,
    run: RUN,
    period: JUNE,
    cutOffAt: '2023-06-08T01:00:00Z',
    payOn: '2023-06-08',
    referenceVersion: 'v1',
    startedBy: 'can-bo-tinh',
    files: [],
    payable: sum,
    instructed: sum,
    deferred: [],
    byUnit: [{ unit: CU_KHE, payable: sum, instructed: sum, deferred: nothing, lines: [], deferralsKey: '' }],
    byProvider: [{ provider: 'agribank', ...sum }],
    byProgramme: [{ programme: 'BTXH', ...sum }],
    transferRequests:
      requested === undefined
        ? []
        : [
            {
              provider: 'agribank',
              requested: { people: sum.people, amount: requested },
              fromBalance: sum.amount - requested,
              byProgramme: [],
              documents: [],
            },
          ],
    controlTotals: [],
  });
}

const owedForJune = (cells: readonly BookedCell[]) =>
  cells.map(({ state, people, amount }) => ({ period: JUNE, state, people, amount }));

function reckon(cells: readonly BookedCell[], given: Partial<Parameters<typeof reckonBooks>[0]> = {}) {
  return reckonBooks({
    manifests: [manifestOf(cells)],
    cells,
    owedFor: owedForJune(cells),
    earlier: [],
    returns: [],
    ...given,
  });
}

const broken = (made: Pick<Books, 'controlTotals'>) => made.controlTotals.filter(({ holds }) => !holds);

/** The books of a May that left an amount at Agribank, on top of what lay there before. */
function mayThatLeft(amount: number, opening = 0): Books {
  const cells = [cell({ state: 'failed', amount })];
  const made = reckon(cells);
  const balance = made.balance.map((line) => ({ ...line, opening, closing: line.closing + opening }));
  return bookOf(MAY, { ...made, balance });
}

function bookOf(month: Period, made: ReturnType<typeof reckonBooks>): Books {
  return books.parse({
    schemaVersion: 1,
    period: month,
    isClosed: true,
    madeAt: '2023-05-28T02:00:00Z',
    by: 'can-bo-tinh',
    referenceVersion: 'v1',
    kept: [],
    ...made,
  });
}

const voucher = (amount: number) =>
  treasuryReturn.parse({
    period: MAY,
    provider: 'agribank',
    amount,
    returnedOn: '2023-06-02',
    document: 'CT-01',
    by: 'can-bo-tinh',
    at: '2023-06-02T02:00:00Z',
  });

describe('The balance at a provider', () => {
  it('is what was asked for less what was paid and is outstanding', () => {
    const cells = [
      cell({ state: 'paid', people: 5, amount: 1_800_000 }),
      cell({ state: 'failed' }),
      cell({ state: 'unknown' }),
      cell({ state: 'instructed' }),
    ];
    const made = reckon(cells);
    expect(made.balance).toEqual([
      {
        provider: 'agribank',
        opening: 0,
        requested: 2_880_000,
        fromBalance: 0,
        paid: 1_800_000,
        outstanding: 720_000,
        notPaid: 360_000,
        returnedToTreasury: 0,
        closing: 360_000,
        shortfall: 0,
      },
    ]);
    expect(broken(made)).toEqual([]);
  });

  it('goes on from month to month, and pays what is carried over', () => {
    const cells = [cell({ state: 'paid', amount: 720_000, fromBalance: 360_000 })];
    const made = reckon(cells, {
      manifests: [manifestOf(cells, 360_000)],
      earlier: [{ books: mayThatLeft(360_000), returns: [] }],
    });
    expect(made.balance).toMatchObject([{ opening: 360_000, requested: 360_000, paid: 720_000, closing: 0 }]);
    expect(broken(made)).toEqual([]);
  });

  it('begins with what lay there before the oldest books that are looked at', () => {
    const made = reckon([], { earlier: [{ books: mayThatLeft(360_000, 500_000), returns: [] }] });
    expect(made.balance).toMatchObject([{ opening: 860_000, closing: 860_000 }]);
  });

  it('knows what has gone back to the Treasury since a month was closed', () => {
    const made = reckon([], { earlier: [{ books: mayThatLeft(360_000), returns: [voucher(300_000)] }] });
    expect(made.balance).toMatchObject([{ opening: 60_000, closing: 60_000 }]);
  });

  it('breaks a total where more was taken out of it than lay there', () => {
    const cells = [cell({ state: 'paid', amount: 720_000, fromBalance: 360_000 })];
    const made = reckon(cells, { manifests: [manifestOf(cells, 360_000)] });
    expect(broken(made).map(({ name }) => name)).toEqual([
      'agribank: số dư cuối kỳ không âm, trừ phần thiếu do đã nộp trả Kho bạc',
    ]);
  });

  // Found by the simulation (seed 11738): the month could not be closed any more.
  it('lacks what was paid after all when its money had gone back to the Treasury, and says so', () => {
    const cells = [cell({ state: 'paid' }), cell({ state: 'failed' })];
    const sentBack = { ...voucher(720_000), period: JUNE };
    const made = reckon(cells, { returns: [sentBack] });
    expect(made.balance).toMatchObject([{ requested: 720_000, paid: 360_000, closing: -360_000, shortfall: 360_000 }]);
    expect(broken(made)).toEqual([]);
    const july = reckon([], { earlier: [{ books: bookOf(JUNE, made), returns: [sentBack] }] });
    expect(july.balance).toMatchObject([{ opening: -360_000, closing: -360_000, shortfall: 360_000 }]);
    expect(broken(july)).toEqual([]);
  });

  it('takes a manifest made before there were requests for one that asked for all but the balance', () => {
    const cells = [cell({ state: 'paid', amount: 720_000, fromBalance: 360_000 })];
    const made = reckon(cells, { earlier: [{ books: mayThatLeft(360_000), returns: [] }] });
    expect(made.balance).toMatchObject([{ requested: 360_000, closing: 0 }]);
  });

  it('breaks a total where another sum was asked of the Treasury than was needed', () => {
    const cells = [cell({ state: 'paid' })];
    const made = reckon(cells, { manifests: [manifestOf(cells, 300_000)] });
    expect(broken(made).map(({ name }) => name)).toContain(
      'agribank: kinh phí đề nghị + lấy từ số dư = đã chi + chờ kết quả + không chi được',
    );
  });
});

describe('The two sides of the books', () => {
  const cells = [cell({ state: 'paid' }), cell({ state: 'failed' })];

  it('agree', () => {
    expect(broken(reckon(cells))).toEqual([]);
  });

  it.each([
    ['a payment is missing from the table', cells.slice(1)],
    ['a payment stands in the table that no manifest has', [...cells, cell({ state: 'paid' })]],
    ['a payment is of another sum', [cells[0], cell({ state: 'failed', amount: 350_000 })]],
    ['a payment is booked on another unit', [cells[0], cell({ state: 'failed', unit: '10114' })]],
    ['a payment is booked on another programme', [cells[0], cell({ state: 'failed', programme: 'NCC' })]],
    ['a payment is booked on another provider', [cells[0], cell({ state: 'failed', provider: 'vnpost' })]],
  ])('differ where %s', (_, booked) => {
    const others = booked.filter((one) => one !== undefined);
    const made = reckon(others, { manifests: [manifestOf(cells)], owedFor: owedForJune(others) });
    expect(broken(made)).not.toEqual([]);
  });

  it('differ where the months that are owed for do not add up', () => {
    const made = reckon(cells, { owedFor: owedForJune(cells.slice(1)) });
    expect(broken(made).map(({ name }) => name)).toEqual([
      'Cả kỳ: số tiền các trạng thái = cộng theo tháng được hưởng',
    ]);
  });
});

describe('The books as a paper', () => {
  async function printed() {
    const province = await releasedJune();
    await answered(province, AN, 'paid');
    await answered(province, BINH, 'failed', 'AC04');
    await answered(province, CHI, 'paid');
    province.clock.set('2023-06-28T02:00:00Z');
    await close(province);
    const bytes = await province.outbox.bytes(booksWorkbookKey(JUNE));
    const [sheet] = await readSheets('so-chi-tra.xlsx', bytes);
    return { province, bytes, rows: (sheet?.rows ?? []).map((cells) => [...cells]) };
  }

  it('say who closed them, and where three people sign', async () => {
    const texts = (await printed()).rows.flat();
    expect(texts).toContain('Khóa sổ lúc 09 giờ 00 ngày 28/06/2023, người khóa sổ: can-bo-tinh');
    for (const title of ['NGƯỜI LẬP SỔ', 'KẾ TOÁN TRƯỞNG', 'THỦ TRƯỞNG ĐƠN VỊ']) expect(texts).toContain(title);
  });

  it('show each provider with what became of its payments, as the JSON does', async () => {
    const { rows, province } = await printed();
    const made = await province.outbox.json(booksKey(JUNE), books);
    for (const { provider, instructed, became } of made.byProvider) {
      const { data } = await province.references.current();
      const name = data.providers.find(({ id }) => id === provider)?.name ?? '';
      const states = [instructed, became.paid, became.failed, became.returned, became.unknown, became.instructed];
      const line = rows.find((cells) => cells[1] === name);
      expect(line?.slice(2).map(Number)).toEqual(states.flatMap(({ people, amount }) => [people, amount]));
    }
  });

  it('show the balance and every control total', async () => {
    const { rows, province } = await printed();
    const made = await province.outbox.json(booksKey(JUNE), books);
    const totals = rows.filter((cells) => cells.at(-1) === 'Khớp');
    expect(totals).toHaveLength(made.controlTotals.length);
    const [agribank] = rows.filter((cells) => cells[2] === '0' && cells[4] === '720000');
    expect(agribank?.slice(2)).toEqual(
      [0, 720_000, 360_000, 0, 0, 360_000].flatMap((figure) => [String(figure), String(figure)]),
    );
  });

  it('are the same bytes again', async () => {
    expect(Buffer.from((await printed()).bytes).equals(Buffer.from((await printed()).bytes))).toBe(true);
  });
});
