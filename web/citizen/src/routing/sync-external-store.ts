/** React has had this itself since 18; the build gives it to wouter in place of the shim for older ones. */
export { useSyncExternalStore } from "react";
