# Tidings: `make` lists what there is to do.
PREFIX ?= /usr/local
DESTDIR ?=

bindir = $(PREFIX)/bin
unitdir = $(PREFIX)/lib/systemd/system
# Imports must be declared in Package.swift: this is what keeps the dependencies pointing one way.
checks = --explicit-target-dependency-import-check error
release = .build/release

SECONDS ?= 60

.PHONY: help setup run test test-watch test-crash test-systemd fuzz build docs bench lint format install uninstall clean

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
	    $(MAKE) install DESTDIR=.build/lab-root PREFIX=/usr && Tests/SystemdTests/run .build/lab-root; \
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

bench: build ## measure the whole way (latency, throughput, memory, start), and the feed beside Redis
	Benchmarks/whole-way $(release)
	Benchmarks/feed $(release)

lint: setup ## check the style of all code
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## put all code into that style
	swift format --in-place --recursive --parallel Package.swift Sources Tests

install: build ## install under PREFIX (/usr/local), below DESTDIR if given
	install -D -m 755 -s $(release)/tidingsd $(DESTDIR)$(bindir)/tidingsd
	install -D -m 755 -s $(release)/tidings $(DESTDIR)$(bindir)/tidings
	install -d $(DESTDIR)$(unitdir)
	sed 's,@bindir@,$(bindir),' deploy/tidingsd.service > $(DESTDIR)$(unitdir)/tidingsd.service
	install -m 644 deploy/tidingsd.socket $(DESTDIR)$(unitdir)/tidingsd.socket
	install -D -m 644 deploy/sysusers.conf $(DESTDIR)$(PREFIX)/lib/sysusers.d/tidings.conf
	install -D -m 644 deploy/tmpfiles.conf $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/tidings.conf
	install -D -m 644 docs/schema/tidings-1.schema.json $(DESTDIR)$(PREFIX)/share/tidings/tidings-1.schema.json

uninstall: ## take away what install put there; articles, store and settings stay
	rm -f $(DESTDIR)$(bindir)/tidingsd $(DESTDIR)$(bindir)/tidings
	rm -f $(DESTDIR)$(unitdir)/tidingsd.service $(DESTDIR)$(unitdir)/tidingsd.socket
	rm -f $(DESTDIR)$(PREFIX)/lib/sysusers.d/tidings.conf $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/tidings.conf
	rm -f $(DESTDIR)$(PREFIX)/share/tidings/tidings-1.schema.json
	-rmdir $(DESTDIR)$(PREFIX)/share/tidings 2>/dev/null

clean: ## delete everything built
	rm -rf .build
