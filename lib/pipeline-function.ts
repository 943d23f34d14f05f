import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledged.ts';

/** The settings of a task, as its `env.ts` types them: every one a string in the function's environment. */
type TaskEnvironment = Readonly<Record<string, string>>;

export interface PipelineFunctionProps {
  /** The folder of `lambdas/`, for example `reconcile-chunk`. */
  readonly task: string;
  /** The folder of the bundles. */
  readonly bundles: string;
  readonly environment: TaskEnvironment;
  /** Default 512 MB: what every task of a month must fit in. */
  readonly memory?: number;
  readonly timeout?: Duration;
  /** At most so many at work at once, over all executions: taken from the account's pool. */
  readonly reservedConcurrency?: number | undefined;
}

/** One task's function with the house defaults: Node 24 on arm64, traced, its own log group kept a year. */
export class PipelineFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // Not the role that CDK would make: that one may write to every log of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    acknowledge(this, 'IAM5[Resource::*]', 'X-Ray knows no resources: what it is sent has no name to grant');
    this.function = new LambdaFunction(this, 'Function', {
      description: `ansinh ${props.task}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(props.bundles, props.task)),
      memorySize: props.memory ?? 512,
      // As long as the machines wait for a task.
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
      timeout: props.timeout ?? Duration.minutes(10),
      tracing: Tracing.ACTIVE,
      environment: {
        ...props.environment,
        // Every log line and metric names the deployment: two in one account must not add up.
        POWERTOOLS_SERVICE_NAME: Stack.of(this).stackName,
        POWERTOOLS_LOG_LEVEL: 'INFO',
        NODE_OPTIONS: '--enable-source-maps',
      },
      role,
      logGroup,
    });
  }
}
