import CassandraWire

/// The tables that every node has: what they look like. What is in them, others say.
enum SystemTables {
    /// A keyspace with the statements that make its tables, less what they all have in common.
    struct Definition {
        var keyspace: String
        var strategy: String
        /// How many replicas its partitions have; 0 where each node has its own.
        var factor = 0
        /// `name|comment|columns|clustering order`
        var tables: [String]
    }

    static let definitions = [system, schema, virtualSchema, traces, auth, distributed, views, embedded]
    static let virtualKeyspaces: Set = ["system_virtual_schema", "system_views"]
    /// Of this node alone: servers have no such keyspace.
    static let ownKeyspace = "system_embedded"
    static let faults = "faults"
    static let traceKeyspace = "system_traces"

    private static let system = Definition(
        keyspace: "system", strategy: "LocalStrategy",
        tables: [
            """
            local|information about the local node|key text PRIMARY KEY, bootstrapped text, broadcast_address inet,
            broadcast_port int, cluster_name text, cql_version text, data_center text, gossip_generation int,
            host_id uuid, listen_address inet, listen_port int, native_protocol_version text, partitioner text,
            rack text, release_version text, rpc_address inet, rpc_port int, schema_version uuid, tokens set<text>,
            truncated_at map<uuid, blob>
            """,
            """
            peers|information about known peers in the cluster|peer inet PRIMARY KEY, data_center text, host_id uuid,
            preferred_ip inet, rack text, release_version text, rpc_address inet, schema_version uuid, tokens set<text>
            """,
            """
            peers_v2|information about known peers in the cluster|peer inet, peer_port int, data_center text,
            host_id uuid, native_address inet, native_port int, preferred_ip inet, preferred_port int, rack text,
            release_version text, schema_version uuid, tokens set<text>, PRIMARY KEY (peer, peer_port)
            """,
            """
            size_estimates|per-table primary range size estimates|keyspace_name text, table_name text,
            range_start text, range_end text, mean_partition_size bigint, partitions_count bigint,
            PRIMARY KEY (keyspace_name, table_name, range_start, range_end)
            """,
            "IndexInfo|built column indexes|table_name text, index_name text, value blob, "
                + "PRIMARY KEY (table_name, index_name)",
            "built_views|built views|keyspace_name text, view_name text, status_replicated boolean, "
                + "PRIMARY KEY (keyspace_name, view_name)",
        ])

    private static let schema = Definition(
        keyspace: "system_schema", strategy: "LocalStrategy",
        tables: [
            """
            keyspaces|keyspace definitions|keyspace_name text PRIMARY KEY, durable_writes boolean,
            replication frozen<map<text, text>>
            """,
            """
            tables|table definitions|keyspace_name text, table_name text, additional_write_policy text,
            allow_auto_snapshot boolean, bloom_filter_fp_chance double, caching frozen<map<text, text>>, cdc boolean,
            comment text, compaction frozen<map<text, text>>, compression frozen<map<text, text>>,
            crc_check_chance double, dclocal_read_repair_chance double, default_time_to_live int,
            extensions frozen<map<text, blob>>, flags frozen<set<text>>, gc_grace_seconds int, id uuid,
            incremental_backups boolean, max_index_interval int, memtable text, memtable_flush_period_in_ms int,
            min_index_interval int, read_repair text, read_repair_chance double, speculative_retry text,
            PRIMARY KEY (keyspace_name, table_name)
            """,
            """
            columns|column definitions|keyspace_name text, table_name text, column_name text, clustering_order text,
            column_name_bytes blob, kind text, position int, type text,
            PRIMARY KEY (keyspace_name, table_name, column_name)
            """,
            """
            dropped_columns|dropped column registry|keyspace_name text, table_name text, column_name text,
            dropped_time timestamp, kind text, type text, PRIMARY KEY (keyspace_name, table_name, column_name)
            """,
            """
            column_masks|column dynamic data masks|keyspace_name text, table_name text, column_name text,
            function_argument_nulls frozen<list<boolean>>, function_argument_types frozen<list<text>>,
            function_argument_values frozen<list<text>>, function_keyspace text, function_name text,
            PRIMARY KEY (keyspace_name, table_name, column_name)
            """,
            """
            triggers|trigger definitions|keyspace_name text, table_name text, trigger_name text,
            options frozen<map<text, text>>, PRIMARY KEY (keyspace_name, table_name, trigger_name)
            """,
            """
            views|view definitions|keyspace_name text, view_name text, additional_write_policy text,
            allow_auto_snapshot boolean, base_table_id uuid, base_table_name text, bloom_filter_fp_chance double,
            caching frozen<map<text, text>>, cdc boolean, comment text, compaction frozen<map<text, text>>,
            compression frozen<map<text, text>>, crc_check_chance double, dclocal_read_repair_chance double,
            default_time_to_live int, extensions frozen<map<text, blob>>, gc_grace_seconds int, id uuid,
            include_all_columns boolean, incremental_backups boolean, max_index_interval int, memtable text,
            memtable_flush_period_in_ms int, min_index_interval int, read_repair text, read_repair_chance double,
            speculative_retry text, where_clause text, PRIMARY KEY (keyspace_name, view_name)
            """,
            """
            indexes|secondary index definitions|keyspace_name text, table_name text, index_name text, kind text,
            options frozen<map<text, text>>, PRIMARY KEY (keyspace_name, table_name, index_name)
            """,
            """
            types|user defined type definitions|keyspace_name text, type_name text, field_names frozen<list<text>>,
            field_types frozen<list<text>>, PRIMARY KEY (keyspace_name, type_name)
            """,
            """
            functions|user defined function definitions|keyspace_name text, function_name text,
            argument_types frozen<list<text>>, argument_names frozen<list<text>>, body text,
            called_on_null_input boolean, language text, return_type text,
            PRIMARY KEY (keyspace_name, function_name, argument_types)
            """,
            """
            aggregates|user defined aggregate definitions|keyspace_name text, aggregate_name text,
            argument_types frozen<list<text>>, final_func text, initcond text, return_type text, state_func text,
            state_type text, PRIMARY KEY (keyspace_name, aggregate_name, argument_types)
            """,
        ])

