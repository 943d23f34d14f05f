import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { runId } from '../../../lambdas/domain/payouts/payment.ts';
import type { TransferRequest } from '../../../lambdas/domain/payouts/payout-run.ts';
import {
  builtFilesKey,
  builtRequest,
  cutOffKey,
  draftedUnitKey,
  transferRequestKey,
} from '../../../lambdas/domain/payouts/run-objects.ts';
import { day } from '../../../lambdas/domain/period.ts';
import { type ProviderId, providerId } from '../../../lambdas/domain/reference-data.ts';
import { writeTransferRequest } from '../../../lambdas/write-transfer-request/write-transfer-request.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { CU_KHE, JUNE, KIM_BAI } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';
import { textOfPdf } from '../../support/pdf-text.ts';
import { openWorkbook, rowsOf } from '../provider-files/independent-readers.ts';

const RUN = runId.parse('2023-06-regular-1');
const VNPOST = providerId.parse('vnpost');
const AGRIBANK = providerId.parse('agribank');
const HASH = 'ab'.repeat(32);

interface Part {
  readonly programme: string;
  readonly people: number;
  readonly amount: number;
  readonly fromBalance: number;
}

/** A run in which two units pay through the post office, as drafting and building leave it. */
async function built(parts: readonly [Part[], Part[]] = PARTS, provider: ProviderId = VNPOST): Promise<Province> {
  const province = new Province();
  await province.work.pack(cutOffKey(RUN), {
    run: RUN,
    period: JUNE,
    cutOffAt: '2023-06-07T17:00:00.000Z',
    payOn: '2023-06-08',
    referenceVersion: 'v1',
    rolls: [CU_KHE, KIM_BAI].map((unit) => ({ unit, revision: '20230602T030000Z-aaaaaaaa' })),
  });
  for (const [index, unit] of [CU_KHE, KIM_BAI].entries()) {
    const byProgramme = parts[index] ?? [];
    const total = {
      people: byProgramme.reduce((sum, { people }) => sum + people, 0),
      amount: byProgramme.reduce((sum, { amount }) => sum + amount, 0),
    };
    await province.work.pack(draftedUnitKey(RUN, unit), {
      unit,
      payable: total,
      instructed: total,
      deferred: [],
      byProvider: byProgramme.length === 0 ? [] : [{ provider, ...total, linesKey: 'lines', byProgramme }],
      byProgramme: byProgramme.map(({ fromBalance: _, ...sum }) => sum),
      deferralsKey: 'deferrals',
    });
  }
  const all = parts.flat();
  const file = {
    provider,
    key: `runs/${RUN}/files/${provider}/${RUN}.${provider}.001.xlsx`,
    count: all.reduce((sum, { people }) => sum + people, 0),
    controlSum: all.reduce((sum, { amount }) => sum + amount, 0),
    sha256: HASH,
  };
  await province.work.pack(builtFilesKey(RUN, provider), { files: all.length === 0 ? [] : [file] });
  return province;
}

const PARTS: readonly [Part[], Part[]] = [
  [
    { programme: 'NCC', people: 1, amount: 1_624_000, fromBalance: 0 },
    { programme: 'BTXH', people: 2, amount: 720_000, fromBalance: 360_000 },
  ],
  [{ programme: 'BTXH', people: 1, amount: 540_000, fromBalance: 540_000 }],
];

async function requestOf(province: Province, provider: ProviderId = VNPOST): Promise<TransferRequest> {
  await writeTransferRequest(province, { run: RUN, provider });
  const { request } = await province.work.unpack(transferRequestKey(RUN, provider), builtRequest);
  if (!request) throw new Error('There is no request');
  return request;
}

async function papersOf(province: Province, { documents }: TransferRequest) {
  const [sheet = new Uint8Array(), pdf = new Uint8Array()] = await Promise.all(
    documents.map(({ key }) => province.work.bytes(key)),
  );
  return { sheet, pdf };
}

/** Every text and number of the one sheet, row by row, without the empty cells and those merged into another. */
async function cellsOf(sheet: Uint8Array): Promise<unknown[][]> {
  const { worksheets } = await openWorkbook(sheet);
  return rowsOf(worksheets[0]).map((row) =>
    row.filter((cell, index) => cell !== null && cell !== undefined && cell !== '' && cell !== row[index - 1]),
  );
}

