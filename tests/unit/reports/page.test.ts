import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { controlSheet } from '../../../lambdas/domain/reports/control-sheet.ts';
import { progressReport } from '../../../lambdas/domain/reports/progress.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { PAGE } from '../../../lambdas/formats/reports/page.ts';
import { pageOf } from '../../../lambdas/formats/reports/page-document.ts';
import type { PageModel } from '../../../lambdas/formats/reports/page-model.ts';
import { communePage, districtPage, emptyPage, line, pageOfCommunes } from '../../support/page-models.ts';
import { CU_KHE, DISTRICT, KIM_BAI, reportedUnit, reportInput, unitFigures } from './progress-sample.ts';

const HOSTILE = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>&amp;';

/** The page as a reader sees it: its text, without tags. */
function textOf(model: PageModel): string {
  return wordsOf(pageOf(model).replace(/<style>.*?<\/style>/s, ''));
}

function wordsOf(markup: string): string {
  return markup
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,;:])/g, '');
}

function section(model: PageModel, id: string): string {
  const found = new RegExp(`<section aria-labelledby="${id}">.*?</section>`, 's').exec(pageOf(model));
  if (found === null) throw new Error(`No section ${id}`);
  return found[0];
}

function withTotal(model: PageModel, total: ReturnType<typeof line>, more: object = {}): PageModel {
  const { progress } = model;
  const targets = progress.targets.map((target) => ({ ...target, total, ...more }));
  return { ...model, progress: progressReport.parse({ ...progress, targets }) };
}

function withControl(model: PageModel, more: object): PageModel {
  return { ...model, control: controlSheet.parse({ ...model.control, ...more }) };
}

describe('what a leader sees first', () => {
  test('names the unit, the month, and the day as of which it was counted', () => {
    const words = textOf(districtPage());
    expect(words).toContain('Huyện Thanh Oai');
    expect(words).toContain('Tháng 6 năm 2023');
    expect(words).toContain('Số liệu đến ngày 14/06/2023');
  });

  test('1.380 of 2.301 is 59,97%, whatever a plan printed, and 921 people are missing', () => {
    const words = wordsOf(section(withTotal(communePage(), line(2301, 1380)), 'summary'));
    expect(words).toContain('Đạt 59,97%, còn 921 người chưa chi trả qua tài khoản.');
    expect(words).toContain('Mục tiêu 100%: còn thiếu 921 người.');
  });

  test('a target below 100% asks for fewer people than are unpaid', () => {
    const words = wordsOf(section(withTotal(communePage(), line(498, 211), { target: 0.5 }), 'summary'));
    expect(words).toContain('Đạt 42,37%, còn 287 người chưa chi trả qua tài khoản.');
    expect(words).toContain('Mục tiêu 50%: còn thiếu 38 người.');
  });

  test('says what changed since the last report, and that another month began at zero', () => {
    expect(wordsOf(section(districtPage(), 'summary'))).toContain(
      'Tỷ lệ tăng 2,31 điểm phần trăm, số người đã chi trả qua tài khoản tăng 53 người so với báo cáo ngày 31/05/2023 của tháng 05/2023.',
    );
  });

  test('says a fall, and no change, in words', () => {
    const since = { asOf: '2023-06-07', period: '2023-06', people: 0, withAccount: 0, paidByAccount: 0, share: -0.012 };
    expect(wordsOf(section(withTotal(districtPage(), line(100, 50), { since }), 'summary'))).toContain(
      'Tỷ lệ giảm 1,20 điểm phần trăm, số người đã chi trả qua tài khoản không đổi so với báo cáo ngày 07/06/2023.',
    );
  });

  test('a yearly report says that it counts since 1 January', () => {
    const model = communePage();
    const yearly = { ...model, progress: progressReport.parse({ ...model.progress, occasion: 'yearly' }) };
    expect(wordsOf(section(yearly, 'summary'))).toMatch(/chưa chi trả qua tài khoản từ đầu năm/);
  });

  test('shows the distinct people beside the sums of programmes', () => {
    expect(wordsOf(section(districtPage(), 'summary'))).toContain('mỗi người tính một lần: 11.931');
  });

  test('a target that is reached is said to be reached', () => {
    expect(wordsOf(section(withTotal(communePage(), line(80, 80)), 'summary'))).toContain('Mục tiêu 100%: đã đạt.');
  });
});

