# Tidings: `make` lists what there is to do.
PREFIX ?= /usr/local
DESTDIR ?=
# The service looks for its settings in /etc, wherever it lies itself.
SYSCONFDIR ?= /etc

bindir = $(PREFIX)/bin
unitdir = $(PREFIX)/lib/systemd/system
mandir = $(PREFIX)/share/man
docdir = $(PREFIX)/share/doc/tidings
bashdir = $(PREFIX)/share/bash-completion/completions
# Debian's zsh looks in vendor-completions for what packages bring, and in site-functions for what is below /usr/local.
zshdir = $(PREFIX)/share/zsh/$(if $(filter /usr,$(PREFIX)),vendor-completions,site-functions)
fishdir = $(PREFIX)/share/fish/vendor_completions.d
settings = $(DESTDIR)$(SYSCONFDIR)/tidings/tidingsd.yaml
# Imports must be declared in Package.swift: this is what keeps the dependencies pointing one way.
checks = --explicit-target-dependency-import-check error
release = .build/release

SECONDS ?= 60

.PHONY: help setup run test test-reader test-watch test-crash test-systemd fuzz fuzz-reader build man completions docs bench bench-reading lint format install \
    uninstall deb test-deb clean

help: ## list these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## install what building needs, if anything is missing
	@deploy/setup

run: setup ## build, then watch seeds/ and print what happens (Ctrl-C ends it)
	swift build $(checks)
	@rm -rf .build/run && mkdir -p .build/run
	@echo
	@echo "In another terminal:  .build/debug/tidings follow --since 0 --socket .build/run/socket"
	@echo "Then edit, add, rename or delete an article in seeds/."
	@echo
	@.build/debug/tidingsd --folder seeds --state .build/run/state --socket .build/run/socket

test: setup ## build and run all tests
	swift build --build-tests $(checks)
	swift test --skip-build --disable-xctest

test-reader: setup ## how articles are read, alone (docs/READING.md)
	swift build --build-tests $(checks)
	swift test --skip-build --disable-xctest --filter TidingsReaderTests

test-watch: setup ## a thousand random schedules and a flood of 20,000 files, with the watching tests
	swift build --build-tests $(checks)
	TIDINGS_SCHEDULES=$${TIDINGS_SCHEDULES:-1000} TIDINGS_FLOOD=20000 \
	    swift test --skip-build --disable-xctest --filter 'ScheduleTests|WatchingTests|HostileTests|CaseTests'

test-crash: setup ## the service is killed, or its disk fails, at every call; power cuts; bits that flip (some 15 minutes)
	swift build --build-tests $(checks)
	TIDINGS_CRASHES=all TIDINGS_POWER_CUTS=$${TIDINGS_POWER_CUTS:-60} TIDINGS_DAMAGES=$${TIDINGS_DAMAGES:-200} Tests/crash-summary \
	    swift test --skip-build --disable-xctest --filter 'CrashTests|PowerLossTests|DamageTests|ShortageTests|KeepingTests'

test-systemd: ## the installed service under a systemd of its own: restarts under load, reload, sandbox (needs root)
	@if reason=$$(Tests/SystemdTests/lab check); then \
	    rm -rf .build/lab-root && \
	    $(MAKE) install DESTDIR=.build/lab-root PREFIX=/usr && $(MAKE) test-deb && \
	    TIDINGS_DEB=$$(realpath .build/deb/tidings_*.deb) Tests/SystemdTests/run .build/lab-root; \
	else \
	    echo "skipped: $$reason"; \
	fi

fuzz: ## what strangers send, tried at random for SECONDS=60: framing, calls, filters (libFuzzer)
	@mkdir -p .build/fuzz/corpus
	printf 'kinds=added,revised paths=world/**/[a-c]?*.md words="high water"' > .build/fuzz/corpus/text
	printf '{"kinds":["added"],"paths":["**/*.md"],"words":["flood"]}' > .build/fuzz/corpus/json
	swiftc -O -swift-version 6 -enable-upcoming-feature InternalImportsByDefault -sanitize=fuzzer -parse-as-library -module-name fuzz -package-name tidings \
	    $$(find Sources/TidingsFeed -name '*.swift') Tests/Fuzz/Fuzz.swift -o .build/fuzz/fuzz
	SWIFT_BACKTRACE=enable=no .build/fuzz/fuzz -max_total_time=$(SECONDS) -max_len=2000 -print_final_stats=1 .build/fuzz/corpus

