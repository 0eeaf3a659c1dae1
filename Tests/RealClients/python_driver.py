#!/usr/bin/env python3
"""Checks a node with the Python driver: python_driver.py CONTACT [PORT] [--user NAME --password TEXT].

A keyspace of its own is made and dropped. Status events are checked when NODE_DOWN and NODE_UP name commands that take
another node of the cluster down and up again. Ends with "N passed, M failed, K skipped".
"""

import argparse
import os
import subprocess
import sys
import threading
import time
import traceback
import uuid
from datetime import date, datetime
from decimal import Decimal

from cassandra import (AlreadyExists, ConsistencyLevel, InvalidRequest, Unavailable)
from cassandra.auth import PlainTextAuthProvider
from cassandra.cluster import (EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile, NoHostAvailable)
from cassandra.policies import (FallthroughRetryPolicy, HostStateListener, RoundRobinPolicy,
                                TokenAwarePolicy)
from cassandra.protocol import SyntaxException
from cassandra.query import (UNSET_VALUE, BatchStatement, BatchType, SimpleStatement, dict_factory, tuple_factory)
from cassandra.util import Date, Duration, SortedSet, Time

KEYSPACE = "python_driver_" + uuid.uuid4().hex[:8]
CHECKS = []


class Skipped(Exception):
    pass


def check(function):
    CHECKS.append(function)
    return function


def same(found, wanted):
    if found != wanted:
        raise AssertionError(f"found {found!r}, wanted {wanted!r}")


def raises(kind, function):
    try:
        function()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__} was raised")


def eventually(condition, what, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"{what} did not happen in {seconds} s")


class Node:
    def __init__(self, options):
        self.options = options
        self.cluster = self.connect_cluster()
        self.session = self.cluster.connect()
        self.session.execute(
            f"CREATE KEYSPACE {KEYSPACE} WITH replication = {{'class': 'SimpleStrategy', 'replication_factor': 1}}")
        self.session.set_keyspace(KEYSPACE)

    def connect_cluster(self, **options):
        if self.options.user and "auth_provider" not in options:
            options["auth_provider"] = PlainTextAuthProvider(self.options.user, self.options.password)
        options.setdefault("protocol_version", 4)
        options.setdefault("execution_profiles", {EXEC_PROFILE_DEFAULT: ExecutionProfile(
            load_balancing_policy=TokenAwarePolicy(RoundRobinPolicy()), retry_policy=FallthroughRetryPolicy())})
        return Cluster([self.options.contact], port=self.options.port, connect_timeout=20,
                       schema_event_refresh_window=0, topology_event_refresh_window=0, status_event_refresh_window=0,
                       idle_heartbeat_interval=5, **options)

    def run(self, text, values=None, **options):
        return self.session.execute(SimpleStatement(text, **options) if options else text, values)

    def rows(self, text, values=None, **options):
        return [tuple(row) for row in self.run(text, values, **options)]

    def close(self):
        self.session.execute(f"DROP KEYSPACE IF EXISTS {KEYSPACE}")
        self.cluster.shutdown()


# --- connecting -------------------------------------------------------------------------------------------------------

@check
def the_versions_of_the_protocol_are_negotiated(node):
    cluster = Cluster([node.options.contact], port=node.options.port, connect_timeout=20,
                      auth_provider=node.cluster.auth_provider)
    try:
        session = cluster.connect()
        same(session.execute("SELECT key FROM system.local").one()[0], "local")
        assert cluster.protocol_version >= 4, cluster.protocol_version
    finally:
        cluster.shutdown()


@check
def lz4_is_spoken(node):
    try:
        import lz4  # noqa: F401
    except ImportError:
        raise Skipped("the module lz4 is not installed")
    cluster = node.connect_cluster(compression="lz4")
    try:
        same(cluster.connect().execute("SELECT key FROM system.local").one()[0], "local")
    finally:
        cluster.shutdown()


