# Tests. tests/unit/<layer>/test_*.c is one cmocka program each, linked with its layer and all below it.

OF_TEST_base    := base
OF_TEST_wire    := wire base
OF_TEST_net     := net wire base
OF_TEST_db      := db base
OF_TEST_table   := table db base
OF_TEST_work    := work table db base
OF_TEST_ui      := ui table db base
OF_TEST_screen  := screen ui work table db base
OF_TEST_command := command work table db base
OF_TEST_session := session command screen ui work table db wire base
EXT_TEST_base    := $(LIBS_base)
EXT_TEST_wire    := $(LIBS_base)
EXT_TEST_net     := $(LIBS_net) $(LIBS_base)
EXT_TEST_db      := $(LIBS_db) $(LIBS_base)
EXT_TEST_table   := $(LIBS_table) $(LIBS_db) $(LIBS_base)
EXT_TEST_work    := $(LIBS_work) $(LIBS_table) $(LIBS_db) $(LIBS_base)
EXT_TEST_ui      := $(LIBS_ui) $(LIBS_table) $(LIBS_db) $(LIBS_base)
EXT_TEST_screen  := $(LIBS_ui) $(LIBS_work) $(LIBS_table) $(LIBS_db) $(LIBS_base)
EXT_TEST_command := $(EXT_wangge)
EXT_TEST_session := $(EXT_session)

define unit_rule
UNIT_$(1) := $$(patsubst tests/unit/$(1)/%.c,$$(B)/tests/$(1)/%,$$(wildcard tests/unit/$(1)/test_*.c))
$$(UNIT_$(1)): $$(B)/tests/$(1)/%: tests/unit/$(1)/%.c $$(call archives,$$(OF_TEST_$(1)))
	@mkdir -p $$(@D)
	@echo "  CC $$<"
	@$$(CC) $$(CPPFLAGS) $$(CFLAGS) -MMD -MP $$(LDFLAGS) -o $$@ $$< $$(call archives,$$(OF_TEST_$(1))) -lcmocka $$(EXT_TEST_$(1))
unit-$(1): $$(UNIT_$(1)) $$(B)/locale/stamp
	@for t in $$(UNIT_$(1)); do $$(UNDER) $$$$t || exit 1; done
UNIT += $$(UNIT_$(1))
.PHONY: unit-$(1)
endef
$(foreach l,$(LAYERS),$(eval $(call unit_rule,$(l))))

# The test of who is nowhere looks at each statement that comes by.
$(B)/tests/session/test_nowhere: LDFLAGS += $(foreach f,db_query db_query_text db_execute db_statement_text list_read, \
    -Wl,--wrap=$(f))

# Every suite prints TAP; tools/check runs them and adds up.
SUITES ?= unit layers linked installed po-check format-check man-check check-screen check-command check-ssh

# Where tests lay their files.
LAID = TMPDIR=$$(tools/scratch)

.PHONY: check suites build-unit unit
check:
	@tools/need build check
	@$(MAKE) --no-print-directory all build-unit
	@$(MAKE) --no-print-directory suites
suites:
	@+tools/check $(B)/check $(SUITES)
build-unit: $(UNIT)
# On a machine that has not run them yet the last layer, which has the longest, begins first.
unit: $(UNIT) $(B)/locale/stamp
	@$(LAID) tools/together --times=$(B)/check/unit.times $(UNDER) -- $(filter $(UNIT_session),$(UNIT)) $(filter-out $(UNIT_session),$(UNIT))

.PHONY: layers linked installed man-check check-screen check-command check-ssh check-ssh-short
layers: all
	@tests/layers $(B)
linked: all
	@tests/linked $(B)
installed: all
	@tests/installed $(B)
man-check:
	@for page in $(wildcard doc/man/*.[1-8]); do \
	    said=$$(groff -mandoc -Tutf8 -Kutf8 -ww -z $$page 2>&1); \
	    test -z "$$said" || { echo "$$said"; exit 1; }; done

# Programs over real ssh: each file serves a database of its own. SSH_TESTS names some of them.
SSH_TESTS ?= $(sort $(wildcard tests/ssh/test_*.py))
SSH_SHORT := $(wildcard tests/ssh/test_three_jobs.py tests/ssh/test_transport.py tests/ssh/test_limits.py tests/ssh/test_ends.py)
check-ssh: all
	@$(LAID) WANGGE_BUILD=$(B) tools/together --times=$(B)/check/ssh.times --each=2 $(PYTHON) -- $(SSH_TESTS)
check-ssh-short: all
	@$(MAKE) --no-print-directory check-ssh SSH_TESTS='$(SSH_SHORT)'
