import { createHash } from 'node:crypto';
import { payDayOf } from '../domain/calendar.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { sumDong, toDong } from '../domain/money.ts';
import { cutOff, type TransferRequest } from '../domain/payouts/payout-run.ts';
import {
  builtFiles,
  builtFilesKey,
  builtRequest,
  cutOffKey,
  type DraftedUnit,
  draftedUnit,
  draftedUnitKey,
  type ProviderRef,
  transferDocumentKey,
  transferRequestKey,
} from '../domain/payouts/run-objects.ts';
import type { Objects, References } from '../domain/ports.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import { PDF, XLSX } from '../formats/content-types.ts';
import { type ProgrammeFacts, requestedOf, transferRequestPaper } from '../formats/funding/transfer-request.ts';
import { writeTransferRequestPdf } from '../formats/funding/transfer-request-pdf.ts';
import { writeTransferRequestSheet } from '../formats/funding/transfer-request-xlsx.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpack' | 'packFirst' | 'put'>;
  readonly references: Pick<References, 'version'>;
}

/**
 * Writes what the State Treasury is asked to transfer so that one provider can pay its files of a run, as a sheet and
 * as a PDF to sign. What is asked for is decided once: a repeat leaves what stands. A provider that pays nothing in the
 * run makes no request.
 */
export async function writeTransferRequest(
  { work, references }: Ports,
  { run, provider: id }: ProviderRef,
): Promise<{ people: number; documents: number }> {
  const made = await requestFor({ work, references }, { run, provider: id });
  const { request } = await work.packFirst(transferRequestKey(run, id), builtRequest, { request: made });
  return { people: request?.requested.people ?? 0, documents: request?.documents.length ?? 0 };
}

async function requestFor(
  { work, references }: Ports,
  { run, provider: id }: ProviderRef,
): Promise<TransferRequest | null> {
  const { files } = await work.unpack(builtFilesKey(run, id), builtFiles);
  if (files.length === 0) return null;
  const frozen = await work.unpack(cutOffKey(run), cutOff);
  const { data } = await references.version(frozen.referenceVersion);
  const provider = data.providers.find((one) => one.id === id);
  if (!provider) throw new Error('The provider is not in the reference data of the run');
  const units = await inParallel(8, frozen.rolls, ({ unit }) => work.unpack(draftedUnitKey(run, unit), draftedUnit));
  const programmes = byProgramme(
    data,
    units.flatMap(({ byProvider }) => byProvider.filter((one) => one.provider === id)),
  );

  const cutOffAt = new Date(frozen.cutOffAt);
  const paper = transferRequestPaper({
    run,
    period: frozen.period,
    cutOffAt: frozen.cutOffAt,
    payOn: payDayOf(provider, data, frozen.period, cutOffAt),
    provider,
    programmes,
    files: files.map((file) => ({
      name: file.key.slice(file.key.lastIndexOf('/') + 1),
      count: file.count,
      controlSum: toDong(file.controlSum),
      sha256: file.sha256,
    })),
  });
  const documents: TransferRequest['documents'] = [];
  for (const [extension, contentType, bytes] of [
    ['xlsx', XLSX, await writeTransferRequestSheet(paper)],
    ['pdf', PDF, await writeTransferRequestPdf(paper, cutOffAt)],
  ] as const) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const key = transferDocumentKey(run, id, sha256, extension);
    await work.put(key, bytes, contentType);
    documents.push({ key, sha256 });
  }
  return {
    provider: id,
    requested: { people: programmes.reduce((sum, { people }) => sum + people, 0), amount: requestedOf(programmes) },
    fromBalance: sumDong(programmes.map((one) => one.fromBalance)),
    byProgramme: programmes.map(({ name: _, ...sum }) => sum),
    documents,
  };
}

/** In the order in which the deployment lists its programmes. */
function byProgramme(
  { programmes }: Pick<ReferenceData, 'programmes'>,
  parts: readonly DraftedUnit['byProvider'][number][],
): ProgrammeFacts[] {
  const sums = Map.groupBy(
    parts.flatMap((part) => part.byProgramme),
    ({ programme }) => programme,
  );
  const names = new Map(programmes.map(({ code, name }) => [code, name]));
  const order = [...new Set([...names.keys(), ...sums.keys()])];
  return order.flatMap((programme) => {
    const own = sums.get(programme);
    if (!own) return [];
    return {
      programme,
      name: names.get(programme) ?? programme,
      people: own.reduce((sum, { people }) => sum + people, 0),
      amount: sumDong(own.map(({ amount }) => toDong(amount))),
      fromBalance: sumDong(own.map(({ fromBalance }) => fromBalance)),
    };
  });
}
