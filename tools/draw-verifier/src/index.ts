/** A published draw recomputed: nothing here needs a server, or anybody's word. */
export { compareBytes, fromHex, toBytes, toHex } from "./bytes.ts";
export { type DrandChain, firstRoundFrom, isSignatureOf, QUICKNET, timeOfRound, valueOfSignature } from "./drand.ts";
export { Drawing, type Drawn, Scores } from "./drawing.ts";
export { findParticipant, type ParticipantCheck, type ParticipantProof, PROOF_FORM } from "./find-participant.ts";
export { BrokenList, type Chunks, readParticipant } from "./lines.ts";
export { inclusionPath, leafHash, MerkleTree, merkleRoot, nodeHash } from "./merkle.ts";
export { commitmentOf, commitmentPrefix, commitToSeed, type Contribution, type DrawPublication, FORM, formatLine, formatWinner, valueOfSeed } from "./publication.ts";
export { Sha256, sha256 } from "./sha256.ts";
export { type Found, type Options, type Step, type StepName, type Verification, verifyDraw, type Words } from "./verify-draw.ts";
