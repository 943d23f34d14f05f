import { z } from 'zod';

const count = z.number().int().positive();

/** A function lives for ten minutes at most; a minute more for the platform to end it. */
const LONGER_THAN_A_FUNCTION_LIVES = 660;

/** What a deployment decides, from the context `ansinh` of `cdk.json`. Every value is named; an unknown one is refused. */
export const deploymentConfig = z
  .strictObject({
    /** Prefix of stack names. */
    name: z.string().regex(/^[a-z][a-z0-9-]{0,20}$/),
    /** Where the data lives: configuration, never replicated elsewhere (Law 91/2025/QH15). */
    region: z.string(),
    /** A sandbox has the identity stub, sample users and a clock that can be set. Never true where money is real. */
    sandbox: z.boolean(),
    /** Rows in a chunk: what one function reconciles in one go. */
    chunkRows: count,
    /** Units that one function drafts or counts in one go. */
    unitsPerBatch: count,
    /** Into how many tasks the 256 shards of a period are gathered when payments are walked. */
    shardRanges: count,
    /** How many chunks or batches are under way at once; with `registry.callsPerSecond` it bounds the registry's load. */
    mapConcurrency: count,
    registry: z.strictObject({
      /** The identity registry's base URL; left out in a sandbox, which has the stub. */
      url: z.url().optional(),
      /** The secret that holds its API key, by name. */
      secretName: z.string().optional(),
      /** Over all functions at once; each takes its share by `mapConcurrency`. */
      callsPerSecond: count,
    }),
    /**
     * ARN of the SAML provider through which units and providers sign in, with a session tag `unit` or `provider`. Left
     * out, a real deployment has no roles for them (they send through upload forms); a sandbox's trust the account.
     */
    partiesIdentityProvider: z
      .string()
      .regex(/^arn:aws:iam::\d{12}:saml-provider\/[\w.-]{1,128}$/)
      .optional(),
    /** How long a run waits for its approvers before it expires. */
    approvalDays: count,
    /**
     * How long a closing waits, in seconds, once its period takes no results any more, for those that were being applied:
     * longer than a function may live. A sandbox, where nothing is under way unseen, may wait less.
     */
    closingWaitSeconds: count,
    /**
     * Names of the keys that sign payouts. The last one signs; to change keys add a name and never take one away, because
     * what the older keys signed is still to be checked.
     */
    signingKeys: z.array(z.string().regex(/^[A-Za-z0-9]{1,20}$/)).min(1),
    /**
     * How long changes of the tables are gathered, in seconds, before they are kept as an object from which `ansinh rebuild`
     * can make the tables again; null where none is kept: never where money is real.
     */
    journalSeconds: z.number().int().min(0).max(300).nullable(),
    /** How long our own intermediate objects are kept. */
    keepWorkDays: count,
    /** How long S3's own logs of who asked for what are kept. */
    keepAccessLogDays: count,
    /** What units and providers sent and were given: accounting records. */
    records: z.strictObject({
      /** How long they must last, from the end of the year they were written in. */
      years: count,
      /**
       * `governance`: nobody whom the template knows can delete one; an administrator of the account can, openly.
       * `compliance`: nobody at all can, whatever was written by mistake. `off` only in a sandbox, so that it can be deleted.
       */
      lock: z.enum(['governance', 'compliance', 'off']),
    }),
    /** How long the links that `ansinh reports` prints can be opened: at most seven days, and no longer than the credentials that signed them. */
    reportLinkHours: count.max(168),
    /** EventBridge Scheduler expressions, in Asia/Ho_Chi_Minh. */
    schedules: z.strictObject({
      openPeriod: z.string(),
      runPayout: z.string(),
      /** The day after lists were due: tells who has sent none. */
      lateLists: z.string(),
      weeklyReport: z.string(),
      monthlyReport: z.string(),
      yearlyReport: z.string(),
      /** On the day by which providers must have answered (NĐ 20/2021, art. 34: the 20th). */
      unpaidList: z.string(),
    }),
  })
  .refine(({ sandbox, closingWaitSeconds }) => sandbox || closingWaitSeconds >= LONGER_THAN_A_FUNCTION_LIVES, {
    path: ['closingWaitSeconds'],
    message: `Where money is real, at least ${LONGER_THAN_A_FUNCTION_LIVES}`,
  })
  .refine(({ sandbox, records }) => sandbox || records.lock !== 'off', {
    path: ['records', 'lock'],
    message: 'Where money is real, records are locked',
  })
  .refine(({ sandbox, journalSeconds }) => sandbox || journalSeconds !== null, {
    path: ['journalSeconds'],
    message: 'Where money is real, the tables can be made again',
  });
export type DeploymentConfig = z.infer<typeof deploymentConfig>;
