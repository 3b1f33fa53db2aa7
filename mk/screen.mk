# Every screen as text: recorded keys in, golden text out. UPDATE=1 writes the golden texts anew; SCRIPTS names some.
.PHONY: check-screen
check-screen: all
	@$(LAID) WANGGE_BUILD=$(B) UPDATE=$(UPDATE) UNDER='$(UNDER)' $(PYTHON) tests/screen/run $(SCRIPTS)