@check
def a_cluster_has_its_nodes_and_names(node):
    metadata = node.cluster.metadata
    hosts = metadata.all_hosts()
    assert any(str(host.endpoint.address) == node.options.contact for host in hosts), hosts
    for host in hosts:
        assert host.is_up and host.datacenter and host.rack and host.host_id and host.release_version, vars(host)
    assert metadata.cluster_name and metadata.partitioner.endswith("Murmur3Partitioner")


@check
def an_unknown_keyspace_is_refused(node):
    raises((InvalidRequest, NoHostAvailable), lambda: node.cluster.connect("no_such_keyspace"))


@check
def several_sessions_and_threads_share_a_node(node):
    node.run("CREATE TABLE threads (k int PRIMARY KEY, v int)")
    statement = node.session.prepare("INSERT INTO threads (k, v) VALUES (?, ?)")
    failures = []

    def work(number):
        try:
            futures = [node.session.execute_async(statement, (number * 100 + i, i)) for i in range(100)]
            for future in futures:
                future.result()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    same(failures, [])
    same(node.rows("SELECT count(*) FROM threads"), [(800,)])


# --- authentication ---------------------------------------------------------------------------------------------------

@check
def a_wrong_password_is_refused(node):
    if not node.options.user:
        raise Skipped("no --user is given")
    cluster = node.connect_cluster(auth_provider=PlainTextAuthProvider(node.options.user, "wrong"))
    try:
        raises(NoHostAvailable, cluster.connect)
    finally:
        cluster.shutdown()


@check
def no_password_is_refused(node):
    if not node.options.user:
        raise Skipped("no --user is given")
    cluster = node.connect_cluster(auth_provider=None)
    try:
        raises(NoHostAvailable, cluster.connect)
    finally:
        cluster.shutdown()


# --- values -----------------------------------------------------------------------------------------------------------

@check
def every_type_comes_back(node):
    types = {
        "a": ("ascii", "ascii"), "b": ("blob", b"\x00\xff"), "bi": ("bigint", -2**63), "bo": ("boolean", True),
        "da": ("date", Date(date(2024, 2, 29))), "de": ("decimal", Decimal("-1.50")), "d": ("double", 2.5),
        "du": ("duration", Duration(1, 2, 3)), "f": ("float", -1.5), "i": ("inet", "2001:db8::1"),
        "n": ("int", 2**31 - 1), "s": ("smallint", -2**15), "t": ("text", "é 日本 👩"), "ti": ("time", Time(10**9)),
        "ts": ("timestamp", datetime(2024, 2, 29, 12, 30, 15, 123000)), "tu": ("timeuuid", uuid.uuid1()),
        "ty": ("tinyint", -128), "u": ("uuid", uuid.uuid4()), "v": ("varint", 10**40),
        "l": ("list<int>", [3, 1, 3]), "se": ("set<text>", SortedSet(["b", "a"])), "m": ("map<text, int>", {"a": 1}),
        "tp": ("tuple<int, text>", (1, None)), "fl": ("frozen<list<int>>", [1, 2]),
        "ve": ("vector<float, 3>", [1.0, -2.5, 0.0]),
    }
    columns = ", ".join(f"{name} {kind}" for name, (kind, _) in types.items())
    node.run(f"CREATE TABLE every (k int PRIMARY KEY, {columns})")
    names = list(types)
    insert = node.session.prepare(
        f"INSERT INTO every (k, {', '.join(names)}) VALUES (?, {', '.join('?' for _ in names)})")
    node.session.execute(insert, [1] + [types[name][1] for name in names])
    node.session.execute(insert, [2] + [None for _ in names])
    node.session.execute(insert, [3] + [UNSET_VALUE for _ in names])
    select = node.session.prepare(f"SELECT {', '.join(names)} FROM every WHERE k = ?")
    row = node.session.execute(select, [1]).one()
    for name in names:
        found, wanted = getattr(row, name), types[name][1]
        same((name, dict(found) if name == "m" else found), (name, wanted))
    same(tuple(node.session.execute(select, [2]).one()), tuple(None for _ in names))
    same(tuple(node.session.execute(select, [3]).one()), tuple(None for _ in names))


