import { Missing } from "../../components/missing.tsx";

export function Screen() {
  return <Missing />;
}
