import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TruthRow } from '../../samples/sample-month.ts';
import { sampleMonth } from '../../samples/samples.ts';
import { joinCloud, landAndWait, onDay, receiptOf } from '../support/local-month.ts';

/*
 * The commune's plan of 2026 prints 1.380/2301 = 60,15%. It is 59,97%: the figures are taken from the form.
 */

const sample = await sampleMonth('dong-thanh');
const [, ...people] = sample.populationCsv.split('\n');
const cloud = await joinCloud('dong-thanh', people.join('\n'));
const { at, executions } = cloud;
const unit = sample.topUnit;
const form = z.object({
  rows: z.array(z.object({ row: z.string(), cells: z.record(z.string(), z.number()).optional() })),
});

describe('the month of June 2026 in the commune Đông Thành', () => {
  it('has 1,380 of 2,301 on social assistance and 211 of 498 with merit reachable by account', async () => {
    await onDay(cloud, sample.period, 3);
    for (const { fileName, bytes } of sample.lists) {
      const ended = await landAndWait(cloud, `lists/${sample.period}/${unit}/${fileName}`, bytes);
      const { totals } = await receiptOf(cloud, ended);
      expect(totals.accepted.rows + totals.held.rows + totals.rejected.rows).toBe(totals.read.rows);
      expect(totals.read.rows).toBe(sample.truth.rows.length);
    }
    const input = { period: sample.period, occasion: 'monthly' };
    const reported = await executions.untilEnded(await executions.start(at.outputs.PublishReportsMachine, input));
    expect(reported.status).toBe('SUCCEEDED');

    const folder = `reports/${sample.period}`;
    const { publication } = await at.outbox.json(`${folder}/manifest.json`, z.object({ publication: z.string() }));
    const { rows } = await at.outbox.json(`${folder}/${publication}/${unit}/form-1.json`, form);
    const cells = (row: string) => rows.find((one) => one.row === row)?.cells ?? {};
    // Who died before the month is on the list, and no longer on the roll (ruling 2).
    const dead = sample.truth.rows.filter(({ faults }) => faults.includes('died-before-period'));
    const among = (isMeant: (row: TruthRow) => boolean) => dead.filter(isMeant).length;
    const isMerit = ({ programme }: TruthRow) => programme === 'NCC';
    const isBanked = ({ channel }: TruthRow) => channel !== 'cash';
    const assistance = { people: cells('I')['5'], banked: cells('II.2')['5'] };
    expect(assistance).toEqual({
      people: 2301 - among((row) => !isMerit(row)),
      banked: 1380 - among((row) => !isMerit(row) && isBanked(row)),
    });
    const merit = { people: cells('I')['7'], banked: cells('II.2')['7'] };
    expect(merit).toEqual({
      people: 498 - among(isMerit),
      banked: 211 - among((row) => isMerit(row) && isBanked(row)),
    });
  });
});
