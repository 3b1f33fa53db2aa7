# The program wangge: its tests, and the pages that it writes about the product.

COMMAND_TESTS ?= $(sort $(wildcard tests/command/test_*.py))

.PHONY: check-command dictionary dictionary-check
check-command: all dictionary-check $(B)/tests/work/test_working_time
	@$(LAID) WANGGE_BUILD=$(B) tools/together --times=$(B)/check/command.times $(PYTHON) -- $(COMMAND_TESTS)

# Written out of the program's own tables; committed, so that they can be read without a build.
WRITTEN := doc/DICTIONARY.md doc/WORKFLOW.md doc/man/wangge.ini.5
DESCRIBE = LC_ALL=C $(B)/wangge -c etc/wangge.ini describe

dictionary: $(B)/wangge
	@$(DESCRIBE) > doc/DICTIONARY.md
	@$(DESCRIBE) workflow > doc/WORKFLOW.md
	@$(DESCRIBE) config > $(B)/config.mdoc
	@sed -e '/^@KEYS@$$/{r $(B)/config.mdoc' -e 'd}' doc/man/wangge.ini.5.in > doc/man/wangge.ini.5
dictionary-check: $(B)/wangge
	@mkdir -p $(B)/written
	@$(DESCRIBE) > $(B)/written/DICTIONARY.md
	@$(DESCRIBE) workflow > $(B)/written/WORKFLOW.md
	@$(DESCRIBE) config > $(B)/config.mdoc
	@sed -e '/^@KEYS@$$/{r $(B)/config.mdoc' -e 'd}' doc/man/wangge.ini.5.in > $(B)/written/wangge.ini.5
	@for f in $(WRITTEN); do \
	    if cmp -s $$f $(B)/written/$${f##*/}; then echo "ok - $$f is current"; \
	    else echo "not ok - $$f is old: run make dictionary"; exit 1; fi; done