describe('units below', () => {
  test('the worst stands first, in the chart and in the table', () => {
    const target = section(districtPage(), 'target-2');
    const names = [...target.matchAll(/<th scope="row"><a href="..\/(\d+)\/index.html">/g)].map(([, code]) => code);
    const { byUnit = [] } = districtPage().progress.targets[1] ?? {};
    const shares = names.map((code) => byUnit.find(({ unit }) => unit === code)?.share ?? -1);
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    expect(shares).toHaveLength(20);
    expect(target.indexOf('Xã Thanh Văn</text>')).toBeLessThan(target.indexOf('Xã Mỹ Hưng</text>'));
  });

  test('a unit without a list stands last, in words, without a link to a page that is not there', () => {
    const target = section(districtPage(), 'target-2');
    expect(target).toContain('Xã Kim An (chưa có danh sách)');
    expect(pageOf(districtPage())).not.toContain('../10156/index.html');
  });

  test('a commune shows its villages, also rows without one', () => {
    const words = wordsOf(section(communePage(), 'target-2'));
    expect(words).toContain('Khúc Thủy');
    expect(words).toContain('(không ghi thôn)');
  });

  test('lists that a district sent itself stand beside its communes', () => {
    const model = withTotal(districtPage(), line(13_000, 9000), { ownLists: line(1038, 555) });
    expect(wordsOf(section(model, 'target-2'))).toContain('Danh sách của chính đơn vị 53,47%');
  });

  test('no chart has more bars than one page takes, and none is left out', () => {
    const target = section(pageOfCommunes(166), 'target-2');
    const charts = [...target.matchAll(/<svg class="chart".*?<\/svg>/gs)].map(([svg]) => svg);
    const bars = charts.map((svg) => [...svg.matchAll(/>Xã số \d+<\/text>/g)].length).filter((count) => count > 0);
    expect(bars.reduce((sum, count) => sum + count, 0)).toBe(166);
    expect(Math.max(...bars)).toBeLessThanOrEqual(36);
    expect(target).toContain('Theo đơn vị trực thuộc (phần 5/5)');
  });

  test('villages that differ in their last word only can be told apart in the chart', () => {
    const byVillage = ['A', 'B'].map((last, index) => ({
      village: `Tổ dân phố số 1 phường Thanh Hà ${last}`,
      ...line(100, 40 + index),
    }));
    const target = section(withTotal(communePage(), line(200, 81), { byVillage }), 'target-2');
    expect(target).toContain('>Tổ dân phố s…Thanh Hà A</text>');
    expect(target).toContain('>Tổ dân phố s…Thanh Hà B</text>');
  });

  test('units of one name are two bars', () => {
    const byUnit = ['10114', '10120'].map((unit, index) => ({
      unit,
      name: 'Xã Tân Thành',
      level: 'commune',
      hasRoll: true,
      ...line(100, 40 + index),
    }));
    const target = section(withTotal(districtPage(), line(200, 81), { byUnit }), 'target-2');
    expect(target.match(/>Xã Tân Thành<\/text>/g)).toHaveLength(2);
  });
});

describe('what stands behind the figures', () => {
  test('who has not sent comes first, then who sent late, with the hour in Viet Nam', () => {
    const lateness = wordsOf(section(districtPage(), 'lateness'));
    expect(lateness).toContain('hết ngày 04/06/2023. 17 đơn vị gửi đúng hạn, 2 đơn vị gửi trễ, 2 đơn vị chưa gửi.');
    expect(lateness).toMatch(/Chưa gửi; dùng danh sách tháng trước .* Gửi trễ 09 giờ 41 ngày 06\/06\/2023 .* Đúng hạn/);
  });

  test('exceptions are said in words, not in codes', () => {
    const exceptions = wordsOf(section(districtPage(), 'exceptions'));
    expect(exceptions).toContain('16 khoản chi đang chờ');
    expect(exceptions).toContain('Quá hạn mà chưa có kết quả');
    expect(exceptions).not.toContain('no-answer');
  });

  test('quality says how much is held and why, and a code that no catalogue knows stands for itself', () => {
    const model = withControl(communePage(), {
      quality: [
        {
          unit: '10120',
          name: 'Xã Cự Khê',
          rows: 200,
          held: { rows: 5, amount: 2_500_000 },
          notes: [
            { code: 'id-zeros-restored', severity: 'warning', field: 'personalId', rows: 31 },
            { code: 'id-missing', severity: 'error', field: 'personalId', rows: 4 },
            { code: 'of-tomorrow', severity: 'error', field: 'row', rows: 1 },
          ],
        },
      ],
    });
    const quality = wordsOf(section(model, 'quality'));
    expect(quality).toContain('5 trong 200 dòng (2,50%) đang bị tạm giữ; 31 chỗ đã được hệ thống sửa hoặc lưu ý.');
    expect(quality).toContain('Đã thêm số 0 ở đầu bị Excel làm mất. Đã sửa hoặc lưu ý 31');
    expect(quality).toContain('Of-tomorrow');
  });

  test('duplicates say how many đồng were not paid twice', () => {
    expect(wordsOf(section(districtPage(), 'duplicates'))).toContain(
      'Phát hiện 18 dòng trùng; 6.480.000 đồng không bị chi hai lần.',
    );
  });

  test('control totals that all hold are said to hold', () => {
    expect(wordsOf(section(districtPage(), 'summary'))).toContain('Tất cả 2 phép đối chiếu đều khớp.');
  });

  test('a control total that does not hold is said at the top, and stands first in its table', () => {
    const holds = { name: 'Khớp hết', left: 5, right: 5, holds: true, from: 'a' };
    const broken = { name: 'Số tiền đã chi', left: 100, right: 90, holds: false, from: 'b' };
    const model = withControl(districtPage(), { controlTotals: [holds, broken] });
    expect(wordsOf(section(model, 'summary'))).toContain('Cần xem. 1 trong 2 phép đối chiếu KHÔNG khớp');
    expect(wordsOf(section(model, 'control-totals'))).toMatch(/Số tiền đã chi b 100 90 Lệch 10 .*Khớp hết/);
  });
});

