import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import type { Suggestion } from "../api/catalogue.ts";
import { suggestionsQuery } from "../api/queries.ts";
import { say, spokenLocale } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { useNavigator } from "../routing/navigator.tsx";
import { useAsker, useHref } from "../routing/place.tsx";
import { KindMark } from "./kind-mark.tsx";
import "./search-field.css";
import "./search-box.css";

const TYPING_PAUSE_MS = 120;
const LONGEST_QUERY = 100;

/**
 * Search with suggestions while typing: the combobox pattern of the ARIA Authoring Practices, by hand, because it stands
 * on the first screen, where every kilobyte is waited for. Without JavaScript it is a form.
 */
export function SearchBox({ initial = "" }: { initial?: string }) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(initial);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const question = useSettled(typed.trim());
  const { data } = useQuery({ ...suggestionsQuery(useAsker(), question), placeholderData: keepPreviousData });
  const navigator = useNavigator();
  const href = useHref();
  useSlashKey(input);

  const suggestions = typed.trim() === "" ? [] : (data?.items ?? []);
  const shown = open && suggestions.length > 0;

  const leaveFor = (path: string) => {
    setOpen(false);
    setActive(-1);
    void navigator.visit(href(path));
  };
  const searchFor = (text: string) => {
    if (text.trim() === "") input.current?.focus();
    else leaveFor(`/search?q=${encodeURIComponent(text.trim())}`);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // Enter and the arrows belong to the input method while it composes Chinese characters.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape" && shown) {
      event.preventDefault();
      setOpen(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && suggestions.length > 0) {
      event.preventDefault();
      setOpen(true);
      setActive(nextActive(active, event.key === "ArrowDown" ? 1 : -1, suggestions.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      const chosen = shown ? suggestions[active] : undefined;
      if (chosen) leaveFor(`/services/${chosen.id}`);
      else searchFor(typed);
    }
  };

  return (
    <form
      className="search-box"
      role="search"
      action={href("/search")}
      onSubmit={(event) => {
        event.preventDefault();
        searchFor(typed);
      }}
    >
      <div className="search-field">
        <Search size={22} aria-hidden="true" />
        <input
          ref={input}
          className="search-input"
          type="search"
          name="q"
          role="combobox"
          aria-label={m.search_label()}
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={listId}
          aria-activedescendant={shown && active >= 0 ? `${listId}-${active}` : undefined}
          autoComplete="off"
          enterKeyHint="search"
          maxLength={LONGEST_QUERY}
          placeholder={m.search_placeholder()}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setOpen(true);
            setActive(-1);
          }}
          onFocus={() => setOpen(typed !== initial)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        <kbd className="search-key" aria-hidden="true">
          /
        </kbd>
        <Button type="submit">{m.search_button()}</Button>
      </div>
      <ul id={listId} className="suggestions" role="listbox" aria-label={m.search_suggestions()} hidden={!shown}>
        {suggestions.map((suggestion, index) => (
          <li
            key={`${suggestion.id} ${suggestion.text}`}
            id={`${listId}-${index}`}
            className="suggestion"
            role="option"
            aria-selected={index === active}
            // Keeps the focus, and with it the open list, in the field until the choice is made.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => leaveFor(`/services/${suggestion.id}`)}
          >
            <SuggestionText suggestion={suggestion} />
          </li>
        ))}
      </ul>
      <p className="visually-hidden" role="status">
        {shown ? m.search_suggestion_count({ count: suggestions.length }) : ""}
      </p>
    </form>
  );
}

function SuggestionText({ suggestion }: { suggestion: Suggestion }) {
  const name = say(suggestion.names);
  const alias = spokenLocale() !== "en" && suggestion.text !== name ? suggestion.text : undefined;
  return (
    <>
      <KindMark kind={suggestion.kind} />
      <span>
        {name}
        {alias ? <span className="suggestion-alias"> · {alias}</span> : null}
      </span>
    </>
  );
}

/** Moves through the list and, past either end, back to the field itself (-1). */
function nextActive(active: number, step: 1 | -1, count: number): number {
  const places = count + 1;
  return ((active + 1 + step + places) % places) - 1;
}

/** A value once it has stopped changing for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** `/` leads to the search field, as on any desk tool, unless the person is typing elsewhere. */
function useSlashKey(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [input]);
}
