import { describe, expect, it } from 'vitest';
import { totalOf } from '../../../lambdas/domain/payouts/payment.ts';
import { provider } from '../../../lambdas/domain/reference-data.ts';
import { writeInstructionFile } from '../../../lambdas/formats/instructions/instruction-file.ts';
import { formatOf, readInstructions } from '../../../samples/instructions.ts';
import { batchOf, lineOf, providerOf } from '../provider-files/batches.ts';

describe('A payout file', () => {
  it.each(provider.shape.instructionFormat.options)(
    '%s is read back by its name: every reference, every sum',
    async (instructionFormat) => {
      const lines = [lineOf(1), lineOf(2)];
      const { fileName, bytes } = await writeInstructionFile(batchOf(lines, providerOf({ instructionFormat })));
      const format = formatOf(fileName);
      expect(format && (await readInstructions(format, bytes))).toEqual(
        lines.map((line) => ({ reference: line.reference, amount: totalOf(line) })),
      );
    },
  );

  it('of a name that we never give is read as nothing', () => {
    expect(formatOf('manifest.json')).toBeUndefined();
  });
});
