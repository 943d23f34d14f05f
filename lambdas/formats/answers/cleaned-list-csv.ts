import type { ReferenceData } from '../../domain/reference-data.ts';
import type { Entitlement } from '../../domain/rolls/entitlement.ts';
import { csvText } from '../papers/csv-text.ts';
import { CLEANED_COLUMNS, cleanedRecords } from './cleaned-list.ts';

/** The cleaned list for programs: one record a line of the roll. */
export function cleanedListCsv(lines: Iterable<Entitlement>, data: ReferenceData): string {
  return csvText([CLEANED_COLUMNS.map(({ header }) => header), ...cleanedRecords(lines, data)]);
}
