import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { z } from 'zod';
import { HttpClient } from '../../lambdas/adapters/http.ts';
import type { Benefit } from '../../lambdas/domain/benefit.ts';
import type { Decision, PayoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import type { PersonalId } from '../../lambdas/domain/person.ts';
import type { ListConfirmation, Submission } from '../../lambdas/domain/rolls/submission.ts';
import type { ExceptionDecision } from '../../lambdas/domain/settlement/payment-exception.ts';
import type { TreasuryReturn } from '../../lambdas/domain/settlement/treasury-return.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import type { Deployment } from './deployment.ts';

/** The API refused. The message is the API's own, in Vietnamese, and says what to do. */
export class ApiRefused extends Error {
  override readonly name = 'ApiRefused';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const refusal = z.object({ error: z.string(), message: z.string() });

/** A signed-in person's view of the API: who they are is in the token that they signed in for. */
export class PeopleApi {
  readonly #http = new HttpClient();
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  static async signIn({ outputs }: Deployment, name: string, password: string): Promise<PeopleApi> {
    const { AuthenticationResult } = await new CognitoIdentityProviderClient({}).send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: outputs.UserPoolClient,
        AuthParameters: { USERNAME: name, PASSWORD: password },
      }),
    );
    const token = AuthenticationResult?.AccessToken;
    if (!token) throw new ApiRefused('not-signed-in', 'Không đăng nhập được. Hãy kiểm tra tên và mật khẩu.');
    return new PeopleApi(outputs.ApiUrl, token);
  }

  async startRun(period: string, kind: PayoutRun['kind']): Promise<string> {
    return z.object({ run: z.string() }).parse(await this.#post('/v1/runs', { period, kind })).run;
  }

  async decide(
    run: string,
    decision: { verdict: Decision['verdict']; manifestHash: string; reason?: string },
  ): Promise<{ status: string }> {
    return z.object({ status: z.string() }).parse(await this.#post(`/v1/runs/${run}/decisions`, decision));
  }

  /** Says of a list that waits for it that it is meant so; the pipeline then closes it. */
  async confirmList(
    { unit, period, id }: Pick<Submission, 'unit' | 'period' | 'id'>,
    said: Pick<ListConfirmation, 'as' | 'reason'>,
  ): Promise<void> {
    await this.#post(`/v1/lists/${period}/${unit}/${id}/confirmation`, said);
  }

  /** Decides which unit pays somebody whom several list; the pipeline then carries it out. */
  async decideConflict(decision: {
    period: Period;
    person: PersonalId;
    programme: Benefit;
    unit: UnitCode;
    reason: string;
  }): Promise<void> {
    await this.#post('/v1/conflicts', decision);
  }

  /** Decides what about a payment needs a person. */
  async decideException(
    period: Period,
    id: string,
    decision: Pick<ExceptionDecision, 'verdict' | 'checked'>,
  ): Promise<void> {
    await this.#post(`/v1/exceptions/${period}/${encodeURIComponent(id)}/decision`, decision);
  }

  /** Has a period closed, or its unpaid lists made anew. @returns the name of the execution to wait for. */
  async askForBooks(period: Period, what: 'closing' | 'unpaid-list'): Promise<string> {
    return z.object({ closing: z.string() }).parse(await this.#post(`/v1/periods/${period}/${what}`, {})).closing;
  }

  async reopenPeriod(period: Period, reason: string): Promise<void> {
    await this.#post(`/v1/periods/${period}/reopening`, { reason });
  }

  /** Records money that went back to the Treasury. @returns what is left there of the period, in đồng. */
  async recordTreasuryReturn(entry: Omit<TreasuryReturn, 'by' | 'at'>): Promise<number> {
    return z.object({ keptNow: z.number() }).parse(await this.#post('/v1/treasury-returns', entry)).keptNow;
  }

  async #post(path: string, body: object): Promise<unknown> {
    const { status, text } = await this.#http.request({
      method: 'POST',
      url: `${this.#url}${path}`,
      headers: { authorization: `Bearer ${this.#token}` },
      body,
      timeoutMilliseconds: 30_000,
    });
    if (status < 300) return JSON.parse(text);
    const said = refusal.safeParse(text.startsWith('{') ? JSON.parse(text) : undefined);
    throw said.success
      ? new ApiRefused(said.data.error, said.data.message)
      : new ApiRefused(`status-${status}`, `Máy chủ trả lời ${status}. Hãy thử lại, hoặc báo quản trị hệ thống.`);
  }
}
