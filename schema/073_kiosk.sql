-- The kiosk of residents: what was left there, and how often each address used it (for its limits). The phone is what a
-- resident proves the receipt with; it is nobody's identity.
create table kiosk_report (
    id @ID@,
    receipt text not null unique,
    phone text not null,
    case_file @INT@ not null references case_file (id),
    at @INT@ not null
) @STRICT@;

create table kiosk_use (
    id @ID@,
    source text not null,
    kind text not null, -- report, miss (a receipt that was asked for in vain)
    at @INT@ not null
) @STRICT@;
create index kiosk_use_source on kiosk_use (source, kind, at);
create index kiosk_use_at on kiosk_use (at);