    private static let virtualSchema = Definition(
        keyspace: "system_virtual_schema", strategy: "LocalStrategy",
        tables: [
            "keyspaces|virtual keyspace definitions|keyspace_name text PRIMARY KEY",
            """
            tables|virtual table definitions|keyspace_name text, table_name text, comment text,
            PRIMARY KEY (keyspace_name, table_name)
            """,
            """
            columns|virtual column definitions|keyspace_name text, table_name text, column_name text,
            clustering_order text, column_name_bytes blob, kind text, position int, type text,
            PRIMARY KEY (keyspace_name, table_name, column_name)
            """,
        ])

    private static let traces = Definition(
        keyspace: traceKeyspace, strategy: "SimpleStrategy", factor: 2,
        tables: [
            """
            sessions|tracing sessions|session_id uuid PRIMARY KEY, client inet, command text, coordinator inet,
            coordinator_port int, duration int, parameters map<text, text>, request text, started_at timestamp
            """,
            """
            events|tracing events|session_id uuid, event_id timeuuid, activity text, source inet,
            source_elapsed int, source_port int, thread text, PRIMARY KEY (session_id, event_id)
            """,
        ])

    private static let auth = Definition(
        keyspace: "system_auth", strategy: "SimpleStrategy", factor: 1,
        tables: [
            """
            roles|role definitions|role text PRIMARY KEY, can_login boolean, is_superuser boolean,
            member_of set<text>, salted_hash text
            """,
            "role_members|role memberships lookup table|role text, member text, PRIMARY KEY (role, member)",
            """
            role_permissions|permissions granted to db roles|role text, resource text, permissions set<text>,
            PRIMARY KEY (role, resource)
            """,
            """
            resource_role_permissons_index|index of db roles with permissions granted on a resource|resource text,
            role text, PRIMARY KEY (resource, role)
            """,
            "network_permissions|user network permissions|role text PRIMARY KEY, dcs frozen<set<text>>",
            "cidr_permissions|user cidr permissions|role text PRIMARY KEY, cidr_groups frozen<set<text>>",
            """
            cidr_groups|cidr groups to cidrs mapping|cidr_group text PRIMARY KEY,
            cidrs frozen<set<frozen<tuple<inet, smallint>>>>
            """,
            "identity_to_role|mtls authorized identities lookup table|identity text PRIMARY KEY, role text",
        ])

    private static let distributed = Definition(
        keyspace: "system_distributed", strategy: "SimpleStrategy", factor: 3, tables: [])

    private static let views = Definition(
        keyspace: "system_views", strategy: "LocalStrategy",
        tables: [
            "settings|current settings|name text PRIMARY KEY, value text",
            """
            sai_column_indexes|Storage-attached column index metadata|keyspace_name text, index_name text, analyzer text,
            column_name text, is_building boolean, is_queryable boolean, is_string boolean, table_name text,
            PRIMARY KEY (keyspace_name, index_name)
            """,
        ])

    private static let embedded = Definition(
        keyspace: ownKeyspace, strategy: "LocalStrategy",
        tables: [
            """
            faults|rules of what goes wrong|id int PRIMARY KEY, operation text, text text, node text, connection int,
            every int, probability double, "limit" int, reaction text, matched bigint, applied bigint
            """
        ])
}
