import { Eye, IdCard, Laptop, Smartphone } from "lucide-react";
import { m } from "../paraglide/messages.js";
import { Row, Rows } from "./rows.tsx";

/** What the city keeps, each with its reason. */
export function KeptList() {
  return (
    <Rows>
      <Row icon={Smartphone} title={m.account_kept_phone()} note={m.account_kept_phone_why()} />
      <Row icon={IdCard} tone="sky" title={m.account_kept_id()} note={m.account_kept_id_why()} />
      <Row icon={Laptop} tone="ink" title={m.account_kept_devices()} note={m.account_kept_devices_why()} />
      <Row icon={Eye} tone="gold" title={m.account_kept_looks()} note={m.account_kept_looks_why()} />
    </Rows>
  );
}