@check
def collections_change_in_parts(node):
    node.run("CREATE TABLE parts (k int PRIMARY KEY, l list<int>, s set<int>, m map<text, int>)")
    node.run("INSERT INTO parts (k, l, s, m) VALUES (1, [1, 2], {1, 2}, {'a': 1})")
    update = node.session.prepare("UPDATE parts SET l = l + ?, s = s - ?, m[?] = ? WHERE k = 1")
    node.session.execute(update, ([3], {1}, "b", 2))
    row = node.run("SELECT l, s, m FROM parts WHERE k = 1").one()
    same((row.l, set(row.s), dict(row.m)), ([1, 2, 3], {2}, {"a": 1, "b": 2}))


@check
def user_types_are_objects(node):
    class Address:
        def __init__(self, street, number):
            self.street, self.number = street, number

    node.run("CREATE TYPE address (street text, number int)")
    node.run("CREATE TABLE people (k int PRIMARY KEY, home frozen<address>, work address, others list<frozen<address>>)")
    node.cluster.register_user_type(KEYSPACE, "address", Address)
    insert = node.session.prepare("INSERT INTO people (k, home, work, others) VALUES (?, ?, ?, ?)")
    node.session.execute(insert, (1, Address("Main", 1), Address(None, 2), [Address("a", 3)]))
    row = node.run("SELECT home, work, others FROM people WHERE k = 1").one()
    same((row.home.street, row.home.number, row.work.street, row.work.number), ("Main", 1, None, 2))
    same([(other.street, other.number) for other in row.others], [("a", 3)])
    node.run("ALTER TYPE address ADD city text")
    eventually(lambda: "city" in node.cluster.metadata.keyspaces[KEYSPACE].user_types["address"].field_names,
               "the new field in the metadata")


@check
def nested_collections_are_read(node):
    node.run("CREATE TABLE nested (k int PRIMARY KEY, v map<text, frozen<map<int, frozen<list<text>>>>>)")
    node.run("INSERT INTO nested (k, v) VALUES (1, {'x': {1: ['a', 'b'], 2: []}})")
    value = node.run("SELECT v FROM nested WHERE k = 1").one().v
    same({key: {k: list(v) for k, v in inner.items()} for key, inner in value.items()}, {"x": {1: ["a", "b"], 2: []}})


# --- statements -------------------------------------------------------------------------------------------------------

@check
def prepared_statements_know_their_routing_key(node):
    node.run("CREATE TABLE routed (a int, b text, c int, v int, PRIMARY KEY ((a, b), c))")
    statement = node.session.prepare("INSERT INTO routed (v, c, b, a) VALUES (?, ?, ?, ?)")
    same(list(statement.routing_key_indexes), [3, 2])
    bound = statement.bind((1, 2, "x", 3))
    assert bound.routing_key is not None
    node.session.execute(bound)
    same(node.rows("SELECT a, b, c, v FROM routed"), [(3, "x", 2, 1)])
    same([column.name for column in statement.column_metadata], ["v", "c", "b", "a"])


@check
def values_are_bound_by_name(node):
    node.run("CREATE TABLE named (k int PRIMARY KEY, v text)")
    statement = node.session.prepare("INSERT INTO named (k, v) VALUES (:key, :value)")
    node.session.execute(statement, {"value": "x", "key": 5})
    same(node.rows("SELECT k, v FROM named"), [(5, "x")])


@check
def simple_statements_take_values(node):
    node.run("CREATE TABLE simple (k int PRIMARY KEY, v text)")
    node.run("INSERT INTO simple (k, v) VALUES (%s, %s)", (1, "it's"))
    same(node.rows("SELECT v FROM simple WHERE k = %s", (1,)), [("it's",)])


@check
def a_changed_table_is_prepared_again(node):
    node.run("CREATE TABLE changed (k int PRIMARY KEY, v int)")
    statement = node.session.prepare("SELECT * FROM changed WHERE k = ?")
    node.run("INSERT INTO changed (k, v) VALUES (1, 1)")
    same(len(node.session.execute(statement, (1,)).one()), 2)
    node.run("ALTER TABLE changed ADD w int")
    assert len(node.session.execute(statement, (1,)).one()) in (2, 3)


