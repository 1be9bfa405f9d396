import { useEffect } from "react";

/** A screen in a hall is touched by nobody, and must not fall asleep. Where the browser cannot promise that, its settings have to. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let left = false;
    const ask = async () => {
      if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
      // Refused without power or permission: nothing is lost but the promise.
      lock = await navigator.wakeLock.request("screen").catch(() => undefined);
      if (left) void lock?.release();
    };
    const onVisibility = () => void ask();
    onVisibility();
    // The browser takes it back whenever the page is hidden.
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      left = true;
      document.removeEventListener("visibilitychange", onVisibility);
      void lock?.release();
    };
  }, []);
}
