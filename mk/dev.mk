# Looking at the source with other tools, and the same rules built in other ways (each variant in a folder of its own).

SOURCES  := $(sort $(wildcard src/*/*.c))
TESTS    := $(sort $(wildcard tests/unit/*/*.c))
C_FILES  := $(SOURCES) $(TESTS) $(wildcard src/*/*.h tests/unit/*/*.h include/wangge/*/*.h) \
            $(wildcard tests/accept/*.[ch] tests/bench/*.[ch] tests/fuzz/*.[ch])
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
MEMCHECK := valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite \
            --errors-for-leak-kinds=definite
AGAIN    := $(MAKE) --no-print-directory

.PHONY: format format-check
format:
	@clang-format -i $(C_FILES)
format-check:
	@clang-format --dry-run --Werror $(C_FILES)

# What can be run under the sanitizers, which end a program at their first finding.
.PHONY: asan
asan:
	@tools/need build check
	@$(AGAIN) B=build-asan SAN='$(SANITIZE)' OPT='-O1 -g' all
	@WANGGE_SLOW=3 $(AGAIN) B=build-asan SAN='$(SANITIZE)' OPT='-O1 -g' suites SUITES='unit check-screen check-command check-ssh-short'

# The sandbox is left out: valgrind needs system calls that it forbids.
.PHONY: valgrind
valgrind: all
	@$(AGAIN) UNDER='$(MEMCHECK)' UNIT='$(filter-out %/test_sandbox,$(UNIT))' suites SUITES='unit check-screen'

# A second compiler sees other things.
.PHONY: clang
clang:
	@$(AGAIN) CC=clang B=build-clang all build-unit

.PHONY: tidy
tidy: compile_commands.json
	@tools/need tidy
	@printf '%s\n' $(SOURCES) | xargs -P 2 -n 4 clang-tidy --quiet -p . --warnings-as-errors='*'

# For editors and clang-tidy: the very flags of the rules, as make knows them.
compile_commands.json: Makefile mk/dev.mk $(SOURCES) $(TESTS) $(B)/gen/pinyin_table.inc
	$(file >$@.flags,$(CC) $(CPPFLAGS) -I$(B)/gen $(CFLAGS))
	@tools/compile-commands $@.flags $(SOURCES) $(TESTS) > $@
	@rm $@.flags