@check
def pages_are_fetched(node):
    node.run("CREATE TABLE pages (k int, c int, PRIMARY KEY (k, c))")
    insert = node.session.prepare("INSERT INTO pages (k, c) VALUES (?, ?)")
    for future in [node.session.execute_async(insert, (i % 3, i)) for i in range(250)]:
        future.result()
    statement = node.session.prepare("SELECT c FROM pages WHERE k = ?")
    statement.fetch_size = 10
    result = node.session.execute(statement, (1,))
    assert result.has_more_pages
    same(len(result.current_rows), 10)
    state = result.paging_state
    same([row.c for row in result], [i for i in range(250) if i % 3 == 1])
    again = node.session.execute(statement, (1,), paging_state=state)
    same(again.current_rows[0].c, 31)
    everything = node.run("SELECT k, c FROM pages", fetch_size=7)
    same(len(list(everything)), 250)


@check
def row_factories_see_columns(node):
    node.run("CREATE TABLE factories (k int PRIMARY KEY, \"Mixed Case\" int)")
    node.run("INSERT INTO factories (k, \"Mixed Case\") VALUES (1, 2)")
    profile = node.session.execution_profile_clone_update(EXEC_PROFILE_DEFAULT, row_factory=dict_factory)
    same(node.session.execute("SELECT * FROM factories", execution_profile=profile).one(), {"k": 1, "Mixed Case": 2})
    profile = node.session.execution_profile_clone_update(EXEC_PROFILE_DEFAULT, row_factory=tuple_factory)
    same(node.session.execute("SELECT * FROM factories", execution_profile=profile).one(), (1, 2))


@check
def conditions_say_whether_they_held(node):
    node.run("CREATE TABLE conditions (k int PRIMARY KEY, v int)")
    insert = node.session.prepare("INSERT INTO conditions (k, v) VALUES (?, ?) IF NOT EXISTS")
    assert node.session.execute(insert, (1, 1)).was_applied
    result = node.session.execute(insert, (1, 2))
    assert not result.was_applied
    same(result.one().v, 1)
    assert node.run("UPDATE conditions SET v = 5 WHERE k = 1 IF v = 1").was_applied
    assert not node.run("UPDATE conditions SET v = 6 WHERE k = 1 IF v = 1").was_applied
    assert node.run("DELETE FROM conditions WHERE k = 1 IF EXISTS").was_applied
    statement = SimpleStatement("INSERT INTO conditions (k) VALUES (2) IF NOT EXISTS",
                                serial_consistency_level=ConsistencyLevel.LOCAL_SERIAL)
    assert node.session.execute(statement).was_applied


@check
def batches_of_all_kinds(node):
    node.run("CREATE TABLE batched (k int, c int, v int, PRIMARY KEY (k, c))")
    node.run("CREATE TABLE counted (k int PRIMARY KEY, n counter)")
    insert = node.session.prepare("INSERT INTO batched (k, c, v) VALUES (?, ?, ?)")
    for kind in (BatchType.LOGGED, BatchType.UNLOGGED):
        batch = BatchStatement(batch_type=kind)
        for i in range(5):
            batch.add(insert, (1, i, i))
        batch.add("INSERT INTO batched (k, c, v) VALUES (2, %s, 0)", (7,))
        node.session.execute(batch)
    same(node.rows("SELECT count(*) FROM batched"), [(6,)])
    batch = BatchStatement(batch_type=BatchType.COUNTER)
    count = node.session.prepare("UPDATE counted SET n = n + ? WHERE k = ?")
    batch.add(count, (5, 1))
    batch.add(count, (-2, 1))
    node.session.execute(batch)
    same(node.rows("SELECT n FROM counted WHERE k = 1"), [(3,)])
    batch = BatchStatement()
    batch.add(SimpleStatement("INSERT INTO batched (k, c) VALUES (9, 1) IF NOT EXISTS"))
    batch.add(insert, (9, 2, 2))
    assert node.session.execute(batch).was_applied
    assert not node.session.execute(batch).was_applied


