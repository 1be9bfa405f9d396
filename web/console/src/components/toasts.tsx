import { Toast } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { spokenLocale } from "../i18n/locale.ts";
import { m } from "../i18n/m.ts";
import { problemWords } from "./problem-words.ts";
import "./toasts.css";

const manager = Toast.createToastManager();

/** Says in passing that something was done. */
export function notify(title: string, description?: string): void {
  manager.add({ title, description, type: "done", timeout: 5_000 });
}

/** Says that something was not done and why; stays longer, for reading. */
export function notifyProblem(error: unknown): void {
  manager.add({ title: problemWords(error), description: problemDetail(error), type: "problem", timeout: 12_000, priority: "high" });
}

/** Says why a control refuses. */
export function notifyRefusal(reason: string): void {
  manager.add({ title: m.not_possible_now(), description: reason, type: "problem", timeout: 8_000 });
}

/** The server's own sentence is English: those who read Chinese see it only when we have no words of our own. */
function problemDetail(error: unknown): string | undefined {
  const words = problemWords(error);
  if (!(error instanceof Error) || error.message === words) return undefined;
  return spokenLocale() === "en" || words === m.problem_unknown() ? error.message : undefined;
}

export function Toasts() {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="toasts" aria-label={m.notifications()}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="toast">
      <Toast.Content className="toast-content">
        {toast.type === "problem" ? <CircleAlert size={18} aria-hidden="true" className="toast-problem" /> : <CircleCheck size={18} aria-hidden="true" className="toast-done" />}
        <div>
          <Toast.Title className="toast-title" />
          <Toast.Description className="toast-description" />
        </div>
        <Toast.Close className="icon-button" aria-label={m.close()}>
          <X size={16} aria-hidden="true" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
