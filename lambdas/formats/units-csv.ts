import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { type Unit, unit } from '../domain/unit.ts';

const record = z
  .object({
    code: z.string(),
    name: z.string(),
    level: z.string(),
    parent: z.string(),
    valid_from: z.string(),
    valid_to: z.string(),
  })
  .transform(({ code, name, level, parent, valid_from, valid_to }) => ({
    code,
    name,
    level,
    parent: parent || null,
    validFrom: valid_from,
    validTo: valid_to || null,
  }))
  .pipe(unit);
const records = z.array(record);

/**
 * The units of a `units.csv`: `code,name,level,parent,valid_from,valid_to` (contract *Own month*). Throws a ZodError
 * where a line is not one; units are no secret, so its message may be shown.
 */
export function readUnits(text: string): Unit[] {
  return records.parse(parse(text, { columns: true, bom: true, skip_empty_lines: true }));
}
