import type { HTMLAttributes } from "react";
import { classNames } from "./class-names.ts";
import "./card.css";

type CardProps = HTMLAttributes<HTMLElement> & { as?: "div" | "section" | "aside" | "ul" | "ol" | "nav"; padded?: boolean };

export function Card({ as: Element = "div", padded = false, className, ...rest }: CardProps) {
  return <Element className={classNames("card", padded && "card-padded", className)} {...rest} />;
}
