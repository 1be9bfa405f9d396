// A draw that was published as it should be holds; whatever part of it is changed, one step says so.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fromHex, toBytes, toHex } from "./bytes.ts";
import { firstRoundFrom, isSignatureOf, QUICKNET, timeOfRound, valueOfSignature } from "./drand.ts";
import { Drawing, Scores } from "./drawing.ts";
import { findParticipant } from "./find-participant.ts";
import { commitToSeed, type DrawPublication } from "./publication.ts";
import { sha256 } from "./sha256.ts";
import { inPieces, publishDraw, type Published } from "./testing.ts";
import { verifyDraw } from "./verify-draw.ts";

const verify = ({ publication, participants, winners }: Pick<Published, "publication" | "participants" | "winners">) => verifyDraw(publication, inPieces(participants), inPieces(winners, 61));
const failing = async (published: Pick<Published, "publication" | "participants" | "winners">) => (await verify(published)).steps.filter(({ holds }) => holds === false).map(({ name }) => name);

const RECIPES = {
  plain: {},
  weighted: { weightOf: (number: number) => 1 + (number % 4) },
  withExcluded: { reasonOf: (number: number) => (number % 7 === 0 ? "withdrawn" : number % 11 === 0 ? "deceased" : undefined) },
  fewerThanPlaces: { count: 5 },
  succeeded: { returned: [2, 8] },
  alone: { count: 1, tiers: [{ id: "gold", count: 1 }] },
};

test("what was published as it should be holds", async () => {
  for (const [name, recipe] of Object.entries(RECIPES)) {
    const verification = await verify(publishDraw(recipe));
    assert.deepEqual([verification.holds, verification.state], [true, "drawn"], `${name}: ${JSON.stringify(verification.steps)}`);
  }
});

test("at each stage what there is holds", async () => {
  const { publication, participants } = publishDraw();
  const { drawn: _drawn, ...frozen } = publication;
  const { seed: _seed, value: _value, contributions: _words, ...promised } = publication.randomness;
  assert.deepEqual(await verify({ publication: { ...frozen, randomness: promised }, participants, winners: "" }).then(({ holds, state }) => [holds, state]), [true, "frozen"]);
  const { frozen: _frozen, ...announced } = frozen;
  const soon = await verify({ publication: { ...announced, randomness: promised }, participants: "", winners: "" });
  assert.deepEqual([soon.holds, soon.state], [true, "announced"]);
});

