extension Filter {
    /// Reads a filter from one line of text, as `tidings follow --filter` takes it.
    ///
    ///     kinds=added,revised paths=world/** people="Ann Lee" words=flood,"high water"
    ///
    /// Terms are separated by spaces, values by commas. A value with a space, a comma or a quotation mark stands in `"…"`,
    /// where `\` takes the next character as it is. A field may be named more than once.
    /// - Throws: `invalidFilter`, with the place as `character 7`.
    public init(text: String) throws(FeedError) {
        do throws(Invalid) {
            var parser = try FilterText(text)
            self = try parser.filter()
        } catch {
            throw .invalidFilter(at: error.at, reason: error.reason)
        }
        _ = try CompiledFilter(self)
    }
}

/// The parser of a filter's text: one pass, no recursion.
private struct FilterText {
    private let text: [Character]
    private var index = 0

    private static let bytesMaximum = 64 << 10

    init(_ text: String) throws(Filter.Invalid) {
        guard text.utf8.count <= Self.bytesMaximum else {
            throw .init(at: "character 1", reason: "it has more than \(Self.bytesMaximum) bytes")
        }
        self.text = Array(text)
    }

    mutating func filter() throws(Filter.Invalid) -> Filter {
        var filter = Filter()
        skipSpaces()
        while index < text.count {
            let start = index
            let field = try name()
            let values = try values()
            guard let key = Filter.CodingKeys(rawValue: field) else {
                let known = Filter.CodingKeys.allCases.map(\.rawValue).joined(separator: ", ")
                throw invalid(at: start, "there is no field '\(field)'; there are \(known)")
            }
            switch key {
            case .kinds: filter.kinds = (filter.kinds ?? []) + values.map { Change.Kind(rawValue: $0) }
            case .paths: filter.paths = (filter.paths ?? []) + values
            case .changed: filter.changed = (filter.changed ?? []) + values.map { DocumentPart(rawValue: $0) }
            case .people: filter.people = (filter.people ?? []) + values
            case .organisations: filter.organisations = (filter.organisations ?? []) + values
            case .places: filter.places = (filter.places ?? []) + values
            case .words: filter.words = (filter.words ?? []) + values
            }
            if index < text.count, !text[index].isWhitespace {
                throw invalid(at: index, "after a value comes a comma or a space")
            }
            skipSpaces()
        }
        return filter
    }

    private mutating func name() throws(Filter.Invalid) -> String {
        let start = index
        while index < text.count, text[index] != "=", !text[index].isWhitespace { index += 1 }
        guard index < text.count, text[index] == "=" else {
            throw invalid(at: start, "this is not field=value; a value with spaces stands in \"…\"")
        }
        defer { index += 1 }
        return String(text[start..<index])
    }

    private mutating func values() throws(Filter.Invalid) -> [String] {
        var values = [try value()]
        while index < text.count, text[index] == "," {
            index += 1
            values.append(try value())
        }
        return values
    }

    private mutating func value() throws(Filter.Invalid) -> String {
        let start = index
        var value = ""
        if index < text.count, text[index] == "\"" {
            index += 1
            while index < text.count, text[index] != "\"" {
                if text[index] == "\\" { index += 1 }
                if index < text.count { value.append(text[index]) }
                index += 1
            }
            guard index < text.count else { throw invalid(at: start, "the quotation mark is not closed") }
            index += 1
        } else {
            while index < text.count, text[index] != ",", !text[index].isWhitespace {
                if text[index] == "\"" { throw invalid(at: index, "a quotation mark inside a value") }
                value.append(text[index])
                index += 1
            }
        }
        guard !value.isEmpty else { throw invalid(at: start, "a value is missing") }
        return value
    }

    private mutating func skipSpaces() {
        while index < text.count, text[index].isWhitespace { index += 1 }
    }

    /// Counted from 1, as editors do.
    private func invalid(at index: Int, _ reason: String) -> Filter.Invalid {
        .init(at: "character \(index + 1)", reason: reason)
    }
}