fuzz-reader: ## what contributors drop, tried at random for SECONDS=60 (libFuzzer)
	@mkdir -p .build/fuzz/articles
	@for article in Tests/TidingsReaderTests/Corpus/*.txt; do (printf b; cat "$$article") > .build/fuzz/articles/"$$(basename "$$article")"; done
	@for article in Tests/TidingsReaderTests/Corpus/*.md; do (printf a; cat "$$article") > .build/fuzz/articles/"$$(basename "$$article")"; done
	swiftc -O -swift-version 6 -enable-upcoming-feature InternalImportsByDefault -parse-as-library -module-name TidingsFeed -package-name tidings \
	    -emit-module -emit-module-path .build/fuzz/TidingsFeed.swiftmodule -emit-library -static -o .build/fuzz/libTidingsFeed.a $$(find Sources/TidingsFeed -name '*.swift')
	swiftc -O -swift-version 6 -enable-upcoming-feature InternalImportsByDefault -sanitize=fuzzer -parse-as-library -module-name fuzz -package-name tidings \
	    -I .build/fuzz -L .build/fuzz -lTidingsFeed $$(find Sources/TidingsReader -mindepth 2 -name '*.swift' ! -name FrontMatter.swift ! -name DecodedText.swift) \
	    Tests/Fuzz/ReaderFuzz.swift -o .build/fuzz/fuzz-reader
	SWIFT_BACKTRACE=enable=no .build/fuzz/fuzz-reader -max_total_time=$(SECONDS) -max_len=8000 -timeout=10 -print_final_stats=1 .build/fuzz/articles

build: setup ## build for release: .build/release/tidingsd and tidings, which need no Swift to run
	swift build -c release --static-swift-stdlib $(checks) --product tidingsd
	swift build -c release --static-swift-stdlib $(checks) --product tidings

docs: ## the client library's documentation: .build/docs (docc, which comes with Swift)
	@mkdir -p .build/symbols
	swiftc -swift-version 6 -enable-upcoming-feature InternalImportsByDefault -parse-as-library -module-name TidingsFeed \
	    -package-name tidings -emit-module -emit-module-path .build/symbols/TidingsFeed.swiftmodule \
	    -emit-symbol-graph -emit-symbol-graph-dir .build/symbols/graph $$(find Sources/TidingsFeed -name '*.swift')
	docc convert Sources/TidingsFeed/TidingsFeed.docc --fallback-display-name TidingsFeed \
	    --fallback-bundle-identifier org.tidings.TidingsFeed --additional-symbol-graph-dir .build/symbols/graph \
	    --output-dir .build/docs --warnings-as-errors
	@echo "python3 -m http.server -d .build/docs shows it at http://localhost:8000/documentation/tidingsfeed/"

man: build ## the man pages: .build/man, made from the commands' own help and checked (mandoc, where installed)
	deploy/man/pages $(release) .build/man
	deploy/man/check $(release) .build/man

completions: build ## what bash, zsh and fish complete: .build/completions
	deploy/completions $(release) .build/completions

bench: build ## measure the whole way (latency, throughput, memory, start), and the feed beside Redis
	Benchmarks/whole-way $(release)
	Benchmarks/feed $(release)

bench-reading: setup ## measure the reader: microseconds for 8 kB of article (ARTICLES=…; else the seeds)
	swift build -c release --static-swift-stdlib $(checks) --product reading-benchmark
	$(release)/reading-benchmark $(or $(ARTICLES),seeds/*.txt)

lint: setup ## check the style of all code
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

format: ## put all code into that style
	swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks

install: build man completions ## install under PREFIX (/usr/local), below DESTDIR if given; settings that are there stay
	install -D -m 755 -s $(release)/tidingsd $(DESTDIR)$(bindir)/tidingsd
	install -D -m 755 -s $(release)/tidings $(DESTDIR)$(bindir)/tidings
	install -d $(DESTDIR)$(unitdir)
	sed 's,@bindir@,$(bindir),' deploy/tidingsd.service > $(DESTDIR)$(unitdir)/tidingsd.service
	chmod 644 $(DESTDIR)$(unitdir)/tidingsd.service
	install -m 644 deploy/tidingsd.socket $(DESTDIR)$(unitdir)/tidingsd.socket
	install -D -m 644 deploy/sysusers.conf $(DESTDIR)$(PREFIX)/lib/sysusers.d/tidings.conf
	install -D -m 644 deploy/tmpfiles.conf $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/tidings.conf
	[ -e $(settings) ] || [ -L $(settings) ] || install -D -m 644 deploy/tidingsd.yaml $(settings)
	install -D -m 644 docs/schema/tidings-1.schema.json $(DESTDIR)$(PREFIX)/share/tidings/tidings-1.schema.json
	install -d $(DESTDIR)$(docdir)
	install -m 644 README.md CHANGELOG.md docs/PROTOCOL.md docs/FORMATS.md $(DESTDIR)$(docdir)
	for example in deploy/drop-ins/*/*.conf; do \
	    install -D -m 644 $$example $(DESTDIR)$(docdir)/examples/$${example#deploy/drop-ins/} || exit; done
	install -D -m 644 deploy/sysctl/tidings.conf $(DESTDIR)$(docdir)/examples/sysctl.d/tidings.conf
	install -D -m 644 deploy/tidings.catalog $(DESTDIR)$(PREFIX)/lib/systemd/catalog/tidings.catalog
	for page in .build/man/*; do install -D -m 644 $$page $(DESTDIR)$(mandir)/man$${page##*.}/$${page##*/} || exit; done
	for name in tidings tidingsd; do \
	    install -D -m 644 .build/completions/$$name.bash $(DESTDIR)$(bashdir)/$$name && \
	    install -D -m 644 .build/completions/_$$name $(DESTDIR)$(zshdir)/_$$name && \
	    install -D -m 644 .build/completions/$$name.fish $(DESTDIR)$(fishdir)/$$name.fish || exit; done

