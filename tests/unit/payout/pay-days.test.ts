import { describe, expect, it } from 'vitest';
import { filesDueAt, payDayOf } from '../../../lambdas/domain/calendar.ts';
import { day } from '../../../lambdas/domain/period.ts';
import { JUNE } from '../../support/in-memory/people.ts';
import { THANH_OAI } from '../../support/in-memory/province.ts';
import { providerOf } from '../provider-files/batches.ts';

const BANK = providerOf();
const HURRIED = providerOf({ cutOffTime: '15:30' });
const POST = providerOf({ paysEveryDay: true });
const HOLIDAY = { ...THANH_OAI, calendar: { ...THANH_OAI.calendar, holidays: [day.parse('2023-06-08')] } };

/** An instant of June 2023 by the clock of Viet Nam. The 8th is the payout day, a Thursday. */
const june = (text: string) => new Date(`2023-06-${text}+07:00`);

describe('The day on which a provider is asked to pay', () => {
  it.each([
    ['is the payout day, though the run was cut off before', BANK, '01T09:00:00', '2023-06-08'],
    ['is the day of cut-off after the payout day', BANK, '14T09:00:00', '2023-06-14'],
    ['is that of Viet Nam', BANK, '14T00:00:00', '2023-06-14'],
    ['is the same day up to the minute of its hour', HURRIED, '14T15:30:00', '2023-06-14'],
    ['is the next day when the cut-off is after its hour', HURRIED, '14T15:30:01', '2023-06-15'],
    ['is not moved by an hour that passed before the payout day', HURRIED, '07T23:59:59', '2023-06-08'],
    ['is Monday where Saturday comes', BANK, '10T09:00:00', '2023-06-12'],
    ['is Monday where Sunday comes', BANK, '11T09:00:00', '2023-06-12'],
    ['is Monday where Friday is too late', HURRIED, '09T16:00:00', '2023-06-12'],
    ['is Sunday too where it pays every day', POST, '11T09:00:00', '2023-06-11'],
  ])('%s', (_, provider, cutOffAt, payOn) => {
    expect(payDayOf(provider, THANH_OAI, JUNE, june(cutOffAt))).toBe(payOn);
  });

  it('is not a holiday, unless it pays every day', () => {
    expect(payDayOf(BANK, HOLIDAY, JUNE, june('01T09:00:00'))).toBe('2023-06-09');
    expect(payDayOf(POST, HOLIDAY, JUNE, june('01T09:00:00'))).toBe('2023-06-08');
  });
});

it('Files are due at the hour of the day in Viet Nam, or at none', () => {
  expect(filesDueAt(HURRIED, day.parse('2023-06-08'))?.toISOString()).toBe('2023-06-08T08:30:00.000Z');
  expect(filesDueAt(BANK, day.parse('2023-06-08'))).toBeNull();
});