@check
def errors_have_their_classes(node):
    node.run("CREATE TABLE errors (k int PRIMARY KEY, v int)")
    raises(SyntaxException, lambda: node.run("SELEC * FROM errors"))
    raises(InvalidRequest, lambda: node.run("SELECT nope FROM errors"))
    error = raises(AlreadyExists, lambda: node.run("CREATE TABLE errors (k int PRIMARY KEY)"))
    same((error.keyspace, error.table), (KEYSPACE, "errors"))
    raises(AlreadyExists, lambda: node.run(
        f"CREATE KEYSPACE {KEYSPACE} WITH replication = {{'class': 'SimpleStrategy', 'replication_factor': 1}}"))
    if len(node.cluster.metadata.all_hosts()) == 1:
        error = raises(Unavailable, lambda: node.run(
            "INSERT INTO errors (k) VALUES (1)", consistency_level=ConsistencyLevel.TWO))
        same((error.required_replicas, error.alive_replicas), (2, 1))


@check
def warnings_are_passed_on(node):
    future = node.session.execute_async(f"SELECT count(*) FROM {KEYSPACE}.batched")
    future.result()
    assert future.warnings and "Aggregation query" in future.warnings[0], future.warnings


@check
def times_and_timestamps(node):
    node.run("CREATE TABLE timed (k int PRIMARY KEY, v int)")
    node.run("INSERT INTO timed (k, v) VALUES (1, 1) USING TIMESTAMP 1000 AND TTL 1000")
    stamp, left = node.rows("SELECT writetime(v), ttl(v) FROM timed WHERE k = 1")[0]
    assert stamp == 1000 and 900 < left <= 1000, (stamp, left)
    before = time.time()
    node.run("INSERT INTO timed (k, v) VALUES (2, 1)")
    stamp = node.rows("SELECT writetime(v) FROM timed WHERE k = 2")[0][0] / 1e6
    assert before - 1 <= stamp <= time.time() + 1, stamp


@check
def a_trace_is_asked_for(node):
    future = node.session.execute_async("SELECT key FROM system.local", trace=True)
    future.result()
    ids = [trace.trace_id for trace in future._query_traces or []]
    if not ids:
        raise AssertionError("no id of a trace was answered")


# --- metadata and events ----------------------------------------------------------------------------------------------

@check
def metadata_tells_the_schema(node):
    node.run("CREATE TYPE point (x int, y int)")
    node.run("CREATE TABLE described (a int, b text, c timeuuid, d int, s int static, p frozen<point>, l list<text>, "
             "PRIMARY KEY ((a, b), c, d)) WITH CLUSTERING ORDER BY (c DESC, d ASC) AND comment = 'a comment'")
    keyspace = node.cluster.metadata.keyspaces[KEYSPACE]
    table = keyspace.tables["described"]
    same([column.name for column in table.partition_key], ["a", "b"])
    same([column.name for column in table.clustering_key], ["c", "d"])
    same([column.is_reversed for column in table.clustering_key], [True, False])
    same(table.columns["p"].cql_type, "frozen<point>")
    assert table.columns["s"].is_static
    same(table.options["comment"], "a comment")
    same(list(keyspace.user_types["point"].field_names), ["x", "y"])
    text = keyspace.export_as_string()
    assert "CREATE TABLE" in text and "CREATE TYPE" in text and "static" in text, text


@check
def the_exported_schema_makes_the_same_tables(node):
    text = node.cluster.metadata.keyspaces[KEYSPACE].tables["described"].export_as_string()
    node.run("DROP TABLE described")
    for statement in text.split(";"):
        if statement.strip():
            node.run(statement)
    same(node.cluster.metadata.keyspaces[KEYSPACE].tables["described"].export_as_string(), text)


@check
def tokens_lead_to_replicas(node):
    metadata = node.cluster.metadata
    node.run("CREATE TABLE tokens (k int PRIMARY KEY)")
    statement = node.session.prepare("INSERT INTO tokens (k) VALUES (?)")
    for key in (1, 2, -3):
        bound = statement.bind((key,))
        node.session.execute(bound)
        token = node.rows(f"SELECT token(k) FROM tokens WHERE k = {key}")[0][0]
        same(metadata.token_map.token_class.from_key(bound.routing_key).value, token)
        assert len(metadata.get_replicas(KEYSPACE, bound.routing_key)) == 1


