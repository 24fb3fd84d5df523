# make            format check, build and tests: what CI runs
# make site       everything from nothing: install, build, demo records, the site in public/
# make test       all tests
# make format     rewrite the sources in the house format
# make browser    the site in a real browser: accessibility, console, HTML, keyboard, links
# make fuzz       the JSON reader under libFuzzer: make fuzz SECONDS=600
# make bench      Rollbook beside its peers, as ratios (installs the peers into Benchmarks/.peers)
# make golden     rewrite the expected pages of the golden site; look at the difference
# make install    binary, manual page and completions under PREFIX (/usr/local)

PREFIX ?= /usr/local
AS_OF = 2026-11-01
SAMPLE = .build/sample.ndjson
ROLLBOOK = .build/release/rollbook
SWIFT_SOURCES = Package.swift Sources Tests Benchmarks/Sources

.PHONY: all site test browser format lint bench fuzz golden install packages test-packages

all: lint test

# Installs what is missing, on Debian and its kin; root or sudo is needed only then.
install_missing = missing=$$(for name in $(1); do dpkg -s $$name >/dev/null 2>&1 || echo $$name; done); \
  if [ -n "$$missing" ]; then \
    sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
    echo "Installing" $$missing; \
    $$sudo apt-get update -qq && \
    DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing; \
  fi

packages:
	@$(call install_missing,libsqlite3-dev libcmark-dev zlib1g-dev)

test-packages: packages
	@$(call install_missing,cmark-gfm nginx-light caddy chromium default-jre-headless strace util-linux sqlite3 git python3-venv)

site: packages
	swift build -c release --product rollbook
	$(ROLLBOOK) sample -o $(SAMPLE)
	$(ROLLBOOK) build $(SAMPLE) -o public --as-of $(AS_OF)
	@echo "The site is in public/. Open public/index.html in a browser."

test: test-packages
	swift build --build-tests
	swift test --skip-build

browser: test-packages
	swift build --build-tests
	swift test --skip-build --filter BrowserTests

format:
	swift format -i -r $(SWIFT_SOURCES)

lint:
	swift format lint --strict -r $(SWIFT_SOURCES)

bench: packages
	Benchmarks/run --install-peers

fuzz: packages
	Tests/Fuzz/run $(or $(SECONDS),60)

golden: test-packages
	UPDATE_GOLDEN=1 swift test --filter 'Golden|NotesCommandTests'

install: packages
	swift build -c release --product rollbook
	install -D -m 755 $(ROLLBOOK) $(DESTDIR)$(PREFIX)/bin/rollbook
	$(ROLLBOOK) manual > .build/rollbook.1
	install -D -m 644 .build/rollbook.1 $(DESTDIR)$(PREFIX)/share/man/man1/rollbook.1
	for shell in bash zsh fish; do \
	  $(ROLLBOOK) --generate-completion-script $$shell > .build/completion.$$shell || exit 1; \
	done
	install -D -m 644 .build/completion.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/rollbook
	install -D -m 644 .build/completion.zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_rollbook
	install -D -m 644 .build/completion.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/rollbook.fish
