import { inParallel } from '../in-parallel.ts';
import type { ListPurpose } from '../list-purpose.ts';
import type { Rolls } from '../ports.ts';
import type { Entitlement } from './entitlement.ts';
import { type Folded, type FoldPart, foldRoll } from './roll-fold.ts';
import { type RollPart, type RollPointer, type RollRevision, rollRevision } from './submission.ts';
import type { SubmissionRef } from './submission-chunks.ts';

type Place = Omit<SubmissionRef, 'id'>;

/** The lines of the roll that a pointer names. */
export async function linesOfRoll(rolls: Pick<Rolls, 'ofRoll'>, pointer: RollPointer): Promise<Entitlement[]> {
  return Array.fromAsync(rolls.ofRoll(pointer));
}

/** Folds lists, each from the lines that were stored when it was reconciled. */
export async function foldParts(
  rolls: Pick<Rolls, 'ofRoll'>,
  { unit, period }: Place,
  parts: readonly RollPart[],
): Promise<Folded & { readonly parts: readonly FoldPart[] }> {
  const loaded = await inParallel(4, parts, async (part): Promise<FoldPart> => {
    const revision = rollRevision.parse(part.id);
    return { ...part, lines: await Array.fromAsync(rolls.ofRoll({ unit, period, revision })) };
  });
  return { ...foldRoll(loaded), parts: loaded };
}

/**
 * Stores a roll under a revision of its own, named by the list that was closed or settled and the version that the
 * pointer is to have; a unit's regular and emergency rolls are told apart, since one settling writes both. A number under
 * which something stands already is another try's that crashed, so another one is taken, far from any version: no roll is
 * ever written over, and none has a line that is not its own.
 */
export async function storeRoll(
  rolls: Pick<Rolls, 'putAll' | 'ofRoll'>,
  { unit, period, purpose, id }: Place & { readonly purpose: ListPurpose; readonly id: string },
  version: number,
  lines: readonly Entitlement[],
): Promise<RollRevision> {
  const kind = purpose === 'regular' ? 'r' : 'e';
  for (let tries = 0; ; tries += 1) {
    const revision = rollRevision.parse(`${id}-${kind}${tries === 0 ? version : version * 1000 + tries}`);
    if (await holdsLines(rolls, { unit, period }, revision)) continue;
    await rolls.putAll(lines.map((line, position) => ({ ...line, unit, period, revision, position })));
    return revision;
  }
}

async function holdsLines(rolls: Pick<Rolls, 'ofRoll'>, place: Place, revision: RollRevision): Promise<boolean> {
  for await (const _ of rolls.ofRoll({ ...place, revision })) return true;
  return false;
}
