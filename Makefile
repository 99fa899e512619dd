# make run    set up, start with a demonstration, print where to look    (PORT, SILAH_DATA)
# make test   set up, check, run every test
# make bench  measure what pages cost at SIZE people, 1k unless said otherwise
# make drill  kill it, cut it off, fill its disk, at SIZE people: what is lost then    (ONLY=some modules)
# make audit ask a public register what is known against the components that are pinned    (needs a network)
# Where a shell forbids compiled modules, every process would compile a thousand of them again: seconds each.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: run test check bench drill audit lock ready

run: ready
	@exec .venv/bin/silah run --demo

# The checks run beside the tests, which run even when one complains and have the last word on the screen.
test: ready
	@sh scripts/test-tools.sh
	@sh scripts/check.sh & checks=$$!; .venv/bin/pytest --numprocesses=auto --dist=worksteal; tested=$$?; wait $$checks && exit $$tested

check: ready
	@sh scripts/check.sh

bench: ready
	@.venv/bin/python -m bench $(or $(SIZE),1k)

drill: ready
	@.venv/bin/python -m drill $(or $(SIZE),1k)

audit: ready
	@.venv/bin/python scripts/audit.py

lock: ready
	@.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --extra dev pyproject.toml -o requirements.lock

ready:
	@sh scripts/bootstrap.sh
