# Translations: po/zh_CN/*.po, one for each layer, joined into one catalogue.
# The locales that the programs run in are made here, so that no machine-wide locale is needed.

PO_ZH := $(sort $(wildcard po/zh_CN/*.po))

$(B)/locale/stamp: $(PO_ZH) mk/locale.mk
	@mkdir -p $(B)/locale/zh_CN/LC_MESSAGES
	@msgcat --use-first -o $(B)/locale/zh_CN.po $(PO_ZH)
	@msgfmt --check-format -o $(B)/locale/zh_CN/LC_MESSAGES/wangge.mo $(B)/locale/zh_CN.po
	@for l in zh_CN en_US; do \
	    test -d $(B)/locale/$$l.UTF-8 || localedef --no-archive -c -i $$l -f UTF-8 $(B)/locale/$$l.UTF-8 2>/dev/null || true; \
	done
	@touch $@

# Every msgid used in the source; make po-check says which are not translated, or not alike in two files.
.PHONY: pot po-check
pot:
	@mkdir -p $(B)
	@xgettext --from-code=UTF-8 -k_ -kN_ --no-location -o $(B)/wangge.pot $(sort $(wildcard src/*/*.c include/wangge/*/*.h))
po-check: pot $(B)/locale/stamp
	@msgmerge -q --no-fuzzy-matching -o $(B)/merged.po $(B)/locale/zh_CN.po $(B)/wangge.pot
	@msgattrib --untranslated --no-obsolete $(B)/merged.po > $(B)/untranslated.po; $(call no_more,untranslated,not translated)
	@msgcat $(PO_ZH) | msgattrib --only-fuzzy > $(B)/unlike.po; $(call no_more,unlike,translated in two ways)
# Nothing but the header in a file of messages, whose first msgid is empty.
no_more = if test $$(grep -c '^msgid ' $(B)/$(1).po) -gt 1; then cat $(B)/$(1).po; echo "$(2)"; exit 1; fi
