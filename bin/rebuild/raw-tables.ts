import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  ScanCommand,
  UpdateContinuousBackupsCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { Store } from '../../lambdas/adapters/dynamodb.ts';
import { type JournaledTable, type StoredImage, storedImage } from '../../lambdas/domain/journal.ts';

/** Tables as they are stored, whatever is in them: what only whoever restores or leaves may do. */
export class RawTables {
  readonly #client: DynamoDBClient;
  readonly #store: Store;

  constructor(client = new DynamoDBClient({})) {
    this.#client = client;
    this.#store = new Store(client);
  }

  /** Every item, in no order. */
  async *items(table: string): AsyncGenerator<StoredImage> {
    let start: StoredImage | undefined;
    do {
      const page = await this.#client.send(
        new ScanCommand({ TableName: table, ConsistentRead: true, ...(start && { ExclusiveStartKey: start }) }),
      );
      for (const item of page.Items ?? []) yield storedImage.parse(item);
      start = page.LastEvaluatedKey && storedImage.parse(page.LastEvaluatedKey);
    } while (start);
  }

  /** Whether it holds nothing; undefined when there is no such table. */
  async isEmpty(table: string): Promise<boolean | undefined> {
    try {
      const { Items = [] } = await this.#client.send(
        new ScanCommand({ TableName: table, ConsistentRead: true, Limit: 1 }),
      );
      return Items.length === 0;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  /**
   * Makes a table with the sort key of `kind`, and the house's safety: encrypted with the key of the other tables, on
   * demand, point-in-time recovery, not deletable.
   */
  async create(table: string, kind: JournaledTable, key: string): Promise<void> {
    await this.#client.send(
      new CreateTableCommand({
        TableName: table,
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          // The position of a line, a number, keeps a roll in the order of its list.
          { AttributeName: 'sk', AttributeType: kind === 'entitlements' ? 'N' : 'S' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: key },
        DeletionProtectionEnabled: true,
      }),
    );
    await waitUntilTableExists({ client: this.#client, maxWaitTime: 300, minDelay: 1 }, { TableName: table });
    await this.#client.send(
      new UpdateContinuousBackupsCommand({
        TableName: table,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
  }

  /** Puts items as they are, and says how many. */
  async fill(table: string, items: AsyncIterable<StoredImage>): Promise<number> {
    let count = 0;
    let batch: object[] = [];
    for await (const image of items) {
      batch.push(unmarshall(image));
      count += 1;
      if (batch.length < FILLED_AT_ONCE) continue;
      await this.#store.putAll(table, batch);
      batch = [];
    }
    await this.#store.putAll(table, batch);
    return count;
  }
}

/** As many as the store keeps under way at once (six batches of 25), ten times. */
const FILLED_AT_ONCE = 1500;
