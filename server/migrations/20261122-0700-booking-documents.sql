-- Calendars of appointments and campaigns are documents of a city like its service items.
alter table catalogue.document drop constraint document_kind_check;
alter table catalogue.document add constraint document_kind_check
  check (kind in ('city', 'division', 'department', 'topic', 'office', 'life-event', 'calendar-year', 'service', 'source', 'record-kind', 'agreement', 'booking-calendar', 'campaign'));