describe('What the Treasury is asked for', () => {
  it('is what the files pay less what is at the provider already, by programme and together', async () => {
    const request = await requestOf(await built());
    expect(request).toMatchObject({
      provider: 'vnpost',
      requested: { people: 4, amount: 1_984_000 },
      fromBalance: 900_000,
      byProgramme: [
        { programme: 'BTXH', people: 3, amount: 1_260_000, fromBalance: 900_000 },
        { programme: 'NCC', people: 1, amount: 1_624_000, fromBalance: 0 },
      ],
    });
  });

  it('is nothing, and makes no paper, where the provider pays nobody', async () => {
    const province = await built([[], []]);
    expect(await writeTransferRequest(province, { run: RUN, provider: VNPOST })).toEqual({ people: 0, documents: 0 });
    expect(province.work.keys().filter((key) => /funding.*\.(xlsx|pdf)$/.test(key))).toEqual([]);
  });

  it('is no đồng, on a paper that says so, where all of it is there already', async () => {
    const province = await built([[{ programme: 'BTXH', people: 1, amount: 360_000, fromBalance: 360_000 }], []]);
    const request = await requestOf(province);
    expect(request.requested).toEqual({ people: 1, amount: 0 });
    const { pdf } = await papersOf(province, request);
    expect(textOfPdf(pdf)).toContain('Số tiền đề nghị chuyển: 0 đồng.Bằng chữ: Không đồng.');
  });

  it('is decided once: a repeat leaves what stands, whatever has been made of the files since', async () => {
    const province = await built();
    const first = await requestOf(province);
    await province.work.pack(builtFilesKey(RUN, VNPOST), { files: [] });
    expect(await requestOf(province)).toEqual(first);
  });

  it.each(['before', 'after'] as const)('is the same after a crash %s any of its writes', async (when) => {
    const whole = await requestOf(await built());
    for (const [method, at] of [
      ['put', 1],
      ['put', 2],
      ['packFirst', 1],
    ] as const) {
      const province = await built();
      const ports = { ...province, work: crashingOnce(province.work, method, when, at) };
      await expect(writeTransferRequest(ports, { run: RUN, provider: VNPOST })).rejects.toThrow(Crash);
      expect(await requestOf(province)).toEqual(whole);
    }
  });
});

describe('The papers of a request', () => {
  it('are the same bytes for the same run, and lie under their hash', async () => {
    const [one, other] = [await built(), await built()];
    const [first, second] = [await requestOf(one), await requestOf(other)];
    expect(second).toEqual(first);
    for (const { key, sha256 } of first.documents) {
      const bytes = await one.work.bytes(key);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      expect(await other.work.bytes(key)).toEqual(bytes);
      expect(key).toContain(sha256);
    }
  });

  it('say on the sheet the sums by programme, the sum in words, the account and the files', async () => {
    const province = await built();
    const cells = await cellsOf((await papersOf(province, await requestOf(province))).sheet);
    expect(cells).toContainEqual([1, 'Trợ cấp bảo trợ xã hội hằng tháng', 3, 1_260_000, 900_000, 360_000]);
    expect(cells).toContainEqual(['Tổng cộng', 4, 2_884_000, 900_000, 1_984_000]);
    expect(cells).toContainEqual(['Số tiền đề nghị chuyển: 1.984.000 đồng.']);
    expect(cells).toContainEqual(['Bằng chữ: Một triệu chín trăm tám mươi bốn nghìn đồng.']);
    expect(cells).toContainEqual(['Tài khoản nhận: 2206201000026; mã ngân hàng (BIN): 970405.']);
    expect(cells).toContainEqual([1, `${RUN}.vnpost.001.xlsx`, 4, 2_884_000, HASH]);
  });

  it('say the same in the PDF, with tone marks, and with room to number, date and sign it', async () => {
    const province = await built();
    const text = textOfPdf((await papersOf(province, await requestOf(province))).pdf);
    for (const said of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Số: ……………/……………',
      'ngày …… tháng …… năm ………',
      'ĐỀ NGHỊ CHUYỂN KINH PHÍ CHI TRẢ AN SINH XÃ HỘI',
      'Tháng 6 năm 2023 - Đợt chi trả: 2023-06-regular-1',
      'Kính gửi: Kho bạc Nhà nước',
      'ngày chi trả: 08/06/2023.',
      'Tài khoản nhận: 2206201000026; mã ngân hàng (BIN): 970405.',
      'Số tiền đề nghị chuyển: 1.984.000 đồng.',
      'Bằng chữ: Một triệu chín trăm tám mươi bốn nghìn đồng.',
      '1Trợ cấp bảo trợ xã hội hằng tháng31.260.000900.000360.000',
      'Tổng cộng42.884.000900.0001.984.000',
      `1${RUN}.vnpost.001.xlsx42.884.000${'ab'.repeat(8)} ${'ab'.repeat(8)}`,
      'NGƯỜI LẬP(Ký, họ tên)KẾ TOÁN TRƯỞNG(Ký, họ tên)THỦ TRƯỞNG ĐƠN VỊ(Ký, họ tên, đóng dấu)',
      'Trang 1/1',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).not.toContain('\uFFFD');
  });

  it('name the day on which the provider is asked to pay', async () => {
    const province = await built(PARTS, AGRIBANK);
    const { data } = await province.references.current();
    province.references.publish('v1', {
      ...data,
      calendar: { ...data.calendar, holidays: [...data.calendar.holidays, day.parse('2023-06-08')] },
    });
    const text = textOfPdf((await papersOf(province, await requestOf(province, AGRIBANK))).pdf);
    expect(text).toContain('ngày chi trả: 09/06/2023.');
  });
});
