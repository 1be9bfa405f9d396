#!/usr/bin/env node
/** `node tools/draw-verifier/src/command.ts <folder or address> [commitment …]`: needs Node.js 24 or later and the packages of package-lock.json. */
import { NoPublication, openPublication } from "./open-publication.ts";
import { reportVerification } from "./report.ts";
import { verifyDraw } from "./verify-draw.ts";

const [place, ...find] = process.argv.slice(2);
if (place === undefined) {
  process.stderr.write("Usage: verify-draw <folder with draw.json, participants.txt and winners.txt | address ending in /draw> [commitment …]\n");
  process.exitCode = 2;
} else {
  try {
    const { publication, participants, winners } = await openPublication(place);
    const verification = await verifyDraw(publication, participants, winners, { find });
    process.stdout.write(reportVerification(verification));
    process.exitCode = verification.holds ? 0 : 1;
  } catch (error) {
    if (!(error instanceof NoPublication)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
