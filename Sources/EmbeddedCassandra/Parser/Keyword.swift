/// The words that the grammar gives a meaning to, in any case. Most may be names all the same.
enum Keyword: String, CaseIterable, Sendable {
    // Never names, unless in quotes.
    case add, allow, alter, and, apply, asc, authorize, batch, begin, by, create, delete, desc, describe, drop, entries
    case execute, from, full, grant, `if`, `in`, index, insert, into, `is`, keyspace, limit, materialized, modify
    case norecursive, not, null, of, on, or, order, primary, rename, revoke, schema, select, set, table, to, token
    case truncate, unlogged, update, use, using, view, `where`, with
    // Constants.
    case `false`, infinity, nan, `true`

    // Names of columns, tables and the like, but not of functions.
    case cast, count, distinct, json, key, maxwritetime, ttl, writetime

    // Types, which may be names of all but types.
    case ascii, bigint, blob, boolean, counter, date, decimal, double, duration, float, inet, int, smallint, text, time
    case timestamp, timeuuid, tinyint, uuid, varchar, varint

    // Names of anything.
    case access, aggregate, aggregates, all, ann, `as`, called, cidrs, cluster, clustering, compact, contains, custom
    case datacenters, `default`, exists, filtering, finalfunc, frozen, function, functions, generated, group, hashed
    case identity, initcond, input, internals, keys, keyspaces, language, like, list, login, map, masked, mbean, mbeans
    case nologin, nosuperuser, only, options, partition, password, per, permission, permissions, replace, returns, role
    case roles, sfunc, `static`, storage, stype, superuser, superusers, tables, trigger, tuple, type, types, unmask
    case unset, user, users, values, vector
    case selectMasked = "select_masked"

    /// Whether it is a name only in quotes.
    var isReserved: Bool {
        switch self {
        case .add, .allow, .alter, .and, .apply, .asc, .authorize, .batch, .begin, .by, .create, .delete, .desc,
            .describe, .drop, .entries, .execute, .from, .full, .grant, .if, .in, .index, .insert, .into, .is,
            .keyspace, .limit, .materialized, .modify, .norecursive, .not, .null, .of, .on, .or, .order, .primary,
            .rename, .revoke, .schema, .select, .set, .table, .to, .token, .truncate, .unlogged, .update, .use, .using,
            .view, .where, .with, .false, .infinity, .nan, .true:
            true
        default: false
        }
    }

    /// Whether it is the name of a type that needs no keyspace and no arguments.
    var isNativeType: Bool {
        switch self {
        case .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration, .float, .inet, .int,
            .smallint, .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varchar, .varint:
            true
        default: false
        }
    }

    /// Whether a function may be called so; `token` and `count` may, though they are not ordinary names.
    var isFunctionName: Bool {
        switch self {
        case .token, .count: true
        case .cast, .distinct, .json, .key, .maxwritetime, .ttl, .writetime: false
        default: !isReserved
        }
    }

    /// Whether a user-defined type may be called so.
    var isTypeName: Bool {
        switch self {
        case .key: true
        case .cast, .count, .distinct, .json, .maxwritetime, .ttl, .writetime: false
        default: !isReserved && !isNativeType
        }
    }
}
