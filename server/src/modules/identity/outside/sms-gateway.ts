import Type from "typebox";
import { type OutsideSystem, postJson } from "./post-json.ts";

export interface Sms {
  /** The gateway sends one message for an id, however often it is asked. */
  id: string;
  /** Eleven digits. */
  to: string;
  text: string;
}

/** @throws outside-unavailable */
export type SendSms = (message: Sms) => Promise<void>;

export function connectSmsGateway(system: OutsideSystem | undefined): SendSms {
  return async (message) => {
    await postJson(system, "/v1/messages", message, Type.Object({ id: Type.String() }));
  };
}
