-- Open appeals are counted for the top line of those who decide.
create index evaluation_appeal_open on evaluation_appeal (area) where state = 'open';
