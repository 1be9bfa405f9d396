// The tree of RFC 9162: known roots, every proof of every tree, and no proof of anything else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromHex, toHex } from "./bytes.ts";
import { holdsInclusion, inclusionPath, leafHash, MerkleTree, merkleRoot } from "./merkle.ts";

/** Leaves and roots of the Certificate Transparency project's own tests. */
const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map(fromHex);
const ROOTS = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

test("known roots", () => {
  for (const [index, root] of ROOTS.entries()) {
    assert.equal(toHex(merkleRoot(LEAVES.slice(0, index + 1).map(leafHash))), root);
    const tree = new MerkleTree();
    for (const leaf of LEAVES.slice(0, index + 1)) tree.addLine(leaf);
    assert.equal(toHex(tree.root()), root);
  }
  assert.equal(toHex(merkleRoot([])), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

test("every leaf of every tree is proven, at its place alone", () => {
  for (let count = 1; count <= 40; count += 1) {
    const hashes = Array.from({ length: count }, (_each, number) => leafHash(Uint8Array.of(number)));
    const root = merkleRoot(hashes);
    for (const [index, leaf] of hashes.entries()) {
      const path = inclusionPath(hashes, index);
      assert.ok(holdsInclusion({ leaf, index, count, path, root }));
      assert.ok(!holdsInclusion({ leaf, index: index + 1, count, path, root }) || count === 1);
      assert.ok(!holdsInclusion({ leaf: leafHash(Uint8Array.of(99, 99)), index, count, path, root }));
      assert.ok(!holdsInclusion({ leaf, index, count, path: [...path, leaf], root }));
      if (path.length > 0) assert.ok(!holdsInclusion({ leaf, index, count, path: path.slice(1), root }));
    }
  }
});

test("a tree of blocks of a power of two is the tree of its lines", () => {
  for (const count of [1, 7, 8, 9, 16, 23, 24, 65]) {
    const hashes = Array.from({ length: count }, (_each, number) => leafHash(Uint8Array.of(number)));
    const blocks = Array.from({ length: Math.ceil(count / 8) }, (_each, block) => hashes.slice(8 * block, 8 * block + 8));
    const roots = blocks.map(merkleRoot);
    assert.equal(toHex(merkleRoot(roots)), toHex(merkleRoot(hashes)));
    for (const [index, leaf] of hashes.entries()) {
      const block = Math.floor(index / 8);
      const path = [...inclusionPath(blocks[block] ?? [], index % 8), ...inclusionPath(roots, block)];
      assert.ok(holdsInclusion({ leaf, index, count, path, root: merkleRoot(hashes) }));
    }
  }
});
