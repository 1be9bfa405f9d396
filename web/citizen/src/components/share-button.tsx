import { type ReactNode, useEffect, useState } from "react";
import { Button, type ButtonVariant } from "@citizen-cloud/ui/components/button.tsx";
import { m } from "../paraglide/messages.js";

interface ShareButtonProps {
  title: string;
  text?: string;
  variant?: ButtonVariant;
  wide?: boolean;
  icon: ReactNode;
  children: ReactNode;
}

const SAID_FOR_MS = 4000;

/** Shares this page by the phone's own means, or copies its address and says so. */
export function ShareButton({ title, text, variant = "secondary", wide, icon, children }: ShareButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const share = async () => {
    const url = location.href;
    // Closing the phone's panel rejects the promise: the person changed their mind, nothing failed.
    if ("share" in navigator) await navigator.share({ title, text, url }).catch(() => undefined);
    else {
      await copyText(text ? `${text} ${url}` : url);
      setCopied(true);
    }
  };

  return (
    <Button variant={variant} wide={wide} onClick={() => void share()}>
      {icon}
      <span>{copied ? m.link_copied() : children}</span>
      <span className="visually-hidden" role="status">
        {copied ? m.link_copied() : ""}
      </span>
    </Button>
  );
}

async function copyText(text: string): Promise<void> {
  // The clipboard exists only on secure origins; a town hall's intranet may not be one.
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
