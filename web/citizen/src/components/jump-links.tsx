import type { MouseEvent } from "react";

interface JumpLinksProps {
  label: string;
  links: readonly { id: string; name: string }[];
  className: string;
  linkClass?: string;
}

/** Lead to the parts of a long page without leaving marks in the history. */
export function JumpLinks({ label, links, className, linkClass }: JumpLinksProps) {
  return (
    <nav className={className} aria-label={label}>
      {links.map(({ id, name }) => (
        <a key={id} href={`#${id}`} className={linkClass} onClick={(event) => showPart(event, id)}>
          {name}
        </a>
      ))}
    </nav>
  );
}

function showPart(event: MouseEvent, id: string): void {
  const heading = document.getElementById(id);
  if (!heading) return;
  event.preventDefault();
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView();
}
