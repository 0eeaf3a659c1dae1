import Testing

@Suite struct RoleParsingTests {
    @Test(
        "roles are read, and so are users",
        arguments: [
            ParsedAs("CREATE ROLE r", "create role r"),
            ParsedAs("CREATE ROLE IF NOT EXISTS Upper WITH LOGIN = true", "create role upper unless login"),
            ParsedAs(
                "CREATE ROLE 'Q' WITH PASSWORD = 'x''y' AND SUPERUSER = FALSE AND OPTIONS = {'a': 1, 'b': 'c'};",
                "create role Q password x'y no superuser options"),
            ParsedAs("CREATE ROLE r WITH HASHED PASSWORD = 'h'", "create role r hash h"),
            ParsedAs("CREATE ROLE r WITH ACCESS TO ALL DATACENTERS", "create role r to everywhere"),
            ParsedAs(
                "CREATE ROLE r WITH ACCESS TO DATACENTERS {'a', 'b', 'a'} AND ACCESS FROM CIDRS {'c'}",
                "create role r to [a, b] from [c]"),
            ParsedAs("CREATE USER Upper", "create role Upper no superuser login"),
            ParsedAs(
                "CREATE USER IF NOT EXISTS u WITH PASSWORD 'p' SUPERUSER",
                "create role u unless password p superuser login"),
            ParsedAs("ALTER USER u WITH PASSWORD 'p'", "alter role u password p"),
            ParsedAs("ALTER ROLE IF EXISTS r WITH LOGIN = false", "alter role r if no login"),
            ParsedAs("DROP ROLE r", "drop role r"), ParsedAs("DROP USER IF EXISTS 'r'", "drop role r if"),
            ParsedAs("LIST ROLES", "list roles"), ParsedAs("LIST USERS", "list users"),
            ParsedAs("LIST ROLES OF \"R\" NORECURSIVE", "list roles of R only"),
        ])
    func roles(statement: ParsedAs) { statement.check() }

    @Test(
        "permissions and what they are granted on are read",
        arguments: [
            ParsedAs("GRANT a TO b", "grant role a to b"), ParsedAs("REVOKE 'a' FROM \"B\"", "revoke role a from B"),
            ParsedAs("GRANT all TO all", "grant role all to all"),
            ParsedAs("GRANT unmask TO x", "grant role unmask to x"),
            ParsedAs("GRANT SELECT ON t TO r", "grant select on data//t to r"),
            ParsedAs("GRANT SELECT PERMISSION, MODIFY ON TABLE k.t TO r", "grant select, modify on data/k/t to r"),
            ParsedAs("GRANT CREATE ON KEYSPACE k TO r", "grant create on data/k to r"),
            ParsedAs("REVOKE DROP ON ALL TABLES IN KEYSPACE k FROM r", "revoke drop on data/k/* from r"),
            ParsedAs("GRANT CREATE ON ALL KEYSPACES TO r", "grant create on data to r"),
            ParsedAs("GRANT ALTER ON ROLE r TO r", "grant alter on roles/r to r"),
            ParsedAs("GRANT SELECT ON role TO r", "grant select on data//role to r"),
            ParsedAs("GRANT SELECT ON all TO r", "grant select on data//all to r"),
            ParsedAs("GRANT DESCRIBE ON ALL ROLES TO r", "grant describe on roles to r"),
            ParsedAs("GRANT EXECUTE ON ALL FUNCTIONS TO r", "grant execute on functions to r"),
            ParsedAs("GRANT EXECUTE ON ALL FUNCTIONS IN KEYSPACE k TO r", "grant execute on functions/k to r"),
            ParsedAs("GRANT MODIFY ON MBEAN 'x' TO r", "grant modify on mbean/x to r"),
            ParsedAs("LIST ALL", "list all"), ParsedAs("LIST ALL PERMISSIONS OF r", "list all of r"),
            ParsedAs("LIST SELECT ON k.t OF r NORECURSIVE", "list select on data/k/t of r only"),
        ])
    func permissions(statement: ParsedAs) { statement.check() }
}
