/** Media type and charset of an answer; empty when it says none. */
export function readContentType(header: string | undefined): { mediaType: string; charset: string | undefined } {
  const [mediaType = "", ...parameters] = (header ?? "").slice(0, 300).split(";");
  const charset = parameters.map((each) => each.trim().match(/^charset\s*=\s*"?([^"\s]+)"?$/i)?.[1]).find((each) => each !== undefined);
  return { mediaType: mediaType.trim().toLowerCase(), charset };
}
