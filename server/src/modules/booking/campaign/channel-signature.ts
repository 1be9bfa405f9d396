/** How a partner's channel shows that a registration is its own: an HMAC over what it asks, with a secret of that channel in that campaign. Pure. */
import { createHmac } from "node:crypto";
import { isSameSecret } from "../../../kernel/crypto/codes.ts";
import type { MasterKeys } from "../../../kernel/crypto/keys.ts";

const LASTS_SECONDS = 300;

export interface ChannelRequest {
  city: string;
  campaign: string;
  channel: string;
  /** Seconds since 1970, as the channel wrote it. */
  time: string;
  name: string;
  idNumber: string;
}

/** Follows from the master keys, so that it stands in no table and no file. */
export function channelSecret(keys: Pick<MasterKeys, "derive">, { city, campaign, channel }: Pick<ChannelRequest, "city" | "campaign" | "channel">, version?: number): string {
  return keys.derive(`booking/channel/${city}/${campaign}/${channel}`, version).toString("hex");
}

/** @param secret as it was handed over, in hexadecimal */
export function signChannelRequest(secret: string, { city, campaign, channel, time, name, idNumber }: ChannelRequest): string {
  return createHmac("sha256", Buffer.from(secret, "hex")).update(["citizen-cloud channel 1", city, campaign, channel, time, name, idNumber].join("\n")).digest("base64url");
}

/** Under any live master key; the time must be the present. */
export function isSignedByChannel(keys: Pick<MasterKeys, "derive" | "versions">, request: ChannelRequest, signature: string, now: Date): boolean {
  if (!/^[0-9]{10}$/.test(request.time) || Math.abs(Number(request.time) - now.getTime() / 1000) > LASTS_SECONDS) return false;
  return keys.versions.map((version) => isSameSecret(signChannelRequest(channelSecret(keys, request, version), request), signature)).includes(true);
}
