import { AccountPage } from "../../account/account-page.tsx";
import { m } from "../../paraglide/messages.js";
import { Devices } from "./devices.tsx";

export function Screen() {
  return (
    <AccountPage title={m.account_security()} intro={m.account_security_intro()}>
      {() => (
        <div className="account-stack">
          <Devices />
        </div>
      )}
    </AccountPage>
  );
}