describe('a month of which little is known', () => {
  test('says so in words, without an empty chart or a figure that is none', () => {
    const page = pageOf(emptyPage());
    expect(page).not.toContain('<svg');
    expect(page).not.toContain('<tbody>\n</tbody>');
    expect(textOf(emptyPage())).not.toMatch(/NaN|undefined|Infinity|null|-\d/);
    const words = textOf(emptyPage());
    expect(words).toContain('Chưa có ai trong danh sách của kỳ này nên chưa tính được tỷ lệ.');
    expect(words).toContain('Chưa có khoản nào của kỳ này được chi.');
    expect(words).toContain('Chưa có số liệu của tháng trước để vẽ tiến độ.');
    expect(words).toContain('Hạn gửi danh sách: hết ngày 04/06/2023. Đơn vị: chưa gửi.');
    expect(words).toContain('Chưa có báo cáo cùng loại trước đó để so sánh.');
  });

  test('a target of zero is pointed out instead of being called reached', () => {
    const words = wordsOf(section(withTotal(communePage(), line(10, 0), { target: 0 }), 'summary'));
    expect(words).toContain('Mục tiêu 0%: hãy kiểm tra lại mục tiêu đã cấu hình.');
    expect(words).not.toContain('đã đạt');
  });

  test('a month without people leaves a gap in the line', () => {
    const model = communePage();
    const history = model.progress.history.map((month, index) =>
      index === 5 ? { ...month, totals: month.totals.map(({ name }) => ({ name, ...line(0, 0) })) } : month,
    );
    const target = section({ ...model, progress: progressReport.parse({ ...model.progress, history }) }, 'target-2');
    expect(target.match(/aria-label="line"><path d="(M[^"]*M[^"]*)"/)?.[1]).not.toContain('NaN');
    expect(target.match(/<circle /g)).toHaveLength(12);
  });

  test('more people paid than stand on the roll is neither hidden nor negative', () => {
    const words = wordsOf(section(withTotal(communePage(), line(10, 12)), 'summary'));
    expect(words).toContain('Đạt 120,00%, mọi người đã được chi trả qua tài khoản.');
  });

  test('the page of the top unit leads to no unit above', () => {
    expect(pageOf(emptyPage())).not.toContain('../');
    expect(pageOf(districtPage())).toContain('<a href="../01/index.html">');
  });
});

