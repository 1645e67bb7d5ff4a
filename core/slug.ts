/** Characters that a slug has at most, so that file names stay short of every system's limit. */
const longest = 60;

/** Letters that no decomposition takes to ASCII. */
const letters: Readonly<Record<string, string>> = {
  ...{
    ß: "ss",
    æ: "ae",
    œ: "oe",
    ø: "o",
    đ: "d",
    ð: "d",
    ł: "l",
    ı: "i",
    þ: "th",
    ħ: "h",
    ŋ: "ng",
  },
  ...{ а: "a", б: "b", в: "v", г: "g", ґ: "g", д: "d", е: "e", є: "ie", ж: "zh", з: "z", и: "i" },
  ...{ і: "i", й: "i", к: "k", л: "l", м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t" },
  ...{ у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch", ъ: "", ы: "y", ь: "" },
  ...{ э: "e", ю: "iu", я: "ia", ђ: "dj", ј: "j", љ: "lj", њ: "nj", ћ: "c", џ: "dz" },
  ...{ α: "a", β: "v", γ: "g", δ: "d", ε: "e", ζ: "z", η: "i", θ: "th", ι: "i", κ: "k", λ: "l" },
  ...{ μ: "m", ν: "n", ξ: "x", ο: "o", π: "p", ρ: "r", σ: "s", ς: "s", τ: "t", υ: "y", φ: "f" },
  ...{ χ: "ch", ψ: "ps", ω: "o" },
};

/**
 * A name as a part of a file name: lower case, words joined by `_`, at most 60 characters. Latin,
 * Cyrillic and Greek become ASCII, the letters of other scripts stay; empty where there are none.
 */
export function slugOf(name: string): string {
  const plain = name.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "")
    // An apostrophe does not end a word: "user's" is "users".
    .replace(/['\u2019]/g, "");
  const spelled = [...plain].map((letter) => letters[letter] ?? letter).join("");
  const words = spelled.normalize("NFC").split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) =>
    word !== ""
  );
  return [...words.join("_")].slice(0, longest).join("").replace(/_+$/, "");
}
