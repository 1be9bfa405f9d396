/** The frame of every screen that belongs to a person: it knows who they are, and leads them there when it does not. */
import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { LogIn } from "lucide-react";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { ApiProblem } from "../api/problem.ts";
import { LoadFailed } from "../components/loaded.tsx";
import { ScreenHead } from "../components/screen-head.tsx";
import { m } from "../paraglide/messages.js";
import { useHead } from "../routing/head.tsx";
import { Link } from "../routing/link.tsx";
import { useNavigator } from "../routing/navigator.tsx";
import { useHref, usePlace } from "../routing/place.tsx";
import { type Answer, askPersonal, type Given, type Method, type PathOf } from "./api.ts";
import { type Me, useForgetPerson, useMe } from "./me.ts";
import "./account.css";

const ConfirmationSheet = lazy(() => import("./confirmation-sheet.tsx"));

/** Thrown when the person chose not to confirm: nothing went wrong, nothing is to be said. */
export class Withdrawn extends Error {}

type Act = <M extends Method, Path extends PathOf<M>>(method: M, path: Path, given: Given<M, Path>) => Promise<Answer<M, Path>>;

const ActContext = createContext<Act | undefined>(undefined);

/** Asks or changes something; confirms, signs in or proves more on the way when the API wants it. */
export function useAct(): Act {
  const act = useContext(ActContext);
  if (!act) throw new Error("useAct stands outside of AccountPage");
  return act;
}

interface AccountPageProps {
  title: string;
  intro?: ReactNode;
  mark?: ReactNode;
  /** What visitors are told here, in place of the invitation to sign in. */
  signedOut?: ReactNode;
  /** More than a column of text: on a desk it takes the page's width. */
  wide?: boolean;
  children: (me: Me) => ReactNode;
}

export function AccountPage({ title, intro, mark, signedOut, wide = false, children }: AccountPageProps) {
  useHead({ title, description: typeof intro === "string" ? intro : undefined });
  const { presence, me, failed, retry } = useMe();
  const forget = useForgetPerson();
  useEffect(() => {
    // Also when the sign-in ended elsewhere: on another device, or by its age.
    if (presence === "out") forget();
  }, [presence, forget]);
  return (
    <div className={wide ? "screen" : "screen account-screen"}>
      <ScreenHead mark={mark} title={title} intro={intro} />
      {presence === "out" ? (signedOut ?? <SignInInvitation />) : null}
      {me ? <Acts>{children(me)}</Acts> : null}
      {presence !== "out" && !me ? failed ? <LoadFailed retry={retry} /> : <SkeletonScreen label={m.loading()} /> : null}
    </div>
  );
}

/** The way to sign in and back. */
function useSignInPath(): string {
  const { path, search } = usePlace();
  const here = useHref()(path + (search.size > 0 ? `?${search.toString()}` : ""));
  return `/sign-in?next=${encodeURIComponent(here)}`;
}

export function SignInInvitation({ text }: { text?: string }) {
  const path = useSignInPath();
  return (
    <div className="sign-in-invitation">
      <p>{text ?? m.account_sign_in_first()}</p>
      <Link to={path} className={buttonClass({ large: true })}>
        <LogIn size={20} aria-hidden="true" />
        {m.account_sign_in()}
      </Link>
    </div>
  );
}

/** Lets the screens in it act, and asks for a confirmation above them when one is needed. */
export function Acts({ children }: { children: ReactNode }) {
  const [asking, setAsking] = useState(false);
  const answer = useRef<(confirmed: boolean) => void>(() => undefined);
  const asked = useRef<Promise<boolean> | undefined>(undefined);
  const forget = useForgetPerson();
  const signIn = useHref()(useSignInPath());
  const { path, search } = usePlace();
  const here = useHref()(path + (search.size > 0 ? `?${search.toString()}` : ""));
  const realName = useHref()(`/me/real-name?next=${encodeURIComponent(here)}`);
  const navigator = useNavigator();

  const confirm = useCallback(() => {
    // Two acts at once wait for one answer.
    asked.current ??= new Promise<boolean>((resolve) => {
      setAsking(true);
      answer.current = (confirmed) => {
        asked.current = undefined;
        resolve(confirmed);
      };
    });
    return asked.current;
  }, []);
  useEffect(() => () => answer.current(false), []);

  const act = useMemo((): Act => {
    const attempt: Act = async (method, address, given) => {
      try {
        return await askPersonal(method, address, given);
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        if (error.code === "confirmation-needed") {
          if (await confirm()) return attempt(method, address, given);
          throw new Withdrawn("The person did not confirm");
        }
        if (error.code === "sign-in-needed") {
          forget();
          void navigator.visit(signIn, { replace: true });
          throw new Withdrawn("The sign-in has ended");
        }
        if (error.code === "level-needed") {
          void navigator.visit(realName);
          throw new Withdrawn("A surer proof is needed first");
        }
        throw error;
      }
    };
    return attempt;
  }, [confirm, forget, navigator, signIn, realName]);

  const close = (confirmed: boolean) => {
    setAsking(false);
    answer.current(confirmed);
  };
  return (
    <ActContext.Provider value={act}>
      {children}
      <Suspense fallback={null}>{asking ? <ConfirmationSheet onDone={close} /> : null}</Suspense>
    </ActContext.Provider>
  );
}
