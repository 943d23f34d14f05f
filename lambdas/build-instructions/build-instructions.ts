import { createHash } from 'node:crypto';
import { payDayOf } from '../domain/calendar.ts';
import { inParallel } from '../domain/in-parallel.ts';
import type { InstructionLine } from '../domain/payouts/instruction.ts';
import { type CutOff, cutOff, type ManifestFile } from '../domain/payouts/payout-run.ts';
import {
  builtFileKey,
  builtFilesKey,
  cutOffKey,
  draftedLines,
  draftedUnit,
  draftedUnitKey,
  type ProviderRef,
} from '../domain/payouts/run-objects.ts';
import type { Objects, References } from '../domain/ports.ts';
import { FileSplitter, writeInstructionFile } from '../formats/instructions/instruction-file.ts';

export interface Ports {
  readonly work: Pick<Objects, 'pack' | 'unpack' | 'unpackSealed' | 'put'>;
  readonly references: Pick<References, 'version'>;
}

/** Their lines are read at once; beside those of one file nothing else is held. */
const UNITS_AT_ONCE = 2;

/** Builds the instruction files of one provider from what was drafted. The same drafts always give the same bytes. */
export async function buildInstructions(
  { work, references }: Ports,
  ref: ProviderRef,
): Promise<{ files: number; lines: number }> {
  const frozen = await work.unpack(cutOffKey(ref.run), cutOff);
  const { data } = await references.version(frozen.referenceVersion);
  const provider = data.providers.find(({ id }) => id === ref.provider);
  if (!provider) throw new Error('The provider is not in the reference data of the run');
  const payOn = payDayOf(provider, data, frozen.period, new Date(frozen.cutOffAt));

  const linesOf = async ({ unit }: CutOff['rolls'][number]): Promise<InstructionLine[]> => {
    const { byProvider } = await work.unpack(draftedUnitKey(ref.run, unit), draftedUnit);
    const own = byProvider.find((one) => one.provider === ref.provider);
    if (!own) return [];
    const { lines } = await work.unpackSealed(own.linesKey, draftedLines);
    return lines.map(({ programme: _, fromBalance: __, ...line }) => line);
  };
  const files: ManifestFile[] = [];
  const write = async (lines: InstructionLine[]) => {
    const file = await writeInstructionFile({
      run: ref.run,
      period: frozen.period,
      provider,
      sequence: files.length + 1,
      cutOffAt: frozen.cutOffAt,
      payOn,
      lines,
    });
    const key = builtFileKey(ref.run, ref.provider, file.fileName);
    await work.put(key, file.bytes, file.contentType);
    files.push({
      provider: ref.provider,
      key,
      count: file.count,
      controlSum: file.controlSum,
      sha256: createHash('sha256').update(file.bytes).digest('hex'),
    });
  };
  const splitter = new FileSplitter(provider);
  for (let from = 0; from < frozen.rolls.length; from += UNITS_AT_ONCE) {
    const lines = await inParallel(UNITS_AT_ONCE, frozen.rolls.slice(from, from + UNITS_AT_ONCE), linesOf);
    for (const full of splitter.take(lines.flat())) await write(full);
  }
  for (const last of splitter.rest()) await write(last);
  await work.pack(builtFilesKey(ref.run, ref.provider), { files });
  return { files: files.length, lines: files.reduce((sum, { count }) => sum + count, 0) };
}
