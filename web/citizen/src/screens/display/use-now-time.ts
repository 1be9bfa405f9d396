import { useNow } from "../../routing/clock.tsx";

const FORMAT = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** The hall's clock, in China's time wherever the page was drawn. */
export function useNowTime(): string {
  return FORMAT.format(useNow());
}
