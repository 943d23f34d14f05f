"""The local cloud's application: ministack, what it leaves out of streams of tables, and what it does again and again
(docs/adr/0001-local-cloud.md).

Each part says what AWS does. Served as `local_cloud:app`.
"""

import asyncio
import time
from functools import lru_cache

from ministack.app import app as app
from ministack.services import _dynamodb_keywords, cloudformation, dynamodb, lambda_svc

# Batches of a table that one window gives to its function at most: so that writers who go on do not keep it busy.
PASSES = 20

# A question about a stack is answered no later, whatever is under way.
STACK_WAIT_SECONDS = 3


def tell_streams_of_statements():
    """A statement of PartiQL that changes an item is a change like another: the table's stream tells it."""
    set_item = dynamodb._set_item
    tables = []

    def set_and_tell(table, pk, sk, item):
        before = set_item(table, pk, sk, item)
        if tables and tables[-1] is table:
            event = "INSERT" if before is None else "MODIFY"
            dynamodb._emit_stream_event(table["TableName"], event, before, item)
        return before

    def telling(write):
        def statement(table, *rest):
            tables.append(table)
            try:
                return write(table, *rest)
            finally:
                tables.pop()

        return statement

    dynamodb._set_item = set_and_tell
    dynamodb._partiql_insert = telling(dynamodb._partiql_insert)
    dynamodb._partiql_update = telling(dynamodb._partiql_update)


def gather_changes():
    """A mapping with a batching window waits so long for more changes before it invokes its function."""
    poll = lambda_svc._poll_dynamodb_streams
    last = 0.0

    def poll_later():
        nonlocal last
        windows = [esm.get("MaximumBatchingWindowInSeconds", 0) for _, _, esm in lambda_svc._iter_all_esms()]
        if time.monotonic() - last < min(windows, default=0):
            return False
        # What is more than a batch does not wait for another window.
        passes = 0
        while poll() and passes < PASSES:
            passes += 1
        last = time.monotonic()
        return passes > 0

    lambda_svc._poll_dynamodb_streams = poll_later


def read_texts_once():
    """The same answers sooner. A condition was taken apart anew for every item that it judges, a statement of a batch twice.

    Tokens are only ever read.
    """
    _dynamodb_keywords._tokenize = lru_cache(maxsize=1000)(_dynamodb_keywords._tokenize)
    dynamodb._tokenize = lru_cache(maxsize=1000)(dynamodb._tokenize)
    dynamodb._condition_syntax_error = lru_cache(maxsize=1000)(dynamodb._condition_syntax_error)
    parse = dynamodb._parse_partiql
    last = (None, None, None)

    def parse_once(statement, parameters):
        nonlocal last
        known, of, parsed = last
        # The very same list: the batch looks at a statement, and then hands it on to be carried out.
        if known != statement or of is not parameters:
            parsed = parse(statement, parameters)
            last = (statement, parameters, parsed)
        return parsed

    dynamodb._parse_partiql = parse_once


def await_stacks():
    """The same answers sooner. The CDK asks about a stack again after five seconds: its first question waits for a while."""
    handle = cloudformation.handle_request

    async def handle_later(method, path, headers, body, query_params):
        if b"Action=DescribeStacks" in body:
            end = time.monotonic() + STACK_WAIT_SECONDS
            while time.monotonic() < end and any(is_under_way(one) for one in cloudformation._stacks.values()):
                await asyncio.sleep(0.02)
        return await handle(method, path, headers, body, query_params)

    cloudformation.handle_request = handle_later


def is_under_way(stack):
    return stack.get("StackStatus", "").endswith("_IN_PROGRESS")


tell_streams_of_statements()
await_stacks()
gather_changes()
read_texts_once()
