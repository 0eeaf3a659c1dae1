import Differential
import Foundation

/// Plays CQL statements on nodes and says where their answers differ.
@main struct CQLDifferential {
    static let usage = """
        cql-differential record  --contact IP[:PORT] --out FOLDER GROUPS…      writes what a node answers
        cql-differential check   --contact IP[:PORT] [--recorded FOLDER] GROUPS…  compares a node with what was recorded
        cql-differential compare --contact IP[:PORT] --with IP[:PORT] GROUPS…  compares two nodes
        cql-differential random  --contact IP[:PORT] --with IP[:PORT] --seed S --statements N
        cql-differential print   --seed S --statements N                       writes what `random` plays, as groups
        GROUPS are files, or folders of files, of groups of statements; the README beside them says how they are written.
          --most N       kinds of differences after which `random` ends (else 20)
          --tries N      how often `random` tries to show a difference with fewer statements (else 80; 0 shows the last)
          --only TEXT    only groups whose name has TEXT in it
          --known FILE   differences that there are for a reason (else the known-differences.txt beside the groups' folder)
        """

    static func main() {
        do {
            let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
            let isAsWanted =
                switch arguments.command {
                case "record": try GroupRuns(arguments).record()
                case "check": try GroupRuns(arguments).check()
                case "compare": try GroupRuns(arguments).compare()
                case "random", "print": try RandomRun(arguments).run()
                default: throw Arguments.Failure(description: usage)
                }
            exit(isAsWanted ? 0 : 1)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(2)
        }
    }
}