describe("whatever is changed is found", () => {
  const published = publishDraw({ weightOf: (number) => 1 + (number % 3), reasonOf: (number) => (number === 5 ? "withdrawn" : undefined), returned: [4] });
  const lines = published.participants.trimEnd().split("\n");
  const won = published.winners.trimEnd().split("\n");
  const text = (list: readonly string[]) => list.map((line) => `${line}\n`).join("");

  test("in any character of the list", async () => {
    for (let at = 0; at < published.participants.length; at += 13) {
      const character = published.participants.charAt(at);
      const other = character === "0" ? "1" : character === "\n" ? " " : "0";
      const changed = published.participants.slice(0, at) + other + published.participants.slice(at + 1);
      assert.ok((await failing({ ...published, participants: changed })).includes("digest"), `character ${at}`);
    }
  });

  test("somebody left out, added, twice, elsewhere, with more lots, or with other reasons", async () => {
    const stranger = `${"ab".repeat(32)} 1`;
    const changes: Record<string, string[]> = {
      leftOut: lines.slice(1), added: [...lines, stranger].sort(), twice: [lines[0] ?? "", ...lines], elsewhere: lines.toReversed(),
      moreLots: lines.map((line) => line.replace(/ 1$/, " 9")), reason: lines.map((line) => line.replace("withdrawn", "deceased")), broken: [...lines.slice(1), "nonsense"], empty: [],
    };
    for (const [name, changed] of Object.entries(changes)) {
      const steps = await failing({ ...published, participants: text(changed) });
      assert.ok(steps.includes("digest") && steps.includes("root"), `${name}: ${steps.join()}`);
    }
    assert.ok((await failing({ ...published, participants: published.participants.trimEnd() })).includes("list"));
  });

  test("a list changed together with its digest and root no longer gives the winners", async () => {
    const other = publishDraw({ count: 39, weightOf: (number) => 1 + (number % 3), reasonOf: (number) => (number === 5 ? "withdrawn" : undefined), returned: [4] });
    const frozen = { ...published.publication.frozen, digest: other.publication.frozen?.digest, root: other.publication.frozen?.root, participants: 39, lots: other.publication.frozen?.lots } as DrawPublication["frozen"];
    assert.ok((await failing({ publication: { ...published.publication, ...(frozen ? { frozen } : {}) }, participants: other.participants, winners: published.winners })).includes("winners"));
  });

  test("in the winners: another one, another order, another tier, one more, one less, a successor out of turn", async () => {
    const swapped = [won[1] ?? "", won[0] ?? "", ...won.slice(2)];
    const loser = lines.find((line) => !published.winners.includes(line.slice(0, 64)) && !line.endsWith("withdrawn")) ?? "";
    const other = won.map((line, index) => (index === 2 ? line.replace(/[0-9a-f]{64}/, loser.slice(0, 64)) : line));
    for (const changed of [swapped, other, won.map((line) => line.replace("gold", "silver")), won.slice(1), won.slice(0, 7), won.map((line) => line.replace(/^1 /, "2 "))]) {
      assert.ok((await failing({ ...published, winners: text(changed) })).includes("winners"));
    }
    const notNext = won.map((line, index) => (index === 8 ? line.replace(/[0-9a-f]{64}/, loser.slice(0, 64)) : line));
    const otherTier = won.map((line, index) => (index === 8 ? line.replace("silver", "gold") : line));
    const forNobody = won.map((line, index) => (index === 8 ? line.replace(/ 4$/, " 9") : line));
    for (const changed of [notNext, otherTier, forNobody]) assert.deepEqual(await failing({ ...published, winners: text(changed) }), ["successors"]);
  });

  test("in every member of the publication", async () => {
    const { randomness, frozen, drawn } = published.publication;
    assert.ok(frozen && drawn);
    const flip = (hex = "") => (hex.startsWith("0") ? "1" : "0") + hex.slice(1);
    const changes: [string, Partial<DrawPublication>][] = [
      ["form", { form: "another" }],
      ["promise", { randomness: { ...randomness, announcedAt: "2027-02-25T17:00:00.000Z" } }],
      ["times", { drawn: { ...drawn, at: "2027-02-25T16:00:30.000Z" } }],
      ["random-value", { randomness: { ...randomness, commitment: flip(randomness.commitment) } }],
      ["random-value", { randomness: { ...randomness, seed: flip(randomness.seed) } }],
      ["random-value", { randomness: { ...randomness, value: flip(randomness.value) } }],
      ["random-value", { randomness: { ...randomness, contributions: [{ witness: "公证员", words: "三月春雨" }] } }],
      ["random-value", { randomness: { ...randomness, contributions: [] } }],
      ["count", { frozen: { ...frozen, participants: frozen.participants + 1 } }],
      ["count", { frozen: { ...frozen, lots: frozen.lots - 1 } }],
      ["count", { frozen: { ...frozen, excluded: [] } }],
      ["digest", { frozen: { ...frozen, digest: flip(frozen.digest) } }],
      ["root", { frozen: { ...frozen, root: flip(frozen.root) } }],
      ["winners", { drawn: { ...drawn, winners: 7 } }],
      ["winners", { drawn: { ...drawn, digest: flip(drawn.digest) } }],
      ["winners", { tiers: [{ id: "gold", count: 2 }, { id: "silver", count: 6 }] }],
      ["winners", { tiers: [{ id: "gold", count: 3 }, { id: "silver", count: 6 }] }],
    ];
    for (const [step, change] of changes) {
      const found = await failing({ ...published, publication: { ...published.publication, ...change } });
      assert.ok(found.includes(step as (typeof found)[number]), `${step}: ${found.join()} after ${JSON.stringify(change)}`);
    }
  });

  test("another seed with another promise gives others", async () => {
    const { randomness } = published.publication;
    const seed = sha256(toBytes("chosen afterwards"));
    const found = await failing({ ...published, publication: { ...published.publication, randomness: { ...randomness, seed: toHex(seed), commitment: toHex(commitToSeed(seed)) } } });
    assert.deepEqual(found, ["random-value", "winners", "successors"]);
  });

  test("what is no publication at all is a fault and no crash", async () => {
    for (const nonsense of [null, {}, [], "text", { form: "citizen-cloud draw 1" }, { ...published.publication, tiers: "many" }, { ...published.publication, frozen: {} }]) {
      const { holds, steps } = await verifyDraw(nonsense as DrawPublication, inPieces(published.participants), inPieces(published.winners));
      assert.deepEqual([holds, steps[0]?.name], [false, "form"]);
    }
    const huge = await verifyDraw(published.publication, [new Uint8Array(5_000).fill(65)], []);
    assert.equal(huge.holds, false);
  });
});

