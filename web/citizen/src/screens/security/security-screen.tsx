import { AccountPage } from "../../account/account-page.tsx";
import { m } from "../../paraglide/messages.js";
import { BeingRecovered } from "./being-recovered.tsx";
import { Devices } from "./devices.tsx";
import { NotMe } from "./not-me.tsx";
import { SignInMethods } from "./methods.tsx";

export function Screen() {
  return (
    <AccountPage title={m.account_security()} intro={m.account_security_intro()}>
      {() => (
        <div className="account-stack">
          <BeingRecovered />
          <SignInMethods />
          <Devices />
          <NotMe />
        </div>
      )}
    </AccountPage>
  );
}
