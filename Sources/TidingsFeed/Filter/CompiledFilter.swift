/// A filter, checked and ready to be asked.
package struct CompiledFilter: Sendable {
    /// What a change is, of all that a filter can ask for.
    package struct Subject: Sendable {
        package let kind: Change.Kind
        package let path: [UInt8]?
        package let from: [UInt8]?
        package let changed: [DocumentPart]
        /// `nil` where there is no document, or nothing is known of it.
        package let facts: Facts?

        package init(kind: Change.Kind, path: [UInt8]?, from: [UInt8]?, changed: [DocumentPart], facts: Facts?) {
            self.kind = kind
            self.path = path
            self.from = from
            self.changed = changed
            self.facts = facts
        }
    }

    /// The kinds it lets pass; `nil` for all.
    package let kinds: Set<Change.Kind>?
    private let globs: [Glob]?
    private let changed: Set<DocumentPart>?
    private let names: [(field: Facts.Field, names: Set<String>)]
    private let words: [WordSet]?

    /// Values of all fields together: what one subscriber may cost at each change.
    static let valuesMaximum = 100
    /// Bytes of all values together: the same, and what the list of consumers has room for.
    static let bytesMaximum = 4_096

    /// Whether it asks for paths.
    package var asksForPaths: Bool { globs != nil }
    /// Whether it asks for names or words.
    package var asksForFacts: Bool { !names.isEmpty || words != nil }

    /// - Throws: `invalidFilter`.
    package init(_ filter: Filter) throws(FeedError) {
        do throws(Filter.Invalid) {
            try Self.checkSize(filter)
            kinds = try Self.set(filter.kinds, known: Change.Kind.all, "kinds")
            changed = try Self.set(filter.changed, known: DocumentPart.all, "changed")
            globs = try Self.values(filter.paths, "paths") { text, at throws(Filter.Invalid) in
                do throws(Glob.Invalid) { return try Glob(text) } catch {
                    throw Filter.Invalid(at: "\(at):\(error.at)", reason: error.reason)
                }
            }
            var names: [(Facts.Field, Set<String>)] = []
            for (field, given, name) in [
                (Facts.Field.people, filter.people, "people"), (.organisations, filter.organisations, "organisations"),
                (.places, filter.places, "places"),
            ] {
                let folded = try Self.values(given, name) { text, at throws(Filter.Invalid) in
                    let folded = Facts.folded(text)
                    if folded.isEmpty { throw Filter.Invalid(at: at, reason: "it is empty") }
                    return folded
                }
                if let folded { names.append((field, Set(folded))) }
            }
            self.names = names
            words = try Self.values(filter.words, "words") { text, at throws(Filter.Invalid) in
                let words = WordSet([text])
                if words.isEmpty { throw Filter.Invalid(at: at, reason: "there is no word in it") }
                return words
            }
        } catch {
            throw .invalidFilter(at: error.at, reason: error.reason)
        }
    }

    private static func checkSize(_ filter: Filter) throws(Filter.Invalid) {
        let texts = [
            ("kinds", filter.kinds?.map(\.rawValue)), ("paths", filter.paths),
            ("changed", filter.changed?.map(\.rawValue)), ("people", filter.people),
            ("organisations", filter.organisations), ("places", filter.places), ("words", filter.words),
        ]
        var (count, bytes) = (0, 0)
        for (field, values) in texts {
            count += values?.count ?? 0
            bytes += values?.reduce(0) { $0 + $1.utf8.count } ?? 0
            if count > valuesMaximum {
                throw .init(at: field, reason: "a filter has at most \(valuesMaximum) values")
            }
            if bytes > bytesMaximum {
                throw .init(at: field, reason: "the values of a filter have at most \(bytesMaximum) bytes in all")
            }
        }
    }

    private static func set<Value: RawRepresentable & Hashable>(
        _ values: [Value]?, known: [Value], _ field: String
    ) throws(Filter.Invalid) -> Set<Value>? where Value.RawValue == String {
        let values = try Self.values(values, field) { value, at throws(Filter.Invalid) in
            guard known.contains(value) else {
                let names = known.map(\.rawValue).joined(separator: ", ")
                throw Filter.Invalid(at: at, reason: "there is no '\(value.rawValue)'; there are \(names)")
            }
            return value
        }
        return values.map { Set($0) }
    }

    /// An empty list would let nothing pass, which nobody means.
    private static func values<Value, Compiled>(
        _ values: [Value]?, _ field: String, _ compile: (Value, String) throws(Filter.Invalid) -> Compiled
    ) throws(Filter.Invalid) -> [Compiled]? {
        guard let values else { return nil }
        if values.isEmpty { throw .init(at: field, reason: "it is empty: leave it out to let everything pass") }
        var compiled: [Compiled] = []
        for (index, value) in values.enumerated() { compiled.append(try compile(value, "\(field)[\(index)]")) }
        return compiled
    }

    /// Whether a change passes.
    package func matches(_ subject: Subject) -> Bool {
        if let kinds, !kinds.contains(subject.kind) { return false }
        if let changed, !subject.changed.contains(where: { changed.contains($0) }) { return false }
        return matches(path: subject.path, from: subject.from, facts: subject.facts)
    }

    /// Whether an article passes, as a snapshot has it: nothing has happened to it, so `kinds` and `changed` ask nothing.
    package func matches(path: [UInt8]?, from: [UInt8]?, facts: Facts?) -> Bool {
        if let globs {
            let paths = [path, from].compactMap { $0 }
            guard globs.contains(where: { glob in paths.contains { glob.matches($0) } }) else { return false }
        }
        for (field, wanted) in names {
            guard let facts, facts.names(field).contains(where: { wanted.contains(String($0)) }) else { return false }
        }
        if let words {
            guard let facts, words.contains(where: { facts.words.isSuperset(of: $0) }) else { return false }
        }
        return true
    }
}