describe("drand", () => {
  /** Recorded from the League of Entropy's quicknet. */
  const ROUND_1000 = { signature: "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39", randomness: "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd" };

  test("a round's value is the hash of its signature", () => {
    assert.equal(toHex(valueOfSignature(fromHex(ROUND_1000.signature))), ROUND_1000.randomness);
  });

  test("a signature holds for its round alone, and nothing else is one", () => {
    const signature = fromHex(ROUND_1000.signature);
    assert.ok(isSignatureOf(1_000, signature));
    for (const round of [0, 999, 1_001, 1_000 + 2 ** 32]) assert.ok(!isSignatureOf(round, signature), String(round));
    const changed = signature.slice();
    changed[47] = (changed[47] as number) ^ 1;
    const infinity = Uint8Array.of(0xc0, ...new Uint8Array(47));
    const negated = Uint8Array.of((signature[0] as number) ^ 0x20, ...signature.subarray(1));
    for (const other of [changed, infinity, negated, signature.subarray(1), new Uint8Array(0), new Uint8Array(48), new Uint8Array(96)]) assert.ok(!isSignatureOf(1_000, other), toHex(other));
  });

  test("rounds and their times", () => {
    assert.equal(timeOfRound(1), 1_692_803_367_000);
    assert.equal(timeOfRound(1_000), 1_692_806_364_000);
    for (const at of [1_692_803_367_000, 1_692_806_364_000, 1_692_806_364_001, 1_800_000_000_500]) {
      const round = firstRoundFrom(at);
      assert.ok(timeOfRound(round) >= at && (round === 1 || timeOfRound(round - 1) < at), String(at));
    }
  });

  test("a draw with a round holds when the list was frozen before it, and not when afterwards", async () => {
    const published = publishDraw();
    const round = 1_000;
    const at = (seconds: number) => new Date(timeOfRound(round) + seconds * 1000).toISOString();
    const { frozen, drawn } = published.publication;
    assert.ok(frozen && drawn);
    const drawing = new Drawing({ value: fromHex(ROUND_1000.randomness), root: fromHex(frozen.root), places: 8 });
    for (const line of published.participants.trimEnd().split("\n")) drawing.add(fromHex(line.slice(0, 64)), 1);
    const winners = drawing.winners().map(({ rank, commitment }) => `${rank} ${rank <= 3 ? "gold" : "silver"} ${toHex(commitment)}\n`).join("");
    const publication: DrawPublication = {
      ...published.publication, opensAt: at(-9_000), closesAt: at(-3_000), drawAt: at(0),
      randomness: { kind: "drand", announcedAt: at(-99_000), chain: QUICKNET, round, announcedRound: round, signature: ROUND_1000.signature, value: ROUND_1000.randomness },
      frozen: { ...frozen, at: at(-2_900) }, drawn: { ...drawn, at: at(20), digest: toHex(sha256(toBytes(winners))) },
    };
    assert.deepEqual(await failing({ ...published, publication, winners }), []);
    assert.deepEqual(await failing({ ...published, winners, publication: { ...publication, frozen: { ...frozen, at: at(1) } } }), ["times"]);
    assert.deepEqual(await failing({ ...published, winners, publication: { ...publication, closesAt: at(100) } }), ["times"]);
    assert.deepEqual(await failing({ ...published, winners, publication: { ...publication, randomness: { ...publication.randomness, announcedAt: at(-2_000) } } }), ["promise"]);
    assert.deepEqual(await failing({ ...published, winners, publication: { ...publication, drawn: { ...drawn, at: at(-5), digest: publication.drawn?.digest ?? "" } } }), ["times"]);
    // Bytes of the organiser's choice, with the value and the winners that follow from them.
    const chosen = toHex(sha256(toBytes("what suits us"))).padEnd(96, "0");
    const suiting = { ...publication.randomness, signature: chosen, value: toHex(valueOfSignature(fromHex(chosen))) };
    assert.ok((await failing({ ...published, winners, publication: { ...publication, randomness: suiting } })).includes("random-value"));
    const ofOwn = { ...publication.randomness, chain: { ...QUICKNET, hash: "ab".repeat(32) } };
    assert.deepEqual(await failing({ ...published, winners, publication: { ...publication, randomness: ofOwn } }), ["form"]);
  });
});

