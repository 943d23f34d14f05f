import { referenceData } from '../../../lambdas/domain/reference-data.ts';
import { referenceOf, unitsOf } from '../../../samples/reference.ts';
import { ClaimsInMemory } from './claims.ts';
import { ClockInMemory } from './clock.ts';
import { ExceptionsInMemory } from './exceptions.ts';
import { ObjectsInMemory } from './objects.ts';
import { PaymentsInMemory } from './payments.ts';
import { ReferencesInMemory } from './references.ts';
import { RegistryInMemory } from './registry.ts';
import { RollsInMemory } from './rolls.ts';
import { RunsInMemory } from './runs.ts';
import { SigningKeysInMemory } from './signing-keys.ts';
import { SubmissionsInMemory } from './submissions.ts';

const sources = referenceOf('thanh-oai');

/** The reference data of the sample Thanh Oai: real units, programmes, providers and calendar. */
export const THANH_OAI = referenceData.parse({
  schemaVersion: 1,
  units: unitsOf(sources),
  ...JSON.parse(sources['programmes.json']),
  providers: JSON.parse(sources['providers.json']),
  calendar: JSON.parse(sources['calendar.json']),
  targets: JSON.parse(sources['targets.json']),
});

/** Everything that use cases need of the outside, in memory: it fits every use case's `Ports`. */
export class Province {
  readonly clock = new ClockInMemory('2023-06-02T03:00:00Z');
  readonly inbox = new ObjectsInMemory(this.clock);
  readonly work = new ObjectsInMemory(this.clock);
  readonly outbox = new ObjectsInMemory(this.clock);
  readonly submissions = new SubmissionsInMemory();
  readonly rolls = new RollsInMemory();
  readonly claims = new ClaimsInMemory();
  readonly payments = new PaymentsInMemory();
  readonly runs = new RunsInMemory();
  readonly exceptions = new ExceptionsInMemory();
  readonly references = new ReferencesInMemory();
  readonly registry = new RegistryInMemory();
  readonly signingKeys = new SigningKeysInMemory();
  /** The task tokens that were brought back, with what. */
  readonly resumed: { taskToken: string; output: object }[] = [];
  readonly resume = async (taskToken: string, output: object): Promise<void> => {
    this.resumed.push({ taskToken, output });
  };

  constructor() {
    this.references.publish('v1', THANH_OAI);
  }
}
