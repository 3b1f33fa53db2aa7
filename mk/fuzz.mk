# Fuzzing: tests/fuzz/fuzz_<target>.c with libFuzzer, seeds in tests/fuzz/corpus/<target>. What long runs have found is
# kept in tests/fuzz/kept and where every run begins; make fuzz-keep adds what is new. What a run finds stays in the build
# folder; an input that breaks something is kept there too and belongs into the seeds once it is mended.

FUZZ_SECONDS ?= 30
FUZZ_TARGETS := $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_FLAGS   := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

.PHONY: fuzz fuzz-run
fuzz:
	@tools/need build check
	@$(MAKE) --no-print-directory B=build-fuzz CC=clang OPT='-O1 -g' SAN='$(FUZZ_FLAGS) -fsanitize=fuzzer-no-link' fuzz-run

fuzz-run: $(FUZZ_TARGETS:%=$(B)/fuzz/%)
	@for t in $(FUZZ_TARGETS); do \
	    mkdir -p $(B)/fuzz/found/$$t; \
	    ! test -f tests/fuzz/kept/$$t.tar.gz || tar -C $(B)/fuzz/found/$$t -xzf tests/fuzz/kept/$$t.tar.gz || exit 1; \
	    $(B)/fuzz/$$t -max_total_time=$(FUZZ_SECONDS) -timeout=5 -max_len=4096 -print_final_stats=1 \
	        -artifact_prefix=$(B)/fuzz/found/broken-$$t- $(B)/fuzz/found/$$t tests/fuzz/corpus/$$t \
	        >$(B)/fuzz/$$t.log 2>&1 || { tail -40 $(B)/fuzz/$$t.log; exit 1; }; \
	    echo "  FUZZ $$t: $$(sed -n 's/^stat::number_of_executed_units: *//p' $(B)/fuzz/$$t.log) inputs, no fault"; \
	done

# The fewest inputs that reach as much, of everything that runs in build-fuzz have found.
.PHONY: fuzz-keep
fuzz-keep:
	@mkdir -p tests/fuzz/kept
	@for t in $(FUZZ_TARGETS); do \
	    rm -rf build-fuzz/fuzz/fewest && mkdir -p build-fuzz/fuzz/fewest && \
	    build-fuzz/fuzz/$$t -merge=1 build-fuzz/fuzz/fewest tests/fuzz/corpus/$$t build-fuzz/fuzz/found/$$t \
	        >build-fuzz/fuzz/keep.log 2>&1 || { tail build-fuzz/fuzz/keep.log; exit 1; }; \
	    tar -C build-fuzz/fuzz/fewest --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf - . | \
	        gzip -9n >tests/fuzz/kept/$$t.tar.gz; \
	    echo "  KEEP $$t: $$(ls build-fuzz/fuzz/fewest | wc -l) inputs"; \
	done

$(B)/fuzz/%: tests/fuzz/fuzz_%.c $(call archives,work table db base)
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $< $(call archives,work table db base) $(LIBS_work) $(LIBS_table) $(LIBS_db) $(LIBS_base)