uninstall: ## take away what install put there; articles, store and settings stay
	rm -f $(DESTDIR)$(bindir)/tidingsd $(DESTDIR)$(bindir)/tidings
	rm -f $(DESTDIR)$(unitdir)/tidingsd.service $(DESTDIR)$(unitdir)/tidingsd.socket
	rm -f $(DESTDIR)$(PREFIX)/lib/sysusers.d/tidings.conf $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/tidings.conf
	rm -f $(DESTDIR)$(PREFIX)/lib/systemd/catalog/tidings.catalog $(DESTDIR)$(mandir)/man[1578]/tidings*.[1578]
	rm -f $(DESTDIR)$(bashdir)/tidings $(DESTDIR)$(bashdir)/tidingsd $(DESTDIR)$(zshdir)/_tidings $(DESTDIR)$(zshdir)/_tidingsd
	rm -f $(DESTDIR)$(fishdir)/tidings.fish $(DESTDIR)$(fishdir)/tidingsd.fish
	rm -rf $(DESTDIR)$(PREFIX)/share/tidings $(DESTDIR)$(docdir)

deb: build ## make the Debian package: .build/deb/tidings_VERSION_ARCHITECTURE.deb (DEB_VERSION= for another version)
	@deploy/setup deb
	deploy/package .build/deb $(DEB_VERSION)

test-deb: deb ## make the package a second time, elsewhere: it has to be the same, byte for byte
	deploy/package .build/deb-again/elsewhere $(DEB_VERSION)
	cmp .build/deb/tidings_*.deb .build/deb-again/elsewhere/tidings_*.deb && echo "the same, byte for byte"

clean: ## delete everything built
	rm -rf .build
