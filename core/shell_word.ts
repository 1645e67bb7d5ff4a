/** A text as one word of a shell's command line, without line ends and other control characters. */
export function shellWord(text: string): string {
  const plain = text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
  return /^[\w@%+=:,./-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
}