describe("finding oneself", () => {
  const published = publishDraw({ reasonOf: (number) => (number === 3 ? "withdrawn" : undefined) });

  test("each participant stands in the list, without anybody else's line", () => {
    for (let number = 0; number < 40; number += 1) {
      const check = findParticipant(published.proofOf(number), published.publication);
      assert.deepEqual([check.holds, check.weight], [true, number === 3 ? 0 : 1], JSON.stringify(check));
    }
  });

  test("in the list itself, with what was won", async () => {
    const proofs = [published.proofOf(0), published.proofOf(3)];
    const stranger = "cd".repeat(32);
    const { found } = await verifyDraw(published.publication, inPieces(published.participants), inPieces(published.winners), { find: [...proofs.map(({ commitment }) => commitment), stranger, "nonsense"] });
    assert.deepEqual(found.map((place) => [place?.position, place?.weight, place?.reason]), [[proofs[0]?.position, 1, undefined], [proofs[1]?.position, 0, "withdrawn"], [undefined, undefined, undefined], [undefined, undefined, undefined]]);
    const [, , first = ""] = published.winners.split("\n")[0]?.split(" ") ?? [];
    const won = await verifyDraw(published.publication, inPieces(published.participants), inPieces(published.winners), { find: [first] });
    assert.deepEqual([won.found[0]?.rank, won.found[0]?.tier], [1, "gold"]);
  });

  test("no other proof is taken", () => {
    const [proof, other] = [published.proofOf(0), published.proofOf(1)];
    for (const change of [{ salt: other.salt }, { commitment: other.commitment }, { line: other.line }, { position: proof.position + 1 }, { path: other.path }, { root: "00".repeat(32) }, { participants: 41 }, { campaign: "another" }, { form: "another" }, { line: "nonsense" }, { salt: "zz" }, { score: "00".repeat(32) }, { line: proof.line.replace(/ 1$/, " 2") }]) {
      assert.equal(findParticipant({ ...proof, ...change }, published.publication).holds, false, JSON.stringify(change));
    }
  });
});

describe("the draw", () => {
  test("keeps the lowest scores whatever the order they come in", () => {
    const [value, root] = [sha256(toBytes("value")), sha256(toBytes("root"))];
    const members = Array.from({ length: 3_000 }, (_each, number) => ({ commitment: sha256(toBytes(`member ${number}`)), weight: number % 5 }));
    const scores = new Scores(value, root);
    const expected = members.filter(({ weight }) => weight > 0).map((each) => ({ ...each, score: toHex(scores.scoreOf(each.commitment, each.weight)) })).sort((a, b) => (a.score < b.score ? -1 : 1)).map(({ commitment }) => toHex(commitment));
    for (const places of [0, 1, 2, 100, 2_399, 2_400, 5_000]) {
      for (const order of [members, members.toReversed(), members.toSorted((a, b) => (toHex(a.commitment) < toHex(b.commitment) ? -1 : 1))]) {
        const drawing = new Drawing({ value, root, places });
        for (const { commitment, weight } of order) drawing.add(commitment, weight);
        assert.deepEqual(drawing.winners().map(({ commitment }) => toHex(commitment)), expected.slice(0, places));
        assert.equal(drawing.taking, 2_400);
      }
    }
  });

  test("is even: over many values everybody wins as often, and with twice the lots about twice as often", () => {
    const members = Array.from({ length: 200 }, (_each, number) => ({ commitment: sha256(toBytes(`member ${number}`)), weight: number < 100 ? 1 : 2 }));
    const wins = members.map(() => 0);
    const indexOf = new Map(members.map(({ commitment }, index) => [toHex(commitment), index]));
    for (let round = 0; round < 2_000; round += 1) {
      const drawing = new Drawing({ value: sha256(toBytes(`round ${round}`)), root: sha256(toBytes("root")), places: 4 });
      for (const { commitment, weight } of members) drawing.add(commitment, weight);
      for (const { commitment } of drawing.winners()) wins[indexOf.get(toHex(commitment)) ?? 0] = (wins[indexOf.get(toHex(commitment)) ?? 0] ?? 0) + 1;
    }
    // 8,000 wins over 300 lots: 26.7 each; five standard deviations are 26.
    const [single, double] = [wins.slice(0, 100), wins.slice(100)];
    const mean = (list: number[]) => list.reduce((sum, each) => sum + each, 0) / list.length;
    assert.ok(Math.abs(mean(single) - 26.7) < 2.6 && Math.abs(mean(double) - 53.3) < 3.5, `${mean(single)} ${mean(double)}`);
    assert.ok(Math.max(...single) < 60 && Math.min(...single) > 5 && Math.max(...double) < 100 && Math.min(...double) > 20);
  });
});
