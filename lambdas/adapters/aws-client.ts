import { plugInto, type SdkClient } from './client-plugins.ts';

/**
 * How every client of ours is set; region, endpoint and credentials come from the environment, as the SDK reads it.
 * Without these a call waits for ever. The slowest that we make, a list of 30,000 people, is answered within seconds.
 * Each of the SDK's three attempts has this long: a call ends within two minutes, well within a function's ten.
 */
const SETTINGS = {
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
};

/** Makes a client of the AWS SDK: the one place where that is done, so that all of them are set and watched alike. */
export function awsClient<Client extends SdkClient>(Service: new (settings: typeof SETTINGS) => Client): Client {
  const client = new Service(SETTINGS);
  // It copies every item sent and received, for a log that nobody keeps: 4 % of the time of a task that writes
  // payments (node --cpu-prof), and no log of ours may ever hold one.
  client.middlewareStack.remove('loggerMiddleware');
  plugInto(client);
  return client;
}
