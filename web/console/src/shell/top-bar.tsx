import { CircleHelp, Search } from "lucide-react";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { IconButton } from "@citizen-cloud/ui/components/button.tsx";
import { m } from "../i18n/m.ts";
import { StaffMenu } from "./staff-menu.tsx";
import { useShortcut } from "./use-shortcut.ts";
import "./top-bar.css";

/** In the catalogue the search narrows the table as one types; elsewhere it leads there. */
export function TopBar({ menu, onHelp }: { menu: ReactNode; onHelp(): void }) {
  const [location, navigate] = useLocation();
  const [parameters, setParameters] = useSearchParams();
  const inCatalogue = location === "/catalogue";
  const asked = inCatalogue ? (parameters.get("q") ?? "") : "";
  const [typed, setTyped] = useState(asked);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setTyped(asked), [asked]);
  useShortcut("/", () => field.current?.select());

  const type = (words: string) => {
    setTyped(words);
    if (!inCatalogue) return;
    setParameters((before) => {
      const next = new URLSearchParams(before);
      if (words === "") next.delete("q");
      else next.set("q", words);
      return next;
    }, { replace: true });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (inCatalogue) document.querySelector<HTMLElement>("[data-row-link]")?.focus();
    else navigate(`/catalogue?q=${encodeURIComponent(typed)}`);
  };

  return (
    <header className="top-bar">
      {menu}
      <form role="search" className="top-search" onSubmit={submit}>
        <Search size={16} aria-hidden="true" />
        <input ref={field} type="search" aria-label={m.search_items()} placeholder={m.search_items_hint()} value={typed} onChange={(event) => type(event.currentTarget.value)} />
      </form>
      <div className="top-bar-end">
        <IconButton label={m.help_title()} onClick={onHelp}>
          <CircleHelp size={18} aria-hidden="true" />
        </IconButton>
        <StaffMenu />
      </div>
    </header>
  );
}
