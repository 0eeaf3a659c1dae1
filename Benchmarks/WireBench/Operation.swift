/// Something whose cost is measured: `run` does it `count` times and returns a number made of the results, so that no
/// work can be left out by the compiler.
struct Operation {
    let name: String
    let run: (_ count: Int) -> Int
}
