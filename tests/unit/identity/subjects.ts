import { type VerificationSubject, verificationSubject } from '../../../lambdas/domain/identity/identity.ts';

/** A subject who matches the first test number, but for what is said otherwise. */
export function subject(changes: Partial<Record<keyof VerificationSubject, unknown>> = {}): VerificationSubject {
  return verificationSubject.parse({
    personalId: '001000000001',
    fullName: 'Nguyễn Văn Khớp',
    birthDate: '1900-01-01',
    sex: 'male',
    account: null,
    ...changes,
  });
}

/** As many different people as asked for: the first test number, and others whom the registry does not know. */
export function crowd(size: number): VerificationSubject[] {
  return Array.from({ length: size }, (_, index) =>
    index === 0 ? subject() : subject({ personalId: `0010001${String(index).padStart(5, '0')}` }),
  );
}
