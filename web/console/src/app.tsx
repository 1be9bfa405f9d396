import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { Redirect, Route, Switch } from "wouter";
import { onSessionEnded } from "./api/client.ts";
import { meQuery } from "./api/queries.ts";
import { ProblemNote } from "./components/problem-note.tsx";
import { RoomSkeleton } from "./components/room.tsx";
import { useLocale } from "./i18n/locale-context.tsx";
import { CatalogueRoom } from "./rooms/catalogue/catalogue-room.tsx";
import { MissingRoom } from "./rooms/missing-room.tsx";
import { Shell } from "./shell/shell.tsx";
import { StaffProvider } from "./staff/staff-context.tsx";

const SignInScreen = lazy(async () => ({ default: (await import("./rooms/sign-in/sign-in-screen.tsx")).SignInScreen }));
const SessionEndedDialog = lazy(async () => ({ default: (await import("./staff/session-ended-dialog.tsx")).SessionEndedDialog }));
const DocumentRoom = lazy(async () => ({ default: (await import("./rooms/document/document-room.tsx")).DocumentRoom }));
const NewDocumentRoom = lazy(async () => ({ default: (await import("./rooms/document/new-document-room.tsx")).NewDocumentRoom }));
const DocumentListRoom = lazy(async () => ({ default: (await import("./rooms/document-list/document-list-room.tsx")).DocumentListRoom }));
const ReviewRoom = lazy(async () => ({ default: (await import("./rooms/review/review-room.tsx")).ReviewRoom }));
const DraftReviewRoom = lazy(async () => ({ default: (await import("./rooms/review/draft-review-room.tsx")).DraftReviewRoom }));
const NearDuplicatesRoom = lazy(async () => ({ default: (await import("./rooms/near-duplicates/near-duplicates-room.tsx")).NearDuplicatesRoom }));
const SearchMissesRoom = lazy(async () => ({ default: (await import("./rooms/search-misses/search-misses-room.tsx")).SearchMissesRoom }));
const QueueRoom = lazy(async () => ({ default: (await import("./rooms/queue/queue-room.tsx")).QueueRoom }));
const CounterRoom = lazy(async () => ({ default: (await import("./rooms/counter/counter-room.tsx")).CounterRoom }));
const PersonsRoom = lazy(async () => ({ default: (await import("./rooms/persons/persons-room.tsx")).PersonsRoom }));
const PeopleRoom = lazy(async () => ({ default: (await import("./rooms/people/people-room.tsx")).PeopleRoom }));
const StaffRoom = lazy(async () => ({ default: (await import("./rooms/people/staff-room.tsx")).StaffRoom }));
const SecurityRoom = lazy(async () => ({ default: (await import("./rooms/security/security-room.tsx")).SecurityRoom }));
const EmergencyRoom = lazy(async () => ({ default: (await import("./rooms/security/emergency-room.tsx")).EmergencyRoom }));
const AuditRoom = lazy(async () => ({ default: (await import("./rooms/audit/audit-room.tsx")).AuditRoom }));
const UsageRoom = lazy(async () => ({ default: (await import("./rooms/usage/usage-room.tsx")).UsageRoom }));
const SourcesRoom = lazy(async () => ({ default: (await import("./rooms/sources/sources-room.tsx")).SourcesRoom }));
const SourceRoom = lazy(async () => ({ default: (await import("./rooms/sources/source-room.tsx")).SourceRoom }));
const ManualQuestionsRoom = lazy(async () => ({ default: (await import("./rooms/manual-questions/manual-questions-room.tsx")).ManualQuestionsRoom }));
const ManualQuestionRoom = lazy(async () => ({ default: (await import("./rooms/manual-questions/manual-question-room.tsx")).ManualQuestionRoom }));
const LoadRoom = lazy(async () => ({ default: (await import("./rooms/load/load-room.tsx")).LoadRoom }));
const SharingRoom = lazy(async () => ({ default: (await import("./rooms/sharing/sharing-room.tsx")).SharingRoom }));
const CampaignsRoom = lazy(async () => ({ default: (await import("./rooms/campaigns/campaigns-room.tsx")).CampaignsRoom }));
const CampaignRoom = lazy(async () => ({ default: (await import("./rooms/campaigns/campaign-room.tsx")).CampaignRoom }));
const DoorsRoom = lazy(async () => ({ default: (await import("./rooms/door/doors-room.tsx")).DoorsRoom }));
const DoorRoom = lazy(async () => ({ default: (await import("./rooms/door/door-room.tsx")).DoorRoom }));
const CalendarsRoom = lazy(async () => ({ default: (await import("./rooms/calendars/calendars-room.tsx")).CalendarsRoom }));
const CalendarRoom = lazy(async () => ({ default: (await import("./rooms/calendars/calendar-room.tsx")).CalendarRoom }));
const AskRoom = lazy(async () => ({ default: (await import("./rooms/sharing/ask-room.tsx")).AskRoom }));

