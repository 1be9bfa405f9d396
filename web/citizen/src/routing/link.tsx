import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { useNavigator } from "./navigator.tsx";
import { useHref } from "./place.tsx";

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> & {
  /** A path inside the city, such as /services/S077. */
  to: string;
  /** Left out: the one the person stands in. */
  city?: string;
  replace?: boolean;
};

function opensElsewhere(event: MouseEvent): boolean {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
}

/** A link to a screen of a city. What it leads to is fetched as soon as the person seems to mean it. */
export function Link({ to, city, replace, onClick, ...rest }: LinkProps) {
  const href = useHref()(to, city);
  return <AnyPageLink href={href} replace={replace} onClick={onClick} {...rest} />;
}

type AnyPageLinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string; replace?: boolean };

/** The same for an address that already names city and language. */
export function AnyPageLink({ href, replace, onClick, children, ...rest }: AnyPageLinkProps) {
  const navigator = useNavigator();
  const prepare = () => void navigator.prepare(href);
  return (
    <a
      href={href}
      onPointerEnter={prepare}
      onFocus={prepare}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || opensElsewhere(event)) return;
        event.preventDefault();
        void navigator.visit(href, { replace });
      }}
      {...rest}
    >
      {children}
    </a>
  );
}
