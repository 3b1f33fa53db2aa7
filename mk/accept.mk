# The long forms of the acceptance tests, whose short forms stand in make check. Each says at its end what it found.

.PHONY: bench bench-city accept-typed accept-drafts accept-kill accept-cut accept-import accept-fresh
accept-typed: all
	@tools/need check
	@WANGGE_BUILD=$(B) WANGGE_MESSAGES=200 $(PYTHON) tests/ssh/test_typed_cases.py
accept-drafts: all
	@tools/need check
	@WANGGE_BUILD=$(B) WANGGE_CUTS=100 $(PYTHON) tests/ssh/test_drafts.py
accept-kill: all
	@tools/need check
	@WANGGE_BUILD=$(B) WANGGE_SAVES=500 WANGGE_CLIENTS=20 $(PYTHON) tests/ssh/test_kill.py

accept-cut: all
	@tools/need check
	@WANGGE_BUILD=$(B) WANGGE_CUTS=48 $(PYTHON) tests/ssh/test_cut.py

accept-import: all
	@tools/need check
	@WANGGE_BUILD=$(B) $(PYTHON) tests/bench/import_people.py

# The real gammu-smsd with a dummy phone.
.PHONY: accept-sms
accept-sms: all
	@tools/need check sms
	@WANGGE_BUILD=$(B) $(PYTHON) tests/accept/sms.py

# A fresh Debian 12 with nothing but git, make and its package mirror. Needs root.
accept-fresh:
	@tools/need check fresh
	@tests/fresh $(B)/fresh.log

# Measured beside OpenSSH's sshd in one run; the numbers are for reading, not for passing.
bench: all
	@tools/need check bench
	@WANGGE_BUILD=$(B) $(PYTHON) tests/bench/bench.py
	@WANGGE_BUILD=$(B) $(PYTHON) tests/bench/wall.py
	@$(MAKE) --no-print-directory bench-evaluation

# The middle part alone: 50 watchers of the duty wall in a district with 58,000 cases a year, kept in WANGGE_WALL.
.PHONY: bench-wall
bench-wall: all
	@tools/need check bench
	@WANGGE_BUILD=$(B) $(PYTHON) tests/bench/wall.py

# What people wait for in a city of a million, 20 of them at work. WANGGE_CITY is the database, made when it is missing.
bench-city: all
	@tools/need check bench
	@WANGGE_BUILD=$(B) $(PYTHON) tests/bench/city.py

# The evaluation of a whole city, and the lists and saves beside it, each by the processor time of one process.
.PHONY: bench-evaluation
$(B)/tests/bench/evaluation: tests/bench/evaluation.c $(call archives,work table db base)
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(call archives,work table db base) $(EXT_TEST_work)
bench-evaluation: all $(B)/tests/bench/evaluation
	@WANGGE_BUILD=$(B) $(PYTHON) tests/bench/evaluation.py

# A million random steps of cases by everybody against a plain model, each process with steps of its own.
MODEL_STEPS ?= 1000000
MODEL_SEEDS ?= 1 2 3 4 5 6 7 8 9 10
.PHONY: accept-model
accept-model: $(B)/tests/work/test_case_model
	@tools/need check
	@printf '%s\n' $(MODEL_SEEDS) | xargs -P 2 -I{} env WANGGE_SEED={} \
	    WANGGE_STEPS=$$(($(MODEL_STEPS) / $(words $(MODEL_SEEDS)))) $(B)/tests/work/test_case_model

# What offices hand over as it was: requests of a city with their limits, and orders of a hotline with their transfers.
.PHONY: accept-boston accept-street
accept-boston: all $(B)/tests/work/test_case_hotline
	@tools/need check
	@$(B)/tests/work/test_case_hotline
	@WANGGE_BUILD=$(B) $(PYTHON) tests/accept/boston.py

# A day of a street through real ssh, by six posts at once.
accept-street: all
	@tools/need check
	@WANGGE_BUILD=$(B) WANGGE_CASES=300 $(PYTHON) tests/ssh/test_street.py

# A grid leader's whole day behind a line of 9,600 bit/s, 600 ms there and back; says what each step waits for.
.PHONY: accept-day
accept-day: all
	@tools/need check
	@WANGGE_BUILD=$(B) WANGGE_CLOCK=1 WANGGE_VISITS=12 WANGGE_REPORTS=3 WANGGE_RATE=12 $(PYTHON) tests/ssh/test_day.py

# Terminal control, SQL, formulas, path names and broken text: each through every way in, and out to others.
.PHONY: accept-payloads
accept-payloads: all
	@tools/need check
	@WANGGE_BUILD=$(B) WANGGE_EVERY=1 $(PYTHON) tests/ssh/test_payloads.py

# What strangers can do before a login; with hydra where it is installed. The short form stands in make check.
.PHONY: accept-abuse
accept-abuse: all
	@tools/need check abuse
	@WANGGE_BUILD=$(B) $(PYTHON) tests/accept/abuse.py

# The audit: tamperings of every kind at random places, each found, and clean runs without an alarm.
.PHONY: accept-audit
accept-audit: $(B)/tests/work/test_audit_verify
	@tools/need check
	@WANGGE_TAMPERINGS=1000 WANGGE_CLEAN=1000 $(B)/tests/work/test_audit_verify

# Every cell of the table of rights at every place, then every statement with one scope condition less, and the program
# with one question for a right less.
.PHONY: accept-rights accept-questions
accept-rights: all $(B)/tests/session/test_rights $(B)/tests/session/test_nowhere
	@tools/need check
	@WANGGE_RIGHTS=all $(B)/tests/session/test_rights
	@WANGGE_NOWHERE=all $(B)/tests/session/test_nowhere
	@$(MAKE) --no-print-directory accept-questions

# The questions are answered by the test: it is made of sources in which each of them has a name.
ASKED := tests/unit/session/asked.h
ifneq ($(ASKS),)
$(B)/obj/work/%.o $(B)/obj/screen/%.o $(B)/obj/command/%.o: CPPFLAGS += -include $(ASKED)
$(B)/obj/work/right.o: CPPFLAGS += -DASKED_AS_IT_IS
endif
$(B)/tests/accept/questions: tests/accept/questions.c $(call archives,$(OF_session))
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(call archives,$(OF_session)) -lcmocka $(EXT_session)
accept-questions: all
	@tools/need check
	@$(MAKE) --no-print-directory B=build-asked ASKS=yes OPT='-O1 -g' build-asked/tests/accept/questions \
	    build-asked/locale/stamp
	@build-asked/tests/accept/questions 2>/dev/null
