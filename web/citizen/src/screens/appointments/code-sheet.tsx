import { useEffect } from "react";
import { Sheet } from "@citizen-cloud/ui/components/sheet.tsx";
import { QrCode } from "../../account/qr-code.tsx";
import { m } from "../../paraglide/messages.js";
import "./code-sheet.css";

interface CodeSheetProps {
  code: string;
  when: string;
  onClose(): void;
}

/** The code alone, as large as it gets on white: a bright ground is what readers want of a dim screen. The screen stays awake. */
export default function CodeSheet({ code, when, onClose }: CodeSheetProps) {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let gone = false;
    const stayAwake = async () => {
      const granted = await navigator.wakeLock?.request("screen").catch(() => undefined);
      if (gone) await granted?.release();
      else lock = granted;
    };
    void stayAwake();
    return () => {
      gone = true;
      void lock?.release();
    };
  }, []);
  return (
    <Sheet open onOpenChange={(open) => open || onClose()} title={m.book_code_title()} closeLabel={m.close()}>
      <div className="pass-code code-large">
        <QrCode text={code} label={m.book_code_qr({ code })} />
        <p className="pass-code-text">{code}</p>
        <p className="account-small">{when}</p>
        <p className="account-small">{m.book_code_bright()}</p>
      </div>
    </Sheet>
  );
}
