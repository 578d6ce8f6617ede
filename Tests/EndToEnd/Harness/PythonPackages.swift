import Foundation

/// Clients and parsers of PyPI that we did not write, in a virtual environment of their own.
enum PythonPackages {
    private static let packages = ["varlink": "31.0.0", "prometheus-client": "0.26.0"]

    /// The interpreter that has them; `nil` where they cannot be had.
    ///
    /// Made once, beside the tests, and found there by the next run.
    static let python: String? = {
        let pins = packages.map { "\($0)==\($1)" }.sorted()
        let folder = Command.binaries.appending(path: "python-packages").path
        let python = folder + "/bin/python"
        func areThere() -> Bool {
            let question =
                "import sys, importlib.metadata as m; assert all(m.version(p.split('==')[0]) == p.split('==')[1] for p in sys.argv[1:])"
            return (try? Command.run("/usr/bin/env", [python, "-c", question] + pins).status) == 0
        }
        if areThere() { return python }
        let script = """
            rm -rf "$0"
            python3 -m venv "$0"
            "$0/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 15 "$@"
            """
        guard (try? Command.run("/bin/sh", ["-euc", script, folder] + pins).status) == 0, areThere() else { return nil }
        return python
    }()
}
