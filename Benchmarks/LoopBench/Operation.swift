/// Something whose cost is measured: `run` does it `count` times and returns a number made of the results. The cost of
/// one is the difference of two runs, with `many` and with `few`.
struct Operation {
    let name: String
    let few: Int
    let many: Int
    let run: (_ count: Int) -> Int
}