export function App() {
  const { locale } = useLocale();
  const queries = useQueryClient();
  const me = useQuery(meQuery);
  const [ended, setEnded] = useState(false);
  useEffect(() => onSessionEnded(() => setEnded(true)), []);

  if (me.isPending) return <RoomSkeleton />;
  if (!me.data) {
    const signedOut = me.error && "status" in me.error && me.error.status === 401;
    if (!signedOut) return <ProblemNote error={me.error} retry={() => void me.refetch()} />;
    return (
      <Suspense fallback={<RoomSkeleton />}>
        <SignInScreen onSignedIn={(staff) => { setEnded(false); queries.setQueryData(meQuery.queryKey, staff); }} />
      </Suspense>
    );
  }

  return (
    <StaffProvider staff={me.data}>
      {/* Keyed by the language, since words are plain functions; by the person, so that nobody sees another's unsaved work. */}
      <Shell key={`${locale} ${me.data.id}`}>
        <Suspense fallback={<RoomSkeleton />}>
          <Switch>
            <Route path="/">
              <Redirect to="/catalogue" replace />
            </Route>
            <Route path="/catalogue" component={CatalogueRoom} />
            <Route path="/review" component={ReviewRoom} />
            <Route path="/review/:kind/:id" component={DraftReviewRoom} />
            <Route path="/near-duplicates" component={NearDuplicatesRoom} />
            <Route path="/search-misses" component={SearchMissesRoom} />
            <Route path="/usage" component={UsageRoom} />
            <Route path="/queue" component={QueueRoom} />
            <Route path="/counter" component={CounterRoom} />
            <Route path="/persons" component={PersonsRoom} />
            <Route path="/people" component={PeopleRoom} />
            <Route path="/people/:id" component={StaffRoom} />
            <Route path="/security" component={SecurityRoom} />
            <Route path="/emergency" component={EmergencyRoom} />
            <Route path="/audit" component={AuditRoom} />
            <Route path="/sources" component={SourcesRoom} />
            <Route path="/sources/:id" component={SourceRoom} />
            <Route path="/manual-questions" component={ManualQuestionsRoom} />
            <Route path="/manual-questions/:id" component={ManualQuestionRoom} />
            <Route path="/calendars" component={CalendarsRoom} />
            <Route path="/calendars/:id" component={CalendarRoom} />
            <Route path="/campaigns" component={CampaignsRoom} />
            <Route path="/campaigns/:id" component={CampaignRoom} />
            <Route path="/doors" component={DoorsRoom} />
            <Route path="/doors/:id" component={DoorRoom} />
            <Route path="/load" component={LoadRoom} />
            <Route path="/sharing" component={SharingRoom} />
            <Route path="/sharing/:id" component={AskRoom} />
            <Route path="/documents/:kind" component={DocumentListRoom} />
            <Route path="/documents/:kind/new" component={NewDocumentRoom} />
            <Route path="/documents/:kind/:id/:view?" component={DocumentRoom} />
            <Route component={MissingRoom} />
          </Switch>
        </Suspense>
      </Shell>
      <Suspense>{ended ? <SessionEndedDialog staff={me.data} onSignedIn={(staff) => { setEnded(false); queries.setQueryData(meQuery.queryKey, staff); void queries.invalidateQueries(); }} /> : null}</Suspense>
    </StaffProvider>
  );
}
