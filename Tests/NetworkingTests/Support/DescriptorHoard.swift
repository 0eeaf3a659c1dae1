import Glibc
import Synchronization

/// Takes all descriptors that this process may have; for a process of its own.
final class DescriptorHoard: Sendable {
    private let taken = Mutex<[Int32]>([])

    init(limit: rlim_t = 64) {
        var limits = rlimit(rlim_cur: limit, rlim_max: limit)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        takeAll()
    }

    func takeAll() {
        taken.withLock { taken in
            while case let descriptor = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC), descriptor >= 0 {
                taken.append(descriptor)
            }
        }
    }

    func letGo(of count: Int) {
        taken.withLock { taken in
            for descriptor in taken.suffix(count) { _ = close(descriptor) }
            taken.removeLast(min(count, taken.count))
        }
    }
}
