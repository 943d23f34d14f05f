import { z } from 'zod';
import { settled } from '../../bin/rebuild/prove-answers.ts';
import { sandboxClock } from '../../lambdas/adapters/clock.ts';
import { referencePointer } from '../../lambdas/adapters/reference-store.ts';
import { packedLines } from '../../lambdas/apply-results/apply-results.ts';
import { accountFeed } from '../../lambdas/domain/answers/account-feed.ts';
import { receipt } from '../../lambdas/domain/answers/receipt.ts';
import { waitingLists } from '../../lambdas/domain/answers/waiting.ts';
import { claim, conflictDecision, contender } from '../../lambdas/domain/claims/claim.ts';
import { decidedPeople, listsToAnswer } from '../../lambdas/domain/claims/conflict-settling.ts';
import { books, keptPayments } from '../../lambdas/domain/closing/books.ts';
import { carryIndex, carryList } from '../../lambdas/domain/closing/carry.ts';
import { closingBegun, closingPlan, closingVerdict, countedShards } from '../../lambdas/domain/closing/closing.ts';
import { periodRecord } from '../../lambdas/domain/closing/period-record.ts';
import { journaledChanges } from '../../lambdas/domain/journal.ts';
import { payment } from '../../lambdas/domain/payouts/payment.ts';
import { cutOff, manifest, payoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import { providerManifest } from '../../lambdas/domain/payouts/provider-manifest.ts';
import {
  builtFiles,
  builtRequest,
  deferrals,
  draftedLines,
  draftedUnit,
  frozenBefore,
} from '../../lambdas/domain/payouts/run-objects.ts';
import { referenceData } from '../../lambdas/domain/reference-data.ts';
import { controlSheet } from '../../lambdas/domain/reports/control-sheet.ts';
import { officialForm } from '../../lambdas/domain/reports/official-forms.ts';
import { progressReport } from '../../lambdas/domain/reports/progress.ts';
import { periodManifest, publicationManifest } from '../../lambdas/domain/reports/publication-manifest.ts';
import {
  begunPublication,
  countedMonth,
  figureParts,
  monthChecks,
  renderedFiles,
  reportPlan,
  rolledUpFigures,
} from '../../lambdas/domain/reports/report-objects.ts';
import { entitlement } from '../../lambdas/domain/rolls/entitlement.ts';
import { rollPointer, submission } from '../../lambdas/domain/rolls/submission.ts';
import {
  checkedChunk,
  closingReport,
  readSummary,
  reconciledChunk,
} from '../../lambdas/domain/rolls/submission-chunks.ts';
import { paymentException } from '../../lambdas/domain/settlement/payment-exception.ts';
import { appliedChunk, applyingChunk } from '../../lambdas/domain/settlement/settlement.ts';
import { treasuryReturn } from '../../lambdas/domain/settlement/treasury-return.ts';
import { unpaidList } from '../../lambdas/domain/settlement/unpaid-list.ts';
import { signedManifests } from '../../lambdas/formats/manifests/signed-manifests.ts';

/** A kind of stored JSON: in which bucket under which keys, and the schema with which it is read. */
export interface ObjectKind {
  readonly bucket: 'work' | 'outbox' | 'reference' | 'journal';
  readonly keys: RegExp;
  readonly schema: z.ZodType;
}

const inBucket =
  (bucket: ObjectKind['bucket']) =>
  (keys: RegExp, schema: z.ZodType): ObjectKind => ({ bucket, keys, schema });
const work = inBucket('work');
const outbox = inBucket('outbox');
const reference = inBucket('reference');

/** Every kind of JSON in our buckets. A key that none of them knows fails the simulation. */
export const OBJECT_KINDS: Readonly<Record<string, ObjectKind>> = {
  'list-summary': work(/^submissions\/.*\/summary\.json\.gz$/, readSummary),
  'list-checked': work(/^submissions\/.*\/(checked|met)-\d+\.json\.gz$/, checkedChunk),
  'list-reconciled': work(/^submissions\/.*\/reconciled-\d+\.json\.gz$/, reconciledChunk),
  'list-closing': work(/^submissions\/.*\/closing\.json\.gz$/, closingReport),
  'conflict-people': work(/^conflicts\/.*\/people\.json\.gz$/, decidedPeople),
  'conflict-answers': work(/^conflicts\/.*-answers\.json\.gz$/, listsToAnswer),
  'cut-off': work(/^runs\/[^/]+\/cut-off\.json\.gz$/, cutOff),
  'drafted-unit': work(/^runs\/[^/]+\/drafted\/[^/]+\/unit\.json\.gz$/, draftedUnit),
  'drafted-lines': work(/^runs\/[^/]+\/drafted\/[^/]+\/lines-.*\.json\.gz$/, draftedLines),
  'drafted-deferrals': work(/^runs\/[^/]+\/drafted\/[^/]+\/deferrals-.*\.json\.gz$/, deferrals),
  'built-files': work(/^runs\/[^/]+\/files\/[^/]+\.json\.gz$/, builtFiles),
  'built-request': work(/^runs\/[^/]+\/funding\/[^/]+\.json\.gz$/, builtRequest),
  'paid-before': work(/^runs\/[^/]+\/paid-before\.json\.gz$/, frozenBefore),
  'proposed-manifest': work(/^runs\/[^/]+\/manifest\.json$/, manifest),
  'signed-manifests': work(/^runs\/[^/]+\/signed\.json\.gz$/, signedManifests),
  'result-lines': work(/^results\/.*\/lines-\d+\.json\.gz$/, packedLines),
  'result-facts': work(/^results\/.*\/facts\.json\.gz$/, z.object({ lines: z.number().int() })),
  'result-applying': work(/^results\/.*\/applying-\d+\.json\.gz$/, applyingChunk),
  'result-applied': work(/^results\/.*\/applied-\d+\.json\.gz$/, appliedChunk),
  'closing-begun': work(/^closings\/[^/]+\/begun\.json\.gz$/, closingBegun),
  'closing-plan': work(/^closings\/[^/]+\/plan\.json\.gz$/, closingPlan),
  'closing-counted': work(/^closings\/[^/]+\/counted-\d+\.json\.gz$/, countedShards),
  'closing-verdict': work(/^closings\/[^/]+\/verdict\.json\.gz$/, closingVerdict),
  'publication-begun': work(/^reports\/begun\/[^/]+\.json\.gz$/, begunPublication),
  'publication-plan': work(/^reports\/[^/]+\/[^/]+\/plan\.json\.gz$/, reportPlan),
  'publication-figures-parts': work(/^reports\/[^/]+\/[^/]+\/(rolls|paid)\/\d+\.json\.gz$/, figureParts),
  'publication-counted-month': work(/^reports\/counted\/[^/]+\/[^/]+\/\d+\.json\.gz$/, countedMonth),
  'publication-checks': work(/^reports\/[^/]+\/[^/]+\/checks\.json\.gz$/, monthChecks),
  'publication-figures': work(/^reports\/[^/]+\/[^/]+\/figures\.json\.gz$/, rolledUpFigures),
  'publication-rendered': work(/^reports\/[^/]+\/[^/]+\/rendered\/\d+\.json\.gz$/, renderedFiles),
  receipt: outbox(/^receipts\/.*\/receipt(-\d+)?\.json$/, receipt),
  worklists: outbox(/^worklists\/.*\/worklists\.json$/, waitingLists),
  deferred: outbox(/^worklists\/.*\/deferred-[^/]+\.json$/, deferrals),
  'account-feed': outbox(/^feeds\/[^/]+\/accounts\/[^/]+\.json$/, accountFeed),
  manifest: outbox(/^payouts\/[^/]+\/[^/]+\/manifest\.json$/, manifest),
  'provider-manifest': outbox(/^payouts\/[^/]+\/[^/]+\/[^/]+\/manifest\.json$/, providerManifest),
  settlement: outbox(/^settlements\/.*\.json$/, settled),
  'unpaid-list': outbox(/^unpaid\/[^/]+\/[^/]+\/[^/]+\.json$/, unpaidList),
  books: outbox(/^books\/[^/]+\/books\.json$/, books),
  'carry-list': outbox(/^books\/[^/]+\/carry\/[^/]+\.json\.gz$/, carryList),
  'carry-index': outbox(/^books\/[^/]+\/carry-index-[^/]+\.json\.gz$/, carryIndex),
  'kept-payments': outbox(/^books\/[^/]+\/kept\/[^/]+\.json\.gz$/, keptPayments),
  'period-manifest': outbox(/^reports\/[^/]+\/manifest\.json$/, periodManifest),
  'publication-manifest': outbox(/^reports\/[^/]+\/[^/]+\/manifest\.json$/, publicationManifest),
  'official-form': outbox(/^reports\/[^/]+\/[^/]+\/[^/]+\/form-[12]\.json$/, officialForm),
  progress: outbox(/^reports\/[^/]+\/[^/]+\/[^/]+\/progress\.json$/, progressReport),
  control: outbox(/^reports\/[^/]+\/[^/]+\/[^/]+\/control\.json$/, controlSheet),
  'reference-pointer': reference(/^reference\/current\.json$/, referencePointer),
  'reference-bundle': reference(/^reference\/[^/]+\/bundle\.json$/, referenceData),
  'sandbox-clock': reference(/^sandbox\/clock\.json$/, sandboxClock),
  journal: { bucket: 'journal', keys: /^journal\/.*\.json\.gz$/, schema: journaledChanges },
};

/** The same of items: in which table, known by its sort key or an attribute, and what of it the schema is about. */
export const ITEM_KINDS = {
  submission: { table: 'submissions', schema: submission },
  'roll-pointer': { table: 'submissions', schema: rollPointer },
  // A line of a roll in an item of its own is read, and no longer written.
  entitlement: { table: 'entitlements', schema: entitlement },
  'roll-page': { table: 'entitlements', schema: z.array(entitlement) },
  claim: { table: 'claims', schema: claim },
  contender: { table: 'claims', schema: contender },
  'conflict-decision': { table: 'claims', schema: conflictDecision },
  payment: { table: 'payments', schema: payment },
  period: { table: 'runs', schema: periodRecord },
  run: { table: 'runs', schema: payoutRun },
  'treasury-return': { table: 'runs', schema: treasuryReturn },
  exception: { table: 'exceptions', schema: paymentException },
} as const;

/** The kind of JSON that stands under a key; undefined of a key that nobody knows. */
export function kindOf(bucket: string, key: string): string | undefined {
  return Object.entries(OBJECT_KINDS).find(([, one]) => one.bucket === bucket && one.keys.test(key))?.[0];
}

/** The shape of a kind, as JSON Schema: what a change of shows that older objects may not read as before. */
export function shapesOfKinds(): Record<string, object> {
  const all = [...Object.entries(OBJECT_KINDS), ...Object.entries(ITEM_KINDS)];
  return Object.fromEntries(
    all.map(([kind, { schema }]) => [kind, z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })]),
  );
}