describe('the file', () => {
  test('asks nothing of any other place and runs nothing', () => {
    const page = pageOf(districtPage());
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    );
    expect(page).not.toMatch(/<script|<iframe|<img|@import|url\(|https?:|\son\w+=/i);
    expect([...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, to]) => to ?? '').filter((to) => !isOwn(to))).toEqual(
      [],
    );
  });

  test('the same figures give the same bytes', () => {
    expect(pageOf(districtPage())).toBe(pageOf(districtPage()));
  });

  test('every id stands once, and everything that points to one finds it', () => {
    const page = pageOf(pageOfCommunes(80));
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const asked = [...page.matchAll(/(?:href="#|aria-labelledby=")([^"]+)"/g)].flatMap(([, names]) =>
      names?.split(' '),
    );
    expect(asked.filter((name) => !ids.includes(name))).toEqual([]);
  });

  test('every chart says what it shows, and its figures stand in a table beside it', () => {
    const { document } = parseHTML(pageOf(districtPage()));
    const charts = [...document.querySelectorAll('svg')];
    expect(charts).toHaveLength(6);
    for (const chart of charts) {
      expect(chart.querySelector('title')?.textContent).not.toBe('');
      expect(chart.querySelector('desc')?.textContent).toMatch(/\d/);
      expect(chart.closest('.pair')?.querySelector('table tbody tr')).not.toBeNull();
    }
  });

  test('leads to every file of the unit', () => {
    const page = pageOf(communePage());
    for (const file of ['form-1.pdf', 'form-1.xlsx', 'form-2.pdf', 'form-2.xlsx', 'progress.xlsx', 'progress.pdf']) {
      expect(page).toContain(`<a href="${file}">`);
    }
    expect(page).toContain('<a href="control.xlsx">');
    expect(page).toContain('<a href="figures.csv">');
  });

  test('names from the data never become markup', () => {
    const model = districtPage();
    const progress = progressReport.parse({
      ...model.progress,
      unitName: HOSTILE,
      targets: model.progress.targets.map((target) => ({
        ...target,
        name: HOSTILE,
        byUnit: target.byUnit.map((one) => ({ ...one, name: HOSTILE })),
        byVillage: [{ village: HOSTILE, ...line(3, 1) }],
        byProgramme: target.byProgramme.map((one) => ({ ...one, name: HOSTILE })),
        byProvider: target.byProvider.map((one) => ({ ...one, name: HOSTILE })),
      })),
    });
    const { controlTotals, lateness, quality } = model.control;
    const control = controlSheet.parse({
      ...model.control,
      controlTotals: controlTotals.map((total) => ({ ...total, name: HOSTILE, from: HOSTILE })),
      lateness: lateness.map((one) => ({ ...one, name: HOSTILE })),
      quality: quality.map((one) => ({
        ...one,
        name: HOSTILE,
        notes: [{ code: HOSTILE, severity: 'error', field: 'row', rows: 1 }],
      })),
    });
    const page = pageOf({ ...model, progress, control, above: { code: unitCode.parse('01'), name: HOSTILE } });
    const { document } = parseHTML(page);
    expect(page).not.toMatch(/<script|<img/);
    expect(document.querySelectorAll('script, img, [onerror]')).toHaveLength(0);
    expect(document.querySelector('h1')?.textContent).toBe(HOSTILE);
  });

  test('a name of 10,000 characters is cut, and letters that turn the text around are left out', () => {
    const model = communePage();
    const long = progressReport.parse({ ...model.progress, unitName: `Xã \u202E${'Dài '.repeat(2500)}` });
    const page = pageOf({ ...model, progress: long });
    const name = parseHTML(page).document.querySelector('h1')?.textContent ?? '';
    expect(name).toMatch(/^Xã Dài Dài .*…$/);
    expect(name.length).toBeLessThanOrEqual(120);
    expect(page.length - pageOf(model).length).toBeLessThan(1000);
  });
});

test('the report of a unit is one page, made of its figures, with links to the units below that have some', async () => {
  const kimBai = reportedUnit(KIM_BAI, unitFigures(KIM_BAI, { people: 2301, paid: 1380, dong: 690_000_000 }));
  const cuKhe = reportedUnit(CU_KHE, undefined);
  const own = { code: DISTRICT, figures: unitFigures(DISTRICT, { people: 2301, paid: 1380, dong: 690_000_000 }) };
  const [file, ...others] = await PAGE(reportInput(own, [kimBai, cuKhe]));
  const page = new TextDecoder().decode(file?.body);
  expect(others).toEqual([]);
  expect(file).toMatchObject({ file: 'index.html', contentType: 'text/html; charset=utf-8' });
  expect(page).toContain('Đạt 59,97%, còn 921 người chưa chi trả qua tài khoản.');
  expect(page).toContain('<a href="../10114/index.html">');
  expect(page).not.toContain('../10120/index.html');
  expect(wordsOf(page)).toContain('0 đơn vị gửi đúng hạn, 0 đơn vị gửi trễ, 2 đơn vị chưa gửi.');
});

/** Within the page, beside it, or in the folder of another unit. */
function isOwn(to: string): boolean {
  return to === 'data:,' || /^(?:#[\w-]+|[\w-]+\.(?:pdf|xlsx|json|csv)|\.\.\/\d+\/index\.html)$/.test(to);
}
