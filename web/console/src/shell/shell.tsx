import { Dialog } from "@base-ui/react/dialog";
import { Menu as MenuIcon, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { m } from "../i18n/m.ts";
import { EmergencyBanner } from "../staff/emergency-banner.tsx";
import { HelpSheet } from "./help-sheet.tsx";
import { SideNav } from "./side-nav.tsx";
import { TopBar } from "./top-bar.tsx";
import { useShortcut } from "./use-shortcut.ts";
import "./shell.css";

export function Shell({ children }: { children: ReactNode }) {
  const [helping, setHelping] = useState(false);
  const [navigating, setNavigating] = useState(false);
  useShortcut("?", () => setHelping(true));
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {m.skip_to_content()}
      </a>
      <div className="shell-nav">
        <SideNav />
      </div>
      <div className="shell-main">
        <TopBar
          onHelp={() => setHelping(true)}
          menu={
            <Dialog.Root open={navigating} onOpenChange={(open) => setNavigating(open)}>
              <Dialog.Trigger className="icon-button shell-menu" aria-label={m.open_menu()}>
                <MenuIcon size={20} aria-hidden="true" />
              </Dialog.Trigger>
              <Dialog.Portal>
                <Dialog.Backdrop className="modal-scrim" />
                <Dialog.Popup className="shell-drawer" aria-label={m.nav_label()}>
                  <Dialog.Close className="icon-button shell-drawer-close" aria-label={m.close()}>
                    <X size={20} aria-hidden="true" />
                  </Dialog.Close>
                  <SideNav onGo={() => setNavigating(false)} />
                </Dialog.Popup>
              </Dialog.Portal>
            </Dialog.Root>
          }
        />
        <EmergencyBanner />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      <HelpSheet open={helping} onOpenChange={setHelping} />
    </div>
  );
}
