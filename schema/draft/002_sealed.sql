-- Title and record are sealed with the installation's secret (base/seal.h); wangge migrate seals those from before.
alter table draft add column sealed @INT@ not null default 0;
