// Users write `import Cassandra` and nothing else: what they name of the lower layers comes along.

@_exported public import CassandraWire

@_exported public import struct Bytes.ByteSlice