@check
def schema_events_arrive(node):
    watcher = node.connect_cluster()
    try:
        watcher.connect()
        node.run("CREATE TABLE events_of_schema (k int PRIMARY KEY)")
        tables = lambda: watcher.metadata.keyspaces[KEYSPACE].tables  # noqa: E731
        eventually(lambda: "events_of_schema" in tables(), "the event of the table's creation")
        node.run("ALTER TABLE events_of_schema ADD v int")
        eventually(lambda: "v" in tables()["events_of_schema"].columns, "the event of the table's change")
        node.run("DROP TABLE events_of_schema")
        eventually(lambda: "events_of_schema" not in tables(), "the event of the table's removal")
        node.run("CREATE TYPE event_type (x int)")
        eventually(lambda: "event_type" in watcher.metadata.keyspaces[KEYSPACE].user_types, "the event of the type")
        other = KEYSPACE + "_2"
        node.run(f"CREATE KEYSPACE {other} WITH replication = {{'class': 'SimpleStrategy', 'replication_factor': 1}}")
        eventually(lambda: other in watcher.metadata.keyspaces, "the event of the keyspace's creation")
        node.run(f"DROP KEYSPACE {other}")
        eventually(lambda: other not in watcher.metadata.keyspaces, "the event of the keyspace's removal")
    finally:
        watcher.shutdown()


@check
def status_events_arrive(node):
    down, up = os.environ.get("NODE_DOWN"), os.environ.get("NODE_UP")
    if not down or not up:
        raise Skipped("NODE_DOWN and NODE_UP name no commands")
    seen = []

    class Listener(HostStateListener):
        def on_up(self, host):
            seen.append("up")

        def on_down(self, host):
            seen.append("down")

        def on_add(self, host):
            seen.append("add")

        def on_remove(self, host):
            seen.append("remove")

    watcher = node.connect_cluster()
    try:
        watcher.connect()
        watcher.register_listener(Listener())
        subprocess.run(down, shell=True, check=True, stdout=subprocess.DEVNULL)
        eventually(lambda: "down" in seen, "the event of a node that goes down", 60)
        subprocess.run(up, shell=True, check=True, stdout=subprocess.DEVNULL)
        eventually(lambda: "up" in seen, "the event of a node that comes up", 120)
    finally:
        watcher.shutdown()


@check
def the_schema_agrees(node):
    assert node.cluster.control_connection.wait_for_schema_agreement()


@check
def heartbeats_are_answered(node):
    cluster = node.connect_cluster()
    cluster.idle_heartbeat_interval = 1
    try:
        session = cluster.connect()
        time.sleep(3)
        assert all(host.is_up for host in cluster.metadata.all_hosts())
        same(session.execute("SELECT key FROM system.local").one()[0], "local")
    finally:
        cluster.shutdown()


def main():
    parser = argparse.ArgumentParser(prog="python_driver.py")
    parser.add_argument("contact")
    parser.add_argument("port", nargs="?", type=int, default=9042)
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    parser.add_argument("--only", default="", help="only checks whose name has this in it")
    options = parser.parse_args()
    passed = failed = skipped = 0
    node = Node(options)
    try:
        for function in CHECKS:
            name = function.__name__.replace("_", " ")
            if options.only not in name:
                continue
            try:
                function(node)
                passed += 1
                print(f"ok   {name}", flush=True)
            except Skipped as reason:
                skipped += 1
                print(f"skip {name}: {reason}", flush=True)
            except Exception as error:
                failed += 1
                place = traceback.extract_tb(error.__traceback__)
                line = next((frame.lineno for frame in reversed(place) if frame.filename == __file__), 0)
                print(f"FAIL {name}: line {line}: {type(error).__name__}: {error}", flush=True)
    finally:
        node.close()
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
