/// What stands before the date of publication or of the last update, in lower case; longer labels first.
enum StampLabels {
    /// The labels, cut into words.
    static let words = all.map { ($0.label.split(separator: " ").map(String.init), $0.kind) }

    /// What a line with a label begins with, in either case: other lines are told at the first byte.
    static let initials = Set(all.compactMap(\.label.utf8.first).flatMap { [$0, $0 & ~0x20] })

    private static let all: [(label: String, kind: StampLine.Kind)] = [
        ("first published on", .published), ("first published at", .published), ("first published", .published),
        ("originally published", .published), ("published on", .published), ("published at", .published),
        ("date published", .published), ("published", .published), ("posted on", .published), ("posted at", .published),
        ("posted", .published),
        ("last updated on", .updated), ("last updated at", .updated), ("last updated", .updated),
        ("last modified on", .updated), ("last modified", .updated), ("updated on", .updated), ("updated at", .updated),
        ("updated", .updated), ("modified", .updated),
    ]
}
