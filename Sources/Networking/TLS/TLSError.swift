/// Why an encrypted connection failed.
package enum TLSError: Error, Hashable, Sendable {
}
