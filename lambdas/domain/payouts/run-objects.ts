import { z } from 'zod';
import { dong } from '../money.ts';
import { period } from '../period.ts';
import { personalId } from '../person.ts';
import { programme } from '../programme.ts';
import { type ProviderId, providerId } from '../reference-data.ts';
import { type UnitCode, unitCode } from '../unit.ts';
import { instructionLine } from './instruction.ts';
import { type RunId, runId } from './payment.ts';
import { deferralReason, manifestFile, paidBefore, peopleAndAmount, transferRequest } from './payout-run.ts';

/*
 * What the tasks of a run leave for each other in the work bucket. All of it can be made again from the rolls as cut
 * off and the payments table.
 */

/** Which slice of the units a task drafts or instructs: what an item of a map carries. */
export const batchRef = z.object({ run: runId, from: z.number().int().nonnegative(), to: z.number().int().positive() });
export type BatchRef = z.infer<typeof batchRef>;

export const providerRef = z.object({ run: runId, provider: providerId });
export type ProviderRef = z.infer<typeof providerRef>;

/** The payments of one unit that one provider is to make, in the order of the roll. */
export const draftedLines = z.object({ lines: z.array(instructionLine.extend({ programme, fromBalance: dong })) });
export type DraftedLines = z.infer<typeof draftedLines>;

/** Somebody on the roll who is not instructed, and why. The worklist of their unit. */
const deferral = z.object({
  unit: unitCode,
  sheet: z.string().nullable(),
  /** Null for somebody who is owed from an earlier month and stands on no line any more. */
  row: z.number().int().positive().nullable(),
  person: personalId.nullable(),
  fullName: z.string().nullable(),
  village: z.string().nullable(),
  programme: programme.nullable(),
  /** What the list gives for them, arrears included, and what earlier months owe; nothing when it is unreadable. */
  amount: dong,
  reason: deferralReason,
  /** 0 where the person is paid in this run, and only what earlier months owe is put off. */
  people: z.union([z.literal(0), z.literal(1)]).default(1),
});
export type Deferral = z.infer<typeof deferral>;
export const deferrals = z.object({ run: runId, period, unit: unitCode, deferrals: z.array(deferral) });

/**
 * What drafting a unit came to. `payable` is counted from the roll, the rest from what was made of it. It is written
 * once: the first try that ends says what the run pays in this unit, and every later one reads it back
 * (docs/adr/0015-instructed-is-approved.md). The lines and the deferrals stand in sealed objects of their own.
 */
export const draftedUnit = z.object({
  unit: unitCode,
  payable: peopleAndAmount,
  instructed: peopleAndAmount,
  deferred: z.array(peopleAndAmount.extend({ reason: deferralReason })),
  byProvider: z.array(
    peopleAndAmount.extend({
      provider: providerId,
      linesKey: z.string(),
      byProgramme: z.array(peopleAndAmount.extend({ programme, fromBalance: dong })),
    }),
  ),
  byProgramme: z.array(peopleAndAmount.extend({ programme })),
  deferralsKey: z.string(),
});
export type DraftedUnit = z.infer<typeof draftedUnit>;

/** The files built for one provider. */
export const builtFiles = z.object({ files: z.array(manifestFile) });

/** What is asked of the Treasury for one provider; null where the run pays nothing through it. Written once. */
export const builtRequest = z.object({ request: transferRequest.nullable() });
/** What the month before paid, as it stood when this run's manifest was first assembled. Written once. */
export const frozenBefore = z.object({ before: paidBefore.nullable() });
type FundingExtension = 'xlsx' | 'pdf';

const folder = (run: RunId) => `runs/${run}`;
export const cutOffKey = (run: RunId) => `${folder(run)}/cut-off.json.gz`;
export const draftedUnitKey = (run: RunId, unit: UnitCode) => `${folder(run)}/drafted/${unit}/unit.json.gz`;
/** Sealed: the keys go on with the hash of what stands there. */
export const draftedLinesPrefix = (run: RunId, unit: UnitCode, provider: ProviderId) =>
  `${folder(run)}/drafted/${unit}/lines-${provider}`;
export const deferralsPrefix = (run: RunId, unit: UnitCode) => `${folder(run)}/drafted/${unit}/deferrals`;
export const builtFilesKey = (run: RunId, provider: ProviderId) => `${folder(run)}/files/${provider}.json.gz`;
export const builtFileKey = (run: RunId, provider: ProviderId, name: string) =>
  `${folder(run)}/files/${provider}/${name}`;
export const transferRequestKey = (run: RunId, provider: ProviderId) => `${folder(run)}/funding/${provider}.json.gz`;
/** Under the hash of its bytes: nothing else can come to stand in its place. */
export const transferDocumentKey = (run: RunId, provider: ProviderId, sha256: string, extension: FundingExtension) =>
  `${folder(run)}/funding/${provider}-${sha256}.${extension}`;
export const paidBeforeKey = (run: RunId) => `${folder(run)}/paid-before.json.gz`;
export const manifestWorkKey = (run: RunId) => `${folder(run)}/manifest.json`;
export const signedManifestsKey = (run: RunId) => `${folder(run)}/signed.json.gz`;

/** Where a released run's files stand in the outbox. */
const payoutFolder = (run: RunId) => `payouts/${run.slice(0, 7)}/${run}`;
export const releasedFileKey = (run: RunId, provider: ProviderId, name: string) =>
  `${payoutFolder(run)}/${provider}/${name}`;
/** Funding is between the office and the Treasury: it stands in no provider's folder. */
export const releasedFundingKey = (run: RunId, provider: ProviderId, extension: FundingExtension) =>
  `${payoutFolder(run)}/funding/${provider}.${extension}`;
/** The manifest stands beside the providers' folders, so that no provider reads another's figures. */
export const releasedManifestKey = (run: RunId) => `${payoutFolder(run)}/manifest.json`;
/** What one provider is given of the manifest, signed: a provider's folder holds it beside the files it lists. */
export const releasedProviderManifestKey = (run: RunId, provider: ProviderId) =>
  `${payoutFolder(run)}/${provider}/manifest.json`;
/** The signature of the very bytes under a key. */
export const signatureKeyOf = (key: string) => `${key}.sig`;
/** The public part of a key that signs, by its fingerprint. Older ones stay, so that what they signed can be checked. */
export const publicKeyKey = (fingerprint: string) => `keys/${fingerprint}.pem`;
/** Whether what stands in a provider's folder is for paying: not its manifest, nor the signature of that. */
export const isInstructionKey = (key: string) => !/\/manifest\.json(\.sig)?$/.test(key);
/** People who were not paid are named on their own unit's worklist, nowhere else. */
export const releasedDeferralsKey = (run: RunId, unit: UnitCode) =>
  `worklists/${run.slice(0, 7)}/${unit}/deferred-${run}.json`;
