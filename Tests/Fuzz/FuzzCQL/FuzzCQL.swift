import FuzzBodies

/// The entry point that libFuzzer calls; a broken property ends the process, which is what it looks for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCQL(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    do {
        try StatementBody.check(input)
        try DocumentBody.check(input)
    } catch {
        fatalError(error.description)
    }
    return 0
}
