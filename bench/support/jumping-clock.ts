/** Loaded before a server: SIGUSR2 sets its clock an hour ahead, the next one an hour behind, as a wrong time server would. */
const HOUR_MS = 3_600_000;
const RealDate = Date;
let shiftMs = 0;

process.on("SIGUSR2", () => (shiftMs = shiftMs > 0 ? -HOUR_MS : HOUR_MS));
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given: unknown[], as) => Reflect.construct(target, given.length === 0 ? [target.now() + shiftMs] : given, as) as object,
  get: (target, name, receiver) => (name === "now" ? () => target.now() + shiftMs : Reflect.get(target, name, receiver)) as unknown,
});
