# Fuzzing: tests/fuzz/fuzz_<target>.c with libFuzzer, seeds in tests/fuzz/corpus/<target>. What a run finds new stays in
# the build folder; an input that breaks something is kept there too and belongs into the seeds once it is mended.

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
	    $(B)/fuzz/$$t -max_total_time=$(FUZZ_SECONDS) -timeout=5 -max_len=4096 -print_final_stats=1 \
	        -artifact_prefix=$(B)/fuzz/found/broken-$$t- $(B)/fuzz/found/$$t tests/fuzz/corpus/$$t \
	        >$(B)/fuzz/$$t.log 2>&1 || { tail -40 $(B)/fuzz/$$t.log; exit 1; }; \
	    echo "  FUZZ $$t: $$(sed -n 's/^stat::number_of_executed_units: *//p' $(B)/fuzz/$$t.log) inputs, no fault"; \
	done

$(B)/fuzz/%: tests/fuzz/fuzz_%.c $(call archives,table db base)
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $< $(call archives,table db base) $(LIBS_table) $(LIBS_db) $(LIBS_base)
