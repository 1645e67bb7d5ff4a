import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import fc from "fast-check";
import { checksum, checksumOf } from "../../core/checksum.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const plain = checksum([bytes("-- upgrade\nSELECT 1;\n")]);

describe("checksum()", () => {
  test("is SHA-256 of the text with one line feed at its end", () => {
    const expected = createHash("sha256").update("-- upgrade\nSELECT 1;\n").digest("hex");
    assert.equal(plain, `v1:${expected}`);
  });

  const same: Readonly<Record<string, string>> = {
    "CRLF": "-- upgrade\r\nSELECT 1;\r\n",
    "lone CR": "-- upgrade\rSELECT 1;\r",
    "a byte order mark": "\ufeff-- upgrade\nSELECT 1;\n",
    "no line end at the end": "-- upgrade\nSELECT 1;",
    "blank lines at the end": "-- upgrade\r\nSELECT 1;\r\n\r\n\n",
  };
  for (const [what, text] of Object.entries(same)) {
    test(`is the same with ${what}`, () => assert.equal(checksum([bytes(text)]), plain));
  }

  const other: Readonly<Record<string, string>> = {
    "another blank": "-- upgrade\nSELECT  1;\n",
    "a moved line end": "-- upgrade SELECT\n1;\n",
    "a blank line within": "-- upgrade\n\nSELECT 1;\n",
    "another letter case": "-- upgrade\nselect 1;\n",
  };
  for (const [what, text] of Object.entries(other)) {
    test(`differs with ${what}`, () => assert.notEqual(checksum([bytes(text)]), plain));
  }

  test("sees two line ends where a piece is but the second half of the first", () => {
    const pieces = ["abc\r", "\n", "\n", "d"].map(bytes);
    assert.equal(checksum(pieces), checksum([bytes("abc\r\n\nd")]));
  });

  test("does not depend on how the bytes are cut into pieces", () => {
    const texts = fc.array(fc.constantFrom("a", "\n", "\r", "\r\n", "\ufeff", "ă"), {
      maxLength: 30,
    });
    fc.assert(fc.property(texts, fc.array(fc.nat(40), { maxLength: 5 }), (parts, cuts) => {
      const whole = bytes(parts.join(""));
      const places = [...new Set([0, ...cuts.filter((cut) => cut < whole.length), whole.length])]
        .sort((a, b) => a - b);
      // A byte order mark is looked for in the first piece alone, which files always fill.
      const pieces = places.slice(1).map((end, index) => whole.subarray(places[index], end));
      if (pieces.length > 0 && pieces[0]!.length < 3) return;
      assert.equal(checksum(pieces), checksum([whole]));
    }));
  });
});

describe("checksumOf()", () => {
  test("is the checksum of the pieces together", () => {
    const texts = fc.array(fc.constantFrom("a", "\n", "\r", "\r\n", "\ufeff", "ă"), {
      maxLength: 30,
    });
    fc.assert(fc.property(texts, (parts) => {
      const whole = bytes(parts.join(""));
      assert.equal(checksumOf(whole), checksum([whole]));
    }));
  });
});
