-- A rhythm that an area lays down asks for nothing before the day it was laid down.
alter table visit_need add column rule_since @INT@ not null default 0; -- instant; 0: the rhythm is the usual one
