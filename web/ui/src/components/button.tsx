import type { ButtonHTMLAttributes, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import "./button.css";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger" | "ghost";

interface ButtonLook {
  variant?: ButtonVariant;
  large?: boolean;
  wide?: boolean;
}

/** The look of a button for what is truly a link. */
export function buttonClass({ variant = "primary", large = false, wide = false }: ButtonLook = {}): string {
  return classNames("button", `button-${variant}`, large && "button-large", wide && "button-wide");
}

type ButtonProps = ButtonLook & ButtonHTMLAttributes<HTMLButtonElement>;

export function Button({ variant, large, wide, className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={classNames(buttonClass({ variant, large, wide }), className)} {...rest} />;
}

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children"> & { label: string; children: ReactNode };

/** A button that shows only an icon: its name is required. */
export function IconButton({ label, className, type = "button", children, ...rest }: IconButtonProps) {
  return (
    <button type={type} aria-label={label} title={label} className={classNames("icon-button", className)} {...rest}>
      {children}
    </button>
  );
}
