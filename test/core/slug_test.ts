import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { slugOf } from "../../core/slug.ts";

const cases: readonly (readonly [name: string, slug: string])[] = [
  ["add_user_email", "add_user_email"],
  ["Add user's  e-mail!", "add_users_e_mail"],
  ["Adaugă adresă", "adauga_adresa"],
  ["Größe in Æbelø", "grosse_in_aebelo"],
  ["Łódź — ŻÓŁĆ", "lodz_zolc"],
  ["Добавить индекс", "dobavit_indeks"],
  ["Ναι και όχι", "nai_kai_ochi"],
  ["ﬁx № 5", "fix_no_5"],
  ["ユーザーを追加", "ユーザーを追加"],
  ["사용자 추가", "사용자_추가"],
  ["../../etc/passwd", "etc_passwd"],
  ["__x__", "x"],
  ["✨ !? ✨", ""],
  ["", ""],
];

describe("slugOf()", () => {
  for (const [name, slug] of cases) {
    test(`makes "${slug}" of "${name}"`, () => assert.equal(slugOf(name), slug));
  }

  test("cuts at 60 characters, and never ends in a joint", () => {
    assert.equal(slugOf("x".repeat(100)), "x".repeat(60));
    assert.equal(slugOf(`${"x".repeat(59)} y`), "x".repeat(59));
    assert.equal([...slugOf("字".repeat(100))].length, 60);
  });
});
