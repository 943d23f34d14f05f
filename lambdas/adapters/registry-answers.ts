import { z } from 'zod';
import {
  MAX_PEOPLE_PER_VERIFICATION,
  type VerificationAnswer,
  type VerificationSubject,
  verificationAnswer,
} from '../domain/identity/identity.ts';
import { personalId } from '../domain/person.ts';
import type { Batch } from './registry-batches.ts';

/** What came of one call. `retryAfter` is in milliseconds, 0 where the registry asked for no pause. */
export type CallResult =
  | { readonly kind: 'answers'; readonly answers: ReadonlyMap<string, VerificationAnswer> }
  | { readonly kind: 'throttled' | 'failed' | 'left-out'; readonly reason: string; readonly retryAfter: number };

/** Answers are parsed one by one: one that is nonsense must not cost the other ninety-nine theirs. */
const responseBody = z.object({ answers: z.array(z.unknown()).max(MAX_PEOPLE_PER_VERIFICATION) });
const answerEntry = z.object({ personalId, answer: verificationAnswer });

const NONSENSE = { kind: 'failed', reason: 'an answer that is none', retryAfter: 0 } as const;
const LEFT_OUT = { kind: 'left-out', reason: 'an answer about nobody', retryAfter: 0 } as const;

/** The answers that answer a question; what is no answer to any counts as left out. Never throws. */
export function readAnswers(text: string, people: Batch): CallResult {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return NONSENSE;
  }
  const body = responseBody.safeParse(content);
  if (!body.success) return NONSENSE;
  const answers = new Map<string, VerificationAnswer>();
  for (const entry of body.data.answers) {
    const read = answerEntry.safeParse(entry);
    const subject = read.success && people.get(read.data.personalId);
    if (!subject || !isAnswerTo(subject, read.data.answer)) continue;
    // Two answers to one question: neither can be trusted, nor the rest.
    if (answers.has(subject.personalId)) return NONSENSE;
    answers.set(subject.personalId, read.data.answer);
  }
  return answers.size > 0 ? { kind: 'answers', answers } : LEFT_OUT;
}

/** An answer must not tell of what was not asked, nor keep silent about the account that was. */
function isAnswerTo(subject: VerificationSubject, answer: VerificationAnswer): boolean {
  if (answer.outcome === 'not-found') return true;
  const fields = (answer.outcome === 'matched' ? undefined : answer.fields) ?? [];
  if (fields.some((field) => subject[field] === null)) return false;
  return answer.outcome === 'deceased' || (answer.account === null) === (subject.account === null);
}
