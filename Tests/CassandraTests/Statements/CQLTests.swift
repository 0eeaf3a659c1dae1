import Foundation
import Testing

@testable import Cassandra

@Suite struct CQLTests {
    @Test func `an interpolated value becomes a marker, and its text never part of the statement`() {
        let name = "x'; DROP TABLE users; --"
        let statement: CQL = "SELECT * FROM users WHERE name = \(name) AND age > \(7)"
        #expect(statement.text == "SELECT * FROM users WHERE name = ? AND age > ?")
        #expect(statement.values.count == 2)
        #expect(statement.fault == nil)
    }

    @Test func `names are quoted where they need to be`() {
        let statement: CQL = "SELECT * FROM \(identifier: "fleet").\(identifier: "Weird \"name\"")"
        #expect(statement.text == #"SELECT * FROM fleet."Weird ""name""""#)
    }

    @Test func `a value between quotes is a fault that says which one`() {
        let statement: CQL = "INSERT INTO t (a, b) VALUES (\(1), '\(2)')"
        #expect(statement.fault?.contains("value 2") == true)
        let doubled: CQL = "INSERT INTO t (a, b) VALUES ('it''s', \(2))"
        #expect(doubled.fault == nil)
        let name: CQL = "SELECT \"it's\" FROM t WHERE a = \(1)"
        #expect(name.fault == nil)
    }

    @Test func `unsafe text goes in as it is`() {
        let part = "a = 1"
        let statement: CQL = "SELECT * FROM t WHERE \(unsafe: part)"
        #expect(statement.text == "SELECT * FROM t WHERE a = 1")
    }

    @Test(
        arguments: [
            ("SELECT 1", CQL.Verb.select), ("  \n\tselect 1", .select), ("-- c\nSELECT 1", .select),
            ("// c\r\nInsert into t", .write), ("/* SELECT */ update t", .write), ("BEGIN BATCH", .write),
            ("delete from t", .write), ("USE ks", .use), ("CREATE TABLE t", .other), ("", .other), ("/*", .other),
            ("--", .other), ("SELECTED", .other),
        ])
    func `the first word tells what a statement is`(text: String, verb: CQL.Verb) {
        #expect(CQL.verb(of: text) == verb)
    }
}
