/** A connection as to another building: passes bytes on to TARGET_PORT, each way a while later. */
import { connect, createServer, type Socket } from "node:net";

const delayMs = Number(process.env.DELAY_MS) / 2;

createServer((near) => {
  const far = connect({ host: "127.0.0.1", port: Number(process.env.TARGET_PORT), noDelay: true });
  near.setNoDelay(true);
  passOn(near, far);
  passOn(far, near);
}).listen(Number(process.env.LINK_PORT), "127.0.0.1");

function passOn(from: Socket, to: Socket): void {
  const underWay: { bytes: Buffer; at: number }[] = [];
  const deliver = () => {
    while (underWay[0] && underWay[0].at <= performance.now()) to.write(underWay.shift()?.bytes ?? "");
    if (underWay[0]) setTimeout(deliver, Math.max(0, underWay[0].at - performance.now()));
  };
  from.on("data", (bytes: Buffer) => {
    underWay.push({ bytes, at: performance.now() + delayMs });
    if (underWay.length === 1) setTimeout(deliver, delayMs);
  });
  from.on("close", () => to.destroy());
  from.on("error", () => to.destroy());
}
