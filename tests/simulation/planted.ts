import { BatchExecuteStatementCommand, BatchWriteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { NAMES, type Plants } from './engine/world.ts';

/**
 * Defects that the pipeline does not have, put in between it and the cloud: the simulation must find every one of them,
 * or its silence about the pipeline means nothing. Made anew for each seed.
 */
export const PLANTED: Readonly<Record<string, () => Plants>> = {
  /** A draft is written over whatever stands under its reference. */
  'condition dropped from drafting': () => ({
    request: (_, command, __, answer) => {
      if (command instanceof BatchExecuteStatementCommand) {
        for (const statement of command.input.Statements ?? []) statement.Statement = statement.Statement?.replace('INSERT INTO', 'UPSERT INTO');
      }
      return answer();
    },
  }),
  /** A claim is taken whoever has it. */
  'condition dropped from claims': () => ({
    request: (_, command, __, answer) => {
      if (command instanceof UpdateItemCommand && command.input.TableName === NAMES.CLAIMS_TABLE) {
        command.input.ConditionExpression = undefined;
      }
      return answer();
    },
  }),
  /** The pointer moves from whatever stands. */
  'condition dropped from the pointer': () => ({
    request: (_, command, __, answer) => {
      const isPointer = command instanceof PutItemCommand && command.input.Item?.['pointer'] !== undefined;
      if (isPointer) {
        command.input.ConditionExpression = undefined;
        command.input.ExpressionAttributeValues = undefined;
      }
      return answer();
    },
  }),
};
