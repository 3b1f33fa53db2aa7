# Installing. The programs find their data in $(DATADIR) (base/config.h); the configuration is never overwritten.

SBINDIR    ?= $(PREFIX)/sbin
BINDIR     ?= $(PREFIX)/bin
MANDIR     ?= $(PREFIX)/share/man
STATEDIR   ?= /var/lib/wangge
INSTALL    ?= install

DATA_FILES := $(wildcard etc/*.csv etc/tables/*.ini etc/tables/base/*.ini schema/*.sql schema/*/*.sql schema/*/*.csv)
MAN_PAGES  := $(wildcard doc/man/*.[1-8])

.PHONY: install uninstall
install: all
	$(INSTALL) -D -m 755 $(B)/wangged $(DESTDIR)$(SBINDIR)/wangged
	$(INSTALL) -D -m 755 $(B)/wangge $(DESTDIR)$(BINDIR)/wangge
	$(INSTALL) -D -m 755 $(B)/wangge-session $(DESTDIR)$(SBINDIR)/wangge-session
	@for f in $(DATA_FILES); do $(INSTALL) -D -m 644 $$f $(DESTDIR)$(DATADIR)/$$f || exit 1; done
	@cd $(B)/locale && find . -type f ! -name '*.po' ! -name stamp \
	    -exec $(INSTALL) -D -m 644 '{}' '$(abspath $(DESTDIR)/)$(DATADIR)/locale/{}' ';'
	@for f in $(MAN_PAGES); do \
	    $(INSTALL) -D -m 644 $$f $(DESTDIR)$(MANDIR)/man$${f##*.}/$${f##*/} || exit 1; done
	$(INSTALL) -d -m 700 $(DESTDIR)$(STATEDIR)
	test -e $(DESTDIR)$(DATADIR)/etc/wangge.ini || \
	    sed 's|= \.\./var/|= $(STATEDIR)/|' etc/wangge.ini > $(DESTDIR)$(DATADIR)/etc/wangge.ini

# Bash's completion of wangge, from what the program says of its commands.
COMPLETIONDIR ?= $(PREFIX)/share/bash-completion/completions
.PHONY: completion install-completion
completion: all
	@tools/completion $(B) > $(B)/completion
install-completion: completion
	$(INSTALL) -D -m 644 $(B)/completion $(DESTDIR)$(COMPLETIONDIR)/wangge

# A Debian package, in $(B)/deb; and its acceptance on a fresh root with nothing but the package (needs root).
.PHONY: deb accept-package
deb:
	@tools/need build deb
	@tools/deb $(B)/deb
accept-package: deb
	@tools/need check fresh deb
	@tests/package $(B)/deb $(B)/package.log

# What was stored (the database, the host key) and the configuration stay.
uninstall:
	rm -f $(DESTDIR)$(SBINDIR)/wangged $(DESTDIR)$(BINDIR)/wangge $(DESTDIR)$(SBINDIR)/wangge-session
	rm -rf $(DESTDIR)$(DATADIR)/schema $(DESTDIR)$(DATADIR)/locale $(DESTDIR)$(DATADIR)/etc/tables
	rm -f $(patsubst etc/%,$(DESTDIR)$(DATADIR)/etc/%,$(wildcard etc/*.csv))
	@for f in $(MAN_PAGES); do rm -f $(DESTDIR)$(MANDIR)/man$${f##*.}/$${f##*/}; done
