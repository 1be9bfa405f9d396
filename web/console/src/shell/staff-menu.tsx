import { Menu } from "@base-ui/react/menu";
import { useMutation } from "@tanstack/react-query";
import { Check, ChevronDown, LogOut } from "lucide-react";
import { useState } from "react";
import { signOut } from "../api/commands.ts";
import { notifyProblem } from "../components/toasts.tsx";
import { useNames } from "../documents/names.ts";
import { LOCALE_NAMES, LOCALES } from "../i18n/locale.ts";
import { useLocale } from "../i18n/locale-context.tsx";
import { m } from "../i18n/m.ts";
import { roleName, useStaff } from "../staff/staff-context.tsx";
import { chooseTheme, THEMES, type Theme, themeNow } from "./theme.ts";
import "./staff-menu.css";

export function StaffMenu() {
  const staff = useStaff();
  const names = useNames();
  const { locale, setLocale } = useLocale();
  const [theme, setTheme] = useState<Theme>(themeNow);
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      // A full load leaves nothing of the person's work in memory.
      location.assign("/console/catalogue");
    },
    onError: notifyProblem,
  });
  const themeNames: Record<Theme, string> = { auto: m.theme_auto(), light: m.theme_light(), dark: m.theme_dark() };

  return (
    <Menu.Root>
      <Menu.Trigger className="staff-menu-trigger">
        <span className="staff-menu-name">{staff.name}</span>
        <span className="staff-menu-roles">{staff.roles.map(roleName).join(m.list_separator())}</span>
        <ChevronDown size={16} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="staff-menu-positioner" sideOffset={6} align="end">
          <Menu.Popup className="staff-menu">
            <p className="staff-menu-note">{staff.department ? names.of("department", staff.department) : m.all_departments()}</p>
            <Menu.RadioGroup value={locale} onValueChange={setLocale}>
              {LOCALES.map((each) => (
                <Menu.RadioItem key={each} value={each} className="staff-menu-item" lang={each}>
                  <Menu.RadioItemIndicator className="staff-menu-mark">
                    <Check size={16} aria-hidden="true" />
                  </Menu.RadioItemIndicator>
                  {LOCALE_NAMES[each]}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className="staff-menu-line" />
            <Menu.RadioGroup
              value={theme}
              onValueChange={(next: Theme) => {
                chooseTheme(next);
                setTheme(next);
              }}
            >
              {THEMES.map((each) => (
                <Menu.RadioItem key={each} value={each} className="staff-menu-item">
                  <Menu.RadioItemIndicator className="staff-menu-mark">
                    <Check size={16} aria-hidden="true" />
                  </Menu.RadioItemIndicator>
                  {themeNames[each]}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className="staff-menu-line" />
            <Menu.Item className="staff-menu-item" onClick={() => leave.mutate()}>
              <LogOut size={16} aria-hidden="true" className="staff-menu-mark" />
              {m.sign_out()}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
